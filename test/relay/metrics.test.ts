import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeCodes } from '../../src/core/cobrowse/wire/control.js';
import { startRelay } from './relay-rig.js';

test('metrics tell rooms, connections, refusals and lag in the text format of Prometheus', async (t) => {
  const { relay, join, enter } = await startRelay(t);
  await join('recorder');
  await join('replayer');
  const refused = await enter('replayer', { signature: 'forged.ticket' });
  await refused.closed;
  const text = relay.metrics();
  for (const line of [
    'cc_relay_rooms 1',
    'cc_relay_recorders 1',
    'cc_relay_viewers 1',
    'cc_relay_draining 0',
    'cc_relay_acts_total{act="joined"} 2',
    `cc_relay_refused_total{code="${closeCodes.ticket}"} 1`,
  ])
    assert.ok(text.includes(`${line}\n`), line);
  assert.match(text, /^cc_relay_event_loop_lag_seconds\{quantile="0\.99"\} \d+\.\d+$/m);
  for (const line of text.trimEnd().split('\n'))
    assert.match(line, /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="[^"]+"\})? [\d.]+)$/);
  assert.doesNotMatch(text, /visitor|agent|Ada|Grace|127\.0/);
});

test('GET /healthz has no counts for whoever asks through a proxy, and tells when it drains', async (t) => {
  const { relay, host, open } = await startRelay(t);
  const ask = (headers = {}) => fetch(`http://${host}/healthz`, { headers });
  assert.deepEqual(await (await ask({ 'x-forwarded-for': '203.0.113.9' })).json(), { status: 'ready' });
  assert.equal(((await (await ask()).json()) as { rooms: number }).rooms, 0);
  const peer = await open();
  // It does not answer the close, so that the relay waits for it.
  peer.socket.pause();
  const drained = relay.close();
  const health = await ask();
  assert.equal(health.status, 503);
  assert.deepEqual(await health.json(), { status: 'draining' });
  await assert.rejects(open());
  peer.socket.terminate();
  await drained;
});
