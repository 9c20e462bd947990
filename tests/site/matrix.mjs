// SPDX-License-Identifier: ISC
// Who sees whom, as one table: for every address of kore.conf, what each kind
// of viewer finds of an author there. The test fails for an address that is
// missing from this table.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { routes, startSite, stopClean } from './site.mjs';

// What a page shows: the author's name and a post of theirs (both), only the
// name (name), neither (-), or a redirect to sign in (login).
const words = 'words of the author';
const viewers = ['visitor', 'stranger', 'follower', 'blocker', 'blocked', 'muter', 'author'];
const nothing = 'all: -';
const members = 'visitor: login, all: -';
const confirmed = 'visitor: login, blocked: -, all: name';
const listed = 'visitor: login, blocker: -, blocked: -, all: name';

// The route, a request to it, and what each viewer finds. NICK is the author,
// and POST the id of their post; idol follows them and is followed by them.
// LIST is the viewer's own list, to which the author was added before any
// block.
const table = [
	// Reading
	['/', 'GET /', 'visitor: both, follower: both, author: both, all: -'],
	['/explore', 'GET /explore', 'blocker: -, blocked: -, all: both'],
	['^/post/[0-9]{1,20}$', 'GET /post/POST', 'blocker: -, blocked: -, all: both'],
	['^/user/[A-Za-z0-9_]{1,64}$', 'GET /user/NICK', 'blocker: name, blocked: -, all: both'],
	['^/user/[A-Za-z0-9_]{1,64}$', 'GET /user/idol', nothing],
	['^/user/[A-Za-z0-9_]{1,64}/followers$', 'GET /user/NICK/followers', 'blocked: -, all: name'],
	['^/user/[A-Za-z0-9_]{1,64}/followers$', 'GET /user/idol/followers', 'blocker: -, blocked: -, all: name'],
	['^/user/[A-Za-z0-9_]{1,64}/following$', 'GET /user/NICK/following', 'blocked: -, all: name'],
	['^/user/[A-Za-z0-9_]{1,64}/following$', 'GET /user/idol/following', 'blocker: -, blocked: -, all: name'],

	// Writing
	['/post', 'POST /post', 'visitor: login, follower: both, author: both, all: -'],
	['^/post/[0-9]{1,20}/delete$', 'GET /post/POST/delete', members],
	['^/follow/[A-Za-z0-9_]{1,64}$', 'GET /follow/NICK', confirmed],
	['^/unfollow/[A-Za-z0-9_]{1,64}$', 'GET /unfollow/NICK', confirmed],
	['^/block/[A-Za-z0-9_]{1,64}$', 'GET /block/NICK', confirmed],
	['^/unblock/[A-Za-z0-9_]{1,64}$', 'GET /unblock/NICK', confirmed],
	['^/mute/[A-Za-z0-9_]{1,64}$', 'GET /mute/NICK', confirmed],
	['^/unmute/[A-Za-z0-9_]{1,64}$', 'GET /unmute/NICK', confirmed],
	['/blocks', 'GET /blocks', 'visitor: login, blocker: name, all: -'],
	['/mutes', 'GET /mutes', 'visitor: login, muter: name, all: -'],

	// Lists
	['/lists', 'GET /lists', members],
	['^/list/[0-9]{1,20}$', 'GET /list/LIST', 'visitor: login, blocker: -, blocked: -, all: both'],
	['^/list/[0-9]{1,20}/members$', 'GET /list/LIST/members', listed],
	['^/list/[0-9]{1,20}/add$', 'POST /list/LIST/add', listed],
	['^/list/[0-9]{1,20}/remove$', 'POST /list/LIST/remove', listed],
	['^/list/[0-9]{1,20}/edit$', 'GET /list/LIST/edit', members],
	['^/list/[0-9]{1,20}/delete$', 'GET /list/LIST/delete', members],

	// The account: the author's own edit page links to their profile.
	['/signup', 'GET /signup', nothing],
	['/login', 'GET /login', nothing],
	['/logout', 'GET /logout', members],
	['/password', 'GET /password', members],
	['/sudo', 'GET /sudo', members],
	['/sessions', 'GET /sessions', members],
	['/sessions/end', 'POST /sessions/end', members],
	['^/session/[0-9]{1,20}/end$', 'POST /session/99999/end', members],

	// Settings
	['/settings', 'GET /settings', members],
	['/settings/profile', 'GET /settings/profile', 'visitor: login, author: name, all: -'],
	['/settings/export', 'GET /settings/export', members],
	['/settings/export/archive', 'GET /settings/export/archive', members], // see archive.mjs
	['/settings/import', 'GET /settings/import', members],
	['/edit', 'GET /edit', nothing],

	// The site. A picture shows nothing but its id, which is in its address.
	['/health', 'GET /health', nothing],
	['^/assets/[0-9a-f]{16}/[A-Za-z_.]{1,64}$', 'GET STYLE', nothing],
	['^/avatar/[0-9]{1,20}[.]svg$', 'GET PICTURE', nothing],
	['/robots.txt', 'GET /robots.txt', nothing],
	['/favicon.ico', 'GET /favicon.ico', nothing],
	['/.well-known/change-password', 'GET /.well-known/change-password', nothing],
	['/.well-known/security.txt', 'GET /.well-known/security.txt', nothing],
	['^.*$', 'GET /nowhere', nothing],
];

// The fields of each POST, apart from the token.
const fields = {
	'/post': { body: '' },
	'/list/LIST/add': { nickname: 'NICK' },
	'/list/LIST/remove': { nickname: 'idol' },
	'/sessions/end': {},
	'/session/99999/end': {},
};

let site, values;
const clients = {};
const lists = {};

async function send(client, address, more = {}) {
	const response = await client.post(address, { token: await client.token('/settings/profile'), ...more });
	assert.equal(response.status, 303, address);
	return response;
}

before(async () => {
	site = await startSite();
	for (const nickname of [...viewers.slice(1), 'idol'])
		clients[nickname] = await site.member(nickname);
	clients.visitor = site.visitor();
	const { visitor, follower, blocker, blocked, muter, author, idol } = clients;

	await author.say(words);
	for (const nickname of viewers.slice(1)) {
		const response = await send(clients[nickname], '/lists', { name: 'mine' });
		lists[nickname] = response.headers.location.split('/')[2];
		await send(clients[nickname], `/list/${lists[nickname]}/add`, { nickname: 'author' });
	}
	await send(idol, '/follow/author');
	await send(author, '/follow/idol');
	for (const client of [follower, blocker, blocked, muter])
		await send(client, '/follow/author');
	await send(blocked, '/mute/author');
	await send(muter, '/mute/author');
	await send(blocker, '/block/author');
	await send(author, '/block/blocked');

	const { page } = await visitor.get('/user/author');
	values = {
		NICK: 'author',
		POST: page('.h-entry .u-url').attr('href').split('/')[2],
		STYLE: page('link[rel=stylesheet]').attr('href'),
		PICTURE: page('.u-photo').attr('src'),
	};
});

after(() => stopClean(site));

const filled = (text, viewer) => text.replace(/NICK|POST(?!\s)|STYLE|PICTURE|LIST/g,
    (name) => (name === 'LIST' ? lists[viewer] ?? '1' : values[name]));

// Send a request as this viewer, and follow the redirect after a form.
async function open(viewer, request) {
	const client = clients[viewer];
	const [method, form] = request.split(' ');
	const address = filled(form, viewer);
	if (method === 'GET')
		return client.get(address);
	const more = Object.fromEntries(Object.entries(fields[form])
		.map(([name, value]) => [name, filled(value, viewer)]));
	const response = await client.post(address, { token: await client.token('/settings/profile'), ...more });
	if (response.status !== 303 || response.headers.location === '/login')
		return response;
	return client.get(response.headers.location);
}

function found({ status, headers, text, page }) {
	if (status === 303 && headers.location.startsWith('/login'))
		return 'login';
	const name = page('main .p-nickname').toArray().some((e) => page(e).text() === 'author') ||
		page('main a[href^="/user/author"]').length > 0;
	if (text.includes(words))
		return name ? 'both' : 'post';
	return name ? 'name' : '-';
}

function expected(row, viewer) {
	const cells = Object.fromEntries(row.split(', ').map((cell) => cell.split(': ')));
	return cells[viewer] ?? cells.all;
}

test('the table has every address of kore.conf', async () => {
	const known = await routes();
	assert.ok(known.length > 20);
	assert.deepEqual([...new Set(table.map(([route]) => route))].sort(), known.sort());
	for (const [route, request] of table.filter(([route]) => route.startsWith('^'))) {
		const address = filled(request.split(' ')[1], 'stranger');
		assert.match(address, new RegExp(route));
	}
});

test('each viewer is told of as many followers as they are shown', async () => {
	const counts = {};
	for (const viewer of viewers)
		for (const whom of ['idol', 'author', 'follower'])
			for (const list of ['followers', 'following']) {
				const { status, page } = await clients[viewer].get(`/user/${whom}/${list}`);
				if (status === 404)
					continue;
				const told = page(`.counts a[href$="/${list}"] b`).text();
				assert.equal(Number(told), page('.people .person').length, `${viewer}: ${list} of ${whom}`);
				assert.equal((await clients[viewer].get(`/user/${whom}`)).page(`.counts a[href$="/${list}"] b`).text(), told);
				counts[`${viewer}: ${list} of ${whom}`] = Number(told);
			}
	assert.equal(counts['stranger: followers of idol'], 1);
	assert.equal(counts['blocked: followers of idol'], 0);
	assert.equal(counts['blocker: following of idol'], 0);
});

for (const [, request, row] of table)
	test(`${request}: ${row}`, async () => {
		for (const viewer of viewers)
			assert.equal(found(await open(viewer, request)), expected(row, viewer), viewer);
	});
