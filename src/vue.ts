/* Components for Vue 3: `import { CcClickToCall } from 'cc-widgets/vue'`; and the tags, for Vue's templates. */
import {
  type ComponentObjectPropsOptions,
  defineComponent,
  h,
  onMounted,
  shallowRef,
  watchPostEffect,
  type ComponentPublicInstance,
  type HTMLAttributes,
  type PublicProps,
} from 'vue';
import { defineOnce } from './frameworks/define.js';
import * as elements from './frameworks/elements.js';
import type { Attributes, ElementBehind, Handlers, Properties, Shape } from './frameworks/elements.js';

/** What a template may give: `Given`, and what Vue knows of any element. */
interface Templated<Given> {
  $props: Given & Omit<HTMLAttributes, keyof Given> & PublicProps;
}

/** `element` is the element, for its methods. */
type Component<S extends Shape> = new () => Omit<ComponentPublicInstance, '$props'> &
  Templated<Properties<S> & Handlers<S>> & { readonly element: ElementBehind<S> | null };

/**
 * `<cc-click-to-call>`: `<CcClickToCall channel-id="…" :credentials="ask" @call-end="({ seconds }) => …" ref="button" />`. What
 * HTML can hold is rendered on the server, too; functions and objects are set once it is on the page. The element's code is
 * loaded by then, unless the page's own script has registered the tag. `button.element` is the element.
 */
export const CcClickToCall: Component<typeof elements.clickToCall> = component(elements.clickToCall, 'CcClickToCall');

/** `<cc-cobrowse>`: `<CcCobrowse html-for="call" @state-change="({ state }) => …" />`, by the same rules. */
export const CcCobrowse: Component<typeof elements.cobrowse> = component(elements.cobrowse, 'CcCobrowse');

/** Vue would set properties where the element has them, and empty ones for what is not given; on a server it has to be plain. */
const asAttribute = typeof document === 'undefined' ? '' : '^';

function component<S extends Shape>(shape: S, name: string): Component<S> {
  const props: ComponentObjectPropsOptions = {};
  for (const prop of Object.keys(shape.attributes)) props[prop] = { type: String, default: undefined };
  for (const prop of Object.keys(shape.flags)) props[prop] = { type: Boolean, default: undefined };
  for (const prop of Object.keys(shape.properties)) props[prop] = { type: null, default: undefined };
  return defineComponent({
    name,
    props,
    emits: shape.events.map((type) => type.slice('cc-'.length)),
    setup(given: elements.Given, { emit, expose, slots }) {
      const element = shallowRef<HTMLElement | null>(null);
      let before: elements.Given = {};
      watchPostEffect(() => {
        const now = { ...given };
        if (element.value) elements.setProperties(element.value, shape, now, before);
        before = now;
      });
      onMounted(() => void defineOnce(shape.tag));
      expose({ element });
      const listeners = Object.fromEntries(
        shape.events.map((type) => [`on:${type}`, (event: Event) => emit(type.slice('cc-'.length), event)]),
      );
      return () => {
        const attributes = Object.entries(elements.attributesOf(shape, given));
        const forced = Object.fromEntries(attributes.map(([attribute, value]) => [asAttribute + attribute, value]));
        return h(shape.tag, { ref: element, ...forced, ...listeners }, slots['default']?.());
      };
    },
  }) as unknown as Component<S>;
}

/**
 * The tag itself in a template: `<cc-click-to-call channel-id="…" :credentials.prop="ask" @cc-call-end="…">`. Vue's checker asks
 * for `channelId` where that has `channel-id`.
 */
type Tag<S extends Shape> = new () => Templated<Attributes<S> & Properties<S> & Handlers<S, 'onCc'>>;

declare module 'vue' {
  interface GlobalComponents {
    'cc-click-to-call': Tag<typeof elements.clickToCall>;
    'cc-cobrowse': Tag<typeof elements.cobrowse>;
  }
}
