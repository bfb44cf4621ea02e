/**
 * `npm run fidelity [page…]`: how much of each page of the corpus the agent sees as the visitor does, as a table, which it
 * also writes into the README. Pictures of both and of what differs go to the folder that `PICTURES` names.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { corpus } from './corpus.js';
import { buildMore, useMore } from './more.js';
import { openRig } from './rig.js';

const asked = process.argv.slice(2);
const pictures = process.env['PICTURES'];
const more = await buildMore();
const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const rig = await openRig(browser, more.files);
const names = [...Object.keys(corpus), ...more.names].filter((name) => asked.length === 0 || asked.includes(name));
const percent = (share: number): string => (100 * share).toFixed(2);
const rows: string[] = [];

for (const name of names) {
  const shared = await rig.share(corpus[name]?.markup ?? name);
  const before = await shared.look(0.9999, 6_000);
  await (corpus[name]?.use(shared.visitor) ?? useMore(name, shared.visitor));
  const after = await shared.look(0.9999, 6_000);
  const broken = await shared.desk.evaluate(() => window.broken);
  const elements = await shared.visitor.evaluate(() => document.querySelectorAll('*').length);
  rows.push(`| ${name} | ${elements} | ${percent(before.same)} | ${percent(after.same)} |`);
  console.log(rows.at(-1), ...broken);
  if (pictures !== undefined) {
    mkdirSync(pictures, { recursive: true });
    for (const [when, { picture }] of Object.entries({ before, after }))
      writeFileSync(`${pictures}/${name}-${when}.png`, Buffer.from(picture.split(',')[1] ?? '', 'base64'));
  }
  await shared.close();
}
await rig.close();
await browser.close();

if (asked.length === 0) {
  const table = ['| page | elements | as found, % | after use, % |', '| --- | ---: | ---: | ---: |', ...rows].join(
    '\n',
  );
  const readme = readFileSync('README.md', 'utf8');
  const [start, end] = ['<!-- fidelity -->', '<!-- /fidelity -->'];
  writeFileSync('README.md', readme.replace(new RegExp(`${start}[^]*${end}`), `${start}\n\n${table}\n\n${end}`));
}
