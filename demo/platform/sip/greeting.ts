import { readFileSync } from 'node:fs';

/** Duration of one packet of the greeting, ms. */
export const PACKET_MS = 20;
/** The same in units of Opus' RTP clock, which is always 48 kHz (RFC 7587). */
export const PACKET_SAMPLES = 960;
/** An Opus packet that decodes to silence. */
export const OPUS_SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);

/**
 * The robot's greeting as Opus packets of 20 ms: three rising tones, 1.3 s with a little silence before. Made with
 * `sox -n -r 48000 -c 1 -b 16 greeting.wav synth 0.8 sine C5 sine E5 sine G5 fade p 0.01 0.8 0.75 delay 0 0.2 0.4
 * remix 1v0.33,2v0.33,3v0.33 pad 0.1 0 gain -n -4` and
 * `opusenc --bitrate 32 --hard-cbr --framesize 20 --discard-comments greeting.wav greeting.opus`.
 */
export const greeting: readonly Buffer[] = opusPackets(readFileSync(new URL('./greeting.opus', import.meta.url)));

/** The audio packets of an Ogg Opus file (RFC 3533, RFC 7845): all but the two header packets. */
export function opusPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let page = 0; page < file.length;) {
    if (file.toString('latin1', page, page + 4) !== 'OggS') throw new Error('Not an Ogg file.');
    const segments = file.subarray(page + 27, page + 27 + file.readUInt8(page + 26));
    let at = page + 27 + segments.length;
    for (const size of segments) {
      parts.push(file.subarray(at, at + size));
      at += size;
      if (size === 255) continue; // the packet goes on in the next segment
      packets.push(Buffer.concat(parts));
      parts = [];
    }
    page = at;
  }
  return packets.slice(2);
}
