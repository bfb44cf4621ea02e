/** By code: what it means and what helps. Those of digits are the platform's (cec_07_0580), the others our own. */
const codes = {
  'bad-agent-id': ['the agent id is not 1 to 6 digits', 'Give the id as the platform shows it, as text.'],
  'bad-guid': ['this is no Guid', 'Give what the `guid` of the page that signed in said.'],
  'bad-argument': ['an argument is out of its range', 'The documentation of the method names the range.'],
  'call-data-too-long': [
    'the call data is longer than 16,384 bytes of UTF-8',
    'Keep the data in a system of your own, and put its key into the call.',
  ],
  'no-guid': [
    'the platform took the request, but the answer has no readable Set-GUID header',
    'In a browser that header can be read only on the same origin or where CORS exposes it: put a proxy on the origin of the ' +
      'page in front of the platform, or answer with Access-Control-Expose-Headers: Set-GUID.',
  ],
  busy: ['another stream of events is open', 'End the other one first: abort its signal or leave its loop.'],
  unreachable: [
    'no answer came',
    'Look at the base URL, the network and, in a browser, at CORS and connect-src; then try again.',
  ],
  'http-error': ['the answer has an HTTP status of failure', 'Look at the proxy and at the platform.'],
  redirected: [
    'the answer is a redirect, which is never followed',
    'Look at the base URL; a login page may be behind it.',
  ],
  'bad-response': ['the answer is not what the interface promises', 'Look at the proxy in front of the platform.'],
  '000-000': ['unknown error of the platform', 'Try again; if it stays, ask who runs the platform.'],
  '000-001': ['the way of getting events does not fit the sign-in', 'Sign in again without a callback (polling mode).'],
  '000-002': ['a parameter or the address of the request is wrong', 'Look at the base URL and the arguments.'],
  '000-003': ['no permission: the Guid is not, or no longer, good', 'Sign in again.'],
  '000-004': ['the agent is being moved to another server', 'Try again in a few seconds.'],
  '000-005': ['inspected agent and inspector are the same', 'Name another agent.'],
  '000-006': ['the body of the request is wrong', 'Look at the arguments.'],
  '000-007': ['the interface was called again before its answer', 'Wait for the answer.'],
  '100-001': ['a parameter of the sign-in is empty or wrong', 'Look at password and phone number.'],
  '100-002': ['the agent is signed in already', 'Sign in with `force: true`, which ends the other session.'],
  '100-003': ['the platform has no resource for the sign-in', 'Try again later.'],
  '100-004': ['wrong agent id or password', 'Enter them again.'],
  '100-005': ['a parameter of the sign-out is wrong', 'Look at the agent id.'],
  '100-006': ['the agent is not signed in', 'Sign in, or adopt the Guid of the page that did.'],
  '100-007': ['the platform could not do that', 'Is there such a call, in a state that allows it? Else try again.'],
  '100-008': ['the agent has signed out', 'Sign in again.'],
  '100-009': ['the status can’t be set', 'The present status or the rights of the agent do not allow it.'],
  '100-010': ['the state of the agent allows no sign-out', 'End the call first.'],
  '100-011': ['a parameter of the sign-in is wrong', 'Look at password and phone number.'],
  '100-012': ['the agent type does not fit', 'Sign in with the `agentType` that the platform has for the agent.'],
  '100-013': ['the phone number is bound to somebody else', 'Sign in with another phone number.'],
  '400-001': ['the call data was refused', 'Look at the call id; a multimedia call needs one.'],
} as const satisfies Readonly<Record<string, readonly [meaning: string, remedy: string]>>;

export type AgentErrorCode = keyof typeof codes;

export interface AgentErrorDetails {
  /** Says more than the meaning of the code. Never a Guid, never content. */
  readonly meaning?: string;
  /** HTTP status behind it. */
  readonly status?: number;
}

/**
 * What every failure on the agent's side is thrown as. The message names the operation, the meaning, the code and the
 * remedy. It has no Guid, no URL, no call data, and not the platform's own text either, which may quote what was sent.
 */
export class AgentError extends Error {
  override readonly name = 'AgentError';
  /** The platform's retcode, also one that is in no list (`AgentErrorCode` has those that are), or a word of our own. */
  readonly code: string;
  readonly meaning: string;
  readonly remedy: string;
  /**
   * What failed, as the platform's own log names it ("Method Name in Logs" of its documentation), so that this error and the
   * platform's log lines can be matched: `login`, `forceLogin`, `resetSkill`, `logout`, `updateGuid`, `getAgentEvent`,
   * `getAgentStatus`, `sayBusy`, `cancelBusy`, `rest`, `cancelWork`, `answer`, `release`, `hold`, `getHold`, `transfer`,
   * `setCallAppDataEx`, `queryCallAppData`. Not confirmed by the documentation, hence the last segment of the request's path:
   * `sayfree`, `work`, `cancelrest`, `beginmute`, `endmute`. Where no request is meant, the name of our own method.
   */
  readonly operation: string;
  readonly status: number | undefined;

  constructor(code: string, operation: string, details: AgentErrorDetails = {}) {
    const [listed, remedy] = isListed(code) ? codes[code] : ['unknown code', 'Ask who runs the platform.'];
    const meaning = details.meaning ?? listed;
    super(`${operation}: ${meaning} (${code}). ${remedy}`);
    this.code = code;
    this.meaning = meaning;
    this.remedy = remedy;
    this.operation = operation;
    this.status = details.status;
  }
}

const isListed = (code: string): code is AgentErrorCode => Object.hasOwn(codes, code);
