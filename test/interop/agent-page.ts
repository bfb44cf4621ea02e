/** In a page: an agent's phone made of JsSIP, a stack that is not ours. agent.ts drives it from Node. */
import { UA, WebSocketInterface } from 'jssip';
import type { DTMFListener, EndEvent, InfoListener, RTCSession } from 'jssip/lib/RTCSession.js';
import type { RTCSessionEvent } from 'jssip/lib/UA.js';
import { Ear, type Heard } from './ear.js';
import { Watched } from './watched.js';

export interface DeskConfig {
  /** WebSocket URL of the SIP server. */
  readonly url: string;
  readonly uri: string;
  readonly password: string;
  /** Frequency of the tone that the agent sends. */
  readonly toneHz: number;
}

/** What the agent does with a call: 180 and then 200 · 180 and nothing more · 486 at once. */
export type AnswerMode = 'answer' | 'ring' | 'busy';

export interface AgentCall {
  /** `talking` when ACK has come and media is connected. */
  readonly state: 'none' | 'ringing' | 'talking' | 'ended';
  /** The caller's address as From says it, e.g. `sip:guest@example.org`; empty while there was no call. */
  readonly from: string;
  /** Who ended it, and JsSIP's word for how: `Terminated` (BYE), `Canceled`, `Rejected` … */
  readonly ending?: { readonly by: 'visitor' | 'agent' | 'system'; readonly cause: string };
}

/** A SIP INFO request as it came. (A browser drops telephone events, RFC 4733, without a word: they can't be seen here.) */
export interface ReceivedInfo {
  readonly contentType: string;
  readonly body: string;
}

type InfoRequestEvent = Parameters<DTMFListener | InfoListener>[0];

const NO_CALL: AgentCall = { state: 'none', from: '' };
const NO_INFO: readonly ReceivedInfo[] = [];

/** One agent with at most one call; a second one meanwhile gets 486. */
export class Desk {
  readonly #ua: UA;
  readonly #context = new AudioContext();
  readonly #voice = this.#context.createMediaStreamDestination();
  readonly #call = new Watched(NO_CALL);
  readonly #info = new Watched(NO_INFO);
  #mode: AnswerMode = 'answer';
  #session: RTCSession | undefined;
  #ear: Ear | undefined;

  constructor({ url, uri, password, toneHz }: DeskConfig) {
    const tone = new OscillatorNode(this.#context, { frequency: toneHz });
    tone.connect(new GainNode(this.#context, { gain: 0.5 })).connect(this.#voice);
    tone.start();
    // JsSIP would by itself answer 408 after a minute of ringing; these are seconds.
    this.#ua = new UA({ sockets: [new WebSocketInterface(url)], uri, password, no_answer_timeout: 3_600 });
    this.#ua.on('newRTCSession', (event: RTCSessionEvent) => this.#onSession(event));
  }

  /** Rejects with JsSIP's word for the reason, e.g. `Rejected` for a wrong password. */
  signIn(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ua.on('registered', () => resolve());
      this.#ua.on('registrationFailed', ({ cause }) => reject(new Error(`REGISTER failed: ${cause}`)));
      this.#ua.on('disconnected', ({ code }) => reject(new Error(`the WebSocket closed: ${code}`)));
      this.#ua.start();
    });
  }

  /** Hangs up and signs out. Resolves when the server has forgotten the agent, or is gone itself. */
  signOut(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#ua.isRegistered()) resolve();
      this.#ua.on('unregistered', () => resolve());
      this.#ua.on('disconnected', () => resolve());
      this.#ua.stop();
    });
  }

  isRegistered(): boolean {
    return this.#ua.isRegistered();
  }

  expect(mode: AnswerMode): void {
    if (this.#isBusy()) throw new Error(`the agent is ${this.#call.value.state}`);
    this.#mode = mode;
    this.#forget();
  }

  until(state: AgentCall['state'], limitMs: number): Promise<AgentCall> {
    return this.#call.until((call) => call.state === state, limitMs);
  }

  info(requests: number, limitMs: number): Promise<readonly ReceivedInfo[]> {
    return this.#info.until(({ length }) => length >= requests, limitMs);
  }

  hears(): Promise<Heard> {
    if (!this.#ear) throw new Error('the agent has answered no call');
    return this.#ear.hears();
  }

  hangUp(): void {
    if (this.#isBusy()) this.#session?.terminate();
  }

  #forget(): void {
    this.#call.set(NO_CALL);
    this.#info.set(NO_INFO);
    this.#ear = undefined;
  }

  #isBusy(): boolean {
    return this.#call.value.state === 'ringing' || this.#call.value.state === 'talking';
  }

  #onSession({ originator, session, request }: RTCSessionEvent): void {
    if (originator !== 'remote') return;
    if (this.#isBusy()) {
      session.terminate({ status_code: 486 });
      return;
    }
    this.#forget();
    this.#session = session;
    this.#call.set({ state: 'ringing', from: request.from.uri.toString() });
    session.on('failed', (end) => this.#onEnd(end));
    session.on('ended', (end) => this.#onEnd(end));
    session.on('peerconnection', ({ peerconnection }) => this.#onConnection(session, peerconnection));
    session.on('confirmed', () => this.#onMaybeTalking(session));
    // An INFO that JsSIP takes for DTMF comes as `newDTMF`, every other one as `newInfo`.
    const onInfo = (event: InfoRequestEvent) => this.#onInfo(event);
    session.on('newDTMF', onInfo);
    session.on('newInfo', onInfo);
    // JsSIP tells of its 180 with `progress`.
    if (this.#mode === 'answer') session.on('progress', () => session.answer({ mediaStream: this.#voice.stream }));
    if (this.#mode === 'busy') session.terminate({ status_code: 486 });
  }

  #onConnection(session: RTCSession, connection: RTCPeerConnection): void {
    this.#ear = new Ear(connection, this.#context);
    connection.addEventListener('connectionstatechange', () => this.#onMaybeTalking(session));
  }

  #onMaybeTalking(session: RTCSession): void {
    if (this.#call.value.state !== 'ringing') return;
    if (!session.isEstablished() || session.connection.connectionState !== 'connected') return;
    this.#call.set({ ...this.#call.value, state: 'talking' });
  }

  #onInfo({ originator, request }: InfoRequestEvent): void {
    if (originator !== 'remote') return;
    const info = { contentType: request.getHeader('Content-Type'), body: request.body };
    this.#info.set([...this.#info.value, info]);
  }

  #onEnd({ originator, cause }: EndEvent): void {
    const by = originator === 'remote' ? 'visitor' : originator === 'local' ? 'agent' : 'system';
    this.#call.set({ ...this.#call.value, state: 'ended', ending: { by, cause } });
  }
}

declare global {
  interface Window {
    Desk: typeof Desk;
    desk: Desk;
  }
}
window.Desk = Desk;
