import type { GatewayFault, Gateways } from '../ports.js';
import { faultPath } from './fault-path.js';
import { closedOrigin, openBlackHole, openGateway } from './gateway.js';
import { createRobotMedia, type CreateRobotMedia } from './robot-media.js';
import { Switchboard } from './switchboard.js';

export interface GatewaysOptions {
  /** What 168101 names by default, one gateway per entry; null is a healthy one. Default: two healthy ones. */
  readonly faults?: readonly (GatewayFault | null)[];
  /** Another robot than the one with real media, for tests of signaling alone. */
  readonly robotMedia?: CreateRobotMedia;
  /** Calls at a time; more get 503. Default 32. */
  readonly maxCalls?: number;
}

export interface RunningGateways extends Gateways {
  /** Calls that ring or talk now. */
  readonly activeCalls: number;
  /** Hangs up every call, closes every socket and port. */
  close(): Promise<void>;
}

/** A domain that can't exist (RFC 2606): nothing is ever looked up, the socket leads to the gateway. */
const DOMAIN = 'gateway.contact-center.example';

/**
 * Starts the contact center's SIP gateways on free ports of 127.0.0.1. Every call is answered by the robot agent.
 * Faults have ports of their own, apart from the healthy gateways and the black hole apart from the rest: browsers hold
 * back a WebSocket handshake while another one with the same host and port is under way (RFC 6455 §4.1).
 */
export async function startGateways(options: GatewaysOptions = {}): Promise<RunningGateways> {
  const { faults = [null, null], robotMedia: createMedia = createRobotMedia, maxCalls = 32 } = options;
  const switchboard = new Switchboard(DOMAIN, maxCalls);
  const open = () => openGateway({ switchboard, createMedia });
  const first = await open();
  const others = await Promise.all(
    faults
      .filter((fault) => fault === null)
      .slice(1)
      .map(open),
  );
  const [faulty, blackHole, refused] = [await open(), await openBlackHole(), await closedOrigin()];
  const listeners = [first, ...others, faulty, blackHole];

  const address = (fault: GatewayFault | null) => {
    if (!fault) return `${first.origin}/`;
    if (fault.kind === 'refused') return `${refused}/`;
    if (fault.kind === 'black-hole') return `${blackHole.origin}/`;
    return faulty.origin + faultPath(fault);
  };
  const healthy = [first, ...others].map(({ origin }) => `${origin}/`);
  return {
    domain: DOMAIN,
    addresses: faults.map((fault) => (fault ? address(fault) : (healthy.shift() ?? address(null)))),
    address,
    expect: (call) => switchboard.expect(call),
    phones: switchboard,
    get activeCalls() {
      return switchboard.activeCalls;
    },
    async close() {
      switchboard.hangUpAll();
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}
