/** What became of a call under a fault. */
export type Verdict =
  /** It goes on, both ends hear each other; so many seconds after the fault was over, or was to be noticed. */
  | { readonly kind: 'survived'; readonly seconds: number }
  /** It ended, as it must: the code of the error, or who ended it. */
  | { readonly kind: 'ended'; readonly code: string }
  /** Neither goes on nor ends. */
  | { readonly kind: 'hung' | 'left behind' | 'wrong'; readonly why: string }
  | { readonly kind: 'skipped'; readonly why: string };

export const survived = (seconds: number): Verdict => ({ kind: 'survived', seconds: Math.max(0, seconds) });
const ended = (code: string): Verdict => ({ kind: 'ended', code });

/** Ends a judgement: what is wrong stands in the table. */
export class Judged extends Error {
  readonly verdict: Verdict;

  constructor(kind: 'hung' | 'left behind' | 'wrong' | 'skipped', why: string) {
    super(`${kind}: ${why}`);
    this.verdict = { kind, why };
  }
}

/** A failure that ended the call. */
export class EndedEarly extends Error {
  readonly verdict: Verdict;

  constructor(code: string) {
    super(`ended: ${code}`);
    this.verdict = ended(code);
  }
}

export function inWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'survived':
      return `survived in ${verdict.seconds.toFixed(1)} s`;
    case 'ended':
      return `ended: ${verdict.code}`;
    default:
      return `${verdict.kind}: ${verdict.why}`;
  }
}
