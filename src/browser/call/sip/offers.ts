import { SipRefusal } from '../../../core/call/sip-refusal.js';
import { sleep, type Clock } from '../../../core/lib/clock.js';
import type { ClientTransactions } from './client-transactions.js';
import type { DialogPath } from './dialog-path.js';
import type { IncomingMessage } from './incoming-message.js';
import type { Negotiation } from './negotiation.js';
import { abilities, sdpBody } from './outgoing-message.js';
import type { SessionTimer } from './session-timer.js';

/** How often an offer that met one of the gateway's is sent again. */
const RETRIES = 5;

export interface OfferedBy {
  readonly clock: Clock;
  readonly transactions: ClientTransactions;
  readonly negotiation: Negotiation;
  readonly timer: SessionTimer;
  readonly contact: string;
  /** Aborts with the dialog. */
  readonly signal: AbortSignal;
}

interface Offering {
  offered(sdp: null): Promise<string>;
  answered(sdp: string): void;
}

/** What we ask within the dialog to change or to refresh the session. */
export class Offers {
  readonly #by: OfferedBy;

  constructor(by: OfferedBy) {
    this.#by = by;
  }

  /** re-INVITE. Resolves with the answer; rejects with a SipRefusal. */
  async reinvite(path: DialogPath, sdp: string): Promise<string> {
    const { clock, negotiation, signal } = this.#by;
    for (let left = RETRIES; ; left -= 1) {
      await negotiation.turn();
      const { theirs } = negotiation;
      const response = await this.#request(path, 'INVITE', sdp).finally(() => negotiation.end());
      const status = response?.status ?? 408;
      if (status < 300 && response?.sdp) return response.sdp;
      if (status !== 491 || left === 0) throw new SipRefusal(status < 300 ? 488 : status);
      // The owner of the Call-ID waits longer (RFC 3261 §14.1), so that the gateway's offer comes first.
      await sleep(clock, 2_100 + 10 * Math.floor(Math.random() * 191), signal);
      // An offer that was answered meanwhile has taken the place of this one.
      if (negotiation.theirs !== theirs) throw new SipRefusal(status);
    }
  }

  /**
   * Refreshes session and target, which is where we are now (RFC 4028 §7.4, RFC 3261 §12.2): by UPDATE where the gateway
   * takes it, else by re-INVITE with the offer that `events.offered(null)` makes. Rejects with a SipRefusal, or as that.
   */
  async refresh(path: DialogPath, events: Offering): Promise<void> {
    if (path.allows('UPDATE')) {
      const response = await this.#request(path, 'UPDATE');
      const status = response?.status ?? 408;
      if (status < 300) return;
      if (response && status === 422 && this.#by.timer.tooBrief(response)) return this.refresh(path, events);
      if (status !== 405 && status !== 501) throw new SipRefusal(status);
    }
    const answer = await this.reinvite(path, await events.offered(null));
    // The dialog may have ended in the moment after the answer.
    this.#by.signal.throwIfAborted();
    events.answered(answer);
  }

  /** Resolves with the final response, null where there was none in time. Rejects where the dialog ends first. */
  #request(path: DialogPath, method: 'INVITE' | 'UPDATE', sdp?: string): Promise<IncomingMessage | null> {
    const { transactions, timer, contact, signal } = this.#by;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      const body = sdp === undefined ? undefined : sdpBody(sdp);
      const request = path.request(method, [...abilities(contact), ...timer.headers], body);
      transactions.send(request, (response) => {
        const status = response?.status ?? 408;
        if (status < 200) return;
        signal.removeEventListener('abort', abort);
        if (response && status < 300) {
          path.learn(response);
          if (method === 'INVITE') transactions.ack(request, response.toTag, path.ack(response.cseq).text);
          timer.answered(response);
        }
        resolve(response);
      });
    });
  }
}
