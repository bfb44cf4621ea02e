/** Brings what the tests need beside npm's packages onto the machine: programs from Debian. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian asks this file whether a freshly installed service may start; exit code 101 says no. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/**
 * Installs packages where that is possible: root on Debian. `false` when they are ready to use, else one line that says
 * why not. That is just what `skip` of node:test takes:
 *
 *     describe('against a real SIP server', { skip: await missing('Kamailio', ['kamailio']) }, () => { … });
 *
 * Rejects when the installation fails in CI, where skipping would hide it.
 */
export async function missing(what: string, packages: readonly string[]): Promise<string | false> {
  if (!existsSync('/etc/debian_version')) return `${what} is installed by the tests on Debian only`;
  if (await isInstalled(packages)) return false;
  if (process.getuid?.() !== 0) return `${what} is missing; as root: apt-get install ${packages.join(' ')}`;
  try {
    await install(packages);
    return false;
  } catch (cause) {
    const reason = `apt-get could not install ${packages.join(' ')}`;
    if (process.env['CI']) throw new Error(reason, { cause });
    return reason;
  }
}

async function isInstalled(packages: readonly string[]): Promise<boolean> {
  try {
    const { stdout } = await run('dpkg-query', ['-W', '-f', '${db:Status-Status}\n', ...packages]);
    return stdout.split('\n').filter((status) => status === 'installed').length === packages.length;
  } catch {
    return false; // dpkg-query fails for a package that it has never heard of
  }
}

/** Under a lock: test files run side by side, and only one apt-get may. The second finds the work done. */
async function install(packages: readonly string[]): Promise<void> {
  const lock = join(tmpdir(), 'cc-widgets-apt.lock');
  const script = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages.join(' ')}`;
  const mayWrite = !existsSync(SERVICE_POLICY);
  if (mayWrite) await writeFile(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await run('flock', [lock, 'sh', '-c', script], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 16 * 1024 * 1024,
    });
  } finally {
    if (mayWrite) await rm(SERVICE_POLICY, { force: true });
  }
}
