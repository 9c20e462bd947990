// SPDX-License-Identifier: ISC
// Somebody's posts by date.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql, startSite, stopClean } from './site.mjs';

let site, visitor, john;

before(async () => {
	site = await startSite();
	visitor = site.visitor();
	john = await site.member('john');
	sql(`INSERT INTO post (author, id, body, created_at)
		SELECT p.id, id_from_time(t, n), to_char(t, 'YYYY-MM-DD'), t
		  FROM person p, generate_series(1, 120) n,
		       LATERAL (SELECT '2026-03-01T12:00Z'::timestamptz + n * interval '6 hours' AS t) at
		 WHERE p.nickname = 'john'`);
});

after(() => stopClean(site));

const posts = ({ page }) => page('.h-entry .e-content').toArray().map((e) => page(e).text());

test('a profile lists the months with their posts, and each leads to them', async () => {
	for (const client of [visitor, john, visitor]) {
		const { page } = await client.get('/user/john');
		const months = page('.months li').toArray().map((e) => page(e).text());
		assert.deepEqual(months, ['March 2026: 120']);
		assert.equal(page('.months a').attr('href'), '?on=2026-03');
	}
	assert.equal((await visitor.get('/user/john?before=9223372036854775806')).page('.months').length, 0);
});

test('a month has pages, which stay within it', async () => {
	for (const client of [visitor, john]) {
		const seen = [];
		let response = await client.get('/user/john?on=2026-03');
		assert.equal(response.page('h2').first().text(), 'Posts of March 2026');
		assert.equal(response.page('title').text().split(' · ')[0], 'john, March 2026');
		for (let pages = 1; ; pages++) {
			seen.push(...posts(response));
			const next = response.page('a[rel=next]').attr('href');
			if (!next) {
				assert.equal(pages, 3);
				break;
			}
			assert.match(next, /^\?on=2026-03&before=\d+$/);
			response = await client.get(`/user/john${next}`);
			assert.equal(response.page('a[rel=first]').attr('href'), '?on=2026-03');
		}
		assert.equal(seen.length, 120);
		assert.deepEqual(seen, seen.toSorted().reverse());
	}
});

test('a day and a year can be asked for, too', async () => {
	assert.deepEqual(posts(await visitor.get('/user/john?on=2026-03-14')), ['2026-03-14', '2026-03-14', '2026-03-14', '2026-03-14']);
	assert.equal(posts(await visitor.get('/user/john?on=2026')).length, 50);
	const empty = await visitor.get('/user/john?on=2025');
	assert.equal(empty.status, 200);
	assert.match(empty.page('.empty').text(), /There is nothing from that time/);
});

test('what is no date is said to be none, and never the cached profile', async () => {
	for (const on of ['2026-13', '2026-02-30', 'march', '', '2026-3', '1969', '2026-03-14T10']) {
		const { status, page } = await visitor.get(`/user/john?on=${on}`);
		assert.equal(status, 404, on);
		assert.match(page('main p').text(), /This is no date\. Write a year, a month or a day, such as 2026, 2026-03 or 2026-03-14\./);
	}
	assert.match((await visitor.get('/user/nobody_here?on=x')).page('main p').text(), /User nobody_here not found/);
	assert.equal((await visitor.get('/user/JOHN_?on=2026-03')).status, 404);
});

test('a new post is counted at once', async () => {
	await john.say('now');
	const { page } = await visitor.get('/user/john');
	const [newest] = page('.months li').toArray().map((e) => page(e).text());
	assert.match(newest, /^[A-Z][a-z]+ \d{4}: 1$/);
});
