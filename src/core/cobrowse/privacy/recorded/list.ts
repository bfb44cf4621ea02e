import { isObject, type JsonObject } from '../../../platform/guards.js';

/** The items that can be read; empty for anything but an array. */
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
