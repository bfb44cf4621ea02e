import type { PropertyDeclarations } from 'lit';
import { CcErrorEvent, CcStateChangeEvent, type CallFailure } from './call-events.js';
import { PlatformElement } from './platform-element.js';

export type CobrowseStateName =
  'idle' | 'asking' | 'connecting' | 'sharing' | 'watching' | 'paused' | 'reconnecting' | 'ended' | 'failed';

/**
 * Shares the visitor's page with the agent. Not part of this version: `start()` fails and says so.
 *
 * @tagname cc-cobrowse
 *
 * @attr {'recorder' | 'replayer'} mode - The visitor's page is shared, or the agent watches
 * @attr {string} for - Id of a `<cc-click-to-call>` that lends what is not given here
 * @attr {string} base-url - Origin and path prefix of the platform, or of a proxy in front of it
 * @attr {'fabric' | 'webadapter'} api - Family of the platform's interfaces
 * @attr {string} user-id - Id of the visitor or agent
 * @attr {string} user-name - Name of the visitor or agent
 * @attr {string} credentials-url - URL on the site's own server that hands out credentials
 * @attr {string} room-id - The multimedia call id; that of `for` without one
 * @attr {string} tenant-space-id - Sent as `X-TenantSpaceID` with the fabric interfaces
 * @attr {boolean} mask-text - Masks all text, not only what is typed
 * @attr {string} lang - Language; that of the nearest ancestor without one
 * @attr {string} state - State of the shared page, read-only
 *
 * @fires {CcStateChangeEvent} cc-state-change - `state` has changed; the event has `state` and `previous`
 * @fires {CcErrorEvent} cc-error - It failed; the event has `error`
 */
export class CcCobrowse extends PlatformElement {
  static override readonly properties: PropertyDeclarations = {
    mode: {},
    htmlFor: { attribute: 'for' },
    roomId: { attribute: 'room-id' },
    tenantSpaceId: { attribute: 'tenant-space-id' },
    maskText: { attribute: 'mask-text', type: Boolean },
  };

  declare mode: 'recorder' | 'replayer';
  declare htmlFor: string;
  declare roomId: string;
  declare tenantSpaceId: string;
  declare maskText: boolean;
  #state: CobrowseStateName = 'idle';
  #error: CallFailure | null = null;

  constructor() {
    super();
    this.mode = 'recorder';
    this.htmlFor = '';
    this.roomId = '';
    this.tenantSpaceId = '';
    this.maskText = false;
  }

  get state(): CobrowseStateName {
    return this.#state;
  }

  /** Why it failed; null where it did not. */
  get error(): CallFailure | null {
    return this.#error;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('state', this.#state);
  }

  /** Begins to share or to watch. Settles, and never rejects. */
  async start(): Promise<void> {
    const previous = this.#state;
    const error: CallFailure = Object.freeze({
      code: 'internal',
      message: 'Co-browsing is not part of this version.',
    });
    this.#error = error;
    this.#state = 'failed';
    this.setAttribute('state', 'failed');
    if (previous !== 'failed') this.dispatchEvent(new CcStateChangeEvent<CobrowseStateName>('failed', previous));
    this.dispatchEvent(new CcErrorEvent(error));
  }

  /** Ends what `start` began. */
  async stop(): Promise<void> {}

  /** Nothing leaves the page until `resume`. */
  pause(): void {}

  /** Goes on after `pause`. */
  resume(): void {}
}

declare global {
  interface HTMLElementTagNameMap {
    'cc-cobrowse': CcCobrowse;
  }
}
