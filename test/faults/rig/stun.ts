/** As much of STUN (RFC 8489) as ICE's connectivity checks need (RFC 8445 §7). */
import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const COOKIE = 0x2112_a442;
const REQUEST = 0x0001;
const SUCCESS = 0x0101;
const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  mappedAddress: 0x0020,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  controlling: 0x802a,
} as const;

export interface BindingRequest {
  /** `ufrag of who is asked:ufrag of who asks` */
  readonly username: string;
  /** The asking agent takes this pair. */
  readonly nominates: boolean;
  readonly transaction: Buffer;
}

/** STUN, and neither DTLS nor RTP (RFC 7983). */
export const isStun = (packet: Buffer): boolean =>
  packet.length >= 20 && (packet[0] ?? 255) < 4 && packet.readUInt32BE(4) === COOKIE;

/** Null where it is another STUN message. */
export function readBindingRequest(packet: Buffer): BindingRequest | null {
  if (packet.readUInt16BE(0) !== REQUEST) return null;
  const attributes = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= packet.length;) {
    const length = packet.readUInt16BE(at + 2);
    attributes.set(packet.readUInt16BE(at), packet.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return {
    username: attributes.get(ATTRIBUTE.username)?.toString() ?? '',
    nominates: attributes.has(ATTRIBUTE.useCandidate),
    transaction: packet.subarray(8, 20),
  };
}

/** A check by the controlling agent, which takes the pair at once. */
export function bindingRequest(username: string, password: string): Buffer {
  const attributes = [
    attribute(ATTRIBUTE.username, Buffer.from(username)),
    attribute(ATTRIBUTE.priority, Buffer.from([0x6e, 0xff, 0xff, 0xff])),
    attribute(ATTRIBUTE.controlling, Buffer.alloc(8, 1)),
    attribute(ATTRIBUTE.useCandidate, Buffer.alloc(0)),
  ];
  return signed(REQUEST, randomBytes(12), attributes, password);
}

/** `address`, `port`: where the request came from. `password`: that of who answers. */
export function bindingSuccess(transaction: Buffer, address: string, port: number, password: string): Buffer {
  const mapped = Buffer.alloc(8);
  mapped.writeUInt8(1, 1);
  mapped.writeUInt16BE(port ^ (COOKIE >>> 16), 2);
  const bits = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  mapped.writeUInt32BE((bits ^ COOKIE) >>> 0, 4);
  return signed(SUCCESS, transaction, [attribute(ATTRIBUTE.mappedAddress, mapped)], password);
}

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}

/** With MESSAGE-INTEGRITY and FINGERPRINT; the length that each of them covers ends with itself. */
function signed(type: number, transaction: Buffer, attributes: readonly Buffer[], password: string): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(type, 0);
  header.writeUInt32BE(COOKIE, 4);
  transaction.copy(header, 8);
  const message = (...more: Buffer[]) => Buffer.concat([header, ...attributes, ...more]);
  const body = message().length - 20;
  header.writeUInt16BE(body + 24, 2);
  const integrity = attribute(ATTRIBUTE.integrity, createHmac('sha1', password).update(message()).digest());
  header.writeUInt16BE(body + 24 + 8, 2);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(message(integrity)) ^ 0x5354_554e) >>> 0);
  return message(integrity, attribute(ATTRIBUTE.fingerprint, fingerprint));
}
