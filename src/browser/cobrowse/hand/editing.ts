import { isEditable } from './met.js';

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Filled in with a picker of the browser's, and not typed into. */
export const isPicked = (element: Element): element is HTMLInputElement =>
  element instanceof HTMLInputElement && /^(?:color|date|datetime-local|month|time|week)$/.test(element.type);

const isPressed = (element: HTMLInputElement): boolean =>
  /^(?:button|checkbox|file|hidden|image|radio|range|reset|submit)$/.test(element.type);

export const isTyped = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLInputElement && !isPicked(element) && !isPressed(element)) ||
  (element !== null && isEditable(element));

/**
 * Edits what has the focus as the browser's own editing does, so that pages, their undo and their frameworks see it;
 * where that is refused, through the value.
 */
export function edit(element: HTMLElement, command: EditCommand, text = ''): void {
  // Deprecated, and the only way to edit as a user does: beforeinput, input, undo, maxlength, rich editors.
  if (document.execCommand(command, false, text) || !isTextField(element)) return;
  const { value } = element;
  if (command === 'insertText') setValue(element, value + text);
  if (command === 'delete') setValue(element, value.slice(0, -1));
}

export type EditCommand =
  'insertText' | 'insertParagraph' | 'insertLineBreak' | 'delete' | 'forwardDelete' | 'selectAll';

/** By the prototype's setter: React tells by its own one that a value is not new. */
export function setValue(element: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void {
  const own = Object.getPrototypeOf(element) as object;
  Object.getOwnPropertyDescriptor(own, 'value')?.set?.call(element, value);
  element.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** Where the caret goes when the field is pressed. */
export function placeCaret(element: HTMLElement, x: number, y: number): void {
  if (isTextField(element)) {
    const end = element.value.length;
    if (hasSelection(element)) element.setSelectionRange(end, end);
    return;
  }
  const range = caretAt(x, y);
  if (range && element.contains(range.startContainer)) {
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
  }
}

export function moveCaret(element: HTMLElement, key: string, extends_: boolean): void {
  if (isTextField(element)) {
    if (!hasSelection(element)) return;
    const { value, selectionStart, selectionEnd, selectionDirection } = element;
    const [start, end] = [selectionStart ?? 0, selectionEnd ?? 0];
    const head = selectionDirection === 'backward' ? start : end;
    const tail = selectionDirection === 'backward' ? end : start;
    const to = { ArrowLeft: head - 1, ArrowRight: head + 1, Home: 0, End: value.length }[key] ?? head;
    const at = Math.min(value.length, Math.max(0, to));
    if (extends_) element.setSelectionRange(Math.min(tail, at), Math.max(tail, at), at < tail ? 'backward' : 'forward');
    else element.setSelectionRange(at, at);
    return;
  }
  const way = /Left|Up|Home/.test(key) ? 'backward' : 'forward';
  const step = /Up|Down/.test(key) ? 'line' : /Home|End/.test(key) ? 'lineboundary' : 'character';
  getSelection()?.modify(extends_ ? 'extend' : 'move', way, step);
}

/** Tells `change` for what was edited, where the browser does not. */
export class Edited {
  #field: TextField | null = null;
  #before = '';
  #told = false;

  /** This is about to be edited. */
  begin(element: HTMLElement): void {
    if (this.#field === element || !isTextField(element)) return;
    this.commit();
    this.#field = element;
    this.#before = element.value;
    this.#told = false;
    element.addEventListener('change', this.#onChange);
  }

  commit(): void {
    const field = this.#field;
    this.#field = null;
    field?.removeEventListener('change', this.#onChange);
    if (!field?.isConnected || this.#told || field.value === this.#before) return;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  readonly #onChange = (): void => {
    this.#told = true;
  };
}

const isTextField = (element: Element): element is TextField =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

/** `<input type=email>` and its like have none that a script may touch. */
const hasSelection = (element: TextField): boolean => element.selectionStart !== null;

/** null in browsers that can't tell. */
function caretAt(x: number, y: number): Range | null {
  const place = 'caretPositionFromPoint' in document ? document.caretPositionFromPoint(x, y) : null;
  if (!place) return null;
  const range = document.createRange();
  range.setStart(place.offsetNode, place.offset);
  return range;
}
