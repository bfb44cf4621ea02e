import type { CobrowseErrorCode } from './cobrowse-error.js';
import {
  isLive,
  isUnderWay,
  type CobrowseEnd,
  type CobrowseMode,
  type CobrowseState,
  type CobrowseStateName,
} from './cobrowse-state.js';
import type { Person } from './wire/control.js';

/** Which sentence says what is happening; the texts have one for each. */
export type CobrowseHeadline =
  | 'idle'
  | 'asking'
  | 'connecting'
  /** Shared, and nobody watches yet. */
  | 'alone'
  | 'shared'
  | 'paused'
  | 'reconnecting'
  /** Watched, but the visitor has not begun to share. */
  | 'notShared'
  /** The visitor is between two pages, or without a connection. */
  | 'visitorAway'
  /** The first picture is on its way. */
  | 'loading'
  | 'watching'
  | CobrowseEnd
  | 'failed';

/** `pause` where it is not paused, else `resume`; `hidden` shows what is hidden; `tools` point and draw. */
type CobrowseControl = 'pause' | 'resume' | 'hidden' | 'tools' | 'stop';

/** What a person sees of a shared page: names and figures; the words come from the texts table. */
export interface CobrowseView {
  readonly name: CobrowseStateName;
  readonly headline: CobrowseHeadline;
  readonly underWay: boolean;
  readonly controls: readonly CobrowseControl[];
  /** Names of those who watch, each person once, at the visitor's end; to be shown as text. */
  readonly viewers: readonly string[];
  /** Whole seconds that an absent visitor has left to come back; null where the visitor is here. */
  readonly graceSeconds: number | null;
  /** How far the picture is behind, in seconds, to one digit; null where there is none. */
  readonly lagSeconds: number | null;
  readonly error: {
    readonly code: CobrowseErrorCode;
    readonly causeId?: string | undefined;
    readonly causeDesc?: string | undefined;
  } | null;
}

export interface CobrowseMoment {
  readonly mode: CobrowseMode;
  readonly now: number;
  /** When the state was entered, ms since the epoch, like `now`. */
  readonly since: number;
  /** Of the session, ms; null before the first picture and at the visitor's end. */
  readonly lag: number | null;
}

export function cobrowseView(state: CobrowseState, { mode, now, since, lag }: CobrowseMoment): CobrowseView {
  const headline = mode === 'recorder' ? visitorHeadline(state) : agentHeadline(state, lag);
  return {
    name: state.name,
    headline,
    underWay: isUnderWay(state),
    controls: controls(state, headline),
    viewers: isLive(state) ? names(state.viewers.map(({ user }) => user)) : [],
    graceSeconds:
      headline === 'visitorAway' && isLive(state) ? secondsLeft(state.recorder.graceMs - (now - since)) : null,
    lagSeconds: headline === 'watching' && lag !== null ? Math.round(Math.max(0, lag) / 100) / 10 : null,
    error: state.name === 'failed' ? state.error : null,
  };
}

function visitorHeadline(state: CobrowseState): CobrowseHeadline {
  if (state.name === 'ended') return state.reason;
  if (!isLive(state)) return state.name;
  if (state.name === 'reconnecting' || state.name === 'paused') return state.name;
  return state.viewers.length === 0 ? 'alone' : 'shared';
}

function agentHeadline(state: CobrowseState, lag: number | null): CobrowseHeadline {
  if (state.name === 'ended') return state.reason;
  if (!isLive(state)) return state.name;
  if (state.name === 'reconnecting') return state.name;
  if (state.recorder.state === 'none') return 'notShared';
  if (state.recorder.state === 'away') return 'visitorAway';
  if (state.name === 'paused') return state.name;
  return lag === null ? 'loading' : 'watching';
}

function controls(state: CobrowseState, headline: CobrowseHeadline): readonly CobrowseControl[] {
  if (!isUnderWay(state) || state.name === 'asking') return [];
  if (!isLive(state)) return ['stop'];
  if (state.mode === 'recorder') return [state.paused ? 'resume' : 'pause', 'hidden', 'stop'];
  return headline === 'watching' ? ['tools', 'stop'] : ['stop'];
}

/** An agent with two windows is one person. */
const names = (people: readonly Person[]): readonly string[] => [
  ...new Map(people.map(({ id, name }) => [id, name])).values(),
];

const secondsLeft = (ms: number): number => Math.max(0, Math.ceil(ms / 1000));
