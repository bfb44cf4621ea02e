import { oursEvent, type OurPlace } from '../../../core/cobrowse/wire/ours.js';

/** How often it is looked at, ms. */
const LOOK_MS = 250;

/** Tells where our own elements lie over the page, when that has changed. */
export class OursWatch {
  readonly #timer: ReturnType<typeof setInterval>;
  #last = '[]';

  constructor(emit: (event: object) => void) {
    this.#timer = setInterval(() => {
      const now = JSON.stringify(ourPlaces());
      if (document.hidden || now === this.#last) return;
      this.#last = now;
      emit(oursEvent(ourPlaces()));
    }, LOOK_MS);
  }

  /** For a keyframe: what is told without one does not lead to it. */
  event(): object {
    const places = ourPlaces();
    this.#last = JSON.stringify(places);
    return oursEvent(places);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Panels in their elements, and what stands in front of the page in a layer. */
function ourPlaces(): OurPlace[] {
  const hosts = document.querySelectorAll('cc-click-to-call, [data-cc-block="layer"]');
  return [...hosts].flatMap(({ shadowRoot }) => [
    ...placesOf(shadowRoot, '[part~=panel]', 'call'),
    ...placesOf(shadowRoot, '.bar, .card', 'share'),
  ]);
}

function placesOf(root: ShadowRoot | null, selector: string, what: OurPlace['what']): OurPlace[] {
  return [...(root?.querySelectorAll(selector) ?? [])].flatMap((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const isThere = width > 0 && x < innerWidth && y < innerHeight && x + width > 0 && y + height > 0;
    return isThere ? [{ what, ...rounded({ x, y, width, height }) }] : [];
  });
}

const rounded = ({ x, y, width, height }: Omit<OurPlace, 'what'>) => ({
  ...{ x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) },
});
