/**
 * Hostile sheets at the agent's desk, with Chromium as the judge: what it fetches of them as they are, and that it fetches
 * nothing once they went through what a recording goes through. `SHEETS` is how many; 2,000 unless told.
 */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright';
import { element, incremental, meta, page as pageOf, snapshot, text } from '../core/cobrowse/privacy/recorded-page.js';
import { randomSheet, randomStyle } from '../support/random-css.js';
import { randomFrom } from '../support/random.js';
import { openRig, type Rig } from './rig.js';

const SHEETS = Number(process.env['SHEETS'] ?? 2_000);
const BATCH = 200;
/** So many are shown as they are, too: if none of them fetched anything, the test would prove nothing. */
const JUDGED = 400;
const seed = Number(process.env['SEED'] ?? 1);
const foreign = 'https://foreign.example';

let browser: Browser;
let rig: Rig;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  rig = await openRig(browser);
});
after(async () => {
  await rig.close();
  await browser.close();
});

interface Hostile {
  readonly css: string;
  readonly at: 'sheet' | 'style';
}

const isStyled = (place: number): boolean => place % 4 === 3;

function batch(random: () => number, first: number): Hostile[] {
  return Array.from({ length: BATCH }, (_, place) => {
    const address = `${foreign}/${first + place}`;
    return isStyled(place)
      ? { css: randomStyle(random, address), at: 'style' }
      : { css: randomSheet(random, address), at: 'sheet' };
  });
}

/** As a recording brings them: in the sheet's own attribute, as its text, as an adopted rule, in a style attribute. */
function recording(hostile: readonly Hostile[]): object[] {
  const head = hostile.flatMap(({ css, at }, place) => {
    if (at === 'style' || place % 4 === 2) return [];
    return [
      place % 4 === 0
        ? element(10 + place, 'style', { _cssText: css })
        : element(10 + place, 'style', {}, text(5_000 + place, css)),
    ];
  });
  const body = hostile.map(({ css, at }, place) =>
    element(1_000 + place, 'p', { class: 'x', ...(at === 'style' ? { style: css } : {}) }, text(2_000 + place, 'text')),
  );
  const rules = hostile.flatMap(({ css }, place) => (place % 4 === 2 ? [{ rule: css }] : []));
  return [
    meta('https://shop.example/'),
    snapshot(pageOf(...head, ...body)),
    incremental({
      source: 15,
      id: 1,
      styleIds: rules.map((_, at) => at + 1),
      styles: rules.map((rule, at) => ({ styleId: at + 1, rules: [rule] })),
    }),
  ];
}

/** In a document of their own, each alone: one that is not closed would swallow the next. */
function plainly(page: Page, hostile: readonly Hostile[]): Promise<void> {
  return page.evaluate((all) => {
    for (const { css, at } of all) {
      const frame = document.createElement('iframe');
      frame.className = 'plain';
      document.body.append(frame);
      const { head, body } = frame.contentDocument!;
      const paragraph = document.createElement('p');
      paragraph.className = 'x';
      paragraph.textContent = 'text';
      if (at === 'style') paragraph.setAttribute('style', css);
      else head.append(Object.assign(document.createElement('style'), { textContent: css }));
      body.append(paragraph);
    }
  }, hostile);
}

const painted = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames += 1) await new Promise((done) => requestAnimationFrame(done));
  });

/** Everything that was asked for before this has been asked for by now. */
async function asked(page: Page, name: string): Promise<void> {
  const request = page.waitForRequest(`${foreign}/${name}`);
  await page.evaluate((url) => void (new Image().src = url), `${foreign}/${name}`);
  await request;
}

it(
  `${SHEETS} hostile sheets fetch nothing at the desk, many of which would`,
  { timeout: SHEETS * 60 + 60_000 },
  async () => {
    const random = randomFrom(seed);
    const shared = await rig.share('<!doctype html><p>empty</p>');
    const { desk } = shared;
    const requests: string[] = [];
    await desk.route(`${foreign}/**`, (route) => route.abort());
    desk.on('request', (request) => requests.push(request.url()));
    /** Of this batch: what a document of before had put off may come later. */
    const take = (first: number): number[] =>
      [...new Set(requests.splice(0).map((url) => Number(url.split('/').at(-1)) - first))].filter(
        (at) => at >= 0 && at < BATCH,
      );
    let fetching = 0;
    for (let first = 0; first < SHEETS; first += BATCH) {
      const hostile = batch(random, first);
      await desk.evaluate((events) => window.show(events), JSON.stringify(recording(hostile)));
      await painted(desk);
      await asked(desk, `shown-${first}`);
      const shown = take(first).map((at) => hostile[at]);
      assert.deepEqual(shown, [], `seed ${seed}`);
      if (first >= JUDGED) continue;
      await plainly(desk, hostile);
      await painted(desk);
      await asked(desk, `plain-${first}`);
      fetching += take(first).length;
      await desk.evaluate(() => {
        for (const frame of document.querySelectorAll('.plain')) frame.remove();
      });
    }
    const broken = await desk.evaluate(() => window.broken);
    await shared.close();
    assert.deepEqual(broken, []);
    assert.ok(fetching > JUDGED / 8, `only ${fetching} of ${JUDGED} would fetch`);
  },
);
