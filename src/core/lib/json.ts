/**
 * JSON of plain values, also on a page whose libraries (Prototype.js, MooTools) gave built-in prototypes a `toJSON` of their
 * own: it would make a text of every array.
 */
export const toJson = (value: object): string =>
  isTampered() ? JSON.stringify(value, untouched) : JSON.stringify(value);

const isTampered = (): boolean =>
  [Object, Array, String, Number, Boolean].some(({ prototype }) => 'toJSON' in prototype);

/** The value as its holder has it, not as its `toJSON` would. */
function untouched(this: Readonly<Record<string, unknown>>, key: string): unknown {
  return this[key];
}
