import type { PrivacyOptions } from '../../../core/cobrowse/privacy/privacy.js';
import type { PageEvent } from '../../../core/cobrowse/privacy/page-event.js';
import type { Standing } from '../../../core/cobrowse/privacy/standing.js';
import type { RecorderFailure } from '../../../core/cobrowse/ports.js';
import type { Anchor, Point } from '../../../core/cobrowse/wire/control.js';

export interface RecordPageOptions extends Omit<PrivacyOptions, 'look' | 'isOpenFrame'> {
  /**
   * Gets what may leave the page, as it happens. A keyframe is the page's address and a full snapshot, and needs nothing that
   * came before; all else changes what the last keyframe showed.
   */
  readonly emit: (events: readonly PageEvent[], keyframe: boolean) => void;
  /** Called at most once; the recording has ended then. */
  readonly onFailure: (failure: RecorderFailure, cause: unknown) => void;
  /** Origins of frames that take part in the page, where they name its origin. None unless given. */
  readonly frameOrigins?: readonly string[];
}

export interface PageRecording {
  /** Asks for a keyframe, which comes in a task of its own; asking again before it came changes nothing. */
  keyframe(): void;
  /** What is hidden from the other side now, for the visitor to see. */
  hidden(): { readonly element: Element; readonly how: 'block' | 'mask' }[];
  /** Where on the page (CSS pixels from its upper left corner) a place within a recorded node's box is; null without it. */
  locate(anchor: Anchor): Point | null;
  /** The element of the page with this number; null where it is not there. */
  elementOf(id: number): Element | null;
  /** How far the other side sees an element. */
  standing(element: Element): Standing;
  /** Nothing is emitted any more, and what was touched on the page is put back. */
  stop(): void;
}
