/* The agent's softphone: a SIP user agent, registered at the contact center's gateway. */
import { Registerer, SessionState, UserAgent, Web } from '/vendor/sip.js/index.js';

export class Phone {
  #agent;
  #registerer;
  #audio;
  #onRing;
  #onOver;
  #ringing = null;
  #session = null;

  /**
   * @param {{ number: string, domain: string, server: string, audio: HTMLAudioElement, onRing: () => void, onOver: () => void }} options
   */
  constructor({ number, domain, server, audio, onRing, onOver }) {
    this.#audio = audio;
    this.#onRing = onRing;
    this.#onOver = onOver;
    this.#agent = new UserAgent({
      uri: UserAgent.makeURI(`sip:${number}@${domain}`),
      transportOptions: { server },
      sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory((wanted) => this.#open(wanted)),
      // No STUN or TURN server: media runs between the two browsers on host candidates.
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
      logBuiltinEnabled: false,
      reconnectionAttempts: 10,
      delegate: {
        onInvite: (invitation) => this.#ring(invitation),
        onConnect: () => void this.#registerer?.register(),
      },
    });
    this.#registerer = new Registerer(this.#agent, { expires: 600 });
  }

  async start() {
    await this.#agent.start();
  }

  async stop() {
    await this.#agent.stop();
  }

  get rings() {
    return this.#ringing !== null;
  }

  async answer() {
    const ringing = this.#ringing;
    if (!ringing) throw new Error('The phone does not ring.');
    const accepted = ringing.accept({
      sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } },
    });
    // Where the caller cancels meanwhile, sip.js never settles its promise. A local failure, such as a denied microphone, ends the
    // call too: its own error must win.
    const over = new Promise((_resolve, reject) => {
      ringing.stateChange.addListener((state) => {
        if (state === SessionState.Terminated) setTimeout(reject, 0, new Error('The call was over before the answer.'));
      });
    });
    await Promise.race([accepted, over]).catch((thrown) => {
      if (!(thrown instanceof DOMException)) throw thrown;
      throw new Error(`The microphone can’t be used (${thrown.message}).`);
    });
  }

  /** Mutes the microphone, in the established call. */
  set muted(muted) {
    for (const sender of this.#peer()?.getSenders() ?? []) if (sender.track) sender.track.enabled = !muted;
  }

  #peer() {
    return this.#session?.sessionDescriptionHandler?.peerConnection;
  }

  /** Opens the microphone; closes it again where the call ended before it was open. */
  async #open(wanted) {
    const session = this.#session;
    const stream = await navigator.mediaDevices.getUserMedia(wanted);
    if (this.#session === session) return stream;
    for (const track of stream.getTracks()) track.stop();
    throw new Error('The call is over.');
  }

  #ring(invitation) {
    if (this.#session) return void invitation.reject({ statusCode: 486 });
    this.#session = this.#ringing = invitation;
    invitation.progress();
    invitation.stateChange.addListener((state) => {
      if (state === SessionState.Established) {
        this.#ringing = null;
        this.#play();
      } else if (state === SessionState.Terminated) {
        this.#session = this.#ringing = null;
        this.#audio.srcObject = null;
        this.#onOver();
      }
    });
    this.#onRing();
  }

  #play() {
    const tracks = this.#peer()
      ?.getReceivers()
      .flatMap(({ track }) => (track?.kind === 'audio' ? [track] : []));
    this.#audio.srcObject = new MediaStream(tracks);
    void this.#audio.play();
  }
}
