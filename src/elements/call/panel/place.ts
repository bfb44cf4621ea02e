export const GAP = 8;

/** How much `zoom` of the page enlarges an element: its lengths are so many times larger in the window. */
export const zoomOf = (element: Element): number =>
  (element as Partial<Pick<Element, 'currentCSSZoom'>>).currentCSSZoom ?? 1;

/** What keeps a panel in its place. */
export interface Placing {
  /** To be called where the button may have moved: the page's direction has changed. */
  readonly place: () => void;
  readonly stop: () => void;
}

/**
 * Positions an inline panel beside its button, within the viewport, on scroll and resize too. Below 480 px and in the corner
 * the style sheet does.
 */
export function placePanel(panel: HTMLElement, button: HTMLElement): Placing {
  const sheet = matchMedia('(max-width: 479px)');
  const place = () => {
    const zoom = zoomOf(panel);
    panel.style.setProperty('--_zoom', String(zoom));
    if (panel.classList.contains('at-corner')) return;
    if (sheet.matches) {
      panel.style.removeProperty('left');
      panel.style.removeProperty('top');
      return;
    }
    const at = button.getBoundingClientRect();
    const [width, height] = [panel.offsetWidth * zoom, panel.offsetHeight * zoom];
    const rtl = getComputedStyle(panel).direction === 'rtl';
    const below = at.bottom + GAP;
    const above = at.top - GAP - height;
    const fits = (top: number) => top >= GAP && top + height <= innerHeight - GAP;
    // With room neither above nor below it goes to the side, where it does not lie on its button.
    const aside = !fits(below) && !fits(above);
    const [start, end] = aside ? [at.right + GAP, at.left - GAP - width] : [at.left, at.right - width];
    const left = rtl ? end : start;
    const top = fits(above) && !fits(below) ? above : below;
    panel.style.left = `${Math.round(clamp(left, innerWidth - width)) / zoom}px`;
    panel.style.top = `${Math.round(clamp(top, innerHeight - height)) / zoom}px`;
  };
  const size = new ResizeObserver(place);
  size.observe(panel);
  addEventListener('scroll', place, { capture: true, passive: true });
  addEventListener('resize', place);
  place();
  return {
    place,
    stop: () => {
      size.disconnect();
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    },
  };
}

const clamp = (value: number, most: number): number => Math.max(GAP, Math.min(value, most - GAP));
