import { record } from '@rrweb/record';
import type { Anchor, Point } from '../../../core/cobrowse/wire/control.js';
import { PrivacyFilter, type PrivacyOptions } from '../../../core/cobrowse/privacy/privacy.js';
import { MASK } from '../../../core/cobrowse/privacy/digits.js';
import { eventType, type PageEvent } from '../../../core/cobrowse/privacy/page-event.js';
import { PageTooLargeError } from '../../../core/cobrowse/privacy/page-tree.js';
import { PageErrors } from './errors.js';
import { canBeWatched, keepPrototypes } from './prototypes.js';
import { parseStylesQuietly } from './styles.js';

/** Why a page can't be recorded: it has too many nodes or is nested too deep, or the recorder can't work on it. */
export type RecorderFailure = 'too-large' | 'broken';

export interface RecordPageOptions extends PrivacyOptions {
  /**
   * Gets what may leave the page, as it happens. A keyframe is the page's address and a full snapshot, and needs nothing that
   * came before; all else changes what the last keyframe showed.
   */
  readonly emit: (events: readonly PageEvent[], keyframe: boolean) => void;
  /** Called at most once; the recording has ended then. */
  readonly onFailure: (failure: RecorderFailure, cause: unknown) => void;
}

export interface PageRecording {
  /** Asks for a keyframe, which comes in a task of its own; asking again before it came changes nothing. */
  keyframe(): void;
  /** What is hidden from the other side now, for the visitor to see. */
  hidden(): { readonly element: Element; readonly how: 'block' | 'mask' }[];
  /** Where on the page (CSS pixels from its upper left corner) a place within a recorded node's box is; null without it. */
  locate(anchor: Anchor): Point | null;
  /** Nothing is emitted any more, and what was touched on the page is put back. */
  stop(): void;
}

/** Keyframes that changes of the page make necessary don't come closer together than this, in ms… */
const KEYFRAME_GAP = 250;
/** …and ever less close on a page that goes on making them necessary, up to this. */
const MAX_KEYFRAME_GAP = 8_000;
/** After so many errors of the recorder itself it is of no use. */
const MAX_ERRORS = 10;

/**
 * Records this page: begins with a keyframe, at once or when the document is there. One recording at a time. No error of
 * the recorder reaches the page.
 */
export function recordPage({ emit, onFailure, ...privacy }: RecordPageOptions): PageRecording {
  const filter = new PrivacyFilter(privacy);
  const pageErrors = new PageErrors(window);
  const parseLoudly = parseStylesQuietly(document);
  const restore = keepPrototypes(window);
  let ended = false;
  let errors = 0;
  let head: PageEvent | null = null;
  let begun = false;
  let lastKeyframe = 0;
  let gap = KEYFRAME_GAP;
  let due = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stopRrweb: (() => void) | undefined;

  const stop = () => {
    ended = true;
    if (timer !== null) clearTimeout(timer);
    try {
      const roots = stopRrweb ? shadowRoots() : [];
      stopRrweb?.();
      restore(roots);
    } catch {
      // The page changed what rrweb would put back.
    }
    stopRrweb = undefined;
    pageErrors.release();
    parseLoudly();
  };
  const fail = (cause: unknown) => {
    if (ended) return;
    stop();
    onFailure(cause instanceof PageTooLargeError || cause instanceof RangeError ? 'too-large' : 'broken', cause);
  };
  const guarded = (act: () => void) => {
    if (ended) return;
    try {
      act();
    } catch (error) {
      fail(error);
    }
  };

  const keyframe = (delay = 0) => {
    const time = performance.now() + delay;
    if (ended || (timer !== null && due <= time)) return;
    if (timer !== null) clearTimeout(timer);
    due = time;
    timer = setTimeout(() => {
      timer = null;
      guarded(() => {
        record.takeFullSnapshot();
      });
    }, delay);
  };
  const take = (event: unknown) => {
    const passed = filter.pass(event);
    if (passed?.type === eventType.meta) head = passed;
    else if (passed?.type === eventType.fullSnapshot) {
      begun = true;
      lastKeyframe = performance.now();
      emit(head ? [head, passed] : [passed], true);
    } else if (passed) emit([passed], false);
    if (!filter.stale || !begun || timer !== null) return;
    const since = performance.now() - lastKeyframe;
    gap = since < 4 * gap ? Math.min(2 * gap, MAX_KEYFRAME_GAP) : KEYFRAME_GAP;
    keyframe(Math.max(0, gap - since));
  };
  /** True: rrweb is to go on as if nothing was. */
  const onError = (error: unknown): boolean => {
    if (pageErrors.has(error)) return false;
    errors += 1;
    // What was to be told is lost.
    if (errors > MAX_ERRORS) fail(error);
    else keyframe(KEYFRAME_GAP);
    return true;
  };

  guarded(() => {
    if (!canBeWatched(window)) throw new Error('The page has frozen what recording needs.');
    stopRrweb = record({
      emit: (event) => {
        guarded(() => {
          take(event);
        });
      },
      errorHandler: onError,
      recordAfter: 'DOMContentLoaded',
      maskAllInputs: true,
      maskInputFn: (text, element) => (text === '' || isUnmasked(element) ? text : MASK),
      slimDOMOptions: 'all',
      sampling: { mousemoveCallback: 100, scroll: 100 },
      collectFonts: false,
      recordCanvas: false,
      inlineImages: false,
      recordCrossOriginIframes: false,
    });
    // rrweb keeps the error to itself; a snapshot that began and did not end was too deep for it.
    if (!stopRrweb)
      throw head && !begun ? new PageTooLargeError('No snapshot of the page.') : new Error('No recording.');
  });
  if (ended) stop();

  return {
    keyframe: () => {
      keyframe();
    },
    hidden: () =>
      filter.hidden().flatMap(({ id, how }) => {
        const node = record.mirror.getNode(id);
        return node instanceof Element ? [{ element: node, how }] : [];
      }),
    locate({ id, x, y }) {
      const node = record.mirror.getNode(id);
      if (!(node instanceof Element) || !node.isConnected) return null;
      const { left, top, width, height } = node.getBoundingClientRect();
      return [left + scrollX + x * width, top + scrollY + y * height];
    },
    stop,
  };
}

/** Those that were recorded. */
function shadowRoots(): ShadowRoot[] {
  return record.mirror.getIds().flatMap((id) => {
    const node = record.mirror.getNode(id);
    return node instanceof Element && node.shadowRoot ? [node.shadowRoot] : [];
  });
}

/** The first of two looks: what the site did not unmask is masked before rrweb has it. The filter decides. */
function isUnmasked(element: Element): boolean {
  for (let at: Element | null = element; at;) {
    if (at.closest('[data-cc-unmask]')) return true;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return false;
}
