import { ends, goesOn, told, type Fault } from '../rig/judges.js';
import { isMedia } from '../rig/media-relay.js';
import { survived } from '../rig/verdict.js';

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
    name: 'media-gone',
    title: 'Media gone for good, signaling lives',
    right: 'ended: media-lost after a minute, both ends are told',
    async run(stage) {
      await stage.talk();
      stage.media.cut();
      return ends(stage, /The connection was lost/, 75);
    },
  },
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
      await stage.untilLost();
      return goesOn(stage, 45);
    },
  },
  {
    name: 'rtp-stops',
    title: 'RTP stops while ICE lives, for 8 s',
    right: 'survived: said within 5 s',
    quick: true,
    async run(stage) {
      await stage.talk();
      stage.media.passes = (packet) => !isMedia(packet);
      const said = await told(stage, /Nothing arrives from the agent right now/);
      await stage.holds(3_000);
      stage.media.restore();
      await goesOn(stage, 10);
      return survived(said);
    },
  },
  {
    name: 'agent-silent',
    title: 'Packets come from the agent, and all of them are silent',
    right: 'survived: said within 5 s',
    quick: true,
    async run(stage) {
      await stage.talk();
      stage.robotSounds.sound = false;
      const said = await told(stage, /No sound comes from the agent right now/);
      stage.robotSounds.sound = true;
      await goesOn(stage, 10);
      return survived(said);
    },
  },
  {
    name: 'microphone-silent',
    title: 'The microphone delivers nothing but zeros',
    right: 'survived: said within 5 s',
    quick: true,
    async run(stage) {
      await stage.talk();
      await stage.page.evaluate(() => window.microphone.level(0));
      const said = await told(stage, /No sound comes from your microphone/);
      await stage.page.evaluate(() => window.microphone.level(0.5));
      await goesOn(stage, 10);
      return survived(said);
    },
  },
];
