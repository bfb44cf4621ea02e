const GAP = 8;

/**
 * Puts an inline panel beside its button, within the viewport, and keeps it there. Below 480 px and for the floating
 * button the style sheet places it. Returns the way to stop.
 */
export function placePanel(panel: HTMLElement, button: HTMLElement): () => void {
  if (panel.classList.contains('at-corner')) return () => undefined;
  const sheet = matchMedia('(max-width: 479px)');
  const place = () => {
    if (sheet.matches) {
      panel.style.removeProperty('left');
      panel.style.removeProperty('top');
      return;
    }
    const at = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = panel;
    const rtl = getComputedStyle(panel).direction === 'rtl';
    const left = rtl ? at.right - width : at.left;
    const below = at.bottom + GAP;
    const fitsBelow = below + height <= innerHeight - GAP || innerHeight - at.bottom >= at.top;
    const top = fitsBelow ? below : at.top - GAP - height;
    panel.style.left = `${Math.round(clamp(left, innerWidth - width))}px`;
    panel.style.top = `${Math.round(clamp(top, innerHeight - height))}px`;
  };
  const size = new ResizeObserver(place);
  size.observe(panel);
  addEventListener('scroll', place, { capture: true, passive: true });
  addEventListener('resize', place);
  place();
  return () => {
    size.disconnect();
    removeEventListener('scroll', place, { capture: true });
    removeEventListener('resize', place);
  };
}

const clamp = (value: number, most: number): number => Math.max(GAP, Math.min(value, most - GAP));
