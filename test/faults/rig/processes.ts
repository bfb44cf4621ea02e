import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { Judged } from './verdict.js';

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Clock ticks of CPU so far. */
  readonly ticks: number;
}

/** As Linux tells them in /proc. */
function processes(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 4)
        .split(' ')
        .map(Number);
      // proc(5): the parent is the fourth, utime and stime the 14th and 15th.
      return [{ pid: Number(name), parent: fields[0]!, ticks: fields[10]! + fields[11]! }];
    } catch {
      return []; // it ended meanwhile
    }
  });
}

/** Processes that this one started, and theirs. */
function ours(): Process[] {
  const all = processes();
  const found = new Set([process.pid]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  found.delete(process.pid);
  return all.filter(({ pid }) => found.has(pid));
}

const named = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

/** The process that runs a page's scripts: the one that works while they do. */
export async function rendererOf(page: Page): Promise<number> {
  const before = new Map(ours().map(({ pid, ticks }) => [pid, ticks]));
  await page.evaluate(() => {
    for (const end = performance.now() + 400; performance.now() < end;);
  });
  const renderers = ours().filter(({ pid }) => /--type=renderer|-contentproc/.test(named(pid)));
  const worked = renderers.map(({ pid, ticks }) => ({ pid, by: ticks - (before.get(pid) ?? ticks) }));
  const [most] = worked.sort((one, other) => other.by - one.by);
  if (!most || most.by < 10) throw new Judged('wrong', 'the rig: no process is the page’s');
  return most.pid;
}

/** All processes of the browsers that were started here. */
export const browserProcesses = (): number[] =>
  ours()
    .map(({ pid }) => pid)
    .filter((pid) => /chrom|firefox/.test(named(pid)));

export function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
  for (const pid of pids)
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself.
    }
}
