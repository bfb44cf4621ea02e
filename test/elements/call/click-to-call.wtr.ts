import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { CallError, callErrorCodes } from '../../../src/core/call/call-error.js';
import type { CcCallEndEvent } from '../../../src/elements/call/call-events.js';
import type { CcErrorEvent } from '../../../src/elements/shared/events.js';
import { pageErrors } from '../../support/page-errors.js';
import { found, opening, talk, type Fact, type TestElement } from './fake-call.js';

const make = (template = html`<test-click-to-call></test-click-to-call>`): Promise<TestElement> => fixture(template);
const root = (element: TestElement): ShadowRoot => element.shadowRoot ?? expect.fail('no shadow root');
const find = (element: TestElement, selector: string): HTMLElement =>
  root(element).querySelector<HTMLElement>(selector) ?? expect.fail(`no ${selector}`);
const button = (element: TestElement) => find(element, 'button.call');
const named = (element: TestElement, name: string) => find(element, `.panel [aria-label="${name}"]`);
const announced = (element: TestElement) => find(element, '[role=status]').textContent?.trim() ?? '';

/** Presses, and takes the call through the facts. */
async function pressed(element: TestElement, ...facts: readonly Fact[]): Promise<TestElement> {
  const before = element.calls.length;
  button(element).click();
  await waitUntil(() => element.calls.length > before);
  element.fake.tell(...facts);
  await element.updateComplete;
  await shown(element);
  return element;
}

/** The panel has come to rest: while it appears, it is half transparent. */
const shown = (element: TestElement) =>
  Promise.all(
    find(element, '.panel')
      .getAnimations()
      .map(({ finished }) => finished),
  );

const fail = (): never => {
  throw new Error('broken panel');
};
const failure = (error: CallError): Fact => ({ type: 'failed', error });
const accessible = { ignoredRules: ['region'] };

describe('every state is accessible and says what happens', () => {
  const states: readonly [string, readonly Fact[], RegExp][] = [
    ['checking', [], /Checking your microphone/],
    ['asking', [{ type: 'permissionAsked' }], /asking for permission/],
    ['connecting', [{ type: 'devicesReady' }], /Connecting/],
    ['queued', [...opening, { type: 'queueMoved', position: 3, waitSeconds: 100 }], /number 3 · about 2 minutes/],
    ['dialing', [...opening, found], /Connecting you with an agent/],
    ['ringing', [...opening, found, { type: 'ringing', leg: 1 }], /Ringing/],
    ['talking', talk, /Connected/],
    ['sound blocked', [...talk, { type: 'soundBlocked', blocked: true }], /blocked the sound/],
    ['transferring', [...talk, { type: 'transferred' }], /being transferred/],
    ['reconnecting', [...talk, { type: 'mediaLost', leg: 1 }], /connection was lost/],
    ['ended', [...talk, { type: 'hungUp' }], /Call ended/],
  ];
  it('idle', async () => {
    const element = await make();
    await expect(element).to.be.accessible(accessible);
    expect(button(element).textContent).to.contain('Call us');
    expect(element.getAttribute('state')).to.equal('idle');
  });
  for (const [name, facts, text] of states)
    it(name, async () => {
      const element = await pressed(await make(), ...facts);
      expect(find(element, '.panel').textContent).to.match(text);
      expect(announced(element)).to.match(text);
      await expect(element).to.be.accessible(accessible);
    });
  for (const tools of ['Keypad', 'Devices'])
    it(`talking, ${tools} open`, async () => {
      const element = await pressed(await make(), ...talk);
      named(element, tools).click();
      await waitUntil(() => root(element).querySelector('.key, select'));
      await expect(element).to.be.accessible(accessible);
    });
  for (const code of callErrorCodes)
    it(`failed: ${code}`, async () => {
      const element = await pressed(await make(), failure(new CallError(code, 'for the integrator')));
      expect(announced(element)).to.have.length.above(20);
      expect(find(element, '.actions .wide').textContent?.trim()).to.have.length.above(2);
      await expect(element).to.be.accessible(accessible);
    });
  for (const scheme of ['light', 'dark'] as const)
    it(`contrast in ${scheme}`, async () => {
      document.documentElement.style.colorScheme = scheme;
      document.body.style.background = scheme === 'dark' ? '#111' : '#fff';
      const element = await pressed(await make(), ...opening, { type: 'queueMoved', position: 1, waitSeconds: 60 });
      await expect(element).to.be.accessible(accessible);
      document.documentElement.style.colorScheme = document.body.style.background = '';
    });
});

describe('the contract', () => {
  it('fires its events in order, with what they carry', async () => {
    const element = await make();
    const seen: string[] = [];
    const note = (event: Event) => seen.push(event.type);
    for (const type of ['cc-before-call', 'cc-error', 'cc-call-end']) document.addEventListener(type, note);
    document.addEventListener('cc-state-change', (event) => {
      const { state, previous } = event;
      seen.push(`${previous}>${state}`);
    });
    let end: CcCallEndEvent | null = null;
    element.addEventListener('cc-call-end', (event) => (end = event));
    await pressed(element, ...talk, { type: 'hungUp' });
    expect(seen).to.deep.equal([
      'cc-before-call',
      'idle>checking',
      'checking>connecting',
      'connecting>queued',
      'queued>dialing',
      'dialing>talking',
      'talking>ended',
      'cc-call-end',
    ]);
    expect(end).to.include({ reason: 'visitor', seconds: 0, bubbles: true, composed: true });
    for (const type of ['cc-before-call', 'cc-error', 'cc-call-end']) document.removeEventListener(type, note);
  });

  it('says why it failed, and ends with the reason error', async () => {
    const element = await make();
    let error: CcErrorEvent | null = null;
    let end: CcCallEndEvent | null = null;
    element.addEventListener('cc-error', (event) => (error = event));
    element.addEventListener('cc-call-end', (event) => (end = event));
    await pressed(element, failure(new CallError('queue-timeout', 'm', { causeId: '-1', causeDesc: 'late' })));
    const expected = { code: 'queue-timeout', message: 'm', causeId: '-1', causeDesc: 'late' };
    expect(element.error).to.deep.equal(expected);
    expect((error as CcErrorEvent | null)?.error).to.deep.equal(expected);
    expect(end).to.include({ reason: 'error' });
    void element.call();
    await waitUntil(() => element.calls.length === 2);
    expect(element.error).to.equal(null);
  });

  it('makes nothing of a cancelled press', async () => {
    const element = await make();
    element.addEventListener('cc-before-call', (event) => event.preventDefault());
    await element.call();
    expect([element.state, element.calls.length]).to.deep.equal(['idle', 0]);
  });

  it('joins a call that is under way, and settles when it talks', async () => {
    const element = await make();
    const first = element.call();
    expect(element.call()).to.equal(first);
    await waitUntil(() => element.calls.length > 0);
    element.fake.tell(...talk);
    await first;
    expect([element.state, element.calls.length]).to.deep.equal(['talking', 1]);
  });

  for (const [when, subscribe] of [
    ['at its beginning', () => fail()],
    ['at its end', () => fail],
  ] as const)
    it(`has and ends its call when the panel fails ${when}`, async () => {
      const element = await make();
      element.prepare = ({ media }) => (media.subscribe = subscribe);
      const errors = await pageErrors(async () => {
        void element.call();
        await waitUntil(() => element.calls.length > 0);
        element.fake.tell(...talk);
        expect(element.state).to.equal('talking');
        await element.hangUp();
        expect([element.state, element.fake.call.state.name]).to.deep.equal(['ended', 'ended']);
      });
      expect(errors.map(String)).to.deep.equal(['Error: broken panel']);
    });

  it('keeps its call when it is moved, hangs up when it is removed', async () => {
    const element = await pressed(await make(), ...talk);
    const place = document.createElement('div');
    document.body.append(place);
    place.append(element);
    await new Promise((resolve) => setTimeout(resolve));
    expect(element.state).to.equal('talking');
    element.remove();
    await waitUntil(() => element.state === 'ended');
    place.remove();
  });

  it('ends the call of a page that is left, whether it is kept or not, and calls again after', async () => {
    for (const persisted of [false, true]) {
      const element = await pressed(await make(), ...talk);
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted }));
      expect([element.fake.left, element.state]).to.deep.equal([1, 'ended']);
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted }));
      expect(element.fake.left).to.equal(1);
      void element.call();
      await waitUntil(() => element.calls.length === 2);
    }
  });

  it('unlocks its one audio element within the press, for this call and the next', async () => {
    const element = await make();
    const audio = root(element).querySelector('audio') ?? expect.fail('no audio');
    let plays = 0;
    audio.play = () => Promise.resolve(void (plays += 1));
    button(element).click();
    expect(plays, 'before the press is over').to.equal(1);
    await waitUntil(() => element.calls.length === 1);
    element.fake.tell({ type: 'hungUp' });
    void element.call();
    await waitUntil(() => element.calls.length === 2);
    expect(element.calls.map(({ options }) => options.audio)).to.deep.equal([audio, audio]);
  });

  it('makes an id of at most 24 characters and keeps it for the tab', async () => {
    const [one, other] = [await make(), await make()];
    expect(one.userId).to.have.length.within(1, 24);
    expect(other.userId).to.equal(one.userId);
    one.userId = 'mine';
    expect(one.userId).to.equal('mine');
  });

  it('hands its attributes on', async () => {
    const element = await pressed(
      await make(
        html`<test-click-to-call
          lang="de"
          base-url="https://cc.example"
          api="webadapter"
          channel-id="c"
          user-id="u"
          media="video"
          direct
          sounds="off"
          credentials-url="/x"
        ></test-click-to-call>`,
      ),
    );
    expect(element.fake.options).to.include({
      baseUrl: 'https://cc.example',
      api: 'webadapter',
      channelId: 'c',
      userId: 'u',
      media: 'video',
      direct: true,
      sounds: false,
      credentialsUrl: '/x',
      locale: 'de',
    });
  });
});

describe('by keyboard', () => {
  it('calls, moves into the panel, minimises with Escape and comes back', async () => {
    const element = await make();
    button(element).focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => root(element).activeElement?.classList.contains('panel'));
    element.fake.tell(...talk);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => root(element).activeElement === button(element));
    expect(element.state).to.equal('talking');
    expect(button(element).textContent).to.match(/^\s*\d+:\d\d\s+Show your call\s*$/);
    expect(root(element).querySelector('.half')).to.not.equal(null);
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => root(element).activeElement?.classList.contains('panel'));
  });

  it('types digits on the open keypad', async () => {
    const element = await pressed(await make(), ...talk);
    named(element, 'Keypad').click();
    await element.updateComplete;
    named(element, 'Keypad').focus();
    await sendKeys({ press: '5' });
    await sendKeys({ press: '#' });
    find(element, '.key').click();
    expect(element.fake.sent).to.deep.equal(['5', '#', '1']);
  });

  it('has targets of at least 24 px, the hang-up 48', async () => {
    const element = await pressed(await make(), ...talk);
    for (const target of root(element).querySelectorAll('button')) {
      const { width, height } = target.getBoundingClientRect();
      expect(Math.min(width, height), target.getAttribute('aria-label') ?? '').to.be.at.least(24);
    }
    expect(named(element, 'Hang up').getBoundingClientRect().height).to.equal(48);
  });

  it('does not announce the timer', async () => {
    const element = await pressed(await make(), ...talk);
    expect(announced(element)).to.not.match(/\d:\d\d/);
    expect(root(element).querySelectorAll('[aria-live], [role=status], [role=alert]')).to.have.length(1);
  });
});

describe('the panel', () => {
  it('mutes, hangs up, and turns on the sound that the browser held back', async () => {
    const element = await pressed(await make(), ...talk, { type: 'soundBlocked', blocked: true });
    find(element, '.stage .wide').click();
    expect(element.fake.soundResumed).to.equal(1);
    named(element, 'Mute').click();
    await element.updateComplete;
    expect(named(element, 'Mute').getAttribute('aria-pressed')).to.equal('true');
    expect([element.muted, element.fake.call.muted]).to.deep.equal([true, true]);
    named(element, 'Hang up').click();
    await waitUntil(() => element.state === 'ended');
  });

  it('offers the devices by their names, as text', async () => {
    const element = await pressed(await make(), ...talk);
    named(element, 'Devices').click();
    await waitUntil(() => root(element).querySelector('select'));
    const options = [...root(element).querySelectorAll('option')].map((option) => option.textContent?.trim());
    expect(options).to.deep.equal(['Headset <b>bold</b>', 'Device 2']);
    expect(root(element).querySelector('b')).to.equal(null);
  });

  it("shows the platform's words as text, never as HTML", async () => {
    const evil = '<img src=x onerror="window.hacked=1">';
    const element = await pressed(
      await make(),
      failure(new CallError('call-failed', 'm', { causeId: '7', causeDesc: evil })),
    );
    expect(find(element, '.details').textContent).to.contain(evil);
    expect(root(element).querySelector('img')).to.equal(null);
  });

  it('stays within a screen of 320 px, as a sheet at its lower edge', async () => {
    await setViewport({ width: 320, height: 600 });
    const element = await pressed(await make(), ...talk);
    const { left, right, bottom } = find(element, '.panel').getBoundingClientRect();
    expect([left, right, Math.round(bottom)]).to.deep.equal([0, 320, 600]);
    expect(document.documentElement.scrollWidth).to.be.at.most(320);
    await setViewport({ width: 800, height: 600 });
  });

  it('is mirrored right to left', async () => {
    const element = await pressed(await make(html`<test-click-to-call dir="rtl"></test-click-to-call>`), ...talk);
    const mute = named(element, 'Mute').getBoundingClientRect();
    expect(mute.left).to.be.above(named(element, 'Hang up').getBoundingClientRect().left);
  });

  it('is still where less motion is wanted', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const element = await pressed(await make(), ...opening);
    expect(getComputedStyle(find(element, '.breathing')).animationName).to.equal('none');
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('has edges in forced colours', async () => {
    await emulateMedia({ forcedColors: 'active' });
    const element = await pressed(await make(), ...talk);
    expect(getComputedStyle(named(element, 'Hang up')).borderTopStyle).to.equal('solid');
    await expect(element).to.be.accessible(accessible);
    await emulateMedia({ forcedColors: 'none' });
  });

  it('moves the level bars', async () => {
    const element = await pressed(await make(), ...talk);
    await waitUntil(() => find(element, '[data-level=theirs]').style.transform === 'scaleX(0.447)');
  });

  it("speaks Chinese, and the site's own words", async () => {
    const element = await make(html`<test-click-to-call lang="zh-CN"></test-click-to-call>`);
    expect(button(element).textContent).to.contain('语音通话');
    element.texts = { connecting: 'Ein Moment <i>' };
    await pressed(element, { type: 'devicesReady' });
    expect(find(element, '.headline').textContent).to.equal('Ein Moment <i>');
  });

  it("does the same in the site's own words", async () => {
    const element = await make();
    element.texts = { close: 'Dismiss', errors: { 'off-hours': { advice: 'Come back at nine.' } } };
    await pressed(element, failure(new CallError('off-hours', 'x')));
    const wide = find(element, '.panel .wide');
    expect(wide.textContent).to.contain('Dismiss');
    expect(find(element, '.headline').textContent).to.equal('We are closed right now');
    expect(find(element, '.advice').textContent).to.contain('Come back at nine.');
    wide.click();
    await element.updateComplete;
    expect([root(element).querySelector('.panel'), element.calls.length]).to.deep.equal([null, 1]);
    element.texts = { tryAgain: 'Close' };
    await pressed(element, failure(new CallError('no-agents', 'x')));
    find(element, '.panel .wide').click();
    await waitUntil(() => element.calls.length === 3);
  });

  it('dispatches cc-session-change once, with the multimedia call id', async () => {
    const element = await pressed(await make(), ...talk);
    const ids: string[] = [];
    element.addEventListener('cc-session-change', ({ textCallId }) => ids.push(textCallId));
    expect(element.textCallId).to.equal(null);
    element.fake.session.dispatch({ type: 'textCallIdReceived', textCallId: 'room-1' });
    element.fake.session.dispatch({ type: 'opened' });
    element.fake.tell({ type: 'hungUp' });
    expect([element.textCallId, ...ids]).to.deep.equal(['room-1', 'room-1']);
  });
});
