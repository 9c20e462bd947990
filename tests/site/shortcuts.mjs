// SPDX-License-Identifier: ISC
// Small things that save a step: lists that know whom to add, buttons where
// people are listed, and a way on after signing up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql, startSite, stopClean } from './site.mjs';

let site, visitor, john, nora;

before(async () => {
	site = await startSite();
	visitor = site.visitor();
	john = await site.member('john');
	nora = await site.member('nora');
	await nora.say('words of nora');
});

after(() => stopClean(site));

const flash = ({ page }) => page('[role=status], [role=alert]').text().trim();
const value = ({ page }, name) => page(`input[name=${name}]`).last().val();

// Press the button that leads to this address, in a form of several.
async function press(client, from, action) {
	const { page } = await client.get(from);
	const button = page(`button[formaction="${action}"]`);
	assert.equal(button.length, 1, `${from}: ${action}`);
	const form = button.attr('form') ? page(`form#${button.attr('form')}`) : button.closest('form');
	const fields = Object.fromEntries(form.find('input[type=hidden]').toArray().map(({ attribs }) => [attribs.name, attribs.value]));
	return client.post(action, fields);
}

test('the page that deletes a post shows it', async () => {
	const address = (await nora.get('/user/nora')).page('.h-entry .u-url').attr('href');
	const { page } = await nora.get(`${address}/delete`);
	assert.equal(page('h1').text(), 'Delete this post?');
	assert.equal(page('blockquote').text(), 'words of nora');
	assert.equal((await john.get(`${address}/delete`)).status, 404);
});

test('somebody without a list makes one for whoever they came for', async () => {
	const profile = await john.get('/user/nora');
	assert.equal(profile.page('a[href="/user/nora/lists"]').text(), 'Add to a list');
	const made = await john.fill('/user/nora/lists', '/lists', { name: 'Friends' });
	assert.match(made.headers.location, /^\/list\/\d+\/members\?nickname=nora$/);
	const members = await john.get(made.headers.location);
	assert.equal(value(members, 'nickname'), 'nora');
	const rejected = await john.fill('/user/nora/lists', '/lists', { name: 'friends' });
	assert.equal(rejected.status, 422);
	assert.equal(value(rejected, 'nickname'), 'nora', 'they are not forgotten');
});

test('a member chooses among the lists for somebody, and stays there', async () => {
	const list = (await john.get('/lists')).page('.lists a').attr('href');
	const added = await press(john, '/user/nora/lists', `${list}/add`);
	assert.equal(added.headers.location, '/user/nora/lists');
	const choices = await john.get('/user/nora/lists');
	assert.equal(flash(choices), 'nora is now on the list.');
	assert.equal(choices.page('.lists li').length, 1);
	assert.equal((await press(john, '/user/NORA/lists', `${list}/remove`)).headers.location, '/user/NORA/lists');
	assert.equal((await john.get('/user/nora/lists')).page(`button[formaction="${list}/add"]`).length, 1);
	assert.equal((await john.get('/user/nobody_here/lists')).status, 404);
});

test('a nickname may have an @ wherever it is typed', async () => {
	const list = (await john.get('/lists')).page('.lists a').attr('href');
	const added = await john.fill(`${list}/members`, `${list}/add`, { nickname: ' @Nora ' });
	assert.equal(added.status, 303);
	assert.equal(flash(await john.get(added.headers.location)), 'nora is now on the list.');
	assert.equal((await site.visitor().signIn('@nora')).status, 303);
	assert.equal((await site.visitor().signIn('nora@example.com')).status, 303);
	for (const nickname of ['@@nora', 'nora@'])
		assert.equal((await site.visitor().signIn(nickname)).status, 422, nickname);
	const newcomer = site.visitor();
	assert.equal((await newcomer.fill('/signup', '/signup', { nickname: '@newcomer', email: 'n@example.com', password: 'correct horse' })).status, 303);
	assert.equal((await visitor.get('/user/newcomer')).status, 200);
});

test('people are followed where they are listed, and the list stays open', async () => {
	const susan = await site.member('susan');
	await susan.fill('/user/nora', '/follow/nora');
	await john.fill('/user/susan', '/follow/susan');
	const address = '/user/nora/followers?before=9223372036854775806';
	const followed = await press(john, address, '/unfollow/susan');
	assert.equal(followed.headers.location, address);
	assert.equal(flash(await john.get(address)), 'You have stopped following susan.');
	await press(john, address, '/follow/susan');
	await press(john, '/user/susan/following', '/follow/nora');
	await press(john, '/user/john/following', '/unfollow/nora');
	assert.equal((await susan.get('/user/nora/followers')).page('.people button').length, 0, 'nobody follows themselves');
	assert.equal((await visitor.get('/user/nora/followers')).page('button').length, 0);
});

test('a form leads back only to this site', async () => {
	for (const next of ['https://example.com/', '//example.com/', '/\\example.com', 'javascript:1', '']) {
		const { headers } = await john.post('/follow/nora', { token: await john.token(), back: next });
		assert.equal(headers.location, '/user/nora', next);
	}
});

for (const [how, address, arrive] of [
	['signs in', '/login', async (client, from) => client.fillOpen(from, '/login', { nickname: 'nora', password: 'correct horse' })],
	['signs up', '/signup', async (client, from) => client.fillOpen(from, '/signup', { nickname: 'fan', email: 'fan@example.com', password: 'correct horse' })],
])
	test(`a visitor who ${how} to follow somebody is asked for one click`, async () => {
		const client = site.visitor();
		const { page } = await client.get('/user/john');
		const button = page('.profile .action a').attr('href');
		let open = await client.get((await client.get(button)).headers.location);
		if (address !== '/login')
			open = await client.get(open.page('.aside a[href^="/signup"]').attr('href'));
		const arrived = await arrive(client, open);
		assert.equal(arrived.status, 303);
		assert.equal(arrived.headers.location, '/follow/john');
		const name = (await client.get('/settings/profile')).page('#nickname').val();
		const follows = () => sql(`SELECT count(*) FROM follow f JOIN person p ON p.id = f.follower WHERE p.nickname = '${name}'`);
		await client.get('/follow/john');
		assert.equal(follows(), '0', 'to open an address follows nobody');
		const followed = await client.fill('/follow/john', '/follow/john');
		assert.equal(followed.headers.location, '/user/john');
		assert.equal(follows(), '1');
	});

test('after signing up, nobody is led to another site', async () => {
	for (const next of ['https://example.com/', '//example.com', 'x'])
		assert.equal((await visitor.get(`/signup?next=${encodeURIComponent(next)}`)).page('input[name=next]').val(), '/');
});

test('menus mark the page that is open', async () => {
	const current = async (client, address) => (await client.get(address)).page('nav [aria-current=page]').toArray().map(({ attribs }) => attribs.href);
	for (const address of ['/', '/explore', '/user/john', '/settings/profile', '/settings/ways-in', '/rules'])
		assert.deepEqual(await current(john, address), [address]);
	for (const address of ['/explore', '/login', '/signup', '/about'])
		assert.deepEqual(await current(visitor, address), [address]);
	assert.deepEqual(await current(john, '/user/nora'), []);
	assert.deepEqual(await current(john, '/explore?before=5'), ['/explore']);
});

test('a page of older posts leads back to the newest', async () => {
	for (const address of ['/', '/explore', '/user/nora']) {
		assert.equal((await john.get(address)).page('a[rel=first]').length, 0);
		assert.equal((await john.get(`${address}?before=5`)).page('a[rel=first]').attr('href'), address);
	}
	assert.equal((await visitor.get('/explore?before=5')).page('a[rel=first]').text(), 'Newest posts');
	assert.equal((await john.get('/user/nora/followers?before=5')).page('a[rel=first]').attr('href'), '/user/nora/followers');
});

test('a newcomer is shown whom to follow, at home and on explore, until they have followed them', async () => {
	const newcomer = await site.member('fresh');
	const suggested = ({ page }) => page('.suggested .p-nickname').toArray().map((e) => page(e).text());
	await john.say('words of john');
	for (const address of ['/', '/explore'])
		assert.deepEqual(suggested(await newcomer.get(address)).sort(), ['john', 'nora'], address);
	assert.equal((await press(newcomer, '/', '/follow/john')).headers.location, '/');
	const explore = await newcomer.get('/explore');
	assert.deepEqual(suggested(explore), ['nora']);
	assert.match(explore.page('.suggested .hint').text(), /^Followed by john$/);
	assert.equal(suggested(await newcomer.get('/')).length, 0, 'home is no longer empty');
	assert.equal(suggested(await newcomer.get('/explore?before=9223372036854775806')).length, 0);
	assert.equal((await visitor.get('/explore')).page('.suggested').length, 0);
	await newcomer.fill('/mute/nora', '/mute/nora');
	assert.deepEqual(suggested(await newcomer.get('/explore')), []);
});
