import type { Browser, Page } from 'playwright';

/** An agent's page with the replayer on it and nothing else of the desk in the way. */
export interface WatcherPage {
  readonly page: Page;
  /** Resolves when the element says so. */
  until(state: string): Promise<void>;
  /** Resolves when the picture's text has this in it. */
  sees(text: string): Promise<void>;
  /** All of the picture as HTML, shadow roots and field values with it; empty without one. */
  picture(): Promise<string>;
}

/** Watches this room from the demo's desk page, whose policy lets a picture be shown. */
export async function openWatcherPage(browser: Browser, origin: string, room: string): Promise<WatcherPage> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${origin}/agent`);
  await page.waitForFunction(() => document.body.dataset['state'] === 'ready');
  await page.evaluate((roomId) => {
    const watcher = document.createElement('cc-cobrowse');
    Object.assign(watcher, { mode: 'replayer', roomId, userId: 'agent-7', userName: 'Grace', id: 'watcher' });
    watcher.resourceOrigins = location.origin;
    watcher.credentials = async () => {
      const headers = { 'content-type': 'application/json' };
      for (const userId of ['103', '102', '101']) {
        const account = JSON.stringify({ password: 'demo', phonenum: `40${userId}` });
        const init = { method: 'PUT', headers, body: account };
        const signedIn = await fetch(`/agentgateway/resource/onlineagent/${userId}`, init);
        const guid = signedIn.headers.get('set-guid')?.replace('JSESSIONID=', '');
        if (guid === undefined) continue;
        const asking = { method: 'POST', headers: { ...headers, guid }, body: JSON.stringify({ userId }) };
        return (await fetch('/desk/credentials', asking)).json();
      }
      throw new Error('every agent is signed in already');
    };
    watcher.style.blockSize = '600px';
    document.body.prepend(watcher);
    void watcher.start();
  }, room);
  return {
    page,
    until: async (state) => {
      const reached = page.waitForFunction(
        (wanted) => document.querySelector('#watcher')?.getAttribute('state') === wanted,
        state,
        { timeout: 20_000 },
      );
      await reached.catch(async (cause: unknown) => {
        const is = await page.evaluate(() => document.querySelector('#watcher')?.getAttribute('state'));
        throw new Error(`it is ${is}, not ${state}`, { cause });
      });
    },
    sees: async (text) => {
      await page.waitForFunction(
        (wanted) =>
          document
            .querySelector('#watcher')
            ?.shadowRoot?.querySelector('iframe')
            ?.contentDocument?.body?.innerText.includes(wanted),
        text,
        { timeout: 20_000 },
      );
    },
    picture: () =>
      page.evaluate(() => {
        const frame = document.querySelector('#watcher')?.shadowRoot?.querySelector('iframe')?.contentDocument;
        if (!frame) return '';
        const roots: (Document | ShadowRoot)[] = [frame];
        const texts: string[] = [];
        for (const root of roots) {
          texts.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML);
          for (const element of root.querySelectorAll('*')) {
            if (element.shadowRoot) roots.push(element.shadowRoot);
            if ('value' in element) texts.push(String(element.value));
          }
        }
        return texts.join('\n');
      }),
  };
}
