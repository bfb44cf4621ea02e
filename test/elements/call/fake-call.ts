import type { CallMedia } from '../../../src/browser/call/call-media.js';
import type { CallOptions } from '../../../src/browser/call/start-call.js';
import type { Call } from '../../../src/core/call/call.js';
import { idle, isOver, type CallFact, type CallState, type UntimedFact } from '../../../src/core/call/call-state.js';
import { nextCallState } from '../../../src/core/call/next-call-state.js';
import type { CallReport } from '../../../src/core/call/call-report.js';
import type { Quality } from '../../../src/core/call/quality.js';
import { Listeners } from '../../../src/core/lib/listeners.js';
import { createStore } from '../../../src/core/lib/store.js';
import { closedSession, nextSessionState } from '../../../src/core/session/session-state.js';
import { CcClickToCall } from '../../../src/elements/call/cc-click-to-call.js';
import type { CallServices } from '../../../src/elements/call/element-call.js';

export type Fact = UntimedFact;

const next = (state: CallState, fact: CallFact | { readonly become: CallState }): CallState =>
  'become' in fact ? fact.become : nextCallState(state, fact);

/** A call that goes where its test says: the real states, and no platform, gateway or device behind them. */
export class FakeCall {
  readonly #store = createStore(next, idle);
  readonly #quality = new Listeners<[Quality]>();
  readonly options: CallOptions;
  readonly sent: string[] = [];
  readonly chosen: string[] = [];
  soundResumed = 0;
  microphonesReopened = 0;
  left = 0;
  report: CallReport | null = null;
  readonly call: Call;
  readonly session = createStore(nextSessionState, closedSession);
  readonly media: CallMedia;

  constructor(options: CallOptions) {
    this.options = options;
    const store = this.#store;
    const report = () => this.report;
    this.call = {
      get state() {
        return store.state;
      },
      subscribe: (listener) => store.subscribe(listener),
      subscribeQuality: (listener) => this.#quality.add(listener),
      get report() {
        return report();
      },
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
      reopenMicrophone: async () => void (this.microphonesReopened += 1),
      resumeSound: async () => void (this.soundResumed += 1),
      subscribe: () => () => undefined,
    };
    this.session.dispatch({ type: 'opening' });
    this.tell({ type: 'pressed' });
  }

  measure(...samples: Quality[]): void {
    for (const quality of samples) this.#quality.emit(quality);
  }

  /** A state that no fact leads to yet. */
  become(state: CallState): void {
    this.#store.dispatch({ become: state });
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
