import type { MediaStats } from './media-stats.js';
import {
  levelOf,
  meanOpinionScore,
  nextLevel,
  steadyGood,
  worse,
  type Quality,
  type QualityCause,
  type QualityFigures,
  type QualityLevel,
  type SteadyLevel,
} from './quality.js';

/** Whether somebody is silent. */
interface Silence {
  readonly silent: boolean;
  /** When the last sample with a sound in it was taken; null where the last one has a sound, or can't be judged. */
  readonly since: number | null;
  /** Seconds of sound that were counted since then, all of them silent. */
  readonly seconds: number;
}

/** What the samples so far say. Times are those of the samples. */
export interface WatchState {
  readonly last: MediaStats | null;
  /** When the last packet came, as far as the rate of those before tells. */
  readonly flowedAt: number;
  /** When the last sample with a packet in it was taken. */
  readonly provenAt: number;
  /** Packets per ms. */
  readonly rate: number;
  readonly stalled: boolean;
  readonly agent: Silence;
  readonly microphone: Silence;
  readonly steady: SteadyLevel;
  /** null before there are two samples to compare. */
  readonly quality: Quality | null;
  /** Samples in a row without a change. */
  readonly calm: number;
  /** Until it may be certain that packets or sound are missing, ms. */
  readonly verdictIn: number;
}

/** What the counters can't tell. */
export interface WatchContext {
  readonly muted: boolean;
  readonly held: boolean;
  readonly connected: boolean;
}

/** Without a packet for this long the stream has stalled, ms. */
const STALL = 3_000;
/** Of that, so long without a doubt: DTX sends a packet every 400 ms only. */
const STALL_PROVEN = 1_000;
/** Silence is said after this long, ms, and after so many seconds of counted sound. That of the agent after a stall. */
const SILENCE = { agent: STALL, microphone: 2_500 };
const SILENCE_COUNTED = 2;
/** Below this RMS the agent is silent (-74 dBFS: under the noise of any room and of G.711). */
const AGENT_FLOOR = 2e-4;
/** Below this the microphone delivers zeros. */
const MICROPHONE_FLOOR = 1e-5;
/** After a longer gap between two samples the page had been frozen: what did not arrive meanwhile proves nothing, ms. */
const FROZEN = 10_000;

const notSilent: Silence = { silent: false, since: null, seconds: 0 };

export const unwatched: WatchState = {
  last: null,
  flowedAt: 0,
  provenAt: 0,
  rate: 0,
  stalled: false,
  agent: notSilent,
  microphone: notSilent,
  steady: steadyGood,
  quality: null,
  calm: 0,
  verdictIn: Infinity,
};

/** The state after a sample. Counters that go backwards belong to a new peer connection: everything begins anew. */
export function nextWatch(state: WatchState, sample: MediaStats, context: WatchContext): WatchState {
  const { last } = state;
  const { at } = sample;
  if (last && at === last.at) return { ...state, verdictIn: Infinity };
  if (!last || at - last.at > FROZEN || goesBackwards(last, sample))
    return { ...unwatched, last: sample, flowedAt: at, provenAt: at };

  const flow = nextFlow(state, sample, last, context.held);
  const agent = nextSilence(state.agent, {
    judged: !context.held && !flow.stalled,
    energy: sample.energyReceived - last.energyReceived,
    // None, where the browser plays nothing: then nothing can be told.
    seconds: sample.secondsReceived - last.secondsReceived,
    floor: AGENT_FLOOR,
    after: SILENCE.agent,
    from: last.at,
    at,
  });
  // A microphone that delivers no sample is as silent as one that delivers zeros; where the browser counts no samples, the
  // packets tell that, too.
  const delivered = sample.secondsSent - last.secondsSent;
  const stuck = sample.secondsSent > 0 ? delivered === 0 : sample.packetsSent === last.packetsSent;
  const microphone = nextSilence(state.microphone, {
    judged: !context.muted && !context.held && (sample.secondsSent > 0 || stuck),
    energy: sample.energySent - last.energySent,
    seconds: stuck ? (at - last.at) / 1000 : delivered,
    floor: MICROPHONE_FLOOR,
    after: SILENCE.microphone,
    from: last.at,
    at,
  });
  const measured = figures(last, sample, { stalled: flow.stalled, held: context.held });
  const steady = nextLevel(state.steady, levelOf(measured.mos));
  const changes =
    steady.run !== 0 ||
    steady.level !== state.steady.level ||
    sample.packetsReceived === last.packetsReceived ||
    agent.silent !== state.agent.silent ||
    microphone.silent !== state.microphone.silent;
  const next = { ...state, ...flow, agent, microphone, steady, last: sample };
  return {
    ...next,
    quality: Object.freeze({ ...measured, ...verdict(next, context.connected) }),
    calm: changes ? 0 : state.calm + 1,
    verdictIn: verdictIn(next, at),
  };
}

/** Another microphone counts from 0 too; that is no new connection. */
const goesBackwards = (last: MediaStats, sample: MediaStats): boolean =>
  (['at', 'packetsReceived', 'secondsReceived'] as const).some((counter) => sample[counter] < last[counter]);

type Flow = Pick<WatchState, 'flowedAt' | 'provenAt' | 'rate' | 'stalled'>;

function nextFlow({ flowedAt, provenAt, rate }: Flow, sample: MediaStats, last: MediaStats, held: boolean): Flow {
  const { at } = sample;
  if (held) return { flowedAt: at, provenAt: at, rate, stalled: false };
  const packets = sample.packetsReceived - last.packetsReceived;
  if (packets > 0)
    return {
      flowedAt: rate > 0 ? Math.min(at, last.at + packets / rate) : at,
      provenAt: at,
      // An interval that began without packets says nothing of their rate.
      rate: rate === 0 || provenAt === last.at ? packets / (at - last.at) : rate,
      stalled: false,
    };
  return { flowedAt, provenAt, rate, stalled: at - flowedAt >= STALL && at - provenAt >= STALL_PROVEN };
}

interface Heard {
  readonly judged: boolean;
  readonly energy: number;
  readonly seconds: number;
  readonly floor: number;
  readonly after: number;
  readonly from: number;
  readonly at: number;
}

function nextSilence(state: Silence, { judged, energy, seconds, floor, after, from, at }: Heard): Silence {
  if (!judged || seconds < 0) return notSilent;
  if (seconds === 0) return { ...state, since: null, seconds: 0 };
  if (Math.sqrt(Math.max(0, energy) / seconds) >= floor) return notSilent;
  const since = state.since ?? from;
  const counted = state.seconds + seconds;
  const silent = state.silent || (at - since >= after && counted >= SILENCE_COUNTED);
  return { silent, since, seconds: counted };
}

interface Missing {
  readonly stalled: boolean;
  readonly held: boolean;
}

function figures(last: MediaStats, sample: MediaStats, { stalled, held }: Missing): QualityFigures {
  const lost = Math.max(0, sample.packetsLost - last.packetsLost);
  const received = share(lost, lost + sample.packetsReceived - last.packetsReceived);
  // What came too late is lost as well, though no packet is missing. On hold nothing comes, and nothing is missing.
  const concealed = held
    ? 0
    : share(sample.samplesConcealed - last.samplesConcealed, sample.samplesReceived - last.samplesReceived);
  const loss = stalled ? 1 : Math.max(received, concealed, sample.lossSent ?? 0);
  const known = { rtt: sample.roundTripTime, jitter: sample.jitter, loss: Math.min(1, loss) };
  return { ...known, mos: meanOpinionScore(known) };
}

const share = (part: number, whole: number): number => (whole > 0 ? Math.max(0, part / whole) : 0);

type Watched = Pick<WatchState, 'stalled' | 'agent' | 'microphone' | 'steady' | 'flowedAt' | 'provenAt'>;

/** The worst of what is not well; of two that are equal, the one that somebody can do something about. */
function verdict(
  { stalled, agent, microphone, steady }: Watched,
  connected: boolean,
): Pick<Quality, 'level' | 'cause'> {
  const findings: readonly (readonly [boolean, QualityLevel, QualityCause])[] = [
    [microphone.silent, 'bad', 'device'],
    [stalled, 'bad', connected ? 'gateway' : 'network'],
    [steady.level !== 'good', steady.level, 'network'],
    [agent.silent, 'poor', 'agent'],
  ];
  let worst: Pick<Quality, 'level' | 'cause'> = { level: 'good', cause: 'none' };
  for (const [found, level, cause] of findings)
    if (found && worse(worst.level, level) !== worst.level) worst = { level, cause };
  return worst;
}

/** Not at once: a browser counts in steps of some tens of ms. */
const SOONEST = 100;

function verdictIn({ stalled, agent, microphone, flowedAt, provenAt }: Watched, at: number): number {
  const due = stalled ? [] : [Math.max(flowedAt + STALL, provenAt + STALL_PROVEN)];
  if (!agent.silent && agent.since !== null) due.push(agent.since + SILENCE.agent);
  if (!microphone.silent && microphone.since !== null) due.push(microphone.since + SILENCE.microphone);
  return Math.max(SOONEST, Math.min(...due) - at);
}
