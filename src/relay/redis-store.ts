import { StoreAwayError, type RelayNode, type RelayStore } from './store.js';

/** Of a node that says nothing: so long it counts as there. One that is cut off has given up its rooms by then. */
const NODE_MS = 2_500;
/** Of a room that nobody keeps: longer than a Redis is down. */
const ROOM_MS = 10 * 60_000;
/** A room's leases are counted on for longer than any room lasts. */
const LEASE_MS = 24 * 3_600_000;
const ANSWER_MS = 700;
const RETRY_MS = 250;
/** A Redis that has run for so long has heard of every node that reaches it … */
const SETTLED_S = 2;
/** … and every node that does not has given up its rooms. Both in whole seconds, as Redis counts. */
const PLACES_S = 5;

/*
 * Keys, all below a prefix of their own:
 *   nodes           the names of nodes, those that are gone too
 *   node:NAME       {url, load}, for NODE_MS
 *   room:ROOM       the name of the node that has it, for ROOM_MS
 *   lease:ROOM      how many leases there were
 *   ticket:NONCE    a ticket that was used, until it would have expired
 */

const UP = `tonumber(string.match(redis.call('INFO', 'server'), 'uptime_in_seconds:(%d+)'))`;

/**
 * Takes the room for a node where nobody has it, or whoever has it is gone; says who has it. Where Redis has just started,
 * nobody has what a node had that is gone.
 */
const PLACE = `local owner = redis.call('GET', KEYS[1])
if owner and redis.call('EXISTS', ARGV[3] .. owner) == 1 then return owner end
if owner and ${UP} < tonumber(ARGV[4]) then return '' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]`;

/** Of rooms, those that somebody else has; the others are kept. */
const RENEW = `local lost = {}
for _, key in ipairs(KEYS) do
  local owner = redis.call('GET', key)
  if owner and owner ~= ARGV[1] then lost[#lost + 1] = key else redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
end
return lost`;

const RELEASE = `for _, key in ipairs(KEYS) do if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end end`;

/**
 * A store on Redis, by the package `redis`, which is loaded here and has to be installed beside this one.
 * @param url `redis://…` or `rediss://…`; `prefix` is what all keys begin with
 */
export async function openRedisStore(url: string, prefix = 'cc-relay:'): Promise<RelayStore> {
  const { createClient } = await import('redis');
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: RETRY_MS, connectTimeout: ANSWER_MS },
  });
  // It reconnects by itself; who asks meanwhile is told.
  client.on('error', () => undefined);
  // Until it is there the store is away.
  void client.connect().catch(() => undefined);

  const asked = async <T>(answer: () => Promise<T>): Promise<T> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_MS);
    });
    try {
      return await Promise.race([answer(), late]);
    } catch (cause) {
      throw new StoreAwayError('Redis does not answer.', { cause });
    } finally {
      clearTimeout(timer);
    }
  };
  const run = (
    script: string,
    keys: readonly string[],
    ...parameters: readonly (string | number)[]
  ): Promise<unknown> => asked(() => client.eval(script, { keys: [...keys], arguments: parameters.map(String) }));
  const keyOf = (kind: 'node' | 'room' | 'lease' | 'ticket', name: string): string => `${prefix}${kind}:${name}`;
  const rooms = (names: readonly string[]): string[] => names.map((name) => keyOf('room', name));

  /** Those that are there, the least busy first. */
  const nodes = async (): Promise<(RelayNode & { load: number })[]> => {
    const names = await asked(() => client.sMembers(`${prefix}nodes`));
    const told = names.length === 0 ? [] : await asked(() => client.mGet(names.map((name) => keyOf('node', name))));
    const there = names.flatMap((name, place) => readNode(name, told[place] ?? null));
    return there.sort((one, other) => one.load - other.load || one.name.localeCompare(other.name));
  };

  return {
    async placeRoom(room) {
      const there = await nodes();
      const first = there[0];
      if (!first) return null;
      const owner = await run(PLACE, rooms([room]), first.name, ROOM_MS, keyOf('node', ''), PLACES_S);
      const place = there.find((node) => node.name === owner);
      return place ? { name: place.name, url: place.url } : null;
    },
    async announce({ name, url: address }, load) {
      const told = JSON.stringify({ url: address, load });
      const options = { GET: true, expiration: { type: 'PX', value: NODE_MS } } as const;
      const before = await asked(() => client.set(keyOf('node', name), told, options));
      await asked(() => client.sAdd(`${prefix}nodes`, name));
      return { others: (await nodes()).filter((node) => node.name !== name), wasKnown: before !== null };
    },
    isSettled: async () => Number(await run(`return ${UP}`, [])) >= SETTLED_S,
    async withdraw({ name }, held) {
      await asked(() => client.del(keyOf('node', name)));
      await asked(() => client.sRem(`${prefix}nodes`, name));
      if (held.length > 0) await run(RELEASE, rooms(held), name);
    },
    hold: async (room, { name }) => ((await run(RENEW, rooms([room]), name, ROOM_MS)) as unknown[]).length === 0,
    async renew(held, { name }) {
      const lost = held.length === 0 ? [] : ((await run(RENEW, rooms(held), name, ROOM_MS)) as string[]);
      return lost.map((key) => key.slice(keyOf('room', '').length));
    },
    async release(room, { name }) {
      await run(RELEASE, rooms([room]), name);
    },
    async useOnce(nonce, ms) {
      const options = { condition: 'NX', expiration: { type: 'PX', value: Math.max(1, Math.ceil(ms)) } } as const;
      return (await asked(() => client.set(keyOf('ticket', nonce), '', options))) !== null;
    },
    async nextLease(room) {
      const key = keyOf('lease', room);
      const lease = await asked(() => client.incr(key));
      await asked(() => client.pExpire(key, LEASE_MS));
      return lease;
    },
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}

function readNode(name: string, told: string | null): (RelayNode & { load: number })[] {
  const { url, load } = JSON.parse(told ?? '{}') as { readonly url?: unknown; readonly load?: unknown };
  return typeof url === 'string' && typeof load === 'number' ? [{ name, url, load }] : [];
}
