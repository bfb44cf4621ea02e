import type { Clock } from '../../lib/clock.js';
import type { Log } from '../../lib/log.js';
import { logTransition } from '../../lib/log-transition.js';
import { createStore } from '../../lib/store.js';
import { CobrowseError } from '../cobrowse-error.js';
import type { AgentMarks, ShareSession } from '../cobrowse-session.js';
import { idle, isLive, isUnderWay, nextCobrowseState, type CobrowseEnd } from '../cobrowse-state.js';
import type { Anchor, ControlFrame, Person, Point, Viewer } from '../wire/control.js';
import { MarkBoard } from './mark-board.js';
import { pausedPage } from './paused-page.js';
import type { AskForConnection, OpenRelaySocket, PageRecording, RecordPage, ShareMemory } from '../ports.js';
import { RelayLink } from '../link/relay-link.js';
import { ShareStream } from './share-stream.js';

export interface SharePorts {
  readonly ask: AskForConnection;
  /** Tells the platform that it is over; rejections are of no matter. */
  readonly release: () => Promise<void>;
  readonly openSocket: OpenRelaySocket;
  readonly record: RecordPage;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ShareOptions {
  readonly roomId: string;
  readonly user: Person;
  /** Tells the tabs of one visitor apart. */
  readonly tab: string;
  /** A page before this one was shared with the visitor's consent: goes on unasked. */
  readonly before: ShareMemory | null;
}

/**
 * The story of a shared page, from the question to the end. One promise in it: before `agree` nothing is opened or sent,
 * unless `before` says that this visitor agreed on the page before.
 */
export class ShareFlow implements ShareSession {
  readonly #ports: SharePorts;
  readonly #options: ShareOptions;
  readonly #store = createStore(nextCobrowseState, idle);
  readonly #board = new MarkBoard();
  readonly #link: RelayLink;
  readonly #stream: ShareStream;
  #recording: PageRecording | null = null;
  #paused: boolean;
  /** Nothing of the page is sent. */
  #held = false;
  /** Something was not sent that the picture lacks. */
  #missed = false;
  #cancelHold: () => void = () => undefined;
  #connection: { readonly url: string; readonly resumeToken: string; readonly graceMs: number } | null = null;

  constructor(ports: SharePorts, options: ShareOptions) {
    this.#ports = ports;
    this.#options = options;
    const { roomId, user, tab, before } = options;
    this.#paused = before?.paused ?? false;
    this.#store.subscribe((state, previous) => logTransition(ports.log, 'share', state, previous.name));
    this.#link = new RelayLink(
      ports,
      {
        ...{ room: roomId, role: 'recorder', user, tab, caps: ['pointer', 'mark'] },
        resume: before && { url: before.url, token: before.resumeToken },
      },
      {
        welcome: (welcome, url) => {
          this.#connection = { url, resumeToken: welcome.resumeToken, graceMs: welcome.limits.graceMs };
          this.#store.dispatch({ type: 'live', mode: 'recorder' });
          this.#store.dispatch({ type: 'paused', paused: this.#paused });
          this.#link.send(this.#paused ? 'pause' : 'resume', {});
          this.#stream.connected(welcome);
        },
        control: (frame) => this.#hear(frame),
        data: () => undefined,
        lost: () => this.#store.dispatch({ type: 'lost', at: ports.clock.now() }),
        over: (reason) => this.#finish(reason),
        failed: (error) => this.#fail(error),
      },
    );
    this.#stream = new ShareStream({
      clock: ports.clock,
      relayNow: () => this.#link.relayNow,
      bufferedAmount: () => this.#link.bufferedAmount,
      send: (frame) => this.#link.sendData(frame),
      needKeyframe: () => this.#keyframe(),
      onTooLarge: (cause) => this.#tooLarge(cause),
      onBroken: (cause) => this.#broken(cause),
    });
  }

  get state() {
    return this.#store.state;
  }

  get marks(): readonly AgentMarks[] {
    return this.#board.marks;
  }

  /** For the next page of this tab, which goes on unasked, and paused where this one is; null where nothing is to go on. */
  get memory(): ShareMemory | null {
    if (!this.#connection) return null;
    const { graceMs, ...connection } = this.#connection;
    const { roomId, tab } = this.#options;
    return { roomId, tab, ...connection, paused: this.#paused, expires: this.#ports.clock.now() + graceMs };
  }

  subscribe(listener: Parameters<ShareSession['subscribe']>[0]): () => void {
    return this.#store.subscribe(listener);
  }

  subscribeMarks(listener: () => void): () => void {
    return this.#board.subscribe(listener);
  }

  start(): void {
    const ask = this.#options.before === null;
    this.#store.dispatch({ type: 'started', ask });
    if (!ask) this.#link.start();
  }

  agree(): void {
    if (this.state.name !== 'asking') return;
    this.#store.dispatch({ type: 'agreed' });
    this.#link.start();
  }

  decline(): void {
    if (this.state.name === 'asking') this.#finish('declined');
  }

  pause(): void {
    this.#setPaused(true);
  }

  resume(): void {
    this.#setPaused(false);
  }

  hold(): void {
    if (!isUnderWay(this.state) || this.#held) return;
    this.#held = true;
    this.#cancelHold = this.#ports.clock.after(0, () => {
      this.#stopRecording();
      this.#missed = true;
    });
  }

  goOn(anew: boolean): void {
    if (!this.#held) return;
    this.#cancelHold();
    this.#held = false;
    if (anew) this.#stopRecording();
    if (anew || this.#missed) this.#stream.beginAnew();
    this.#missed = false;
  }

  async stop(): Promise<void> {
    if (!isUnderWay(this.state)) return;
    const wasConnected = this.state.name !== 'asking';
    this.#finish('self', false);
    if (wasConnected) await Promise.allSettled([this.#link.end(), this.#ports.release()]);
  }

  #setPaused(paused: boolean): void {
    if (!isLive(this.state) || this.#paused === paused) return;
    this.#paused = paused;
    if (paused) this.#stopRecording();
    this.#link.send(paused ? 'pause' : 'resume', {});
    this.#store.dispatch({ type: 'paused', paused });
    this.#stream.beginAnew();
  }

  /** While it is paused, that of an empty page. */
  #keyframe(): void {
    if (!isUnderWay(this.state)) return;
    if (this.#paused) this.#stream.emit(pausedPage(), true);
    else if (this.#held) this.#missed = true;
    else if (this.#recording) this.#recording.keyframe();
    else this.#record();
  }

  #record(): void {
    try {
      this.#recording = this.#ports.record({
        emit: (events, keyframe) => {
          if (this.#held) this.#missed = true;
          else this.#stream.emit(events, keyframe);
        },
        onFailure: (failure, cause) => {
          if (failure === 'too-large') this.#tooLarge(cause);
          else this.#broken(cause);
        },
      });
      // It may have ended, or been paused, within the recorder's first word.
      if (!isUnderWay(this.state) || this.#paused) this.#stopRecording();
    } catch (cause) {
      this.#broken(cause);
    }
  }

  #stopRecording(): void {
    this.#recording?.stop();
    this.#recording = null;
  }

  #hear(frame: ControlFrame): void {
    switch (frame.t) {
      case 'ack':
        return this.#stream.acknowledge(frame.d);
      case 'keyframe':
        return this.#keyframe();
      case 'viewers':
        return this.#see(frame.d.viewers);
      case 'pointer':
        return this.#board.point(frame.from ?? '', this.#placed(frame.d.at ? [frame.d.at] : [], frame.d.on)[0] ?? null);
      case 'mark':
        return this.#board.draw(frame.from ?? '', this.#placed(frame.d.points, frame.d.on));
      default: // others are not for a recorder
    }
  }

  /** Moved so that the first point is where the agent saw it, whatever the agent's picture is laid out like. */
  #placed(points: readonly Point[], on: Anchor | undefined): readonly Point[] {
    const [from] = points;
    const to = on && this.#recording?.locate(on);
    if (!from || !to) return points;
    return points.map(([x, y]) => [x + to[0] - from[0], y + to[1] - from[1]]);
  }

  #see(viewers: readonly Viewer[]): void {
    this.#board.see(viewers);
    this.#store.dispatch({ type: 'viewers', viewers });
  }

  #tooLarge(cause: unknown): void {
    this.#fail(new CobrowseError('page-too-large', 'The page has more in it than can be shared.', { cause }));
  }

  #broken(cause: unknown): void {
    this.#fail(new CobrowseError('internal', 'The page can’t be recorded.', { cause }));
  }

  #fail(error: CobrowseError): void {
    if (!isUnderWay(this.state)) return;
    this.#leave();
    this.#store.dispatch({ type: 'failed', error });
    void this.#link.end();
    void this.#ports.release().catch(() => undefined);
  }

  #finish(reason: CobrowseEnd, closeLink = true): void {
    if (!isUnderWay(this.state)) return;
    this.#leave();
    this.#store.dispatch({ type: 'ended', reason });
    if (closeLink) this.#link.close();
  }

  #leave(): void {
    this.#cancelHold();
    this.#stopRecording();
    this.#stream.close();
    this.#board.see([]);
    this.#connection = null;
  }
}
