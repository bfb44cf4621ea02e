import { notFound, type Answer } from '../answers.js';
import type { Route } from '../route.js';
import { refused } from './agent-answers.js';
import { isAgentId, type AgentFloor } from './agent-floor.js';
import type { AgentRoutes } from './agent-route.js';
import { callDataRoutes } from './call-data-routes.js';
import { onlineAgentRoutes } from './online-agent-routes.js';
import { voiceCallRoutes } from './voice-call-routes.js';

const ROOT = '/agentgateway/resource/';

/** CC-Gateway: `/agentgateway/resource/…`, authenticated by the `Guid` header. Failures are HTTP 200 with an error code. */
export function agentRoutes(floor: AgentFloor): readonly Route[] {
  const make = (method: Route['method'], operation: string, path: string, admit: Admit): Route => {
    const pattern = path.replace('{id}', '(?<id>[^/]+)').replace('{rest}', '(?<rest>.+)');
    const end = new RegExp(`${ROOT}${pattern}$`);
    return {
      family: 'agentgateway',
      method,
      operation,
      path: new RegExp(`^${ROOT}${pattern}$`),
      admit(request) {
        const { id = '', rest = '' } = end.exec(new URL(request.url).pathname)?.groups ?? {};
        if (!isAgentId(id)) throw refused('000-002');
        return { desk: null, headers: {}, work: admit(id, request, rest) };
      },
    };
  };
  const routes: AgentRoutes = {
    floor,
    open: (operation, path, work) => make('PUT', operation, path, (id, request) => () => work(id, request)),
    route: (method, operation, path, work) =>
      make(method, operation, path, (id, request, rest) => {
        const session = floor.session(id, request.headers.get('guid'));
        return async () => work(session, request, decoded(rest));
      }),
  };
  return [...onlineAgentRoutes(routes), ...voiceCallRoutes(routes), ...callDataRoutes(routes)];
}

type Admit = (agentId: string, request: Request, rest: string) => () => Promise<Answer>;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound();
  }
}
