import { goesOn, type Fault } from '../rig/judges.js';

/** What the others are measured against: the rig itself. */
export const control: readonly Fault[] = [
  {
    name: 'none',
    title: 'Nothing is wrong',
    right: 'survived',
    quick: true,
    async run(stage) {
      await stage.talk();
      return goesOn(stage);
    },
  },
];
