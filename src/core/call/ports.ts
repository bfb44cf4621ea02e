import type { GatewayTarget } from '../platform/click-to-call-event.js';
import type { MediaKind } from './call-state.js';
import type { MediaStats } from './media-stats.js';
import type { DeviceFacts } from './device-verdict.js';
import type { GatheringRule } from './gathering.js';

/* What a call needs of a browser: one adapter each in browser/call, without decisions of its own. */

export interface Devices {
  /** What can be found out without asking for permission. Never rejects. */
  look(): Promise<DeviceFacts>;
  /**
   * Opens the microphone, and the camera in a video call; where there is none, or it can't be opened, the microphone alone.
   * Rejects with the browser's DOMException.
   */
  open(media: MediaKind): Promise<Capture>;
}

/** An open microphone, with a camera in a video call. */
export interface Capture {
  /** What could be opened. */
  readonly media: MediaKind;
  muted: boolean;
  /** Stops every track. Idempotent. */
  stop(): void;
}

/** The offer for an INVITE, and the rule by which gathering was cut off. */
export interface Offer {
  readonly sdp: string;
  readonly rule: GatheringRule;
}

/** ICE and DTLS of the whole connection: connected, disconnected (it may recover), failed (an ICE restart may help). */
export type PeerEvent = 'up' | 'lost' | 'failed';

/** One peer connection. Gathers candidates from its construction on. */
export interface Peer {
  /** The first offer, as soon as it may be sent and with every candidate known by then. Rejects once closed. */
  offer(): Promise<Offer>;
  /** An offer with an ICE restart (RFC 8445 §2.4), over the ICE servers as they are now. Rejects once closed. */
  restart(): Promise<Offer>;
  /** The session as it is, offered once more (target refresh, INVITE without an offer). Rejects once closed. */
  reoffer(): Promise<Offer>;
  /** Takes back an offer that was refused. */
  rollback(): Promise<void>;
  /** Applies the gateway's answer. `early`: from a provisional response (early media). Rejects where the browser refuses it. */
  accept(sdp: string, options: { readonly early: boolean }): Promise<void>;
  /** Applies the offer of a re-INVITE or UPDATE; resolves with our answer, which has our candidates. */
  answer(sdp: string): Promise<string>;
  /** Counters of the media so far; null where the browser has none yet. Never rejects. */
  stats(): Promise<MediaStats | null>;
  /** Sends tones as RFC 4733 events. False, and nothing sent, where telephone-event was not negotiated. */
  sendTones(tones: string): boolean;
  close(): void;
}

export type CreatePeer = (capture: Capture, media: MediaKind, listener: (event: PeerEvent) => void) => Peer;

/** SIP transport: an open WebSocket with subprotocol `sip` (RFC 7118), one SIP message per frame. */
export interface SignalingChannel {
  /** The transport in Via. */
  readonly protocol: string;
  /** Never throws: where the socket is closed the message is dropped, and `onClose` follows. */
  send(message: string): void;
  close(): void;
  /** Keep-alives (CRLF, RFC 5626 §3.5.1) included. */
  onMessage: ((message: string) => void) | null;
  onClose: (() => void) | null;
}

export type OpenChannel = (url: string, signal: AbortSignal) => Promise<SignalingChannel>;

/**
 * The responses to an INVITE, then the requests within its dialog, in this order. `refused`, `unusable` and `over` are the
 * last event, but for `closed`.
 */
export interface DialogEvents {
  /** Provisional response. `sdp`: an early answer, null where it has no body. */
  progress(status: number, sdp: string | null): void;
  /** 2xx final response; ACK has been sent. */
  accepted(sdp: string): void;
  /** Non-2xx final response; 408 where Timer B fired. `retryAfter` in ms. */
  refused(status: number, retryAfter?: number): void;
  /** A message that can't be processed, before the final response; CANCEL has been sent. `why` is for the integrator. */
  unusable(why: string): void;
  /** BYE from the gateway, or no refresh of the session in time. `reason`: Reason header (RFC 3326), as it came. */
  over(reason?: string): void;
  /**
   * re-INVITE or UPDATE with an offer: resolves with our answer; where it rejects, 488 is sent. Without one (null):
   * resolves with our offer, whose answer comes by `answered` (RFC 3261 §14.2).
   */
  offered(sdp: string | null): Promise<string>;
  /** The gateway's answer to the offer that `offered(null)` resolved with. */
  answered(sdp: string): void;
  /** Anything came from the gateway, keep-alives included. */
  heard(): void;
  /**
   * The channel closed by itself, or left a BYE or CANCEL unanswered for 3 s. Nothing is lost: what is to be sent waits for
   * `rebind`.
   */
  channelClosed(): void;
  /** Nothing is left to send or to wait for, and the channel is closed. */
  closed(): void;
}

export interface SipDialog {
  /** Sends CANCEL or BYE, and ACK and BYE for a 2xx that crossed the CANCEL; then closes the channel. Idempotent. */
  end(): void;
  /** Closes the channel, and forgets what could not be sent. Idempotent. */
  close(): void;
  /** Sends INFO within the dialog. Does nothing outside of one. */
  info(contentType: string, body: string): void;
  /**
   * Goes on over another channel: what is unanswered (INVITE, BYE, INFO) is sent again, as the retransmission that it is.
   * What still comes by the former channel is heard until the new one is; then that is closed.
   */
  rebind(channel: SignalingChannel): void;
  /** Goes back to the former channel, where that is still open. */
  revert(): void;
  /** re-INVITE; resolves with the answer. After 491 it is sent again (RFC 3261 §14.1). Rejects with a SipRefusal. */
  reinvite(sdp: string): Promise<string>;
  /**
   * Tells the gateway, and who is behind it, where we are now (target refresh, RFC 3261 §12.2), by UPDATE or re-INVITE.
   * Rejects with a SipRefusal, or as `offered` does.
   */
  refresh(): Promise<void>;
  /** Asks the gateway for a sign of life: CRLF, and OPTIONS where that was never answered. The answer is `heard`. */
  probe(): void;
}

/** Sends one INVITE: From `caller`, To and request URI `accessCode`, both at `domain`; no REGISTER. */
export type Invite = (
  channel: SignalingChannel,
  request: { readonly target: GatewayTarget; readonly sdp: string },
  events: DialogEvents,
) => SipDialog;

/** Remembers the gateway of the last call in this tab; never a credential. */
export interface GatewayMemory {
  /** Its URL as it stands in `gatewayList`; null before the first answered call. */
  lastGateway: string | null;
}

/** The page's Content-Security-Policy. */
export interface PagePolicy {
  /** The last thing that it blocked since the call began, e.g. `connect-src https://host`; null where nothing was. */
  blocked(): string | null;
  /** Stops listening. */
  dispose(): void;
}

export type { Network } from '../lib/network.js';
