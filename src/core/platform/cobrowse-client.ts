import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import { PlatformError } from './platform-error.js';
import { AuthorizedRequests } from './authorized-requests.js';
import type { CredentialStore } from './credential-store.js';
import type { Authorize, Operation } from './family.js';
import { fabricHeaders } from './fabric.js';
import { flag, isObject, text, type JsonObject } from './guards.js';
import type { Fetch } from './request.js';
import { platformCookie } from './webadapter.js';

/** `recorder`: the visitor, whose page is shared. `replayer`: the agent, who watches. */
type CobrowseRole = 'recorder' | 'replayer';

export interface ConnectionRequest {
  /** The multimedia call id. */
  readonly roomId: string;
  readonly userId: string;
  readonly userName: string;
  readonly role: CobrowseRole;
}

/** The relay's address and the credential for it: the signature. The room id is not a secret. */
export interface ConnectionInfo {
  readonly roomId: string;
  /** WebSocket URL as received; `wssUrlOut` is preferred to `wssUrl`. */
  readonly url: string;
  readonly signature: string;
}

/** The co-browse interfaces of one family. */
export interface CobrowseFamily {
  getConnectionInfo(request: ConnectionRequest): Operation;
  /** null where the family has no such operation. */
  releaseConnection(roomId: string): Operation | null;
  readonly authorize: Authorize;
}

/** `{base}/apiaccess/api/cobrowse/…`. Source: Huawei Cloud CEC, API reference (cec_07_0286). */
export function fabricCobrowse({ tenantSpaceId }: { readonly tenantSpaceId: string }): CobrowseFamily {
  return {
    getConnectionInfo: (body) => ({
      name: 'getConnectionInfo',
      method: 'POST',
      path: '/apiaccess/api/cobrowse/getConnectionInfo',
      body: { ...body },
    }),
    releaseConnection: () => null,
    authorize(credentials) {
      const { headers, ...rest } = fabricHeaders(credentials);
      return { ...rest, headers: tenantSpaceId === '' ? headers : { ...headers, 'X-TenantSpaceID': tenantSpaceId } };
    },
  };
}

/** `{base}/service-cloud/rest/webadapter/v1/connectionInfo/…`. Source: Huawei Cloud CEC, API reference (cec_07_0974, 0975). */
export function webadapterCobrowse(): CobrowseFamily {
  const post = (name: string, body: JsonObject): Operation => ({
    name,
    method: 'POST',
    path: `/service-cloud/rest/webadapter/v1/connectionInfo/${name}`,
    body,
  });
  return {
    getConnectionInfo: (body) => post('getConnectionInfo', { ...body }),
    releaseConnection: (roomId) => post('releaseConnection', { callId: roomId }),
    authorize: platformCookie,
  };
}

export interface CobrowseClientOptions {
  readonly baseUrl: string;
  readonly family: CobrowseFamily;
  readonly credentials: CredentialStore;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Default: `silent`. */
  readonly log?: Log;
}

/** The platform's co-browse operations over either interface family. Every method throws PlatformError. */
export class CobrowseClient {
  readonly #family: CobrowseFamily;
  readonly #credentials: CredentialStore;
  readonly #requests: AuthorizedRequests;

  constructor({ family, ...options }: CobrowseClientOptions) {
    this.#family = family;
    this.#credentials = options.credentials;
    this.#requests = new AuthorizedRequests({ ...options, authorize: family.authorize });
  }

  /** @throws PlatformError `bad-response` where address or signature is missing; those of `request` */
  getConnectionInfo(request: ConnectionRequest, signal: AbortSignal): Promise<ConnectionInfo> {
    const make = () => {
      const { userId = request.userId, userName = request.userName } = this.#credentials.current ?? {};
      return this.#family.getConnectionInfo({ ...request, userId, userName });
    };
    return this.#requests.ask(make, { signal, retries: 2 }, (operation, answer) =>
      readConnectionInfo(operation, answer, request.roomId),
    );
  }

  /** Does nothing where the family has no such operation. Never retried. */
  async releaseConnection(roomId: string, options: { readonly keepalive?: boolean } = {}): Promise<void> {
    const operation = this.#family.releaseConnection(roomId);
    if (operation) await this.#requests.ask(() => operation, options, succeeded);
  }
}

/** webadapter responds with `retCode` and `signature`, fabric with `success` and `connectParam`. */
function readConnectionInfo(operation: Operation, answer: JsonObject, room: string): ConnectionInfo {
  const { data } = succeeded(operation, answer);
  if (!isObject(data)) throw new PlatformError('bad-response', `${operation.name} answered without data.`);
  const url = text(data['wssUrlOut']) ?? text(data['wssUrl']);
  const signature = text(data['signature']) ?? text(data['connectParam']);
  if (!url) throw new PlatformError('bad-response', `${operation.name} answered without wssUrlOut and wssUrl.`);
  if (!signature)
    throw new PlatformError('bad-response', `${operation.name} answered without signature and connectParam.`);
  return { roomId: text(data['roomId']) ?? room, url, signature };
}

function succeeded({ name }: Operation, answer: JsonObject): JsonObject {
  const code = text(answer['retCode']);
  if (code === '0' || (code === null && flag(answer['success']))) return answer;
  const causeId = code ?? text(answer['errorCode']);
  if (causeId === null && !('success' in answer))
    throw new PlatformError('bad-response', `${name} answered with neither retCode nor success.`);
  throw new PlatformError('platform-refused', `${name} was refused${causeId === null ? '' : ` (${causeId})`}.`, {
    causeId: causeId ?? undefined,
    causeDesc: text(answer['retMsg']) ?? text(answer['errorReason']) ?? undefined,
  });
}
