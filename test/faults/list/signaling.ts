import { agentHangsUp, byeArrives, goesOn, isOver, nothingLeft, told, watch, type Fault } from '../rig/judges.js';
import { pause, type Stage } from '../rig/stage.js';
import { Judged, survived } from '../rig/verdict.js';

/** The WebSocket is reset and none can be opened for so long. Media goes on. */
async function socketCut(stage: Stage, seconds: number, meanwhile?: () => Promise<unknown>): Promise<void> {
  await stage.talk();
  stage.proxy.cut();
  await meanwhile?.();
  await stage.holds(seconds * 1000);
  await stage.proxy.listen();
}

/** Seconds until a WebSocket carries the dialog again. */
async function backWithin(stage: Stage, within: number): Promise<number> {
  const since = watch();
  await stage.until('signaling never came back', () => stage.proxy.alive > 0, within * 1000);
  return since.seconds();
}

export const signaling: readonly Fault[] = [
  {
    name: 'binary-frames',
    title: 'The gateway sends SIP in binary frames',
    right: 'survived',
    quick: true,
    async run(stage) {
      stage.proxy.binary = true;
      const since = watch();
      await stage.talk();
      const heard = since.seconds();
      await agentHangsUp(stage);
      return survived(heard);
    },
  },
  ...[5, 15, 40].map((seconds): Fault => ({
    name: `socket-cut-${seconds}`,
    title: `WebSocket cut for ${seconds} s`,
    right: 'survived',
    async run(stage) {
      await socketCut(stage, seconds);
      const back = await backWithin(stage, 20);
      await goesOn(stage, 5);
      return survived(back);
    },
  })),
  {
    name: 'socket-reset',
    title: 'WebSocket reset, the next is taken',
    right: 'survived',
    quick: true,
    async run(stage) {
      await stage.talk();
      stage.proxy.drop();
      const back = await backWithin(stage, 8);
      await goesOn(stage, 5);
      return survived(back);
    },
  },
  {
    name: 'socket-cut-agent-bye',
    title: 'WebSocket cut for 5 s; the agent hangs up meanwhile',
    right: 'survived: the visitor is told when it is back',
    async run(stage) {
      await stage.talk();
      stage.proxy.cut();
      stage.leg.hangUp();
      await pause(5_000);
      await stage.proxy.listen();
      const since = watch();
      await isOver(stage, 20);
      if ((await stage.state()) === 'failed')
        throw new Judged('wrong', `failed, ${await stage.error()}: the agent hung up`);
      return survived(since.seconds());
    },
  },
  {
    name: 'socket-cut-visitor-bye',
    title: 'WebSocket cut for 5 s; the visitor hangs up meanwhile',
    right: 'survived: the BYE arrives when it is back, the drop at once',
    async run(stage) {
      await stage.talk();
      stage.proxy.cut();
      const hungUp = watch();
      await stage.hangUp();
      if (hungUp.seconds() > 2) throw new Judged('wrong', `hangUp() took ${hungUp.seconds().toFixed(0)} s`);
      await stage.until('the platform was not told', () => stage.call.dropRequested, 1_000);
      await pause(5_000 - hungUp.seconds() * 1000);
      await stage.proxy.listen();
      await byeArrives(stage, 10);
      await nothingLeft(stage);
      return survived(hungUp.seconds());
    },
  },
  {
    name: 'socket-half-open',
    title: 'WebSocket half-open for 40 s',
    right: 'survived: seen within 30 s',
    async run(stage) {
      await stage.talk();
      stage.proxy.deafen();
      const since = watch();
      await stage.until('never noticed', () => stage.proxy.alive > 0, 40_000);
      const noticed = since.seconds();
      await stage.untilHeard(5_000);
      await agentHangsUp(stage);
      return survived(noticed);
    },
  },
  {
    name: 'agent-holds',
    title: 'The agent holds the call, and takes it back',
    right: 'survived: said',
    quick: true,
    async run(stage) {
      await stage.talk();
      const held = await stage.leg.hold?.(true);
      if (held !== 200) throw new Judged('wrong', `the re-INVITE got ${held}`);
      const said = await told(stage, /on hold/);
      await stage.leg.hold?.(false);
      await goesOn(stage, 5);
      return survived(said);
    },
  },
  {
    name: 'gateway-restart',
    title: 'The gateway starts anew: it knows no dialog (481)',
    right: 'survived: another INVITE',
    async run(stage) {
      await stage.talk();
      stage.gateways.restart();
      await stage.untilLost();
      return goesOn(stage, 30);
    },
  },
  {
    name: 'first-invite-swallowed',
    title: 'The only gateway swallows the first INVITE',
    right: 'survived: sent again over a fresh WebSocket',
    async run(stage) {
      stage.proxy.deafNext = 1;
      const since = watch();
      await stage.press();
      await stage.untilHeard(40_000);
      const seconds = since.seconds();
      await goesOn(stage, 5);
      return survived(seconds);
    },
  },
  {
    name: 'first-100-slow',
    title: 'The only gateway needs 5 s for its first 100',
    right: 'survived',
    async run(stage) {
      stage.proxy.slow = 5_000;
      const since = watch();
      await stage.press();
      await stage.untilHeard(40_000);
      const seconds = since.seconds();
      await goesOn(stage, 5);
      return survived(seconds);
    },
  },
];
