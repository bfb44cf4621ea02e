export type Headers = ReadonlyMap<string, readonly string[]>;

/** Compact forms (RFC 3261 §7.3.3, RFC 4028 §4). */
const LONG_NAMES = new Map([
  ['c', 'content-type'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['t', 'to'],
  ['v', 'via'],
  ['x', 'session-expires'],
]);

/**
 * Headers by their long names in lower case, and what follows the empty line: a SIP message after its first line, or a
 * part of a multipart body. Lines may be folded, and end with LF alone.
 */
export function readEntity(text: string): { readonly headers: Headers; readonly body: string } {
  const end = /(?:^|\r?\n)\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const body = end ? text.slice(end.index + end[0].length) : '';
  const headers = new Map<string, string[]>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const written = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    const name = LONG_NAMES.get(written) ?? written;
    const values = headers.get(name);
    const value = line.slice(colon + 1).trim();
    if (values) values.push(value);
    else headers.set(name, [value]);
  }
  // A frame is one message (RFC 7118 §5): a length that is too large says nothing. In characters, so that a length in
  // bytes cuts nothing that belongs to the body.
  const length = headers.get('content-length')?.[0] ?? '';
  return { headers, body: /^\d+$/.test(length) ? body.slice(0, Number(length)) : body };
}
