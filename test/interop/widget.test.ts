/** The widget against peers that we did not write: a JsSIP agent behind a real Kamailio, over WS and WSS. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import type { Gateways } from '../../demo/platform/ports.js';
import { openVisitorPage, type VisitorPage } from '../support/visitor-page.js';
import { GatewayProxy } from '../faults/rig/gateway-proxy.js';
import { startAgent, type Agent } from './agent.js';
import { launchChromium } from './browser.js';
import { missing } from '../support/debian.js';
import { startKamailio, type Kamailio } from './kamailio.js';

const ACCESS_CODE = '079080000537636';
const AGENT_HZ = 440;
const VISITOR_HZ = 1000;
const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' wss:; require-trusted-types-for 'script'";

const kamailioPackages = ['kamailio', 'kamailio-websocket-modules', 'kamailio-tls-modules', 'openssl'];

for (const scheme of ['ws', 'wss'] as const)
  describe(
    `the widget and a JsSIP agent behind Kamailio over ${scheme}`,
    { skip: await missing('Kamailio', kamailioPackages), timeout: 180_000 },
    () => {
      let kamailio: Kamailio;
      let browser: Browser;
      let agent: Agent;
      let demo: Demo;
      /** In front of the plain port. */
      let proxy: GatewayProxy | null = null;
      let visitor: VisitorPage;

      before(async () => {
        kamailio = await startKamailio();
        browser = await launchChromium({ spkiHash: kamailio.spkiHash, microphoneHz: VISITOR_HZ });
        agent = await startAgent({ browser, kamailio, accessCode: ACCESS_CODE, toneHz: AGENT_HZ });
        if (scheme === 'ws') {
          proxy = new GatewayProxy(kamailio.wsUrl);
          await proxy.listen();
        }
        const address = proxy?.url ?? kamailio.wssUrl;
        // The platform knows where the agent is; the rest is between the widget and Kamailio.
        const gateways: Gateways = {
          domain: kamailio.domain,
          addresses: [address],
          address: () => address,
          expect: () => ({
            hangUp: () => undefined,
            report: () => ({ audioPackets: 0, videoPackets: 0, level: 0, dtmf: '', ended: 'no' }),
          }),
        };
        demo = await startDemo({
          port: 0,
          gateways,
          scenarios: [
            {
              id: 'agent-free',
              title: { en: '', zh: '' },
              steps: [{ after: 0, do: 'connect', accessCode: ACCESS_CODE }],
            },
          ],
          ...(scheme === 'wss' ? { policy: () => STRICT } : {}),
        });
      });
      after(async () => {
        await agent?.close();
        await browser?.close();
        await demo?.close();
        proxy?.close();
        await kamailio?.stop();
      });

      const talk = async (): Promise<void> => {
        visitor = await openVisitorPage(browser, demo.origin);
        await visitor.page.waitForFunction(() => document.querySelector('select option'));
        await visitor.press();
      };

      it('hear each other; the visitor hangs up', async () => {
        await agent.expect('answer');
        await talk();
        const { from } = await agent.until('talking');
        assert.equal(from, `sip:AnonymousCard@${kamailio.domain}`);
        await visitor.until('talking');
        await visitor.untilReceived('audio');
        const [atAgent, atVisitor] = await Promise.all([agent.hears(), visitor.hears()]);
        assert.ok(atAgent.rms > 0.05, `the agent hears ${atAgent.rms}`);
        assert.ok(Math.abs(atAgent.dominantHz - VISITOR_HZ) < 15, `${atAgent.dominantHz} Hz`);
        assert.ok(atVisitor.rms > 0.05, `the visitor hears ${atVisitor.rms}`);
        await visitor.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
        assert.equal((await agent.until('ended')).ending?.by, 'visitor');
        assert.deepEqual(visitor.complaints, []);
        await visitor.context.close();
      });

      it('the agent hangs up', async () => {
        await agent.expect('answer');
        await talk();
        await agent.until('talking');
        await visitor.until('talking');
        await agent.hangUp();
        await visitor.until('ended');
        await visitor.context.close();
      });

      // The proxy reads what is sent.
      for (const by of scheme === 'ws' ? (['agent', 'visitor'] as const) : [])
        it(`go on when the WebSocket is cut for 2 s, and the ${by} hangs up`, async () => {
          await agent.expect('answer');
          await talk();
          await agent.until('talking');
          await visitor.until('talking');
          proxy?.cut();
          await visitor.until('reconnecting');
          await proxy?.listen();
          await visitor.until('talking');
          if (by === 'agent') {
            await agent.hangUp();
            await visitor.until('ended');
          } else await visitor.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
          assert.equal((await agent.until('ended')).ending?.by, by);
          await visitor.context.close();
        });

      it('the visitor hangs up while it rings: CANCEL', async () => {
        await agent.expect('ring');
        await talk();
        await agent.until('ringing');
        await visitor.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
        assert.deepEqual((await agent.until('ended')).ending, { by: 'visitor', cause: 'Canceled' });
        assert.equal(await visitor.state(), 'ended');
        await visitor.context.close();
      });

      it('a busy agent is gateway-refused', async () => {
        await agent.expect('busy');
        await talk();
        await visitor.until('failed');
        const code = await visitor.page.evaluate(() => document.querySelector('cc-click-to-call')?.error?.code);
        assert.equal(code, 'gateway-refused');
        await visitor.context.close();
      });
    },
  );
