/* `import 'cc-widgets/svelte'` tells TypeScript the tags in Svelte's templates; it does nothing else. */
import type { HTMLAttributes } from 'svelte/elements';
import type {
  Attributes,
  clickToCall,
  cobrowse,
  ElementBehind,
  Listeners,
  Shape,
  Unwritten,
} from './frameworks/elements.js';

/** `<cc-click-to-call channel-id="…" {credentials} oncc-call-end={…}>`; Svelte 4 writes `on:cc-call-end={…}`. */
type Tag<S extends Shape> = Attributes<S> &
  Unwritten<S> &
  Listeners<S> &
  Listeners<S, 'on:'> &
  HTMLAttributes<ElementBehind<S>>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'cc-click-to-call': Tag<typeof clickToCall>;
    'cc-cobrowse': Tag<typeof cobrowse>;
  }
}
