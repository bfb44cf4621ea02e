import type { GatewayTarget } from '../platform/click-to-call-event.js';
import type { MediaKind } from './call-state.js';
import type { DeviceFacts } from './device-verdict.js';
import type { GatheringRule } from './gathering.js';

/* What a call needs of a browser. One adapter each in browser/; they decide nothing. */

export interface Devices {
  look(): Promise<DeviceFacts>;
  /** Opens microphone (and camera). Rejects with the browser's DOMException. */
  open(media: MediaKind): Promise<Capture>;
}

/** An open microphone, with a camera in a video call. */
export interface Capture {
  muted: boolean;
  /** Every track ends. Idempotent. */
  stop(): void;
}

/** An offer for the INVITE, and why it was not waited for longer. */
export interface Offer {
  readonly sdp: string;
  readonly rule: GatheringRule;
}

export type PeerEvent = 'up' | 'lost' | 'failed';

/** One peer connection. Gathers candidates from the moment it is made. */
export interface Peer {
  /** Resolves as soon as the offer may be sent; the same offer each time. */
  offer(): Promise<Offer>;
  /** The gateway's answer. `early`: of a provisional response. Rejects where the browser refuses it. */
  accept(sdp: string, options: { readonly early: boolean }): Promise<void>;
  /** The gateway's own offer, in the dialog; resolves with our answer. */
  answer(sdp: string): Promise<string>;
  /** Sends tones as RFC 4733 events; false where the answer has no telephone-event. */
  sendTones(tones: string): boolean;
  close(): void;
}

export type CreatePeer = (capture: Capture, media: MediaKind, listener: (event: PeerEvent) => void) => Peer;

/** A WebSocket with subprotocol `sip`, open; whole SIP messages. */
export interface SignalingChannel {
  /** `WS` or `WSS`, as it stands in Via. */
  readonly protocol: string;
  /** Throws nothing: what can't be sent any more is followed by `onClose`. */
  send(message: string): void;
  close(): void;
  onMessage: ((message: string) => void) | null;
  onClose: (() => void) | null;
}

export type OpenChannel = (url: string, signal: AbortSignal) => Promise<SignalingChannel>;

/** What comes back for an INVITE, in this order; after `refused`, `unusable`, `lost` or `over` nothing more. */
export interface DialogEvents {
  /** Any 1xx. `sdp`: an early answer. */
  progress(status: number, sdp: string | null): void;
  /** 2xx; it is acknowledged already. */
  accepted(sdp: string): void;
  /** A final answer that is none. `retryAfter` in ms. */
  refused(status: number, retryAfter?: number): void;
  /** Something came that can't be read, before a final answer: `why`, for the integrator. The INVITE is cancelled already. */
  unusable(why: string): void;
  /** The socket is gone, or the transaction timed out, before a final answer. */
  lost(): void;
  /** BYE from the other side. */
  over(): void;
  /** An offer of the other side within the dialog; rejecting answers 488. */
  offered(sdp: string): Promise<string>;
}

export interface SipDialog {
  /** CANCEL, BYE, or ACK and BYE for a late 200, whatever is right now. The channel closes by itself. Idempotent. */
  end(): void;
  /** SIP INFO within the dialog. */
  info(contentType: string, body: string): void;
}

/** Sends one INVITE: From `caller`, To and request URI `accessCode`, both at `domain`; no REGISTER. */
export type Invite = (
  channel: SignalingChannel,
  request: { readonly target: GatewayTarget; readonly sdp: string },
  events: DialogEvents,
) => SipDialog;

/** What is remembered from call to call in this tab; never a credential. */
export interface Memory {
  lastGateway: string | null;
}

/** What the page's own policy forbade. */
export interface PagePolicy {
  /** `connect-src https://host` and the like: what was blocked since the call began; null where nothing was. */
  blocked(): string | null;
  dispose(): void;
}
