/**
 * The size check: what a page loads, compressed, against the budgets and the recorded sizes.
 * `npm run size -- --record` records the sizes as they are now.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { filesOf } from './loaded-files.js';

const record = new URL('sizes.json', import.meta.url);
const dist = new URL('../../dist/', import.meta.url);

/** A figure of the budget, in bytes (a KB is 1,000), each file compressed by itself. */
const figures = [
  {
    name: 'before a press, brotli',
    budget: 11_500,
    files: filesOf('button'),
    compress: (code: Buffer) => brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  },
  {
    name: 'whole voice call, gzip',
    budget: 58_000,
    files: filesOf('call'),
    compress: (code: Buffer) => gzipSync(code, { level: 9 }),
  },
];

const recorded = JSON.parse(readFileSync(record, 'utf8')) as Record<string, number>;
const measured: Record<string, number> = {};
for (const { name, budget, files, compress } of figures) {
  const size = [...files].reduce((sum, file) => sum + compress(read(file)).length, 0);
  measured[name] = size;
  const difference = size - (recorded[name] ?? size);
  const fits = size <= budget;
  console.log(
    `${fits ? 'ok      ' : 'TOO BIG '} ${name}: ${size} of ${budget} B (${difference >= 0 ? '+' : ''}${difference})`,
  );
  for (const file of files) console.log(`           ${file} ${compress(read(file)).length}`);
  if (!fits) process.exitCode = 1;
}
if (process.argv.includes('--record')) writeFileSync(record, `${JSON.stringify(measured, null, 2)}\n`);

function read(file: string): Buffer {
  return readFileSync(new URL(file, dist));
}
