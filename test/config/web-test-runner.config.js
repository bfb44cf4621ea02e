import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';

/** Tests that need a page (*.wtr.ts), in the Chromium that `CHROME_PATH` names, with a fake microphone and camera. */
export default {
  rootDir: at('../..'),
  files: 'test/**/*.wtr.ts',
  hostname: '127.0.0.1',
  staticLogging: true,
  // Only to end what hangs: a machine that is busy takes its time over the first look at a page.
  testFramework: { config: { timeout: 20_000 } },
  // What ships is tested: lit without its development warnings.
  nodeResolve: { exportConditions: ['default'] },
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: at('../../tsconfig.json') })],
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {
        executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--use-fake-device-for-media-stream',
          '--use-fake-ui-for-media-stream',
          '--allow-loopback-in-peer-connection',
        ],
      },
    }),
  ],
  reporters: [defaultReporter(), { onTestRunFinished }],
};

/** Counts for scripts/test.mjs, as tally.js does for node:test. A page that breaks before its tests counts as a failed one. */
function onTestRunFinished({ sessions }) {
  const counts = { passed: 0, failed: 0, skipped: 0, notes: [] };
  for (const { testFile, testResults, errors } of sessions) {
    if (errors.length > 0 || !testResults) counts.failed += 1;
    for (const test of testsOf(testResults)) {
      counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
      if (test.skipped) counts.notes.push(`skipped: ${test.name} (${testFile})`);
    }
  }
  mkdirSync(at('../.tmp'), { recursive: true });
  writeFileSync(at('../.tmp/tally.json'), JSON.stringify(counts));
}

function testsOf(suite) {
  return suite ? [...suite.tests, ...suite.suites.flatMap(testsOf)] : [];
}

function at(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}
