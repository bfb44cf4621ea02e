import { connectionInfo, type CobrowseOptions } from './connection-info.js';
import { credentials } from './credentials.js';
import { Gate, type GateOptions, type Handler } from './gate.js';
import { PlatformTokens, type Platform } from './platform-tokens.js';
import { proxy } from './proxy.js';

export interface SiteServerOptions extends GateOptions {
  readonly platform: Platform;
  /** Ids of the WEB channels that this site's pages may use; the proxy uses the session's, else the first. */
  readonly channels: readonly string[];
  /** Path of the proxy, without a slash at its end, e.g. `/cc`; then no token is ever given to a page. */
  readonly prefix?: string;
  /** Without it, connectionInfo answers 404. */
  readonly cobrowse?: CobrowseOptions;
  /** For tests; default: that of the runtime. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface SiteServer {
  /** Answers `credentials-url`. */
  readonly credentials: Handler;
  /** Answers what the elements ask of `base-url`: the operations that it knows, below `prefix`. */
  readonly proxy: Handler;
  /** Answers getConnectionInfo of `<cc-cobrowse>`, of either family. */
  readonly connectionInfo: Handler;
}

/**
 * What a site's server needs: handlers `(Request) => Promise<Response>`, for any runtime that has these. Each checks Host
 * and Origin against `origins`, asks `session` who this is, and limits the rate by session and address; nothing that the
 * page says about itself is believed. Throws a RangeError for origins that are none.
 */
export function createSiteServer(options: SiteServerOptions): SiteServer {
  const { platform: given, channels, prefix, cobrowse, now = Date.now } = options;
  const { fetch = (request: Request) => globalThis.fetch(request) } = options;
  const platform = { ...given, baseUrl: given.baseUrl.replace(/\/+$/, '') };
  const tokens = new PlatformTokens({ platform, fetch, now });
  const gate = new Gate(options);
  const nothing: Handler = async () => new Response(null, { status: 404 });
  const seldom = { perSecond: 0.5, burst: 20 };
  return {
    credentials: gate.guard(seldom, credentials(tokens, channels, prefix !== undefined, now)),
    proxy:
      prefix === undefined
        ? nothing
        : gate.guard({ perSecond: 10, burst: 60 }, proxy({ platform, tokens, channels, prefix, fetch })),
    connectionInfo: cobrowse ? gate.open(seldom, connectionInfo(cobrowse)) : nothing,
  };
}
