import { record } from '@rrweb/record';
import type { Anchor, Point } from '../../../core/cobrowse/wire/control.js';
import type { Standing } from '../../../core/cobrowse/privacy/standing.js';
import { PrivacyFilter } from '../../../core/cobrowse/privacy/privacy.js';
import { eventType, type PageEvent } from '../../../core/cobrowse/privacy/page-event.js';
import { PageTooLargeError } from '../../../core/cobrowse/privacy/page-tree.js';
import { PageErrors } from './errors.js';
import { isElement } from '../../shared/composed.js';
import { FramedPages } from './framed-pages.js';
import { isLabelledSecret, maskInput } from './mask-input.js';
import { lookAtPage } from './page-look.js';
import { canBeWatched, keepPrototypes } from './prototypes.js';
import { SheetWatch } from './sheet-watch.js';
import { tellsOfSheets } from './sheet-events.js';
import { definesLate, enteredFrame, iframes, shadowRoots } from './recorded-page.js';
import type { PageRecording, RecordPageOptions } from './recording.js';
import { StateWatch } from './state-watch.js';
import { parseStylesQuietly } from './styles.js';

/** What never leaves the page need not be recorded; scripts are, as places that selectors count. */
const slim = {
  ...{ script: false, comment: true, headFavicon: true, headWhitespace: false, headTitleMutations: true },
  ...{ headMetaDescKeywords: true, headMetaSocial: true, headMetaRobots: true, headMetaHttpEquiv: true },
  ...{ headMetaAuthorship: true, headMetaVerification: true },
};

/** Keyframes that changes of the page make necessary don't come closer together than this, in ms… */
const KEYFRAME_GAP = 250;
/** …and ever less close on a page that goes on making them necessary, up to this. */
const MAX_KEYFRAME_GAP = 8_000;
/** After so many errors of the recorder itself it is of no use. */
const MAX_ERRORS = 10;

/** Records this page: begins with a keyframe, at once or when the document is there. One recording at a time. */
export const recordPage = (options: RecordPageOptions): PageRecording => new PageRecorder(options);

/**
 *     waiting ─first keyframe─▶ recording
 *        └──────────┬───────────────┘
 *                   ├─ stop() ──▶ ended
 *                   └─ failure ─▶ ended, and `onFailure` was told
 */
type Phase = 'waiting' | 'recording' | 'ended';

/** One life of rrweb's recorder. No error of it reaches the page. */
class PageRecorder implements PageRecording {
  readonly #emit: RecordPageOptions['emit'];
  readonly #onFailure: RecordPageOptions['onFailure'];
  readonly #filter: PrivacyFilter;
  readonly #sheets: SheetWatch;
  readonly #states: StateWatch;
  readonly #framed: FramedPages;
  readonly #pageErrors = new PageErrors(window);
  readonly #parseLoudly = parseStylesQuietly(document);
  readonly #prototypes = keepPrototypes(window);
  #phase: Phase = 'waiting';
  #errors = 0;
  /** The address and size that the next snapshot belongs to. */
  #head: PageEvent | null = null;
  #lastKeyframe = 0;
  #gap = KEYFRAME_GAP;
  /** When the timer asks for a keyframe. */
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stopRrweb: (() => void) | undefined;

  constructor({ emit, onFailure, frameOrigins = [], ...privacy }: RecordPageOptions) {
    this.#emit = emit;
    this.#onFailure = onFailure;
    const look = lookAtPage(
      (id) => record.mirror.getNode(id),
      (node) => record.mirror.getId(node),
      () => this.#keyframeIn(0),
    );
    this.#filter = new PrivacyFilter({ ...privacy, look, isOpenFrame: (id) => this.#framed.isOpen(id) });
    this.#framed = new FramedPages({
      origins: frameOrigins,
      maskText: privacy.maskText === true,
      frames: () => iframes((id) => this.#filter.mayFrame(id)),
      emit: (events) => this.#phase === 'recording' && this.#emit(events, false),
      onChange: () => this.#renew(),
    });
    this.#sheets = new SheetWatch(
      () => [document, ...shadowRoots()],
      () => this.#renew(),
    );
    this.#states = new StateWatch(
      () => this.#guarded(() => this.#restate()),
      () => this.#keyframeIn(0),
    );
    this.#guarded(() => this.#start());
    // It ended within its first event, when rrweb had not yet told how to end it.
    if (this.#ended) this.stop();
  }

  keyframe(): void {
    this.#keyframeIn(0);
  }

  hidden(): { readonly element: Element; readonly how: 'block' | 'mask' }[] {
    return this.#filter.hidden().flatMap(({ id, how }) => {
      const node = record.mirror.getNode(id);
      return isElement(node) ? [{ element: node, how }] : [];
    });
  }

  locate({ id, x, y }: Anchor): Point | null {
    const element = this.elementOf(id);
    if (!element) return null;
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + scrollX + x * width, top + scrollY + y * height];
  }

  elementOf(id: number): Element | null {
    const node = record.mirror.getNode(id);
    return isElement(node) && node.isConnected ? node : null;
  }

  standing(element: Element): Standing {
    return isLabelledSecret(element) ? 'secret' : this.#filter.standing(record.mirror.getId(element));
  }

  stop(): void {
    this.#phase = 'ended';
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#sheets.stop();
    this.#framed.stop();
    this.#states.stop();
    try {
      // Asked for again where it ended before rrweb told how to end it; until then there is nothing to put back.
      const stop = this.#stopRrweb;
      if (stop) this.#prototypes.end(stop, shadowRoots());
    } catch {
      // The page changed what rrweb would put back.
    }
    this.#stopRrweb = undefined;
    this.#pageErrors.release();
    this.#parseLoudly();
  }

  /** Asked through a getter: TypeScript would keep what it knew of the phase over a call that may have ended it. */
  get #ended(): boolean {
    return this.#phase === 'ended';
  }

  #start(): void {
    if (!canBeWatched(window)) throw new Error('The page has frozen what recording needs.');
    this.#stopRrweb = record({
      emit: (event) => this.#guarded(() => this.#take(event)),
      errorHandler: (error) => this.#onError(error),
      recordAfter: 'DOMContentLoaded',
      maskAllInputs: true,
      maskInputFn: maskInput,
      slimDOMOptions: slim,
      sampling: { mousemoveCallback: 100, scroll: 100 },
      collectFonts: false,
      recordCanvas: false,
      inlineImages: false,
      recordCrossOriginIframes: false,
    });
    this.#prototypes.begun();
    if (this.#stopRrweb) return;
    // rrweb keeps the error to itself; a snapshot that began and did not end was too deep for it.
    const tooDeep = this.#head && this.#phase === 'waiting';
    throw tooDeep ? new PageTooLargeError('No snapshot of the page.') : new Error('No recording.');
  }

  #take(event: unknown): void {
    if (tellsOfSheets(event, record.mirror)) this.#sheets.told();
    const frame = enteredFrame(event);
    if (frame) this.#states.listen(frame);
    const passed = this.#filter.pass(event);
    if (passed?.type === eventType.meta) this.#head = passed;
    else if (passed?.type === eventType.fullSnapshot) {
      this.#phase = 'recording';
      this.#lastKeyframe = performance.now();
      this.#emit(this.#head ? [this.#head, passed] : [passed], true);
      if (!this.#ended) this.#framed.begin();
    } else if (passed) this.#emit([passed], false);
    if (this.#filter.stale || definesLate(event)) this.#renew();
  }

  /** Asks for a keyframe that a change of the page made necessary. */
  #renew(): void {
    if (this.#phase !== 'recording' || this.#timer !== null) return;
    const since = performance.now() - this.#lastKeyframe;
    this.#gap = since < 4 * this.#gap ? Math.min(2 * this.#gap, MAX_KEYFRAME_GAP) : KEYFRAME_GAP;
    this.#keyframeIn(Math.max(0, this.#gap - since));
  }

  /** Emits what no event of the recorder told. */
  #restate(): void {
    const states = this.#phase === 'recording' ? this.#filter.restate() : null;
    if (states) this.#emit([states], false);
  }

  /** A keyframe that is due sooner stays. */
  #keyframeIn(delay: number): void {
    const time = performance.now() + delay;
    if (this.#ended || (this.#timer !== null && this.#due <= time)) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#due = time;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#guarded(() => {
        record.takeFullSnapshot();
      });
    }, delay);
  }

  /** True: rrweb is to go on as if nothing was. */
  #onError(error: unknown): boolean {
    if (this.#pageErrors.has(error)) return false;
    this.#errors += 1;
    // What was to be told is lost.
    if (this.#errors > MAX_ERRORS) this.#fail(error);
    else this.#keyframeIn(KEYFRAME_GAP);
    return true;
  }

  #guarded(act: () => void): void {
    if (this.#ended) return;
    try {
      act();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(cause: unknown): void {
    if (this.#ended) return;
    this.stop();
    this.#onFailure(cause instanceof PageTooLargeError || cause instanceof RangeError ? 'too-large' : 'broken', cause);
  }
}
