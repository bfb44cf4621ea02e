import { inviteBySip } from '../../src/browser/call/sip-dialog.js';
import type { SignalingChannel } from '../../src/core/call/ports.js';
import { ManualClock, settle } from './manual-clock.js';

/** One socket of a gateway in memory: what came by it, and the way back. */
export class Wire {
  readonly received: string[] = [];
  closed = false;
  readonly channel: SignalingChannel = {
    protocol: 'WSS',
    send: (text) => {
      if (!this.closed) this.received.push(text);
    },
    close: () => void (this.closed = true),
    onMessage: null,
    onClose: null,
  };

  send(text: string): void {
    this.channel.onMessage?.(text);
  }

  /** Ends the socket at the gateway's side. */
  cut(): void {
    this.closed = true;
    this.channel.onClose?.();
  }

  /** First lines: methods and statuses. */
  get lines(): string[] {
    return this.received.map((text) => /^(?:SIP\/2\.0 )?(\S+) /.exec(text)?.[1] ?? 'CRLF');
  }

  /** The last message of ours with this method or status; empty where there is none. */
  last(what: string): string {
    return (
      this.received.filter((text) => text.startsWith(`${what} `) || text.startsWith(`SIP/2.0 ${what} `)).at(-1) ?? ''
    );
  }
}

export const headerOf = (text: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(text.split('\r\n\r\n')[0] ?? '')?.[1] ?? '';

export const bodyOf = (text: string): string => text.slice(text.indexOf('\r\n\r\n') + 4);

/** A response to a request as it came, with whatever headers the test wants. */
export function response(
  request: string,
  status: number,
  headers: readonly string[] = [],
  body = '',
  tag = 'gw',
): string {
  const to = headerOf(request, 'To');
  return [
    `SIP/2.0 ${status} x`,
    `Via: ${headerOf(request, 'Via')}`,
    `From: ${headerOf(request, 'From')}`,
    `To: ${to.includes(';tag=') || tag === '' ? to : `${to};tag=${tag}`}`,
    `Call-ID: ${headerOf(request, 'Call-ID')}`,
    `CSeq: ${headerOf(request, 'CSeq')}`,
    ...headers,
    ...(body === '' || headers.some((one) => /^content-type/i.test(one)) ? [] : ['Content-Type: application/sdp']),
    '',
    body,
  ].join('\r\n');
}

/** The gateway's own requests within the dialog that an INVITE began. */
class Asker {
  #cseq = 100;
  readonly #invite: string;
  constructor(invite: string) {
    this.#invite = invite;
  }

  request(method: string, headers: readonly string[] = [], body = '', cseq = (this.#cseq += 1)): string {
    return [
      `${method} sip:us@x.invalid SIP/2.0`,
      `Via: SIP/2.0/WSS gw.example;branch=z9hG4bK${method}${cseq}`,
      `From: ${headerOf(this.#invite, 'To')};tag=gw`,
      `To: ${headerOf(this.#invite, 'From')}`,
      `Call-ID: ${headerOf(this.#invite, 'Call-ID')}`,
      `CSeq: ${cseq} ${method}`,
      ...headers,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      '',
      body,
    ].join('\r\n');
  }
}

export const CONTACT = 'Contact: <sip:agent@192.0.2.15>';
const target = { domain: 'gw.example', addresses: ['x'], accessCode: '1000', caller: 'visitor' };

export interface RigOptions {
  readonly offered?: (sdp: string | null) => Promise<string>;
  readonly caller?: string;
  readonly accessCode?: string;
}

/** A dialog whose gateway is the test. */
export function invited({ offered = async () => 'our-sdp', ...changed }: RigOptions = {}) {
  const clock = new ManualClock();
  const wire = new Wire();
  const told: string[] = [];
  const heard = { count: 0 };
  const dialog = inviteBySip(clock)(
    wire.channel,
    { target: { ...target, ...changed }, sdp: 'offer-sdp' },
    {
      progress: (status, sdp) => told.push(`progress ${status} ${sdp ?? '-'}`),
      accepted: (sdp) => told.push(`accepted ${sdp}`),
      refused: (status, retryAfter) => told.push(`refused ${status} ${retryAfter ?? '-'}`),
      unusable: (why) => told.push(`unusable ${why}`),
      over: (reason) => told.push(`over ${reason ?? '-'}`),
      offered: (sdp) => {
        told.push(`offered ${sdp ?? '-'}`);
        return offered(sdp);
      },
      answered: (sdp) => told.push(`answered ${sdp}`),
      heard: () => void (heard.count += 1),
      channelClosed: () => told.push('channel closed'),
      closed: () => told.push('closed'),
    },
  );
  const invite = wire.last('INVITE');
  return { clock, wire, told, heard, dialog, invite, asker: new Asker(invite) };
}

/** The same, after the answer. `headers` are those of the 200. */
export async function answered(headers: readonly string[] = [CONTACT], options: RigOptions = {}) {
  const rig = invited(options);
  rig.wire.send(response(rig.invite, 200, headers, 'answer-sdp'));
  await settle();
  rig.told.length = 0;
  return rig;
}
