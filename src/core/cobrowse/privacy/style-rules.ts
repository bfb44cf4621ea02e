import type { Token } from './css-tokens.js';
import { maskCards } from './digits.js';
import { isKeyword } from './names.js';
import type { Comparison } from './selected-attributes.js';

/** What may stand in a style. */
export interface StyleRules {
  /** The address for `url()`; null takes it out. */
  readonly url: (address: string) => string | null;
  /** Where pictures in `data:` addresses may stand. */
  readonly pictures: 'nowhere' | 'in sheets' | 'anywhere';
  /** A name that is not made of plain words, as it may leave: the same for the same name. */
  readonly name: (name: string) => string;
  /** Takes the attribute that a selector asks for, and gives the value that it may compare it with. */
  readonly asked: (name: string, comparison?: Comparison, value?: string, ignoresCase?: boolean) => string;
  /** Words of a sheet that are shown on the page may leave. */
  readonly words: boolean;
  /** A selector in place of a pseudo-class, given without its colon; null where it stays. */
  readonly state: (name: string) => string | null;
  /** Whether a media feature holds that the other side may see otherwise; null where it can't. */
  readonly prefers: ((feature: string) => boolean) | null;
}

/** A name as it may leave; what it says, not as it is written. */
export const named = (name: string, rules: StyleRules): string => (isKeyword(name) ? name : rules.name(name));

/** The same, as it is written: what it says may need escapes. */
export function nameToken(token: Token, rules: StyleRules): string {
  const name = named(token.value, rules);
  return name === token.value ? withoutCard(token) : name;
}

/** A card number in a name or a whole number; the places after a decimal point are none. */
export function withoutCard({ type, text, value }: Token): string {
  if (maskCards(value) === value) return text;
  return `${/^[#@]?/.exec(text)?.[0] ?? ''}_${type === 'function' ? '(' : ''}`;
}

/** Keeps what closes the brackets that are open; a wrong one closes none. */
export function nest(open: string[], token: Token): void {
  if (token.type === 'function') open.push(')');
  else if (isOneOf(token, '([{')) open.push(token.text === '(' ? ')' : token.text === '[' ? ']' : '}');
  else if (open.length > 0 && isOneOf(token, open.at(-1) ?? '')) open.pop();
}

export const isGap = ({ type }: Token): boolean => type === 'space' || type === 'comment' || type === 'split';
export const isOneOf = ({ type, text }: Token, chars: string): boolean => type === 'char' && chars.includes(text);
