import type { GatewayTarget } from '../platform/click-to-call-event.js';
import type { MediaKind } from './call-state.js';
import type { DeviceFacts } from './device-verdict.js';
import type { GatheringRule } from './gathering.js';

/* What a call needs of a browser: one adapter each in browser/call, without decisions of its own. */

export interface Devices {
  /** What can be found out without asking for permission. Never rejects. */
  look(): Promise<DeviceFacts>;
  /** Opens the microphone, and the camera in a video call. Rejects with the browser's DOMException. */
  open(media: MediaKind): Promise<Capture>;
}

/** An open microphone, with a camera in a video call. */
export interface Capture {
  muted: boolean;
  /** Stops every track. Idempotent. */
  stop(): void;
}

/** The offer for an INVITE, and the rule by which gathering was cut off. */
export interface Offer {
  readonly sdp: string;
  readonly rule: GatheringRule;
}

/** ICE and DTLS of the whole connection: connected, disconnected (it may recover), failed (it does not). */
export type PeerEvent = 'up' | 'lost' | 'failed';

/** One peer connection. Gathers candidates from its construction on. */
export interface Peer {
  /** Resolves as soon as the offer may be sent, with the same offer each time. Rejects once closed. */
  offer(): Promise<Offer>;
  /** Applies the gateway's answer. `early`: from a provisional response (early media). Rejects where the browser refuses it. */
  accept(sdp: string, options: { readonly early: boolean }): Promise<void>;
  /** Applies the offer of a re-INVITE; resolves with our answer. */
  answer(sdp: string): Promise<string>;
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
  onMessage: ((message: string) => void) | null;
  onClose: (() => void) | null;
}

export type OpenChannel = (url: string, signal: AbortSignal) => Promise<SignalingChannel>;

/**
 * The responses to an INVITE, then the requests within its dialog, in this order. `refused`, `unusable`, `lost` and `over`
 * are the last event.
 */
export interface DialogEvents {
  /** Provisional response. `sdp`: an early answer, null where it has no body. */
  progress(status: number, sdp: string | null): void;
  /** 2xx final response; ACK has been sent. */
  accepted(sdp: string): void;
  /** Non-2xx final response. `retryAfter` in ms. */
  refused(status: number, retryAfter?: number): void;
  /** A message that can't be processed, before the final response; CANCEL has been sent. `why` is for the integrator. */
  unusable(why: string): void;
  /** The transport failed, or the transaction timed out, before the final response. */
  lost(): void;
  /** BYE from the gateway. */
  over(): void;
  /** re-INVITE with an offer; resolves with our answer. Where it rejects, 488 is sent. */
  offered(sdp: string): Promise<string>;
}

export interface SipDialog {
  /** Sends CANCEL or BYE, and ACK and BYE for a 2xx that crossed the CANCEL; then closes the channel. Idempotent. */
  end(): void;
  /** Sends INFO within the dialog. Does nothing outside of one. */
  info(contentType: string, body: string): void;
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
