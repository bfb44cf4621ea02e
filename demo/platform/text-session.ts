import type { JsonObject } from './answers.js';
import { newCallId } from './call-id.js';
import type { Clock } from '../../src/core/lib/clock.js';

export interface TextSessionOptions {
  readonly userId: string;
  readonly clock: Clock;
  /** Released after this many ms without a poll or a message. */
  readonly timeout: number;
  onReleased(): void;
}

/**
 * A visitor's text session with the contact center, as far as a call needs one.
 *
 *           end()
 *     open ───────▶ ended
 *      ▲ │
 *      └─┘ keepAlive()
 *
 * After `timeout` ms without a keepAlive() it says so (`onReleased`), and is ended by its owner.
 */
export class TextSession {
  /** The multimedia call id. */
  readonly callId: string;
  readonly #options: TextSessionOptions;
  /** For the next poll. */
  readonly #messages: JsonObject[] = [];
  #cancelTimeout: () => void = () => undefined;

  constructor(options: TextSessionOptions) {
    this.#options = options;
    this.callId = newCallId(options.clock.now());
    this.greet();
    this.keepAlive();
  }

  /** The visitor polled or wrote: the timeout starts anew. */
  keepAlive(): void {
    this.#cancelTimeout();
    this.#cancelTimeout = this.#options.clock.after(this.#options.timeout, () => this.#options.onReleased());
  }

  /** The two CONNECT messages: the session is open, an agent has it. */
  greet(): void {
    this.#push('SYSTEM', { content: 'connected', queueFlag: 'N' });
    this.#push('AGENT', { content: 'connected' });
  }

  /** Messages since the last poll. */
  take(): readonly JsonObject[] {
    return this.#messages.splice(0);
  }

  /** For messages that a poll took and that were not delivered. */
  putBack(messages: readonly JsonObject[]): void {
    this.#messages.unshift(...messages);
  }

  end(): void {
    this.#cancelTimeout();
  }

  /** A CONNECT message with the types of the documents' sample (cec_05_2022). */
  #push(sourceType: 'SYSTEM' | 'AGENT', fields: JsonObject): void {
    this.#messages.push({
      from: sourceType === 'AGENT' ? '1011577355744904195' : 'system',
      channel: 'WEB',
      to: this.#options.userId,
      controlType: 'CONNECT',
      mediaType: 'TEXT',
      simQuestions: null,
      senderNickname: sourceType === 'AGENT' ? 'Agent' : 'System',
      senderAvatar: '1',
      timestamp: this.#options.clock.now(),
      sourceType,
      callId: this.callId,
      robotGender: null,
      ...fields,
    });
  }
}
