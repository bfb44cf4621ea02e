import type { Answer } from './answers.js';
import type { Origins } from './origins.js';
import type { TokenOffice } from './token-office.js';
import type { VisitorDesk } from './visitor-desk.js';

/** One operation of one interface family. */
export interface Route {
  readonly family: 'fabric' | 'webadapter' | 'agentgateway';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As its URL spells it. */
  readonly operation: string;
  readonly path: RegExp;
  /** Looks at the credentials. @throws Refusal */
  admit(request: Request): Admission;
}

/** Someone whose credentials are good. */
export interface Admission {
  /** null where no visitor asks: for the operations that issue tokens, and for agents. */
  readonly desk: VisitorDesk | null;
  /** Go with the answer, whatever it is. */
  readonly headers: Readonly<Record<string, string>>;
  /** @throws Refusal */
  readonly work: () => Promise<Answer>;
}

/** What the routes need of the contact center. */
export interface Reception {
  readonly tokens: TokenOffice;
  readonly origins: Origins;
  hasChannel(channelId: string): boolean;
  /** The desk of the visitor whose token this is, and the token to use from now on. @throws Refusal 401 */
  welcome(messagingToken: string | null): { readonly desk: VisitorDesk; readonly renewed: string | null };
  /** A `Set-Cookie` with this messaging token. */
  cookie(messagingToken: string): string;
  now(): number;
}
