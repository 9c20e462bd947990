// SPDX-License-Identifier: ISC
// The page on which admins see how the site does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql, startSite, stopClean } from './site.mjs';

let site, john, susan, mary;

before(async () => {
	site = await startSite({ environment: { RATE_LIMITS: 'posts=1/1h pages-member=off' } });
	john = await site.member('john');
	susan = await site.member('susan');
	mary = await site.member('mary');
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'john'; UPDATE person SET role = 'moderator' WHERE nickname = 'mary'");
});

after(() => stopClean(site));

const facts = ({ page }) => page('.facts li').toArray().map((item) => page(item).text().trim());

test('admins find the page from their settings, and for all others it does not exist', async () => {
	const path = '.lists a[href="/admin"]';
	assert.equal((await john.get('/settings')).page(path).length, 1);
	const { status, headers, page } = await john.get('/admin');
	assert.equal(status, 200);
	assert.equal(headers['cache-control'], 'no-store');
	assert.equal(page('nav[aria-label=Administration] a[href="/admin"]').length, 1);
	for (const other of [susan, mary, site.visitor()]) {
		assert.equal((await other.get('/settings')).page(path).length, 0);
		const [hidden, nothing] = await Promise.all(['/admin', '/nothing'].map((address) => other.get(address)));
		assert.equal(hidden.status, 404);
		const words = ({ page }) => page('main').text().replace(/[0-9a-f]{16}/, '');
		assert.equal(words(hidden), words(nothing));
	}
	assert.equal((await john.post('/admin', { token: await john.token() })).status, 405);
});

test('it says in words what happened', async () => {
	await susan.say('Hello');
	await susan.say('Hello again');
	sql("SELECT mail_add('test', NULL, 'john@example.org', NULL); UPDATE mail SET due = now() - interval '3 hours'");
	// (The numbers of the database may be five seconds old.)
	let words;
	do
		words = facts(await john.get('/admin'));
	while (!words.includes('3 members with 1 post'));
	const says = (pattern) => assert.ok(words.some((text) => pattern.test(text)), `${pattern}: ${words.join('\n')}`);
	says(/^3 browsers signed in$/);
	says(/^1 message in the outbox, the first due for 3 hours; 0 given up$/);
	says(/^\d+ requests, of which 0 took longer than half a second and 0 failed$/);
	says(/^\d+ clients? connected$/);
	says(/^2 workers, started again 0 times$/);
	says(/^\d+ of 16 connections to the database open, 1 in use$|^\d+ of 16 connections to the database open, 0 in use$/);
	says(/^0 requests in the queue for the database$/);
	says(/^posts: 1 time$/);
	const { page } = await john.get('/admin');
	assert.match(page('.lead').text(), /^microblog \d+\.\d+\.\d+, started \d+ (second|minute)s? ago\./);
	const row = page('tbody tr').toArray().map((line) => page(line).children().toArray().map((cell) => page(cell).text()))
		.find(([name]) => name === 'post_add');
	assert.deepEqual([row[1], row[3]], ['2', '0']);
	assert.match(row[2], /^\d+\.\d ms$/);
});
