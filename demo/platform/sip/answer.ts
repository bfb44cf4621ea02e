/** The robot's SDP answers (RFC 3264, RFC 8829), made of the offer and of its peer connection's local description. */

export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface AnswerParts {
  /** The peer connection's local description: ICE credentials, fingerprint, DTLS role and candidates are from it. */
  readonly local: string;
  readonly audioSsrc: number;
  readonly videoSsrc: number;
  /** Session version of `o=`; one more with every answer in a call. */
  readonly version: number;
}

export interface Answer {
  readonly sdp: string;
  /** What was negotiated; null where the offer has no such section with a codec of the robot's. */
  readonly audio: NegotiatedAudio | null;
  readonly video: NegotiatedVideo | null;
}

export interface NegotiatedAudio {
  /** The robot's. */
  readonly direction: MediaDirection;
  /** Payload type. */
  readonly opus: number;
  /** Payload types (RFC 4733). */
  readonly telephoneEvents: readonly number[];
  /** Id of the RFC 6464 header extension; null where it was not offered. */
  readonly levelExtension: number | null;
}

export interface NegotiatedVideo {
  /** The robot's. */
  readonly direction: MediaDirection;
  readonly payloadType: number;
}

/** ICE username fragment; a new one means an ICE restart (RFC 8839 §4.4.1.1.1). */
export function iceUfrag(sdp: string): string | undefined {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
}

/** Whether the description has a media section of this kind that is not rejected (port 0). */
export function hasMedia(sdp: string, kind: 'audio' | 'video'): boolean {
  return new RegExp(`^m=${kind} [1-9]`, 'm').test(sdp);
}

/** mDNS candidates are not resolved here: the browser's connectivity checks reveal its addresses (peer reflexive). */
export function withoutMdns(sdp: string): string {
  return sdp.replace(/^a=candidate:.*\.local .*\r?\n/gm, '').replace(/^a=end-of-candidates\r?\n/gm, '');
}

/** Accepts the first audio section with Opus and the first video section with VP8 or H.264; rejects the others. */
export function composeAnswer(offer: string, parts: AnswerParts): Answer {
  const [session = '', ...texts] = offer.split(/^(?=m=)/m);
  const sections = texts.map((text) => readSection(text, directionOf(session) ?? 'sendrecv'));
  const audio = sections.find(({ kind, codec }) => kind === 'audio' && codec);
  const video = sections.find(({ kind, codec }) => kind === 'video' && codec);
  const accepted = sections.filter((section) => section === audio || section === video);
  const bundled = /^a=group:BUNDLE /m.test(session) && accepted.length > 0;
  const written = [
    'v=0',
    `o=robot 1 ${parts.version} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    ...(bundled ? [`a=group:BUNDLE ${accepted.map(({ mid }) => mid).join(' ')}`] : []),
    ...sections.flatMap((section) =>
      accepted.includes(section) ? acceptance(section, parts, section === accepted[0]) : rejection(section),
    ),
  ];
  return {
    sdp: written.map((line) => `${line}\r\n`).join(''),
    audio: audio?.codec
      ? {
          direction: audio.direction,
          opus: audio.codec.payloadType,
          telephoneEvents: audio.events.map(({ payloadType }) => payloadType),
          levelExtension: audio.levelExtension,
        }
      : null,
    video: video?.codec ? { direction: video.direction, payloadType: video.codec.payloadType } : null,
  };
}

interface Format {
  readonly payloadType: number;
  /** Encoding name and clock rate, lower case: `opus/48000/2`. */
  readonly codec: string;
  /** Its rtpmap and fmtp as they were offered. */
  readonly lines: readonly string[];
}

interface Section {
  readonly kind: string;
  readonly mediaLine: string;
  readonly mid: string | undefined;
  /** The robot's: the offered one, mirrored. */
  readonly direction: MediaDirection;
  /** The first in the offer that the robot supports. */
  readonly codec: Format | undefined;
  readonly events: readonly Format[];
  readonly levelExtension: number | null;
}

const MIRRORED = { sendrecv: 'sendrecv', sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' } as const;
const CODECS = ['opus/48000/2', 'vp8/90000', 'h264/90000'];
const AUDIO_LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

function readSection(text: string, inherited: MediaDirection): Section {
  const mediaLine = /^m=.*/.exec(text)?.[0].trim() ?? '';
  const [kind = '', port, , ...payloadTypes] = mediaLine.slice(2).split(' ');
  const formats = payloadTypes.map((payloadType) => ({
    payloadType: Number(payloadType),
    codec: new RegExp(`^a=rtpmap:${payloadType} (\\S+)`, 'm').exec(text)?.[1]?.toLowerCase() ?? '',
    lines: linesOf(text, new RegExp(`^a=(?:rtpmap|fmtp):${payloadType} `)),
  }));
  const level = new RegExp(`^a=extmap:(\\d+)\\S* ${AUDIO_LEVEL}`, 'm').exec(text)?.[1];
  return {
    kind,
    mediaLine,
    mid: /^a=mid:(\S+)/m.exec(text)?.[1],
    direction: MIRRORED[directionOf(text) ?? inherited],
    codec: port === '0' ? undefined : formats.find(({ codec }) => CODECS.includes(codec)),
    events: formats.filter(({ codec }) => codec.startsWith('telephone-event/')),
    levelExtension: level === undefined ? null : Number(level),
  };
}

function acceptance(section: Section, parts: AnswerParts, first: boolean): string[] {
  const { kind, mid, direction, codec, events, levelExtension } = section;
  const formats = codec ? [codec, ...events] : [];
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${formats.map(({ payloadType }) => payloadType).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    ...(mid === undefined ? [] : [`a=mid:${mid}`]),
    `a=${direction}`,
    'a=rtcp-mux',
    ...formats.flatMap(({ lines }) => lines),
    // No generic NACK: nothing is stored that could be retransmitted. Loss is mended by a key frame.
    ...(kind === 'video'
      ? [`a=rtcp-fb:${codec?.payloadType} ccm fir`, `a=rtcp-fb:${codec?.payloadType} nack pli`]
      : []),
    ...(levelExtension === null ? [] : [`a=extmap:${levelExtension} ${AUDIO_LEVEL}`]),
    `a=msid:robot robot-${kind}`,
    `a=ssrc:${kind === 'video' ? parts.videoSsrc : parts.audioSsrc} cname:robot`,
    ...linesOf(parts.local, /^a=(?:ice-ufrag|ice-pwd|fingerprint|setup):/),
    ...(first ? [...linesOf(parts.local, /^a=candidate:/), 'a=end-of-candidates'] : []),
  ];
}

function rejection({ mediaLine, mid }: Section): string[] {
  return [mediaLine.replace(/^(m=\S+) \d+/, '$1 0'), ...(mid === undefined ? [] : [`a=mid:${mid}`]), 'a=inactive'];
}

export function directionOf(text: string): MediaDirection | undefined {
  const directions = Object.keys(MIRRORED) as MediaDirection[];
  return directions.find((direction) => new RegExp(`^a=${direction}\\s*$`, 'm').test(text));
}

function linesOf(sdp: string, wanted: RegExp): string[] {
  return [...new Set(sdp.split(/\r?\n/).filter((line) => wanted.test(line)))];
}
