// SPDX-License-Identifier: ISC
// Members delete their accounts: what the page says, what happens at once on
// all nodes, and what the clerk removes later. (Who then sees what is in
// matrix.mjs.)
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './chromium.mjs';
import { atPsql, flashAfter, run, sql, startSite, stopClean, until, untilWait } from './site.mjs';

let sites, site, witness;

before(async () => {
	sites = await Promise.all([startSite(), startSite()]);
	[site] = sites;
	witness = site.witness();
});

after(() => Promise.all(sites.map((one) => stopClean(one))));

const leave = (client, nickname) => client.fill('/settings/leave', '/settings/leave', { nickname });
const idOf = (nickname) => sql(`SELECT id FROM person WHERE nickname = '${nickname}'`);
const isThere = async (nickname) => (await witness.get(`/user/${nickname}`)).status === 200;
const counts = async (reader, nickname) =>
	(await reader.get(`/user/${nickname}`)).page('.counts b').toArray().map((b) => b.children[0].data).join();

// Let the first minute pass, and wait until the clerk has removed everybody.
async function removed(t) {
	sql("UPDATE absent SET since = since - interval '2 minutes'; NOTIFY microblog_clerk");
	await atPsql(t)(until('NOT EXISTS (SELECT FROM absent)'));
}

test('the page is for the member who has just proved who they are', async () => {
	const client = await site.member('sceptic');
	assert.equal((await site.visitor().get('/settings/leave')).headers.location, '/login?next=%2Fsettings%2Fleave');
	const token = await client.token('/settings/leave');
	sql(`UPDATE session SET proved_at = now() - interval '11 minutes' WHERE person = ${idOf('sceptic')}`);
	assert.equal((await client.get('/settings/leave')).headers.location, '/sudo?next=%2Fsettings%2Fleave');
	const refused = await client.post('/settings/leave', { token, nickname: 'sceptic' });
	assert.equal(refused.status, 303);
	assert.match(refused.headers.location, /^\/sudo/);
	assert.ok(await isThere('sceptic'));
	const proved = await client.fill('/sudo?next=%2Fsettings%2Fleave', '/sudo', { password: 'correct horse' });
	assert.equal(proved.headers.location, '/settings/leave');
	assert.equal((await client.get('/settings/leave')).status, 200);
});

test('the page offers the export first, and says what will be gone', async () => {
	const [client, friend] = [await site.member('counter'), await site.member('friend')];
	await client.say('one');
	await client.say('two');
	await client.fill('/follow/friend', '/follow/friend');
	await friend.fill('/follow/counter', '/follow/counter');
	await client.fill('/lists', '/lists', { name: 'List' });
	await client.fill('/mute/friend', '/mute/friend');
	const { page } = await client.get('/settings/leave');
	assert.equal(page('.lead a[href="/settings/export"]').length, 1);
	assert.deepEqual(page('.losses b').toArray().map((b) => page(b).text()), ['2', '1', '1', '1', '0', '1']);
	assert.match(page('label[for=nickname]').text(), /counter/);
});

test('another nickname deletes nothing, and is kept in the form', async () => {
	const client = await site.member('hesitant');
	await site.member('bystander');
	for (const nickname of ['', 'bystander', 'hesitant2', '<b>"', 'é'.repeat(100)]) {
		const { status, page } = await leave(client, nickname);
		assert.equal(status, 422);
		assert.match(page('#nickname-error').text(), /not your nickname/);
		assert.equal(page('input[name=nickname]').val(), nickname);
		assert.equal(page('.losses b').length, 6);
	}
	assert.ok(await isThere('hesitant') && await isThere('bystander'));
});

test('the member is signed out everywhere and greeted, and cannot sign in', async () => {
	const client = await site.member('leaver');
	const phone = sites[1].visitor();
	await phone.signIn('leaver');
	const response = await leave(client, ' LEAVER ');
	assert.equal(response.status, 303);
	assert.equal(response.headers.location, '/');
	assert.ok(response.cookies.some((line) => /^__Host-session=;.*Max-Age=0/.test(line)));
	assert.match(await flashAfter(client, response), /deleted\. Goodbye, leaver!/);
	assert.equal((await phone.get('/settings')).headers.location, '/login?next=%2Fsettings');
	assert.equal((await phone.signIn('leaver')).status, 422);
	assert.equal((await phone.signIn('leaver@example.com')).status, 422);
	assert.equal((await site.visitor().fill('/signup', '/signup',
	    { nickname: 'heir', email: 'leaver@example.com', password: 'correct horse' })).status, 303, 'the address is free');
});

test('a post from another browser is refused and given back', async () => {
	const client = await site.member('author');
	const phone = site.visitor();
	await phone.signIn('author');
	const token = await phone.token();
	await leave(client, 'author');
	const response = await phone.post('/post', { token, body: 'my last words' }, { origin: site.address });
	assert.equal(response.headers.location, '/login');
	assert.match(await flashAfter(phone, response), /no longer signed in/);
	assert.equal(sql("SELECT count(*) FROM post WHERE body = 'my last words'"), '0');
});

// The post waits for the row of its session to be marked as used.
test('so is a post that was on its way', async (t) => {
	const client = await site.member('courier');
	const token = await client.token();
	sql(`UPDATE session SET used_at = now() - interval '2 minutes' WHERE person = ${idOf('courier')}`);
	const holder = atPsql(t);
	await holder(`BEGIN; SELECT FROM session WHERE person = ${idOf('courier')} FOR UPDATE;`);
	const sent = client.post('/post', { token, body: 'lost in the mail' }, { origin: site.address });
	await holder(untilWait(1));
	await holder("SELECT departure_begin('courier', 0); COMMIT;");
	const response = await sent;
	assert.equal(response.headers.location, '/login');
	assert.match(await flashAfter(client, response), /what you wrote will be waiting/);
	assert.equal(sql("SELECT count(*) FROM post WHERE body = 'lost in the mail'"), '0');
});

test('cached pages of all nodes change at once: the profile, the posts, and the counts of others', async () => {
	const [client, friend] = [await site.member('popular'), await sites[1].member('fan')];
	await client.say('popular words');
	await client.fill('/follow/fan', '/follow/fan');
	await friend.fill('/follow/popular', '/follow/popular');
	const post = (await client.get('/user/popular')).page('.h-entry .u-url').attr('href');
	const readers = sites.flatMap((one) => Array.from({ length: 3 }, () => one.visitor()));
	// A reader sees the same as one without a cache, soon and long before a
	// page expires.
	const eventually = async (what, look) => {
		const deadline = Date.now() + 5000;
		for (const reader of readers)
			while (!await look(reader))
				assert.ok(Date.now() < deadline, what);
	};
	await eventually('the counts', async (reader) => await counts(reader, 'fan') === '0,1,1');
	for (const reader of readers)
		for (const address of ['/', '/explore', '/user/popular', '/user/fan', post])
			await reader.get(address);
	await leave(client, 'popular');
	await eventually('the counts', async (reader) => await counts(reader, 'fan') === '0,0,0');
	for (const address of ['/user/popular', post])
		await eventually(address, async (reader) => (await reader.get(address)).status === 404);
	for (const address of ['/', '/explore'])
		await eventually(address, async (reader) => !(await reader.get(address)).text.includes('popular words'));
});

test('the clerk removes everything but the nicknames, and nobody sees a difference', async (t) => {
	const [client, friend] = [await site.member('first_name'), await site.member('lasting')];
	const id = idOf('first_name');
	await client.fill('/settings/profile', '/settings/profile', { nickname: 'last_name', about_me: '' });
	await client.say('to be removed');
	await client.fill('/follow/lasting', '/follow/lasting');
	await friend.fill('/follow/last_name', '/follow/last_name');
	assert.equal(await counts(witness, 'lasting'), '0,1,1');
	await leave(client, 'last_name');
	assert.equal(await counts(witness, 'lasting'), '0,0,0');
	assert.equal(sql(`SELECT count(*) FROM follow WHERE ${id} IN (follower, followed)`), '2');
	await removed(t);
	assert.equal(await counts(witness, 'lasting'), '0,0,0');
	assert.equal(sql(`SELECT count(*) FROM person WHERE id = ${id}`), '0');
	assert.equal(sql("SELECT count(*) FROM post WHERE body = 'to be removed'"), '0');
	assert.equal(sql(`SELECT string_agg(key, ' ' ORDER BY key) FROM nickname WHERE person = ${id}`), 'first_name last_name');
	for (const nickname of ['first_name', 'last_name']) {
		assert.equal((await witness.get(`/user/${nickname}`)).status, 404);
		assert.equal((await site.visitor().signUp(nickname)).status, 422);
	}
});

test('an operator removes a member, after typing the nickname or --yes', async () => {
	const client = await site.member('spammer');
	await client.say('buy now');
	const command = (words, input) => run(site.folder, words, { environment: { DATABASE_URL: process.env.TEST_SITE_URL }, input });
	const reader = site.visitor();
	await reader.get('/explore');
	const wrong = [
		[['person', 'remove', 'spammer'], 1, /--yes/],
		[['person', 'remove', 'nobody_here', '--yes'], 1, /No member has that nickname/],
		[['person', 'remove', 'admin', '--yes'], 1, /No member has that nickname/],
		[['person', 'remove', 'a b', '--yes'], 1, /No member can have that nickname/],
		[['person', 'remove', 'spammer', '--no'], 2, /--yes/],
		[['person', 'remove'], 2, /usage/],
	];
	for (const [words, status, why] of wrong) {
		const result = command(words, 'spammer\n');
		assert.equal(result.status, status, words.join(' '));
		assert.match(result.output, why);
	}
	assert.ok(await isThere('spammer'));
	const done = command(['person', 'remove', 'SPAMMER', '--yes']);
	assert.equal(done.status, 0);
	assert.match(done.output, /spammer is gone/);
	assert.ok(!await isThere('spammer'));
	assert.equal((await client.get('/settings')).status, 303);
	const deadline = Date.now() + 5000;
	while ((await reader.get('/explore')).text.includes('buy now'))
		assert.ok(Date.now() < deadline, 'the cached page is dropped');
	assert.equal(command(['person', 'remove', 'spammer', '--yes']).status, 1);
});

test('in a browser: from the settings to the end', async (t) => {
	const browser = await startBrowser(site);
	t.after(() => browser.close());
	const context = await browser.newContext({ baseURL: site.address });
	const page = await context.newPage();
	await page.goto('/signup');
	await page.getByLabel('Nickname').fill('traveller');
	await page.getByLabel('E-mail').fill('traveller@example.com');
	await page.getByLabel('Password').fill('correct horse');
	await page.getByRole('button', { name: 'Sign up' }).click();
	await page.getByRole('link', { name: 'Settings' }).click();
	await page.getByRole('main').getByRole('link', { name: 'Delete your account' }).click();
	assert.match(await page.locator('main').innerText(), /cannot be undone/);
	await page.getByLabel('type your nickname').fill('traveler');
	await page.getByRole('button', { name: 'Delete my account' }).click();
	assert.match(await page.locator('main').innerText(), /This is not your nickname/);
	await page.getByLabel('type your nickname').fill('traveller');
	await page.getByRole('button', { name: 'Delete my account' }).click();
	assert.match(await page.getByRole('status').innerText(), /Goodbye, traveller/);
	assert.equal((await page.goto('/user/traveller')).status(), 404);
});
