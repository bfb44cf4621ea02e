import { goesOn, watch, type Fault } from '../rig/judges.js';
import { pause, type Stage } from '../rig/stage.js';
import { names, silentStun, Turn } from '../rig/turn.js';
import { survived } from '../rig/verdict.js';

/** Nothing arrives but what comes from the TURN server. */
async function behindTurn(stage: Stage): Promise<Turn> {
  const turn = await Turn.start(stage);
  stage.media.passes = (_packet, _direction, from) => turn.relays(from);
  return turn;
}

async function heardAfterPress(stage: Stage): Promise<number> {
  const since = watch();
  await stage.talk();
  return since.seconds();
}

export const turn: readonly Fault[] = [
  {
    name: 'turn-only',
    title: 'UDP gets through by a TURN server alone',
    right: 'survived',
    async run(stage) {
      const server = await behindTurn(stage);
      names(stage, () => server.iceServers());
      const heard = await heardAfterPress(stage);
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'turn-late',
    title: 'The TURN server, the only way, answers 4 s late',
    right: 'survived: its candidates come later',
    async run(stage) {
      const server = await behindTurn(stage);
      names(stage, () => server.iceServers());
      server.stall();
      const since = watch();
      await stage.press();
      await pause(4_000);
      server.goOn();
      await stage.untilHeard(20_000);
      const heard = since.seconds() - 4;
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'turn-restarts',
    title: 'The TURN server, the only way, is restarted in a call',
    right: 'survived: ICE restart',
    async run(stage) {
      const server = await behindTurn(stage);
      names(stage, () => server.iceServers());
      await stage.talk();
      server.stop();
      await stage.untilLost();
      await server.start();
      return goesOn(stage, 40);
    },
  },
  {
    name: 'turn-restarts-waiting',
    title: 'The TURN server, the only way, is restarted while the visitor waits',
    right: 'survived: gathered anew',
    channel: 'waits',
    async run(stage) {
      const server = await behindTurn(stage);
      names(stage, () => server.iceServers());
      await stage.press();
      await stage.until('never queued', async () => (await stage.state()) === 'queued');
      server.stop();
      await server.start();
      const since = watch();
      stage.call.act({ after: 0, do: 'connect' });
      await stage.untilHeard(30_000);
      const heard = since.seconds();
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'turn-expires-waiting',
    title: 'The TURN credential expires while the visitor waits, and the site has another',
    right: 'survived: gathered with the new one',
    channel: 'waits',
    async run(stage) {
      const server = await behindTurn(stage);
      names(stage, () => server.iceServers(8), 10);
      await stage.press();
      await stage.until('never queued', async () => (await stage.state()) === 'queued');
      await stage.holds(20_000);
      const since = watch();
      stage.call.act({ after: 0, do: 'connect' });
      await stage.untilHeard(20_000);
      const heard = since.seconds();
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'stun-silent',
    title: 'The STUN server says nothing',
    right: 'survived: nobody waits for it',
    async run(stage) {
      const servers = await silentStun(stage);
      names(stage, () => servers);
      const heard = await heardAfterPress(stage);
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
];
