import { isObject, type JsonObject } from '../../platform/guards.js';
import { cleanSheet, cleanValue } from '../privacy/css.js';
import type { StyleRules } from '../privacy/style-rules.js';
import { SPLIT } from '../privacy/css-tokens.js';
import { nodeType, sourceType, type IncrementalData, type PageNode, type StyleRule } from '../privacy/page-event.js';

type Index = number | readonly number[];

/** A change of a style sheet from outside, built anew; null where it is none, or of an element that is not there. */
export function readSheetChange(
  data: JsonObject,
  rules: StyleRules,
  exists: (id: unknown) => boolean,
): IncrementalData | null {
  if (data['source'] === sourceType.adoptedStyleSheet) {
    const { id, styleIds, styles } = data;
    // The replayer lets the visitor's pointer hover over what sheets of elements name, and of no others.
    rules = { ...rules, state: hovered };
    if (typeof id !== 'number' || !exists(id)) return null;
    const fresh = list(styles).flatMap((item) =>
      isObject(item) && isNumber(item['styleId'])
        ? [{ styleId: item['styleId'], rules: readRules(item['rules'], rules) }]
        : [],
    );
    return { source: sourceType.adoptedStyleSheet, id, styleIds: list(styleIds).filter(isNumber), styles: fresh };
  }
  const owner = readOwner(data, exists);
  if (!owner) return null;
  if (data['source'] === sourceType.styleSheetRule) {
    const { adds, removes, replace, replaceSync } = data;
    const gone = list(removes).flatMap((item) => (isObject(item) && isIndex(item['index']) ? [item['index']] : []));
    return {
      source: sourceType.styleSheetRule,
      ...owner,
      adds: readRules(adds, rules),
      removes: gone.map((index) => ({ index })),
      ...(typeof replace === 'string' ? { replace: cleanSheet(replace, rules) } : {}),
      ...(typeof replaceSync === 'string' ? { replaceSync: cleanSheet(replaceSync, rules) } : {}),
    };
  }
  if (data['source'] !== sourceType.styleDeclaration) return null;
  const { index, set, remove } = data;
  if (!isIndex(index) || typeof index === 'number') return null;
  return {
    source: sourceType.styleDeclaration,
    ...owner,
    index,
    ...(isObject(set) && isProperty(set['property']) ? { set: readSet(set, set['property'], rules) } : {}),
    ...(isObject(remove) && isProperty(remove['property']) ? { remove: { property: remove['property'] } } : {}),
  };
}

/**
 * The text nodes of a `<style>` with its sheet, each with its part; as they were where there are none. The replayer itself
 * would look for the first words of a part, and might cut another one there: what changes later would end half a rule.
 */
export function dealSheet(css: string, nodes: readonly PageNode[]): readonly PageNode[] {
  const texts = nodes.filter((node) => node.type === nodeType.text);
  if (texts.length === 0) return nodes;
  const parts = css.split(SPLIT);
  const rest = parts.splice(texts.length - 1).join('');
  return nodes.map((node) =>
    node.type === nodeType.text
      ? { ...node, textContent: node === texts.at(-1) ? rest : (parts.shift() ?? ''), isStyle: true }
      : node,
  );
}

const hovered = (name: string): string | null => (name === 'hover' ? '.\\:hover' : null);

function readOwner({ id, styleId }: JsonObject, exists: (id: unknown) => boolean) {
  if (isNumber(id)) return exists(id) ? { id } : null;
  return isNumber(styleId) ? { styleId } : null;
}

function readSet({ value, priority }: JsonObject, property: string, rules: StyleRules) {
  return {
    property,
    value: typeof value === 'string' ? cleanValue(property, value, rules) : null,
    ...(priority === 'important' ? { priority } : {}),
  };
}

function readRules(value: unknown, rules: StyleRules): StyleRule[] {
  return list(value).flatMap((item) => {
    if (!isObject(item) || typeof item['rule'] !== 'string') return [];
    const rule = cleanSheet(item['rule'], rules);
    return [{ rule, ...(isIndex(item['index']) ? { index: item['index'] } : {}) }];
  });
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;
/** Nested rules are counted level by level. */
const isIndex = (value: unknown): value is Index =>
  isNumber(value) || (Array.isArray(value) && value.length > 0 && value.length <= 32 && value.every(isNumber));
const isProperty = (value: unknown): value is string => typeof value === 'string' && /^[-\w]{1,64}$/.test(value);
