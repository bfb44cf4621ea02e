import type { IncomingRequestMessage, ResponseOptions, Session } from 'sip.js/lib/core/index.js';

/** The gateway's side of one INVITE dialog, as its socket knows it. */
export interface DialogEnd {
  /** Whether a request belongs to this dialog. */
  owns(message: IncomingRequestMessage): boolean;
  /** The answer to a request within the dialog that changes the session: re-INVITE, UPDATE (RFC 3311). */
  change(offer: string): Promise<ResponseOptions>;
  /** The socket is gone. */
  lost(): void;
}

export const isWithin = (session: Session | null, { callId, toTag, fromTag }: IncomingRequestMessage): boolean =>
  session?.id === callId + toTag + fromTag;

export const sdpBody = (content: string) => ({
  contentDisposition: 'session',
  contentType: 'application/sdp',
  content,
});
