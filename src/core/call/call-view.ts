import type { CallErrorCode } from './call-error.js';
import {
  isOver,
  isUnderWay,
  type CallNotice,
  type CallState,
  type CallStateName,
  type MediaKind,
} from './call-state.js';

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
  | 'repairing'
  | 'ended'
  | 'dropped'
  | 'failed';

/** What the one button of a call that is over does. */
type Remedy = 'again' | 'close';

/** Signaling that is back sooner was never missed by anybody, ms. */
const UNNOTICED = 2_000;

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
  /** The two sides can hear each other, as far as the connection goes. */
  readonly audible: boolean;
  /** Seconds for which the sound has been lost; null where it is not. */
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
  /** What the visitor should know first; null where all is well. */
  readonly notice: CallNotice | null;
  /** null while a call is under way, or before there was one. */
  readonly remedy: Remedy | null;
  readonly error: CallErrorCode | null;
  /** Why the platform ended the call, in its own words; not trusted. Empty where it said nothing. */
  readonly cause: string;
}

export function callView(state: CallState, now: number, media: MediaKind): CallView {
  const queue = state.name === 'queued' ? state : null;
  const wait = queue?.waitSeconds ?? null;
  return {
    name: state.name,
    headline: headline(state, now),
    underWay: isUnderWay(state),
    seconds: talkedSeconds(state, now),
    audible: isAudible(state),
    lostSeconds: state.name === 'reconnecting' && !isAudible(state) ? wholeSeconds(state.lostSince, now) : null,
    position: queue?.position ?? null,
    waitMinutes: wait === null ? null : Math.max(1, Math.ceil(wait / 60)),
    microphoneOpen: isUnderWay(state) && state.name !== 'checking',
    keypad: isAudible(state),
    video: media === 'video',
    soundBlocked: 'soundBlocked' in state && state.soundBlocked,
    notice: notice(state),
    remedy: remedy(state),
    error: state.name === 'failed' ? state.error.code : null,
    cause: cause(state),
  };
}

function headline(state: CallState, now: number): Headline {
  if (state.name === 'checking') return state.asking ? 'asking' : 'checking';
  if ('transferring' in state && state.transferring) return 'transferring';
  if (state.name === 'dialing') return state.ringing ? 'ringing' : 'dialing';
  if (state.name === 'reconnecting' && isAudible(state))
    return now - state.lostSince < UNNOTICED ? 'talking' : 'repairing';
  if (state.name === 'ended' && state.reason === 'platform') return 'dropped';
  return state.name;
}

const isAudible = (state: CallState): boolean =>
  state.name === 'talking' || (state.name === 'reconnecting' && state.lost === 'signaling');

/** While the two hear each other, a platform that can't be reached is nobody's concern. */
function notice(state: CallState): CallNotice | null {
  if (!('notices' in state)) return null;
  return state.notices.find((one) => one !== 'offline' || !isAudible(state)) ?? null;
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

function cause(state: CallState): string {
  if (state.name !== 'failed' && state.name !== 'ended') return '';
  const { causeId, causeDesc } = state.name === 'failed' ? state.error : state;
  return [causeId, causeDesc].filter((part) => part !== undefined).join(' ');
}

/** `4:12`, `1:02:09`: minutes and seconds, hours where there are any. */
export function clockText(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
