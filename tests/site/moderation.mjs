// SPDX-License-Identifier: ISC
// A spammer posts, is suspended, appeals and is restored: everybody on a phone,
// without JavaScript. And what moderators see that nobody else does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, startBrowser } from './chromium.mjs';
import { codeOf, turnOn } from './phone.mjs';
import { flash, flashAfter, posts, run, sql, startSite, stopClean } from './site.mjs';

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2,
	javaScriptEnabled: false };

let site, browser, moderator, susan;

before(async () => {
	site = await startSite();
	browser = await startBrowser(site);
	[moderator, susan] = await Promise.all(['judge', 'susan'].map((nickname) => site.member(nickname)));
	sql("UPDATE person SET role = 'moderator' WHERE nickname = 'judge'");
	await susan.say('Beautiful day');
});

after(async () => {
	await browser?.close();
	await stopClean(site);
});

async function signIn(page, nickname) {
	await page.goto('/login');
	await page.getByLabel('Nickname or e-mail').fill(nickname);
	await page.getByLabel('Password').fill('correct horse');
	await page.getByRole('button', { name: 'Sign in' }).click();
}

// A phone whose member signs in.
async function takePhone(t, nickname) {
	const context = await browser.newContext({ ...phone, baseURL: site.address });
	t.after(() => context.close());
	const page = await context.newPage();
	await signIn(page, nickname);
	return page;
}

const act = (nickname, action, words = 'This is advertising.') =>
	moderator.fill(`/moderation/person/${nickname}`, `/moderation/person/${nickname}`, { action, words, sure: '1' });

// The text in which a person is listed, and the count of a profile.
const listed = async (client, address) => (await client.get(address)).text;
const count = async (nickname, what) => Number((await susan.get(`/user/${nickname}`)).page(`.counts a[href$="${what}"] b`).text());

test('a spammer vanishes at once, is told why, appeals, and everything is back', async (t) => {
	const spammer = await site.member('spammer');
	await spammer.fill('/user/susan', '/follow/susan');
	await susan.fill('/user/spammer', '/follow/spammer');
	for (let i = 0; i < 25; i++)
		await spammer.say(`Buy ${i} of these`);
	const visitor = site.witness();
	assert.equal(posts(await visitor.get('/')).filter((post) => post.startsWith('Buy')).length, 25);
	const post = (await visitor.get('/user/spammer')).page('.h-entry .u-url').first().attr('href');

	const page = await takePhone(t, 'judge');
	await page.goto('/user/spammer');
	await page.getByRole('link', { name: 'Moderate' }).click();
	await page.getByLabel('Suspend').check();
	await page.getByLabel('Why').fill('This is advertising.');
	await page.getByRole('button', { name: 'Continue' }).click();
	const effects = await page.locator('main').innerText();
	for (const effect of [/posts: 25/, /people followed: 1/, /followers: 1/, /This is advertising/])
		assert.match(effects, effect);
	assert.equal((await visitor.get('/user/spammer')).status, 200, 'nothing is done yet');
	await page.getByRole('button', { name: 'Suspend spammer' }).click();
	assert.match(await page.getByRole('status').innerText(), /Done: Suspend spammer/);

	for (const client of [visitor, susan, spammer])
		for (const address of ['/user/spammer', '/user/spammer/followers', post])
			assert.equal((await client.get(address)).status, 404, address);
	for (const address of ['/', '/explore', '/user/susan/followers'])
		for (const client of [visitor, susan])
			assert.doesNotMatch(await listed(client, address), /spammer|Buy/, address);
	assert.deepEqual([await count('susan', 'followers'), await count('susan', 'following')], [0, 0]);
	assert.equal((await spammer.get('/settings')).status, 303, 'signed out');

	const theirs = await takePhone(t, 'spammer');
	assert.equal(new URL(theirs.url()).pathname, '/suspended');
	assert.match(await theirs.locator('main').innerText(), /suspended[^]*This is advertising[^]*deleted/);
	await theirs.getByRole('button', { name: 'Send my appeal' }).click();
	assert.match(await theirs.locator('.error').innerText(), /say why/);
	await theirs.getByLabel('Why this should be undone').fill('My account was stolen & misused.');
	await theirs.getByRole('button', { name: 'Send my appeal' }).click();
	assert.match(await theirs.locator('main').innerText(), /appeal is sent[^]*stolen & misused/);
	assert.equal(await theirs.getByRole('button', { name: 'Send my appeal' }).count(), 0, 'only once');
	await theirs.goto('/settings');
	assert.equal(new URL(theirs.url()).pathname, '/login');

	const id = sql('SELECT max(id) FROM moderation');
	await page.goto(`/moderation/appeal/${id}`);
	await page.getByLabel('What to tell the member').fill('Sorry!');
	await page.getByRole('button', { name: 'Undo it' }).click();
	assert.match(await page.getByRole('status').innerText(), /undone/);

	assert.equal(posts(await visitor.get('/')).filter((words) => words.startsWith('Buy')).length, 25);
	assert.equal((await visitor.get(post)).status, 200);
	assert.deepEqual([await count('susan', 'followers'), await count('susan', 'following')], [1, 1]);
	assert.equal(await count('spammer', 'spammer'), 25);
	await signIn(theirs, 'spammer');
	const told = theirs.getByRole('region', { name: 'From the moderators' });
	assert.match(await told.innerText(), /suspended your account[^]*advertising[^]*undone[^]*stolen[^]*Sorry!/);
	await theirs.goto('/explore');
	assert.equal(await told.count(), 1, 'on every page');
	await theirs.getByRole('button', { name: 'I have read it' }).click();
	assert.equal(await told.count(), 0);
	assert.match(await theirs.locator('main').innerText(), /Sorry!/);
});

test('with a wrong password, nothing tells a suspended member from nobody', async () => {
	await site.member('barred');
	assert.equal((await act('barred', 'suspend')).status, 303);
	const plain = ({ status, headers: { date, 'x-request-id': id, 'set-cookie': cookies, ...headers }, text }, nickname) =>
		[status, headers, text.replaceAll(nickname, 'NICK').replace(/name="token" value="[^"]*/, '')];
	const [theirs, nobodys] = [await site.visitor().signIn('barred', 'wrong'), await site.visitor().signIn('nobody', 'wrong')];
	assert.deepEqual(plain(theirs, 'barred'), plain(nobodys, 'nobody'));
	const visitor = site.visitor();
	assert.equal(await flashAfter(visitor, await visitor.get('/suspended')), 'Please sign in again.');
	assert.equal(await flashAfter(visitor, await visitor.fill('/login', '/suspended', {}).catch(() => visitor.get('/suspended'))),
		'Please sign in again.');
});

test('a suspended member with two-factor sign-in shows the code before the reason', async () => {
	const member = await site.member('cautious');
	const { secret } = await turnOn(member);
	await act('cautious', 'suspend');
	const visitor = site.visitor();
	assert.match((await visitor.signIn('cautious')).headers.location, /^\/login\/code/);
	assert.equal((await visitor.get('/suspended')).status, 303);
	const response = await visitor.fill('/login/code', '/login/code', { code: codeOf(secret), trust: '1' });
	assert.equal(response.headers.location, '/suspended');
	assert.match((await visitor.get('/suspended')).page('h1').text(), /suspended/);
	assert.equal(visitor.cookies.has('__Host-session'), false);
	assert.equal(visitor.cookies.has('__Host-trusted'), false);
});

test('whoever is signed in as somebody else is signed out by the wrong account', async () => {
	await site.member('second');
	await act('second', 'suspend');
	const both = await site.member('first');
	const { page } = await site.visitor().get('/login');
	assert.ok(page);
	const response = await both.post('/login', { token: await both.token('/settings/profile'), nickname: 'second', password: 'correct horse' });
	assert.equal(response.headers.location, '/suspended');
	assert.equal((await both.get('/suspended')).status, 200);
	assert.equal((await both.get('/settings')).headers.location.split('?')[0], '/login');
});

test('hidden posts are on the profile and at home, but not on explore', async () => {
	const loud = await site.member('loud');
	await loud.say('LOOK AT ME');
	await susan.fill('/user/loud', '/follow/loud');
	assert.match((await act('loud', 'hide')).headers.location, /^\/moderation\/person\/loud$/);
	const shows = async (client, address) => posts(await client.get(address)).includes('LOOK AT ME');
	const visitor = site.witness();
	assert.deepEqual([await shows(visitor, '/'), await shows(visitor, '/explore'), await shows(susan, '/explore')], [false, false, false]);
	assert.deepEqual([await shows(visitor, '/user/loud'), await shows(susan, '/')], [true, true]);
	const notice = (await loud.get('/')).page('.told');
	assert.match(notice.text(), /out of Explore[^]*advertising/);
	const appeal = notice.find('a[href$="/appeal"]').attr('href');
	assert.equal((await susan.get(appeal)).status, 404);
	assert.match(await flashAfter(loud, await loud.fill(appeal, appeal, { words: 'Why?' })), /sent/);
	await act('loud', 'unhide');
	assert.equal(await shows(visitor, '/explore'), true);
});

test('a post is deleted with a reason, and brought back', async () => {
	const poet = await site.member('poet');
	await poet.say('A bad poem');
	const visitor = site.witness();
	const post = (await visitor.get('/user/poet')).page('.h-entry .u-url').attr('href').split('/')[2];
	assert.equal((await moderator.get(`/post/${post}`)).page(`a[href="/moderation/post/${post}"]`).length, 1);
	assert.equal((await poet.get(`/post/${post}`)).page('a[href^="/moderation"]').length, 0);
	const address = `/moderation/post/${post}`;
	assert.equal((await moderator.fill(address, address, { words: 'x'.repeat(1001) })).status, 422);
	assert.equal(await flashAfter(moderator, await moderator.fill(address, address, { words: 'It does not rhyme.' })), 'The post is deleted.');
	assert.equal((await visitor.get(`/post/${post}`)).status, 404);
	assert.equal(await count('poet', 'poet'), 0);
	assert.match((await poet.get('/')).page('.told').text(), /A bad poem|does not rhyme/);
	const undo = (await moderator.get('/moderation/log')).page('a[href^="/moderation/undo/"]').first().attr('href');
	assert.equal(await flashAfter(moderator, await moderator.fill(undo, undo)), 'It is undone.');
	assert.equal((await visitor.get(`/post/${post}`)).status, 200);
	assert.equal(await count('poet', 'poet'), 1);
	assert.equal((await moderator.get(undo)).status, 404);
});

test('a moderator cannot act on themselves or an admin, and an account can be deleted', async () => {
	await site.member('boss');
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'boss'");
	assert.match(await flashAfter(moderator, await act('judge', 'hide')), /yourself/);
	assert.match(await flashAfter(moderator, await act('boss', 'suspend')), /Only an admin/);
	const address = '/moderation/person/boss';
	for (const fields of [{}, { action: 'praise' }])
		assert.match((await moderator.fill(address, address, fields)).page('.error').text(), /choose what to do/);
	await site.member('doomed');
	assert.match(await flashAfter(moderator, await act('doomed', 'remove')), /Done: Delete doomed/);
	assert.equal((await moderator.get('/moderation/person/doomed')).status, 404);
	assert.equal((await susan.get('/moderation/log')).status, 404);
	assert.match(flash(await moderator.get('/moderation/log')) + (await moderator.get('/moderation/log')).text, /deleted the account of/);
});

test('moderators close sign-up for a network, see first what it affects, and open it again', async () => {
	const address = '/moderation/closed';
	const fill = (fields) => moderator.fill(address, address, { what: '192.0.2.0/24', days: '7', words: 'Spam', ...fields });
	await Promise.all(['near', 'nearer', 'far'].map((nickname) => site.member(nickname)));
	sql(`DELETE FROM person_origin; INSERT INTO person_origin
		SELECT id, CASE nickname WHEN 'far' THEN '198.51.100.1/32' ELSE '192.0.2.1/32' END::cidr, now() FROM person
		 WHERE nickname IN ('near', 'nearer', 'far')`);
	assert.equal((await susan.get(address)).status, 404);
	assert.equal((await moderator.get('/moderation')).page(`nav a[href="${address}"]`).length, 1);
	const link = (await moderator.get('/moderation/person/near')).page(`a[href^="${address}"]`).attr('href');
	assert.equal((await moderator.get(link)).page('#what').val(), '192.0.2.1/32');

	for (const [field, wrong, message] of [['what', 'nowhere', /network, such as/], ['what', '192.0.2.1/24/', /network, such as/], ['what', '', /mail domain/],
		['days', '0', /from 1 to 3650/], ['days', 'x', /from 1 to 3650/], ['words', '!'.repeat(1001), /1,?000/]]) {
		const typed = { what: 'Spam.Example', days: '12', words: 'because', [field]: wrong };
		const { status, page } = await fill({ ...typed, sure: '1' });
		assert.equal(status, 422);
		assert.match(page(`#${field}-error`).text(), message);
		assert.equal(page('.error').length, 1);
		assert.deepEqual([page('#what').val(), page('#days').val(), page('#words').val().trim()], [typed.what, typed.days, typed.words]);
	}
	const sure = await fill();
	assert.equal(sure.status, 200);
	assert.match(sure.page('main').text(), /For 7 days[^]*2 accounts\s+from this network/);
	assert.match((await fill({ what: '198.51.100.0/24', days: '1' })).page('main').text(), /For 1 day,[^]*1 account\s+from/);
	assert.equal(sql('SELECT count(*) FROM closed_network'), '0');
	assert.match(await flashAfter(moderator, await fill({ sure: '1' })), /closed for 192\.0\.2\.0\/24/);
	const { page } = await moderator.get(address);
	assert.match(page('.places').text(), /192\.0\.2\.0\/24\s+Spam\s+Network; closed until[^]*by judge/);
	assert.match(await flashAfter(moderator, await moderator.post(address, { token: await moderator.token(address), open: '192.0.2.0/24' })), /open again/);
	assert.match(await flashAfter(moderator, await moderator.post(address, { token: await moderator.token(address), open: '192.0.2.0/24' })), /done already/);
	assert.match((await moderator.get(address)).text, /Sign-up is not closed/);
	assert.match((await moderator.get('/moderation/log')).text, /opened sign-up for the network\s+<span dir="auto">192/);
});

// The checker needs JavaScript, the pages do not.
test('no page of moderation has an accessibility fault or is wider than a phone', async (t) => {
	const [rogue] = await Promise.all(['looked_at', 'locked_out'].map((nickname) => site.member(nickname)));
	await rogue.say('A long post, whose words go on and on and on');
	const post = (await rogue.get('/user/looked_at')).page('.h-entry .u-url').attr('href');
	await act('looked_at', 'hide');
	const id = sql('SELECT max(id) FROM moderation');
	await act('locked_out', 'suspend');
	const context = await browser.newContext({ ...phone, javaScriptEnabled: true, baseURL: site.address });
	t.after(() => context.close());
	const page = await context.newPage();
	const look = async (what) => {
		await assertAccessible(page, what);
		assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${what} fits`);
	};
	await signIn(page, 'judge');
	for (const address of ['/moderation/log', '/moderation/closed', '/moderation/person/looked_at', '/moderation/person/locked_out', `/moderation${post}`,
		`/moderation/undo/${id}`, `/moderation/appeal/${id}`, '/user/looked_at', post, '/notices']) {
		await page.goto(address);
		await look(address);
	}
	for (const place of ['192.0.2.0/24', 'spam.example']) {
		await page.goto('/moderation/closed');
		await page.getByLabel('Network or mail domain').fill(place);
		await page.getByLabel('For how many days').fill('no');
		await page.getByRole('button', { name: 'Continue' }).click();
		await look('closing sign-up, rejected');
		await page.getByLabel('For how many days').fill('3');
		await page.getByRole('button', { name: 'Continue' }).click();
		await look('closing sign-up');
		await page.getByRole('button', { name: 'Close sign-up' }).click();
		await look('what is closed');
	}
	await page.goto('/moderation/person/looked_at');
	await page.getByRole('button', { name: 'Continue' }).click();
	await look('the form, rejected');
	await page.getByLabel('Suspend').check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await look('what it affects');
	await page.getByRole('button', { name: 'Sign out' }).click();
	await signIn(page, 'looked_at');
	await look('a notice');
	await page.goto(`/notices/${id}/appeal`);
	await look('the form for an appeal');
	await page.getByRole('button', { name: 'Sign out' }).click();
	await signIn(page, 'locked_out');
	await look('the page of a suspended member');
});

test('the same by command, for people and for programs', async () => {
	const environment = { DATABASE_URL: process.env.TEST_SITE_URL };
	const command = (...words) => run(site.folder, words, { environment });
	const json = (...words) => JSON.parse(command(...words, '--json').output);
	const rogue = await site.member('rogue');
	await rogue.say('Buy this');
	const visitor = site.witness();
	const post = (await visitor.get('/user/rogue')).page('.h-entry .u-url').attr('href').split('/')[2];

	assert.equal(json('person', 'list', '--newest', '1')[0].nickname, 'rogue');
	assert.deepEqual(json('person', 'show', 'rogue').map(({ posts: count, suspended_since: since }) => [count, since]), [[1, null]]);
	assert.match(command('person', 'suspend', 'ROGUE', '--words', 'Advertising').output, /^rogue is suspended/);
	assert.equal((await visitor.get('/user/rogue')).status, 404);
	assert.match(command('person', 'suspend', 'rogue').output, /done already/);
	assert.deepEqual(json('person', 'list', '--only', 'suspended', '--newest', '1').map(({ nickname }) => nickname), ['rogue']);
	const [{ action, moderator_nickname: who, words }] = json('moderation', 'log');
	assert.deepEqual([action, who, words], ['suspend', null, 'Advertising']);
	assert.match(command('person', 'restore', 'rogue').output, /^rogue is back/);
	assert.equal((await visitor.get('/user/rogue')).status, 200);

	assert.equal(json('post', 'show', post)[0].body, 'Buy this');
	assert.match(command('post', 'remove', post, '--words', 'Advertising').output, /post by rogue is deleted/);
	assert.equal((await visitor.get(`/post/${post}`)).status, 404);
	assert.match(command('post', 'remove', post).output, /done already/);
	const [{ id, post: removed }] = json('moderation', 'log');
	assert.ok(!Number.isSafeInteger(Number(id)));
	assert.deepEqual([id, removed], [sql('SELECT max(id) FROM moderation'), post], 'as text, of which JavaScript rounds nothing');
	assert.equal(json('moderation', 'undo', id).outcome, 'done');
	assert.equal((await visitor.get(`/post/${post}`)).status, 200);

	for (const [wrong, status, output] of [
		[['person', 'suspend', 'nobody_here'], 1, /No member has that nickname/],
		[['person', 'suspend', 'a b'], 1, /No member can have that nickname/],
		[['person', 'suspend', 'rogue', '--why', 'x'], 2, /no option --why/],
		[['person', 'suspend', 'rogue', '--words', 'x'.repeat(1001)], 1, /1,?000/],
		[['person', 'list', '--only', 'happy'], 1, /--only suspended/],
		[['post', 'remove', 'one'], 1, /Write a number/],
		[['post', 'show', '1'], 1, /no such post/],
		[['moderation', 'undo', '1'], 1, /no such entry/],
	]) {
		const done = command(...wrong);
		assert.equal(done.status, status, wrong.join(' '));
		assert.match(done.output, output);
	}
});
