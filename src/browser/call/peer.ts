import type { MediaKind } from '../../core/call/call-state.js';
import { DTMF } from '../../core/call/dtmf.js';
import { gatheringVerdict } from '../../core/call/gathering.js';
import { leanOffer } from '../../core/call/offer-sdp.js';
import type { MediaStats } from '../../core/call/media-stats.js';
import type { Offer, Peer, PeerEvent } from '../../core/call/ports.js';

export interface PeerOptions {
  readonly tracks: readonly MediaStreamTrack[];
  readonly media: MediaKind;
  readonly iceServers: readonly RTCIceServer[];
  readonly listener: (event: PeerEvent) => void;
  /** A remote track. */
  readonly onTrack: (track: MediaStreamTrack, receiver: RTCRtpReceiver) => void;
}

/*
 * Gathering, from construction on; at each candidate, and after each delay, `gatheringVerdict` is asked:
 *
 *   gathering ──complete, settled or cap──▶ offer() resolves ──answer by accept()──▶ connected ⇄ disconnected ─▶ failed
 *    │     ▲                                      │
 *    │     └─ lookAgainIn, candidate              │ close()
 *    └── close(): offer() rejects ─▶ closed ◀─────┘
 */

/** `RTCPeerConnection` behind the `Peer` port. */
export class BrowserPeer implements Peer {
  readonly #connection: RTCPeerConnection;
  readonly #offer: Promise<Offer>;
  #abortGathering: (reason: unknown) => void = () => undefined;

  constructor({ tracks, media, iceServers, listener, onTrack }: PeerOptions) {
    const connection = new RTCPeerConnection({
      iceServers: [...iceServers],
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
    });
    this.#connection = connection;
    for (const track of tracks) if (track.kind === 'audio' || media === 'video') connection.addTrack(track);
    connection.ontrack = ({ track, receiver }) => onTrack(track, receiver);
    connection.onconnectionstatechange = () => {
      const { connectionState } = connection;
      if (connectionState === 'connected') listener('up');
      else if (connectionState === 'disconnected') listener('lost');
      else if (connectionState === 'failed') listener('failed');
    };
    this.#offer = this.#gather(iceServers);
    // Where the call ends before it is dialled, nobody has asked for the offer.
    this.#offer.catch(() => undefined);
  }

  /** Replaces the sent track of the same kind, without renegotiation. */
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    if (this.#connection.signalingState === 'closed') return;
    await this.#connection
      .getSenders()
      .find((sender) => sender.track?.kind === track.kind)
      ?.replaceTrack(track);
  }

  offer(): Promise<Offer> {
    return this.#offer;
  }

  async accept(sdp: string, { early }: { readonly early: boolean }): Promise<void> {
    await this.#connection.setRemoteDescription({ type: early ? 'pranswer' : 'answer', sdp });
  }

  async answer(sdp: string): Promise<string> {
    await this.#connection.setRemoteDescription({ type: 'offer', sdp });
    await this.#connection.setLocalDescription();
    return leanOffer(this.#connection.localDescription?.sdp ?? '');
  }

  async restart(): Promise<Offer> {
    this.#connection.restartIce();
    return this.reoffer();
  }

  async reoffer(): Promise<Offer> {
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    return { sdp: leanOffer(this.#connection.localDescription?.sdp ?? ''), rule: 'complete' };
  }

  async rollback(): Promise<void> {
    await this.#connection.setLocalDescription({ type: 'rollback' });
  }

  stats(): Promise<MediaStats | null> {
    return Promise.resolve(null);
  }

  sendTones(tones: string): boolean {
    const sender = this.#connection.getSenders().find(({ track }) => track?.kind === 'audio');
    if (!sender?.dtmf?.canInsertDTMF) return false;
    sender.dtmf.insertDTMF(sender.dtmf.toneBuffer + tones, DTMF.duration, DTMF.gap);
    return true;
  }

  close(): void {
    this.#connection.ontrack = this.#connection.onconnectionstatechange = null;
    this.#connection.close();
    this.#abortGathering(new DOMException('The peer connection is closed.', 'AbortError'));
  }

  async #gather(iceServers: readonly RTCIceServer[]): Promise<Offer> {
    const connection = this.#connection;
    await connection.setLocalDescription();
    const began = performance.now();
    const servers = {
      any: iceServers.length > 0,
      relay: iceServers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/i.test(url))),
    };
    let hostCandidates = 0;
    let relayCandidates = 0;
    let lastCandidate = began;
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const look = () => {
        clearTimeout(timer);
        const now = performance.now();
        const verdict = gatheringVerdict(
          {
            complete: connection.iceGatheringState === 'complete',
            hostCandidates,
            relayCandidates,
            elapsed: now - began,
            quiet: now - lastCandidate,
          },
          servers,
        );
        if ('lookAgainIn' in verdict) {
          timer = setTimeout(look, verdict.lookAgainIn);
          return;
        }
        stop();
        resolve({ sdp: leanOffer(connection.localDescription?.sdp ?? ''), rule: verdict.send });
      };
      const stop = () => {
        clearTimeout(timer);
        connection.onicecandidate = connection.onicegatheringstatechange = null;
      };
      this.#abortGathering = (reason) => {
        stop();
        reject(reason instanceof Error ? reason : new Error('closed'));
      };
      connection.onicecandidate = ({ candidate }) => {
        if (!candidate || candidate.protocol === 'tcp') return;
        lastCandidate = performance.now();
        if (candidate.type === 'host') hostCandidates += 1;
        if (candidate.type === 'relay') relayCandidates += 1;
        look();
      };
      connection.onicegatheringstatechange = look;
      look();
    });
  }
}
