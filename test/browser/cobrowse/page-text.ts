/** Everything that a document holds, as text: markup, shadow roots, what fields hold, and rules of every sheet. */
export function allText(root: Document | ShadowRoot): string {
  const parts = ['documentElement' in root ? root.documentElement.outerHTML : root.innerHTML];
  const sheets = [...root.styleSheets, ...root.adoptedStyleSheets];
  for (const sheet of sheets) parts.push(...[...sheet.cssRules].map(({ cssText }) => cssText));
  for (const element of root.querySelectorAll('*')) {
    if ('value' in element) parts.push(String(element.value));
    if (element.shadowRoot) parts.push(allText(element.shadowRoot));
  }
  return parts.join('\n');
}
