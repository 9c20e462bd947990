// SPDX-License-Identifier: ISC
// What addresses mean, whichever way the request is written: in HTTP/1.1 or 1.0,
// with any Host and port, as a path or as a whole URL.
import assert from 'node:assert/strict';
import os from 'node:os';
import { after, before, test } from 'node:test';
import * as cheerio from 'cheerio';
import { Wire, assertSafe, request } from './raw.mjs';
import { addressOf, posts, routes, run, startSite, stopClean } from './site.mjs';

// The nickname was n before.
const nickname = 'n'.repeat(64);
let site, ids;

before(async () => {
	site = await startSite();
	const member = await site.member('n');
	for (const body of ['one', 'two', 'three'])
		await member.say(body);
	ids = (await member.get('/user/n')).page('.h-entry .u-url').toArray().map((e) => e.attribs.href.split('/')[2]);
	assert.equal((await member.fill('/settings/profile', '/settings/profile', { nickname, about_me: '' })).status, 303);
});

after(() => stopClean(site));

const home = (host, version = '1.1') => request(`GET / HTTP/${version}`, ...(host === undefined ? [] : [`Host: ${host}`]));

test('one domain serves any Host, whatever name the TLS handshake had', async () => {
	for (const servername of ['', 'localhost', 'example.org'])
		for (const host of ['localhost', 'LOCALHOST:1', 'example.com', 'a.example.org.', '127.0.0.1:8888', '[::1]', '[::1]:8888'])
			for (const bytes of [home(host), home(host, '1.0'), request(`GET https://${host}/ HTTP/1.1`, 'Host: localhost')]) {
				const wire = (await Wire.open(site, { servername })).say(bytes);
				assert.equal((await wire.response()).status, 200, `${servername}: ${bytes}`);
				wire.socket.destroy();
			}
});

test('a site of several domains serves each only under its own certificate', async (t) => {
	const two = await startSite({
		edit: (conf) => conf.replace(/domain \*( \{[^]*?\n\})/, (all, block) =>
			`domain *.example${block}\n\ndomain other.test${block}`),
	});
	t.after(() => stopClean(two));
	const status = async (servername, bytes) => {
		const wire = (await Wire.open(two, { servername })).say(bytes);
		const response = await wire.response();
		if (response.status >= 400)
			assertSafe(response);
		wire.socket.destroy();
		return response.status;
	};
	for (const [name, host, expected] of [
		['a.example', 'a.example', 200],
		['a.example', 'b.example:8888', 200],
		['a.example', undefined, 200],
		['', undefined, 200],
		['other.test', undefined, 200],
		['other.test', 'Other.Test', 200],
		['', 'other.test', 200],
		['unknown.test', 'a.example', 200], // for this name, the first certificate is shown
		['unknown.test', undefined, 200],
		// Kore rejects these itself.
		['a.example', 'other.test', 421],
		['other.test', 'a.example', 421],
		['unknown.test', 'other.test', 421],
		['', 'unknown.test', 404],
	]) {
		assert.equal(await status(name, home(host, host === undefined ? '1.0' : '1.1')), expected, `${name}: ${host}`);
		if (host !== undefined)
			assert.equal(await status(name, request(`GET https://${host}/ HTTP/1.1`, 'Host: x.test')), expected, `${name}: https://${host}`);
	}
});

test('over IPv6, a host with a port is recognized', {
	skip: !Object.values(os.networkInterfaces()).flat().some(({ address }) => address === '::1') && 'there is no IPv6 here',
}, async (t) => {
	const other = await startSite({
		edit: (conf) => conf.replace(/bind\s+127\.0\.0\.1/, 'bind ::1').replace('domain *', 'domain localhost'),
	});
	t.after(() => stopClean(other));
	for (const host of ['localhost', `localhost:${other.port}`]) {
		const wire = (await Wire.open(other, { host: '::1', servername: 'localhost' })).say(home(host));
		assert.equal((await wire.response()).status, 200, host);
		wire.socket.destroy();
	}
});

// How to write the same request: each takes the method, the address and the
// other fields.
const ways = {
	'HTTP/1.1': (method, address, ...fields) => request(`${method} ${address} HTTP/1.1`, 'Host: localhost', ...fields),
	'HTTP/1.0': (method, address, ...fields) => request(`${method} ${address} HTTP/1.0`, 'Host: localhost', ...fields),
	'HTTP/1.0 without Host': (method, address, ...fields) => request(`${method} ${address} HTTP/1.0`, ...fields),
	'an absolute address': (method, address, ...fields) =>
		request(`${method} ${absolute(address)} HTTP/1.1`, 'Host: other.example', ...fields),
	'an absolute address and an empty Host': (method, address, ...fields) =>
		request(`${method} ${absolute(address)} HTTP/1.1`, 'Host:', ...fields),
	'an absolute address in HTTP/1.0': (method, address, ...fields) => request(`${method} ${absolute(address)} HTTP/1.0`, ...fields),
};
const absolute = (address) => `https://localhost:8888${address === '*' ? '' : address}`;

// Send a request in one of these ways, on a connection of its own.
async function sent(way, method, address, ...fields) {
	const wire = (await Wire.open(site)).say(ways[way](method, address, ...fields));
	const response = await wire.response(method);
	if (way.includes('1.0')) {
		assert.equal(response.headers.connection, 'close');
		await wire.end();
	}
	wire.socket.destroy();
	return response;
}

// So that no worker's cache is asked, whose news comes a moment later.
const uncached = `Cookie: __Host-session=${'x'.repeat(43)}`;
const many = Array.from({ length: 100 }, (_, i) => `f${i}=${i}`).join('&');

// The request, then the status, the Location and the bodies of the posts that
// the response must have.
const addresses = {
	'GET /health': [200],
	'HEAD /health': [200],
	'OPTIONS *': [204],
	'PUT /explore': [405],
	'OPTIONS /explore': [405],
	'GET /.well-known/change-password': [303, '/password'],
	'GET /.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200': [404],
	'GET /.well-known/security.txt': [404],
	'GET /robots.txt': [200],
	'HEAD /robots.txt': [200],
	'GET /favicon.ico': [200],
	'POST /favicon.ico': [405],
	'GET /user/n?before=5': [301, `/user/${nickname}?before=5`],
	'GET /user/n?': [301, `/user/${nickname}?`],
	'GET /user/N/followers?before=5&a=%FC|': [301, `/user/${nickname}/followers?before=5&a=%FC|`],
	'HEAD /user/n/following?x': [301, `/user/${nickname}/following?x`],
	[`GET /user/${nickname}?before=ID&utm=%FC`]: [200, undefined, ['two', 'one']],
	[`GET /user/${nickname}?%FC=1&utm=%&b=%00&before=ID`]: [200, undefined, ['two', 'one']],
	[`GET /user/${nickname}?before=%FC&before=ID`]: [200, undefined, ['two', 'one']],
	[`GET /user/${nickname}?${many}&before=ID`]: [200, undefined, ['two', 'one']],
	[`GET /user/${nickname}?before=ID&${many}`]: [200, undefined, ['two', 'one']],
	[`GET /user/${nickname}?before=%FC`]: [200, undefined, ['three', 'two', 'one']],
	'GET //': [301, '/'],
	'GET ///?before=5': [301, '/?before=5'],
	'GET /explore/': [301, '/explore'],
	'HEAD /explore/': [301, '/explore'],
	'GET /explore//?before=5&x=//': [301, '/explore?before=5&x=//'],
	'POST /login/?next=%2F': [308, '/login?next=%2F'],
	'DELETE /explore/': [308, '/explore'],
	'GET /nowhere/': [404],
	'GET /user/': [404],
	'GET //example.com/': [404],
	'GET //explore/': [404],
	'GET /\\example.com/': [404],
	'GET /explore/.': [404],
};

for (const [row, [status, location, bodies]] of Object.entries(addresses))
	test(`${row.slice(0, 100)}: ${status}, in any way`, async () => {
		const [method, address] = row.replace('=ID', `=${ids[0]}`).split(' ');
		const fields = method === 'POST' || method === 'PUT' ? [uncached, 'Content-Length: 0'] : [uncached];
		for (const way of Object.keys(ways)) {
			const response = await sent(way, method, address, ...fields);
			assert.equal(response.status, status, way);
			assert.equal(response.headers.location, location, way);
			if (bodies)
				assert.deepEqual(posts({ page: cheerio.load(response.body) }), bodies, way);
			if (status === 204 || status === 405)
				assert.match(response.headers.allow, /^GET, HEAD/, way);
			assertSafe(response);
		}
	});

test('every address may end in a slash: it leads to the one without', async () => {
	const names = Object.fromEntries(['user', 'tag', 'follow', 'unfollow', 'block', 'unblock', 'mute', 'unmute'].map((word) => [word, 'john']));
	const special = { '/': null, '^.*$': null, '^/assets/[0-9a-f]{16}/[A-Za-z_.]{1,64}$': '/assets/0123456789abcdef/style.css',
		'^/avatar/[0-9]{1,20}[.]svg$': '/avatar/1.svg', '^/icon/[0-9a-f]{16}[.]png$': '/icon/0123456789abcdef.png',
		'^/accent/[0-9a-f]{16}/[0-9a-f]{6}[.]css$': '/accent/0123456789abcdef/0b6a71.css', '^/login/[a-z0-9]{1,20}$': '/login/example',
		'^/login/[a-z0-9]{1,20}/return$': '/login/example/return', '^/sudo/[a-z0-9]{1,20}$': '/sudo/example',
		'^/settings/ways-in/[a-z0-9]{1,20}/link$': '/settings/ways-in/example/link',
		'^/settings/ways-in/[0-9]{1,20}/unlink$': '/settings/ways-in/1/unlink' };
	for (const word of ['forgotten', 'confirm', 'revert', 'unsubscribe', 'invitation'])
		special[`^/${word}/[A-Za-z0-9_-]{43}$`] = `/${word}/${'A'.repeat(43)}`;
	const below = { 'moderation/person': 'john', 'moderation/post': 1, 'moderation/undo': 1, 'moderation/appeal': 1, notices: 1,
		'report/post': 1, 'report/person': 'john', 'moderation/report': 1, 'admin/site': 'rules', feed: 'A'.repeat(43), sitemap: 0 };
	let count = 0;
	for (const route of await routes()) {
		const address = route in special ? special[route] : addressOf(route, { ...names, post: 1, list: 1, session: 1, ...below });
		if (address === null)
			continue;
		count++;
		for (const [method, status] of [['GET', 301], ['POST', 308]]) {
			const response = await sent('HTTP/1.1', method, `${address}/?a=b`, ...(method === 'POST' ? ['Content-Length: 0'] : []));
			assert.deepEqual([response.status, response.headers.location], [status, `${address}?a=b`], `${method} ${address}/`);
		}
	}
	assert.ok(count > 30);
});

test('the site accepts every address that it redirects to', async () => {
	const accepted = async (response, expected) => {
		assert.equal(response.status, expected);
		const next = await sent('HTTP/1.1', 'GET', response.headers.location, uncached);
		assert.equal(next.status, 200, response.headers.location);
		return response.headers.location;
	};
	const longest = (start, piece) => start + piece.repeat(Math.floor((1998 - start.length) / piece.length));
	for (const way of Object.keys(ways)) {
		const short = `/settings/profile?x=${'%FC'.repeat(100)}`;
		assert.equal(await accepted(await sent(way, 'GET', short), 303), `/login?next=${encodeURIComponent(short)}`);
		for (const piece of ['x', '%FC', '|', '&'])
			assert.equal(await accepted(await sent(way, 'GET', longest('/settings/profile?', piece)), 303), '/login?next=%2Fsettings%2Fprofile', piece);
		assert.equal(await accepted(await sent(way, 'GET', longest('/user/n?', 'x'), uncached), 301), `/user/${nickname}`);
		assert.match(await accepted(await sent(way, 'GET', longest('/explore/?', 'x')), 301), /^\/explore\?x+$/);
	}
	for (let length = 1960; length <= 1990; length++)
		await accepted(await sent('HTTP/1.1', 'GET', `/lists?${'x'.repeat(length)}`), 303);
});

test('after signing in, the site leads to the next address unless it is too long', async () => {
	const longest = `/user/${nickname}?${'x'.repeat(1998 - 71)}`;
	assert.equal(longest.length, 1998);
	for (const [next, location] of [[longest, longest], [`${longest}x`, `/user/${nickname}`], [`/?${'x'.repeat(50000)}`, '/'],
		[`/${'x'.repeat(3000)}`, '/'], [`/${'x'.repeat(1997)}?`, `/${'x'.repeat(1997)}`], [`/${'x'.repeat(1998)}?`, '/']]) {
		const response = await site.visitor().signIn(nickname, 'correct horse', { next });
		assert.equal(response.status, 303);
		assert.equal(response.headers.location, location);
		assert.notEqual((await sent('HTTP/1.1', 'GET', location)).status, 414);
	}
});

test('what programs look for on any site is there', async () => {
	const visitor = site.visitor();
	const robots = await visitor.get('/robots.txt');
	assert.equal(robots.headers['content-type'], 'text/plain; charset=utf-8');
	assert.match(robots.text, /^User-agent: \*\nDisallow: \/block\n/m);
	const closed = robots.text.match(/(?<=^Disallow: ).*/mg).map((path) => path.replace('*', '1'));
	for (const path of closed)
		assert.match(path, /^\/[a-z]+/);
	for (const path of ['/', '/explore', '/user/john', '/post/1', '/login', '/signup'])
		assert.ok(!closed.some((start) => path.startsWith(start)), path);

	const icon = await visitor.get('/favicon.ico');
	assert.equal(icon.headers['content-type'], 'image/svg+xml; charset=utf-8');
	const { page } = await visitor.get('/');
	assert.equal(icon.text, (await visitor.get(page('link[rel=icon]').attr('href'))).text);
	assert.equal((await visitor.get('/favicon.ico', { 'if-none-match': icon.headers.etag })).status, 304);
	assert.equal((await visitor.get('/password')).headers.location, '/login?next=%2Fpassword');
});

test('security.txt has the contact that the operator sets, and is missing without one', async (t) => {
	const contact = 'mailto:security@example.org';
	const other = await startSite({ environment: { SECURITY_CONTACT: contact } });
	t.after(() => stopClean(other));
	const { status, headers, text } = await other.visitor().get('/.well-known/security.txt');
	assert.equal(status, 200);
	assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
	const [, expires] = text.match(/^Contact: mailto:security@example\.org\nExpires: (\d{4}-\d\d-\d\dT00:00:00Z)\n$/);
	const days = (Date.parse(expires) - Date.now()) / 86400000;
	assert.ok(days > 80 && days < 365, `${days} days`);

	const refused = run(other.folder, ['-fnr'], { environment: { SECURITY_CONTACT: 'security@example.org' } });
	assert.equal(refused.status, 1);
	assert.match(refused.output, /SECURITY_CONTACT: "security@example\.org" is not .* mailto:security@example\.org\n/);
});

// Origin and Host, as a browser or a proxy may write the port, and whether that
// is the same origin.
const origins = [
	['https://localhost', 'localhost', true],
	['https://localhost', 'localhost:443', true],
	['https://localhost:443', 'localhost', true],
	['https://localhost', 'LOCALHOST:443', true],
	['https://localhost', 'localhost:', true],
	['https://localhost:8888', 'localhost:8888', true],
	['https://[::1]', '[::1]:443', true],
	['https://localhost', 'localhost:8888', false],
	['https://localhost:8888', 'localhost:443', false],
	['https://localhost:80', 'localhost', false],
	['https://localhost:4430', 'localhost', false],
	['http://localhost', 'localhost', false],
	['http://localhost:443', 'localhost:443', false],
	['https://localhost.', 'localhost', false],
	['https://other.example', 'localhost:443', false],
	['https://localhost:443@other.example', 'localhost:443', false],
	['null', 'localhost:443', false],
];

for (const [origin, host, same] of origins)
	test(`a form from ${origin} to ${host} is ${same ? 'accepted' : 'refused'}`, async () => {
		const visitor = site.visitor();
		const body = new URLSearchParams({ token: await visitor.token('/signup'), nickname: '' }).toString();
		const fields = [`Cookie: __Host-visitor=${visitor.cookies.get('__Host-visitor')}`,
			'Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`, `Origin: ${origin}`];
		for (const start of [['POST /signup HTTP/1.1', `Host: ${host}`], ['POST /signup HTTP/1.0', `Host: ${host}`],
			[`POST https://${host}/signup HTTP/1.1`, 'Host: other.example'], [`POST https://${host}/signup HTTP/1.0`]]) {
			const wire = (await Wire.open(site)).say(request(...start, ...fields) + body);
			assert.equal((await wire.response()).status, same ? 422 : 403, start.join(', '));
			wire.socket.destroy();
		}
	});
