// SPDX-License-Identifier: ISC
// What programs read: feeds, in two feed readers and against a schema; the
// metadata of pages, the sitemap, robots.txt and WebFinger.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import * as cheerio from 'cheerio';
import { debianPython, readFeeds } from './newsboat.mjs';
import { freePort, makeFolder, removeFolder, sql, startSite, stopClean } from './site.mjs';

let site, folder, john, susan, mary, visitor;

before(async () => {
	folder = await makeFolder();
	const port = await freePort();
	site = await startSite({ port, environment: { SITE_URL: `https://localhost:${port}` } });
	[john, susan, mary] = await Promise.all(['john', 'susan', 'mary'].map((nickname) => site.member(nickname)));
	visitor = site.visitor();
	await john.fill('/settings/profile', '/settings/profile', { nickname: 'john', about_me: 'I <3 "feeds" & more' });
	await john.say('plain words');
	await john.say('<b>not bold</b> & "quoted"\nsee https://example.org/?a=1&b=2 ]]> \u{fffe}\u{ffff} end');
	await susan.say(`hello @john, ${'long '.repeat(20)}#greeting`);
	await susan.post('/follow/john', { token: await susan.token('/settings/profile') });
});

after(async () => {
	await stopClean(site, /: \/feed\/\.\.\.: 500 private_feed_open/);
	await removeFolder(folder);
});

const act = async (client, address, fields = {}) => {
	const { status } = await client.post(address, { token: await client.token('/settings/profile'), ...fields });
	assert.equal(status, 303, address);
};

// Check XML against a schema of schemas/.
async function checkXml({ text }, schema) {
	const file = path.join(folder, 'document.xml');
	await writeFile(file, text);
	const rnc = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'schemas', `${schema}.rnc`);
	await promisify(execFile)('jing', ['-c', rnc, file])
		.catch(({ stdout }) => assert.fail(`${stdout}\n${text}`));
	return cheerio.load(text, { xml: true });
}

async function feed(client, address) {
	const response = await client.get(address);
	assert.equal(response.status, 200, address);
	assert.equal(response.headers['content-type'], 'application/atom+xml; charset=utf-8');
	const xml = await checkXml(response, 'atom');
	const entries = xml('entry').toArray().map((e) => xml(e));
	return { ...response, xml, entries, titles: entries.map((e) => e.find('title').text()) };
}

// Make a private feed in the settings, and return its path.
async function makePrivate(client) {
	const { status, page } = await client.fill('/settings/feed', '/settings/feed', { action: 'make' });
	assert.equal(status, 200);
	const address = page('[role=status] code').text();
	assert.match(address, /\/feed\/[\w-]{43}\.atom$/);
	assert.ok(address.startsWith(site.address));
	return address.slice(site.address.length);
}

test('the feed of a person has their posts as HTML, and nothing that XML forbids', async () => {
	const { xml, entries } = await feed(visitor, '/user/john.atom');
	assert.equal(xml('feed > title').text(), 'john · microblog');
	assert.equal(xml('feed > subtitle').text(), 'I <3 "feeds" & more');
	assert.equal(xml('feed > link[rel=self]').attr('href'), `${site.address}/user/john.atom`);
	assert.equal(xml('feed > link[rel=alternate]').attr('href'), `${site.address}/user/john`);
	assert.equal(xml('feed > author > name').text(), 'john');
	assert.equal(entries.length, 2);
	assert.equal(xml('feed > updated').text(), entries[0].find('updated').text());

	const html = cheerio.load(entries[0].find('content').text());
	assert.equal(html('b').length, 0);
	assert.equal(html('br').length, 1);
	assert.equal(html('a').attr('href'), 'https://example.org/?a=1&b=2');
	assert.match(html('body').text(), /^<b>not bold<\/b> & "quoted"see .* \]\]> \ufffd\ufffd end$/);
	assert.match(entries[0].find('title').text(), /^<b>not bold<\/b> & "quoted" see https:/);
	const link = entries[0].find('link').attr('href');
	assert.equal(link, entries[0].find('id').text());
	assert.equal((await visitor.get(link.slice(site.address.length))).status, 200);
});

test('feeds of others lead to the present nickname, or are not there', async () => {
	assert.equal((await visitor.get('/user/nobody_here.atom')).status, 404);
	await act(mary, '/settings/profile', { nickname: 'marianne', about_me: '' });
	const { status, headers } = await visitor.get('/user/mary.atom');
	assert.deepEqual([status, headers.location], [301, '/user/marianne.atom']);
	const { entries, xml } = await feed(visitor, '/user/marianne.atom');
	assert.equal(entries.length, 0);
	assert.equal(xml('updated').text(), '1970-01-01T00:00:00Z');
});

test('pages announce their feed and themselves', async () => {
	const post = (await visitor.get('/user/john')).page('.h-entry .u-url').first().attr('href');
	const pages = { '/tag/greeting': ['/tag/greeting.atom', 'website'], '/': ['/explore.atom', 'website'], '/explore': ['/explore.atom', 'website'], '/user/JOHN': ['/user/john.atom', 'profile'], [post]: ['/user/john.atom', 'article'] };
	for (const [address, [atom, type]] of Object.entries(pages)) {
		const { page } = await visitor.get(address);
		assert.equal(page('link[rel=alternate][type="application/atom+xml"]').attr('href'), atom, address);
		const own = site.address + address.toLowerCase();
		assert.equal(page('link[rel=canonical]').attr('href'), own);
		const og = (name) => page(`meta[property="${name}"]`).attr('content');
		assert.equal(og('og:url'), own);
		assert.equal(og('og:type'), type);
		assert.ok(og('og:title') && og('og:site_name') && og('og:description'), address);
	}
	const { page } = await visitor.get(post);
	assert.match(page('meta[property="og:description"]').attr('content'), /^<b>not bold<\/b> & "quoted" see/);
	assert.match(page('meta[property="article:published_time"]').attr('content'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	assert.equal((await john.get('/settings/profile')).page('link[rel=canonical]').length, 0);
});

test('the feed of a hashtag has one address, and none if there are no posts', async () => {
	await john.say('#C++ & #Straße');
	for (const [address, page, title] of [['/tag/c%2B%2B.atom', '/tag/c%2B%2B', '#c++'], ['/tag/strasse.atom', '/tag/strasse', '#strasse']]) {
		const { xml, titles } = await feed(visitor, address);
		assert.deepEqual(titles, ['#C++ & #Straße']);
		assert.equal(xml('feed > title').text(), `${title} · microblog`);
		assert.equal(xml('feed > id').text(), site.address + page);
		assert.equal(xml('feed > link[rel=self]').attr('href'), site.address + address);
		assert.equal(xml('feed > link[rel=alternate]').attr('href'), site.address + page);
		assert.equal((await visitor.get(page)).page('link[rel=alternate][type="application/atom+xml"]').attr('href'), address);
	}
	const { status, headers } = await visitor.get('/tag/Stra%C3%9Fe.atom?before=5');
	assert.deepEqual([status, headers.location], [301, '/tag/strasse.atom?before=5']);
	for (const address of ['/tag/nothing.atom', '/tag/!.atom', '/tag/a.b.atom', '/tag/.atom', '/tag/c%2B%2B.atom/follow'])
		assert.equal((await john.get(address)).status, 404, address);
	assert.equal((await visitor.get('/tag/nothing')).page('link[rel=alternate][type="application/atom+xml"]').length, 0);
});

test('a client that has the current feed gets a 304, and news make another one', async () => {
	for (const address of ['/user/john.atom', '/explore.atom', '/tag/greeting.atom', '/robots.txt', '/sitemap.xml', '/sitemap/0.xml',
		'/.well-known/webfinger?resource=acct:john@localhost', await makePrivate(susan)]) {
		const { headers } = await visitor.get(address);
		const again = await visitor.get(address, { 'if-none-match': headers.etag });
		assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', headers.etag], address);
		assert.equal((await visitor.get(address, { 'if-none-match': '"other"' })).status, 200, address);
	}
	const address = await makePrivate(susan);
	const { headers } = await visitor.get(address);
	assert.equal(headers['cache-control'], 'private, no-cache');
	await john.say('news');
	const news = await visitor.get(address, { 'if-none-match': headers.etag });
	assert.equal(news.status, 200);
	assert.match(news.text, /<title>news<\/title>/);
});

test('a feed has pages', async () => {
	const member = await site.member('talkative');
	sql(`INSERT INTO post (author, id, body, created_at)
		SELECT p.id, id_from_time(now() - n * interval '1 minute', n), 'post ' || n, now() - n * interval '1 minute'
		  FROM person p, generate_series(1, 120) n WHERE p.nickname = 'talkative'`);
	await member.say('the newest');
	const seen = [];
	let next = '/user/talkative.atom', count = 0;
	for (; next; count++) {
		const { xml, titles } = await feed(site.witness(), next);
		assert.equal(xml('link[rel=self]').attr('href'), site.address + next);
		seen.push(...titles);
		next = xml('link[rel=next]').attr('href')?.slice(site.address.length);
	}
	assert.equal(count, 3);
	assert.deepEqual(seen, ['the newest', ...Array.from({ length: 120 }, (_, i) => `post ${i + 1}`)]);
});

test('a private feed is the home feed of its owner, until there is another address', async () => {
	const first = await makePrivate(susan);
	const { xml, titles } = await feed(visitor, first);
	assert.ok(titles.includes('plain words'));
	assert.equal(xml('feed > title').text(), 'Home of susan · microblog');
	assert.ok(!xml('id').text().includes(first.slice(6, 49)), 'the secret is in no id');
	assert.match((await susan.get('/settings/feed')).page('main').text(), /Your feed has had an address since/);
	assert.doesNotMatch((await susan.get('/settings/feed')).text, /\/feed\/[\w-]{43}/);
	const second = await makePrivate(susan);
	assert.equal((await visitor.get(first)).status, 404);
	assert.equal((await feed(visitor, second)).xml('feed > id').text(), xml('feed > id').text());
	await act(susan, '/settings/feed', { action: 'remove' });
	assert.equal((await visitor.get(second)).status, 404);
	assert.equal((await visitor.get(`/feed/${'A'.repeat(43)}.atom`)).status, 404);
});

test('nobody else sees the secret of a feed: not the logs, nor other sites', async () => {
	const address = await makePrivate(susan);
	assert.equal((await visitor.get(address)).headers['referrer-policy'], 'strict-origin');
	sql('ALTER TABLE private_feed RENAME TO private_feed_away');
	assert.equal((await visitor.get(address)).status, 500);
	sql('ALTER TABLE private_feed_away RENAME TO private_feed');
	await site.heard(/: \/feed\/\.\.\.: 500 private_feed_open/);
	assert.ok(!site.log.some((l) => l.includes(address.slice(6, 49))));
	assert.ok(!sql("SELECT string_agg(f::text, '') FROM private_feed f").includes(address.slice(6, 49)));
});

test('people who are blocked or muted are not in a private feed, and a new password ends it', async () => {
	const reader = await site.member('reader');
	const writer = await site.member('writer');
	await writer.say('words of the writer');
	const address = await makePrivate(reader);
	const titles = async () => (await feed(visitor, address)).titles;
	await act(reader, '/follow/writer');
	assert.deepEqual(await titles(), ['words of the writer']);
	await act(reader, '/mute/writer');
	assert.deepEqual(await titles(), []);
	await act(reader, '/unmute/writer');
	assert.deepEqual(await titles(), ['words of the writer']);
	await act(writer, '/block/reader');
	assert.deepEqual(await titles(), []);
	await act(reader, '/password', { new_password: 'a better horse' });
	assert.equal((await visitor.get(address)).status, 404);
});

test('somebody who is suspended is in no feed, sitemap or WebFinger', async () => {
	const bad = await site.member('bad');
	await bad.say('words of the #bad');
	const own = await makePrivate(bad);
	const places = ['/explore.atom', '/sitemap/0.xml'];
	for (const address of places)
		assert.match((await site.witness().get(address)).text, /\/user\/bad/);
	sql("SELECT moderation_act(NULL, 'suspend', 'bad', 'spam', NULL, false)");
	for (const address of places)
		assert.doesNotMatch((await site.witness().get(address)).text, /\/user\/bad/);
	for (const address of ['/user/bad.atom', '/tag/bad.atom', own, '/.well-known/webfinger?resource=acct:bad@localhost'])
		assert.equal((await site.witness().get(address)).status, 404, address);
});

test('newsboat reads a feed', async () => {
	const articles = await readFeeds(folder, [`${site.address}/explore.atom`, `${site.address}${await makePrivate(susan)}`]);
	assert.match(articles.join('\n'), new RegExp(`^plain words john ${site.address}/post/\\d+$`, 'm'));
});

test('feedparser reads feeds, and resolves their links', async () => {
	const file = path.join(folder, 'feed.atom');
	const python = `import feedparser, json, sys
f = feedparser.parse(sys.argv[1])
print(json.dumps({ "bozo": bool(f.bozo), "version": f.version, "title": f.feed.title,
    "entries": [{ "title": e.title, "author": e.author, "id": e.id, "link": e.link, "html": e.content[0].value, "at": e.updated_parsed[0] } for e in f.entries] }))`;
	for (const [address, name] of [['/explore.atom', 'Explore'], ['/tag/greeting.atom', '#greeting']]) {
		await writeFile(file, (await visitor.get(address)).text);
		const { bozo, version, title, entries } = JSON.parse(execFileSync(debianPython, ['-c', python, file], { encoding: 'utf8' }));
		assert.deepEqual([bozo, version, title], [false, 'atom10', `${name} · microblog`]);
		const hello = entries.find(({ author }) => author === 'susan');
		assert.match(hello.title, /^hello @john, long long .*/);
		assert.equal(hello.id, hello.link);
		assert.ok(hello.html.includes(`href="${site.address}/user/john"`), hello.html);
		assert.ok(hello.at >= 2024);
	}
});

test('the sitemap leads to the profiles of people who have written', async () => {
	const index = await checkXml(await site.witness().get('/sitemap.xml'), 'sitemap');
	const parts = index('loc').toArray().map((e) => index(e).text());
	assert.deepEqual(parts, [`${site.address}/sitemap/0.xml`]);
	const part = await checkXml(await site.witness().get('/sitemap/0.xml'), 'sitemap');
	const people = part('loc').toArray().map((e) => part(e).text());
	assert.ok(people.includes(`${site.address}/user/john`));
	assert.ok(!people.includes(`${site.address}/user/marianne`));
	await checkXml(await visitor.get('/sitemap/99999999999999999999.xml'), 'sitemap');
	assert.match((await visitor.get('/robots.txt')).text, new RegExp(`^Sitemap: ${site.address}/sitemap.xml$`, 'm'));
});

test('WebFinger finds a person', async () => {
	const ask = (resource) => visitor.get(`/.well-known/webfinger${resource === undefined ? '' : `?resource=${encodeURIComponent(resource)}`}`);
	for (const resource of ['acct:john@localhost', 'acct:JOHN@LOCALHOST', `${site.address}/user/john`]) {
		const { status, headers, text } = await ask(resource);
		assert.equal(status, 200, resource);
		assert.equal(headers['content-type'], 'application/jrd+json');
		assert.equal(headers['access-control-allow-origin'], '*');
		const { subject, aliases, links } = JSON.parse(text);
		assert.equal(subject, 'acct:john@localhost');
		assert.deepEqual(aliases, [`${site.address}/user/john`]);
		for (const { rel, href, type } of links) {
			assert.match(rel, /^http/);
			const response = await visitor.get(href.slice(site.address.length));
			assert.equal(response.status, 200, href);
			assert.equal(response.headers['content-type'].split(';')[0], type);
		}
	}
	assert.equal(JSON.parse((await ask('acct:mary@localhost')).text).subject, 'acct:marianne@localhost');
	for (const resource of ['acct:nobody_here@localhost', 'acct:john@example.org', 'https://example.org/user/john', 'mailto:john@localhost']) {
		const { status, headers } = await ask(resource);
		assert.deepEqual([status, headers['access-control-allow-origin']], [404, '*'], resource);
	}
	for (const resource of [undefined, '', 'john', 'acct:john'])
		assert.equal((await ask(resource)).status, 400, resource);
});

test('a site that does not know its address never shows one visitor that of another', async (t) => {
	const other = await startSite();
	t.after(() => stopClean(other));
	const reader = other.visitor();
	for (let i = 0; i < 4; i++) { // on each worker
		await reader.get('/user/john.atom', { host: 'evil.example' });
		const { text } = await reader.get('/user/john.atom');
		assert.doesNotMatch(text, /evil/);
		assert.match(text, new RegExp(`<id>${other.address}/`));
	}
});

test('a site for members only has no public feed, and private ones work', async () => {
	const address = await makePrivate(susan);
	const close = (closed) => sql(`UPDATE site SET members_only = ${closed}, version = version + 1; SELECT pg_notify('microblog_news', 'everything')`);
	close(true);
	try {
		for (const closed of ['/explore.atom', '/user/john.atom', '/tag/greeting.atom'])
			assert.match((await site.witness().get(closed)).headers.location ?? '', /^\/login/, closed);
		for (const closed of ['/sitemap.xml', '/sitemap/0.xml', '/.well-known/webfinger?resource=acct:john@localhost'])
			assert.equal((await site.witness().get(closed)).status, 404, closed);
		assert.match((await site.witness().get('/robots.txt')).text, /^Disallow: \/$/m);
		assert.ok((await feed(visitor, address)).titles.includes('plain words'));
	} finally {
		close(false);
	}
});
