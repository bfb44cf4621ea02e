/* Reads a page, the files of cc-widgets that it names, and their headers. Asks nothing but what the page itself names. */

const TIMEOUT = 10_000;

/**
 * What is good about a page, and what is to change: `{good, what, remedy?}` for each thing that was looked at.
 * @param {string} url
 */
export async function check(url) {
  const page = await get(url);
  if (page.error) return [bad(`${url} can't be reached: ${page.error}`, 'Look at name, certificate and firewall.')];
  const findings = [page.status === 200 ? good(`${url} answers`) : bad(`${url} answers HTTP ${page.status}`)];
  const { hostname, protocol } = new URL(page.url);
  const secure = protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  findings.push(
    secure ? good('secure context') : bad('not https', 'Browsers give no microphone: serve it over https.'),
  );
  findings.push(...permissions(page.headers.get('permissions-policy')));
  findings.push(...contentSecurity(page.headers.get('content-security-policy')));
  const tags = [...page.text.matchAll(/<script\b[^>]*\bsrc\s*=\s*["']?([^"'\s>]+)[^>]*>/gi)];
  const ours = tags.filter(([, src]) => /cc-widgets[\w.-]*\.js/.test(src));
  if (ours.length === 0) findings.push(bad('no <script> of cc-widgets', 'It may come by a tag manager; else add it.'));
  for (const [tag, src] of ours) findings.push(...(await script(tag, new URL(src, page.url))));
  for (const [, base] of page.text.matchAll(/<cc-click-to-call\b[^>]*\bbase-url\s*=\s*["']([^"']+)/gi))
    findings.push(await platform(new URL(base, page.url), new URL(page.url).origin));
  return findings;
}

const good = (what) => ({ good: true, what });
const bad = (what, remedy) => ({ good: false, what, remedy });

async function get(url, init = {}) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT), ...init });
    return { status: answer.status, headers: answer.headers, url: answer.url, text: await answer.text() };
  } catch (error) {
    return { error: error.cause?.code ?? error.name };
  }
}

function permissions(policy) {
  return ['microphone', 'camera'].map((feature) => {
    const list = new RegExp(`(?:^|,)\\s*${feature}\\s*=\\s*(\\([^)]*\\)|\\*|self)`, 'i').exec(policy ?? '')?.[1];
    const open = list === undefined || /\bself\b|\*/.test(list);
    return open
      ? good(`Permissions-Policy allows ${feature}`)
      : bad(`Permissions-Policy excludes ${feature}`, `Write ${feature}=(self).`);
  });
}

function contentSecurity(header) {
  if (header === null) return [good('no Content-Security-Policy in the way')];
  const directives = new Map(
    header.split(';').map((part) => {
      const [name = '', ...sources] = part.trim().split(/\s+/);
      return [name.toLowerCase(), sources];
    }),
  );
  const sources = (name) => directives.get(name) ?? directives.get('default-src') ?? ['*'];
  const connect = sources('connect-src');
  const gateways = connect.some((source) => source === '*' || /^wss:/.test(source));
  const trusted = directives.get('trusted-types');
  const scripts = directives.has('script-src-elem') ? directives.get('script-src-elem') : sources('script-src');
  return [
    gateways
      ? good('connect-src lets gateways through')
      : bad('connect-src has no wss:', "Write connect-src 'self' wss:, or name the gateways’ hosts."),
    scripts.includes("'none'") || scripts.length === 0
      ? bad('script-src allows no script', "Write script-src 'self'.")
      : good('script-src allows scripts'),
    ...(trusted && !trusted.includes('lit-html') && !trusted.includes('*')
      ? [bad('trusted-types lacks lit-html', 'Add lit-html to trusted-types.')]
      : []),
  ];
}

async function script(tag, url) {
  const file = url.pathname.split('/').at(-1);
  const answer = await get(url);
  if (answer.error || answer.status !== 200)
    return [
      bad(
        `${url.href} can't be loaded: ${answer.error ?? `HTTP ${answer.status}`}`,
        'Copy all of dist/cc-widgets*.js into one folder.',
      ),
    ];
  const { headers, text } = answer;
  const type = headers.get('content-type') ?? 'none';
  const cache = headers.get('cache-control') ?? 'none';
  const version = /\/\*! cc-widgets (\d[\w.+-]*)/.exec(text)?.[1];
  const module = /\btype\s*=\s*["']?module/i.test(tag);
  const findings = [
    version
      ? good(`${file} is version ${version}`)
      : bad(`${file} is no file of cc-widgets`, 'An error page, or a banner that was taken out.'),
    /^(text|application)\/javascript/i.test(type)
      ? good(`${file} is JavaScript`)
      : bad(`${file} has Content-Type ${type}`, 'Serve it as text/javascript.'),
    /immutable|max-age=\d{5,}/.test(cache)
      ? bad(
          `${file} has Cache-Control ${cache}`,
          'Write no-cache: an update would not arrive. Files with a hash may be immutable.',
        )
      : good(`${file} is revalidated`),
  ];
  if (!module && !/iife/.test(file))
    findings.push(bad(`${file} is loaded as a classic script`, 'Write type="module", or use cc-widgets.iife.js.'));
  const chunk = /import\s*\(?["'](\.\/[\w.-]+)["']/.exec(text)?.[1];
  if (chunk) {
    const next = await get(new URL(chunk, url));
    const there = !next.error && next.status === 200;
    findings.push(
      there
        ? good(`${chunk.slice(2)} is beside it`)
        : bad(`${chunk.slice(2)} is not beside it`, 'Copy all of dist/cc-widgets*.js of one version.'),
    );
  }
  return findings;
}

/** Whether the platform, or the proxy, answers, and lets this origin read the answer. */
async function platform(base, origin) {
  const path = `${base.href.replace(/\/+$/, '')}/apiaccess/ccmessaging/v1/createClickToCall`;
  const crossing = base.origin !== origin;
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,ccmessaging-token,content-type,x-app-key',
  };
  const answer = await get(path, { method: 'OPTIONS', headers });
  if (answer.error)
    return bad(`${base.href} can't be reached: ${answer.error}`, 'Look at base-url, certificate and firewall.');
  if (!crossing) return good(`${base.href} answers`);
  const allowed = [origin, '*'].includes(answer.headers.get('access-control-allow-origin'));
  return allowed
    ? good(`${base.href} allows this origin`)
    : bad(
        `${base.href} does not allow ${origin} by CORS`,
        'Allow it there, or use a proxy of your own (cc-widgets/server).',
      );
}
