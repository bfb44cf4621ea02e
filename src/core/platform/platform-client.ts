import { backoff } from '../lib/backoff.js';
import { sleep, type Clock } from '../lib/clock.js';
import { CallError, type ErrorCode } from '../lib/errors.js';
import { readClickToCallEvent, type ClickToCallEvent } from './click-to-call-event.js';
import type { CredentialStore, Credentials } from './credentials.js';
import type { ControlType, Family, MediaAbility, Operation } from './family.js';
import { flag, isObject, number, text, type JsonObject } from './guards.js';
import { request, type Fetch } from './request.js';

export interface QueueInfo {
  /** 1 = next; null where the platform does not tell. */
  readonly position: number | null;
  /** Estimated, in seconds; null where the platform does not tell. */
  readonly waitSeconds: number | null;
}

export interface PlatformOptions {
  readonly baseUrl: string;
  readonly family: Family;
  readonly credentials: CredentialStore;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly keepalive?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  /** How often a request that was not answered may be repeated. */
  readonly retries?: number;
}

const REQUEST_TIMEOUT = 10_000;
/** A long poll is held for more than 10 s; the documents' sample gives it 60 s. */
const EVENTS_TIMEOUT = 60_000;
const RETRY = { base: 250, cap: 5_000 };

/** The platform's click-to-call operations, whatever the family: one reader for both. Every method throws CallError. */
export class PlatformClient {
  readonly #options: PlatformOptions;

  constructor(options: PlatformOptions) {
    this.#options = options;
  }

  /** Asks for credentials ahead of the first request, where they are needed soon. */
  prepare(): void {
    this.#options.credentials.get().catch(() => undefined);
  }

  async send(controlType: ControlType, options: CallOptions = {}): Promise<void> {
    const content = controlType === 'CONNECT' ? 'start' : '';
    await this.#ask(this.#options.family.send(controlType, content), { retries: 2, ...options });
  }

  /** Keeps the text session alive. Returns the multimedia call id when a message carries one. */
  async pollMessages(signal: AbortSignal): Promise<string | null> {
    const answer = await this.#ask(this.#options.family.pollMessages(), { signal, timeout: EVENTS_TIMEOUT });
    const messages: unknown = answer['downlinkMessages'];
    if (!Array.isArray(messages)) return null;
    const ids = messages.map((message: unknown) => (isObject(message) ? text(message['callId']) : null));
    return ids.filter((id) => id !== null).at(-1) ?? null;
  }

  /** @throws CallError `call-unsupported` where tenant space or channel lack click-to-call */
  async checkClickToCallSupport(signal: AbortSignal): Promise<void> {
    const answer = await this.#ask(this.#options.family.checkClickToCallSupport(), { signal, retries: 2 });
    if (!flag(answer['webRTCSupported']))
      throw new CallError('call-unsupported', 'The tenant space has no WebRTC (webRTCSupported is false).');
    if (!flag(answer['clickToCallSupported']))
      throw new CallError('call-unsupported', 'The channel has no click-to-call (clickToCallSupported is false).');
  }

  /** Not repeated on its own: a second one might occupy a second agent. */
  async createClickToCall(mediaAbility: MediaAbility): Promise<void> {
    await this.#ask(this.#options.family.createClickToCall(mediaAbility), {});
  }

  async getClickToCallEvents(signal: AbortSignal): Promise<ClickToCallEvent> {
    const operation = this.#options.family.getClickToCallEvents();
    return readClickToCallEvent(await this.#ask(operation, { signal, timeout: EVENTS_TIMEOUT }));
  }

  /** Where `keepalive` is set and credentials are at hand, the request has left when this returns its promise. */
  async dropClickToCall(options: CallOptions = {}): Promise<void> {
    await this.#ask(this.#options.family.dropClickToCall(), { retries: 2, ...options });
  }

  /** null where the family or this visitor has none. */
  async queryQueueInfo(signal: AbortSignal): Promise<QueueInfo | null> {
    const operation = this.#options.family.queryQueueInfo();
    if (!operation) return null;
    const answer = await this.#ask(operation, { signal });
    const wait = number(answer['estimateWaitTime']) ?? number(answer['totalWaitTime']);
    const position = number(answer['position']);
    return {
      position: position !== null && position >= 1 ? Math.floor(position) : null,
      waitSeconds: wait !== null && wait >= 0 ? wait : null,
    };
  }

  async #ask(operation: Operation, options: CallOptions): Promise<JsonObject> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return succeeded(operation, await this.#authorized(operation, options));
      } catch (thrown) {
        const again = attempt <= (options.retries ?? 0) && isTransient(thrown);
        if (!again || !options.signal) throw thrown;
        await sleep(this.#options.clock, backoff(attempt, RETRY, thrown.retryAfter), options.signal);
      }
    }
  }

  /** With credentials, renewed once where they are refused. */
  async #authorized(operation: Operation, options: CallOptions): Promise<JsonObject> {
    const store = this.#options.credentials;
    const credentials = options.keepalive && store.current ? store.current : await store.get();
    try {
      return await this.#once(operation, credentials, options);
    } catch (thrown) {
      if (!(thrown instanceof CallError) || thrown.code !== 'credentials') throw thrown;
      const fresh = await store.replace(credentials);
      if (!fresh) throw thrown;
      return this.#once(operation, fresh, options);
    }
  }

  async #once({ name, method, path, body }: Operation, from: Credentials, options: CallOptions): Promise<JsonObject> {
    const { baseUrl, family, credentials, fetch, clock } = this.#options;
    const { signal, keepalive = false, timeout = REQUEST_TIMEOUT } = options;
    const answer = await request(
      name,
      {
        method,
        url: baseUrl.replace(/\/+$/, '') + path,
        ...family.authorize(from),
        keepalive,
        ...(body === undefined ? {} : { body }),
      },
      { fetch, clock, timeout, ...(signal === undefined ? {} : { signal }) },
    );
    const renewed = answer.headers.get('ccmessaging-token');
    if (renewed !== null) credentials.adopt(renewed);
    return answer.json;
  }
}

const isTransient = (thrown: unknown): thrown is CallError =>
  thrown instanceof CallError && thrown.code === 'platform-unreachable' && !thrown.timedOut;

/** createClickToCall, by resultCode (cec_05_2049). */
const createRefusals: Readonly<Record<string, ErrorCode>> = {
  '7': 'call-unsupported',
  '12': 'off-hours',
  '13': 'no-agents',
};

function succeeded({ name }: Operation, answer: JsonObject): JsonObject {
  const code = text(answer['resultCode']);
  if (code === '0') return answer;
  if (code === null) throw new CallError('bad-response', `${name} answered without a resultCode.`);
  const known = name === 'createClickToCall' ? createRefusals[code] : undefined;
  const description = text(answer['resultDesc']);
  throw new CallError(known ?? 'platform-refused', `${name} answered resultCode ${code}.`, {
    causeId: code,
    ...(description === null ? {} : { causeDesc: description }),
  });
}
