// SPDX-License-Identifier: ISC
// Search, as members and visitors use it. (tests/unit/model/test_search.c has
// what is found; matrix.mjs has who finds whom.)
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql, startSite, stopClean } from './site.mjs';

let site, visitor, john, susan;

const search = (client, q, more = '') => client.get(`/search?q=${encodeURIComponent(q)}${more}`);
const posts = ({ page }) => page('.h-entry .e-content').toArray().map((e) => page(e).text());
const people = ({ page }) => page('.people .p-nickname').toArray().map((e) => page(e).text());

before(async () => {
	site = await startSite({ environment: { RATE_LIMITS: 'searches=5/1m pages-visitor=off pages-member=off' } });
	visitor = site.visitor();
	john = await site.member('john');
	susan = await site.member('susan');
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'susan'");
	await john.say('Morning coffee, https://example.org/');
	await john.say('The trains are late again');
	await susan.say('Un café, s\'il vous plaît <b>');
});

after(() => stopClean(site));

test('explore leads to search, for those who may', async () => {
	assert.equal((await john.get('/explore')).page('form[action="/search"] input[name=q]').length, 1);
	assert.equal((await visitor.get('/explore')).page('form[action="/search"]').length, 0);
	const { status, headers } = await search(visitor, 'coffee');
	assert.deepEqual([status, headers.location], [303, '/login?next=%2Fsearch%3Fq%3Dcoffee']);
});

test('without words, the page says what can be searched for', async () => {
	for (const address of ['/search', '/search?q=', '/search?q=+', '/search?q=%E2%80%8B']) {
		const { status, page, headers } = await john.get(address);
		assert.equal(status, 200);
		assert.match(page('main').text(), /since:2026-03-31/);
		assert.equal(headers['x-robots-tag'], 'noindex');
		assert.equal(headers['cache-control'], 'no-store');
	}
});

test('posts are found by words, and shown as in a feed', async () => {
	assert.deepEqual(posts(await search(john, 'coffees')), ['Morning coffee, https://example.org/']);
	assert.deepEqual(posts(await search(john, 'CAFE')), ['Un café, s\'il vous plaît <b>']);
	assert.deepEqual(posts(await search(john, 'from:john')), ['The trains are late again', 'Morning coffee, https://example.org/']);
	assert.deepEqual(posts(await search(john, 'has:link since:2020')), ['Morning coffee, https://example.org/']);
	assert.deepEqual(posts(await search(john, 'until:2020')), []);
	const { page } = await search(john, 'coffee -"late again"');
	assert.equal(page('input[name=q]').attr('value'), 'coffee -"late again"');
	assert.equal(page('.e-content a').attr('href'), 'https://example.org/');
});

test('people are found by their nickname and by what they say of themselves', async () => {
	await susan.fill('/settings/profile', '/settings/profile', { nickname: 'susan', about_me: 'I love trains.' });
	assert.deepEqual(people(await search(john, 'sus')), ['susan']);
	assert.deepEqual(people(await search(john, '@Susan')), ['susan']);
	assert.deepEqual(people(await search(john, 'trains')), ['susan']);
	assert.deepEqual(people(await search(john, 'trains has:link')), []);
});

test('an invalid condition is explained, and nothing typed is lost', async () => {
	const { status, page } = await search(john, 'coffee since:tomorrow "a b"');
	assert.equal(status, 422);
	assert.equal(page('input[name=q]').attr('value'), 'coffee since:tomorrow "a b"');
	assert.equal(page('input[name=q]').attr('aria-invalid'), 'true');
	assert.match(page('#q-error').text(), /"since:tomorrow" is not a day, month or year/);
});

test('whatever is typed finds something or nothing', async () => {
	for (const q of ['!', '-', '"', '&|!:*()<->\'\\', '%', '\'; DROP TABLE post', '-coffee', '\u{1f600}', 'x'.repeat(200), '㌖'.repeat(200), 'a or', 'or', '"" ""', '\u202e', 'from:nobody'])
		assert.equal((await search(john, q)).status, 200, q);
	assert.equal((await search(john, 'x'.repeat(201))).status, 422);
	assert.equal((await john.get('/search?q=%ff')).status, 200);
	assert.equal((await search(john, 'late', '&before=nonsense')).status, 200);
});

test('more than fifty posts are on several pages', async () => {
	sql(`SELECT count(*) FROM person p, generate_series(1, 120) g,
		post_add(p.id, 'number ' || g, NULL, '2025-01-01'::timestamptz + g * '1 minute'::interval, 0, 1, 0, 0, 'e', '', '') WHERE p.nickname = 'john'`);
	let found = [], response = await search(john, 'number');
	for (;;) {
		found = [...found, ...posts(response)];
		const next = response.page('a[rel=next]').attr('href');
		if (next === undefined)
			break;
		assert.equal(posts(response).length, 50);
		response = await john.get(next);
	}
	assert.deepEqual(found, Array.from({ length: 120 }, (_, i) => `number ${120 - i}`));
});

test('a search that ends before it has enough says so, and goes on', async () => {
	sql(`INSERT INTO post (author, id, body, created_at)
		SELECT p.id, id_from_time(t.at, g), CASE WHEN g % 5000 = 1 THEN 'seldom' ELSE 'often' END, t.at
		  FROM person p, generate_series(1, 12001) g, LATERAL (SELECT '2024-01-01'::timestamptz + g * '1 s'::interval AS at) t
		 WHERE p.nickname = 'john';
		INSERT INTO post_words SELECT author, id, search_words(body, 'english') FROM post WHERE created_at < '2025-01-01'`);
	const first = await search(john, 'from:john seldom');
	assert.deepEqual(posts(first), ['seldom', 'seldom']);
	assert.match(first.page('main').text(), /Only posts since .* 2024, .* have been searched so far/);
	const second = await john.get(first.page('a[rel=next]').attr('href'));
	assert.deepEqual(posts(second), ['seldom']);
	assert.equal(second.page('a[rel=next]').length, 0);
});

test('an admin lets visitors search; they have a limit', async () => {
	const form = { name: 'microblog', tagline: '', accent: '', announcement: '', post_length: '140', notification_days: '180', search_language: 'English', visitors_search: 'yes' };
	assert.equal((await susan.fill('/admin/site', '/admin/site', form)).status, 303);
	assert.equal((await susan.get('/admin/site')).page('input[name=visitors_search][checked]').length, 1);
	// The visitor's worker hears of it a moment later.
	while ((await visitor.get('/explore')).page('form[action="/search"]').length === 0);
	for (let i = 0; i < 5; i++) {
		const found = await search(visitor, 'coffee');
		assert.deepEqual(posts(found), ['Morning coffee, https://example.org/']);
		assert.equal(found.headers['x-robots-tag'], 'noindex');
	}
	const { status, headers, page } = await search(visitor, 'coffee');
	assert.equal(status, 429);
	assert.ok(Number(headers['retry-after']) > 0);
	assert.equal(page('input[name=q]').attr('value'), 'coffee');
	assert.match(page('#q-error').text(), /searched a lot/);
	assert.equal((await search(john, 'coffee')).status, 200);
	const { visitors_search: left, ...without } = form;
	assert.equal(left, 'yes');
	assert.equal((await susan.fill('/admin/site', '/admin/site', without)).status, 303);
	while ((await search(visitor, 'coffee')).status !== 303);
});

test('a language that there is none for is explained', async () => {
	const { status, page } = await susan.fill('/admin/site', '/admin/site', {
		name: 'microblog', tagline: '', accent: '', announcement: '', post_length: '140', notification_days: '180', search_language: 'klingon' });
	assert.equal(status, 422);
	assert.match(page('#language-error').text(), /one of these languages: arabic, .*yiddish; or simple/);
});

test('another language takes effect for new posts at once', async () => {
	const { status } = await susan.fill('/admin/site', '/admin/site', {
		name: 'microblog', tagline: '', accent: '', announcement: '', post_length: '140', notification_days: '180', search_language: 'german' });
	assert.equal(status, 303);
	await john.say('viele Häuser');
	assert.deepEqual(posts(await search(john, 'haus')), ['viele Häuser']);
	assert.deepEqual(posts(await search(john, 'train')), ['The trains are late again']);
});
