// SPDX-License-Identifier: ISC
import { once } from 'node:events';
import net from 'node:net';

// Return a port of 127.0.0.1 that is free now.
export async function freePort() {
	const server = net.createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address();
	server.close();
	await once(server, 'close');
	return port;
}
