import { CobrowseRun } from './run.js';
import type { SceneHost } from './scene.js';

/** How long a shared page waits for an element in place of the one that was taken out, ms. */
const WAIT_MS = 2_000;

/** An element, as far as another one may take its place. */
export interface Heir {
  readonly element: SceneHost;
  run: CobrowseRun;
  /** The element may go on with what is shared in this room. */
  suits(roomId: string): boolean;
}

/*
 * A page that is shared outlives the element that it was shared with: Turbo, htmx and Swup take an element out and put an equal
 * one in, the one before the other or the other way round. In between nothing is sent, and the bar stays.
 *
 *     with its element ⇄ held ─next task─▶ waiting ─▶ with an equal element, or the same again
 *                                             └─2 s─▶ stopped
 *
 * The elements of a page know nothing else of each other.
 */

const present = new Set<Heir>();
const waiting = new Map<Heir, ReturnType<typeof setTimeout>>();

/** An element is in the page. */
export function enter(heir: Heir): void {
  present.add(heir);
  // Moved within one task: as if nothing was.
  if (!waiting.has(heir)) heir.run.goOn();
  // In a task of its own: by then it was told all that it is told.
  if (waiting.size > 0) setTimeout(passOn);
}

/** An element is out of the page. */
export function leave(heir: Heir): void {
  present.delete(heir);
  heir.run.hold();
  setTimeout(() => {
    if (present.has(heir) || waiting.has(heir)) return;
    if (!heir.run.shares) return void heir.run.stop();
    waiting.set(heir, setTimeout(giveUp, WAIT_MS, heir));
    passOn();
  });
}

function passOn(): void {
  for (const [left, timer] of waiting) {
    const { run } = left;
    const heir = [...present].find((one) => one === left || (!one.run.underWay && one.suits(run.roomId)));
    if (run.shares && !heir) continue;
    clearTimeout(timer);
    waiting.delete(left);
    if (heir && run.shares) hand(left, heir);
  }
}

function hand(from: Heir, to: Heir): void {
  const { run } = from;
  const previous = to.run.state;
  if (from !== to) from.run = new CobrowseRun(from.element);
  to.run = run;
  run.moveTo(to.element, previous);
}

function giveUp(heir: Heir): void {
  waiting.delete(heir);
  void heir.run.stop();
}
