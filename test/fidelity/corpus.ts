import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

/** A page of the corpus: what its visitor does, and how much of the picture is to be the same, at least. */
export interface CorpusPage {
  /** In place of the file in `pages` that has its name. */
  readonly markup?: string;
  readonly use: (visitor: Page) => Promise<unknown>;
  /** 0 to 1; a floor that only rises. */
  readonly floor: number;
}

const file = readFileSync(new URL('pages/bootstrap.html', import.meta.url), 'utf8');

const bootstrap = (attributes: string, sheet: string): CorpusPage => ({
  markup: file.replace('lang="en"', attributes).replace('bootstrap.min.css', sheet),
  use: async (visitor) => {
    await visitor.locator('.nav-tabs .nav-link').nth(1).hover();
    await visitor.evaluate(() => {
      document.querySelector('.alert')?.classList.replace('alert-warning', 'alert-success');
      for (const tab of document.querySelectorAll('.nav-tabs .nav-link')) tab.classList.toggle('active');
      document.querySelector<HTMLElement>('.progress-bar')!.style.width = '80%';
    });
    await visitor.evaluate(() => scrollTo(0, 200));
  },
  floor: 0.995,
});

/** By name. */
export const corpus: Readonly<Record<string, CorpusPage>> = {
  'bootstrap-light': bootstrap('lang="en"', 'bootstrap.min.css'),
  'bootstrap-dark': bootstrap('lang="en" data-bs-theme="dark"', 'bootstrap.min.css'),
  'bootstrap-rtl': bootstrap('lang="ar" dir="rtl"', 'bootstrap.rtl.min.css'),
  quill: {
    use: async (visitor) => {
      await visitor.locator('.ql-editor p').first().click();
      await visitor.keyboard.type('And they are red. ');
      await visitor.locator('.ql-picker-label').first().click();
    },
    floor: 0.99,
  },
  leaflet: {
    use: async (visitor) => {
      await visitor.locator('.leaflet-control-zoom-in').click();
      await visitor.locator('.leaflet-popup-close-button').click();
    },
    floor: 0.995,
  },
  manual: { use: (visitor) => visitor.locator('a').first().click(), floor: 0.995 },
};
