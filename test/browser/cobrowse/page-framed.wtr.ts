import { expect, waitUntil } from '@open-wc/testing';
import { recordPage } from '../../../src/browser/cobrowse/recorder/page-recorder.js';
import type { PageRecording } from '../../../src/browser/cobrowse/recorder/recording.js';
import { replayPage, type PageReplay } from '../../../src/browser/cobrowse/page-replayer.js';

import type { Deed } from './framed-page.js';

/** Names of this machine that are origins of their own. */
const [pay, help, other] = ['pay', 'help', 'other'].map((name) => `http://${name}.localhost:${location.port}`) as [
  string,
  string,
  string,
];
const page = '/test/browser/cobrowse/framed-page.html';
const agreed = `?origins=${encodeURIComponent(location.origin)}`;

describe('frames of other origins', () => {
  let box: HTMLElement;
  let root: HTMLElement;
  let recording: PageRecording;
  let replay: PageReplay;
  let sent: string;
  /** What frames say to this page. */
  let heard: MessageEvent[];
  const hear = (event: MessageEvent) => heard.push(event);

  beforeEach(() => {
    [box, root] = [document.createElement('main'), document.createElement('div')];
    root.setAttribute('data-cc-block', 'layer');
    document.body.append(box, root);
    sent = '';
    heard = [];
    addEventListener('message', hear);
  });
  afterEach(() => {
    recording.stop();
    replay.stop();
    box.remove();
    root.remove();
    removeEventListener('message', hear);
  });

  async function frameOf(address: string, parent: Element = box): Promise<HTMLIFrameElement> {
    const frame = document.createElement('iframe');
    frame.style.cssText = 'width: 310px; height: 130px; border: 0';
    frame.src = address;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    parent.append(frame);
    await loaded;
    return frame;
  }
  const tell = (frame: HTMLIFrameElement, deed: Deed) => frame.contentWindow!.postMessage(deed, '*');
  function share(frameOrigins: readonly string[] = [pay, help], maskText = false): void {
    replay = replayPage({ root, title: 'picture', onBroken: (cause) => expect.fail(String(cause)) });
    recording = recordPage({
      frameOrigins,
      maskText,
      emit: (events) => {
        sent += JSON.stringify(events);
        replay.apply(JSON.parse(JSON.stringify(events)) as unknown[]);
      },
      onFailure: (failure) => expect.fail(failure),
    });
  }
  const shown = (at = 0): Document | null =>
    replay.frame?.contentDocument?.querySelectorAll('iframe')[at]?.contentDocument ?? null;
  const says = (wanted: string, at = 0) =>
    waitUntil(() => shown(at)?.body?.textContent?.includes(wanted), `no “${wanted}” in ${sent.slice(-400)}`, {
      timeout: 8_000,
    });
  const boxes = () => [...replay.frame!.contentDocument!.querySelectorAll<HTMLElement>('main [data-cc-hidden]')];
  /** The page has gone on, and a keyframe of it was shown. */
  async function later(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      const before = replay.frame;
      recording.keyframe();
      await waitUntil(() => replay.frame !== null && replay.frame !== before);
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
  }

  it('are shown with their own sheets, fields masked, followed and scrolled', async () => {
    const frame = await frameOf(`${pay}${page}${agreed}`);
    share();
    await says('Payment');
    expect(getComputedStyle(shown()!.querySelector('h1')!).color).to.equal('rgb(1, 2, 3)');
    expect(getComputedStyle(shown()!.body).backgroundColor).to.equal('rgb(10, 20, 30)');
    expect(shown()!.querySelector<HTMLInputElement>('#note')?.value).to.equal('shown-note');
    const { offsetWidth, offsetHeight } = replay.frame!.contentDocument!.querySelector('iframe')!;
    expect([offsetWidth, offsetHeight]).to.deep.equal([310, 130]);
    tell(frame, { add: 'Added later. ', type: 'canary-typed', scroll: 400 });
    await says('Added later');
    await waitUntil(() => shown()?.defaultView?.scrollY === 400, '', { timeout: 4_000 });
    nothingSecret();
  });

  it('stay boxes of their size where the page does not name them, or they do not name the page', async () => {
    await frameOf(`${help}${page}${agreed}`);
    await frameOf(`${pay}${page}?origins=${encodeURIComponent(other)}`);
    await frameOf(`${pay}${page}?rogue=${encodeURIComponent(other)}`);
    share([pay]);
    await later();
    expect(sent.includes('Payment')).to.equal(false);
    expect(replay.frame!.contentDocument!.querySelector('iframe')).to.equal(null);
    expect(boxes().map(({ offsetWidth, offsetHeight }) => [offsetWidth, offsetHeight])).to.deep.equal([
      [310, 130],
      [310, 130],
      [310, 130],
    ]);
    expect(recording.hidden().length).to.equal(4);
  });

  it('stay boxes where the page masks what is around them, and mask all text where the page does', async () => {
    const masked = document.createElement('div');
    masked.setAttribute('data-cc-mask', '');
    box.append(masked);
    await frameOf(`${help}${page}${agreed}`, masked);
    await frameOf(`${pay}${page}${agreed}`);
    share([pay, help], true);
    await says('*****');
    expect(sent.includes('Payment')).to.equal(false);
    expect(boxes()).to.have.length(1);
  });

  it('record nothing before the page does, and nothing once it has stopped', async () => {
    const frame = await frameOf(`${pay}${page}${agreed}`);
    const isRecorded = async (): Promise<boolean> => {
      heard = [];
      tell(frame, { tell: true });
      await waitUntil(() => heard.some(({ data }) => 'isRecorded' in data));
      return heard.some(({ data }) => data.isRecorded === true);
    };
    await waitUntil(() => heard.length > 0);
    expect(heard.map(({ data, origin }) => [origin, data.say])).to.deep.equal([[pay, 'here']]);
    expect(await isRecorded()).to.equal(false);
    share();
    await says('Payment');
    expect(await isRecorded()).to.equal(true);
    recording.stop();
    await waitUntil(async () => !(await isRecorded()), '', { timeout: 4_000 });
  });

  it('are no more of the picture when they are left, or take the element out', async () => {
    const frame = await frameOf(`${pay}${page}${agreed}`);
    share();
    await says('Payment');
    tell(frame, { go: '/package.json' });
    await waitUntil(() => boxes().length === 1, '', { timeout: 9_000 });
    frame.src = `${help}${page}${agreed}`;
    await says('Payment');
    tell(frame, { remove: true, add: 'canary-after' });
    await waitUntil(() => boxes().length === 1, '', { timeout: 9_000 });
    nothingSecret();
  });

  it('are not recorded by another frame beside them', async () => {
    await frameOf(`${pay}${page}${agreed}`);
    const thief = await frameOf(`${other}${page}?rogue=${encodeURIComponent(other)}`);
    share();
    await says('Payment');
    tell(thief, { steal: true, add: 'done' });
    await later();
    expect(heard.filter(({ data }) => 'stolen' in data).map(({ data }) => data)).to.deep.equal([]);
  });

  it('lose their own picture alone, whatever they send', async () => {
    const rogue = await frameOf(`${help}${page}?rogue=${encodeURIComponent(location.origin)}`);
    share();
    await waitUntil(() => heard.some(({ data }) => 'hasPort' in data));
    tell(rogue, { send: written(true, { type: 2, data: { node: documentOf('I am the shop'), initialOffset: {} } }) });
    await waitUntil(() => replay.frame!.contentDocument!.querySelector('iframe') !== null, '', { timeout: 4_000 });
    // The page's own keyframe asked it for another one.
    tell(rogue, { send: written(true, { type: 2, data: { node: documentOf('Mine'), initialOffset: {} } }) });
    await says('Mine');
    const honest = await frameOf(`${pay}${page}${agreed}`);
    await says('Payment', 1);
    const body = replay.frame!.contentDocument!.body.textContent;
    tell(rogue, { send: written(false, { type: 3, data: { source: 0, removes: [{ parentId: -1, id: 4 }] } }) });
    await waitUntil(() => boxes().length === 1, '', { timeout: 9_000 });
    await says('Payment');
    tell(rogue, { send: written(true, { type: 2, data: { node: documentOf('Again'), initialOffset: {} } }) });
    tell(honest, { add: 'Still here' });
    await says('Still here');
    expect(replay.frame!.contentDocument!.body.textContent).to.equal(body);
    expect(sent.includes('Again')).to.equal(false);
  });

  const written = (keyframe: boolean, ...events: object[]) => JSON.stringify([keyframe, ...events]);
  const documentOf = (textContent: string) => {
    const element = (tagName: string, id: number, childNodes: object[]) => ({
      ...{ type: 2, tagName, id, attributes: {}, childNodes },
    });
    const body = element('body', 3, [{ type: 3, id: 4, textContent }]);
    return { type: 0, id: 1, childNodes: [element('html', 2, [body])] };
  };
  const nothingSecret = () => expect(/canary|4111 1111/.exec(sent)?.[0]).to.equal(undefined);
});
