import type { GatewayFault, Gateways } from '../ports.js';
import { faultPath } from './fault-path.js';
import { closedOrigin, openBlackHole, openGateway } from './gateway.js';
import { createRobotMedia, type CreateRobotMedia } from './robot-media.js';
import { SipFlows } from './sip-flows.js';
import { Switchboard } from './switchboard.js';

export interface GatewaysOptions {
  /** The gateways that 168101 lists by default; null is a healthy one. Default: two healthy ones. */
  readonly faults?: readonly (GatewayFault | null)[];
  /** In place of real media, for tests of signaling alone. */
  readonly robotMedia?: CreateRobotMedia;
  /** Concurrent calls; more get 503. Default 32. */
  readonly maxCalls?: number;
  /** A dialog whose WebSocket closed waits for another one for so long, ms. Default 90 s. */
  readonly linger?: number;
  /** A visitor who sends no RTP for so long is hung up on, ms. Default 75 s: longer than the widget tries to bring media back. */
  readonly mediaTimeout?: number;
}

export interface RunningGateways extends Gateways {
  /** Calls that ring or talk now. */
  readonly activeCalls: number;
  /** As after a crash: every socket closes, no dialog is known any more; the calls expect another INVITE. */
  restart(): void;
  /** Hangs up every call, closes every socket and port. */
  close(): Promise<void>;
}

/** Reserved (RFC 2606): it never resolves, and need not, since requests go over the WebSocket. */
const DOMAIN = 'gateway.contact-center.example';

/**
 * Starts the contact center's SIP gateways on free ports of 127.0.0.1. A call is answered by the robot, or by an
 * agent's phone that registers here. The faulty gateway and the black hole have ports of their own: a browser makes one
 * WebSocket handshake at a time with the same host and port (RFC 6455 §4.1), so a stuck one would block the healthy
 * gateways.
 */
export async function startGateways(options: GatewaysOptions = {}): Promise<RunningGateways> {
  const { faults = [null, null], robotMedia: createMedia = createRobotMedia, maxCalls = 32 } = options;
  const { linger = 90_000, mediaTimeout = 75_000 } = options;
  const switchboard = new Switchboard(DOMAIN, maxCalls);
  const flows = new SipFlows(linger);
  const open = () => openGateway({ switchboard, flows, createMedia, mediaTimeout });
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
    restart() {
      flows.forgetAll();
      for (const listener of listeners) listener.cut();
    },
    async close() {
      switchboard.hangUpAll();
      await Promise.all(listeners.map((listener) => listener.close()));
      flows.close();
    },
  };
}
