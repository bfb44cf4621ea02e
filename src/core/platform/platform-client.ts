import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import { PlatformError, type ClickToCallErrorCode } from './platform-error.js';
import { AuthorizedRequests, type AskOptions } from './authorized-requests.js';
import { readClickToCallEvent, type ClickToCallEvent } from './click-to-call-event.js';
import type { CredentialStore } from './credential-store.js';
import type { IceServer } from './credentials.js';
import { readDownlinkMessages, type DownlinkMessage } from './downlink-message.js';
import type { ControlType, Family, MediaAbility, Operation } from './family.js';
import { flag, number, text, type JsonObject } from './guards.js';
import type { Fetch } from './request.js';

export interface QueueInfo {
  /** 1 = next; null where the response does not contain it. */
  readonly position: number | null;
  /** Estimated, in seconds; null where the response does not contain it. */
  readonly waitSeconds: number | null;
}

export interface PlatformOptions {
  readonly baseUrl: string;
  readonly family: Family;
  readonly credentials: CredentialStore;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Default: `silent`. */
  readonly log?: Log;
}

/** The platform holds a long poll for more than 10 s; the documents' sample times it out after 60 s. */
const EVENTS_TIMEOUT = 60_000;

/** The platform's click-to-call operations over either interface family. Every method throws PlatformError. */
export class PlatformClient {
  readonly #family: Family;
  readonly #credentials: CredentialStore;
  readonly #requests: AuthorizedRequests;

  constructor({ family, ...options }: PlatformOptions) {
    this.#family = family;
    this.#credentials = options.credentials;
    this.#requests = new AuthorizedRequests({ ...options, authorize: family.authorize });
  }

  /** Fetches credentials ahead of the first request. Never rejects: that request reports what went wrong. */
  prepare(signal?: AbortSignal): void {
    this.#requests.prepare(signal);
  }

  /** The visitor's id: as the credentials name it, once they are there, else as the page does. */
  get userId(): string {
    return this.#credentials.visitor.userId;
  }

  /** See `CredentialStore.iceServers`. */
  iceServers(): Promise<readonly IceServer[] | null> {
    return this.#credentials.iceServers();
  }

  async send(controlType: ControlType, options: AskOptions = {}): Promise<void> {
    const content = controlType === 'CONNECT' ? 'start' : '';
    await this.#ask((family) => family.send(controlType, content), { retries: 2, ...options });
  }

  /** The messages since the last poll; polling also keeps the text session alive. */
  async pollMessages(signal: AbortSignal): Promise<DownlinkMessage[]> {
    return readDownlinkMessages(
      await this.#ask((family) => family.pollMessages(), { signal, timeout: EVENTS_TIMEOUT }),
    );
  }

  /** @throws PlatformError `call-unsupported` where tenant space or channel has no click-to-call */
  async checkClickToCallSupport(signal: AbortSignal): Promise<void> {
    const answer = await this.#ask((family) => family.checkClickToCallSupport(), { signal, retries: 2 });
    if (!flag(answer['webRTCSupported']))
      throw new PlatformError('call-unsupported', 'The tenant space has no WebRTC (webRTCSupported is false).');
    if (!flag(answer['clickToCallSupported']))
      throw new PlatformError('call-unsupported', 'The channel has no click-to-call (clickToCallSupported is false).');
  }

  /** Never retried: a second one might occupy a second agent. */
  async createClickToCall(mediaAbility: MediaAbility): Promise<void> {
    await this.#ask((family) => family.createClickToCall(mediaAbility), {});
  }

  async getClickToCallEvents(signal: AbortSignal): Promise<ClickToCallEvent> {
    const options = { signal, timeout: EVENTS_TIMEOUT };
    return readClickToCallEvent(await this.#ask((family) => family.getClickToCallEvents(), options));
  }

  /** With `keepalive` and credentials in memory, the request is sent before this returns its promise. */
  async dropClickToCall(options: AskOptions = {}): Promise<void> {
    await this.#ask((family) => family.dropClickToCall(), { retries: 2, ...options });
  }

  /** null where the family has no such operation. */
  async queryQueueInfo(signal: AbortSignal): Promise<QueueInfo | null> {
    const operation = this.#family.queryQueueInfo();
    if (!operation) return null;
    const answer = await this.#ask(() => operation, { signal });
    const wait = number(answer['estimateWaitTime']) ?? number(answer['totalWaitTime']);
    const position = number(answer['position']);
    return {
      position: position !== null && position >= 1 ? Math.floor(position) : null,
      waitSeconds: wait !== null && wait >= 0 ? wait : null,
    };
  }

  #ask(make: (family: Family) => Operation, options: AskOptions): Promise<JsonObject> {
    return this.#requests.ask(() => make(this.#family), options, succeeded);
  }
}

/** createClickToCall, by resultCode (cec_05_2049). */
const createRefusals: Readonly<Record<string, ClickToCallErrorCode>> = {
  '7': 'call-unsupported',
  '12': 'off-hours',
  '13': 'no-agents',
};

function succeeded({ name }: Operation, answer: JsonObject): JsonObject {
  const code = text(answer['resultCode']);
  if (code === '0') return answer;
  if (code === null) throw new PlatformError('bad-response', `${name} answered without a resultCode.`);
  const known = name === 'createClickToCall' ? createRefusals[code] : undefined;
  const description = text(answer['resultDesc']);
  throw new PlatformError(known ?? 'platform-refused', `${name} answered resultCode ${code}.`, {
    causeId: code,
    ...(description === null ? {} : { causeDesc: description }),
  });
}
