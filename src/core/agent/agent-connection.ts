import type { Clock } from '../lib/clock.js';
import type { JsonObject } from '../platform/guards.js';
import { AgentError } from './agent-error.js';
import type { AgentOperation, AgentOperations, SignInOptions } from './agent-operations.js';
import { AgentSession } from './agent-session.js';
import { EventFeed } from './event-feed.js';
import { readGuid } from './guid.js';
import { succeeded, type Answer, type Transport } from './transport.js';

export interface ConnectionOptions {
  readonly operations: AgentOperations;
  readonly transport: Transport;
  readonly clock: Clock;
  /** For this many ms after a rotation of the Guid a 000-003 does not end the session. */
  readonly grace: number;
}

/** One agent at the CC-Gateway: at most one session at a time, with its requests and its event feed. */
export class AgentConnection {
  readonly #options: ConnectionOptions;
  /** The newest session, also when it has ended; null before the first. */
  #current: { readonly session: AgentSession; readonly feed: EventFeed } | null = null;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** The session, unless it has ended. */
  get session(): AgentSession | null {
    const session = this.#current?.session;
    return session && !session.ended ? session : null;
  }

  /** The events of the newest session. @throws AgentError `100-006` before the first sign-in */
  get feed(): EventFeed {
    if (!this.#current) throw new AgentError('100-006', 'getAgentEvent');
    return this.#current.feed;
  }

  /** Ends the session before, if any. @throws AgentError */
  signIn(options: SignInOptions): Promise<{ readonly skillsError: AgentError | null }> {
    const { operations } = this.#options;
    return this.#inTurn(async () => {
      const session = new AgentSession();
      try {
        await this.request(operations.signIn(options), session);
      } catch (thrown) {
        if (!options.force || !(thrown instanceof AgentError) || thrown.code !== '100-002') throw thrown;
        await this.request(operations.forceSignIn(options), session);
      }
      if (session.guid === null) throw new AgentError('no-guid', 'login');
      this.#current?.session.end(new AgentError('100-008', 'login'));
      this.#begin(session);
      const skills = this.request(operations.resetSkills(options.skills), session);
      return { skillsError: await skills.then(() => null, asAgentError) };
    });
  }

  /** @throws AgentError `bad-guid` */
  adopt(guid: string): void {
    const clean = typeof guid === 'string' ? readGuid(guid) : null;
    if (clean === null) throw new AgentError('bad-guid', 'adopt');
    if (this.session) this.session.replace(clean);
    else this.#begin(new AgentSession(clean));
  }

  /** Sends nothing without a session. @throws AgentError the platform's code; the session goes on then */
  signOut(): Promise<void> {
    return this.#inTurn(async () => {
      const { session } = this;
      if (!session) return;
      await this.request(this.#options.operations.signOut(), session).catch((thrown: unknown) => {
        // Signed out already, by the platform.
        if (!(thrown instanceof AgentError) || !['100-006', '100-008'].includes(thrown.code)) throw thrown;
      });
      session.end(new AgentError('100-008', 'logout'));
    });
  }

  /**
   * Sends a request and resolves with the body of its answer; `check` may throw. Where it was refused only because the Guid
   * rotated while it was in flight, it was not carried out, and is sent once more.
   * @throws AgentError the reason for which the session is over, or `100-006` where there was none; the platform's code;
   *   `unreachable`, `http-error`, `redirected`, `bad-response`; what `check` throws
   */
  async request(
    operation: AgentOperation,
    session = this.#sessionFor(operation),
    check: (answer: Answer) => void = () => undefined,
  ): Promise<JsonObject> {
    const { transport } = this.#options;
    const read = (answer: Answer) => {
      const body = succeeded(operation, answer);
      check(answer);
      return body;
    };
    const isStale = ({ retcode, stale }: Answer) => retcode === '000-003' && stale;
    const body = await transport.exchange(session, operation, (answer) => (isStale(answer) ? null : read(answer)));
    return body ?? transport.exchange(session, operation, read);
  }

  #begin(session: AgentSession): void {
    const stop = (error: AgentError) => this.#stop(session, error);
    this.#current = { session, feed: new EventFeed(session, { ...this.#options, stop }) };
  }

  /** After a stop code: signs out, as far as the platform still takes that, and ends the session. */
  #stop(session: AgentSession, error: AgentError): Promise<void> {
    return this.#inTurn(async () => {
      if (session.ended) return;
      await this.request(this.#options.operations.signOut(), session).catch(() => undefined);
      session.end(error);
    });
  }

  #sessionFor({ name }: AgentOperation): AgentSession {
    if (!this.#current) throw new AgentError('100-006', name);
    const { session } = this.#current;
    if (session.ended) throw session.ended;
    return session;
  }

  /** Serializes sign-in and sign-out: the platform refuses one that is sent before the answer to the last (000-007). */
  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#lastTurn.then(task);
    this.#lastTurn = result.catch(() => undefined);
    return result;
  }
}

function asAgentError(thrown: unknown): AgentError {
  if (thrown instanceof AgentError) return thrown;
  throw thrown;
}
