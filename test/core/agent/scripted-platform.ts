import { AgentGateway, type AgentGatewayOptions } from '../../../src/core/agent/agent-gateway.js';
import { ManualClock } from '../../support/manual-clock.js';

export interface Sent {
  readonly method: string;
  /** Below `/agentgateway/resource`, with the query. */
  readonly path: string;
  readonly guid: string | null;
  readonly body: unknown;
  /** When it left, ms on the clock. */
  readonly at: number;
  readonly init: RequestInit;
}

export type Reply = Response | Promise<Response>;
export type Answers = (sent: Sent) => Reply;

export const json = (body: unknown, headers: Record<string, string> = {}, status = 200) =>
  new Response(JSON.stringify(body), { status, headers });
export const code = (retcode: string) => json({ message: '', retcode });
export const rotate = (guid: string) => ({ 'Set-GUID': `JSESSIONID=${guid}.AgentGateway0` });
export const event = (eventType: string, content: unknown = null) => ({ eventType, workNo: '291', content });
export const withEvent = (what: unknown, headers: Record<string, string> = {}) =>
  json({ message: '', retcode: '0', event: what }, headers);

/** As `fetch` does: pending until the signal aborts. */
export const never: Answers = ({ init }) =>
  new Promise((_resolve, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)));

/**
 * A gateway over scripted answers. `polls` are answered in order, the last for ever after; `others` may answer any other request;
 * what it leaves to `undefined` succeeds, a sign-in with the Guid `g1.AgentGateway0`.
 */
export function setUp(
  polls: readonly Answers[] = [never],
  others: (sent: Sent) => Reply | undefined = () => undefined,
  options: Partial<AgentGatewayOptions> = {},
) {
  const clock = new ManualClock();
  const sent: Sent[] = [];
  const pollsSent = () => sent.filter(({ path }) => path.startsWith('/agentevent/'));
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const path = url.replace('https://cc.example/p/agentgateway/resource', '');
    const request: Sent = {
      method: init.method ?? '',
      path,
      guid: new Headers(init.headers).get('guid'),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
      at: clock.now(),
      init,
    };
    sent.push(request);
    if (path.startsWith('/agentevent/')) return polls[Math.min(pollsSent().length, polls.length) - 1]!(request);
    const reply = others(request);
    if (reply) return reply;
    const signsIn = request.method === 'PUT' && /^\/onlineagent\/\d+(\/forcelogin)?$/.test(path);
    return json({ message: '', retcode: '0', result: '' }, signsIn ? rotate('g1') : {});
  };
  const gateway = new AgentGateway({ baseUrl: 'https://cc.example/p/', agentId: '291', fetch, clock, ...options });
  return { gateway, clock, sent, pollsSent };
}

/** Signed in, and the requests of the sign-in forgotten. */
export async function signedIn(...script: Parameters<typeof setUp>) {
  const rig = setUp(...script);
  await rig.gateway.signIn({ password: 'secret', phoneNumber: '40038' });
  rig.sent.length = 0;
  return rig;
}

/** Reads a stream into a list until it ends; `done` settles with how. */
export function collect<Item>(stream: AsyncIterable<Item>) {
  const items: Item[] = [];
  const done = (async () => {
    for await (const item of stream) items.push(item);
  })();
  done.catch(() => undefined);
  return { items, done };
}
