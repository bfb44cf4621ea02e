/*
 * Readers for JSON of unknown shape. The platform's documents disagree on types (numbers as strings, strings as
 * numbers, booleans as strings), so each reader takes every form that was documented or seen, and nothing else.
 */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A non-empty string; numbers are read as their digits. Null for anything else. */
export function text(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** A finite number, also from a string of one. Null for anything else. */
export function number(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() !== '') value = Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** true for `true`, `"true"`, `1` and `"1"`. */
export const flag = (value: unknown): boolean => value === true || /^(true|1)$/i.test(String(value));

/** The strings of an array, or of a single value in place of an array. */
export function texts(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map(text).filter((item) => item !== null);
}
