/** In the agent's page. */
import { replayPage, type PageReplay } from '../../src/browser/cobrowse/page-replayer.js';

import { compare } from './pixels.js';

declare global {
  interface Window {
    replay?: PageReplay;
    show(events: string): void;
    compare: typeof compare;
    broken: string[];
  }
}

window.compare = compare;
window.broken = [];
const root = document.createElement('div');
document.body.append(root);
const origins = new URLSearchParams(location.search).getAll('origin');
window.replay = replayPage({
  ...{ root, title: 'Shared page', origins },
  onBroken: (cause) => window.broken.push(String(cause)),
});
window.show = (events) => window.replay?.apply(JSON.parse(events) as unknown[]);
