import type { GatewayTarget } from '../platform/click-to-call-event.js';
import type { MediaKind, UntimedFact } from './call-state.js';
import { Leg, type LegPorts } from './leg.js';
import type { Capture } from './ports.js';

export interface LegsOptions {
  readonly ports: LegPorts;
  readonly capture: Capture;
  readonly media: MediaKind;
  readonly tell: (fact: UntimedFact) => void;
  /** How long after a BYE, in ms, the platform may still say that it was a transfer. */
  readonly grace: () => number;
}

/** The SIP legs of one call, one after the other: the active one, and the next one with its candidates ready. */
export class Legs {
  readonly #options: LegsOptions;
  #count = 0;
  #next: { readonly number: number; readonly leg: Leg } | null = null;
  #active: Leg | null = null;
  /** Where the active leg went; null where there is none, or its agent is leaving: 168101 is no repetition then. */
  #target: string | null = null;
  #cancelGrace: () => void = () => undefined;

  constructor(options: LegsOptions) {
    this.#options = options;
  }

  /** Makes the next leg's peer connection and candidates ready. */
  prepare(): void {
    this.#next ??= this.#newLeg();
  }

  /** The platform says that the call is being transferred, perhaps to the very address that it has. */
  transferred(): void {
    this.#target = null;
    this.prepare();
  }

  /** Dials, unless it is where the active leg went already (the platform repeated itself). */
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
    this.#options.tell({ type: 'agentFound', leg: next.number });
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
    const { ports, capture, media, tell, grace } = this.#options;
    this.#count += 1;
    const number = this.#count;
    const leg = new Leg(ports, capture, media, {
      ringing: () => tell({ type: 'ringing', leg: number }),
      answered: () => tell({ type: 'answered', leg: number }),
      mediaUp: () => tell({ type: 'mediaUp', leg: number }),
      mediaLost: () => tell({ type: 'mediaLost', leg: number }),
      failed: (error) => {
        this.#forget(leg);
        tell({ type: 'legFailed', leg: number, error });
      },
      over: () => {
        this.#forget(leg);
        tell({ type: 'legOver', leg: number });
        this.#cancelGrace = ports.clock.after(grace(), () => tell({ type: 'graceOver', leg: number }));
      },
    });
    return { number, leg };
  }

  /** A leg that is over went nowhere. */
  #forget(leg: Leg): void {
    if (this.#active === leg) this.#target = null;
  }
}
