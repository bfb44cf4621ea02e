import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP port that nothing listens on. */
export async function freeUdpPort(address = '127.0.0.1'): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
