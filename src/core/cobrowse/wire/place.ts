export type Point = readonly [x: number, y: number];

/** A place within the box of a recorded node: 0, 0 is its upper left corner, 1, 1 its lower right. */
export interface Anchor {
  /** Of the recording. */
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

/** CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
