import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  closedSession,
  nextSessionState,
  type SessionFact,
  type SessionState,
} from '../../../src/core/session/session-state.js';

const after = (...facts: SessionFact[]): SessionState => facts.reduce(nextSessionState, closedSession);
const opening: SessionFact = { type: 'opening' };
const opened: SessionFact = { type: 'opened' };
const closing: SessionFact = { type: 'closing' };
const closed: SessionFact = { type: 'closed' };
const told = (textCallId: string): SessionFact => ({ type: 'textCallIdReceived', textCallId });

describe('the state of a session', () => {
  it('keeps the id when it is over, and forgets it with the next one', () => {
    assert.deepEqual(after(opening, told('a'), opened, closing, closed), { name: 'closed', textCallId: 'a' });
    assert.deepEqual(after(opening, told('a'), closing, opening), { name: 'opening', textCallId: null });
  });

  it('takes an id before it is open, and none when it is over', () => {
    assert.deepEqual(after(opening, told('a'), opened), { name: 'open', textCallId: 'a' });
    assert.deepEqual(after(opening, closing, told('late')), { name: 'closing', textCallId: null });
  });

  it('is the same object where a fact changes nothing', () => {
    const open = after(opening, opened, told('a'));
    for (const fact of [opening, opened, closed, told('a')]) assert.equal(nextSessionState(open, fact), open);
    const over = after(opening, closing, closed);
    for (const fact of [opened, closing, closed, told('b')]) assert.equal(nextSessionState(over, fact), over);
  });
});
