import { CcClickToCall } from './elements/call/cc-click-to-call.js';
import { CcCobrowse } from './elements/cobrowse/cc-cobrowse.js';

/** Registers a tag, once, where there is a page. */
function define(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined' || customElements.get(tag)) return;
  customElements.define(tag, element);
}

define('cc-click-to-call', CcClickToCall);
define('cc-cobrowse', CcCobrowse);
