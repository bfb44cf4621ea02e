import { systemClock, type Clock } from '../lib/clock.js';
import type { Fetch } from '../platform/request.js';
import { AgentConnection } from './agent-connection.js';
import { AgentError } from './agent-error.js';
import type { AgentEvent, CallId } from './agent-event.js';
import {
  agentOperations,
  type AgentOperation,
  type AgentOperations,
  type CancelableStatus,
  type ChosenStatus,
  type RestOptions,
  type SignInOptions,
} from './agent-operations.js';
import { readAgentStatus, type AgentStatus } from './agent-status.js';
import { callDataText, decodeCallData, encodeCallData } from './call-data.js';
import type { EventsOptions } from './event-feed.js';
import type { TransferOptions } from './transfer.js';
import { Transport } from './transport.js';

export interface AgentGatewayOptions {
  /**
   * URL of the CC-Gateway, or of a proxy in front of it, up to but without `/agentgateway`; no query, no fragment. `''` is the
   * page's own origin.
   */
  readonly baseUrl: string;
  /** The agent's id (work number): a string of 1 to 6 digits. */
  readonly agentId: string;
  /** Default: the global `fetch`. */
  readonly fetch?: Fetch;
  /** Default: the system's clock and timers. */
  readonly clock?: Clock;
  /**
   * For this many ms after a rotation of the Guid a `000-003` is retried instead of ending the session: it may be about the old
   * Guid. Default 3,000; 0 never retries.
   */
  readonly grace?: number;
  /** `credentials` of every request, for load balancers that need their cookie back. Default `same-origin`. */
  readonly credentials?: RequestCredentials;
}

export interface CallDataOptions {
  /** Which call. Mandatory for multimedia calls, and where the agent has several. */
  readonly callId?: CallId;
}

export interface SetCallDataOptions extends CallDataOptions {
  /** At most 16,384 bytes (`maxCallDataBytes`), measured before Base64; text as UTF-8. */
  readonly data: string | Uint8Array;
  /** Sends printable ASCII as Base64 too. Bytes, and any other text, always go as Base64. Default false. */
  readonly base64?: boolean;
}

/**
 * One agent at the CC-Gateway: sign-in, events by long polling, call control, call data. No DOM; runs in Node too.
 *
 * In a browser the CC-Gateway must be same-origin, behind a proxy, or allow CORS: accept the request headers `Guid` and
 * `Content-Type`, and expose the response header `Set-GUID`. Otherwise the Guid can't be read, and sign-in fails with `no-guid`.
 *
 * A Guid from any response is used from the next request on. Nothing is logged. Every method rejects with AgentError: `code` is
 * the platform's retcode or one of our own. After `unreachable` (no response within 10 s, or a network error) it is unknown whether
 * the platform has carried out the request. Without a session a method rejects before anything is sent, with `100-006` or with the
 * reason for which the last session ended.
 *
 * Source: Huawei Cloud CEC, API reference, "Agent Operation Interface Reference" (cec_07_1202 … 1275).
 */
export class AgentGateway {
  readonly #operations: AgentOperations;
  readonly #connection: AgentConnection;

  /** @throws AgentError `bad-agent-id`, `bad-argument` */
  constructor(options: AgentGatewayOptions) {
    const { baseUrl, agentId, fetch = defaultFetch, clock = systemClock, grace = 3_000 } = options;
    if (typeof agentId !== 'string' || !/^\d{1,6}$/.test(agentId)) throw new AgentError('bad-agent-id', 'AgentGateway');
    if (typeof baseUrl !== 'string' || /[?#]/.test(baseUrl))
      throw new AgentError('bad-argument', 'AgentGateway', {
        meaning: '`baseUrl` is not a URL without query and fragment',
      });
    const credentials = options.credentials ?? 'same-origin';
    const operations = agentOperations(agentId);
    const transport = new Transport({ baseUrl: baseUrl.replace(/\/+$/, ''), fetch, clock, credentials });
    this.#operations = operations;
    this.#connection = new AgentConnection({ operations, transport, clock, grace });
  }

  /**
   * The current Guid; null without a session. To survive a reload, a page reads it last of all (`pagehide`) and gives it to
   * `adopt`. It is a bearer secret, whoever has it acts as the agent: keep it in `sessionStorage` at most, never in a URL or a log.
   */
  get guid(): string | null {
    return this.#connection.session?.guid ?? null;
  }

  /**
   * Signs the agent in, then in to the skill queues, without which no call arrives (cec_07_1202, 1203, 1209). Ends the session
   * that this object had. Resolves with `skillsError` set where the agent is signed in but the skill queues failed. Concurrent
   * sign-ins and sign-outs run one after another.
   * @throws AgentError `100-002` (signed in already, without `force`), `100-004` (wrong id or password), `no-guid`, other codes
   *   of the platform
   */
  signIn(options: SignInOptions): Promise<{ readonly skillsError: AgentError | null }> {
    return this.#connection.signIn(options);
  }

  /**
   * Resumes a session by its Guid, from another page or from this one before its reload. Sends nothing; `renewGuid()` shows
   * whether the Guid is still valid.
   * @throws AgentError `bad-guid`
   */
  adopt(guid: string): void {
    this.#connection.adopt(guid);
  }

  /**
   * Requests a new Guid, as the platform wants it after a page's reload (cec_07_1225).
   * @throws AgentError `no-guid` where the response has no readable `Set-GUID`; `100-006`
   */
  async renewGuid(): Promise<void> {
    const operation = this.#operations.renewGuid();
    await this.#connection.request(operation, undefined, ({ hasGuid }) => {
      if (!hasGuid) throw new AgentError('no-guid', operation.name);
    });
  }

  /**
   * The agent's events, in order, each once (cec_07_1274). Start reading right after the sign-in: the platform signs out an agent
   * who does not poll for 2 minutes. Polling goes on while a loop is open, also while its body awaits, and retries with backoff.
   * The stream ends when `signal` aborts or the loop is left; unread events are kept for the session's next stream.
   * @throws AgentError `busy` (another stream is open), `call-data-too-long`; `000-001`, `000-003`, `100-006` where the platform
   *   ended the session, after its last event; `100-008` after `signOut()` or another `signIn()`
   */
  async *events(options: EventsOptions = {}): AsyncGenerator<AgentEvent, void, undefined> {
    yield* this.#connection.feed.events(options);
  }

  /** Answers the ringing call (cec_07_1234). `callId` is mandatory where several ring. @throws AgentError `100-007` (no such call) */
  async answer({ callId }: CallDataOptions = {}): Promise<void> {
    await this.#request(this.#operations.answer(callId));
  }

  /** Hangs up the current call, or declines it while it rings (cec_07_1247). @throws AgentError `100-007` (no call) */
  async release(): Promise<void> {
    await this.#request(this.#operations.release());
  }

  /** Puts the current call on hold; `AgentEvent_Hold` brings its call id. @throws AgentError `100-007` (no established call) */
  async hold(): Promise<void> {
    await this.#request(this.#operations.hold());
  }

  /** Retrieves a held call; the platform wants its `callId`. @throws AgentError `100-007` (no such call on hold) */
  async unhold({ callId }: CallDataOptions = {}): Promise<void> {
    await this.#request(this.#operations.unhold(callId));
  }

  /** Mutes the agent: the other side no longer hears the agent. @throws AgentError `100-007` (no established call) */
  async mute(): Promise<void> {
    await this.#request(this.#operations.mute());
  }

  /** @throws AgentError `100-007` (no established call) */
  async unmute(): Promise<void> {
    await this.#request(this.#operations.unmute());
  }

  /**
   * Transfers the established call, blind unless `mode` says otherwise (cec_07_1242).
   * @throws AgentError `bad-argument` before anything is sent, its meaning names the argument; `000-002` (no such address),
   *   `100-007` (no established call, or the target can't take it)
   */
  async transfer(options: TransferOptions): Promise<void> {
    await this.#request(this.#operations.transfer(options));
  }

  /**
   * Requests a status (cec_07_1211, 1213); an `AgentState_…` event confirms it. `rest` is for the status `rest` alone.
   * @throws AgentError `bad-argument` before anything is sent; `100-009` (not from the present status)
   */
  async setStatus(status: ChosenStatus, rest?: RestOptions): Promise<void> {
    await this.#request(this.#operations.setStatus(status, rest));
  }

  /**
   * Leaves busy, after-call work or rest; the agent is ready again (cec_07_1212, 1216).
   * @throws AgentError `bad-argument` before anything is sent; `100-009` (the agent is not in that status)
   */
  async cancelStatus(status: CancelableStatus): Promise<void> {
    await this.#request(this.#operations.cancelStatus(status));
  }

  /** The agent's present status (cec_07_0355). */
  async status(): Promise<AgentStatus> {
    return readAgentStatus(await this.#request(this.#operations.status()));
  }

  /**
   * Replaces the call's associated data (cec_07_1263). The agent must be in the call. No event follows.
   * @throws AgentError `call-data-too-long`, `bad-argument` before anything is sent; `100-007` (no such call), `400-001`
   */
  async setCallData({ callId, data, base64 = false }: SetCallDataOptions): Promise<void> {
    await this.#request(this.#operations.setCallData(encodeCallData(data, base64), callId));
  }

  /**
   * The call's associated data (cec_07_1262): as text, decoded as UTF-8, or as bytes. Empty where the call has none.
   * @throws AgentError `bad-response` where the data is not UTF-8 and `as: 'bytes'` was not given; `100-007` (no such call)
   */
  async getCallData(options: CallDataOptions & { readonly as: 'bytes' }): Promise<Uint8Array>;
  async getCallData(options?: CallDataOptions & { readonly as?: 'text' }): Promise<string>;
  async getCallData({ callId, as = 'text' }: CallDataOptions & { readonly as?: 'text' | 'bytes' } = {}) {
    const { result } = await this.#request(this.#operations.getCallData(callId));
    const bytes = decodeCallData(result);
    return as === 'bytes' ? bytes : callDataText(bytes);
  }

  /**
   * Signs the agent out (cec_07_1219); an open event stream ends with `100-008`. Sends nothing without a session.
   * @throws AgentError `100-010` (in a call) or another code of the platform; the agent is still signed in then
   */
  signOut(): Promise<void> {
    return this.#connection.signOut();
  }

  #request(operation: AgentOperation) {
    return this.#connection.request(operation);
  }
}

const defaultFetch: Fetch = (url, init) => globalThis.fetch(url, init);
