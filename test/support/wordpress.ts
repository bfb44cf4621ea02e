/** A WordPress of one's own for a test: Debian's files, a MariaDB on a socket, PHP's server on 127.0.0.1. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;

export interface WordPress {
  readonly origin: string;
  readonly password: string;
  /** Runs PHP inside of WordPress; resolves with what it printed. */
  php(code: string): Promise<string>;
  stop(): Promise<void>;
}

/** Installs the site with `plugin`, a folder, among its plugins, not activated. The administrator is `admin`. */
export async function startWordPress(plugin: string): Promise<WordPress> {
  const folder = await mkdtemp(join(tmpdir(), 'cc-wordpress-'));
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.reverse()) {
      if (child.exitCode !== null || child.pid === undefined) continue;
      const gone = once(child, 'exit');
      // With the workers of PHP's server, which are its children.
      process.kill(-child.pid);
      await gone;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await chmod(folder, 0o755);
    const socket = await startDatabase(folder, children);
    const [site, port, password] = [join(folder, 'site'), await freePort(), crypto.randomUUID()];
    const origin = `http://127.0.0.1:${port}`;
    await run('cp', ['-rL', '/usr/share/wordpress', site]);
    await run('cp', ['-r', plugin, join(site, 'wp-content', 'plugins')]);
    await writeFile(join(site, 'wp-config.php'), config(socket, origin));
    const php = async (code: string): Promise<string> => {
      const script = join(folder, `${crypto.randomUUID()}.php`);
      await writeFile(script, `<?php ${code}`);
      return (await run('php', ['-d', 'sendmail_path=/bin/true', script], { cwd: site })).stdout;
    };
    const install = `define('WP_INSTALLING', true); require 'wp-load.php'; require 'wp-admin/includes/upgrade.php';`;
    await php(`${install} wp_install('Shop', 'admin', 'admin@example.test', true, '', '${password}');`);
    const env = { ...process.env, PHP_CLI_SERVER_WORKERS: '4' };
    const server = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', site], {
      ...{ env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    });
    children.push(server);
    // It says that it has started once it listens.
    await Promise.race([once(server.stderr, 'data'), once(server, 'exit')]);
    server.stderr.resume();
    return { origin, password, php: (code) => php(`require 'wp-load.php'; ${code}`), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase(folder: string, children: ChildProcess[]): Promise<string> {
  const [data, socket] = [join(folder, 'data'), join(folder, 'data', 'sock')];
  await mkdir(data);
  const own = process.getuid?.() === 0 ? ['--user=mysql'] : [];
  if (own.length > 0) {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => run('id', [which, 'mysql'])));
    await chown(data, Number(uid?.stdout), Number(gid?.stdout));
  }
  const env = { ...process.env, PATH };
  const where = ['--no-defaults', `--datadir=${data}`, ...own];
  await run('mariadb-install-db', [...where, '--auth-root-authentication-method=normal', '--skip-test-db'], { env });
  const options = [`--socket=${socket}`, '--skip-networking', `--pid-file=${data}/pid`];
  children.push(spawn('mariadbd', [...where, ...options], { env, detached: true, stdio: 'ignore' }));
  const client = ['--no-defaults', `--socket=${socket}`, '-uroot'];
  await run('mariadb-admin', [...client, '--wait=20', '--connect-timeout=1', 'create', 'wordpress']);
  return socket;
}

/** Nothing but loopback is contacted: no updates, no cron. */
const config = (socket: string, origin: string): string => `<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_CHARSET', 'utf8mb4');
define('DB_HOST', 'localhost:${socket}'); define('DB_COLLATE', ''); $table_prefix = 'wp_';
define('WP_HOME', '${origin}'); define('WP_SITEURL', '${origin}'); define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_ACCESSIBLE_HOSTS', '127.0.0.1');
define('AUTH_KEY', '${crypto.randomUUID()}'); define('AUTH_SALT', '${crypto.randomUUID()}');
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
