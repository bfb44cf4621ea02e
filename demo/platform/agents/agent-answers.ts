import { Refusal, type Answer } from '../answers.js';

/** The error codes of this contact center, with their meanings (cec_07_0580). */
const meanings = {
  '000-001': 'wrong method of obtaining agent events',
  '000-002': 'wrong address or illegal parameter',
  '000-003': 'no permission, the authentication may have expired',
  '000-006': 'message parameter error',
  '100-001': 'sign-in parameter empty or invalid',
  '100-002': 'agent already signed in',
  '100-004': 'wrong user name or password',
  '100-006': 'agent not signed in',
  '100-007': 'agent operation failed',
  '100-009': 'status can not be set',
  '100-010': 'agent can not sign out now',
  '100-012': 'wrong agent type',
  '100-013': 'phone number bound to another agent',
  // Its meaning is not documented; only call data operations list it.
  '400-001': 'call data error',
} as const;

export type AgentCode = keyof typeof meanings;

/** HTTP 200, retcode 0. */
export const done = (result: unknown = {}, message = 'success'): Answer => ({
  body: { message, retcode: '0', result },
});

/** A failed operation: an error code, by default with HTTP 200. */
export const refused = (retcode: AgentCode, status = 200): Refusal =>
  new Refusal({ status, body: { message: meanings[retcode], retcode } });
