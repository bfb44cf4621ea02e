import type { SignalingChannel } from '../../../core/call/ports.js';

export interface LineEvents {
  message(text: string): void;
  /** Anything came, keep-alives included. */
  heard(): void;
  /** The channel closed by itself. */
  closed(): void;
}

const PING = '\r\n\r\n';
const PONG = '\r\n';

/** The channel of a dialog; and after `rebind` its former one, which is heard until the new one is. */
export class Line {
  readonly #events: LineEvents;
  #channel: SignalingChannel;
  #former: SignalingChannel | null = null;
  #up = true;
  #pongs = false;

  constructor(channel: SignalingChannel, events: LineEvents) {
    this.#channel = channel;
    this.#events = events;
    this.#listen(channel);
  }

  /** False from the channel's end to the next `rebind`. */
  get up(): boolean {
    return this.#up;
  }

  get protocol(): string {
    return this.#channel.protocol;
  }

  /** True once this channel has answered a keep-alive (RFC 5626 §4.4.1). */
  get pongs(): boolean {
    return this.#pongs;
  }

  send(text: string): void {
    this.#channel.send(text);
  }

  ping(): void {
    this.#channel.send(PING);
  }

  rebind(channel: SignalingChannel): void {
    this.#closeFormer();
    if (this.#up) this.#former = this.#channel;
    else close(this.#channel);
    this.#channel = channel;
    this.#up = true;
    this.#pongs = false;
    this.#listen(channel);
  }

  /** Back to the former channel, where that is still open. */
  revert(): void {
    const former = this.#former;
    if (!former) return;
    this.#former = null;
    close(this.#channel);
    this.#channel = former;
  }

  /** What was sent before still leaves. */
  close(): void {
    this.#up = false;
    this.#closeFormer();
    close(this.#channel);
  }

  #closeFormer(): void {
    if (this.#former) close(this.#former);
    this.#former = null;
  }

  #listen(channel: SignalingChannel): void {
    channel.onMessage = (text) => {
      const current = channel === this.#channel;
      if (current) this.#closeFormer();
      this.#events.heard();
      if (/\S/.test(text)) this.#events.message(text);
      else if (text === PING) channel.send(PONG);
      else if (current) this.#pongs = true;
    };
    channel.onClose = () => {
      if (channel === this.#former) return this.#closeFormer();
      if (channel !== this.#channel || !this.#up) return;
      this.#up = false;
      this.#events.closed();
    };
  }
}

function close(channel: SignalingChannel): void {
  channel.onMessage = channel.onClose = null;
  channel.close();
}
