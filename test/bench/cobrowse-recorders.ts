/** The ways to record a page that the bench compares. */
import { pack } from '@rrweb/packer/pack';
import { record } from '@rrweb/record';
import { recordPage } from '../../src/browser/cobrowse/recorder/page-recorder.js';
import type { PageRecording } from '../../src/browser/cobrowse/recorder/recording.js';
import type { Welcome } from '../../src/core/cobrowse/wire/control.js';
import { wireLimits } from '../../src/core/cobrowse/wire/limits.js';
import { eventType } from '../../src/core/cobrowse/privacy/page-event.js';
import { ShareStream } from '../../src/core/cobrowse/share/share-stream.js';
import { systemClock } from '../../src/core/lib/clock.js';

/** Hears of each message: its bytes on the wire, and whether it shows the whole page. */
export type OnMessage = (bytes: number, keyframe: boolean) => void;

/** rrweb has its defaults, and sends each event by itself. */
export const recorders = {
  none: () => () => undefined,
  ours,
  rrweb: (onMessage: OnMessage) =>
    rrweb((event) => onMessage(wireBytes(utf8.encode(JSON.stringify(event)).length), isKeyframe(event))),
  /** A byte for each of its characters: fewer than the text that it makes takes as UTF-8. */
  packer: (onMessage: OnMessage) => rrweb((event) => onMessage(wireBytes(pack(event).length), isKeyframe(event))),
} satisfies Record<string, (onMessage: OnMessage) => () => void>;

export type Recorder = keyof typeof recorders;

const utf8 = new TextEncoder();

/** With the header that WebSocket puts before a client's message (RFC 6455 §5.2). */
const wireBytes = (payload: number): number => payload + (payload < 126 ? 6 : payload < 65_536 ? 8 : 14);

type RrwebEvent = Parameters<typeof pack>[0];
const isKeyframe = ({ type }: RrwebEvent): boolean => type === eventType.fullSnapshot;

function rrweb(emit: (event: RrwebEvent) => void): () => void {
  return record({ emit }) ?? fail('rrweb did not start.');
}

/** All that the visitor's end does, but for the socket. */
function ours(onMessage: OnMessage): () => void {
  let recording: PageRecording | null = null;
  const stream: ShareStream = new ShareStream({
    clock: systemClock,
    relayNow: () => Date.now(),
    bufferedAmount: () => 0,
    send: (frame) => onMessage(wireBytes(frame.length), frame[1] === 1),
    needKeyframe: () => {
      recording ??= recordPage({
        emit: (events, keyframe) => stream.emit(events, keyframe),
        onFailure: (_failure, cause) => fail(cause),
      });
    },
    onFailure: (_failure, cause) => fail(cause),
  });
  stream.connected(welcome);
  return () => {
    recording?.stop();
    stream.close();
  };
}

const welcome: Welcome = {
  ...{ conn: 'bench', resumed: false, resumeToken: 'bench', now: 0, limits: wireLimits },
  ...{ lease: 1, epoch: 0, seq: 0 },
};

function fail(cause: unknown): never {
  throw new Error('The recording failed.', { cause });
}
