import { sleep, type Clock } from '../lib/clock.js';
import { AgentError } from './agent-error.js';
import { readAgentEvents, type AgentEvent } from './agent-event.js';
import type { AgentOperations } from './agent-operations.js';
import type { AgentSession } from './agent-session.js';
import { checkCallData } from './call-data.js';
import { isLast, pauseAfter } from './poll-rule.js';
import type { Answer, Transport } from './transport.js';

export interface EventsOptions {
  /** Ends the stream without an error. A poll in flight is not aborted: the events it brings are kept for the next stream. */
  readonly signal?: AbortSignal;
  /**
   * Sent as `?calldata=` (the platform's parameter for the refresh of a connection bar) with each poll until one succeeds. At most
   * 16,384 bytes of UTF-8.
   */
  readonly callData?: string;
  /**
   * Called, in a microtask, for each failed poll that will be retried. `code` is `unreachable`, `http-error`, `redirected`,
   * `bad-response` (not JSON, as from a login page in front of the platform), or the platform's retcode.
   */
  readonly onFailure?: (error: AgentError) => void;
}

export interface FeedPorts {
  readonly transport: Transport;
  readonly operations: AgentOperations;
  readonly clock: Clock;
  /** For this many ms after a rotation of the Guid a 000-003 does not end the session. */
  readonly grace: number;
  /** Signs out and ends the session. */
  readonly stop: (error: AgentError) => Promise<void>;
}

/** With this many events unread polling pauses; what is new waits at the platform. */
const MAX_QUEUED = 1_000;

/**
 * When the next poll is sent. Only an open stream leaves `due` and `pausing`; `polling` outlives its stream.
 *
 *      ┌────────────────── pause over ──────────────────┐
 *      ▼                                                │
 *     due ──sent──▶ polling ──response or failure──▶ pausing
 *      │                                                ▲
 *      └──────────────── queue is full ─────────────────┘
 */
type Pace =
  | { readonly at: 'due' }
  /** `done` settles when the pace is the next one; it never rejects. */
  | { readonly at: 'polling'; readonly done: Promise<void> }
  | Pausing;

/** For `ms` from `since`, ms since the epoch. */
interface Pausing {
  readonly at: 'pausing';
  readonly since: number;
  readonly ms: number;
}

/**
 * The events of one session. One stream may be open at a time; polls go on while it is, at their own pace, however slow its
 * reader. Their events wait in a queue that outlives the stream.
 *
 *            events()         signal aborts, or the loop is left
 *     closed ──────────▶ open ──────────────────────────────────▶ closed
 *                          │ session ends            queue is empty
 *                          └─────────────▶ draining ──────────────▶ throws why
 */
export class EventFeed {
  readonly #session: AgentSession;
  readonly #ports: FeedPorts;
  readonly #queue: AgentEvent[] = [];
  #pace: Pace = { at: 'due' };
  /** Failed polls in a row. */
  #failures = 0;
  /** When the first 000-003 since the last success came, ms since the epoch. */
  #refusedAt: number | null = null;
  #callData: string | undefined;
  #onFailure: EventsOptions['onFailure'];
  #stream: AbortController | null = null;
  #wake: () => void = () => undefined;

  constructor(session: AgentSession, ports: FeedPorts) {
    this.#session = session;
    this.#ports = ports;
  }

  /** @throws AgentError `busy`, `call-data-too-long`, `bad-argument`; after the last event of a session, why it is over */
  async *events({ signal, callData, onFailure }: EventsOptions): AsyncGenerator<AgentEvent, void, undefined> {
    if (this.#stream && !this.#stream.signal.aborted) throw new AgentError('busy', 'getAgentEvent');
    this.#callData = callData === undefined ? undefined : checkCallData(callData);
    this.#onFailure = onFailure;
    const session = this.#session;
    const stream = new AbortController();
    this.#stream = stream;
    const close = () => {
      stream.abort();
      this.#wake();
    };
    signal?.addEventListener('abort', close, { once: true });
    session.signal.addEventListener('abort', close, { once: true });
    if (signal?.aborted || session.ended) close();
    void this.#keepPolling(stream.signal);
    try {
      while (!signal?.aborted) {
        const event = this.#queue.shift();
        if (event) yield event;
        else if (session.ended) throw session.ended;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      stream.abort();
      signal?.removeEventListener('abort', close);
      session.signal.removeEventListener('abort', close);
    }
  }

  async #keepPolling(stream: AbortSignal): Promise<void> {
    while (!stream.aborted) {
      const pace = this.#pace;
      if (pace.at === 'polling') await pace.done;
      else if (pace.at === 'pausing') await this.#waitOut(pace, stream);
      else if (this.#queue.length >= MAX_QUEUED) this.#pace = this.#pauseAfter(200);
      else this.#pace = { at: 'polling', done: this.#poll().then((next) => void (this.#pace = next)) };
    }
  }

  async #waitOut(pause: Pausing, stream: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    // Never longer than the pause itself: a computer's clock may be set back.
    const left = Math.min(pause.ms, pause.since + pause.ms - clock.now());
    if (left > 0) await sleep(clock, left, stream).catch(() => undefined);
    if (!stream.aborted && this.#pace === pause) this.#pace = { at: 'due' };
  }

  /** Sends one poll and handles its response; resolves with the pause that follows. Never rejects. */
  async #poll(): Promise<Pace> {
    const { transport, operations } = this.#ports;
    const callData = this.#callData;
    try {
      const answer = await transport.exchange(this.#session, operations.poll(callData), (answer) =>
        this.#enqueue(answer),
      );
      if (answer.retcode === '0' && this.#callData === callData) this.#callData = undefined;
      return await this.#handle(answer);
    } catch (thrown) {
      if (this.#session.ended) return { at: 'due' };
      this.#failures += 1;
      const pause = this.#pauseAfter(null);
      this.#emitFailure(thrown instanceof AgentError ? thrown : new AgentError('bad-response', 'getAgentEvent'));
      return pause;
    }
  }

  /** Queues the events of a response, also of one that came after the timeout. */
  #enqueue(answer: Answer): Answer {
    if (isSuccess(answer)) this.#queue.push(...readAgentEvents(answer.body));
    this.#wake();
    return answer;
  }

  /** Ends the session on a stop code, emits any other failure. */
  async #handle(answer: Answer): Promise<Pausing> {
    const { clock, grace, stop } = this.#ports;
    const { status, retcode, stale, redirect, retryAfter } = answer;
    this.#failures = isSuccess(answer) ? 0 : this.#failures + 1;
    const pause = this.#pauseAfter(redirect ? null : status, retryAfter);
    const now = clock.now();
    if (retcode === '0') this.#refusedAt = null;
    else if (retcode === '000-003') this.#refusedAt ??= now;
    const code = failureOf(answer);
    if (code === null) return pause;
    const refusedFor = now - (this.#refusedAt ?? now);
    const error = new AgentError(code, 'getAgentEvent', { status });
    if (isLast(code, { stale, sinceRotation: now - this.#session.replacedAt, refusedFor, grace })) await stop(error);
    else this.#emitFailure(error);
    return pause;
  }

  /** `status` is that of the response that came just now; null where none came. */
  #pauseAfter(status: number | null, retryAfter?: number): Pausing {
    return { at: 'pausing', since: this.#ports.clock.now(), ms: pauseAfter(status, this.#failures, retryAfter) };
  }

  #emitFailure(error: AgentError): void {
    const listener = this.#onFailure;
    // A listener that throws must not end the polling; its error is reported like any uncaught one.
    if (listener) queueMicrotask(() => listener(error));
  }
}

const isSuccess = ({ status, redirect }: Answer): boolean => !redirect && status >= 200 && status < 300;

/** The code of a response that is a failure, else null. */
function failureOf(answer: Answer): string | null {
  const { retcode, redirect, body } = answer;
  if (retcode !== null && retcode !== '0') return retcode;
  if (redirect) return 'redirected';
  if (!isSuccess(answer)) return 'http-error';
  return body === undefined ? 'bad-response' : null;
}
