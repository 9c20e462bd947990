// SPDX-License-Identifier: ISC
// Links on profiles: what members type, what readers see, and the verifier, who
// looks at pages on a server of this test.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { makeCertificate } from './mail.mjs';
import { atPsql, configure, flashAfter, makeFolder, removeFolder, run, sql, startSite, stopClean, until } from './site.mjs';

const SITE_URL = 'https://example.org';
const environment = { SITE_URL, LINK_NETWORKS: '127.0.0.0/8' };
const link = (nick, rel = 'me') => `<!DOCTYPE html><p>I am <a rel="${rel}" href="${SITE_URL}/user/${nick}">here, too</a>.</p>`;
const html = { 'content-type': 'text/html; charset=utf-8' };

// Start a server on an address of this machine. Its pages are functions that
// respond; requests are kept.
async function startServer(host) {
	const pages = {};
	const requests = [];
	const server = http.createServer((request, response) => {
		requests.push(request);
		const page = pages[request.url];
		if (page === undefined)
			response.writeHead(404, html).end(link('john'));
		else if (typeof page === 'string')
			response.writeHead(200, html).end(page);
		else
			page(response);
	});
	server.listen(0, host);
	await once(server, 'listening');
	const address = `http://${host.includes(':') ? `[${host}]` : host}:${server.address().port}`;
	return { pages, requests, server, address };
}

const redirect = (location, more = {}) => (response) => response.writeHead(302, { location, ...more }).end();

let site, other, ours;

before(async () => {
	other = await startServer('127.0.0.1');
	ours = await startServer('::1');
	site = await startSite({ environment });
});

after(async () => {
	for (const { server } of [other, ours]) {
		server.closeAllConnections();
		server.close();
	}
	await stopClean(site);
});

// Save a profile with these links.
const save = (client, nickname, links = []) => client.fill('/settings/profile', '/settings/profile',
	{ nickname, about_me: '', ...Object.fromEntries(links.map((address, i) => [`link_${i + 1}`, address])) });

// Save links to these pages of the other server, and a last one that links back:
// once it is verified, all have been looked at. Return which were verified.
async function verify(t, client, nickname, paths) {
	other.pages[`/${nickname}`] = link(nickname);
	assert.equal((await save(client, nickname, [...paths, `/${nickname}`].map((path) => other.address + path))).status, 303);
	await atPsql(t)(until(`EXISTS (SELECT FROM profile_link WHERE address = '${other.address}/${nickname}' AND verified_at IS NOT NULL)`));
	return sql(`SELECT address FROM profile_link JOIN person ON id = person WHERE nickname = '${nickname}'
		AND verified_at IS NOT NULL ORDER BY place`).split('\n').map((address) => address.slice(other.address.length)).slice(0, -1);
}

// Wait until a visitor's page has as many links that are verified.
async function shows(visitor, nickname, count) {
	for (;;) {
		const response = await visitor.get(`/user/${nickname}`);
		if (response.page('.verified').length === count)
			return response;
		await pause(10);
	}
}

test('a profile shows its links, and those whose pages link back as verified', async () => {
	const john = await site.member('john');
	const visitor = site.visitor();
	assert.equal((await visitor.get('/user/john')).page('.own-links').length, 0);
	const links = [`${other.address}/john`, 'http://127.0.0.1:2/~john/?a=1&b=2', '', 'https://127.0.0.1:1'];
	other.pages['/john'] = link('john');
	assert.match(await flashAfter(john, await save(john, 'john', links)), /saved/);

	const { page } = await shows(visitor, 'john', 1);
	assert.deepEqual(page('.own-links a').toArray().map((a) => [a.attribs.href, a.attribs.rel, page(a).text()]), [
		[links[0], 'me nofollow noopener', links[0].slice(7)],
		[links[1], 'me nofollow noopener', '127.0.0.1:2/~john/?a=1&b=2'],
		[links[3], 'me nofollow noopener', '127.0.0.1:1'],
	]);
	const verified = page('.own-links li').eq(0).find('time.verified');
	assert.equal(verified.text(), 'verified');
	assert.match(verified.attr('title'), /^since \d+ \w+ \d{4}/);
	for (const address of ['/user/john/followers', '/user/john/following'])
		assert.equal((await visitor.get(address)).page('.own-links a').length, 3);
	const form = (await john.get('/settings/profile')).page;
	assert.deepEqual([1, 2, 3, 4].map((i) => form(`#link_${i}`).val()), [links[0], links[1], links[3], '']);
	assert.match(form('#links-hint').text(), /https:\/\/example\.org\/user\/john/);

	const [request] = other.requests;
	assert.equal(request.method, 'GET');
	assert.equal(request.headers['user-agent'], `microblog (+${SITE_URL})`);
	assert.deepEqual(Object.keys(request.headers).sort(), ['accept', 'host', 'user-agent']);
});

test('each wrong link has a message of its own, and nothing that was typed is lost', async () => {
	const mary = await site.member('mary');
	const typed = ['example.org', 'https://me:pw@example.org', `https://example.org/${'a'.repeat(500)}`, 'https://a b'];
	const { status, page } = await save(mary, 'mary', typed);
	assert.equal(status, 422);
	for (const [i, message] of [/must begin with https:\/\//, /name or password/, /too long/, /no spaces/].entries()) {
		assert.match(page(`#link-${i + 1}-error`).text(), message);
		assert.equal(page(`#link_${i + 1}`).val(), typed[i]);
		assert.equal(page(`#link_${i + 1}`).attr('aria-describedby'), `link-${i + 1}-error`);
	}
	const twice = await save(mary, 'mary', ['https://example.org', '', ' https://example.org ']);
	assert.match(twice.page('#link-3-error').text(), /same as link 1/);
	const taken = await save(mary, 'john', ['https://example.org']);
	assert.equal(taken.page('#link_1').val(), 'https://example.org');
	assert.equal(sql('SELECT count(*) FROM profile_link JOIN person ON id = person WHERE nickname = \'mary\''), '0');
});

test('redirects are followed, but not many, and to no address that is not permitted', async (t) => {
	const susan = await site.member('susan');
	ours.pages['/me'] = link('susan');
	Object.assign(other.pages, {
		'/moved': redirect('/susan', { 'set-cookie': 'a=b; Path=/' }),
		'/far/0': link('susan'), '/far/1': redirect('/far/0'), '/far/2': redirect('/far/1'),
		'/far/3': redirect('/far/2'), '/far/4': redirect('/far/3'),
		'/inside': redirect(`${ours.address}/me`), '/inside-by-name': redirect(`http://localhost:${new URL(ours.address).port}/me`),
		'/file': redirect('file:///etc/passwd'), '/user': redirect(`http://me:pw@${new URL(other.address).host}/susan`),
	});
	assert.deepEqual(await verify(t, susan, 'susan', ['/moved', '/far/3', '/far/4']), ['/moved', '/far/3']);
	assert.deepEqual(await verify(t, susan, 'susan', ['/inside', '/inside-by-name', '/file']), []);
	const before = other.requests.length;
	assert.deepEqual(await verify(t, susan, 'susan', ['/user', `/@${new URL(ours.address).host}`]), []);
	assert.ok(other.requests.length > before);
	assert.deepEqual(ours.requests, []);
	assert.ok(other.requests.every(({ headers }) => !headers.cookie && !headers.authorization && !headers.referer));
});

test('a server whose certificate is not valid is not believed', async (t) => {
	const uma = await site.member('uma');
	const requests = [];
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	const server = https.createServer(makeCertificate(folder), (request, response) => {
		requests.push(request);
		response.writeHead(200, html).end(link('uma'));
	});
	server.listen(0, '127.0.0.1');
	t.after(() => server.close());
	await once(server, 'listening');
	other.pages['/secure'] = redirect(`https://localhost:${server.address().port}/`);
	const failed = once(server, 'tlsClientError');
	assert.deepEqual(await verify(t, uma, 'uma', ['/secure']), []);
	await failed;
	assert.deepEqual(requests, []);
});

test('a page counts if it is HTML, complete enough, and links to this member', async (t) => {
	const tim = await site.member('tim');
	const space = ' '.repeat(1048576);
	Object.assign(other.pages, {
		'/none': '<p>Hello</p>', '/john-only': link('john'), '/early': link('tim') + space + space, '/late': space + link('tim'),
		'/text': (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(link('tim')),
		'/xhtml': (response) => response.writeHead(200, { 'content-type': 'application/xhtml+xml' }).end(link('tim')),
		'/gone': (response) => response.writeHead(410, html).end(link('tim')),
		'/cut': (response) => response.writeHead(200, { ...html, 'content-length': '1000' }).end(link('tim'), () => response.destroy()),
		'/nofollow': link('tim', 'nofollow'),
	});
	assert.deepEqual(await verify(t, tim, 'tim', ['/none', '/john-only', '/early']), ['/early']);
	assert.deepEqual(await verify(t, tim, 'tim', ['/late', '/text', '/xhtml']), ['/xhtml']);
	assert.deepEqual(await verify(t, tim, 'tim', ['/gone', '/nofollow', '/cut']), []);
});

test('a server that takes its time keeps the verifier for ten seconds at most', { timeout: 60000 }, async (t) => {
	const tom = await site.member('tom');
	other.pages['/slow'] = (response) => {
		response.writeHead(200, html).write(link('tom'));
		const timer = setInterval(() => response.write(' '), 500);
		response.on('close', () => clearInterval(timer));
	};
	assert.deepEqual(await verify(t, tom, 'tom', ['/slow']), []);
});

test('a page that links to a former nickname counts, and one that stops linking does not', async (t) => {
	const ann = await site.member('ann');
	assert.deepEqual(await verify(t, ann, 'ann', []), []);
	const links = [`${other.address}/ann`];
	assert.equal((await save(ann, 'anna', links)).status, 303);
	const look = async (condition) => {
		sql(`UPDATE profile_link SET due = now(), read_at = NULL WHERE address = '${links[0]}'; NOTIFY microblog_verifier`);
		await atPsql(t)(until(`EXISTS (SELECT FROM profile_link WHERE address = '${links[0]}' AND read_at IS NOT NULL AND ${condition})`));
	};
	await look('verified_at IS NOT NULL');
	const visitor = site.visitor();
	await shows(visitor, 'anna', 1);
	other.pages['/ann'] = '<p>I have moved.</p>';
	await look('verified_at IS NULL');
	await shows(visitor, 'anna', 0);
});

test('nobody looks where the operator has not permitted it', async (t) => {
	await stopClean(site);
	const strict = await startSite({ environment: { SITE_URL } });
	const eve = await strict.member('eve');
	const count = other.requests.length;
	await save(eve, 'eve', [`${other.address}/eve`, `http://localhost:${new URL(other.address).port}/eve`]);
	await atPsql(t)(until('(SELECT count(*) FROM profile_link JOIN person ON id = person WHERE nickname = \'eve\' AND tries = 1) = 2'));
	await stopClean(strict);
	assert.equal(other.requests.length, count);
	site = await startSite({ environment });
});

test('a wrong LINK_NETWORKS stops the start, and check says why', async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	await configure(folder);
	const wrong = { DATABASE_URL: process.env.TEST_SITE_URL, LINK_NETWORKS: '10.0.0.1/8' };
	for (const words of [['-fnr'], ['check'], ['verifier']]) {
		const { status, output } = run(folder, words, { environment: wrong });
		assert.equal(status, 1, words[0]);
		assert.match(output, /LINK_NETWORKS: "10\.0\.0\.1\/8" has other bits than 0/, words[0]);
	}
	const { output } = run(folder, ['verifier'], { environment: { DATABASE_URL: process.env.TEST_SITE_URL, SITE_URL: '' } });
	assert.match(output, /SITE_URL is not set/);
});
