import type { JsonObject } from '../platform/guards.js';
import { AgentError } from './agent-error.js';
import type { CallId } from './agent-event.js';

/** What a call can be transferred to; `to` is its address. Source: Huawei Cloud CEC, device types (cec_07_0583). */
const deviceTypes = { 1: 'skill queue', 2: 'agent', 3: 'IVR', 4: 'system access code', 5: 'outside number' } as const;

/** 1 skill queue, 2 agent, 3 IVR flow, 4 system access code, 5 outside number. */
export type TransferDeviceType = keyof typeof deviceTypes;

export interface TransferOptions {
  /**
   * The target's address, 1 to 24 characters. By `deviceType`: 1 the queue's id, 2 the agent's id, 3 the IVR flow's access
   * code, 4 the system access code, each of digits only; 5 an outside number of 0–9, A–E, a–e, `*` and `#`.
   */
  readonly to: string;
  readonly deviceType: TransferDeviceType;
  /**
   * The platform's kind of transfer, an integer that is sent as it is. 0, the default: blind transfer, the agent is released at
   * once. 2: released once the transfer has succeeded. Both are documented for device types 1, 2 and 4; some device types have
   * further modes (talk, three-party). The platform refuses a blind transfer of an outbound or a video call to an outside number.
   */
  readonly mode?: number;
  /** Which call, where the agent has several. */
  readonly callId?: CallId;
}

/**
 * Target and mode, as the transfer request has them.
 * Source: Huawei Cloud CEC, "Transferring a Call" (cec_07_1242).
 * @throws AgentError `bad-argument`
 */
export function transferBody({ to, deviceType, mode = 0 }: TransferOptions): JsonObject {
  if (typeof deviceType !== 'number' || !Object.hasOwn(deviceTypes, deviceType)) {
    const known = Object.entries(deviceTypes).map(([code, name]) => `${code} (${name})`);
    throw badArgument(`\`deviceType\` is none of ${known.join(', ')}`);
  }
  const outside = deviceType === 5;
  if (typeof to !== 'string' || !(outside ? /^[\dA-Ea-e*#]{1,24}$/ : /^\d{1,24}$/).test(to))
    throw badArgument(`\`to\` is not 1 to 24 ${outside ? 'of the characters 0–9, A–E, a–e, * and #' : 'digits'}`);
  if (!Number.isSafeInteger(mode)) throw badArgument('`mode` is not an integer');
  return { devicetype: deviceType, address: to, mode };
}

const badArgument = (meaning: string) => new AgentError('bad-argument', 'transfer', { meaning });
