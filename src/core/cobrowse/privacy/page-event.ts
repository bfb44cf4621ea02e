import { isObject } from '../../platform/guards.js';

/*
 * The events of a recorded page, in the format of rrweb 2.1: what the privacy filter emits, and what the sanitiser lets
 * through to the replayer. Only the kinds that co-browsing uses; everything else has no type here and is dropped. What the
 * recorder hands to the filter is in recorded-event.ts.
 */

export const eventType = { fullSnapshot: 2, incremental: 3, meta: 4 } as const;

export const sourceType = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewportResize: 4,
  input: 5,
  touchMove: 6,
  styleSheetRule: 8,
  styleDeclaration: 13,
  adoptedStyleSheet: 15,
} as const;

export const nodeType = { document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 } as const;

/**
 * An event as it leaves the page. Without a time of its own: the frame has that of its batch, and a live picture is shown as
 * it comes.
 */
export type PageEvent =
  | { readonly type: typeof eventType.meta; readonly data: MetaData }
  | { readonly type: typeof eventType.fullSnapshot; readonly data: SnapshotData }
  | { readonly type: typeof eventType.incremental; readonly data: IncrementalData };

/** Comes before each full snapshot: the page's address and the size of its window in CSS pixels. */
export interface MetaData {
  readonly href: string;
  readonly width: number;
  readonly height: number;
  /** What `prefers-color-scheme` is at the visitor's. */
  readonly scheme?: 'light' | 'dark';
}

export interface SnapshotData {
  readonly node: PageNode;
  readonly initialOffset: { readonly top: number; readonly left: number };
}

/** A text that names its change, or a diff of single declarations: a value, a value with priority, or false for removed. */
export type StyleDiff = Readonly<Record<string, string | readonly [string, string] | false>>;
export type AttributeValue = string | number | boolean;

/** Of a node or of its change; null where the attribute was removed. */
export const isAttribute = (value: unknown): value is AttributeValue | StyleDiff | null =>
  value === null || isAttributeValue(value) || isStyleDiff(value);

export const isAttributeValue = (value: unknown): value is AttributeValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const isStyleDiff = (value: unknown): value is StyleDiff =>
  isObject(value) &&
  Object.values(value).every(
    (item: unknown) =>
      item === false ||
      typeof item === 'string' ||
      (Array.isArray(item) && item.length === 2 && item.every((part) => typeof part === 'string')),
  );

export interface ElementNode {
  readonly type: typeof nodeType.element;
  readonly id: number;
  readonly tagName: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly childNodes: readonly PageNode[];
  readonly isSVG?: true;
  readonly isCustom?: true;
  readonly isShadowHost?: true;
  readonly isShadow?: true;
}

export type PageNode =
  | {
      readonly type: typeof nodeType.document;
      readonly id: number;
      readonly childNodes: readonly PageNode[];
      readonly compatMode?: string;
    }
  | {
      readonly type: typeof nodeType.doctype;
      readonly id: number;
      readonly name: string;
      readonly publicId: string;
      readonly systemId: string;
    }
  | ElementNode
  | {
      readonly type: typeof nodeType.text;
      readonly id: number;
      readonly textContent: string;
      readonly isShadow?: true;
      /** A part of a sheet: the replayer makes its `:hover` follow the visitor's pointer. */
      readonly isStyle?: true;
    };

/** `nextId`: the sibling that it stands before; null for the last place. A node of a shadow root has the host as parent. */
export interface Add {
  readonly parentId: number;
  readonly nextId: number | null;
  readonly node: PageNode;
}

export interface Remove {
  readonly parentId: number;
  readonly id: number;
  readonly isShadow?: true;
}

export interface AttributeChange {
  readonly id: number;
  readonly attributes: Readonly<Record<string, AttributeValue | StyleDiff | null>>;
}

export interface MutationData {
  readonly source: typeof sourceType.mutation;
  readonly removes: readonly Remove[];
  readonly adds: readonly Add[];
  readonly texts: readonly { readonly id: number; readonly value: string }[];
  readonly attributes: readonly AttributeChange[];
}

export interface StyleRule {
  readonly rule: string;
  readonly index?: number | readonly number[];
}

/** `id`: the element that the sheet belongs to; `styleId`: a constructed sheet. */
export interface SheetChange {
  readonly source: typeof sourceType.styleSheetRule;
  readonly id?: number;
  readonly styleId?: number;
  readonly adds?: readonly StyleRule[];
  readonly removes?: readonly { readonly index: number | readonly number[] }[];
  readonly replace?: string;
  readonly replaceSync?: string;
}

export interface DeclarationChange {
  readonly source: typeof sourceType.styleDeclaration;
  readonly id?: number;
  readonly styleId?: number;
  readonly index: readonly number[];
  readonly set?: { readonly property: string; readonly value: string | null; readonly priority?: string };
  readonly remove?: { readonly property: string };
}

export interface AdoptedSheets {
  readonly source: typeof sourceType.adoptedStyleSheet;
  /** The document or the host of the shadow root that adopts them. */
  readonly id: number;
  readonly styleIds: readonly number[];
  /** The rules of those that were not sent before. */
  readonly styles?: readonly { readonly styleId: number; readonly rules: readonly StyleRule[] }[];
}

export interface PointerMoves {
  readonly source: typeof sourceType.mouseMove | typeof sourceType.touchMove;
  readonly positions: readonly Position[];
}

/** `type`: rrweb's `MouseInteractions`, 0 to 10. */
interface PointerAction {
  readonly source: typeof sourceType.mouseInteraction;
  readonly type: number;
  readonly id: number;
  readonly x?: number;
  readonly y?: number;
}

export interface InputData {
  readonly source: typeof sourceType.input;
  readonly id: number;
  readonly text: string;
  readonly isChecked: boolean;
}

export type IncrementalData =
  | MutationData
  | SheetChange
  | DeclarationChange
  | AdoptedSheets
  | PointerMoves
  | PointerAction
  | InputData
  | { readonly source: typeof sourceType.scroll; readonly id: number; readonly x: number; readonly y: number }
  | { readonly source: typeof sourceType.viewportResize; readonly width: number; readonly height: number };

/** CSS pixels in the window; `timeOffset` in ms before the event's time. */
export interface Position {
  readonly x: number;
  readonly y: number;
  readonly id: number;
  readonly timeOffset: number;
}
