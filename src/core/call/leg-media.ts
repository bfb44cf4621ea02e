import type { Clock } from '../lib/clock.js';
import { CallError } from './call-error.js';
import type { CallNotice, MediaKind } from './call-state.js';
import type { MediaStats } from './media-stats.js';
import { MediaWatch } from './media-watch.js';
import type { Capture, CreatePeer, Offer, Peer, PeerEvent } from './ports.js';
import type { Quality } from './quality.js';
import { holdOf } from './sdp.js';

export interface LegMediaEvents {
  peer(event: PeerEvent): void;
  /** No packet arrives though the connection stands, or packets do again. */
  stalled(on: boolean): void;
  noticed(notice: CallNotice, on: boolean): void;
  quality(quality: Quality, stats: MediaStats): void;
}

export interface LegMediaOptions {
  readonly clock: Clock;
  readonly createPeer: CreatePeer;
  readonly capture: Capture;
  readonly media: MediaKind;
  /** The visitor has silenced the microphone. */
  readonly muted: () => boolean;
  /** The page can be seen. */
  readonly visible: () => boolean;
  readonly events: LegMediaEvents;
}

/** The media of one leg: its peer connection, which may be replaced, and the watch over what it sends and gets. */
export class LegMedia {
  readonly #options: LegMediaOptions;
  readonly #watch: MediaWatch;
  #kind: MediaKind;
  #peer: Peer;
  #connected = false;
  #held = false;
  #closed = false;

  constructor(options: LegMediaOptions) {
    this.#options = options;
    this.#kind = options.media;
    this.#peer = this.#newPeer();
    this.#watch = this.#newWatch();
  }

  /** Of the first INVITE, or that of a new dialog. */
  offer(): Promise<Offer> {
    return this.#peer.offer();
  }

  /** The session as it is, for an INVITE without an offer; its answer comes by `acceptLater`. */
  async reoffer(): Promise<string> {
    return (await this.#peer.reoffer()).sdp;
  }

  /** Restarts ICE by an offer/answer exchange. Rejects as `exchange` does, or with what the browser says to the answer. */
  async restart(exchange: (offer: string) => Promise<string>): Promise<void> {
    const { sdp } = await this.#peer.restart();
    try {
      await this.#peer.accept(await exchange(sdp), { early: false });
    } catch (thrown) {
      await this.#peer.rollback();
      throw thrown;
    }
  }

  /** @throws CallError `media-failed` where the browser refuses the answer */
  async accept(sdp: string): Promise<void> {
    await this.#peer.accept(sdp, { early: false }).catch((cause: unknown) => {
      throw new CallError('media-failed', "The browser refused the gateway's session description.", { cause });
    });
  }

  acceptEarly(sdp: string): void {
    this.#peer.accept(sdp, { early: true }).catch(() => undefined);
  }

  /** The answer to `reoffer`. */
  acceptLater(sdp: string): void {
    this.#peer.accept(sdp, { early: false }).then(
      () => this.#hold(sdp),
      () => undefined,
    );
  }

  /** Our answer to an offer of the gateway. Rejects where the browser can't take it. */
  async answer(offer: string): Promise<string> {
    const answer = await this.#peer.answer(offer);
    this.#hold(offer);
    return answer;
  }

  sendTones(tones: string): boolean {
    return this.#peer.sendTones(tones);
  }

  /** Drops the video section. False where there is none. */
  withoutVideo(): boolean {
    if (this.#kind === 'voice') return false;
    this.#kind = 'voice';
    this.replace();
    return true;
  }

  /** A new peer connection, for a new dialog. */
  replace(): void {
    const before = this.#peer;
    this.#peer = this.#newPeer();
    before.close();
  }

  /** Nothing is emitted after it. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#watch.stop();
    this.#peer.close();
  }

  #newPeer(): Peer {
    const { createPeer, capture, events } = this.#options;
    const peer = createPeer(capture, this.#kind, (event) => {
      if (peer !== this.#peer || this.#closed) return;
      this.#connected = event === 'up';
      if (this.#connected) this.#watch.start();
      events.peer(event);
    });
    return peer;
  }

  #newWatch(): MediaWatch {
    const { clock, muted, visible, events } = this.#options;
    const stalled = (on: boolean) => {
      events.noticed('agent-lost', on);
      events.stalled(on);
    };
    return new MediaWatch({
      clock,
      stats: () => this.#peer.stats(),
      muted,
      visible,
      held: () => this.#held,
      connected: () => this.#connected,
      on: {
        rtpStalled: () => stalled(true),
        rtpFlows: () => stalled(false),
        agentSilent: (on) => events.noticed('agent-silent', on),
        microphoneSilent: (on) => events.noticed('microphone-silent', on),
        quality: (quality, stats) => events.quality(quality, stats),
      },
    });
  }

  #hold(remote: string): void {
    this.#held = holdOf(remote);
    if (!this.#closed) this.#options.events.noticed('held', this.#held);
  }
}
