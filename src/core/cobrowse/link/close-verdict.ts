import { CobrowseError } from '../cobrowse-error.js';
import { closeCodes } from '../wire/control.js';

/** What follows a close: reconnect with the resume token or `anew` with a new ticket, or the session has ended or failed. */
export type CloseVerdict =
  { readonly again: 'resume' | 'anew' } | { readonly over: 'other' | 'taken-over' } | { readonly error: CobrowseError };

/** `code`: RFC 6455 §7.4 or ours, 0 where the socket never opened. `resumed`: the link has a resume token. */
export function afterClose(code: number, { resumed }: { readonly resumed: boolean }): CloseVerdict {
  switch (code) {
    case closeCodes.ended:
      return { over: 'other' };
    case closeCodes.lease:
      return { over: 'taken-over' };
    case closeCodes.ticket:
      return resumed ? { again: 'anew' } : refused(code, 'The relay does not take the ticket.');
    case closeCodes.forbidden:
      return refused(code, 'The relay refused: the origin, the role or the room, or the room is full.');
    case closeCodes.drain:
      // It goes away with all that it remembers; another may be asked by then.
      return { again: 'anew' };
    case closeCodes.size:
      return { error: new CobrowseError('page-too-large', 'A frame was too large for the relay.', cause(code)) };
    case closeCodes.malformed:
    case closeCodes.noHello:
      return { error: new CobrowseError('bad-response', 'The relay does not speak this protocol.', cause(code)) };
    default:
      return { again: resumed ? 'resume' : 'anew' };
  }
}

const cause = (code: number) => ({ causeId: String(code) });

const refused = (code: number, message: string): CloseVerdict => ({
  error: new CobrowseError('relay-refused', message, cause(code)),
});
