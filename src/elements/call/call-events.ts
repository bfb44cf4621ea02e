import type { CallStateName, EndReason } from '../../core/call/call-state.js';
import type { CallErrorCode } from '../../core/call/call-error.js';
import { visible, type CcErrorEvent, type CcStateChangeEvent } from '../shared/events.js';

/** Before a call is made. Cancel it, and nothing happens: no permission is asked, no request is sent. */
export class CcBeforeCallEvent extends Event {
  static readonly type = 'cc-before-call';

  constructor() {
    super(CcBeforeCallEvent.type, { ...visible, cancelable: true });
  }
}

/** A call is over. `seconds` of talking are 0 where nobody answered; the reason of a failed call is `error`. */
export class CcCallEndEvent extends Event {
  static readonly type = 'cc-call-end';
  readonly reason: EndReason;
  readonly seconds: number;

  constructor(reason: EndReason, seconds: number) {
    super(CcCallEndEvent.type, visible);
    this.reason = reason;
    this.seconds = seconds;
  }
}

/** The platform has sent the multimedia call id: from now on the page can be shared in the room of that name. */
export class CcSessionChangeEvent extends Event {
  static readonly type = 'cc-session-change';
  readonly textCallId: string;

  constructor(textCallId: string) {
    super(CcSessionChangeEvent.type, visible);
    this.textCallId = textCallId;
  }
}

/** What `<cc-click-to-call>` dispatches, by type. */
export interface CcClickToCallEventMap extends HTMLElementEventMap {
  'cc-before-call': CcBeforeCallEvent;
  'cc-state-change': CcStateChangeEvent<CallStateName>;
  'cc-error': CcErrorEvent<CallErrorCode>;
  'cc-call-end': CcCallEndEvent;
  'cc-session-change': CcSessionChangeEvent;
}

declare global {
  interface GlobalEventHandlersEventMap {
    'cc-before-call': CcBeforeCallEvent;
    'cc-call-end': CcCallEndEvent;
    'cc-session-change': CcSessionChangeEvent;
  }
}
