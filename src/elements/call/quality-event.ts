import type { Call } from '../../core/call/call.js';
import type { Quality, QualityCause, QualityLevel } from '../../core/call/quality.js';
import { visible } from '../shared/events.js';

/** How well both sides hear each other: when talking begins, and whenever level or cause change. */
export class CcQualityEvent extends Event implements Quality {
  static readonly type = 'cc-quality';
  readonly level: QualityLevel;
  readonly cause: QualityCause;
  /** Round trip, ms; null where the browser has not measured it. */
  readonly rtt: number | null;
  /** ms */
  readonly jitter: number;
  /** 0…1, in the direction that is worse. */
  readonly loss: number;
  /** 1…4.41 */
  readonly mos: number;

  constructor({ level, cause, rtt, jitter, loss, mos }: Quality) {
    super(CcQualityEvent.type, visible);
    this.level = level;
    this.cause = cause;
    this.rtt = rtt;
    this.jitter = jitter;
    this.loss = loss;
    this.mos = mos;
  }
}

/** Calls `changed` and dispatches `cc-quality` with each change of level or cause, as long as the call goes on. */
export function followQuality(host: EventTarget, call: Call, changed: (quality: Quality) => void): void {
  let last: Quality | null = null;
  call.subscribeQuality((quality) => {
    if (last?.level === quality.level && last.cause === quality.cause) return;
    last = quality;
    changed(quality);
    host.dispatchEvent(new CcQualityEvent(quality));
  });
}

declare global {
  interface GlobalEventHandlersEventMap {
    'cc-quality': CcQualityEvent;
  }
}
