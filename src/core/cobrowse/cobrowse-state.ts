import type { Failure } from '../lib/coded-error.js';
import type { CobrowseErrorCode } from './cobrowse-error.js';
import type { RecorderNews, Viewer } from './wire/control.js';

/**
 *     idle ─started─▶ asking ─agreed─▶ connecting ─live─▶ sharing | watching ⇄ paused
 *              └────────────────────────▲                      │  ⇅ lost, live
 *                                                          reconnecting
 *     any of them ─▶ ended | failed ─started─▶ …
 *
 * The visitor's end is asked first, unless it goes on after a navigation; the agent's end is never asked.
 */
export type CobrowseState =
  | { readonly name: 'idle' }
  /** The visitor is asked; nothing is opened or sent before the answer. */
  | { readonly name: 'asking' }
  | { readonly name: 'connecting' }
  | ({ readonly name: 'sharing' | 'watching' | 'paused' } & Live)
  | ({ readonly name: 'reconnecting'; readonly lostSince: number } & Live)
  | { readonly name: 'ended'; readonly reason: CobrowseEnd }
  | { readonly name: 'failed'; readonly error: Failure<CobrowseErrorCode> };

/** What both ends know while they are connected, and keep while they are not. */
export interface Live {
  readonly mode: CobrowseMode;
  /** Nothing of the page goes out until `resumed`. */
  readonly paused: boolean;
  /** Who watches; told to the recorder alone. */
  readonly viewers: readonly Viewer[];
  /** The recorder as the relay sees it; told to the replayer alone. */
  readonly recorder: Pick<RecorderNews, 'state' | 'user' | 'graceMs'>;
}

export type CobrowseStateName = CobrowseState['name'];
export type CobrowseMode = 'recorder' | 'replayer';

/**
 * `self`: this end stopped · `other`: the other end or the relay did · `declined`: the visitor said no ·
 * `taken-over`: another tab of the visitor shares now
 */
export type CobrowseEnd = 'self' | 'other' | 'declined' | 'taken-over';

export type CobrowseFact =
  | { readonly type: 'started'; readonly ask: boolean }
  | { readonly type: 'agreed' }
  /** The relay said welcome. */
  | { readonly type: 'live'; readonly mode: CobrowseMode }
  | { readonly type: 'lost'; readonly at: number }
  /** By the visitor; at the recorder its own doing, at the replayer told by the relay with `recorder`. */
  | { readonly type: 'paused'; readonly paused: boolean }
  | { readonly type: 'viewers'; readonly viewers: readonly Viewer[] }
  | { readonly type: 'recorder'; readonly news: RecorderNews }
  | { readonly type: 'ended'; readonly reason: CobrowseEnd }
  | { readonly type: 'failed'; readonly error: Failure<CobrowseErrorCode> };

export const idle: CobrowseState = Object.freeze({ name: 'idle' });

const alone: Omit<Live, 'mode'> = { paused: false, viewers: [], recorder: { state: 'none', user: null, graceMs: 0 } };

/** Where a fact leads from a state; the same object where it leads nowhere. */
export function nextCobrowseState(state: CobrowseState, fact: CobrowseFact): CobrowseState {
  const next = follow(state, fact);
  return next === state ? state : Object.freeze(next);
}

function follow(state: CobrowseState, fact: CobrowseFact): CobrowseState {
  if (fact.type === 'started') {
    if (isUnderWay(state)) return state;
    return { name: fact.ask ? 'asking' : 'connecting' };
  }
  if (!isUnderWay(state)) return state;
  switch (fact.type) {
    case 'agreed':
      return state.name === 'asking' ? { name: 'connecting' } : state;
    case 'live':
      if (state.name === 'connecting') return live({ ...alone, mode: fact.mode });
      return state.name === 'reconnecting' ? live(state) : state;
    case 'lost':
      return isLive(state) && state.name !== 'reconnecting'
        ? { ...onlyLive(state), name: 'reconnecting', lostSince: fact.at }
        : state;
    case 'paused':
      if (!isLive(state) || state.paused === fact.paused) return state;
      return withLive(state, { ...onlyLive(state), paused: fact.paused });
    case 'viewers':
      return isLive(state) ? withLive(state, { ...onlyLive(state), viewers: fact.viewers }) : state;
    case 'recorder': {
      if (!isLive(state)) return state;
      const { state: recorder, user, graceMs, paused } = fact.news;
      return withLive(state, { ...onlyLive(state), paused, recorder: { state: recorder, user, graceMs } });
    }
    case 'ended':
      return { name: 'ended', reason: fact.reason };
    case 'failed':
      return { name: 'failed', error: fact.error };
  }
}

export const isUnderWay = ({ name }: CobrowseState): boolean => !['idle', 'ended', 'failed'].includes(name);

export const isLive = (state: CobrowseState): state is Extract<CobrowseState, Live> => 'mode' in state;

const live = (data: Live): CobrowseState => ({
  ...onlyLive(data),
  name: data.paused ? 'paused' : data.mode === 'recorder' ? 'sharing' : 'watching',
});

const withLive = (state: Extract<CobrowseState, Live>, data: Live): CobrowseState =>
  state.name === 'reconnecting' ? { ...data, name: 'reconnecting', lostSince: state.lostSince } : live(data);

const onlyLive = ({ mode, paused, viewers, recorder }: Live): Live => ({ mode, paused, viewers, recorder });
