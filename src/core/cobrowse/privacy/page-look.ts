/**
 * What only the page itself knows of its nodes, and no event of the recorder tells. Asked for as a node is copied, and again
 * when something happened that could change it.
 */
export interface PageLook {
  /** Those of these pseudo-classes that hold for a node, without colons; `state(x)` for a custom state. */
  states(id: number, asked: ReadonlySet<string>): readonly string[];
  /** Nodes that have the focus, are around it, or are the target of the address, each with these pseudo-classes. */
  reached(): ReadonlyMap<number, readonly string[]>;
  /** Declarations that keep the place of what is not sent; '' for what has none. */
  box(id: number): string;
  /** The address that a picture of several was loaded from; '' for any other element. */
  source(id: number): string;
  /** Declarations that hold although no sheet has them: where a script's animation ended, and stays. */
  stayed(): ReadonlyMap<number, string>;
  /** Whether the sheet of this element is switched off. */
  isOff(id: number): boolean;
  /** The sheet of this element, where the recorder could not write down all of it. */
  css(id: number, recorded: string): string;
  /** The scheme that the page's root is drawn in, where it is not the light one; '' for that. */
  scheme(): string;
  /** Whether a media feature, in brackets, holds for the visitor. */
  prefers(feature: string): boolean;
}

/** Without a page: as in the tests of the filter. */
export const noLook: PageLook = {
  states: () => [],
  reached: () => new Map(),
  box: () => '',
  source: () => '',
  stayed: () => new Map(),
  isOff: () => false,
  css: (_id, recorded) => recorded,
  scheme: () => '',
  prefers: () => false,
};
