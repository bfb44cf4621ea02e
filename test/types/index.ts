/** Code that a user of the package writes: what must compile, and what must not. Checked against the built types. */
import { CcClickToCall, type TextOverrides } from 'cc-widgets';
import 'cc-widgets/define';

const element: CcClickToCall = new CcClickToCall();
element.baseUrl = 'https://example.com';

// @ts-expect-error The state is a fact, which nobody sets from outside.
element.state = 'talking';

element.addEventListener('cc-state-change', ({ state, previous }) => {
  const started: boolean = state === 'talking' && previous === 'dialing';
  // @ts-expect-error A misspelt state is none.
  const misspelt: boolean = state === 'takling';
  return [started, misspelt];
});
element.addEventListener('cc-error', ({ error }) => {
  if (error.code === 'off-hours') return error.causeId;
  // @ts-expect-error No call fails with this.
  return error.code === 'page-too-large';
});
element.addEventListener('cc-call-end', ({ reason, seconds, causeId, report }) => {
  // @ts-expect-error It may be null.
  const gateway = report.gateway;
  return reason === 'agent' && seconds > 60 && (causeId ?? report?.causeId) === gateway;
});
element.addEventListener(
  'cc-quality',
  ({ level, cause, rtt }) => level === 'bad' && cause === 'network' && (rtt ?? 0) > 500,
);
element.addEventListener('click', ({ clientX }) => clientX);
document.querySelector('cc-click-to-call')?.addEventListener('cc-session-change', (event) => event.textCallId);
// Heard on the page, it may come from either element.
document.addEventListener('cc-state-change', ({ state }) => state.length);

const words: TextOverrides = { close: 'Dismiss', errors: { 'off-hours': { advice: 'We open at nine.' } } };
// @ts-expect-error There is no such error.
const noWords: TextOverrides = { errors: { 'off-hour': { advice: 'We open at nine.' } } };
element.texts = words ?? noWords;
