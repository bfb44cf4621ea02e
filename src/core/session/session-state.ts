/*
 * The visitor's session at the platform: the text session (a chat) and the multimedia call id that everything in it shares.
 *
 *   closed ─opening─▶ opening ─opened─▶ open ─closing─▶ closing ─closed─▶ closed
 *                        └─────────────closing─────────────▲
 *
 * Where the response to CONNECT was lost the session may be open, so `opening` is closed with a DISCONNECT, too. The id
 * comes with the first message, before or long after `opened`, and is kept when the session is over.
 */

export interface SessionState {
  readonly name: 'closed' | 'opening' | 'open' | 'closing';
  /** The multimedia call id: the room of a co-browse. null until a message has brought it. */
  readonly textCallId: string | null;
}

export type SessionFact =
  | { readonly type: 'opening' | 'opened' | 'closing' | 'closed' }
  | { readonly type: 'textCallIdReceived'; readonly textCallId: string };

export const closedSession: SessionState = Object.freeze({ name: 'closed', textCallId: null });

/** The state after a fact; the same object where the fact changes nothing. Every state is frozen. */
export function nextSessionState(state: SessionState, fact: SessionFact): SessionState {
  const next = step(state, fact);
  return next === state ? state : Object.freeze(next);
}

function step(state: SessionState, fact: SessionFact): SessionState {
  const { name, textCallId } = state;
  switch (fact.type) {
    case 'opening':
      return name === 'closed' || name === 'closing' ? { name: 'opening', textCallId: null } : state;
    case 'opened':
      return name === 'opening' ? { name: 'open', textCallId } : state;
    case 'closing':
      return name === 'opening' || name === 'open' ? { name: 'closing', textCallId } : state;
    case 'closed':
      return name === 'closing' ? { name: 'closed', textCallId } : state;
    case 'textCallIdReceived':
      if (name !== 'opening' && name !== 'open') return state;
      return fact.textCallId === textCallId ? state : { name, textCallId: fact.textCallId };
  }
}
