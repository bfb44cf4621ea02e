import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStore } from '../../../src/core/lib/store.js';
import { uncaught } from '../../support/uncaught.js';

const counter = () => createStore<number, number>((state, fact) => state + fact, 0);

describe('store', () => {
  it('tells every change with the state before it, and nothing where nothing changed', () => {
    const store = counter();
    const told: number[][] = [];
    const stop = store.subscribe((...states) => told.push(states));
    for (const fact of [2, 0, 3]) store.dispatch(fact);
    stop();
    store.dispatch(1);
    assert.deepEqual(told, [
      [2, 0],
      [5, 2],
    ]);
    assert.equal(store.state, 6);
  });

  it('is not stopped by a listener that throws, nor are the others; what it threw is reported as uncaught', async (test) => {
    const reported = uncaught(test);
    const store = counter();
    const heard: number[] = [];
    const broken = new Error('broken listener');
    store.subscribe(() => {
      throw broken;
    });
    store.subscribe((state) => heard.push(state));
    store.dispatch(1);
    store.dispatch(1);
    assert.deepEqual([store.state, heard, reported], [2, [1, 2], []]);
    await Promise.resolve();
    assert.deepEqual(reported, [broken, broken]);
  });
});
