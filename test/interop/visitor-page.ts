/** In a page: a guest's plain sip.js phone, with which rig.test.ts proves the rig. It never registers. */
import { Inviter, SessionState, UserAgent, Web } from 'sip.js';
import { Ear, type Heard } from './ear.js';
import { Watched } from './watched.js';

export interface DialConfig {
  readonly url: string;
  readonly from: string;
  readonly to: string;
}

export interface VisitorCall {
  readonly state: SessionState;
  /** Status of the final refusal, if it was refused. */
  readonly refused?: number;
}

/** A phone for one call. */
export class Visitor {
  readonly #context = new AudioContext();
  readonly #call = new Watched<VisitorCall>({ state: SessionState.Initial });
  readonly #microphone: MediaStream;
  readonly #inviter: Inviter;
  #ear: Ear | undefined;

  private constructor(microphone: MediaStream, inviter: Inviter) {
    this.#microphone = microphone;
    this.#inviter = inviter;
    inviter.stateChange.addListener((state) => this.#call.set({ ...this.#call.value, state }));
  }

  /** Resolves when the INVITE has left. */
  static async dial({ url, from, to }: DialConfig): Promise<Visitor> {
    // A steady tone is noise to a browser's voice processing, which would all but remove it.
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const microphone = await navigator.mediaDevices.getUserMedia({ audio });
    const userAgent = new UserAgent({
      uri: uriOf(from),
      transportOptions: { server: url },
      sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(async () => microphone),
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
      logBuiltinEnabled: false,
    });
    await userAgent.start();
    const visitor = new Visitor(microphone, new Inviter(userAgent, uriOf(to)));
    await visitor.#invite();
    return visitor;
  }

  until(state: `${SessionState}`, limitMs: number): Promise<VisitorCall> {
    return this.#call.until((call) => call.state === state, limitMs);
  }

  /** Rejects where there was never a call. */
  hears(): Promise<Heard> {
    if (!this.#ear) throw new Error('no call');
    return this.#ear.hears();
  }

  mute(): void {
    for (const track of this.#microphone.getTracks()) track.enabled = false;
  }

  cancel(): Promise<void> {
    return this.#inviter.cancel();
  }

  async bye(): Promise<void> {
    await this.#inviter.bye();
  }

  /** RFC 4733; resolves when the last tone has been sent. */
  sendTones(tones: string): Promise<void> {
    const sender = this.#connection().getSenders()[0]?.dtmf;
    if (!sender) throw new Error('the answer has no telephone-event');
    sender.insertDTMF(tones, 160, 70);
    return new Promise((resolve) => {
      sender.addEventListener('tonechange', ({ tone }) => tone === '' && resolve());
    });
  }

  async sendInfo(contentType: string, content: string): Promise<void> {
    const body = { contentDisposition: 'render', contentType, content };
    await this.#inviter.info({ requestOptions: { body } });
  }

  async #invite(): Promise<void> {
    this.#inviter.delegate = {
      onSessionDescriptionHandler: () => {
        this.#ear = new Ear(this.#connection(), this.#context);
      },
    };
    await this.#inviter.invite({
      requestDelegate: {
        onReject: ({ message }) => this.#call.set({ ...this.#call.value, refused: message.statusCode ?? 0 }),
      },
    });
  }

  #connection(): RTCPeerConnection {
    const handler = this.#inviter.sessionDescriptionHandler;
    if (handler instanceof Web.SessionDescriptionHandler && handler.peerConnection) return handler.peerConnection;
    throw new Error('no peer connection');
  }
}

function uriOf(text: string) {
  const uri = UserAgent.makeURI(text);
  if (!uri) throw new Error(`not a SIP address: ${text}`);
  return uri;
}

declare global {
  interface Window {
    Visitor: typeof Visitor;
    visitor: Visitor;
  }
}
window.Visitor = Visitor;
