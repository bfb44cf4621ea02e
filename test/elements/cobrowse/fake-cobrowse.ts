import type { HiddenPart, SharingOptions } from '../../../src/browser/cobrowse/sharing.js';
import type { WatchingOptions } from '../../../src/browser/cobrowse/watching.js';
import type { AgentMarks, Picker, ShareSession, WatchSession } from '../../../src/core/cobrowse/cobrowse-session.js';
import { idle, nextCobrowseState, type CobrowseFact } from '../../../src/core/cobrowse/cobrowse-state.js';
import { ControlDesk } from '../../../src/core/cobrowse/control/control-desk.js';
import { ControlSeat } from '../../../src/core/cobrowse/control/control-seat.js';
import type { Act, Outcome } from '../../../src/core/cobrowse/wire/act.js';
import type {
  Anchor,
  Box,
  ControlBodies,
  Point,
  RecorderNews,
  Viewer,
} from '../../../src/core/cobrowse/wire/control.js';
import type { OurPlace } from '../../../src/core/cobrowse/wire/ours.js';
import { systemClock } from '../../../src/core/lib/clock.js';
import { createStore } from '../../../src/core/lib/store.js';
import { CcCobrowse, type SharingServices, type WatchingServices } from '../../../src/elements/cobrowse/cc-cobrowse.js';

class FakeSession {
  readonly #store = createStore(nextCobrowseState, idle);
  stopped = 0;

  get state() {
    return this.#store.state;
  }

  subscribe(listener: Parameters<ShareSession['subscribe']>[0]): () => void {
    return this.#store.subscribe(listener);
  }

  async stop(): Promise<void> {
    this.stopped += 1;
    this.tell({ type: 'ended', reason: 'self' });
  }

  tell(...facts: readonly CobrowseFact[]): void {
    for (const fact of facts) this.#store.dispatch(fact);
  }
}

/** A shared page that goes where its test says: the real states, and nothing behind them. */
export class FakeShare extends FakeSession implements ShareSession {
  readonly #listeners = new Set<() => void>();
  readonly options: SharingOptions;
  /** Holds and their ends. */
  readonly holds: string[] = [];
  maskText: boolean;
  marks: readonly AgentMarks[] = [];
  /** What the relay was told of remote control. */
  readonly grants: ControlBodies['grant'][] = [];
  /** What the hand did. */
  readonly acts: Act[] = [];
  ownInput: () => void = () => undefined;
  readonly control: ControlDesk | null;

  constructor(options: SharingOptions, asks: boolean) {
    super();
    this.options = options;
    this.maskText = options.maskText;
    const act = (one: Act) => {
      this.acts.push(one);
      return { do: one.do, what: 'button' as const, refused: null, box: { x: 40, y: 60, width: 120, height: 30 } };
    };
    const takeHand = async (onOwnInput: () => void) => {
      this.ownInput = onOwnInput;
      return { act, leave: () => undefined };
    };
    const ports = {
      clock: systemClock,
      takeHand,
      grant: (grant: ControlBodies['grant']) => void this.grants.push(grant),
    };
    this.control = options.remoteControl ? new ControlDesk({ ...ports, acted: () => undefined }) : null;
    this.tell({ type: 'started', ask: asks });
  }

  agree(): void {
    this.tell({ type: 'agreed' });
  }

  decline(): void {
    if (this.state.name === 'asking') this.tell({ type: 'ended', reason: 'declined' });
  }

  pause(): void {
    this.tell({ type: 'paused', paused: true });
  }

  resume(): void {
    this.tell({ type: 'paused', paused: false });
  }

  hold(): void {
    this.holds.push('hold');
  }

  goOn(anew: boolean): void {
    if (this.holds.at(-1) === 'hold') this.holds.push(anew ? 'anew' : 'on');
  }

  subscribeMarks(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(...marks: readonly AgentMarks[]): void {
    this.marks = marks;
    for (const listener of this.#listeners) listener();
  }

  get heard(): number {
    return this.#listeners.size;
  }
}

/** A watched page of 1000 px width, scaled into the middle of the stage. */
export class FakeWatch extends FakeSession implements WatchSession {
  readonly options: WatchingOptions;
  readonly points: (Point | null)[] = [];
  readonly lines: (readonly Point[])[] = [];
  lag: number | null = null;
  scrolled = 0;
  /** What was asked for and done by remote control. */
  readonly asked: boolean[] = [];
  readonly acts: Act[] = [];
  readonly control = new ControlSeat({
    clock: systemClock,
    control: ({ want }) => void this.asked.push(want),
    act: (act) => void this.acts.push(act),
  });
  picker: Picker | null = null;
  readonly view = {
    follows: true,
    fits: true,
    selectable: false,
    visitorSees: null as Box | null,
    ours: [] as OurPlace[],
    scrolled: [0, 0],
    scrollBy(x: number, y: number) {
      this.scrolled = [x, y];
    },
  };

  constructor(options: WatchingOptions) {
    super();
    this.options = options;
    this.tell({ type: 'started', ask: false });
  }

  pageAt(clientX: number, clientY: number): Point | null {
    const { left, top, width, height } = this.options.stage.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    return x < 0 || y < 0 || x > width || y > height ? null : [(x / width) * 1000, (y / width) * 1000 + this.scrolled];
  }

  anchorAt(clientX: number, clientY: number): Anchor | null {
    const at = this.pageAt(clientX, clientY);
    return at && { id: 7, x: 0.5, y: 0.5 };
  }

  boxAt(clientX: number, clientY: number): Box | null {
    const at = this.pageAt(clientX, clientY);
    return at && { x: 10, y: 20, width: 100, height: 40 };
  }

  pickerAt(): Picker | null {
    return this.picker;
  }

  /** As the relay tells it. */
  give(outcome?: Outcome): void {
    this.control.connected('me');
    this.control.available(true);
    this.control.granted({ to: 'me', ms: 600_000 });
    if (outcome) this.control.acted(outcome);
  }

  point(at: Point | null): void {
    this.points.push(at);
  }

  mark(line: readonly Point[]): void {
    this.lines.push(line);
  }
}

/** The element, with sessions that go where the test says. */
export class TestCobrowse extends CcCobrowse {
  readonly shares: FakeShare[] = [];
  readonly watches: FakeWatch[] = [];
  /** How sharing begins. */
  asks = true;
  /** What the fake page hides. */
  hiddenParts: () => readonly HiddenPart[] = () => [];
  /** Loading waits for it. */
  loading: Promise<void> = Promise.resolve();

  get share(): FakeShare {
    return last(this.shares);
  }

  get watched(): FakeWatch {
    return last(this.watches);
  }

  protected override async loadSharing(): Promise<SharingServices> {
    await this.loading;
    return {
      startSharing: (options) => {
        const session = new FakeShare(options, this.asks);
        this.shares.push(session);
        begun.push(session);
        const recordAs = ({ maskText }: Pick<SharingOptions, 'maskText'>) => (session.maskText = maskText);
        return { session, page: { hidden: () => this.hiddenParts(), recordAs } };
      },
    };
  }

  protected override async loadWatching(): Promise<WatchingServices> {
    await this.loading;
    return {
      startWatching: (options) => {
        const session = new FakeWatch(options);
        this.watches.push(session);
        return { session };
      },
    };
  }
}

const begun: FakeShare[] = [];

/** To be called after each test that shares: a page that is shared outlives its element for a while. */
export function endAll(): void {
  for (const session of begun.splice(0)) void session.stop();
}

function last<Session>(sessions: readonly Session[]): Session {
  const session = sessions.at(-1);
  if (!session) throw new Error('Nothing has begun.');
  return session;
}

customElements.define('test-cobrowse', TestCobrowse);

export const viewer = (name: string, id = name): Viewer => ({ conn: id, user: { id, name } });

export const here: RecorderNews = { state: 'here', paused: false, user: null, caps: [], graceMs: 0 };

export const sharing: readonly CobrowseFact[] = [
  { type: 'agreed' },
  { type: 'live', mode: 'recorder' },
  { type: 'viewers', viewers: [viewer('Anna Berg')] },
];

export const watching: readonly CobrowseFact[] = [
  { type: 'live', mode: 'replayer' },
  { type: 'recorder', news: here },
];

declare global {
  interface HTMLElementTagNameMap {
    'test-cobrowse': TestCobrowse;
  }
}
