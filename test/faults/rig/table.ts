import { readFileSync, writeFileSync } from 'node:fs';
import { browserNames, type BrowserName } from './browsers.js';
import type { Fault } from './judges.js';
import { inWords, type Verdict } from './verdict.js';

export interface Row {
  readonly fault: Fault;
  readonly verdicts: Map<BrowserName, Verdict>;
}

const BEGIN = '<!-- faults -->';
const END = '<!-- /faults -->';
const titles: Readonly<Record<BrowserName, string>> = { chromium: 'Chromium', firefox: 'Firefox ESR' };

/** Markdown: faults × browsers. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['fault', ...browserNames.map((name) => titles[name])],
    ...rows.map(({ fault, verdicts }) => [
      fault.title,
      ...browserNames.map((name) => {
        const verdict = verdicts.get(name);
        return verdict ? inWords(verdict) : '–';
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
  const file = new URL('../../../README.md', import.meta.url);
  const readme = readFileSync(file, 'utf8');
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md has no ${BEGIN} … ${END}.`);
  writeFileSync(file, `${before}${BEGIN}\n\n${made}\n\n${END}${after}`);
}
