/** How well the two sides hear each other, from the best to the worst. */
export const qualityLevels = ['good', 'fair', 'poor', 'bad'] as const;
export type QualityLevel = (typeof qualityLevels)[number];

/** `device`: the visitor's microphone; `gateway`: nothing arrives though the connection stands; `agent`: silent. */
export type QualityCause = 'none' | 'network' | 'device' | 'gateway' | 'agent';

/** What was measured between two samples. */
export interface QualityFigures {
  /** Round trip, ms; null where the browser has not measured it yet. */
  readonly rtt: number | null;
  /** ms */
  readonly jitter: number;
  /** Share of the sound that was lost, 0…1, in the direction that is worse. */
  readonly loss: number;
  /** Mean opinion score, 1…4.41. */
  readonly mos: number;
}

export interface Quality extends QualityFigures {
  readonly level: QualityLevel;
  /** `none` with `good` alone. */
  readonly cause: QualityCause;
}

/**
 * Lowest score of each level but the last: the categories of ITU-T G.109 (R 80, 70, 60), as scores. A score on the edge
 * belongs to the better level.
 */
const BANDS = [4.02, 3.6, 3.1];

/** Samples in a row before a level is left: quickly for a worse one, slowly for a better one. */
const WORSE_AFTER = 2;
const BETTER_AFTER = 5;

/** R of a narrow-band call without any impairment (ITU-T G.107 §7.2, default values). */
const R0 = 93.2;
/** How well G.711 with packet loss concealment bears random loss, in percent (ITU-T G.113 appendix I). */
const LOSS_ROBUSTNESS = 25.1;
/** Frame and look-ahead of the codec, ms. */
const CODEC_DELAY = 25;

/** E-model (ITU-T G.107, delay as Cole and Rosenbluth simplify it) and its annex B: R to score, two decimals. */
export function meanOpinionScore({ rtt, jitter, loss }: Omit<QualityFigures, 'mos'>): number {
  // A jitter buffer holds about twice the jitter.
  const delay = (rtt ?? 0) / 2 + 2 * jitter + CODEC_DELAY;
  const byDelay = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3);
  const percent = 100 * loss;
  const byLoss = (95 * percent) / (percent + LOSS_ROBUSTNESS);
  const r = Math.max(0, R0 - byDelay - byLoss);
  const score = 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r);
  return Math.max(1, Math.round(score * 100) / 100);
}

export function levelOf(mos: number): QualityLevel {
  const band = BANDS.findIndex((lowest) => mos >= lowest);
  return qualityLevels[band] ?? 'bad';
}

const rank = (level: QualityLevel): number => qualityLevels.indexOf(level);

export const worse = (one: QualityLevel, other: QualityLevel): QualityLevel => (rank(one) > rank(other) ? one : other);

/** The level that is shown, and how long the samples have been on one side of it. */
export interface SteadyLevel {
  readonly level: QualityLevel;
  /** Samples in a row that were worse (positive) or better (negative). */
  readonly run: number;
  /** The one of them that is nearest to `level`: what all of them reached. */
  readonly nearest: QualityLevel;
}

/** Good until shown otherwise: while a connection settles, its first second says little. */
export const steadyGood: SteadyLevel = { level: 'good', run: 0, nearest: 'good' };

/** A level is left only when several samples in a row agree, and then for what all of them reached. */
export function nextLevel({ level, run, nearest }: SteadyLevel, sample: QualityLevel): SteadyLevel {
  const side = Math.sign(rank(sample) - rank(level));
  if (side === 0) return { level, run: 0, nearest: level };
  const goesOn = Math.sign(run) === side;
  const length = (goesOn ? run : 0) + side;
  const reached = goesOn && side * (rank(sample) - rank(nearest)) > 0 ? nearest : sample;
  return length >= WORSE_AFTER || -length >= BETTER_AFTER
    ? { level: reached, run: 0, nearest: reached }
    : { level, run: length, nearest: reached };
}
