/**
 * Proves the rig itself, with a plain sip.js page as the visitor: what the widget's interop tests take for granted is
 * true here. Every call goes visitor (sip.js) → Kamailio → agent (JsSIP); the sound goes from browser to browser.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { startAgent, type Agent, type Heard } from './agent.js';
import { launchChromium, openPage } from './browser.js';
import { kamailioMissing } from './install-kamailio.js';
import { startKamailio, type Kamailio } from './kamailio.js';
import type { DialConfig, Visitor, VisitorCall } from './visitor-page.js';

const ACCESS_CODE = '0179080000537636'; // a leading zero, and more digits than a double keeps
const AGENT_HZ = 440;
const VISITOR_HZ = 1000;
const LIMIT_MS = 10_000;

describe('interop rig', { skip: await kamailioMissing(), timeout: 120_000 }, () => {
  let kamailio: Kamailio;
  let browser: Browser;

  before(async () => {
    kamailio = await startKamailio();
    browser = await launchChromium({ spkiHash: kamailio.spkiHash, microphoneHz: VISITOR_HZ });
  });
  after(async () => {
    await browser?.close();
    await kamailio?.stop();
  });

  for (const [visitorSide, agentSide] of [
    ['ws', 'ws'],
    ['wss', 'wss'],
    ['ws', 'wss'],
  ] as const) {
    describe(`visitor over ${visitorSide}, agent over ${agentSide}`, () => {
      let agent: Agent;
      let visitor: Phone;

      before(async () => {
        agent = await startAgent({
          browser,
          kamailio,
          accessCode: ACCESS_CODE,
          secure: agentSide === 'wss',
          toneHz: AGENT_HZ,
        });
        visitor = await phone(browser, {
          url: visitorSide === 'wss' ? kamailio.wssUrl : kamailio.wsUrl,
          from: `sip:AnonymousCard@${kamailio.domain}`,
          to: agent.uri,
        });
      });
      after(async () => {
        await visitor?.close();
        await agent?.close();
      });

      it('has the agent registered', async () => {
        assert.equal(await agent.registered(), true);
      });

      it('lets a guest call: both hear each other, the visitor hangs up', async () => {
        await agent.expect('answer');
        await visitor.dial();
        const { from } = await agent.until('talking');
        assert.equal(from, `sip:AnonymousCard@${kamailio.domain}`);
        await visitor.until('Established');
        const [atAgent, atVisitor] = await Promise.all([agent.hears(), visitor.hears()]);
        assertTone(atAgent, VISITOR_HZ);
        assertTone(atVisitor, AGENT_HZ);
        await visitor.run((it) => it.bye());
        assert.deepEqual((await agent.until('ended')).ending, { by: 'visitor', cause: 'Terminated' });
      });

      it('tells silence from sound, and lets the agent hang up', async () => {
        await agent.expect('answer');
        await visitor.dial();
        await agent.until('talking');
        await visitor.run((it) => it.mute());
        await agent.hears(); // what was on its way when the microphone went off
        const { rms, dominantHz } = await agent.hears();
        assert.ok(rms < 0.001, `rms ${rms}`);
        assert.equal(dominantHz, 0);
        await agent.hangUp();
        await visitor.until('Terminated');
        assert.deepEqual((await agent.until('ended')).ending, { by: 'agent', cause: 'Terminated' });
      });

      it('carries DTMF as telephone events and as INFO', async () => {
        await agent.expect('answer');
        await visitor.dial();
        await agent.until('talking');
        await visitor.until('Established');
        await visitor.run((it) => it.sendTones('15#'));
        await visitor.run((it) => it.sendInfo('application/dtmf-relay', 'Signal=7\r\nDuration=160'));
        await visitor.run((it) => it.sendInfo('application/x-note', 'hello'));
        assert.deepEqual(await agent.dtmf(5), {
          rtp: '15#',
          info: [
            { contentType: 'application/dtmf-relay', body: 'Signal=7\r\nDuration=160' },
            { contentType: 'application/x-note', body: 'hello' },
          ],
        });
        await visitor.run((it) => it.bye());
        await agent.until('ended');
      });

      it('carries CANCEL to a ringing agent', async () => {
        await agent.expect('ring');
        await visitor.dial();
        await agent.until('ringing');
        await visitor.run((it) => it.cancel());
        assert.deepEqual((await agent.until('ended')).ending, { by: 'visitor', cause: 'Canceled' });
        assert.equal((await visitor.until('Terminated')).refused, 487);
      });

      it('carries 486 from a busy agent', async () => {
        await agent.expect('busy');
        await visitor.dial();
        assert.equal((await visitor.until('Terminated')).refused, 486);
      });
    });
  }

  it('answers 486 for an agent who is in a call, and leaves that call alone', async () => {
    const agent = await startAgent({ browser, kamailio, accessCode: ACCESS_CODE });
    const call: DialConfig = { url: kamailio.wsUrl, from: `sip:first@${kamailio.domain}`, to: agent.uri };
    const [first, second] = await Promise.all([phone(browser, call), phone(browser, call)]);
    await first.dial();
    await agent.until('talking');
    await second.dial();
    assert.equal((await second.until('Terminated')).refused, 486);
    assertTone(await agent.hears(), VISITOR_HZ);
    await Promise.all([first.close(), second.close(), agent.close()]);
  });

  it('answers 404 for an agent who is not, or no longer, there', async () => {
    const agent = await startAgent({ browser, kamailio, accessCode: ACCESS_CODE });
    await agent.close();
    const visitor = await phone(browser, {
      url: kamailio.wsUrl,
      from: `sip:guest@${kamailio.domain}`,
      to: agent.uri,
    });
    await visitor.dial();
    assert.equal((await visitor.until('Terminated')).refused, 404);
    await visitor.close();
  });

  it('registers nobody with a wrong password', async () => {
    const impostor = startAgent({ browser, kamailio: { ...kamailio, password: 'wrong' }, accessCode: ACCESS_CODE });
    await assert.rejects(impostor, /REGISTER failed/);
  });
});

describe('a stopped Kamailio', { skip: await kamailioMissing() }, () => {
  it('leaves neither process nor directory', async () => {
    const kamailio = await startKamailio();
    const directory = readlinkSync(`/proc/${kamailio.pid}/cwd`);
    const processes = [kamailio.pid, ...childrenOf(kamailio.pid)];
    assert.ok(existsSync(directory));
    assert.ok(processes.length > 2, 'it has workers');
    await kamailio.stop();
    await kamailio.stop();
    assert.equal(existsSync(directory), false);
    const left = processes.filter((pid) => existsSync(`/proc/${pid}`));
    assert.deepEqual(left, []);
  });
});

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

function assertTone({ rms, dominantHz, packets }: Heard, hz: number): void {
  assert.ok(rms > 0.05, `rms ${rms}`);
  assert.ok(Math.abs(dominantHz - hz) < 12, `${dominantHz} Hz instead of ${hz}`);
  assert.ok(packets > 30, `${packets} packets in a second`); // Opus sends 50
}

/** A visitor's page. Each `dial` is a new phone with a socket of its own. */
interface Phone {
  dial(): Promise<void>;
  until(state: `${VisitorCall['state']}`): Promise<VisitorCall>;
  hears(): Promise<Heard>;
  run(action: (visitor: Visitor) => Promise<void> | void): Promise<void>;
  close(): Promise<void>;
}

async function phone(browser: Browser, call: DialConfig): Promise<Phone> {
  const { page, close } = await openPage(browser, 'visitor-page.ts');
  return {
    dial: () => page.evaluate(async (config) => void (window.visitor = await window.Visitor.dial(config)), call),
    until: (state) => page.evaluate(([s, ms]) => window.visitor.until(s, ms), [state, LIMIT_MS] as const),
    hears: () => page.evaluate(() => window.visitor.hears()),
    run: async (action) => (await page.evaluateHandle(() => window.visitor)).evaluate(action),
    close,
  };
}
