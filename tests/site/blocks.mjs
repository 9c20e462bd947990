// SPDX-License-Identifier: ISC
// Blocks, mutes and lists over TLS: their messages, what they hide from whom,
// and that nobody is told of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flash, posts, startSite, stopClean } from './site.mjs';

let site, visitor, john, susan, mary;

before(async () => {
	site = await startSite();
	visitor = site.witness(); // because news reaches other workers' caches a moment later
	[john, susan, mary] = await Promise.all(['john', 'susan', 'mary'].map(member));
	await susan.say('post from susan');
	await mary.say('post from mary');
});

after(() => stopClean(site));

const member = (nickname) => site.member(nickname);

const people = ({ page }) => page('.people .p-nickname').toArray().map((e) => page(e).text());

// Send a form. Return the message on the next page.
async function send(client, address, fields = {}) {
	const response = await client.post(address, { token: await client.token(), ...fields });
	assert.equal(response.status, 303, address);
	return flash(await client.get(response.headers.location));
}

async function makeList(client, name) {
	const response = await client.fill('/lists', '/lists', { name });
	assert.equal(response.status, 303);
	return response.headers.location.replace('/members', '');
}

// Read two code points of a message as src/page/flash.c writes them.
function readPair(digits) {
	const pair = BigInt(`0x${Buffer.from(`AAAA${digits}A`, 'base64url').toString('hex')}`) >> 6n;
	return String.fromCodePoint(Number(pair >> 21n), Number(pair & 0x1fffffn));
}

// Everything in a response that could distinguish it from another: without the
// date, the request's id and the token, which differ each time, and with the
// requested nickname replaced.
function visible({ status, headers, text }, nickname) {
	const { date, 'x-request-id': id, 'set-cookie': cookies = [], ...rest } = headers;
	const told = cookies.map((line) => line.replace(/(?<=^__Host-flash=)[^;]+/,
	    (value) => value.replace(/.{7}/g, readPair)));
	const lines = text.replace(/(name="token" value=)"[^"]*"/g, '$1').split('\n');
	const plain = JSON.stringify({ status, headers: rest, told, lines }, null, 1);
	return plain.replaceAll(id, 'ID').replaceAll(nickname, 'NICK').split('\n');
}

test('blocking and muting show their messages', async () => {
	for (const [verb, done] of [['block', 'blocked'], ['mute', 'muted']]) {
		assert.equal(await send(john, `/${verb}/nobody_here`), 'User nobody_here not found.');
		assert.equal(await send(john, `/${verb}/john`), `You can't ${verb} yourself!`);
		assert.equal(await send(john, `/${verb}/susan`), `You have ${done} susan.`);
		assert.equal(await send(john, `/${verb}/SUSAN`), `Cannot ${verb} susan.`);
		assert.equal(await send(john, `/un${verb}/nobody_here`), 'User nobody_here not found.');
		assert.equal(await send(john, `/un${verb}/john`), `You can't un${verb} yourself!`);
		assert.equal(await send(john, `/un${verb}/susan`), `You have un${done} susan.`);
		assert.equal(await send(john, `/un${verb}/susan`), `Cannot un${verb} susan.`);
	}
});

test('a link to block or mute asks for confirmation and changes nothing', async () => {
	for (const verb of ['block', 'unblock', 'mute', 'unmute']) {
		const { status, page } = await john.get(`/${verb}/susan`);
		assert.equal(status, 200);
		assert.equal(page(`form[method=post][action="/${verb}/susan"]`).length, 1);
		assert.equal(flash(await john.get((await john.get(`/${verb}/nobody_here`)).headers.location)),
		    'User nobody_here not found.');
	}
	assert.deepEqual([people(await john.get('/blocks')), people(await john.get('/mutes'))], [[], []]);

	const says = (await john.get('/block/susan')).page('.notice p').first().text();
	assert.match(says, /stop following/);
	assert.match(says, /signed out can still read/);
	assert.equal(says.match(/\.( |$)/g).length, 2, 'two sentences');
});

test('these pages are for members only, and each allows only its methods', async () => {
	for (const address of ['/block/susan', '/unblock/susan', '/mute/susan', '/unmute/susan', '/blocks', '/mutes',
		'/lists', '/list/1', '/list/1/members', '/list/1/edit', '/list/1/delete']) {
		const response = await visitor.get(address);
		assert.equal(response.status, 303, address);
		assert.equal(response.headers.location, `/login?next=${encodeURIComponent(address)}`);
	}
	for (const address of ['/block/susan', '/mute/susan', '/lists', '/list/1/add', '/list/1/remove', '/list/1/edit',
		'/list/1/delete']) {
		assert.equal((await visitor.post(address, {})).headers.location, '/login', address);
		assert.equal((await john.post(address, {})).status, 403, `${address} without a token`);
	}
	for (const [address, allow] of [['/list/1/add', 'POST'], ['/list/1/remove', 'POST']]) {
		const response = await john.get(address);
		assert.deepEqual([response.status, response.headers.allow], [405, allow], address);
	}
	for (const address of ['/blocks', '/mutes', '/list/1', '/list/1/members'])
		assert.equal((await john.post(address, {})).status, 405, address);
});

test('a block removes follows and list memberships, and unblocking restores none', async () => {
	const [one, other] = [await member('one'), await member('other')];
	const counts = async (nickname) => (await visitor.get(`/user/${nickname}`)).page('.counts b')
		.toArray().slice(1).map((b) => b.children[0].data).join();
	const lists = [await makeList(one, 'mine'), await makeList(other, 'theirs')];

	await send(one, '/follow/other');
	await send(other, '/follow/one');
	await send(one, `${lists[0]}/add`, { nickname: 'other' });
	await send(other, `${lists[1]}/add`, { nickname: 'one' });
	assert.deepEqual([await counts('one'), await counts('other')], ['1,1', '1,1']);

	await send(one, '/block/other');
	for (const undo of [false, true]) {
		if (undo)
			await send(one, '/unblock/other');
		assert.deepEqual([await counts('one'), await counts('other')], ['0,0', '0,0']);
		assert.deepEqual(people(await one.get(`${lists[0]}/members`)), []);
		assert.deepEqual(people(await other.get(`${lists[1]}/members`)), []);
	}
});

test('a blocked person gets the same bytes as for a nickname that does not exist', async () => {
	const [secret, reader] = [await member('before'), await member('reader')];
	await secret.fill('/settings/profile', '/settings/profile', { nickname: 'secret', about_me: '' });
	await secret.say('words of a secret');
	const list = await makeList(reader, 'a list');
	const { page } = await visitor.get('/user/secret');
	const post = page('.h-entry .u-url').attr('href');
	await send(secret, '/block/reader');

	// Six letters each, so that the lengths are equal too.
	const token = await reader.token();
	for (const nickname of ['secret', 'SECRET', 'before'])
		for (const address of ['/user/NICK', '/user/NICK/followers', '/user/NICK/following', '/user/NICK?before=9',
			'/follow/NICK', '/unfollow/NICK', '/block/NICK', '/unblock/NICK', '/mute/NICK', '/unmute/NICK'])
			for (const post of [false, true]) {
				const open = (nick) => (post ? reader.post(address.replace('NICK', nick), { token })
					: reader.get(address.replace('NICK', nick)));
				const [theirs, nobodys] = [await open(nickname), await open('absent')];
				assert.deepEqual(visible(theirs, nickname), visible(nobodys, 'absent'), `${post ? 'POST' : 'GET'} ${address}`);
				if (theirs.status === 303) { // the page with the message
					const [one, two] = [await open(nickname), await reader.get('/')];
					const [three, four] = [await open('absent'), await reader.get('/')];
					assert.deepEqual(visible(one, nickname), visible(three, 'absent'));
					assert.match(flash(two), new RegExp(`User ${nickname} not found`));
					assert.deepEqual(visible(two, nickname), visible(four, 'absent'));
				}
			}
	for (const way of ['add', 'remove']) {
		const add = (nickname) => reader.post(`${list}/${way}`, { token, nickname });
		for (const nickname of ['secret', 'before'])
			assert.deepEqual(visible(await add(nickname), nickname), visible(await add('absent'), 'absent'), way);
	}
	await reader.get('/'); // drop the last message
	const none = post.replace(/.$/, (digit) => (Number(digit) + 1) % 10);
	assert.deepEqual(visible(await reader.get(post), post), visible(await reader.get(none), none));
	assert.equal((await reader.get(post)).status, 404);
	assert.ok(!posts(await reader.get('/explore')).includes('words of a secret'));

	// Visitors still see what is public.
	assert.equal((await visitor.get(post)).status, 200);
	assert.deepEqual(posts(await visitor.get('/user/secret')), ['words of a secret']);
});

test('the blocker sees the profile with a button to unblock, and no posts', async () => {
	await send(john, '/block/mary');
	const { text, page } = await john.get('/user/mary');
	assert.equal(page('form[action="/unblock/mary"]').length, 1);
	assert.equal(page('.action form, .action a, .action details').length, 1, 'nothing else is offered');
	assert.deepEqual(posts({ page }), []);
	assert.match(text, /You have blocked mary/);
	assert.equal(await send(john, '/follow/mary'), 'Cannot follow mary.');
	assert.deepEqual(people(await john.get('/blocks')), ['mary']);
	const undo = await john.fill('/blocks', '/unblock/mary');
	assert.equal(flash(await john.get(undo.headers.location)), 'You have unblocked mary.');
	assert.deepEqual(people(await john.get('/blocks')), []);
	assert.deepEqual(posts(await john.get('/user/mary')), ['post from mary']);
});

test('a mute hides posts from the home page only, and the muted person cannot tell', async () => {
	await send(john, '/follow/susan');
	assert.ok(posts(await john.get('/')).includes('post from susan'));
	await susan.get('/'); // drop any earlier message
	const before = visible(await susan.get('/user/john'), 'john');
	const response = await john.fill('/user/susan', '/mute/susan');
	assert.equal(flash(await john.get(response.headers.location)), 'You have muted susan.');

	assert.ok(!posts(await john.get('/')).includes('post from susan'));
	assert.ok(posts(await john.get('/explore')).includes('post from susan'));
	const profile = await john.get('/user/susan');
	assert.deepEqual(posts(profile), ['post from susan']);
	assert.equal(profile.page('form[action="/unfollow/susan"]').length, 1, 'still followed');
	assert.deepEqual(people(await visitor.get('/user/susan/followers')), ['john']);
	assert.deepEqual(visible(await susan.get('/user/john'), 'john'), before);

	assert.deepEqual(people(await john.get('/mutes')), ['susan']);
	assert.equal((await john.fill('/mutes', '/unmute/susan')).status, 303);
	assert.ok(posts(await john.get('/')).includes('post from susan'));
	await send(john, '/unfollow/susan');
});

test('block and mute are in a menu apart from follow', async () => {
	const { page } = await john.get('/user/susan');
	const menu = page('.action details');
	assert.equal(menu.find('form[action="/mute/susan"]').length, 1);
	assert.equal(menu.find('a[href="/block/susan"]').length, 1);
	assert.equal(menu.find('a[href="/user/susan/lists"]').length, 1);
	assert.equal(menu.find('[action^="/follow"]').length, 0);
	for (const client of [visitor, susan])
		assert.equal((await client.get('/user/susan')).page('.action details').length, 0, 'neither for a visitor nor for oneself');
	const edit = (await john.get('/settings')).page;
	for (const address of ['/lists', '/mutes', '/blocks'])
		assert.equal(edit(`main a[href="${address}"]`).length, 1, address);
});

test('a list gets only a valid name', async () => {
	const client = await member('namer');
	for (const name of ['', '  ', 'x'.repeat(41), 'a\u0007b']) {
		const { status, page } = await client.fill('/lists', '/lists', { name });
		assert.equal(status, 422, JSON.stringify(name));
		assert.notEqual(page('.error').text().trim(), '');
		assert.equal(page('input[name=name]').val(), name.trim(), 'the name is kept in the form');
	}
	const list = await makeList(client, 'ü'.repeat(40));
	await makeList(client, 'Friends & <family>');
	const taken = await client.fill('/lists', '/lists', { name: 'friends & <FAMILY>' });
	assert.equal(taken.status, 422);
	assert.match(taken.page('.error').text(), /already/);
	assert.deepEqual(taken.page('.lists b').toArray().map((b) => taken.page(b).text()).sort(),
	    ['Friends & <family>', 'ü'.repeat(40)]);

	for (const [name, status] of [['', 422], ['x'.repeat(41), 422], ['FRIENDS & <family>', 422], ['Ünder', 303]])
		assert.equal((await client.fill(`${list}/edit`, `${list}/edit`, { name })).status, status, name);
	assert.equal((await client.get(list)).page('h1').text(), 'Ünder');
});

test('a member can make a hundred lists, which are all shown', async () => {
	const client = await member('collector');
	const token = await client.token('/lists');
	for (let i = 0; i < 100; i++)
		assert.equal((await client.post('/lists', { token, name: `list ${i}` })).status, 303);
	const full = await client.post('/lists', { token, name: 'one more' });
	assert.equal(full.status, 422);
	assert.notEqual(full.page('.error').text(), '');
	assert.equal((await client.get('/lists')).page('.lists li').length, 100);
});

test('people are added to a list and removed from it', async () => {
	const list = await makeList(john, 'members');
	const add = (nickname) => send(john, `${list}/add`, { nickname });
	assert.equal(await add('SUSAN'), 'susan is now on the list.');
	assert.equal(await add('susan'), 'susan is already on the list.');
	assert.equal(await add(' john '), 'john is now on the list.');
	assert.deepEqual(people(await john.get(`${list}/members`)), ['john', 'susan']);

	for (const nickname of ['nobody_here', '', 'a b', '<b>']) {
		const { status, page } = await john.post(`${list}/add`, { token: await john.token(), nickname });
		assert.equal(status, 422, nickname);
		assert.notEqual(page('.error').text().trim(), '');
		assert.equal(page('input#nickname').val(), nickname);
	}
	assert.equal(await send(john, `${list}/remove`, { nickname: 'susan' }), 'susan is no longer on the list.');
	for (const nickname of ['susan', 'nobody_here', ''])
		assert.equal(await send(john, `${list}/remove`, { nickname }), 'Nobody with that name is on the list.');
	assert.deepEqual(people(await john.get(`${list}/members`)), ['john']);
});

test('a list is a feed in pages, with muted people but nobody who is blocked', async () => {
	const talker = await member('talker');
	const token = await talker.token();
	for (let i = 0; i < 60; i++)
		await talker.post('/post', { token, body: `number ${i}` });
	const list = await makeList(john, 'the feed');
	assert.deepEqual(posts(await john.get(list)), []);
	await send(john, `${list}/add`, { nickname: 'talker' });
	await send(john, '/mute/talker');

	const first = await john.get(list);
	const second = await john.get(list + first.page('a[rel=next]').attr('href'));
	assert.equal(posts(first).length, 50);
	assert.deepEqual([...posts(first), ...posts(second)], Array.from({ length: 60 }, (_, i) => `number ${59 - i}`));
	assert.equal(second.page('a[rel=next]').length, 0);
	assert.ok(!posts(await john.get('/')).some((body) => /^number/.test(body)), 'not followed, so not on the home page');

	await send(talker, '/block/john');
	assert.deepEqual(posts(await john.get(list)), []);
});

test('an exclusive list keeps its people out of the home feed', async () => {
	await send(john, '/follow/mary');
	const list = await makeList(john, 'exclusive');
	await send(john, `${list}/add`, { nickname: 'mary' });
	const home = async () => posts(await john.get('/')).includes('post from mary');
	const edit = (fields) => john.fill(`${list}/edit`, `${list}/edit`, { name: 'exclusive', ...fields });
	assert.equal(await home(), true);
	const isChecked = async () => (await john.get(`${list}/edit`)).page('input[name=exclusive]').is('[checked]');
	assert.equal(await isChecked(), false);
	assert.equal((await edit({ exclusive: '1' })).status, 303);
	assert.equal(await home(), false);
	assert.equal(await isChecked(), true);
	assert.deepEqual(posts(await john.get(list)), ['post from mary']);
	assert.equal((await edit({})).status, 303);
	assert.equal(await home(), true);
});

test('only its owner can see or change a list', async () => {
	const list = await makeList(john, 'private');
	const token = await susan.token();
	const notFound = visible(await susan.get('/list/1'), '/list/1');
	for (const below of ['', '/members', '/edit', '/delete'])
		assert.deepEqual(visible(await susan.get(list + below), list + below), notFound, below);
	for (const below of ['/add', '/remove', '/edit', '/delete'])
		assert.equal((await susan.post(list + below, { token, nickname: 'mary', name: 'x' })).status, 404, below);
	for (const id of ['0', '9223372036854775808', '99999999999999999999'])
		assert.equal((await john.get(`/list/${id}`)).status, 404, id);

	assert.equal((await john.get(`${list}/delete`)).status, 200);
	assert.equal((await john.get(list)).page('h1').text(), 'private', 'a GET deletes nothing');
	const response = await john.fill(`${list}/delete`, `${list}/delete`);
	assert.equal(response.headers.location, '/lists');
	assert.equal(flash(await john.get('/lists')), 'Your list has been deleted.');
	assert.equal((await john.get(list)).status, 404);
	assert.equal((await john.post(`${list}/delete`, { token: await john.token() })).status, 404);
});
