// SPDX-License-Identifier: ISC
// Clients that have never connected before: one request on one connection.
import https from 'node:https';
import { send } from './crowd.mjs';

const AT_ONCE = 50;

// Connect until there were count clients, or until goOn() is false. Return {
// failed, longest (ms), errors, certificates (fingerprints in the order in
// which they were seen) }.
export async function newClients(port, count, goOn = () => true) {
	const errors = {};
	const certificates = [];
	let longest = 0, failed = 0, left = count;
	const connect = async () => {
		const agent = new https.Agent({ rejectUnauthorized: false, maxCachedSessions: 0 });
		agent.on('keylog', (_, socket) => socket.once('secureConnect', () =>
			certificates.push(socket.getPeerCertificate().fingerprint256)));
		const began = performance.now();
		const response = await send(agent, port, { address: '/avatar/1.svg' }).catch((error) => ({ error: error.code ?? error.message }));
		longest = Math.max(longest, performance.now() - began);
		if (response.status !== 200) {
			failed++;
			const what = response.error ?? response.status;
			errors[what] = (errors[what] ?? 0) + 1;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, async () => {
		while (left-- > 0 && goOn())
			await connect();
	}));
	return { failed, longest, errors, certificates };
}
