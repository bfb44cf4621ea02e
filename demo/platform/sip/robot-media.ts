import { PeerConnection, type Track } from 'node-datachannel';
import { composeAnswer, iceUfrag, withoutMdns } from './answer.js';
import { AudioRobot, type RobotMediaOptions, type SendPacket } from './audio-robot.js';
import { VideoRobot } from './video-robot.js';

/** Media of the robot in one call leg. */
export interface RobotMedia {
  /** SDP answer to an offer, the first or a later one. Rejects where it has no audio that the robot supports. */
  answer(offer: string): Promise<string>;
  received(): { readonly audioPackets: number; readonly videoPackets: number; readonly level: number };
  /** Closes the peer connections. Idempotent; `received` goes on to tell what there was. */
  close(): void;
}

export type CreateRobotMedia = (options: RobotMediaOptions) => RobotMedia;

/** Real media: DTLS-SRTP on 127.0.0.1, Opus, VP8 or H.264. */
export const createRobotMedia: CreateRobotMedia = (options) => new EchoingPeer(options);

class EchoingPeer implements RobotMedia {
  readonly #audio: AudioRobot;
  readonly #video = new VideoRobot();
  readonly #peers = new Set<PeerConnection>();
  /** The peer connection in use, by the visitor's ICE credentials. */
  #current: { readonly ufrag: string | undefined; readonly local: string } | null = null;
  #answers = 0;

  constructor(options: RobotMediaOptions) {
    this.#audio = new AudioRobot(options);
  }

  async answer(offer: string): Promise<string> {
    const ufrag = iceUfrag(offer);
    // libdatachannel can't restart ICE: a restart gets a new peer connection, on which the RTP streams continue.
    if (!this.#current || this.#current.ufrag !== ufrag) {
      const replaced = [...this.#peers];
      this.#current = { ufrag, local: await this.#connect(offer) };
      for (const peer of replaced) this.#end(peer);
    }
    const { sdp, audio, video } = composeAnswer(offer, {
      local: this.#current.local,
      audioSsrc: this.#audio.stream.ssrc,
      videoSsrc: this.#video.stream.ssrc,
      version: ++this.#answers,
    });
    if (!audio) throw new Error('The offer has no audio that the robot supports.');
    this.#audio.configure(audio);
    this.#video.configure(video);
    return sdp;
  }

  received() {
    return {
      audioPackets: this.#audio.packets,
      videoPackets: this.#video.packets,
      level: this.#audio.level(),
    };
  }

  close(): void {
    this.#audio.close();
    for (const peer of this.#peers) this.#end(peer);
  }

  /** Opens a peer connection for the offer. Returns its local description, with all candidates. */
  async #connect(offer: string): Promise<string> {
    const peer = new PeerConnection('robot', { iceServers: [], bindAddress: '127.0.0.1' });
    this.#peers.add(peer);
    peer.onStateChange(() => {}); // without a listener the native side never lets go of a closed connection
    peer.onTrack((track) => this.#listen(track));
    try {
      await new Promise<void>((resolve) => {
        peer.onGatheringStateChange((state) => {
          if (state === 'complete') resolve();
        });
        peer.setRemoteDescription(withoutMdns(offer), 'offer'); // makes and sets the answer by itself
      });
    } catch (error) {
      this.#end(peer);
      throw error;
    }
    return peer.localDescription()?.sdp ?? '';
  }

  #listen(track: Track): void {
    const send: SendPacket = (packet) => {
      try {
        if (track.isOpen()) track.sendMessageBinary(packet);
      } catch {
        // The track closed between the two calls: the packet is lost, as packets are.
      }
    };
    const isAudio = track.type() === 'audio';
    track.onOpen(() => {
      if (isAudio) this.#audio.greet(send);
    });
    track.onMessage((packet) => (isAudio ? this.#audio : this.#video).receive(packet, send));
    track.onClosed(() => track.close()); // frees its native callbacks, which would keep the process alive
  }

  #end(peer: PeerConnection): void {
    this.#peers.delete(peer);
    peer.close();
  }
}
