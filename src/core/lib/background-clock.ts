import type { Clock } from './clock.js';

/** The system's clock, whose timers keep no Node process alive: for a server, where open sockets do that. */
export const backgroundClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    unref(timer);
    return () => clearTimeout(timer);
  },
};

function unref(timer: unknown): void {
  if (isNodeTimer(timer)) timer.unref();
}

/** In Node a timer is an object, elsewhere a number. */
const isNodeTimer = (timer: unknown): timer is { unref(): void } =>
  typeof timer === 'object' && timer !== null && 'unref' in timer;
