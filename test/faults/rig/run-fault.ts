import type { Browser } from 'playwright';
import type { Fault } from './judges.js';
import { Stage } from './stage.js';
import { EndedEarly, Judged, type Verdict } from './verdict.js';

/** No fault takes longer, s, unless it says so; one that does is hung. */
const LIMIT = 180;

/** Brings one fault about, in a page and a contact center of its own. */
export async function runFault(browser: Browser, fault: Fault): Promise<Verdict> {
  if (fault.notInFirefox !== undefined && browser.browserType().name() === 'firefox')
    return { kind: 'skipped', why: fault.notInFirefox };
  const stage = await Stage.open(browser, fault.channel ?? 'at-once');
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      const { limit = LIMIT } = fault;
      timer = setTimeout(() => reject(new Judged('hung', `no end in ${limit} s`)), limit * 1000);
    });
    return await Promise.race([fault.run(stage), late]);
  } catch (error) {
    if (error instanceof Judged || error instanceof EndedEarly) return error.verdict;
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { kind: 'wrong', why: `the rig: ${message}` };
  } finally {
    clearTimeout(timer);
    await stage.close();
  }
}
