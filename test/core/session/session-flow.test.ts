import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PlatformError } from '../../../src/core/platform/platform-error.js';
import { silent } from '../../../src/core/lib/log.js';
import type { DownlinkMessage } from '../../../src/core/platform/downlink-message.js';
import { createSession } from '../../../src/core/session/session-flow.js';
import { FakeNetwork } from '../../support/fake-network.js';
import { ManualClock, settle } from '../../support/manual-clock.js';

/** A session over a platform that answers when and what the test says. */
function setUp() {
  const clock = new ManualClock();
  const sent: string[] = [];
  const answers: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const polls: ((messages: DownlinkMessage[] | PlatformError) => void)[] = [];
  const network = new FakeNetwork();
  const session = createSession({
    clock,
    network,
    log: silent,
    platform: {
      send: (control) => {
        sent.push(control);
        return new Promise((resolve, reject) => answers.push({ resolve, reject }));
      },
      pollMessages: () =>
        new Promise((resolve, reject) =>
          polls.push((answer) => (answer instanceof PlatformError ? reject(answer) : resolve(answer))),
        ),
    },
  });
  const states: string[] = [];
  session.subscribe(({ name, textCallId }) => states.push(textCallId === null ? name : `${name} ${textCallId}`));
  return { clock, network, sent, answers, polls, session, states };
}

const unreachable = () => new PlatformError('platform-unreachable', 'down');

describe("the visitor's session", () => {
  it('tells the multimedia call id when a message brings it, however late', async () => {
    const { clock, answers, polls, session, states } = setUp();
    const hold = session.hold();
    answers[0]?.resolve();
    await hold.opened;
    polls[0]?.([{ callId: null }]);
    await clock.advance(2_000);
    polls[1]?.(unreachable());
    await clock.advance(2_000);
    polls[2]?.([{ callId: 'room-7' }, { callId: null }]);
    await settle();
    assert.deepEqual(states, ['opening', 'open', 'open room-7']);
    polls[2]?.([{ callId: 'room-7' }]);
    void hold.release();
  });

  it('is one for all who hold it, and closed by the last', async () => {
    const { sent, answers, session, states } = setUp();
    const [first, second] = [session.hold(), session.hold()];
    answers[0]?.resolve();
    await Promise.all([first.opened, second.opened]);
    await first.release();
    await first.release();
    assert.deepEqual(sent, ['CONNECT']);
    const released = second.release();
    assert.deepEqual(sent, ['CONNECT', 'DISCONNECT']);
    answers[1]?.resolve();
    await released;
    assert.deepEqual(states, ['opening', 'open', 'closing', 'closed']);
  });

  it('is closed where the answer to CONNECT got lost: it may be open all the same', async () => {
    const { sent, answers, session } = setUp();
    const hold = session.hold();
    answers[0]?.reject(unreachable());
    await assert.rejects(hold.opened, { code: 'platform-unreachable' });
    void hold.release();
    assert.deepEqual(sent, ['CONNECT', 'DISCONNECT']);
  });

  it('released while it is opening, polls nothing and keeps no timer', async () => {
    const { clock, answers, polls, session, states } = setUp();
    const hold = session.hold();
    const released = hold.release();
    answers[0]?.resolve();
    answers[1]?.resolve();
    await released;
    await assert.rejects(hold.opened, { name: 'AbortError' });
    assert.deepEqual([polls.length, clock.pending, states], [0, 0, ['opening', 'closing', 'closed']]);
  });

  it('opened anew before the last DISCONNECT is answered, stays open', async () => {
    const { answers, session } = setUp();
    void session.hold().release();
    const again = session.hold();
    answers[1]?.resolve();
    answers[2]?.resolve();
    await again.opened;
    assert.equal(session.state.name, 'open');
    void again.release();
  });
});
