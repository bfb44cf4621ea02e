import assert from 'node:assert/strict';
import { ContactCenter, type ContactCenterOptions } from '../../../demo/platform/contact-center.js';
import { ManualClock } from '../../support/manual-clock.js';
import { FakeGateways } from './fake-gateways.js';

export const ORIGIN = 'https://cc.example';
const FACADE = '/service-cloud/rest/webadapter/v1/webadapterfacade';
const CALL_OPERATIONS = ['checkClickToCallSupport', 'createClickToCall', 'getClickToCallEvents', 'dropClickToCall'];
const GETS = ['poll', 'getMessageForWebChannel', 'checkClickToCallSupport', 'getClickToCallEvents'];

export type Family = 'fabric' | 'webadapter';
export type Json = Record<string, unknown>;

export interface Exchange {
  readonly body?: unknown;
  /** null takes a header away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly path?: string;
  readonly query?: string;
  readonly signal?: AbortSignal;
  readonly method?: string;
}

export interface Given {
  readonly status: number;
  readonly headers: Headers;
  /** null where the body is no JSON. */
  readonly json: Json | null;
  readonly text: string;
}

export interface SetUp extends Partial<ContactCenterOptions> {
  readonly channel?: string;
  readonly family?: Family;
  readonly userId?: string;
}

/** A contact center with a clock that stands still, and one visitor who has good credentials. */
export async function visit({
  channel = 'agent-free',
  family = 'fabric',
  userId = 'visitor-1',
  ...options
}: SetUp = {}) {
  const clock = options.clock instanceof ManualClock ? options.clock : new ManualClock();
  const gateways = new FakeGateways();
  const center = new ContactCenter({ gateways, appKey: 'key', appSecret: 'secret', ...options, clock });
  const identity = { userId, userName: 'Ada', channelId: channel };
  const credentials: Record<string, string> = {};
  const root = ORIGIN + (options.mount ?? '');

  async function exchange(url: string, { method, body, headers = {}, signal }: Exchange & { method: string }) {
    const all = new Headers({ 'content-type': 'application/json; charset=UTF-8', ...credentials });
    for (const [name, value] of Object.entries(headers)) {
      if (value === null) all.delete(name);
      else all.set(name, value);
    }
    const response = await center.handle(
      new Request(url, {
        method,
        headers: all,
        ...(signal === undefined ? {} : { signal }),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    return read(response);
  }

  /** The operation as the family's documents spell it, with whatever they want of it. */
  const ask = (operation: string, given: Exchange = {}): Promise<Given> => {
    const version = CALL_OPERATIONS.includes(operation) ? 'v1/' : '';
    const path =
      given.path ?? (family === 'fabric' ? `/apiaccess/ccmessaging/${version}${operation}` : `${FACADE}/${operation}`);
    const method = given.method ?? (GETS.includes(operation) ? 'GET' : 'POST');
    const query = given.query ?? (family === 'fabric' ? queryOf(operation, userId) : '');
    const body = given.body ?? (method === 'POST' ? bodyOf(family, operation, identity) : undefined);
    return exchange(root + path + query, { ...given, method, body });
  };

  const tokenByAkSk = (body: unknown = { app_key: 'key', app_secret: 'secret' }, given: Exchange = {}) =>
    exchange(`${root}${given.path ?? '/apigovernance/api/oauth/tokenByAkSk'}`, { ...given, method: 'POST', body });
  const applyToken = (body: unknown = { ...identity, locale: 'en' }, given: Exchange = {}) =>
    exchange(`${root}/apiaccess/ccmessaging/applyToken`, { ...given, method: 'POST', body });

  if (family === 'fabric') {
    credentials['x-app-key'] = 'key';
    const life = { 'x-token-expire': '3600' };
    credentials['authorization'] =
      `Bearer ${text((await tokenByAkSk(undefined, { headers: life })).json, 'AccessToken')}`;
    credentials['ccmessaging-token'] = text((await applyToken()).json, 'token').replaceAll('"', '');
  } else credentials['cookie'] = `other=1; ${center.visitorCookie(identity).split(';')[0] ?? ''}`;

  const send = (controlType: string, fields: Json = {}) => {
    const operation = family === 'fabric' ? 'send' : 'sendMessageForWebChannel';
    return ask(operation, { body: { ...bodyOf(family, operation, identity), controlType, ...fields } });
  };
  const poll = (given: Exchange = {}) => ask(family === 'fabric' ? 'poll' : 'getMessageForWebChannel', given);
  const create = (given: Exchange = {}) => ask('createClickToCall', given);
  const events = (given: Exchange = {}) => ask('getClickToCallEvents', given);
  const drop = () => ask('dropClickToCall');

  /** The next event, waiting as long as it takes; null after a poll that brought none. */
  const nextEvent = async (): Promise<Json | null> => {
    const given = events();
    await clock.advance(0);
    while (center.heldPolls > 0) await clock.advance(100);
    const { json } = await given;
    assert.equal(String(json?.['resultCode']), '0');
    return json?.['eventId'] === undefined ? null : json;
  };
  const call = () => {
    const last = center.calls.at(-1);
    assert.ok(last);
    return last;
  };
  return {
    ...{ clock, gateways, center, credentials, identity, ask, exchange, tokenByAkSk, applyToken },
    ...{ send, poll, create, events, drop, nextEvent, call },
  };
}

export async function read(response: Response): Promise<Given> {
  const content = await response.text();
  let parsed: Json | null = null;
  try {
    parsed = JSON.parse(content) as Json;
  } catch {
    // Then it is none.
  }
  return { status: response.status, headers: response.headers, json: parsed, text: content };
}

export function text(json: Json | null | undefined, name: string): string {
  const value = json?.[name];
  assert.equal(typeof value, 'string', name);
  return value as string;
}

function queryOf(operation: string, userId: string): string {
  if (operation === 'poll') return `?receiverId=${encodeURIComponent(userId)}&channel=WEB`;
  return GETS.includes(operation) ? '?channel=WEB' : '';
}

function bodyOf(family: Family, operation: string, { userId, channelId }: { userId: string; channelId: string }): Json {
  const message = { controlType: 'CONNECT', mediaType: 'TEXT', content: '' };
  switch (operation) {
    case 'send':
      return { channel: 'WEB', ...message, from: userId, sourceType: 'CUSTOMER', to: channelId };
    case 'sendMessageForWebChannel':
      return { ...message, userAgent: 'Mozilla/5.0' };
    case 'queryQueueInfo':
      return { userId, channelConfigId: channelId, channel: 'WEB' };
    case 'createClickToCall':
      return family === 'fabric' ? { channel: 'WEB', mediaAbility: '0' } : { mediaAbility: '0' };
    default:
      return family === 'fabric' ? { channel: 'WEB' } : {};
  }
}
