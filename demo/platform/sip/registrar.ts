import type { OutgoingInviteRequest, OutgoingInviteRequestDelegate } from 'sip.js/lib/core/index.js';
import type { DialogFlow } from './dialog.js';

/** A registered phone: one contact, reached over the WebSocket that it registered from. */
export interface Phone {
  invite(call: PhoneInvite): { readonly request: OutgoingInviteRequest; readonly flow: DialogFlow };
}

interface PhoneInvite {
  /** User part of From. */
  readonly caller: string;
  /** SDP. */
  readonly offer: string;
  readonly delegate: OutgoingInviteRequestDelegate;
}

/** Upper limit of `expires`, s. */
export const MAX_EXPIRES = 600;

/** Which numbers may register, and the binding of each (RFC 3261 §10): one at a time, the newest. */
export class Registrar {
  readonly #bindings = new Map<string, { phone: Phone; expires: number } | null>();

  /** Takes REGISTER for this number from now on. */
  open(number: string): void {
    this.#bindings.set(number, null);
  }

  close(number: string): void {
    this.#bindings.delete(number);
  }

  /** `seconds` until it expires. False where the number is not open. */
  register(number: string, phone: Phone, seconds: number): boolean {
    if (!this.#bindings.has(number)) return false;
    this.#bindings.set(number, { phone, expires: Date.now() + seconds * 1000 });
    return true;
  }

  /** Removes the binding where it is to one of these phones; a newer one stays. False where the number is not open. */
  unregister(number: string, phones: ReadonlySet<Phone>): boolean {
    const binding = this.#bindings.get(number);
    if (binding && phones.has(binding.phone)) this.#bindings.set(number, null);
    return binding !== undefined;
  }

  /** The phone's WebSocket closed. */
  disconnected(phone: Phone): void {
    for (const [number, binding] of this.#bindings) if (binding?.phone === phone) this.#bindings.set(number, null);
  }

  /** null where there is no binding, or it expired. */
  lookUp(number: string): Phone | null {
    const binding = this.#bindings.get(number);
    return binding && Date.now() < binding.expires ? binding.phone : null;
  }
}
