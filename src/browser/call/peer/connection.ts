import { CallError } from '../../../core/call/call-error.js';
import { gatheringVerdict, type GatheringRule } from '../../../core/call/gathering.js';
import type { Gathering } from '../../../core/call/waiting-offer.js';
import { candidates, iceUser, leanOffer } from '../../../core/call/sdp.js';

const CONFIGURATION = { bundlePolicy: 'balanced', rtcpMuxPolicy: 'require' } as const;

export interface ConnectionOptions {
  readonly tracks: readonly MediaStreamTrack[];
  /** Gathering begins when they are known. */
  readonly iceServers: Promise<readonly RTCIceServer[]>;
  readonly iceTransportPolicy: RTCIceTransportPolicy;
}

const nothing = () => undefined;

/** One `RTCPeerConnection`, whose descriptions leave with their candidates: gateways can't trickle. */
export class Connection implements Gathering {
  readonly raw: RTCPeerConnection;
  readonly ready: Promise<GatheringRule>;
  readonly #closed: Promise<never>;
  #close: (reason: DOMException) => void = nothing;
  #servers: readonly RTCIceServer[] = [];
  #onGathering: (candidate: boolean) => void = nothing;

  /** @throws CallError `webrtc-unsupported` where the browser has the class and refuses to construct it */
  constructor(options: ConnectionOptions) {
    const { tracks, iceTransportPolicy, iceServers } = options;
    try {
      this.raw = new RTCPeerConnection({ ...CONFIGURATION, iceTransportPolicy });
    } catch (cause) {
      throw new CallError('webrtc-unsupported', 'The browser or a policy refuses an RTCPeerConnection.', { cause });
    }
    this.#closed = new Promise((_, reject) => (this.#close = reject));
    this.#closed.catch(nothing);
    this.raw.onicecandidate = ({ candidate }) => {
      if (candidate && candidate.protocol !== 'tcp') this.#onGathering(true);
    };
    this.raw.onicegatheringstatechange = () => this.#onGathering(false);
    for (const track of tracks) this.raw.addTrack(track);
    this.ready = this.unlessClosed(iceServers).then((servers) => this.configure(servers).describe());
    // Where the call ends before it is dialled, nobody has asked for the offer.
    this.ready.catch(nothing);
  }

  /** The local description, with every candidate so far. */
  get sdp(): string {
    return leanOffer(this.raw.localDescription?.sdp ?? '');
  }

  /** Takes effect with the next gathering. Servers that the browser can't read are left out: the call may do without. */
  configure(servers: readonly RTCIceServer[]): this {
    if (servers.length + this.#servers.length === 0) return this;
    this.#servers = servers.filter((server) => this.#takes([server]));
    this.#takes(this.#servers);
    return this;
  }

  /** Sets the local description; where that gathers anew, resolves when it may be sent. */
  async describe(description?: RTCLocalSessionDescriptionInit): Promise<GatheringRule> {
    const user = () => iceUser(this.raw.localDescription?.sdp ?? '');
    const before = user();
    await this.unlessClosed(this.raw.setLocalDescription(description));
    return user() === before ? 'complete' : this.#gathered();
  }

  async describeRemote(description: RTCSessionDescriptionInit): Promise<void> {
    await this.unlessClosed(this.raw.setRemoteDescription(description));
  }

  /** Takes back the offer that is out, or that came. Does nothing where there is none. */
  async rollback(): Promise<void> {
    const { signalingState } = this.raw;
    const rollback = { type: 'rollback' } as const;
    if (signalingState === 'have-local-offer') await this.raw.setLocalDescription(rollback);
    if (signalingState === 'have-remote-offer') await this.raw.setRemoteDescription(rollback);
  }

  /** A closed connection leaves its promises pending; this one rejects. */
  unlessClosed<Result>(pending: Promise<Result>): Promise<Result> {
    return Promise.race([pending, this.#closed]);
  }

  close(): void {
    this.raw.ontrack = this.raw.onconnectionstatechange = null;
    this.raw.close();
    this.#close(new DOMException('The peer connection is closed.', 'AbortError'));
    this.#onGathering(false);
  }

  #takes(servers: readonly RTCIceServer[]): boolean {
    try {
      this.raw.setConfiguration({ ...this.raw.getConfiguration(), iceServers: [...servers] });
      return true;
    } catch {
      return false;
    }
  }

  /** At each candidate, and after each delay, `gatheringVerdict` is asked. Gathering goes on after it. */
  #gathered(): Promise<GatheringRule> {
    const { raw } = this;
    const servers = {
      any: this.#servers.length > 0,
      relay: this.#servers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/i.test(url))),
    };
    const began = performance.now();
    let last = began;
    // After an ICE restart the state may be that of the former gathering for a moment.
    let begun = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settled = new Promise<GatheringRule>((resolve) => {
      const look = (candidate: boolean): void => {
        clearTimeout(timer);
        const now = performance.now();
        if (candidate) last = now;
        begun ||= candidate || raw.iceGatheringState === 'gathering';
        const { sdp } = this;
        const verdict = gatheringVerdict(
          {
            complete: begun && raw.iceGatheringState === 'complete',
            hostCandidates: candidates(sdp, 'host'),
            relayCandidates: candidates(sdp, 'relay'),
            elapsed: now - began,
            quiet: now - last,
          },
          servers,
        );
        if ('send' in verdict) resolve(verdict.send);
        else timer = setTimeout(look, verdict.lookAgainIn, false);
      };
      this.#onGathering = look;
      look(false);
    });
    return this.unlessClosed(settled).finally(() => {
      clearTimeout(timer);
      this.#onGathering = nothing;
    });
  }
}
