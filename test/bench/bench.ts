/**
 * `npm run bench [-- bytes evaluation invite failover heap]`: our figures beside the documented sample flow with sip.js
 * defaults and beside JsSIP defaults, measured in turn in the same run. BENCH_RUNS sets how often; the default is 7.
 */
import { measureBytes } from './bytes.js';
import { measureFailover, measureInvite } from './calls.js';
import { measureEvaluation } from './evaluation.js';
import { measureHeap } from './heap.js';
import { keepBuild, startRig, type Rig } from './rig.js';
import { printTable, type Row } from './table.js';

/** The bench ends by itself, whatever hangs, ms. */
const LIMIT = 8 * 60_000;

const runs = Number(process.env['BENCH_RUNS'] ?? 7);
const sections: Readonly<Record<string, (rig: Rig) => Promise<Row[]>>> = {
  bytes: measureBytes,
  evaluation: ({ browser }) => measureEvaluation(browser, runs),
  invite: (rig) => measureInvite(rig, runs),
  failover: (rig) => measureFailover(rig, runs),
  heap: (rig) => measureHeap(rig),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in sections));
if (unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
  console.error(`Usage: npm run bench [-- ${Object.keys(sections).join(' | ')} …], BENCH_RUNS a whole number`);
  process.exit(2);
}

const rows: Row[] = [];
const limit = setTimeout(() => {
  print();
  console.error(`The bench took longer than ${LIMIT / 60_000} minutes and was stopped.`);
  process.exit(1);
}, LIMIT);
keepBuild();
const rig = await startRig();
try {
  for (const [name, measure] of Object.entries(sections)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const began = Date.now();
    process.stdout.write(`${name} … `);
    rows.push(...(await measure(rig)));
    console.log(`${Math.round((Date.now() - began) / 1000)} s`);
  }
  print();
} finally {
  clearTimeout(limit);
  await rig.close();
}

function print(): void {
  console.log();
  printTable(rows);
  console.log(`
Times are medians of ${runs} on loopback, the microphone granted; only ratios within one run count.
sip.js and JsSIP are without a user interface: UserAgent and Inviter, UA and WebSocketInterface, minified by esbuild. They
begin at 168101, as documented: sip.js at the first address, JsSIP with all of them. "never": gave up by itself.`);
}
