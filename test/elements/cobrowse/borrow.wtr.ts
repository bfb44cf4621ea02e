import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { readShareMemory, writeShareMemory } from '../../../src/browser/cobrowse/share-memory.js';
import { talk, type TestElement } from '../call/fake-call.js';
import type { TestCobrowse } from './fake-cobrowse.js';
import './fake-cobrowse.js';

const button = (element: TestCobrowse) => element.shadowRoot?.querySelector('button') ?? expect.fail('no button');
const begun = async (element: TestCobrowse) => {
  void element.start();
  await waitUntil(() => element.shares.length + element.watches.length > 0);
};

describe('what is not given comes from the call element of `for`', () => {
  const page = () =>
    fixture<HTMLElement>(
      html`<div lang="de">
        <test-click-to-call
          id="call"
          base-url="https://cc.example"
          api="webadapter"
          credentials-url="/x"
          user-id="u"
          user-name="Uma"
        ></test-click-to-call>
        <test-cobrowse for="call"></test-cobrowse>
      </div>`,
    );

  it('the room as soon as its call has one', async () => {
    const at = await page();
    const call: TestElement = at.querySelector('test-click-to-call')!;
    const element: TestCobrowse = at.querySelector('test-cobrowse')!;
    await element.updateComplete;
    expect(button(element).getAttribute('aria-disabled')).to.equal('true');
    void call.call();
    await waitUntil(() => call.calls.length > 0);
    call.fake.tell(...talk);
    await element.updateComplete;
    expect(button(element).getAttribute('aria-disabled')).to.equal('true');
    // The first poll for messages may take longer than the call.
    call.fake.session.dispatch({ type: 'textCallIdReceived', textCallId: 'room-1' });
    await element.updateComplete;
    expect(button(element).hasAttribute('aria-disabled')).to.equal(false);
    await begun(element);
    expect(element.share.options).to.include({
      baseUrl: 'https://cc.example',
      api: 'webadapter',
      roomId: 'room-1',
      userId: 'u',
      userName: 'Uma',
      credentialsUrl: '/x',
      credentials: null,
      tenantSpaceId: '',
      maskText: false,
      locale: 'de',
    });
  });

  it('but what is given counts, and credentials are not mixed', async () => {
    const at = await page();
    const call: TestElement = at.querySelector('test-click-to-call')!;
    const element: TestCobrowse = at.querySelector('test-cobrowse')!;
    call.credentials = async () => ({});
    Object.assign(element, { baseUrl: '/cc', roomId: 'r', userId: 'me', userName: 'Me', credentialsUrl: '/mine' });
    Object.assign(element, { tenantSpaceId: 't', maskText: true });
    element.setAttribute('api', 'fabric');
    await begun(element);
    expect(element.share.options).to.include({
      ...{ baseUrl: '/cc', api: 'fabric', roomId: 'r', userId: 'me', userName: 'Me', tenantSpaceId: 't' },
      ...{ credentialsUrl: '/mine', credentials: null, maskText: true },
    });
  });

  it('and without one it stands alone', async () => {
    const element: TestCobrowse = await fixture(html`<test-cobrowse room-id="r" for="nobody"></test-cobrowse>`);
    await begun(element);
    const { baseUrl, api, userName, userId } = element.share.options;
    expect([baseUrl, api, userName]).to.deep.equal([location.origin, 'fabric', 'Visitor']);
    expect(userId).to.have.length.within(1, 24);
    expect(element.userId).to.equal(userId);
  });

  it('for the agent’s end too', async () => {
    const element: TestCobrowse = await fixture(html`<test-cobrowse mode="replayer" room-id="r"></test-cobrowse>`);
    await begun(element);
    expect(element.watched.options).to.include({ roomId: 'r', userName: 'Agent' });
  });
});

describe('after a navigation', () => {
  const memory = {
    ...{ roomId: 'room-1', resumeToken: 't', url: 'wss://relay.example', tab: 'tab-1', paused: false },
    expires: Date.now() + 60_000,
  };
  afterEach(() => writeShareMemory(null));

  const appears = async (attributes: Readonly<Record<string, string>>): Promise<TestCobrowse> => {
    const box = await fixture<HTMLElement>(html`<div></div>`);
    const element = document.createElement('test-cobrowse');
    element.asks = false;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    box.append(element);
    await element.updateComplete;
    return element;
  };

  /** What has begun unasked would be joined, and would not ask. */
  const beginsNothing = async (attributes: Readonly<Record<string, string>>): Promise<void> => {
    const element = await appears({ 'room-id': 'room-1', ...attributes });
    expect(button(element).textContent).to.not.contain('One moment');
    element.asks = true;
    await begun(element);
    expect(element.state).to.equal(attributes['mode'] === 'replayer' ? 'connecting' : 'asking');
    expect([...element.shares, ...element.watches]).to.have.length(1);
  };

  it('sharing goes on unasked, in the room of before', async () => {
    writeShareMemory(memory);
    for (const attributes of [{ 'room-id': 'room-1' }, {}]) {
      const element = await appears(attributes);
      await waitUntil(() => element.state === 'connecting');
      expect(element.share.options.roomId).to.equal('room-1');
    }
  });

  it('but not in another room, at the agent’s end, too late, or without a memory', async () => {
    writeShareMemory(memory);
    await beginsNothing({ 'room-id': 'room-2' });
    await beginsNothing({ mode: 'replayer' });
    writeShareMemory({ ...memory, expires: Date.now() - 1 });
    await beginsNothing({});
    writeShareMemory(null);
    await beginsNothing({});
  });

  it('nonsense is no memory', () => {
    writeShareMemory(memory);
    expect(readShareMemory()).to.deep.equal(memory);
    const key = Object.keys(sessionStorage).find((name) => sessionStorage.getItem(name)?.includes('relay.example'))!;
    for (const kept of ['', '{', 'null', '1', '[]', '{"roomId":"r"}', JSON.stringify({ ...memory, expires: 'soon' })]) {
      sessionStorage.setItem(key, kept);
      expect(readShareMemory(), kept).to.equal(null);
    }
  });
});
