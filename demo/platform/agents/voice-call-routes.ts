import type { Answer } from '../answers.js';
import type { Route } from '../route.js';
import { done, refused } from './agent-answers.js';
import type { AgentFloor } from './agent-floor.js';
import type { AgentLeg } from './agent-leg.js';
import { agentBody, callIdIn, scalar } from './agent-request.js';
import type { AgentRoutes } from './agent-route.js';
import type { AgentSession } from './agent-session.js';
import { writeCallData } from './call-data.js';

/** Device types of a transfer's target (cec_07_0583). */
const AGENT = '2';
const IVR = '3';

/** What an agent does with a call. `?callid=` chooses where there are several. */
export function voiceCallRoutes({ floor, route }: AgentRoutes): readonly Route[] {
  const call = (method: Route['method'], operation: string, work: (leg: AgentLeg) => void) =>
    route(method, operation, `voicecall/{id}/${operation}`, (session, request) => {
      work(session.leg(callIdIn(new URL(request.url).searchParams)));
      return done();
    });
  return [
    // It is the phone's own answer that counts; this one may come before or after it.
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
 * cec_07_1242: to an agent, or to the robot, which is the one IVR. Whatever `mode` says, the agent is out of it at once.
 * `callappdata` becomes the call's data; the other fields make no difference here.
 */
async function transfer(floor: AgentFloor, session: AgentSession, request: Request): Promise<Answer> {
  const body = await agentBody(request);
  const address = scalar(body['address']);
  const device = scalar(body['devicetype'] ?? AGENT);
  const robot = address === 'robot' || device === IVR;
  if (!robot && (device !== AGENT || address === '' || address === session.agentId)) throw refused('000-002');
  const leg = session.answeredLeg(callIdIn(body));
  const target = robot ? null : floor.target(address);
  if (scalar(body['callappdata']) !== '') writeCallData(leg.call, body['callappdata'], false);
  leg.transfer(target);
  return done();
}
