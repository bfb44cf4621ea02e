/**
 * What a fresh clone needs before anything else can run: the right Node, the dependencies and, for tests, a browser.
 * Plain JavaScript on Node's own modules, since nothing is installed yet when it runs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder; every script runs there, wherever it was called from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Stops with one line that says what is missing. */
export function giveUp(message) {
  console.error(`cc-widgets: ${message}`);
  process.exit(1);
}

/** `oldest` is `major.minor`. */
export function needNode(oldest) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldest.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  giveUp(`needs Node ${oldest} or newer, this is ${process.versions.node}.`);
}

/** Installs what package-lock.json names, unless exactly that is installed. */
export function needDependencies() {
  if (!dependenciesAreStale()) return;
  console.log('Installing the dependencies (npm ci) …');
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
  // Under `npm run` the path of npm's own script is known; otherwise a shell finds npm, also npm.cmd on Windows.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund'];
  const done = npm?.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, env, stdio: 'inherit' })
    : spawnSync(`npm ${args.join(' ')}`, { cwd: root, env, stdio: 'inherit', shell: true });
  if (done.status !== 0) giveUp('the dependencies could not be installed: is the npm registry reachable?');
}

/** npm keeps a copy of what it installed in node_modules/.package-lock.json; packages for other systems are not in it. */
function dependenciesAreStale() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  const has = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const wants = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wants).some(([path, { version, optional }]) =>
    path === '' || (!has[path] && optional) ? false : has[path]?.version !== version,
  );
}

/** Sets `CHROME_PATH` to a Chrome or Chromium: the one given, an installed one, or Debian's package where root may install it. */
export function needBrowser() {
  const given = process.env.CHROME_PATH;
  if (given) {
    if (!existsSync(given)) giveUp(`CHROME_PATH is ${given}, and there is no such file.`);
    return;
  }
  const path = installedBrowser() ?? debianBrowser();
  if (!path) giveUp('needs Chrome or Chromium: install one, or name its executable in CHROME_PATH.');
  process.env.CHROME_PATH = path;
}

function installedBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const mac = ['/', homedir()].flatMap((home) => [
    join(home, 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
    join(home, 'Applications/Chromium.app/Contents/MacOS/Chromium'),
  ]);
  const windows = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .flatMap((name) => process.env[name] ?? [])
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Chromium/Application/chrome.exe'),
    ]);
  const candidates = { darwin: mac, win32: windows }[process.platform] ?? [];
  return [...candidates, ...names.flatMap((name) => folders.map((folder) => join(folder, name)))].find(existsSync);
}

function debianBrowser() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!/^ID=debian$/m.test(release) || process.getuid?.() !== 0) return undefined;
  console.log('Installing Debian’s chromium (apt-get) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const done = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (done.status === 0) continue;
    console.error(done.stderr ?? done.error?.message);
    giveUp('apt-get could not install chromium: install one, or name its executable in CHROME_PATH.');
  }
  return installedBrowser();
}

/** The script behind a dependency's command, so that it runs under this very Node, on Windows too. */
export function bin(dependency, command) {
  const folder = join(root, 'node_modules', dependency);
  const entry = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).bin;
  return join(folder, typeof entry === 'string' ? entry : entry[command]);
}
