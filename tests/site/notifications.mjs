// SPDX-License-Identifier: ISC
// Notifications: the page, what its filters show, the count in the menu, and
// conversations that are muted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flash, flashAfter, sql, startSite, stopClean } from './site.mjs';

let site, john, susan, mary, post;

// Do as the functions do that like, boost, reply or mention.
const tell = (nickname, kind, actor, about = post) => sql(`SELECT notification_add(p.id, '${kind}', a.id, q.author, q.id)
	FROM person p, person a, post q WHERE p.nickname = '${nickname}' AND a.nickname = '${actor}' AND q.id = ${about}`);

async function say(client, nickname, body) {
	await client.say(body);
	return (await client.get(`/user/${nickname}`)).page('.h-entry .u-url').first().attr('href').split('/')[2];
}

before(async () => {
	site = await startSite();
	[john, susan, mary] = await Promise.all(['john', 'susan', 'mary'].map((nickname) => site.member(nickname)));
	await Promise.all(Array.from({ length: 3 }, (_, i) => site.member(`fan${i}`)));
	post = await say(john, 'john', 'hello world');
});

after(() => stopClean(site));

const words = (text) => text.replace(/\s+/g, ' ').trim();
const told = ({ page }) => page('.person').toArray().map((e) => words(page(e).find('.name').text()));
const count = ({ page }) => words(page('.menu a[href="/notifications"]').text());
const clear = () => sql('DELETE FROM notification');

test('a new member has none', async () => {
	const response = await john.get('/notifications');
	assert.equal(response.status, 200);
	assert.match(response.page('.empty').text(), /Nothing yet/);
	assert.equal(count(response), 'Notifications');
	assert.equal((await site.visitor().get('/notifications')).headers.location, '/login?next=%2Fnotifications');
});

test('each kind says who did what, and about which post', async () => {
	clear();
	await susan.fill('/user/john', '/follow/john');
	tell('john', 'like', 'susan');
	tell('john', 'boost', 'susan');
	const reply = await say(susan, 'susan', 'hello <john>');
	tell('john', 'reply', 'susan', reply);
	tell('john', 'mention', 'mary', await say(mary, 'mary', 'have you met @john?'));
	assert.equal(count(await john.get('/')), 'Notifications 5 new');
	const response = await john.get('/notifications');
	assert.deepEqual(told(response), ['mary mentioned you New', 'susan replied to you New', 'susan boosted your post New',
		'susan liked your post New', 'susan is following you now New']);
	const { page } = response;
	assert.deepEqual(page('.person .e-content').toArray().map((e) => page(e).text()),
		['have you met @john?', 'hello <john>', 'hello world', 'hello world']);
	assert.equal(page('.person').eq(1).find('.links a').first().attr('href'), `/post/${reply}`);
	assert.equal(page('.person').eq(0).find('.name a').attr('href'), '/user/mary');
});

test('the page marks as read what it has shown, and the menu no longer counts it', async () => {
	clear();
	tell('john', 'like', 'susan');
	tell('john', 'boost', 'mary');
	assert.equal((await john.head('/notifications')).status, 200);
	assert.equal(count(await john.get('/')), 'Notifications 2 new', 'a HEAD shows nothing');
	const liked = await john.get('/notifications?kind=like');
	assert.deepEqual(told(liked), ['susan liked your post New']);
	assert.equal(count(liked), 'Notifications 1 new');
	assert.equal(count(await john.get('/explore')), 'Notifications 1 new');
	const all = await john.get('/notifications');
	assert.deepEqual(told(all), ['mary boosted your post New', 'susan liked your post']);
	assert.equal(count(all), 'Notifications');
	assert.deepEqual(told(await john.get('/notifications')), ['mary boosted your post', 'susan liked your post']);
});

test('likes of the same post are one notification, and followers of a day', async () => {
	clear();
	for (const nickname of ['susan', 'fan0', 'fan1', 'mary'])
		tell('john', 'like', nickname);
	tell('john', 'boost', 'mary');
	tell('john', 'boost', 'fan0');
	for (const client of [mary, susan])
		await client.post('/unfollow/john', { token: await client.token() });
	sql('DELETE FROM rate');
	for (const client of [mary, susan])
		await client.post('/follow/john', { token: await client.token() });
	const now = await john.get('/notifications');
	assert.deepEqual(told(now), ['susan and 1 other are following you now New', 'fan0 and 1 other boosted your post New',
		'mary and 3 others liked your post New']);
});

test('filters show one kind, or only people whom one follows', async () => {
	clear();
	await john.post('/follow/susan', { token: await john.token() });
	tell('john', 'like', 'susan');
	tell('john', 'like', 'mary');
	tell('john', 'boost', 'mary');
	const at = async (address) => told(await john.get(address)).map((line) => line.replace(' New', ''));
	assert.deepEqual(await at('/notifications?kind=boost'), ['mary boosted your post']);
	assert.deepEqual(await at('/notifications?from=following'), ['susan liked your post']);
	assert.deepEqual(await at('/notifications?kind=boost&from=following'), []);
	assert.equal((await at('/notifications?kind=nonsense&from=nowhere&before=-1')).length, 2);
	const { page } = await john.get('/notifications?kind=boost&from=following');
	assert.equal(page('.sections [aria-current]').text(), 'Boosts');
	assert.equal(page('.sections a').first().attr('href'), '/notifications?from=following');
	assert.equal(page('.tabs a').first().attr('href'), '/notifications?kind=boost');
});

test('older ones are on further pages, and one button marks all as read', async () => {
	clear();
	sql(`INSERT INTO post (author, id, body, created_at) SELECT id, n, 'post ' || n, now()
		FROM person, generate_series(1, 120) n WHERE nickname = 'john';
		SELECT notification_add(q.author, 'like', a.id, q.author, q.id)
		FROM person a, (SELECT * FROM post WHERE id <= 120 ORDER BY id) q WHERE a.nickname = 'susan'`);
	assert.equal(count(await john.get('/')), 'Notifications 99+ new');
	const seen = [];
	let response = await john.get('/notifications?kind=like');
	for (;;) {
		seen.push(...response.page('.e-content').toArray().map((e) => response.page(e).text()));
		const next = response.page('a[rel=next]').attr('href');
		if (next === undefined)
			break;
		if (seen.length === 50) {
			assert.equal((await john.fill('/notifications', '/notifications')).headers.location, '/notifications');
			assert.equal(count(await john.get('/')), 'Notifications');
		}
		response = await john.get(`/notifications${next}`);
	}
	assert.deepEqual(seen, Array.from({ length: 120 }, (_, i) => `post ${120 - i}`));
	sql('DELETE FROM post WHERE id <= 120');
});

test('what moderators did is there, too', async () => {
	clear();
	sql("SELECT moderation_act(NULL, 'hide', 'john', 'spam', NULL, false)");
	assert.equal(count(await john.get('/')), 'Notifications 1 new');
	const response = await john.get('/notifications?kind=moderation');
	assert.deepEqual(told(response), ['A moderator took your posts out of Explore and the front page New']);
	assert.equal(response.page('.person .name a').attr('href'), '/notices');
	sql("SELECT moderation_act(NULL, 'unhide', 'john', '', NULL, false)");
	assert.match((await john.get('/notifications')).page('.person').text(), /This has been undone/);
});

test('blocks take them away, in both directions', async () => {
	clear();
	tell('john', 'like', 'mary');
	await mary.post('/block/john', { token: await mary.token() });
	assert.equal(count(await john.get('/')), 'Notifications');
	assert.deepEqual(told(await john.get('/notifications')), []);
	await mary.post('/unblock/john', { token: await mary.token() });
});

test('a conversation is muted at a post, and unmuted on a list', async () => {
	clear();
	const { page } = await john.get(`/post/${post}/mute-thread`);
	assert.equal(page('h1').text(), 'Mute this conversation?');
	const response = await john.fill(`/post/${post}/mute-thread`, `/post/${post}/mute-thread`);
	assert.equal(response.headers.location, `/post/${post}`);
	assert.equal(flash(await john.get(response.headers.location)), 'You have muted this conversation.');
	tell('john', 'like', 'susan');
	assert.deepEqual(told(await john.get('/notifications')), []);
	const list = await john.get('/mutes/threads');
	assert.match(list.page('.places li').text(), /john\s+hello world/);
	assert.match(await flashAfter(john, await john.fillOpen(list, `/post/${post}/unmute-thread`)), /unmuted/);
	assert.equal((await john.get('/mutes/threads')).page('.places li').length, 0);
	tell('john', 'like', 'susan');
	assert.deepEqual(told(await john.get('/notifications')), ['susan liked your post New']);
});

test('the page of a post has a button that mutes its conversation, or unmutes it', async () => {
	const reply = (await susan.fill(`/post/${post}`, `/post/${post}/reply`, { body: 'by the way' })).headers.location.match(/\d+/)[0];
	for (const [at, before, after, flash] of [[reply, 'Mute', 'Unmute', /have muted/], [post, 'Unmute', 'Mute', /have unmuted/]]) {
		const address = `/post/${at}`;
		const button = async () => (await john.get(address)).page('button[formaction$="mute-thread"]');
		assert.equal((await button()).text(), `${before} this conversation`);
		const action = (await button()).attr('formaction');
		const response = await john.post(action, { token: await john.token(), back: address });
		assert.equal(response.headers.location, address);
		assert.match(await flashAfter(john, response), flash);
		assert.equal((await button()).text(), `${after} this conversation`);
	}
	for (const client of [mary, site.visitor()])
		assert.ok(!(await client.get(`/post/${post}`)).text.includes('/unmute-thread'));
	assert.ok(!(await site.visitor().get(`/post/${post}`)).text.includes('mute-thread'));
});

test('an address of a conversation that one does not see leads nowhere', async () => {
	await john.post('/block/mary', { token: await john.token() });
	for (const address of [`/post/${post}/mute-thread`, '/post/1/mute-thread']) {
		assert.equal((await mary.get(address)).status, 404);
		assert.equal((await mary.post(address, { token: await mary.token() })).status, 404);
	}
	assert.equal((await mary.post(`/post/${post}/unmute-thread`, { token: await mary.token() })).status, 404);
	await john.post('/unblock/mary', { token: await john.token() });
});
