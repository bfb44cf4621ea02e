import { IncomingRequestMessage, type IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import { SipFlow, type Connection, type SipFlowOptions } from './sip-flow.js';

/** The flows of all gateways, by Call-ID: a visitor may come back at another one. */
export class SipFlows {
  readonly #linger: number;
  readonly #flows = new Map<string, SipFlow>();
  /** Those that nobody finds: they answer one request, and live as long as its connection. */
  readonly #strays = new Set<SipFlow>();

  /** `linger`: see SipFlowOptions. */
  constructor(linger: number) {
    this.#linger = linger;
  }

  receive(
    message: IncomingRequestMessage | IncomingResponseMessage,
    options: Pick<SipFlowOptions, 'connection' | 'delegate' | 'domain'>,
  ): void {
    const { connection } = options;
    const { callId } = message;
    const known = this.#flows.get(callId);
    if (!(message instanceof IncomingRequestMessage)) return known?.receive(message, connection);
    if (known?.knows(message)) return known.receive(message, connection);
    const flow = this.#make({ ...options, peerTag: message.fromTag });
    if (known) this.#strays.add(flow);
    else this.#flows.set(callId, flow);
    flow.receive(message, connection);
  }

  /** A flow for a request of ours with this Call-ID. */
  open(callId: string, options: Pick<SipFlowOptions, 'connection' | 'domain'>): SipFlow {
    const flow = this.#make({ ...options, peerTag: null, delegate: () => ({}) });
    this.#flows.set(callId, flow);
    return flow;
  }

  disconnected(connection: Connection): void {
    for (const flow of this.#all) flow.disconnected(connection);
  }

  /** The gateways start anew: no dialog is known any more. */
  forgetAll(): void {
    for (const flow of this.#all) flow.forget();
  }

  close(): void {
    for (const flow of this.#all) flow.dispose();
  }

  get #all(): SipFlow[] {
    return [...this.#flows.values(), ...this.#strays];
  }

  #make(options: Omit<SipFlowOptions, 'linger' | 'onOver'>): SipFlow {
    return new SipFlow({
      ...options,
      linger: this.#linger,
      onOver: (over) => {
        this.#strays.delete(over);
        for (const [callId, flow] of this.#flows) if (flow === over) this.#flows.delete(callId);
      },
    });
  }
}
