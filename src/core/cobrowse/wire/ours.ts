import { isObject } from '../../platform/guards.js';
import type { Box } from './place.js';

/*
 * What of ours lies over the visitor's page: no part of the picture, but told beside it, so that an agent knows why the visitor
 * does not see what is below. An event of the recording: `{type: 5, data: {tag: 'ours', places}}`, with all places each time;
 * with each keyframe, and with each change.
 */

/** Type of an event that is no event of the page; rrweb's `EventType.Custom`. */
const CUSTOM = 5;

export interface OurPlace extends Box {
  /** `call`: the panel of a call. `share`: the bar of the shared page, or a question in front of it. */
  readonly what: 'call' | 'share';
}

/** In the window, CSS pixels. */
export const oursEvent = (places: readonly OurPlace[]): object => ({ type: CUSTOM, data: { tag: 'ours', places } });

/** The places of such an event; null where it is none. */
export function readOurs(event: unknown): readonly OurPlace[] | null {
  const data = isObject(event) && event['type'] === CUSTOM ? event['data'] : null;
  if (!isObject(data) || data['tag'] !== 'ours' || !Array.isArray(data['places'])) return null;
  return data['places'].slice(0, 8).flatMap((place: unknown) => {
    if (!isObject(place)) return [];
    const { what, x, y, width, height } = place;
    if (what !== 'call' && what !== 'share') return [];
    return isLength(x) && isLength(y) && isLength(width) && isLength(height) ? [{ what, x, y, width, height }] : [];
  });
}

const isLength = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < 1e5;
