import { writeFramed } from '../../core/cobrowse/framed/framed-events.js';
import {
  framedLimits,
  portWords,
  readGreeting,
  readFrames,
  writeGreeting,
} from '../../core/cobrowse/framed/messages.js';
import type { PageEvent } from '../../core/cobrowse/privacy/page-event.js';
import type { PageRecording, RecordPageOptions } from './recorder/recording.js';

/** The element that says who may share this page. */
interface Offer extends HTMLElement {
  readonly mode: string;
  readonly maskText: boolean;
  /** Origins of pages around, see `readFrames`; `same-origin` for iframes of this page. */
  readonly frames: string;
}

/** Lets the page around this frame record it, if its origin is one that the element names and for as long as it is there. */
export function offer(element: Offer): void {
  const { parent } = window;
  if (parent === window) return;
  const stands = (): boolean => element.isConnected && element.mode === 'frame';
  let recording: FramedRecording | null = null;
  const greet = (origin: string) => parent.postMessage(writeGreeting({ say: 'here' }), origin);
  addEventListener('message', ({ source, origin, data, ports: [port] }) => {
    if (source !== parent || !stands() || !readFrames(element.frames).frameOrigins.includes(origin)) return;
    const greeting = readGreeting(data);
    if (greeting?.say === 'ask') greet(origin);
    if (greeting?.say !== 'record' || !port) return;
    recording?.stop();
    recording = new FramedRecording(port, stands, {
      maskText: element.maskText || greeting.maskText,
      frames: readFrames(element.frames).frames,
    });
  });
  addEventListener('pagehide', () => recording?.stop());
  // Back from the browser's cache.
  addEventListener('pageshow', ({ persisted }) => persisted && announce());
  const announce = () => {
    const around = 'ancestorOrigins' in location ? location.ancestorOrigins[0] : undefined;
    for (const origin of readFrames(element.frames).frameOrigins)
      if (around === undefined || around === origin) greet(origin);
  };
  announce();
}

/** This page, as long as the page around wants it: what passed the filter, collected, through the port. */
class FramedRecording {
  readonly #port: MessagePort;
  readonly #stands: () => boolean;
  #recording: PageRecording | null = null;
  #pending: PageEvent[] = [];
  #batch: ReturnType<typeof setTimeout> | null = null;
  #anew: ReturnType<typeof setTimeout> | null = null;
  #ended = false;

  constructor(port: MessagePort, stands: () => boolean, options: Pick<RecordPageOptions, 'maskText' | 'frames'>) {
    this.#port = port;
    this.#stands = stands;
    port.onmessage = ({ data }: MessageEvent) => {
      if (data === portWords.stop) this.stop();
      // One that is not begun yet begins with it.
      if (data === portWords.keyframe) this.#recording?.keyframe();
    };
    port.addEventListener('close', () => this.stop());
    void this.#begin(options).catch(() => this.stop());
  }

  stop(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const timer of [this.#batch, this.#anew]) if (timer !== null) clearTimeout(timer);
    this.#recording?.stop();
    this.#port.postMessage(portWords.over);
    this.#port.close();
  }

  async #begin(options: Pick<RecordPageOptions, 'maskText' | 'frames'>): Promise<void> {
    const { recordPage } = await import('./recorder/page-recorder.js');
    if (this.#ended) return;
    const recording = recordPage({
      ...options,
      emit: (events, keyframe) => this.#take(events, keyframe),
      onFailure: () => this.stop(),
    });
    this.#recording = recording;
    // It ended with its first events.
    if (this.#isEnded()) recording.stop();
  }

  #isEnded(): boolean {
    return this.#ended;
  }

  #take(events: readonly PageEvent[], keyframe: boolean): void {
    if (keyframe) {
      this.#pending = [];
      const written = writeFramed(events, true);
      if (this.#anew !== null) clearTimeout(this.#anew);
      this.#anew = null;
      if (written.length > framedLimits.keyframeChars) this.stop();
      else this.#send(written);
    } else if (this.#anew === null) {
      this.#pending.push(...events);
      this.#batch ??= setTimeout(() => this.#flush(), framedLimits.batchMs);
    }
  }

  #flush(): void {
    this.#batch = null;
    if (this.#pending.length === 0) return;
    const written = writeFramed(this.#pending, false);
    this.#pending = [];
    if (written.length <= framedLimits.deltaChars) return this.#send(written);
    // Too much to be told change by change.
    this.#anew ??= setTimeout(() => this.#recording?.keyframe(), framedLimits.keyframeGapMs);
  }

  #send(written: string): void {
    if (this.#stands()) this.#port.postMessage(written);
    else this.stop();
  }
}
