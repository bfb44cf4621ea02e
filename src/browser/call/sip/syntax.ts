/* The pieces of a SIP header (RFC 3261 §25.1), read tolerantly and in linear time. */

/** Splits at a separator, but neither within quotes nor within angle brackets. */
export function split(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === '\\') at += 1;
      else quoted = char !== '"';
    } else if (char === '"') quoted = true;
    else if (char === '<') bracketed = true;
    else if (char === '>') bracketed = false;
    else if (char === separator && !bracketed) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}

/** The value of a header parameter, without its quotes; undefined where there is none. */
export function parameter(header: string, name: string): string | undefined {
  for (const part of split(header, ';').slice(1)) {
    const [key = '', ...value] = part.split('=');
    if (key.trim().toLowerCase() === name) return unquoted(value.join('=').trim());
  }
  return undefined;
}

const unquoted = (text: string): string => (/^"[^]*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text);

/** Everything up to the bracket, then the URI: brackets within quotes are text. */
const BRACKETED = /^(?:[^"<]|"(?:[^"\\]|\\.)*")*<((?:[^">]|"[^"]*")*)>/;

/**
 * The URI of a Contact, as it may stand in a request line: spaces and quotes, which some gateways write, are escaped.
 * Null where there is none.
 */
export function addressOf(contact: string): string | null {
  const uri = (BRACKETED.exec(contact)?.[1] ?? bracketed(contact) ?? split(contact, ';')[0] ?? '').trim();
  return /^[a-z][\w+.-]*:./i.test(uri) ? escaped(uri, /[^!#-;=?-~]/gu) : null;
}

/** Between the first bracket and the next one that closes. */
function bracketed(text: string): string | null {
  const start = text.indexOf('<');
  const end = start < 0 ? -1 : text.indexOf('>', start);
  return end < 0 ? null : text.slice(start + 1, end);
}

/** A SIP URI whose user part may have any characters (RFC 3261 §25.1 `user`). `domain` may have a port. */
export const sipUri = (user: string, domain: string): string =>
  `sip:${escaped(user, /[^\w.!~*'()&=+$,;?/-]/gu)}@${domain}`;

const escaped = (text: string, what: RegExp): string =>
  text.replace(/\p{Surrogate}/gu, '\ufffd').replace(what, (char) => encodeURIComponent(char));

/** 72 random bits: tags, branches, Call-IDs. */
export const token = (): string =>
  [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(36).padStart(2, '0')).join('');
