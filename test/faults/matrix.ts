import { control } from './list/control.js';
import { devices } from './list/devices.js';
import { dialog } from './list/dialog.js';
import { invitation } from './list/invitation.js';
import { media } from './list/media.js';
import { page } from './list/page.js';
import { platform } from './list/platform.js';
import { session } from './list/session.js';
import { signaling } from './list/signaling.js';
import { turn } from './list/turn.js';
import type { Fault } from './rig/judges.js';

/** Every fault, in the order of the table. */
export const faults: readonly Fault[] = [
  ...control,
  ...signaling,
  ...invitation,
  ...session,
  ...dialog,
  ...media,
  ...turn,
  ...devices,
  ...page,
  ...platform,
];
