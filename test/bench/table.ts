/** What the bench's tables are made of. */

/** One figure of ours (`ours`), beside those of the others by their names. */
export interface Row<Name extends string> {
  readonly figure: string;
  readonly values: Partial<Record<Name, string>>;
  readonly ratio?: string;
  readonly budget?: string;
  readonly fits?: boolean;
}

/** `share` from 0 to 1: 0.5 is the median. What never came (null) counts as infinitely long. */
export const percentile = (values: readonly (number | null)[], share: number): number => {
  const sorted = values.map((value) => value ?? Infinity).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Infinity;
};
export const median = (values: readonly (number | null)[]): number => percentile(values, 0.5);

export const shown = (ms: number): string => (ms === Infinity ? 'never' : `${ms.toFixed(0)} ms`);

/** The best of the others by ours: 2.0 is twice as good as the best of them. */
export const ratio = (mine: number, ...others: number[]): string => {
  const best = Math.min(...others) / mine;
  return best === Infinity ? 'they never' : `${best.toFixed(1)}×`;
};

/** Prints the rows under the columns' headings. False where one of them is over its budget. */
export function print<Name extends string>(headings: Readonly<Record<Name, string>>, rows: readonly Row<Name>[]) {
  const columns = Object.entries(headings) as [Name, string][];
  console.table(
    rows.map(({ figure, values, ratio: better = '', budget = '', fits }) => ({
      figure,
      ...Object.fromEntries(columns.map(([name, heading]) => [heading, values[name] ?? ''])),
      'better by': better,
      budget,
      ok: fits === undefined ? '' : fits ? '✓' : '✗',
    })),
  );
  return rows.every(({ fits }) => fits !== false);
}
