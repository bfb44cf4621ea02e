import type { Browser } from 'playwright';
import { openWatchedPage, type WatchedPage } from './watched-page.js';

/** The demo's agent desk, as its agent uses it. */
export interface DeskPage extends WatchedPage {
  signIn(agentId: string): Promise<void>;
  /** Presses a control by its name, once it may be pressed. */
  press(name: string): Promise<void>;
  /** Resolves when the desk says so of its call. */
  says(text: string | RegExp): Promise<void>;
}

export async function openDeskPage(browser: Browser, origin: string): Promise<DeskPage> {
  const watched = await openWatchedPage(browser, `${origin}/agent`);
  const { page } = watched;
  // A submit before the desk's script is there would load the page anew.
  await page.waitForFunction(() => document.body.dataset['state'] === 'ready');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click({ timeout: 20_000 });
  return {
    ...watched,
    press,
    async signIn(agentId) {
      await page.getByLabel('Agent', { exact: true }).fill(agentId);
      await press('Sign in');
      await page.locator('#status', { hasText: 'busy' }).waitFor();
      await press('Ready');
      await page.locator('#status', { hasText: 'ready' }).waitFor();
    },
    says: (text) => page.locator('#call-state', { hasText: text }).waitFor({ timeout: 20_000 }),
  };
}
