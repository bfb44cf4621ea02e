import type { MediaStats } from '../../../core/call/media-stats.js';

/** What is read of `RTCStats` and its kin; browsers differ in what they have. */
interface Row {
  readonly id: string;
  readonly type: string;
  readonly [name: string]: unknown;
}

/** Reads `RTCPeerConnection.getStats()`; null before there is anything of audio in it. `at`: monotonic, ms. */
export function mediaStats(report: { forEach(callback: (row: Row) => void): void }, at: number): MediaStats | null {
  const rows = new Map<unknown, Row>();
  report.forEach((row) => rows.set(row.id, row));
  const all = [...rows.values()];
  const audio = (type: string) => all.filter((row) => row.type === type && row['kind'] === 'audio').at(-1);
  const inbound = audio('inbound-rtp');
  const outbound = audio('outbound-rtp');
  if (!inbound && !outbound) return null;
  const source = rows.get(outbound?.['mediaSourceId']) ?? audio('media-source');
  const reported = audio('remote-inbound-rtp');
  const transport = all.find(({ type }) => type === 'transport');
  const pair =
    rows.get(transport?.['selectedCandidatePairId']) ??
    all.find((row) => row.type === 'candidate-pair' && row['nominated'] === true && row['state'] === 'succeeded');
  const codec = rows.get(inbound?.['codecId']) ?? rows.get(outbound?.['codecId']);
  const seconds = numberIn(pair, 'currentRoundTripTime') ?? numberIn(reported, 'roundTripTime');
  return {
    at,
    packetsReceived: numberIn(inbound, 'packetsReceived') ?? 0,
    packetsLost: numberIn(inbound, 'packetsLost') ?? 0,
    jitter: (numberIn(inbound, 'jitter') ?? 0) * 1000,
    samplesReceived: numberIn(inbound, 'totalSamplesReceived') ?? 0,
    samplesConcealed: (numberIn(inbound, 'concealedSamples') ?? 0) - (numberIn(inbound, 'silentConcealedSamples') ?? 0),
    energyReceived: numberIn(inbound, 'totalAudioEnergy') ?? 0,
    secondsReceived: numberIn(inbound, 'totalSamplesDuration') ?? 0,
    packetsSent: numberIn(outbound, 'packetsSent') ?? 0,
    energySent: numberIn(source, 'totalAudioEnergy') ?? 0,
    secondsSent: numberIn(source, 'totalSamplesDuration') ?? 0,
    roundTripTime: seconds === null ? null : seconds * 1000,
    lossSent: numberIn(reported, 'fractionLost'),
    codec: textIn(codec, 'mimeType'),
    localCandidate: textIn(rows.get(pair?.['localCandidateId']), 'candidateType'),
    remoteCandidate: textIn(rows.get(pair?.['remoteCandidateId']), 'candidateType'),
  };
}

function numberIn(row: Row | undefined, name: string): number | null {
  const value = row?.[name];
  return typeof value === 'number' ? value : null;
}

function textIn(row: Row | undefined, name: string): string | null {
  const value = row?.[name];
  return typeof value === 'string' ? value : null;
}
