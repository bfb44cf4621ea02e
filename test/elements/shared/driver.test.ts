import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStore } from '../../../src/core/lib/store.js';
import { Driver } from '../../../src/elements/shared/driver.js';
import type { Failure } from '../../../src/core/lib/coded-error.js';
import { CcErrorEvent, CcStateChangeEvent } from '../../../src/elements/shared/events.js';
import { settle } from '../../support/manual-clock.js';

type State = { readonly name: 'idle' | 'loading' | 'on' | 'off' | 'failed'; readonly error?: Failure };

/** A driver whose host is a bare event target, and whose runs go where the test says. */
function setUp() {
  const attributes: string[] = [];
  const host = Object.assign(new EventTarget(), {
    requestUpdate: () => undefined,
    setAttribute: (_name: string, value: string) => void attributes.push(value),
  });
  const heard: string[] = [];
  const driver = new Driver<string, State, Run>(host as unknown as ConstructorParameters<typeof Driver>[0], {
    idle: { name: 'idle' },
    loading: { name: 'loading' },
    stopped: { name: 'off' },
    what: 'It',
    failed: (error) => ({ name: 'failed', error }),
    isOver: ({ name }) => name === 'off' || name === 'failed',
    isSettled: ({ name }) => name === 'on',
    stop: (run) => Promise.resolve(run.dispatch({ name: 'off' })),
    follow: ({ name }) => heard.push(`followed ${name}`),
    events: ({ name }) => (name === 'off' ? [new Event('over')] : []),
  });
  host.addEventListener('cc-state-change', (event) => {
    assert.ok(event instanceof CcStateChangeEvent);
    const { state, previous } = event;
    heard.push(`${previous} to ${state}`);
  });
  host.addEventListener('cc-error', (event) => {
    assert.ok(event instanceof CcErrorEvent);
    heard.push(`error ${event.error.code}`);
  });
  host.addEventListener('over', () => heard.push('over'));
  return { attributes, driver, heard, host };
}

const newRun = () => createStore((_: State, next: State): State => next, { name: 'loading' });
type Run = ReturnType<typeof newRun>;

describe('what an element runs', () => {
  it('is loaded once for all who start it, and settles when it is on', async () => {
    const { attributes, driver, heard } = setUp();
    const run = newRun();
    let loaded = 0;
    const load = () => Promise.resolve(() => ((loaded += 1), run));
    const promises = [driver.start(load), driver.start(load)];
    assert.equal(promises[0], promises[1]);
    await settle();
    assert.deepEqual([driver.run === run, loaded], [true, 1]);
    run.dispatch({ name: 'on' });
    await promises[0];
    await driver.stop();
    assert.deepEqual(attributes, ['loading', 'on', 'off']);
    assert.deepEqual(heard.slice(-3), ['followed off', 'on to off', 'over']);
    assert.deepEqual([driver.run, driver.underWay], [null, false]);
  });

  it('stopped while it is loading, never runs', async () => {
    const { driver } = setUp();
    let started = 0;
    const promised = driver.start(() => Promise.resolve(() => ((started += 1), newRun())));
    await driver.stop();
    await promised;
    await settle();
    assert.deepEqual([driver.state, driver.unready, started], ['off', null, 0]);
  });

  it('that could not be loaded fails with a frozen error, and can be started again', async () => {
    const { driver, heard } = setUp();
    await driver.start(() => Promise.reject(new Error('404')));
    assert.deepEqual([driver.state, driver.unready, Object.isFrozen(driver.error)], ['failed', 'notLoaded', true]);
    assert.deepEqual(heard.slice(-3), ['followed failed', 'loading to failed', 'error internal']);
    void driver.start(() => Promise.resolve(newRun));
    assert.deepEqual([driver.state, driver.unready, driver.error], ['loading', 'starting', null]);
  });

  it('counts how often in a row it could not be loaded', async () => {
    const { driver } = setUp();
    const fail = () => driver.start(() => Promise.reject(new Error('404')));
    await fail();
    await fail();
    assert.equal(driver.unready, 'reload');
    const run = newRun();
    void driver.start(() => Promise.resolve(() => run));
    await settle();
    await driver.stop();
    await fail();
    assert.equal(driver.unready, 'notLoaded');
  });

  it('may be started again by whoever hears that it failed', async () => {
    const { driver, host } = setUp();
    const run = newRun();
    host.addEventListener('cc-error', () => void driver.start(() => Promise.resolve(() => run)), { once: true });
    await driver.start(() => Promise.reject(new Error('404')));
    await settle();
    assert.deepEqual([driver.run === run, driver.unready], [true, null]);
  });
});
