/* `import 'cc-widgets/solid'` tells TypeScript the tags in JSX of Solid; it does nothing else. */
import type { JSX as SolidJsx } from 'solid-js';
import type {
  Attributes,
  clickToCall,
  cobrowse,
  ElementBehind,
  Listeners,
  Shape,
  Unwritten,
} from './frameworks/elements.js';

/** `<cc-click-to-call channel-id="…" prop:credentials={…} on:cc-call-end={…}>`. */
type Tag<S extends Shape> = Attributes<S> & {
  [Name in keyof Unwritten<S> as `prop:${Name & string}`]: Unwritten<S>[Name];
} & Listeners<S, 'on:'> &
  SolidJsx.HTMLAttributes<ElementBehind<S>>;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'cc-click-to-call': Tag<typeof clickToCall>;
      'cc-cobrowse': Tag<typeof cobrowse>;
    }
  }
}
