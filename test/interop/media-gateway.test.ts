/** The widget and a telephone: SIP over WebSocket and WebRTC on this side of Kamailio and rtpengine, plain SIP and RTP behind. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import type { Gateways } from '../../demo/platform/ports.js';
import { missing } from '../support/debian.js';
import { freeUdpPort } from '../support/free-udp-port.js';
import { openVisitorPage, type VisitorPage } from '../support/visitor-page.js';
import { launchChromium } from './browser.js';
import { startKamailio, type Kamailio } from './kamailio.js';
import { startBaresip, startRtpengine, startTelephone } from './media-gateway.js';

const ACCESS_CODE = '079080000537636';
const packages = ['kamailio', 'kamailio-websocket-modules', 'kamailio-tls-modules', 'openssl'];

describe(
  'the widget and a telephone behind Kamailio and rtpengine',
  {
    skip: await missing('A media gateway', [...packages, 'rtpengine-daemon', 'sip-tester', 'baresip-core']),
    timeout: 120_000,
  },
  () => {
    let kamailio: Kamailio;
    let browser: Browser;
    let demo: Demo;
    let stopRtpengine: () => Promise<void>;
    let phonePort: number;

    before(async () => {
      const rtpenginePort = await freeUdpPort();
      phonePort = await freeUdpPort();
      stopRtpengine = await startRtpengine(rtpenginePort);
      kamailio = await startKamailio({ phonePort, rtpenginePort });
      browser = await launchChromium({ spkiHash: kamailio.spkiHash });
      const gateways: Gateways = {
        domain: kamailio.domain,
        addresses: [kamailio.wsUrl],
        address: () => kamailio.wsUrl,
        expect: () => ({
          hangUp: () => undefined,
          report: () => ({ audioPackets: 0, videoPackets: 0, level: 0, dtmf: '', ended: 'no' }),
        }),
      };
      const steps = [{ after: 0, do: 'connect', accessCode: ACCESS_CODE }] as const;
      demo = await startDemo({
        port: 0,
        gateways,
        scenarios: [{ id: 'agent-free', title: { en: '', zh: '' }, steps }],
      });
    });
    after(async () => {
      await browser?.close();
      await demo?.close();
      await kamailio?.stop();
      await stopRtpengine?.();
    });

    const talk = async (): Promise<VisitorPage> => {
      const visitor = await openVisitorPage(browser, demo.origin);
      await visitor.page.waitForFunction(() => document.querySelector('select option'));
      await visitor.press();
      await visitor.until('talking');
      return visitor;
    };

    it('the visitor hears what the telephone gives back, and hangs up', async (t) => {
      const telephone = await startTelephone(phonePort, 'caller');
      t.after(() => telephone.stop());
      const visitor = await talk();
      await visitor.untilReceived('audio');
      const { rms } = await visitor.hears();
      assert.ok(rms > 0.05, `the visitor hears ${rms}`);
      await visitor.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
      await telephone.done;
      assert.deepEqual(visitor.complaints, []);
      await visitor.context.close();
    });

    it('the visitor and a telephone with sounds of its own hear each other', async (t) => {
      const telephone = await startBaresip(phonePort, ACCESS_CODE);
      t.after(() => telephone.stop());
      const visitor = await talk();
      await visitor.untilReceived('audio');
      const { rms } = await visitor.hears();
      assert.ok(rms > 0.05, `the visitor hears ${rms}`);
      await visitor.page.evaluate(() => document.querySelector('cc-click-to-call')?.hangUp());
      const heard = await telephone.heard();
      assert.ok(heard > 0.05, `the telephone hears ${heard}`);
      await visitor.context.close();
    });

    it('the telephone hangs up', async (t) => {
      const telephone = await startTelephone(phonePort, 3_000);
      t.after(() => telephone.stop());
      const visitor = await talk();
      await Promise.all([visitor.until('ended'), telephone.done]);
      await visitor.context.close();
    });
  },
);
