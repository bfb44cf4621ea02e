import { failure, type Answer, type JsonObject } from './answers.js';
import { noEvent } from './call-event.js';
import type { Clock } from '../../src/core/lib/clock.js';
import type { CallEnvironment } from './call-legs.js';
import { PlatformCall } from './platform-call.js';
import type { Scenario } from './scenario.js';
import { TextSession } from './text-session.js';
import type { Identity } from './token-service.js';

export interface DeskOptions extends CallEnvironment {
  readonly clock: Clock;
  /** See TextSessionOptions.timeout, ms. */
  readonly sessionTimeout: number;
  /** A poll for events is held for this long, ms. */
  readonly hold: number;
  /** Calls are made only within a text session, and end with it. */
  readonly requireTextSession: boolean;
  readonly typeQuirks: boolean;
  /** A call was created. */
  onCall(call: PlatformCall): void;
}

export const controlTypes = ['CONNECT', 'CHAT', 'TRANS2AGENT', 'INPUT', 'DISCONNECT', 'READ'] as const;
export type ControlType = (typeof controlTypes)[number];

/**
 * One visitor on one channel: the operations of both families, apart from paths, spelling and credentials. Each throws
 * a Refusal where it fails.
 *
 *     text session   none ⇄ open              CONNECT; DISCONNECT, or released by its timeout
 *     call           none ─▶ running ⇄ ended  createClickToCall; dropClickToCall, or PlatformCall's own end
 *
 * With `requireTextSession` a call is created in an open session alone, and ends with it.
 */
export class VisitorDesk {
  readonly identity: Identity;
  readonly scenario: Scenario;
  readonly typeQuirks: boolean;
  readonly #options: DeskOptions;
  #session: TextSession | null = null;
  #call: PlatformCall | null = null;

  constructor(identity: Identity, scenario: Scenario, options: DeskOptions) {
    this.identity = identity;
    this.scenario = scenario;
    this.typeQuirks = options.typeQuirks || (scenario.typeQuirks ?? false);
    this.#options = options;
  }

  /** The text session is open. */
  get inTextSession(): boolean {
    return this.#session !== null;
  }

  /** The multimedia call id of the text session; null where none is open. */
  get callId(): string | null {
    return this.#session?.callId ?? null;
  }

  /** A text session or a call is open: an expired token is renewed. */
  get inSession(): boolean {
    return this.inTextSession || this.#running !== null;
  }

  send(controlType: ControlType): void {
    if (controlType === 'CONNECT') return this.#connect();
    // Idempotent.
    if (controlType === 'DISCONNECT') return this.#endSession();
    if (!this.#session) throw failure('1', 'session absent');
    this.#session.keepAlive();
    if (controlType === 'TRANS2AGENT') this.#session.greet();
  }

  poll(): Answer {
    const session = this.#session;
    if (!session) throw failure('1', 'session absent');
    session.keepAlive();
    const downlinkMessages = session.take();
    return {
      body: { resultCode: '0', resultDesc: 'query user messages success.', downlinkMessages },
      undo: () => session.putBack(downlinkMessages),
    };
  }

  support(): JsonObject {
    this.#requireSession();
    const { unsupported } = this.scenario;
    return { webRTCSupported: unsupported !== 'tenant', clickToCallSupported: unsupported !== 'channel' };
  }

  /** `mediaAbility`: "0" voice, "1" video. */
  create(mediaAbility: '0' | '1'): void {
    this.#requireSession();
    const { refused, unsupported } = this.scenario;
    if (refused) throw failure(refused.resultCode, refused.resultDesc);
    if (unsupported) throw failure('7', 'channel does not support click to call');
    if (this.#running) throw failure('13', 'connect failed');
    const { scenario, typeQuirks: codeAsNumber } = this;
    const media = mediaAbility === '1' ? 'video' : 'voice';
    const { callId } = this;
    const { userId } = this.identity;
    this.#call = new PlatformCall({ scenario, userId, media, codeAsNumber, callId }, this.#options);
    this.#options.onCall(this.#call);
  }

  async events(signal: AbortSignal): Promise<Answer> {
    const call = this.#call;
    if (!call || call.silent) throw failure('13', 'no call');
    const event = await call.nextEvent(this.#options.hold, signal);
    if (!event) return { body: noEvent };
    return { body: { resultCode: '0', ...event }, undo: () => call.putBack(event) };
  }

  /** Idempotent. The poll that is held, or the next one, gets 168110. */
  drop(): void {
    if (!this.#call) return;
    this.#call.dropRequested = true;
    this.#call.end('visitor');
  }

  queueInfo(): JsonObject {
    if (!this.#session) throw failure('160004', 'session absent');
    const info = this.#running?.queueInfo();
    if (!info) throw failure('160021', 'already with an agent');
    const waited = Math.floor((this.#options.clock.now() - (this.#call?.createdAt ?? 0)) / 1000);
    return {
      position: info.position,
      totalWaitTime: waited,
      currentDeviceWaitTime: waited,
      configMaxcWaitTime: 60,
      longestWaitTime: waited,
      estimateWaitTime: info.seconds,
      resultCode: '0',
    };
  }

  close(): void {
    this.#session?.end();
    this.#session = null;
    this.#call?.close();
  }

  get #running(): PlatformCall | null {
    return this.#call && this.#call.state !== 'ended' ? this.#call : null;
  }

  /** Idempotent, for a retry after a response that was lost: the session stays the same. */
  #connect(): void {
    if (this.#session) {
      this.#session.keepAlive();
      return this.#session.greet();
    }
    this.#session = new TextSession({
      userId: this.identity.userId,
      clock: this.#options.clock,
      timeout: this.#options.sessionTimeout,
      onReleased: () => this.#endSession(),
    });
  }

  #endSession(): void {
    this.#session?.end();
    this.#session = null;
    if (this.#options.requireTextSession) this.#running?.end('platform');
  }

  #requireSession(): void {
    if (this.#options.requireTextSession && !this.#session) throw failure('13', 'connect failed');
  }
}
