/** Style sheets that try to have an address fetched, in ways that a reader of CSS may see otherwise than a browser does. */

type Random = () => number;

/** A whole sheet; `.x` is an element with text, of which `.y` is a child. */
export function randomSheet(random: Random, address: string): string {
  const tools = toolsOf(random, address);
  return tools.some(1, 4, () => rule(tools)).join(tools.gap());
}

/** The declarations of a style attribute. */
export function randomStyle(random: Random, address: string): string {
  const tools = toolsOf(random, address);
  return tools.some(1, 3, () => declaration(tools)).join(tools.pick([';', ';;', '; ', '}', ';}', '{;']));
}

function rule(tools: Tools): string {
  const { pick, write, gap, chance, address } = tools;
  const body = () => tools.some(1, 3, () => declaration(tools)).join(pick([';', ';', '; ', '']));
  const simple = () => `${selector(tools)}${gap()}{${body()}${pick(['}', '}', '}', '', '}}', ';}'])}`;
  const wrapped = [
    () => `@${write('media')} all{${simple()}}`,
    () => `@${write('layer')} a{${simple()}}`,
    () => `@${write('supports')} (top:0){${simple()}}`,
    () => `@${write('container')} (min-width:0){${simple()}}`,
    () => `@${write('scope')} (.x){:scope{${body()}}}`,
    () => `@${write('starting-style')}{${simple()}}`,
    () => `.x{&{${body()}} ${body()}}`,
    () => `@${write('keyframes')} k{from{${body()}}to{${body()}}} .x{animation:k 9s}`,
    () => `@${write('font-face')}{font-family:F;src:${value(tools)}} .x{font-family:F}`,
    () =>
      `@${write('import')} ${pick([`"${address}"`, `${write('url')}(${address})`, `${write('src')}("${address}")`])}${pick([';', ' layer(a);', ' all;', ''])}`,
    () => `@${write('namespace')} url(${address});`,
    () => `@${write('property')} --q{syntax:"*";inherits:false;initial-value:${value(tools)}} .x{background:var(--q)}`,
    () => `@${write('counter-style')} c{system:cyclic;symbols:${value(tools)}} .x{display:list-item;list-style:c}`,
    () => `@${write('function')} --f(){result:${value(tools)}} .x{background:--f()}`,
    () => `@${write('position-try')} --p{${body()}}`,
    () => `@${write('page')}{${body()}}`,
  ];
  return chance(0.35) ? pick(wrapped)() : simple();
}

function selector({ pick, write, text, chance }: Tools): string {
  const plain = pick(['.x', '.x .y', '*', ':root', '.x::before', '.x:not([a])', 'p', ':is(.x)', '.x:nth-child(n)']);
  if (chance(0.6)) return plain;
  return `[${pick(['a', write('class'), 'data-a', '*|a'])}${pick(['', '='])}${pick([text(), 'b', 'b', '"b"', ']', '', 'b i', '{'])}],${plain}`;
}

function declaration(tools: Tools): string {
  const { pick, write, chance, gap, text } = tools;
  const name = pick([
    ...[
      'background',
      'background-image',
      'border-image-source',
      'mask',
      'mask-image',
      '-webkit-mask-image',
      'list-style',
    ],
    ...[
      'list-style-image',
      'cursor',
      'content',
      'filter',
      'clip-path',
      'shape-outside',
      'offset-path',
      'fill',
      'marker-start',
    ],
    ...[
      '--v',
      'src',
      'font',
      'background:red;background',
      'border-image',
      '-webkit-box-reflect',
      'backdrop-filter',
      'mask-border',
    ],
  ]);
  const before = chance(0.1) ? `--s:${text()};` : '';
  const after = chance(0.1) ? `;--t:${text()}` : '';
  const variable = chance(0.15) ? `--v:${value(tools)};${write('background')}:var(--v)` : '';
  return `${before}${variable || `${write(name)}${gap()}:${gap()}${value(tools)}`}${after}`;
}

function value(tools: Tools): string {
  const { pick, write, address, quote, gap, text, chance } = tools;
  const url = () =>
    `${write('url')}(${gap()}${pick([address, quote(address), quote(address)])}${gap()}${pick([')', ')', ')', ''])}`;
  const forms = [
    ...[url, url, url, url, url, url],
    () => `${write('image-set')}(${pick([quote(address), url()])} 1x)`,
    () => `${write('-webkit-image-set')}(${url()} 1x)`,
    () => `${write('image-set')}(${quote(address)} type("image/png") 1x)`,
    () => `${write('image')}(${quote(address)})`,
    () => `${write('src')}(${quote(address)})`,
    () => `${write('cross-fade')}(${url()},${url()},50%)`,
    () => `${write('-webkit-cross-fade')}(${url()},${url()},50%)`,
    () => `${write('element')}(#a),${url()}`,
    () => `${write('paint')}(a),${url()}`,
    () => `${write('var')}(--n,${url()})`,
    () => `${write('env')}(n,${url()})`,
    () => `${write('if')}(else:${url()})`,
    () => `${write('attr')}(data-a type(<url>),${url()})`,
    () => `${write('light-dark')}(${url()},${url()})`,
    () => `${write('symbols')}(${url()})`,
    () => `${text()} ${url()} ${text()}`,
    () => `(${text()}) ${url()}`,
    () => quote(address),
  ];
  return `${pick(forms)()}${chance(0.2) ? pick([' !important', ' no-repeat', ',none', '/**/', '\\', '!']) : ''}`;
}

interface Tools {
  readonly address: string;
  pick<T>(items: readonly T[]): T;
  some<T>(least: number, most: number, make: () => T): T[];
  chance(share: number): boolean;
  /** A keyword, with some of its letters escaped or of another case. */
  write(keyword: string): string;
  /** A text in quotes, in which something may be escaped, broken or left open. */
  quote(text: string): string;
  text(): string;
  gap(): string;
}

function toolsOf(random: Random, address: string): Tools {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const chance = (share: number): boolean => random() < share;
  const escape = (char: string): string => {
    const code = char.charCodeAt(0).toString(16);
    return pick([
      () => `\\${code}${pick([' ', '\n', '\t', '\f', '\r\n', '\r'])}`,
      () => `\\${code.padStart(6, '0')}${pick(['', ' '])}`,
      () => (/[^\da-f\n]/i.test(char) ? `\\${char}` : `\\${code} `),
      () => `\\${code.toUpperCase()} `,
    ])();
  };
  const some = <T>(least: number, most: number, make: () => T): T[] =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, make);
  const write = (keyword: string): string => {
    const share = pick([0, 0, 0, 0.1, 0.4]);
    const cased = chance(0.2) ? keyword.toUpperCase() : keyword;
    return cased.replace(/[a-z]/gi, (char) => (chance(share) ? escape(char) : char));
  };
  const quote = (text: string): string => {
    const mark = pick(['"', "'"]);
    const share = pick([0, 0, 0, 0.05]);
    const inner = text.replace(/[^]/g, (char) => (chance(share) ? pick([escape(char), `\\\n${char}`, char]) : char));
    return `${mark}${inner}${chance(0.02) ? '\n' : ''}${chance(0.02) ? '' : mark}`;
  };
  const pieces = [
    '"',
    "'",
    '\\"',
    '\\',
    '{',
    '}',
    '/*',
    '*/',
    '(',
    ')',
    '[',
    ']',
    ';',
    'url(',
    'a',
    '\\\n',
    '\n',
    '\\22 ',
    '\0',
    '<!--',
    '-->',
  ];
  const text = (): string => quote(some(0, 4, () => pick(pieces)).join(''));
  const gap = (): string => pick(['', '', '', ' ', '\n', '/**/', '/* " */', '\t', '/*}*/', '\f', ' /* rr_split */ ']);
  return { address, pick, some, chance, write, quote, text, gap };
}
