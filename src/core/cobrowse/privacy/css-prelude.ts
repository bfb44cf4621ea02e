import { quoted, type Token } from './css-tokens.js';
import { maskCards } from './digits.js';
import type { Comparison } from './selected-attributes.js';
import { isOneOf, nameToken, nest, withoutCard, type StyleRules } from './style-rules.js';

/** At-rules and pseudo-elements that say the name of something that values name too. */
const namesSomething =
  /^(?:(?:-\w+-)?keyframes|container|counter-style|layer|page|font-feature-values|view-transition-[-a-z]+)$/i;

/** Selectors and the heads of at-rules. */
export function joinPrelude(parts: readonly Token[], rules: StyleRules): string {
  let out = '';
  const open: string[] = [];
  let bracket: Token[] = [];
  let isName = false;
  for (const [place, token] of parts.entries()) {
    if (open.length === 0 && !isOneOf(token, '[')) {
      if (token.type === 'at' || token.type === 'function') isName = namesSomething.test(token.value);
      const state = pseudoClass(parts, place, rules);
      if (state !== null) out = `${out.slice(0, out.lastIndexOf(':'))}${state}`;
      else if (token.type === 'string') out += '""';
      else out += isName && token.type === 'ident' ? nameToken(token, rules) : withoutCard(token);
      if (isOneOf(token, '()')) isName = false;
      continue;
    }
    nest(open, token);
    bracket.push(token);
    if (open.length > 0) continue;
    out += attributeSelector(bracket.slice(1, -1), rules);
    bracket = [];
  }
  const { prefers } = rules;
  if (!prefers || !/^@(?:media|container|import)/i.test(out)) return out;
  return prefersNow(out, prefers);
}

/** What stands for the pseudo-class that ends with this token; null for anything else. */
function pseudoClass(parts: readonly Token[], place: number, rules: StyleRules): string | null {
  const follows = (at: number, char: string): boolean => {
    const token = parts[at];
    return token !== undefined && isOneOf(token, char);
  };
  const token = parts[place];
  if (token?.type === 'ident' && follows(place - 1, ':') && !follows(place - 2, ':'))
    return rules.state(token.value.toLowerCase());
  const [colon, name, custom] = parts.slice(Math.max(0, place - 3), place);
  if (!token || !isOneOf(token, ')') || !colon || !isOneOf(colon, ':') || custom?.type !== 'ident') return null;
  return name?.type === 'function' && /^state$/i.test(name.value) ? rules.state(`state(${custom.value})`) : null;
}

/** Media features that depend on the visitor's device and taste. */
const preferences =
  /\(\s*(?:prefers-[-a-z]+|(?:any-)?(?:hover|pointer)|color-gamut|dynamic-range|(?:forced|inverted)-colors|monochrome|scripting|update|display-mode|(?:(?:min|max)-)?(?:resolution|device-(?:width|height|aspect-ratio))|-webkit-(?:(?:min|max)-)?device-pixel-ratio)\s*(?::[^()]*)?\)/gi;

/** A media query with the visitor's preferences in place of the agent's. */
export const prefersNow = (query: string, prefers: (feature: string) => boolean): string =>
  query.replace(preferences, (feature) => (prefers(feature) ? '(min-width:0px)' : '(max-width:0px)'));

/** `[name]`, `[prefix|name]`, `[name="value" i]`: its shape has `n` for a name and `s` for a text. */
function attributeSelector(inner: readonly Token[], rules: StyleRules): string {
  const parts = inner.filter(({ type }) => type !== 'comment' && type !== 'split');
  const shape = parts.map(({ type, text }) => shapes[type] ?? (type === 'char' ? text : '!')).join('');
  const [, before = '', named, operator, after = '', flag] =
    /^( *)((?:[n*]?\|)?n) *(?:([~|^$*]?=)( *)[ns]( *n)? *)?$/.exec(shape) ?? [];
  const end = before.length + (named?.length ?? 0);
  const name = parts.slice(before.length, end).map(withoutCard).join('');
  const attribute = parts[end - 1]?.value.toLowerCase() ?? '';
  if (operator === undefined) {
    if (name) rules.asked(attribute);
    return `[${name || '_'}]`;
  }
  const [value, ...more] = parts.slice(shape.indexOf(operator, end) + operator.length + after.length);
  const flagged = flag === undefined ? '' : (more[flag.length - 1]?.value ?? '');
  if (!value || !/^[is]?$/i.test(flagged)) return '[_]';
  const asked = rules.asked(attribute, operator as Comparison, value.value, /^i$/i.test(flagged));
  return `[${name}${operator}${quoted(maskCards(asked))}${flagged && ` ${flagged}`}]`;
}

const shapes: Readonly<Partial<Record<Token['type'], string>>> = { ident: 'n', string: 's', space: ' ' };
