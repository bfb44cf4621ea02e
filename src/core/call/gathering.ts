/** How far ICE gathering is. Times in ms. */
export interface GatheringFacts {
  readonly complete: boolean;
  readonly hostCandidates: number;
  readonly relayCandidates: number;
  /** Since gathering began. */
  readonly elapsed: number;
  /** Since the last candidate came. */
  readonly quiet: number;
}

/** Why the offer was sent when it was. */
export type GatheringRule = 'complete' | 'settled' | 'cap';

/** Never waited for longer than this: dead servers and VPN interfaces stall gathering for up to 40 s. */
const CAP = 1_500;
/** Candidates of one interface come in a burst; with servers configured theirs follow within a round trip. */
const QUIET = { local: 20, servers: 150 };

/**
 * Whether the offer may be sent now, and by which rule; else after how many ms to look again. Where a relay (TURN) is
 * configured, one is waited for up to the cap; a reflexive candidate (STUN) is not, since the gateway learns the
 * visitor's address from its checks (RFC 8445 §7.3.1.3).
 */
export function gatheringVerdict(
  facts: GatheringFacts,
  servers: { readonly any: boolean; readonly relay: boolean },
): { readonly send: GatheringRule } | { readonly lookAgainIn: number } {
  if (facts.complete) return { send: 'complete' };
  if (facts.elapsed >= CAP) return { send: 'cap' };
  const quiet = servers.any ? QUIET.servers : QUIET.local;
  const enough = servers.relay ? facts.relayCandidates > 0 : facts.hostCandidates > 0;
  if (!enough) return { lookAgainIn: CAP - facts.elapsed };
  if (facts.quiet >= quiet) return { send: 'settled' };
  return { lookAgainIn: Math.min(quiet - facts.quiet, CAP - facts.elapsed) };
}
