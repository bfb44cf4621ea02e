import { Audio, PeerConnection, type Track, Video } from 'node-datachannel';

/** A visitor's media in plain Node: packets in, packets out, nothing encoded. */
export interface NodePeer {
  readonly offer: string;
  readonly audio: Track;
  readonly video: Track;
  /** Takes the answer; resolves when packets can be sent. */
  accept(answer: string): Promise<void>;
  close(): void;
}

export const VISITOR_AUDIO = 0x1111;
export const VISITOR_VIDEO = 0x2222;

/** Offers Opus (111), telephone-event (110), the audio level (extension 1) and VP8 (96). */
export async function nodePeer(): Promise<NodePeer> {
  const peer = new PeerConnection('visitor', {
    iceServers: [],
    bindAddress: '127.0.0.1',
    disableAutoNegotiation: true,
  });
  peer.onStateChange(() => {});
  const audioSection = new Audio('0', 'SendRecv');
  audioSection.addOpusCodec(111);
  audioSection.addSSRC(VISITOR_AUDIO, 'visitor');
  const videoSection = new Video('1', 'SendRecv');
  videoSection.addVP8Codec(96);
  videoSection.addSSRC(VISITOR_VIDEO, 'visitor');
  const audio = peer.addTrack(audioSection);
  const video = peer.addTrack(videoSection);
  for (const track of [audio, video]) track.onClosed(() => track.close());
  const opened = [audio, video].map((track) => new Promise<void>((resolve) => track.onOpen(resolve)));
  await new Promise<void>((resolve) => {
    peer.onGatheringStateChange((state) => {
      if (state === 'complete') resolve();
    });
    peer.setLocalDescription('offer');
  });
  const made = peer.localDescription()?.sdp ?? '';
  return {
    // Without candidates, as from a browser with names of mDNS alone. (A check of the robot's that comes before its
    // answer would also find libdatachannel unprepared.)
    offer: made
      .replace(/^a=(candidate|end-of-candidates).*\r\n/gm, '')
      .replace(/^(m=audio .* 111)/m, '$1 110')
      .replace(
        'a=mid:0',
        'a=mid:0\r\na=rtpmap:110 telephone-event/48000\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
      ),
    audio,
    video,
    async accept(answer) {
      peer.setRemoteDescription(answer, 'answer');
      await Promise.all(opened);
    },
    close: () => peer.close(),
  };
}
