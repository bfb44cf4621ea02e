/**
 * Parses the Guid of a `Set-GUID` header: `JSESSIONID={guid}`, with or without attributes, or the bare Guid, as `adopt` gets it.
 * Null where there is none. Source: Huawei Cloud CEC, CC-Gateway authentication (cec_07_0005, cec_05_1409).
 */
export function readGuid(value: string | null): string | null {
  if (value === null) return null;
  const named = /\bJSESSIONID="?([^\s",;]+)/i.exec(value);
  const bare = /^\s*"?([^\s",;=]+)"?\s*(?:[,;]|$)/.exec(value);
  const guid = named?.[1] ?? bare?.[1] ?? '';
  return /^[!-~]+$/.test(guid) ? guid : null;
}
