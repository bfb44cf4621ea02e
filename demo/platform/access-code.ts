/**
 * Fifteen digits. Some begin with a zero, which is lost where the code is sent as a number: with `asNumber` none does.
 */
export function newAccessCode(asNumber: boolean): string {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(14)), (byte) => byte % 10);
  return `${asNumber || (digits[0] ?? 0) % 2 === 0 ? 1 : 0}${digits.join('')}`;
}
