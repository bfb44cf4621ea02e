import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { composeAnswer, hasMedia, iceUfrag, withoutMdns } from '../../../demo/platform/sip/answer.js';

const sdp = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join('');

/** What node-datachannel says of itself: transport attributes, some of them for the whole session. */
const local = sdp(
  'v=0',
  'o=rtc 2962236397 0 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'a=fingerprint:sha-256 AA:BB',
  'm=audio 50730 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=sendrecv',
  'a=setup:active',
  'a=ice-ufrag:spJB',
  'a=ice-pwd:UVJ07Ujh8t3fXloyFpXw9B',
  'a=candidate:1 1 UDP 2114977791 127.0.0.1 50730 typ host',
  'm=video 50730 UDP/TLS/RTP/SAVPF 96',
  'a=mid:1',
  'a=setup:active',
  'a=ice-ufrag:spJB',
  'a=ice-pwd:UVJ07Ujh8t3fXloyFpXw9B',
);
const parts = { local, audioSsrc: 11, videoSsrc: 22, version: 3 };

const session = ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0 1'];
const chromiumAudio = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'a=ice-ufrag:abcd',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
];
const chromiumVideo = [
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 103',
  'a=mid:1',
  'a=sendrecv',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  'a=rtcp-fb:96 transport-cc',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:103 H264/90000',
  'a=fmtp:103 packetization-mode=1;profile-level-id=42001f',
];

suite('SDP answer', () => {
  test('voice and video of Chromium, whole', () => {
    const answer = composeAnswer(sdp(...session, ...chromiumAudio, ...chromiumVideo), parts);
    assert.deepEqual(answer.sdp.split('\r\n'), [
      'v=0',
      'o=robot 1 3 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE 0 1',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111 110 126',
      'c=IN IP4 0.0.0.0',
      'a=mid:0',
      'a=sendrecv',
      'a=rtcp-mux',
      'a=rtpmap:111 opus/48000/2',
      'a=fmtp:111 minptime=10;useinbandfec=1',
      'a=rtpmap:110 telephone-event/48000',
      'a=rtpmap:126 telephone-event/8000',
      'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
      'a=msid:robot robot-audio',
      'a=ssrc:11 cname:robot',
      'a=fingerprint:sha-256 AA:BB',
      'a=setup:active',
      'a=ice-ufrag:spJB',
      'a=ice-pwd:UVJ07Ujh8t3fXloyFpXw9B',
      'a=candidate:1 1 UDP 2114977791 127.0.0.1 50730 typ host',
      'a=end-of-candidates',
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
      'c=IN IP4 0.0.0.0',
      'a=mid:1',
      'a=sendrecv',
      'a=rtcp-mux',
      'a=rtpmap:96 VP8/90000',
      'a=rtcp-fb:96 ccm fir',
      'a=rtcp-fb:96 nack pli',
      'a=msid:robot robot-video',
      'a=ssrc:22 cname:robot',
      'a=fingerprint:sha-256 AA:BB',
      'a=setup:active',
      'a=ice-ufrag:spJB',
      'a=ice-pwd:UVJ07Ujh8t3fXloyFpXw9B',
      '',
    ]);
    assert.deepEqual(answer.audio, {
      direction: 'sendrecv',
      opus: 111,
      telephoneEvents: [110, 126],
      levelExtension: 1,
    });
    assert.deepEqual(answer.video, { direction: 'sendrecv', payloadType: 96 });
  });

  test('takes the offerer’s payload types, no group and no extension where none was offered', () => {
    const firefox = [
      'm=audio 9 UDP/TLS/RTP/SAVPF 109 101',
      'a=rtpmap:109 opus/48000/2',
      'a=rtpmap:101 telephone-event/8000/1',
    ];
    const answer = composeAnswer(sdp('v=0', 's=-', ...firefox), parts);
    assert.deepEqual(answer.audio, { direction: 'sendrecv', opus: 109, telephoneEvents: [101], levelExtension: null });
    assert.match(answer.sdp, /^m=audio 9 UDP\/TLS\/RTP\/SAVPF 109 101\r$/m);
    assert.doesNotMatch(answer.sdp, /BUNDLE|extmap|a=mid/);
  });

  test('H.264 where it comes first or alone', () => {
    const h264 = ['m=video 9 UDP/TLS/RTP/SAVPF 103 96', ...chromiumVideo.slice(1)];
    const answer = composeAnswer(sdp(...session, ...chromiumAudio, ...h264), parts);
    assert.equal(answer.video?.payloadType, 103);
    assert.match(answer.sdp, /a=fmtp:103 packetization-mode=1;profile-level-id=42001f/);
  });

  for (const [offered, answered] of [
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['inactive', 'inactive'],
  ] as const) {
    test(`mirrors ${offered}, also where it stands for the whole session`, () => {
      const audio = chromiumAudio.filter((line) => line !== 'a=sendrecv');
      const inSection = composeAnswer(sdp(...session, ...audio, `a=${offered}`), parts);
      const inSession = composeAnswer(sdp(...session, `a=${offered}`, ...audio), parts);
      assert.equal(inSection.audio?.direction, answered);
      assert.equal(inSession.audio?.direction, answered);
      assert.match(inSection.sdp, new RegExp(`^a=${answered}\\r$`, 'm'));
    });
  }

  test('refuses what it can’t take, section by section, and keeps their order', () => {
    const data = ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'a=mid:2'];
    const vp9 = ['m=video 9 UDP/TLS/RTP/SAVPF 98', 'a=mid:1', 'a=rtpmap:98 VP9/90000'];
    const second = chromiumAudio.map((line) => line.replace('mid:0', 'mid:3'));
    const answer = composeAnswer(sdp(...session, ...data, ...vp9, ...chromiumAudio, ...second), parts);
    const mediaLines = answer.sdp.split('\r\n').filter((line) => line.startsWith('m='));
    assert.deepEqual(mediaLines, [
      'm=application 0 UDP/DTLS/SCTP webrtc-datachannel',
      'm=video 0 UDP/TLS/RTP/SAVPF 98',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111 110 126',
      'm=audio 0 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
    ]);
    assert.match(answer.sdp, /a=group:BUNDLE 0\r/);
    assert.equal(answer.video, null);
    assert.equal(answer.sdp.match(/a=candidate/g)?.length, 1);
  });

  test('a section that the visitor closed stays closed', () => {
    const closed = ['m=video 0 UDP/TLS/RTP/SAVPF 96', ...chromiumVideo.slice(1)];
    const answer = composeAnswer(sdp(...session, ...chromiumAudio, ...closed), parts);
    assert.equal(answer.video, null);
    assert.match(answer.sdp, /m=video 0 /);
  });

  test('nothing to take', () => {
    const pcmu = ['m=audio 9 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000'];
    assert.equal(composeAnswer(sdp('v=0', ...pcmu), parts).audio, null);
    assert.equal(composeAnswer('', parts).audio, null);
  });

  test('what an offer has', () => {
    const offer = sdp(...session, ...chromiumAudio, 'm=video 0 UDP/TLS/RTP/SAVPF 96');
    assert.equal(iceUfrag(offer), 'abcd');
    assert.equal(iceUfrag('v=0\r\n'), undefined);
    assert.ok(hasMedia(offer, 'audio'));
    assert.ok(!hasMedia(offer, 'video'));
  });

  test('candidates with names of mDNS are left out', () => {
    const named = 'a=candidate:1 1 udp 2113937151 0b2f-44.local 40000 typ host generation 0';
    const plain = 'a=candidate:2 1 udp 2113937151 192.0.2.1 40001 typ host';
    assert.equal(withoutMdns(sdp('m=audio', named, plain, 'a=end-of-candidates')), sdp('m=audio', plain));
  });
});
