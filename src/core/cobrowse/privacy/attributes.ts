import { cleanDeclarations, cleanSheet, cleanValue, type StyleRules } from './css.js';
import { isChoice, isSheetLink, showsText, type Facts } from './elements.js';
import type { AttributeValue, StyleDiff } from './page-event.js';

/*
 * The attributes that may leave a page, and in what form. What is not named here stays: event handlers, data-*, srcset,
 * srcdoc, poster, action, nonce, names, and whatever is invented next.
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
  readonly policy: AttributePolicy;
}

export interface AttributePolicy extends StyleRules {
  /** A link's target, cut; null for one that has none to show. */
  readonly link: (address: string) => string | null;
  /** Text for people. */
  readonly text: (text: string) => string;
  /** The value of a field that shows what was typed. `open` as above. */
  readonly typed: (text: string, open: boolean) => string;
}

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

const names = set('class id part exportparts slot');
const words = set(
  'align aria-busy aria-current aria-disabled aria-expanded aria-haspopup aria-hidden aria-invalid aria-modal ' +
    'aria-orientation aria-sort clear contenteditable dir disabled frame hidden inert multiple nowrap open popover ' +
    'readonly required reversed role rr_open_mode rules scope shape type valign wrap xml:space',
);
const word = /^(?:[a-z-]{0,20}|[1Aa])$/i;
const phase = /^(?:open|closed|active|inactive|visible|hidden)$/;
const numbers = set(
  'border cellpadding cellspacing cols colspan coords height hspace rows rowspan rr_scrollLeft rr_scrollTop size span ' +
    'start vspace width',
);
const number = /^(?!.*\d{7})(?:[-+.,\s%*\d]|px|r?em){0,64}$/;
const colors = set('bgcolor color link vlink alink text');

/** What an element says in an attribute, to be seen or heard. */
const said = set('alt aria-description aria-label aria-placeholder label placeholder title aria-valuetext');
const choices = set('aria-checked aria-pressed aria-selected checked selected');

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
export const isSelectable = (name: string): boolean =>
  names.has(name) || words.has(name) || numbers.has(name) || /^(?:href|src|lang|data-state)$/.test(name);

/** The attribute as it may leave; undefined where it stays. A removed one leaves as null where it might have left before. */
export function cleanAttribute(
  name: string,
  value: AttributeValue | StyleDiff | null,
  scene: AttributeScene,
): AttributeValue | StyleDiff | null | undefined {
  if (value === null) return mayExist(name, scene) ? null : undefined;
  if (typeof value === 'object') return name === 'style' ? cleanDiff(value, scene.policy) : undefined;
  const { policy, tag, open } = scene;
  const text = value === true ? '' : String(value);
  if (names.has(name)) return policy.text(text);
  if (words.has(name)) return word.test(text) ? value : '';
  if (name === 'data-state') return phase.test(text) ? text : undefined;
  if (numbers.has(name)) return isScroll(name) && scene.field ? undefined : number.test(text) ? value : undefined;
  if (name === 'style') return cleanDeclarations(text, policy);
  if (name === '_cssText') return tag === 'style' || tag === 'link' ? cleanSheet(text, policy) : undefined;
  if (name === 'lang') return /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i.test(text) ? text : undefined;
  if (name === 'media') return cleanValue('media', text, policy);
  if (name === 'rel') return tag === 'link' && isSheetLink(text) ? 'stylesheet' : undefined;
  if (name === 'name') return tag === 'slot' ? policy.text(text) : undefined;
  if (said.has(name)) return open ? policy.text(text) : undefined;
  if (choices.has(name)) return open ? value : undefined;
  if (name === 'value') return cleanFieldValue(text, scene);
  if (name === 'href' || name === 'xlink:href' || name === 'src') return cleanReference(name, text, scene);
  if (colors.has(name) && !scene.svg) return /^[#\w]{0,24}$/.test(text) ? text : undefined;
  if (!scene.svg) return undefined;
  if (drawing.has(name)) return !scene.marked && drawn.test(text.replace(transforms, '')) ? text : undefined;
  return painting.has(name) && painted.test(text) ? cleanValue(name, text, policy) : undefined;
}

const isScroll = (name: string): boolean => name.startsWith('rr_scroll');

function cleanFieldValue(text: string, { tag, facts, open, policy }: AttributeScene): string | undefined {
  if (tag === 'li') return number.test(text) ? text : undefined;
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

function cleanDiff(diff: StyleDiff, policy: StyleRules): StyleDiff {
  const clean = (property: string, value: string | readonly [string, string] | false) =>
    value === false
      ? false
      : typeof value === 'string'
        ? cleanValue(property, value, policy)
        : ([cleanValue(property, value[0], policy), value[1] === 'important' ? 'important' : ''] as const);
  return Object.fromEntries(
    Object.entries(diff)
      .filter(([property]) => /^[-\w\u0080-\uffff]+$/.test(property))
      .map(([property, value]) => [property, clean(property, value)]),
  );
}

/** Whether an attribute of this name leaves at all, so that its removal is no news about one that does not. */
function mayExist(name: string, { svg, open, tag }: AttributeScene): boolean {
  if (said.has(name) || choices.has(name)) return open;
  if (svg && (drawing.has(name) || painting.has(name))) return true;
  if (/^(?:style|lang|media|data-state|value|href|xlink:href|src)$/.test(name)) return true;
  return (
    names.has(name) || words.has(name) || numbers.has(name) || colors.has(name) || (name === 'name' && tag === 'slot')
  );
}

/** Whether which of several was chosen shows in where the pointer is. */
export const revealsChoice = ({ tag, facts, open, marked }: AttributeScene): boolean =>
  !open && (isChoice(tag, facts) || tag === 'label' || (marked && (tag === 'button' || facts['role'] === 'button')));
