import { goesOn, told, type Fault } from '../rig/judges.js';
import { survived } from '../rig/verdict.js';
import type { Stage } from '../rig/stage.js';

/** Presses the button of the panel that has this name. */
const press = (stage: Stage, name: string): Promise<void> =>
  stage.page.locator('cc-click-to-call').first().getByRole('button', { name, exact: true }).click();

/** What the agent hears is the level of the last second: what was heard before is over then. */
const lastSecond = (stage: Stage): Promise<void> => stage.holds(1_200);

export const devices: readonly Fault[] = [
  {
    name: 'microphone-ends',
    title: 'The microphone is unplugged',
    right: 'survived: another one is opened',
    quick: true,
    async run(stage) {
      await stage.talk();
      await stage.page.evaluate(() => window.microphone.end());
      await lastSecond(stage);
      return goesOn(stage, 5);
    },
  },
  {
    name: 'microphone-ends-waiting',
    title: 'The microphone is unplugged in the queue',
    right: 'survived: another one is opened',
    channel: 'waits',
    async run(stage) {
      await stage.press();
      await stage.until('never queued', async () => (await stage.state()) === 'queued');
      await stage.page.evaluate(() => window.microphone.end());
      stage.call.act({ after: 0, do: 'connect' });
      return goesOn(stage, 10);
    },
  },
  {
    name: 'microphone-revoked',
    title: 'Permission for the microphone is taken back',
    right: 'survived: said, and a press brings it back',
    quick: true,
    async run(stage) {
      await stage.talk();
      await stage.page.evaluate(() => {
        window.microphone.refuse = 'NotAllowedError';
        window.microphone.end();
      });
      const said = await told(stage, /Your microphone is gone/);
      await stage.page.evaluate(() => (window.microphone.refuse = null));
      await press(stage, 'Turn on microphone');
      await lastSecond(stage);
      await goesOn(stage, 5);
      return survived(said);
    },
  },
  {
    name: 'microphone-muted',
    title: 'The system mutes the microphone, and gives it back',
    right: 'survived: said',
    quick: true,
    async run(stage) {
      await stage.talk();
      await stage.page.evaluate(() => window.microphone.mute(true));
      const said = await told(stage, /has silenced the microphone/);
      await stage.page.evaluate(() => window.microphone.mute(false));
      await lastSecond(stage);
      await goesOn(stage, 5);
      return survived(said);
    },
  },
];
