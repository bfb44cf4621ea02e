/** `npm run faults [name…] [--browser chromium|firefox] [--write]`: faults × browsers, on the built file. */
import type { Browser } from 'playwright';
import { browserNames, launch, type BrowserName } from './rig/browsers.js';
import { runFault } from './rig/run-fault.js';
import { inWords } from './rig/verdict.js';
import { table, writeReadme, type Row } from './rig/table.js';
import { faults } from './matrix.js';

const asked = process.argv.slice(2);
const at = asked.indexOf('--browser');
const only = at < 0 ? undefined : asked.splice(at, 2)[1];
const write = asked.includes('--write');
const names = asked.filter((name) => !name.startsWith('--'));
const unknown = names.find((name) => !faults.some((fault) => fault.name.startsWith(name)));
if (unknown !== undefined || (only !== undefined && !browserNames.some((name) => name === only))) {
  console.error(`There is no ${unknown ?? only}. Faults: ${faults.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
const chosen = faults.filter(({ name }) => names.length === 0 || names.some((prefix) => name.startsWith(prefix)));
const rows = new Map<string, Row>(chosen.map((fault) => [fault.name, { fault, verdicts: new Map() }]));

for (const name of browserNames.filter((one) => only === undefined || one === only)) await runIn(name);
console.log(`\n${table([...rows.values()])}`);
if (write) writeReadme(table(faults.map((fault) => rows.get(fault.name) ?? { fault, verdicts: new Map() })));
process.exit(0);

async function another(browser: Browser, name: BrowserName): Promise<Browser> {
  await browser.close();
  const next = await launch(name);
  if (typeof next === 'string') throw new Error(next);
  return next;
}

async function runIn(name: BrowserName): Promise<void> {
  let browser = await launch(name);
  if (typeof browser === 'string') return console.log(`${name}: skipped, ${browser}`);
  try {
    for (const { fault, verdicts } of rows.values()) {
      process.stdout.write(`${name.padEnd(9)} ${fault.name.padEnd(28)}`);
      const began = performance.now();
      const verdict = await runFault(browser, fault);
      verdicts.set(name, verdict);
      if (fault.ruins) browser = await another(browser, name);
      console.log(`${inWords(verdict)}  (${((performance.now() - began) / 1000).toFixed(0)} s)`);
    }
  } finally {
    await browser.close();
  }
}
