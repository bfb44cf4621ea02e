import type { Log } from '../lib/log.js';
import type { CallState } from './call-state.js';

/** One line for each transition of a call; changes within a state are none. */
export function logTransition(log: Log, state: CallState, previous: CallState): void {
  const { name } = state;
  if (name === previous.name) return;
  const leg = 'leg' in state ? { leg: state.leg } : {};
  if (name === 'ended')
    log.info('call', { state: name, from: previous.name, reason: state.reason, seconds: state.seconds });
  else if (name === 'failed') {
    const { code, status = null } = state.error;
    (code === 'internal' ? log.error : log.warn)('call', { state: name, from: previous.name, code, status });
  } else log.info('call', { state: name, from: previous.name, ...leg });
}
