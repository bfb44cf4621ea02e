/** The same faults for each of the three, in the same run: which of them goes on, and how soon. */
import type { Browser } from 'playwright';
import { pause, Stage } from '../faults/rig/stage.js';
import { median, ratio, shown, type Row } from './table.js';

const variants = ['ours', 'sipJs', 'jsSip'] as const;
type Variant = (typeof variants)[number];

interface BenchFault {
  readonly name: string;
  bring(stage: Stage): Promise<void>;
  /** What has to be back: sound at both ends, or the agent's BYE at the visitor's end, which is looked at in any case. */
  readonly back: 'sound' | 'signaling';
}

const cutSocket = async (stage: Stage, seconds: number): Promise<void> => {
  stage.proxy.cut();
  await pause(seconds * 1000);
  await stage.proxy.listen();
};
const faults: readonly BenchFault[] = [
  { name: 'socket cut 5 s', back: 'signaling', bring: (stage) => cutSocket(stage, 5) },
  {
    name: 'media cut 15 s',
    back: 'sound',
    async bring(stage) {
      stage.media.cut();
      await pause(15_000);
      stage.media.restore();
    },
  },
  {
    name: 'another address',
    back: 'sound',
    async bring(stage) {
      stage.media.kill();
      await cutSocket(stage, 3);
    },
  },
  { name: 'gateway restarted', back: 'signaling', bring: async (stage) => stage.gateways.restart() },
  { name: 'socket half-open', back: 'signaling', bring: async (stage) => stage.proxy.deafen() },
  {
    name: 'agent holds and takes back',
    back: 'sound',
    async bring(stage) {
      await stage.leg.hold?.(true);
      await pause(1_000);
      await stage.leg.hold?.(false);
    },
  },
];

const SOUND = 0.02;
/** Nobody is waited for longer, ms. */
const CAP = 15_000;

/** ms from the end of the fault until what is to be back is; null where it is not, or the call is over. */
async function survives(browser: Browser, folder: string, name: Variant, fault: BenchFault): Promise<number | null> {
  const stage = await Stage.open(browser, 'at-once', { path: '/bench/index.html', folders: { '/bench/': folder } });
  try {
    await stage.page.waitForFunction(() => 'bench' in window);
    await stage.page.mouse.click(5, 5);
    await stage.page.evaluate((which) => window.bench.hold(which, 'at-once'), name);
    const heard = async () => {
      const { visitor, agent } = await stage.hears();
      return visitor > SOUND && agent > SOUND;
    };
    // What nobody plays is not counted by the browser.
    await stage.page.evaluate(async () => {
      for (const peer of window.kept.peers) {
        const audio = new Audio();
        audio.srcObject = new MediaStream(peer.getReceivers().map(({ track }) => track));
        document.body.append(audio);
        await audio.play();
      }
    });
    if ((await reached(heard, 15_000)) === null) throw new Error(`${name} is not heard before the fault.`);
    await fault.bring(stage);
    const carried = () => Promise.resolve(stage.proxy.alive > 0);
    const took = await reached(fault.back === 'sound' ? heard : carried, CAP);
    if (took === null || (await reached(heard, CAP)) === null) return null;
    // A call that hears but can't be hung up by the agent has not survived.
    stage.leg.hangUp();
    const over = () =>
      stage.page.evaluate(() => window.kept.peers.every(({ connectionState }) => connectionState === 'closed'));
    return (await reached(over, 10_000)) === null ? null : took;
  } finally {
    await stage.close();
  }
}

/** ms until it holds; null where it does not in time. */
async function reached(holds: () => Promise<boolean>, cap: number): Promise<number | null> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > cap) return null;
    await pause(25);
  }
  return performance.now() - began;
}

/** `runs` of ours where a figure has a budget; one of everything else. */
export async function callFaults(browser: Browser, folder: string, runs: number): Promise<Row<Variant>[]> {
  const took: Record<Variant, (number | null)[]> = { ours: [], sipJs: [], jsSip: [] };
  for (const fault of faults)
    for (const name of variants) took[name].push(await survives(browser, folder, name, fault));
  const share = (name: Variant) => `${took[name].filter((one) => one !== null).length} of ${faults.length}`;
  const rows: Row<Variant>[] = [
    {
      figure: `faults survived (${faults.map(({ name }) => name).join(', ')})`,
      values: { ours: share('ours'), sipJs: share('sipJs'), jsSip: share('jsSip') },
      budget: `${faults.length}`,
      fits: took.ours.every((one) => one !== null),
    },
  ];
  for (const [index, figure] of ['socket cut 5 s → signaling back', 'media cut 15 s → sound'].entries()) {
    const fault = faults[index]!;
    const mine = [took.ours[index] ?? null];
    while (mine.length < runs) mine.push(await survives(browser, folder, 'ours', fault));
    const [sip, js] = [took.sipJs[index] ?? Infinity, took.jsSip[index] ?? Infinity];
    const middle = median(mine);
    rows.push({
      figure: `${figure} (others: one run)`,
      values: { ours: shown(middle), sipJs: shown(sip), jsSip: shown(js) },
      ratio: ratio(middle, sip, js),
      budget: shown(1_500),
      fits: middle <= 1_500,
    });
  }
  return rows;
}
