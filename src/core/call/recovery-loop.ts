import { backoff } from '../lib/backoff.js';
import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import type { Network } from './ports.js';
import { answeredLeg, decide, nextRecovery, type RecoveryFact, type RecoveryState } from './recovery.js';
import { SipRefusal } from './sip-refusal.js';

/** What the leg does for its recovery. None of it decides anything. */
interface RecoveryActions {
  /** Asks the gateway for a sign of life; over a new channel by telling it that we are there now. */
  ask(fresh: boolean): void;
  /** Opens another channel and goes on over it. Rejects where no gateway could be reached. */
  reconnect(signal: AbortSignal): Promise<void>;
  /** Goes back to the channel before, where that is still open. */
  trust(): void;
  /** re-INVITE with an ICE restart. Rejects with a SipRefusal, or what the browser says to the answer. */
  restart(): Promise<void>;
  /** A new dialog with the same target, in place of the one that is gone. */
  redial(): Promise<void>;
  /** It could not be recovered. */
  giveUp(): void;
}

export interface RecoveryOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly network: Network;
  /** The platform's call is known to be there. */
  readonly platformLives: () => boolean;
  readonly actions: RecoveryActions;
  readonly signaling: (lost: boolean) => void;
  /** A new dialog took the place of one that was gone; `ms` after the loss. */
  readonly redialed: (ms: number) => void;
}

type Untimed = RecoveryFact extends infer Fact
  ? Fact extends RecoveryFact
    ? Omit<Fact, 'at' | 'delay'>
    : never
  : never;

const RECONNECT = { base: 300, cap: 4_000 };

/** Carries out what the recovery authority decides, from the 2xx to the end of the dialog. */
export class RecoveryLoop {
  readonly #options: RecoveryOptions;
  readonly #unsubscribe: () => void;
  #state: RecoveryState;
  readonly #lifetime = new AbortController();
  #cancel: () => void = () => undefined;

  constructor(options: RecoveryOptions) {
    const { clock, network } = options;
    this.#options = options;
    this.#state = answeredLeg(clock.now(), network.online);
    this.#unsubscribe = network.subscribe((event) => this.tell({ type: event }));
    this.#step();
  }

  tell(fact: Untimed): void {
    this.#options.network.look();
    if (this.#lifetime.signal.aborted) return;
    this.#dispatch(fact);
    this.#step();
  }

  /** Nothing is decided any more. Idempotent. */
  stop(): void {
    this.#lifetime.abort();
    this.#cancel();
    this.#unsubscribe();
  }

  #dispatch(fact: Untimed): void {
    const { clock, signaling, redialed } = this.#options;
    const before = this.#state;
    const delay = backoff(before.failures + 1, RECONNECT);
    this.#state = nextRecovery(before, { ...fact, delay, at: clock.now() } as RecoveryFact);
    if (this.#state.lost !== before.lost) signaling(this.#state.lost);
    if (fact.type === 'redialed') redialed(clock.now() - before.badSince);
  }

  /** Does what is due. Each action is a fact in the state before the next decision: nothing is done twice. */
  #step(): void {
    const { clock, platformLives, actions, log } = this.#options;
    this.#cancel();
    for (;;) {
      if (this.#lifetime.signal.aborted) return;
      const decision = decide(this.#state, clock.now(), platformLives());
      if (decision.do === 'wait') {
        const ms = decision.until - clock.now();
        // An action may have told a fact in this very task, and that have set a timer.
        this.#cancel();
        if (Number.isFinite(ms)) this.#cancel = clock.after(Math.max(0, ms), () => this.#due());
        return;
      }
      const { signaling, media } = this.#state;
      log[decision.do === 'ask' ? 'debug' : 'info']('recovery', { do: decision.do, signaling, media });
      switch (decision.do) {
        case 'ask':
          this.#dispatch({ type: 'asked' });
          actions.ask(this.#state.fresh && this.#state.endedAt === null);
          break;
        case 'reconnect':
          this.#dispatch({ type: 'connecting' });
          this.#settle(actions.reconnect(this.#lifetime.signal), 'opened', () => ({ type: 'connectFailed' }));
          break;
        case 'trust':
          this.#dispatch({ type: 'trusted' });
          actions.trust();
          break;
        case 'restart':
          this.#dispatch({ type: 'restarting' });
          if (this.#state.signaling === 'unknown') this.#dispatch({ type: 'asked' });
          this.#settle(actions.restart(), 'restarted', (thrown) => ({
            type: 'restartRefused',
            status: thrown instanceof SipRefusal ? thrown.status : 0,
          }));
          break;
        case 'redial':
          this.#dispatch({ type: 'redialing' });
          this.#settle(actions.redial(), 'redialed', () => null);
          break;
        case 'giveUp':
          return this.#giveUp();
      }
    }
  }

  #due(): void {
    this.#options.network.look();
    this.#step();
  }

  #settle(
    action: Promise<void>,
    done: 'opened' | 'restarted' | 'redialed',
    failed: (thrown: unknown) => Untimed | null,
  ): void {
    action.then(
      () => this.tell({ type: done }),
      (thrown: unknown) => {
        const fact = failed(thrown);
        if (fact) return this.tell(fact);
        if (this.#lifetime.signal.aborted) return;
        this.stop();
        this.#options.actions.giveUp();
      },
    );
  }

  /** The leg ends by it, which is a fact; what is given up after that is the last word. */
  #giveUp(): void {
    if (this.#state.endedAt !== null) this.stop();
    this.#options.actions.giveUp();
  }
}
