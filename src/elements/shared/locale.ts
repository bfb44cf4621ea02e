/** Language of an element: its own `lang`, else that of the nearest ancestor, beyond shadow roots too; else English. */
export function localeOf(element: Element): string {
  const holder = element.closest('[lang]');
  if (holder) return holder.getAttribute('lang') || 'en';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? localeOf(root.host) : 'en';
}
