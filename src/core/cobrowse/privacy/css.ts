import { quoted, SPLIT, tokens, type Token } from './css-tokens.js';
import { cleanPicture } from './data-picture.js';
import { maskCards } from './digits.js';
import { isKeyword, isPlain } from './names.js';
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

/** Texts in these are names that stand elsewhere too, one or several. */
const fontNames = /^font(?:-family)?$/;
const areaNames = /^grid(?:-template(?:-areas)?)?$/;
/** Texts in these are of a fixed kind. */
const codes = /^(?:font-(?:feature-settings|variation-settings|language-override)|src|syntax)$/;
const isCode = (text: string): boolean => /^[<>|+#*\s\w-]{0,64}$/.test(text) && (text.length <= 8 || !/\d/.test(text));
/** Functions that take a text as an address. */
const takesAddress = /^(?:url|src|image|(?:-webkit-)?image-set)$/i;
/** What may stand directly in one of those; any other, like `var()`, could make an address of a text from elsewhere. */
const besideAddress = /^(?:url|src|image|type|calc|(?:-webkit-)?(?:image-set|cross-fade)|[-a-z]+-gradient)$/i;

/**
 * A style sheet without what it could give away: comments and `@import` go, texts (`content`, custom properties, list markers…)
 * are emptied unless they are symbols, addresses go through `rules`. What is not whole, like half a rule, goes too. Where the
 * sheet consists of several text nodes the marks between them stay, moved to the ends of rules.
 */
export function cleanSheet(css: string, rules: StyleRules): string {
  return clean(css, rules.pictures === 'in sheets' ? { ...rules, pictures: 'anywhere' } : rules, false);
}

/** The same for the declarations of a style attribute. */
export function cleanDeclarations(css: string, rules: StyleRules): string {
  return clean(css, rules, true);
}

/** The same for the value of one property. */
export function cleanValue(property: string, value: string, rules: StyleRules): string {
  return joinValue(tokens(value), property.toLowerCase(), rules);
}

function clean(css: string, rules: StyleRules, inBlock: boolean): string {
  let out = '';
  let depth = 0;
  let marks = 0;
  const open: string[] = [];
  let segment: Token[] = [];
  let isBlank = true;
  for (const token of tokens(css)) {
    if (token.type === 'split') marks += 1;
    if (open.length > 0 || !isOneOf(token, '{};')) {
      nest(open, token);
      isBlank &&= isGap(token);
      // What is parted stays apart; nothing stands before the first.
      if (!isBlank || token.type === 'space') segment.push(token);
    } else {
      const parts = segment;
      segment = [];
      isBlank = true;
      if (token.text === '{') {
        if (inBlock) return out;
        out += `${joinPrelude(parts, rules)}{`;
        depth += 1;
      } else if (token.text === ';') {
        const isStatement = !inBlock && (depth === 0 || parts.find((part) => !isGap(part))?.type === 'at');
        out += isStatement ? statement(parts, rules) : declaration(parts, rules);
      } else if (depth > 0) {
        out += `${declaration(parts, rules)}}`;
        depth -= 1;
      }
    }
    if (marks > 0 && depth === 0 && isBlank && !inBlock) {
      out += SPLIT.repeat(marks);
      marks = 0;
    }
  }
  if (inBlock) return out + declaration(segment, rules);
  return out + '}'.repeat(depth) + SPLIT.repeat(marks);
}

/** Keeps what closes the brackets that are open; a wrong one closes none. */
function nest(open: string[], token: Token): void {
  if (token.type === 'function') open.push(')');
  else if (isOneOf(token, '([{')) open.push(token.text === '(' ? ')' : token.text === '[' ? ']' : '}');
  else if (open.length > 0 && isOneOf(token, open.at(-1) ?? '')) open.pop();
}

/** Of the statements only the order of layers stays. */
function statement(parts: readonly Token[], rules: StyleRules): string {
  const first = parts.find((token) => !isGap(token));
  return first?.type === 'at' && first.value.toLowerCase() === 'layer' ? `${joinPrelude(parts, rules)};` : '';
}

function declaration(parts: readonly Token[], rules: StyleRules): string {
  const colon = parts.findIndex((token) => isOneOf(token, ':'));
  const [name, ...more] = parts.slice(0, Math.max(colon, 0)).filter((token) => !isGap(token));
  if (name?.type !== 'ident' || more.length > 0) return '';
  const property = name.value.toLowerCase();
  if (!property.startsWith('--') && !isKeyword(name.value)) return '';
  return `${withoutCard(name)}:${joinValue(parts.slice(colon + 1), property, rules)};`;
}

function joinValue(parts: Iterable<Token>, property: string, rules: StyleRules): string {
  let out = '';
  const open: string[] = [];
  /** The functions around; a bracket stands for the function that it is in. */
  const inside: string[] = [];
  for (const token of parts) {
    const around = inside.at(-1) ?? '';
    const isFunction = token.type === 'function';
    if (token.type === 'string') out += textValue(token, around, property, rules);
    else if (isFunction && takesAddress.test(around) && !besideAddress.test(token.value)) out += '_(';
    else out += around.toLowerCase() === 'attr' ? withoutCard(token) : plainValue(token, property, rules);
    nest(open, token);
    if (open.length > inside.length) inside.push(isFunction ? token.value : around);
    else inside.length = open.length;
  }
  return out + open.reverse().join('');
}

function textValue({ text, value }: Token, around: string, property: string, rules: StyleRules): string {
  if (takesAddress.test(around)) return address(value, rules);
  if (/^type$/i.test(around)) return /^image\/[\w.+-]{1,24}$/.test(value) ? text : '""';
  if (/^local$/i.test(around)) return isPlain(value) ? text : '""';
  if (isSymbols(value) || (rules.words && isPlain(value))) return text;
  if (codes.test(property)) return isCode(value) ? text : '""';
  if (areaNames.test(property)) return quoted(value.replace(/[^\s.]+/g, (area) => named(area, rules)));
  return fontNames.test(property) ? quoted(named(value, rules)) : '""';
}

/** One token of a value: what is made of no words of CSS gets a pseudonym, or goes. */
function plainValue(token: Token, property: string, rules: StyleRules): string {
  const { type, value } = token;
  const kept = withoutCard(token);
  if (kept !== token.text) return kept;
  if (type === 'ident' && !value.startsWith('--')) return nameToken(token, rules);
  if (type === 'function' && !value.startsWith('--') && !isKeyword(value)) return '_(';
  if (type === 'hash' && !/^(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(value)) return '#_';
  if (type === 'number' && !/^[-+]?\d*(?:e[-+]?\d{1,2})?(?:%|[a-z]{0,5})$/i.test(value)) return '0';
  // A row of digits is a number of something; CSS itself has none that large, but for layers.
  if (type === 'number' && property.startsWith('--') && /\d{7}/.test(value)) return '1000000';
  return kept;
}

/** A name as it may leave; what it says, not as it is written. */
const named = (name: string, rules: StyleRules): string => (isKeyword(name) ? name : rules.name(name));

/** The same, as it is written: what it says may need escapes. */
function nameToken(token: Token, rules: StyleRules): string {
  const name = named(token.value, rules);
  return name === token.value ? withoutCard(token) : name;
}

/** At-rules and pseudo-elements that say the name of something that values name too. */
const namesSomething =
  /^(?:(?:-\w+-)?keyframes|container|counter-style|layer|page|font-feature-values|view-transition-[-a-z]+)$/i;

/** Selectors and the heads of at-rules. */
function joinPrelude(parts: readonly Token[], rules: StyleRules): string {
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

/** A card number in a name or a whole number; the places after a decimal point are none. */
function withoutCard({ type, text, value }: Token): string {
  if (maskCards(value) === value) return text;
  return `${/^[#@]?/.exec(text)?.[0] ?? ''}_${type === 'function' ? '(' : ''}`;
}

/** In quotes; an empty address is one that is never fetched. */
function address(plain: string, rules: StyleRules): string {
  const isHere = plain === '' || /^#[-\w.:]+$/.test(plain);
  const picture = rules.pictures === 'anywhere' ? cleanPicture(plain) : null;
  const kept = isHere ? plain : (picture ?? rules.url(plain) ?? '');
  return `"${kept.replace(/["\\\s]/g, encodeURIComponent)}"`;
}

const isGap = ({ type }: Token): boolean => type === 'space' || type === 'comment' || type === 'split';
const isOneOf = ({ type, text }: Token, chars: string): boolean => type === 'char' && chars.includes(text);

/** Up to three characters, none a letter or digit, or one that no keyboard has: an icon, a bullet, a quotation mark. */
const isSymbols = (text: string): boolean => /^(?:[^\p{L}\p{N}]{0,3}|[\u2000-\uffff\u{1f000}-\u{10ffff}])$/u.test(text);
