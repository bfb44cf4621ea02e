import { sleep } from '../lib/clock.js';
import { asCallError, CallError, type CallErrorCode } from './call-error.js';
import type { GatewayTarget } from '../platform/click-to-call-event.js';
import type { MediaKind } from './call-state.js';
import { dial, type DialPorts } from './dial.js';
import { DTMF, dtmfRelay } from './dtmf.js';
import type { Capture, CreatePeer, Peer, PeerEvent, SipDialog } from './ports.js';

export interface LegPorts extends DialPorts {
  readonly createPeer: CreatePeer;
}

/** A leg's events; `failed` and `over` are the last one. */
export interface LegEvents {
  ringing(): void;
  answered(): void;
  mediaUp(): void;
  mediaLost(): void;
  over(): void;
  failed(error: CallError): void;
}

/** Time from the gateway's 2xx to connected media, ms. */
const MEDIA_CONNECTED = 15_000;
/** Time for disconnected media to recover, ms. */
const MEDIA_BACK = 30_000;

/*
 *               dial()            2xx and media           disconnected
 *   gathering ─────────▶ dialing ───────────────▶ talking ◀────────────▶ lost
 *                                                           connected
 *   dialing ─▶ failed         no gateway, non-2xx final response, ICE failed, or no media 15 s after the 2xx
 *   talking, lost ─▶ failed   ICE failed, or not connected again within 30 s
 *   talking, lost ─▶ over     BYE from the gateway; from dialing, too, between 2xx and media
 *   any ─▶ ended              end(); nothing is emitted after it
 *
 * Media may connect ahead of the 2xx (early media).
 */

/** One SIP leg of a call. Its peer connection gathers from construction on, before the target is known. */
export class Leg {
  readonly #ports: LegPorts;
  readonly #capture: Capture;
  readonly #events: LegEvents;
  readonly #lifetime = new AbortController();
  #media: MediaKind;
  #peer: Peer;
  #dialog: SipDialog | null = null;
  #wasUp = false;
  #cancelWatch: () => void = () => undefined;
  #digits: Promise<void> = Promise.resolve();

  constructor(ports: LegPorts, capture: Capture, media: MediaKind, events: LegEvents) {
    this.#ports = ports;
    this.#capture = capture;
    this.#media = media;
    this.#events = events;
    this.#peer = this.#newPeer();
  }

  /** Reports the outcome through the events; never rejects. */
  async dial(target: GatewayTarget): Promise<void> {
    const { signal } = this.#lifetime;
    try {
      const { dialog, sdp } = await dial(
        this.#ports,
        target,
        {
          offer: () => this.#peer.offer(),
          reduceOffer: () => this.#withoutVideo(),
          ringing: () => this.#events.ringing(),
          earlyAnswer: (early) => void this.#peer.accept(early, { early: true }).catch(() => undefined),
          over: () => this.#over(),
          offered: (offer) => (offer === null ? Promise.reject(new Error('no offer')) : this.#peer.answer(offer)),
        },
        signal,
      );
      this.#dialog = dialog;
      if (!this.#wasUp) this.#watch(MEDIA_CONNECTED, 'media-failed', 'The gateway answered, but no media connected.');
      await this.#peer.accept(sdp, { early: false }).catch((cause: unknown) => {
        throw new CallError('media-failed', "The browser refused the gateway's session description.", { cause });
      });
      if (!signal.aborted) this.#events.answered();
    } catch (thrown) {
      if (!signal.aborted) this.#fail(asCallError(thrown));
    }
  }

  /** By RFC 4733 where negotiated, else by SIP INFO, one tone at a time. `tones` as `dtmfTones` returns them. */
  sendTones(tones: string): void {
    const dialog = this.#dialog;
    if (!dialog || this.#peer.sendTones(tones)) return;
    this.#digits = this.#digits.then(() => this.#sendInfo(dialog, tones)).catch(() => undefined);
  }

  /** Ends dialog and peer connection; CANCEL or BYE is sent in this very task. Idempotent. */
  end(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    this.#cancelWatch();
    this.#dialog?.end();
    this.#peer.close();
  }

  async #sendInfo(dialog: SipDialog, tones: string): Promise<void> {
    for (const tone of tones) {
      if (tone !== ',') dialog.info('application/dtmf-relay', dtmfRelay(tone));
      const pause = tone === ',' ? DTMF.pause : DTMF.duration + DTMF.gap;
      await sleep(this.#ports.clock, pause, this.#lifetime.signal);
    }
  }

  #newPeer(): Peer {
    const peer = this.#ports.createPeer(this.#capture, this.#media, (event) => {
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
    if (event === 'up') {
      this.#cancelWatch();
      this.#wasUp = true;
      this.#events.mediaUp();
    } else if (event === 'failed') {
      if (this.#wasUp) this.#fail(new CallError('media-lost', 'The connection for sound was lost.'));
      else
        this.#fail(new CallError('media-failed', 'No ICE candidate pair worked: a firewall or a missing TURN server.'));
    } else if (this.#wasUp) {
      this.#events.mediaLost();
      this.#watch(MEDIA_BACK, 'media-lost', 'The connection for sound was lost and did not come back.');
    }
  }

  #watch(ms: number, code: CallErrorCode, message: string): void {
    this.#cancelWatch();
    this.#cancelWatch = this.#ports.clock.after(ms, () => this.#fail(new CallError(code, message)));
  }

  #over(): void {
    this.end();
    this.#events.over();
  }

  #fail(error: CallError): void {
    this.end();
    this.#events.failed(error);
  }
}
