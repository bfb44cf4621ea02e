import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it, test } from 'node:test';
import { createRelay } from '../../src/relay/relay.js';
import { issueTicket, TicketOffice, type Redeemed, type TicketFault } from '../../src/relay/ticket.js';
import { WebSocket } from 'ws';
import { agent, secret, startRelay, visitor } from './relay-rig.js';

const grant = { room: 'room', role: 'recorder', user: visitor } as const;

const grantOf = (redeemed: Redeemed | TicketFault) => (typeof redeemed === 'string' ? redeemed : redeemed.grant);

describe('ticket', () => {
  it('is good once, until it expires', () => {
    const office = new TicketOffice(secret);
    const ticket = issueTicket({ ...grant, ttlSeconds: 10 }, secret, 1_000);
    assert.deepEqual(grantOf(office.redeem(ticket, 10_999)), grant);
    assert.equal(office.redeem(ticket, 10_999), 'ticket-used');
    assert.equal(office.redeem(issueTicket({ ...grant, ttlSeconds: 10 }, secret, 1_000), 11_000), 'ticket-expired');
    assert.equal(office.redeem(ticket, 11_000), 'ticket-expired');
  });

  it('is remembered as used until it has expired, while others are forgotten', () => {
    const office = new TicketOffice(secret);
    const long = issueTicket({ ...grant, ttlSeconds: 3_600 }, secret, 0);
    office.redeem(long, 0);
    for (let minute = 1; minute < 59; minute += 1)
      assert.deepEqual(grantOf(office.redeem(issueTicket(grant, secret, minute * 60_000), minute * 60_000)), grant);
    assert.equal(office.redeem(long, 59 * 60_000), 'ticket-used');
  });

  it('is forged with another secret, or with anything changed', () => {
    const office = new TicketOffice(secret);
    const [body = '', signature = ''] = issueTicket(grant, secret).split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const other = Buffer.from(JSON.stringify({ ...claims, room: 'other' })).toString('base64url');
    assert.equal(office.redeem(`${other}.${signature}`, 0), 'ticket-forged');
    assert.equal(office.redeem(`${body}.${signature.slice(1)}`, 0), 'ticket-forged');
    assert.equal(office.redeem(`${body}.`, 0), 'ticket-malformed');
    assert.equal(office.redeem(`${body}.${signature}.`, 0), 'ticket-malformed');
    assert.equal(office.redeem(issueTicket(grant, secret.toUpperCase()), 0), 'ticket-forged');
  });

  it('has nothing that an address or a header would break', () => {
    assert.match(issueTicket(grant, secret), /^[\w-]+\.[\w-]+$/);
  });

  for (const wrong of [
    { ...grant, room: '' },
    { ...grant, room: 'r'.repeat(129) },
    { ...grant, role: 'agent' },
    { ...grant, user: { id: '', name: '' } },
    { ...grant, ttlSeconds: 0 },
    { ...grant, ttlSeconds: Number.NaN },
    { ...grant, ttlSeconds: 3_601 },
  ])
    it(`is not issued for ${JSON.stringify(wrong).slice(0, 60)}`, () => {
      assert.throws(() => issueTicket(wrong as never, secret), RangeError);
    });

  it('and the relay need a secret of 32 characters, and do not tell it', () => {
    const short = 'x'.repeat(31);
    for (const attempt of [() => issueTicket(grant, short), () => createRelay({ secret: short })])
      assert.throws(attempt, (error: Error) => error instanceof RangeError && !error.message.includes(short));
  });
});

test('a hello is refused without a good ticket, and the log says why', async (t) => {
  const { enter, ticket, audit } = await startRelay(t);
  const used = ticket('replayer');
  await (await enter('replayer', { signature: used })).next('welcome');
  for (const [signature, reason] of [
    ['', 'ticket-malformed'],
    ['a.b', 'ticket-forged'],
    [used, 'ticket-used'],
    [issueTicket({ room: 'room', role: 'replayer', user: agent }, secret, 0), 'ticket-expired'],
  ] as const) {
    const peer = await enter('replayer', { signature });
    assert.deepEqual(await peer.closed, { code: 4401, reason });
    assert.deepEqual(peer.frames, []);
    assert.equal(audit.at(-1)?.reason, reason);
  }
  assert.ok(!JSON.stringify(audit).includes(used.slice(0, 20)));
});

test('a ticket opens its own room only, in its own role', async (t) => {
  const { enter, ticket } = await startRelay(t);
  const elsewhere = await enter('replayer', { room: 'other', signature: ticket('replayer', 'room') });
  assert.deepEqual(await elsewhere.closed, { code: 4403, reason: 'grant' });
  const promoted = await enter('recorder', { signature: ticket('replayer') });
  assert.deepEqual(await promoted.closed, { code: 4403, reason: 'grant' });
});

test('the user is that of the ticket, whatever the hello says', async (t) => {
  const { join } = await startRelay(t);
  await join('recorder', { user: { id: 'root', name: 'Root' } });
  const viewer = await join('replayer');
  assert.deepEqual((await viewer.next('recorder')).d.user, visitor);
});

test('rooms do not mix', async (t) => {
  const { join } = await startRelay(t);
  const [recorder, other] = [await join('recorder'), await join('recorder', { room: 'other' })];
  const viewer = await join('replayer', { room: 'other' });
  viewer.tell('need', { epoch: 0, from: 0 });
  recorder.send({ kind: 'keyframe', seq: 0 });
  await recorder.fence();
  other.send({ kind: 'keyframe', seq: 0, epoch: 8 });
  await viewer.nextData(1);
  viewer.tell('pointer', { at: null });
  await viewer.fence();
  await other.next('pointer');
  await recorder.fence();
  assert.deepEqual([viewer.data, recorder.frames.filter(({ t: type }) => type === 'pointer')], [[], []]);
});

for (const [origins, origin, allowed] of [
  [['https://shop.example'], 'https://shop.example', true],
  [['https://shop.example/'], 'https://shop.example', true],
  [['https://shop.example'], 'https://shop.example.evil.example', false],
  [['https://shop.example'], 'http://shop.example', false],
  [['https://shop.example'], undefined, false],
  [['https://shop.example'], 'null', false],
  [[], 'https://shop.example', false],
  [['*'], undefined, true],
  [undefined, 'https://shop.example', false],
  [undefined, 'own', true],
] as const)
  test(`a recorder from ${origin} is ${allowed ? 'taken' : 'refused'} with ${origins?.join() ?? 'none given'}`, async (t) => {
    const { enter, host } = await startRelay(t, { origins: origins as never });
    const client = origin === undefined ? {} : { origin: origin === 'own' ? `http://${host}` : origin };
    const recorder = await enter('recorder', {}, client);
    if (allowed) await recorder.next('welcome');
    else assert.deepEqual(await recorder.closed, { code: 4403, reason: 'origin' });
    await (await enter('replayer', {}, client)).next('welcome');
  });

test('what is no origin is refused when the relay is made', () => {
  for (const origin of ['shop.example', 'https://shop.example/path', 'https://*.example', 'file:///x', ''])
    assert.throws(() => createRelay({ secret, origins: [origin] }), RangeError, origin);
});

test('without the subprotocol there is no connection, and with it no compression', async (t) => {
  const { host, open, server } = await startRelay(t);
  for (const protocols of [[], ['sip']]) {
    const socket = new WebSocket(`ws://${host}/`, protocols);
    const [error] = await once(socket, 'error');
    assert.match(error.message, /400/);
  }
  const { socket } = await open({}, ['sip', 'cc-cobrowse.1']);
  // Where somebody else listens, other sockets are theirs.
  server.on('upgrade', (_request, stream) => stream.end('HTTP/1.1 418 Theirs\r\n\r\n'));
  const [theirs] = await once(new WebSocket(`ws://${host}/`, 'sip'), 'error');
  assert.match(theirs.message, /418/);
  assert.deepEqual([socket.protocol, socket.extensions], ['cc-cobrowse.1', '']);
});

test('who is turned away is let go, even without an end of its own', { timeout: 20_000 }, async (t) => {
  const { connect, open, server } = await startRelay(t, { limits: { strangers: 1 } });
  await open();
  for (const [protocol, status] of [
    ['sip', /400/],
    ['cc-cobrowse.1', /503/],
  ] as const) {
    const accepted = once(server, 'connection');
    const client = connect();
    const [socket] = await accepted;
    const gone = once(socket, 'close');
    assert.match(await client.upgrade(protocol), status);
    await gone;
  }
});

test('who drains it twice is told twice that all are gone', { timeout: 20_000 }, async (t) => {
  const { relay, join } = await startRelay(t);
  const viewer = await join('replayer');
  const drained = [relay.close(), relay.close()];
  assert.equal((await viewer.closed).code, 4503);
  await Promise.all([...drained, relay.close()]);
});

test('a recorder sends nothing that is a viewer’s, and the other way round', async (t) => {
  const { join, acts } = await startRelay(t);
  const forbidden = { code: 4403, reason: 'role' };
  const recorder = await join('recorder');
  recorder.tell('need', { epoch: 0, from: 0 });
  assert.deepEqual(await recorder.closed, forbidden);
  for (const type of ['pause', 'resume', 'keyframe'] as const) {
    const viewer = await join('replayer');
    viewer.tell(type, {});
    assert.deepEqual(await viewer.closed, forbidden);
  }
  const viewer = await join('replayer');
  viewer.send({ kind: 'keyframe', seq: 0 });
  assert.deepEqual(await viewer.closed, { code: 4403, reason: 'data' });
  assert.ok(acts().includes('refused'));
});

test('what is no hello, or no frame, closes with 4400', async (t) => {
  const { open, join, enter } = await startRelay(t);
  for (const message of ['', 'hello', '{"t":"ping","id":1,"d":{}}', '{"t":"hello","id":1,"d":{}}', Buffer.from([1])]) {
    const peer = await open();
    peer.socket.send(message);
    assert.equal((await peer.closed).code, 4400);
  }
  assert.equal((await (await enter('replayer', { v: 2 })).closed).code, 4400);
  const greeted = await join('replayer');
  greeted.socket.send('{}');
  assert.equal((await greeted.closed).code, 4400);
  const twice = await join('replayer');
  twice.tell('hello', {} as never);
  assert.equal((await twice.closed).code, 4400);
});

test('GET /healthz tells counts, on any server; all else stays with its owner', async (t) => {
  const { host, join, server } = await startRelay(t);
  await join('recorder');
  await join('replayer');
  const health = await fetch(`http://${host}/healthz`);
  assert.equal(health.status, 200);
  assert.deepEqual(await health.json(), { rooms: 1, recorders: 1, viewers: 1, connections: 2 });
  assert.equal((await fetch(`http://${host}/healthz`, { method: 'POST' })).status, 405);
  assert.equal((await fetch(`http://${host}/`)).status, 404);

  server.removeAllListeners('request').on('request', (_request, response) => response.end('the owner'));
  const relay = createRelay({ secret });
  relay.attach(server);
  assert.equal(await (await fetch(`http://${host}/`)).text(), 'the owner');
  assert.deepEqual(await (await fetch(`http://${host}/healthz`)).json(), {
    ...{ rooms: 0, recorders: 0, viewers: 0, connections: 0 },
  });
  await relay.close();
  assert.equal(await (await fetch(`http://${host}/healthz`)).text(), 'the owner');
});
