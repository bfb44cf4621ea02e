import { isObject, type JsonObject } from '../../platform/guards.js';
import { actKeys, actNames, maxActText, refusals, targets, type Act } from './act.js';
import {
  maxMarkPoints,
  type Anchor,
  type ControlBodies,
  type ControlFrame,
  type ControlType,
  type Person,
  type Point,
  type Role,
} from './control.js';
import type { WireLimits } from './limits.js';

/** Reads a control frame of either direction: what is known of it, and nothing else. Null where it is none. */
export function readControl(json: string): ControlFrame | null {
  const value = parse(json);
  if (!isObject(value) || !isObject(value['d'])) return null;
  const { t, id, re, from, d } = value;
  if (!isControlType(t) || !isCount(id) || id === 0) return null;
  const body = readers[t](d);
  if (!body || (re !== undefined && !isCount(re))) return null;
  const envelope = { t, id, d: body, ...(re === undefined ? {} : { re }), ...(isName(from) ? { from } : {}) };
  // The table of readers ties body to type; the compiler can't follow it through a union of keys.
  return envelope as ControlFrame;
}

const nothing = () => ({});

const readers: { readonly [T in ControlType]: (d: JsonObject) => ControlBodies[T] | null } = {
  hello({ v, room, role, user, signature, tab, caps, resume }) {
    const person = readPerson(user);
    if (!isCount(v) || !isName(room) || !isRole(role) || !person || !isText(signature, 2_048)) return null;
    if (!isText(tab, 64) || !isCaps(caps) || (resume !== undefined && !isText(resume, 128))) return null;
    return { v, room, role, user: person, signature, tab, caps, ...(resume === undefined ? {} : { resume }) };
  },
  welcome({ conn, resumed, resumeToken, now, limits, lease, epoch, seq }) {
    const known = readLimits(limits);
    if (!isName(conn) || typeof resumed !== 'boolean' || !isText(resumeToken, 128) || !known) return null;
    if (!isCount(now) || !isCount(lease) || !isCount(epoch) || !isCount(seq)) return null;
    return { conn, resumed, resumeToken, now, limits: known, lease, epoch, seq };
  },
  ping: nothing,
  pong: ({ now }) => (isCount(now) ? { now } : null),
  end: nothing,
  ack: ({ epoch, seq }) => (isCount(epoch) && isCount(seq) ? { epoch, seq } : null),
  keyframe: nothing,
  viewers({ viewers }) {
    if (!Array.isArray(viewers)) return null;
    const known = viewers.map((viewer: unknown) => {
      const user = isObject(viewer) ? readPerson(viewer['user']) : null;
      return isObject(viewer) && isName(viewer['conn']) && user ? { conn: viewer['conn'], user } : null;
    });
    return { viewers: known.filter((viewer) => viewer !== null) };
  },
  pause: nothing,
  resume: nothing,
  need: ({ epoch, from }) => (isCount(epoch) && isCount(from) ? { epoch, from } : null),
  recorder({ state, paused, user, caps, graceMs }) {
    if (state !== 'here' && state !== 'away' && state !== 'none') return null;
    if (typeof paused !== 'boolean' || !isCaps(caps) || !isCount(graceMs)) return null;
    return { state, paused, user: readPerson(user), caps, graceMs };
  },
  pointer: ({ at, on }) => (at === null || isPoint(at) ? { at, ...anchored(on) } : null),
  mark({ points, on }) {
    const fits = Array.isArray(points) && points.length <= maxMarkPoints && points.every(isPoint);
    return fits ? { points, ...anchored(on) } : null;
  },
  control: ({ want }) => (typeof want === 'boolean' ? { want } : null),
  grant: ({ to, ms }) => (isText(to, 128) && isCount(ms) ? { to, ms } : null),
  act: readAct,
  acted({ to, do: name, what, refused }) {
    const act = oneOf(actNames, name);
    const target = oneOf(targets, what);
    const why = refused === null ? null : oneOf(refusals, refused);
    return isName(to) && act && target && why !== undefined ? { to, do: act, what: target, refused: why } : null;
  },
};

function readAct({ do: name, on, by, text, key, shift, id, index }: JsonObject): Act | null {
  const anchor = anchored(on).on;
  switch (name) {
    case 'click':
      return anchor ? { do: name, on: anchor } : null;
    case 'scroll':
      return anchor && isPoint(by) ? { do: name, on: anchor, by } : null;
    case 'type':
      return isText(text, maxActText) ? { do: name, text } : null;
    case 'key': {
      const known = oneOf(actKeys, key);
      return known ? { do: name, key: known, shift: shift === true } : null;
    }
    case 'choose':
      return isCount(id) && isCount(index) ? { do: name, id, index } : null;
    case 'fill':
      return isCount(id) && isText(text, maxActText) ? { do: name, id, text } : null;
    default:
      return null;
  }
}

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined => all.find((one) => one === value);

function readLimits(value: unknown): WireLimits | null {
  if (!isObject(value)) return null;
  const { deltaBytes, keyframeBytes, inflatedBytes, controlBytes, graceMs, pointerMs } = value;
  if (!isCount(deltaBytes) || !isCount(keyframeBytes) || !isCount(inflatedBytes)) return null;
  if (!isCount(controlBytes) || !isCount(graceMs) || !isCount(pointerMs)) return null;
  return { deltaBytes, keyframeBytes, inflatedBytes, controlBytes, graceMs, pointerMs };
}

function readPerson(value: unknown): Person | null {
  if (!isObject(value)) return null;
  const { id, name } = value;
  return isName(id) && isText(name, 128) ? { id, name } : null;
}

/** What can't be read is left out: the point without it is good enough. */
function anchored(value: unknown): { readonly on?: Anchor } {
  if (!isObject(value)) return {};
  const { id, x, y } = value;
  return isCount(id) && isShare(x) && isShare(y) ? { on: { id, x, y } } : {};
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const isControlType = (value: unknown): value is ControlType =>
  typeof value === 'string' && Object.hasOwn(readers, value);

const isRole = (value: unknown): value is Role => value === 'recorder' || value === 'replayer';

/** A whole number from 0. */
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length <= longest;

/** Of a room, a user or a connection. */
const isName = (value: unknown): value is string => isText(value, 128) && value !== '';

const isCaps = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 16 && value.every((cap) => isText(cap, 32));

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((part) => typeof part === 'number' && Math.abs(part) <= 1e7);
