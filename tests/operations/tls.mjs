// TLS as it is spoken: versions, suites, both kinds of key.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import tls from 'node:tls';
import { bad, startSite } from '../site/site.mjs';

async function shakeHands(site, options) {
	const socket = tls.connect({ host: '127.0.0.1', port: site.port, servername: 'localhost', ca: site.certificate, ...options });
	await once(socket, 'secureConnect');
	const answer = { protocol: socket.getProtocol(), cipher: socket.getCipher().name, authorized: socket.authorized };
	socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
	let text = '';
	for await (const chunk of socket)
		text += chunk;
	assert.match(text, /^HTTP\/1\.1 200 OK[^]*ok\n$/);
	return answer;
}

// The session that the site gives a visitor with this protocol, and whether
// one that is shown was accepted.
async function greet(site, protocol, session) {
	const socket = tls.connect({ host: '127.0.0.1', port: site.port, servername: 'localhost', ca: site.certificate,
		minVersion: protocol, maxVersion: protocol, session });
	await once(socket, 'secureConnect');
	socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
	await once(socket, 'data'); // with TLS 1.3 the ticket comes before that
	const answer = { resumed: socket.isSessionReused(), session: socket.getSession() };
	socket.destroy();
	return answer;
}

async function refuses(site, options) {
	const socket = tls.connect({ host: '127.0.0.1', port: site.port, servername: 'localhost', ca: site.certificate, ...options });
	await assert.rejects(once(socket, 'secureConnect'));
}

async function tryAll(site) {
	for (const protocol of ['TLSv1.2', 'TLSv1.3']) {
		const answer = await shakeHands(site, { minVersion: protocol, maxVersion: protocol });
		assert.equal(answer.protocol, protocol);
		assert.match(answer.cipher, /GCM|CHACHA20/);
		assert.ok(answer.authorized);
	}
	await refuses(site, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
	await refuses(site, { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA' });
}

// A site that is stopped with the test, whose log must then be clean.
async function siteFor(t, options) {
	const site = await startSite(options);
	t.after(async () => {
		const log = await site.stop();
		assert.deepEqual(log.filter((line) => bad.test(line)), []);
	});
	return site;
}

test('the development certificate\'s ECDSA key serves TLS 1.2 and 1.3, and nothing older', async (t) => {
	await tryAll(await siteFor(t));
});

test('an RSA key serves TLS 1.2 and 1.3 too', async (t) => {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'microblog-rsa-'));
	t.after(() => rm(folder, { recursive: true }));
	const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, name));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=localhost',
		'-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
	await tryAll(await siteFor(t, {
		certificate,
		edit: (conf) => conf.replace('var/certificate.pem', certificate).replace('var/key.pem', key),
	}));
});

// Both workers are killed one after the other: who comes back meets another.
async function replaceWorkers(site) {
	for (const number of [1, 2]) {
		const started = site.log.findLast((line) => line.includes(`worker ${number} started`));
		const from = site.log.length;
		process.kill(Number(started.match(/pid#(\d+)/)[1]), 'SIGKILL');
		await site.heard(new RegExp(`\\[wrk ${number}\\]: certificate in place`), 1, from);
	}
}

test('who comes back is spared half of the greeting, whichever worker answers', async (t) => {
	const site = await startSite();
	t.after(() => site.stop());
	for (const protocol of ['TLSv1.2', 'TLSv1.3']) {
		const first = await greet(site, protocol);
		assert.ok(!first.resumed);
		assert.ok((await greet(site, protocol, first.session)).resumed, protocol);
		await replaceWorkers(site);
		assert.ok((await greet(site, protocol, first.session)).resumed, `${protocol}, another worker`);
	}
});

test('a new certificate does not end the sessions of before', async (t) => {
	const site = await siteFor(t);
	const first = await greet(site, 'TLSv1.3');
	const from = site.log.length;
	site.child.kill('SIGUSR1');
	await site.heard(/certificate in place/, 2, from);
	assert.ok((await greet(site, 'TLSv1.3', first.session)).resumed);
});

test('a certificate that is none is told, and the old one goes on', async (t) => {
	const site = await siteFor(t);
	const file = path.join(site.folder, 'var/certificate.pem');
	for (const text of ['', 'nonsense', (await readFile(file, 'utf8')).slice(0, 300)]) {
		await writeFile(file, text);
		const from = site.log.length;
		site.child.kill('SIGUSR1');
		await site.heard(/not a certificate and its key/, 1, from);
		assert.ok((await greet(site, 'TLSv1.3')).session, 'still greeted');
	}
});

test('sessions are in the visitors\' tickets, none in a worker\'s memory', async (t) => {
	const site = await siteFor(t);
	const shown = execFileSync('openssl', ['s_client', '-connect', `127.0.0.1:${site.port}`, '-tls1_2', '-no_ticket'],
	    { input: '', encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
	assert.match(shown, /Session-ID: \n/);
});
