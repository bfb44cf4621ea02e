import type { PacedTimers } from './paced-timers.js';
import type { Step } from './scenario.js';

/** The call that a scenario is played on. */
export interface Stage {
  /** No step is played any more. */
  readonly over: boolean;
  act(step: Step): void;
}

/** Plays each step its delay after the one before; those without a delay before this returns. */
export function playSteps(steps: readonly Step[], stage: Stage, timers: PacedTimers): void {
  const [step, ...rest] = steps;
  if (!step || stage.over) return;
  const play = () => {
    stage.act(step);
    playSteps(rest, stage, timers);
  };
  if (step.after === 0) play();
  else timers.after(step.after, play);
}
