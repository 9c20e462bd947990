// SPDX-License-Identifier: ISC
// The site behind proxies: Debian's HAProxy and nginx with the configurations of
// docs/operating.md, and what anybody else could send to pass for a proxy.
// Clients have other addresses of the loopback network than the proxies.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import tls from 'node:tls';
import { setTimeout as pause } from 'node:timers/promises';
import { Wire, request, withPlainServer } from '../site/raw.mjs';
import { Client, configure, freePort, makeFolder, removeFolder, run, startSite, stopClean } from '../site/site.mjs';

const manual = readFileSync(path.join(process.env.SOURCE_DIR, 'docs/operating.md'), 'utf8');
const PROXY = '127.0.0.1', JOHN = '127.0.0.2', SUSAN = '127.0.0.3', MALLORY = '127.0.0.4';

// The first example in a section of the manual.
const example = (section) => manual.split(`### ${section}\n`)[1].match(/(?:^ {4}.*\n|^\n)+/gm)
	.find((part) => part.includes('    ')).replace(/^ {4}/gm, '').trim();

// A site with one worker, in which the limits count exactly.
async function start(t, limits, { environment, edit = (conf) => conf } = {}) {
	const site = await startSite({
		environment: { TRUSTED_PROXY: PROXY, RATE_LIMITS: `${limits} sign-up=off`, ...environment },
		edit: (conf) => edit(conf.replace(/^workers\s+2/m, 'workers 1')),
		marks: ['[wrk 1]: certificate in place'],
	});
	t.after(() => stopClean(site));
	return site;
}

// Start a proxy, until something listens on its port.
async function startProxy(t, port, command, ...args) {
	const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
	const exited = once(child, 'exit');
	let output = '', stopped = false;
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (data) => { output += data; });
	exited.then(() => { stopped = true; });
	t.after(async () => {
		child.kill('SIGTERM');
		await exited;
	});
	for (;;) {
		assert.ok(!stopped, output);
		const socket = net.connect(port, PROXY);
		if (await new Promise((resolve) => socket.on('connect', () => resolve(true)).on('error', () => resolve(false))))
			return socket.destroy();
		await pause(20);
	}
}

// The certificate and the key of the site, which the proxies use as well.
function files(site) {
	const [certificate, key] = ['certificate', 'key'].map((name) => path.join(site.folder, 'var', `${name}.pem`));
	const both = path.join(site.folder, 'both.pem');
	writeFileSync(both, readFileSync(certificate) + readFileSync(key), { mode: 0o600 });
	return { certificate, key, both };
}

async function startHaproxy(t, site, section) {
	const port = await freePort(), { certificate, both } = files(site);
	const file = path.join(site.folder, 'haproxy.cfg');
	writeFileSync(file, `${example(section)}\n`
		.replace('bind :443', `bind ${PROXY}:${port}`).replace('10.0.0.1:443', `${PROXY}:${site.port}`)
		.replace('/etc/haproxy/example.org.pem', both).replace('/etc/haproxy/site.pem', certificate)
		.replace('verifyhost example.org', 'verifyhost localhost'));
	await startProxy(t, port, 'haproxy', '-db', '-f', file);
	return port;
}

async function startNginx(t, site) {
	const port = await freePort(), { certificate, key } = files(site), { folder } = site;
	const file = path.join(folder, 'nginx.conf');
	writeFileSync(file, `daemon off; pid ${folder}/nginx.pid; error_log stderr;\nevents {}\nhttp { access_log off;\n` +
		['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/nginx-${name};\n`).join('') +
		example('nginx').replace('listen 443', `listen ${PROXY}:${port}`).replace('10.0.0.1:443', `${PROXY}:${site.port}`)
			.replace('/etc/nginx/example.org.pem', certificate).replace('/etc/nginx/example.org.key', key)
			.replace('/etc/nginx/site.pem', certificate).replace('proxy_ssl_name example.org', 'proxy_ssl_name localhost') + '\n}\n');
	await startProxy(t, port, '/usr/sbin/nginx', '-e', 'stderr', '-c', file);
	return port;
}

// A browser at this address, which connects to this port.
function clientAt(address, port, site) {
	const client = new Client(port, site.certificate);
	client.agent.options.localAddress = address;
	return client;
}

// The status of each of these requests for a page that is never cached.
async function open(count, client, headers) {
	const statuses = [];
	for (let i = 0; i < count; i++)
		statuses.push((await client.get('/nowhere', headers)).status);
	return statuses;
}

// Everything a member does works through the proxy, and each client has a limit
// of its own, which it cannot evade by what it says about itself.
async function use(site, port, nickname) {
	const john = clientAt(JOHN, port, site);
	assert.equal((await john.signUp(nickname)).status, 303);
	assert.equal((await john.say('From behind a proxy')).status, 303);
	assert.match((await john.get(`/user/${nickname}`)).text, /From behind a proxy/);
	const large = await john.post('/post', { token: await john.token(), body: 'x'.repeat(125000) });
	assert.equal(large.status, 413);
	assert.equal((await john.get('/nowhere', { 'X-Forwarded-For': 'x'.repeat(5000) })).status, 404);

	assert.deepEqual(await open(6, clientAt(SUSAN, port, site)), [404, 404, 404, 404, 404, 429]);
	assert.deepEqual(await open(1, clientAt(SUSAN, port, site), { 'X-Forwarded-For': JOHN }), [429]);
	assert.deepEqual(await open(6, clientAt(MALLORY, port, site), { 'X-Forwarded-For': `${SUSAN}, ${PROXY}` }),
	    [404, 404, 404, 404, 404, 429]);
}

const limits = 'pages-visitor=5/1h connections=3';

// Until the health check has passed, HAProxy would send clients away.
async function healthy(site, port) {
	while ((await clientAt(PROXY, port, site).get('/health').catch(() => ({}))).status !== 200)
		await pause(20);
}

test('HAProxy passes TLS through, and names the client with the PROXY protocol', async (t) => {
	const site = await start(t, limits, { environment: { PROXY_PROTOCOL: 'on' } });
	const port = await startHaproxy(t, site, 'HAProxy that passes TLS through');
	await healthy(site, port);
	await use(site, port, 'john');

	// Each client has its own limit of connections.
	const susan = [], connect = async (localAddress) => {
		const socket = tls.connect({ host: PROXY, port, servername: 'localhost', ca: site.certificate, localAddress });
		await once(socket, 'secureConnect');
		return socket.resume();
	};
	const john = await connect(JOHN);
	for (let i = 0; i < 3; i++)
		susan.push(await connect(SUSAN));
	const closed = once(susan[0], 'close');
	susan.push(await connect(SUSAN));
	await closed;
	assert.deepEqual([john, ...susan].map((socket) => socket.destroyed), [false, true, false, false, false]);
	for (const socket of [john, ...susan])
		socket.destroy();
});

test('HAProxy decrypts, and names the client in X-Forwarded-For', async (t) => {
	const site = await start(t, limits);
	const port = await startHaproxy(t, site, 'HAProxy that decrypts');
	await healthy(site, port);
	await use(site, port, 'susan');
});

test('nginx decrypts, and names the client in X-Forwarded-For', async (t) => {
	const site = await start(t, limits);
	await use(site, await startNginx(t, site), 'mary');
});

test('a trusted proxy may have any number of connections', async (t) => {
	const site = await start(t, 'connections=3');
	const clients = Array.from({ length: 10 }, () => clientAt(PROXY, site.port, site));
	for (const client of [...clients, ...clients])
		assert.deepEqual((await Promise.all([client.get('/health')])).map(({ status }) => status), [200]);
	assert.equal(clients.filter(({ agent }) => Object.keys(agent.freeSockets).length === 1).length, 10);
});

test('from anyone but a trusted proxy, X-Forwarded-For is ignored', async (t) => {
	const site = await start(t, 'pages-visitor=2/1h');
	const direct = clientAt(MALLORY, site.port, site);
	assert.deepEqual([await open(1, direct, { 'X-Forwarded-For': JOHN }), await open(1, direct, { 'X-Forwarded-For': SUSAN }),
		await open(1, direct, { 'X-Forwarded-For': '192.0.2.1' })].flat(), [404, 404, 429]);
	assert.deepEqual(await open(3, clientAt(JOHN, site.port, site)), [404, 404, 429]);
});

test('of several addresses, the last that is not trusted is the client', async (t) => {
	const site = await start(t, 'pages-visitor=1/1h', { environment: { TRUSTED_PROXY: `${PROXY}, 10.0.0.0/8 fd00::/64` } });
	const proxy = clientAt(PROXY, site.port, site);
	const from = async (value) => (await open(1, proxy, { 'X-Forwarded-For': value }))[0];
	assert.equal(await from('192.0.2.1'), 404);
	for (const value of ['192.0.2.1', '192.0.2.99, 192.0.2.1', '192.0.2.1, 10.9.9.9, fd00::1', '192.0.2.1:4711', ['192.0.2.99', '192.0.2.1']])
		assert.equal(await from(value), 429, String(value));
	assert.equal(await from('2001:db8::1, 10.0.0.2'), 404);
	assert.equal(await from('2001:db8::2'), 429, 'the same 64 bits');
	assert.equal(await from('2001:db8:0:1::2'), 404);
	// What is no address counts for the proxy that added it.
	assert.equal(await from('192.0.2.2, unknown, 10.0.0.7'), 404);
	assert.equal(await from('192.0.2.3, garbage, 10.0.0.7'), 429);
});

// The bytes of the PROXY protocol, version 2.
const header = (command, family, ...bytes) =>
	Buffer.concat([Buffer.from('\r\n\r\n\0\r\nQUIT\n'), Buffer.from([0x20 | command, family, bytes.length >> 8, bytes.length & 255, ...bytes])]);
const four = (address) => header(1, 0x11, ...address.split('.').map(Number), 127, 0, 0, 1, 0x13, 0x88, 1, 0xbb);
const six = (last) => header(1, 0x21, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, last, ...Array(24).fill(0), 0, 0, 0, 0);

// A browser whose connections come from this address and begin with these bytes.
function introduced(site, from, bytes) {
	const client = new Client(site.port, site.certificate);
	client.agent.createConnection = (options) => {
		const socket = net.connect({ port: site.port, host: PROXY, localAddress: from });
		socket.write(bytes);
		return tls.connect({ ...options, socket, servername: 'localhost' });
	};
	return client;
}

// Send bytes; return the time until the site closes the connection, in ms.
async function closes(site, from, bytes) {
	const began = Date.now();
	const socket = net.connect({ port: site.port, host: PROXY, localAddress: from }).resume();
	socket.on('error', () => {});
	socket.write(bytes);
	await new Promise((closed) => socket.once('close', closed));
	return Date.now() - began;
}

const on = { environment: { PROXY_PROTOCOL: 'on' } };

test('the client that the PROXY protocol names has the limits', async (t) => {
	const site = await start(t, 'pages-visitor=1/1h', on);
	for (const bytes of [four(JOHN), four(SUSAN), six(1), six(2), header(0, 0)])
		assert.deepEqual(await open(2, introduced(site, PROXY, bytes)), [404, 429]);
	for (const bytes of [four(JOHN), six(1), header(0, 0, 1, 2, 3), header(1, 0), header(1, 0x31, ...Array(216).fill(65))])
		assert.deepEqual(await open(1, introduced(site, PROXY, bytes)), [429]);
	// Not a proxy itself, so X-Forwarded-For is ignored.
	assert.deepEqual(await open(1, introduced(site, PROXY, four(JOHN)), { 'X-Forwarded-For': '192.0.2.1' }), [429]);
	// But a proxy behind the proxy may name its client.
	assert.deepEqual(await open(1, introduced(site, PROXY, four(PROXY)), { 'X-Forwarded-For': '192.0.2.1' }), [404]);
	assert.deepEqual(await open(1, introduced(site, PROXY, four(PROXY)), { 'X-Forwarded-For': JOHN }), [429]);
	assert.deepEqual(await open(2, clientAt(MALLORY, site.port, site)), [404, 429], 'who is not a proxy needs no header');
});

test('the PROXY protocol may arrive byte by byte, with more behind the addresses', async (t) => {
	const site = await start(t, 'pages-visitor=1/1h', on);
	const bytes = header(1, 0x11, 192, 0, 2, 1, 127, 0, 0, 1, 0x13, 0x88, 1, 0xbb, ...Array(1000).fill(4));
	const raw = net.connect({ port: site.port, host: PROXY, localAddress: PROXY });
	for (const byte of bytes.subarray(0, 40))
		await new Promise((sent) => { raw.write(Buffer.from([byte]), sent); });
	raw.write(bytes.subarray(40));
	const socket = tls.connect({ socket: raw, ca: site.certificate, servername: 'localhost' });
	await once(socket, 'secureConnect');
	socket.write('GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
	let text = '';
	for await (const chunk of socket)
		text += chunk;
	assert.match(text, /^HTTP\/1\.1 404 /);
	assert.deepEqual(await open(1, introduced(site, PROXY, four('192.0.2.1'))), [429]);
});

test('a trusted proxy must begin with the PROXY protocol, and the log says so', async (t) => {
	const site = await start(t, 'connections=off', on);
	const bad = {
		'version 1': 'PROXY TCP4 192.0.2.1 127.0.0.1 5000 443\r\n',
		'plain HTTP': 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
		'UDP': header(1, 0x12, ...Array(12).fill(1)),
		'another command': header(2, 0x11, ...Array(12).fill(1)),
		'too short for an address': header(1, 0x21, ...Array(12).fill(1)),
		'too long': Buffer.concat([header(1, 0x11).subarray(0, 14), Buffer.from([255, 255])]),
	};
	for (const [name, bytes] of Object.entries(bad))
		assert.ok(await closes(site, PROXY, bytes) < 4000, name);
	await assert.rejects(clientAt(PROXY, site.port, site).get('/'));
	await site.heard(/from the proxy 127\.0\.0\.1: closed, because it does not begin with the PROXY protocol/);
	assert.deepEqual(await open(1, introduced(site, PROXY, four(JOHN))), [404], 'others are served');
});

test('without TLS, too, a trusted proxy must begin with it, and nobody else can', async (t) => {
	const port = await freePort();
	const site = await start(t, 'connections=1', {
		environment: { PROXY_PROTOCOL: 'on', SITE_URL: 'https://localhost' }, edit: (conf) => withPlainServer(conf, port),
	});
	const redirected = async (localAddress, bytes) => {
		const socket = net.connect({ port, host: PROXY, localAddress });
		socket.write(bytes);
		return (await new Wire(socket).say(request('GET / HTTP/1.1', 'Host: localhost')).response())?.status;
	};
	assert.equal(await redirected(PROXY, four(JOHN)), 301);
	assert.equal(await redirected(SUSAN, ''), 301);
	assert.equal(await redirected(PROXY, six(1)), 301);
	assert.equal(await redirected(MALLORY, four(JOHN)), 400);
	await closes({ port }, PROXY, request('GET / HTTP/1.1', 'Host: localhost'));
	await site.heard(/from the proxy 127\.0\.0\.1: closed/);
	// John's limit is one connection, wherever the proxy has it from.
	const one = net.connect({ port, host: PROXY, localAddress: PROXY });
	one.write(four(JOHN));
	const wire = new Wire(one).say(request('GET / HTTP/1.1', 'Host: localhost'));
	assert.equal((await wire.response()).status, 301);
	assert.equal(await redirected(PROXY, four(JOHN)), 301);
	await wire.end();
});

test('a proxy that is slow with it is cut off', async (t) => {
	const site = await start(t, 'connections=off', {
		...on, edit: (conf) => conf.replace(/(http_header_timeout\s+)\d+/, '$11'),
	});
	const times = await Promise.all([0, 1, 16, 20].map((length) => closes(site, PROXY, four(JOHN).subarray(0, length))));
	assert.ok(Math.min(...times) >= 900, String(times));
	assert.deepEqual(await open(1, introduced(site, PROXY, four(JOHN))), [404]);
});

test('nobody else can use the PROXY protocol', async (t) => {
	const sites = [await start(t, 'pages-visitor=1/1h', on), await start(t, 'pages-visitor=1/1h')];
	for (const [i, site] of sites.entries())
		for (const from of i === 0 ? [MALLORY] : [MALLORY, PROXY]) {
			assert.ok(await closes(site, from, four(JOHN)) < 4000);
			await assert.rejects(introduced(site, from, four(JOHN)).get('/'));
		}
});

test('invalid settings stop the start', async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	await configure(folder);
	const complaint = (environment) => {
		const { status, output } = run(folder, ['-fnr'], { environment });
		assert.equal(status, 1);
		return output;
	};
	assert.match(complaint({ TRUSTED_PROXY: 'proxy.example.org' }), /^microblog: TRUSTED_PROXY: "proxy\.example\.org" is not the address of a proxy/m);
	assert.match(complaint({ TRUSTED_PROXY: '10.0.0.0/64' }), /^microblog: TRUSTED_PROXY: .* from 1 to 32/m);
	assert.match(complaint({ TRUSTED_PROXY: '10.0.0.1/8' }), /^microblog: TRUSTED_PROXY: .* bits/m);
	assert.match(complaint({ TRUSTED_PROXY: PROXY, PROXY_PROTOCOL: '2' }), /^microblog: PROXY_PROTOCOL: "2" is neither on nor off/m);
	assert.match(complaint({ PROXY_PROTOCOL: 'on' }), /^microblog: PROXY_PROTOCOL is on, but no proxy is trusted/m);
});
