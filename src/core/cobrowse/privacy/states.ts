import { namesChoice } from './attributes.js';
import { isPlain } from './names.js';
import type { AttributeChange } from './page-event.js';
import type { PageLook } from './page-look.js';

/** On an element: the pseudo-classes that hold for it at the visitor's, where the agent's browser would see others. */
export const STATES = 'data-cc-is';

/** Pseudo-classes that depend on what was filled in, on the focus or on the address. */
const told =
  /^(?:valid|invalid|user-valid|user-invalid|in-range|out-of-range|placeholder-shown|focus|focus-visible|focus-within|target|autofill)$/;
const always = ['focus-visible', 'popover-open'];

/** Elements for which one of them may hold. */
const tracked = /^(?:input|textarea|select|button|form|fieldset|output|object)$|-/;
const MAX_TRACKED = 5_000;

/** Follows the pseudo-classes that sheets of the page ask for. */
export class States {
  readonly #look: PageLook;
  readonly #asked = new Set(always);
  /** What was sent last of each element that is followed. */
  #sent = new Map<number, string>();
  #reached: ReadonlyMap<number, readonly string[]> = new Map();

  constructor(look: PageLook) {
    this.#look = look;
  }

  /** A selector that stands for this pseudo-class; null where the agent's browser sees the same. */
  selector(name: string): string | null {
    const custom = /^state\((.*)\)$/.exec(name)?.[1];
    if (custom === undefined ? !told.test(name) : !isPlain(custom) || namesChoice.test(custom)) return null;
    this.#asked.add(name);
    return `[${STATES}~="${custom === undefined ? name : `state-${custom}`}"]`;
  }

  /** Where animations stayed, as the snapshot has it. */
  stayed: ReadonlyMap<number, string> = new Map();

  /** A snapshot begins. */
  begin(): void {
    this.stayed = this.#look.stayed();
    this.#sent = new Map();
    this.#reached = this.#look.reached();
  }

  /** Of an element that is being copied; '' where none holds. */
  of(id: number, tag: string, isPopover: boolean, mayReach: () => boolean): string {
    const isReached = this.#reached.has(id);
    if (!isReached && !isPopover && !tracked.test(tag)) return '';
    const states = this.#now(id, mayReach);
    if (this.#sent.size < MAX_TRACKED) this.#sent.set(id, states);
    return states;
  }

  /** What changed since, of elements that the other side has. */
  changes(isShown: (id: number) => boolean, mayReach: (id: number) => boolean): AttributeChange[] {
    const before = this.#reached;
    this.#reached = this.#look.reached();
    const changes: AttributeChange[] = [];
    for (const id of new Set([...this.#sent.keys(), ...before.keys(), ...this.#reached.keys()])) {
      if (!isShown(id)) continue;
      const states = this.#now(id, () => mayReach(id));
      if (states === (this.#sent.get(id) ?? '')) continue;
      this.#sent.set(id, states);
      changes.push({ id, attributes: { [STATES]: states === '' ? null : states } });
    }
    return changes;
  }

  #now(id: number, mayReach: () => boolean): string {
    const found = this.#reached.get(id);
    const reached = found && mayReach() ? found : [];
    const own = this.#look.states(id, this.#asked);
    return [
      ...own.map((name) => name.replace(/^state\((.*)\)$/, 'state-$1')),
      ...reached.filter((name) => this.#asked.has(name)),
    ].join(' ');
  }
}
