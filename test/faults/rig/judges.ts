import { isBye } from './gateway-proxy.js';
import { Judged, survived, type Verdict } from './verdict.js';
import type { Stage } from './stage.js';

/** A fault: how it is brought about, and what becomes of the call. */
export interface Fault {
  readonly name: string;
  /** Row of the table. */
  readonly title: string;
  /** What is right, as it stands in the table. */
  readonly right: string;
  /** Channel of the contact center; default `at-once`. */
  readonly channel?: 'at-once' | 'rings' | 'waits';
  /** Why this can't be brought about in Firefox. */
  readonly notInFirefox?: string;
  /** Of the quick half, which `npm test` runs. */
  readonly quick?: true;
  /** The browser is of no use afterwards. */
  readonly ruins?: true;
  /** s; one that takes longer is hung. Default 180. */
  readonly limit?: number;
  /**
   * Runs in a page that was not pressed yet. Verdicts other than its own are thrown: Judged, EndedEarly; every other error
   * is a mistake of the rig.
   */
  run(stage: Stage): Promise<Verdict>;
}

/** Starts a watch: `seconds()` since now. */
export function watch(): { readonly began: number; seconds(): number } {
  const began = performance.now();
  return { began, seconds: () => (performance.now() - began) / 1000 };
}

/** The visitor reads it within 5 s: after so many seconds. */
export async function told(stage: Stage, words: RegExp): Promise<number> {
  const since = watch();
  let read = '';
  const said = stage.until('', async () => words.test((read = await stage.words())), 5_000);
  await said.catch(() => {
    throw new Judged('wrong', `nothing is said, but: ${read}`);
  });
  return since.seconds();
}

/** Both ends hear each other again within so many seconds; then the visitor hangs up, and nothing is left. */
export async function goesOn(stage: Stage, within = 20): Promise<Verdict> {
  const since = watch();
  await stage.untilHeard(within * 1000);
  const verdict = survived(since.seconds() - 0.5);
  await visitorHangsUp(stage);
  return verdict;
}

/** The gateway gets a BYE, the platform the drop, and the page keeps nothing. */
async function visitorHangsUp(stage: Stage): Promise<void> {
  const hungUp = watch();
  await stage.hangUp();
  if (hungUp.seconds() > 3) throw new Judged('wrong', `hangUp() took ${hungUp.seconds().toFixed(0)} s`);
  await byeArrives(stage);
  await nothingLeft(stage);
}

export async function byeArrives(stage: Stage, seconds = 5): Promise<void> {
  const came = stage.until('', () => stage.proxy.heard.some(isBye), seconds * 1000);
  await came.catch(() => {
    throw new Judged('left behind', 'no BYE reached the gateway');
  });
  if (!stage.call.dropRequested) throw new Judged('left behind', 'the call was not dropped at the platform');
}

/** The agent hangs up: the visitor is told, and nothing is left. */
export async function agentHangsUp(stage: Stage, seconds = 5): Promise<void> {
  stage.leg.hangUp();
  await isOver(stage, seconds);
}

export async function isOver(stage: Stage, seconds = 5): Promise<void> {
  const over = async () => ['ended', 'failed'].includes(await stage.state());
  await stage.until('the visitor is not told that the agent hung up', over, seconds * 1000);
  await nothingLeft(stage);
}

/** It ends by itself within so many seconds; the visitor reads why, gateway and platform are told, nothing is left. */
export async function ends(stage: Stage, words: RegExp, within = 10): Promise<Verdict> {
  const over = async () => ['ended', 'failed'].includes(await stage.state());
  await stage.until('it goes on as if nothing were', over, within * 1000);
  const code = (await stage.error()) ?? (await stage.page.evaluate(() => window.endedBy));
  await told(stage, words);
  const ending = (message: string) => /^CSeq: *\d+ (?:BYE|CANCEL)/im.test(message);
  await stage.until('the gateway was not told', () => stage.proxy.heard.some(ending), 5_000);
  if (!stage.call.over) throw new Judged('left behind', 'the platform takes the call for alive');
  await nothingLeft(stage);
  return { kind: 'ended', code };
}

/** No call, poll, socket, track, connection or timer. */
export async function nothingLeft(stage: Stage): Promise<void> {
  const left = async () => {
    const { tracks, peers, sockets } = await stage.visitor.leftovers();
    const timers = await stage.page.evaluate(() => [...window.timers.values()]);
    const { demo, gateways } = stage;
    const counts = { tracks, peers, sockets, polls: demo.center.heldPolls, calls: gateways.activeCalls };
    const named = Object.entries(counts).filter(([, count]) => count > 0);
    return [
      ...named.map(([name, count]) => `${count} ${name}`),
      ...(timers.length > 0 ? [`${timers.length} timers`] : []),
    ];
  };
  let last: string[] = [];
  const none = stage.until('', async () => (last = await left()).length === 0, 5_000);
  await none.catch(() => {
    throw new Judged('left behind', last.join(', '));
  });
}
