import assert from 'node:assert/strict';
import type { ContactCenter } from '../../../../demo/platform/contact-center.js';
import type { ManualClock } from '../../../support/manual-clock.js';
import { ORIGIN, read, visit, type Given, type Json, type SetUp } from '../visitor.js';

interface Asked {
  readonly body?: unknown;
  /** Instead of the agent's own; null sends none. */
  readonly guid?: string | null;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Event {
  readonly eventType: string;
  readonly workNo: string;
  readonly content: unknown;
}

/** An agent's console: it keeps the Guid, and nothing else. */
class Console {
  readonly id: string;
  guid: string | null = null;
  readonly #center: ContactCenter;
  readonly #clock: ManualClock;

  constructor(id: string, center: ContactCenter, clock: ManualClock) {
    this.id = id;
    this.#center = center;
    this.#clock = clock;
  }

  /** `path` below /agentgateway/resource/; `{id}` is the agent. A new Guid is adopted. */
  async ask(method: string, path: string, { body, guid = this.guid, signal, headers = {} }: Asked = {}) {
    const request = new Request(`${ORIGIN}/agentgateway/resource/${path.replace('{id}', this.id)}`, {
      method,
      headers: {
        'content-type': 'application/json; charset=UTF-8',
        ...(guid === null ? {} : { guid }),
        ...headers,
      },
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const given = await read(await this.#center.handle(request));
    const renewed = /^JSESSIONID=(.+)$/.exec(given.headers.get('set-guid') ?? '')?.[1];
    if (renewed !== undefined) this.guid = renewed;
    return given;
  }

  /** The code that an operation is answered with; HTTP 200 with all of them. */
  async code(method: string, path: string, asked: Asked = {}): Promise<unknown> {
    const { status, json } = await this.ask(method, path, asked);
    assert.equal(status, 200);
    return json?.['retcode'];
  }

  signIn(body: Json = {}, path = ''): Promise<Given> {
    return this.ask('PUT', `onlineagent/{id}${path}`, {
      body: { password: 'demo', phonenum: `40${this.id}`, ...body },
      guid: null,
    });
  }

  poll(asked: Asked = {}): Promise<Given> {
    return this.ask('GET', 'agentevent/{id}', asked);
  }

  /** Every event that is there, as polls bring them. */
  async events(): Promise<Event[]> {
    const events: Event[] = [];
    for (;;) {
      const patience = new AbortController();
      const given = this.poll({ signal: patience.signal });
      await this.#clock.advance(0);
      if (this.#center.agents.heldPolls > 0) {
        patience.abort();
        await assert.rejects(given, { name: 'AbortError' });
        return events;
      }
      const { json } = await given;
      assert.equal(json?.['retcode'], '0');
      events.push(json['event'] as Event);
    }
  }

  /** The types of every event that is there. */
  async eventTypes(): Promise<string[]> {
    return (await this.events()).map(({ eventType }) => eventType);
  }

  async state(): Promise<unknown> {
    return ((await this.ask('GET', 'onlineagent/{id}/agentstatus')).json?.['result'] as Json)['agentState'];
  }
}

/** A contact center with a visitor and consoles; nobody is signed in. */
export async function floor(setUp: SetUp = {}) {
  const visitor = await visit({ channel: 'direct-agent', ...setUp });
  const { center, clock, gateways } = visitor;
  const { phones } = gateways;
  const agent = (id: string) => new Console(id, center, clock);
  /** Signed in, registered, and rid of the first events. */
  const ready = async (id: string, signIn: Json = {}) => {
    const one = agent(id);
    assert.equal((await one.signIn(signIn)).json?.['retcode'], '0');
    phones.register(`40${id}`);
    await one.events();
    return one;
  };
  /** What the visitor's polls have brought by now. */
  const heard = async (): Promise<unknown[]> => {
    const ids: unknown[] = [];
    for (;;) {
      const patience = new AbortController();
      const given = visitor.events({ signal: patience.signal });
      await clock.advance(0);
      if (center.heldPolls > 0) {
        patience.abort();
        await assert.rejects(given, { name: 'AbortError' });
        return ids;
      }
      const { json } = await given;
      // After the end there is no call, and nothing more to hear.
      if (json?.['eventId'] === undefined) return ids;
      ids.push(json['eventId']);
    }
  };
  const phone = () => {
    const call = phones.calls.at(-1);
    assert.ok(call);
    return call;
  };
  return { ...visitor, phones, agent, ready, heard, phone };
}
