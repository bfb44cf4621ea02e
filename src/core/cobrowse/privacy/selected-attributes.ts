import { isPlain } from './names.js';

/** How a selector compares a value, Selectors 4 §6. */
export type Comparison = '=' | '~=' | '|=' | '^=' | '$=' | '*=';

interface Test {
  readonly comparison: Comparison;
  readonly value: string;
  readonly ignoresCase: boolean;
}

/** The most that is remembered: a page that makes up selectors without end gets no more of them. */
const MAX_NAMES = 2_000;
const MAX_TESTS = 200;

/**
 * The attributes that style sheets of the page ask for, and the values that they compare them with. Of an attribute that
 * nobody else knows the name leaves where a selector has it, and of its value as much as the selectors tell apart.
 */
export class SelectedAttributes {
  readonly #tests = new Map<string, Test[]>();
  /** Attributes that were left out because no selector had them. */
  readonly #unasked = new Set<string>();
  #isBehind = false;

  /** A selector came that asks for what was left out before. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Everything will be asked for again. */
  reset(): void {
    this.#unasked.clear();
    this.#isBehind = false;
  }

  /** Takes `[name]`. */
  note(name: string): void {
    this.#testsOf(name);
  }

  /** Takes `[name="value"]` and its kin; gives the value as it may leave, '' for one that may not. */
  compare(name: string, comparison: Comparison, value: string, ignoresCase: boolean): string {
    if (!isPlain(value)) {
      this.note(name);
      return '';
    }
    const tests = this.#testsOf(name);
    const isNew = !tests?.some((test) => test.comparison === comparison && test.value === value);
    if (tests && isNew && tests.length < MAX_TESTS) {
      tests.push({ comparison, value, ignoresCase });
      this.#isBehind ||= this.#unasked.has(name);
    }
    return value;
  }

  has(name: string): boolean {
    return this.#tests.has(name);
  }

  /** As much of a value as makes the same selectors match; undefined for an attribute that none asks for. */
  valueOf(name: string, value: string): string | undefined {
    const tests = this.#tests.get(name);
    const matched = tests?.filter((test) => matches(test, value)) ?? [];
    if (matched.length === 0 && this.#unasked.size < MAX_NAMES && value !== '') this.#unasked.add(name);
    if (!tests) return undefined;
    const exact = matched.find(({ comparison }) => comparison === '=' || comparison === '|=');
    if (exact) return value === exact.value || exact.comparison === '=' ? exact.value : `${exact.value}-`;
    const of = (comparison: Comparison) =>
      matched.filter((test) => test.comparison === comparison).map((test) => test.value);
    return [...longest(of('^=')), ...of('~='), ...of('*='), ...longest(of('$='))].join(' ');
  }

  #testsOf(name: string): Test[] | undefined {
    const known = this.#tests.get(name);
    if (known || this.#tests.size >= MAX_NAMES) return known;
    const tests: Test[] = [];
    this.#tests.set(name, tests);
    this.#isBehind ||= this.#unasked.has(name);
    return tests;
  }
}

function matches({ comparison, value: asked, ignoresCase }: Test, value: string): boolean {
  const [whole, part] = ignoresCase ? [value.toLowerCase(), asked.toLowerCase()] : [value, asked];
  if (comparison === '=') return whole === part;
  if (part === '') return false;
  switch (comparison) {
    case '~=':
      return whole.split(/\s+/).includes(part);
    case '|=':
      return whole === part || whole.startsWith(`${part}-`);
    case '^=':
      return whole.startsWith(part);
    case '$=':
      return whole.endsWith(part);
    case '*=':
      return whole.includes(part);
  }
}

/** Of several that a value begins, or ends, with: the one that holds the others. */
const longest = (values: readonly string[]): readonly string[] =>
  [...values].sort((one, other) => other.length - one.length).slice(0, 1);
