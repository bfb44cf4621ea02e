import type { Failure } from '../../core/lib/coded-error.js';

export const visible: EventInit = { bubbles: true, composed: true };

/** The element's `state` has changed. */
export class CcStateChangeEvent<Name extends string = string> extends Event {
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
export class CcErrorEvent<Code extends string = string> extends Event {
  static readonly type = 'cc-error';
  readonly error: Failure<Code>;

  constructor(error: Failure<Code>) {
    super(CcErrorEvent.type, visible);
    this.error = error;
  }
}

/** `addEventListener` of an element that knows its own events, as lib.dom declares it for those of HTML. */
export interface TypedEvents<Events> {
  addEventListener<Type extends keyof Events>(
    type: Type,
    listener: (event: Events[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof Events>(
    type: Type,
    listener: (event: Events[Type]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  // Listened for on an ancestor, they may come from either element.
  interface GlobalEventHandlersEventMap {
    'cc-state-change': CcStateChangeEvent;
    'cc-error': CcErrorEvent;
  }
}
