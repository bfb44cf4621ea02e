import type { Clock } from '../../../src/core/lib/clock.js';
import type { Gateways } from '../ports.js';
import { refused } from './agent-answers.js';
import type { AgentPool } from './agent-leg.js';
import { AgentSession } from './agent-session.js';
import type { AgentStatus } from './agent-status.js';
import type { GuidTimes } from './guids.js';

export interface AgentConfig {
  /** Digits, 101 to 999999. */
  readonly agentId: string;
  readonly password: string;
  /** Concurrent calls of this agent; default 1. */
  readonly maxCalls?: number;
}

export interface FloorOptions {
  readonly agents: readonly AgentConfig[];
  readonly gateways: Gateways;
  readonly clock: Clock;
  /** A poll without an event is held for this many ms. */
  readonly hold: number;
  readonly guid: GuidTimes;
  /** See SessionOptions. */
  readonly releaseAsObject: boolean;
}

/** A sign-in request, validated. */
export interface SignIn {
  readonly password: string;
  /** Empty where none was given. */
  readonly phoneNumber: string;
  readonly autoAnswer: boolean;
  readonly autoEnterIdle: boolean;
  readonly status: AgentStatus;
  readonly push: boolean;
}

/** Every agent of the contact center: who may sign in, who is signed in, who is free. */
export class AgentFloor implements AgentPool {
  readonly #options: FloorOptions;
  readonly #sessions = new Map<string, AgentSession>();
  /** Phone number → the agent who signed in with it. */
  readonly #numbers = new Map<string, string>();

  constructor(options: FloorOptions) {
    const { guid, agents } = options;
    if (!(guid.interval < guid.timeout)) throw new RangeError('guidInterval must be less than guidTimeout.');
    const wrong = agents.find(({ agentId }) => !isAgentId(agentId));
    if (wrong) throw new RangeError(`${wrong.agentId} is no agent id: 101 to 999999.`);
    this.#options = options;
  }

  /** Number of polls that are held now. */
  get heldPolls(): number {
    return [...this.#sessions.values()].filter(({ polled }) => polled).length;
  }

  /** Ids of the agents who are signed in. */
  get signedIn(): readonly string[] {
    return [...this.#sessions.keys()];
  }

  /** `force` ends the agent's present session. @throws Refusal 100-002, 100-004, 100-013 */
  signIn(agentId: string, { password, phoneNumber, ...how }: SignIn, { force }: { readonly force: boolean }) {
    const { agents, gateways, ...options } = this.#options;
    const config = agents.find((agent) => agent.agentId === agentId);
    if (config?.password !== password) throw refused('100-004');
    const before = this.#sessions.get(agentId);
    if (before && !force) throw refused('100-002');
    const holder = this.#numbers.get(phoneNumber);
    if (holder !== undefined && holder !== agentId) throw refused('100-013');
    before?.end('000-003');
    const session: AgentSession = new AgentSession({
      ...options,
      ...how,
      agentId,
      maxCalls: config.maxCalls ?? 1,
      line: phoneNumber === '' ? null : (gateways.phones?.open(phoneNumber) ?? null),
      onEnd: () => {
        this.#sessions.delete(agentId);
        this.#numbers.delete(phoneNumber);
      },
    });
    this.#sessions.set(agentId, session);
    if (phoneNumber !== '') this.#numbers.set(phoneNumber, agentId);
    return session;
  }

  /** The agent's session. @throws Refusal 100-006 (not signed in), 000-003 (no valid Guid) */
  session(agentId: string, guid: string | null): AgentSession {
    const session = this.#sessions.get(agentId);
    if (!session) throw refused('100-006');
    if (!session.guids.isValid(guid)) throw refused('000-003');
    return session;
  }

  /** Whether the agent is signed in and this Guid is valid. */
  isSignedIn(agentId: string, guid: string | null): boolean {
    return this.#sessions.get(agentId)?.guids.isValid(guid) ?? false;
  }

  free(): AgentSession | null {
    return this.#free()[0] ?? null;
  }

  /** For a call to this agent. @throws Refusal 100-007 where the agent is not free */
  target(agentId: string): AgentSession {
    const session = this.#free().find((one) => one.agentId === agentId);
    if (!session) throw refused('100-007');
    return session;
  }

  close(): void {
    for (const session of [...this.#sessions.values()]) session.end();
  }

  #free(): AgentSession[] {
    return [...this.#sessions.values()]
      .filter(({ freeSince }) => freeSince !== null)
      .sort((a, b) => (a.freeSince ?? 0) - (b.freeSince ?? 0));
  }
}

/** 101 to 999999; to 59999 in the older documentation. */
export const isAgentId = (text: string): boolean =>
  /^[1-9]\d{2,5}$/.test(text) && Number(text) >= 101 && Number(text) <= 999_999;
