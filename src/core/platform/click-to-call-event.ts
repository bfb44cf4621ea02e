import { PlatformError } from './platform-error.js';
import { isObject, number, text, texts, type JsonObject } from './guards.js';

/** Where and how to place the SIP call (event 168101). */
export interface GatewayTarget {
  /** SIP domain of From, To and request URI. */
  readonly domain: string;
  /** As received: full URLs, `host:port` or `host`; at least one. */
  readonly addresses: readonly string[];
  /** User part of the request URI. Digits kept as text, leading zeros included. */
  readonly accessCode: string;
  /** User part of From. */
  readonly caller: string;
}

/** The platform's reason, verbatim, as text; for diagnosis only (no list of causes is documented). */
export interface PlatformCause {
  readonly causeId?: string;
  readonly causeDesc?: string;
}

/** The result of one poll of getClickToCallEvents; `none` where it returned no event. */
export type ClickToCallEvent =
  | { readonly type: 'connected'; readonly target: GatewayTarget }
  /** 168101 without a field that a call needs; the error is a `bad-response`. */
  | { readonly type: 'unusable'; readonly error: PlatformError }
  | { readonly type: 'queued' | 'transferred' | 'none' | 'unknown' }
  | { readonly type: 'queueTimeout' | 'failed' | 'released'; readonly cause: PlatformCause };

/**
 * Reads the response of getClickToCallEvents; eventId may be a number or a string.
 * Source: Huawei Cloud CEC, "Obtaining Click-to-Dial Events" (cec_07_0969) and VoIP guide, "Code Example" (cec_05_1008).
 */
export function readClickToCallEvent(answer: JsonObject): ClickToCallEvent {
  const content = isObject(answer['content']) ? answer['content'] : {};
  switch (number(answer['eventId'])) {
    case null:
      return { type: 'none' };
    case 168101:
      return readConnected(content);
    case 168102:
      return { type: 'queued' };
    case 168103:
      return { type: 'queueTimeout', cause: readCause(content) };
    case 168105:
      return { type: 'failed', cause: readCause(content) };
    case 168106:
      return { type: 'transferred' };
    case 168110:
      return { type: 'released', cause: readCause(content) };
    default:
      return { type: 'unknown' };
  }
}

/** A SIP user part that needs no escaping, so that it can be put into a request line as it is (RFC 3261 §25.1 `user`). */
const sipUser = /^[\w.!~*'()&=+$,;?/-]+$/;
const sipHost = /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/;

function readConnected(content: JsonObject): ClickToCallEvent {
  const domain = text(content['domain']);
  const addresses = texts(content['gwAddresses']);
  const accessCode = text(content['accessCode']);
  const caller = text(content['clickToCallCaller']) ?? 'anonymous';
  const lacks = [
    domain !== null && sipHost.test(domain) ? null : 'domain',
    addresses.length > 0 ? null : 'gwAddresses',
    accessCode !== null && sipUser.test(accessCode) ? null : 'accessCode',
    sipUser.test(caller) ? null : 'clickToCallCaller',
  ].filter((name) => name !== null);
  if (domain === null || accessCode === null || lacks.length > 0)
    return {
      type: 'unusable',
      error: new PlatformError('bad-response', `Event 168101 came without a usable ${lacks.join(', ')}.`),
    };
  return { type: 'connected', target: { domain, addresses, accessCode, caller } };
}

function readCause(content: JsonObject): PlatformCause {
  const causeId = text(content['causeId']);
  const causeDesc = text(content['causeDesc']);
  return { ...(causeId === null ? {} : { causeId }), ...(causeDesc === null ? {} : { causeDesc }) };
}
