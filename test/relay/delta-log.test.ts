import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DeltaLog } from '../../src/relay/delta-log.js';

test('gives back each message as it came, whatever was dropped before it', () => {
  const deed = fc.record({ bytes: fc.integer({ min: 1, max: 40_000 }), drops: fc.integer({ min: 0, max: 3 }) });
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
      const log = new DeltaLog();
      const kept: Uint8Array[] = [];
      for (const { bytes, drops } of deeds) {
        const message = Uint8Array.from({ length: bytes }, (_, at) => (at * 7 + bytes) % 251);
        log.push(message);
        kept.push(message);
        for (let dropped = 0; dropped < drops; dropped += 1) {
          log.shift();
          kept.shift();
        }
        assert.equal(log.length, kept.length);
        kept.forEach((each, index) => assert.ok(Buffer.from(each).equals(log.at(index)!)));
        let after = 0;
        for (let index = kept.length - 1; index >= 0; index -= 1)
          assert.equal(log.bytesFrom(index), (after += kept[index]!.length));
        assert.equal(log.byteLength, after);
        assert.equal(log.at(kept.length), undefined);
      }
    }),
    { numRuns: 100 },
  );
});
