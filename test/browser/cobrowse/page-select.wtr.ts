import { expect, waitUntil } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { replayPage, type PageReplay } from '../../../src/browser/cobrowse/page-replayer.js';

describe('text of the agent’s picture', () => {
  let root: HTMLElement;
  let replay: PageReplay;
  const element = (tagName: string, id: number, childNodes: object[] = [], attributes: object = {}) => ({
    ...{ type: 2, tagName, id, attributes, childNodes },
  });
  const text = (id: number, textContent: string) => ({ type: 3, id, textContent });
  const keyframe = (words: string) => [
    { type: 4, data: { href: 'https://shop.example/', width: 400, height: 300 } },
    {
      type: 2,
      data: {
        node: {
          ...{ type: 0, id: 1 },
          childNodes: [
            element('html', 2, [
              element('head', 3),
              element('body', 4, [
                element('p', 5, [text(6, words)]),
                element('input', 7, [], { style: 'display:block;width:200px;height:40px' }),
              ]),
            ]),
          ],
        },
        initialOffset: { top: 0, left: 0 },
      },
    },
  ];

  beforeEach(() => {
    root = document.createElement('div');
    root.style.cssText = 'position: fixed; inset: 0';
    document.body.append(root);
    replay = replayPage({ root, title: 'picture' });
    replay.apply(keyframe('Order number 12345'));
  });
  afterEach(() => {
    replay.stop();
    root.remove();
  });

  const middle = (selector: string): [number, number] => {
    const { left, top, width, height } = replay
      .frame!.contentDocument!.querySelector(selector)!
      .getBoundingClientRect();
    const outer = replay.frame!.getBoundingClientRect();
    return [Math.round(outer.left + left + Math.min(width, 60) / 2), Math.round(outer.top + top + height / 2)];
  };
  const selected = () => replay.frame!.contentWindow!.getSelection()?.toString().trim() ?? '';
  async function pressTwice(selector: string): Promise<void> {
    await sendMouse({ type: 'move', position: middle(selector) });
    for (let times = 0; times < 2; times += 1) await sendMouse({ type: 'click', position: middle(selector) });
  }

  it('can be selected when that is chosen, and not before', async () => {
    await pressTwice('p');
    expect(selected()).to.equal('');
    replay.selectable = true;
    const range = replay.frame!.contentDocument!.createRange();
    range.selectNodeContents(replay.frame!.contentDocument!.querySelector('p')!);
    replay.frame!.contentWindow!.getSelection()!.addRange(range);
    expect(selected()).to.equal('Order number 12345');
    await sendMouse({ type: 'click', position: middle('p') });
    await waitUntil(() => selected() === '');
    replay.selectable = false;
    expect(replay.frame!.inert).to.equal(true);
  });

  it('stays so with the next picture, and what is to be filled in stays out of reach', async () => {
    replay.selectable = true;
    replay.apply(keyframe('Another'));
    expect(replay.frame!.inert).to.equal(false);
    await sendMouse({ type: 'click', position: middle('input') });
    expect(replay.frame!.contentDocument!.activeElement?.localName).to.equal('body');
    replay.selectable = false;
    expect(replay.anchorAt([20, middle('input')[1]])?.id).to.equal(7);
  });
});
