/** In the page that is shared. */
import { recordPage } from '../../src/browser/cobrowse/recorder/page-recorder.js';

declare global {
  interface Window {
    /** Takes what leaves the page, as text. */
    leaves(events: string): void;
    keyframe?: () => void;
  }
}

const recording = recordPage({
  emit: (events) => window.leaves(JSON.stringify(events)),
  onFailure: (failure, cause) => {
    throw new Error(`the recording ended: ${failure}`, { cause });
  },
});
window.keyframe = () => {
  recording.keyframe();
};
