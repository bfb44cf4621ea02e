import type { Failure } from '../lib/coded-error.js';
import type { CallErrorCode } from './call-error.js';
import {
  callNotices,
  causeOf,
  isUnderWay,
  type CallFact,
  type CallNotice,
  type CallRecord,
  type CallState,
  type EndReason,
  type Lost,
} from './call-state.js';

/** The state after a fact; the same object where the fact changes nothing. Every state is frozen. */
export function nextCallState(state: CallState, fact: CallFact): CallState {
  const next = step(state, fact);
  return next === state ? state : Object.freeze(next);
}

function step(state: CallState, fact: CallFact): CallState {
  if (fact.type === 'pressed') return isUnderWay(state) ? state : { name: 'checking', asking: false };
  if (!isUnderWay(state)) return state;
  switch (fact.type) {
    case 'hungUp':
      return ended(state, 'visitor', fact.at);
    case 'released':
      return { ...ended(state, talkingSince(state) === null ? 'platform' : 'agent', fact.at), ...causeOf(fact) };
    case 'failed':
      return failed(state, fact.error, fact.at);
    default:
      return advance(state, fact);
  }
}

function advance(state: CallState, fact: CallFact): CallState {
  if (fact.type === 'noticed') return 'notices' in state ? noticed(state, fact.notice, fact.on) : state;
  switch (state.name) {
    case 'checking':
      if (fact.type === 'permissionAsked') return state.asking ? state : { ...state, asking: true };
      return fact.type === 'devicesReady' ? { name: 'connecting' } : state;
    case 'connecting':
      return fact.type === 'created'
        ? queued({ leg: 0, talkingSince: null, transferring: false, notices: [] }, fact.at)
        : state;
    case 'queued':
      if (fact.type === 'queueMoved') return moved(state, fact.position, fact.waitSeconds);
      if (fact.type === 'transferred') return state.transferring ? state : { ...state, transferring: true };
      return fact.type === 'agentFound' ? dialing(state, fact.leg) : state;
    case 'dialing':
    case 'talking':
    case 'reconnecting':
      return onLeg(state, fact);
    default:
      return state;
  }
}

type LegState = Extract<CallState, { name: 'dialing' | 'talking' | 'reconnecting' }>;

function onLeg(state: LegState, fact: CallFact): CallState {
  if ('leg' in fact && fact.type !== 'agentFound' && fact.leg !== state.leg) return state;
  switch (fact.type) {
    case 'agentFound':
      return fact.leg > state.leg ? dialing(state, fact.leg) : state;
    case 'transferred':
      if (state.name === 'talking' && state.legOver) return queued({ ...state, transferring: true }, fact.at);
      return state.transferring ? state : { ...state, transferring: true };
    case 'legOver':
      if (state.transferring) return queued(state, fact.at);
      if (state.name === 'talking') return state.legOver ? state : { ...state, legOver: true };
      return ended(state, 'agent', fact.at);
    case 'legFailed':
      return state.transferring ? queued(state, fact.at) : failed(state, fact.error, fact.at);
    case 'graceOver':
      return state.name === 'talking' && state.legOver ? ended(state, 'agent', fact.at) : state;
    case 'soundBlocked':
      return state.soundBlocked === fact.blocked ? state : { ...state, soundBlocked: fact.blocked };
    case 'ringing':
      return state.name === 'dialing' && !state.ringing ? { ...state, ringing: true } : state;
    case 'answered':
      return state.name === 'dialing' && !state.answered ? settled({ ...state, answered: true }, fact.at) : state;
    case 'mediaUp':
      if (state.name === 'dialing' && !state.connected) return settled({ ...state, connected: true }, fact.at);
      return regained(state, 'media', fact.at);
    case 'mediaLost':
      return state.name === 'dialing' && state.connected
        ? { ...state, connected: false }
        : lost(state, 'media', fact.at);
    case 'signalingLost':
      return lost(state, 'signaling', fact.at);
    case 'signalingBack':
      return regained(state, 'signaling', fact.at);
    default:
      return state;
  }
}

function settled(state: Extract<CallState, { name: 'dialing' }>, at: number): CallState {
  return state.answered && state.connected ? talking(state, at) : state;
}

function lost(state: LegState, what: Exclude<Lost, 'both'>, at: number): CallState {
  if (state.name === 'talking' && !state.legOver) return reconnecting(state, what, at);
  if (state.name !== 'reconnecting' || state.lost === what || state.lost === 'both') return state;
  return { ...state, lost: 'both' };
}

function regained(state: LegState, what: Exclude<Lost, 'both'>, at: number): CallState {
  if (state.name !== 'reconnecting') return state;
  if (state.lost === what) return talking(state, at);
  return state.lost === 'both' ? { ...state, lost: what === 'media' ? 'signaling' : 'media' } : state;
}

/** Of the agent and the connection to them: over with the leg. */
const ofTheLeg: readonly CallNotice[] = ['held', 'agent-lost', 'agent-silent'];

function noticed<State extends CallRecord>(state: State, notice: CallNotice, on: boolean): State {
  if (state.notices.includes(notice) === on) return state;
  const notices = callNotices.filter((one) => (one === notice ? on : state.notices.includes(one)));
  return { ...state, notices };
}

const record = ({ leg, talkingSince, transferring, notices }: CallRecord): CallRecord => ({
  leg,
  talkingSince,
  transferring,
  notices,
});

const queued = (state: CallRecord, at: number): CallState => ({
  ...record(state),
  notices: state.notices.filter((notice) => !ofTheLeg.includes(notice)),
  name: 'queued',
  since: at,
  position: null,
  waitSeconds: null,
});

function moved(
  state: Extract<CallState, { name: 'queued' }>,
  position: number | null,
  waitSeconds: number | null,
): CallState {
  return state.position === position && state.waitSeconds === waitSeconds ? state : { ...state, position, waitSeconds };
}

const dialing = (state: CallRecord, leg: number): CallState => ({
  ...record(state),
  name: 'dialing',
  leg,
  transferring: false,
  notices: state.notices.filter((notice) => !ofTheLeg.includes(notice)),
  ringing: false,
  answered: false,
  connected: false,
  soundBlocked: false,
});

const talking = (state: Exclude<LegState, { name: 'talking' }>, at: number): CallState => ({
  ...record(state),
  name: 'talking',
  talkingSince: state.talkingSince ?? at,
  legOver: false,
  soundBlocked: state.soundBlocked,
});

const reconnecting = (
  state: Extract<CallState, { name: 'talking' }>,
  what: Exclude<Lost, 'both'>,
  at: number,
): CallState => ({
  ...record(state),
  name: 'reconnecting',
  lostSince: at,
  lost: what,
  soundBlocked: state.soundBlocked,
});

const ended = (state: CallState, reason: EndReason, at: number): Extract<CallState, { name: 'ended' }> => ({
  name: 'ended',
  reason,
  seconds: seconds(state, at),
});

const failed = (state: CallState, error: Failure<CallErrorCode>, at: number): CallState => ({
  name: 'failed',
  error,
  seconds: seconds(state, at),
});

const talkingSince = (state: CallState): number | null => ('talkingSince' in state ? state.talkingSince : null);

/** Duration of talking up to `at`, whole seconds. */
function seconds(state: CallState, at: number): number {
  const since = talkingSince(state);
  return since === null ? 0 : Math.max(0, Math.round((at - since) / 1000));
}
