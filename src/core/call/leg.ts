import { sleep } from '../lib/clock.js';
import { asCallError, CallError } from './call-error.js';
import type { GatewayTarget } from '../platform/click-to-call-event.js';
import type { MediaKind } from './call-state.js';
import { dial, type DialEvents, type DialPorts } from './dial.js';
import { DTMF, dtmfRelay } from './dtmf.js';
import type { Capture, CreatePeer, Network, Peer, PeerEvent, SipDialog } from './ports.js';
import { race } from './race.js';
import { RecoveryLoop, type Recovered } from './recovery-loop.js';
import { SipRefusal } from './sip-refusal.js';

export interface LegPorts extends DialPorts {
  readonly createPeer: CreatePeer;
  readonly network: Network;
}

export interface LegOptions {
  readonly ports: LegPorts;
  readonly capture: Capture;
  readonly media: MediaKind;
  readonly events: LegEvents;
  /** The platform's call is known to be there: a dialog that is gone may be dialled anew. */
  readonly platformLives: () => boolean;
}

/** A leg's events; `failed` and `over` are the last one. */
export interface LegEvents {
  ringing(): void;
  answered(): void;
  mediaUp(): void;
  mediaLost(): void;
  signaling(lost: boolean): void;
  recovered(what: Recovered, ms: number): void;
  over(): void;
  failed(error: CallError): void;
}

/** Gateways of a lost dialog: its own first, another one only where that refuses or keeps silent. ms. */
const RECONNECT = { stagger: 2_000, timeout: 4_000 };

/*
 *               dial()            2xx and media           signaling or media lost
 *   gathering ─────────▶ dialing ───────────────▶ talking ◀────────────▶ recovering
 *
 *   dialing ─▶ failed               no gateway, non-2xx final response, or media that can't be connected
 *   talking, recovering ─▶ failed   the recovery authority gives up
 *   talking, recovering ─▶ over     BYE from the gateway; from dialing, too, between 2xx and media
 *   any ─▶ ended                    end(); nothing is emitted after it, but the BYE is delivered yet
 *
 * Media may connect ahead of the 2xx (early media).
 */

/** One SIP leg of a call. Its peer connection gathers from construction on, before the target is known. */
export class Leg {
  readonly #options: LegOptions;
  readonly #lifetime = new AbortController();
  #media: MediaKind;
  #peer: Peer;
  #dialog: SipDialog | null = null;
  /** Number of the INVITE whose dialog counts: a former one's events are nobody's. */
  #dialed = 0;
  #gateways: readonly string[] = [];
  #recovery: RecoveryLoop | null = null;
  #wasUp = false;
  #digits: Promise<void> = Promise.resolve();

  constructor(options: LegOptions) {
    this.#options = options;
    this.#media = options.media;
    this.#peer = this.#newPeer();
  }

  /** Reports the outcome through the events; never rejects. */
  async dial(target: GatewayTarget): Promise<void> {
    try {
      const sdp = await this.#invite(target);
      this.#recover(target);
      await this.#accept(sdp);
      if (!this.#lifetime.signal.aborted) this.#options.events.answered();
    } catch (thrown) {
      if (!this.#lifetime.signal.aborted) this.#fail(asCallError(thrown));
    }
  }

  /** By RFC 4733 where negotiated, else by SIP INFO, one tone at a time. `tones` as `dtmfTones` returns them. */
  sendTones(tones: string): void {
    if (!this.#dialog || this.#peer.sendTones(tones)) return;
    this.#digits = this.#digits.then(() => this.#sendInfo(tones)).catch(() => undefined);
  }

  /** Ends dialog and peer connection; CANCEL or BYE is sent in this very task, or when signaling is back. Idempotent. */
  end(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    this.#dialog?.end();
    if (this.#dialog) this.#recovery?.tell({ type: 'ended' });
    else this.#recovery?.stop();
    this.#peer.close();
  }

  /** Sends the INVITE; resolves with the answer. */
  async #invite(target: GatewayTarget): Promise<string> {
    const { ports } = this.#options;
    this.#dialed += 1;
    const { dialog, sdp, gateways } = await dial(ports, target, this.#dialogEvents(), this.#lifetime.signal);
    this.#dialog = dialog;
    this.#gateways = gateways;
    return sdp;
  }

  #dialogEvents(): DialEvents {
    const { events } = this.#options;
    const number = this.#dialed;
    const current = (task: () => void) => {
      if (number === this.#dialed) task();
    };
    return {
      offer: () => this.#peer.offer(),
      reduceOffer: () => this.#withoutVideo(),
      ringing: () => current(() => !this.#wasUp && events.ringing()),
      earlyAnswer: (early) => void this.#peer.accept(early, { early: true }).catch(() => undefined),
      heard: () => current(() => this.#recovery?.tell({ type: 'heard' })),
      channelClosed: () => current(() => this.#recovery?.tell({ type: 'closed' })),
      closed: () => current(() => this.#recovery?.stop()),
      over: () => current(() => this.#over()),
      offered: async (offer) => (offer === null ? (await this.#peer.reoffer()).sdp : this.#peer.answer(offer)),
      answered: (answer) => void this.#peer.accept(answer, { early: false }).catch(() => undefined),
    };
  }

  /** The peer takes the gateway's answer. */
  async #accept(sdp: string): Promise<void> {
    await this.#peer.accept(sdp, { early: false }).catch((cause: unknown) => {
      throw new CallError('media-failed', "The browser refused the gateway's session description.", { cause });
    });
  }

  #recover(target: GatewayTarget): void {
    const { ports, events, platformLives } = this.#options;
    const { clock, log, network } = ports;
    this.#recovery = new RecoveryLoop({
      clock,
      log,
      network,
      platformLives,
      signaling: events.signaling,
      recovered: events.recovered,
      actions: {
        ask: () => this.#dialog?.probe(),
        reconnect: (signal) => this.#reconnect(signal),
        trust: () => this.#dialog?.revert(),
        restart: () => this.#restart(),
        redial: () => this.#redial(target),
        giveUp: (thrown) => this.#giveUp(thrown),
      },
    });
    if (this.#wasUp) this.#recovery.tell({ type: 'mediaUp' });
  }

  async #reconnect(signal: AbortSignal): Promise<void> {
    const { openChannel, clock } = this.#options.ports;
    const won = await race(this.#gateways, openChannel, { clock, rules: RECONNECT, signal });
    if (!won) throw new Error('No gateway could be reached.');
    if (signal.aborted) return won.value.close();
    this.#gateways = [won.candidate, ...this.#gateways.filter((url) => url !== won.candidate)];
    this.#dialog?.rebind(won.value);
  }

  async #restart(): Promise<void> {
    const { sdp } = await this.#peer.restart();
    if (!this.#dialog) throw new SipRefusal(481);
    try {
      await this.#peer.accept(await this.#dialog.reinvite(sdp), { early: false });
    } catch (thrown) {
      await this.#peer.rollback();
      throw thrown;
    }
  }

  async #redial(target: GatewayTarget): Promise<void> {
    const [dialog, peer] = [this.#dialog, this.#peer];
    this.#dialog = null;
    this.#dialed += 1;
    this.#peer = this.#newPeer();
    peer.close();
    try {
      await this.#accept(await this.#invite(target));
    } finally {
      // Where it is not gone after all, it gets its BYE.
      dialog?.end();
      this.#options.ports.clock.after(RECONNECT.timeout, () => dialog?.close());
    }
  }

  #giveUp(thrown: unknown): void {
    if (this.#lifetime.signal.aborted) return this.#dialog?.close();
    const why = thrown instanceof CallError ? ` ${thrown.message}` : '';
    this.#fail(
      this.#wasUp
        ? new CallError('media-lost', `The connection was lost and did not come back.${why}`)
        : new CallError(
            'media-failed',
            'The gateway answered, but no media connected: a firewall or a missing TURN server.',
          ),
    );
  }

  async #sendInfo(tones: string): Promise<void> {
    for (const tone of tones) {
      if (tone !== ',') this.#dialog?.info('application/dtmf-relay', dtmfRelay(tone));
      const pause = tone === ',' ? DTMF.pause : DTMF.duration + DTMF.gap;
      await sleep(this.#options.ports.clock, pause, this.#lifetime.signal);
    }
  }

  #newPeer(): Peer {
    const { ports, capture } = this.#options;
    const peer = ports.createPeer(capture, this.#media, (event) => {
      if (peer === this.#peer && !this.#lifetime.signal.aborted) this.#onPeer(event);
    });
    return peer;
  }

  #withoutVideo(): boolean {
    if (this.#media === 'voice') return false;
    this.#media = 'voice';
    this.#peer.close();
    this.#peer = this.#newPeer();
    return true;
  }

  #onPeer(event: PeerEvent): void {
    const { mediaUp, mediaLost } = this.#options.events;
    if (event === 'up') {
      this.#wasUp = true;
      this.#recovery?.tell({ type: 'mediaUp' });
      mediaUp();
    } else {
      if (this.#wasUp) mediaLost();
      this.#recovery?.tell({ type: event === 'lost' ? 'mediaLost' : 'mediaFailed' });
    }
  }

  #over(): void {
    this.end();
    this.#options.events.over();
  }

  #fail(error: CallError): void {
    this.end();
    this.#options.events.failed(error);
  }
}
