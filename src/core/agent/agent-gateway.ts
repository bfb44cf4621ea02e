import { systemClock, type Clock } from '../lib/clock.js';
import type { JsonObject } from '../platform/guards.js';
import type { Fetch } from '../platform/request.js';
import { AgentError } from './agent-error.js';
import type { AgentEvent, CallId } from './agent-event.js';
import {
  agentOperations,
  type AgentOperation,
  type AgentOperations,
  type ChosenStatus,
  type RestOptions,
  type SignInOptions,
} from './agent-operations.js';
import { AgentSession } from './agent-session.js';
import { readAgentStatus, type AgentStatus } from './agent-status.js';
import { callDataText, decodeCallData, encodeCallData } from './call-data.js';
import { EventFeed, type EventsOptions } from './event-feed.js';
import { readGuid } from './guid.js';
import type { TransferOptions } from './transfer.js';
import { succeeded, Transport, type Answer } from './transport.js';

export interface AgentGatewayOptions {
  /** Origin and path prefix of the CC-Gateway or of a proxy in front of it, without `/agentgateway`. In a page `''` is its own origin. */
  readonly baseUrl: string;
  /** 1 to 6 digits. */
  readonly agentId: string;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  /** For so many ms after the platform replaced the Guid a `000-003` does not end the session; 3,000 unless told, 0 for never. */
  readonly grace?: number;
  /** Which cookies go along, for load balancers that need theirs back; `same-origin` unless told. */
  readonly credentials?: RequestCredentials;
}

export interface CallDataOptions {
  /** The platform wants one for multimedia calls. */
  readonly callId?: CallId;
}

export interface SetCallDataOptions extends CallDataOptions {
  /** At most 16,384 bytes, text measured as UTF-8. */
  readonly data: string | Uint8Array;
  /** Sends plain text as Base64 too. Bytes, and text beyond printable ASCII, always go as Base64. */
  readonly base64?: boolean;
}

/**
 * One agent at the CC-Gateway: sign-in, events, calls, call data. Without a page; runs in Node too.
 *
 * In a browser the platform must be on the origin of the page, behind a proxy, or allow it by CORS: accept the request headers
 * `Guid` and `Content-Type`, and expose `Set-GUID`. Otherwise the Guid can't be read, and sign-in fails with `no-guid`.
 *
 * The Guid of every answer is taken over before the next request. Nothing is logged. Every method throws AgentError, whose `code`
 * is the platform's or a word of our own; `unreachable` leaves open whether the platform did what was asked.
 */
export class AgentGateway {
  readonly #clock: Clock;
  readonly #grace: number;
  readonly #transport: Transport;
  readonly #operations: AgentOperations;
  #current: { readonly session: AgentSession; readonly feed: EventFeed } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /** @throws AgentError `bad-agent-id`, `bad-argument` */
  constructor(options: AgentGatewayOptions) {
    const { baseUrl, agentId, fetch = defaultFetch, clock = systemClock, grace = 3_000 } = options;
    if (typeof agentId !== 'string' || !/^\d{1,6}$/.test(agentId)) throw new AgentError('bad-agent-id', 'AgentGateway');
    if (typeof baseUrl !== 'string' || /[?#]/.test(baseUrl))
      throw new AgentError('bad-argument', 'AgentGateway', {
        meaning: '`baseUrl` is no URL without query and fragment',
      });
    this.#clock = clock;
    this.#grace = grace;
    this.#operations = agentOperations(agentId);
    const credentials = options.credentials ?? 'same-origin';
    this.#transport = new Transport({ baseUrl: baseUrl.replace(/\/+$/, ''), fetch, clock, credentials });
  }

  /**
   * The Guid now, null where nobody is signed in. A page that wants to survive its reload reads it last of all (`pagehide`) and gives
   * it to `adopt`. Whoever has it is the agent: keep it in `sessionStorage` at most, never in a URL or a log.
   */
  get guid(): string | null {
    return this.#live?.guid ?? null;
  }

  /**
   * Signs the agent in, and in to the skill queues, without which no call arrives. A session that this object had is over then.
   * Resolves with `skillsError` where the agent is signed in but the skill queues failed. A call during another sign-in or
   * sign-out waits for its end.
   * @throws AgentError `100-002` (signed in already, without `force`), `no-guid`, the platform's code
   */
  signIn(options: SignInOptions): Promise<{ readonly skillsError: AgentError | null }> {
    return this.#inTurn(async () => {
      const session = new AgentSession();
      try {
        await this.#ask(this.#operations.signIn(options), session);
      } catch (thrown) {
        if (!options.force || !(thrown instanceof AgentError) || thrown.code !== '100-002') throw thrown;
        await this.#ask(this.#operations.forceSignIn(options), session);
      }
      if (session.guid === null) throw new AgentError('no-guid', 'login');
      this.#current?.session.end(new AgentError('100-008', 'login'));
      this.#begin(session);
      const skills = this.#ask(this.#operations.resetSkills(options.skills), session);
      return { skillsError: await skills.then(() => null, asAgentError) };
    });
  }

  /**
   * Goes on with the Guid of another page or of this one before its reload. `renewGuid()` next shows whether it is still good.
   * @throws AgentError `bad-guid`
   */
  adopt(guid: string): void {
    const clean = typeof guid === 'string' ? readGuid(guid) : null;
    if (clean === null) throw new AgentError('bad-guid', 'adopt');
    if (this.#live) this.#live.replace(clean);
    else this.#begin(new AgentSession(clean));
  }

  /** Asks for a new Guid, as the platform wants it after a page was reloaded. @throws AgentError `no-guid` where none came back */
  async renewGuid(): Promise<void> {
    const operation = this.#operations.renewGuid();
    await this.#ask(operation, this.#session(operation), ({ hasGuid }) => {
      if (!hasGuid) throw new AgentError('no-guid', operation.name);
    });
  }

  /**
   * The agent's events, in order, each once. To be read as soon as the agent is signed in: who does not poll for 2 minutes is signed
   * out by the platform. Polls go on while a loop is open, also while its body takes its time, and are repeated when they fail.
   * Ends when the signal aborts or the loop is left; events that were not read yet wait for the next stream of the session.
   * @throws AgentError `busy` where another stream is open; `000-001`, `000-003`, `100-006` when the platform ended the session,
   *   which is signed out then; `100-008` after `signOut()`
   */
  async *events(options: EventsOptions = {}): AsyncGenerator<AgentEvent, void, undefined> {
    if (!this.#current) throw new AgentError('100-006', 'getAgentEvent');
    yield* this.#current.feed.events(options);
  }

  /** Takes the call that rings; `callId` says which where several do. */
  async answer({ callId }: CallDataOptions = {}): Promise<void> {
    await this.#ask(this.#operations.answer(callId));
  }

  /** Ends the call. */
  async release(): Promise<void> {
    await this.#ask(this.#operations.release());
  }

  async hold(): Promise<void> {
    await this.#ask(this.#operations.hold());
  }

  /** Takes a held call back; the platform wants `callId`, which `AgentEvent_Hold` brought. */
  async unhold({ callId }: CallDataOptions = {}): Promise<void> {
    await this.#ask(this.#operations.unhold(callId));
  }

  /** Keeps the agent's voice from the call. */
  async mute(): Promise<void> {
    await this.#ask(this.#operations.mute());
  }

  async unmute(): Promise<void> {
    await this.#ask(this.#operations.unmute());
  }

  /**
   * Transfers the established call, blind unless `mode` says otherwise.
   * @throws AgentError `bad-argument` before anything is sent, its meaning names the argument; `000-002` (no such address),
   *   `100-007` (no established call, or the target can't take it)
   */
  async transfer(options: TransferOptions): Promise<void> {
    await this.#ask(this.#operations.transfer(options));
  }

  /** Asks for a status; an event tells when it is so. `rest` takes a time and a cause. @throws AgentError `bad-argument`, `100-009` */
  async setStatus(status: ChosenStatus, rest?: RestOptions): Promise<void> {
    await this.#ask(this.#operations.setStatus(status, rest));
  }

  /** Takes busy, after-call work or rest back. */
  async cancelStatus(status: 'busy' | 'work' | 'rest'): Promise<void> {
    await this.#ask(this.#operations.cancelStatus(status));
  }

  async status(): Promise<AgentStatus> {
    return readAgentStatus(await this.#ask(this.#operations.status()));
  }

  /** Replaces the data of the call. @throws AgentError `call-data-too-long` and `bad-argument` before anything is sent */
  async setCallData({ callId, data, base64 = false }: SetCallDataOptions): Promise<void> {
    await this.#ask(this.#operations.setCallData(encodeCallData(data, base64), callId));
  }

  /** The data of the call; empty where it has none. @throws AgentError `bad-response` where it is no text and was asked for as one */
  async getCallData(options: CallDataOptions & { readonly as: 'bytes' }): Promise<Uint8Array>;
  async getCallData(options?: CallDataOptions & { readonly as?: 'text' }): Promise<string>;
  async getCallData({ callId, as = 'text' }: CallDataOptions & { readonly as?: 'text' | 'bytes' } = {}) {
    const { result } = await this.#ask(this.#operations.getCallData(callId));
    const bytes = decodeCallData(result);
    return as === 'bytes' ? bytes : callDataText(bytes);
  }

  /**
   * Signs the agent out; an open stream of events ends with `100-008`. Sends nothing where nobody is signed in.
   * @throws AgentError the platform's code, as while talking; the agent is still signed in then
   */
  signOut(): Promise<void> {
    return this.#inTurn(async () => {
      const session = this.#live;
      if (!session) return;
      await this.#ask(this.#operations.signOut(), session).catch((thrown: unknown) => {
        // The platform was first.
        if (!(thrown instanceof AgentError) || !['100-006', '100-008'].includes(thrown.code)) throw thrown;
      });
      session.end(new AgentError('100-008', 'logout'));
    });
  }

  /** The platform will hear no more of this session: signs out as well as that still goes, and ends it. */
  #stop(session: AgentSession, error: AgentError): Promise<void> {
    return this.#inTurn(async () => {
      if (session.ended) return;
      await this.#ask(this.#operations.signOut(), session).catch(() => undefined);
      session.end(error);
    });
  }

  #begin(session: AgentSession): void {
    const feed = new EventFeed(session, {
      transport: this.#transport,
      operations: this.#operations,
      clock: this.#clock,
      grace: this.#grace,
      stop: (error) => this.#stop(session, error),
    });
    this.#current = { session, feed };
  }

  /** The session, unless it is over. */
  get #live(): AgentSession | null {
    const session = this.#current?.session;
    return session && !session.ended ? session : null;
  }

  #session({ name }: AgentOperation): AgentSession {
    if (!this.#current) throw new AgentError('100-006', name);
    if (this.#current.session.ended) throw this.#current.session.ended;
    return this.#current.session;
  }

  /** A request refused only because the Guid changed while it was out was not carried out, and is repeated once. */
  async #ask(
    operation: AgentOperation,
    session = this.#session(operation),
    check: (answer: Answer) => void = () => undefined,
  ): Promise<JsonObject> {
    const read = (answer: Answer) => {
      const body = succeeded(operation, answer);
      check(answer);
      return body;
    };
    const wasOvertaken = ({ retcode, stale }: Answer) => retcode === '000-003' && stale;
    const body = await this.#transport.exchange(session, operation, (answer) =>
      wasOvertaken(answer) ? null : read(answer),
    );
    return body ?? this.#transport.exchange(session, operation, read);
  }

  /** Sign-in and sign-out one after another: the platform refuses one that comes before the answer to the last. */
  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

const defaultFetch: Fetch = (url, init) => globalThis.fetch(url, init);

function asAgentError(thrown: unknown): AgentError {
  if (thrown instanceof AgentError) return thrown;
  throw thrown;
}
