import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ControlFrame, Welcome } from '../../../../src/core/cobrowse/wire/control.js';
import { readControl } from '../../../../src/core/cobrowse/wire/control-reader.js';
import { wireLimits } from '../../../../src/core/cobrowse/wire/limits.js';
import type { RelaySocket } from '../../../../src/core/cobrowse/ports.js';
import { RelayLink } from '../../../../src/core/cobrowse/link/relay-link.js';
import { PlatformError } from '../../../../src/core/platform/platform-error.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { silent } from '../../../../src/core/lib/log.js';

/** A socket whose other end is the test. */
class FakeSocket implements RelaySocket {
  readonly sent: ControlFrame[] = [];
  bufferedAmount = 0;
  closed = false;
  onMessage: RelaySocket['onMessage'] = null;
  onClose: RelaySocket['onClose'] = null;

  send(message: string | Uint8Array): void {
    if (typeof message === 'string') this.sent.push(readControl(message) ?? assert.fail(message));
  }

  close(): void {
    this.closed = true;
  }

  say(t: string, d: object): void {
    this.onMessage?.(JSON.stringify({ t, id: 1, d }));
  }
}

const welcome = (more: Partial<Welcome> = {}): Welcome => ({
  ...{ conn: 'c1', resumed: false, resumeToken: 'token-1', now: 5_000, limits: wireLimits, lease: 1, epoch: 0, seq: 0 },
  ...more,
});

function setUp({ ask, opens = () => true }: { ask?: () => Promise<never>; opens?: () => boolean } = {}) {
  const clock = new ManualClock();
  const sockets: FakeSocket[] = [];
  const told: string[] = [];
  let asked = 0;
  const link = new RelayLink(
    {
      clock,
      log: silent,
      ask: async () => {
        asked += 1;
        if (ask) return ask();
        return { roomId: 'room', url: 'wss://relay', signature: `ticket-${asked}` };
      },
      openSocket: async () => {
        if (!opens()) throw new Error('not open');
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
    },
    { room: 'room', role: 'recorder', user: { id: 'v', name: 'Ada' }, tab: 't', caps: [], resume: null },
    {
      onWelcome: () => told.push('welcome'),
      onControl: ({ t }) => told.push(t),
      onData: () => told.push('data'),
      onLost: () => told.push('lost'),
      onEnded: (reason) => told.push(reason),
      onFailed: ({ code }) => told.push(code),
    },
  );
  const socket = () => sockets.at(-1) ?? assert.fail('no socket');
  const hello = () => {
    const frame = socket().sent[0];
    return frame?.t === 'hello' ? frame.d : assert.fail('no hello');
  };
  const greeted = async () => {
    link.start();
    await clock.advance(0);
    socket().say('welcome', welcome());
  };
  return { clock, link, sockets, told, socket, hello, greeted, asked: () => asked };
}

describe('the link to the relay', () => {
  it('says hello with the ticket, and comes back with the resume token', async () => {
    const { clock, told, socket, hello, greeted, sockets, asked } = setUp();
    await greeted();
    assert.deepEqual([hello().signature, hello().resume], ['ticket-1', undefined]);
    socket().onClose?.(1006);
    await clock.advance(500);
    assert.deepEqual([hello().signature, hello().resume], ['', 'token-1']);
    socket().say('welcome', welcome({ resumed: true, resumeToken: 'token-2' }));
    assert.deepEqual(told, ['welcome', 'lost', 'welcome']);
    assert.deepEqual([sockets.length, asked()], [2, 1]);
  });

  it('takes a new ticket where the relay knows the token no more, and gives up where it refuses that one', async () => {
    const { clock, told, socket, hello, greeted } = setUp();
    await greeted();
    socket().onClose?.(4503);
    await clock.advance(500);
    socket().onClose?.(4401);
    await clock.advance(1_000);
    assert.deepEqual([hello().signature, hello().resume], ['ticket-2', undefined]);
    socket().onClose?.(4401);
    await clock.advance(60_000);
    assert.deepEqual(told, ['welcome', 'lost', 'relay-refused']);
    assert.equal(clock.pending, 0);
  });

  for (const [code, word] of [
    [4410, 'other'],
    [4409, 'taken-over'],
    [4403, 'relay-refused'],
    [4413, 'page-too-large'],
    [4400, 'bad-response'],
    [4408, 'bad-response'],
  ] as const)
    it(`is over with ${word} after ${code}`, async () => {
      const { clock, told, socket, greeted, sockets } = setUp();
      await greeted();
      socket().onClose?.(code);
      await clock.advance(300_000);
      assert.deepEqual(told, ['welcome', word]);
      assert.deepEqual([sockets.length, clock.pending], [1, 0]);
    });

  it('tries for the grace after a loss, and for 20 s where it was never let in', async () => {
    let open = true;
    const { clock, told, socket, greeted } = setUp({ opens: () => open });
    await greeted();
    open = false;
    socket().onClose?.(1006);
    await clock.advance(wireLimits.graceMs - 10_000);
    assert.deepEqual(told, ['welcome', 'lost']);
    await clock.advance(20_000);
    assert.deepEqual(told, ['welcome', 'lost', 'relay-unreachable']);
    const never = setUp({ opens: () => false });
    never.link.start();
    await never.clock.advance(30_000);
    assert.deepEqual(never.told, ['relay-unreachable']);
    assert.equal(never.clock.pending + clock.pending, 0);
  });

  it('gives up a connection that is open and says nothing: before its welcome, and after an unanswered ping', async () => {
    const { clock, told, socket, greeted, sockets } = setUp();
    await greeted();
    await clock.advance(20_000);
    assert.equal(socket().sent.at(-1)?.t, 'ping');
    socket().say('pong', { now: 99_000 });
    await clock.advance(20_000);
    assert.equal(sockets.length, 1);
    await clock.advance(11_000);
    assert.deepEqual(told, ['welcome', 'lost']);
    assert.equal(sockets.length, 2);
    await clock.advance(10_000);
    assert.ok(socket().closed, 'no welcome came');
  });

  it('knows the relay’s clock', async () => {
    const { clock, link, socket, greeted } = setUp();
    await greeted();
    assert.equal(link.relayNow, 5_000);
    await clock.advance(20_000);
    socket().say('pong', { now: 30_000 });
    assert.equal(link.relayNow, 30_000);
  });

  it('fails with what the platform refused, and asks again where it could not be reached', async () => {
    const refused = setUp({ ask: () => Promise.reject(new PlatformError('credentials', 'no')) });
    refused.link.start();
    await refused.clock.advance(0);
    assert.deepEqual(refused.told, ['credentials']);
    const away = setUp({ ask: () => Promise.reject(new PlatformError('platform-unreachable', 'no')) });
    away.link.start();
    await away.clock.advance(60_000);
    assert.deepEqual(away.told, ['relay-unreachable']);
    assert.ok(away.asked() > 2);
  });

  it('ends with a word that the relay answers by closing, or soon after', async () => {
    const { clock, link, socket, greeted, told } = setUp();
    await greeted();
    let ended = false;
    const end = link.end().then(() => (ended = true));
    assert.equal(socket().sent.at(-1)?.t, 'end');
    socket().onClose?.(4410);
    await end;
    const silent = setUp();
    await silent.greeted();
    void silent.link.end().then(() => (ended = false));
    await silent.clock.advance(2_000);
    assert.equal(ended, false);
    assert.ok(silent.socket().closed);
    assert.equal(clock.pending, 0);
    assert.ok(!told.includes('lost'));
  });

  it('does not look at what is no frame, or comes before the welcome', async () => {
    const { clock, link, socket, told } = setUp();
    link.start();
    await clock.advance(0);
    socket().say('viewers', { viewers: [] });
    socket().onMessage?.(Uint8Array.of(1));
    socket().say('welcome', welcome());
    socket().onMessage?.('<html>');
    socket().say('no-such-type', {});
    socket().say('viewers', { viewers: [] });
    assert.deepEqual(told, ['welcome', 'viewers']);
    link.close();
    assert.equal(clock.pending, 0);
  });
});
