import type { ExpectedCall, GatewayCall, GatewayFault, Gateways } from '../../../demo/platform/ports.js';
import { FakePhones } from './fake-phones.js';

/** A call at gateways that carry nothing: the test says what the visitor does. */
export interface FakeCall extends GatewayCall {
  readonly expected: ExpectedCall;
  readonly over: boolean;
  answer(): void;
  visitorHangsUp(): void;
}

export class FakeGateways implements Gateways {
  readonly domain = 'gateway.example';
  readonly addresses = ['ws://127.0.0.1:1/', 'ws://127.0.0.1:2/'];
  readonly calls: FakeCall[] = [];
  readonly phones = new FakePhones();

  address(fault: GatewayFault | null): string {
    return fault ? `ws://127.0.0.1:9/${fault.kind}` : 'ws://127.0.0.1:1/';
  }

  /** As the real ones: whoever hangs up, it is told once, and at once. */
  expect(expected: ExpectedCall): FakeCall {
    let ended: 'no' | 'visitor-bye' | 'robot-bye' = 'no';
    const end = (how: 'visitor-bye' | 'robot-bye') => {
      if (ended !== 'no') return;
      ended = how;
      expected.onEnded?.(how === 'robot-bye' ? 'robot' : 'visitor');
    };
    const call: FakeCall = {
      expected,
      get over() {
        return ended !== 'no';
      },
      answer: () => expected.onAnswered?.(),
      visitorHangsUp: () => end('visitor-bye'),
      hangUp: () => end('robot-bye'),
      report: () => ({ audioPackets: 0, videoPackets: 0, level: 0, dtmf: '', ended }),
    };
    this.calls.push(call);
    return call;
  }
}
