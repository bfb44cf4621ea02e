import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { CallError } from '../../../src/core/call/call-error.js';
import { emptyReport, finished } from '../../../src/core/call/call-report.js';
import { callNotices } from '../../../src/core/call/call-state.js';
import { qualityLevels, type Quality } from '../../../src/core/call/quality.js';
import type { CcCallEndEvent } from '../../../src/elements/call/call-events.js';
import type { CcQualityEvent } from '../../../src/elements/call/quality-event.js';
import { en } from '../../../src/elements/texts/call/en.js';
import { pageErrors } from '../../support/page-errors.js';
import { opening, talk, type Fact, type TestElement } from './fake-call.js';

const root = (element: TestElement): ShadowRoot => element.shadowRoot ?? expect.fail('no shadow root');
const text = (element: TestElement, selector: string): string =>
  root(element).querySelector(selector)?.textContent?.trim() ?? '';
const button = (element: TestElement, name: string): HTMLElement | undefined =>
  [...root(element).querySelectorAll('button')].find((one) => one.textContent?.trim() === name);
const noticed = (notice: (typeof callNotices)[number], on = true): Fact => ({ type: 'noticed', notice, on });
const measured = (level: Quality['level'], cause: Quality['cause']): Quality => ({
  level,
  cause,
  rtt: 40,
  jitter: 3,
  loss: 0.1,
  mos: 3.2,
});

async function made(...facts: Fact[]): Promise<TestElement> {
  const element: TestElement = await fixture(html`<test-click-to-call></test-click-to-call>`);
  root(element).querySelector('button')?.click();
  await waitUntil(() => root(element).querySelector('.panel'), 'the panel is open', { interval: 4 });
  return tell(element, ...facts);
}

async function tell(element: TestElement, ...facts: Fact[]): Promise<TestElement> {
  element.fake.tell(...facts);
  await element.updateComplete;
  return element;
}

describe('what is amiss in a call', () => {
  for (const notice of callNotices.filter((one) => one !== 'offline'))
    it(`says “${en.notices[notice]}”, aloud and in the panel, until it is over`, async () => {
      const element = await made(...talk, noticed(notice));
      expect(text(element, '[part=stage]')).to.contain(en.notices[notice]);
      expect(text(element, '[role=status]')).to.contain(en.notices[notice]);
      await expect(element).to.be.accessible({ ignoredRules: ['region'] });
      await tell(element, noticed(notice, false));
      expect(text(element, '[part=stage]') + text(element, '[role=status]')).to.not.contain(en.notices[notice]);
    });

  it('says one thing at a time, the most urgent first', async () => {
    const element = await made(...talk, noticed('agent-silent'), noticed('microphone-silent'));
    expect(text(element, '[role=status]')).to.contain(en.notices['microphone-silent']);
    expect(text(element, '[role=status]')).to.not.contain(en.notices['agent-silent']);
    await tell(element, noticed('microphone-silent', false));
    expect(text(element, '[role=status]')).to.contain(en.notices['agent-silent']);
  });

  it('says in the queue that there is no network and the place is kept, and in a call nothing of it', async () => {
    const waiting = await made(...opening, noticed('offline'));
    expect(text(waiting, '[part=stage]')).to.contain(en.placeKept);
    const talking = await made(...talk, noticed('offline'));
    expect(text(talking, '[part=stage]')).to.not.contain(en.notices.offline);
  });

  it('turns the microphone on again by a press, and says what to do where that fails', async () => {
    const element = await made(...talk);
    let asked = 0;
    Object.assign(element.fake.media, {
      reopenMicrophone: async () => {
        asked += 1;
        throw new CallError('no-microphone', 'none');
      },
    });
    await tell(element, noticed('microphone-gone'));
    button(element, en.turnOnMicrophone)?.click();
    await waitUntil(() => text(element, '[part=stage]').includes(en.errors['no-microphone'].advice));
    expect(asked).to.equal(1);
    await tell(element, noticed('microphone-gone', false));
    expect(button(element, en.turnOnMicrophone)).to.equal(undefined);
    await tell(element, noticed('microphone-gone'));
    expect(text(element, '[part=stage]')).to.not.contain(en.errors['no-microphone'].advice);
  });

  it('offers no such press where there is nothing that it could do', async () => {
    const element = await made(...talk, noticed('agent-silent'));
    expect(button(element, en.turnOnMicrophone) === undefined).to.equal(true);
  });

  it('opens a closed panel when only a press can help, once, and not for anything else', async () => {
    const element = await made(...talk);
    const close = () => root(element).querySelector<HTMLElement>(`[aria-label="${en.minimize}"]`)?.click();
    const open = () => root(element).querySelector('.panel') !== null;
    close();
    await tell(element, noticed('agent-silent'));
    expect(open()).to.equal(false);
    await tell(element, noticed('microphone-gone'));
    expect(open()).to.equal(true);
    close();
    await tell(element, noticed('held'));
    expect(open()).to.equal(false);
  });

  it('does not alarm anybody about signaling: nothing for 2 s, then that they can go on talking', async () => {
    const element = await made(...talk, { type: 'signalingLost', leg: 1 });
    expect(element.state).to.equal('reconnecting');
    expect(text(element, '[part=headline]')).to.equal(en.talking);
    await waitUntil(() => text(element, '[part=headline]') === en.repairing, 'it is said', { timeout: 4_000 });
    expect(text(element, '[role=status]')).to.contain(en.repairing).and.contain(en.repairingHint);
    expect(text(element, '[part=stage]')).to.contain(en.repairingHint);
    expect(root(element).querySelector('.timer')).to.not.equal(null);
    await tell(element, { type: 'mediaLost', leg: 1 });
    expect(text(element, '[part=headline]')).to.equal(en.reconnecting);
  });

  it('shows a call that the platform ended before anybody talked, with its words as text', async () => {
    const element = await made(...opening);
    const cause = { causeId: '8', causeDesc: '<img src=x>' };
    element.fake.become({ name: 'ended', reason: 'platform', seconds: 0, ...cause });
    await element.updateComplete;
    expect(text(element, '[part=headline]')).to.equal(en.dropped);
    expect(text(element, '[part=stage]')).to.contain(en.droppedAdvice);
    expect(text(element, '.details')).to.contain('8 <img src=x>');
    expect(text(element, '[role=status]')).to.contain(en.droppedAdvice);
  });
});

describe('the quality of a call', () => {
  const bar = (element: TestElement): HTMLElement | null => root(element).querySelector('[part=quality]');

  for (const [level, steps] of [
    ['good', 4],
    ['fair', 3],
    ['poor', 2],
    ['bad', 1],
  ] as const)
    it(`is a bar of ${steps} steps where it is ${level}`, async () => {
      const element = await made(...talk);
      expect(bar(element)).to.equal(null);
      element.fake.measure(measured(level, level === 'good' ? 'none' : 'network'));
      await element.updateComplete;
      expect(bar(element)?.querySelectorAll('.step.on')).to.have.length(steps);
      expect(bar(element)?.getAttribute('aria-label')).to.contain(`Sound quality: ${en.levels[level]}`);
      await expect(element).to.be.accessible({ ignoredRules: ['region'] });
      const words = level === 'poor' || level === 'bad' ? en.weakNetwork : '';
      expect(text(element, '.amiss')).to.equal(words);
      expect(text(element, '[role=status]').includes(en.weakNetwork)).to.equal(words !== '');
    });

  it('names every cause in the name of the bar', async () => {
    const element = await made(...talk);
    const names = new Set<string>();
    for (const cause of ['network', 'device', 'gateway', 'agent'] as const) {
      element.fake.measure(measured('bad', cause));
      await element.updateComplete;
      names.add(bar(element)?.getAttribute('aria-label') ?? '');
    }
    expect(names).to.have.length(4);
  });

  it('is gone with the sound, and with the call', async () => {
    const element = await made(...talk);
    element.fake.measure(measured('bad', 'network'));
    await tell(element, { type: 'mediaLost', leg: 1 });
    expect(bar(element)).to.equal(null);
    expect(text(element, '[role=status]')).to.not.contain(en.weakNetwork);
    await tell(element, { type: 'mediaUp', leg: 1 });
    expect(bar(element)).to.not.equal(null);
    await tell(element, { type: 'hungUp' });
    expect(bar(element)).to.equal(null);
    void element.call();
    await waitUntil(() => element.calls.length === 2);
    await tell(element, ...talk);
    expect(bar(element)).to.equal(null);
  });

  it('fires cc-quality when level or cause change, with all that was measured', async () => {
    const element = await made(...talk);
    const seen: CcQualityEvent[] = [];
    document.addEventListener('cc-quality', (event) => seen.push(event));
    element.fake.measure(
      measured('good', 'none'),
      { ...measured('good', 'none'), loss: 0.02 },
      measured('bad', 'network'),
      measured('bad', 'device'),
    );
    expect(seen.map(({ level, cause }) => [level, cause].join())).to.deep.equal([
      'good,none',
      'bad,network',
      'bad,device',
    ]);
    expect(seen[1]).to.include({ rtt: 40, jitter: 3, loss: 0.1, mos: 3.2, bubbles: true, composed: true });
    expect(qualityLevels).to.include(seen[0]?.level);
  });

  it('is told to the page though the panel fails', async () => {
    const element: TestElement = await fixture(html`<test-click-to-call></test-click-to-call>`);
    let told = 0;
    element.addEventListener('cc-quality', () => (told += 1));
    element.prepare = ({ media }) =>
      (media.subscribe = () => {
        throw new Error('broken panel');
      });
    const errors = await pageErrors(async () => {
      void element.call();
      await waitUntil(() => element.calls.length === 1);
      element.fake.tell(...talk);
      element.fake.measure(measured('good', 'none'));
    });
    expect([told, errors.map(String)]).to.deep.equal([1, ['Error: broken panel']]);
  });
});

describe('the end of a call', () => {
  it("carries the report and the platform's cause", async () => {
    const element = await made(...talk);
    const report = { ...finished(emptyReport), causeId: '8', causeDesc: 'over' };
    element.fake.report = report;
    let end: CcCallEndEvent | null = null;
    element.addEventListener('cc-call-end', (event) => (end = event));
    await tell(element, { type: 'hungUp' });
    expect(end).to.include({ reason: 'visitor', report, causeId: '8', causeDesc: 'over' });
  });

  it('carries none of them where there was none, nor those of the call before', async () => {
    const element = await made(...talk);
    element.fake.report = { ...finished(emptyReport), causeId: '8' };
    await tell(element, { type: 'hungUp' });
    let end: CcCallEndEvent | null = null;
    element.addEventListener('cc-call-end', (event) => (end = event));
    void element.call();
    await element.hangUp();
    expect(end).to.include({ reason: 'visitor', report: null, causeId: undefined, causeDesc: undefined });
  });
});

describe('the panel with what is amiss', () => {
  after(() => setViewport({ width: 800, height: 600 }));

  for (const width of [800, 320])
    it(`keeps its zones in their places, ${width} px wide`, async () => {
      await setViewport({ width, height: 800 });
      const places = new Set<string>();
      const measure = (element: TestElement) => {
        const top = root(element).querySelector('.panel')?.getBoundingClientRect().top ?? 0;
        const zones = ['.stage', '.actions'].map((zone) =>
          Math.round((root(element).querySelector(zone)?.getBoundingClientRect().top ?? 0) - top),
        );
        places.add([...zones, root(element).querySelector<HTMLElement>('.panel')?.offsetHeight].join());
      };
      const element = await made(...talk);
      Object.assign(element.fake.media, { reopenMicrophone: async () => undefined });
      measure(element);
      element.fake.measure(measured('bad', 'network'));
      await element.updateComplete;
      measure(element);
      for (const notice of callNotices) {
        await tell(element, noticed(notice));
        measure(element);
        await tell(element, noticed(notice, false));
      }
      expect([...places]).to.have.length(1);
    });
});
