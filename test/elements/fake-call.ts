import type { CallMedia } from '../../src/browser/call-media.js';
import type { CallOptions } from '../../src/browser/services.js';
import type { CallSession } from '../../src/core/call/call-session.js';
import { idle, isOver, nextCallState, type CallFact } from '../../src/core/call/call-state.js';
import { createStore } from '../../src/core/lib/store.js';
import { CcClickToCall, type CallServices } from '../../src/elements/cc-click-to-call.js';

export type Fact = CallFact extends infer F ? (F extends CallFact ? Omit<F, 'at'> : never) : never;

/** A call that goes where its test says: the real states, and no platform, gateway or device behind them. */
export class FakeCall {
  readonly #store = createStore(nextCallState, idle);
  readonly options: CallOptions;
  readonly sent: string[] = [];
  readonly chosen: string[] = [];
  soundResumed = 0;
  left = 0;
  readonly session: CallSession;
  readonly media: CallMedia;

  constructor(options: CallOptions) {
    this.options = options;
    const store = this.#store;
    this.session = {
      get state() {
        return store.state;
      },
      subscribe: (listener) => store.subscribe(listener),
      settled: new Promise((resolve) => {
        store.subscribe((state) => (isOver(state) || state.name === 'talking') && resolve());
      }),
      hangUp: async () => this.tell({ type: 'hungUp' }),
      leave: () => {
        this.left += 1;
        this.tell({ type: 'hungUp' });
      },
      sendDtmf: (tones) => void this.sent.push(tones),
      muted: false,
      textCallId: 'room-1',
    };
    this.media = {
      localStream: null,
      remoteStream: null,
      levels: () => ({ mine: 0.5, theirs: 0.2 }),
      devices: async () => ({
        microphones: [
          { deviceId: 'a', label: 'Headset <b>bold</b>' },
          { deviceId: 'b', label: '' },
        ],
        speakers: [],
        cameras: [],
        chosen: { microphone: 'a', speaker: null, camera: null },
      }),
      choose: async (_kind, deviceId) => void this.chosen.push(deviceId),
      resumeSound: async () => void (this.soundResumed += 1),
      subscribe: () => () => undefined,
    };
    this.tell({ type: 'pressed' });
  }

  tell(...facts: Fact[]): void {
    for (const fact of facts) this.#store.dispatch({ ...fact, at: Date.now() });
  }
}

/** The element, with calls that go where the test says. */
export class TestElement extends CcClickToCall {
  readonly calls: FakeCall[] = [];
  /** Has its hands on each call before the element has it. */
  prepare: (call: FakeCall) => void = () => undefined;

  get fake(): FakeCall {
    const call = this.calls.at(-1);
    if (!call) throw new Error('No call has begun.');
    return call;
  }

  protected override async loadServices(): Promise<CallServices> {
    return {
      startCall: (options) => {
        const call = new FakeCall(options);
        this.prepare(call);
        this.calls.push(call);
        return call;
      },
    };
  }
}

customElements.define('test-click-to-call', TestElement);

export const opening: readonly Fact[] = [{ type: 'devicesReady' }, { type: 'created' }];
export const found: Fact = { type: 'agentFound', leg: 1 };
export const talk: readonly Fact[] = [...opening, found, { type: 'answered', leg: 1 }, { type: 'mediaUp', leg: 1 }];
