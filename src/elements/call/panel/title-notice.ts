import type { CallState } from '../../../core/call/call-state.js';
import type { PanelTexts } from '../../texts/call/texts.js';

/** How often a title without a change of its element is looked at, ms: a router may put another `<title>` in its place. */
const LOOK_MS = 1_000;

let notice = '';
let timer: ReturnType<typeof setInterval> | undefined;

/** Says in front of the page's title that somebody talks, whatever the page calls itself meanwhile, until the call is over. */
export function sayInTitle({ name }: CallState, { panel }: PanelTexts): void {
  const title = ownTitle();
  notice = name === 'talking' || name === 'reconnecting' ? `● ${panel} · ` : '';
  document.title = notice + title;
  clearInterval(timer);
  if (notice) timer = setInterval(keep, LOOK_MS);
}

function keep(): void {
  if (!document.title.startsWith(notice)) document.title = notice + document.title;
}

/** The page's own. */
const ownTitle = (): string =>
  document.title.startsWith(notice) ? document.title.slice(notice.length) : document.title;
