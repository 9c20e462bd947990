// SPDX-License-Identifier: ISC
// The program as in production, and nginx for comparison: both over TLS, with
// two workers, on a free port.

import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';

import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../site/port.mjs';
import { atEnd, run, start } from './machine.mjs';

// Lines that must never be in the log of a healthy site.
const bad = /sandbox violation|restarting worker|\) gone$|SIGSEGV|: 5\d\d /m;


// Get a page. Return { status, text, bytes }.
export function get(address, cookie) {
	return new Promise((resolve, reject) => {
		https.get(address, { rejectUnauthorized: false, agent: false, headers: cookie ? { cookie } : {} }, async (response) => {
			const chunks = await response.toArray();
			const text = Buffer.concat(chunks);
			resolve({ status: response.statusCode, text: text.toString(), bytes: text.length });
		}).on('error', reject);
	});
}

// Wait until a server responds with 200; throw if it exits first.
async function serving(address, child) {
	for (;;) {
		const response = await get(address).catch(() => undefined);
		if (response?.status === 200)
			return;
		if (child.exitCode !== null)
			throw new Error(`${address}: the server exited`);
		await pause(2);
	}
}

// Start the site. Return { address, pid, firstPage (ms after the start), log(),
// stop() }.
export async function startSite(folder, environment) {
	const port = await freePort();
	const logFile = path.join(folder, 'log');
	const log = openSync(logFile, 'a');
	writeFileSync(path.join(folder, 'kore.conf'),
	    readFileSync('kore.conf', 'utf8').replace(/(bind\s+127\.0\.0\.1\s+)\d+/, `$1${port}`));
	const began = performance.now();
	const child = start(path.resolve('build/microblog/microblog'), ['-fnr'], {
		...environment, cwd: folder, stdio: ['ignore', log, log], detached: true,
	});
	closeSync(log);
	const logged = () => readFileSync(logFile, 'utf8');
	const stop = async () => {
		child.kill('SIGTERM');
		await child.ended;
		const trouble = logged().match(bad);
		if (trouble)
			throw new Error(`the site logged "${trouble[0]}"`);
	};
	atEnd(() => child.exitCode === null && stop());
	const address = `https://127.0.0.1:${port}`;
	await serving(`${address}/`, child);
	return { address, pid: child.pid, firstPage: performance.now() - began, log: logged, stop };
}

// Start nginx with pages { name: text } as /name.html and the certificate of
// the site in the same folder. Return its address.
export async function startNginx(folder, pages) {
	const port = await freePort();
	const root = path.join(folder, 'nginx');
	mkdirSync(root, { mode: 0o755 });
	for (const [name, text] of Object.entries(pages))
		writeFileSync(path.join(root, `${name}.html`), text);
	writeFileSync(path.join(root, 'nginx.conf'), `
		daemon off; pid ${root}/pid; error_log ${root}/error.log;
		worker_processes 2; ${process.getuid() === 0 ? 'user root;' : ''}
		events { worker_connections 1024; }
		http {
			access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
			types { text/html html; } charset utf-8;
			open_file_cache max=10;
			${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${root}/${name};`).join(' ')}
			server {
				listen 127.0.0.1:${port} ssl; root ${root};
				ssl_certificate ${folder}/var/certificate.pem; ssl_certificate_key ${folder}/var/key.pem;
				ssl_protocols TLSv1.2 TLSv1.3;
			}
		}`);
	const child = start('/usr/sbin/nginx', ['-p', root, '-c', path.join(root, 'nginx.conf')], { stdio: 'ignore', detached: true });
	atEnd(() => { child.kill('SIGTERM'); return child.ended; });
	await serving(`https://127.0.0.1:${port}/${Object.keys(pages)[0]}.html`, child);
	return `https://127.0.0.1:${port}`;
}

// Let wrk send the requests of a file ("METHOD path cookie body", separated by
// tabs) in turn. Return { requests, seconds, median, p99 (ms), errors (text) }.
export async function wrk(address, file, { connections, seconds, first = 0 }) {
	const output = await run('wrk', ['-t2', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', 'tests/bench/requests.lua', address, '--', file, String(first)]);
	return JSON.parse(output.match(/^\{.*\}$/m)[0]);
}
