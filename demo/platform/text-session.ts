/** A visitor's chat with the contact center, as far as a call needs one. */
export class TextSession {
  /** The multimedia call id. */
  readonly callId: string;
  lastSeen: number;
  readonly #messages: Readonly<Record<string, unknown>>[] = [];

  constructor(userId: string, now: number) {
    this.callId = `${Math.floor(now / 1000)}-${crypto.getRandomValues(new Uint16Array(1))[0] ?? 0}`;
    this.lastSeen = now;
    this.#messages.push({
      from: 'agent',
      channel: 'WEB',
      to: userId,
      controlType: 'CONNECT',
      mediaType: 'TEXT',
      content: 'connected',
      simQuestions: null,
      senderNickname: 'Agent',
      senderAvatar: '1',
      timestamp: now,
      sourceType: 'AGENT',
      callId: this.callId,
      robotGender: null,
    });
  }

  /** What came since the last poll. */
  take(): readonly Readonly<Record<string, unknown>>[] {
    return this.#messages.splice(0);
  }
}
