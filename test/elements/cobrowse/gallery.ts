/**
 * Takes a picture of every state of co-browsing on the demo's shop page, with sessions that only seem to be:
 * `node --import tsx test/elements/cobrowse/gallery.ts DIR [NAME …]`. For eyes, not for a test; it also prints what the
 * browser complained of under the demo's strict policy.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright';
import { startDemo } from '../../../demo/demo-server.js';
import type { CobrowseFact } from '../../../src/core/cobrowse/cobrowse-state.js';
import { launchChromium } from '../../interop/browser.js';
import type { TestCobrowse } from './fake-cobrowse.js';

const folder = process.argv[2] ?? 'test/.tmp/gallery';
const bundle = 'test/.tmp/cobrowse-gallery';
mkdirSync(folder, { recursive: true });

interface Shot {
  readonly name: string;
  readonly facts?: readonly CobrowseFact[];
  readonly agent?: boolean;
  /** Not even started. */
  readonly idle?: boolean;
  readonly query?: string;
  readonly width?: number;
  readonly forcedColors?: boolean;
  readonly then?: (page: Page) => Promise<unknown>;
}

const viewer = (name: string) => ({ conn: name, user: { id: name, name } });
const shared: readonly CobrowseFact[] = [
  { type: 'agreed' },
  { type: 'live', mode: 'recorder' },
  { type: 'viewers', viewers: [viewer('Anna Berg')] },
];
const here = { state: 'here', paused: false, user: null, caps: [], graceMs: 0 } as const;
const watched: readonly CobrowseFact[] = [
  { type: 'live', mode: 'replayer' },
  { type: 'recorder', news: here },
];

const picture = (page: Page) =>
  page.evaluate(() => {
    const { watched } = document.querySelector('test-cobrowse') as TestCobrowse;
    watched.lag = 120;
    const image = document.createElement('img');
    image.src = '/lamp-hero.svg';
    image.width = 620;
    watched.options.stage.append(image);
  });

const hide = async (page: Page) => {
  await page.evaluate(() => {
    (document.querySelector('test-cobrowse') as TestCobrowse).hiddenParts = () => [
      ...[...document.querySelectorAll('.price, h1')].map((element) => ({ element, how: 'mask' as const })),
      ...[...document.querySelectorAll('.hero img')].map((element) => ({ element, how: 'block' as const })),
    ];
  });
  await page.getByRole('button', { name: /What is hidden|隐藏的内容/ }).click();
};

const marks = (page: Page) =>
  page.evaluate(() => {
    const { share } = document.querySelector('test-cobrowse') as TestCobrowse;
    const circle = Array.from({ length: 40 }, (_, i): [number, number] => [
      200 + 150 * Math.cos(i / 6.2),
      250 + 50 * Math.sin(i / 6.2),
    ]);
    share.show(
      { conn: 'a', user: { id: 'a', name: 'Anna Berg' }, pointer: [420, 330], line: circle },
      { conn: 'b', user: { id: 'b', name: 'Ben' }, pointer: [700, 200], line: [] },
    );
  });

const dialog = (page: Page) =>
  page.evaluate(() => {
    const dialog = document.createElement('dialog');
    dialog.textContent = 'A dialog of the page, open after sharing began';
    document.body.append(dialog);
    dialog.showModal();
  });

const draw = async (page: Page) => {
  await picture(page);
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  const box = (await page.locator('.glass').boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(box.x + 150, box.y + 150);
  await page.mouse.down();
  for (const [x, y] of [
    [200, 120],
    [300, 160],
    [260, 230],
    [150, 200],
  ] as const)
    await page.mouse.move(box.x + x, box.y + y);
  await page.mouse.up();
};

const askForControl = (page: Page) =>
  page.evaluate(() => {
    const { control } = (document.querySelector('test-cobrowse') as TestCobrowse).share;
    control?.setViewers([{ conn: 'Anna Berg', user: { id: 'a', name: 'Anna Berg' } }]);
    control?.asked('Anna Berg', true);
  });

const controlled = async (page: Page) => {
  await askForControl(page);
  await page.evaluate(async () => {
    const { control } = (document.querySelector('test-cobrowse') as TestCobrowse).share;
    await control?.allow();
    control?.act('Anna Berg', { do: 'click', on: { id: 1, x: 0, y: 0 } });
  });
  await marks(page);
};

const inControl = async (page: Page) => {
  await picture(page);
  await page.evaluate(() => {
    const { watched } = document.querySelector('test-cobrowse') as TestCobrowse;
    watched.give({ do: 'click', what: 'button', refused: 'secret' });
  });
};

const several = [...shared, { type: 'viewers', viewers: ['Anna Berg', 'Ben', 'Maximiliane Featherstone'].map(viewer) }];

const shots: readonly Shot[] = [
  { name: 'idle', idle: true },
  { name: 'asking' },
  { name: 'asking-dark', query: 'dark=1' },
  { name: 'asking-narrow', width: 320 },
  { name: 'asking-zh', query: 'language=zh-CN' },
  { name: 'asking-rtl', query: 'rtl=1' },
  { name: 'connecting', facts: shared.slice(0, 1) },
  { name: 'alone', facts: shared.slice(0, 2) },
  { name: 'sharing', facts: shared },
  { name: 'sharing-dark', facts: shared, query: 'dark=1' },
  { name: 'sharing-narrow', facts: several as CobrowseFact[], width: 320 },
  { name: 'sharing-narrow-zh', facts: shared, width: 320, query: 'language=zh-CN' },
  { name: 'sharing-rtl', facts: shared, query: 'rtl=1' },
  { name: 'sharing-several', facts: several as CobrowseFact[], width: 800 },
  { name: 'paused', facts: [...shared, { type: 'paused', paused: true }] },
  { name: 'paused-narrow', facts: [...shared, { type: 'paused', paused: true }], width: 320 },
  { name: 'reconnecting', facts: [...shared, { type: 'lost', at: 0 }] },
  { name: 'reconnecting-narrow', facts: [...shared, { type: 'lost', at: 0 }], width: 320 },
  { name: 'hidden', facts: shared, then: hide },
  { name: 'hidden-narrow', facts: shared, then: hide, width: 320 },
  { name: 'hidden-dark', facts: shared, then: hide, query: 'dark=1' },
  { name: 'marks', facts: shared, then: marks },
  { name: 'marks-dark', facts: shared, then: marks, query: 'dark=1' },
  { name: 'over-dialog', facts: shared, then: dialog },
  { name: 'forced-colors', facts: shared, then: (page) => hide(page).then(() => marks(page)), forcedColors: true },
  { name: 'control-asked', facts: shared, then: askForControl },
  { name: 'control-asked-dark', facts: shared, then: askForControl, query: 'dark=1' },
  { name: 'control-asked-zh-narrow', facts: shared, then: askForControl, query: 'language=zh-CN', width: 320 },
  { name: 'control-asked-rtl', facts: shared, then: askForControl, query: 'language=ar&rtl=1' },
  { name: 'controlled', facts: shared, then: controlled },
  { name: 'controlled-narrow', facts: shared, then: controlled, width: 320 },
  { name: 'ended', facts: [...shared, { type: 'ended', reason: 'self' }] },
  { name: 'agent-idle', agent: true, idle: true },
  { name: 'agent-connecting', agent: true },
  { name: 'agent-not-shared', agent: true, facts: watched.slice(0, 1) },
  { name: 'agent-watching', agent: true, facts: watched, then: picture },
  { name: 'agent-draw', agent: true, facts: watched, then: draw },
  { name: 'agent-draw-dark', agent: true, facts: watched, then: draw, query: 'dark=1' },
  { name: 'agent-narrow', agent: true, facts: watched, then: picture, width: 320 },
  { name: 'agent-control', agent: true, facts: watched, then: inControl },
  { name: 'agent-control-de', agent: true, facts: watched, then: inControl, query: 'language=de' },
  { name: 'agent-control-narrow', agent: true, facts: watched, then: inControl, width: 320 },
  { name: 'agent-rtl', agent: true, facts: watched, then: picture, query: 'rtl=1' },
  { name: 'agent-zh', agent: true, facts: watched, then: picture, query: 'language=zh-CN' },
  {
    name: 'agent-away',
    ...{ agent: true, then: picture },
    facts: [...watched, { type: 'recorder', news: { ...here, state: 'away', graceMs: 95_000 } }],
  },
  { name: 'agent-paused-dark', agent: true, facts: [...watched, { type: 'paused', paused: true }], query: 'dark=1' },
  { name: 'agent-ended', agent: true, facts: [...watched, { type: 'ended', reason: 'other' }] },
  { name: 'agent-forced-colors', agent: true, facts: watched, then: draw, forcedColors: true },
];

await build({
  entryPoints: { cobrowse: 'test/elements/cobrowse/fake-cobrowse.ts' },
  ...{ bundle: true, format: 'esm', splitting: true, outdir: bundle, target: 'es2022', tsconfig: 'tsconfig.json' },
});
const demo = await startDemo({ port: 0, folders: { '/gallery/': bundle } });
const browser = await launchChromium({ spkiHash: '' });
const wanted = process.argv.slice(3);
for (const { name, facts = [], agent, idle, query = '', width = 1100, forcedColors, then } of shots) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const context = await browser.newContext({
    viewport: { width, height: 720 },
    forcedColors: forcedColors ? 'active' : 'none',
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.log(name, message.text());
  });
  page.on('pageerror', (error) => console.log(name, String(error)));
  await page.route('**/?*', async (route) => {
    const response = await route.fetch();
    const element = `<test-cobrowse room-id="room-1" ${agent ? 'mode="replayer"' : 'remote-control="ask"'}></test-cobrowse>`;
    const page = (await response.text())
      .replace('</head>', '<script type="module" src="/gallery/cobrowse.js"></script></head>')
      .replace(/<cc-click-to-call\s+id="inline".*?<\/cc-click-to-call\s*>/s, element);
    await route.fulfill({ response, body: page });
  });
  await page.goto(`${demo.origin}/?${query}`);
  await page.waitForFunction(() => document.querySelector('test-cobrowse')?.state === 'idle');
  await page.waitForFunction(() => document.querySelector('select option'));
  if (!idle) {
    await page.evaluate((told) => {
      const element = document.querySelector('test-cobrowse') as TestCobrowse;
      void element.start();
      return new Promise<void>((resolve) => {
        element.addEventListener(
          'cc-state-change',
          () => {
            setTimeout(() => {
              (element.shares.at(-1) ?? element.watched).tell(...told);
              void element.updateComplete.then(() => resolve());
            });
          },
          { once: true },
        );
      });
    }, facts);
  }
  await then?.(page);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}
await browser.close();
await demo.close();
