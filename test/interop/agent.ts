/** An agent to call: a JsSIP page in Chromium, registered at the test's Kamailio. */
import type { Browser } from 'playwright';
import type { AgentCall, AnswerMode, ReceivedInfo } from './agent-page.js';
import { openPage } from './browser.js';
import type { Heard } from './ear.js';
import type { Kamailio } from './kamailio.js';

export interface AgentOptions {
  readonly browser: Browser;
  readonly kamailio: Pick<Kamailio, 'wsUrl' | 'wssUrl' | 'domain' | 'password'>;
  /** The agent's user name at the SIP server: what a visitor dials. Digits. */
  readonly accessCode: string;
  /** Registers over WSS instead of WS. Default false. */
  readonly secure?: boolean;
  /** The tone that the agent sends instead of words. Default 440; the visitor's microphone hears 1000. */
  readonly toneHz?: number;
}

/**
 * A signed-in agent. It answers calls unless told otherwise; a second call during one gets 486.
 *
 *     const agent = await startAgent({ browser, kamailio, accessCode: '1790' });
 *     …                                            // the visitor calls sip:1790@{kamailio.domain} at kamailio.wsUrl
 *     await agent.until('talking');
 *     const { rms, dominantHz } = await agent.hears();   // > 0.05, near 1000
 *     …                                            // the visitor hangs up
 *     assert.deepEqual((await agent.until('ended')).ending, { by: 'visitor', cause: 'Terminated' });
 */
export interface Agent {
  /** `sip:{accessCode}@{domain}`. */
  readonly uri: string;
  /** Whether the server still knows the agent. */
  registered(): Promise<boolean>;
  /** Says how to treat the next calls, and forgets the last one with its keys. Rejects during a call. */
  expect(mode: AnswerMode): Promise<void>;
  /** Resolves when the newest call is in this state, at once where it is already; rejects after `limitMs` (10 s). */
  until(state: AgentCall['state'], limitMs?: number): Promise<AgentCall>;
  /** Measures for one second what the visitor sends in the newest call. Rejects where none was answered. */
  hears(): Promise<Heard>;
  /** Resolves when this many INFO requests have come in the newest call; rejects after `limitMs`. */
  info(requests: number, limitMs?: number): Promise<readonly ReceivedInfo[]>;
  /** BYE, or 480 before the answer. Does nothing without a call. */
  hangUp(): Promise<void>;
  /** Hangs up, signs out and closes the page. */
  close(): Promise<void>;
}

const LIMIT_MS = 10_000;

/** Resolves when the agent is registered; rejects when the server refuses it. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { browser, kamailio, accessCode, secure = false, toneHz = 440 } = options;
  const uri = `sip:${accessCode}@${kamailio.domain}`;
  const url = secure ? kamailio.wssUrl : kamailio.wsUrl;
  const { page, close } = await openPage(browser, 'agent-page.ts');
  try {
    await page.evaluate((config) => (window.desk = new window.Desk(config)).signIn(), {
      ...{ url, uri, toneHz },
      password: kamailio.password,
    });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    uri,
    registered: () => page.evaluate(() => window.desk.isRegistered()),
    expect: (mode) => page.evaluate((wanted) => window.desk.expect(wanted), mode),
    until: (state, limitMs = LIMIT_MS) =>
      page.evaluate(([s, ms]) => window.desk.until(s, ms), [state, limitMs] as const),
    hears: () => page.evaluate(() => window.desk.hears()),
    info: (requests, limitMs = LIMIT_MS) =>
      page.evaluate(([n, ms]) => window.desk.info(n, ms), [requests, limitMs] as const),
    hangUp: () => page.evaluate(() => window.desk.hangUp()),
    async close() {
      await page.evaluate(() => window.desk.signOut()).finally(close);
    },
  };
}
