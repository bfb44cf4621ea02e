import { expect } from '@open-wc/testing';
import { BrowserCallMedia } from '../../../src/browser/call/call-media.js';
import { MicrophoneMeter } from '../../../src/browser/call/microphone-meter.js';
import { Speaker } from '../../../src/browser/call/speaker.js';
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
    const media = new BrowserCallMedia(speaker(), meter);
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
    const media = new BrowserCallMedia(speaker(), null);
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

  it('stop what the browser opened after the call was over', async () => {
    const media = new BrowserCallMedia(speaker(), null);
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
});
