import { asCallError, CallError } from './call-error.js';
import type { GatewayTarget } from '../platform/click-to-call-event.js';
import type { MediaKind } from './call-state.js';
import { dial, type Dialed, type DialEvents, type DialPorts } from './dial.js';
import { LegMedia, type LegMediaEvents } from './leg-media.js';
import { InfoTones } from './info-tones.js';
import type { Capture, CreatePeer, Network, PeerEvent, SipDialog } from './ports.js';
import { race } from './race.js';
import { RecoveryLoop } from './recovery-loop.js';
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
  /** The visitor has silenced the microphone. */
  readonly muted: () => boolean;
}

/** A leg's events; `failed` and `over` are the last one. */
export interface LegEvents extends Pick<LegMediaEvents, 'noticed' | 'quality'> {
  ringing(): void;
  /** `index`: of the gateway in the list that was tried. */
  answered(gateway: { readonly url: string; readonly index: number }): void;
  mediaUp(): void;
  mediaLost(): void;
  signaling(lost: boolean): void;
  /** A new dialog took the place of one that was gone; `ms` after the loss. */
  redialed(ms: number): void;
  /** `reason`: text of the BYE's Reason header (RFC 3326). */
  over(reason?: string): void;
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
  readonly #media: LegMedia;
  #dialog: SipDialog | null = null;
  /** Number of the INVITE whose dialog counts: a former one's events are nobody's. */
  #dialed = 0;
  #gateways: readonly string[] = [];
  #recovery: RecoveryLoop | null = null;
  #wasUp = false;
  readonly #infoTones: InfoTones;

  constructor(options: LegOptions) {
    this.#options = options;
    const { ports, capture, media, muted, events } = options;
    this.#media = new LegMedia({
      clock: ports.clock,
      createPeer: ports.createPeer,
      capture,
      media,
      muted,
      visible: () => ports.network.visible,
      events: {
        peer: (event) => this.#onPeer(event),
        stalled: (on) => this.#recovery?.tell({ type: on ? 'rtpStalled' : 'rtpFlows' }),
        noticed: (notice, on) => events.noticed(notice, on),
        quality: (quality, stats) => events.quality(quality, stats),
      },
    });
    const info = (type: string, body: string) => this.#dialog?.info(type, body);
    this.#infoTones = new InfoTones(ports.clock, info, this.#lifetime.signal);
  }

  /** Reports the outcome through the events; never rejects. */
  async dial(target: GatewayTarget): Promise<void> {
    try {
      const { sdp, gateways, index } = await this.#invite(target);
      this.#recover(target);
      await this.#media.accept(sdp);
      if (!this.#lifetime.signal.aborted) this.#options.events.answered({ url: gateways[0] ?? '', index });
    } catch (thrown) {
      if (!this.#lifetime.signal.aborted) this.#fail(asCallError(thrown));
    }
  }

  /** By RFC 4733 where negotiated, else by SIP INFO, one tone at a time. `tones` as `dtmfTones` returns them. */
  sendTones(tones: string): void {
    if (!this.#dialog || this.#media.sendTones(tones)) return;
    this.#infoTones.send(tones);
  }

  /** Ends dialog and peer connection; CANCEL or BYE is sent in this very task, or when signaling is back. Idempotent. */
  end(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    this.#dialog?.end();
    if (this.#dialog) this.#recovery?.tell({ type: 'ended' });
    else this.#recovery?.stop();
    this.#media.close();
  }

  /** Sends the INVITE. */
  async #invite(target: GatewayTarget): Promise<Dialed> {
    const { ports } = this.#options;
    this.#dialed += 1;
    const dialed = await dial(ports, target, this.#dialogEvents(), this.#lifetime.signal);
    if (this.#lifetime.signal.aborted) this.#endLater(dialed.dialog);
    this.#lifetime.signal.throwIfAborted();
    this.#dialog = dialed.dialog;
    this.#gateways = dialed.gateways;
    return dialed;
  }

  /** BYE to a dialog that is nobody's any more, as far as its own channel carries it. */
  #endLater(dialog: SipDialog): void {
    dialog.end();
    this.#options.ports.clock.after(RECONNECT.timeout, () => dialog.close());
  }

  #dialogEvents(): DialEvents {
    const { events } = this.#options;
    const number = this.#dialed;
    const current = (task: () => void) => {
      if (number === this.#dialed) task();
    };
    return {
      offer: () => this.#media.offer(),
      reduceOffer: () => this.#media.withoutVideo(),
      ringing: () => current(() => !this.#wasUp && events.ringing()),
      earlyAnswer: (early) => this.#media.acceptEarly(early),
      heard: () => current(() => this.#recovery?.tell({ type: 'heard' })),
      channelClosed: () => current(() => this.#recovery?.tell({ type: 'closed' })),
      closed: () => current(() => this.#recovery?.stop()),
      over: (reason) => current(() => this.#over(reason)),
      offered: (offer) => (offer === null ? this.#media.reoffer() : this.#media.answer(offer)),
      answered: (answer) => this.#media.acceptLater(answer),
    };
  }

  #recover(target: GatewayTarget): void {
    const { ports, events, platformLives } = this.#options;
    const { clock, log, network } = ports;
    this.#recovery = new RecoveryLoop({
      clock,
      log,
      network,
      platformLives,
      signaling: (lost) => events.signaling(lost),
      redialed: (ms) => events.redialed(ms),
      actions: {
        ask: (fresh) => this.#ask(fresh),
        reconnect: (signal) => this.#reconnect(signal),
        trust: () => this.#dialog?.revert(),
        restart: () => this.#restart(),
        redial: () => this.#redial(target),
        giveUp: () => this.#giveUp(),
      },
    });
    if (this.#wasUp) this.#recovery.tell({ type: 'mediaUp' });
  }

  /** A proxy between us and the agent sends to where we were, until it is told. */
  #ask(fresh: boolean): void {
    if (!fresh) return this.#dialog?.probe();
    const done = (thrown?: unknown): void => {
      const isGone = thrown instanceof SipRefusal && thrown.status === 481;
      this.#recovery?.tell(isGone ? { type: 'restartRefused', status: 481 } : { type: 'told' });
    };
    this.#dialog?.refresh().then(done, done);
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
    await this.#media.restart((offer) => this.#dialog?.reinvite(offer) ?? Promise.reject(new SipRefusal(481)));
  }

  async #redial(target: GatewayTarget): Promise<void> {
    const dialog = this.#dialog;
    this.#dialog = null;
    this.#dialed += 1;
    this.#media.replace();
    try {
      await this.#media.accept((await this.#invite(target)).sdp);
    } finally {
      // Where it is not gone after all, it gets its BYE.
      if (dialog) this.#endLater(dialog);
    }
  }

  #giveUp(): void {
    if (this.#lifetime.signal.aborted) return this.#dialog?.close();
    this.#fail(
      this.#wasUp
        ? new CallError('media-lost', 'The connection did not come back.')
        : new CallError('media-failed', 'No media connected: firewall, or no TURN.'),
    );
  }

  #onPeer(event: PeerEvent): void {
    const { events } = this.#options;
    if (event === 'up') {
      this.#wasUp = true;
      this.#recovery?.tell({ type: 'mediaUp' });
      events.mediaUp();
    } else {
      if (this.#wasUp) events.mediaLost();
      this.#recovery?.tell({ type: event === 'lost' ? 'mediaLost' : 'mediaFailed' });
    }
  }

  #over(reason?: string): void {
    this.end();
    this.#options.events.over(reason);
  }

  #fail(error: CallError): void {
    this.end();
    this.#options.events.failed(error);
  }
}
