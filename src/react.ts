/* Components for React 18 and 19: `import { CcClickToCall } from 'cc-widgets/react'`. */
'use client';

import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useRef,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type RefAttributes,
} from 'react';
import { defineOnce } from './frameworks/define.js';
import * as elements from './frameworks/elements.js';
import type { ElementBehind, Given, Handlers, Properties, Shape } from './frameworks/elements.js';

/** Properties of the element in camel case, its events as `onStateChange`, and what React knows of any element. */
type Props<S extends Shape> = Properties<S> &
  Handlers<S> &
  Omit<HTMLAttributes<ElementBehind<S>>, keyof Properties<S> | keyof Handlers<S>>;
type Component<S extends Shape> = ForwardRefExoticComponent<Props<S> & RefAttributes<ElementBehind<S>>>;

export type CcClickToCallProps = Props<typeof elements.clickToCall>;
export type CcCobrowseProps = Props<typeof elements.cobrowse>;

/**
 * `<cc-click-to-call>`: `<CcClickToCall channelId="…" credentials={ask} onCallEnd={({ seconds }) => …} ref={…} />`. What HTML
 * can hold is rendered on the server, too; functions and objects are set, and events are listened for, once it is on the page.
 * The element's code is loaded by then, unless the page's own script has registered the tag. `ref` is the element.
 */
export const CcClickToCall: Component<typeof elements.clickToCall> = component(elements.clickToCall, 'CcClickToCall');

/** `<cc-cobrowse>`: `<CcCobrowse htmlFor="call" onStateChange={({ state }) => …} />`, by the same rules. */
export const CcCobrowse: Component<typeof elements.cobrowse> = component(elements.cobrowse, 'CcCobrowse');

function component<S extends Shape>(shape: S, name: string): Component<S> {
  const known = new Set(
    [shape.attributes, shape.flags, shape.properties, elements.handlersOf(shape)].flatMap(Object.keys),
  );
  const Wrapper = forwardRef<HTMLElement, Given>((props, ref) => {
    const element = useRef<HTMLElement>(null);
    const set = useRef<Given>({});
    useImperativeHandle(ref, () => element.current as HTMLElement, []);
    useEffect(() => {
      if (element.current) elements.setProperties(element.current, shape, props, set.current);
      set.current = props;
    });
    // One listener for as long as it is mounted, which asks for the handler of the last render.
    useEffect(() => elements.listen(element.current as HTMLElement, shape, () => set.current), []);
    useEffect(() => void defineOnce(shape.tag), []);

    const rest = Object.entries(props).filter(([prop]) => !known.has(prop));
    const { className, ...others } = Object.fromEntries(rest);
    return createElement(shape.tag, {
      // An element that is defined before React comes has its `state` as an attribute.
      suppressHydrationWarning: true,
      ...others,
      ...elements.attributesOf(shape, props),
      // React 18 would write `classname`.
      ...(className === undefined ? {} : { class: className }),
      ref: element,
    });
  });
  Wrapper.displayName = name;
  return Wrapper;
}
