import type { ShareMemory } from '../../core/cobrowse/ports.js';

const KEY = 'cc-widgets.sharing';

/**
 * What this tab remembers of sharing its page before, with the visitor's consent; null where there is nothing, where it is
 * too old, or where it can't be read. Small, so that a page that never shared loads no more than this to know it.
 */
export function readShareMemory(): ShareMemory | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return isMemory(kept) && kept.expires > Date.now() ? kept : null;
  } catch {
    // No storage in this page, or not our words in it.
    return null;
  }
}

/** The same, once: who goes on with it has it. */
export function takeShareMemory(roomId: string): ShareMemory | null {
  const kept = readShareMemory();
  if (kept?.roomId !== roomId) return null;
  writeShareMemory(null);
  return kept;
}

/** null forgets it. */
export function writeShareMemory(memory: ShareMemory | null): void {
  try {
    if (memory) sessionStorage.setItem(KEY, JSON.stringify(memory));
    else sessionStorage.removeItem(KEY);
  } catch {
    // No storage in this page: the visitor is asked again on the next one.
  }
}

function isMemory(kept: unknown): kept is ShareMemory {
  if (typeof kept !== 'object' || kept === null) return false;
  const memory: Readonly<Record<string, unknown>> = { ...kept };
  const texts = ['roomId', 'resumeToken', 'url', 'tab'].every((key) => typeof memory[key] === 'string');
  return texts && typeof memory['expires'] === 'number' && typeof memory['paused'] === 'boolean';
}
