import type { JsonObject } from '../answers.js';
import { refused } from './agent-answers.js';
import type { SignIn } from './agent-floor.js';
import type { AgentStatus } from './agent-status.js';

/*
 * Parsers for agents' requests. The documentation's samples have strings where its tables have numbers and booleans, so both are
 * accepted.
 */

const MAX_PASSWORD = 32;
const MAX_PHONE_NUMBER = 24;
const statuses: Readonly<Record<string, AgentStatus>> = { '3': 'busy', '4': 'ready', '5': 'work' };
/** PC and phone, without and with video. */
const AGENT_TYPES = ['4', '11'];

/** The JSON object of the body; `{}` where there is none. @throws Refusal 000-006 */
export async function agentBody(request: Request): Promise<JsonObject> {
  const text = await request.text();
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Refused below.
  }
  throw refused('000-006');
}

/** The body of a sign-in (cec_07_1202). @throws Refusal 000-006, 100-001, 100-012 */
export async function readSignIn(request: Request): Promise<SignIn> {
  const body = await agentBody(request);
  const { password, phonenum = '', callBackUri, serviceToken } = body;
  const phoneNumber = typeof phonenum === 'number' ? String(phonenum) : phonenum;
  if (typeof password !== 'string' || password.length > MAX_PASSWORD) throw refused('100-001');
  if (typeof phoneNumber !== 'string' || phoneNumber.length > MAX_PHONE_NUMBER) throw refused('100-001');
  // It becomes the user part of a SIP URI.
  if (!/^[\w.-]*$/.test(phoneNumber)) throw refused('100-001');
  if (!AGENT_TYPES.includes(scalar(body['agenttype'] ?? 4))) throw refused('100-012');
  const status = statuses[scalar(body['status'] ?? 4)];
  if (!status) throw refused('100-001');
  return {
    password,
    phoneNumber,
    // The documented default is true; here calls ring unless the sign-in asks for automatic answer.
    autoAnswer: flag(body['autoanswer'] ?? false, '100-001'),
    autoEnterIdle: flag(body['autoenteridle'] ?? true, '100-001'),
    status,
    push: Boolean(callBackUri) && Boolean(serviceToken),
  };
}

/** A boolean, also as a string. @throws Refusal `code` */
export function flag(value: unknown, code: '000-002' | '100-001' = '000-002'): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw refused(code);
}

/** A string or a number, as a string; empty for anything else. */
export const scalar = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The call id of a query or a body, in either spelling; null where there is none. */
export function callIdIn(source: URLSearchParams | JsonObject): string | null {
  const get = (name: string): unknown => (source instanceof URLSearchParams ? source.get(name) : source[name]);
  const text = scalar(get('callid') ?? get('callId'));
  return text === '' ? null : text;
}
