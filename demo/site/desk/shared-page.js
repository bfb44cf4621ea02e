/* The visitor's page, for as long as the call: it appears when the visitor shares it. */
import { $ } from './controls.js';
import '/dist/cc-widgets.js';

/**
 * Watches the page of this call; without an established call it stops.
 * @param {import('./call-card.js').Call} call
 * @param {{ agentId: string, guid: () => string }} agent `guid` proves to the desk's server who asks for credentials
 */
export function watchPage({ id, state }, { agentId, guid }) {
  const picture = $('picture');
  const on = state === 'talking' || state === 'held';
  $('no-call').hidden = on;
  picture.hidden = !on;
  if (!on) return void picture.stop();
  if (picture.roomId === id && !['idle', 'ended', 'failed'].includes(picture.state)) return;
  picture.roomId = id;
  picture.userId = agentId;
  picture.userName = `Agent ${agentId}`;
  picture.credentials = async ({ userId }) => {
    const headers = { 'content-type': 'application/json', guid: guid() };
    const answer = await fetch('/desk/credentials', { method: 'POST', headers, body: JSON.stringify({ userId }) });
    if (!answer.ok) throw new Error('The desk is not signed in.');
    return answer.json();
  };
  picture.resourceOrigins = location.origin;
  void picture.start();
}
