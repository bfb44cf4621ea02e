import type { Point } from '../../core/cobrowse/wire/control.js';

/** The line simplified to at most `most` points, rounded to whole px; keeps the first and the last. */
export function thinLine(line: readonly Point[], most: number): readonly Point[] {
  const whole = line.map(([x, y]): Point => [Math.round(x), Math.round(y)]);
  let thin = whole.filter((point, index) => index === 0 || distance(point, whole[index - 1]) > 0);
  for (let tolerance = 0.5; thin.length > most; tolerance *= 2) thin = simplified(thin, tolerance);
  return thin;
}

/** Ramer–Douglas–Peucker: drops points within `tolerance` px of the chord. */
function simplified(line: readonly Point[], tolerance: number): Point[] {
  const kept = new Set([0, line.length - 1]);
  const open: [number, number][] = [[0, line.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [first, last] = range;
    let [furthest, most] = [-1, tolerance];
    for (let index = first + 1; index < last; index += 1) {
      const off = offset(line[index], line[first], line[last]);
      if (off > most) [furthest, most] = [index, off];
    }
    if (furthest < 0) continue;
    kept.add(furthest);
    open.push([first, furthest], [furthest, last]);
  }
  return line.filter((_point, index) => kept.has(index));
}

/** Distance of a point from the segment between two others, px. */
function offset(point: Point | undefined, from: Point | undefined, to: Point | undefined): number {
  if (!point || !from || !to) return 0;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  if (length === 0) return distance(point, from);
  const along = ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / length;
  const at = Math.max(0, Math.min(1, along));
  return distance(point, [from[0] + at * dx, from[1] + at * dy]);
}

const distance = (a: Point, b: Point | undefined): number => (b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : Infinity);
