import type { Answer } from '../answers.js';
import type { Route } from '../route.js';
import type { AgentFloor } from './agent-floor.js';
import type { AgentSession } from './agent-session.js';

/** An operation of an agent who is signed in. `rest` is what stands behind the operation in the path. */
export type AgentWork = (session: AgentSession, request: Request, rest: string) => Answer | Promise<Answer>;

export interface AgentRoutes {
  readonly floor: AgentFloor;
  /** For everything but signing in; `{id}` in the path stands for the agent, `{rest}` for the rest. */
  readonly route: (method: Route['method'], operation: string, path: string, work: AgentWork) => Route;
  /** Without a Guid. */
  readonly open: (
    operation: string,
    path: string,
    work: (agentId: string, request: Request) => Promise<Answer>,
  ) => Route;
}
