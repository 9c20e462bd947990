// SPDX-License-Identifier: ISC
// Port 80: requests without TLS lead to the site's own address, and certificate
// authorities find the answers to their challenges.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Wire, assertSafe, request, withPlainServer } from '../site/raw.mjs';
import { configure, freePort, makeFolder, program, removeFolder, startSite, stopClean } from '../site/site.mjs';

const SITE_URL = 'https://blog.example.org';
const TOKEN = 'evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA';
let site, port, challenges;

before(async () => {
	port = await freePort();
	site = await startSite({ environment: { SITE_URL }, edit: (conf) => withPlainServer(conf, port) });
	challenges = path.join(site.folder, '.well-known/acme-challenge');
	mkdirSync(challenges, { recursive: true });
});

after(() => stopClean(site));

// Send a request without TLS.
async function send(line, ...fields) {
	const wire = (await Wire.openPlain(port)).say(request(`${line} HTTP/1.1`, ...(fields.length ? fields : ['Host: blog.example.org'])));
	const response = await wire.response(line.split(' ')[0]);
	assertSafe(response, true);
	assert.equal(response.headers['set-cookie'], undefined);
	wire.socket.destroy();
	return response;
}

const challenge = (token) => send(`GET /.well-known/acme-challenge/${token}`);

test('an address leads to the same one with HTTPS', async () => {
	for (const address of ['/', '/user/john', '/explore?before=7&x=%20', '/nowhere/', '/?', '/.well-known/acme-challenge/', `/${'x'.repeat(1900)}`])
		for (const method of ['GET', 'HEAD']) {
			const { status, headers } = await send(`${method} ${address}`);
			assert.equal(status, 301);
			assert.equal(headers.location, SITE_URL + address);
		}
});

test('whatever the client says, it leads to our own host', async () => {
	const hosts = ['evil.example', 'evil.example:80', 'blog.example.org.evil.example', 'blog.example.org:8080', '127.0.0.1', '[::1]:80'];
	for (const host of hosts)
		assert.equal((await send('GET /x', `Host: ${host}`, `X-Forwarded-Host: ${host}`, `Forwarded: host=${host}`)).headers.location, `${SITE_URL}/x`);
	assert.equal((await send('GET http://evil.example/x')).headers.location, `${SITE_URL}/x`);
	for (const address of ['//evil.example/', '/\\evil.example', '/@evil.example', '/%0d%0aLocation:%20https://evil.example'])
		assert.equal((await send(`GET ${address}`)).headers.location, SITE_URL + address);
	const old = (await Wire.openPlain(port)).say(request('GET /x HTTP/1.0'));
	assert.equal((await old.response()).headers.location, `${SITE_URL}/x`);
});

test('nothing can be sent without HTTPS, and no page is served', async () => {
	for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
		for (const address of ['/login', `/.well-known/acme-challenge/${TOKEN}`]) {
			const { status, headers, body } = await send(`${method} ${address}`, 'Host: localhost', 'Content-Length: 0');
			assert.equal(status, 405, method);
			assert.equal(headers.allow, 'GET, HEAD');
			assert.match(body, /HTTPS/);
		}
	for (const address of ['/health', '/robots.txt', '/login', '/avatar/1.svg'])
		assert.equal((await send(`GET ${address}`)).status, 301);
});

test('a challenge is answered with the file that has its name', async () => {
	const answer = `${TOKEN}.LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ`;
	assert.equal((await challenge(TOKEN)).status, 404);
	writeFileSync(path.join(challenges, TOKEN), answer);
	const { status, headers, body } = await challenge(TOKEN);
	assert.deepEqual([status, body], [200, answer]);
	assert.equal(headers['cache-control'], 'no-store');
	const head = await send(`HEAD /.well-known/acme-challenge/${TOKEN}`);
	assert.deepEqual([head.status, head.headers['content-length'], head.body], [200, String(answer.length), '']);
	const longest = 'x'.repeat(128);
	writeFileSync(path.join(challenges, longest), 'y'.repeat(1024));
	assert.equal((await challenge(longest)).body, 'y'.repeat(1024));
});

test('no other file can be reached', async () => {
	writeFileSync(path.join(challenges, '..', 'secret'), 'secret');
	writeFileSync(path.join(challenges, 'with.dot'), 'secret');
	writeFileSync(path.join(challenges, 'x'.repeat(129)), 'secret');
	writeFileSync(path.join(challenges, 'large'), 'y'.repeat(1025));
	mkdirSync(path.join(challenges, 'folder'));
	writeFileSync(path.join(challenges, 'folder/file'), 'secret');
	symlinkSync('../secret', path.join(challenges, 'link'));
	symlinkSync(challenges, path.join(challenges, 'circle'));
	execFileSync('mkfifo', [path.join(challenges, 'pipe')]);
	for (const token of ['large', 'folder', 'link', 'circle', 'pipe', 'nothing'])
		assert.deepEqual(await challenge(token).then(({ status, body }) => [status, body]), [404, '404 Not Found\n'], token);
	for (const token of ['../secret', '..', '.', '', 'with.dot', 'x'.repeat(129), 'folder/file', `${TOKEN}/`, `${TOKEN}/.`, '%2e%2e%2fsecret', `${TOKEN}%00`])
		assert.equal((await challenge(token)).status, 301, token);
	assert.equal((await site.visitor().get(`/.well-known/acme-challenge/${TOKEN}`)).status, 404, 'only without TLS');
});

// systemd runs the program with its sockets as files 3, 4, ... Their names may
// be in any order.
test('sockets from systemd called "http" are for requests without TLS', async (t) => {
	const ports = [await freePort(), await freePort()];
	const other = await startSite({
		port: ports[1],
		environment: { SITE_URL },
		edit: (conf) => withPlainServer(conf, 1),
		command: ['node', '--input-type=module', '-e', `
			import { spawn } from 'node:child_process';
			import net from 'node:net';
			const servers = await Promise.all(${JSON.stringify(ports)}.map((port) => new Promise((done) => {
				const server = net.createServer().listen(port, '127.0.0.1', () => done(server));
			})));
			const child = spawn('sh', ['-c', 'LISTEN_PID=$$ LISTEN_FDS=2 LISTEN_FDNAMES=http:microblog exec ${program} -fnrv'],
				{ stdio: ['ignore', 'inherit', 'inherit', ...servers.map((server) => server._handle.fd)] });
			for (const server of servers)
				server.close();
			process.on('SIGTERM', () => child.kill('SIGTERM'));
			child.on('exit', (code) => process.exit(code));`],
	});
	t.after(() => other.stop());
	assert.equal((await other.visitor().get('/health')).status, 200);
	const wire = (await Wire.openPlain(ports[0])).say(request('GET /x HTTP/1.1', 'Host: x'));
	assert.equal((await wire.response()).headers.location, `${SITE_URL}/x`);
	wire.socket.destroy();
});

test('without its public address, or without a server for the socket, the site does not start', async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	const unused = await freePort();
	await configure(folder, (conf) => withPlainServer(conf, unused));
	const environment = { ...process.env, DATABASE_URL: process.env.TEST_SITE_URL };
	const complaint = (prefix, ...files) => spawnSync('sh', ['-c', `${prefix} exec "$0" -fnr`, program], {
		cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe', ...files], encoding: 'utf8',
	}).stderr.trim().split('\n').at(-1);
	assert.equal(complaint(''), 'microblog: kore.conf has a server without TLS, which redirects to the site\'s public address;' +
	    ' set SITE_URL, for example SITE_URL=https://example.org');

	await configure(folder);
	const listener = net.createServer().listen(0, '127.0.0.1');
	await once(listener, 'listening');
	t.after(() => listener.close());
	assert.match(complaint('LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=http', listener._handle.fd),
	    /^microblog: systemd passed a socket named "http", but kore\.conf has no server without TLS; take it from/);
});
