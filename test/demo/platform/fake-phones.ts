import type { ExpectedPhoneCall, MediaFlow, PhoneCall, PhoneLine, Phones } from '../../../demo/platform/ports.js';

/** A call to an agent's phone that carries nothing: the test says what the phone and the visitor do. */
export interface FakePhoneCall extends PhoneCall {
  readonly number: string;
  readonly expected: ExpectedPhoneCall;
  /** What was asked for, in order. */
  readonly flows: MediaFlow[];
  /** What became of it: `dismissed` is the phone alone. */
  readonly fate: readonly ('dismissed' | 'hung up' | 'ended')[];
  answer(): void;
  decline(): void;
  end(by: 'visitor' | 'agent'): void;
}

export class FakePhones implements Phones {
  readonly calls: FakePhoneCall[] = [];
  readonly #registered = new Map<string, boolean>();

  /** Numbers whose REGISTER would be taken. */
  get numbers(): string[] {
    return [...this.#registered.keys()];
  }

  /** As a REGISTER, or the end of the phone's socket. */
  register(number: string, registered = true): void {
    if (!this.#registered.has(number)) throw new Error(`403 for ${number}`);
    this.#registered.set(number, registered);
  }

  open(number: string): PhoneLine {
    const registered = this.#registered;
    registered.set(number, false);
    return {
      get registered() {
        return registered.get(number) ?? false;
      },
      expect: (expected) => this.#expect(number, expected),
      close: () => void registered.delete(number),
    };
  }

  #expect(number: string, expected: ExpectedPhoneCall): FakePhoneCall {
    const fate: ('dismissed' | 'hung up' | 'ended')[] = [];
    const end = (how: 'hung up' | 'ended', by: 'visitor' | 'agent') => {
      if (fate.includes('hung up') || fate.includes('ended')) return;
      fate.push(how);
      expected.onEnded(by);
    };
    const call: FakePhoneCall = {
      ...{ number, expected, fate, flows: [] },
      answer: () => expected.onAnswered(),
      decline: () => expected.onUnreachable(),
      end: (by) => end('ended', by),
      flow: async (flow) => void call.flows.push(flow),
      dismiss: () => void fate.push('dismissed'),
      hangUp: () => end('hung up', 'agent'),
      report: () => ({ audioPackets: 0, videoPackets: 0, level: 0, dtmf: '', ended: 'no' }),
    };
    this.calls.push(call);
    return call;
  }
}
