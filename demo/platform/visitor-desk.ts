import { failure, type Answer, type JsonObject } from './answers.js';
import { noEvent } from './call-event.js';
import type { Clock } from './clock.js';
import type { CallEnvironment } from './call-legs.js';
import { PlatformCall } from './platform-call.js';
import type { Scenario } from './scenario.js';
import { TextSession } from './text-session.js';
import type { Identity } from './token-office.js';

export interface DeskOptions extends CallEnvironment {
  readonly clock: Clock;
  /** A text session that is neither polled nor written to is released after this many ms. */
  readonly sessionTimeout: number;
  /** A poll for events is held for this many ms. */
  readonly hold: number;
  /** Calls are made only within a text session, and end with it. */
  readonly requireTextSession: boolean;
  readonly typeQuirks: boolean;
  /** Every call that was created, for the demo's picker and for tests. */
  onCall(call: PlatformCall): void;
}

export const controlTypes = ['CONNECT', 'CHAT', 'TRANS2AGENT', 'INPUT', 'DISCONNECT', 'READ'] as const;
export type ControlType = (typeof controlTypes)[number];

/**
 * One visitor on one channel: the operations of both interface families, without their paths, words and credentials.
 * What is not done is thrown as a Refusal.
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

  /** The text session is open, as far as the platform knows. */
  get inTextSession(): boolean {
    return this.#session !== null;
  }

  /** The multimedia call id, while there is a text session. */
  get callId(): string | null {
    return this.#session?.callId ?? null;
  }

  /** The platform holds something for this visitor: an expired token is renewed in passing. */
  get inSession(): boolean {
    return this.inTextSession || this.#running !== null;
  }

  send(controlType: ControlType): void {
    if (controlType === 'CONNECT') return this.#connect();
    // The second one says what is so already.
    if (controlType === 'DISCONNECT') return this.#endSession();
    if (!this.#session) throw failure('1', 'session absent');
    this.#session.seen();
    if (controlType === 'TRANS2AGENT') this.#session.greet();
  }

  poll(): Answer {
    const session = this.#session;
    if (!session) throw failure('1', 'session absent');
    session.seen();
    const downlinkMessages = session.take();
    return {
      body: { resultCode: '0', resultDesc: 'query user messages success.', downlinkMessages },
      undo: () => session.putBack(downlinkMessages),
    };
  }

  support(): JsonObject {
    this.#needSession();
    const { unsupported } = this.scenario;
    return { webRTCSupported: unsupported !== 'tenant', clickToCallSupported: unsupported !== 'channel' };
  }

  /** `mediaAbility`: "0" voice, "1" video. */
  create(mediaAbility: '0' | '1'): void {
    this.#needSession();
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

  /** As often as one likes. The poll that waits, or the next one, is told 168110. */
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

  /** A second CONNECT, after an answer that got lost, finds the same session. */
  #connect(): void {
    if (this.#session) {
      this.#session.seen();
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

  #needSession(): void {
    if (this.#options.requireTextSession && !this.#session) throw failure('13', 'connect failed');
  }
}
