import type { CobrowseErrorCode } from '../../core/cobrowse/cobrowse-error.js';
import type { ShareSession, WatchSession } from '../../core/cobrowse/cobrowse-session.js';
import type { CobrowseState, CobrowseStateName } from '../../core/cobrowse/cobrowse-state.js';
import type { CobrowseScene, SceneHost } from './scene.js';
import { Driver } from '../shared/driver.js';
import type { Failure } from '../../core/lib/coded-error.js';

export type CobrowseSession = ShareSession | WatchSession;

/** What an element shares or watches, and what is seen of it; another element may go on with it. */
export class CobrowseRun {
  /** Hears of each state before anybody else. */
  scene: CobrowseScene | null = null;
  /** What is shared or watched. */
  roomId = '';
  readonly #driver: Driver<CobrowseErrorCode, CobrowseState, CobrowseSession>;

  constructor(host: SceneHost) {
    this.#driver = new Driver<CobrowseErrorCode, CobrowseState, CobrowseSession>(host, {
      what: 'Co-browsing',
      idle: { name: 'idle' },
      loading: null,
      stopped: { name: 'ended', reason: 'self' },
      failed: (error) => ({ name: 'failed', error }),
      // Without the class of these errors, which is loaded with the press.
      isFailure: (thrown): thrown is Failure<CobrowseErrorCode> =>
        thrown instanceof Error && thrown.name === 'CobrowseError',
      isOver: ({ name }) => name === 'ended' || name === 'failed',
      isSettled: ({ name }) => name === 'sharing' || name === 'watching' || name === 'paused',
      stop: (session) => session.stop(),
      follow: (state) => this.scene?.follow(state),
      events: () => [],
    });
  }

  get state(): CobrowseStateName {
    return this.#driver.state;
  }

  get error(): Failure<CobrowseErrorCode> | null {
    return this.#driver.error;
  }

  /** Under way; null where none is. */
  get session(): CobrowseSession | null {
    return this.#driver.run;
  }

  get underWay(): boolean {
    return this.#driver.underWay;
  }

  get unready(): 'starting' | 'notLoaded' | 'reload' | null {
    return this.#driver.unready;
  }

  /** The page is shared, or about to be: the visitor has agreed. */
  get shares(): boolean {
    return this.#sharing !== null && this.state !== 'asking';
  }

  /** Begins, or joins what is under way. Settles when it is connected or over, and never rejects. */
  start(load: () => Promise<() => CobrowseSession>): Promise<void> {
    return this.#driver.start(load);
  }

  stop(): Promise<void> {
    return this.#driver.stop();
  }

  /** Of no effect where nothing is shared. */
  pause(): void {
    this.#sharing?.pause();
  }

  resume(): void {
    this.#sharing?.resume();
  }

  /** The element is out of the page: nothing is sent until `goOn` or `moveTo`. */
  hold(): void {
    this.#sharing?.hold();
  }

  /** The element is in the page again. */
  goOn(): void {
    this.#sharing?.goOn(false);
  }

  /** Goes on with another element, whose state was `previous`, or with the same; the one of before is idle. */
  moveTo(host: SceneHost, previous: CobrowseStateName): void {
    this.scene = this.scene?.moveTo?.(host) ?? null;
    // Only now that the bar is seen.
    this.#sharing?.goOn(true);
    this.#driver.moveTo(host, previous);
  }

  get #sharing(): ShareSession | null {
    const { session } = this;
    return session && 'hold' in session ? session : null;
  }
}
