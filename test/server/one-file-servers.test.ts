/** The site's server in one file of Python and one of PHP, in front of the embedded contact center. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../../demo/demo-server.js';
import { freePort } from '../relay/cluster-rig.js';
import { missing } from '../support/debian.js';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}
type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

interface Language {
  readonly name: string;
  readonly packages: readonly string[];
  readonly folder: string;
  /** What serves the site on a port. */
  readonly command: (port: number) => readonly [string, ...string[]];
}

const languages: readonly Language[] = [
  {
    name: 'Python',
    packages: ['python3'],
    folder: 'python',
    command: (port) => ['python3', file('one-file-site.py'), String(port)],
  },
  {
    name: 'PHP',
    packages: ['php-cli'],
    folder: 'php',
    command: (port) => ['php', '-S', `127.0.0.1:${port}`, file('one-file-site.php')],
  },
];

/** Resolves when something listens. */
async function listening(port: number): Promise<void> {
  for (const end = Date.now() + 10_000; ;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    } finally {
      socket.destroy();
    }
  }
}

/** `prefix`: with the proxy. */
async function setUp(context: TestContext, { folder, command }: Language, prefix?: string) {
  const demo = await startDemo({ port: 0, appKey: 'key', appSecret: 'app-secret', hold: 20 });
  context.after(() => demo.close());
  const directory = await mkdtemp(join(tmpdir(), 'cc-one-file-'));
  const port = await freePort();
  const [program, ...args] = command(port);
  const child = spawn(program, args, {
    env: {
      ...{ PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1', PHP_CLI_SERVER_WORKERS: '8' },
      ...{ PLATFORM: demo.origin, CC_WIDGETS: file(`../../integrations/${folder}`), DIRECTORY: directory },
      ...(prefix === undefined ? {} : { PREFIX: prefix }),
    },
    stdio: 'ignore',
    // PHP's workers are not ended with their parent.
    detached: true,
  });
  context.after(async () => {
    process.kill(-child.pid!);
    await once(child, 'exit');
    await rm(directory, { recursive: true });
  });
  await listening(port);
  const ask: Ask = async (method, path, body, headers = {}) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const origin = method === 'GET' ? { 'sec-fetch-site': 'same-origin' } : { origin: 'https://shop.example' };
    const all = { host: 'shop.example', cookie: 'shop=one', 'content-length': `${text.length}`, ...origin, ...headers };
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
    const asked = request({ host: '127.0.0.1', port, method, path, headers: given }).end(text);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let read = '';
    for await (const chunk of answer) read += String(chunk);
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      body: JSON.parse(read) as Record<string, unknown>,
    };
  };
  const called = (operation: string) => demo.center.requests.filter((one) => one.operation === operation).length;
  return { demo, ask, called };
}

const asked = { userId: 'forged', userName: 'Eve', channelId: 'agent-free', locale: 'en' };
const CREDENTIALS = '/call-credentials';
const API = '/cc/apiaccess/ccmessaging';

for (const language of languages)
  describe(
    `the site’s server in ${language.name}`,
    { skip: await missing(language.name, language.packages), timeout: 60_000 },
    () => {
      it('gives credentials of who the session says, whatever the page says', async (t) => {
        const { demo, ask } = await setUp(t, language);
        const { status, headers, body } = await ask('POST', CREDENTIALS, asked);
        assert.deepEqual([status, headers['cache-control']], [200, 'no-store']);
        assert.deepEqual(
          [body['userId'], body['appKey'], Number(body['expiresIn']) > 3_500],
          ['user-one', 'key', true],
        );
        const holder = demo.center.tokens.readMessaging(String(body['messagingToken']), () => false);
        assert.equal(holder?.identity.userId, 'user-one');
        assert.equal(demo.center.tokens.checkAccess(`Bearer ${String(body['accessToken'])}`, 'key'), 'ok');
      });

      it('asks for the access token once, however many wait', async (t) => {
        const { ask, called } = await setUp(t, language);
        const all = await Promise.all(
          Array.from({ length: 8 }, (_, at) => ask('POST', CREDENTIALS, asked, { cookie: `shop=user${at}` })),
        );
        assert.deepEqual(new Set(all.map(({ status }) => status)), new Set([200]));
        assert.equal(called('tokenByAkSk'), 1);
      });

      for (const [what, method, path, body, headers, expected] of [
        ['no Origin', 'POST', CREDENTIALS, asked, { origin: '' }, 403],
        ['another site’s Origin', 'POST', CREDENTIALS, asked, { origin: 'https://evil.example' }, 403],
        ['a rebound Host', 'POST', CREDENTIALS, asked, { host: 'rebound.example' }, 403],
        ['no session', 'POST', CREDENTIALS, asked, { cookie: '' }, 401],
        ['a user id of 30 characters', 'POST', CREDENTIALS, asked, { cookie: `shop=${'x'.repeat(30)}` }, 500],
        ['another channel', 'POST', CREDENTIALS, { ...asked, channelId: 'secret' }, {}, 403],
        ['a body above 4 KiB', 'POST', CREDENTIALS, { ...asked, userName: 'x'.repeat(5_000) }, {}, 413],
        ['a body that is no object', 'POST', CREDENTIALS, [1], {}, 400],
        ['another method', 'GET', CREDENTIALS, undefined, {}, 405],
        ['another path', 'POST', '/elsewhere', asked, {}, 404],
        ['the proxy, where there is none', 'GET', `${API}/poll`, undefined, {}, 404],
      ] as const)
        it(`refuses ${what}: ${expected}`, async (t) => {
          const { ask, called } = await setUp(t, language);
          const { status, headers: given, body: said } = await ask(method, path, body, headers);
          assert.deepEqual([status, given['cache-control'], typeof said['error']], [expected, 'no-store', 'string']);
          assert.equal(called('applyToken'), 0);
        });

      it('takes so many requests of a session and no more', async (t) => {
        const { ask } = await setUp(t, language);
        const statuses = [];
        for (let count = 0; count < 22; count += 1) statuses.push((await ask('POST', CREDENTIALS, asked)).status);
        assert.deepEqual([statuses[0], statuses[19], statuses[21]], [200, 200, 429]);
        assert.equal((await ask('POST', CREDENTIALS, asked, { cookie: 'shop=two' })).status, 200);
      });

      it('hands on what the elements ask, for who the session says, and lets no token out', async (t) => {
        const { demo, ask } = await setUp(t, language, '/cc');
        const { body } = await ask('POST', CREDENTIALS, asked);
        assert.deepEqual(body, { userId: 'user-one', userName: 'Ada' });
        const connect = { from: 'forged', to: 'other', controlType: 'CONNECT', mediaType: 'TEXT' };
        const answers = [
          await ask('POST', `${API}/send`, connect),
          await ask('GET', `${API}/v1/checkClickToCallSupport?channel=OTHER`),
          await ask('POST', `${API}/v1/createClickToCall`, { mediaAbility: '0' }),
          await ask('GET', `${API}/v1/getClickToCallEvents`),
          await ask('POST', `${API}/v1/dropClickToCall`, {}),
        ];
        assert.deepEqual(
          answers.map(({ status }) => status),
          [200, 200, 200, 200, 200],
        );
        assert.equal(demo.center.calls.length, 1);
        for (const { headers, body: said } of answers) {
          assert.equal(headers['ccmessaging-token'], undefined);
          assert.equal(headers['set-cookie'], undefined);
          assert.ok(!/Bearer|app-secret/.test(JSON.stringify(said)));
        }
        for (const [method, path, sent, expected] of [
          ['GET', '/cc/apiaccess/ccmessaging/applyToken', undefined, 404],
          ['POST', '/cc/apigovernance/api/oauth/tokenByAkSk', {}, 404],
          ['GET', `${API}/send`, undefined, 405],
          ['POST', `${API}/send`, { content: 'x'.repeat(17_000) }, 413],
        ] as const)
          assert.equal((await ask(method, path, sent)).status, expected, path);
        assert.equal((await ask('GET', `${API}/poll`, undefined, { 'sec-fetch-site': 'cross-site' })).status, 403);
      });

      it('says 502 where the platform is away', async (t) => {
        const { demo, ask } = await setUp(t, language);
        await demo.close();
        const { status, body } = await ask('POST', CREDENTIALS, asked);
        assert.equal(status, 502);
        assert.ok(!JSON.stringify(body).includes('app-secret'));
      });
    },
  );
