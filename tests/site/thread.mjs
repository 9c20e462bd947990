// SPDX-License-Identifier: ISC
// Conversations over TLS: mentions, replies, what is above and below a post,
// and who may reply. (Who sees what is in the matrix.)
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flashAfter, posts, sql, startSite, stopClean } from './site.mjs';

let site, visitor, john, susan, mary, david;

before(async () => {
	site = await startSite();
	visitor = site.witness(); // because news reaches other workers' caches a moment later
	[john, susan, mary, david] = await Promise.all(['john', 'susan', 'mary', 'david'].map((nickname) => site.member(nickname)));
});

after(() => stopClean(site));

const idOf = (body) => sql(`SELECT id FROM post WHERE body = '${body}' ORDER BY id DESC LIMIT 1`);
const addressOf = (body) => `/post/${idOf(body)}`;

async function post(author, body, fields = {}) {
	assert.equal((await author.fill('/', '/post', { body, ...fields })).status, 303);
	return addressOf(body);
}

async function reply(author, address, body, fields = {}) {
	const response = await author.fill(address, `${address}/reply`, { body, ...fields });
	assert.equal(response.status, 303, body);
	assert.equal(response.headers.location, addressOf(body));
	return response.headers.location;
}

const above = ({ page }) => page('.above .e-content, .above .gone').toArray().map((e) => page(e).text().trim());
const below = ({ page }) => page('#replies .e-content, #replies .gone').toArray().map((e) => page(e).text().trim());
const gone = 'This post is not available.';

test('a mention links to the profile, whatever the person is called then', async () => {
	const address = await post(john, 'Hello @SUSAN, not mail@susan.example or @nobody_here!');
	const links = async (client) => {
		const { page } = await client.get(address);
		return page('.e-content a[href^="/user/"]').toArray().map((e) => [page(e).attr('href'), page(e).text()]);
	};
	assert.deepEqual(await links(visitor), [['/user/susan', '@susan']]);
	assert.equal((await susan.fill('/settings/profile', '/settings/profile', { nickname: 'suzy', about_me: '' })).status, 303);
	assert.deepEqual(await links(visitor), [['/user/suzy', '@suzy']]);
	const former = await post(john, 'Was @susan');
	assert.equal((await visitor.get(former)).page('.e-content a').attr('href'), '/user/suzy');
	assert.equal((await susan.fill('/settings/profile', '/settings/profile', { nickname: 'susan', about_me: '' })).status, 303);
	await susan.post('/block/john', { token: await susan.token() });
	assert.deepEqual(await links(john), []);
	const plain = await post(john, 'Hello again, @susan');
	await susan.post('/unblock/john', { token: await susan.token() });
	assert.equal((await visitor.get(plain)).page('.e-content a').length, 0, 'a mention during a block stays plain text');
});

test('a reply stands below what it answers, and shows that above itself', async () => {
	const first = await post(john, 'first');
	const second = await reply(susan, first, 'second');
	const third = await reply(john, second, 'third');
	await reply(mary, first, 'aside');
	assert.deepEqual(below(await visitor.get(first)), ['second', 'third', 'aside']);
	assert.deepEqual(above(await visitor.get(third)), ['first', 'second']);
	const { page } = await visitor.get(third);
	assert.equal(page('.single .u-in-reply-to').attr('href'), second);
	assert.equal(page('.single .u-in-reply-to').text(), 'susan');
	assert.equal(await flashAfter(john, await john.fill(third, `${third}/reply`, { body: 'fourth' })), 'Your reply is now live!');
});

test('a deleted post leaves a place that says no more than an invisible one', async () => {
	const first = await post(john, 'to be deleted');
	const second = await reply(susan, first, 'stays');
	const third = await reply(david, second, 'stays too');
	await reply(mary, third, 'at the end');
	await david.post('/block/mary', { token: await david.token() });
	assert.deepEqual(below(await mary.get(second)), [gone, 'at the end']);
	await david.post('/unblock/mary', { token: await david.token() });
	assert.deepEqual(below(await mary.get(second)), ['stays too', 'at the end']);
	await david.fill(`${third}/delete`, `${third}/delete`);
	assert.deepEqual(below(await mary.get(second)), [gone, 'at the end']);
	await john.fill(`${first}/delete`, `${first}/delete`);
	assert.deepEqual(above(await visitor.get(second)), [gone]);
	assert.match((await visitor.get(second)).page('.single .note').text(), /In reply to a post that is not available/);
});

test('replies come in pages of 50', async () => {
	const address = await post(john, 'popular');
	for (let i = 0; i < 60; i++)
		await reply(i % 2 ? susan : mary, address, `reply ${i}`);
	const first = await visitor.get(address);
	assert.deepEqual(below(first), Array.from({ length: 50 }, (_, i) => `reply ${i}`));
	const next = first.page('.pager a').attr('href');
	const second = await visitor.get(address + next);
	assert.deepEqual(below(second), Array.from({ length: 10 }, (_, i) => `reply ${50 + i}`));
	assert.equal(second.page('.pager').length, 0);
	await (idOf('reply 49') && susan.fill(`${addressOf('reply 49')}/delete`, `${addressOf('reply 49')}/delete`));
	assert.equal(below(await visitor.get(address + next)).length, 50, 'from the beginning, because that reply is gone');
});

test('the author chooses who can reply, and others are told why they cannot', async () => {
	await john.post('/follow/susan', { token: await john.token() });
	for (const [audience, allowed, why] of [
		['f', [susan, john], /Only people whom the author follows/],
		['m', [mary, john], /Only people whom this post mentions/],
		['n', [john], /Nobody but the author/],
	]) {
		const address = await post(john, `for ${audience} @mary`, { audience });
		for (const [name, client] of Object.entries({ john, susan, mary, david })) {
			const token = await client.token();
			const response = await client.post(`${address}/reply`, { token, body: `${name} to ${audience}` });
			if (allowed.includes(client)) {
				assert.equal(response.status, 303, `${name} ${audience}`);
				assert.equal((await client.get(address)).page(`form[action="${address}/reply"]`).length, 1);
				continue;
			}
			assert.equal(response.status, 422, `${name} ${audience}`);
			assert.match(response.page('#reply').text(), why);
			assert.match(response.text, new RegExp(`${name} to ${audience}`), 'what was typed is there');
			assert.equal((await client.get(address)).page(`form[action="${address}/reply"]`).length, 0);
		}
	}
});

test('a reply to a post that has gone meanwhile is not lost', async () => {
	const address = await post(john, 'short-lived');
	const open = await susan.get(address);
	await john.fill(`${address}/delete`, `${address}/delete`);
	const response = await susan.fillOpen(open, `${address}/reply`, { body: 'too late' });
	assert.equal(response.status, 422);
	assert.equal(response.page('textarea').text().trim(), 'too late');
	assert.equal((await susan.fillOpen(response, '/post', { body: 'too late' })).status, 303);
	assert.ok(posts(await susan.get('/')).includes('too late'));
});

test('a reply that is refused says why and loses nothing', async () => {
	const address = await post(john, 'say something');
	for (const body of ['', 'x'.repeat(600)]) {
		const response = await susan.fill(address, `${address}/reply`, { body, audience: 'n' });
		assert.equal(response.status, 422);
		assert.equal(response.page('textarea').text().trim(), body);
		assert.equal(response.page('[aria-invalid]').length, 1);
		assert.equal(response.page('option[selected]').attr('value'), 'n');
	}
});

test('in home, a reply is shown to those who follow both sides, and to both of them', async () => {
	await mary.post('/follow/susan', { token: await mary.token() });
	const address = await post(john, 'a question');
	await reply(susan, address, 'an answer');
	const sees = async (client) => posts(await client.get('/')).includes('an answer');
	assert.deepEqual(await Promise.all([susan, john, mary].map(sees)), [true, true, false]);
	await mary.post('/follow/john', { token: await mary.token() });
	assert.equal(await sees(mary), true);
	assert.ok(!posts(await visitor.get('/explore')).includes('an answer'), 'explore has no replies');
});
