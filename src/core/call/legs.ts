import type { GatewayTarget } from '../platform/click-to-call-event.js';
import type { MediaKind, UntimedFact } from './call-state.js';
import { Leg, type LegEvents, type LegPorts } from './leg.js';
import type { Capture } from './ports.js';

export interface LegsOptions {
  readonly ports: LegPorts;
  readonly capture: Capture;
  readonly media: MediaKind;
  readonly dispatch: (fact: UntimedFact) => void;
  /** The platform's call is known to be there. */
  readonly platformLives: () => boolean;
  /** How long after a BYE a transfer event (168106) is waited for, ms. */
  readonly grace: () => number;
}

/** The SIP legs of one call in sequence: the active one, and the next one, which is gathering already. */
export class Legs {
  readonly #options: LegsOptions;
  #count = 0;
  #next: { readonly number: number; readonly leg: Leg } | null = null;
  #active: Leg | null = null;
  /** Target of the active leg; null where there is none or a transfer began: the same 168101 is not a repetition then. */
  #target: string | null = null;
  #cancelGrace: () => void = () => undefined;

  constructor(options: LegsOptions) {
    this.#options = options;
  }

  /** Creates the next leg, so that its peer connection gathers candidates ahead of time. Idempotent. */
  prepare(): void {
    this.#next ??= this.#newLeg();
  }

  /** 168106: the call is being transferred, perhaps to the very target that it has. */
  transferred(): void {
    this.#target = null;
    this.prepare();
  }

  /** Ends the active leg and dials, unless the platform only repeated the active leg's target. */
  dial(target: GatewayTarget): void {
    const identity = JSON.stringify(target);
    if (identity === this.#target) return;
    this.#target = identity;
    this.prepare();
    const next = this.#next;
    if (!next) return;
    this.#next = null;
    this.#active?.end();
    this.#active = next.leg;
    this.#options.dispatch({ type: 'agentFound', leg: next.number });
    void next.leg.dial(target);
  }

  sendTones(tones: string): void {
    this.#active?.sendTones(tones);
  }

  end(): void {
    this.#cancelGrace();
    this.#active?.end();
    this.#next?.leg.end();
  }

  #newLeg(): { number: number; leg: Leg } {
    const { ports, capture, media, dispatch, grace, platformLives } = this.#options;
    this.#count += 1;
    const number = this.#count;
    const events: LegEvents = {
      ringing: () => dispatch({ type: 'ringing', leg: number }),
      answered: () => dispatch({ type: 'answered', leg: number }),
      mediaUp: () => dispatch({ type: 'mediaUp', leg: number }),
      mediaLost: () => dispatch({ type: 'mediaLost', leg: number }),
      signaling: (lost) => dispatch({ type: lost ? 'signalingLost' : 'signalingBack', leg: number }),
      recovered: () => undefined,
      failed: (error) => {
        this.#forget(leg);
        dispatch({ type: 'legFailed', leg: number, error });
      },
      over: () => {
        this.#forget(leg);
        dispatch({ type: 'legOver', leg: number });
        this.#cancelGrace = ports.clock.after(grace(), () => dispatch({ type: 'graceOver', leg: number }));
      },
    };
    const leg = new Leg({ ports, capture, media, events, platformLives });
    return { number, leg };
  }

  /** A leg that is over has no target. */
  #forget(leg: Leg): void {
    if (this.#active === leg) this.#target = null;
  }
}
