import { backoff } from '../lib/backoff.js';
import { sleep, type Clock } from '../lib/clock.js';
import type { DialogEvents, Invite, SignalingChannel, SipDialog } from './ports.js';

/** What comes after the 2xx is handed on as it is. */
export interface ExchangeEvents extends Pick<
  DialogEvents,
  'over' | 'offered' | 'answered' | 'heard' | 'channelClosed' | 'closed'
> {
  ringing(): void;
  earlyAnswer(sdp: string): void;
}

export type Outcome =
  | { readonly type: 'answered'; readonly dialog: SipDialog; readonly sdp: string }
  | { readonly type: 'refused'; readonly status: number; readonly retryAfter?: number | undefined }
  | { readonly type: 'unusable'; readonly why: string }
  | { readonly type: 'silent' };

/** Time for the first provisional response to an INVITE, ms. */
const FIRST_RESPONSE = 4_000;
/** The same where there is no other gateway (RFC 3261 Timer B), ms. */
const TIMER_B = 32_000;
/** Time from the first provisional response to the final one, ms: Timer C, which further ones do not prolong. */
const FINAL_RESPONSE = 180_000;
const REOPEN = { base: 300, cap: 4_000 };
/** For so long a CANCEL is tried to be delivered after a hang-up, and where the next gateway is dialled, ms. */
const LAST_WORDS = 60_000;
const CANCELLED = 5_000;

interface Exchange {
  readonly invite: Invite;
  readonly channel: SignalingChannel;
  readonly request: Parameters<Invite>[1];
  readonly events: ExchangeEvents;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Another channel to the same gateway; null where it can't be reached. */
  readonly reopen: (signal: AbortSignal) => Promise<SignalingChannel | null>;
  /** There is no other gateway. */
  readonly last: boolean;
}

/**
 * One INVITE transaction, up to its final response. Where its channel is lost or mute and there is no other gateway, or
 * this one has responded already, it goes on over a fresh channel; so does the CANCEL.
 */
export function exchange({
  invite,
  channel,
  request,
  events,
  clock,
  signal,
  reopen,
  last,
}: Exchange): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    /** Until the dialog is closed, or the leg takes it over. */
    const ours = new AbortController();
    let responded = false;
    let reopening = false;
    let cancelClose: () => void = () => undefined;
    const settle = (outcome: Outcome) => {
      cancelWatch();
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    const part = (ms: number) => {
      cancelWatch();
      cancelClose = clock.after(ms, () => dialog.close());
      dialog.end();
    };
    const giveUp = () => {
      settle({ type: 'silent' });
      part(CANCELLED);
    };
    const abort = () => {
      part(LAST_WORDS);
      reject(signal.reason);
    };
    const renew = async () => {
      if (reopening) return;
      reopening = true;
      for (let attempt = 1; !ours.signal.aborted; attempt += 1) {
        const fresh = await reopen(ours.signal).catch(() => null);
        if (ours.signal.aborted) fresh?.close();
        else if (fresh) {
          dialog.rebind(fresh);
          break;
        } else await sleep(clock, backoff(attempt, REOPEN), ours.signal).catch(() => undefined);
      }
      reopening = false;
    };
    const again = () => {
      cancelWatch = clock.after(TIMER_B - FIRST_RESPONSE, giveUp);
      void renew();
    };
    let cancelWatch = clock.after(FIRST_RESPONSE, last ? again : giveUp);
    signal.addEventListener('abort', abort, { once: true });
    const dialog = invite(channel, request, {
      progress(status, sdp) {
        if (!responded) {
          cancelWatch();
          cancelWatch = clock.after(FINAL_RESPONSE, giveUp);
        }
        responded = true;
        if (sdp !== null) events.earlyAnswer(sdp);
        if (status >= 180) events.ringing();
      },
      accepted(sdp) {
        // The leg's from now on.
        ours.abort();
        settle({ type: 'answered', dialog, sdp });
      },
      refused: (status, retryAfter) => settle({ type: 'refused', status, retryAfter }),
      unusable: (why) => settle({ type: 'unusable', why }),
      channelClosed() {
        if (ours.signal.aborted) events.channelClosed();
        else if (last || responded || signal.aborted) void renew();
        else {
          settle({ type: 'silent' });
          dialog.close();
        }
      },
      closed() {
        cancelClose();
        if (ours.signal.aborted) events.closed();
        ours.abort();
      },
      heard: () => events.heard(),
      over: (reason) => events.over(reason),
      offered: (sdp) => events.offered(sdp),
      answered: (sdp) => events.answered(sdp),
    });
  });
}
