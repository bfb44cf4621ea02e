import type { MediaKind } from './call-state.js';
import { captureVerdict, deviceVerdict } from './device-verdict.js';
import type { Capture, Devices } from './ports.js';

export interface MicrophoneEvents {
  /** Permission is granted already: opening takes no more than moments. */
  granted(): void;
  /** The browser is expected to prompt for permission. */
  asking(): void;
  /** It is open. From now on the caller stops it, even where `openMicrophone` rejects afterwards. */
  opened(capture: Capture): void;
}

/**
 * Opens the microphone, and the camera in a video call. Devices are checked before the browser prompts, and once more
 * with permission, since some browsers list speakers only then.
 * @throws CallError; the signal's reason where it aborted (what was opened after that is stopped)
 */
export async function openMicrophone(
  devices: Devices,
  media: MediaKind,
  events: MicrophoneEvents,
  signal: AbortSignal,
): Promise<Capture> {
  const facts = await devices.look();
  signal.throwIfAborted();
  const obstacle = deviceVerdict(facts, media);
  if (obstacle) throw obstacle;
  if (facts.permission === 'granted') events.granted();
  else events.asking();
  const capture = await devices.open(media).catch((thrown: unknown) => {
    throw captureVerdict(thrown instanceof Error ? thrown.name : 'unknown', media, facts);
  });
  if (signal.aborted) capture.stop();
  signal.throwIfAborted();
  events.opened(capture);
  const missing = deviceVerdict({ ...(await devices.look()), permission: 'granted' }, media);
  signal.throwIfAborted();
  if (missing) throw missing;
  return capture;
}
