// People who come for the first time: each on a new connection.
import https from 'node:https';
import { ask } from './crowd.mjs';

const TOGETHER = 50;

// Until there were count of them, or while says so no more. Answer: { failed,
// longest (ms), errors, certificates (fingerprints in the order they were seen) }.
export async function newcomers(port, count, goOn = () => true) {
	const errors = {};
	const certificates = [];
	let longest = 0, failed = 0, left = count;
	const come = async () => {
		const agent = new https.Agent({ rejectUnauthorized: false, maxCachedSessions: 0 });
		agent.on('keylog', (_, socket) => socket.once('secureConnect', () =>
			certificates.push(socket.getPeerCertificate().fingerprint256)));
		const began = performance.now();
		const answer = await ask(agent, port, { address: '/avatar/1.svg' }).catch((error) => ({ error: error.code ?? error.message }));
		longest = Math.max(longest, performance.now() - began);
		if (answer.status !== 200) {
			failed++;
			const what = answer.error ?? answer.status;
			errors[what] = (errors[what] ?? 0) + 1;
		}
	};
	await Promise.all(Array.from({ length: TOGETHER }, async () => {
		while (left-- > 0 && goOn())
			await come();
	}));
	return { failed, longest, errors, certificates };
}
