import type { ActKey } from '../../../core/cobrowse/wire/act.js';
import { edit, isTyped, moveCaret, setValue } from './editing.js';
import { isControl, submits } from './met.js';
import { scrollAt } from './press.js';

/** Tells the page of a key; false where the page keeps the browser from acting on it. */
export function tellKey(element: Element, key: string, shiftKey: boolean): boolean {
  const named = key === 'SelectAll' ? { key: 'a', ctrlKey: true } : { key };
  const event = { ...named, shiftKey, bubbles: true, cancelable: true, composed: true, view: window };
  const goesOn = element.dispatchEvent(new KeyboardEvent('keydown', event));
  if (element.isConnected) element.dispatchEvent(new KeyboardEvent('keyup', event));
  return goesOn;
}

/** What is to be pressed for Enter, or for the space bar, on what has the focus; null where they do something else. */
export function pressedBy(element: Element, key: 'Enter' | ' '): Element | null {
  if (element.matches('button, summary, input:is([type=button], [type=submit], [type=reset], [type=image])'))
    return element;
  if (key === ' ') return element.matches('input:is([type=checkbox], [type=radio])') ? element : null;
  if (element.matches('a[href], area[href]')) return element;
  if (!(element instanceof HTMLInputElement) || !element.form) return null;
  return [...element.form.elements].find((one) => isControl(one) && submits(one) && !one.matches(':disabled')) ?? null;
}

/** The form that Enter in this field sends by itself: one without a button, and with one field, HTML §4.10.22.2. */
export function formSentBy(element: Element): HTMLFormElement | null {
  const form = element instanceof HTMLInputElement ? element.form : null;
  if (!form) return null;
  const controls = [...form.elements];
  const blocks = controls.filter((one) => isTyped(one) && one instanceof HTMLInputElement);
  return blocks.length === 1 && !controls.some((one) => isControl(one) && submits(one)) ? form : null;
}

/** What the browser does at a key that presses nothing. */
export function actOnKey(element: Element, key: ActKey, shift: boolean): void {
  if (isTyped(element)) return editByKey(element, key, shift);
  const step = /Up|Right/.test(key) ? 1 : /Down|Left/.test(key) ? -1 : 0;
  if (element instanceof HTMLSelectElement && step !== 0) return choose(element, element.selectedIndex - step);
  if (element instanceof HTMLInputElement && step !== 0) {
    if (element.type === 'radio') return chooseRadio(element, -step);
    if (/^(?:date|datetime-local|month|range|time|week)$/.test(element.type)) {
      const { value } = element;
      if (step > 0) element.stepUp();
      else element.stepDown();
      const stepped = element.value;
      element.value = value;
      setValue(element, stepped);
      element.dispatchEvent(new Event('change', { bubbles: true }));
      return;
    }
  }
  const page = innerHeight * 0.9;
  const far = document.documentElement.scrollHeight;
  const down = { ArrowUp: -40, ArrowDown: 40, PageUp: -page, PageDown: page, Home: -far, End: far }[key as string] ?? 0;
  if (down !== 0) scrollAt(element, 0, down);
}

/** Chooses an option, where there is one with this index that can be chosen. */
export function choose(select: HTMLSelectElement, index: number): void {
  const option = select.options[index];
  if (!option || option.disabled || (select.selectedIndex === index && !select.multiple)) return;
  if (select.multiple) option.selected = !option.selected;
  else select.selectedIndex = index;
  for (const type of ['input', 'change']) select.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
}

function chooseRadio(radio: HTMLInputElement, by: number): void {
  const root = radio.getRootNode() as Document | ShadowRoot;
  const group = [...root.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter(
    ({ name, form, disabled }) => name === radio.name && form === radio.form && !disabled,
  );
  const next = group[(group.indexOf(radio) + by + group.length) % group.length];
  next?.focus();
  next?.click();
}

function editByKey(element: HTMLElement, key: ActKey, shift: boolean): void {
  switch (key) {
    case 'Backspace':
      return edit(element, 'delete');
    case 'Delete':
      return edit(element, 'forwardDelete');
    case 'SelectAll':
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.select();
      else edit(element, 'selectAll');
      return;
    case 'Enter':
      if (element instanceof HTMLInputElement) return;
      if (element instanceof HTMLTextAreaElement) return edit(element, 'insertText', '\n');
      return edit(element, shift ? 'insertLineBreak' : 'insertParagraph');
    case 'Tab':
      return;
    default:
      moveCaret(element, key, shift);
  }
}
