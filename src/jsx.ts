/* `import 'cc-widgets/jsx'` tells TypeScript the tags in JSX of React 18 and 19; it does nothing else. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type {
  Attributes,
  clickToCall,
  cobrowse,
  ElementBehind,
  Listeners,
  Shape,
  Unwritten,
} from './frameworks/elements.js';

/** `<cc-click-to-call channel-id="…" oncc-call-end={…}>`. React 18 passes on strings alone: no functions, no events. */
type Tag<S extends Shape> = Attributes<S> &
  Unwritten<S> &
  Listeners<S> &
  DetailedHTMLProps<HTMLAttributes<ElementBehind<S>>, ElementBehind<S>>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'cc-click-to-call': Tag<typeof clickToCall>;
      'cc-cobrowse': Tag<typeof cobrowse>;
    }
  }
}
