import type { Answer } from '../answers.js';
import type { Route } from '../route.js';
import { done, refused } from './agent-answers.js';
import { flag, readSignIn } from './agent-request.js';
import type { AgentRoutes, AgentWork } from './agent-route.js';
import type { AgentSession } from './agent-session.js';
import type { AgentStatus } from './agent-status.js';

/** Seconds. */
const LONGEST_REST = 86_399;
const LAST_CAUSE = 255;

/** Sign-in and sign-out, status, event polling. */
export function onlineAgentRoutes({ floor, route, open }: AgentRoutes): readonly Route[] {
  const signIn = (operation: string, path: string, force: boolean) =>
    open(operation, `onlineagent/{id}${path}`, async (agentId, request) =>
      signedIn(floor.signIn(agentId, await readSignIn(request), { force })),
    );
  const agent = (method: Route['method'], operation: string, work: AgentWork, rest = '') =>
    route(method, operation, `onlineagent/{id}/${operation}${rest}`, work);
  const status = (operation: string, change: (session: AgentSession) => void) =>
    agent('POST', operation, (session) => {
      change(session);
      return done();
    });
  const enter = (operation: string, to: AgentStatus) => status(operation, (session) => session.enter(to));
  const cancel = (operation: string, from: Exclude<AgentStatus, 'ready'>) =>
    status(operation, (session) => session.cancel(from));
  return [
    signIn('onlineagent', '', false),
    signIn('forcelogin', '/forcelogin', true),
    signIn('loginex', '/loginex', false),
    agent('DELETE', 'logout', (session) => {
      if (session.inCall) throw refused('100-010');
      session.end();
      return done();
    }),
    agent('DELETE', 'forcelogout', (session) => {
      session.end();
      return done();
    }),
    agent('PUT', 'updateGuid', (session) => {
      const undo = session.guids.renew();
      return { ...done(), headers: session.guidHeader(), undo };
    }),
    route('GET', 'agentevent', 'agentevent/{id}', (session, request) => session.poll(request.signal)),
    // There are no skill queues here: every agent takes every call.
    agent('POST', 'resetskill', (_session, _request, autoflag) => (flag(autoflag), done()), '/{rest}'),
    agent('GET', 'agentstatus', (session) =>
      done({ agentState: session.statusNumber, isWorking: session.legs.some(({ answered }) => answered) }),
    ),
    agent('POST', 'syncagentinfo', (session) => done(session.summary())),
    enter('saybusy', 'busy'),
    cancel('cancelbusy', 'busy'),
    enter('sayfree', 'ready'),
    enter('work', 'work'),
    cancel('cancelwork', 'work'),
    agent('POST', 'rest', rest, '/{rest}'),
    cancel('cancelrest', 'rest'),
    agent('POST', 'autoenteridle', (session, _request, on) => ((session.autoEnterIdle = flag(on)), done()), '/{rest}'),
    agent('POST', 'autoanswer', (session, _request, on) => ((session.autoAnswer = flag(on)), done()), '/{rest}'),
  ];
}

/** As in the sample, where almost every value is a string (cec_07_1202). */
function signedIn(session: AgentSession): Answer {
  const result = {
    vdnid: 1,
    workno: session.agentId,
    mediatype: 'TTF',
    loginTime: String(session.since),
    isForceChange: 'false',
    serverName: 'AgentGateway',
    timeRemaining: '9',
  };
  return { ...done(result, ''), headers: session.guidHeader() };
}

/** `{time in seconds}/{cause}` */
function rest(session: AgentSession, _request: Request, path: string): Answer {
  const [, time, cause] = /^(\d{1,5})\/(\d{1,3})$/.exec(path) ?? [];
  const seconds = Number(time);
  if (!(seconds >= 1 && seconds <= LONGEST_REST) || !(Number(cause) <= LAST_CAUSE)) throw refused('000-002');
  session.enter('rest', seconds * 1000);
  return done();
}
