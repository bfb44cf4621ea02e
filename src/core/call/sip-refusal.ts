/** A non-2xx final response to a request within a dialog. 408 where none came, 481 where the gateway knows no such dialog. */
export class SipRefusal extends Error {
  override readonly name = 'SipRefusal';
  readonly status: number;

  constructor(status: number) {
    super(`SIP ${status}`);
    this.status = status;
  }
}
