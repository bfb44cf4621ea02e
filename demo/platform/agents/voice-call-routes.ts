import type { Answer } from '../answers.js';
import type { Route } from '../route.js';
import { done, refused } from './agent-answers.js';
import { isAgentId, type AgentFloor } from './agent-floor.js';
import type { AgentLeg } from './agent-leg.js';
import { agentBody, callIdIn, scalar } from './agent-request.js';
import type { AgentRoutes } from './agent-route.js';
import type { AgentSession } from './agent-session.js';
import { writeCallData } from './call-data.js';

/** Device types of a transfer's target (cec_07_0583). */
const AGENT = '2';
const IVR = '3';

/**
 * Where the robot is reached: the access code of the one IVR flow that there is. No agent has such an id.
 * The desk (demo/site/desk/transfer-targets.js) and the README name it too.
 */
export const ROBOT_ACCESS_CODE = '1790800';

/** Call control. `?callid=` selects one of several calls. */
export function voiceCallRoutes({ floor, route }: AgentRoutes): readonly Route[] {
  const call = (method: Route['method'], operation: string, work: (leg: AgentLeg) => void) =>
    route(method, operation, `voicecall/{id}/${operation}`, (session, request) => {
      work(session.leg(callIdIn(new URL(request.url).searchParams)));
      return done();
    });
  return [
    // The phone's 200 OK answers the call; this request may come before or after it.
    call('PUT', 'answer', () => undefined),
    call('DELETE', 'release', (leg) => leg.release()),
    call('POST', 'hold', (leg) => leg.hold()),
    call('POST', 'gethold', (leg) => leg.retrieve()),
    call('POST', 'beginmute', (leg) => leg.mute(true)),
    call('POST', 'endmute', (leg) => leg.mute(false)),
    route('POST', 'transfer', 'voicecall/{id}/transfer', (session, request) => transfer(floor, session, request)),
  ];
}

/**
 * cec_07_1242: to an agent by id, or to the robot by its IVR flow's access code. There are no queues, system access codes or
 * outside numbers here. Whatever `mode` says, it is a blind transfer: the agent is released at once.
 * `callappdata` becomes the call's data; the other fields make no difference here.
 * @throws Refusal 000-002 (no such address), 100-007 (no established call, or the agent can't take it)
 */
async function transfer(floor: AgentFloor, session: AgentSession, request: Request): Promise<Answer> {
  const body = await agentBody(request);
  const address = scalar(body['address']);
  const device = scalar(body['devicetype']);
  const toRobot = device === IVR && address === ROBOT_ACCESS_CODE;
  const toAgent = device === AGENT && isAgentId(address) && address !== session.agentId;
  if (!toRobot && !toAgent) throw refused('000-002');
  const leg = session.answeredLeg(callIdIn(body));
  const target = toRobot ? null : floor.target(address);
  if (scalar(body['callappdata']) !== '') writeCallData(leg.call, body['callappdata'], false);
  leg.transfer(target);
  return done();
}
