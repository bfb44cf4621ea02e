#!/usr/bin/env node
/* `cc-widgets relay`: the co-browse relay. `cc-widgets check URL`: what a page's headers keep from working. */
import { check } from './check.js';

const [command, url = '', ...more] = process.argv.slice(2);

if (command === 'relay') {
  await import('../dist/relay/main.js');
} else if (command === 'check' && more.length === 0 && URL.canParse(url) && /^https?:/.test(url)) {
  const findings = await check(url);
  for (const { good, what, remedy } of findings)
    process.stdout.write(`${good ? 'ok    ' : 'CHANGE'}  ${what}${remedy ? `\n        ${remedy}` : ''}\n`);
  process.exitCode = findings.every(({ good }) => good) ? 0 : 1;
} else {
  process.stderr.write('cc-widgets relay               the co-browse relay, set up by its environment\n');
  process.stderr.write('cc-widgets check https://…     reads a page and its headers and says what to change\n');
  process.exitCode = 2;
}
