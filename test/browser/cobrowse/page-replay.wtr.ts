import { expect, waitUntil } from '@open-wc/testing';
import { recordPage } from '../../../src/browser/cobrowse/recorder/page-recorder.js';
import type { PageRecording, RecordPageOptions } from '../../../src/browser/cobrowse/recorder/recording.js';
import { replayPage, type PageReplay, type ReplayPageOptions } from '../../../src/browser/cobrowse/page-replayer.js';
import type { PageEvent } from '../../../src/core/cobrowse/privacy/page-event.js';
import { changeAtRandom, outline } from './random-changes.js';

describe('a shared page', () => {
  let box: HTMLElement;
  let desk: HTMLElement;
  let recording: PageRecording | undefined;
  let replay: PageReplay | undefined;

  beforeEach(() => {
    box = document.createElement('main');
    desk = document.createElement('div');
    desk.setAttribute('data-cc-block', '');
    document.body.append(box, desk);
  });
  afterEach(() => {
    recording?.stop();
    replay?.stop();
    box.remove();
    desk.remove();
  });

  /** Records this page and shows it; what went over in between, and what failed. */
  function share(recorder: Partial<RecordPageOptions> = {}, viewer: Partial<ReplayPageOptions> = {}) {
    const failures: unknown[] = [];
    const left: PageEvent[] = [];
    const keyframes: number[] = [];
    const shown = replayPage({ root: desk, title: 'Page', onBroken: (cause) => failures.push(cause), ...viewer });
    replay = shown;
    recording = recordPage({
      emit: (events, keyframe) => {
        if (keyframe) keyframes.push(left.length);
        left.push(...events);
        shown.apply(JSON.parse(JSON.stringify(events)) as unknown[]);
      },
      onFailure: (failure, cause) => failures.push(failure, cause),
      ...recorder,
    });
    return { failures, left, keyframes, recording, replay: shown };
  }
  const theirs = () => replay!.frame!.contentDocument!.querySelector('main')!;

  for (const seed of [1, 2, 3, 4, 5])
    it(`stays equal through 400 random changes (seed ${seed})`, async () => {
      box.innerHTML = '<p>one</p><ul><li>two</li><li>three</li></ul>';
      const { failures, left, keyframes } = share();
      for (let turn = 0; turn < 20; turn++) {
        for (const change of changeAtRandom(box, seed * 1_000 + turn, 20)) change();
        const told = left.length;
        box.setAttribute('class', `turn-${turn}`);
        await waitUntil(() => JSON.stringify(left.slice(told)).includes(`turn-${turn}"`));
        expect(outline(theirs())).to.equal(outline(box));
      }
      expect(failures).to.deep.equal([]);
      expect(keyframes).to.have.length(1);
    });

  it('a mark that comes late hides what was shown', async () => {
    box.innerHTML = '<p>words</p>';
    const { left, keyframes } = share();
    expect(theirs().textContent).to.equal('words');
    box.querySelector('p')!.setAttribute('data-cc-block', '');
    await waitUntil(() => keyframes.length === 2);
    expect(theirs().textContent).to.equal('');
    const told = left.length;
    box.querySelector('p')!.removeAttribute('data-cc-block');
    await waitUntil(() => keyframes.length === 3);
    expect(left.length).to.be.greaterThan(told);
    expect(theirs().textContent).to.equal('words');
  });

  it('what is hidden can be shown to the visitor', () => {
    box.innerHTML = '<p data-cc-block>x</p><input><p data-cc-mask>y</p><p>z</p>';
    const { recording: mine } = share();
    const hidden = mine.hidden().filter(({ element }) => box.contains(element));
    expect(hidden.map(({ element, how }) => [element, how])).to.deep.equal([
      [box.children[0], 'block'],
      [box.children[1], 'mask'],
      [box.children[2], 'mask'],
    ]);
  });

  it('an unmasked field shows what is typed and chosen', async () => {
    box.innerHTML =
      '<div data-cc-unmask><input value="Ann"><select><option value="a">A<option value="b" selected>B</select></div>';
    share();
    expect(theirs().querySelector('input')!.value).to.equal('Ann');
    expect(theirs().querySelector('select')!.value).to.equal('b');
    box.querySelector('input')!.value = 'Bob';
    await waitUntil(() => theirs().querySelector('input')!.value === 'Bob');
  });

  it('the visitor’s page gets its own errors, and none of the recorder’s', () => {
    const style = document.createElement('style');
    box.append(style);
    const { failures } = share();
    expect(() => style.sheet!.insertRule('no rule')).to.throw(DOMException);
    expect(() => {
      style.sheet!.deleteRule(9);
    }).to.throw(DOMException);
    expect(failures).to.deep.equal([]);
  });

  it('the page’s prototypes are as they were afterwards', () => {
    const before = Object.getOwnPropertyDescriptor(CSSStyleSheet.prototype, 'insertRule')!.value as unknown;
    const { recording: mine } = share();
    expect(CSSStyleSheet.prototype.insertRule).not.to.equal(before);
    mine.stop();
    expect(CSSStyleSheet.prototype.insertRule).to.equal(before);
  });

  it('a page nested too deep, or too large, ends the recording and says so', () => {
    box.hidden = true;
    let deepest = box;
    for (let depth = 0; depth < 8_000; depth++) {
      const inner = document.createElement('i');
      deepest.append(inner);
      deepest = inner;
    }
    expect(share().failures[0]).to.equal('too-large');
    box.replaceChildren();
    recording?.stop();
    expect(share({ maxNodes: 5 }).failures[0]).to.equal('too-large');
  });

  it('an emit that throws ends the recording, not the page', () => {
    const { failures } = share({
      emit: () => {
        throw new Error('no room');
      },
    });
    expect(failures[0]).to.equal('broken');
  });

  it('the frame has no scripts, no focus and no referrer, and the visitor’s size', () => {
    const sizes: number[][] = [];
    const { replay: shown } = share({}, { onSize: (width, height) => sizes.push([width, height]) });
    const frame = shown.frame!;
    expect(frame.getAttribute('sandbox')).to.equal('allow-same-origin');
    expect(frame.getAttribute('referrerpolicy')).to.equal('no-referrer');
    expect(frame.inert).to.equal(true);
    expect(frame.contentDocument!.head.querySelector('meta[name=referrer]')?.getAttribute('content')).to.equal(
      'no-referrer',
    );
    expect(sizes).to.deep.equal([[innerWidth, innerHeight]]);
    expect(frame.width).to.equal(String(innerWidth));
  });

  it('times that a recording names change nothing', async () => {
    const { left, replay: shown } = share();
    shown.reset();
    expect(shown.frame).to.equal(null);
    for (const skew of [-3_600_000, 3_600_000]) {
      shown.apply(left.map((event) => ({ ...event, timestamp: Date.now() + skew })));
      box.append(document.createElement('hr'));
      await waitUntil(() => outline(theirs()) === outline(box));
    }
  });

  it('a keyframe takes the old picture’s place', async () => {
    const { keyframes, recording: mine } = share();
    mine.keyframe();
    mine.keyframe();
    await waitUntil(() => keyframes.length > 1);
    expect(keyframes).to.have.length(2);
    expect(desk.querySelectorAll('iframe')).to.have.length(1);
  });
});
