import { isObject, type JsonObject } from '../../../platform/guards.js';
import {
  sourceType,
  type AdoptedSheets,
  type DeclarationChange,
  type SheetChange,
  type StyleRule,
} from '../page-event.js';
import { each, isNumber, list } from './list.js';

/** Of a sheet of an element, or of one that a script constructed. */
export function readSheetChange(data: JsonObject): SheetChange {
  const { adds, removes, replace, replaceSync } = data;
  return {
    source: sourceType.styleSheetRule,
    ...readOwner(data),
    ...(Array.isArray(adds) ? { adds: readRules(adds) } : {}),
    ...(Array.isArray(removes) ? { removes: each(removes, ({ index }) => (isIndex(index) ? { index } : null)) } : {}),
    ...(typeof replace === 'string' ? { replace } : {}),
    ...(typeof replaceSync === 'string' ? { replaceSync } : {}),
  };
}

export function readDeclaration(data: JsonObject): DeclarationChange | null {
  const { index, set, remove } = data;
  if (!isPath(index)) return null;
  return {
    source: sourceType.styleDeclaration,
    ...readOwner(data),
    index,
    ...(isObject(set) ? readSet(set) : {}),
    ...(isObject(remove) && typeof remove['property'] === 'string' ? { remove: { property: remove['property'] } } : {}),
  };
}

function readSet({ property, value, priority }: JsonObject): Pick<DeclarationChange, 'set'> {
  if (typeof property !== 'string' || (value !== null && typeof value !== 'string')) return {};
  return { set: { property, value, ...(typeof priority === 'string' ? { priority } : {}) } };
}

export function readAdoption({ id, styleIds, styles }: JsonObject): AdoptedSheets | null {
  if (!isNumber(id) || !Array.isArray(styleIds)) return null;
  const fresh = each(styles, ({ styleId, rules }) => (isNumber(styleId) ? { styleId, rules: readRules(rules) } : null));
  return { source: sourceType.adoptedStyleSheet, id, styleIds: styleIds.filter(isNumber), styles: fresh };
}

/** A rule that can't be read is an empty one: later changes count rules. */
function readRules(value: unknown): StyleRule[] {
  return list(value).map((item) => {
    const { rule, index } = isObject(item) ? item : {};
    return { rule: typeof rule === 'string' ? rule : '', ...(isIndex(index) ? { index } : {}) };
  });
}

const readOwner = ({ id, styleId }: JsonObject): { readonly id?: number; readonly styleId?: number } => ({
  ...(isNumber(id) ? { id } : {}),
  ...(isNumber(styleId) ? { styleId } : {}),
});

const isPath = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isNumber);
/** Of a rule; nested rules are counted level by level. */
const isIndex = (value: unknown): value is number | readonly number[] => isNumber(value) || isPath(value);
