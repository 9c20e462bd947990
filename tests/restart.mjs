// The program is started again on a socket that somebody else keeps open for
// it, as systemd does.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import { test } from 'node:test';
import { Client, configure, makeFolder, program, removeFolder } from './site.mjs';

// Keeps the socket, and runs the program on it for each line that it reads.
const keeper = 'while read -r line; do sh -c \'LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" -fnr\' "$0"; done';

test('while the program is started again, nobody is turned away', async () => {
	const folder = await makeFolder();
	const listener = net.createServer().listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const { port } = listener.address();
	await configure(folder, (conf) => conf.replace(/(bind\s+127\.0\.0\.1\s+)\d+/, `$1${port}`));
	const child = spawn('sh', ['-c', keeper, program], {
		cwd: folder, env: { ...process.env, DATABASE_URL: process.env.TEST_SITE_URL },
		stdio: ['pipe', 'pipe', 'inherit', listener._handle.fd],
	});
	listener.close();
	const started = () => new Promise((resolve) => {
		lines.on('line', (line) => /open https/.test(line) && resolve());
	});
	const lines = readline.createInterface({ input: child.stdout });
	// Its number, or 0 while it does not run.
	const life = async () => Number(await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'));

	child.stdin.write('start\n');
	await started();
	const certificate = await readFile(path.join(folder, 'var/certificate.pem'));
	const ask = () => new Client(port, certificate).get('/health');
	assert.equal((await ask()).status, 200);

	process.kill(await life(), 'SIGTERM');
	while (await life() !== 0)
		await new Promise(setImmediate);
	const waiting = Promise.all(Array.from({ length: 20 }, ask));
	child.stdin.write('start again\n');
	assert.deepEqual((await waiting).map(({ status }) => status), Array(20).fill(200));

	process.kill(await life(), 'SIGTERM');
	child.stdin.end();
	await once(child, 'exit');
	await removeFolder(folder);
});
