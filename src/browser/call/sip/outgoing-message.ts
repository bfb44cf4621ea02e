import type { IncomingMessage } from './incoming-message.js';
import { token } from './syntax.js';

export const METHODS = 'ACK,BYE,CANCEL,INFO,INVITE,OPTIONS,PRACK,UPDATE';
export const OPTION_TAGS = '100rel,timer';
/** In every request and 2xx from which the gateway learns where we are, and what we can. */
export const abilities = (contact: string): string[] => [
  `Contact: <${contact}>`,
  `Allow: ${METHODS}`,
  `Supported: ${OPTION_TAGS}`,
];

export interface Body {
  readonly type: string;
  readonly text: string;
}

export const sdpBody = (text: string): Body => ({ type: 'application/sdp', text });

/** A request as it is sent, and sent again. */
export interface OutgoingRequest {
  readonly method: string;
  readonly branch: string;
  readonly text: string;
  /** For what is sent with the same branch (RFC 3261 §9.1, §17.1.1.3): the CANCEL, and the ACK for a non-2xx response. */
  sibling(method: 'CANCEL' | 'ACK', to?: string): OutgoingRequest;
}

export interface RequestParts {
  readonly method: string;
  readonly uri: string;
  /** `WSS host.invalid`: transport and sent-by of the Via. */
  readonly via: string;
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: number;
  readonly route: readonly string[];
  readonly headers: readonly string[];
  readonly body?: Body | undefined;
}

export function outgoingRequest(parts: RequestParts, branch = `z9hG4bK${token()}`): OutgoingRequest {
  const { method, uri, via, from, to, callId, cseq, route, headers, body } = parts;
  const lines = [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/${via};branch=${branch}`,
    'Max-Forwards: 70',
    ...route.map((hop) => `Route: ${hop}`),
    `From: ${from}`,
    `To: ${to}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    ...headers,
    'User-Agent: cc-widgets',
  ];
  return {
    method,
    branch,
    text: written(lines, body),
    sibling: (name, other = to) => {
      const { body: _, ...same } = parts;
      return outgoingRequest({ ...same, method: name, to: other, headers: [] }, branch);
    },
  };
}

/** A response; `toTag` where the request had none. */
export function responseTo(
  request: IncomingMessage,
  status: number,
  toTag: string,
  headers: readonly string[],
  body?: Body,
): string {
  const to = request.header('to');
  const reason = status < 200 ? 'Trying' : status < 300 ? 'OK' : 'Rejected';
  const lines = [
    `SIP/2.0 ${status} ${reason}`,
    ...request.lines('via').map((via) => `Via: ${via}`),
    ...request.lines('record-route').map((route) => `Record-Route: ${route}`),
    `From: ${request.header('from')}`,
    `To: ${request.toTag === '' && status > 100 ? `${to};tag=${toTag}` : to}`,
    `Call-ID: ${request.callId}`,
    `CSeq: ${request.cseq} ${request.method}`,
    ...headers,
  ];
  return written(lines, body);
}

function written(lines: readonly string[], body: Body | undefined): string {
  const type = body ? [`Content-Type: ${body.type}`] : [];
  const length = body ? new TextEncoder().encode(body.text).length : 0;
  return [...lines, ...type, `Content-Length: ${length}`, '', body?.text ?? ''].join('\r\n');
}
