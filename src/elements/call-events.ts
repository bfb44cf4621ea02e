import type { CallStateName, EndReason } from '../core/call/call-state.js';
import type { CobrowseErrorCode } from '../core/cobrowse/cobrowse-error.js';
import type { ErrorCode } from '../core/lib/errors.js';

/** Why a call or a shared page failed: a code for programs, a message for the integrator, the platform's cause as text. */
export interface CallFailure {
  readonly code: ErrorCode | CobrowseErrorCode;
  readonly message: string;
  readonly causeId?: string | undefined;
  readonly causeDesc?: string | undefined;
}

const visible: EventInit = { bubbles: true, composed: true };

/** Before a call is made. Cancel it, and nothing happens: no permission is asked, no request is sent. */
export class CcBeforeCallEvent extends Event {
  static readonly type = 'cc-before-call';

  constructor() {
    super(CcBeforeCallEvent.type, { ...visible, cancelable: true });
  }
}

/** The element's `state` has changed. */
export class CcStateChangeEvent<Name extends string = CallStateName> extends Event {
  static readonly type = 'cc-state-change';
  readonly state: Name;
  readonly previous: Name;

  constructor(state: Name, previous: Name) {
    super(CcStateChangeEvent.type, visible);
    this.state = state;
    this.previous = previous;
  }
}

/** It failed, and `error` says why. */
export class CcErrorEvent extends Event {
  static readonly type = 'cc-error';
  readonly error: CallFailure;

  constructor(error: CallFailure) {
    super(CcErrorEvent.type, visible);
    this.error = error;
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

declare global {
  interface HTMLElementEventMap {
    'cc-before-call': CcBeforeCallEvent;
    'cc-state-change': CcStateChangeEvent<string>;
    'cc-error': CcErrorEvent;
    'cc-call-end': CcCallEndEvent;
  }
}
