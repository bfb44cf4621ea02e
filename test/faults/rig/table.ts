import { readFileSync, writeFileSync } from 'node:fs';
import { browserNames, type BrowserName } from './browsers.js';
import type { Fault } from './judges.js';
import { inWords, type Verdict } from './verdict.js';

export interface Row {
  readonly fault: Fault;
  readonly verdicts: Map<BrowserName, Verdict>;
}

const README = new URL('../../../README.md', import.meta.url);
const BEGIN = '<!-- faults -->';
const END = '<!-- /faults -->';
const titles: Readonly<Record<BrowserName, string>> = { chromium: 'Chromium', firefox: 'Firefox ESR' };

/** What the README says now of a fault, by its title. */
function writtenBefore(): Map<string, string[]> {
  const made = readFileSync(README, 'utf8').split(BEGIN)[1]?.split(END)[0] ?? '';
  const lines = made.split('\n').map((line) => line.split('|').slice(1, -1));
  return new Map(lines.map(([title = '', ...cells]) => [title.trim(), cells.map((cell) => cell.trim())]));
}

/** Markdown: faults × browsers. What was not run says what it said before. */
export function table(rows: readonly Row[]): string {
  const before = writtenBefore();
  const cells = [
    ['fault', ...browserNames.map((name) => titles[name])],
    ...rows.map(({ fault, verdicts }) => [
      fault.title,
      ...browserNames.map((name, column) => {
        const verdict = verdicts.get(name);
        return verdict ? inWords(verdict) : (before.get(fault.title)?.[column] ?? '–');
      }),
    ]),
  ];
  const widths = cells[0]?.map((_cell, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[], filler = ' ') =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [
    line(head),
    line(
      head.map(() => ''),
      '-',
    ),
    ...body.map((row) => line(row)),
  ].join('\n');
}

/** Puts it between the README's markers. */
export function writeReadme(made: string): void {
  const readme = readFileSync(README, 'utf8');
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md has no ${BEGIN} … ${END}.`);
  writeFileSync(README, `${before}${BEGIN}\n\n${made}\n\n${END}${after}`);
}
