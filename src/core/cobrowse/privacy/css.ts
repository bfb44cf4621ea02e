import { joinPrelude } from './css-prelude.js';
import { quoted, SPLIT, tokens, type Token } from './css-tokens.js';
import { cleanPicture } from './data-picture.js';
import { isKeyword, isPlain } from './names.js';
import { isGap, isOneOf, named, nameToken, nest, withoutCard, type StyleRules } from './style-rules.js';

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
  const value = joinValue(parts.slice(colon + 1), property, rules);
  return `${withoutCard(name)}:${property === 'color-scheme' ? scheme(value, rules) : value};`;
}

/** Of several schemes the one that the visitor prefers. */
function scheme(value: string, { prefers }: StyleRules): string {
  if (!prefers || !/\blight\b/i.test(value) || !/\bdark\b/i.test(value)) return value;
  return value.replace(prefers('(prefers-color-scheme: dark)') ? /\blight\b/gi : /\bdark\b/gi, '');
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

/** In quotes; an empty address is one that is never fetched. */
function address(plain: string, rules: StyleRules): string {
  const isHere = plain === '' || /^#[-\w.:]+$/.test(plain);
  const picture = rules.pictures === 'anywhere' ? cleanPicture(plain) : null;
  const kept = isHere ? plain : (picture ?? rules.url(plain) ?? '');
  return `"${kept.replace(/["\\\s]/g, encodeURIComponent)}"`;
}

/** Up to three characters, none a letter or digit, or one that no keyboard has: an icon, a bullet, a quotation mark. */
const isSymbols = (text: string): boolean => /^(?:[^\p{L}\p{N}]{0,3}|[\u2000-\uffff\u{1f000}-\u{10ffff}])$/u.test(text);
