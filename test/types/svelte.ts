/** What Svelte's language tools check templates against. */
import 'cc-widgets/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

export const call: SvelteHTMLElements['cc-click-to-call'] = {
  'channel-id': '1',
  media: 'video',
  'oncc-call-end': ({ seconds }) => seconds > 60,
  'on:cc-state-change': ({ state }) => state === 'talking',
};
// @ts-expect-error There is no such kind of call.
export const misspelt: SvelteHTMLElements['cc-click-to-call'] = { media: 'fax' };
