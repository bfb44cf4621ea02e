import { startDemo, type DemoOptions } from './demo-server.js';

/** The demo as a program: on port `PORT` or 8080, until Ctrl+C. */
export async function runDemo(options: Partial<DemoOptions> = {}): Promise<void> {
  const port = Number(process.env['PORT'] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    process.stderr.write('PORT is no port: set it to a number up to 65535.\n');
    process.exit(1);
  }
  try {
    const { DEMO_APP_KEY: appKey = 'demo-app', DEMO_APP_SECRET: appSecret = crypto.randomUUID() } = process.env;
    const demo = await startDemo({ port, appKey, appSecret, ...options });
    const local = demo.origin.replace('127.0.0.1', 'localhost');
    process.stdout.write(
      `\n  Visitor page  ${local}/\n  Agent desk    ${local}/agent\n` +
        `\n  A server of your own may use this contact center: base URL ${local}\n` +
        `  app key ${appKey}, app secret ${appSecret} (or yours: DEMO_APP_KEY, DEMO_APP_SECRET)\n\n  Ctrl+C ends it.\n`,
    );
    const stop = () => void demo.close().then(() => process.exit(0));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    process.stderr.write(taken ? `Port ${port} is taken: choose another one with PORT=…\n` : `${String(error)}\n`);
    process.exit(1);
  }
}
