import type { RestFault } from './faults.js';
import type { GatewayFault, RobotOrders } from './ports.js';

/** One step of a call. `after`: ms since the step before, or since the call began or was answered. */
export type Step = { readonly after: number } & (
  | { readonly do: 'queue' | 'queue-timeout' | 'fail' | 'transfer' | 'release' }
  /** 168101 without an access code. */
  | { readonly do: 'unusable' }
  /** BYE from the gateway: to the current leg, or to those that a transfer left behind. */
  | { readonly do: 'hang-up'; readonly legs: 'current' | 'former' }
  | Connect
);

export type ConnectStep = Extract<Step, { readonly do: 'connect' }>;

interface Connect {
  readonly do: 'connect';
  /**
   * What 168101 lists, in order; null is a healthy gateway. Default: all healthy ones; `reversed`: from last to first.
   */
  readonly gateways?: readonly (GatewayFault | null)[] | 'reversed';
  /** Default: fifteen digits of its own. */
  readonly accessCode?: string;
  readonly robot?: RobotOrders;
}

interface LocalText {
  readonly en: string;
  readonly zh: string;
}

/** One WEB channel of the embedded contact center; its configuration id is the scenario's id. */
export interface Scenario {
  readonly id: string;
  readonly title: LocalText;
  /** One line on what to expect. */
  readonly description?: LocalText;
  /** checkClickToCallSupport says no: for the channel, or for the tenant space. */
  readonly unsupported?: 'channel' | 'tenant';
  /** createClickToCall fails with this. */
  readonly refused?: { readonly resultCode: string; readonly resultDesc: string };
  /** Places in the queue, and ms for each. */
  readonly queue?: { readonly places: number; readonly each: number };
  readonly steps?: readonly Step[];
  /** Played from the first answer on. */
  readonly afterAnswer?: readonly Step[];
  /** Injected into every request of an operation. */
  readonly faults?: Readonly<Record<string, RestFault>>;
  /** Answers in the types that other documents give the same fields. */
  readonly typeQuirks?: true;
}
