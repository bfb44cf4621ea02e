/* The desk's call state, derived from the platform's events alone; controls never set it. */
import { callIdOf } from '/dist/agent.js';

/** @typedef {{ id: string | null, caller: string, state: 'none' | 'ringing' | 'talking' | 'held' }} Call */

/** @type {Call} */
export const noCall = Object.freeze({ id: null, caller: '', state: 'none' });

/**
 * The state after an event (reducer).
 * @param {Call} call
 * @param {{ eventType: string, content: any }} event
 * @returns {Call}
 */
export function nextCall(call, { eventType, content }) {
  const id = callIdOf(content);
  switch (eventType) {
    case 'AgentEvent_Ringing':
    case 'AgentEvent_Auto_Answer':
      return { id, caller: String(content?.caller ?? ''), state: 'ringing' };
    case 'AgentEvent_Talking':
      return { id: id ?? call.id, caller: String(content?.caller ?? call.caller), state: 'talking' };
    case 'AgentEvent_Hold':
      return { ...call, state: 'held' };
    case 'AgentEvent_No_Answer':
    case 'AgentEvent_Call_Release':
    case 'AgentEvent_Customer_Release':
      return call.id === null || id === null || id === call.id ? noCall : call;
    default:
      return call;
  }
}

/** What the desk says of the call, by its state. */
export const words = {
  none: () => 'Nobody is calling.',
  ringing: ({ caller }) => `${caller} is calling.`,
  talking: ({ caller }) => `Talking with ${caller}.`,
  held: ({ caller }) => `${caller} is on hold and hears nothing.`,
};
