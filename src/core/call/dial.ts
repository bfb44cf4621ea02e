import { sleep, type Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import { CallError } from './call-error.js';
import type { GatewayTarget } from '../platform/click-to-call-event.js';
import { gatewayList } from './gateway-list.js';
import { exchange, type ExchangeEvents, type Outcome } from './exchange.js';
import type { GatewayMemory, Invite, Offer, OpenChannel, SipDialog } from './ports.js';
import { race } from './race.js';

export interface DialPorts {
  readonly openChannel: OpenChannel;
  readonly invite: Invite;
  readonly gatewayMemory: GatewayMemory;
  readonly clock: Clock;
  readonly log: Log;
  /** Host of the page, for the rule about `ws:`. */
  readonly pageHost: string;
}

export interface DialEvents extends ExchangeEvents {
  /** The offer of the next INVITE; called once for each. */
  offer(): Promise<Offer>;
  /** After 488: drops the video section. False where there is none: no other offer can be made. */
  reduceOffer(): boolean;
}

/** An INVITE that was answered. */
export interface Dialed {
  readonly dialog: SipDialog;
  readonly sdp: string;
  /** The gateways, the one that answered first. */
  readonly gateways: readonly string[];
  /** Its place in the list that was tried. */
  readonly index: number;
}

const RACE = { stagger: 300, timeout: 4_000 };
/** A gateway whose Retry-After is longer than this is not tried again, ms. */
const LONGEST_RETRY_AFTER = 10_000;

/**
 * Races the target's gateways and sends one INVITE to the winner; fails over to the next gateway only where that one
 * sends no response or is out of service (408, 5xx). The last one gets the INVITE again over a fresh channel, and time.
 * Where none is left, the one with the shortest Retry-After, at most 10 s, is tried once more.
 * @throws CallError `gateway-refused`, `gateway-unreachable`, `bad-response`; the signal's reason where it aborted
 */
export async function dial(
  { openChannel, invite, gatewayMemory, clock, log, pageHost }: DialPorts,
  target: GatewayTarget,
  events: DialEvents,
  signal: AbortSignal,
): Promise<Dialed> {
  const all = gatewayList(target.addresses, pageHost, gatewayMemory.lastGateway);
  let left = all;
  let refusal: Extract<Outcome, { type: 'refused' }> | null = null;
  /** Has the shortest Retry-After. */
  let retry: { readonly url: string; readonly at: number } | null = null;
  let retried = false;
  for (;;) {
    const winner = race(left, openChannel, { clock, rules: RACE, signal });
    const { sdp, rule } = await events.offer().catch(async (reason: unknown) => {
      (await winner)?.value.close();
      throw reason;
    });
    const won = await winner;
    if (!won && retry && !retried) {
      const ms = Math.max(0, retry.at - clock.now());
      log.info('gateway retry', { host: new URL(retry.url).host, ms });
      await sleep(clock, ms, signal);
      left = [retry.url];
      retried = true;
      continue;
    }
    if (!won) break;
    if (signal.aborted) won.value.close();
    signal.throwIfAborted();
    const { host } = new URL(won.candidate);
    log.info('gateway', { host, ms: won.ms, candidates: left.length });
    log.info('offer', { rule });
    const reopen = async (until: AbortSignal) => {
      const again = await race([won.candidate], openChannel, { clock, rules: RACE, signal: until });
      return again?.value ?? null;
    };
    const request = { target, sdp };
    const outcome = await exchange({
      invite,
      channel: won.value,
      request,
      events,
      clock,
      signal,
      reopen,
      last: left.length === 1,
    });
    if (outcome.type === 'answered') {
      gatewayMemory.lastGateway = won.candidate;
      const { dialog, sdp: answer } = outcome;
      const gateways = [won.candidate, ...all.filter((url) => url !== won.candidate)];
      return { dialog, sdp: answer, gateways, index: all.indexOf(won.candidate) };
    }
    // It may have been a 2xx: another INVITE could ring a second agent.
    if (outcome.type === 'unusable') throw new CallError('bad-response', outcome.why);
    left = left.filter((url) => url !== won.candidate);
    const next = left.length > 0 ? 'next gateway' : 'none';
    if (outcome.type === 'silent') {
      log.info('gateway silent', { host, next });
      continue;
    }
    refusal = outcome;
    const { status, retryAfter = Infinity } = outcome;
    const smaller = status === 488 && events.reduceOffer();
    const failover = isOutOfService(status);
    log.info('gateway refused', { host, status, next: smaller ? 'smaller offer' : failover ? next : 'none' });
    if (smaller) left = [won.candidate, ...left];
    else if (!failover) break;
    const at = clock.now() + retryAfter;
    if (!smaller && retryAfter <= LONGEST_RETRY_AFTER && (!retry || at < retry.at)) retry = { url: won.candidate, at };
  }
  if (refusal) throw new CallError('gateway-refused', `The gateway refused the call (SIP ${refusal.status}).`, refusal);
  throw new CallError(
    'gateway-unreachable',
    "No gateway of event 168101 answered: check the addresses, connect-src of the page's CSP and the firewall.",
  );
}

/** Another gateway may well accept the call (RFC 3263 §4.3). */
const isOutOfService = (status: number): boolean => status === 408 || (status >= 500 && status < 600);
