import type { Met } from '../../../core/cobrowse/control/refusal.js';
import type { Standing } from '../../../core/cobrowse/privacy/standing.js';
import type { Target } from '../../../core/cobrowse/wire/act.js';
import { closestAround, elementAt } from '../../shared/composed.js';

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLButtonElement;

/** How far the agent sees an element of the page. */
export type StandingOf = (element: Element) => Standing;

const CONTROL = 'a[href], area[href], button, input, select, textarea, summary, label';

export const isControl = (element: Element | null): element is Control =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  element instanceof HTMLButtonElement;

/** What an act on this element meets. `edits`: it would change what is in it. `within`: known already. */
export function meet(element: Element, standingOf: StandingOf, edits: boolean, within = isWithin(element)): Met {
  const control = controlOf(element);
  const field = isControl(control) ? control : null;
  const form = field && submits(field) ? field.form : null;
  const link = closestAround(element, 'a[href], area[href]');
  const readOnly = edits && field !== null && 'readOnly' in field && field.readOnly;
  return {
    standing: worst([element, ...(control ? [control] : [])].map(standingOf)),
    within,
    kept: [element, control].some((one) => one && closestAround(one, '[data-cc-no-control]') !== null),
    fixed: readOnly || field?.matches(':disabled') === true,
    leavesSite: link !== null && leaves(link, 'href'),
    sendsSecrets: false,
    ...(form && field ? whatSends(form, field, standingOf) : {}),
  };
}

/** What would come of a form that is sent by this control of it. In a frame of another origin there may be anything. */
export function whatSends(
  form: HTMLFormElement,
  by: Control,
  standingOf: StandingOf,
): Pick<Met, 'leavesSite' | 'sendsSecrets'> {
  const secret = [...form.elements].some((one) => isSecretField(one, standingOf));
  return { leavesSite: formLeaves(form, by), sendsSecrets: secret || form.querySelector('iframe') !== null };
}

export function kindOf(element: Element): Target {
  const control = controlOf(element);
  if (control instanceof HTMLButtonElement || control?.matches('summary')) return 'button';
  if (control instanceof HTMLSelectElement) return 'choice';
  if (control instanceof HTMLInputElement) {
    if (/^(?:button|submit|reset|image)$/.test(control.type)) return 'button';
    return /^(?:radio|checkbox)$/.test(control.type) ? 'choice' : 'field';
  }
  if (control instanceof HTMLTextAreaElement || isEditable(element)) return 'field';
  if (closestAround(element, 'a[href], area[href]')) return 'link';
  return closestAround(element, '[role=button], [role=tab], [role=menuitem]') ? 'button' : 'text';
}

export const isEditable = (element: Element): element is HTMLElement =>
  element instanceof HTMLElement && element.isContentEditable;

/** Sends a form when it is pressed. */
export const submits = (control: Control): boolean =>
  control.form !== null &&
  (control instanceof HTMLButtonElement
    ? control.type === 'submit'
    : control instanceof HTMLInputElement && /^(?:submit|image)$/.test(control.type));

/** What a press on this element uses: a control around it, or that of the label around it. */
function controlOf(element: Element): Element | null {
  const around = closestAround(element, CONTROL);
  return around instanceof HTMLLabelElement ? around.control : around;
}

const worst = (all: readonly Standing[]): Standing =>
  all.find((one) => one === 'secret') ?? all.find((one) => one === 'hidden') ?? 'open';

/** Something of it is in the window, and nothing lies over its middle. */
function isWithin(element: Element): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const edges = [
    Math.max(0, left),
    Math.max(0, top),
    Math.min(innerWidth, right),
    Math.min(innerHeight, bottom),
  ] as const;
  if (edges[0] >= edges[2] || edges[1] >= edges[3]) return false;
  const above = elementAt((edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2);
  return (
    above !== null && (holds(element, above) || holds(above, element) || holds(controlOf(above) ?? above, element))
  );
}

/** `inner` is it, or within it, in shadow roots too. */
export function holds(outer: Element, inner: Element): boolean {
  for (let at: Node | null = inner; at; at = at instanceof ShadowRoot ? at.host : at.parentNode)
    if (at === outer) return true;
  return false;
}

function isSecretField(element: Element, standingOf: StandingOf): boolean {
  if (element instanceof HTMLInputElement && element.type === 'hidden') return false;
  return standingOf(element) === 'secret';
}

/** Another origin, another window, or a file. */
function leaves(element: Element, name: 'href' | 'action' | 'formaction'): boolean {
  const attribute = name === 'href' ? 'target' : name === 'action' ? 'target' : 'formtarget';
  const target =
    element.getAttribute(attribute) ?? document.querySelector('base[target]')?.getAttribute('target') ?? '';
  const address = element.getAttribute(name) ?? '';
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
  return url?.origin !== location.origin || !/^(?:_self)?$/i.test(target) || element.hasAttribute('download');
}

function formLeaves(form: HTMLFormElement, button: Control): boolean {
  if ((button.getAttribute('formmethod') ?? form.getAttribute('method'))?.toLowerCase() === 'dialog') return false;
  return leaves(
    button.hasAttribute('formaction') ? button : form,
    button.hasAttribute('formaction') ? 'formaction' : 'action',
  );
}
