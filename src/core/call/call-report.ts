import { isOver, type CallState } from './call-state.js';
import type { MediaStats } from './media-stats.js';
import { levelOf, type Quality, type QualityLevel } from './quality.js';

/** What was lost and came back. `dialog`: a new one to the same gateway took the place of the old. */
type Recoverable = 'signaling' | 'media' | 'microphone' | 'dialog';

/** What a call was like, for statistics: plain JSON. No address, no credential and nothing that was said is in it. */
export interface CallReport {
  /** How long each step took until the visitor was talking, or the call was over; ms, 0 for one that was not reached. */
  readonly setup: Readonly<Record<SetupStep, number>>;
  /** Host name of the gateway; where it is an IP address, its place in the list that was tried, from 0. null before one. */
  readonly gateway: string | number | null;
  /** MIME type, e.g. `audio/opus`. */
  readonly codec: string | null;
  /** `host`, `srflx`, `prflx`, `relay` */
  readonly localCandidate: string | null;
  readonly remoteCandidate: string | null;
  /** Means of the minute in which it was worst to listen; null where nothing was measured. */
  readonly worstMinute: { readonly level: QualityLevel; readonly mos: number; readonly loss: number } | null;
  /** In the order in which it came back; `ms` it was lost. */
  readonly recovered: readonly { readonly what: Recoverable; readonly ms: number }[];
  /** Why the platform ended the call, in its words; null where it said nothing. */
  readonly causeId: string | null;
  readonly causeDesc: string | null;
  /** Text of the gateway's Reason header (RFC 3326), at most 64 characters. */
  readonly sipReason: string | null;
}

const setupSteps = ['checking', 'connecting', 'queued', 'dialing'] as const;
type SetupStep = (typeof setupSteps)[number];

export type ReportFact =
  | { readonly type: 'entered'; readonly state: CallState; readonly at: number }
  | { readonly type: 'measured'; readonly quality: Quality; readonly stats: MediaStats }
  /** `url`: of the gateway that answered; `index`: its place in the list that was tried. */
  | { readonly type: 'answered'; readonly url: string; readonly index: number }
  | { readonly type: 'recovered'; readonly what: Recoverable; readonly ms: number }
  | { readonly type: 'reason'; readonly text: string };

/** A report that is being written. */
export interface ReportDraft {
  readonly report: CallReport;
  readonly state: CallState;
  readonly since: number;
  /** Since when each is lost, ms since the epoch. */
  readonly lost: Partial<Record<Recoverable, number | undefined>>;
  /** The minute that is being measured. */
  readonly minute: { readonly from: number; readonly samples: number; readonly mos: number; readonly loss: number };
}

const noMinute = { from: 0, samples: 0, mos: 0, loss: 0 };

export const emptyReport: ReportDraft = {
  report: {
    setup: { checking: 0, connecting: 0, queued: 0, dialing: 0 },
    gateway: null,
    codec: null,
    localCandidate: null,
    remoteCandidate: null,
    worstMinute: null,
    recovered: [],
    causeId: null,
    causeDesc: null,
    sipReason: null,
  },
  state: { name: 'idle' },
  since: 0,
  lost: {},
  minute: noMinute,
};

/** The draft after a fact. */
export function nextReport(draft: ReportDraft, fact: ReportFact): ReportDraft {
  switch (fact.type) {
    case 'entered':
      return entered(draft, fact.state, fact.at);
    case 'measured':
      return measured(draft, fact.quality, fact.stats);
    case 'answered':
      return told(draft, { gateway: gatewayName(fact.url) ?? fact.index });
    case 'recovered':
      return recovered(draft, fact.what, fact.ms);
    case 'reason':
      return told(draft, { sipReason: plainReason(fact.text) });
  }
}

/** The report as it stands, the minute that is being measured included; frozen. */
export function finished({ report, minute }: ReportDraft): CallReport {
  const { setup, recovered, worstMinute } = report;
  for (const part of [setup, recovered]) Object.freeze(part);
  return Object.freeze({ ...report, worstMinute: Object.freeze(worseMinute(worstMinute, minute)) });
}

const told = (draft: ReportDraft, parts: Partial<CallReport>): ReportDraft => ({
  ...draft,
  report: { ...draft.report, ...parts },
});

const recovered = (draft: ReportDraft, what: Recoverable, ms: number): ReportDraft =>
  told(draft, { recovered: [...draft.report.recovered, { what, ms: Math.round(ms) }] });

function entered(draft: ReportDraft, state: CallState, at: number): ReportDraft {
  const { name } = draft.state;
  let next = draft;
  if (setupSteps.some((step) => step === name) && !hasTalked(draft.state)) {
    const { setup } = draft.report;
    const step = name as SetupStep;
    next = told(next, { setup: { ...setup, [step]: setup[step] + Math.max(0, at - draft.since) } });
  }
  if (isOver(state)) next = told(next, cause(state));
  return { ...outages(next, state, at), state, since: at };
}

const hasTalked = (state: CallState): boolean => 'talkingSince' in state && state.talkingSince !== null;

/** The platform's, of a call that is over. */
function cause(state: CallState): Pick<CallReport, 'causeId' | 'causeDesc'> {
  const { causeId, causeDesc }: Record<string, unknown> = { ...(state.name === 'failed' ? state.error : state) };
  const text = (part: unknown) => (typeof part === 'string' ? part : null);
  return { causeId: text(causeId), causeDesc: text(causeDesc) };
}

const watched = ['signaling', 'media', 'microphone'] as const;

/** What was lost and is back is told by the states themselves. A call that ends meanwhile has recovered nothing. */
function outages(draft: ReportDraft, state: CallState, at: number): ReportDraft {
  if (!('notices' in state)) return { ...draft, lost: {} };
  let next = draft;
  const lost = { ...draft.lost };
  for (const what of watched) {
    const since = lost[what];
    if (isLost(state, what)) lost[what] = since ?? at;
    else if (since !== undefined) {
      lost[what] = undefined;
      next = recovered(next, what, at - since);
    }
  }
  return { ...next, lost };
}

function isLost(state: Extract<CallState, { notices: unknown }>, what: (typeof watched)[number]): boolean {
  if (what === 'microphone') return state.notices.includes('microphone-gone');
  return state.name === 'reconnecting' && (state.lost === what || state.lost === 'both');
}

const MINUTE = 60_000;

function measured(draft: ReportDraft, { mos, loss }: Quality, stats: MediaStats): ReportDraft {
  const { report, minute } = draft;
  const { codec, localCandidate, remoteCandidate } = stats;
  const over = minute.samples === 0 || stats.at - minute.from >= MINUTE || stats.at < minute.from;
  const { from, samples, ...sum } = over ? { ...noMinute, from: stats.at } : minute;
  return {
    ...told(draft, {
      codec: codec ?? report.codec,
      localCandidate: localCandidate ?? report.localCandidate,
      remoteCandidate: remoteCandidate ?? report.remoteCandidate,
      worstMinute: over ? worseMinute(report.worstMinute, minute) : report.worstMinute,
    }),
    minute: { from, samples: samples + 1, mos: sum.mos + mos, loss: sum.loss + loss },
  };
}

function worseMinute(worst: CallReport['worstMinute'], { samples, ...sum }: ReportDraft['minute']) {
  if (samples === 0) return worst;
  const mos = rounded(sum.mos / samples, 100);
  if (worst && worst.mos <= mos) return worst;
  return { level: levelOf(mos), mos, loss: rounded(sum.loss / samples, 1000) };
}

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;

/** null for an IP address: it may be of a network that nobody outside should know. */
function gatewayName(url: string): string | null {
  const host = /^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#:[]+)/i.exec(url)?.[1] ?? '';
  return /[a-z]/i.test(host) ? host : null;
}

/** One line of printable characters, without anything that looks like an address. */
function plainReason(text: string): string | null {
  const plain = text
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
    .replace(/\S*(?:@|\d+\.\d+\.\d+\.\d+|[\da-f]*:[\da-f]*:)\S*/gi, '…')
    .trim();
  return plain === '' ? null : plain.slice(0, 64);
}
