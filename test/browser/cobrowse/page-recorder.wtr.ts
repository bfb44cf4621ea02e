import { expect, waitUntil } from '@open-wc/testing';
import { recordPage } from '../../../src/browser/cobrowse/recorder/page-recorder.js';

describe('the page that is recorded', () => {
  const objects = [
    ...[CSSStyleSheet, CSSGroupingRule, CSSMediaRule, CSSStyleDeclaration, Document, ShadowRoot, Element, Node],
    ...[HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement, HTMLOptionElement, EventTarget, History],
  ].map(({ prototype }) => prototype as object);
  const own = (object: object) => Object.getOwnPropertyDescriptors(object);
  let box: HTMLElement;
  let host: HTMLElement;
  let sent: string;
  let failures: unknown[];

  beforeEach(() => {
    box = document.createElement('p');
    host = document.createElement('div');
    host.attachShadow({ mode: 'open' }).append('in a shadow root');
    document.body.append(box, host);
    sent = '';
    failures = [];
  });
  afterEach(() => {
    box.remove();
    host.remove();
  });

  const start = () =>
    recordPage({ emit: (events) => (sent += JSON.stringify(events)), onFailure: (failure) => failures.push(failure) });

  it('has all that it had when it is over', () => {
    const watched = [...objects, document, document.implementation, host.shadowRoot!];
    const before = watched.map(own);
    start().stop();
    for (const [place, object] of watched.entries()) expect(own(object)).to.deep.equal(before[place]);
  });

  it('keeps the hooks that the page set meanwhile, and they work', () => {
    const calls: string[] = [];
    const natives = ['insertRule', 'setProperty'] as const;
    const before = natives.map((name) => (name === 'insertRule' ? CSSStyleSheet : CSSStyleDeclaration).prototype);
    const descriptors = natives.map((name, at) => Object.getOwnPropertyDescriptor(before[at], name)!);
    const recording = start();
    for (const [at, name] of natives.entries()) {
      const object = before[at] as unknown as Record<string, (...args: unknown[]) => unknown>;
      const former = object[name]!;
      object[name] = function (this: unknown, ...args) {
        calls.push(name);
        return Reflect.apply(former, this, args);
      };
    }
    recording.stop();
    const style = document.createElement('style');
    document.head.append(style);
    style.sheet!.insertRule('p{}');
    box.style.setProperty('color', 'red');
    expect(calls).to.deep.equal(['insertRule', 'setProperty']);
    expect(style.sheet!.cssRules).to.have.length(1);
    expect(box.style.color).to.equal('red');
    style.remove();
    for (const [at, name] of natives.entries()) Object.defineProperty(before[at], name, descriptors[at]!);
  });

  // What is frozen stays so: these two come last, in this order.
  it('may have frozen what an element is', async () => {
    for (const { prototype } of [Node, Element, HTMLElement, EventTarget, MutationObserver]) Object.freeze(prototype);
    box.style.color = 'red';
    const recording = start();
    box.style.color = 'blue';
    box.append('Public words');
    await waitUntil(() => sent.includes('Public words') && sent.includes('color: blue'));
    recording.stop();
    expect(failures).to.deep.equal([]);
    expect(sent.split('initialOffset'), 'keyframes: one, as no error made another one necessary').to.have.length(2);
  });

  it('can’t be recorded where styles are frozen, and nothing of the recorder stays', () => {
    Object.freeze(CSSStyleSheet.prototype);
    const before = [...objects, document].map(own);
    start();
    expect(failures).to.deep.equal(['broken']);
    expect(sent).to.equal('');
    for (const [place, object] of [...objects, document].entries()) expect(own(object)).to.deep.equal(before[place]);
  });
});
