/*
 * To tell what changed in a style attribute, the recorder parses the old value with the attribute of an element in a document
 * of its own making. Under a Content-Security-Policy without 'unsafe-inline' each of these is a violation that the browser
 * reports, though nothing on the page is wrong. The same parse through the CSSOM is none.
 */

/** Lets documents that are made without a title parse style attributes through the CSSOM. Returns the way back. */
export function parseStylesQuietly(page: Document): () => void {
  const { implementation } = page;
  const createHTMLDocument = (...title: [string?]): Document => {
    const made = DOMImplementation.prototype.createHTMLDocument.apply(implementation, title);
    if (title.length === 0) own(made, 'createElement', quietElement);
    return made;
  };
  try {
    own(implementation, 'createHTMLDocument', createHTMLDocument);
  } catch {
    // A frozen page: the reports are the lesser evil.
  }
  return () => {
    if (implementation.createHTMLDocument === createHTMLDocument)
      Reflect.deleteProperty(implementation, 'createHTMLDocument');
  };
}

function quietElement(this: Document, name: string): HTMLElement {
  const element = this.createElementNS('http://www.w3.org/1999/xhtml', name.toLowerCase());
  own(element, 'setAttribute', function (this: HTMLElement, attribute: string, value: string) {
    if (attribute === 'style') this.style.cssText = value;
    else Element.prototype.setAttribute.call(this, attribute, value);
  });
  return element;
}

/** Defined, not assigned: an assignment fails where the page has frozen the prototype. */
function own(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}
