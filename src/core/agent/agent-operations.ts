import type { JsonObject } from '../platform/guards.js';
import { AgentError } from './agent-error.js';
import type { CallId } from './agent-event.js';
import type { EncodedCallData } from './call-data.js';
import { transferBody, type TransferOptions } from './transfer.js';

/** A request below `{base}/agentgateway/resource`. */
export interface AgentOperation {
  /** How the platform's own log names it ("Method Name in Logs" of its documentation); see `agentOperations`. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: JsonObject;
  /** Request timeout, ms; default 10,000. */
  readonly timeout?: number;
}

export interface SignInOptions {
  /** At most 32 characters. */
  readonly password: string;
  /** The agent's softphone number, at most 24 characters. */
  readonly phoneNumber: string;
  /** Where the agent is signed in already (`100-002`): ends that session and signs in here. Default false, which throws `100-002`. */
  readonly force?: boolean;
  /** Ids of the skill queues to sign in to. Default: all that are configured for the agent. */
  readonly skills?: readonly number[];
  /** Status right after the sign-in. The platform's default: `ready`. */
  readonly status?: 'ready' | 'busy' | 'work';
  /** Calls are answered automatically. The platform's default: true. */
  readonly autoAnswer?: boolean;
  /** Ready again right after a call, else in after-call work. The platform's default: true. */
  readonly autoEnterIdle?: boolean;
  /** The phone goes on-hook after a call. The platform's default: true. */
  readonly releasePhone?: boolean;
  /** 4 PC and phone (the platform's default), 11 PC and video phone. */
  readonly agentType?: number;
  /** The agent's IPv4 address. The platform's default: 127.0.0.1. */
  readonly ip?: string;
}

/** The statuses that an agent can request. `ready` is the platform's idle, `work` after-call work (wrap-up). */
export type ChosenStatus = 'ready' | 'busy' | 'work' | 'rest';

export interface RestOptions {
  /** Duration in seconds, 1 to 86,399. Default 600. */
  readonly seconds?: number;
  /** Rest cause code as configured on the platform, 0 to 255. Default 0, no cause. */
  readonly cause?: number;
}

/** ms; well above the 10 s for which the platform holds a poll that has no event. */
const POLL_TIMEOUT = 60_000;

/** The statuses that an agent can leave by themselves; `ready` follows. */
export type CancelableStatus = 'busy' | 'work' | 'rest';

const cancelNames = { busy: 'cancelBusy', work: 'cancelWork', rest: 'cancelrest' } as const satisfies Record<
  CancelableStatus,
  string
>;

const signInStatus = { busy: 3, ready: 4, work: 5 } as const;

/**
 * The requests of the CC-Gateway for one agent. Each is named as the platform's own log names it, by "Method Name in Logs" of its
 * page. That page was not at hand for sayfree, work, cancelrest, beginmute and endmute, which have the last segment of their path.
 * Source: Huawei Cloud CEC, API reference, agent interfaces (cec_07_1202 … 1275, 0355, 13482).
 */
export function agentOperations(agentId: string) {
  const put = request('PUT');
  const post = request('POST');
  const get = request('GET');
  const remove = request('DELETE');
  const online = `/onlineagent/${agentId}`;
  const voice = `/voicecall/${agentId}`;
  const data = `/calldata/${agentId}`;
  return {
    signIn: (options: SignInOptions) => put(online, 'login', signInBody(options)),
    forceSignIn: (options: SignInOptions) => put(`${online}/forcelogin`, 'forceLogin', signInBody(options)),
    resetSkills: (skills?: readonly number[]) =>
      post(
        `${online}/resetskill/${skills ? 'false' : 'true'}${query({ skillid: skills?.join(';'), phonelinkage: '0' })}`,
        'resetSkill',
      ),
    signOut: () => remove(`${online}/logout`, 'logout'),
    renewGuid: () => put(`${online}/updateGuid`, 'updateGuid'),
    poll: (callData?: string) => ({
      ...get(`/agentevent/${agentId}${query({ calldata: callData })}`, 'getAgentEvent'),
      timeout: POLL_TIMEOUT,
    }),
    status: () => get(`${online}/agentstatus`, 'getAgentStatus'),
    setStatus: (status: ChosenStatus, rest: RestOptions = {}) => {
      const [path, name] = statusRequest(status, rest);
      return post(`${online}/${path}`, name);
    },
    cancelStatus: (status: CancelableStatus) => {
      if (!Object.hasOwn(cancelNames, status))
        throw badArgument('cancelStatus', '`status` is none of busy, work, rest');
      return post(`${online}/cancel${status}`, cancelNames[status]);
    },
    answer: (callId?: CallId) => put(`${voice}/answer${query({ callid: callId })}`, 'answer'),
    release: () => remove(`${voice}/release`, 'release'),
    hold: () => post(`${voice}/hold`, 'hold'),
    unhold: (callId?: CallId) => post(`${voice}/gethold${query({ callid: callId })}`, 'getHold'),
    mute: () => post(`${voice}/beginmute`, 'beginmute'),
    unmute: () => post(`${voice}/endmute`, 'endmute'),
    transfer: (options: TransferOptions) =>
      post(`${voice}/transfer`, 'transfer', { ...transferBody(options), ...named(options.callId) }),
    setCallData: (encoded: EncodedCallData, callId?: CallId) =>
      put(`${data}/setcalldataex`, 'setCallAppDataEx', {
        ...named(callId),
        ...encoded,
      }),
    getCallData: (callId?: CallId) =>
      get(`${data}/appdata${query({ isEncodeResult: 'true', callId })}`, 'queryCallAppData'),
  } as const;
}

export type AgentOperations = ReturnType<typeof agentOperations>;

const request =
  (method: AgentOperation['method']) =>
  (path: string, name: string, body?: JsonObject): AgentOperation => ({
    name,
    method,
    path,
    ...(body === undefined ? {} : { body }),
  });

function query(parameters: Readonly<Record<string, string | null | undefined>>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

const named = (callId?: CallId): JsonObject => (callId === undefined || callId === null ? {} : { callid: callId });

/** Without `callBackUri` and `serviceToken`: with both, events would be pushed instead of polled. */
function signInBody(options: SignInOptions): JsonObject {
  const { password, phoneNumber, status, autoAnswer, autoEnterIdle, releasePhone, agentType, ip } = options;
  const all = {
    password,
    phonenum: phoneNumber,
    status: status && signInStatus[status],
    autoanswer: autoAnswer,
    autoenteridle: autoEnterIdle,
    releasephone: releasePhone,
    agenttype: agentType,
    ip,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function statusRequest(status: ChosenStatus, { seconds = 600, cause = 0 }: RestOptions): [path: string, name: string] {
  switch (status) {
    case 'ready':
      return ['sayfree', 'sayfree'];
    case 'busy':
      return ['saybusy', 'sayBusy'];
    case 'work':
      return ['work', 'work'];
    case 'rest':
      if (!isWithin(seconds, 1, 86_399)) throw badArgument('rest', '`seconds` is not an integer from 1 to 86,399');
      if (!isWithin(cause, 0, 255)) throw badArgument('rest', '`cause` is not an integer from 0 to 255');
      return [`rest/${seconds}/${cause}`, 'rest'];
    default:
      throw badArgument('setStatus', '`status` is none of ready, busy, work, rest');
  }
}

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const badArgument = (operation: string, meaning: string) => new AgentError('bad-argument', operation, { meaning });
