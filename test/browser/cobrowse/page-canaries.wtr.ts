import { record } from '@rrweb/record';
import { expect, waitUntil } from '@open-wc/testing';
import { recordPage } from '../../../src/browser/cobrowse/recorder/page-recorder.js';
import { replayPage } from '../../../src/browser/cobrowse/page-replayer.js';
import type { PageEvent } from '../../../src/core/cobrowse/privacy/page-event.js';
import { hideEverywhere, hideMore, publicMarkup, publicWords, secretPlaces } from './secret-places.js';
import { allText } from './page-text.js';

describe('a page full of secrets', () => {
  let box: HTMLElement;
  let desk: HTMLElement;

  before(() => {
    box = document.createElement('main');
    desk = document.createElement('div');
    desk.setAttribute('data-cc-block', '');
    document.body.append(box, desk);
  });
  after(() => {
    box.remove();
    desk.remove();
    document.adoptedStyleSheets = [];
    history.replaceState(null, '', location.pathname);
  });

  it('none leaves, none is at the agent, and what is public is', async () => {
    await hideEverywhere(box);
    box.insertAdjacentHTML('beforeend', publicMarkup);
    const raw: unknown[] = [];
    const left: PageEvent[] = [];
    const failures: unknown[] = [];
    let keyframes = 0;
    const replay = replayPage({ root: desk, title: 'Shared page', onBroken: (cause) => failures.push(cause) });
    const recording = recordPage({
      emit: (events, keyframe) => {
        left.push(...events);
        keyframes += keyframe ? 1 : 0;
        replay.apply(JSON.parse(JSON.stringify(events)) as unknown[]);
      },
      onFailure: (failure, cause) => failures.push(failure, cause),
    });
    hideMore(box);
    box.querySelector('#changes')!.textContent = 'Public text changed';
    box.insertAdjacentHTML('beforeend', '<p>Public added later</p>');
    await waitUntil(() => JSON.stringify(left).includes('Public added later'));
    const before = JSON.stringify(left);
    const asked = keyframes;
    recording.keyframe();
    await waitUntil(() => keyframes > asked);
    recording.stop();
    const stopRaw = record({ emit: (event) => raw.push(event), maskAllInputs: true });
    stopRaw?.();

    const sent = JSON.stringify(left);
    const shown = allText(replay.frame!.contentDocument!);
    const plain = JSON.stringify(raw);
    replay.stop();
    expect(failures).to.deep.equal([]);
    const places = secretPlaces();
    expect(places.length).to.be.greaterThan(80);
    expect(new Set(places.map(({ secret }) => secret)).size).to.equal(places.length);
    const found = (text: string) => places.filter(({ secret }) => text.includes(secret)).map(({ name }) => name);
    expect(found(sent), 'in what leaves').to.deep.equal([]);
    expect(found(shown), 'at the agent').to.deep.equal([]);
    expect(found(plain).length, 'without the filter').to.be.greaterThan(50);
    for (const words of publicWords) {
      expect(before, words).to.include(words);
      expect(shown, words).to.include(words);
    }
  });
});
