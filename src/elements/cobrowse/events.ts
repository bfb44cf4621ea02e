import type { CobrowseErrorCode } from '../../core/cobrowse/cobrowse-error.js';
import type { CobrowseStateName } from '../../core/cobrowse/cobrowse-state.js';
import { visible, type CcErrorEvent, type CcStateChangeEvent } from '../shared/events.js';

/** An agent may act on the visitor's page from now on, or no more. */
export class CcControlChangeEvent extends Event {
  static readonly type = 'cc-control-change';
  readonly granted: boolean;
  /** Who has, or had, control: the agent's name; the agent's id without one. */
  readonly by: string;

  constructor(granted: boolean, by: string) {
    super(CcControlChangeEvent.type, visible);
    this.granted = granted;
    this.by = by;
  }
}

/** What `<cc-cobrowse>` dispatches, by type. */
export interface CcCobrowseEventMap extends HTMLElementEventMap {
  'cc-state-change': CcStateChangeEvent<CobrowseStateName>;
  'cc-error': CcErrorEvent<CobrowseErrorCode>;
  'cc-control-change': CcControlChangeEvent;
}

declare global {
  interface GlobalEventHandlersEventMap {
    'cc-control-change': CcControlChangeEvent;
  }
}
