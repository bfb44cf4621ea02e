import { expect, waitUntil } from '@open-wc/testing';
import { replayPage, type PageReplay } from '../../../src/browser/cobrowse/page-replayer.js';
import {
  element,
  incremental,
  meta,
  mutation,
  page,
  snapshot,
  text,
} from '../../core/cobrowse/privacy/recorded-page.js';
import { fetchingCss, type CssForm } from '../../support/fetching-css.js';

describe('CSS in the agent’s browser', () => {
  let desk: HTMLElement;
  let replay: PageReplay | null;

  beforeEach(() => {
    replay = null;
    desk = document.createElement('div');
    document.body.append(desk);
  });
  afterEach(() => {
    replay?.stop();
    desk.remove();
  });

  const show = (...events: readonly unknown[]): HTMLIFrameElement => {
    replay = replayPage({ root: desk, title: 'Page' });
    replay.apply(events);
    return replay.frame!;
  };

  /** What a frame asked the network for; an empty address, which stands for what was taken out, asks nobody. */
  const requests = (frame: HTMLIFrameElement): string[] =>
    frame
      .contentWindow!.performance.getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name !== '');

  const painted = async (frame: HTMLIFrameElement): Promise<HTMLIFrameElement> => {
    frame.contentDocument!.body.getBoundingClientRect();
    for (let frames = 0; frames < 2; frames += 1) await new Promise((done) => requestAnimationFrame(done));
    return frame;
  };

  /** That of a frame which is painted before this, once a later one has what it asked for. */
  const requestsBefore = async (frame: HTMLIFrameElement, later: HTMLIFrameElement): Promise<string[]> => {
    await waitUntil(() => requests(later).length > 0, 'nothing is fetched', { timeout: 5_000 });
    return requests(frame);
  };

  const ofItself = (form: CssForm, address: string): HTMLIFrameElement => {
    const frame = document.createElement('iframe');
    desk.append(frame);
    const { head, body } = frame.contentDocument!;
    const paragraph = document.createElement('p');
    paragraph.className = 'x';
    paragraph.textContent = 'text';
    if (form.at === 'style') paragraph.setAttribute('style', form.css(address));
    else head.append(Object.assign(document.createElement('style'), { textContent: form.css(address) }));
    body.append(paragraph);
    return frame;
  };

  const replayed = (form: CssForm, address: string): HTMLIFrameElement => {
    const css = form.css(address);
    if (form.at === 'style') {
      const styled = element(20, 'p', { class: 'x', style: css }, text(21, 'text'));
      return show(meta('https://shop.example/'), snapshot(page(styled)));
    }
    const sheets = [element(10, 'style', { _cssText: css }), element(11, 'style', {}, text(12, css))];
    return show(
      meta('https://shop.example/'),
      snapshot(page(...sheets, element(20, 'p', { class: 'x' }, text(21, 'text')))),
      incremental({ source: 8, id: 10, adds: [{ rule: css, index: 0 }] }),
      incremental({ source: 15, id: 1, styleIds: [1], styles: [{ styleId: 1, rules: [{ rule: css }] }] }),
      mutation({ texts: [{ id: 12, value: `${css} ` }] }),
    );
  };

  const plain: CssForm = { css: (address) => `background:url(${address})`, at: 'style', isFetched: true };
  const address = (name: string): string => `${location.origin}/package.json?${name}`;

  for (const form of fetchingCss) {
    const ofItselfToo = form.isFetched ? 'which of itself does' : 'nor does it of itself';
    it(`fetches nothing for ${JSON.stringify(form.css('…'))}, ${ofItselfToo}`, async function () {
      this.timeout(10_000);
      const shown = await painted(replayed(form, address('shown')));
      const alone = await painted(ofItself(form, address('alone')));
      const last = await painted(ofItself(plain, address('last')));
      if (!form.isFetched) expect(await requestsBefore(alone, last)).to.deep.equal([]);
      expect(await requestsBefore(shown, form.isFetched ? alone : last)).to.deep.equal([]);
    });
  }

  /** rrweb cuts a sheet where the next part's first words stand, be it within a text; then each part may change by itself. */
  for (const [name, sheet, change] of [
    [
      'a text that was cut',
      '.a{font-family:"b{top:0;}";}/* rr_split */b{top:0;}',
      "z{font-family:'\";}*{background:url(URL)}z{';}",
    ],
    ['a mark within a text', '.a{font-family:"/* rr_split */";}', "z{font-family:'\";}*{background:url(URL)}z{';}"],
    ['an address that was cut', '.x{background:var(--a);--a:url(""){a:b;}}/* rr_split */""){a:b;}', 'URL{a:b);}'],
  ] as const)
    it(`fetches nothing for ${name}`, async function () {
      this.timeout(10_000);
      const parts = [text(11, ''), text(12, '')];
      const frame = show(
        meta('https://shop.example/'),
        snapshot(page(element(10, 'style', { _cssText: sheet }, ...parts), element(20, 'p', { class: 'x' }))),
        mutation({ texts: [{ id: 12, value: change.replace('URL', address('shown')) }] }),
      );
      await painted(frame);
      expect(await requestsBefore(frame, await painted(ofItself(plain, address('last'))))).to.deep.equal([]);
    });
});
