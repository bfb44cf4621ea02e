import type { Route } from '../route.js';
import { done, refused } from './agent-answers.js';
import { agentBody, callIdIn, flag } from './agent-request.js';
import type { AgentRoutes, AgentWork } from './agent-route.js';
import { readCallData, writeCallData } from './call-data.js';

/** Call-associated data and call information. */
export function callDataRoutes({ route }: AgentRoutes): readonly Route[] {
  const get = (operation: string, work: AgentWork, rest = '') =>
    route('GET', operation, `calldata/{id}/${operation}${rest}`, work);
  return [
    // cec_07_1263
    route('PUT', 'setcalldataex', 'calldata/{id}/setcalldataex', async (session, request) => {
      const body = await agentBody(request);
      const encoded = flag(body['isDataEncoded'] ?? false);
      writeCallData(session.answeredLeg(callIdIn(body)).call, body['calldata'] ?? '', encoded);
      return done();
    }),
    // cec_07_1262: any value other than true is false
    get('appdata', (session, request) => {
      const { searchParams } = new URL(request.url);
      const leg = session.answeredLeg(callIdIn(searchParams));
      return done(readCallData(leg.call, searchParams.get('isEncodeResult') === 'true'), '');
    }),
    get('allcallid', ({ legs }) =>
      done(
        legs.map(({ call }) => call.callId),
        '',
      ),
    ),
    get('holdlist', ({ legs }) =>
      done(
        legs.filter(({ state }) => state === 'held').map((leg) => leg.info()),
        '',
      ),
    ),
    get('callinfo', (session, request) => done(session.leg(callIdIn(new URL(request.url).searchParams)).info(), '')),
    get('callinfobycallid', (session, _request, callId) => done(session.leg(callId).info(), ''), '/{rest}'),
    get('callinfobeforeanswer', ({ legs }) => {
      const ringing = legs.find(({ state }) => state === 'ringing');
      if (!ringing) throw refused('100-007');
      return done(ringing.info(), '');
    }),
  ];
}
