import type { CallStateName, EndReason } from '../../core/call/call-state.js';
import type { CallErrorCode } from '../../core/call/call-error.js';
import type { CallReport } from '../../core/call/call-report.js';
import { visible, type CcErrorEvent, type CcStateChangeEvent } from '../shared/events.js';
import type { CcQualityEvent } from './quality-event.js';

/** Before a call is made. Cancel it, and nothing happens: no permission is asked, no request is sent. */
export class CcBeforeCallEvent extends Event {
  static readonly type = 'cc-before-call';

  constructor() {
    super(CcBeforeCallEvent.type, { ...visible, cancelable: true });
  }
}

/**
 * A call is over. `seconds` of talking are 0 where nobody answered; the reason of a failed call is `error`. `causeId` and
 * `causeDesc` are the platform's, as text, where it told why. `report` is null where the call could not even be loaded.
 */
export class CcCallEndEvent extends Event {
  static readonly type = 'cc-call-end';
  readonly reason: EndReason;
  readonly seconds: number;
  readonly causeId: string | undefined;
  readonly causeDesc: string | undefined;
  readonly report: CallReport | null;

  constructor(reason: EndReason, seconds: number, report: CallReport | null = null) {
    super(CcCallEndEvent.type, visible);
    this.reason = reason;
    this.seconds = seconds;
    this.causeId = report?.causeId ?? undefined;
    this.causeDesc = report?.causeDesc ?? undefined;
    this.report = report;
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
  'cc-quality': CcQualityEvent;
  'cc-session-change': CcSessionChangeEvent;
}

declare global {
  interface GlobalEventHandlersEventMap {
    'cc-before-call': CcBeforeCallEvent;
    'cc-call-end': CcCallEndEvent;
    'cc-session-change': CcSessionChangeEvent;
  }
}
