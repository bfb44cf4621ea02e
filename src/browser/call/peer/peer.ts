import type { MediaKind } from '../../../core/call/call-state.js';
import { DTMF } from '../../../core/call/dtmf.js';
import type { MediaStats } from '../../../core/call/media-stats.js';
import type { Network, Offer, Peer, PeerEvent } from '../../../core/call/ports.js';
import { assertUsable, iceUser } from '../../../core/call/sdp.js';
import { WaitingOffer } from '../../../core/call/waiting-offer.js';
import { atMost, type Clock } from '../../../core/lib/clock.js';
import { Connection } from './connection.js';
import { mediaStats } from './media-stats.js';
import { SentSound } from './sent-sound.js';

export interface PeerOptions {
  /** What is sent, as it is now. */
  readonly tracks: () => readonly MediaStreamTrack[];
  readonly media: MediaKind;
  /** As they are now: asked for each gathering. */
  readonly iceServers: () => Promise<readonly RTCIceServer[]>;
  /** Default: `all`. */
  readonly iceTransportPolicy?: RTCIceTransportPolicy;
  readonly network: Pick<Network, 'subscribe'> | null;
  readonly clock: Clock;
  readonly listener: (event: PeerEvent) => void;
  /** Level of the microphone right now, RMS; null where it is not measured. */
  readonly microphone?: () => number | null;
  /** A remote track. */
  readonly onTrack: (track: MediaStreamTrack, receiver: RTCRtpReceiver) => void;
}

/** ICE servers are waited for no longer than this, ms: a call may do without. */
const SERVERS = 2_000;

/*
 *            accept()          restart(), reoffer()                accept(), rollback()
 *   waiting ─────────▶ stable ─────────────────────▶ our offer out ────────────────────▶ stable
 *      ▲                 │ └── answer() ─▶ stable     answer() rejects: glare
 *      └─────────────────┘ restart() where DTLS has failed
 *
 * Waiting: core/call/waiting-offer.ts. close() leads from anywhere to closed.
 */

/** `RTCPeerConnection` behind the `Peer` port. */
export class BrowserPeer implements Peer {
  readonly #options: PeerOptions;
  readonly #waiting: WaitingOffer<Connection, RTCIceServer>;
  readonly #sent = new SentSound();
  #servers: readonly RTCIceServer[] = [];

  /** @throws CallError `webrtc-unsupported` where the browser has the class and refuses to construct it */
  constructor(options: PeerOptions) {
    this.#options = options;
    const { network, clock } = options;
    const open = (servers: Promise<readonly RTCIceServer[]>) => this.#open(servers);
    this.#waiting = new WaitingOffer({ open, servers: () => this.#currentServers(), network, clock });
  }

  /** Replaces the sent track of the same kind, without renegotiation. */
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    for (const { raw } of this.#waiting.all)
      if (raw.signalingState !== 'closed') await sender(raw, track.kind)?.replaceTrack(track);
  }

  /** `anew`: over another connection. */
  async offer(anew?: boolean): Promise<Offer> {
    const rule = await this.#waiting.take(anew);
    return { sdp: this.#waiting.current.sdp, rule };
  }

  /** Over another connection where DTLS has failed, which no ICE restart brings back; in Firefox it fails with ICE. */
  async restart(): Promise<Offer> {
    if (sender(this.#raw, 'audio')?.transport?.state === 'failed') return this.offer(true);
    this.#waiting.current.configure(await this.#currentServers());
    this.#raw.restartIce();
    return this.reoffer();
  }

  async reoffer(): Promise<Offer> {
    const { current } = this.#waiting;
    const rule = await current.describe();
    return { sdp: current.sdp, rule };
  }

  rollback(): Promise<void> {
    return this.#waiting.current.rollback();
  }

  async accept(sdp: string, { early }: { readonly early: boolean }): Promise<void> {
    assertUsable(sdp, 'answer');
    this.#waiting.end();
    await this.#waiting.current.describeRemote({ type: early ? 'pranswer' : 'answer', sdp });
  }

  async answer(sdp: string): Promise<string> {
    assertUsable(sdp, 'offer');
    const { current } = this.#waiting;
    const { raw } = current;
    const restarts = iceUser(sdp) !== iceUser(raw.remoteDescription?.sdp ?? '');
    if (restarts) current.configure(await this.#currentServers());
    if (raw.signalingState !== 'stable') throw new DOMException('Another offer is pending.', 'InvalidStateError');
    try {
      await current.describeRemote({ type: 'offer', sdp });
      const answer = await raw.createAnswer();
      // No codec in common: it would take the sound that there is.
      assertUsable(answer.sdp ?? '', 'offer');
      await current.describe(answer);
    } catch (thrown) {
      // The next offer finds the session as it was.
      await current.rollback();
      throw thrown;
    }
    return current.sdp;
  }

  async stats(): Promise<MediaStats | null> {
    try {
      const stats = mediaStats(await this.#raw.getStats(), performance.now());
      return stats && { ...stats, ...this.#sent.count(stats, this.#options.microphone?.() ?? null) };
    } catch {
      return null;
    }
  }

  sendTones(tones: string): boolean {
    const dtmf = sender(this.#raw, 'audio')?.dtmf;
    if (!dtmf?.canInsertDTMF) return false;
    dtmf.insertDTMF(dtmf.toneBuffer + tones, DTMF.duration, DTMF.gap);
    return true;
  }

  close(): void {
    this.#waiting.end();
    this.#waiting.current.close();
  }

  get #raw(): RTCPeerConnection {
    return this.#waiting.current.raw;
  }

  #open(iceServers: Promise<readonly RTCIceServer[]>): Connection {
    const { media, iceTransportPolicy = 'all', listener, onTrack } = this.#options;
    const tracks = this.#options.tracks().filter(({ kind }) => kind === 'audio' || media === 'video');
    const connection = new Connection({ tracks, iceServers, iceTransportPolicy });
    const { raw } = connection;
    raw.ontrack = ({ track, receiver }) => onTrack(track, receiver);
    raw.onconnectionstatechange = () => {
      const { connectionState } = raw;
      if (connectionState === 'connected') listener('up');
      else if (connectionState === 'disconnected') listener('lost');
      else if (connectionState === 'failed') listener('failed');
    };
    return connection;
  }

  async #currentServers(): Promise<readonly RTCIceServer[]> {
    const { clock, iceServers } = this.#options;
    const servers = await atMost(clock, SERVERS, iceServers, this.#servers);
    // The page's own, which may be anything.
    this.#servers = Array.isArray(servers) ? servers : [];
    return this.#servers;
  }
}

/** Of a track that may have ended. */
const sender = (connection: RTCPeerConnection, kind: string): RTCRtpSender | undefined =>
  connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)?.sender;
