import type { MediaFlow } from '../ports.js';
import { directionOf, type MediaDirection } from './answer.js';

/** The two ends of a bridged call. */
export type Side = 'visitor' | 'phone';

export const otherSide = (side: Side): Side => (side === 'visitor' ? 'phone' : 'visitor');

/** Which way each end may send, by the flow. */
const mayPass: Readonly<Record<MediaFlow, Readonly<Record<Side, boolean>>>> = {
  both: { visitor: true, phone: true },
  'to-agent': { visitor: true, phone: false },
  none: { visitor: false, phone: false },
};

/** The description that `author` gave, with no more directions than the flow allows. */
export function limited(sdp: string, author: Side, flow: MediaFlow): string {
  const may = { send: mayPass[flow][author], receive: mayPass[flow][otherSide(author)] };
  return redirected(sdp, (direction) => cut(direction, may));
}

/** A description that was made under a limit, with the directions of one from the same end that was not. */
export function directedAs(sdp: string, model: string): string {
  const directions: MediaDirection[] = [];
  redirected(model, (direction) => {
    directions.push(direction);
    return direction;
  });
  return redirected(sdp, (direction, index) => directions[index] ?? direction);
}

/** Sections that are refused (port 0) stay as they are. */
function redirected(sdp: string, change: (direction: MediaDirection, index: number) => MediaDirection): string {
  const [session = '', ...sections] = sdp.split(/^(?=m=)/m);
  const inherited = directionOf(session) ?? 'sendrecv';
  const turn = (section: string, index: number): string => {
    const own = directionOf(section);
    const wanted = change(own ?? inherited, index);
    if (wanted === (own ?? inherited) || /^m=\S+ 0 /.test(section)) return section;
    return own ? section.replace(new RegExp(`^a=${own}`, 'm'), `a=${wanted}`) : `${section}a=${wanted}\r\n`;
  };
  return session + sections.map(turn).join('');
}

/** An answer's DTLS role is settled; an offer leaves it open (RFC 8842 §5.2). */
export const asOffer = (sdp: string): string => sdp.replace(/^a=setup:(?:active|passive)/gm, 'a=setup:actpass');

/** With an `o=` version that many higher: what was offered in its author's name in between counts (RFC 3264 §8). */
export const laterVersion = (sdp: string, by: number): string =>
  by === 0
    ? sdp
    : sdp.replace(
        /^(o=\S+ \S+ )(\d+)/m,
        (_line, before: string, version: string) => before + String(BigInt(version) + BigInt(by)),
      );

function cut(direction: MediaDirection, may: { readonly send: boolean; readonly receive: boolean }): MediaDirection {
  const send = may.send && (direction === 'sendrecv' || direction === 'sendonly');
  const receive = may.receive && (direction === 'sendrecv' || direction === 'recvonly');
  if (send && receive) return 'sendrecv';
  if (send) return 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}
