/**
 * Counters of a call's media, since its peer connection began (W3C webrtc-stats, `RTCInboundRtpStreamStats` and its kin).
 * Audio only; 0 or null where the browser does not count it.
 */
export interface MediaStats {
  /** Monotonic, ms. */
  readonly at: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  /** ms */
  readonly jitter: number;
  readonly samplesReceived: number;
  /** Of those, what stands for sound that did not come; silence in the place of silence (DTX) is none. */
  readonly samplesConcealed: number;
  /** Squared level × seconds; over `secondsReceived` its mean is the squared RMS, 0…1. */
  readonly energyReceived: number;
  readonly secondsReceived: number;
  readonly packetsSent: number;
  /** Of the microphone, before encoding. */
  readonly energySent: number;
  readonly secondsSent: number;
  /** Of the nominated candidate pair or RTCP, ms. */
  readonly roundTripTime: number | null;
  /** Share of our packets that the gateway did not get, 0…1, by its last RTCP report. */
  readonly lossSent: number | null;
  /** MIME type, e.g. `audio/opus`. */
  readonly codec: string | null;
  /** Types of the nominated pair: `host`, `srflx`, `prflx`, `relay`; never an address. */
  readonly localCandidate: string | null;
  readonly remoteCandidate: string | null;
}
