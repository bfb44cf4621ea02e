import { closestAround } from '../../browser/shared/composed.js';

/** The open dialog around an element that leaves nothing else of the page in use: the browser's own, or one of the page's making. */
export const modalAround = (element: Element): Element | null =>
  closestAround(element, 'dialog:modal, [aria-modal="true"]:not(dialog)');

/** The modal dialog of the document that is latest in it. */
export const lastModal = (): Element | null => [...document.querySelectorAll('dialog:modal')].at(-1) ?? null;
