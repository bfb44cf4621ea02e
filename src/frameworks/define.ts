/** Registers a tag, with the element's code, unless the page has done so by its script. In a browser only. */
export async function defineOnce(tag: string): Promise<void> {
  if (!customElements.get(tag)) await import('../define.js');
}
