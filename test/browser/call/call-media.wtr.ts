import { expect } from '@open-wc/testing';
import { BrowserCallMedia } from '../../../src/browser/call/call-media.js';
import { listedDevices, lookAtDevices } from '../../../src/browser/call/devices.js';
import { MicrophoneMeter } from '../../../src/browser/call/microphone-meter.js';
import { Speaker } from '../../../src/browser/call/speaker.js';
import type { CallError } from '../../../src/core/call/call-error.js';
import { systemClock } from '../../../src/core/lib/clock.js';
import { pageErrors } from '../../support/page-errors.js';

/** As Firefox's context, where a Bluetooth headset has another sample rate. */
class OtherSampleRate extends OfflineAudioContext {
  createMediaStreamSource(): MediaStreamAudioSourceNode {
    throw Object.assign(new Error('different sample rates'), { name: 'NotSupportedError' });
  }
}

const speaker = () => new Speaker(document.createElement('audio'), () => undefined);

/** Every track that the browser opens while `run` runs. */
async function opened(run: () => Promise<void>): Promise<MediaStreamTrack[]> {
  const { mediaDevices } = navigator;
  const tracks: MediaStreamTrack[] = [];
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
  try {
    await run();
  } finally {
    Reflect.deleteProperty(mediaDevices, 'getUserMedia');
  }
  return tracks;
}

describe("a call's media", function () {
  // The first device that is opened starts a process of the browser.
  this.timeout(20_000);

  it('go on without a level where the microphone has another sample rate, after a device switch too', async () => {
    const meter = new MicrophoneMeter(new OtherSampleRate({ length: 1, sampleRate: 8_000 }));
    const media = new BrowserCallMedia(speaker(), meter, () => undefined);
    const tracks = await opened(async () => {
      await media.open('voice');
      const { microphones } = await media.devices();
      await media.choose('microphone', microphones.at(-1)?.deviceId ?? '');
    });
    expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended', 'live']);
    expect(media.levels()).to.deep.equal({ mine: 0, theirs: 0 });
    media.close();
    expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended', 'ended']);
  });

  it('go on when those who listen to them throw', async () => {
    const media = new BrowserCallMedia(speaker(), null, () => undefined);
    const broken = new Error('broken listener');
    let heard = 0;
    media.subscribe(() => {
      throw broken;
    });
    media.subscribe(() => (heard += 1));
    const errors = await pageErrors(async () => {
      const capture = await media.open('voice');
      expect(capture.stream.getAudioTracks()[0]?.readyState).to.equal('live');
      media.close();
      expect(capture.stream.getAudioTracks()[0]?.readyState).to.equal('ended');
    });
    expect([heard, errors]).to.deep.equal([2, [broken, broken]]);
  });

  it('play on the default speaker where the chosen one is unplugged, and on the chosen one while it is there', async () => {
    const audio = document.createElement('audio');
    const media = new Speaker(audio, () => undefined);
    await navigator.mediaDevices.getUserMedia({ audio: true }).then((stream) => stream.getTracks()[0]?.stop());
    const devices = await navigator.mediaDevices.enumerateDevices();
    const outputs = devices.filter(({ kind }) => kind === 'audiooutput');
    const chosen = outputs.at(-1)?.deviceId ?? '';
    await media.choose(chosen);
    await media.keep(outputs);
    expect(media.deviceId).to.equal(chosen);
    await media.keep(outputs.slice(0, -1));
    expect([chosen === '', media.deviceId]).to.deep.equal([false, '']);
  });

  it('stop what the browser opened after the call was over', async () => {
    const media = new BrowserCallMedia(speaker(), null, () => undefined);
    const tracks = await opened(async () => {
      const opening = media.open('voice').then(
        () => 'opened',
        (thrown: unknown) => (thrown instanceof DOMException ? thrown.name : thrown),
      );
      media.close();
      expect(await opening).to.equal('AbortError');
    });
    expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended']);
    expect(media.localStream).to.equal(null);
  });

  /** `getUserMedia` as `change` has it, while `run` runs. */
  async function withDevices(change: (open: typeof getUserMedia) => typeof getUserMedia, run: () => Promise<void>) {
    const { mediaDevices } = navigator;
    mediaDevices.getUserMedia = change(mediaDevices.getUserMedia.bind(mediaDevices));
    try {
      await run();
    } finally {
      Reflect.deleteProperty(mediaDevices, 'getUserMedia');
    }
  }
  const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);

  for (const name of ['NotFoundError', 'NotAllowedError', 'NotReadableError'])
    it(`go on with the microphone alone where opening the camera fails with ${name}`, () =>
      withDevices(
        (open) => (constraints) =>
          constraints?.video ? Promise.reject(new DOMException('no camera', name)) : open(constraints),
        async () => {
          const media = new BrowserCallMedia(speaker(), null, () => undefined);
          const capture = await media.open('video');
          expect([capture.media, capture.stream.getTracks().length]).to.deep.equal(['voice', 1]);
          media.close();
        },
      ));

  it('get another microphone where the one ends, muted as it was, and every connection sends it', async () => {
    const media = new BrowserCallMedia(speaker(), null, () => undefined);
    const capture = await media.open('voice');
    capture.muted = true;
    const peer = media.newPeer({
      media: 'voice',
      iceServers: async () => [],
      network: null,
      clock: systemClock,
      listener: () => undefined,
    });
    await peer.offer();
    const [before] = capture.stream.getAudioTracks();
    const replaced = new Promise<void>((resolve) => media.subscribe(() => resolve()));
    before!.stop();
    before!.dispatchEvent(new Event('ended'));
    await replaced;
    const [after] = capture.stream.getAudioTracks();
    expect([after === before, after?.readyState, after?.enabled]).to.deep.equal([false, 'live', false]);
    media.close();
    peer.close();
    expect(after?.readyState).to.equal('ended');
  });

  it('say that the microphone is gone where no other can be opened, and take the one that a press opens', async () => {
    const notices = new Set<string>();
    let refuse = false;
    await withDevices(
      (open) => (constraints) =>
        refuse ? Promise.reject(new DOMException('revoked', 'NotAllowedError')) : open(constraints),
      async () => {
        let told: () => void = () => undefined;
        const media = new BrowserCallMedia(speaker(), null, (notice, on) => {
          if (on) notices.add(notice);
          else notices.delete(notice);
          told();
        });
        const capture = await media.open('voice');
        refuse = true;
        const said = new Promise<void>((resolve) => (told = () => notices.has('microphone-gone') && resolve()));
        capture.stream.getAudioTracks()[0]!.dispatchEvent(new Event('ended'));
        await said;
        const why = await media.reopenMicrophone().catch((thrown: unknown) => (thrown as CallError).code);
        expect(why).to.equal('permission-denied');
        refuse = false;
        await media.reopenMicrophone();
        expect([...notices]).to.deep.equal([]);
        media.close();
        expect(capture.stream.getAudioTracks()[0]?.readyState).to.equal('ended');
      },
    );
  });

  it('can be looked at though the browser never lists its devices, or says nothing of permission', async () => {
    const { mediaDevices, permissions } = navigator;
    mediaDevices.enumerateDevices = () => new Promise(() => undefined);
    permissions.query = () => new Promise(() => undefined);
    try {
      const facts = await lookAtDevices();
      expect([facts.webrtc, facts.permission]).to.deep.equal([true, 'unknown']);
      expect(await listedDevices()).to.deep.equal([]);
    } finally {
      Reflect.deleteProperty(mediaDevices, 'enumerateDevices');
      Reflect.deleteProperty(permissions, 'query');
    }
  });
});
