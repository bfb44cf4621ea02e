import type { CobrowseErrorCode } from '../../core/cobrowse/cobrowse-error.js';
import type { CobrowseStateName } from '../../core/cobrowse/cobrowse-state.js';
import type { CcErrorEvent, CcStateChangeEvent } from '../shared/events.js';

/** What `<cc-cobrowse>` dispatches, by type. */
export interface CcCobrowseEventMap extends HTMLElementEventMap {
  'cc-state-change': CcStateChangeEvent<CobrowseStateName>;
  'cc-error': CcErrorEvent<CobrowseErrorCode>;
}
