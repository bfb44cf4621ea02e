/**
 * `npm test`: sets the project up and runs every check and test, step by step; `npm test -- unit e2e` runs those two, and
 * `npm test -- unit test/core/call/race.test.ts` that one file of a step.
 * A step that fails doesn't stop the others. The last line sums up tests, and commands where a step has no tests.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { bin, giveUp, needBrowser, needDependencies, needNode, root } from './setup.mjs';

const folder = join(root, 'test', '.tmp');

/**
 * `after`: the step whose result this one uses. `minutes`: when it counts as hanging and is ended; 5 unless told.
 * `tests`: which files below test/ are its tests; its commands get them, or those of them that were asked for.
 */
const steps = {
  format: { commands: [tool('prettier', 'prettier', '--check', '.')] },
  lint: { commands: [tool('eslint', 'eslint', '--config', 'test/config/eslint.config.js', '--max-warnings=0', '.')] },
  walls: {
    commands: [
      tool('dependency-cruiser', 'depcruise', '--config', 'test/config/walls.config.js', 'src', 'demo', 'test'),
    ],
  },
  unused: {
    commands: [tool('knip', 'knip', '--config', 'test/config/knip.config.js', '--treat-config-hints-as-errors')],
  },
  types: {
    commands: ['.', 'src', 'src/core', 'src/relay', 'src/server']
      .map((folder) => `${folder}/tsconfig.json`)
      .map((config) => tool('typescript', 'tsc', '--noEmit', '-p', config)),
  },
  unit: {
    tests: /^test\/(?!package\/|interop\/).*\.test\.ts$/,
    commands: [(files) => nodeTests(byFolder(files), `--test-concurrency=${availableParallelism()}`)],
  },
  component: {
    tests: /\.wtr\.ts$/,
    browser: true,
    commands: [
      (files) => [
        bin('@web/test-runner', 'wtr'),
        '--config',
        'test/config/web-test-runner.config.js',
        '--files',
        ...files,
      ],
    ],
  },
  build: { commands: [() => ['scripts/build.mjs']] },
  size: { after: 'build', commands: [() => ['--import', 'tsx', 'test/package/size.ts']] },
  package: {
    after: 'build',
    tests: /^test\/package\/.*\.test\.ts$/,
    commands: [(files) => nodeTests(files), tool('typescript', 'tsc', '-p', 'test/types/tsconfig.json')],
  },
  e2e: {
    after: 'build',
    tests: /\.e2e\.ts$/,
    browser: true,
    minutes: 20,
    commands: [(files) => nodeTests(files, '--test-concurrency=1')],
  },
  interop: {
    after: 'build',
    tests: /^test\/interop\/.*\.test\.ts$/,
    browser: true,
    minutes: 15,
    commands: [(files) => nodeTests(files, '--test-concurrency=1')],
  },
};

function tool(dependency, command, ...args) {
  return () => [bin(dependency, command), ...args];
}

/** Each file has a process of its own. */
function nodeTests(files, ...options) {
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
  reporters.push('--test-reporter=./test/config/tally.js', '--test-reporter-destination=test/.tmp/tally.json');
  return ['--import', 'tsx', '--test', ...reporters, ...options, ...files];
}

/** One file for each folder, which imports the tests in it: to start Node and tsx takes longer than most of them do. */
function byFolder(files) {
  return [...new Set(files.map(dirname))].map((folder) => {
    const imports = files.filter((file) => dirname(file) === folder).map((file) => `import '../../${file}';\n`);
    const all = `test/.tmp/${folder.replaceAll('/', '-')}.js`;
    writeFileSync(join(root, all), imports.join(''));
    return all;
  });
}

needNode('20.19');
const asked = process.argv.slice(2);
const names = asked.filter((name) => Object.hasOwn(steps, name));
const files = asked
  .filter((name) => !names.includes(name))
  .map((name) => relative(root, resolve(root, name)).replaceAll(sep, '/'));
for (const file of files) {
  if (!existsSync(join(root, file)))
    giveUp(`“${file}” is neither a step (${Object.keys(steps).join(', ')}) nor a file.`);
  if (names.length === 0) giveUp(`which step runs ${file}? npm test -- <step> ${file}`);
  if (!names.some((name) => steps[name].tests?.test(file))) giveUp(`${file} is no test of ${names.join(' or ')}.`);
}
const chosen = Object.keys(steps).filter(
  (name) => asked.length === 0 || names.includes(name) || names.some((other) => steps[other].after === name),
);
needDependencies();
if (chosen.some((name) => steps[name].browser)) needBrowser();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const broken = new Set();
for (const name of chosen) {
  process.stdout.write(name.padEnd(10));
  const start = performance.now();
  const result = broken.has(steps[name].after)
    ? { passed: 0, failed: 0, skipped: 1, notes: [`skipped: ${steps[name].after} failed`] }
    : await runStep(name);
  if (result.failed > 0) broken.add(name);
  for (const key of Object.keys(total)) total[key] += result[key];
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${result.failed > 0 ? 'FAILED' : 'ok    '} ${seconds.padStart(6)} s  ${inWords(result)}`);
  for (const note of result.notes) console.log(`  ${note}`);
  if (result.failed > 0 || chosen.length === 1) process.stdout.write(readFileSync(logOf(name)));
}
console.log(`\n${inWords(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function logOf(name) {
  return join(folder, `${name}.log`);
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The files of a step's tests: those that were named, else all. */
function testsOf({ tests }) {
  const all = readdirSync(join(root, 'test'), { recursive: true })
    .map((file) => `test/${file.split(sep).join('/')}`)
    .filter((file) => !file.startsWith('test/.tmp/') && tests?.test(file))
    .sort();
  const named = all.filter((file) => files.includes(file));
  return named.length > 0 ? named : all;
}

async function runStep(name) {
  const { commands, minutes = 5 } = steps[name];
  const tests = testsOf(steps[name]);
  if (steps[name].tests && tests.length === 0)
    return { passed: 0, failed: 1, skipped: 0, notes: ['there are no tests'] };
  const sum = { passed: 0, failed: 0, skipped: 0, notes: [] };
  const log = openSync(logOf(name), 'w');
  for (const command of commands) {
    const tallyFile = join(folder, 'tally.json');
    rmSync(tallyFile, { force: true });
    const problem = await runCommand(command(tests), log, minutes);
    const counted = existsSync(tallyFile) ? JSON.parse(readFileSync(tallyFile, 'utf8')) : { passed: problem ? 0 : 1 };
    const { passed = 0, failed = 0, skipped = 0, notes = [] } = counted;
    sum.passed += passed;
    sum.failed += problem ? Math.max(failed, 1) : failed;
    sum.skipped += skipped;
    sum.notes.push(...notes, ...(problem ? [problem] : []));
  }
  closeSync(log);
  return sum;
}

/** Runs Node; resolves with what went wrong, or undefined. The output goes to a file, which no grandchild can hold open. */
function runCommand(args, log, minutes) {
  const posix = process.platform !== 'win32';
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', log, log], detached: posix });
  const end = (signal) => {
    try {
      process.kill(posix ? -child.pid : child.pid, signal);
    } catch {
      // It ended in the same moment.
    }
  };
  let hanging = false;
  const timers = [
    setTimeout(() => ((hanging = true), end('SIGTERM')), minutes * 60_000),
    setTimeout(() => end('SIGKILL'), minutes * 60_000 + 10_000),
  ];
  const interrupt = (signal) => {
    end('SIGKILL');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      timers.forEach(clearTimeout);
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      end('SIGKILL');
      if (hanging) resolve(`ended after ${minutes} minutes`);
      else resolve(code === 0 ? undefined : `ended with ${signal ?? `code ${code}`}`);
    });
  });
}
