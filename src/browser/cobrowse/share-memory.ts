import { toJson } from '../../core/lib/json.js';
import type { ShareMemory } from '../../core/cobrowse/ports.js';
import { shareMemoryKey } from './share-trace.js';

/**
 * This tab's resume record, left by a page that was shared with the visitor's consent; null where there is none, where it has
 * expired, or where it can't be read.
 */
export function readShareMemory(): ShareMemory | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(shareMemoryKey) ?? 'null');
    return isMemory(kept) && kept.expires > Date.now() ? kept : null;
  } catch {
    // No storage in this page, or not our record in it.
    return null;
  }
}

/** Reads the record and removes it, so that it is used once; null also where it is of another room. */
export function takeShareMemory(roomId: string): ShareMemory | null {
  const kept = readShareMemory();
  if (kept?.roomId !== roomId) return null;
  writeShareMemory(null);
  return kept;
}

/** null removes it. */
export function writeShareMemory(memory: ShareMemory | null): void {
  try {
    if (memory) sessionStorage.setItem(shareMemoryKey, toJson(memory));
    else sessionStorage.removeItem(shareMemoryKey);
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
