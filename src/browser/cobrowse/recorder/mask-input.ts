import { MASK } from '../../../core/cobrowse/privacy/digits.js';
import { closestAround } from '../../shared/composed.js';
import { namesSecret } from '../../../core/cobrowse/privacy/secret-words.js';

/** The first of two looks: what the site did not unmask is masked before rrweb has it. The filter decides. */
export const maskInput = (text: string, element: Element): string => (text === '' || mayLeave(element) ? text : MASK);

function mayLeave(element: Element): boolean {
  if (element.localName === 'input' && /^(?:submit|button|reset)$/.test((element as HTMLInputElement).type))
    return true;
  return closestAround(element, '[data-cc-unmask]') !== null && !isLabelledSecret(element);
}

/** What a label says of a field, the filter does not see. */
export function isLabelledSecret(element: Element): boolean {
  if (!('labels' in element)) return false;
  const { labels } = element as HTMLInputElement;
  const named = (element.getAttribute('aria-labelledby') ?? '')
    .split(/\s+/)
    .map((id) => element.ownerDocument.getElementById(id));
  return [...(labels ?? []), ...named].some((label) => label !== null && namesSecret(label.textContent.slice(0, 200)));
}
