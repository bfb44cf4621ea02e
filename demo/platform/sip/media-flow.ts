import type { MediaFlow } from '../ports.js';
import { directionOf, type MediaDirection } from './answer.js';

/** The two ends of a bridged call. */
export type Side = 'visitor' | 'phone';

export const otherSide = (side: Side): Side => (side === 'visitor' ? 'phone' : 'visitor');

/** Which end may send, by the flow. */
const maySend: Readonly<Record<MediaFlow, Readonly<Record<Side, boolean>>>> = {
  both: { visitor: true, phone: true },
  'to-agent': { visitor: true, phone: false },
  none: { visitor: false, phone: false },
};

/** The description of one end, its direction attributes limited to what the flow allows. */
export function limitDirections(sdp: string, from: Side, flow: MediaFlow): string {
  const may = { send: maySend[flow][from], receive: maySend[flow][otherSide(from)] };
  return mapDirections(sdp, (direction) => limited(direction, may));
}

/** The description `sdp` with the direction attributes of `model`, section by section. */
export function withDirectionsOf(model: string, sdp: string): string {
  const directions: MediaDirection[] = [];
  mapDirections(model, (direction) => {
    directions.push(direction);
    return direction;
  });
  return mapDirections(sdp, (direction, index) => directions[index] ?? direction);
}

/** Sections that are refused (port 0) stay as they are. */
function mapDirections(sdp: string, map: (direction: MediaDirection, index: number) => MediaDirection): string {
  const [session = '', ...sections] = sdp.split(/^(?=m=)/m);
  const inherited = directionOf(session) ?? 'sendrecv';
  const mapped = (section: string, index: number): string => {
    const own = directionOf(section);
    const wanted = map(own ?? inherited, index);
    if (wanted === (own ?? inherited) || /^m=\S+ 0 /.test(section)) return section;
    return own ? section.replace(new RegExp(`^a=${own}`, 'm'), `a=${wanted}`) : `${section}a=${wanted}\r\n`;
  };
  return session + sections.map(mapped).join('');
}

/** A description offered anew: the DTLS role that an answer chose is open again (RFC 8842 §5.2). */
export const asOffer = (sdp: string): string => sdp.replace(/^a=setup:(?:active|passive)/gm, 'a=setup:actpass');

/** Raises the session version of `o=`, for whoever got offers in its author's name in between (RFC 3264 §8). */
export const raiseVersion = (sdp: string, by: number): string =>
  by === 0
    ? sdp
    : sdp.replace(
        /^(o=\S+ \S+ )(\d+)/m,
        (_line, before: string, version: string) => before + String(BigInt(version) + BigInt(by)),
      );

function limited(
  direction: MediaDirection,
  may: { readonly send: boolean; readonly receive: boolean },
): MediaDirection {
  const send = may.send && (direction === 'sendrecv' || direction === 'sendonly');
  const receive = may.receive && (direction === 'sendrecv' || direction === 'recvonly');
  if (send && receive) return 'sendrecv';
  if (send) return 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}
