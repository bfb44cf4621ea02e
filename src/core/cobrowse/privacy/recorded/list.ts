import { isObject, type JsonObject } from '../../../platform/guards.js';

/** What can be read of a list; a list that is none is empty. */
export function each<T>(value: unknown, read: (item: JsonObject) => T | null): T[] {
  const found: T[] = [];
  for (const item of list(value)) {
    const known = isObject(item) ? read(item) : null;
    if (known !== null) found.push(known);
  }
  return found;
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
