// A new certificate is taken, and the program is started anew, while newcomers
// come and the crowd goes on.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { family, run as execute, start } from '../bench/machine.mjs';
import { program } from '../site/site.mjs';
import { newcomers } from './newcomers.mjs';

export const title = 'the certificate is replaced, the program restarted';

const BESIDE = 2000; // ms before and after
const LINES = 100; // that may be used in the very moment in which they are closed

// Keeps the socket, and runs the program on it for each line that it reads.
const keeper = 'while read -r line; do sh -c \'LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" -fnr\' "$0"; done';

// A certificate as the site makes its own.
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
	const came = newcomers(site.port, Infinity, () => !over);
	await pause(BESIDE);
	for (const name of ['key', 'certificate'])
		copyFileSync(next[name], path.join(site.folder, `var/${name}.pem`));
	process.kill(site.child.pid, 'SIGUSR1');
	await pause(BESIDE);
	over = true;
	const { failed, errors, certificates } = await came;
	const newest = new X509Certificate(readFileSync(next.certificate)).fingerprint256;
	const last = certificates.slice(-50).filter((one) => one === newest).length;
	const hurt = crowd.history.slice(before).filter(({ status }) => status === 0 || status >= 400).length;
	return [
		[`no handshake fails while the certificate is replaced (${certificates.length} newcomers)`, `${failed} ${JSON.stringify(errors)}`, failed === 0],
		['the last 50 of them saw the new certificate', last, last === 50],
		['nobody who was there noticed', hurt, hurt === 0],
	];
}

// Goals for a restart: nobody but who was being served is cut off.
function unharmed(history, broken, underWay, how) {
	const after = history.filter(({ ended }) => ended > broken);
	const refused = after.filter(({ error }) => error === 'ECONNREFUSED').length;
	const cut = after.filter(({ status, error }) => status === 0 && error !== 'ECONNREFUSED').length;
	return [
		[`${how}: nothing ends early but requests that are under way, or sent on a line just when it is closed`, `${cut}; ${underWay} were under way`, cut <= underWay + LINES],
		[`${how}: requests that found nobody listening`, refused, refused === 0],
	];
}

async function restartProgram(stage) {
	const { crowd, recoveries } = stage;
	await crowd.answered(200);
	const broken = performance.now();
	const underWay = crowd.underWay.size;
	await stage.site.stop();
	await stage.startSite();
	const recovered = performance.now();
	recoveries.push({ broken, recovered });
	await crowd.answered(500);
	// Without somebody who keeps the socket they must find nobody.
	const [cut] = unharmed(crowd.history, broken, underWay, 'restart');
	return [cut, ['restart: the program is back after', `${((recovered - broken) / 1000).toFixed(2)} s`, recovered - broken < 5000]];
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
	await crowd.answered(500);
	recoveries.push({ broken, recovered: performance.now() });

	broken = performance.now();
	const underWay = crowd.underWay.size;
	process.kill(family(child.pid)[1], 'SIGTERM');
	child.stdin.write('start again\n');
	await crowd.answered(500);
	recoveries.push({ broken, recovered: performance.now() });
	const goals = unharmed(crowd.history, broken, underWay, 'restart on a socket that is kept');

	broken = performance.now();
	process.kill(family(child.pid)[1], 'SIGTERM');
	child.stdin.end();
	await child.ended;
	await stage.startSite();
	recoveries.push({ broken, recovered: performance.now() });
	await crowd.answered(200);
	return goals;
}

export async function run(stage) {
	return [...await replaceCertificate(stage), ...await restartProgram(stage), ...await restartOnSocket(stage)];
}
