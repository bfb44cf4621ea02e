import { html, type TemplateResult } from 'lit';

/** An icon of one stroke on a grid of 24, in the colour of the text beside it, which also names it. */
export const icon = (path: string, name = ''): TemplateResult =>
  html`<svg class=${`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

export const handset =
  'M8.2 3.5H5.6C4.4 3.5 3.4 4.5 3.5 5.7c.6 8 6.8 14.2 14.8 14.8 1.2.1 2.2-.9 2.2-2.1v-2.6l-4.3-1.6-2.1 2.1c-2.8-1.3-5.1-3.6-6.4-6.4l2.1-2.1L8.2 3.5z';

export const videoCamera =
  'M4.5 6.5h9.5a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H4.5A1.5 1.5 0 0 1 3 16V8a1.5 1.5 0 0 1 1.5-1.5zM15.5 10.8 21 7.5v9l-5.5-3.3';
