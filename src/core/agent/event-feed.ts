import { sleep, type Clock } from '../lib/clock.js';
import { AgentError } from './agent-error.js';
import { readAgentEvents, type AgentEvent } from './agent-event.js';
import type { AgentOperations } from './agent-operations.js';
import type { AgentSession } from './agent-session.js';
import { checkCallData } from './call-data.js';
import { isLast, pauseAfter } from './poll-rule.js';
import type { Answer, Transport } from './transport.js';

export interface EventsOptions {
  /** Ends the stream without an error. A poll that is out is not cut off: what it brings is kept for the next stream. */
  readonly signal?: AbortSignal;
  /** For the refresh of a connection bar: goes along with the polls until one was taken. At most 16,384 bytes of UTF-8. */
  readonly callData?: string;
  /**
   * Hears of each poll that failed and will be repeated: `unreachable`, `http-error`, `redirected`, `bad-response` (no JSON, as
   * where a login page stands in front of the platform), or the platform's code.
   */
  readonly onFailure?: (error: AgentError) => void;
}

export interface FeedPorts {
  readonly transport: Transport;
  readonly operations: AgentOperations;
  readonly clock: Clock;
  /** For so many ms after a rotation a 000-003 does not end the session. */
  readonly grace: number;
  /** Signs out and ends the session. */
  readonly stop: (error: AgentError) => Promise<void>;
}

/** So many events may wait for their reader; then polling waits too, and the platform keeps what is new. */
const ENOUGH = 1_000;

/**
 * The events of one session. Polls go on while a stream is open, at their own pace, however slow its reader is; what they bring
 * waits in a queue that outlives the stream.
 */
export class EventFeed {
  readonly #session: AgentSession;
  readonly #ports: FeedPorts;
  readonly #queue: AgentEvent[] = [];
  /** The one poll that is out. */
  #poll: Promise<void> | null = null;
  /** How long to pause after the last answer, ms, and when that came, ms since the epoch. */
  #pause = 0;
  #answeredAt = -Infinity;
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

  /** @throws AgentError `busy`, `call-data-too-long`; why the session ended, after its last event */
  async *events({ signal, callData, onFailure }: EventsOptions): AsyncGenerator<AgentEvent, void, undefined> {
    if (this.#stream && !this.#stream.signal.aborted) throw new AgentError('busy', 'getAgentEvent');
    this.#callData = callData === undefined ? undefined : checkCallData(callData);
    this.#onFailure = onFailure;
    const session = this.#session;
    const stream = new AbortController();
    this.#stream = stream;
    const leave = () => {
      stream.abort();
      this.#wake();
    };
    signal?.addEventListener('abort', leave, { once: true });
    session.signal.addEventListener('abort', leave, { once: true });
    if (signal?.aborted || session.ended) leave();
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
      signal?.removeEventListener('abort', leave);
      session.signal.removeEventListener('abort', leave);
    }
  }

  async #keepPolling(stream: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    while (!stream.aborted) {
      // Never longer than the pause itself: the clock of a computer may be set back.
      const wait = Math.min(this.#pause, this.#answeredAt + this.#pause - clock.now());
      // An earlier stream's poll may still be out.
      if (this.#poll) await this.#poll;
      else if (wait > 0) await sleep(clock, wait, stream).then(() => (this.#pause = 0), ignore);
      else if (this.#queue.length >= ENOUGH) this.#rest(200);
      else this.#poll = this.#pollOnce().finally(() => (this.#poll = null));
    }
  }

  async #pollOnce(): Promise<void> {
    const { transport, operations } = this.#ports;
    const callData = this.#callData;
    try {
      const answer = await transport.exchange(this.#session, operations.poll(callData), (came) => this.#take(came));
      if (answer.retcode === '0' && this.#callData === callData) this.#callData = undefined;
      await this.#judge(answer);
    } catch (thrown) {
      if (this.#session.ended) return;
      this.#failures += 1;
      this.#rest(null);
      this.#tell(thrown instanceof AgentError ? thrown : new AgentError('bad-response', 'getAgentEvent'));
    }
  }

  /** Keeps the events of an answer, whoever still waits for it. */
  #take(answer: Answer): Answer {
    if (isSuccess(answer)) this.#queue.push(...readAgentEvents(answer.body));
    this.#wake();
    return answer;
  }

  async #judge(answer: Answer): Promise<void> {
    const { clock, grace, stop } = this.#ports;
    const { status, retcode, stale, redirect, retryAfter } = answer;
    this.#failures = isSuccess(answer) ? 0 : this.#failures + 1;
    this.#rest(redirect ? null : status, retryAfter);
    const code = failureOf(answer);
    const now = clock.now();
    if (retcode === '0') this.#refusedAt = null;
    else if (retcode === '000-003') this.#refusedAt ??= now;
    const refusedFor = now - (this.#refusedAt ?? now);
    if (code === null) return;
    const error = new AgentError(code, 'getAgentEvent', { status });
    if (isLast(code, { stale, sinceRotation: now - this.#session.replacedAt, refusedFor, grace })) await stop(error);
    else this.#tell(error);
  }

  #rest(status: number | null, retryAfter?: number): void {
    this.#answeredAt = this.#ports.clock.now();
    this.#pause = pauseAfter(status, this.#failures, retryAfter);
  }

  #tell(error: AgentError): void {
    const listener = this.#onFailure;
    // A listener that throws must not end the polling; its error shows up as any uncaught one.
    if (listener) queueMicrotask(() => listener(error));
  }
}

const isSuccess = ({ status, redirect }: Answer): boolean => !redirect && status >= 200 && status < 300;

/** The code of an answer that is not a good one, else null. */
function failureOf(answer: Answer): string | null {
  const { retcode, redirect, body } = answer;
  if (retcode !== null && retcode !== '0') return retcode;
  if (redirect) return 'redirected';
  if (!isSuccess(answer)) return 'http-error';
  return body === undefined ? 'bad-response' : null;
}

const ignore = () => undefined;
