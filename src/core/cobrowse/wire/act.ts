import type { Anchor, Point } from './place.js';

/*
 * Remote control: what an agent does on the visitor's page, and what became of it. An act names a place or a key, never an
 * element of its own choice: what it may meet is decided at the visitor's end alone (control/refusal.ts).
 *
 * | do     | meaning                                                                                                       |
 * | ------ | ------------------------------------------------------------------------------------------------------------- |
 * | click  | a press of the main button at `on`                                                                            |
 * | scroll | by `by` CSS pixels, what is scrolled at `on`                                                                  |
 * | type   | `text`, into what has the focus                                                                               |
 * | key    | `key` with or without `shift`, to what has the focus                                                          |
 * | choose | the option with this `index` of the list `id`                                                                 |
 * | fill   | `text` as the value of the field `id` that is not typed into, such as a date: as HTML writes its value         |
 */
export type Act =
  | { readonly do: 'click'; readonly on: Anchor }
  | { readonly do: 'scroll'; readonly on: Anchor; readonly by: Point }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'key'; readonly key: ActKey; readonly shift: boolean }
  | { readonly do: 'choose'; readonly id: number; readonly index: number }
  | { readonly do: 'fill'; readonly id: number; readonly text: string };

export type ActName = Act['do'];
export const actNames: readonly ActName[] = ['click', 'scroll', 'type', 'key', 'choose', 'fill'];

/** As in `KeyboardEvent.key`; `SelectAll` stands for the platform's shortcut. */
export const actKeys = [
  'Enter',
  'Tab',
  'Backspace',
  'Delete',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'SelectAll',
] as const;
export type ActKey = (typeof actKeys)[number];

/** Characters of one act. */
export const maxActText = 500;

/** What an act met, in the words of the audit. */
export const targets = ['page', 'link', 'button', 'field', 'choice', 'text'] as const;
export type Target = (typeof targets)[number];

/**
 * Why it was not done. `gone`: outside of the window, covered, or not there any more · `hidden`: hidden from the agent, or
 * masked · `secret`: password, payment, one-time code, file · `fixed`: can't be changed · `forbidden`: the site keeps it for
 * the visitor · `elsewhere`: it would leave the site
 */
export const refusals = ['gone', 'hidden', 'secret', 'fixed', 'forbidden', 'elsewhere'] as const;
export type Refusal = (typeof refusals)[number];

/** What became of an act. */
export interface Outcome {
  readonly do: ActName;
  readonly what: Target;
  /** null where it was done. */
  readonly refused: Refusal | null;
}
