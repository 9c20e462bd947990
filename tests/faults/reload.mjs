// SPDX-License-Identifier: ISC
// The certificate is replaced, and the program restarted, while new clients
// connect and the crowd goes on.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { family, run as execute, start } from '../bench/machine.mjs';
import { program } from '../site/site.mjs';
import { newClients } from './new_clients.mjs';

export const title = 'the certificate is replaced, the program restarted';

const BESIDE = 2000; // ms before and after
const CONNECTIONS = 100; // that may be used at the moment in which they are closed

// Keep the listening socket, and run the program on it for each line read.
const keeper = 'while read -r line; do sh -c \'LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" -fnr\' "$0"; done';

// Make a certificate like the one that the site makes itself.
async function makeCertificate(folder) {
	const [key, certificate] = ['key', 'certificate'].map((name) => path.join(folder, `next-${name}.pem`));
	await execute('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
		'-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate]);
	return { key, certificate };
}

async function replaceCertificate({ site, folder, crowd }) {
	const next = await makeCertificate(folder);
	const before = crowd.history.length;
	let over = false;
	const connecting = newClients(site.port, Infinity, () => !over);
	await pause(BESIDE);
	for (const name of ['key', 'certificate'])
		copyFileSync(next[name], path.join(site.folder, `var/${name}.pem`));
	process.kill(site.child.pid, 'SIGUSR1');
	await pause(BESIDE);
	over = true;
	const { failed, errors, certificates } = await connecting;
	const newest = new X509Certificate(readFileSync(next.certificate)).fingerprint256;
	const last = certificates.slice(-50).filter((fingerprint) => fingerprint === newest).length;
	const hurt = crowd.history.slice(before).filter(({ status }) => status === 0 || status >= 400).length;
	return [
		[`no handshake fails while the certificate is replaced (of ${certificates.length} new clients)`, `${failed} ${JSON.stringify(errors)}`, failed === 0],
		['the last 50 of them see the new certificate', last, last === 50],
		['no request of the crowd fails', hurt, hurt === 0],
	];
}

// Goals for a restart: it cuts off only requests that are being served.
function unharmed(history, broken, underWay, how) {
	const after = history.filter(({ ended }) => ended > broken);
	const refused = after.filter(({ error }) => error === 'ECONNREFUSED').length;
	const cut = after.filter(({ status, error }) => status === 0 && error !== 'ECONNREFUSED').length;
	return [
		[`${how}: only requests that are under way, or sent just when their connection is closed, are cut off`, `${cut}; ${underWay} were under way`, cut <= underWay + CONNECTIONS],
		[`${how}: connections refused`, refused, refused === 0],
	];
}

async function restartProgram(stage) {
	const { crowd, recoveries } = stage;
	await crowd.served(200);
	const broken = performance.now();
	const underWay = crowd.underWay.size;
	await stage.site.stop();
	await stage.startSite();
	const recovered = performance.now();
	recoveries.push({ broken, recovered });
	await crowd.served(500);
	// Without a socket that is kept open, connections are refused for a moment.
	const [cut] = unharmed(crowd.history, broken, underWay, 'restart');
	return [cut, ['restart: the program serves again after', `${((recovered - broken) / 1000).toFixed(2)} s`, recovered - broken < 5000]];
}

// The program on a socket that is kept open for it, as systemd does.
async function restartOnSocket(stage) {
	const { site, crowd, database, recoveries } = stage;
	let broken = performance.now();
	await site.stop();
	const listener = net.createServer((socket) => socket.destroy()).listen(site.port, '127.0.0.1');
	await once(listener, 'listening');
	const child = start('sh', ['-c', keeper, program], {
		cwd: site.folder, env: { ...process.env, DATABASE_URL: database.url(), RATE_LIMITS: 'off' },
		stdio: ['pipe', 'ignore', 'inherit', listener._handle.fd],
	});
	listener.close();
	child.stdin.write('start\n');
	await crowd.served(500);
	recoveries.push({ broken, recovered: performance.now() });

	broken = performance.now();
	const underWay = crowd.underWay.size;
	process.kill(family(child.pid)[1], 'SIGTERM');
	child.stdin.write('start again\n');
	await crowd.served(500);
	recoveries.push({ broken, recovered: performance.now() });
	const goals = unharmed(crowd.history, broken, underWay, 'restart with a socket that is kept open');

	broken = performance.now();
	process.kill(family(child.pid)[1], 'SIGTERM');
	child.stdin.end();
	await child.ended;
	await stage.startSite();
	recoveries.push({ broken, recovered: performance.now() });
	await crowd.served(200);
	return goals;
}

export async function run(stage) {
	return [...await replaceCertificate(stage), ...await restartProgram(stage), ...await restartOnSocket(stage)];
}
