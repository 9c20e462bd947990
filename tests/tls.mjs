// TLS as it is spoken: versions, suites, both kinds of key.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import tls from 'node:tls';
import { bad, startSite } from './site.mjs';

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
