/*
 * The recovery authority of a leg: facts in, one decision out at a time.
 *
 *   signaling   proven ──quiet 20 s, woke, media lost──▶ unknown ──ask──▶ asked ──heard──▶ proven
 *                 │                                                         │ 5 s unheard
 *                 └──closed──▶ down ◀───────────────────────────────────────┘
 *                              │ ▲ failed
 *                     reconnect▼ │
 *                           connecting ──opened──▶ unknown: the next request over it is the question, and it is not back
 *                                                  until its final response says that the agent's end knows the way
 *
 *   media       connecting ─▶ up ⇄ lost, stalled ─▶ failed
 *   restart     none ─▶ running ─▶ done ──ICE failed, another network──▶ none
 *                          └─▶ refused
 *   dialog      alive ─▶ gone (481) ─▶ replacing ─▶ alive
 *
 * Signaling that is bad is reconnected, never mended by ICE; media that are bad over proven signaling get one ICE restart
 * per outage; where it is not known which, the gateway is asked first. A re-INVITE with an ICE restart on a new channel is
 * question, target refresh and repair in one. A dialog is dialled anew only where the platform's call lives, and never
 * while the visitor hears the agent.
 */

export interface RecoveryState {
  readonly signaling: 'proven' | 'unknown' | 'asked' | 'down' | 'connecting';
  /** The channel is a new one, of which the agent's end does not know yet: what it sends may not arrive. */
  readonly fresh: boolean;
  /** When something came last. */
  readonly heardAt: number;
  readonly askedAt: number;
  /** Not to be reconnected before this. */
  readonly retryAt: number;
  /** Attempts to reconnect that failed in a row. */
  readonly failures: number;
  /** Whether the gateway answers questions: only where it does, its silence means something. */
  readonly answers: 'yes' | 'no' | 'unknown';
  /** Signaling is known to be lost, and not back yet. */
  readonly lost: boolean;
  readonly media: 'connecting' | 'up' | 'lost' | 'stalled' | 'failed';
  /** They were up before. */
  readonly wasUp: boolean;
  /** Since when they are not up. */
  readonly badSince: number;
  readonly restart: 'none' | 'running' | 'done' | 'refused';
  /** Not to be restarted before this. */
  readonly restartAt: number;
  readonly dialog: 'alive' | 'gone' | 'replacing';
  readonly goneAt: number;
  readonly online: boolean;
  /** When we hung up; the dialog is not closed yet. null while the call goes on. */
  readonly endedAt: number | null;
}

/** `at`: ms since the epoch; `delay`: before the next try, ms (full jitter). */
export type RecoveryFact = { readonly at: number } & (
  | { readonly type: 'heard' | 'told' | 'asked' | 'connecting' | 'opened' | 'trusted' }
  | { readonly type: 'closed' | 'connectFailed'; readonly delay: number }
  | { readonly type: 'mediaUp' | 'mediaLost' | 'mediaFailed' | 'rtpStalled' | 'rtpFlows' }
  | { readonly type: 'restarting' | 'restarted' }
  /** `status`: of the final response to the re-INVITE; 0 where the browser refused its answer. */
  | { readonly type: 'restartRefused'; readonly status: number }
  | { readonly type: 'redialing' | 'redialed' }
  | { readonly type: 'online' | 'offline' | 'changed' | 'woke' }
  | { readonly type: 'ended' }
);

export type Decision =
  | { readonly do: 'ask' | 'reconnect' | 'trust' | 'restart' | 'redial' | 'giveUp' }
  /** Nothing before this time, unless a fact comes. */
  | { readonly do: 'wait'; readonly until: number };

/** Silence after which the gateway is asked whether it is still there, ms. */
const QUIET = 20_000;
/** The same before the gateway's first answer, ms. */
const FIRST_QUIET = 5_000;
/** Time to answer, ms. */
const ANSWER = 5_000;
/** What came within this time proves that signaling works, ms. */
const PROOF = 1_000;
/** Time for lost media to come back, ms. */
const OUTAGE = 60_000;
/** Time from the 2xx to connected media, ms; after the shorter one ICE is restarted, with the candidates that came late. */
const FIRST_MEDIA = 20_000;
const FIRST_RESTART = 4_000;
/** After a refusal that may pass (491, 5xx), ms. */
const NEXT_RESTART = 2_000;
/** After a 481 the platform may yet say that the call is over, ms. */
const GRACE = 1_500;
/** For so long after the hang-up a BYE is tried to be delivered, ms. */
const LAST_WORDS = 60_000;

/** A leg whose INVITE was answered right now. */
export const answeredLeg = (at: number, online: boolean): RecoveryState => ({
  signaling: 'proven',
  fresh: false,
  heardAt: at,
  askedAt: at,
  retryAt: at,
  failures: 0,
  answers: 'unknown',
  lost: false,
  media: 'connecting',
  wasUp: false,
  badSince: at,
  restart: 'none',
  restartAt: at + FIRST_RESTART,
  dialog: 'alive',
  goneAt: at,
  online,
  endedAt: null,
});

/** The state after a fact; the same object where the fact changes nothing. */
export function nextRecovery(state: RecoveryState, fact: RecoveryFact): RecoveryState {
  const { at } = fact;
  switch (fact.type) {
    case 'heard':
      if (isDown(state)) return state;
      return { ...proven(state, at), answers: state.signaling === 'asked' ? 'yes' : state.answers };
    case 'told':
      return told(state);
    case 'trusted':
      return { ...proven(told(state), at), answers: 'no' };
    case 'asked':
      return isDown(state) ? state : { ...state, signaling: 'asked', askedAt: at };
    case 'closed':
      return isDown(state) ? state : { ...state, signaling: 'down', lost: true, retryAt: at + fact.delay };
    case 'connecting':
      return { ...state, signaling: 'connecting', lost: state.lost || state.answers === 'yes' || isLost(state) };
    case 'connectFailed':
      return { ...state, signaling: 'down', failures: state.failures + 1, retryAt: at + fact.delay };
    case 'opened':
      return { ...state, signaling: 'unknown', fresh: true };
    case 'mediaUp':
      return {
        ...state,
        media: 'up',
        wasUp: true,
        restart: state.restart === 'running' ? 'running' : 'none',
        restartAt: at,
      };
    case 'mediaLost':
      return doubted(badMedia(state, 'lost', at), at);
    case 'mediaFailed':
      return doubted(
        { ...badMedia(state, 'failed', at), restart: state.restart === 'done' ? 'none' : state.restart, restartAt: at },
        at,
      );
    case 'rtpStalled':
      return state.media === 'up' ? doubted(badMedia(state, 'stalled', at), at) : state;
    case 'rtpFlows':
      return state.media === 'stalled' ? { ...state, media: 'up', restart: 'none' } : state;
    case 'restarting':
      return { ...state, restart: 'running' };
    case 'restarted':
      return { ...told(state), restart: isBad(state) ? 'done' : 'none' };
    case 'restartRefused':
      return refused(told(state), fact.status, at);
    case 'redialing':
      return { ...state, dialog: 'replacing' };
    case 'redialed':
      // Its media may have been faster than the news of it.
      return {
        ...answeredLeg(at, state.online),
        answers: state.answers,
        ...(isBad(state) ? {} : { media: 'up', wasUp: true }),
      };
    case 'online':
    case 'changed':
      return moved({ ...state, online: true, retryAt: Math.min(state.retryAt, at) });
    case 'offline':
      return { ...state, online: false };
    case 'woke':
      return moved({ ...state, retryAt: at, badSince: at });
    case 'ended':
      return { ...state, endedAt: at, ...(isDown(state) ? {} : { signaling: 'asked', askedAt: at }) };
  }
}

/** What is to be done now. `platformLives`: the platform's call is known to be there. */
export function decide(state: RecoveryState, now: number, platformLives: boolean): Decision {
  if (now >= limit(state)) return { do: 'giveUp' };
  const wait = (until: number): Decision => ({ do: 'wait', until: Math.min(until, limit(state)) });
  if (state.dialog === 'replacing') return wait(Infinity);
  switch (state.signaling) {
    case 'down':
      return state.online && now >= state.retryAt ? { do: 'reconnect' } : wait(state.online ? state.retryAt : Infinity);
    case 'connecting':
      return wait(Infinity);
    case 'asked':
      if (now < state.askedAt + ANSWER) return wait(state.askedAt + ANSWER);
      // Neither the old channel nor the new one answers: such a gateway does not, which proves nothing.
      if (!state.fresh || state.answers === 'yes' || isLost(state)) return { do: 'reconnect' };
      return { do: state.endedAt === null ? 'trust' : 'giveUp' };
    case 'unknown':
      if (state.endedAt !== null) return { do: 'ask' };
      return { do: state.fresh && mayRestart(state, now) ? 'restart' : 'ask' };
    case 'proven':
      break;
  }
  if (state.endedAt !== null) return wait(Infinity);
  if (isLost(state) && (state.dialog === 'gone' || state.restart === 'refused'))
    return platformLives && now >= state.goneAt + GRACE ? { do: 'redial' } : wait(Math.max(now, state.goneAt) + GRACE);
  if (mayRestart(state, now)) return { do: 'restart' };
  // The first question comes early: its answer shows what silence will mean.
  const askAt = { yes: state.heardAt + QUIET, unknown: state.heardAt + FIRST_QUIET, no: Infinity }[state.answers];
  if (now >= askAt) return { do: 'ask' };
  const next = isBad(state) && state.restart === 'none' && state.dialog === 'alive' ? state.restartAt : Infinity;
  return wait(Math.min(next, askAt));
}

/** When all effort ends. */
function limit(state: RecoveryState): number {
  if (state.endedAt !== null) return state.endedAt + LAST_WORDS;
  if (!state.wasUp) return state.badSince + FIRST_MEDIA;
  return isLost(state) ? state.badSince + OUTAGE : Infinity;
}

const isDown = ({ signaling }: RecoveryState): boolean => signaling === 'down' || signaling === 'connecting';
const isBad = ({ media }: RecoveryState): boolean => media !== 'up';
const isLost = ({ media }: RecoveryState): boolean => media === 'lost' || media === 'failed';

const mayRestart = (state: RecoveryState, now: number): boolean =>
  isBad(state) && state.restart === 'none' && state.dialog === 'alive' && now >= state.restartAt;

const proven = (state: RecoveryState, at: number): RecoveryState => ({
  ...state,
  signaling: 'proven',
  lost: state.lost && state.fresh,
  heardAt: at,
  failures: 0,
});

const told = (state: RecoveryState): RecoveryState => ({ ...state, fresh: false, lost: state.lost && isDown(state) });

const badMedia = (state: RecoveryState, media: 'lost' | 'stalled' | 'failed', at: number): RecoveryState => ({
  ...state,
  media,
  badSince: state.media === 'up' || state.media === 'stalled' ? at : state.badSince,
});

/** Whatever took the media may have taken the signaling. */
const doubted = (state: RecoveryState, at: number): RecoveryState =>
  state.signaling === 'proven' && at - state.heardAt > PROOF ? { ...state, signaling: 'unknown' } : state;

/** Another path, or another time: what was proven is not, and what failed may work. */
const moved = (state: RecoveryState): RecoveryState => ({
  ...state,
  ...(state.signaling === 'proven' ? { signaling: 'unknown' } : {}),
  ...(state.restart === 'done' ? { restart: 'none' } : {}),
});

/** RFC 3261 §12.2.1.2. A 408 is nobody's answer; what was pending (491) or failed (5xx) may pass. */
function refused(state: RecoveryState, status: number, at: number): RecoveryState {
  if (status === 481) return { ...state, restart: 'none', dialog: 'gone', goneAt: at };
  if (status === 408) return { ...state, restart: 'none', signaling: isDown(state) ? state.signaling : 'unknown' };
  if (status === 491 || status >= 500) return { ...state, restart: 'none', restartAt: at + NEXT_RESTART };
  return { ...state, restart: 'refused', goneAt: at };
}
