import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { closeCodes, subprotocol, type Role } from '../../src/core/cobrowse/wire/control.js';
import { issueTicket } from '../../src/relay/ticket.js';
import type { AuditRecord } from '../../src/relay/audit.js';
import { StoreAwayError, type RelayStore } from '../../src/relay/store.js';
import { FlowRig, Page, room, until } from '../core/cobrowse/flow-rig.js';
import { missing } from '../support/debian.js';
import { randomFrom } from '../support/random.js';
import { freePort, openStore, Redis, retry, startNode, Wire, type Node } from './cluster-rig.js';
import { agent, Peer, secret, visitor } from './relay-rig.js';

const skip = await missing('Redis', ['redis-server']);
const main = fileURLToPath(new URL('../../src/relay/main.ts', import.meta.url));

/** As the site's server answers getConnectionInfo. */
const connectionOf = (store: RelayStore) => async (role: Role) => {
  for (;;) {
    const place = await store.placeRoom(room);
    const user = role === 'recorder' ? visitor : agent;
    if (place) return { url: place.url, signature: issueTicket({ room, role, user, node: place.name }, secret) };
    await new Promise((done) => setTimeout(done, 20));
  }
};

/** Three relays, each a process of its own. */
async function startProcesses(context: TestContext, redis: Redis): Promise<Map<string, ChildProcess>> {
  const nodes = new Map<string, ChildProcess>();
  for (const name of ['one', 'two', 'three']) {
    const port = await freePort();
    const child = spawn(process.execPath, ['--import', 'tsx', main], {
      env: {
        ...{ PATH: process.env['PATH'], PORT: String(port), CC_RELAY_SECRET: secret, CC_RELAY_ORIGINS: '*' },
        ...{ CC_RELAY_REDIS: redis.url, CC_RELAY_NODE: name, CC_RELAY_URL: `ws://127.0.0.1:${port}/` },
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    context.after(() => child.kill('SIGKILL'));
    nodes.set(name, child);
  }
  for (const child of nodes.values()) await createInterface(child.stderr!)[Symbol.asyncIterator]().next();
  return nodes;
}

/** Says hello; the answer is a welcome or a close. */
async function greet(context: TestContext, url: string, signature: string, role: Role, hello = {}): Promise<Peer> {
  const peer = new Peer(new WebSocket(url, [subprotocol]));
  context.after(() => peer.socket.terminate());
  await once(peer.socket, 'open');
  const user = role === 'recorder' ? visitor : agent;
  peer.tell('hello', { v: 1, room, role, user, tab: 'tab', caps: [], signature, ...hello });
  return peer;
}

describe('several relays on one Redis', { skip, timeout: 180_000 }, () => {
  it('a room is placed once, a ticket is good once, and leases only grow, whoever asks', async (t) => {
    const redis = await Redis.start(t);
    const stores = [await openStore(t, redis.url), await openStore(t, redis.url)];
    await until(() => true);
    const nodes = ['a', 'b', 'c'].map((name) => ({ name, url: `wss://${name}.example/` }));
    const announce = () => Promise.all(nodes.map((node, load) => stores[0]!.announce(node, load)));
    // A Redis that has just started gives no room away.
    const placed = await retry(async () => {
      await announce();
      return Promise.all(
        Array.from({ length: 40 }, async (_, at) => (await stores[at % 2]!.placeRoom('r')) ?? assert.fail()),
      );
    });
    assert.deepEqual(new Set(placed.map(({ name }) => name)), new Set(['a']));
    assert.deepEqual(placed[0], nodes[0]);
    assert.equal(await stores[0]!.hold('r', nodes[1]!), false);
    const used = await Promise.all(Array.from({ length: 20 }, (_, at) => stores[at % 2]!.useOnce('n', 60_000)));
    assert.equal(used.filter(Boolean).length, 1);
    const leases = await Promise.all(Array.from({ length: 20 }, (_, at) => stores[at % 2]!.nextLease('r')));
    assert.equal(new Set(leases).size, 20);
    await stores[0]!.withdraw(nodes[0]!, ['r']);
    assert.equal((await stores[1]!.placeRoom('r'))?.name, 'b');
    await redis.stop();
    await assert.rejects(stores[0]!.placeRoom('r'), StoreAwayError);
  });

  for (const [how, signal] of [
    ['dies', 'SIGKILL'],
    ['drains', 'SIGTERM'],
  ] as const)
    it(`a node ${how}: both ends go on over another one, with a new keyframe, and nobody is asked`, async (t) => {
      const redis = await Redis.start(t);
      const nodes = await startProcesses(t, redis);
      const store = await openStore(t, redis.url);
      const rig = await FlowRig.start(t);
      rig.connection = connectionOf(store);
      const page = new Page();
      const { flow } = rig.share(page);
      flow.agree();
      await until(() => flow.state.name === 'sharing');
      const { flow: watching, picture } = rig.watch();
      await until(() => picture.shows(page));
      const before = (await store.placeRoom(room))!;
      // The picture that the viewer asked for as it came may be under way yet.
      page.add('before');
      await until(() => picture.shows(page));
      const keyframes = page.keyframes;
      const asked = rig.asked.length;
      const gone = performance.now();
      nodes.get(before.name)!.kill(signal);
      // Both ends ask for a new connection.
      await until(() => rig.asked.length >= asked + 2);
      page.add('said meanwhile');
      await until(() => flow.state.name === 'sharing' && watching.state.name === 'watching' && picture.shows(page));
      assert.notEqual((await store.placeRoom(room))!.name, before.name);
      assert.equal(page.keyframes - keyframes, 1);
      page.add('and after');
      await until(() => picture.shows(page));
      if (process.env['TOLD']) t.diagnostic(`${Math.round(performance.now() - gone)} ms`);
      await Promise.all([flow.stop(), watching.stop()]);
    });

  it('a ticket is for one node, and good once, also when that was started anew', async (t) => {
    const redis = await Redis.start(t);
    const [one, two] = [await startNode(t, 'one', redis.url), await startNode(t, 'two', redis.url)];
    const store = await openStore(t, redis.url);
    const place = await retry(async () => (await store.placeRoom(room)) ?? assert.fail());
    const [here, other] = place.name === 'one' ? [one, two] : [two, one];
    const ticket = issueTicket({ room, role: 'recorder', user: visitor, node: place.name }, secret);
    const wrong = await greet(t, other.url, ticket, 'recorder');
    assert.deepEqual(await wrong.closed, { code: closeCodes.drain, reason: 'other-node' });
    await (await greet(t, here.url, ticket, 'recorder')).next('welcome');
    await here.stop();
    const again = await startNode(t, here.name, redis.url);
    const used = await greet(t, again.url, ticket, 'recorder');
    assert.deepEqual(await used.closed, { code: closeCodes.ticket, reason: 'ticket-used' });
  });

  it('without Redis no new ticket is taken, and what runs goes on', async (t) => {
    const redis = await Redis.start(t);
    const node = await startNode(t, 'one', redis.url);
    const store = await openStore(t, redis.url);
    await retry(async () => (await store.placeRoom(room)) ?? assert.fail());
    const ticket = (role: Role) =>
      issueTicket({ room, role, user: role === 'recorder' ? visitor : agent, node: 'one' }, secret);
    const recorder = await greet(t, node.url, ticket('recorder'), 'recorder');
    recorder.welcome = (await recorder.next('welcome')).d;
    await redis.stop();
    const late = await greet(t, node.url, ticket('replayer'), 'replayer');
    assert.deepEqual(await late.closed, { code: closeCodes.drain, reason: 'store' });
    await recorder.fence();
    await redis.start();
    await retry(async () => {
      const viewer = await greet(t, node.url, ticket('replayer'), 'replayer');
      await viewer.next('welcome');
    });
    await recorder.fence();
  });

  it('a node that was cut off gives a room up that another has by then', async (t) => {
    const redis = await Redis.start(t);
    const wire = await Wire.open(t, redis.port);
    const near = await startNode(t, 'near', wire.url);
    const store = await openStore(t, redis.url);
    const place = await retry(async () => (await store.placeRoom(room)) ?? assert.fail());
    const ticket = issueTicket({ room, role: 'recorder', user: visitor, node: place.name }, secret);
    const recorder = await greet(t, near.url, ticket, 'recorder');
    await recorder.next('welcome');
    wire.cut();
    await startNode(t, 'far', redis.url);
    const moved = await retry(async () => {
      const now = await store.placeRoom(room);
      return now?.name === 'far' ? now : assert.fail();
    });
    assert.equal(moved.name, 'far');
    await recorder.fence();
    wire.mend();
    assert.deepEqual(await recorder.closed, { code: closeCodes.drain, reason: 'moved' });
  });

  it('a node that alone is cut off gives its rooms up before another can have them', async (t) => {
    const redis = await Redis.start(t);
    const wire = await Wire.open(t, redis.port);
    const near = await startNode(t, 'near', wire.url);
    const store = await openStore(t, redis.url);
    const place = await retry(async () => (await store.placeRoom(room)) ?? assert.fail());
    const far = await startNode(t, 'far', redis.url);
    for (const { url } of [near, far]) await retry(async () => assert.equal((await health(url)).store, 'there'));
    const ticket = () => issueTicket({ room, role: 'recorder', user: visitor, node: 'far' }, secret);
    const before = issueTicket({ room, role: 'recorder', user: visitor, node: place.name }, secret);
    const recorder = await greet(t, near.url, before, 'recorder');
    await recorder.next('welcome');
    wire.cut();
    const another = retry(async () => {
      const peer = await greet(t, far.url, ticket(), 'recorder');
      const closed = peer.closed.then(({ reason }) => assert.fail(reason));
      return Promise.race([peer.next('welcome'), closed]);
    });
    // As whoever answers getConnectionInfo does, for another tab of the visitor's.
    const placed = retry(async () => assert.equal((await store.placeRoom(room))?.name, 'far'));
    assert.deepEqual(await recorder.closed, { code: closeCodes.drain, reason: 'moved' });
    await Promise.all([another, placed]);
    const ended = near.audit.find(({ act }) => act === 'room-ended')!;
    const joined = far.audit.find(({ act }) => act === 'joined')!;
    assert.ok(ended.time < joined.time, `${joined.time - ended.time} ms`);
  });

  it('a Redis that is started anew knows what was used and who has a room; nobody has to move', async (t) => {
    const redis = await Redis.start(t, { keeps: true });
    const nodes = [await startNode(t, 'one', redis.url), await startNode(t, 'two', redis.url)];
    const store = await openStore(t, redis.url);
    const place = await retry(async () => (await store.placeRoom(room)) ?? assert.fail());
    for (const { url } of nodes) await retry(async () => assert.equal((await health(url)).store, 'there'));
    const ticket = issueTicket({ room, role: 'recorder', user: visitor, node: place.name }, secret);
    const recorder = await greet(t, place.url, ticket, 'recorder');
    recorder.welcome = (await recorder.next('welcome')).d;
    await redis.stop();
    // Longer than a node counts as there.
    await new Promise((done) => setTimeout(done, 3_000));
    await redis.start();
    const again = await retry(async () => (await store.placeRoom(room)) ?? assert.fail());
    assert.equal(again.name, place.name);
    const used = await greet(t, place.url, ticket, 'recorder');
    assert.deepEqual(await used.closed, { code: closeCodes.ticket, reason: 'ticket-used' });
    await recorder.fence();
  });

  it('whatever happens, a room has one recorder, a ticket is taken once, and nobody is in a foreign room', async (t) => {
    const redis = await Redis.start(t, { keeps: true });
    const store = await openStore(t, redis.url);
    const random = randomFrom(Number(process.env['SEED'] ?? 5));
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    const audit: AuditRecord[] = [];
    let started = 0;
    const start = async (): Promise<{ node: Node; wire: Wire }> => {
      const wire = await Wire.open(t, redis.port);
      const name = `node-${(started += 1)}`;
      return { node: await startNode(t, name, wire.url, (record) => audit.push(record)), wire };
    };
    const nodes = [await start(), await start(), await start()];
    await retry(async () => (await store.placeRoom('any')) ?? assert.fail());
    const tickets: { ticket: string; url: string; room: string; role: Role; taken: number }[] = [];
    for (let step = 0; step < 150; step += 1) {
      const chance = random();
      const name = pick(['r1', 'r2', 'r3']);
      if (chance < 0.05) {
        const gone = Math.floor(random() * nodes.length);
        await nodes[gone]!.node.stop();
        nodes[gone] = await start();
        // Whoever is cut off later has to know of it.
        for (const { wire } of nodes) wire.mend();
        for (const { node } of nodes) await retry(async () => assert.equal((await health(node.url)).store, 'there'));
        // Each says so, and hears of the others, twice a second.
        await new Promise((done) => setTimeout(done, 1_000));
        continue;
      }
      if (chance < 0.07) {
        // Cut off until its rooms are elsewhere.
        const place = await retry(async () => (await store.placeRoom(name)) ?? assert.fail());
        nodes.find(({ node }) => node.name === place.name)?.wire.cut();
        await retry(async () => assert.notEqual(((await store.placeRoom(name)) ?? assert.fail()).name, place.name));
      } else if (chance < 0.08) {
        await redis.stop();
        await redis.start();
        continue;
      }
      for (const { wire } of nodes) if (random() < 0.1) wire.mend();
      const role: Role = chance < 0.07 || random() < 0.7 ? 'recorder' : 'replayer';
      const place = await retry(async () => {
        const found = await store.placeRoom(name);
        if (!found) pick(nodes).wire.mend();
        return found ?? assert.fail();
      });
      const user = { id: pick(['u1', 'u2']), name: 'A' };
      if (chance < 0.75) {
        const ticket = issueTicket({ room: name, role, user, node: place.name }, secret);
        tickets.push({ ticket, url: place.url, room: name, role, taken: 0 });
      }
      // Now and then an old ticket, at its own node or at another one.
      const used = chance < 0.75 ? tickets.at(-1)! : pick(tickets);
      if (!used) continue;
      const url = random() < 0.8 ? used.url : pick(nodes).node.url;
      const peer = await greet(t, url, used.ticket, used.role, { room: used.room }).catch(() => null);
      if (!peer) continue;
      const isIn = await Promise.race([peer.next('welcome').then(() => true), peer.closed.then(() => false)]).catch(
        () => false,
      );
      if (!isIn) continue;
      used.taken += 1;
      assert.equal(used.taken, 1, 'a ticket twice');
      if (random() < 0.3) peer.socket.terminate();
    }
    const taken = tickets.filter((ticket) => ticket.taken > 0).length;
    assert.ok(taken > 20, `only ${taken} got in`);
    assert.deepEqual(recordersAtOnce(audit), []);
    for (const { act, room: where, user } of audit)
      if (act === 'joined') assert.ok(where?.startsWith('r') && user?.startsWith('u'));
  });
});

/** Rooms that got a recorder while they had one, on whichever node. */
function recordersAtOnce(audit: readonly AuditRecord[]): string[] {
  const recording = new Map<string, string>();
  return audit.flatMap(({ act, room: name = '', role, conn = '' }) => {
    if (role !== 'recorder') return [];
    const before = recording.get(name);
    if (act === 'left' && before === conn) recording.delete(name);
    if (act !== 'joined' && act !== 'took-over') return [];
    recording.set(name, conn);
    return before === undefined ? [] : [name];
  });
}

/** What other nodes read of a node. */
const health = async (url: string): Promise<{ store?: string }> =>
  (await (await fetch(new URL('healthz?store', url.replace('ws', 'http')))).json()) as { store?: string };
