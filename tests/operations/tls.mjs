// SPDX-License-Identifier: ISC
// TLS: versions, cipher suites, both kinds of key, session resumption.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import tls from 'node:tls';
import { bad, configure, makeFolder, removeFolder, run, startSite } from '../site/site.mjs';

async function shakeHands(site, options) {
	const socket = tls.connect({ host: '127.0.0.1', port: site.port, servername: 'localhost', ca: site.certificate, ...options });
	await once(socket, 'secureConnect');
	const details = { protocol: socket.getProtocol(), cipher: socket.getCipher().name, authorized: socket.authorized };
	socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
	let text = '';
	for await (const chunk of socket)
		text += chunk;
	assert.match(text, /^HTTP\/1\.1 200 OK[^]*ok\n$/);
	return details;
}

// Connect with this protocol. Return the session that the site issues, and
// whether the one given was resumed.
async function connect(site, protocol, session) {
	const socket = tls.connect({ host: '127.0.0.1', port: site.port, servername: 'localhost', ca: site.certificate,
		minVersion: protocol, maxVersion: protocol, session });
	await once(socket, 'secureConnect');
	socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
	await once(socket, 'data'); // with TLS 1.3 the ticket comes first
	const result = { resumed: socket.isSessionReused(), session: socket.getSession() };
	socket.destroy();
	return result;
}

async function refuses(site, options) {
	const socket = tls.connect({ host: '127.0.0.1', port: site.port, servername: 'localhost', ca: site.certificate, ...options });
	await assert.rejects(once(socket, 'secureConnect'));
}

async function tryAll(site) {
	for (const protocol of ['TLSv1.2', 'TLSv1.3']) {
		const details = await shakeHands(site, { minVersion: protocol, maxVersion: protocol });
		assert.equal(details.protocol, protocol);
		assert.match(details.cipher, /GCM|CHACHA20/);
		assert.ok(details.authorized);
	}
	await refuses(site, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
	await refuses(site, { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA' });
}

// Start a site that stops with the test, when its log must be clean.
async function siteFor(t, options) {
	const site = await startSite(options);
	t.after(async () => {
		const log = await site.stop();
		assert.deepEqual(log.filter((line) => bad.test(line)), []);
	});
	return site;
}

test('the ECDSA key of the development certificate serves TLS 1.2 and 1.3, and nothing older', async (t) => {
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

// Kill both workers, so that a returning client meets a new one.
async function replaceWorkers(site) {
	for (const number of [1, 2]) {
		const started = site.log.findLast((line) => line.includes(`worker ${number} started`));
		const from = site.log.length;
		process.kill(Number(started.match(/pid#(\d+)/)[1]), 'SIGKILL');
		await site.heard(new RegExp(`\\[wrk ${number}\\]: certificate in place`), 1, from);
	}
}

test('a returning client resumes its TLS session on any worker', async (t) => {
	const site = await startSite();
	t.after(() => site.stop());
	for (const protocol of ['TLSv1.2', 'TLSv1.3']) {
		const first = await connect(site, protocol);
		assert.ok(!first.resumed);
		assert.ok((await connect(site, protocol, first.session)).resumed, protocol);
		await replaceWorkers(site);
		assert.ok((await connect(site, protocol, first.session)).resumed, `${protocol}, another worker`);
	}
});

test('a new certificate does not end earlier TLS sessions', async (t) => {
	const site = await siteFor(t);
	const first = await connect(site, 'TLSv1.3');
	const from = site.log.length;
	site.child.kill('SIGUSR1');
	await site.heard(/certificate in place/, 2, from);
	assert.ok((await connect(site, 'TLSv1.3', first.session)).resumed);
});

// Make a key with these options of "openssl req", and a certificate.
async function makePair(...options) {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'microblog-pair-'));
	const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, name));
	execFileSync('openssl', ['req', '-x509', ...options, '-days', '30', '-subj', '/CN=localhost',
		'-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
	const pair = { key: await readFile(key, 'utf8'), certificate: await readFile(certificate, 'utf8') };
	await rm(folder, { recursive: true });
	return pair;
}

const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const good = await makePair(...ec, '-nodes');
const other = await makePair(...ec, '-nodes');
const rsa = await makePair('-newkey', 'rsa:2048', '-nodes');
const locked = await makePair(...ec, '-passout', 'pass:secret');
const edwards = await makePair('-newkey', 'ed25519', '-nodes');

// Certificates and keys that cannot be used, and why.
const wrong = {
	'an empty certificate': [{ ...good, certificate: '' }, /certificate\.pem is not a certificate in PEM format/],
	'nonsense': [{ ...good, certificate: 'nonsense' }, /certificate\.pem is not a certificate in PEM format/],
	'half a certificate': [{ ...good, certificate: good.certificate.slice(0, 300) }, /certificate\.pem is not a certificate in PEM format/],
	'an empty key': [{ ...good, key: '' }, /key\.pem is not a private key in PEM format/],
	'half a key': [{ ...good, key: good.key.slice(0, 100) }, /key\.pem is not a private key in PEM format/],
	'a certificate for a key': [{ ...good, key: good.certificate }, /key\.pem is not a private key in PEM format/],
	'the key of another certificate': [{ ...good, key: other.key }, /key\.pem is not the key of the certificate \S*certificate\.pem/],
	'a key of another kind': [{ ...good, key: rsa.key }, /key\.pem is not the key of the certificate \S*certificate\.pem/],
	'a chain in the wrong order': [{ ...good, certificate: other.certificate + good.certificate }, /key\.pem is not the key of the certificate/],
	'a key with a passphrase': [locked, /key\.pem is not a private key in PEM format without a passphrase/],
	'an Ed25519 key, with which Kore cannot sign': [edwards, /certificate\.pem has a key of a kind that this site cannot use/],
};

async function install(folder, { key, certificate }) {
	await mkdir(path.join(folder, 'var'), { recursive: true });
	await writeFile(path.join(folder, 'var/key.pem'), key, { mode: 0o600 });
	await writeFile(path.join(folder, 'var/certificate.pem'), certificate);
}

test('an invalid certificate or key is logged, and the old ones stay in use', async (t) => {
	const site = await siteFor(t);
	for (const [what, [pair, reason]] of Object.entries(wrong)) {
		await install(site.folder, pair);
		const from = site.log.length;
		site.child.kill('SIGUSR1');
		await site.heard(/the old certificate stays in use/, 1, from);
		assert.match(site.log.slice(from).join('\n'), reason, what);
		assert.ok((await connect(site, 'TLSv1.3')).session, 'still serving');
	}
});

test('an invalid certificate or key stops the start', async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	await configure(folder);
	for (const [what, [pair, reason]] of Object.entries(wrong)) {
		await install(folder, pair);
		for (const words of ['-fnr', '-nr']) { // in the foreground, and as a daemon
			const { status, output } = run(folder, [words], { environment: { DATABASE_URL: process.env.TEST_SITE_URL } });
			assert.equal(status, 1, `${what}: ${output}`);
			assert.match(output, new RegExp(`^microblog: .*${reason.source}`, 'm'), what);
		}
	}
});

test('a key that every OS user can read is used, with a warning at startup and after a reload', async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	await install(folder, good);
	const key = path.join(folder, 'var/key.pem');
	const warning = /WARNING: every OS user can read the key var\/key\.pem; run "chmod o= var\/key\.pem"/;
	await chmod(key, 0o640);
	const site = await siteFor(t, { in: folder });
	assert.ok(!site.log.some((line) => warning.test(line)));
	await chmod(key, 0o644);
	site.child.kill('SIGUSR1');
	await site.heard(warning);
	await site.heard(/loading the new certificate/);
	const next = await siteFor(t, { in: folder });
	assert.ok(next.log.some((line) => warning.test(line)));
	assert.ok((await connect(next, 'TLSv1.3')).session);
});

test('TLS sessions are kept in tickets, not in the memory of a worker', async (t) => {
	const site = await siteFor(t);
	const shown = execFileSync('openssl', ['s_client', '-connect', `127.0.0.1:${site.port}`, '-tls1_2', '-no_ticket'],
	    { input: '', encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
	assert.match(shown, /Session-ID: \n/);
});
