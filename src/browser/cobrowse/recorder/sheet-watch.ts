import { stayedAnimations } from './stayed-animations.js';

/*
 * Some changes of styles make no call that the recorder listens to: `adoptedStyleSheets.push()`, `= []`,
 * `sheet.disabled`, `rule.style.color =`, a rule that is put into a rule; nor does a script's animation that ended and stays.
 * They are seen by looking, now and then.
 */

/** How often, in ms. */
const LOOK_MS = 500;
/** Sheets that are written rule by rule are looked at once in so many ms. */
const TOLD_MS = 50;
/** Rules of a sheet that are looked at one by one; a larger one is a framework's, which nobody edits rule by rule. */
const MAX_RULES = 200;
/** And so many of all sheets together. */
const MAX_ALL = 1_000;

/** Calls `onChange` when sheets changed and the recorder did not tell. */
export class SheetWatch {
  readonly #roots: () => readonly (Document | ShadowRoot)[];
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #names = new WeakMap<CSSStyleSheet, number>();
  #count = 0;
  #seen = new Map<Document | ShadowRoot, string>();
  #stayed = '';
  #soon: ReturnType<typeof setTimeout> | null = null;

  constructor(roots: () => readonly (Document | ShadowRoot)[], onChange: () => void) {
    this.#roots = roots;
    this.#timer = setInterval(() => {
      if (document.hidden || this.#soon !== null) return;
      const [before, stayed] = [this.#seen, this.#stayed];
      this.#lookAtAll();
      const isOther = [...this.#seen].some(([root, now]) => before.has(root) && before.get(root) !== now);
      if (isOther || stayed !== this.#stayed) onChange();
    }, LOOK_MS);
  }

  /** What changed until now was told. */
  told(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.#lookAtAll();
    }, TOLD_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#soon !== null) clearTimeout(this.#soon);
  }

  /** A browser without one of what is looked at here has none of it to be seen, and the page hears of no error. */
  #lookAtAll(): void {
    try {
      this.#look();
    } catch {
      this.stop();
    }
  }

  #look(): void {
    // Many roots adopt the same sheet.
    const signs = new Map<CSSStyleSheet, string>();
    let left = MAX_ALL;
    const sign = (sheet: CSSStyleSheet): string => {
      const known = signs.get(sheet);
      if (known !== undefined) return known;
      const rules = rulesOf(sheet);
      const isRead = rules.length <= Math.min(MAX_RULES, left);
      if (isRead) left -= rules.length;
      const signed = `${this.#nameOf(sheet)}${sheet.disabled ? '-' : '+'}${rules.length}.${isRead ? sumOf(rules) : ''}`;
      signs.set(sheet, signed);
      return signed;
    };
    this.#seen = new Map(
      this.#roots().map((root) => [root, [...root.styleSheets, ...root.adoptedStyleSheets].map(sign).join()]),
    );
    this.#stayed = stayedAnimations()
      .map(({ css }) => css)
      .join();
  }

  #nameOf(sheet: CSSStyleSheet): number {
    let name = this.#names.get(sheet);
    if (name === undefined) this.#names.set(sheet, (name = this.#count += 1));
    return name;
  }
}

function rulesOf(sheet: CSSStyleSheet): readonly CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    // Of another origin.
    return [];
  }
}

function sumOf(rules: readonly CSSRule[]): number {
  let sum = 0;
  for (const { cssText } of rules)
    for (let at = 0; at < cssText.length; at += 1) sum = (sum * 31 + cssText.charCodeAt(at)) | 0;
  return sum;
}
