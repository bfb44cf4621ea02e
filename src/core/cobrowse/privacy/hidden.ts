import { isField } from './elements.js';
import type { PageCopy } from './page-copy.js';
import type { PageTree } from './page-tree.js';

/** A node of which something is hidden: all of it, or what it says. */
export interface HiddenNode {
  readonly id: number;
  readonly how: 'block' | 'mask';
}

/** What of the page is hidden now, each part once. */
export function hiddenNodes(tree: PageTree, copy: PageCopy): HiddenNode[] {
  const found: HiddenNode[] = [];
  for (const entry of tree.entries()) {
    if (!entry.sent || entry.tag.startsWith('#')) continue;
    const { blocked, marked, field } = tree.privacyOf(entry);
    const around = entry.parent && tree.privacyOf(entry.parent);
    if (tree.disposition(entry) === 'box' || (blocked && !around?.blocked)) found.push({ id: entry.id, how: 'block' });
    else if (blocked) continue;
    else if (marked && !around?.marked) found.push({ id: entry.id, how: 'mask' });
    else if (marked) continue;
    else if (field && !around?.field && isField(entry.tag, entry.facts) && !copy.isOpen(entry))
      found.push({ id: entry.id, how: 'mask' });
  }
  return found;
}
