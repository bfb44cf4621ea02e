import { PlatformError } from './platform-error.js';
import { isObject, number, text, texts, type JsonObject } from './guards.js';

/** Where and how to place the SIP call (event 168101). */
export interface GatewayTarget {
  /** SIP domain of From, To and request URI. */
  readonly domain: string;
  /** As received: full URLs, `host:port` or `host`; 1 to 16. */
  readonly addresses: readonly string[];
  /** User part of the request URI, not escaped. Digits kept as text, leading zeros included. */
  readonly accessCode: string;
  /** User part of From, not escaped: any text without control characters. */
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

/** A gateway is raced against the others, and each that fails is waited for: more are no help. */
const GATEWAYS = 16;
/** Of an address, characters. */
const ADDRESS = 2_048;

const dialable = /^[\w.!~*'()&=+$,;?/#%-]+$/;
/** A control character could end a header; whoever builds the SIP URI escapes the rest. */
const printable = /^\P{Cc}+$/u;
const sipHost = /^[\w.-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/;
const bareIpv6 = /^[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*$/;

function readConnected(content: JsonObject): ClickToCallEvent {
  const domain = text(content['domain'])?.replace(bareIpv6, '[$&]') ?? '';
  const addresses = texts(content['gwAddresses']).filter((address) => address.length <= ADDRESS);
  const accessCode = text(content['accessCode']) ?? '';
  const caller = text(content['clickToCallCaller']) ?? 'anonymous';
  const lacks = [
    sipHost.test(domain) ? null : 'domain',
    addresses.length > 0 ? null : 'gwAddresses',
    dialable.test(accessCode) ? null : 'accessCode',
    printable.test(caller) ? null : 'clickToCallCaller',
  ].filter((name) => name !== null);
  if (lacks.length > 0)
    return {
      type: 'unusable',
      error: new PlatformError('bad-response', `Event 168101 came without a usable ${lacks.join(', ')}.`),
    };
  return { type: 'connected', target: { domain, addresses: addresses.slice(0, GATEWAYS), accessCode, caller } };
}

function readCause(content: JsonObject): PlatformCause {
  const causeId = text(content['causeId']);
  const causeDesc = text(content['causeDesc']);
  return { ...(causeId === null ? {} : { causeId }), ...(causeDesc === null ? {} : { causeDesc }) };
}
