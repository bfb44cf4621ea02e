/* The agent desk: what the agent does goes to the platform, what is shown comes from its events. */
import { AgentGateway, maxCallDataBytes } from '/dist/agent.js';
import { nextCall, noCall, words } from './call-card.js';
import { Phone } from './phone.js';
import { transferTargets } from './transfer-targets.js';
import '/dist/cc-widgets.js';

const $ = (id) => document.getElementById(id);
const KEPT = 'desk';

let gateway = null;
let phone = null;
let call = noCall;
let muted = false;
/** The call's data as the platform has it, as far as this desk knows. */
let saved = null;

function show(problem = '') {
  $('problem').textContent = problem;
  $('problem').hidden = problem === '';
}

/** What goes wrong is said, and stays until the agent does something else. */
async function attempt(task) {
  try {
    await task();
  } catch (thrown) {
    show(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** What a control does; pressed again before that is done, it does nothing. */
function once(task) {
  let underWay = false;
  return async () => {
    if (underWay) return;
    underWay = true;
    show();
    await attempt(task);
    underWay = false;
  };
}

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

/** The visitor's page, for as long as the call: it appears when the visitor shares it. */
function watch() {
  const { id, state } = call;
  const picture = $('picture');
  const on = state === 'talking' || state === 'held';
  $('no-call').hidden = on;
  picture.hidden = !on;
  if (!on) return void picture.stop();
  if (picture.roomId === id && !['idle', 'ended', 'failed'].includes(picture.state)) return;
  picture.roomId = id;
  picture.userId = $('agent-id').value;
  picture.userName = `Agent ${$('agent-id').value}`;
  picture.credentials = async ({ userId }) => {
    const headers = { 'content-type': 'application/json', guid: gateway.guid };
    const answer = await fetch('/desk/credentials', { method: 'POST', headers, body: JSON.stringify({ userId }) });
    if (!answer.ok) throw new Error('The desk is not signed in.');
    return answer.json();
  };
  picture.resourceOrigins = location.origin;
  void picture.start();
}

function log({ eventType, content }) {
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString();
  const text = document.createElement('code');
  text.textContent = content === null ? eventType : `${eventType} ${JSON.stringify(content)}`;
  item.append(time, text);
  $('log').prepend(item);
  while ($('log').children.length > 200) $('log').lastElementChild.remove();
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

/** Nothing of it is left for the next call, or for who signs in next. */
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

/** Until signed out, by whichever side. */
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
  $('log').replaceChildren();
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

/** Agents come and go: the list is made when it is looked at. No agent's id is the robot's access code. */
async function showTargets() {
  const { agents } = await ask();
  const chosen = $('target').value;
  const options = transferTargets(agents, $('agent-id').value).map(({ name, deviceType, to }) => {
    const option = new Option(name, to, false, to === chosen);
    option.dataset.deviceType = deviceType;
    return option;
  });
  $('target').replaceChildren(...options);
}

/** The target that is chosen, as the gateway's `transfer` takes it. */
function chosenTarget() {
  const [{ value, dataset }] = $('target').selectedOptions;
  return { to: value, deviceType: Number(dataset.deviceType) };
}

async function begin(agentId, enter) {
  const { domain, gateways } = await ask();
  const agent = new AgentGateway({ baseUrl: location.origin, agentId });
  const number = `8${agentId}`;
  await enter(agent, number);
  const desk = new Phone({ number, domain, server: gateways[0], audio: $('sound'), onRing: render, onOver: render });
  try {
    await desk.start();
  } catch {
    // A desk without a phone takes no call, and must not keep another one from signing in.
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

const onClick = (id, task) => $(id).addEventListener('click', once(task));
const onSubmit = (id, task) => {
  const run = once(task);
  $(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
};

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
onSubmit('transfer', () => gateway.transfer({ ...chosenTarget(), callId: call.id }));
$('target').addEventListener('pointerdown', () => attempt(showTargets));
$('target').addEventListener('focus', () => attempt(showTargets));
onClick('load-data', loadData);
onSubmit('data', saveData);
$('call-data').addEventListener('input', render);

// A reload goes on with the session; only this tab has it, and only for as long as the page is away.
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
