/* What a framework has to know of the elements; types alone come from them, so that a server loads none of their code. */
import type { CcClickToCallEventMap } from '../elements/call/call-events.js';
import type { CcClickToCall } from '../elements/call/cc-click-to-call.js';
import type { CcCobrowse } from '../elements/cobrowse/cc-cobrowse.js';
import type { CcCobrowseEventMap } from '../elements/cobrowse/events.js';

/** An element as a framework sees it: what can be written in HTML, what only a script can set, and what it dispatches. */
export interface Shape {
  readonly tag: string;
  /** Attributes with a value, by property. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Attributes without one, by property. */
  readonly flags: Readonly<Record<string, string>>;
  /** What only a script can set, with the value that it has before. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly events: readonly `cc-${string}`[];
}

const platform = {
  baseUrl: 'base-url',
  api: 'api',
  userId: 'user-id',
  userName: 'user-name',
  credentialsUrl: 'credentials-url',
  log: 'log',
} as const;

export const clickToCall = {
  tag: 'cc-click-to-call',
  attributes: {
    ...platform,
    channelId: 'channel-id',
    media: 'media',
    placement: 'placement',
    sounds: 'sounds',
    label: 'label',
  },
  flags: { direct: 'direct', disabled: 'disabled', titleNotice: 'title-notice' },
  properties: { credentials: null, iceServers: [], texts: {} },
  events: ['cc-before-call', 'cc-state-change', 'cc-session-change', 'cc-error', 'cc-quality', 'cc-call-end'],
} as const satisfies Shape;

export const cobrowse = {
  tag: 'cc-cobrowse',
  attributes: {
    ...platform,
    mode: 'mode',
    htmlFor: 'for',
    roomId: 'room-id',
    tenantSpaceId: 'tenant-space-id',
    resourceOrigins: 'resource-origins',
    frames: 'frames',
    remoteControl: 'remote-control',
  },
  flags: { maskText: 'mask-text' },
  properties: { credentials: null, texts: {} },
  events: ['cc-state-change', 'cc-control-change', 'cc-error'],
} as const satisfies Shape;

/** What a framework was given for an element, by property. */
export type Given = Readonly<Record<string, unknown>>;

/** The class and the events of the element behind a shape. */
export type ElementBehind<S extends Shape> = S extends typeof clickToCall ? CcClickToCall : CcCobrowse;
type EventsBehind<S extends Shape> = S extends typeof clickToCall ? CcClickToCallEventMap : CcCobrowseEventMap;
type WrittenAs<S extends Shape> = S['attributes'] & S['flags'];

/** What can be set, by property: `channelId`, `credentials`. */
export type Properties<S extends Shape> = {
  [Name in keyof ElementBehind<S> as Name extends keyof (WrittenAs<S> & S['properties']) ? Name : never]?:
    ElementBehind<S>[Name] | undefined;
};

/** What can be written in HTML, by attribute: `channel-id`. */
export type Attributes<S extends Shape> = {
  [Name in keyof WrittenAs<S> & keyof ElementBehind<S> as WrittenAs<S>[Name] & string]?:
    ElementBehind<S>[Name] | undefined;
};

/** What no attribute can hold: `credentials`. */
export type Unwritten<S extends Shape> = {
  [Name in keyof S['properties'] & keyof ElementBehind<S>]?: ElementBehind<S>[Name] | undefined;
};

/** Listeners by event, `oncc-call-end`. */
export type Listeners<S extends Shape, On extends string = 'on'> = {
  [Type in S['events'][number] & keyof EventsBehind<S> as `${On}${Type}`]?:
    ((event: EventsBehind<S>[Type]) => void) | undefined;
};

/** Listeners by the event's name without its prefix, `onCallEnd`. */
export type Handlers<S extends Shape, On extends string = 'on'> = {
  [Type in S['events'][number] & keyof EventsBehind<S> as `${On}${Pascal<Type>}`]?:
    ((event: EventsBehind<S>[Type]) => void) | undefined;
};

/** `cc-call-end` as `CallEnd`. */
type Pascal<Type> = Type extends `cc-${infer Words}` ? PascalWords<Words> : never;
type PascalWords<Words extends string> = Words extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${PascalWords<Rest>}`
  : Capitalize<Words>;

/** The type of each event, by the name of its handler: `onCallEnd`. */
export function handlersOf({ events }: Shape): Record<string, string> {
  const name = (type: string) =>
    type.replace(/^cc/, 'on').replace(/-(.)/g, (_all, letter: string) => letter.toUpperCase());
  return Object.fromEntries(events.map((type) => [name(type), type]));
}

/** Calls the handler that is the current one by then, for each event. Returns what ends it. */
export function listen(element: HTMLElement, shape: Shape, current: () => Given): () => void {
  const ending = new AbortController();
  for (const [name, type] of Object.entries(handlersOf(shape))) {
    const heard = (event: Event) => (current()[name] as ((event: Event) => void) | undefined)?.(event);
    element.addEventListener(type, heard, { signal: ending.signal });
  }
  return () => ending.abort();
}

/** Attributes for the properties that are given; one without a value is an empty string. */
export function attributesOf(shape: Shape, given: Given): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(shape.attributes)) attributes[attribute] = given[name] ?? undefined;
  for (const [name, attribute] of Object.entries(shape.flags)) attributes[attribute] = given[name] ? '' : undefined;
  return attributes;
}

/** Sets what no attribute can hold and has changed; what is no longer given gets the value that it had at first. */
export function setProperties(element: HTMLElement, shape: Shape, now: Given, before: Given): void {
  for (const [name, first] of Object.entries(shape.properties))
    if (now[name] !== before[name]) Object.assign(element, { [name]: now[name] ?? first });
}
