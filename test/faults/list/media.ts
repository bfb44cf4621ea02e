import { goesOn, type Fault } from '../rig/judges.js';

export const media: readonly Fault[] = [
  ...[15, 25, 40].map((seconds): Fault => ({
    name: `media-cut-${seconds}`,
    title: `Media cut for ${seconds} s`,
    right: 'survived',
    async run(stage) {
      await stage.talk();
      stage.media.cut();
      await stage.holds(seconds * 1000);
      stage.media.restore();
      return goesOn(stage, 20);
    },
  })),
  {
    name: 'media-and-socket-cut-10',
    title: 'WebSocket and media cut for 10 s',
    right: 'survived',
    async run(stage) {
      await stage.talk();
      stage.media.cut();
      stage.proxy.cut();
      await stage.holds(10_000);
      stage.media.restore();
      await stage.proxy.listen();
      return goesOn(stage, 20);
    },
  },
  {
    name: 'address-change',
    title: 'Another address: what was open never carries anything again',
    right: 'survived: ICE restart over a new WebSocket',
    async run(stage) {
      await stage.talk();
      stage.media.kill();
      stage.proxy.cut();
      await stage.holds(3_000);
      await stage.proxy.listen();
      return goesOn(stage, 30);
    },
  },
  {
    name: 'address-change-half-open',
    title: 'Another address, and no RST says so',
    right: 'survived: ICE restart over a new WebSocket',
    async run(stage) {
      await stage.talk();
      stage.media.kill();
      stage.proxy.deafen();
      return goesOn(stage, 45);
    },
  },
];
