import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { deflate, inflate } from '../../../../src/core/cobrowse/link/deflate.js';

const text = new TextEncoder().encode(JSON.stringify(Array.from({ length: 20_000 }, (_, index) => `node ${index}`)));

test('what is deflated inflates to the same, also from parts', async () => {
  const deflated = await deflate(text);
  assert.deepEqual(new Uint8Array(inflateRawSync(deflated)), text);
  const parts = [deflated.subarray(0, 1_000), deflated.subarray(1_000, 1_001), deflated.subarray(1_001)];
  assert.deepEqual(await inflate(parts, text.length), text);
});

test('a bomb is given up as soon as it exceeds what was announced', async () => {
  const bomb = new Uint8Array(deflateRawSync(Buffer.alloc(256 * 1024 * 1024), { level: 9 }));
  assert.ok(bomb.length < 300_000);
  const before = process.memoryUsage().arrayBuffers;
  await assert.rejects(inflate([bomb], 1024 * 1024), RangeError);
  assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 1024 * 1024);
});

test('less than was announced is refused', async () => {
  await assert.rejects(inflate([await deflate(text)], text.length + 1), RangeError);
});

test('what is no deflate stream, or cut short, is refused', async () => {
  await assert.rejects(inflate([Uint8Array.of(0xff, 0xff, 0xff)], 10), Error);
  await assert.rejects(inflate([(await deflate(text)).subarray(0, 500)], text.length), Error);
});
