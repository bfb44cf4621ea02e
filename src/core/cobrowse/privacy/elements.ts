import { isAttributeValue } from './page-event.js';
import { namesSecret } from './secret-words.js';

/** Nothing of these is seen on a page, or it is not content: neither they nor what is within leave. */
const dropped = new Set([
  ...['annotation', 'annotation-xml', 'applet', 'base', 'basefont', 'datalist', 'desc', 'frame', 'frameset', 'keygen'],
  ...['meta', 'metadata', 'noembed', 'noframes', 'noscript', 'param', 'script', 'source', 'template', 'title', 'track'],
  // Animations of SVG write attributes by themselves.
  ...['animate', 'animatecolor', 'animatemotion', 'animatetransform', 'discard', 'handler', 'listener', 'mpath', 'set'],
]);

/** A place on the page that is filled from elsewhere, or by us: its box leaves, what is in it does not. */
const filled = new Set([
  'audio',
  'canvas',
  'cc-click-to-call',
  'cc-cobrowse',
  'embed',
  'fencedframe',
  'iframe',
  'object',
  'portal',
  'video',
  'webview',
]);
/** Those that stay what they are on the other side, where nothing fills them. */
const harmless = new Set(['audio', 'canvas', 'video']);

/** What the visitor fills in or chooses: masked unless the site says otherwise. */
const fields = new Set(['input', 'optgroup', 'option', 'select', 'textarea']);
const fieldRoles = /(?:^|\s)(?:combobox|listbox|option|searchbox|slider|spinbutton|textbox)(?:\s|$)/i;
const choiceRoles = /(?:^|\s)(?:option|(?:menuitem)?(?:radio|checkbox)|switch)(?:\s|$)/i;

/** Types of `<input>` that show their value as text. */
const textTypes = /^(?:|text|search|tel|url|email|password)$/i;
const choiceTypes = /^(?:radio|checkbox)$/i;

export type Facts = Readonly<Record<string, string>>;

/** The attributes that decide what of an element may leave. */
export const factNames: ReadonlySet<string> = new Set([
  ...['data-cc-block', 'data-cc-mask', 'data-cc-unmask', 'data-cc-frame', 'data-rr-is-password'],
  ...['autocomplete', 'contenteditable', 'name', 'rel', 'role', 'slot', 'type'],
  ...['aria-haspopup', 'aria-label', 'id', 'inputmode', 'placeholder', 'title'],
]);

/** On an iframe of the page's origin that is shared with it. */
export const FRAME = 'data-cc-frame';

export const noFacts: Facts = Object.freeze({});

export function factsOf(attributes: Readonly<Record<string, unknown>>): Facts {
  let facts: Record<string, string> | null = null;
  for (const [name, value] of Object.entries(attributes))
    if (factNames.has(name) && isAttributeValue(value)) (facts ??= {})[name] = String(value);
  return facts ?? noFacts;
}

/** What becomes of an element: sent with its content, sent as an empty box, or dropped with its content. */
export type Disposition = 'send' | 'box' | 'drop';

export function dispositionOf(tag: string, facts: Facts): Disposition {
  if (dropped.has(tag) || isLayer(facts)) return 'drop';
  if (tag === 'iframe' && FRAME in facts) return 'send';
  if (filled.has(tag)) return 'box';
  if (tag === 'input' && facts['type']?.trim().toLowerCase() === 'hidden') return 'drop';
  // A sheet that the recorder could read has lost its rel; what is left without one gets no content.
  if (tag === 'link' && facts['rel'] !== undefined && !isSheetLink(facts['rel'])) return 'drop';
  return 'send';
}

export const isSheetLink = (rel: string): boolean => /^\s*stylesheet\s*$/i.test(rel);

export function isField(tag: string, facts: Facts): boolean {
  const editable = facts['contenteditable'];
  return (
    fields.has(tag) ||
    fieldRoles.test(facts['role'] ?? '') ||
    // Its words are those of what was chosen.
    facts['aria-haspopup']?.trim().toLowerCase() === 'listbox' ||
    (editable !== undefined && editable.toLowerCase() !== 'false')
  );
}

/** A field whose state is a choice: which one it is must not show either. */
export const isChoice = (tag: string, facts: Facts): boolean =>
  /^(?:select|option)$/.test(tag) ||
  (tag === 'input' && choiceTypes.test(facts['type'] ?? '')) ||
  choiceRoles.test(facts['role'] ?? '');

/** How many of the boxes around an element belong to the widget that it is the heart of, and as what; null for none. */
export function reachOf(
  tag: string,
  facts: Facts,
): { readonly levels: number; readonly as: 'field' | 'choice' } | null {
  const role = facts['role'] ?? '';
  const type = tag === 'input' ? (facts['type']?.trim() ?? '') : '';
  // What was chosen stands beside the field in which one types to find it.
  if (tag === 'input' && /(?:^|\s)combobox(?:\s|$)/i.test(role)) return { levels: 2, as: 'field' };
  if (choiceTypes.test(type) || /^range$/i.test(type)) return { levels: 2, as: 'choice' };
  return choiceRoles.test(role) || /(?:^|\s)slider(?:\s|$)/i.test(role) ? { levels: 1, as: 'choice' } : null;
}

export const isButton = (facts: Facts): boolean => /^(?:submit|button|reset)$/i.test(facts['type']?.trim() ?? '');

export const showsText = (tag: string, facts: Facts): boolean =>
  tag === 'textarea' || (tag === 'input' && textTypes.test(facts['type']?.trim() ?? ''));

/** Passwords, payment, one-time codes, files: no mark of the site unmasks these. */
export const isSecret = (tag: string, facts: Facts): boolean =>
  'data-rr-is-password' in facts ||
  (tag === 'input' && /^(?:password|file|hidden)$/i.test(facts['type']?.trim() ?? '')) ||
  /(?:^|\s)(?:cc-[a-z-]+|one-time-code|(?:current|new)-password)(?:\s|$)/i.test(facts['autocomplete'] ?? '') ||
  (isField(tag, facts) &&
    ['name', 'id', 'placeholder', 'aria-label', 'title'].some((name) => namesSecret(facts[name] ?? '')));

/** Nothing of these is seen, but selectors count them: a place of theirs leaves, empty. */
export const isCounted = (tag: string, facts: Facts): boolean =>
  /^(?:script|noscript|template|datalist)$/.test(tag) || isLayer(facts);

/** What our own elements show in front of the page. */
const isLayer = (facts: Facts): boolean => facts['data-cc-block'] === 'layer';

/** The tag of a box on the other side. */
export const boxTag = (tag: string, disposition: Disposition): string =>
  disposition === 'send' || harmless.has(tag) ? tag : 'div';
