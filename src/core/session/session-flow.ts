import { backoff } from '../lib/backoff.js';
import { sleep, type Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import { logTransition } from '../lib/log-transition.js';
import { retryPause, type Network } from '../lib/network.js';
import { createStore } from '../lib/store.js';
import type { DownlinkMessage } from '../platform/downlink-message.js';
import { persist } from '../platform/persist.js';
import type { PlatformClient } from '../platform/platform-client.js';
import { isQuiet } from '../platform/quiet-poll.js';
import { closedSession, nextSessionState, type SessionState } from './session-state.js';

export interface SessionPorts {
  readonly platform: Pick<PlatformClient, 'send' | 'pollMessages'>;
  readonly clock: Clock;
  readonly network: Network;
  readonly log: Log;
}

/** The visitor's text session at the platform, reference-counted: open for as long as anybody holds it. */
export interface VisitorSession {
  readonly state: SessionState;
  /** Calls `listener` after every change of state. Returns an unsubscribe function. */
  subscribe(listener: (state: SessionState, previous: SessionState) => void): () => void;
  /** Acquires the text session: opens it, or shares the one that is open. */
  hold(): SessionHold;
}

export interface SessionHold {
  /** Resolves when CONNECT succeeded; rejects with a PlatformError, or with an AbortError once released. */
  readonly opened: Promise<void>;
  /** The last holder's release closes the session; DISCONNECT is sent before this returns. Idempotent. */
  release(): Promise<void>;
}

/** Between two polls for messages, ms; the platform closes a text session that is not polled. */
const POLL_PAUSE = 2_000;
const POLL_BACKOFF = { base: 2_000, cap: 30_000 };
/** DISCONNECT is retried for this long, ms. */
const DISCONNECT_TIMEOUT = 60_000;

interface OpenSession {
  readonly lifetime: AbortController;
  readonly opened: Promise<void>;
}

export function createSession(ports: SessionPorts): VisitorSession {
  return new SessionFlow(ports);
}

class SessionFlow implements VisitorSession {
  readonly #ports: SessionPorts;
  readonly #store = createStore(nextSessionState, closedSession);
  /** The session that is opening or open; null where none is. */
  #open: OpenSession | null = null;
  #holders = 0;
  #disconnected: Promise<void> = Promise.resolve();

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#store.subscribe((state, previous) => {
      logTransition(ports.log, 'session', state, previous.name);
      if (state.textCallId !== null && previous.textCallId === null) ports.log.debug('session id');
    });
  }

  get state(): SessionState {
    return this.#store.state;
  }

  subscribe(listener: (state: SessionState, previous: SessionState) => void): () => void {
    return this.#store.subscribe(listener);
  }

  hold(): SessionHold {
    const open = (this.#open ??= this.#connect());
    this.#holders += 1;
    let held = true;
    return {
      opened: open.opened,
      release: () => {
        if (held) this.#holders -= 1;
        if (held && this.#holders === 0) this.#close();
        held = false;
        return this.#disconnected;
      },
    };
  }

  #connect(): OpenSession {
    const lifetime = new AbortController();
    const { signal } = lifetime;
    this.#store.dispatch({ type: 'opening' });
    const opened = this.#ports.platform.send('CONNECT', { signal }).then(() => {
      signal.throwIfAborted();
      this.#store.dispatch({ type: 'opened' });
      void this.#pollMessages(signal);
    });
    // A holder that released it does not await it any more.
    opened.catch(() => undefined);
    return { lifetime, opened };
  }

  #close(): void {
    this.#open?.lifetime.abort();
    this.#open = null;
    this.#store.dispatch({ type: 'closing' });
    this.#disconnected = persist(this.#ports, DISCONNECT_TIMEOUT, (signal) =>
      this.#ports.platform.send('DISCONNECT', { signal, keepalive: true, retries: 0 }),
    ).finally(() => this.#store.dispatch({ type: 'closed' }));
  }

  async #pollMessages(signal: AbortSignal): Promise<void> {
    const { platform, clock, network } = this.#ports;
    for (let failures = 0; !signal.aborted;) {
      const began = clock.now();
      try {
        const messages = await platform.pollMessages(signal);
        if (!signal.aborted) messages.forEach((message) => this.#onMessage(message));
        failures = 0;
      } catch (thrown) {
        // Whether the platform is still reachable is decided by the poll for call events; this one only retries.
        failures = isQuiet(thrown, clock.now() - began, network.online) ? 0 : failures + 1;
      }
      if (failures === 0) await sleep(clock, POLL_PAUSE, signal).catch(() => undefined);
      else await retryPause(clock, network, backoff(failures, POLL_BACKOFF), signal);
    }
  }

  /** Only the id is used: there is no chat yet. */
  #onMessage({ callId }: DownlinkMessage): void {
    if (callId !== null) this.#store.dispatch({ type: 'textCallIdReceived', textCallId: callId });
  }
}
