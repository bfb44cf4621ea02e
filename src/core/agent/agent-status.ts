import { isObject, number, type JsonObject } from '../platform/guards.js';

/** By the platform's code (cec_07_0581). */
const names = {
  0: 'unknown',
  2: 'signed-out',
  3: 'busy',
  4: 'ready',
  5: 'work',
  7: 'talking',
  8: 'rest',
  9: 'pre-rest',
} as const;

/** Source: Huawei Cloud CEC, agent status (cec_07_0581). */
export interface AgentStatus {
  /** `ready` is idle, `work` after-call work, `pre-rest` a rest that begins after the call; `unknown` also for unlisted codes. */
  readonly name: (typeof names)[keyof typeof names];
  /** The platform's code; null where the response had none. */
  readonly code: number | null;
}

/** Parses the response of agentstatus: `result.agentState`, or a `result` that is the code itself (cec_07_0355, cec_07_1222). */
export function readAgentStatus({ result }: JsonObject): AgentStatus {
  const first: unknown = Array.isArray(result) ? result[0] : result;
  const code = number(isObject(first) ? first['agentState'] : first);
  return { code, name: code !== null && isListed(code) ? names[code] : 'unknown' };
}

const isListed = (code: number): code is keyof typeof names => Object.hasOwn(names, code);
