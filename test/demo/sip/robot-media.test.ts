import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, suite, test } from 'node:test';
import type { Track } from 'node-datachannel';
import { greeting, OPUS_SILENCE } from '../../../demo/platform/sip/greeting.js';
import { createRobotMedia, type RobotMedia } from '../../../demo/platform/sip/robot-media.js';
import { asksForKeyframe, pictureLossIndication } from '../../../demo/platform/sip/rtcp.js';
import { isRtcp, readRtp } from '../../../demo/platform/sip/rtp.js';
import { type NodePeer, nodePeer, VISITOR_AUDIO, VISITOR_VIDEO } from './node-peer.js';

suite('robot media', { timeout: 60_000 }, () => {
  const open: { close(): void }[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });

  const visit = async (
    sound: boolean,
  ): Promise<{ visitor: NodePeer; robot: RobotMedia; answer: string; digits: string[] }> => {
    const digits: string[] = [];
    const robot = createRobotMedia({ sound, onDigit: (digit) => digits.push(digit) });
    const visitor = await nodePeer();
    open.push(robot, visitor);
    const answer = await robot.answer(visitor.offer);
    return { visitor, robot, answer, digits };
  };

  test('greets with the whole recording, then gives back every packet as its own stream', async () => {
    const { visitor, answer, digits } = await visit(true);
    const greeted = collect(visitor.audio, greeting.length);
    await visitor.accept(answer);
    const begin = performance.now();
    const recording = await greeted;
    const took = performance.now() - begin;
    assert.ok(took > 0.9 * 20 * greeting.length, `in time, not ${took} ms`);
    assert.deepEqual(recording.map(payload), greeting);

    const echoed = collect(visitor.audio, 3);
    visitor.audio.sendMessageBinary(opus(500, [0]));
    visitor.audio.sendMessageBinary(opus(501, [1]));
    visitor.audio.sendMessageBinary(telephoneEvent(502, 3)); // no sound, so no hole in what comes back
    visitor.audio.sendMessageBinary(opus(503, [2]));
    const echo = await echoed;
    assert.deepEqual(
      echo.map(payload),
      [0, 1, 2].map((body) => Buffer.from([body])),
    );
    assert.deepEqual(digits, ['3']);
    const all = [...recording, ...echo].map(readRtp);
    const [first] = all;
    assert.ok(first && answer.includes(`a=ssrc:${first.ssrc} `));
    all.forEach((header, step) => {
      const units = step + (step === all.length - 1 ? 1 : 0); // time went on during the key
      assert.equal(header?.ssrc, first.ssrc);
      assert.equal(header.payloadType, 111);
      assert.equal(header.sequence, (first.sequence + step) & 0xffff);
      assert.equal(header.timestamp, (first.timestamp + 960 * units) >>> 0);
    });
  });

  test('without sound it answers each packet with silence; it counts, hears the level and reads digits', async () => {
    const { visitor, robot, answer, digits } = await visit(false);
    assert.deepEqual(robot.received(), { audioPackets: 0, videoPackets: 0, level: 0 });
    await visitor.accept(answer);
    const got = collect(visitor.audio, 2);
    visitor.audio.sendMessageBinary(opus(1, [9], 20));
    for (let again = 0; again < 3; again++) visitor.audio.sendMessageBinary(telephoneEvent(2 + again, 8));
    visitor.audio.sendMessageBinary(opus(5, [9], 20));
    assert.deepEqual((await got).map(payload), [OPUS_SILENCE, OPUS_SILENCE]);
    const { audioPackets, level } = robot.received();
    assert.equal(audioPackets, 5);
    assert.ok(Math.abs(level - 0.1) < 1e-6, `${level}`);
    assert.deepEqual(digits, ['8']);
  });

  test('pictures come back, the request for a key frame reaches their source', async () => {
    const { visitor, robot, answer } = await visit(false);
    await visitor.accept(answer);
    const back = collect(visitor.video, 1);
    visitor.video.sendMessageBinary(rtp(96, 70, VISITOR_VIDEO, [1, 2, 3]));
    const [picture] = await back;
    assert.ok(picture);
    assert.deepEqual(payload(picture), Buffer.from([1, 2, 3]));
    assert.equal(robot.received().videoPackets, 1);
    const asked = new Promise<Buffer>((resolve) =>
      visitor.video.onMessage((packet) => isRtcp(packet) && resolve(packet)),
    );
    visitor.video.sendMessageBinary(pictureLossIndication(VISITOR_VIDEO, readRtp(picture)?.ssrc ?? 0));
    assert.ok(asksForKeyframe(await asked, VISITOR_VIDEO));
  });

  test('same ICE credentials: same transport, mirrored direction; held, nothing is sent', async () => {
    const { visitor, robot, answer } = await visit(false);
    await visitor.accept(answer);
    const held = await robot.answer(visitor.offer.replace('a=sendrecv', 'a=sendonly'));
    assert.equal(held.replace('a=recvonly', 'a=sendrecv').replace('o=robot 1 2', 'o=robot 1 1'), answer);
    const packets: Buffer[] = [];
    visitor.audio.onMessage((packet) => packets.push(packet));
    visitor.audio.sendMessageBinary(opus(1, [1]));
    const back = collect(visitor.video, 1);
    visitor.video.sendMessageBinary(rtp(96, 70, VISITOR_VIDEO, [1])); // behind it on the wire
    await back;
    assert.equal(robot.received().audioPackets, 1);
    assert.deepEqual(packets, []);
  });

  test('other ICE credentials: a fresh transport, and the stream goes on', async () => {
    const { visitor, robot, answer } = await visit(false);
    await visitor.accept(answer);
    const before = collect(visitor.audio, 1);
    visitor.audio.sendMessageBinary(opus(1, [1]));
    const last = readRtp((await before)[0] ?? Buffer.alloc(0));
    const again = await nodePeer();
    open.push(again);
    const fresh = await robot.answer(again.offer);
    const ufrag = (sdp: string) => /a=ice-ufrag:.*/.exec(sdp)?.[0];
    assert.notEqual(ufrag(fresh), ufrag(answer));
    await again.accept(fresh);
    const after = collect(again.audio, 1);
    try {
      visitor.audio.sendMessageBinary(opus(3, [1])); // the former transport is gone …
    } catch {
      // … and may have told its other end already.
    }
    again.audio.sendMessageBinary(opus(2, [1]));
    const next = readRtp((await after)[0] ?? Buffer.alloc(0));
    assert.equal(next?.ssrc, last?.ssrc);
    assert.equal(next?.sequence, ((last?.sequence ?? NaN) + 1) & 0xffff);
    assert.equal(robot.received().audioPackets, 2);
  });

  test('an offer that it can’t take is refused', async () => {
    const { robot } = await visit(true);
    const bad = createRobotMedia({ sound: true, onDigit: () => {} });
    await assert.rejects(bad.answer('v=0\r\nm=audio 9 RTP/AVP 0\r\n'));
    await assert.rejects(robot.answer('nonsense'));
    bad.close();
  });

  test('a call and its gateways leave nothing that keeps Node alive, and print nothing', async () => {
    const script = new URL('./one-call.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--import', 'tsx', script], { timeout: 20_000 });
    const printed: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => printed.push(data));
    child.stderr.on('data', (data: Buffer) => printed.push(data));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(Buffer.concat(printed).toString(), '');
    assert.equal(code, 0);
  });
});

/** The next `count` RTP packets of a track. */
function collect(track: Track, count: number): Promise<Buffer[]> {
  const packets: Buffer[] = [];
  return new Promise((resolve) => {
    track.onMessage((packet) => {
      if (!isRtcp(packet) && packets.push(packet) === count) resolve(packets);
    });
  });
}

function payload(packet: Buffer): Buffer {
  return packet.subarray(readRtp(packet)?.payloadOffset);
}

function rtp(payloadType: number, sequence: number, ssrc: number, body: readonly number[], extension?: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(extension === undefined ? 0x80 : 0x90, 0);
  header.writeUInt8(payloadType, 1);
  header.writeUInt16BE(sequence, 2);
  header.writeUInt32BE(960 * sequence, 4);
  header.writeUInt32BE(ssrc, 8);
  const level = extension === undefined ? [] : [0xbe, 0xde, 0, 1, 0x10, extension, 0, 0];
  return Buffer.concat([header, Buffer.from([...level, ...body])]);
}

/** `level` in −dBov. */
function opus(sequence: number, body: readonly number[], level?: number): Buffer {
  return rtp(111, sequence, VISITOR_AUDIO, body, level);
}

function telephoneEvent(sequence: number, key: number): Buffer {
  const packet = rtp(110, sequence, VISITOR_AUDIO, [key, 10, 3, 192]);
  packet.writeUInt32BE(960, 4); // all packets of an event have its beginning
  return packet;
}
