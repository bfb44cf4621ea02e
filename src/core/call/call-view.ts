import type { PlatformCause } from '../platform/click-to-call-event.js';
import type { CallErrorCode } from './call-error.js';
import { causeOf, isOver, isUnderWay, type CallState, type CallStateName, type MediaKind } from './call-state.js';

/** Which sentence says what is happening; the texts table has one for each. */
type Headline =
  | 'idle'
  | 'checking'
  | 'asking'
  | 'connecting'
  | 'queued'
  | 'transferring'
  | 'dialing'
  | 'ringing'
  | 'talking'
  | 'reconnecting'
  | 'ended'
  | 'failed';

/** What the one button of a call that is over does. */
type Remedy = 'again' | 'close';

/** A retry within the next minutes can't succeed. */
const hopeless: readonly CallErrorCode[] = ['insecure-context', 'webrtc-unsupported', 'call-unsupported', 'off-hours'];

/** What the panel renders of a call: names and figures; the words come from the texts table. */
export interface CallView {
  readonly name: CallStateName;
  readonly headline: Headline;
  /** A call is under way: it can be hung up. */
  readonly underWay: boolean;
  /** Seconds of talking so far, or in all; null before the first word. */
  readonly seconds: number | null;
  /** Seconds for which the connection has been lost; null where it is not. */
  readonly lostSeconds: number | null;
  /** Place in the queue, 1 = next. */
  readonly position: number | null;
  /** Estimated wait in minutes, at least 1. */
  readonly waitMinutes: number | null;
  /** The microphone is open: level meters, mute and device choice can be used. */
  readonly microphoneOpen: boolean;
  /** DTMF can be sent. */
  readonly keypad: boolean;
  readonly video: boolean;
  /** The browser's autoplay policy blocks the sound until a gesture. */
  readonly soundBlocked: boolean;
  /** null while a call is under way, or before there was one. */
  readonly remedy: Remedy | null;
  readonly error: ({ readonly code: CallErrorCode } & PlatformCause) | null;
  /** Why the platform ended the call, where it told; verbatim. Of a failed call, see `error`. */
  readonly cause: PlatformCause;
}

export function callView(state: CallState, now: number, media: MediaKind): CallView {
  const queue = state.name === 'queued' ? state : null;
  const wait = queue?.waitSeconds ?? null;
  return {
    name: state.name,
    headline: headline(state),
    underWay: isUnderWay(state),
    seconds: talkedSeconds(state, now),
    lostSeconds: state.name === 'reconnecting' ? wholeSeconds(state.lostSince, now) : null,
    position: queue?.position ?? null,
    waitMinutes: wait === null ? null : Math.max(1, Math.ceil(wait / 60)),
    microphoneOpen: isUnderWay(state) && state.name !== 'checking',
    keypad: state.name === 'talking',
    video: media === 'video',
    soundBlocked: 'soundBlocked' in state && state.soundBlocked,
    remedy: remedy(state),
    error: state.name === 'failed' ? { code: state.error.code, ...causeOf(state.error) } : null,
    cause: state.name === 'ended' ? causeOf(state) : {},
  };
}

function headline(state: CallState): Headline {
  if (state.name === 'checking') return state.asking ? 'asking' : 'checking';
  if ('transferring' in state && state.transferring) return 'transferring';
  if (state.name === 'dialing') return state.ringing ? 'ringing' : 'dialing';
  return state.name;
}

function remedy(state: CallState): Remedy | null {
  if (state.name === 'failed' && hopeless.includes(state.error.code)) return 'close';
  return isOver(state) ? 'again' : null;
}

function talkedSeconds(state: CallState, now: number): number | null {
  if (state.name === 'ended') return state.seconds;
  if (!('talkingSince' in state) || state.talkingSince === null) return null;
  return wholeSeconds(state.talkingSince, now);
}

const wholeSeconds = (since: number, now: number): number => Math.max(0, Math.floor((now - since) / 1000));

/** `4:12`, `1:02:09`: minutes and seconds, hours where there are any. */
export function clockText(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
