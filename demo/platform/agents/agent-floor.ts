import type { Clock } from '../clock.js';
import type { Gateways } from '../ports.js';
import { refused } from './agent-answers.js';
import type { AgentPool } from './agent-leg.js';
import { AgentSession, type AgentStatus } from './agent-session.js';
import type { GuidTimes } from './guids.js';

export interface AgentConfig {
  /** Digits, 101–999999. */
  readonly agentId: string;
  readonly password: string;
  /** Calls that may be with this agent at a time; default 1. */
  readonly maxCalls?: number;
}

export interface FloorOptions {
  readonly agents: readonly AgentConfig[];
  readonly gateways: Gateways;
  readonly clock: Clock;
  /** A poll for events is held for this many ms. */
  readonly hold: number;
  readonly guid: GuidTimes;
  readonly releaseAsObject: boolean;
}

/** What an agent says at a sign-in, checked. */
export interface SignIn {
  readonly password: string;
  /** Empty where none was given. */
  readonly phoneNumber: string;
  readonly autoAnswer: boolean;
  readonly autoEnterIdle: boolean;
  readonly status: AgentStatus;
  readonly push: boolean;
}

/** Every agent of the contact center: who may sign in, who is there, who is free. */
export class AgentFloor implements AgentPool {
  readonly #options: FloorOptions;
  readonly #sessions = new Map<string, AgentSession>();
  readonly #numbers = new Map<string, string>();

  constructor(options: FloorOptions) {
    const { guid, agents } = options;
    if (!(guid.interval < guid.timeout)) throw new RangeError('guidInterval must be less than guidTimeout.');
    const wrong = agents.find(({ agentId }) => !isAgentId(agentId));
    if (wrong) throw new RangeError(`${wrong.agentId} is no agent id: 101 to 999999.`);
    this.#options = options;
  }

  /** Polls for events that are held now. */
  get heldPolls(): number {
    return [...this.#sessions.values()].filter(({ polled }) => polled).length;
  }

  /** Agents who are signed in. */
  get signedIn(): readonly string[] {
    return [...this.#sessions.keys()];
  }

  /** `force` puts an end to a sign-in that lasts. @throws Refusal */
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
      onOver: () => {
        this.#sessions.delete(agentId);
        this.#numbers.delete(phoneNumber);
      },
    });
    this.#sessions.set(agentId, session);
    if (phoneNumber !== '') this.#numbers.set(phoneNumber, agentId);
    return session;
  }

  /** Of an agent who is signed in. @throws Refusal 100-006 for anybody else, 000-003 where the Guid is not a good one */
  session(agentId: string, guid: string | null): AgentSession {
    const session = this.#sessions.get(agentId);
    if (!session) throw refused('100-006');
    if (!session.guids.isGood(guid)) throw refused('000-003');
    return session;
  }

  /** Whether this is a good Guid of an agent who is signed in. */
  isSignedIn(agentId: string, guid: string | null): boolean {
    return this.#sessions.get(agentId)?.guids.isGood(guid) ?? false;
  }

  free(): AgentSession | null {
    return this.#free()[0] ?? null;
  }

  /** This very agent. @throws Refusal 100-007 where no call may ring there */
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

/** 101–59999 in older documents. */
export const isAgentId = (text: string): boolean =>
  /^[1-9]\d{2,5}$/.test(text) && Number(text) >= 101 && Number(text) <= 999_999;
