import { Replayer } from '@rrweb/replay';
import { eventType, sourceType, type PageEvent } from '../../core/cobrowse/privacy/page-event.js';
import { HIDDEN } from '../../core/cobrowse/privacy/page-copy.js';
import { STATES } from '../../core/cobrowse/privacy/states.js';
import { anchorIn, boxIn, pickerIn } from './replayed-page.js';
import type { Picker } from '../../core/cobrowse/cobrowse-session.js';
import type { Anchor, Box, Point } from '../../core/cobrowse/wire/control.js';
import { Sanitiser, type SanitiserOptions } from '../../core/cobrowse/sanitise/sanitise.js';

export interface ReplayPageOptions extends SanitiserOptions {
  /** Where the page is shown; in the document before, and empty. */
  readonly root: HTMLElement;
  /** Name of the frame, for those who don't see it. */
  readonly title: string;
  /** The visitor's window has this size now, in CSS pixels; the shown page has it too, before scaling. */
  readonly onSize?: (width: number, height: number) => void;
  /** The picture can't be trusted any more; the next keyframe mends it. */
  readonly onBroken?: (cause: unknown) => void;
}

export interface PageReplay {
  /** Takes what came in, as it came in; what may not be rebuilt is left out. Before a keyframe everything is. */
  apply(events: readonly unknown[]): void;
  /** 1 is the size of the visitor's window; `left` pixels are free beside it. */
  setScale(scale: number, left?: number): void;
  /** The shown page, for tests and for overlays; null before a keyframe. */
  readonly frame: HTMLIFrameElement | null;
  /** The node of the recording that is at this point of the shown page, and where within its box; null where none is. */
  anchorAt(at: Point): Anchor | null;
  /** The box on the page of what is at this point of it; null where nothing is. */
  boxAt(at: Point): Box | null;
  /** The shown page scrolls with the visitor's. */
  follows: boolean;
  /** Text of the shown page can be selected; what is to be pressed or filled in there stays out of reach. */
  selectable: boolean;
  /** How far the visitor's page is scrolled, CSS pixels. */
  readonly visitorAt: Point;
  /** What is at this point of the shown page, where it is filled in by a list or a picker; its box is in the frame. */
  pickerAt(at: Point): Picker | null;
  /** Shows nothing until the next keyframe. */
  reset(): void;
  stop(): void;
}

const stripes = 'repeating-linear-gradient(45deg, #8884 0 6px, #8882 6px 12px)';
const focusRule = `:where([${STATES}~='focus-visible']) { outline: -webkit-focus-ring-color auto 1px; }`;
const hiddenRule = `[${HIDDEN}] { background: ${stripes} !important; min-width: 1.5em; min-height: 1em; }`;
const SELECT = 'data-cc-select';
const selectRule = `[${SELECT}] :is(a, button, input, select, textarea, summary, label, iframe, [contenteditable], [tabindex]) { pointer-events: none !important; }`;
const silent = { log: () => undefined, warn: () => undefined };

/** Rebuilds a recorded page in a frame that is sandboxed to exactly `allow-same-origin`: no scripts, no forms, no pop-ups. */
export const replayPage = (options: ReplayPageOptions): PageReplay => new PageReplayer(options);

/**
 *     empty ─keyframe─▶ showing ─keyframe─▶ showing another
 *       ▲──reset, stop─────┘
 *
 * `showing` has a replayer. Each keyframe gets one of its own, and the old one goes when the new picture stands.
 */
class PageReplayer implements PageReplay {
  readonly #root: HTMLElement;
  readonly #title: string;
  readonly #onSize: NonNullable<ReplayPageOptions['onSize']>;
  readonly #onBroken: NonNullable<ReplayPageOptions['onBroken']>;
  readonly #sanitiser: Sanitiser;
  /** null while it is empty. */
  #shown: Replayer | null = null;
  /** The address and size that the next snapshot belongs to. */
  #head: PageEvent | null = null;
  #place = 'scale(1)';
  #follows = true;
  #selectable = false;
  #visitorAt: Point = [0, 0];

  constructor({ root, title, onSize, onBroken, ...options }: ReplayPageOptions) {
    this.#root = root;
    this.#title = title;
    this.#onSize = onSize ?? (() => undefined);
    this.#onBroken = onBroken ?? (() => undefined);
    this.#sanitiser = new Sanitiser(options);
  }

  apply(events: readonly unknown[]): void {
    for (const event of events) {
      try {
        const passed = this.#sanitiser.pass(event);
        if (passed) this.#take(passed);
      } catch (error) {
        this.#onBroken(error);
      }
    }
  }

  setScale(scale: number, left = 0): void {
    this.#place = `translateX(${left}px) scale(${scale})`;
    if (this.#shown) this.#shown.wrapper.style.transform = this.#place;
  }

  get frame(): HTMLIFrameElement | null {
    return this.#shown?.iframe ?? null;
  }

  anchorAt(at: Point): Anchor | null {
    return this.#shown && anchorIn(this.#shown, at);
  }

  boxAt(at: Point): Box | null {
    return this.#shown && boxIn(this.#shown, at);
  }

  get follows(): boolean {
    return this.#follows;
  }

  set follows(follows: boolean) {
    this.#follows = follows;
    if (follows) this.frame?.contentWindow?.scrollTo(...this.#visitorAt);
  }

  get selectable(): boolean {
    return this.#selectable;
  }

  set selectable(selectable: boolean) {
    this.#selectable = selectable;
    if (this.#shown) reach(this.#shown, selectable);
  }

  get visitorAt(): Point {
    return this.#visitorAt;
  }

  pickerAt(at: Point): Picker | null {
    return this.#shown && pickerIn(this.#shown, at);
  }

  reset(): void {
    if (this.#shown) discard(this.#shown);
    this.#shown = null;
    this.#head = null;
  }

  stop(): void {
    this.reset();
  }

  #take(event: PageEvent): void {
    if (event.type === eventType.meta) this.#head = event;
    if (event.type === eventType.fullSnapshot) this.#start(event);
    if (event.type === eventType.meta) this.#onSize(event.data.width, event.data.height);
    if (event.type !== eventType.incremental || !this.#shown) return;
    const { data } = event;
    const { mouseMove, touchMove, mouseInteraction, viewportResize } = sourceType;
    if (data.source === sourceType.scroll && this.#isPage(data.id)) {
      this.#visitorAt = [data.x, data.y];
      if (!this.#follows) return;
    }
    const pointer = data.source === mouseMove || data.source === touchMove || data.source === mouseInteraction;
    if (!pointer) play(this.#shown, event);
    if (data.source === sourceType.mutation) openPopovers(this.#shown);
    else if (!document.hidden) play(this.#shown, event, Date.now());
    if (data.source === viewportResize) this.#onSize(data.width, data.height);
  }

  #start(snapshot: PageEvent): void {
    const replayer = this.#build();
    try {
      if (this.#head) play(replayer, this.#head);
      play(replayer, snapshot);
    } catch (error) {
      discard(replayer);
      throw error;
    }
    const { scrollX, scrollY } = this.frame?.contentWindow ?? window;
    if (this.#shown) discard(this.#shown);
    this.#shown = replayer;
    if (snapshot.type === eventType.fullSnapshot) {
      const { left, top } = snapshot.data.initialOffset;
      this.#visitorAt = [left, top];
    }
    if (!this.#follows) replayer.iframe.contentWindow?.scrollTo(scrollX, scrollY);
    openPopovers(replayer);
    reach(replayer, this.#selectable);
  }

  #isPage(id: number): boolean {
    return this.#shown?.getMirror().getNode(id) === this.frame?.contentDocument;
  }

  #build(): Replayer {
    const replayer = new Replayer([], {
      root: this.#root,
      liveMode: true,
      useVirtualDom: false,
      pauseAnimation: false,
      mouseTail: false,
      triggerFocus: false,
      showWarning: false,
      showDebug: false,
      logger: silent,
      insertStyleRules: [hiddenRule, focusRule, selectRule],
      UNSAFE_replayCanvas: false,
    });
    const { iframe, wrapper } = replayer;
    iframe.setAttribute('referrerpolicy', 'no-referrer');
    iframe.setAttribute('tabindex', '-1');
    iframe.title = this.#title;
    // Its own canvas, in the scheme of the visitor.
    const colorScheme = this.#head?.type === eventType.meta ? (this.#head.data.scheme ?? 'light') : 'light';
    Object.assign(iframe.style, { border: '0', background: 'Canvas', colorScheme });
    Object.assign(wrapper.style, { position: 'relative', transformOrigin: '0 0', transform: this.#place });
    replayer.startLive();
    return replayer;
  }
}

/** As they are at the visitor's: only then they are in the top layer. */
function openPopovers({ iframe }: Replayer): void {
  for (const popover of iframe.contentDocument?.querySelectorAll<HTMLElement>('[popover]') ?? []) {
    const isOpen = popover.matches(`[${STATES}~='popover-open']`);
    try {
      if (isOpen !== popover.matches(':popover-open')) popover.togglePopover(isOpen);
    } catch {
      // An older browser, or one that can't be open where it stands: the rest of the picture is as good.
    }
  }
}

function reach({ iframe }: Replayer, selectable: boolean): void {
  iframe.inert = !selectable;
  iframe.style.pointerEvents = selectable ? 'auto' : 'none';
  iframe.contentDocument?.documentElement?.toggleAttribute(SELECT, selectable);
}

function discard(replayer: Replayer): void {
  replayer.timer.clear();
  replayer.destroy();
}

/** At once, whatever time an event may name: what is older than the start of a live replay is not waited for. */
function play(replayer: Replayer, event: PageEvent, timestamp = 1): void {
  const { events } = replayer.service.state.context;
  // It keeps every event for a way back that a live picture has not.
  events.splice(0, Math.max(0, events.length - 1));
  const stamped: unknown = { ...event, timestamp };
  replayer.service.send({ type: 'ADD_EVENT', payload: { event: stamped as (typeof events)[number] } });
}
