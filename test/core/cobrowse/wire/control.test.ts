import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { maxActText, type Act } from '../../../../src/core/cobrowse/wire/act.js';
import { maxMarkPoints, type ControlBodies, type ControlType } from '../../../../src/core/cobrowse/wire/control.js';
import { readControl } from '../../../../src/core/cobrowse/wire/control-reader.js';
import { wireLimits } from '../../../../src/core/cobrowse/wire/limits.js';

const user = { id: 'v', name: 'Ada <b>' };
const bodies: ControlBodies = {
  hello: { v: 1, room: 'r', role: 'recorder', user, signature: 's', tab: '', caps: ['mark'], resume: 't' },
  welcome: { conn: 'c', resumed: true, resumeToken: 't', now: 1, limits: wireLimits, lease: 1, epoch: 0, seq: 0 },
  ping: {},
  pong: { now: 1 },
  end: {},
  ack: { epoch: 1, seq: 2 },
  keyframe: {},
  viewers: { viewers: [{ conn: 'c', user }] },
  pause: {},
  resume: {},
  need: { epoch: 0, from: 0 },
  recorder: { state: 'away', paused: false, user: null, caps: [], graceMs: 5 },
  pointer: { at: [1.5, -2] },
  mark: { points: [[0, 0]] },
  control: { want: true },
  grant: { to: 'c', ms: 600_000 },
  act: { do: 'click', on: { id: 1, x: 0, y: 1 } },
  acted: { to: 'c', do: 'type', what: 'field', refused: 'secret' },
};
const place = { id: 1, x: 0, y: 1 };
const acts: readonly Act[] = [
  { do: 'scroll', on: place, by: [0, -40] },
  { do: 'type', text: 'Zoë' },
  { do: 'key', key: 'Enter', shift: false },
  { do: 'choose', id: 3, index: 0 },
  { do: 'fill', id: 3, text: '2026-11-26' },
];

const write = (t: string, d: unknown, more: object = {}): string => JSON.stringify({ t, id: 1, d, ...more });

describe('control frame', () => {
  for (const [t, d] of Object.entries(bodies))
    it(`${t} is read as it was written, and without what is unknown`, () => {
      assert.deepEqual(readControl(write(t, { ...d, unknown: 1 }, { re: 4, from: 'c' })), {
        t,
        id: 1,
        re: 4,
        from: 'c',
        d,
      });
    });

  for (const act of acts)
    it(`an act that is to ${act.do} is read as it was written, and without what is unknown`, () => {
      assert.deepEqual(readControl(write('act', { ...act, unknown: 1 })), { t: 'act', id: 1, d: act });
    });

  for (const wrong of [
    ...[{ do: 'run' }, { do: 'click' }, { do: 'click', on: { id: -1, x: 0, y: 0 } }, { do: 'scroll', on: place }],
    ...[
      { do: 'type', text: 'x'.repeat(maxActText + 1) },
      { do: 'key', key: 'F5' },
      { do: 'key', key: 'Escape' },
    ],
    ...[{ do: 'choose', id: 3, index: -1 }, { do: 'fill', id: '3', text: '' }, {}],
  ])
    it(`${JSON.stringify(wrong).slice(0, 40)} is no act`, () => {
      assert.equal(readControl(write('act', wrong)), null);
    });

  for (const [t, ...wrong] of [
    ['hello', { room: '' }, { role: 'agent' }, { user: 'Ada' }, { signature: 1 }, { caps: 'mark' }, { v: '1' }],
    ['hello', { room: 'r'.repeat(129) }, { signature: 's'.repeat(2_049) }, { caps: Array(17).fill('c') }],
    ['welcome', { limits: {} }, { resumed: 1 }, { lease: -1 }, { epoch: 0.5 }, { conn: '' }, { resumeToken: null }],
    ['need', { from: -1 }, { epoch: '1' }, { from: 2 ** 60 }],
    ['ack', { seq: null }],
    ['pong', { now: null }],
    ['viewers', { viewers: {} }],
    ['recorder', { state: 'gone' }, { paused: null }, { graceMs: -1 }],
    ['pointer', { at: [1] }, { at: ['1', '2'] }, { at: [1e8, 0] }, { at: undefined }],
    ['control', { want: 1 }],
    ['grant', { to: null }, { ms: -1 }, { ms: 0.5 }],
    ['acted', { do: 'run' }, { what: 'a password' }, { refused: 'no' }, { refused: undefined }, { to: '' }],
    ['mark', { points: null }, { points: [[1, null]] }, { points: Array(maxMarkPoints + 1).fill([0, 0]) }],
  ] as const satisfies readonly (readonly [ControlType, ...object[]])[])
    for (const change of wrong)
      it(`${t} with ${JSON.stringify(change).slice(0, 40)} is none`, () => {
        assert.equal(readControl(write(t, { ...bodies[t], ...change })), null);
      });

  for (const json of [
    '',
    'null',
    '[]',
    '{"t":"ping","id":1}',
    write('toString', {}),
    write('__proto__', {}),
    '{"t":"ping","id":0,"d":{}}',
    '{"t":"ping","id":1,"d":[]}',
    '{"t":"ping","id":1,"re":"1","d":{}}',
    '['.repeat(8_000),
  ])
    it(`${json.slice(0, 40)} is none`, () => assert.equal(readControl(json), null));

  it('is null or a frame for any JSON', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(bodies)), fc.jsonValue(), (t, d) => {
        const frame = readControl(write(t, d));
        assert.ok(frame === null || frame.t === t);
      }),
    );
  });

  it('keeps the good viewers of a list', () => {
    const viewers = [{ conn: 'c', user }, { conn: 1, user }, null];
    assert.deepEqual(readControl(write('viewers', { viewers }))?.d, { viewers: [viewers[0]] });
  });

  it('holds the longest mark', () => {
    const points = Array(maxMarkPoints).fill([12_345, 123_456]);
    assert.ok(write('mark', { points }).length <= wireLimits.controlBytes);
  });
});
