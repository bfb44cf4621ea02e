import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertUsable, candidates, holdOf, iceUser, refusesAudio } from '../../../src/core/call/sdp.js';

const sdp = (...lines: string[]) => ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', ...lines, ''].join('\r\n');
const audio = (...lines: string[]) => ['m=audio 40000 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 192.0.2.1', ...lines];

describe('a session description', () => {
  it('that refuses the audio has port 0, or no such section', () => {
    for (const refusing of [
      sdp('m=audio 0 UDP/TLS/RTP/SAVPF 111'),
      sdp('m=audio 0/2 RTP/AVP 0', 'm=video 9 UDP/TLS/RTP/SAVPF 96'),
      sdp('m=image 5004 udptl t38'),
      sdp(),
      '',
    ])
      assert.equal(refusesAudio(refusing), true);
    for (const taking of [sdp(...audio()), sdp('m=video 0 x 1', ...audio()), sdp(...audio()).replaceAll('\r', '')])
      assert.equal(refusesAudio(taking), false);
  });

  for (const [held, description] of [
    [false, sdp(...audio())],
    [false, sdp(...audio('a=sendrecv'))],
    [false, sdp(...audio('a=recvonly'))],
    [true, sdp(...audio('a=sendonly'))],
    [true, sdp(...audio('a=inactive'))],
    [true, sdp('a=sendonly', ...audio())],
    [false, sdp('a=sendonly', ...audio('a=sendrecv'))],
    [false, sdp(...audio('a=sendrecv'), 'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=inactive')],
    [true, sdp('m=audio 40000 RTP/AVP 0', 'c=IN IP4 0.0.0.0')],
    [true, sdp('c=IN IP4 0.0.0.0', 'm=audio 40000 RTP/AVP 0')],
    [false, sdp('m=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=sendrecv')],
    [false, sdp('m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=inactive')],
  ] as const)
    it(`${held ? 'holds' : 'does not hold'}: ${description.split('\r\n').slice(3, -1).join(' ')}`, () => {
      assert.equal(holdOf(description), held);
    });

  it('is refused before a browser gets it where it is out of all measure', () => {
    const many = (count: number, line: string) => Array.from({ length: count }, () => line);
    for (const hostile of [
      sdp(...audio(...many(10_001, 'a=x'))),
      sdp(...audio(`a=${'x'.repeat(65_536)}`)),
      sdp(...audio(), ...many(32, 'm=video 0 x 1')),
    ])
      assert.throws(() => assertUsable(hostile, 'offer'), /^Error: The gateway's offer is too large to be read\.$/);
    assert.throws(
      () => assertUsable(sdp('m=audio 0 x 1'), 'answer'),
      /^Error: The gateway's answer refuses the audio\.$/,
    );
    assertUsable(sdp(...audio(...many(1_000, 'a=x')), ...many(31, 'm=video 0 x 1')), 'answer');
  });

  it('tells its ICE user and its candidates over UDP', () => {
    const description = sdp(
      ...audio('a=ice-ufrag:Ab+/'),
      'a=candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host generation 0',
      'a=candidate:2 1 UDP 2113937151 x.local 50001 typ host',
      'a=candidate:3 1 tcp 1 192.0.2.1 9 typ host tcptype active',
      'a=candidate:4 1 udp 1 203.0.113.1 50002 typ relay raddr 192.0.2.1 rport 50000',
    );
    assert.deepEqual([iceUser(description), iceUser(sdp())], ['Ab+/', null]);
    assert.deepEqual([candidates(description, 'host'), candidates(description, 'relay')], [2, 1]);
  });
});
