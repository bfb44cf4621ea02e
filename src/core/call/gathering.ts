/** Progress of ICE gathering. Times in ms. */
export interface GatheringFacts {
  readonly complete: boolean;
  readonly hostCandidates: number;
  readonly relayCandidates: number;
  /** Since gathering began. */
  readonly elapsed: number;
  /** Since the last candidate came. */
  readonly quiet: number;
}

/** The rule that ended gathering: ICE says complete, no further candidate for a while, or the time limit. */
export type GatheringRule = 'complete' | 'settled' | 'cap';

/** Gathering is cut off after this, ms: unreachable servers and VPN interfaces stall it for up to 40 s. */
const CAP = 1_500;
/** Host candidates come in a burst; those from servers follow within a round trip. Silence that ends gathering, ms. */
const QUIET = { local: 20, servers: 150 };

/**
 * Whether the offer may be sent now, and by which rule; else the delay before the next look, ms. Where a TURN server is
 * configured, a relay candidate is waited for up to the cap; a server-reflexive one (STUN) is not, since the gateway
 * learns that address from the connectivity checks (RFC 8445 §7.3.1.3).
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
