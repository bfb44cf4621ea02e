import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DigitReader, infoDigit } from '../../../demo/platform/sip/dtmf.js';
import { greeting, opusPackets } from '../../../demo/platform/sip/greeting.js';
import { asksForKeyframe, pictureLossIndication } from '../../../demo/platform/sip/rtcp.js';
import { audioPower, isRtcp, readRtp, RtpStream } from '../../../demo/platform/sip/rtp.js';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const packet = (sequence: number, timestamp: number) => {
  const made = hex('80 6f 0000 00000000 00000007 aa');
  made.writeUInt16BE(sequence, 2);
  made.writeUInt32BE(timestamp, 4);
  return made;
};

suite('RTP', () => {
  test('reads the header, CSRCs and extension', () => {
    const plain = readRtp(hex('80 ef 1234 00000005 00000007 aabb'));
    assert.deepEqual(plain, { payloadType: 111, sequence: 0x1234, timestamp: 5, ssrc: 7, payloadOffset: 12 });
    assert.equal(readRtp(hex('91 6f 0001 00000005 00000007 00000001 bede 0001 10050000 aa'))?.payloadOffset, 24);
  });

  test('is no RTP: too short, another version, cut within the header, RTCP', () => {
    for (const bad of ['', '806f', '406f 0001 00000005 00000007', '906f 0001 00000005 00000007 bede 0002 10050000']) {
      assert.equal(readRtp(hex(bad)), null, bad);
    }
    const report = hex('81 c9 0007 00000001 00000002');
    assert.ok(isRtcp(report));
    assert.equal(readRtp(report), null);
  });

  test('audio level of RFC 6464 as power', () => {
    const at = (extension: string) => hex(`90 6f 0001 00000005 00000007 bede ${extension} aa`);
    assert.equal(audioPower(at('0001 1094 0000'), 1), 10 ** -2); // 20 dB below, voice activity set
    assert.equal(audioPower(at('0001 10ff 0000'), 1), 0); // digital silence
    assert.equal(audioPower(at('0002 2201 0203 0010 0a00'), 1), 0.1); // behind another element and padding
    assert.equal(audioPower(at('0001 1094 0000'), 2), null);
    assert.equal(audioPower(hex('80 6f 0001 00000005 00000007 aa'), 1), null);
  });

  test('own packets and relayed ones are one stream without a jump', () => {
    const stream = new RtpStream(99);
    const own = [stream.make(111, Buffer.from([1]), 960, true), stream.make(111, Buffer.from([2]), 960)];
    const relayed = [packet(65534, 0xffff_fc00), packet(65535, 0xffff_ffc0), packet(0, 0x380)].map((from) => {
      const rtp = readRtp(from);
      assert.ok(rtp);
      return stream.relay(from, rtp);
    });
    const again = stream.make(111, Buffer.from([3]), 960);
    const headers = [...own, ...relayed, again].map(readRtp);
    const [first] = headers;
    assert.ok(first);
    headers.forEach((header, step) => {
      assert.equal(header?.ssrc, 99);
      assert.equal(header.sequence, (first.sequence + step) & 0xffff);
      assert.equal(header.timestamp, (first.timestamp + 960 * step) >>> 0);
    });
    assert.equal(own[0]?.[1], 0x80 | 111);
    assert.equal(own[1]?.[1], 111);
  });

  test('gaps and order of the visitor’s packets are kept, what is skipped leaves none', () => {
    const stream = new RtpStream();
    const sequences = [10, 12, 11, 14].map((sequence) => {
      const from = packet(sequence, sequence * 960);
      const rtp = readRtp(from);
      assert.ok(rtp);
      if (sequence === 14) stream.skip(); // for 13
      return readRtp(stream.relay(from, rtp))?.sequence ?? NaN;
    });
    assert.deepEqual(
      sequences.map((sequence) => (sequence - (sequences[0] ?? NaN)) & 0xffff),
      [0, 2, 1, 3],
    );
  });
});

suite('RTCP', () => {
  test('finds the request for a key frame in a compound packet', () => {
    const report = hex('80 c9 0001 00000001');
    const pli = pictureLossIndication(1, 0x1234);
    assert.ok(asksForKeyframe(Buffer.concat([report, pli]), 0x1234));
    assert.ok(!asksForKeyframe(Buffer.concat([report, pli]), 0x1235));
    assert.ok(!asksForKeyframe(report, 1));
    const fir = hex('84 ce 0006 00000001 00000000 00000005 01000000 00001234 02000000');
    assert.ok(asksForKeyframe(fir, 0x1234));
    assert.ok(!asksForKeyframe(fir, 0x0200_0000));
    const nack = hex('81 cd 0003 00000001 00001234 00010000');
    assert.ok(!asksForKeyframe(nack, 0x1234));
    assert.ok(!asksForKeyframe(pli.subarray(0, 10), 0x1234));
    assert.ok(!asksForKeyframe(fir.subarray(0, 18), 0x1234), 'cut short');
  });
});

suite('digits', () => {
  const event = (key: number, over: boolean, duration: number) => {
    const payload = Buffer.from([key, over ? 0x8a : 0x0a, 0, 0]);
    payload.writeUInt16BE(duration, 2);
    return payload;
  };

  test('each RFC 4733 digit once, however often its packets come', () => {
    const reader = new DigitReader();
    const read = [
      reader.read(1000, event(5, false, 960)),
      reader.read(1000, event(5, false, 1920)),
      reader.read(1000, event(5, true, 4800)),
      reader.read(1000, event(5, true, 4800)),
      reader.read(9000, event(5, false, 960)), // the same key once more
      reader.read(1000, event(5, true, 4800)), // late
      reader.read(9000, event(5, true, 4800)),
      reader.read(20_000, event(11, true, 4800)), // all but its last packet lost
      reader.read(30_000, event(15, false, 960)),
      reader.read(40_000, event(16, false, 960)), // flash hook: no digit
      reader.read(50_000, Buffer.from([1])),
    ];
    assert.equal(read.filter(Boolean).join(''), '55#D');
  });

  test('a key held longer than one segment is one digit', () => {
    const reader = new DigitReader();
    assert.equal(reader.read(0xffff_0000, event(7, false, 0xffff)), '7');
    assert.equal(reader.read(0xffff_ffff, event(7, false, 960)), null);
    assert.equal(reader.read(0xffff_ffff, event(7, true, 960)), null);
    assert.equal(reader.read(959, event(7, false, 960)), '7');
  });

  test('SIP INFO', () => {
    assert.equal(infoDigit('application/dtmf-relay', 'Signal=5\r\nDuration=160'), '5');
    assert.equal(infoDigit('Application/DTMF-Relay; charset=utf-8', 'signal = a\r\n'), 'A');
    assert.equal(infoDigit('application/dtmf-relay', 'Signal=11\r\n'), '#');
    assert.equal(infoDigit('application/dtmf', ' * \r\n'), '*');
    assert.equal(infoDigit('application/dtmf', '55'), null);
    assert.equal(infoDigit('application/dtmf-relay', ''), null);
    assert.equal(infoDigit('text/plain', '5'), null);
  });
});

suite('greeting', () => {
  test('is a little more than a second of 20 ms packets', () => {
    assert.ok(greeting.length >= 50 && greeting.length <= 75, `${greeting.length}`);
    // RFC 6716 §3.1: configurations 1, 5, 9 … of SILK and the like are 20 ms; the last two bits 0: one frame.
    for (const opus of greeting) {
      const config = (opus[0] ?? 0) >> 3;
      assert.ok(config < 12 ? config % 4 === 1 : config < 16 ? config % 2 === 1 : config % 4 === 3, `config ${config}`);
      assert.equal((opus[0] ?? 0) & 3, 0);
    }
  });

  test('Ogg: packets over several segments and pages', () => {
    const page = (...segments: Buffer[]) =>
      Buffer.concat([
        Buffer.from('OggS'.padEnd(26, '\0')),
        Buffer.from([segments.length, ...segments.map(({ length }) => length)]),
        ...segments,
      ]);
    const long = Buffer.alloc(255, 1);
    const file = Buffer.concat([
      page(Buffer.from('OpusHead')),
      page(Buffer.from('OpusTags'), long),
      page(Buffer.from([2]), Buffer.from([3])),
    ]);
    assert.deepEqual(opusPackets(file), [Buffer.concat([long, Buffer.from([2])]), Buffer.from([3])]);
    assert.throws(() => opusPackets(Buffer.from('RIFF….')), /Not an Ogg file/);
  });
});
