/**
 * `npm run bench [-- [relay] [RUNS]]`: bytes, speed and memory of calls beside sip.js and JsSIP, and of shared pages beside rrweb
 * alone, and the relay beside an echo (with `relay`: nothing else), all in one run, interleaved; medians.
 * Only the ratios mean anything: the machine is what it is.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright';
import { startDemo, type Demo } from '../../demo/demo-server.js';
import { launchChromium } from '../interop/browser.js';
import { filesOf } from '../package/loaded-files.js';
import { callFaults } from './call-faults.js';
import { cobrowse, headings } from './cobrowse.js';
import type { Timing } from './page.js';
import { relayHeadings, relayLoad } from './relay/load.js';
import { median, print, ratio, shown, type Row } from './table.js';

const onlyRelay = process.argv[2] === 'relay';
const runs = Math.max(1, Number(process.argv[onlyRelay ? 3 : 2] ?? 7));
if (onlyRelay) process.exit(print(relayHeadings, await relayLoad(runs)) ? 0 : 1);

const folder = 'test/.tmp/bench';
const variants = ['ours', 'sipJs', 'jsSip'] as const;
type Variant = (typeof variants)[number];

const rows: Row<Variant>[] = [];

async function minified(contents: string): Promise<Buffer> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    ...{ bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, logLevel: 'silent' },
  });
  return Buffer.from(outputFiles[0]!.contents);
}

const others = {
  sipJs: await minified("export { UserAgent, Inviter } from 'sip.js';"),
  jsSip: await minified("export { default } from 'jssip';"),
};
const gzip = (code: Buffer): number => gzipSync(code, { level: 9 }).length;
const dist = (file: string): Buffer => readFileSync(`dist/${file}`);

function bytes(): void {
  const idle = [...filesOf('button')].reduce((sum, file) => sum + brotliCompressSync(dist(file)).length, 0);
  const mine = [...filesOf('call')].reduce((sum, file) => sum + gzip(dist(file)), 0);
  rows.push({
    figure: 'before a press, brotli',
    values: { ours: `${idle} B` },
    budget: '11500 B',
    fits: idle <= 11_500,
  });
  rows.push({
    figure: 'whole call, gzip (others: no UI)',
    values: { ours: `${mine} B`, sipJs: `${gzip(others.sipJs)} B`, jsSip: `${gzip(others.jsSip)} B` },
    ratio: ratio(mine, gzip(others.sipJs), gzip(others.jsSip)),
    budget: '58000 B',
    fits: mine <= 58_000,
  });
}

/** Compile and evaluate of what must run before a call can be made, in a page of its own each time. */
async function evaluation(browser: Browser, demo: Demo): Promise<void> {
  const cost = async (file: string, slower: number): Promise<number> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await page.goto(`${demo.origin}/bench/blank.html`);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
    const took = await page.evaluate(async (url) => {
      await fetch(url);
      const began = performance.now();
      await import(url);
      return performance.now() - began;
    }, file);
    await context.close();
    return took;
  };
  for (const slower of [1, 4]) {
    const took: Record<Variant, number[]> = { ours: [], sipJs: [], jsSip: [] };
    for (let run = 0; run < runs; run += 1) {
      took.ours.push(await cost('/dist/cc-widgets.js', slower));
      for (const name of ['sipJs', 'jsSip'] as const) took[name].push(await cost(`/bench/${name}.js`, slower));
    }
    const [mine, sip, js] = variants.map((name) => median(took[name])) as [number, number, number];
    rows.push({
      figure: `loaded and evaluated, CPU ÷${slower} (ours: the button)`,
      values: { ours: shown(mine), sipJs: shown(sip), jsSip: shown(js) },
      ratio: ratio(mine, sip, js),
    });
  }
}

type Figure = keyof Timing;

/** One scenario for each variant in turn, `times` times over. */
async function timings(page: Page, channel: string, ice: RTCIceServer[], names: readonly Variant[], times: number) {
  const all: Record<Variant, Timing[]> = { ours: [], sipJs: [], jsSip: [] };
  for (let run = 0; run < times; run += 1)
    for (const name of names)
      all[name].push(
        await page.evaluate(([how, where, servers]) => window.bench[how](where, servers), [
          name,
          channel,
          ice,
        ] as const),
      );
  return (name: Variant, figure: Figure) => median(all[name].map((one) => one[figure]));
}

function compare(figure: string, of: (name: Variant) => number, budget: number): void {
  const [mine, sip, js] = variants.map(of) as [number, number, number];
  rows.push({
    figure,
    values: { ours: shown(mine), sipJs: shown(sip), jsSip: shown(js) },
    ratio: ratio(mine, sip, js),
    budget: shown(budget),
    fits: mine <= budget,
  });
}

async function memory(browser: Browser): Promise<void> {
  const demo = await startDemo({ port: 0, folders: { '/bench/': folder }, pace: 0.05 });
  const page = await open(browser, demo);
  const devtools = await page.context().newCDPSession(page);
  const used = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };
  const calls = (count: number) =>
    page.evaluate(async (times) => {
      for (let call = 0; call < times; call += 1) await window.bench.ours('silent-agent', []);
    }, count);
  // What the first calls compile and cache is not growth.
  await calls(50);
  const before = await used();
  await calls(500);
  const growth = (await used()) - before;
  rows.push({
    figure: 'heap growth over 500 calls',
    values: { ours: `${(growth / 1e6).toFixed(2)} MB` },
    budget: '1 MB',
    fits: growth <= 1e6,
  });
  // A socket's closing handshake may still be under way.
  await page.waitForFunction(() => window.bench.leftovers().sockets === 0, null, { timeout: 10_000 }).catch(() => null);
  const left = Object.entries(await page.evaluate(() => window.bench.leftovers()));
  rows.push({
    figure: 'left after 500 calls',
    values: { ours: left.map(([what, count]) => `${count} ${what}`).join(', ') },
    budget: '0',
    fits: left.every(([, count]) => count === 0),
  });
  await page.context().close();
  await demo.close();
}

async function open(browser: Browser, demo: Demo): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${demo.origin}/bench/index.html`);
  await page.waitForFunction(() => 'bench' in window);
  await page.mouse.click(5, 5);
  return page;
}

mkdirSync(folder, { recursive: true });
writeFileSync(
  `${folder}/index.html`,
  '<!doctype html><title>Bench</title><script type="module" src="page.js"></script>',
);
writeFileSync(`${folder}/blank.html`, '<!doctype html><title>Blank</title>');
await build({
  entryPoints: ['test/bench/page.ts'],
  ...{ bundle: true, format: 'esm', target: 'es2022', outdir: folder, logLevel: 'error' },
});
for (const name of ['sipJs', 'jsSip'] as const) writeFileSync(`${folder}/${name}.js`, others[name]);

const dead = createSocket('udp4');
dead.bind(0, '127.0.0.1');
await once(dead, 'listening');
const deadStun = [{ urls: `stun:127.0.0.1:${dead.address().port}` }];
const browser = await launchChromium({ spkiHash: '' });
const demo = await startDemo({
  port: 0,
  folders: { '/bench/': folder },
  policy: () => "default-src 'self'; connect-src 'self' ws:; object-src 'none'",
});
let sharing: Awaited<ReturnType<typeof cobrowse>>;
try {
  bytes();
  await evaluation(browser, demo);
  const page = await open(browser, demo);
  const healthy = await timings(page, 'agent-free', [], variants, runs);
  compare('agent found → INVITE', (name) => healthy(name, 'foundToInvite'), 60);
  // No queue: the INVITE goes out as soon as the call is created, the microphone open and the candidates there.
  const atOnce = await timings(page, 'direct-agent', [], ['ours'], runs);
  const ready = atOnce('ours', 'pressToInvite');
  rows.push({
    figure: 'press → all ready and INVITE out, no queue',
    values: { ours: shown(ready) },
    budget: '400 ms',
    fits: ready <= 400,
  });
  const mine = await timings(page, 'agent-free', deadStun, ['ours'], runs);
  // JsSIP waits up to 40 s for a dead server: once is enough to see that.
  const theirs = await timings(page, 'agent-free', deadStun, ['sipJs', 'jsSip'], 1);
  compare(
    'agent found → INVITE, STUN server dead (others: one run)',
    (name) => (name === 'ours' ? mine : theirs)(name, 'foundToInvite'),
    60,
  );
  const failover = await timings(page, 'two-gateways-down', [], ['ours'], runs);
  const failing = await timings(page, 'two-gateways-down', [], ['sipJs', 'jsSip'], 1);
  compare(
    'gateway refused, next a black hole → talking (others: one run)',
    (name) => (name === 'ours' ? failover : failing)(name, 'foundToTalking'),
    1_500,
  );
  await page.context().close();
  await memory(browser);
  rows.push(...(await callFaults(browser, folder, runs)));
  sharing = await cobrowse(browser, runs);
} finally {
  await browser.close();
  await demo.close();
  dead.close();
}

const relay = await relayLoad(Math.min(3, runs));
const fits = [
  print({ ours: 'ours', sipJs: 'sip.js', jsSip: 'JsSIP' }, rows),
  print(headings, sharing),
  print(relayHeadings, relay),
];
if (fits.includes(false)) process.exitCode = 1;
