/**
 * In a worker: sees each audio packet on its way to the decoder and posts the keys that were pressed. It is the only
 * place where a browser shows telephone events (RFC 4733), which it would otherwise drop without a word.
 */

export {}; // a module: its names are its own

const KEYS = '0123456789*#ABCD'; // by event code, RFC 4733 §3.2
const END_BIT = 0x80; // of the second byte: §2.3.1

interface Transformer {
  readonly readable: ReadableStream<RTCEncodedAudioFrame>;
  readonly writable: WritableStream<RTCEncodedAudioFrame>;
}

addEventListener('rtctransform', (event) => {
  const { readable, writable } = (event as Event & { readonly transformer: Transformer }).transformer;
  let lastEvent: number | undefined;
  const listener = new TransformStream<RTCEncodedAudioFrame, RTCEncodedAudioFrame>({
    transform(frame, controller) {
      controller.enqueue(frame);
      const { mimeType, rtpTimestamp } = frame.getMetadata();
      if (mimeType !== 'audio/telephone-event' || rtpTimestamp === lastEvent) return;
      const [code = 0, flags = 0] = new Uint8Array(frame.data, 0, 2);
      // The last packet is sent three times; all packets of an event carry the time of its start.
      if (!(flags & END_BIT)) return;
      lastEvent = rtpTimestamp;
      postMessage(KEYS[code] ?? '?');
    },
  });
  void readable.pipeThrough(listener).pipeTo(writable);
});
