import type { CallMedia } from '../../../browser/call/call-media.js';

/** Between two frames under `prefers-reduced-motion`, ms. */
const SLOW = 500;

/** Moves the level bars (`[data-level]`) by transform alone: no layout, no render of the element. */
export class LevelMeters {
  readonly #roots: () => readonly ParentNode[];
  #frame = 0;

  /** `roots`: where bars are now. */
  constructor(roots: () => readonly ParentNode[]) {
    this.#roots = roots;
  }

  start(media: CallMedia): void {
    this.stop();
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    let next = 0;
    const draw = (now: number) => {
      this.#frame = requestAnimationFrame(draw);
      if (now < next) return;
      next = calm.matches ? now + SLOW : now;
      const bars = this.#roots().flatMap((root) => [...root.querySelectorAll<HTMLElement>('[data-level]')]);
      if (bars.length === 0) return;
      const levels = media.levels();
      for (const bar of bars) {
        const level = bar.dataset['level'] === 'theirs' ? levels.theirs : levels.mine;
        // Loudness is heard by its logarithm; the root is near enough for an eye.
        bar.style.transform = `scaleX(${Math.sqrt(level).toFixed(3)})`;
      }
    };
    this.#frame = requestAnimationFrame(draw);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }
}
