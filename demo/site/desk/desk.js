/* The agent desk: controls send requests to the platform, the view is rendered from its events. */
import { AgentGateway, maxCallDataBytes } from '/dist/agent.js';
import { nextCall, noCall, words } from './call-card.js';
import { $, attempt, onClick, onSubmit, show } from './controls.js';
import { clearLog, log } from './event-log.js';
import { Phone } from './phone.js';
import { watchPage } from './shared-page.js';
import { chosenTarget, fillTargets, transferTargets } from './transfer-targets.js';

const KEPT = 'desk';

let gateway = null;
let phone = null;
let call = noCall;
let muted = false;
/** The call data as last read from or written to the platform; null without a call. */
let saved = null;

function render() {
  const talking = call.state === 'talking';
  const there = talking || call.state === 'held';
  $('call-state').textContent = words[call.state](call);
  document.title = call.state === 'ringing' ? '☎ Agent desk' : 'Agent desk';
  $('answer').disabled = call.state !== 'ringing' || !phone?.rings;
  $('hold').disabled = !there;
  $('hold').textContent = call.state === 'held' ? 'Take back' : 'Hold';
  $('mute').disabled = !talking;
  $('mute').setAttribute('aria-pressed', String(muted));
  $('mute').textContent = muted ? 'Unmute' : 'Mute';
  $('release').disabled = !there && call.state !== 'ringing';
  $('transfer').querySelector('button').disabled = !talking;
  for (const control of $('data').querySelectorAll('button, textarea')) control.disabled = !there;
  const { value } = $('call-data');
  const size = `${new TextEncoder().encode(value).length} of ${maxCallDataBytes} bytes`;
  $('data-size').textContent = there ? `${size}${value === saved ? ', saved' : ''}` : '';
}

async function loadData() {
  $('call-data').value = saved = await gateway.getCallData({ callId: call.id });
  render();
}

async function saveData() {
  const data = $('call-data').value;
  await gateway.setCallData({ callId: call.id, data });
  saved = data;
  render();
}

async function onEvent(event) {
  log(event);
  const before = call.state;
  call = nextCall(call, event);
  if (call.state === before) return;
  if (before === 'ringing' && call.state === 'talking') await attempt(loadData);
  if (call.state === 'none') forgetCall();
  watch();
  render();
}

/** Nothing of a call may be left for the next one, or for the next agent. */
function forgetCall() {
  call = noCall;
  muted = false;
  saved = null;
  $('call-data').value = '';
}

async function showStatus() {
  const { name } = await gateway.status();
  $('status').textContent = `Agent ${$('agent-id').value}: ${name}`;
}

/** Handles events until the session ends, by either side. */
async function follow() {
  try {
    for await (const event of gateway.events()) {
      await onEvent(event);
      if (/^Agent(State|Other)_|_Talking|_Release/.test(event.eventType)) await attempt(showStatus);
    }
  } catch (thrown) {
    if (thrown.code !== '100-008') show(thrown.message);
  }
  await phone?.stop();
  gateway = phone = null;
  forgetCall();
  clearLog();
  watch();
  sessionStorage.removeItem(KEPT);
  signedIn(false);
  render();
}

function signedIn(yes) {
  $('sign-in').hidden = yes;
  $('desk').hidden = $('session').hidden = !yes;
  if (!yes) $('status').textContent = 'Signed out';
}

const ask = async () => (await fetch('/desk.json')).json();

/** Agents come and go: the list is refreshed whenever the select is opened. */
async function showTargets() {
  const { agents } = await ask();
  fillTargets($('target'), transferTargets(agents, $('agent-id').value));
}

const watch = () => watchPage(call, { agentId: $('agent-id').value, guid: () => gateway.guid });

async function begin(agentId, enter) {
  const { domain, gateways } = await ask();
  const agent = new AgentGateway({ baseUrl: location.origin, agentId });
  const number = `8${agentId}`;
  await enter(agent, number);
  const desk = new Phone({ number, domain, server: gateways[0], audio: $('sound'), onRing: render, onOver: render });
  try {
    await desk.start();
  } catch {
    // Without its phone the desk can take no call, and must not block a sign-in elsewhere.
    await Promise.allSettled([desk.stop(), agent.signOut()]);
    throw new Error('The phone can’t reach the contact center’s gateway.');
  }
  [gateway, phone] = [agent, desk];
  signedIn(true);
  render();
  void follow();
  await showTargets();
  await showStatus();
}

onSubmit('sign-in', () =>
  begin($('agent-id').value, async (agent, phoneNumber) => {
    const password = $('password').value;
    const force = $('force').checked;
    const { skillsError } = await agent.signIn({ password, phoneNumber, force, autoAnswer: false, status: 'busy' });
    $('force').checked = false;
    if (skillsError) show(skillsError.message);
  }),
);
onClick('ready', () => gateway.setStatus('ready'));
onClick('busy', () => gateway.setStatus('busy'));
onClick('sign-out', () => gateway.signOut());
onClick('answer', async () => {
  await phone.answer();
  await gateway.answer({ callId: call.id });
});
onClick('hold', () => (call.state === 'held' ? gateway.unhold({ callId: call.id }) : gateway.hold()));
onClick('mute', async () => {
  await (muted ? gateway.unmute() : gateway.mute());
  muted = !muted;
  phone.muted = muted;
  render();
});
onClick('release', () => gateway.release());
onSubmit('transfer', () => gateway.transfer({ ...chosenTarget($('target')), callId: call.id }));
$('target').addEventListener('pointerdown', () => attempt(showTargets));
$('target').addEventListener('focus', () => attempt(showTargets));
onClick('load-data', loadData);
onSubmit('data', saveData);
$('call-data').addEventListener('input', render);

// A reload resumes the session. The Guid is kept for this tab only, and only while the page reloads.
addEventListener('pagehide', () => {
  if (gateway?.guid) sessionStorage.setItem(KEPT, JSON.stringify([$('agent-id').value, gateway.guid]));
});
const [agentId, guid] = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
sessionStorage.removeItem(KEPT);
if (guid) {
  $('agent-id').value = agentId;
  await attempt(() =>
    begin(agentId, async (agent) => {
      agent.adopt(guid);
      await agent.renewGuid();
    }),
  );
}
document.body.dataset.state = 'ready';
