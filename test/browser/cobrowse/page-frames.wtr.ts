import { expect, waitUntil } from '@open-wc/testing';
import { recordPage } from '../../../src/browser/cobrowse/recorder/page-recorder.js';
import type { PageRecording } from '../../../src/browser/cobrowse/recorder/recording.js';
import { replayPage, type PageReplay } from '../../../src/browser/cobrowse/page-replayer.js';

describe('iframes of a shared page', () => {
  let box: HTMLElement;
  let root: HTMLElement;
  let recording: PageRecording;
  let replay: PageReplay;
  let sent: string;

  beforeEach(() => {
    [box, root] = [document.createElement('main'), document.createElement('div')];
    // The agent's picture is on this page, too: it is no part of what is recorded.
    root.setAttribute('data-cc-block', 'layer');
    document.body.append(box, root);
    sent = '';
  });
  afterEach(() => {
    recording.stop();
    replay.stop();
    box.remove();
    root.remove();
  });

  const loaded = (frame: HTMLIFrameElement) =>
    new Promise<void>((resolve) => frame.addEventListener('load', () => resolve(), { once: true }));
  async function frameOf(html: string, marks = 'data-cc-frame', parent: Element = box): Promise<HTMLIFrameElement> {
    const frame = parent.ownerDocument.createElement('iframe');
    for (const mark of marks.split(' ').filter(Boolean)) frame.setAttribute(mark, '');
    frame.srcdoc = html;
    const done = loaded(frame);
    parent.append(frame);
    await done;
    return frame;
  }
  function share(options: { frames?: boolean; maskText?: boolean } = { frames: true }): void {
    replay = replayPage({ root, title: 'picture', onBroken: (cause) => expect.fail(String(cause)) });
    recording = recordPage({
      ...options,
      emit: (events) => {
        sent += JSON.stringify(events);
        replay.apply(JSON.parse(JSON.stringify(events)) as unknown[]);
      },
      onFailure: (failure) => expect.fail(failure),
    });
  }
  /** The document of the first frame in the picture, or of the first one within that. */
  const shown = (depth = 1): Document | null => {
    let at: Document | null | undefined = replay.frame?.contentDocument;
    for (let level = 0; level < depth; level += 1) at = at?.querySelector('iframe')?.contentDocument;
    return at ?? null;
  };
  const text = (depth = 1) => shown(depth)?.body?.textContent ?? '';
  const says = (wanted: string, depth = 1) =>
    waitUntil(() => text(depth).includes(wanted), `the picture has “${text(depth)}”`, { timeout: 4_000 });

  it('are shown with their own sheets, and followed', async () => {
    const frame = await frameOf('<style>p { color: rgb(1, 2, 3) }</style><p>Terms of <b>trade</b></p>');
    share();
    await says('Terms of trade');
    expect(getComputedStyle(shown()!.querySelector('p')!).color).to.equal('rgb(1, 2, 3)');
    const added = frame.contentDocument!.createElement('p');
    added.textContent = 'Accepted';
    frame.contentDocument!.body.append(added);
    await says('Accepted');
    frame.contentDocument!.querySelector('b')!.firstChild!.nodeValue = 'use';
    await says('Terms of use');
  });

  it('come again with each keyframe, and when they load another document', async () => {
    const frame = await frameOf('<p>First</p>');
    share();
    await says('First');
    recording.keyframe();
    const before = replay.frame;
    await waitUntil(() => replay.frame !== before);
    await says('First');
    const done = loaded(frame);
    frame.srcdoc = '<p>Second</p>';
    await done;
    await says('Second');
    expect(text()).to.not.contain('First');
  });

  it('are shared one within the other', async () => {
    const outer = await frameOf('<p>Outer</p>');
    const inner = await frameOf('<p>Inner</p>', 'data-cc-frame', outer.contentDocument!.body);
    await frameOf('<p>Not marked</p>', '', outer.contentDocument!.body);
    share();
    await says('Inner', 2);
    inner.contentDocument!.body.append('and more');
    await says('and more', 2);
    expect(sent).to.not.contain('Not marked');
  });

  it('are under the same rules as the page', async () => {
    const frame = await frameOf(`<p data-cc-block>canary-block</p><p data-cc-mask>canary-mask</p>
      <label for="a">Name</label><input id="a" value="canary-field"><input data-cc-unmask value="shown-field">
      <div data-cc-unmask><label for="b">Security code</label><input id="b" value="canary-code"></div>
      <input type="password" value="canary-password" data-cc-unmask><a href="/x?canary-query">Link</a>
      <p>4111 1111 1111 1111</p><script>"canary-script"</script><p>seen</p>`);
    share();
    await says('seen');
    const typed = frame.contentDocument!.querySelector<HTMLInputElement>('#a')!;
    typed.value = 'canary-typed';
    typed.dispatchEvent(new Event('input', { bubbles: true }));
    frame.contentDocument!.body.append('last');
    await says('last');
    expect(sent).to.contain('shown-field');
    expect(sent).to.not.match(/canary|4111 1111/);
  });

  it('are under the marks around them', async () => {
    const masked = document.createElement('div');
    masked.setAttribute('data-cc-mask', '');
    const blocked = document.createElement('div');
    blocked.setAttribute('data-cc-block', '');
    box.append(masked, blocked);
    await frameOf('<p>canary-masked</p>', 'data-cc-frame', masked);
    await frameOf('<p>canary-blocked</p>', 'data-cc-frame', blocked);
    await frameOf('<p>seen</p>');
    share();
    await waitUntil(() => sent.includes('seen'), '', { timeout: 4_000 });
    expect(sent).to.not.contain('canary');
  });

  it('stay boxes of their size unless they are marked, and the site wants it', async () => {
    const frame = await frameOf('<p>canary-off</p>');
    frame.style.cssText = 'width: 230px; height: 70px; border: 0';
    share({});
    box.append('end');
    await waitUntil(() => replay.frame?.contentDocument?.body.textContent?.includes('end'));
    expect(sent).to.not.contain('canary');
    expect(replay.frame!.contentDocument!.querySelector('iframe')).to.equal(null);
    const [hidden] = [...replay.frame!.contentDocument!.querySelectorAll<HTMLElement>('main [data-cc-hidden]')];
    expect([hidden!.offsetWidth, hidden!.offsetHeight]).to.deep.equal([230, 70]);
    expect(recording.hidden().map(({ element }) => element)).to.deep.equal([frame, root]);
  });

  it('scroll, and keep what their fields show', async () => {
    const frame = await frameOf('<div data-cc-unmask><input id="n"></div><p style="height: 3000px">long</p>');
    share();
    await says('long');
    frame.contentWindow!.scrollTo(0, 400);
    await waitUntil(() => shown()?.defaultView?.scrollY === 400, '', { timeout: 4_000 });
    const field = frame.contentDocument!.querySelector('input')!;
    field.value = 'Zoë';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await waitUntil(() => shown()?.querySelector('input')?.value === 'Zoë', '', { timeout: 4_000 });
  });

  it('tell the states that their sheets ask for', async () => {
    const frame = await frameOf(
      '<style>input:invalid { color: rgb(9, 8, 7) }</style><input id="m" type="email" value="a@b.example"><p>seen</p>',
    );
    share();
    await says('seen');
    const color = () => getComputedStyle(shown()!.querySelector('#m')!).color;
    expect(color()).to.not.equal('rgb(9, 8, 7)');
    const field = frame.contentDocument!.querySelector('input')!;
    field.value = 'nobody';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await waitUntil(() => color() === 'rgb(9, 8, 7)', '', { timeout: 4_000 });
  });

  it('carry nothing that loads or runs, whoever sends it', async () => {
    share();
    await waitUntil(() => replay.frame !== null);
    const element = (tagName: string, id: number, attributes: object = {}, childNodes: object[] = []) => ({
      ...{ type: 2, tagName, id, attributes, childNodes },
    });
    const page = (document: object) => [
      { type: 4, data: { href: 'https://shop.example/', width: 800, height: 600 } },
      {
        type: 2,
        data: {
          node: {
            type: 0,
            id: 1,
            childNodes: [
              element('html', 2, {}, [
                element('head', 3),
                element('body', 4, {}, [
                  element(
                    'iframe',
                    5,
                    {
                      'data-cc-frame': '',
                      src: 'https://other.example/',
                      srcdoc: '<p>',
                      onload: 'x()',
                      name: 'top',
                      allow: '*',
                    },
                    [document],
                  ),
                  element('iframe', 6, { src: 'https://other.example/' }),
                ]),
              ]),
            ],
          },
          initialOffset: { top: 0, left: 0 },
        },
      },
    ];
    const inside = {
      type: 0,
      id: 20,
      childNodes: [
        element('html', 21, {}, [
          element('head', 22),
          element('body', 23, {}, [
            element('script', 24),
            element('iframe', 25, { src: 'https://other.example/' }),
            element('p', 26, { onclick: 'x()' }, [{ type: 3, id: 27, textContent: 'inside' }]),
          ]),
        ]),
      ],
    };
    replay.apply(page(inside));
    replay.apply([
      {
        type: 3,
        data: {
          source: 0,
          removes: [],
          texts: [],
          attributes: [],
          adds: [{ parentId: 5, nextId: null, node: inside }],
        },
      },
    ]);
    await says('inside');
    const frames = [...replay.frame!.contentDocument!.querySelectorAll('iframe')];
    expect(frames).to.have.length(1);
    expect(frames[0]!.getAttributeNames().filter((name) => !name.startsWith('data-cc'))).to.deep.equal([]);
    expect(shown()!.querySelector('script, iframe, [onclick]')).to.equal(null);
    expect(shown()!.querySelector('meta[name=referrer]')?.getAttribute('content')).to.equal('no-referrer');
    expect(replay.frame!.getAttribute('sandbox')).to.equal('allow-same-origin');
  });
});
