import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright';
import type { GatewayCall, RobotOrders } from '../../../demo/platform/ports.js';
import { type RunningGateways, startGateways } from '../../../demo/platform/sip/gateways.js';
import type {} from './visitor-page.js';

const TONE = 440;

suite('robot agent and Chromium', { timeout: 120_000 }, () => {
  let folder: string;
  let browser: Browser;
  let gateways: RunningGateways;
  let page: Page;
  const server = createServer();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'robot-'));
    await writeFile(join(folder, 'tone.wav'), sineWav(TONE, 0.5));
    const { outputFiles } = await build({
      entryPoints: [new URL('./visitor-page.ts', import.meta.url).pathname],
      bundle: true,
      write: false,
      format: 'esm',
    });
    server.on('request', (request, response) => {
      const script = request.url === '/page.js';
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
      response.end(
        script
          ? outputFiles[0]?.text
          : '<!doctype html><title>Visitor</title><script type="module" src="/page.js"></script>',
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await chromium.launch({
      executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--allow-loopback-in-peer-connection',
        `--use-file-for-fake-audio-capture=${join(folder, 'tone.wav')}`,
      ],
    });
    gateways = await startGateways();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.mouse.click(10, 10); // sound may play after a gesture
  });
  after(async () => {
    await browser.close();
    await gateways.close();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => assert.equal(gateways.activeCalls, 0));

  const call = async (video: boolean, orders: RobotOrders = {}): Promise<GatewayCall> => {
    const target = { accessCode: '179080000537636', caller: 'AnonymousCard' };
    const expected = gateways.expect({ ...target, orders });
    const options = { ...target, video, domain: gateways.domain, address: gateways.address(null) };
    await page.evaluate((how) => window.visit.call(how), options);
    return expected;
  };
  const listen = (until: { ms: number } | { frequency: number }) =>
    page.evaluate((how) => window.visit.listen(how), until);
  const offerAgain = (direction: RTCRtpTransceiverDirection, restartIce: boolean) =>
    page.evaluate((how) => window.visit.offerAgain(how.direction, how.restartIce), { direction, restartIce });
  const bye = () => page.evaluate(() => window.visit.bye());
  const near = (frequency: number) => (heard: number) => Math.abs(heard - frequency) < 15;

  test('greets, echoes, hears level and digits; hold and ICE restart', async () => {
    const robot = await call(false);
    const greeting = await listen({ frequency: 783.99 });
    assert.ok(greeting.rms > 0.05, `greeting ${greeting.rms}`);
    for (const tone of [523.25, 659.25]) {
      assert.ok(greeting.frequencies.some(near(tone)), `${tone} Hz in ${greeting.frequencies.join(' ')}`);
    }
    assert.ok(!greeting.frequencies.some(near(TONE)), 'an echo while it greets');

    await listen({ frequency: TONE });
    const echo = await listen({ ms: 1000 });
    assert.ok(echo.rms > 0.05, `echo ${echo.rms}`);
    assert.ok(echo.frequencies.length > 5 && echo.frequencies.every(near(TONE)), echo.frequencies.join(' '));
    const { audioPackets, level } = robot.report();
    assert.ok(audioPackets > 100, `${audioPackets} packets`);
    assert.ok(level > 0.25 && level < 0.45, `a sine of 0.5 has 0.35, not ${level}`);

    await page.evaluate(() => window.visit.key('159#*00'));
    assert.equal(robot.report().dtmf, '159#*00');

    await offerAgain('sendonly', false);
    assert.equal(await page.evaluate(() => window.visit.direction()), 'sendonly');
    await offerAgain('inactive', false);
    assert.equal((await listen({ ms: 500 })).packets, 0);
    await offerAgain('sendrecv', true);
    await listen({ frequency: TONE });
    const resumed = await listen({ ms: 1000 });
    assert.ok(resumed.rms > 0.05, `resumed ${resumed.rms}`);
    assert.ok(resumed.frequencies.every(near(TONE)), resumed.frequencies.join(' '));

    await bye();
    assert.equal(robot.report().ended, 'visitor-bye');
    assert.equal(robot.report().dtmf, '159#*00');
  });

  test('without sound there are packets, but nothing to hear', async () => {
    const robot = await call(false, { sound: false });
    const { rms, packets } = await listen({ ms: 1500 });
    assert.ok(packets > 30, `${packets} packets`);
    assert.ok(rms < 0.001, `silence ${rms}`);
    assert.ok(robot.report().level > 0.25, 'it hears all the same');
    await bye();
  });

  test('pictures come back', async () => {
    const robot = await call(true);
    const { width, height } = await page.evaluate(() => window.visit.pictures(30));
    assert.ok(width >= 160 && Math.abs(width / height - 4 / 3) < 0.02, `${width}×${height}`);
    assert.ok(robot.report().videoPackets > 30);
    await bye();
  });
});

/** Five seconds of a sine as a WAV file: 48 kHz, mono, 16 bit. */
function sineWav(frequency: number, amplitude: number): Buffer {
  const rate = 48_000;
  const samples = Buffer.alloc(5 * rate * 2);
  for (let at = 0; at < 5 * rate; at++) {
    samples.writeInt16LE(Math.round(32767 * amplitude * Math.sin((2 * Math.PI * frequency * at) / rate)), 2 * at);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(2 * rate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
