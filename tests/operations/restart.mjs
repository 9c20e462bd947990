// SPDX-License-Identifier: ISC
// The program restarts on sockets that another process keeps open for it, as
// systemd does.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { test } from 'node:test';
import { Client, configure, makeFolder, program, removeFolder } from '../site/site.mjs';

// Keep the sockets, and run the program on them for each line of input.
const keeper = 'while read -r line; do sh -c \'LISTEN_FDS=$1 LISTEN_PID=$$ exec "$0" -fnr\' "$0" "$1"; echo ended; done';

// The addresses to listen on: IPv6 as well, if this machine has it.
const hosts = ['127.0.0.1'];
if (Object.values(networkInterfaces()).flat().some(({ address }) => address === '::1'))
	hosts.push('::1');

async function listen(host) {
	const listener = net.createServer().listen(0, host);
	await once(listener, 'listening');
	return listener;
}

test('during a restart on inherited sockets no client is refused', async (t) => {
	const folder = await makeFolder();
	// The inherited sockets replace what kore.conf binds: a port already in use.
	const taken = await listen('127.0.0.1');
	await configure(folder, undefined, taken.address().port);
	const listeners = await Promise.all(hosts.map(listen));
	const places = listeners.map((listener) => listener.address());
	const child = spawn('sh', ['-c', keeper, program, String(hosts.length)], {
		cwd: folder, env: { ...process.env, DATABASE_URL: process.env.TEST_SITE_URL },
		stdio: ['pipe', 'pipe', 'inherit', ...listeners.map((listener) => listener._handle.fd)],
	});
	for (const listener of listeners)
		listener.close();
	const lines = readline.createInterface({ input: child.stdout });
	const started = () => new Promise((resolve, reject) => {
		lines.on('line', (line) => /open https/.test(line) && resolve(line));
		lines.on('line', (line) => line === 'ended' && reject(new Error('it ended')));
	});
	// The process id of the program, or 0 while it does not run.
	const running = async () => Number(await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'));
	const end = async () => {
		const pid = await running();
		if (pid !== 0)
			process.kill(pid, 'SIGTERM');
		while (await running() !== 0)
			await new Promise(setImmediate);
	};
	t.after(async () => {
		await end();
		child.stdin.end();
		await once(child, 'exit');
		taken.close();
		await removeFolder(folder);
	});

	child.stdin.write('start\n');
	assert.match(await started(), new RegExp(`open https://localhost:(${places.map(({ port }) => port).join('|')}) `));
	const certificate = await readFile(path.join(folder, 'var/certificate.pem'));
	const health = ({ port, address }) => new Client(port, certificate, address).get('/health');
	for (const place of places)
		assert.equal((await health(place)).status, 200, place.address);

	await end();
	const waiting = Promise.all(Array.from({ length: 20 }, (_, i) => health(places[i % places.length])));
	child.stdin.write('start again\n');
	assert.deepEqual((await waiting).map(({ status }) => status), Array(20).fill(200));
});

test('LISTEN_FDS without a socket is reported in one line', async () => {
	const folder = await makeFolder();
	await configure(folder);
	const { status, stderr } = spawnSync('sh', ['-c', 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" -fnr 3</dev/null', program], {
		cwd: folder, env: { ...process.env, DATABASE_URL: process.env.TEST_SITE_URL }, encoding: 'utf8',
	});
	await removeFolder(folder);
	assert.equal(status, 1);
	assert.match(stderr, /^microblog: cannot listen on file 3, though LISTEN_FDS=1 promises a socket there$/m);
});
