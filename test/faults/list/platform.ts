import type { Handler } from '../../../demo/http.js';
import { goesOn, isOver, told, watch, type Fault } from '../rig/judges.js';
import type { Stage } from '../rig/stage.js';
import { Judged, survived } from '../rig/verdict.js';

const POLL = /getClickToCallEvents/;

/** Requests whose address matches get this answer. */
const answering =
  (address: RegExp, status: number) =>
  (next: Handler): Handler =>
  async (request) =>
    address.test(request.url) ? new Response('', { status }) : next(request);

async function queued(stage: Stage): Promise<void> {
  await stage.press();
  await stage.until('never queued', async () => (await stage.state()) === 'queued');
}

/** Another agent takes over: both events are polled, and the new leg is heard. */
async function transfer(stage: Stage, within: number): Promise<number> {
  const since = watch();
  const before = stage.leg;
  stage.call.act({ after: 0, do: 'transfer' });
  stage.call.act({ after: 0, do: 'connect' });
  await stage.until('the transfer was never heard of', () => before.report().ended !== 'no', within * 1000);
  await stage.untilHeard(10_000);
  return since.seconds();
}

export const platform: readonly Fault[] = [
  ...[10, 60].map((seconds): Fault => ({
    name: `poll-502-${seconds}`,
    title: `The poll is answered 502 for ${seconds} s in a call; then a transfer`,
    right: 'survived: the transfer is followed',
    async run(stage) {
      await stage.talk();
      stage.intercept(answering(POLL, 502));
      await stage.holds(seconds * 1000);
      stage.intercept(null);
      const heard = await transfer(stage, 15);
      await goesOn(stage, 5);
      return survived(heard);
    },
  })),
  {
    name: 'poll-cut-quiet',
    title: 'A proxy ends quiet polls with 504, or answers 204',
    right: 'survived',
    channel: 'waits',
    async run(stage) {
      let polls = 0;
      stage.intercept((next) => async (request) => {
        if (!POLL.test(request.url) || polls > 5) return next(request);
        polls += 1;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return new Response(null, { status: polls % 2 === 0 ? 204 : 504 });
      });
      await queued(stage);
      await stage.until('it is not polled any more', () => polls > 5, 20_000);
      const since = watch();
      stage.call.act({ after: 0, do: 'connect' });
      await stage.untilHeard(10_000);
      const heard = since.seconds();
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'offline-queued-12',
    title: 'No network for 12 s in the queue',
    right: 'survived: the place is kept, and that is said',
    channel: 'waits',
    async run(stage) {
      await queued(stage);
      await stage.context.setOffline(true);
      await told(stage, /Your place/);
      await stage.holds(11_000);
      await stage.context.setOffline(false);
      const since = watch();
      stage.call.act({ after: 0, do: 'connect' });
      await stage.untilHeard(15_000);
      const heard = since.seconds();
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'offline-talking-15',
    title: 'No network for the platform for 15 s in a call; then a transfer',
    right: 'survived: the transfer is followed',
    async run(stage) {
      await stage.talk();
      await stage.context.setOffline(true);
      await stage.holds(15_000);
      await stage.context.setOffline(false);
      const heard = await transfer(stage, 15);
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'credentials-503-16',
    title: 'credentials-url answers 503 for 16 s',
    right: 'survived',
    async run(stage) {
      stage.intercept(answering(/\/credentials/, 503));
      const since = watch();
      await stage.press();
      await stage.holds(16_000);
      stage.intercept(null);
      await stage.untilHeard(20_000);
      const heard = since.seconds() - 16;
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'drop-fails',
    title: 'dropClickToCall is answered 500 twice',
    right: 'survived: it is asked again',
    quick: true,
    async run(stage) {
      let drops = 0;
      stage.intercept((next) => async (request) => {
        if (!/dropClickToCall/.test(request.url) || drops >= 2) return next(request);
        drops += 1;
        return new Response('', { status: 500 });
      });
      await stage.talk();
      const since = watch();
      await stage.hangUp();
      const took = since.seconds();
      if (took > 3) throw new Judged('wrong', `hangUp() took ${took.toFixed(0)} s`);
      await stage.until('it was never dropped', () => stage.call.dropRequested, 20_000);
      return survived(since.seconds());
    },
  },
  {
    name: 'released-with-cause',
    title: 'The platform ends the call before anybody talked, and says why',
    right: 'ended, with its words',
    channel: 'waits',
    quick: true,
    async run(stage) {
      await queued(stage);
      const told = stage.page.evaluate(
        () =>
          new Promise<string>((resolve) =>
            document.addEventListener('cc-call-end', ({ causeId, causeDesc, reason }) =>
              resolve(`${reason}: ${causeId} ${causeDesc}`),
            ),
          ),
      );
      stage.call.end('platform');
      await isOver(stage);
      const end = await told;
      if (end !== 'platform: -1 released by platform') throw new Judged('wrong', end);
      return { kind: 'ended', code: end };
    },
  },
];
