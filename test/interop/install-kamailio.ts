/** Brings Kamailio, the SIP server of the interop tests, onto the machine. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PACKAGES = ['kamailio', 'kamailio-websocket-modules', 'kamailio-tls-modules', 'openssl'];

/** Debian asks this file whether a freshly installed service may start; exit code 101 says no. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/**
 * Installs Kamailio where that is possible: root on Debian. `false` when it is ready to use, else one line that says
 * why not. That is just what `skip` of node:test takes:
 *
 *     describe('against a real SIP server', { skip: await kamailioMissing() }, () => { … });
 *
 * Rejects when the installation fails in CI, where skipping would hide it.
 */
export async function kamailioMissing(): Promise<string | false> {
  if (!existsSync('/etc/debian_version')) return 'Kamailio is installed by the tests on Debian only';
  if (await isInstalled()) return false;
  if (process.getuid?.() !== 0) return `Kamailio is missing; as root: apt-get install ${PACKAGES.join(' ')}`;
  try {
    await install();
    return false;
  } catch (cause) {
    const reason = `apt-get could not install ${PACKAGES.join(' ')}`;
    if (process.env['CI']) throw new Error(reason, { cause });
    return reason;
  }
}

async function isInstalled(): Promise<boolean> {
  try {
    const { stdout } = await run('dpkg-query', ['-W', '-f', '${db:Status-Status}\n', ...PACKAGES]);
    return stdout.split('\n').filter((status) => status === 'installed').length === PACKAGES.length;
  } catch {
    return false; // dpkg-query fails for a package that it has never heard of
  }
}

/** Under a lock: test files run side by side, and only one apt-get may. The second finds the work done. */
async function install(): Promise<void> {
  const lock = join(tmpdir(), 'cc-widgets-apt.lock');
  const script = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${PACKAGES.join(' ')}`;
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
