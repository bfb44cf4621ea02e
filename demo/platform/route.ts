import type { Answer } from './answers.js';
import type { Origins } from './origins.js';
import type { TokenService } from './token-service.js';
import type { VisitorDesk } from './visitor-desk.js';

/** One operation of one interface family. */
export interface Route {
  readonly family: 'fabric' | 'webadapter' | 'agentgateway';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As its path spells it. */
  readonly operation: string;
  readonly path: RegExp;
  /** Checks the credentials. @throws Refusal */
  admit(request: Request): Admission;
}

/** A request with good credentials. */
export interface Admission {
  /** Of the visitor; null for the operations that issue tokens, and for agents. */
  readonly desk: VisitorDesk | null;
  /** Headers of the response, whatever the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** @throws Refusal */
  readonly work: () => Promise<Answer>;
}

/** What the visitors' routes need of the contact center. */
export interface RouteContext {
  readonly tokens: TokenService;
  readonly origins: Origins;
  hasChannel(channelId: string): boolean;
  /** The desk of the visitor whose token this is; `renewed` replaces a token that expired. @throws Refusal 401 */
  authenticate(messagingToken: string | null): { readonly desk: VisitorDesk; readonly renewed: string | null };
  /** Value of `Set-Cookie` with this messaging token. */
  cookie(messagingToken: string): string;
  /** Milliseconds since the epoch. */
  now(): number;
}
