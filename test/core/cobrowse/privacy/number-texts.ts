/** Texts with numbers, as shops, timetables and letters have them. */

type Random = () => number;

/** None holds a card. */
export function plainTexts(random: Random, count: number): string[] {
  const make = Object.values(plain(random));
  return Array.from({ length: count }, (_, place) => make[place % make.length]!());
}

/** Each holds one card's number, written in one of the ways in which people write them. */
export function cardTexts(random: Random, count: number): { text: string; card: string }[] {
  const { digits, pick, some } = tools(random);
  const groupings = {
    15: [[15], [4, 6, 5]],
    16: [[16], [4, 4, 4, 4], [8, 8], [6, 10]],
    19: [[19], [4, 4, 4, 4, 3], [6, 13]],
  };
  const issuers = [
    ...['4', '51', '55', '2221', '2720', '6011', '65', '62', '3528', '50', '67', '2200', '9792'].map(
      (prefix) => [prefix, 16] as const,
    ),
    ...['34', '37'].map((prefix) => [prefix, 15] as const),
    ...['6304', '62', '4'].map((prefix) => [prefix, 19] as const),
  ];
  return Array.from({ length: count }, () => {
    const [prefix, length] = pick(issuers);
    const body = `${prefix}${digits(length - prefix.length - 1)}`;
    const card = `${body}${luhnDigit(body)}`;
    const gap = pick([
      ' ',
      '-',
      ' - ',
      '\u00a0',
      '.',
      '/',
      ', ',
      ':',
      ' | ',
      '\u200b',
      '\n   ',
      ')(',
      '][',
      ' · ',
      '_',
      ';',
    ]);
    let at = 0;
    const sizes: readonly number[] = pick<readonly number[]>(groupings[length]);
    const groups = sizes.map((size) => {
      at += size;
      return card.slice(at - size, at);
    });
    const zero = pick([0x30, 0x30, 0x30, 0x660, 0x6f0, 0x966, 0xff10, 0x1d7ce]);
    const written = groups.join(gap).replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
    return {
      text: some(['Card: ', 'my number is ', '(', 'Nr.', '']) + written + some([' thanks', '.', ')', ' 12/27', '']),
      card,
    };
  });
}

const plain = (random: Random): Record<string, () => string> => {
  const { digits, pick, many, whole } = tools(random);
  const price = () => `${whole(1, 2_000)}${pick(['.', ','])}${pick(['99', '95', '00', '50', digits(2)])}`;
  const two = (from: number, to: number) => String(whole(from, to)).padStart(2, '0');
  const year = () => String(whole(1990, 2035));
  const date = () =>
    pick([
      `${two(1, 31)}.${two(1, 12)}.${year()}`,
      `${year()}-${two(1, 12)}-${two(1, 31)}`,
      `${two(1, 12)}/${two(1, 31)}/${year()}`,
    ]);
  const time = () => `${two(0, 23)}:${two(0, 59)}`;
  return {
    'prices in a row': () => many(3, 8, price).join(pick([' ', '  ', ' | ', ', ', '\n', ' € ', ' – '])),
    'prices with a currency': () => many(3, 8, () => `${pick(['€', '$', '£', '¥'])}${price()}`).join(' '),
    'sizes of clothes': () => many(5, 12, () => String(whole(32, 60))).join(pick([' ', ' / ', ', ', '-'])),
    'sizes of shoes': () => many(5, 10, () => `${whole(35, 47)}${pick(['', '.5', ',5'])}`).join(' '),
    dates: () => `${date()}${pick([' – ', ' - ', ' to ', '-', '/'])}${date()}`,
    'dates with times': () => `${date()} ${time()}${pick([' – ', ' - ', ' '])}${date()} ${time()}`,
    timetable: () => many(4, 10, time).join(' '),
    'order number': () =>
      pick([
        `#${digits(8)}`,
        `${year()}-${digits(6)}-${digits(2)}`,
        `AB-${digits(7)}-${digits(3)}`,
        `${whole(100, 999)}-${digits(7)}-${digits(7)}`,
      ]),
    IBAN: () => {
      const [country, size] = pick([
        ['DE', 18],
        ['FR', 23],
        ['ES', 20],
        ['IT', 23],
        ['NL', 14],
        ['PL', 24],
        ['GB', 18],
        ['CH', 17],
      ] as const);
      const account = digits(size);
      const iban = `${country}${String(98 - mod97(`${account}${country}00`)).padStart(2, '0')}${account}`;
      return pick([iban, iban.replace(/(.{4})(?=.)/g, '$1 ')]);
    },
    'phone number': () =>
      pick([
        `+49 ${whole(30, 9_999)} ${digits(7)}`,
        `+1 (${digits(3)}) ${digits(3)}-${digits(4)}`,
        `+33 ${whole(1, 9)} ${many(4, 4, () => digits(2)).join(' ')}`,
        `0${digits(3)} / ${digits(7)}`,
        `+86 1${digits(2)} ${digits(4)} ${digits(4)}`,
      ]),
    'phone numbers': () => many(2, 4, () => `0${digits(3)}-${digits(7)}`).join(', '),
    'EAN-13': () =>
      withCheck(pick(['400', '401', '405', '440', '50', '54', '69', '30', '37', '978', '979', '2']), digits),
    'rows of EANs': () =>
      many(2, 4, () => withCheck(pick(['40', '41', '42', '43', '44', '76']), digits)).join(pick([' ', ', ', '\n'])),
    coordinates: () => `${whole(0, 89)}.${digits(6)}, ${whole(0, 179)}.${digits(6)}`,
    'opening hours': () => `Mo–Fr ${time()}–${time()}, Sa ${time()}–${time()}`,
    'numbers with thousands': () => many(2, 5, () => `${whole(1, 999)}${pick([',', '.', ' '])}${digits(3)}`).join('  '),
    pages: () => Array.from({ length: whole(5, 15) }, (_, page) => page + 1).join(' '),
    measures: () => many(2, 4, () => `${whole(10, 400)} × ${whole(10, 400)} × ${whole(10, 400)} mm`).join(' / '),
    years: () => many(3, 6, year).join(' '),
    timestamps: () => `${whole(1_600_000_000, 1_900_000_000)}${digits(3)}`,
  };
};

function tools(random: Random) {
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => items[whole(0, items.length - 1)]!;
  const digits = (count: number) => Array.from({ length: count }, () => whole(0, 9)).join('');
  const many = <T>(from: number, to: number, make: () => T) => Array.from({ length: whole(from, to) }, make);
  return { whole, pick, digits, many, some: (items: readonly string[]) => pick(items) };
}

function luhnDigit(body: string): number {
  const sum = Array.from(body)
    .reverse()
    .reduce((total, digit, place) => {
      const doubled = place % 2 === 0 ? 2 * Number(digit) : Number(digit);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return (10 - (sum % 10)) % 10;
}

/** An article number with its check digit (GS1). */
function withCheck(prefix: string, digits: (count: number) => string): string {
  const body = prefix + digits(12 - prefix.length);
  const sum = Array.from(body)
    .reverse()
    .reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 3 : 1), 0);
  return body + String((10 - (sum % 10)) % 10);
}

function mod97(text: string): number {
  let rest = 0;
  for (const char of text) for (const digit of String(parseInt(char, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}
