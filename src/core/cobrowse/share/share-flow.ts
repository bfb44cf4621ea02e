import type { Clock } from '../../lib/clock.js';
import type { Log } from '../../lib/log.js';
import { logTransition } from '../../lib/log-transition.js';
import { createStore } from '../../lib/store.js';
import { CobrowseError, type CobrowseErrorCode } from '../cobrowse-error.js';
import type { AgentMarks, ShareSession } from '../cobrowse-session.js';
import { idle, isLive, isUnderWay, nextCobrowseState, type CobrowseEnd } from '../cobrowse-state.js';
import { ControlDesk, type TakeHand } from '../control/control-desk.js';
import type { ControlFrame, Person, Viewer } from '../wire/control.js';
import { MarkBoard } from './mark-board.js';
import { PageCapture } from './page-capture.js';
import type { AskForConnection, OpenRelaySocket, RecorderFailure, RecordPage, ShareMemory } from '../ports.js';
import { RelayLink } from '../link/relay-link.js';
import { ShareStream } from './share-stream.js';

export interface SharePorts {
  readonly ask: AskForConnection;
  /** Releases the platform's connection; a rejection is ignored. */
  readonly release: () => Promise<void>;
  readonly openSocket: OpenRelaySocket;
  readonly record: RecordPage;
  /** Acts for an agent; null where agents may not ask for control. */
  readonly takeHand: TakeHand | null;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ShareOptions {
  readonly roomId: string;
  readonly user: Person;
  /** Tells the tabs of one visitor apart. */
  readonly tab: string;
  /** The resume record of the previous page, shared with consent: continues without asking. Null to ask. */
  readonly before: ShareMemory | null;
}

const failures = {
  'too-large': ['page-too-large', 'The page has more in it than can be shared.'],
  broken: ['internal', 'The page can’t be recorded.'],
} as const satisfies Record<RecorderFailure, readonly [CobrowseErrorCode, string]>;

/*
 *     link (relay) ─welcome, lost, over, failed─▶ state ─▶ whoever subscribed
 *      │    ▲                                       ▲
 *      │    └─frames─ stream ◀─events─ capture ◀─ pause(), hold(), stop()
 *      ├─ack, keyframe──▲                 ▲
 *      ├─keyframe─────────────────────────┘
 *      ├─viewers, pointer, mark─▶ board ─▶ marks
      └─viewers, control, act─▶ desk ─▶ hand, on the page
 *
 * The states are those of cobrowse-state.ts: asking ─agree()─▶ connecting ─▶ sharing ⇄ paused, reconnecting ─▶ ended | failed.
 */

/**
 * The visitor's session, from the question to the end. Before `agree` nothing is opened or sent, unless `before` says that
 * this visitor agreed on the page before.
 */
export class ShareFlow implements ShareSession {
  readonly #ports: SharePorts;
  readonly #options: ShareOptions;
  readonly #store = createStore(nextCobrowseState, idle);
  readonly #board = new MarkBoard((anchor) => this.#capture.locate(anchor));
  readonly #link: RelayLink;
  readonly #stream: ShareStream;
  readonly #capture: PageCapture;
  readonly control: ControlDesk | null;
  #connection: { readonly url: string; readonly resumeToken: string; readonly graceMs: number } | null = null;

  constructor(ports: SharePorts, options: ShareOptions) {
    this.#ports = ports;
    this.#options = options;
    const { roomId, user, tab, before } = options;
    const { clock, takeHand } = ports;
    this.control = takeHand && this.#controlDesk(clock, takeHand);
    this.#store.subscribe((state, previous) => logTransition(ports.log, 'share', state, previous.name));
    this.#link = new RelayLink(
      ports,
      {
        ...{ room: roomId, role: 'recorder', user, tab, caps: ['pointer', 'mark', ...(takeHand ? ['control'] : [])] },
        resume: before && { url: before.url, token: before.resumeToken },
      },
      {
        onWelcome: (welcome, url) => {
          this.#connection = { url, resumeToken: welcome.resumeToken, graceMs: welcome.limits.graceMs };
          this.#store.dispatch({ type: 'live', mode: 'recorder' });
          this.#store.dispatch({ type: 'paused', paused: this.#capture.paused });
          this.#link.send(this.#capture.paused ? 'pause' : 'resume', {});
          this.#stream.connected(welcome);
          this.control?.connected();
        },
        onControl: (frame) => this.#onControl(frame),
        onData: () => undefined,
        onLost: () => this.#store.dispatch({ type: 'lost', at: ports.clock.now() }),
        onEnded: (reason) => this.#finish(reason),
        onFailed: (error) => this.#fail(error),
      },
    );
    this.#stream = new ShareStream({
      clock: ports.clock,
      relayNow: () => this.#link.relayNow,
      bufferedAmount: () => this.#link.bufferedAmount,
      send: (frame) => this.#link.sendData(frame),
      needKeyframe: () => this.#keyframe(),
      onFailure: (failure, cause) => this.#cannotRecord(failure, cause),
    });
    this.#capture = new PageCapture(
      {
        ...{ clock: ports.clock, record: ports.record },
        isUnderWay: () => isUnderWay(this.state),
        emit: (events, keyframe) => this.#stream.emit(events, keyframe),
        beginAnew: () => this.#stream.beginAnew(),
        onFailure: (failure, cause) => this.#cannotRecord(failure, cause),
      },
      before?.paused ?? false,
    );
  }

  get state() {
    return this.#store.state;
  }

  get marks(): readonly AgentMarks[] {
    return this.#board.marks;
  }

  /** The resume record for the next page of this tab, with `paused` as it is now; null before the first welcome and after the end. */
  get memory(): ShareMemory | null {
    if (!this.#connection) return null;
    const { graceMs, ...connection } = this.#connection;
    const { roomId, tab } = this.#options;
    return { roomId, tab, ...connection, paused: this.#capture.paused, expires: this.#ports.clock.now() + graceMs };
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
    if (!isUnderWay(this.state)) return;
    this.control?.takeBack();
    this.#capture.hold();
  }

  goOn(anew: boolean): void {
    this.#capture.goOn(anew);
  }

  async stop(): Promise<void> {
    if (!isUnderWay(this.state)) return;
    const wasConnected = this.state.name !== 'asking';
    this.#finish('self', false);
    if (wasConnected) await Promise.allSettled([this.#link.end(), this.#ports.release()]);
  }

  #setPaused(paused: boolean): void {
    if (!isLive(this.state) || this.#capture.paused === paused) return;
    this.#capture.paused = paused;
    if (paused) this.control?.takeBack();
    this.#link.send(paused ? 'pause' : 'resume', {});
    this.#store.dispatch({ type: 'paused', paused });
    this.#stream.beginAnew();
  }

  #controlDesk(clock: Clock, takeHand: TakeHand): ControlDesk {
    return new ControlDesk({
      ...{ clock, takeHand },
      grant: (grant) => this.#link.send('grant', grant),
      acted: (outcome) => this.#link.send('acted', outcome),
    });
  }

  #keyframe(): void {
    if (isUnderWay(this.state)) this.#capture.keyframe();
  }

  #onControl(frame: ControlFrame): void {
    switch (frame.t) {
      case 'ack':
        return this.#stream.acknowledge(frame.d);
      case 'keyframe':
        return this.#keyframe();
      case 'viewers':
        return this.#setViewers(frame.d.viewers);
      case 'pointer':
        return this.#board.point(frame.from ?? '', frame.d);
      case 'mark':
        return this.#board.draw(frame.from ?? '', frame.d);
      case 'control':
        if (!this.#capture.paused) this.control?.asked(frame.from ?? '', frame.d.want);
        return;
      case 'act':
        return this.control?.act(frame.from ?? '', frame.d);
      default: // others are not for a recorder
    }
  }

  #setViewers(viewers: readonly Viewer[]): void {
    this.#board.setViewers(viewers);
    this.control?.setViewers(viewers);
    this.#store.dispatch({ type: 'viewers', viewers });
  }

  #cannotRecord(failure: RecorderFailure, cause: unknown): void {
    const [code, message] = failures[failure];
    this.#fail(new CobrowseError(code, message, { cause }));
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
    this.control?.takeBack();
    this.#capture.stop();
    this.#stream.close();
    this.#board.setViewers([]);
    this.#connection = null;
  }
}
