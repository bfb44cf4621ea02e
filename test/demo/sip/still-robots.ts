import { once } from 'node:events';
import type { Session } from 'sip.js/lib/core/index.js';
import { WebSocket } from 'ws';
import type { CreateRobotMedia } from '../../../demo/platform/sip/robot-media.js';
import { OFFER } from './caller.js';

/** What became of the media of every leg, without a packet being sent. */
export class StillRobots {
  created = 0;
  closed = 0;
  readonly offers: string[] = [];
  readonly create: CreateRobotMedia = () => {
    this.created++;
    let open = true;
    return {
      answer: (offer) => {
        this.offers.push(offer);
        return offer.includes('unheard-of')
          ? Promise.reject(new Error('no'))
          : Promise.resolve(`${offer}a=answered\r\n`);
      },
      received: () => ({ audioPackets: 7, videoPackets: 0, level: 0.5 }),
      close: () => {
        if (open) this.closed++;
        open = false;
      },
    };
  };
}

/** An UPDATE of the visitor's, with an offer. */
export function update(session: Session, toTag = session.remoteTag, fromTag = session.localTag): string {
  return [
    `UPDATE ${session.remoteTarget.toString()} SIP/2.0`,
    `Via: SIP/2.0/WS visitor.invalid;branch=z9hG4bK${toTag}`,
    'Max-Forwards: 70',
    `From: <${session.localURI.toString()}>;tag=${fromTag}`,
    `To: <${session.remoteURI.toString()}>;tag=${toTag}`,
    `Call-ID: ${session.callId}`,
    'CSeq: 9 UPDATE',
    'Content-Type: application/sdp',
    `Content-Length: ${OFFER.length}`,
    '',
    OFFER,
  ].join('\r\n');
}

/** A WebSocket that speaks no SIP of its own. `received`: the message with this number, from 1 on. */
export async function messages(
  address = '',
): Promise<{ send(text: string): void; received(number: number): Promise<string> }> {
  const socket = new WebSocket(address, 'sip');
  const received: string[] = [];
  socket.on('message', (data: Buffer) => received.push(data.toString()));
  await once(socket, 'open');
  return {
    send: (text) => socket.send(text),
    async received(number) {
      while (received.length < number) await once(socket, 'message');
      return received[number - 1] ?? '';
    },
  };
}
