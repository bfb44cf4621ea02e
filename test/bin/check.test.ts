import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../demo/http.js';

const bin = fileURLToPath(new URL('../../bin/cc-widgets.js', import.meta.url));

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out };
}

/** A site whose page, script and chunk have these headers. */
const site = (page: Record<string, string>, script: Record<string, string>, tag: string, chunk = 200) =>
  serve(0, async ({ url }) => {
    const { pathname } = new URL(url);
    if (pathname === '/') return new Response(tag, { headers: { 'content-type': 'text/html', ...page } });
    if (pathname === '/cc-widgets.js')
      return new Response(
        "/*! cc-widgets 1.2.3 | MIT, cc-widgets-notices.txt */\nimport'./cc-widgets-elements-12345678.js';",
        {
          headers: script,
        },
      );
    return new Response('', { status: pathname.startsWith('/cc-widgets-') ? chunk : 404 });
  });

describe('cc-widgets check', () => {
  it('has nothing to say against a site that is well', async () => {
    const policy = "default-src 'none'; script-src 'self'; connect-src 'self' wss:";
    const headers = { 'content-type': 'text/javascript', 'cache-control': 'no-cache' };
    const tag = '<script type="module" src="/cc-widgets.js"></script>';
    const { origin, close } = await site({ 'content-security-policy': policy }, headers, tag);
    const { code, out } = await run('check', origin);
    await close();
    assert.equal(code, 0, out);
    assert.match(out, /version 1\.2\.3/);
  });

  it('says what is to change, one by one', async () => {
    const { origin, close } = await site(
      {
        'content-security-policy': "script-src 'self'; connect-src 'self'; trusted-types other",
        'permissions-policy': 'microphone=(), camera=(self)',
      },
      { 'content-type': 'text/plain', 'cache-control': 'max-age=31536000, immutable' },
      '<script src="/cc-widgets.js"></script><cc-click-to-call base-url="http://127.0.0.1:1"></cc-click-to-call>',
      404,
    );
    const { code, out } = await run('check', origin);
    await close();
    assert.equal(code, 1);
    for (const line of [
      'excludes microphone',
      'connect-src has no wss:',
      'lacks lit-html',
      'Content-Type text/plain',
      'immutable',
      'as a classic script',
      'not beside it',
      "can't be reached",
    ])
      assert.ok(out.includes(line), `${line} is missing in\n${out}`);
    assert.match(out, /ok {6} *Permissions-Policy allows camera/);
  });

  it('shows how it is used', async () => {
    const { code, out } = await run('check', 'no-url');
    assert.equal(code, 2);
    assert.match(out, /cc-widgets relay/);
  });
});
