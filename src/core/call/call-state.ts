import type { Failure } from '../lib/coded-error.js';
import type { PlatformCause } from '../platform/click-to-call-event.js';
import type { CallErrorCode } from './call-error.js';

/*
 * idle ─▶ checking ─▶ connecting ─▶ queued ─▶ dialing ─▶ talking ⇄ reconnecting
 *            └────────────┴───────────┴──────────┴──────────┴──▶ ended | failed ─▶ checking …
 *
 * A transfer leads from talking back through queued or dialing. Facts come from the platform's poll and from the SIP
 * dialog in any order; those of a former leg, and all after the end, change nothing. The reducer: next-call-state.ts.
 */

export type MediaKind = 'voice' | 'video';
export type EndReason = 'visitor' | 'agent' | 'platform' | 'error';

/** What each state from `queued` on carries of the whole call. */
export interface CallRecord {
  /** Number of the SIP leg: 0 before the first, incremented by each 168101 with a new target. */
  readonly leg: number;
  /** Since when the visitor has been talking, over all legs; ms since the epoch, null before. */
  readonly talkingSince: number | null;
  /** 168106 came, and the 168101 of the new agent has not yet. */
  readonly transferring: boolean;
  /** What the visitor should know, the most urgent first; empty where all is well. */
  readonly notices: readonly CallNotice[];
}

export const callNotices = [
  'offline', // the browser has no network, or the platform can't be reached: the place in the queue is kept
  'microphone-gone', // it ended, and no other could be opened: a press opens one
  'microphone-muted', // the system silences it (a phone call, Siri, a switch)
  'microphone-silent', // it delivers nothing but zeros
  'held', // the agent holds the call
  'agent-lost', // nothing arrives from the agent, though the connection stands
  'agent-silent', // packets arrive, and are silent
  'no-camera', // the video call became a voice call
] as const;

/** In the order of their urgency. */
export type CallNotice = (typeof callNotices)[number];

/** What is being brought back. */
export type Lost = 'signaling' | 'media' | 'both';

export type CallState =
  | { readonly name: 'idle' }
  /** `asking`: the browser is expected to prompt for permission. */
  | { readonly name: 'checking'; readonly asking: boolean }
  | { readonly name: 'connecting' }
  | (CallRecord & {
      readonly name: 'queued';
      readonly since: number;
      /** Place in the queue, 1 = next; null where unknown. */
      readonly position: number | null;
      /** Estimated wait, seconds; null where unknown. */
      readonly waitSeconds: number | null;
    })
  | (CallRecord & {
      readonly name: 'dialing';
      readonly ringing: boolean;
      readonly answered: boolean;
      readonly connected: boolean;
      readonly soundBlocked: boolean;
    })
  | (CallRecord & { readonly name: 'talking'; readonly legOver: boolean; readonly soundBlocked: boolean })
  | (CallRecord & {
      readonly name: 'reconnecting';
      readonly lostSince: number;
      readonly lost: Lost;
      readonly soundBlocked: boolean;
    })
  | (PlatformCause & { readonly name: 'ended'; readonly reason: EndReason; readonly seconds: number })
  | { readonly name: 'failed'; readonly error: Failure<CallErrorCode>; readonly seconds: number };

export type CallStateName = CallState['name'];

/** Something that happened. `at`: ms since the epoch; `leg`: number of the SIP leg that it is about. */
export type CallFact = { readonly at: number } & (
  | { readonly type: 'pressed' }
  | { readonly type: 'permissionAsked' }
  | { readonly type: 'devicesReady' }
  | { readonly type: 'created' }
  | { readonly type: 'queueMoved'; readonly position: number | null; readonly waitSeconds: number | null }
  | { readonly type: 'agentFound'; readonly leg: number }
  | { readonly type: 'transferred' }
  | (PlatformCause & { readonly type: 'released' })
  | { readonly type: 'ringing'; readonly leg: number }
  | { readonly type: 'answered'; readonly leg: number }
  | { readonly type: 'mediaUp'; readonly leg: number }
  | { readonly type: 'mediaLost'; readonly leg: number }
  | { readonly type: 'signalingLost' | 'signalingBack'; readonly leg: number }
  | { readonly type: 'soundBlocked'; readonly blocked: boolean }
  /** Becomes true, or no longer is. */
  | { readonly type: 'noticed'; readonly notice: CallNotice; readonly on: boolean }
  | { readonly type: 'legOver'; readonly leg: number }
  | { readonly type: 'graceOver'; readonly leg: number }
  | { readonly type: 'legFailed'; readonly leg: number; readonly error: Failure<CallErrorCode> }
  | { readonly type: 'hungUp' }
  | { readonly type: 'failed'; readonly error: Failure<CallErrorCode> }
);

/** A fact without its time. */
export type UntimedFact = CallFact extends infer Fact ? (Fact extends CallFact ? Omit<Fact, 'at'> : never) : never;

export const idle: CallState = Object.freeze({ name: 'idle' });

export const isOver = (state: CallState): boolean => state.name === 'ended' || state.name === 'failed';
export const isUnderWay = (state: CallState): boolean => state.name !== 'idle' && !isOver(state);

/** The platform's cause alone, of a fact, a state or an error. */
export const causeOf = ({ causeId, causeDesc }: Pick<Failure, 'causeId' | 'causeDesc'>): PlatformCause => ({
  ...(causeId === undefined ? {} : { causeId }),
  ...(causeDesc === undefined ? {} : { causeDesc }),
});
