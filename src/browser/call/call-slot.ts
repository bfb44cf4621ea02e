import { systemClock } from '../../core/lib/clock.js';

const LOCK = 'cc-widgets.call';
/** A browser that does not say within this time whether it is free does not keep anybody from calling, ms. */
const LIMIT = 1_000;

const documentsInCall = new WeakSet<Document>();

/**
 * One call per visitor, over all tabs of an origin: two would fight for the microphone, and be the same user to the
 * platform. Resolves with a function that releases it, or null where another call has it. A page that is gone has released it.
 */
export async function acquireCallSlot(): Promise<(() => void) | null> {
  if (documentsInCall.has(document)) return null;
  documentsInCall.add(document);
  const release = await acquireLock();
  if (!release) documentsInCall.delete(document);
  return (
    release &&
    (() => {
      documentsInCall.delete(document);
      release();
    })
  );
}

/** Null where another tab holds it. Where the browser has no locks, or none for this page, nothing is held. */
function acquireLock(): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    let late = false;
    const nothingHeld = () => resolve(() => undefined);
    const cancel = systemClock.after(LIMIT, () => {
      late = true;
      nothingHeld();
    });
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      cancel();
      if (late) return;
      if (lock) return new Promise((release) => resolve(release));
      resolve(null);
    };
    Promise.resolve(navigator.locks?.request(LOCK, { ifAvailable: true }, hold)).then(nothingHeld, nothingHeld);
  });
}
