// SPDX-License-Identifier: ISC
// Likes, boosts and bookmarks over TLS, with cookies only: the buttons, where
// they lead, what they show to whom, and the pages that list people and posts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { flash, flashAfter, posts, sql, startSite, stopClean } from './site.mjs';

let site, susan, john, mary, visitor, id;

before(async () => {
	site = await startSite({ environment: { RATE_LIMITS: 'posts=9/1h' } });
	[susan, john, mary] = await Promise.all(['susan', 'john', 'mary'].map((nickname) => site.member(nickname)));
	visitor = site.visitor();
	assert.equal((await susan.say('words of susan')).status, 303);
	id = sql('SELECT max(id) FROM post');
	assert.equal((await mary.fill('/user/john', '/follow/john')).status, 303);
	assert.equal((await john.fill('/user/susan', '/follow/susan')).status, 303);
});

after(() => stopClean(site));

// The buttons and links below a post, on the page at this address.
const acts = async (client, address) => (await client.get(address)).page(`#post-${id} .acts`).first()
	.find('a, button').toArray().map((e) => e.children.map((child) => child.data).join('').trim());
const people = ({ page }) => page('.people .p-nickname').toArray().map((e) => page(e).text());
const press = (client, from, name) => client.press(from, `/post/${id}/${name}`);

// Look as a visitor until the news has reached the page: then it shows this.
async function untilVisitorSees(look, expected) {
	while (!isDeepStrictEqual(await look(), expected));
}
const visitorActs = (expected) => untilVisitorSees(() => acts(visitor, '/explore'), expected);
const visitorPosts = (address, expected) => untilVisitorSees(async () => posts(await visitor.get(address)), expected);

test('the buttons show what the viewer has done, and how many people have', async () => {
	assert.deepEqual(await acts(john, '/explore'), ['Reply', 'Boost', 'Like', 'Bookmark']);
	assert.deepEqual(await acts(susan, '/explore'), ['Reply', 'Like', 'Bookmark', 'Edit', 'Delete']);
	await visitorActs([]);
	for (const name of ['like', 'boost', 'bookmark'])
		assert.equal((await press(john, '/explore', name)).status, 303);
	assert.equal((await press(mary, '/explore', 'like')).status, 303);
	assert.deepEqual(await acts(john, '/explore'), ['Reply', 'Boosted 1', 'Liked 2', 'Bookmarked']);
	assert.deepEqual(await acts(mary, '/explore'), ['Reply', 'Boost 1', 'Liked 2', 'Bookmark']);
	await visitorActs(['Boosts 1', 'Likes 2']);
	assert.deepEqual(await acts(susan, `/post/${id}`), ['Reply', 'Boosts 1', 'Like 2', 'Bookmark', 'Edit', 'Delete']);
});

test('a button leads back to its place: home, explore, a profile, a list, a post', async () => {
	const { headers } = await john.fill('/lists', '/lists', { name: 'Friends' });
	const list = headers.location.replace('/members', '');
	assert.equal((await john.fill(`${list}/members`, `${list}/add`, { nickname: 'susan' })).status, 303);
	for (const address of ['/', '/explore', '/user/susan', list, `/post/${id}`, '/bookmarks', `/explore?before=${BigInt(id) + 1n}`])
		for (const name of ['unlike', 'like'])
			assert.equal((await press(john, address, name)).headers.location, `${address}#post-${id}`);
});

test('a form sent twice does it once, and says nothing', async () => {
	const token = await john.token();
	for (const name of ['like', 'boost', 'bookmark'])
		for (let i = 0; i < 2; i++) {
			const response = await john.post(`/post/${id}/${name}`, { token, back: '/explore' });
			assert.equal(await flashAfter(john, response), '', name);
		}
	await visitorActs(['Boosts 1', 'Likes 2']);
});

test('a boost is in the feeds of followers, and on the profile, with the name of who boosted', async () => {
	for (const address of ['/', '/user/john']) {
		const response = await mary.get(address);
		assert.deepEqual(posts(response), ['words of susan'], address);
		assert.equal(response.page('.boosted').text().trim(), 'Boosted by john');
		assert.equal(response.page('.h-entry .p-nickname').text(), 'susan');
	}
	assert.equal((await visitor.get('/user/john')).page('.counts b').first().text(), '0', 'a boost is no post');
	await press(john, '/explore', 'unboost');
	assert.deepEqual(posts(await mary.get('/')), []);
	await visitorPosts('/user/john', []);
	await press(john, '/explore', 'boost');
	await visitorPosts('/user/john', ['words of susan']);
});

test('pages list who likes and who boosted a post, the newest first', async () => {
	for (const client of [visitor, john, susan]) {
		const likes = await client.get(`/post/${id}/likes`);
		assert.equal(likes.page('h1').text(), 'Who likes this post');
		assert.deepEqual(posts(likes), ['words of susan']);
		assert.deepEqual(people(likes).sort(), ['john', 'mary']);
		assert.deepEqual(people(await client.get(`/post/${id}/boosts`)), ['john']);
	}
	await press(mary, '/explore', 'unlike');
	await press(mary, '/explore', 'like');
	assert.deepEqual(people(await visitor.get(`/post/${id}/likes`)), ['mary', 'john']);
	for (const address of ['/post/1/likes', '/post/1/boosts'])
		assert.equal((await john.get(address)).status, 404);
});

test('they have pages of fifty', async () => {
	sql(`INSERT INTO person (nickname, password) SELECT 'fan' || n, 'x' FROM generate_series(1, 70) n;
		INSERT INTO person_count (person) SELECT p.id FROM person p WHERE nickname LIKE 'fan%';
		SELECT l.outcome, b.outcome FROM person p, LATERAL like_add(p.id, ${id}) l, LATERAL boost_add(p.id, ${id}, 0, 0) b
		 WHERE nickname LIKE 'fan%'`);
	for (const list of ['likes', 'boosts']) {
		const first = await visitor.get(`/post/${id}/${list}`);
		assert.equal(people(first).length, 50);
		const second = await visitor.get(`/post/${id}/${list}${first.page('[rel=next]').attr('href')}`);
		assert.equal(second.page('[rel=next]').length, 0);
		assert.equal(new Set([...people(first), ...people(second)]).size, list === 'likes' ? 72 : 71);
	}
	sql(`DELETE FROM post_like WHERE person IN (SELECT id FROM person WHERE nickname LIKE 'fan%');
		DELETE FROM post WHERE author IN (SELECT id FROM person WHERE nickname LIKE 'fan%');
		SELECT post_count_add(author, post, replies, likes, boosts) FROM post_count_wrong`);
});

test('bookmarks are on a page that home links to, and only one\'s own', async () => {
	assert.equal((await john.get('/')).page('.head [href="/bookmarks"]').length, 1);
	assert.deepEqual(posts(await john.get('/bookmarks')), ['words of susan']);
	assert.deepEqual(posts(await susan.get('/bookmarks')), []);
	await press(john, '/bookmarks', 'unbookmark');
	const { page } = await john.get('/bookmarks');
	assert.match(page('.empty').text(), /You have not kept anything yet/);
});

test('nobody boosts their own posts', async () => {
	const response = await susan.post(`/post/${id}/boost`, { token: await susan.token(), back: '/explore' });
	assert.equal(await flashAfter(susan, response), "You can't boost your own posts.");
});

test('a link asks first; visitors sign in before that', async () => {
	for (const [name, question] of [['like', 'Like this post?'], ['unlike', 'Unlike this post?'], ['boost', 'Boost this post?'],
		['unboost', 'Unboost this post?'], ['bookmark', 'Bookmark this post?'], ['unbookmark', 'Unbookmark this post?']]) {
		const address = `/post/${id}/${name}`;
		assert.equal((await visitor.get(address)).headers.location, `/login?next=${encodeURIComponent(address)}`);
		assert.equal((await visitor.post(address, {})).headers.location, '/login');
		assert.equal((await mary.get(address)).page('h1').text(), question);
		assert.equal((await mary.fill(address, address)).headers.location, `/post/${id}`);
		assert.equal((await mary.get(`/post/1/${name}`)).status, 404);
		assert.equal((await mary.post(`/post/1/${name}`, { token: await mary.token() })).status, 404);
	}
	assert.equal((await visitor.get('/bookmarks')).headers.location, '/login?next=%2Fbookmarks');
});

test('the boosts of somebody can be muted, and unmuted on the page of mutes', async () => {
	const response = await mary.fill('/user/john', '/mute-boosts/john');
	assert.equal(response.headers.location, '/user/john');
	assert.equal(await flashAfter(mary, response), 'You have muted the boosts of john.');
	assert.match((await mary.get('/user/john')).page('.profile').text(), /Boosts muted/);
	assert.deepEqual(posts(await mary.get('/')), []);
	await john.say('words of john');
	assert.deepEqual(posts(await mary.get('/')), ['words of john']);
	const undone = await mary.fill('/mutes', '/unmute-boosts/john');
	assert.equal(await flashAfter(mary, undone), 'You have unmuted the boosts of john.');
	assert.deepEqual(posts(await mary.get('/')).sort(), ['words of john', 'words of susan']);
	const own = await mary.post('/mute-boosts/mary', { token: await mary.token() });
	assert.equal(await flashAfter(mary, own), "You can't mute the boosts of yourself!");
});

test('behind a block there is no post to like, and nobody who does', async () => {
	const token = await john.token();
	await susan.fill('/block/john', '/block/john');
	for (const name of ['like', 'unlike', 'boost', 'unboost', 'bookmark', 'unbookmark'])
		assert.equal((await john.post(`/post/${id}/${name}`, { token })).status, 404, name);
	for (const below of ['likes', 'boosts', 'like'])
		assert.equal((await john.get(`/post/${id}/${below}`)).status, 404, below);
	assert.deepEqual(people(await susan.get(`/post/${id}/boosts`)), []);
	assert.deepEqual(people(await visitor.get(`/post/${id}/boosts`)), ['john']);
	assert.deepEqual(posts(await john.get('/user/john')), ['words of john'], 'the boost is left out, too');
	await susan.fill('/unblock/john', '/unblock/john');
});

test('boosts count towards the limit on posts', async () => {
	const token = await john.token();
	let response;
	for (let i = 0; i < 20 && response?.status !== 429; i++) {
		await john.post(`/post/${id}/unboost`, { token });
		response = await john.post(`/post/${id}/boost`, { token });
	}
	assert.equal(response.status, 429);
	assert.match(response.page('main').text(), /posted a lot in a short time, so this was not boosted/);
	assert.ok(Number(response.headers['retry-after']) > 3000);
});

test('a deleted post is off the cached profiles of those who boosted it', async () => {
	await press(mary, '/explore', 'boost');
	await visitorPosts('/user/mary', ['words of susan']);
	assert.equal((await susan.fill(`/post/${id}/delete`, `/post/${id}/delete`)).status, 303);
	await visitorPosts('/user/mary', []);
	assert.equal((await mary.get(`/post/${id}/likes`)).status, 404);
	assert.equal(flash(await mary.get('/')), '');
});

test('after all this, the counts are exact', () => {
	assert.equal(sql('SELECT count(*) FROM post_count_wrong'), '0');
	assert.equal(sql("SELECT count(*) FROM count_wrong JOIN person p ON p.id = person WHERE nickname NOT LIKE 'fan%'"), '0');
});
