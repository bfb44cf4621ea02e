import { expect, waitUntil } from '@open-wc/testing';
import { replayPage, type PageReplay } from '../../../src/browser/cobrowse/page-replayer.js';

type Node = Record<string, unknown>;

const element = (id: number, tagName: string, attributes: Node = {}, childNodes: Node[] = []): Node => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
});
const keyframe = (head: Node[], body: Node[]): Node[] => [
  { type: 4, timestamp: 1, data: { href: 'https://shop.example/', width: 640, height: 480 } },
  {
    type: 2,
    timestamp: 1,
    data: {
      node: {
        type: 0,
        id: 1,
        childNodes: [element(2, 'html', {}, [element(3, 'head', {}, head), element(4, 'body', {}, body)])],
      },
      initialOffset: { top: 0, left: 0 },
    },
  },
];
const change = (changes: Node) => ({
  type: 3,
  timestamp: 1,
  data: { source: 0, adds: [], removes: [], texts: [], attributes: [], ...changes },
});

declare global {
  interface Window {
    hacked?: unknown;
  }
}

describe('a hostile recording in the agent’s browser', () => {
  let desk: HTMLElement;
  let replay: PageReplay;
  let broken: unknown[];

  beforeEach(() => {
    desk = document.createElement('div');
    document.body.append(desk);
    broken = [];
  });
  afterEach(() => {
    replay.stop();
    desk.remove();
  });

  const show = (origins: string[] = []) => {
    replay = replayPage({ root: desk, title: 'Page', origins, onBroken: (cause) => broken.push(cause) });
    return replay;
  };
  const page = () => replay.frame!.contentDocument!;
  /** What the shown page asked the network for; an empty address, which stands for what was taken out, asks nobody. */
  const requests = () =>
    replay
      .frame!.contentWindow!.performance.getEntriesByType('resource')
      .filter(({ name }) => name !== '')
      .map(({ name }) => new URL(name).pathname);

  const loads = (path: string) => {
    const url = `${location.origin}${path}`;
    const head = [
      element(10, 'base', { href: url }),
      element(11, 'link', { rel: 'stylesheet', href: url }),
      element(12, 'link', { rel: 'preload', as: 'image', href: url }),
      element(13, 'meta', { 'http-equiv': 'refresh', content: `0;url=${url}` }),
      element(14, 'style', { _cssText: `@import "${url}"; body { background: url(${url}) }` }),
    ];
    const body = [
      element(20, 'img', { src: url, srcset: url, onerror: 'parent.hacked = 1' }),
      element(21, 'iframe', { src: url, srcdoc: '<script>parent.parent.hacked = 1</script>' }),
      element(22, 'video', { src: url, poster: url, rr_mediaState: 'played' }),
      element(23, 'object', { data: url }),
      element(24, 'embed', { src: url }),
      element(25, 'script', { src: url }, [{ type: 3, id: 26, textContent: 'parent.hacked = 1' }]),
      element(27, 'canvas', { rr_dataURL: url }),
      element(28, 'p', { style: `background: url("${url}")`, onclick: 'parent.hacked = 1' }),
      element(29, 'input', { type: 'image', src: url }),
      element(30, 'a', { href: `javascript:parent.hacked = 1`, autofocus: '' }),
    ];
    return keyframe(head, body);
  };

  it('runs nothing and loads nothing', async () => {
    show().apply(loads('/none-hostile.png'));
    page()
      .querySelectorAll('*')
      .forEach((one) => one.dispatchEvent(new MouseEvent('click')));
    const left = page().querySelectorAll('script, iframe, object, embed, base, [http-equiv], [onclick], [onerror]');
    expect(left).to.have.length(0);
    // A request of this page comes after all that the shown page would have asked for.
    const probe = new Image();
    probe.src = '/none-probe.png';
    await new Promise((settled) => (probe.onerror = settled));
    expect(requests()).to.deep.equal([]);
    expect(window.hacked).to.equal(undefined);
    expect(broken).to.deep.equal([]);
  });

  it('and where an origin may be used, pictures and sheets of it are loaded', async () => {
    show([location.origin]).apply(loads('/none-allowed.png'));
    await waitUntil(() => requests().includes('/none-allowed.png'));
    expect(window.hacked).to.equal(undefined);
    expect(page().querySelector('img')!.getAttribute('srcset')).to.equal(null);
  });

  it('that is 10,000 deep, or breaks the rules of documents, still shows', () => {
    let deep: Node = element(30_000, 'b');
    for (let id = 20_000; id > 10_000; id--) deep = element(id, 'div', {}, [deep]);
    const odd = [
      { ...element(50, 'img'), isShadowHost: true },
      { ...element(51, 'font-face'), isCustom: true },
      element(52, 'html'),
      element(53, 'body', {}, [{ type: 0, id: 54, childNodes: [] }]),
    ];
    show().apply(keyframe([], [deep, ...odd, element(60, 'p', { class: 'after' })]));
    expect(page().querySelector('.after')).not.to.equal(null);
    expect(broken).to.deep.equal([]);
  });

  it('a change that makes no sense leaves the picture as it was', () => {
    show().apply(keyframe([], [element(20, 'p', { class: 'a' })]));
    replay.apply([
      change({ adds: [{ parentId: 20, nextId: null, node: element(4, 'body') }] }),
      change({ adds: [{ parentId: 1, nextId: null, node: element(70, 'html') }] }),
      change({ removes: [{ parentId: 4, id: 999 }], texts: [{ id: 20, value: 'x' }] }),
      change({ attributes: [{ id: 20, attributes: { onclick: 'parent.hacked = 1', class: 'b' } }] }),
      { type: 3, timestamp: 1, data: { source: 9, id: 20, type: 0, commands: [] } },
    ]);
    expect(page().body.innerHTML).to.equal('<p class="b"></p>');
    expect(broken).to.deep.equal([]);
  });

  it('nothing is shown before a keyframe, and the scale stays', () => {
    show().apply([change({ attributes: [{ id: 2, attributes: { class: 'x' } }] })]);
    expect(replay.frame).to.equal(null);
    replay.setScale(0.5);
    replay.apply(keyframe([], []));
    expect(replay.frame!.getBoundingClientRect().width).to.equal(320);
  });
});
