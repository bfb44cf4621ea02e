import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AgentGateway } from '../../../src/core/agent/agent-gateway.js';
import { ManualClock, settle } from '../../support/manual-clock.js';
import { code, event, json, rotate, withEvent } from './scripted-platform.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HOLD = 10_000;
const ROTATION = MINUTE;
const VALIDITY = 2 * MINUTE;
const SIGNED_OUT_AFTER = 2 * MINUTE;

interface Gap {
  /** Between an answer and the next poll, ms. */
  readonly pause: number;
  readonly status: number;
}

/**
 * A platform of the documents' timing: holds a poll for 10 s unless there is an event, rotates the Guid every 60 s, takes one for
 * 120 s, signs an agent out who does not poll for 2 minutes. Each `faultEvery`th poll fails, with 503 or with a broken connection.
 */
class SmallPlatform {
  readonly gaps: Gap[] = [];
  polls = 0;
  rotations = 0;
  refusals = 0;
  readonly #clock: ManualClock;
  readonly #faultEvery: number;
  readonly #waiting: number[] = [];
  readonly #guids = new Map<string, number>();
  #guid = '';
  #issuedAt = -Infinity;
  #out = 0;
  #answered: { at: number; status: number } | null = null;
  #arrive: () => void = () => undefined;

  constructor(clock: ManualClock, faultEvery: number) {
    this.#clock = clock;
    this.#faultEvery = faultEvery;
  }

  happen(number: number): void {
    this.#waiting.push(number);
    this.#arrive();
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (url.endsWith('/onlineagent/291')) return json({ retcode: '0' }, this.#issue());
    const validUntil = this.#guids.get(new Headers(init.headers).get('guid') ?? '') ?? -Infinity;
    if (this.#clock.now() > validUntil) {
      this.refusals += 1;
      return code('000-003');
    }
    if (!url.includes('/agentevent/')) return code('0');
    assert.equal(this.#out, 0, 'one poll at a time');
    this.#out += 1;
    if (this.#answered) {
      const pause = this.#clock.now() - this.#answered.at;
      assert.ok(pause < SIGNED_OUT_AFTER, 'the agent was signed out');
      this.gaps.push({ pause, status: this.#answered.status });
    }
    const response = await this.#poll().finally(() => (this.#out -= 1));
    this.#answered = { at: this.#clock.now(), status: response?.status ?? 0 };
    if (!response) throw new TypeError('the connection broke');
    return response;
  };

  async #poll(): Promise<Response | null> {
    this.polls += 1;
    const due = this.#clock.now() - this.#issuedAt >= ROTATION;
    const headers = due ? this.#issue() : {};
    // The worst moment: the rotation comes with an answer that is a failure in all else.
    if (this.polls % this.#faultEvery === 0) return new Response('', { status: 503, headers });
    if (!due && this.polls % this.#faultEvery === 1) return null;
    if (this.#waiting.length === 0)
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.after(HOLD, resolve);
        this.#arrive = () => {
          cancel();
          resolve();
        };
      });
    const number = this.#waiting.shift();
    return withEvent(number === undefined ? null : event('AgentEvent_Hold', String(number)), headers);
  }

  #issue(): Record<string, string> {
    const now = this.#clock.now();
    for (const [guid, until] of this.#guids) if (until < now) this.#guids.delete(guid);
    this.#guids.set(this.#guid, now + VALIDITY - ROTATION);
    this.rotations += 1;
    this.#guid = `g${this.rotations}.AgentGateway0`;
    this.#guids.set(this.#guid, now + VALIDITY);
    this.#issuedAt = now;
    return rotate(`g${this.rotations}`);
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are alive: what has a finalizer is only gone some collections after it died. */
async function heap(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    await settle();
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

it('polls for 24 hours: every event once, every pause within the rules, nothing grows', async () => {
  const clock = new ManualClock();
  const platform = new SmallPlatform(clock, 50);
  const gateway = new AgentGateway({ baseUrl: 'https://cc.example', agentId: '291', fetch: platform.fetch, clock });
  await gateway.signIn({ password: 'secret', phoneNumber: '40038' });
  const stop = new AbortController();
  let read = 0;
  const reading = (async () => {
    for await (const { content } of gateway.events({ signal: stop.signal })) assert.equal(content, String(read++));
  })();

  let happened = 0;
  const run = async (hours: number) => {
    const end = clock.now() + hours * HOUR;
    while (clock.now() < end) {
      await clock.advance(7_000 + ((happened * 7_919) % 60_000));
      for (let burst = 0; burst <= happened % 3; burst += 1) platform.happen(happened++);
    }
  };
  await run(2);
  const before = await heap();
  const recorded = platform.gaps.length;
  await run(22);
  await clock.advance(MINUTE);
  const growth = (await heap()) - before;

  assert.equal(read, happened);
  assert.equal(platform.refusals, 0);
  assert.ok(happened > 4_000 && platform.polls > 8_000 && platform.rotations >= 1_300);
  for (const { pause, status } of platform.gaps)
    assert.ok(
      status === 200 ? pause >= 200 && pause <= 500 : pause > 1_000 && pause < 5_000,
      `${pause} after ${status}`,
    );
  assert.ok(platform.gaps.some(({ status }) => status === 503) && platform.gaps.some(({ status }) => status === 0));
  assert.equal(getEventListeners(stop.signal, 'abort').length, 1);
  assert.ok(clock.pending <= 2, 'one poll’s time, one hold');
  // What the test itself wrote down, some 60 bytes for each pause, is part of it.
  assert.ok(growth < 1_000_000 + (platform.gaps.length - recorded) * 100, `${growth} bytes`);

  stop.abort();
  await reading;
  assert.equal(getEventListeners(stop.signal, 'abort').length, 0);
  await gateway.signOut();
  await settle();
  assert.ok(clock.pending <= 1, 'the platform’s own hold');
});
