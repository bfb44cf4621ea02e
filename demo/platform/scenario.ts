import type { RestFault } from './faults.js';
import type { GatewayFault, RobotOrders } from './ports.js';

/** What happens in a call, one thing after the other; `after` in ms since the one before (or since the answer). */
export type Step = { readonly after: number } & (
  | { readonly do: 'queue' | 'queue-timeout' | 'fail' | 'transfer' | 'release' }
  /** 168101 without an access code. */
  | { readonly do: 'unusable' }
  /** The gateway says BYE: to the leg that talks, or to those that a transfer left behind. */
  | { readonly do: 'hang-up'; readonly legs: 'current' | 'former' }
  | {
      readonly do: 'connect';
      /** What 168101 names, in order; null is a healthy gateway. Default: all healthy ones, `reversed` or not. */
      readonly gateways?: readonly (GatewayFault | null)[] | 'reversed';
      /** Default: fifteen digits of its own. */
      readonly accessCode?: string;
      readonly robot?: RobotOrders;
    }
);

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
  /** createClickToCall answers this. */
  readonly refused?: { readonly resultCode: string; readonly resultDesc: string };
  /** Places in the queue, and ms for each. */
  readonly queue?: { readonly places: number; readonly each: number };
  readonly steps?: readonly Step[];
  /** Begins when the gateway's robot answers for the first time. */
  readonly afterAnswer?: readonly Step[];
  /** What goes wrong with each request for an operation. */
  readonly faults?: Readonly<Record<string, RestFault>>;
  /** Answers in the types that other documents name. */
  readonly typeQuirks?: true;
}
