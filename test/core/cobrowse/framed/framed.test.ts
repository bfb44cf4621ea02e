import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameFeed } from '../../../../src/core/cobrowse/framed/frame-feed.js';
import { writeFramed } from '../../../../src/core/cobrowse/framed/framed-events.js';
import { Blocks } from '../../../../src/core/cobrowse/framed/framed-nodes.js';
import {
  framedLimits,
  readGreeting,
  readFrames,
  writeGreeting,
} from '../../../../src/core/cobrowse/framed/messages.js';
import { isId } from '../../../../src/core/cobrowse/sanitise/nodes.js';

const FRAME = 7;
const MILLION = 1 << 20;

const text = (id: number, textContent: string) => ({ type: 3, id, textContent });
const element = (id: number, tagName: string, childNodes: object[], attributes: object = {}) => ({
  ...{ type: 2, id, tagName, attributes, childNodes },
});
const page = (...nodes: object[]) => ({
  type: 2,
  data: { node: { type: 0, id: 1, childNodes: nodes }, initialOffset: { top: 30, left: 0 } },
});
const keyframe = (...nodes: object[]) =>
  writeFramed([{ type: 4, data: { href: 'https://pay.example/' } }, page(...nodes)], true);
const change = (data: object) => writeFramed([{ type: 3, data }], false);
const mutation = (parts: object) => change({ source: 0, removes: [], adds: [], texts: [], attributes: [], ...parts });

/** A feed that has its first keyframe, and the number that its nodes begin with. */
function begun(blocks = new Blocks()): { feed: FrameFeed; base: number } {
  const feed = new FrameFeed(blocks);
  const [added] = feed.take(keyframe(element(2, 'p', [text(3, 'Pay')])), FRAME, 0).events;
  return { feed, base: idsIn(added)[0]! - 1 };
}
/** All numbers of nodes in an event that are the frame's. */
const idsIn = (event: unknown): number[] =>
  [...JSON.stringify(event).matchAll(/"(?:id|parentId|nextId|styleId)":(\d+)/g)]
    .map(([, id]) => Number(id))
    .filter((id) => id !== FRAME);

describe('what a frame of another origin sends', () => {
  it('is the document of its element, and scrolled', () => {
    const { events } = new FrameFeed(new Blocks()).take(keyframe(element(2, 'p', [text(3, 'Pay')])), FRAME, 0);
    assert.equal(events.length, 2);
    assert.match(JSON.stringify(events[0]), /"adds":\[\{"parentId":7,"nextId":null,"node":\{"type":0/);
    assert.match(JSON.stringify(events[1]), /"source":3,.*"x":0,"y":30/);
    assert.ok(!JSON.stringify(events).includes('pay.example'), 'nothing of its window');
  });

  it('has numbers that are neither the page’s nor another frame’s, and the agent’s end takes', () => {
    const blocks = new Blocks();
    const [one, other] = [begun(blocks), begun(blocks)];
    assert.ok(one.base > MILLION * 1_000);
    assert.ok(Math.abs(one.base - other.base) >= MILLION);
    assert.ok(isId(other.base + MILLION - 1));
    const sheets = change({ source: 15, id: 2, styleIds: [1], styles: [{ styleId: 1, rules: [] }] });
    const adds = [{ parentId: 2, nextId: 3, node: element(4, 'b', [text(5, 'now')]) }];
    const messages = [
      mutation({
        adds,
        texts: [{ id: 3, value: 'x' }],
        removes: [{ parentId: 2, id: 3 }],
        attributes: [{ id: 2, attributes: { class: 'a' } }],
      }),
      change({ source: 1, positions: [{ x: 1, y: 2, id: 2, timeOffset: 0 }] }),
      change({ source: 2, type: 2, id: 2 }),
      change({ source: 3, id: 2, x: 0, y: 9 }),
      change({ source: 5, id: 2, text: 'a', isChecked: false }),
      change({ source: 8, id: 2, adds: [{ rule: 'a {}' }] }),
      change({ source: 13, styleId: 1, index: [0] }),
      sheets,
    ];
    for (const message of messages) {
      const { events } = one.feed.take(message, FRAME, 1_000);
      assert.equal(events.length, 1, message);
      const ids = idsIn(events[0]);
      assert.ok(ids.length > 0 && ids.every((id) => id > one.base && id < one.base + MILLION), message);
    }
    assert.match(
      JSON.stringify(one.feed.take(sheets, FRAME, 2_000).events),
      new RegExp(`"styleIds":\\[${one.base + 1}\\]`),
    );
  });

  it('can’t name what is not its own', () => {
    for (const id of [-1, MILLION, 1.5, '2', null, undefined, 1e300]) {
      const { feed } = begun();
      for (const message of [
        mutation({ removes: [{ parentId: 2, id }] }),
        mutation({ adds: [{ parentId: id, nextId: null, node: text(9, 'x') }] }),
        mutation({ adds: [{ parentId: 2, nextId: null, node: { ...text(9, 'x'), id } }] }),
      ])
        assert.throws(() => feed.take(message, FRAME, 0), { name: 'FrameError' }, `${id}: ${message}`);
    }
  });

  it('has no card’s number in it', () => {
    const { feed } = begun();
    const card = '4111 1111 1111 1111';
    const adds = [{ parentId: 2, nextId: null, node: text(9, card) }];
    const messages = [
      keyframe(text(2, card)),
      mutation({ adds, texts: [{ id: 9, value: card }] }),
      change({ source: 5, id: 2, text: card }),
    ];
    for (const message of messages) {
      const { events } = feed.take(message, FRAME, 0);
      assert.ok(events.length > 0 && !JSON.stringify(events).includes('1111 1111'), message);
    }
  });

  it('is nothing before its keyframe, and after the page began anew', () => {
    const feed = new FrameFeed(new Blocks());
    const late = mutation({ texts: [{ id: 3, value: 'x' }] });
    assert.deepEqual(feed.take(late, FRAME, 0).events, []);
    feed.take(keyframe(text(3, 'a')), FRAME, 0);
    assert.equal(feed.take(late, FRAME, 0).events.length, 1);
    const { life } = feed;
    feed.await();
    assert.notEqual(feed.life, life);
    assert.deepEqual(feed.take(late, FRAME, 0).events, []);
  });

  it('costs the frame its picture where it is too long, too much or no message', () => {
    const { deltaChars, keyframeChars, burstMessages, burstKeyframes, nodes } = framedLimits;
    const small = mutation({});
    const bad: unknown[][] = [
      [{}],
      ['[false,'],
      ['[1]'],
      [mutation({ texts: [{ id: 3, value: 'x'.repeat(deltaChars) }] })],
      [keyframe(text(3, 'x'.repeat(keyframeChars)))],
      [keyframe(...Array.from({ length: nodes }, (_one, at) => text(at + 2, '')))],
      [writeFramed([{ type: 2, data: { node: text(2, 'no document') } }], true)],
      Array.from({ length: burstMessages + 1 }, () => small),
      Array.from({ length: burstKeyframes + 1 }, () => keyframe()),
      Array.from({ length: 4 }, () => mutation({ texts: [{ id: 3, value: 'x'.repeat(deltaChars - 200) }] })),
      [
        `[true,{"type":2,"data":{"node":${'{"type":2,"id":2,"tagName":"p","attributes":{},"childNodes":['.repeat(60_000)}${']}'.repeat(60_000)}}}]`,
      ],
    ];
    for (const messages of bad) {
      const { feed } = begun();
      assert.throws(
        () => messages.forEach((message) => feed.take(message, FRAME, 0)),
        String(messages[0]).slice(0, 80),
      );
    }
    const { feed } = begun();
    for (let now = 0; now < 60_000; now += 100) feed.take(small, FRAME, now);
  });

  it('asks for a keyframe of the frame where it has added much, of the page where no number is left', () => {
    const { feed } = begun();
    let id = 10;
    let more: unknown = null;
    for (let now = 0; more === null && now < 60_000; now += 1_000) {
      const adds = Array.from({ length: 1_000 }, () => ({ parentId: 2, nextId: null, node: text((id += 1), '') }));
      ({ more } = feed.take(mutation({ adds }), FRAME, now));
    }
    assert.equal(more, 'frame');
    const blocks = new Blocks();
    while (blocks.take() !== null);
    assert.equal(new FrameFeed(blocks).take(keyframe(), FRAME, 0).more, 'page');
    blocks.reset();
    assert.equal(new FrameFeed(blocks).take(keyframe(), FRAME, 0).more, null);
  });
});

describe('origins and greetings', () => {
  it('are read as they are meant, and nothing else is', () => {
    const written =
      ' https://pay.example  http://127.0.0.1:8080\n* null https://pay.example/ https://x.example/y data:, HTTPS://A.example';
    const frameOrigins = ['https://pay.example', 'http://127.0.0.1:8080'];
    assert.deepEqual(readFrames(written), { frames: false, frameOrigins });
    assert.deepEqual(readFrames('same-origin https://a.example'), {
      frames: true,
      frameOrigins: ['https://a.example'],
    });
    for (const none of ['', 'off']) assert.deepEqual(readFrames(none), { frames: false, frameOrigins: [] });
    assert.deepEqual(readGreeting(writeGreeting({ say: 'here' })), { say: 'here' });
    assert.deepEqual(readGreeting(writeGreeting({ say: 'record', maskText: false })), {
      say: 'record',
      maskText: false,
    });
    assert.deepEqual(readGreeting({ ...writeGreeting({ say: 'record', maskText: false }), maskText: 0 }), {
      say: 'record',
      maskText: true,
    });
    for (const other of [null, 'here', { say: 'here' }, writeGreeting({ say: 'go' as 'ask' })])
      assert.equal(readGreeting(other), null);
  });
});
