import type { Done, Hand } from '../../../core/cobrowse/control/control-desk.js';
import { refusalOf } from '../../../core/cobrowse/control/refusal.js';
import type { Act, ActKey, Refusal } from '../../../core/cobrowse/wire/act.js';
import type { Anchor } from '../../../core/cobrowse/wire/control.js';
import { elementAt, focusedElement } from '../../shared/composed.js';
import type { PageRecording } from '../recorder/recording.js';
import { Edited, edit, isPicked, isTyped, placeCaret, setValue } from './editing.js';
import { moveFocus, tabStop } from './focus.js';
import { actOnKey, choose, formSentBy, pressedBy, tellKey } from './keys.js';
import { holds, isControl, kindOf, meet, whatSends } from './met.js';
import { press, scrollAt } from './press.js';

/** What is the visitor's own: these take control back. A pointer that only moves does not. */
const OWN_INPUT = ['pointerdown', 'touchstart', 'wheel', 'keydown'];

type Result = Omit<Done, 'do'>;

/** As it was before the act. Of what is hidden nothing is told, not even what it is. */
const result = (element: Element | null, refused: Refusal | null = null): Result => {
  const { x, y, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
  return { what: element && refused !== 'hidden' ? kindOf(element) : 'page', refused, box: { x, y, width, height } };
};

const gone = (): Result => result(null, 'gone');

/**
 * An agent's hand on this page. Each act is looked at anew: what it meets, how far the agent sees that, and what would come
 * of it (control/refusal.ts). `recording`: that of the moment; null where none is.
 */
export class PageHand implements Hand {
  readonly #recording: () => PageRecording | null;
  readonly #over = new AbortController();
  readonly #edited = new Edited();

  /** `onOwnInput`: the visitor has pressed, typed or scrolled. */
  constructor(recording: () => PageRecording | null, onOwnInput: () => void) {
    this.#recording = recording;
    const own = (event: Event) => {
      if (!event.isTrusted) return;
      // Their Escape says “stop”, and no more than that.
      if (event instanceof KeyboardEvent && event.key === 'Escape') {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      onOwnInput();
    };
    const options = { capture: true, passive: false, signal: this.#over.signal };
    for (const type of OWN_INPUT) addEventListener(type, own, options);
  }

  act(act: Act): Done {
    // The visitor sees what is done, or it is not done.
    const isSeen = this.#recording() !== null && !document.hidden;
    return { do: act.do, ...(isSeen ? this.#do(act) : gone()) };
  }

  leave(): void {
    this.#over.abort();
    this.#edited.commit();
  }

  #do(act: Act): Result {
    switch (act.do) {
      case 'click':
        return this.#click(act.on);
      case 'scroll': {
        const met = this.#hit(act.on);
        if (!met) return gone();
        scrollAt(met.element, ...act.by);
        return result(null);
      }
      case 'type':
        return this.#type(act.text);
      case 'key':
        return this.#key(act.key, act.shift);
      case 'choose':
      case 'fill':
        return this.#fill(act);
    }
  }

  #click(on: Anchor): Result {
    const met = this.#hit(on);
    if (!met) return gone();
    const { element, x, y } = met;
    return this.#unlessRefused(element, false, true, () => {
      press(element, x, y);
      this.#edited.commit();
      const focused = focusedElement();
      if (isTyped(focused) && holds(focused, element)) placeCaret(focused, x, y);
    });
  }

  #type(text: string): Result {
    const element = focusedElement();
    if (!element) return gone();
    if (!isTyped(element)) {
      const pressed = text === ' ' ? pressedBy(element, ' ') : null;
      return pressed ? this.#pressByKey(element, pressed, ' ') : result(element, 'fixed');
    }
    return this.#unlessRefused(element, true, undefined, () => {
      this.#edited.begin(element);
      for (const character of text) if (tellKey(element, character, false)) edit(element, 'insertText', character);
    });
  }

  #key(key: ActKey, shift: boolean): Result {
    const element = focusedElement() ?? document.body;
    if (key === 'Tab') return this.#tab(element, shift);
    const pressed = key === 'Enter' ? pressedBy(element, key) : null;
    if (pressed) return this.#pressByKey(element, pressed, key);
    const form = key === 'Enter' ? formSentBy(element) : null;
    if (form) return this.#send(form, element as HTMLInputElement);
    if (element === document.body) {
      if (tellKey(element, key, shift)) actOnKey(element, key, shift);
      return result(null);
    }
    const edits = isTyped(element) && /^(?:Enter|Backspace|Delete)$/.test(key);
    return this.#unlessRefused(element, edits, undefined, () => {
      if (isTyped(element)) this.#edited.begin(element);
      if (tellKey(element, key, shift)) actOnKey(element, key, shift);
    });
  }

  /** A key that presses something: what has the focus, or the button of its form. */
  #pressByKey(focused: Element, pressed: Element, key: string): Result {
    const refused = this.#refusalOf(focused, false);
    if (refused) return result(focused, refused);
    return this.#unlessRefused(pressed, false, undefined, () => {
      if (!tellKey(focused, key, false)) return;
      this.#edited.commit();
      (pressed as HTMLElement).click();
    });
  }

  #send(form: HTMLFormElement, field: HTMLInputElement): Result {
    const met = { ...meet(field, this.#standingOf, false), ...whatSends(form, field, this.#standingOf) };
    const before = result(field, refusalOf(met));
    if (before.refused === null && tellKey(field, 'Enter', false)) {
      this.#edited.commit();
      form.requestSubmit();
    }
    return before;
  }

  #tab(from: Element, backwards: boolean): Result {
    const goesOn = this.#refusalOf(from, false) !== null || tellKey(from, 'Tab', backwards);
    const next = goesOn ? tabStop(backwards, (element) => this.#standingOf(element) === 'open') : focusedElement();
    if (!next) return result(null);
    if (goesOn) {
      next.scrollIntoView({ block: 'nearest', behavior: 'instant' });
      moveFocus(next);
      if (next instanceof HTMLInputElement && isTyped(next)) next.select();
      this.#edited.commit();
    }
    return result(next);
  }

  #fill(act: Extract<Act, { readonly id: number }>): Result {
    const element = this.#recording()?.elementOf(act.id) ?? null;
    if (!isControl(element)) return gone();
    return this.#unlessRefused(element, true, undefined, () => {
      moveFocus(element);
      if (act.do === 'choose') {
        if (element instanceof HTMLSelectElement) choose(element, act.index);
      } else if (isPicked(element)) {
        setValue(element, act.text);
        element.dispatchEvent(new Event('change', { bubbles: true }));
      }
    });
  }

  #unlessRefused(element: Element, edits: boolean, within: boolean | undefined, act: () => void): Result {
    const refused = this.#refusalOf(element, edits, within);
    const before = result(element, refused);
    if (refused === null) act();
    return before;
  }

  #refusalOf(element: Element, edits: boolean, within?: boolean): Refusal | null {
    return refusalOf(meet(element, this.#standingOf, edits, within));
  }

  /** What a press at an anchor meets; null where that is outside of the window, or something else lies there. */
  #hit({ id, x, y }: Anchor): { readonly element: Element; readonly x: number; readonly y: number } | null {
    const anchor = this.#recording()?.elementOf(id);
    if (!anchor) return null;
    const { left, top, width, height } = anchor.getBoundingClientRect();
    // Just within its edges: on them it is met no more.
    const [at, down] = [left + Math.min(width - 0.5, x * width), top + Math.min(height - 0.5, y * height)];
    const element = elementAt(at, down);
    return element && holds(anchor, element) ? { element, x: at, y: down } : null;
  }

  readonly #standingOf = (element: Element) => this.#recording()?.standing(element) ?? 'hidden';
}
