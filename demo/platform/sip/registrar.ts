import type { OutgoingInviteRequest, OutgoingInviteRequestDelegate } from 'sip.js/lib/core/index.js';
import type { DialogEnd } from './dialog-end.js';

/** A phone that registered: one contact behind one socket. */
export interface Phone {
  /** `end` gets what comes from there within the call, until `forget`. */
  invite(call: PhoneInvite, end: DialogEnd): OutgoingInviteRequest;
  forget(end: DialogEnd): void;
}

interface PhoneInvite {
  /** User part of From. */
  readonly caller: string;
  readonly offer: string;
  readonly delegate: OutgoingInviteRequestDelegate;
}

/** Takes a registration for this long at most, s. */
export const LONGEST_REGISTRATION = 600;

/** Knows which numbers may register, and where their phones are. */
export class Registrar {
  readonly #lines = new Map<string, { phone: Phone; expires: number } | null>();

  open(number: string): void {
    this.#lines.set(number, null);
  }

  close(number: string): void {
    this.#lines.delete(number);
  }

  /** False where nobody opened this number. */
  register(number: string, phone: Phone, seconds: number): boolean {
    if (!this.#lines.has(number)) return false;
    this.#lines.set(number, { phone, expires: Date.now() + seconds * 1000 });
    return true;
  }

  /** Takes the number's phone away where it is one of these: a newer one stays. False where nobody opened this number. */
  unregister(number: string, phones: ReadonlySet<Phone>): boolean {
    const line = this.#lines.get(number);
    if (line && phones.has(line.phone)) this.#lines.set(number, null);
    return line !== undefined;
  }

  /** The phone's socket is gone. */
  forget(phone: Phone): void {
    for (const [number, line] of this.#lines) if (line?.phone === phone) this.#lines.set(number, null);
  }

  phone(number: string): Phone | null {
    const line = this.#lines.get(number);
    return line && Date.now() < line.expires ? line.phone : null;
  }
}
