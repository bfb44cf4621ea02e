import { SPLIT, tokens, type Token } from './css-tokens.js';
import { maskCards } from './digits.js';

/** What may stand in a style. */
export interface StyleRules {
  /** The address for `url()`; null takes it out. */
  readonly url: (address: string) => string | null;
  /** Whether selectors may compare this attribute with a value: where it never leaves the page, its values must not either. */
  readonly attribute: (name: string) => boolean;
}

/** Texts in these say nothing that a reader sees: names of fonts, formats and grid areas. */
const nameProperties =
  /^(?:font(?:-family|-feature-settings|-variation-settings|-language-override)?|src|grid(?:-template(?:-areas)?)?|syntax)$/;
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
  return clean(css, rules, false);
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
        out += depth > 0 || inBlock ? declaration(parts, rules) : statement(parts, rules);
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

/** Of the statements outside of blocks only the order of layers stays. */
function statement(parts: readonly Token[], rules: StyleRules): string {
  const first = parts.find((token) => !isGap(token));
  return first?.type === 'at' && first.value.toLowerCase() === 'layer' ? `${joinPrelude(parts, rules)};` : '';
}

function declaration(parts: readonly Token[], rules: StyleRules): string {
  const colon = parts.findIndex((token) => isOneOf(token, ':'));
  const [name, ...more] = parts.slice(0, Math.max(colon, 0)).filter((token) => !isGap(token));
  if (name?.type !== 'ident' || more.length > 0) return '';
  return `${withoutCard(name)}:${joinValue(parts.slice(colon + 1), name.value.toLowerCase(), rules)};`;
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
    else out += withoutCard(token);
    nest(open, token);
    if (open.length > inside.length) inside.push(isFunction ? token.value : around);
    else inside.length = open.length;
  }
  return out + open.reverse().join('');
}

function textValue({ text, value }: Token, around: string, property: string, rules: StyleRules): string {
  if (takesAddress.test(around)) return address(value, rules);
  if (/^type$/i.test(around)) return /^image\/[\w.+-]{1,24}$/.test(value) ? text : '""';
  return nameProperties.test(property) || isSymbols(value) ? text : '""';
}

/** Selectors and the heads of at-rules. */
function joinPrelude(parts: readonly Token[], rules: StyleRules): string {
  let out = '';
  const open: string[] = [];
  let bracket: Token[] = [];
  for (const token of parts) {
    if (open.length === 0 && !isOneOf(token, '[')) {
      out += token.type === 'string' ? '""' : withoutCard(token);
      continue;
    }
    nest(open, token);
    bracket.push(token);
    if (open.length > 0) continue;
    out += attributeSelector(bracket.slice(1, -1), rules);
    bracket = [];
  }
  return out;
}

/** `[name]`, `[prefix|name]`, `[name="value" i]`: its shape has `n` for a name and `s` for a text. */
function attributeSelector(inner: readonly Token[], rules: StyleRules): string {
  const parts = inner.filter(({ type }) => type !== 'comment' && type !== 'split');
  const shape = parts.map(({ type, text }) => shapes[type] ?? (type === 'char' ? text : '!')).join('');
  const [, before = '', named, operator, after = '', flag] =
    /^( *)((?:[n*]?\|)?n) *(?:([~|^$*]?=)( *)[ns]( *n)? *)?$/.exec(shape) ?? [];
  const end = before.length + (named?.length ?? 0);
  const name = parts.slice(before.length, end).map(withoutCard).join('');
  if (operator === undefined) return `[${name || '_'}]`;
  const [value, ...more] = parts.slice(shape.indexOf(operator, end) + operator.length + after.length);
  const flagged = flag === undefined ? '' : (more[flag.length - 1]?.value ?? '');
  if (!value || !/^[is]?$/i.test(flagged)) return '[_]';
  const isSelectable =
    rules.attribute(parts[end - 1]?.value.toLowerCase() ?? '') && /^[\w:./ -]{0,64}$/.test(value.value);
  return `[${name}${operator}"${isSelectable ? maskCards(value.value) : ''}"${flagged && ` ${flagged}`}]`;
}

const shapes: Readonly<Partial<Record<Token['type'], string>>> = { ident: 'n', string: 's', space: ' ' };

/** A card number in a name or a whole number; the places after a decimal point are none. */
function withoutCard({ type, text, value }: Token): string {
  if (maskCards(value) === value) return text;
  return `${/^[#@]?/.exec(text)?.[0] ?? ''}_${type === 'function' ? '(' : ''}`;
}

/** In quotes; an empty address is one that is never fetched. */
function address(plain: string, rules: StyleRules): string {
  const kept = plain === '' || /^#[-\w.:]+$/.test(plain) ? plain : (rules.url(plain) ?? '');
  return `"${kept.replace(/["\\\s]/g, encodeURIComponent)}"`;
}

const isGap = ({ type }: Token): boolean => type === 'space' || type === 'comment' || type === 'split';
const isOneOf = ({ type, text }: Token, chars: string): boolean => type === 'char' && chars.includes(text);

/** Up to three characters, none a letter or digit: an icon, a bullet, a quotation mark. */
const isSymbols = (text: string): boolean => /^[^\p{L}\p{N}]{0,3}$/u.test(text);
