/* `import 'cc-widgets/preact'` tells TypeScript the tags in JSX of Preact; it does nothing else. */
import type { HTMLAttributes } from 'preact';
import type {
  Attributes,
  clickToCall,
  cobrowse,
  ElementBehind,
  Listeners,
  Shape,
  Unwritten,
} from './frameworks/elements.js';

type Tag<S extends Shape> = Attributes<S> & Unwritten<S> & Listeners<S> & HTMLAttributes<ElementBehind<S>>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'cc-click-to-call': Tag<typeof clickToCall>;
      'cc-cobrowse': Tag<typeof cobrowse>;
    }
  }
}
