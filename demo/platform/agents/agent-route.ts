import type { Answer } from '../answers.js';
import type { Route } from '../route.js';
import type { AgentFloor } from './agent-floor.js';
import type { AgentSession } from './agent-session.js';

/** Handles an operation of an agent who is signed in. `rest` is the path after the operation. */
export type AgentWork = (session: AgentSession, request: Request, rest: string) => Answer | Promise<Answer>;

export interface AgentRoutes {
  readonly floor: AgentFloor;
  /** For everything but the sign-in. In the path `{id}` is the agent's id, `{rest}` one or more segments. */
  readonly route: (method: Route['method'], operation: string, path: string, work: AgentWork) => Route;
  /** For the sign-in, which has no Guid. */
  readonly open: (
    operation: string,
    path: string,
    work: (agentId: string, request: Request) => Promise<Answer>,
  ) => Route;
}
