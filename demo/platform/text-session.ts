import type { JsonObject } from './answers.js';
import { newCallId } from './call-id.js';
import type { Clock } from './clock.js';

export interface TextSessionOptions {
  readonly userId: string;
  readonly clock: Clock;
  /** Released when it was neither polled nor written to for this many ms. */
  readonly timeout: number;
  onReleased(): void;
}

/** A visitor's chat with the contact center, as far as a call needs one. */
export class TextSession {
  /** The multimedia call id. */
  readonly callId: string;
  readonly #options: TextSessionOptions;
  readonly #messages: JsonObject[] = [];
  #cancel: () => void = () => undefined;

  constructor(options: TextSessionOptions) {
    this.#options = options;
    this.callId = newCallId(options.clock.now());
    this.greet();
    this.seen();
  }

  /** The visitor is still there. */
  seen(): void {
    this.#cancel();
    this.#cancel = this.#options.clock.after(this.#options.timeout, () => this.#options.onReleased());
  }

  /** Tells the visitor that the session is open, and that an agent has it. */
  greet(): void {
    this.#tell('SYSTEM', { content: 'connected', queueFlag: 'N' });
    this.#tell('AGENT', { content: 'connected' });
  }

  /** What came since the last poll. */
  take(): readonly JsonObject[] {
    return this.#messages.splice(0);
  }

  /** For messages that were taken and never arrived. */
  putBack(messages: readonly JsonObject[]): void {
    this.#messages.unshift(...messages);
  }

  end(): void {
    this.#cancel();
  }

  /** A CONNECT message in the types of the documents' sample (cec_05_2022). */
  #tell(sourceType: 'SYSTEM' | 'AGENT', fields: JsonObject): void {
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
