import { CodedError } from '../lib/coded-error.js';

/** By code: its meaning and a remedy. Numeric codes are the platform's (cec_07_0580), the others our own. */
const codes = {
  'bad-agent-id': ['the agent id is not 1 to 6 digits', 'Pass the id as the platform shows it, as a string.'],
  'bad-guid': ['not a valid Guid', 'Pass the `guid` of the page that signed in.'],
  'bad-argument': ['an argument is out of its range', 'See the documentation of the method for the range.'],
  'call-data-too-long': [
    'the call data is longer than 16,384 bytes of UTF-8',
    'Store the data elsewhere and put its key into the call data.',
  ],
  'no-guid': [
    'the platform accepted the request, but the response has no readable Set-GUID header',
    'In a browser that header is readable only same-origin or where CORS exposes it: put a same-origin proxy in front of the ' +
      'platform, or add Access-Control-Expose-Headers: Set-GUID to its responses.',
  ],
  busy: ['another event stream is open', 'Close it first: abort its signal or leave its loop.'],
  unreachable: [
    'no response',
    'Check the base URL, the network and, in a browser, CORS and the CSP’s connect-src; then retry.',
  ],
  'http-error': ['the response has an HTTP error status', 'Check the proxy and the platform.'],
  redirected: [
    'the response is a redirect, which is never followed',
    'Check the base URL; it may lead to a login page.',
  ],
  'bad-response': ['the response does not match the interface', 'Check the proxy in front of the platform.'],
  '000-000': ['unknown error of the platform', 'Retry; if it persists, ask the platform’s operator.'],
  '000-001': ['the agent signed in for pushed events, and polls', 'Sign in again without a callback (polling mode).'],
  '000-002': ['a parameter or the address of the request is wrong', 'Check the base URL and the arguments.'],
  '000-003': ['no permission: the Guid is invalid or has expired', 'Sign in again.'],
  '000-004': ['the agent is being switched over to another server', 'Retry in a few seconds.'],
  '000-005': ['inspected agent and inspector are the same', 'Choose another agent.'],
  '000-006': ['the request body is invalid', 'Check the arguments.'],
  '000-007': ['the interface was called again before it had responded', 'Wait for the response.'],
  '100-001': ['a sign-in parameter is empty or invalid', 'Check password and phone number.'],
  '100-002': ['the agent is signed in already', 'Sign in with `force: true`, which ends the other session.'],
  '100-003': ['the platform has no resource for the sign-in', 'Retry later.'],
  '100-004': ['wrong agent id or password', 'Check both.'],
  '100-005': ['a sign-out parameter is invalid', 'Check the agent id.'],
  '100-006': ['the agent is not signed in', 'Sign in, or adopt the Guid of the page that did.'],
  '100-007': [
    'the operation failed on the platform',
    'Check that there is such a call, in a state that allows it; else retry.',
  ],
  '100-008': ['the agent has signed out', 'Sign in again.'],
  '100-009': ['the status can’t be set', 'The present status or the agent’s permissions do not allow it.'],
  '100-010': ['the agent’s state allows no sign-out', 'End the call first.'],
  '100-011': ['a sign-in parameter is invalid', 'Check password and phone number.'],
  '100-012': ['wrong agent type', 'Sign in with the `agentType` that is configured for the agent.'],
  '100-013': ['the phone number is bound to another agent', 'Sign in with another phone number.'],
  '400-001': ['the call data was refused', 'Check the call id; a multimedia call needs one.'],
} as const satisfies Readonly<Record<string, readonly [meaning: string, remedy: string]>>;

/** The codes that have a meaning and a remedy of their own; the platform may send others. */
export type AgentErrorCode = keyof typeof codes;

export interface AgentErrorDetails {
  /** Replaces the code's general meaning. Never contains a Guid or what was sent. */
  readonly meaning?: string;
  /** HTTP status of the response. */
  readonly status?: number;
}

/**
 * Every failure on the agent's side. `code` is an `AgentErrorCode`, or a retcode of the platform that is in no list; `status` the
 * HTTP status of the response. The message is `{operation}: {meaning} ({code}). {remedy}`. It contains no Guid, URL or call
 * data, and no text of the platform, which may quote what was sent.
 */
export class AgentError extends CodedError {
  override readonly name = 'AgentError';
  /** English, for the integrator. */
  readonly meaning: string;
  /** What to do about it; English, for the integrator. */
  readonly remedy: string;
  /**
   * What failed, as the platform's own log names it ("Method Name in Logs" of its documentation), so that this error and the
   * platform's log lines can be matched: `login`, `forceLogin`, `resetSkill`, `logout`, `updateGuid`, `getAgentEvent`,
   * `getAgentStatus`, `sayBusy`, `cancelBusy`, `rest`, `cancelWork`, `answer`, `release`, `hold`, `getHold`, `transfer`,
   * `setCallAppDataEx`, `queryCallAppData`. Not confirmed by the documentation, hence the last segment of the request's path:
   * `sayfree`, `work`, `cancelrest`, `beginmute`, `endmute`. Where no request is meant, the name of our own method.
   */
  readonly operation: string;

  constructor(code: string, operation: string, details: AgentErrorDetails = {}) {
    const [listed, remedy] = isListed(code) ? codes[code] : ['unknown code', 'Ask the platform’s operator.'];
    const meaning = details.meaning ?? listed;
    super(code, `${operation}: ${meaning} (${code}). ${remedy}`, { status: details.status });
    this.meaning = meaning;
    this.remedy = remedy;
    this.operation = operation;
  }
}

const isListed = (code: string): code is AgentErrorCode => Object.hasOwn(codes, code);
