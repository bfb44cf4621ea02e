import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { toJson } from '../../../src/core/lib/json.js';

describe('JSON', () => {
  const value = { a: [1, 'x', null, { b: [] }], c: 'y', d: true, e: undefined };
  const prototypes = [Array.prototype, Object.prototype, String.prototype, Number.prototype];
  afterEach(() => {
    for (const prototype of prototypes) Reflect.deleteProperty(prototype, 'toJSON');
  });

  it('is that of JSON.stringify', () => {
    assert.equal(toJson(value), JSON.stringify(value));
  });

  it('is the same where a library gave built-in prototypes a toJSON', () => {
    const plain = JSON.stringify(value);
    for (const prototype of prototypes)
      Object.defineProperty(prototype, 'toJSON', { configurable: true, value: () => 'made a text' });
    assert.notEqual(JSON.stringify(value), plain);
    assert.equal(toJson(value), plain);
  });
});
