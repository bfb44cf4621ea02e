/** In the pages of the bench's co-browse part. */
import { startSharing } from '../../src/browser/cobrowse/sharing.js';
import { startWatching } from '../../src/browser/cobrowse/watching.js';
import type { CobrowseState } from '../../src/core/cobrowse/cobrowse-state.js';
import { recorders, type Recorder } from './cobrowse-recorders.js';
import { randomFrom } from '../support/random.js';
import { buildShop, changer, useShop } from './cobrowse-shop.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const frame = () => new Promise(requestAnimationFrame);

/** After this what was changed has left: a batch of ours is at most 50 ms, rrweb holds moves for 500 ms. */
const DRAINED = 600;

/** Records a page of 5,000 elements; afterwards `frames` changes it. */
async function beginFrames(recorder: Recorder): Promise<(count: number) => Promise<void>> {
  const change = changer(buildShop(5_000));
  await frame();
  recorders[recorder](() => undefined);
  await pause(300);
  return async (count) => {
    for (let done = 0; done < count; done += 1) {
      await frame();
      change();
    }
    await pause(100);
  };
}

/** Makes a page of so many elements; afterwards what is given back records it, until its first keyframe can be sent. */
async function beginKeyframe(recorder: Recorder, elements: number): Promise<() => Promise<void>> {
  buildShop(elements);
  await frame();
  await pause(50);
  return () =>
    new Promise((resolve) => {
      recorders[recorder]((_bytes, isKeyframe) => {
        if (isKeyframe) resolve();
      });
    });
}

export interface Traffic {
  /** Bytes on the wire up to the first keyframe, and of all that came after it. */
  readonly keyframe: number;
  readonly changes: number;
  readonly messages: number;
}

/** Mixed use of a page of 800 elements. */
async function traffic(recorder: Recorder, seconds: number): Promise<Traffic> {
  const shop = buildShop(800);
  await frame();
  let keyframe = 0;
  let changes = 0;
  let messages = 0;
  let begun = false;
  const stop = recorders[recorder]((bytes, isKeyframe) => {
    if (begun) {
      changes += bytes;
      messages += 1;
    } else keyframe += bytes;
    begun ||= isKeyframe;
  });
  await pause(300);
  await useShop(shop, seconds);
  await pause(DRAINED);
  stop();
  return { keyframe, changes, messages };
}

const options = (userId: string) => ({
  ...({ baseUrl: location.origin, api: 'fabric', roomId: 'bench', userId, userName: userId, channelId: '' } as const),
  ...{ tenantSpaceId: '', locale: 'en', credentialsUrl: null, credentials: null, log: 'off' as const },
});

interface Session {
  readonly state: CobrowseState;
  subscribe(listener: (state: CobrowseState) => void): () => void;
}

const until = (session: Session, name: CobrowseState['name']) =>
  new Promise<void>((resolve, reject) => {
    const look = ({ name: is }: CobrowseState) => {
      if (is === name) resolve();
      if (is === 'failed' || is === 'ended') reject(new Error(`It ${is}.`));
    };
    session.subscribe(look);
    look(session.state);
  });

/** Both pages are on one machine, and this is its clock: ms since 1970, finer than Date.now(). */
const now = () => performance.timeOrigin + performance.now();

/** Shares a page of 800 elements; afterwards `count` changes it, and tells when it made each change. */
async function share(): Promise<(changes: number) => Promise<number[]>> {
  const { panel } = buildShop(800);
  panel.textContent = '0';
  const { session } = startSharing({ ...options('visitor'), maskText: false, frames: 'off', remoteControl: false });
  session.agree();
  await until(session, 'sharing');
  return async (changes) => {
    const random = randomFrom(3);
    const made: number[] = [];
    for (let count = 1; count <= changes; count += 1) {
      // Not in step with the batches of 50 ms.
      await pause(30 + random() * 90);
      made.push(now());
      panel.textContent = String(count);
    }
    return made;
  };
}

/** Watches it; afterwards `seen` waits for the last change, and tells when each was on the screen. */
async function watch(): Promise<(changes: number) => Promise<number[]>> {
  const stage = document.createElement('div');
  Object.assign(stage.style, { width: '800px', height: '600px', overflow: 'hidden' });
  document.body.replaceChildren(stage);
  const { session } = startWatching({ ...options('agent'), stage, origins: [], title: 'The visitor’s page' });
  await until(session, 'watching');
  const count = () => stage.querySelector('iframe')?.contentDocument?.querySelector('.panel')?.textContent ?? '';
  while (count() !== '0') await frame();
  const seen: number[] = [];
  const look = () => {
    const current = Number(count());
    requestAnimationFrame(look);
    // What stands there now is painted right after this, before the next task.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      while (seen.length < current) seen.push(now());
      port1.close();
    };
    port2.postMessage(null);
  };
  look();
  return async (changes) => {
    while (seen.length < changes) await frame();
    return seen;
  };
}

const cobrowse = { beginFrames, beginKeyframe, traffic, share, watch };
Object.assign(window, { cobrowse });

declare global {
  interface Window {
    cobrowse: typeof cobrowse;
  }
}
