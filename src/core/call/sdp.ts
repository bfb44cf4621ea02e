/* What is read in a session description (RFC 8866, RFC 3264), and what is left out of ours. */

const lines = (sdp: string): string[] => sdp.split(/\r?\n/);

/** The lines of the first audio section, `m=` first; null where there is none. */
function audioSection(sdp: string): readonly string[] | null {
  const all = lines(sdp);
  const start = all.findIndex((line) => line.startsWith('m=audio '));
  if (start < 0) return null;
  const end = all.findIndex((line, index) => index > start && line.startsWith('m='));
  return all.slice(start, end < 0 ? undefined : end);
}

const portOf = (section: readonly string[]): number => Number(section[0]?.split(' ')[1]?.split('/')[0]);

/** Whether no audio is wanted: there is no such section, or its port is 0 (RFC 3264 §6). */
export function refusesAudio(sdp: string): boolean {
  const audio = audioSection(sdp);
  return audio === null || portOf(audio) === 0;
}

/** Whether who sent this holds the call: it takes no audio of ours (RFC 3264 §8.4, RFC 2543's `c=0.0.0.0` included). */
export function holdOf(sdp: string): boolean {
  const audio = audioSection(sdp);
  if (!audio) return false;
  const [session = ''] = sdp.split(/^m=/m);
  const direction = (of: readonly string[]) =>
    of.find((line) => /^a=(sendrecv|sendonly|recvonly|inactive)$/.test(line));
  const address = (of: readonly string[]) => of.find((line) => line.startsWith('c='));
  const found = (look: typeof address) => look(audio) ?? look(lines(session));
  if (/sendonly|inactive/.test(found(direction) ?? '')) return true;
  // With port 9 it only says that there are no candidates yet (RFC 8840 §4.1.1).
  return found(address) === 'c=IN IP4 0.0.0.0' && portOf(audio) !== 9;
}

/** The ICE user name of the first section: another one is another gathering of candidates. */
export const iceUser = (sdp: string): string | null => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? null;

/** Candidates over UDP of this type. */
export const candidates = (sdp: string, type: 'host' | 'relay'): number =>
  lines(sdp).filter((line) => new RegExp(`^a=candidate:\\S+ \\d+ udp .* typ ${type}\\b`, 'i').test(line)).length;

const LIMITS = { characters: 65_536, lines: 10_000, sections: 32 };

/**
 * Refuses a description of the gateway's that the browser would choke on, or that has no audio for us.
 * @throws Error with the reason, for the integrator
 */
export function assertUsable(sdp: string, what: 'answer' | 'offer'): void {
  const all = sdp.length > LIMITS.characters ? [] : lines(sdp);
  const sections = all.filter((line) => line.startsWith('m=')).length;
  if (sdp.length > LIMITS.characters || all.length > LIMITS.lines || sections > LIMITS.sections)
    throw new Error(`The gateway's ${what} is too large to be read.`);
  if (refusesAudio(sdp)) throw new Error(`The gateway's ${what} refuses the audio.`);
}

/**
 * Removes TCP candidates, which are of use only with a peer that listens on TCP, as gateways do not, and duplicates: some
 * gateways limit the size of an offer. RFC 8839 §5.1.
 */
export function leanOffer(sdp: string): string {
  const seen = new Set<string>();
  return sdp
    .split('\r\n')
    .filter((line) => {
      if (/^m=/.test(line)) seen.clear();
      if (!line.startsWith('a=candidate:')) return true;
      const [, component, transport, , address, port] = line.slice('a=candidate:'.length).split(' ');
      const key = [component, address, port].join(' ');
      if (transport?.toLowerCase() === 'tcp' || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .join('\r\n');
}
