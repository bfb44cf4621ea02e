import { isObject } from '../../platform/guards.js';

/*
 * A page that is shared, and a page of another origin in a frame of it. Each names the other's origin, and each message
 * is sent to exactly that origin and believed from nobody else:
 *
 *     page                                     frame
 *      │ ──────────── ask ───────────────────▶  │   the page is shared from now on
 *      │ ◀─────────── here ───────────────────  │   as an answer, and when it has loaded
 *      │ ──────────── record, with a port ───▶  │
 *      │ ◀═ texts of `writeFramed` (port) ════  │   what may leave the frame: it passed the filter there
 *      │ ══ keyframe, stop (port) ═══════════▶  │
 *      │ ◀═ over (port) ══════════════════════  │   it was left, or can't be recorded
 *
 * Nothing is recorded in the frame before `record`, and that is not sent before the visitor has agreed.
 */

const KEY = 'cc-cobrowse-frame';

export type Greeting =
  { readonly say: 'ask' } | { readonly say: 'here' } | { readonly say: 'record'; readonly maskText: boolean };

/** What goes through the port beside what was recorded. */
export const portWords = { keyframe: 'keyframe', stop: 'stop', over: 'over' } as const;

export const writeGreeting = (greeting: Greeting): object => ({ ...greeting, [KEY]: 1 });

/** Null for every other message that windows send each other. */
export function readGreeting(data: unknown): Greeting | null {
  if (!isObject(data) || data[KEY] !== 1) return null;
  const { say, maskText } = data;
  if (say === 'ask' || say === 'here') return { say };
  return say === 'record' ? { say, maskText: maskText !== false } : null;
}

/**
 * The attribute `frames`, separated by blanks: `same-origin`, and origins of others. What is neither is left out, as are
 * origins that are not written as browsers write them.
 */
export function readFrames(written: string): { readonly frames: boolean; readonly frameOrigins: readonly string[] } {
  const items = written.split(/\s+/);
  return { frames: items.includes('same-origin'), frameOrigins: items.filter(isOrigin) };
}

function isOrigin(item: string): boolean {
  try {
    return /^https?:/.test(item) && new URL(item).origin === item;
  } catch {
    return false;
  }
}

/** What a frame may send. Lengths are of texts, in characters; what is more costs the frame its picture. */
export const framedLimits = {
  /** All that a frame shows. */
  keyframeChars: 4_000_000,
  deltaChars: 96_000,
  /** Deltas: so many characters at once, and so many a second. */
  burstChars: 256_000,
  charsPerSecond: 256_000,
  /** Messages, likewise; a frame collects what it has for `batchMs`. */
  burstMessages: 40,
  messagesPerSecond: 20,
  batchMs: 100,
  /** Keyframes that nobody asked for, likewise. */
  burstKeyframes: 8,
  keyframesPerSecond: 0.5,
  /** A frame that wants another keyframe than those that it is asked for waits for so long. */
  keyframeGapMs: 2_000,
  /** Nodes that it shows, and nodes that it adds since, before it is asked for a new keyframe. */
  nodes: 20_000,
  /** Frames of a page. */
  frames: 8,
  /** Keyframes of all frames together, deflated: they have to fit in one delta of the page. */
  deflatedBytes: 192 * 1024,
  /** How long a keyframe that was asked for may take. */
  answerMs: 5_000,
};

export type FramedLimits = typeof framedLimits;
