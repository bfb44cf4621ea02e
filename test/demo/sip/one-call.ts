/** One whole call with media, then `close()`: run as a process of its own, which must end by itself. */
import { WebSocket } from 'ws';
import { startGateways } from '../../../demo/platform/sip/gateways.js';
import { Caller } from './caller.js';
import { nodePeer } from './node-peer.js';

const gateways = await startGateways();
const call = gateways.expect({ accessCode: '1', caller: 'a', orders: {} });
const visitor = await nodePeer();
const caller = await Caller.connect(new WebSocket(gateways.address(null), 'sip'));
const idle = new WebSocket(gateways.address({ kind: 'mute' }), 'sip');
await new Promise((resolve) => (idle.onopen = resolve));
const heard = new Promise((resolve) => visitor.audio.onMessage(resolve));
caller.call({ domain: gateways.domain, accessCode: '1', caller: 'a', offer: visitor.offer });
await caller.until('200');
await visitor.accept(caller.answer);
await heard;
await gateways.close(); // in the middle of the greeting
await caller.until('closed');
visitor.close();
if (call.report().ended !== 'robot-bye') throw new Error(`It ended as ${call.report().ended}.`);
