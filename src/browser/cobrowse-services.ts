import type { ShareSession, WatchSession } from '../core/cobrowse/cobrowse-session.js';
import type { CredentialsProvider } from '../core/platform/credentials.js';

export interface CobrowseOptions {
  /** Origin (and path prefix) of the platform or of a proxy in front of it; relative to the page. */
  readonly baseUrl: string;
  readonly api: 'fabric' | 'webadapter';
  /** The multimedia call id. */
  readonly roomId: string;
  readonly userId: string;
  readonly userName: string;
  /** Sent as `X-TenantSpaceID` with the fabric interfaces; empty where there is none. */
  readonly tenantSpaceId: string;
  /** BCP 47; handed to the site's credentials function. */
  readonly locale: string;
  readonly credentialsUrl: string | null;
  readonly credentials: CredentialsProvider | null;
}

export interface SharingOptions extends CobrowseOptions {
  /** Masks all text, not only fields. */
  readonly maskText: boolean;
}

export interface WatchingOptions extends CobrowseOptions {
  /** Where the picture goes, scaled to fit; an empty element that the caller sizes. */
  readonly stage: HTMLElement;
}

/** A part of the page that the agent does not get: not at all (`block`), or not what it says (`mask`). */
export interface HiddenPart {
  readonly element: Element;
  readonly how: 'block' | 'mask';
}

/** The page while it is shared. */
export interface SharedPage {
  /** What is hidden now, each part once. */
  hidden(): readonly HiddenPart[];
}

/** Begins to share: asks first, see `ShareSession.agree`. */
export function startSharing(_options: SharingOptions): { session: ShareSession; page: SharedPage } {
  throw new Error('not yet');
}

/** A page of this tab shared this room a moment ago, with the visitor's consent, and was left: sharing may go on unasked. */
export function sharedBefore(): { readonly roomId: string } | null {
  return null;
}

/** Begins to watch. */
export function startWatching(_options: WatchingOptions): { session: WatchSession } {
  throw new Error('not yet');
}
