import { cleanDeclarations, cleanSheet, cleanValue } from './css.js';
import { prefersNow } from './css-prelude.js';
import { isButton, isChoice, isSheetLink, showsText, type Facts } from './elements.js';
import type { AttributeValue, StyleDiff } from './page-event.js';
import type { StyleRules } from './style-rules.js';

/*
 * The attributes that may leave a page, and in what form. What is neither named here nor asked for by a selector of the page
 * stays: event handlers, srcset, srcdoc, poster, action, nonce, names, and whatever is invented next.
 */

/** What the decision rests on, besides the attribute. */
export interface AttributeScene {
  readonly tag: string;
  readonly svg: boolean;
  readonly facts: Facts;
  /** The site unmasked it and nothing forbids that: what it says and which choice was made may leave. */
  readonly open: boolean;
  /** The site masked it: pictures and drawings are content too. */
  readonly marked: boolean;
  readonly field: boolean;
  /** Of a kind that nobody may unmask. */
  readonly secret: boolean;
  /** Part of something that shows a choice, such as a switch or the track of a slider. */
  readonly choice: boolean;
  readonly policy: AttributePolicy;
}

export interface AttributePolicy extends StyleRules {
  /** A link's target, cut; null for one that has none to show. */
  readonly link: (address: string) => string | null;
  /** Text for people. */
  readonly text: (text: string) => string;
  /** The value of a field that shows what was typed. `open` as above. */
  readonly typed: (text: string, open: boolean) => string;
  /** What an element is called; null where that stays. */
  readonly label: ((text: string) => string) | null;
  /** Of an attribute that selectors ask for, as much of its value as they tell apart; undefined where none does. */
  readonly selected: (name: string, value: string) => string | undefined;
}

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

const names = set('class id part exportparts slot');
const words = set(
  'align aria-busy aria-current aria-disabled aria-expanded aria-haspopup aria-hidden aria-invalid aria-modal ' +
    'aria-orientation aria-sort clear contenteditable dir disabled frame hidden inert multiple nowrap open popover ' +
    'readonly required reversed role rr_open_mode rules scope shape type valign wrap xml:space',
);
const word = /^(?:[a-z-]{0,20}|[1Aa])$/i;
const numbers = set(
  'border cellpadding cellspacing cols colspan coords height hspace rows rowspan rr_scrollLeft rr_scrollTop size span ' +
    'start vspace width',
);
/** Of `<progress>` and `<meter>`. */
const readings = set('high low max min optimum value');
/** Of a field: they decide how wide it is. */
const bounds = set('max maxlength min step');
const number = /^(?!.*\d{7})(?:[-+.,\s%*\d]|px|r?em){0,64}$/;
const colors = set('bgcolor color link vlink alink text');

/** What an element says of itself in an attribute, to be seen or heard. */
const labels = set('alt aria-description aria-label aria-placeholder label placeholder title');
/** What a field says that somebody filled in. */
const entries = set('aria-valuenow aria-valuetext');
const choices = set('aria-checked aria-pressed aria-selected checked selected');
/** Where being selected is no answer to anything. */
const places = /(?:^|\s)(?:tab|treeitem|row|gridcell|columnheader|rowheader)(?:\s|$)/i;
/** Words in a class, or custom states, that tell which one was chosen. */
export const namesChoice =
  /(?:^|[-_])(?:is-?)?(?:checked|selected|active|on|off|indeterminate|pressed|chosen|current)$/i;
/** What says where on its track a slider stands. */
const placing =
  /^(?:left|right|top|bottom|width|height|inset.*|transform|translate|margin.*|flex.*|background-size|--.*)$/;

/**
 * Attributes of a page's own making, in which its sheets see states and themes: `data-theme`, `_ngcontent-…`, `variant` of a
 * custom element. None that a browser knows, none that names an address, and none of ours or the recorder's.
 */
const ownMaking = /^(?!(?:accept-charset|http-equiv|(?:data-)?(?:cc-|rr[-_]).*)$)(?:[a-z]+[-_:]|_)[-a-z0-9_:.]{1,64}$/i;
const plainMaking =
  /^(?:active|appearance|color|dense|disabled|filled|flat|kind|layout|level|mode|orientation|outline|placement|position|size|state|status|theme|tone|variant)$/i;
const leadsSomewhere =
  /src|href|url|uri|link|action|ping|poster|background|cite|manifest|^on|^rr_|style|command|target|nonce|html/i;

/** Whether an attribute is one of those; on a custom element any may be. */
export function isOwnMaking(name: string, tag: string): boolean {
  if (isSelectable(name) || labels.has(name) || entries.has(name) || choices.has(name) || leadsSomewhere.test(name))
    return false;
  if (drawing.has(name) || painting.has(name)) return false;
  if (ownMaking.test(name) || plainMaking.test(name)) return true;
  return (
    tag.includes('-') && /^[a-z][-a-z0-9_]{0,63}$/i.test(name) && !/^(?:value|name|is|for|content|data)$/i.test(name)
  );
}

const drawing = set(
  'd points transform gradientTransform patternTransform viewBox preserveAspectRatio x y x1 x2 y1 y2 cx cy r rx ry fx fy fr dx dy ' +
    'rotate offset pathLength gradientUnits patternUnits patternContentUnits clipPathUnits maskUnits maskContentUnits ' +
    'markerWidth markerHeight markerUnits refX refY orient spreadMethod stdDeviation in in2 result mode operator k1 k2 k3 ' +
    'k4 values tableValues slope intercept amplitude exponent filterUnits primitiveUnits edgeMode order kernelMatrix ' +
    'baseFrequency numOctaves seed scale xChannelSelector yChannelSelector surfaceScale specularConstant ' +
    'specularExponent diffuseConstant azimuth elevation lengthAdjust textLength version',
);
const drawn = /^(?:[-+\d.,\s%eE)]*|[-+\d.,\sMLHVCSQTAZEmlhvcsqtaze]*|[a-zA-Z\s]{0,32})$/;
const transforms = /\b(?:matrix|translate|scale|rotate|skewX|skewY)\(/g;
const painting = set(
  'fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray ' +
    'stroke-dashoffset stroke-miterlimit opacity clip-path clip-rule mask filter marker-start marker-mid marker-end ' +
    'stop-color stop-opacity flood-color flood-opacity lighting-color color display visibility overflow font-size ' +
    'font-weight font-style text-anchor dominant-baseline alignment-baseline baseline-shift letter-spacing ' +
    'vector-effect paint-order shape-rendering text-rendering color-interpolation-filters pointer-events',
);
const painted = /^[-+\w\s.,%#()/"]{0,120}$/;

/** Attributes of which a selector may name values. */
const isSelectable = (name: string): boolean =>
  names.has(name) || words.has(name) || numbers.has(name) || /^(?:href|src|lang)$/.test(name);

/** Attributes that a selector may compare with a value, whatever it is. */
export const mayCompare = (name: string): boolean => isSelectable(name) || choices.has(name);

/** The attribute as it may leave; undefined where it stays. A removed one leaves as null where it might have left before. */
export function cleanAttribute(
  name: string,
  value: AttributeValue | StyleDiff | null,
  scene: AttributeScene,
): AttributeValue | StyleDiff | null | undefined {
  if (value === null) return mayExist(name, scene) ? null : undefined;
  if (typeof value === 'object') return name === 'style' ? cleanDiff(value, scene) : undefined;
  const { policy, tag, open, marked } = scene;
  const text = value === true ? '' : String(value);
  if (name === 'class') return policy.text(!open && scene.choice ? withoutChoice(text) : text);
  if (names.has(name)) return policy.text(text);
  if (words.has(name)) return word.test(text) ? value : '';
  if (numbers.has(name)) return isScroll(name) && scene.field ? undefined : number.test(text) ? value : undefined;
  if (name === 'style') return cleanStyle(text, scene);
  if (name === '_cssText') return tag === 'style' || tag === 'link' ? cleanSheet(text, policy) : undefined;
  if (name === 'lang') return /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i.test(text) ? text : undefined;
  if (name === 'media') return media(text, policy);
  if (name === 'rel') return tag === 'link' && isSheetLink(text) ? 'stylesheet' : undefined;
  if (name === 'name') return tag === 'slot' ? policy.text(text) : undefined;
  if (labels.has(name)) return label(text, scene);
  if (entries.has(name)) return open ? policy.text(text) : undefined;
  if (choices.has(name)) return open || (name === 'aria-selected' && isPlace(scene)) ? value : undefined;
  if (readings.has(name) && isReading(tag)) return !marked && number.test(text) ? value : undefined;
  if (bounds.has(name) && tag === 'input') return !marked && number.test(text) ? value : undefined;
  if (name === 'value') return cleanFieldValue(text, scene);
  if (name === 'href' || name === 'xlink:href' || name === 'src') return cleanReference(name, text, scene);
  if (colors.has(name) && !scene.svg && !tag.includes('-')) return /^[#\w]{0,24}$/.test(text) ? text : undefined;
  if (isOwnMaking(name, tag)) return mayState(scene) ? policy.selected(name.toLowerCase(), text) : undefined;
  if (!scene.svg) return undefined;
  if (drawing.has(name)) return !scene.marked && drawn.test(text.replace(transforms, '')) ? text : undefined;
  return painting.has(name) && painted.test(text) ? cleanValue(name, text, policy) : undefined;
}

const isScroll = (name: string): boolean => name.startsWith('rr_scroll');

function media(query: string, policy: StyleRules): string {
  const { prefers } = policy;
  return cleanValue('media', prefers ? prefersNow(query, prefers) : query, policy);
}

const isReading = (tag: string): boolean => tag === 'progress' || tag === 'meter';
const isPlace = ({ facts, field, choice }: AttributeScene): boolean =>
  !field && !choice && places.test(facts['role'] ?? '');

/** A field's own label leaves, that of what stands in one does not: there a choice has it. */
function label(text: string, { tag, facts, open, marked, field, choice, secret, policy }: AttributeScene) {
  if (open) return policy.text(text);
  const isAnswer = (field || choice) && (!isNative(tag) || isChoice(tag, facts));
  return policy.label && !marked && !secret && !isAnswer ? policy.label(text) : undefined;
}
const isNative = (tag: string): boolean => /^(?:input|textarea|button|progress|meter)$/.test(tag);

/** What a page says of an element in attributes of its own. */
const mayState = ({ open, field, choice }: AttributeScene): boolean => open || !(field || choice);

const withoutChoice = (classes: string): string =>
  classes
    .split(/\s+/)
    .filter((name) => name !== '' && !namesChoice.test(name))
    .join(' ');

function cleanStyle(css: string, { policy, open, choice }: AttributeScene): string {
  const cleaned = cleanDeclarations(css, policy);
  if (open || !choice) return cleaned;
  return cleaned.replace(/([-\w]+):[^;]*;/g, (whole, property: string) => (placing.test(property) ? '' : whole));
}

function cleanFieldValue(text: string, scene: AttributeScene): string | undefined {
  const { tag, facts, open, policy } = scene;
  if (tag === 'li') return number.test(text) ? text : undefined;
  if (tag === 'input' && isButton(facts)) return label(text, scene);
  if (showsText(tag, facts)) return policy.typed(text, open);
  // Those of an `<input>` without text may be numbers that are being typed.
  return !open ? undefined : tag === 'input' ? policy.typed(text, open) : policy.text(text);
}

function cleanReference(name: string, text: string, scene: AttributeScene): string | undefined {
  const { tag, svg, facts, marked, policy } = scene;
  if (name === 'src') {
    const picture = tag === 'img' || (tag === 'input' && facts['type']?.toLowerCase() === 'image');
    return picture && !marked ? (policy.url(text) ?? undefined) : undefined;
  }
  if (tag === 'a' || tag === 'area') return policy.link(text) ?? '#';
  if (tag === 'link')
    return facts['rel'] !== undefined && isSheetLink(facts['rel']) ? (policy.url(text) ?? undefined) : undefined;
  if (!svg) return undefined;
  if (/^#[-\w.:]+$/.test(text)) return text;
  return tag === 'image' && !marked ? (policy.url(text) ?? undefined) : undefined;
}

function cleanDiff(diff: StyleDiff, { policy, open, choice }: AttributeScene): StyleDiff {
  const clean = (property: string, value: string | readonly [string, string] | false) =>
    value === false
      ? false
      : typeof value === 'string'
        ? cleanValue(property, value, policy)
        : ([cleanValue(property, value[0], policy), value[1] === 'important' ? 'important' : ''] as const);
  return Object.fromEntries(
    Object.entries(diff)
      .filter(([property]) => /^[-\w\u0080-\uffff]+$/.test(property) && (open || !choice || !placing.test(property)))
      .map(([property, value]) => [property, clean(property, value)]),
  );
}

/** Whether an attribute of this name leaves at all, so that its removal is no news about one that does not. */
function mayExist(name: string, scene: AttributeScene): boolean {
  const { svg, open, tag } = scene;
  if (labels.has(name)) return label('', scene) !== undefined;
  if (entries.has(name) || choices.has(name)) return open || (name === 'aria-selected' && isPlace(scene));
  if (readings.has(name) && isReading(tag)) return true;
  if (isOwnMaking(name, tag)) return mayState(scene);
  if (svg && (drawing.has(name) || painting.has(name))) return true;
  if (/^(?:style|lang|media|value|href|xlink:href|src)$/.test(name)) return true;
  return (
    names.has(name) || words.has(name) || numbers.has(name) || colors.has(name) || (name === 'name' && tag === 'slot')
  );
}

/** Whether what was chosen, or which key of a masked pad was pressed, shows in where the pointer is. */
export const revealsChoice = ({ tag, facts, open, marked, choice }: AttributeScene): boolean =>
  !open && (marked || choice || isChoice(tag, facts) || tag === 'label');
