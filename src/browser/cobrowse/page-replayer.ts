import { Replayer } from '@rrweb/replay';
import { eventType, sourceType, type PageEvent } from '../../core/cobrowse/privacy/page-event.js';
import { HIDDEN } from '../../core/cobrowse/privacy/page-copy.js';
import type { Anchor, Point } from '../../core/cobrowse/wire/control.js';
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
  /** Shows nothing until the next keyframe. */
  reset(): void;
  stop(): void;
}

const stripes = 'repeating-linear-gradient(45deg, #8884 0 6px, #8882 6px 12px)';
const hiddenRule = `[${HIDDEN}] { background: ${stripes} !important; min-width: 1.5em; min-height: 1em; }`;
const silent = { log: () => undefined, warn: () => undefined };

/**
 * Rebuilds a recorded page in a frame that is sandboxed to exactly `allow-same-origin`: no scripts, no forms, no pop-ups.
 * Each keyframe gets a replayer of its own, and the old one goes when the new picture stands.
 */
export function replayPage({ root, title, onSize, onBroken, ...options }: ReplayPageOptions): PageReplay {
  const sanitiser = new Sanitiser(options);
  let shown: Replayer | null = null;
  let place = 'scale(1)';

  const build = (): Replayer => {
    const replayer = new Replayer([], {
      root,
      liveMode: true,
      useVirtualDom: false,
      pauseAnimation: false,
      mouseTail: false,
      triggerFocus: false,
      showWarning: false,
      showDebug: false,
      logger: silent,
      insertStyleRules: [hiddenRule],
      UNSAFE_replayCanvas: false,
    });
    const { iframe, wrapper } = replayer;
    iframe.setAttribute('referrerpolicy', 'no-referrer');
    iframe.setAttribute('tabindex', '-1');
    iframe.inert = true;
    iframe.title = title;
    Object.assign(iframe.style, { border: '0', background: '#fff' });
    Object.assign(wrapper.style, { position: 'relative', transformOrigin: '0 0', transform: place });
    replayer.startLive();
    return replayer;
  };
  const discard = (replayer: Replayer | null) => {
    replayer?.timer.clear();
    replayer?.destroy();
  };
  /** At once, whatever time an event may name: what is older than the start of a live replay is not waited for. */
  const play = (replayer: Replayer, event: PageEvent, timestamp = 1) => {
    const { events } = replayer.service.state.context;
    // It keeps every event for a way back that a live picture has not.
    events.splice(0, Math.max(0, events.length - 1));
    const stamped: unknown = { ...event, timestamp };
    replayer.service.send({ type: 'ADD_EVENT', payload: { event: stamped as (typeof events)[number] } });
  };
  const start = (head: PageEvent | null, snapshot: PageEvent) => {
    const replayer = build();
    try {
      if (head) play(replayer, head);
      play(replayer, snapshot);
    } catch (error) {
      discard(replayer);
      throw error;
    }
    discard(shown);
    shown = replayer;
  };

  let head: PageEvent | null = null;
  const take = (event: PageEvent) => {
    if (event.type === eventType.meta) head = event;
    if (event.type === eventType.fullSnapshot) start(head, event);
    if (event.type === eventType.meta) onSize?.(event.data.width, event.data.height);
    if (event.type !== eventType.incremental || !shown) return;
    const { data } = event;
    const { mouseMove, touchMove, mouseInteraction, viewportResize } = sourceType;
    const pointer = data.source === mouseMove || data.source === touchMove || data.source === mouseInteraction;
    if (!pointer) play(shown, event);
    else if (!document.hidden) play(shown, event, Date.now());
    if (data.source === viewportResize) onSize?.(data.width, data.height);
  };
  const reset = () => {
    discard(shown);
    shown = null;
    head = null;
  };

  return {
    apply(events) {
      for (const event of events) {
        try {
          const passed = sanitiser.pass(event);
          if (passed) take(passed);
        } catch (error) {
          onBroken?.(error);
        }
      }
    },
    setScale(scale, left = 0) {
      place = `translateX(${left}px) scale(${scale})`;
      if (shown) shown.wrapper.style.transform = place;
    },
    get frame() {
      return shown?.iframe ?? null;
    },
    anchorAt: (at) => shown && anchorIn(shown, at),
    reset,
    stop: reset,
  };
}

function anchorIn(replayer: Replayer, [x, y]: Point): Anchor | null {
  const { contentDocument: page, contentWindow: view } = replayer.iframe;
  if (!page || !view) return null;
  const place = [x - view.scrollX, y - view.scrollY] as const;
  let element = page.elementFromPoint(...place);
  for (let within = element?.shadowRoot?.elementFromPoint(...place); within && within !== element;) {
    element = within;
    within = element.shadowRoot?.elementFromPoint(...place);
  }
  const id = element ? replayer.getMirror().getId(element) : -1;
  const box = element?.getBoundingClientRect();
  if (id < 0 || !box || box.width === 0 || box.height === 0) return null;
  const share = (from: number, size: number) => Math.min(1, Math.max(0, from / size));
  return { id, x: share(place[0] - box.left, box.width), y: share(place[1] - box.top, box.height) };
}
