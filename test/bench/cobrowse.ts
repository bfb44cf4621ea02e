/** The co-browse part of the bench: what a shared page costs the visitor, the wire and the agent. */
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright';
import { serve, type RunningServer } from '../../demo/http.js';
import { createRelay, issueTicket } from '../../src/relay.js';
import type { Recorder } from './cobrowse-recorders.js';
import { median, percentile, ratio, shown, type Row } from './table.js';

export type Variant = 'ours' | 'rrweb' | 'packer';
export const headings: Readonly<Record<Variant, string>> = {
  ours: 'ours',
  rrweb: 'rrweb, JSON text',
  packer: 'rrweb + its packer',
};
const variants = ['ours', 'rrweb', 'packer'] as const;

/** Frames that are measured, after as many that are not: what runs often is compiled by then. */
const FRAMES = 25;
/** Seconds of mixed use, at a visitor's pace: bytes depend on how much falls into a batch. */
const USE = 20;
const CHANGES = 200;

const secret = `${crypto.randomUUID()}${crypto.randomUUID()}`;

/** All figures, each the median of `runs`; bytes and latency come from one run of many events. */
export async function cobrowse(browser: Browser, runs: number): Promise<Row<Variant>[]> {
  const server = await startServer();
  const relay = createRelay({ secret });
  relay.attach(server.server);
  try {
    return [
      await frameCost(browser, server.origin, runs),
      ...(await keyframeCost(browser, server.origin, runs)),
      ...(await bytes(browser, server.origin)),
      await latency(browser, server.origin),
    ];
  } finally {
    await relay.close();
    await server.close();
  }
}

/** The pages, and the platform's getConnectionInfo. */
async function startServer(): Promise<RunningServer> {
  const { outputFiles } = await build({
    entryPoints: ['test/bench/cobrowse-page.ts'],
    ...{ bundle: true, format: 'esm', target: 'es2022', write: false, logLevel: 'error' },
  });
  const html = '<!doctype html><title>Bench</title><body><script type="module" src="page.js"></script>';
  return serve(0, async (request) => {
    const { pathname, host } = new URL(request.url);
    if (pathname === '/page.js')
      return new Response(outputFiles[0]!.text, { headers: { 'content-type': 'text/javascript' } });
    if (!pathname.endsWith('/getConnectionInfo'))
      return new Response(html, { headers: { 'content-type': 'text/html' } });
    const { roomId, role, userId, userName } = (await request.json()) as Record<string, string>;
    if (roomId === undefined || (role !== 'recorder' && role !== 'replayer')) return new Response('', { status: 400 });
    const user = { id: userId ?? '', name: userName ?? '' };
    const connectParam = issueTicket({ room: roomId, role, user }, secret);
    return Response.json({ success: true, data: { roomId, wssUrl: `ws://${host}/`, connectParam } });
  });
}

/** A page in a context, hence a process, of its own. */
async function open(browser: Browser, origin: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(origin);
  await page.waitForFunction(() => 'cobrowse' in window);
  return page;
}

async function reload(page: Page): Promise<void> {
  await page.reload();
  await page.waitForFunction(() => 'cobrowse' in window);
}

/** One page for each, all used in turn, `runs` times over. */
async function inTurn<Name extends Recorder, Result>(
  browser: Browser,
  origin: string,
  runs: number,
  names: readonly Name[],
  measure: (page: Page, name: Name) => Promise<Result>,
): Promise<(name: Name) => readonly Result[]> {
  const found = new Map<Name, Result[]>();
  const pages = new Map<Name, Page>();
  for (const name of names) pages.set(name, await open(browser, origin));
  for (let run = 0; run < runs; run += 1)
    for (const [name, page] of pages) {
      await reload(page);
      found.set(name, [...(found.get(name) ?? []), await measure(page, name)]);
    }
  for (const page of pages.values()) await page.context().close();
  return (name) => found.get(name) ?? [];
}

/**
 * CPU time of the page's main thread, ms. Of the thread, not by the clock on the wall: who else has the machine counts
 * little.
 */
async function cpuTime(page: Page, work: () => Promise<void>): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const soFar = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1_000;
  };
  const before = await soFar();
  await work();
  const spent = (await soFar()) - before;
  await devtools.detach();
  return spent;
}

/** Per animation frame, above that of the same changes without a recorder. */
async function frameCost(browser: Browser, origin: string, runs: number): Promise<Row<Variant>> {
  const all = await inTurn(browser, origin, runs, ['none', ...variants], async (page, name) => {
    const change = await page.evaluateHandle((recorder) => window.cobrowse.beginFrames(recorder), name);
    const frames = () => change.evaluate((some, count) => some(count), FRAMES);
    await frames();
    return (await cpuTime(page, frames)) / FRAMES;
  });
  const cost = (name: Variant) => median(all(name).map((one, run) => one - all('none')[run]!));
  const plus = (ms: number) => `+${ms.toFixed(1)} ms`;
  const mine = cost('ours');
  return {
    figure: `frame of 200 changes among 5,000 elements (bare: ${median(all('none')).toFixed(1)} ms)`,
    values: { ours: plus(mine), rrweb: plus(cost('rrweb')), packer: plus(cost('packer')) },
    ratio: ratio(mine, cost('rrweb'), cost('packer')),
    budget: plus(4),
    fits: mine <= 4,
  };
}

/**
 * From the beginning of a recording to the message with the whole page, in a page that has run none of it before. The
 * largest takes long to build, and its figure strays least: three runs do.
 */
async function keyframeCost(browser: Browser, origin: string, runs: number): Promise<Row<Variant>[]> {
  const rows: Row<Variant>[] = [];
  for (const elements of [800, 8_000, 40_000]) {
    const times = elements < 40_000 ? runs : Math.min(runs, 3);
    const all = await inTurn(browser, origin, times, variants, async (page, name) => {
      const record = await page.evaluateHandle(([recorder, count]) => window.cobrowse.beginKeyframe(recorder, count), [
        name,
        elements,
      ] as const);
      return cpuTime(page, () => record.evaluate((begin) => begin()));
    });
    const [mine, rrweb, packer] = variants.map((name) => median(all(name))) as [number, number, number];
    rows.push({
      figure: `first keyframe of ${elements.toLocaleString('en')} elements`,
      values: { ours: shown(mine), rrweb: shown(rrweb), packer: shown(packer) },
      ratio: ratio(mine, rrweb, packer),
    });
  }
  return rows;
}

/** Three pages at once, each used in the same way. */
async function bytes(browser: Browser, origin: string): Promise<Row<Variant>[]> {
  const pages = await Promise.all(variants.map(() => open(browser, origin)));
  const found = await Promise.all(
    variants.map((name, place) =>
      pages[place]!.evaluate(([recorder, time]) => window.cobrowse.traffic(recorder, time), [name, USE] as const),
    ),
  );
  for (const page of pages) await page.context().close();
  const row = (figure: string, of: (traffic: (typeof found)[number]) => number, budget?: number): Row<Variant> => {
    const [mine, rrweb, packer] = found.map(of) as [number, number, number];
    const share = (one: number) => `${(one / 1_000).toFixed(1)} kB, ${((100 * one) / rrweb).toFixed(0)} %`;
    return {
      figure,
      values: { ours: share(mine), rrweb: share(rrweb), packer: share(packer) },
      ratio: ratio(mine, rrweb, packer),
      ...(budget === undefined ? {} : { budget: `${budget} %`, fits: (100 * mine) / rrweb <= budget }),
    };
  };
  return [
    row(`on the wire, ${USE} s of mixed use`, ({ changes }) => changes, 35),
    row('on the wire, first keyframe of 800 elements', ({ keyframe }) => keyframe),
  ];
}

/**
 * From a change of the visitor's page to the frame that shows it to the agent: two contexts, the relay between them. Each
 * page notes the time by the clock of the machine that both are on.
 */
async function latency(browser: Browser, origin: string): Promise<Row<Variant>> {
  const visitor = await open(browser, origin);
  const agent = await open(browser, origin);
  const change = await visitor.evaluateHandle(() => window.cobrowse.share());
  const seen = await agent.evaluateHandle(() => window.cobrowse.watch());
  const [made, shownAt] = await Promise.all([
    change.evaluate((changes, count) => changes(count), CHANGES),
    seen.evaluate((wait, count) => wait(count), CHANGES),
  ]);
  await visitor.context().close();
  await agent.context().close();
  const took = shownAt.map((time, place) => time - made[place]!);
  const late = percentile(took, 0.95);
  return {
    figure: `change → visible at the agent, p50 / p95 of ${CHANGES}`,
    values: { ours: `${shown(median(took))} / ${shown(late)}` },
    budget: shown(150),
    fits: late <= 150,
  };
}
