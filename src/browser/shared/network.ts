import type { Network } from '../../core/lib/network.js';
import { Listeners } from '../../core/lib/listeners.js';

type Listener = Parameters<Network['subscribe']>[0];

/** The look at the wall clock, ms. */
const TICK = 1_000;
/** A longer gap between two looks was a machine asleep or a frozen page, ms. */
const GAP = 5_000;
/** Timers of a page that nobody sees run once a minute: there, only a longer gap says anything. */
const HIDDEN_GAP = 65_000;

/** The page's network. Listens, and looks at the clock, only while somebody is subscribed. */
export function pageNetwork(): Network {
  const listeners = new Listeners<Parameters<Listener>>();
  const connection = (navigator as Navigator & { readonly connection?: EventTarget }).connection;
  let count = 0;
  let looked = 0;
  let timer = 0;

  const lookFor = (gap: number): void => {
    const now = Date.now();
    const slept = now - looked > gap;
    looked = now;
    if (slept) listeners.emit('woke');
  };
  const look = () => {
    if (count > 0) lookFor(document.hidden ? HIDDEN_GAP : GAP);
  };
  const online = () => listeners.emit('online');
  const offline = () => listeners.emit('offline');
  const changed = () => listeners.emit('changed');
  const seen = () => document.hidden || lookFor(GAP);
  const thawed = () => lookFor(0);
  const handlers = [
    [window, 'online', online],
    [window, 'offline', offline],
    [window, 'pageshow', seen],
    [document, 'visibilitychange', seen],
    [document, 'resume', thawed],
    [connection, 'change', changed],
  ] as const;

  const start = () => {
    looked = Date.now();
    timer = window.setInterval(look, TICK);
    for (const [target, name, handler] of handlers) target?.addEventListener(name, handler);
  };
  const stop = () => {
    clearInterval(timer);
    for (const [target, name, handler] of handlers) target?.removeEventListener(name, handler);
  };
  return {
    get online() {
      return navigator.onLine;
    },
    get visible() {
      return !document.hidden;
    },
    look,
    subscribe(listener) {
      // Its own function each time: the same listener may subscribe twice.
      const remove = listeners.add((event) => listener(event));
      if (count++ === 0) start();
      let subscribed = true;
      return () => {
        if (subscribed && --count === 0) stop();
        subscribed = false;
        remove();
      };
    },
  };
}
