import { cleanAttribute, type AttributeScene } from './attributes.js';
import { cleanDeclarations } from './css.js';
import type { Disposition } from './elements.js';
import type { Entry } from './entry.js';
import type { AttributeValue } from './page-event.js';
import type { PageLook } from './page-look.js';
import { STATES, type States } from './states.js';

/** Adds to an element's attributes what only the page itself knows of it. */
export function addLooks(
  { id, tag }: Entry,
  disposition: Disposition,
  attributes: Record<string, AttributeValue>,
  look: PageLook,
  states: States,
  scene: AttributeScene,
  mayReach: () => boolean,
): void {
  const addStyle = (css: string) => {
    const cleaned = css && cleanDeclarations(css, scene.policy);
    if (cleaned !== '') attributes['style'] = `${String(attributes['style'] ?? '')}${cleaned}`;
  };
  if ((tag === 'style' || tag === 'link') && look.isOff(id)) attributes['media'] = 'not all';
  if (tag === 'html' && look.scheme() === 'dark') addStyle('color-scheme:dark');
  if (disposition === 'box') addStyle(look.box(id));
  if (scene.open || !scene.choice) addStyle(states.stayed.get(id) ?? '');
  const source = tag === 'img' ? cleanAttribute('src', look.source(id), scene) : undefined;
  if (typeof source === 'string' && look.source(id) !== '') attributes['src'] = source;
  const now = states.of(id, tag, attributes['popover'] !== undefined, mayReach);
  if (now !== '') attributes[STATES] = now;
}
