import { goesOn, nothingLeft, told, watch, type Fault } from '../rig/judges.js';
import { browserProcesses, rendererOf, signal } from '../rig/processes.js';
import { pause, type Stage } from '../rig/stage.js';
import { Judged, survived, type Verdict } from '../rig/verdict.js';

/** s: what a gateway waits for media, and some more. */
const GATEWAY_WAITS = 85;

/** Stands still for so many seconds; what is done to the network meanwhile is told. */
async function stopped(pids: readonly number[], seconds: number): Promise<void> {
  signal(pids, 'SIGSTOP');
  await pause(seconds * 1000).finally(() => signal(pids, 'SIGCONT'));
}

/** All processes stop and every socket is closed; the network is back with the lid. */
async function lidClosed(stage: Stage, seconds: number): Promise<void> {
  const pids = browserProcesses();
  signal(pids, 'SIGSTOP');
  stage.proxy.cut();
  await pause(seconds * 1000).finally(() => signal(pids, 'SIGCONT'));
  await stage.proxy.listen();
}

/** The gateway and the platform have ended it long ago: the visitor is told at once, and nothing is left. */
async function wasEnded(stage: Stage): Promise<Verdict> {
  const over = async () => ['ended', 'failed'].includes(await stage.state());
  await stage.until('it goes on as if nothing were', over, 20_000);
  const code = (await stage.error()) ?? (await stage.page.evaluate(() => window.endedBy));
  await told(stage, /Call ended|The connection was lost/);
  await nothingLeft(stage);
  return { kind: 'ended', code };
}

/** What happens to the page, its browser and its computer. */
export const page: readonly Fault[] = [
  {
    name: 'second-tab',
    title: 'A second tab, opened by the first, calls too',
    right: 'survived: the second is told, one call at the platform',
    quick: true,
    async run(stage) {
      await stage.talk();
      const opening = stage.context.waitForEvent('page');
      await stage.page.evaluate(() => void window.open(location.href));
      const second = await opening;
      await second.locator('cc-click-to-call button.call').click();
      const since = watch();
      const code = () => second.evaluate(() => document.querySelector('cc-click-to-call')?.error?.code);
      await stage.until('the second is not told', async () => (await code()) === 'busy', 5_000);
      const said = since.seconds();
      const { length } = stage.demo.center.calls;
      if (length !== 1) throw new Judged('wrong', `${length} calls at the platform`);
      await second.close();
      await goesOn(stage, 5);
      return survived(said);
    },
  },
  {
    name: 'page-still-40',
    title: 'The page’s process stands still for 40 s',
    right: 'survived',
    async run(stage) {
      await stage.talk();
      await stopped([await rendererOf(stage.page)], 40);
      return goesOn(stage, 20);
    },
  },
  {
    name: 'lid-20',
    title: 'The lid is closed for 20 s: nothing runs, every socket is gone',
    right: 'survived',
    async run(stage) {
      await stage.talk();
      await lidClosed(stage, 20);
      return goesOn(stage, 20);
    },
  },
  {
    name: 'lid-600',
    title: 'The lid is closed for ten minutes: the gateway has given up by then',
    right: 'ended, and the visitor reads it',
    limit: 700,
    async run(stage) {
      await stage.talk();
      await lidClosed(stage, 600);
      return wasEnded(stage);
    },
  },
  {
    name: 'page-crashes',
    title: 'The page’s process crashes in a call',
    right: 'ended: by the gateway, which hears no RTP any more',
    ruins: true,
    async run(stage) {
      await stage.talk();
      const pid = await rendererOf(stage.page);
      const since = watch();
      signal([pid], 'SIGKILL');
      const ended = () => stage.robot.ended !== 'no' && stage.call.over;
      await stage.until('the agent is left in a dead call', ended, GATEWAY_WAITS * 1000);
      return { kind: 'ended', code: `by the gateway after ${since.seconds().toFixed(0)} s` };
    },
  },
];
