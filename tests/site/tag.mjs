// SPDX-License-Identifier: ISC
// Hashtags: their pages and addresses, following them, and which are popular.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flash, posts, sql, startSite, stopClean } from './site.mjs';

let site, visitor, john, susan, mary;

before(async () => {
	site = await startSite({ environment: { RATE_LIMITS: 'pages-visitor=off posts=off' } });
	visitor = site.visitor();
	[john, susan, mary] = await Promise.all(['john', 'susan', 'mary'].map((nickname) => site.member(nickname)));
});

after(() => stopClean(site));

const path = (tag) => `/tag/${encodeURIComponent(tag)}`;
const bodies = async (client, address) => posts(await client.get(address));

// Press the button with this label on a page that is open.
async function press(client, { page }, label) {
	const form = page('form#act');
	const button = page('button[form=act]').filter((_, e) => page(e).text().startsWith(label)).first();
	const fields = Object.fromEntries(form.find('input').toArray().map((e) => [e.attribs.name, e.attribs.value]));
	return client.post(button.attr('formaction'), fields);
}

// What is typed, and the key of its hashtag.
const typed = [
	['#Ärger', 'ärger'],
	['#a\u0308rger', 'ärger'],
	['#ﬁsch', 'fisch'],
	['#STRASSE', 'strasse'],
	['#straße', 'strasse'],
	['#KAFFEE', 'kaffee'],
	['#ırmak', 'ırmak'],
	['#İstanbul', 'i\u0307stanbul'],
	['#東京', '東京'],
	['#ﾄｳｷｮｳ', 'トウキョウ'],
	['#한국', '한국'],
	['#c++', 'c++'],
	['#🎉', '🎉'],
	['#👩‍🚀', '👩🚀'],
	['#ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
	['＃ｆｕｌｌ', 'full'],
];

for (const [text, key] of typed)
	test(`${text} in a post leads to the page of ${key}, which has the post`, async () => {
		const body = `Today: ${text}, and so on`;
		await john.say(body);
		const { page } = await john.get('/user/john');
		const link = page('.e-content').first().find('a[rel=tag]');
		assert.equal(link.text(), text);
		assert.equal(link.attr('href'), path(key));
		const response = await visitor.get(link.attr('href'));
		assert.equal(response.status, 200);
		assert.equal(response.page('h1').text(), `#${key}`);
		assert.ok(posts(response).includes(body));
	});

test('an address in another case or form leads to the one with the key', async () => {
	for (const [from, to] of [['TEA', 'tea'], ['Ärger', 'ärger'], ['a\u0308rger', 'ärger'], ['ﬁsch', 'fisch'], ['Straße', 'strasse'],
		['ﾄｳｷｮｳ', 'トウキョウ'], ['👩‍🚀', '👩🚀'], ['İ', 'i\u0307']]) {
		for (const client of [visitor, john]) {
			const { status, headers } = await client.get(`${path(from)}?before=7`);
			assert.deepEqual([status, headers.location], [301, `${path(to)}?before=7`], from);
		}
		assert.equal((await john.get(`${path(from)}/follow`)).headers.location, `${path(to)}/follow`);
		const { status, headers } = await john.post(`${path(from)}/follow`, { token: await john.token() });
		assert.deepEqual([status, headers.location], [308, `${path(to)}/follow`]);
	}
	assert.equal(sql('SELECT count(*) FROM tag_follow'), '0');
});

test('however a client escapes the key, the address is the same', async () => {
	await john.say('#c++ #ä-b');
	for (const address of ['/tag/c++', '/tag/c%2b%2B', '/tag/%63%2B+', '/tag/%c3%a4-b', '/tag/%C3%A4%2Db'])
		assert.equal((await visitor.get(address)).status, 200, address);
});

test('what is no hashtag has no page', async () => {
	for (const part of ['%', '%4', '%zz', '%00', '%ff', '%C3', 'a%20b', 'a.b', '!', '123', '%23tea', 'tea%2Ffollow', 'a,b', 'x'.repeat(256), '-', '%E2%80%8D'])
		for (const client of [visitor, john])
			for (const below of ['', ...(client === john ? ['/follow', '/unfollow'] : [])]) {
				const { status } = await client.get(`/tag/${part}${below}`);
				assert.equal(status, 404, part + below);
			}
	for (const below of ['follow', 'unfollow'])
		assert.equal((await john.post(`/tag/123/${below}`, { token: await john.token() })).status, 404);
});

test('a hashtag that nobody uses is not found, but can be followed', async () => {
	for (const client of [visitor, john]) {
		const response = await client.get('/tag/unused');
		assert.equal(response.status, 404);
		assert.match(response.page('.empty').text(), /no posts with this hashtag/);
	}
	const followed = await press(john, await john.get('/tag/unused'), 'Follow');
	assert.equal(followed.headers.location, '/tag/unused');
	await susan.say('the first #unused');
	assert.equal((await visitor.get('/tag/unused')).status, 200);
	assert.ok((await bodies(john, '/')).includes('the first #unused'));
	await press(john, await john.get('/tag/unused'), 'Unfollow');
	assert.ok(!(await bodies(john, '/')).includes('the first #unused'));
});

test('fifty posts are on a page, and the next one has the older ones', async () => {
	for (let i = 0; i < 52; i++)
		await john.say(`${i} #many`);
	const first = await visitor.get('/tag/many');
	assert.equal(posts(first).length, 50);
	assert.equal(posts(first)[0], '51 #many');
	const next = await visitor.get(`/tag/many${first.page('a[rel=next]').attr('href')}`);
	assert.deepEqual(posts(next), ['1 #many', '0 #many']);
	assert.equal(next.page('a[rel=next]').length, 0);
});

test('a member follows a hashtag and finds it among those followed', async () => {
	await mary.say('#Müggelsee');
	assert.equal((await visitor.get('/tag/m%C3%BCggelsee/follow')).headers.location, '/login?next=%2Ftag%2Fm%25C3%25BCggelsee%2Ffollow');
	const asked = await susan.get('/tag/m%C3%BCggelsee/follow');
	assert.match(asked.page('h1').text(), /Follow #müggelsee\?/);
	const response = await susan.fillOpen(asked, '/tag/m%C3%BCggelsee/follow');
	assert.equal(response.status, 303);
	assert.equal(response.headers.location, '/tag/m%C3%BCggelsee');
	assert.equal(flash(await susan.get(response.headers.location)), 'You are now following #müggelsee!');
	assert.ok((await bodies(susan, '/')).includes('#Müggelsee'));
	await press(susan, await susan.get('/tag/many'), 'Follow');
	assert.equal(flash(await susan.get('/tags')), 'You are now following #many!');
	const list = await susan.get('/tags');
	assert.deepEqual(list.page('.lists a').toArray().map((e) => list.page(e).text()), ['#many', '#müggelsee']);
	const left = await press(susan, list, 'Unfollow #many');
	assert.equal(left.headers.location, '/tags');
	assert.equal(flash(await susan.get('/tags')), 'You have stopped following #many.');
	const again = await susan.fill('/tag/many/unfollow', '/tag/many/unfollow');
	assert.equal(flash(await susan.get(again.headers.location)), 'You do not follow #many.');
});

test('nobody follows more than a hundred hashtags', async () => {
	sql(`INSERT INTO tag_follow SELECT id, 'tag' || n FROM person, generate_series(1, 100) n WHERE nickname = 'mary'`);
	await mary.fill('/tag/more/follow', '/tag/more/follow');
	assert.match(flash(await mary.get('/tags')), /already follow a hundred/);
	assert.equal((await mary.get('/tags')).page('.lists li').length, 100);
	sql(`DELETE FROM tag_follow`);
});

// Let the clerk count, and wait for the page to show it.
const popular = async (client, address) => (({ page }) => page('.popular a').toArray().map((e) => page(e).text()))(await client.get(address));

async function untilPopular(expected) {
	sql("UPDATE tag_week SET refreshed_at = '-infinity'; SELECT pg_notify('microblog_clerk', '')");
	for (const address of ['/', '/explore'])
		while ((await popular(visitor, address)).join(' ') !== expected);
}

test('what at least two people use is popular, for visitors and members', async () => {
	await untilPopular('');
	await john.say('#soup #Salad #bread');
	await susan.say('#salad #bread');
	await mary.say('#SALAD');
	for (let i = 0; i < 3; i++)
		await susan.say('#mine');
	await untilPopular('#salad #bread');
	assert.deepEqual(await popular(john, '/explore'), ['#salad', '#bread']);
	assert.deepEqual(await popular(john, '/'), []);
});

test('somebody who is hidden or suspended does not count from then on', async () => {
	const visitor = site.witness(); // because news reaches other workers' caches a moment later
	sql("UPDATE tag_week SET refreshed_at = 'infinity'");
	sql("UPDATE person SET role = 'moderator' WHERE nickname = 'mary'");
	const act = (action) => mary.fill('/moderation/person/susan', '/moderation/person/susan', { action, words: 'spam', sure: '1' });
	for (const [action, undo] of [['hide', 'unhide'], ['suspend', 'restore']]) {
		assert.equal((await act(action)).status, 303);
		for (const [client, address] of [[visitor, '/explore'], [visitor, '/'], [john, '/explore']])
			assert.deepEqual(await popular(client, address), ['#salad'], `${action}: ${address}`);
		assert.ok(!(await bodies(visitor, '/tag/bread')).includes('#salad #bread'), action);
		assert.equal((await visitor.get('/tag/mine')).status, 404);
		assert.equal((await act(undo)).status, 303);
		assert.ok((await bodies(visitor, '/tag/bread')).includes('#salad #bread'), undo);
	}
});
