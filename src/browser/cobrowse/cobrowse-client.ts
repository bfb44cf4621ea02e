import { CobrowseError } from '../../core/cobrowse/cobrowse-error.js';
import { systemClock } from '../../core/lib/clock.js';
import type { LogLevel } from '../../core/lib/log.js';
import { CobrowseClient, fabricCobrowse, webadapterCobrowse } from '../../core/platform/cobrowse-client.js';
import type { CredentialsProvider } from '../../core/platform/credentials.js';
import { absoluteUrl } from '../shared/absolute-url.js';
import { consoleLog } from '../shared/console-log.js';
import { credentialStore } from '../shared/credentials-url.js';

export interface CobrowseOptions {
  /** Origin (and path prefix) of the platform or of a proxy in front of it; relative to the page. */
  readonly baseUrl: string;
  readonly api: 'fabric' | 'webadapter';
  /** The multimedia call id. */
  readonly roomId: string;
  readonly userId: string;
  readonly userName: string;
  /** Handed to the site's credentials function; empty where there is none. */
  readonly channelId: string;
  /** Sent as `X-TenantSpaceID` with the fabric interfaces; empty where there is none. */
  readonly tenantSpaceId: string;
  /** BCP 47; handed to the site's credentials function. */
  readonly locale: string;
  readonly credentialsUrl: string | null;
  readonly credentials: CredentialsProvider | null;
  /** Of what is written to the console; `localStorage['cc-widgets.log']` goes first. */
  readonly log: LogLevel;
}

/**
 * The platform's co-browse interfaces with what a page was told of it.
 * @throws CobrowseError `insecure-context`, `cobrowse-unsupported`, `platform-unreachable` where `baseUrl` is no URL
 */
export function cobrowseClient(options: CobrowseOptions): CobrowseClient {
  if (!isSecureContext) throw new CobrowseError('insecure-context', 'Pages are shared over https only.');
  if (!('CompressionStream' in globalThis))
    throw new CobrowseError('cobrowse-unsupported', 'This browser has no CompressionStream.');
  const { api, baseUrl, tenantSpaceId } = options;
  const url = absoluteUrl(baseUrl);
  if (url === null) throw new CobrowseError('platform-unreachable', 'base-url is no URL.');
  const log = consoleLog(options.log);
  return new CobrowseClient({
    baseUrl: url,
    family: api === 'webadapter' ? webadapterCobrowse() : fabricCobrowse({ tenantSpaceId }),
    credentials: credentialStore(options, log),
    fetch: (address, init) => fetch(address, init),
    clock: systemClock,
    log,
  });
}
