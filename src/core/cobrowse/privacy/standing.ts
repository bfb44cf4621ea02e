import type { Entry } from './entry.js';
import type { PageTree } from './page-tree.js';

/** How far the agent sees a node: what it shows; that it is there, and no more; or one whose content nobody may ever see. */
export type Standing = 'open' | 'hidden' | 'secret';

export function standingOf(tree: PageTree, entry: Entry, maskText: boolean): Standing {
  for (let at: Entry | null = entry; at; at = at.parent) if (tree.isSecret(at)) return 'secret';
  // A frame, a video, one of our own: nothing of what is in it.
  if (tree.disposition(entry) !== 'send' || entry.tag === 'iframe') return 'hidden';
  const { marked, unmasked, field, choice } = tree.privacyOf(entry);
  return marked || (!unmasked && (maskText || field || choice)) ? 'hidden' : 'open';
}
