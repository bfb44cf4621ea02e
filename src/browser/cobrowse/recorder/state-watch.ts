/** What may change which pseudo-classes hold, and makes no change of the document. */
const events = 'input change focusin focusout invalid reset submit toggle hashchange popstate animationend';

/** Preferences of the visitor that sheets ask for. */
const preferences = [
  '(prefers-color-scheme: dark)',
  '(prefers-reduced-motion: reduce)',
  '(prefers-contrast: more)',
  '(hover: hover)',
  '(forced-colors: active)',
];

/** Calls `onState` once in a frame in which something like that happened, `onPreference` when the visitor prefers something else. */
export function watchStates(onState: () => void, onPreference: () => void): () => void {
  const over = new AbortController();
  const { signal } = over;
  let frame = 0;
  const soon = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      onState();
    });
  };
  for (const type of events.split(' ')) addEventListener(type, soon, { capture: true, passive: true, signal });
  for (const query of preferences) matchMedia(query).addEventListener('change', onPreference, { signal });
  return () => {
    over.abort();
    cancelAnimationFrame(frame);
  };
}
