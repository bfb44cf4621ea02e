import { sendMouse } from '@web/test-runner-commands';

type Place = [x: number, y: number];

export function middleOf(element: Element): Place {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
}

/** As a visitor does it: with the pointer, on the middle of what is seen, whatever is above. */
export const press = (element: Element): Promise<void> => sendMouse({ type: 'click', position: middleOf(element) });
