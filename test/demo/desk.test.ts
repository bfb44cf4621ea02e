import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import { Caller } from './sip/caller.js';
import { Phone } from './sip/phone.js';

type Json = Record<string, unknown>;

const ANSWER = 'v=0\r\no=- 2 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';

/** Over real HTTP and real sockets, with a clock that runs. */
describe('an agent’s desk at the demo', { timeout: 60_000 }, () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ port: 0, hold: 500 });
  });
  after(() => demo.close());

  const json = async (path: string, init: RequestInit = {}): Promise<Json> =>
    (await (await fetch(demo.origin + path, init)).json()) as Json;

  /** Signed in and registered where /desk.json says. */
  const desk = async (id: string, number: string) => {
    const root = `${demo.origin}/agentgateway/resource`;
    const signedIn = await fetch(`${root}/onlineagent/${id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: 'demo', phonenum: number }),
    });
    const guid = signedIn.headers.get('set-guid')?.replace('JSESSIONID=', '') ?? '';
    const ask = async (method: string, path: string, body?: Json): Promise<Json> => {
      const headers = { 'content-type': 'application/json', guid };
      const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
      return (await (await fetch(`${root}/${path.replace('{id}', id)}`, init)).json()) as Json;
    };
    /** Polls until this event comes; its content. */
    const until = async (eventType: string): Promise<unknown> => {
      const others: (string | undefined)[] = [];
      for (const end = performance.now() + 20_000; performance.now() < end;) {
        const event = (await ask('GET', 'agentevent/{id}'))['event'] as { eventType: string; content: unknown } | null;
        if (event?.eventType === eventType) return event.content;
        others.push(event?.eventType);
      }
      throw new Error(`no ${eventType} came, only: ${others.join(' ')}`);
    };
    const { gateways, domain } = (await json('/desk.json')) as { gateways: string[]; domain: string };
    const phone = await Phone.connect(new WebSocket(gateways[0] ?? '', 'sip'), number);
    phone.register(domain);
    await phone.until('REGISTER 200');
    return { ask, until, phone };
  };

  /** A visitor who does what 168101 says. */
  const visitor = async () => {
    const channelId = 'direct-agent';
    const cookie = (await fetch(demo.origin)).headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    const site = { origin: demo.origin, cookie };
    const credentials = await json('/credentials', {
      method: 'POST',
      headers: site,
      body: JSON.stringify({ channelId }),
    });
    const headers = {
      'content-type': 'application/json',
      'x-app-key': String(credentials['appKey']),
      authorization: `Bearer ${String(credentials['accessToken'])}`,
      'ccmessaging-token': String(credentials['messagingToken']),
    };
    const root = '/apiaccess/ccmessaging/v1';
    const created = JSON.stringify({ channel: 'WEB', mediaAbility: '0' });
    await json(`${root}/createClickToCall`, { method: 'POST', headers, body: created });
    const next = async (): Promise<Json> => {
      for (;;) {
        const event = await json(`${root}/getClickToCallEvents?channel=WEB`, { headers });
        if (event['eventId'] !== undefined) return event;
      }
    };
    const dial = async () => {
      const { eventId, content } = await next();
      assert.equal(eventId, 168101);
      const target = content as {
        gwAddresses: string[];
        domain: string;
        accessCode: string;
        clickToCallCaller: string;
      };
      const caller = await Caller.connect(new WebSocket(target.gwAddresses[1] ?? '', 'sip'));
      caller.call({ ...target, caller: target.clickToCallCaller });
      return caller;
    };
    return { next, dial };
  };

  it('answers a visitor, and releases', async () => {
    const { ask, until, phone } = await desk('101', '40101');
    const { next, dial } = await visitor();
    const caller = await dial();
    const { callid } = (await until('AgentEvent_Ringing')) as { callid: string };
    await phone.until('INVITE');
    assert.equal((await ask('PUT', 'voicecall/{id}/answer'))['retcode'], '0');
    phone.accept(ANSWER);
    await caller.until('200');
    assert.equal(caller.answer, ANSWER);
    await until('AgentEvent_Talking');
    await ask('POST', 'voicecall/{id}/hold');
    await Promise.all([caller.until('offer'), phone.until('offer'), until('AgentEvent_Hold')]);
    assert.match(caller.offers[0] ?? '', /a=inactive/);
    await ask('DELETE', 'voicecall/{id}/release');
    await Promise.all([caller.until('BYE'), phone.until('BYE')]);
    assert.equal((await next())['eventId'], 168110);
    assert.equal(await until('AgentEvent_Call_Release'), callid);
    await ask('DELETE', 'onlineagent/{id}/logout');
    phone.notes.splice(0);
    phone.register(demo.gateways.domain);
    await phone.until('REGISTER 403');
    await Promise.all([caller.close(), phone.close()]);
  });

  it('hands a visitor on to a colleague, whose phone rings', async () => {
    const one = await desk('101', '40101');
    const { next, dial } = await visitor();
    const first = await dial();
    await one.phone.until('INVITE');
    const two = await desk('102', '40102');
    one.phone.accept(ANSWER);
    await first.until('200');
    const { retcode } = await one.ask('POST', 'voicecall/{id}/transfer', { devicetype: 2, address: '102', mode: 0 });
    assert.equal(retcode, '0');
    await one.phone.until('BYE');
    assert.equal((await next())['eventId'], 168106);
    const second = await dial();
    await two.phone.until('INVITE');
    two.phone.accept(ANSWER);
    await second.until('200');
    await first.until('BYE');
    two.phone.bye();
    await second.until('BYE');
    assert.equal((await next())['eventId'], 168110);
    for (const { ask } of [one, two]) await ask('DELETE', 'onlineagent/{id}/forcelogout');
    await Promise.all([first, second, one.phone, two.phone].map((client) => client.close()));
  });

  it('transfers to the robot, at the address that the desk has for it', async () => {
    const page = new URL('../../demo/site/desk/transfer-targets.js', import.meta.url);
    const { transferTargets } = await import(page.href);
    const [robot, colleague, ...others] = transferTargets(['101', '102'], '101');
    assert.deepEqual([colleague, others], [{ name: 'agent 102', deviceType: 2, to: '102' }, []]);
    const one = await desk('101', '40101');
    const { next, dial } = await visitor();
    const first = await dial();
    await one.phone.until('INVITE');
    one.phone.accept(ANSWER);
    await first.until('200');
    const body = { devicetype: robot.deviceType, address: robot.to, mode: 0 };
    assert.equal((await one.ask('POST', 'voicecall/{id}/transfer', body))['retcode'], '0');
    await one.phone.until('BYE');
    assert.equal((await next())['eventId'], 168106);
    const { eventId } = await next();
    assert.equal(eventId, 168101);
    await one.ask('DELETE', 'onlineagent/{id}/forcelogout');
    await Promise.all([first, one.phone].map((client) => client.close()));
  });
});
