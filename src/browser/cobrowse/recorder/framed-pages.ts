import { FrameFeed } from '../../../core/cobrowse/framed/frame-feed.js';
import { Blocks } from '../../../core/cobrowse/framed/framed-nodes.js';
import { framedLimits, portWords, readGreeting, writeGreeting } from '../../../core/cobrowse/framed/messages.js';
import { deflate } from '../../../core/cobrowse/link/deflate.js';
import type { PageEvent } from '../../../core/cobrowse/privacy/page-event.js';
import { toJson } from '../../../core/lib/json.js';

/** How often a frame may come anew (as it was navigated) while the page is recorded once. */
const MAX_COMINGS = 50;

export interface FramedPagesPorts {
  /** Origins of frames that may take part. */
  readonly origins: readonly string[];
  readonly maskText: boolean;
  /** iframes of the page that the other side knows of, and nothing hides, by their numbers. */
  readonly frames: () => ReadonlyMap<HTMLIFrameElement, number>;
  readonly emit: (events: readonly PageEvent[]) => void;
  /** A frame has become a part of the page, or is none any more: the page needs a keyframe. */
  readonly onChange: () => void;
}

/*
 *     asked ─here─▶ connected ─its first keyframe─▶ open ─▶ the page's keyframe has an iframe in place of the box,
 *       ▲                │                            │     and the frame's own comes after it
 *       │                └───────────┬────────────────┘
 *       └─it was navigated, too late─┤
 *                                    └─more than it may send─▶ barred
 */

/** Frames of other origins that take part in the page: a box each, until what the frame sends can be shown. */
export class FramedPages {
  readonly #ports: FramedPagesPorts;
  readonly #blocks = new Blocks();
  readonly #guests = new Map<HTMLIFrameElement, Guest>();
  readonly #asked = new WeakSet<HTMLIFrameElement>();
  readonly #comings = new WeakMap<HTMLIFrameElement, number>();
  readonly #over = new AbortController();

  constructor(ports: FramedPagesPorts) {
    this.#ports = ports;
    if (ports.origins.length > 0) addEventListener('message', this.#hear, { signal: this.#over.signal });
  }

  /** Whether the iframe with this number is shown with what is in it. */
  isOpen(id: number): boolean {
    return [...this.#guests.values()].some((guest) => guest.isOpen && guest.id === id);
  }

  /** The page's keyframe was emitted, which has nothing of what is in frames. */
  begin(): void {
    if (this.#ports.origins.length === 0) return;
    this.#blocks.reset();
    const frames = this.#ports.frames();
    for (const [frame, guest] of this.#guests) {
      const id = frames.get(frame);
      if (id === guest.id) guest.ask();
      else this.#leave(frame, guest);
    }
    for (const frame of frames.keys()) this.#ask(frame);
  }

  stop(): void {
    this.#over.abort();
    for (const guest of this.#guests.values()) guest.end();
    this.#guests.clear();
  }

  /** Once: a frame that comes later says so itself. */
  #ask(frame: HTMLIFrameElement): void {
    if (this.#asked.has(frame)) return;
    this.#asked.add(frame);
    // Another document, which may know nothing of us.
    frame.addEventListener('load', () => this.#guests.get(frame)?.ask(), { signal: this.#over.signal });
    if (this.#guests.has(frame)) return;
    const origin = originOf(frame.src);
    if (this.#ports.origins.includes(origin)) frame.contentWindow?.postMessage(writeGreeting({ say: 'ask' }), origin);
  }

  readonly #hear = ({ data, origin, source }: MessageEvent): void => {
    if (!this.#ports.origins.includes(origin) || readGreeting(data)?.say !== 'here') return;
    const [frame, id] = [...this.#ports.frames()].find(([{ contentWindow }]) => contentWindow === source) ?? [];
    // One of the page's own origin is recorded with the page, or not at all.
    if (!frame || id === undefined || frame.contentDocument) return;
    const comings = (this.#comings.get(frame) ?? 0) + 1;
    this.#comings.set(frame, comings);
    const before = this.#guests.get(frame);
    before?.end();
    if (comings > MAX_COMINGS || (!before && this.#guests.size >= framedLimits.frames)) return;
    const { maskText, emit, onChange } = this.#ports;
    const guest: Guest = new Guest({
      id,
      isOpen: before?.isOpen ?? false,
      blocks: this.#blocks,
      emit,
      onChange,
      fits: () => {
        const all = [...this.#guests.values()].reduce((sum, { bytes }) => sum + bytes, 0);
        return all <= framedLimits.deflatedBytes;
      },
      onGone: (barred) => {
        if (barred) this.#comings.set(frame, MAX_COMINGS);
        this.#leave(frame, guest);
      },
    });
    this.#guests.set(frame, guest);
    frame.contentWindow?.postMessage(writeGreeting({ say: 'record', maskText }), origin, [guest.port]);
  };

  #leave(frame: HTMLIFrameElement, guest: Guest): void {
    guest.end();
    if (this.#guests.get(frame) !== guest) return;
    this.#guests.delete(frame);
    if (guest.isOpen) this.#ports.onChange();
  }
}

interface GuestPorts extends Pick<FramedPagesPorts, 'emit' | 'onChange'> {
  readonly id: number;
  readonly isOpen: boolean;
  readonly blocks: Blocks;
  /** Whether the last keyframes of all frames fit. */
  readonly fits: () => boolean;
  readonly onGone: (barred: boolean) => void;
}

/** The connection to one document of a frame. */
class Guest {
  readonly id: number;
  readonly port: MessagePort;
  /** Of its last keyframe, deflated. */
  bytes = 0;
  isOpen: boolean;
  readonly #own: MessagePort;
  readonly #ports: GuestPorts;
  readonly #feed: FrameFeed;
  #late: ReturnType<typeof setTimeout> | null = null;
  #work: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(ports: GuestPorts) {
    this.#ports = ports;
    this.id = ports.id;
    this.isOpen = ports.isOpen;
    this.#feed = new FrameFeed(ports.blocks);
    const { port1, port2 } = new MessageChannel();
    this.#own = port1;
    this.port = port2;
    port1.onmessage = ({ data }: MessageEvent) => this.#hear(data);
    port1.addEventListener('close', () => this.#gone(false));
    this.#await();
  }

  /** For a keyframe. */
  ask(): void {
    if (this.#ended) return;
    this.#own.postMessage(portWords.keyframe);
    this.#await();
  }

  end(): void {
    this.#ended = true;
    if (this.#late !== null) clearTimeout(this.#late);
    this.#own.postMessage(portWords.stop);
    this.#own.close();
  }

  #await(): void {
    this.#feed.await();
    if (this.#late !== null) clearTimeout(this.#late);
    this.#late = setTimeout(() => this.#gone(false), framedLimits.answerMs);
  }

  #gone(barred: boolean): void {
    if (!this.#ended) this.#ports.onGone(barred);
  }

  #hear(data: unknown): void {
    if (this.#ended) return;
    if (data === portWords.over) return this.#gone(false);
    try {
      const taken = this.#feed.take(data, this.id, performance.now());
      if (taken.keyframe && this.#late !== null) clearTimeout(this.#late);
      if (taken.more === 'page') this.#ports.onChange();
      else if (!this.isOpen) this.#open(taken.keyframe);
      else if (taken.events.length > 0) this.#pass(taken.events, taken.keyframe);
      if (taken.more === 'frame') this.ask();
    } catch {
      // Nothing of the frame is worth the page's picture.
      this.#gone(true);
    }
  }

  #open(keyframe: boolean): void {
    if (!keyframe) return;
    this.isOpen = true;
    this.#feed.await();
    this.#ports.onChange();
  }

  /** In their order; a keyframe is weighed first. */
  #pass(events: readonly PageEvent[], keyframe: boolean): void {
    const { life } = this.#feed;
    this.#work = this.#work.then(async () => {
      if (keyframe) this.bytes = (await deflate(new TextEncoder().encode(toJson(events)))).length;
      if (this.#ended || life !== this.#feed.life) return;
      if (keyframe && !this.#ports.fits()) this.#gone(true);
      else this.#ports.emit(events);
    });
  }
}

function originOf(address: string): string {
  try {
    return new URL(address).origin;
  } catch {
    return '';
  }
}
