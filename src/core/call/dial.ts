import { sleep, type Clock } from '../lib/clock.js';
import { CallError } from '../lib/errors.js';
import type { GatewayTarget } from '../platform/click-to-call-event.js';
import { gatewayList } from './gateway-list.js';
import type { Invite, Memory, OpenChannel, SignalingChannel, SipDialog } from './ports.js';
import { race } from './race.js';

export interface DialPorts {
  readonly openChannel: OpenChannel;
  readonly invite: Invite;
  readonly memory: Memory;
  readonly clock: Clock;
  /** Host of the page, for the rule about `ws:`. */
  readonly pageHost: string;
}

export interface DialEvents {
  /** The offer to send; asked for anew for every INVITE. */
  offer(): Promise<string>;
  /** 488: true where another, smaller offer can be made. */
  reduceOffer(): boolean;
  ringing(): void;
  earlyAnswer(sdp: string): void;
  /** BYE, after the answer. */
  over(): void;
  offered(sdp: string): Promise<string>;
}

type Outcome =
  | { readonly type: 'answered'; readonly dialog: SipDialog; readonly sdp: string }
  | { readonly type: 'refused'; readonly status: number; readonly retryAfter?: number | undefined }
  | { readonly type: 'unusable'; readonly why: string }
  | { readonly type: 'silent' };

const RACE = { stagger: 300, timeout: 4_000 };
/** A gateway that took the INVITE and sends no 1xx for this long is given up, ms. */
const FIRST_ANSWER = 4_000;
/** RFC 3261 Timer C, ms. */
const FINAL_ANSWER = 180_000;
/** A gateway that asks for more time than this before the next try (Retry-After) is not waited for, ms. */
const LONGEST_WAIT = 10_000;

/**
 * Races the target's gateways and sends one INVITE to the winner; the next gateway is tried only after that one stayed
 * silent or said that it is out of service. Where none is left, one that said so for
 * a few seconds only (Retry-After) gets a second try.
 * @throws CallError `gateway-refused`, `gateway-unreachable`, `bad-response`; the signal's reason where it aborted
 */
export async function dial(
  { openChannel, invite, memory, clock, pageHost }: DialPorts,
  target: GatewayTarget,
  events: DialEvents,
  signal: AbortSignal,
): Promise<{ readonly dialog: SipDialog; readonly sdp: string }> {
  let left = gatewayList(target.addresses, pageHost, memory.lastGateway);
  let refusal: Extract<Outcome, { type: 'refused' }> | null = null;
  /** Asked for the shortest time before a next try. */
  let second: { readonly url: string; readonly at: number } | null = null;
  let waited = false;
  for (;;) {
    const winner = race(left, openChannel, { clock, rules: RACE, signal });
    const sdp = await events.offer().catch(async (reason: unknown) => {
      (await winner)?.value.close();
      throw reason;
    });
    const won = await winner;
    if (!won && second && !waited) {
      await sleep(clock, Math.max(0, second.at - clock.now()), signal);
      left = [second.url];
      waited = true;
      continue;
    }
    if (!won) break;
    if (signal.aborted) won.value.close();
    signal.throwIfAborted();
    const outcome = await exchange(invite, won.value, { target, sdp }, events, clock, signal);
    if (outcome.type === 'answered') {
      memory.lastGateway = won.candidate;
      return outcome;
    }
    // It may have been an agent's answer: no other gateway is asked for a second one.
    if (outcome.type === 'unusable') throw new CallError('bad-response', outcome.why);
    left = left.filter((url) => url !== won.candidate);
    if (outcome.type === 'silent') continue;
    refusal = outcome;
    const { status, retryAfter = Infinity } = outcome;
    if (status === 488 && events.reduceOffer()) {
      left = [won.candidate, ...left];
      continue;
    }
    if (!isOutOfService(status)) break;
    const at = clock.now() + retryAfter;
    if (retryAfter <= LONGEST_WAIT && (!second || at < second.at)) second = { url: won.candidate, at };
  }
  if (refusal) throw new CallError('gateway-refused', `The gateway refused the call (SIP ${refusal.status}).`, refusal);
  throw new CallError(
    'gateway-unreachable',
    "No gateway of event 168101 answered: check the addresses, connect-src of the page's CSP and the firewall.",
  );
}

/** Another gateway may well take the call (RFC 3263 §4.3). */
const isOutOfService = (status: number): boolean => status === 408 || (status >= 500 && status < 600);

/** One INVITE over one channel, up to its final answer. */
function exchange(
  invite: Invite,
  channel: SignalingChannel,
  request: Parameters<Invite>[1],
  events: DialEvents,
  clock: Clock,
  signal: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: Outcome) => {
      cancelWatch();
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    const giveUp = () => {
      settle({ type: 'silent' });
      dialog.end();
    };
    const abort = () => {
      cancelWatch();
      dialog.end();
      reject(signal.reason);
    };
    let cancelWatch = clock.after(FIRST_ANSWER, giveUp);
    signal.addEventListener('abort', abort, { once: true });
    const dialog = invite(channel, request, {
      progress(status, sdp) {
        cancelWatch();
        cancelWatch = clock.after(FINAL_ANSWER, giveUp);
        if (sdp !== null) events.earlyAnswer(sdp);
        if (status >= 180) events.ringing();
      },
      accepted: (sdp) => settle({ type: 'answered', dialog, sdp }),
      refused: (status, retryAfter) => settle({ type: 'refused', status, retryAfter }),
      unusable: (why) => settle({ type: 'unusable', why }),
      lost: () => settle({ type: 'silent' }),
      over: () => events.over(),
      offered: (sdp) => events.offered(sdp),
    });
  });
}
