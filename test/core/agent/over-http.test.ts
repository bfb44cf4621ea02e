import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { AgentGateway } from '../../../src/core/agent/agent-gateway.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const asked: string[] = [];
const polls: Handler[] = [
  // Cut off in the middle of its body: the head has the new Guid.
  (_request, response) => {
    response.writeHead(200, { 'Set-GUID': 'JSESSIONID=g2.AgentGateway0', 'Content-Length': '1000' });
    response.write('{"retcode":"0",', () => response.destroy());
  },
  (_request, response) =>
    response.end('{"retcode":"0","event":{"eventType":"AgentState_Ready","workNo":"291","content":null}}'),
  () => undefined,
];

const server = createServer((request, response) => {
  asked.push(`${request.method ?? ''} ${request.url ?? ''} ${String(request.headers['guid'])}`);
  if (request.url?.includes('/agentevent/')) return polls.shift()?.(request, response);
  if (request.url?.endsWith('/hold')) return response.writeHead(302, { location: '/elsewhere' }).end();
  response.setHeader('Set-GUID', 'JSESSIONID=g1.AgentGateway0; Path=/');
  return response.end('{"message":"","retcode":"0","result":{}}');
});

it('works over HTTP with the fetch of Node: a cut answer, a redirect, a sign-out during a poll', async (context) => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const gateway = new AgentGateway({ baseUrl: `http://127.0.0.1:${port}/cc/`, agentId: '291' });
  await gateway.signIn({ password: 'secret', phoneNumber: '40038' });
  await assert.rejects(gateway.hold(), { code: 'redirected' });
  const failures: string[] = [];
  const stream = gateway.events({ onFailure: ({ code }) => failures.push(code) });
  assert.equal((await stream.next()).value?.eventType, 'AgentState_Ready');
  const over = assert.rejects(stream.next(), { code: '100-008' });
  while (polls.length > 0) await once(server, 'request');
  await gateway.signOut();
  await over;
  assert.deepEqual(failures, ['unreachable']);
  const resource = '/cc/agentgateway/resource';
  assert.deepEqual(asked, [
    `PUT ${resource}/onlineagent/291 undefined`,
    `POST ${resource}/onlineagent/291/resetskill/true?phonelinkage=0 g1.AgentGateway0`,
    `POST ${resource}/voicecall/291/hold g1.AgentGateway0`,
    `GET ${resource}/agentevent/291 g1.AgentGateway0`,
    `GET ${resource}/agentevent/291 g2.AgentGateway0`,
    `GET ${resource}/agentevent/291 g2.AgentGateway0`,
    `DELETE ${resource}/onlineagent/291/logout g2.AgentGateway0`,
  ]);
});
