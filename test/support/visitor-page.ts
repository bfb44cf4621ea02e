import type { Browser } from 'playwright';
import { openWatchedPage, type WatchedPage } from './watched-page.js';

/** A visitor's page with our element on it. */
export interface VisitorPage extends WatchedPage {
  /** Presses the element's button as a visitor does. */
  press(selector?: string): Promise<void>;
  until(state: string, selector?: string, ms?: number): Promise<void>;
  state(selector?: string): Promise<string | null>;
}

const INLINE = 'cc-click-to-call';

/** Opens `url` and waits until the element is defined. `init` runs in the page before its first script. */
export async function openVisitorPage(browser: Browser, url: string, init?: () => void): Promise<VisitorPage> {
  const watched = await openWatchedPage(browser, url, init);
  const { page } = watched;
  await page.waitForFunction(() => customElements.get('cc-click-to-call'));
  return {
    ...watched,
    press: (selector = INLINE) => page.locator(selector).first().locator('button.call').click(),
    until: async (state, selector = INLINE, ms = 15_000) => {
      const reached = page.waitForFunction(
        ([where, name]) => document.querySelector(where)?.getAttribute('state') === name,
        [selector, state] as const,
        { timeout: ms },
      );
      await reached.catch(async (cause: unknown) => {
        const is = await page.evaluate((where) => document.querySelector(where)?.getAttribute('state'), selector);
        throw new Error(`${selector} is ${is}, not ${state}`, { cause });
      });
    },
    state: (selector = INLINE) => page.locator(selector).first().getAttribute('state'),
  };
}
