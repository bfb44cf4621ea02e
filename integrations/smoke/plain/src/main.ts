import 'cc-widgets/define';
import { version } from 'cc-widgets';

document.documentElement.dataset.version = version;
const call = document.querySelector('cc-click-to-call');
call.addEventListener('cc-state-change', ({ state }) => (document.title = state));
call.addEventListener('cc-call-end', ({ reason }) => (document.title = reason));
