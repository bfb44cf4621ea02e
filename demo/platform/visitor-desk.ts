import type { Clock } from './clock.js';
import { ok, refuse } from './answers.js';
import { PlatformCall, type CallSurroundings } from './platform-call.js';
import type { Scenario } from './scenarios.js';
import { TextSession } from './text-session.js';
import type { Identity } from './token-office.js';

export interface DeskOptions extends CallSurroundings {
  readonly clock: Clock;
  /** A text session that nobody polls is released after this many ms. */
  readonly sessionTimeout: number;
  /** Events are held back for this many ms. */
  readonly hold: number;
  /** Calls are made only within a text session. */
  readonly requireTextSession: boolean;
  /** Flips the types of the answers to the ones that other documents name. */
  readonly typeQuirks: boolean;
  /** Every call that was created, for the demo's picker and for tests. */
  onCall(call: PlatformCall): void;
}

/** One visitor on one channel: the operations of both interface families, without their paths and credentials. */
export class VisitorDesk {
  readonly #identity: Identity;
  readonly #scenario: Scenario;
  readonly #options: DeskOptions;
  #session: TextSession | null = null;
  #call: PlatformCall | null = null;

  constructor(identity: Identity, scenario: Scenario, options: DeskOptions) {
    this.#identity = identity;
    this.#scenario = scenario;
    this.#options = options;
  }

  send(controlType: unknown): Response {
    this.#releaseIdle();
    switch (controlType) {
      case 'CONNECT':
        this.#session ??= new TextSession(this.#identity.userId, this.#options.clock.now());
        break;
      case 'DISCONNECT':
        this.#session = null;
        break;
      case 'CHAT':
      case 'TRANS2AGENT':
      case 'INPUT':
      case 'READ':
        if (!this.#session) return refuse('1', 'no session');
        break;
      default:
        return refuse('1', 'unknown controlType');
    }
    this.#seen();
    return ok();
  }

  poll(): Response {
    this.#releaseIdle();
    this.#seen();
    const downlinkMessages = this.#session?.take() ?? [];
    return ok({ resultDesc: 'query user messages success.', downlinkMessages });
  }

  checkSupport(): Response {
    const clickToCallSupported = !this.#scenario.unsupported;
    return this.#options.typeQuirks
      ? ok({ resultCode: 0, webRTCSupported: 'true', clickToCallSupported: String(clickToCallSupported) })
      : ok({ webRTCSupported: true, clickToCallSupported });
  }

  /** `keys` are the family's own: family A's sample spells a key `resultDesc:`. */
  create(mediaAbility: unknown, keys: Readonly<Record<string, unknown>>): Response {
    this.#releaseIdle();
    const { refused } = this.#scenario;
    if (mediaAbility !== '0' && mediaAbility !== '1') return refuse('1', 'mediaAbility must be "0" or "1"');
    if (this.#options.requireTextSession && !this.#session) return refuse('13', 'connect failed');
    if (refused) return refuse(refused.resultCode, refused.resultDesc);
    if (this.#call && !this.#call.endedBy) return refuse('13', 'connect failed');
    this.#call = new PlatformCall(this.#scenario, this.#options);
    this.#options.onCall(this.#call);
    return ok(keys);
  }

  async events(signal: AbortSignal): Promise<Response> {
    this.#seen();
    const event = (await this.#call?.nextEvent(this.#options.hold, signal)) ?? null;
    if (!event) return ok({ resultDesc: 'ClickToCall polled without any events' });
    return ok(this.#options.typeQuirks ? quirky(event) : { ...event });
  }

  drop(resultDesc: string): Response {
    this.#call?.end('visitor');
    return ok({ resultDesc });
  }

  queueInfo(): Response {
    if (!this.#session) return refuse('160004', 'session absent');
    if (!this.#call || this.#call.endedBy) return refuse('5', 'session ended');
    const info = this.#call.queueInfo();
    if (!info) return refuse('160021', 'already with an agent');
    return ok({
      position: info.position,
      totalWaitTime: info.seconds,
      currentDeviceWaitTime: info.seconds,
      configMaxcWaitTime: 60,
      longestWaitTime: info.seconds,
      estimateWaitTime: info.seconds,
    });
  }

  /** The text session is open, as far as the platform knows. */
  get inTextSession(): boolean {
    return this.#session !== null;
  }

  close(): void {
    this.#call?.end('platform');
    this.#session = null;
  }

  #seen(): void {
    if (this.#session) this.#session.lastSeen = this.#options.clock.now();
  }

  #releaseIdle(): void {
    if (this.#session && this.#options.clock.now() - this.#session.lastSeen > this.#options.sessionTimeout)
      this.#session = null;
  }
}

/** The types of the tables where those disagree with the samples. */
function quirky({
  eventId,
  resultDesc,
  content,
}: {
  eventId: number;
  resultDesc: string;
  content?: Readonly<Record<string, unknown>>;
}) {
  const { accessCode, causeId, ...rest } = content ?? {};
  return {
    resultCode: 0,
    resultDesc,
    eventId: String(eventId),
    content: {
      ...rest,
      ...(accessCode === undefined ? {} : { accessCode: Number(accessCode) }),
      ...(typeof causeId === 'number' ? { causeId: String(causeId) } : {}),
    },
  };
}
