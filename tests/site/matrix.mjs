// SPDX-License-Identifier: ISC
// Who sees whom, as one table: for every address of kore.conf, what each kind
// of viewer finds of an author there. The test fails for an address that is
// missing from this table.
//
// An outsider is a visitor of a site for members only. They must sign in, unless
// the table says otherwise.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { routes, sql, startSite, stopClean } from './site.mjs';

// What a page shows: the author's name and a post of theirs (both), only the
// name (name), neither (-), or a redirect to sign in (login).
const words = 'words of the author';
const viewers = ['visitor', 'stranger', 'follower', 'blocker', 'blocked', 'muter', 'author', 'watcher'];
const nothing = 'outsider: -, all: -';
const members = 'visitor: login, all: -';
const confirmed = 'visitor: login, blocked: -, all: name';
const listed = 'visitor: login, blocker: -, blocked: -, all: name';

// The route, a request to it, and what each viewer finds. NICK is the author,
// and POST the id of their post; idol follows them and is followed by them.
// IDOLS is a post of idol's. LIST is the viewer's own list, to which the author was added before any
// block. The watcher is a moderator.
const table = [
	// Reading
	['/', 'GET /', 'visitor: both, outsider: -, follower: both, author: both, stranger: name, watcher: name, all: -'],
	['/explore', 'GET /explore', 'blocker: -, blocked: -, all: both'],
	['/search', 'GET /search', members],
	['/search', 'GET /search?q=words+author', 'visitor: login, blocker: -, blocked: -, all: both'],
	['/search', 'GET /search?q=NICK', 'visitor: login, blocker: -, blocked: -, all: both'],
	['/search', 'GET /search?q=from:NICK', 'visitor: login, blocker: -, blocked: -, all: both'],
	['^/post/[0-9]{1,20}$', 'GET /post/POST', 'blocker: -, blocked: -, all: both'],
	['^/post/[0-9]{1,20}/versions$', 'GET /post/POST/versions', 'blocker: -, blocked: -, all: both'],
	['^/user/[A-Za-z0-9_]{1,64}$', 'GET /user/NICK', 'blocker: name, blocked: -, all: both'],
	['^/user/[A-Za-z0-9_]{1,64}$', 'GET /user/idol', 'blocker: -, blocked: -, all: both'], // who boosted the post
	['^/user/[A-Za-z0-9_]{1,64}/followers$', 'GET /user/NICK/followers', 'blocked: -, all: name'],
	['^/user/[A-Za-z0-9_]{1,64}/followers$', 'GET /user/idol/followers', 'blocker: -, blocked: -, all: name'],
	['^/user/[A-Za-z0-9_]{1,64}/following$', 'GET /user/NICK/following', 'blocked: -, all: name'],
	['^/user/[A-Za-z0-9_]{1,64}/following$', 'GET /user/idol/following', 'blocker: -, blocked: -, all: name'],
	['^/tag/[^/]{1,765}$', 'GET /tag/words', 'blocker: -, blocked: -, all: both'],

	// Feeds for readers. They have the words, and no page around them.
	['^/user/[A-Za-z0-9_]{1,64}[.]atom$', 'GET /user/NICK.atom', 'blocker: -, blocked: -, all: post'],
	['/explore.atom', 'GET /explore.atom', 'blocker: -, blocked: -, all: post'],
	['^/tag/[^/]{1,765}[.]atom$', 'GET /tag/words.atom', 'blocker: -, blocked: -, all: post'],
	['^/feed/[A-Za-z0-9_-]{43}[.]atom$', 'GET /feed/SECRET.atom', nothing], // see feeds.mjs

	// Writing
	['/post', 'POST /post', 'visitor: login, follower: both, author: both, all: -'],
	['/post/discard', 'POST /post/discard', 'visitor: login, follower: both, author: both, stranger: name, watcher: name, all: -'],
	['^/post/[0-9]{1,20}/delete$', 'GET /post/POST/delete', 'visitor: login, author: post, all: -'],
	['^/post/[0-9]{1,20}/edit$', 'GET /post/POST/edit', 'visitor: login, author: post, all: -'],
	['^/post/[0-9]{1,20}/reply$', 'POST /post/POST/reply', 'visitor: login, blocker: -, blocked: -, all: both'],
	['^/follow/[A-Za-z0-9_]{1,64}$', 'GET /follow/NICK', confirmed],
	['^/unfollow/[A-Za-z0-9_]{1,64}$', 'GET /unfollow/NICK', confirmed],
	['^/tag/[^/]{1,765}/follow$', 'GET /tag/words/follow', members],
	['^/tag/[^/]{1,765}/unfollow$', 'GET /tag/words/unfollow', members],
	['/tags', 'GET /tags', members],
	['^/block/[A-Za-z0-9_]{1,64}$', 'GET /block/NICK', confirmed],
	['^/unblock/[A-Za-z0-9_]{1,64}$', 'GET /unblock/NICK', confirmed],
	['^/mute/[A-Za-z0-9_]{1,64}$', 'GET /mute/NICK', confirmed],
	['^/unmute/[A-Za-z0-9_]{1,64}$', 'GET /unmute/NICK', confirmed],
	['^/mute-boosts/[A-Za-z0-9_]{1,64}$', 'GET /mute-boosts/NICK', confirmed],
	['^/unmute-boosts/[A-Za-z0-9_]{1,64}$', 'GET /unmute-boosts/NICK', confirmed],
	['/blocks', 'GET /blocks', 'visitor: login, blocker: name, all: -'],
	['/mutes', 'GET /mutes', 'visitor: login, muter: name, all: -'],
	['/mutes/threads', 'GET /mutes/threads', 'visitor: login, blocker: -, blocked: -, all: both'],
	['^/post/[0-9]{1,20}/mute-thread$', 'GET /post/POST/mute-thread', members],
	['^/post/[0-9]{1,20}/unmute-thread$', 'GET /post/POST/unmute-thread', members],

	// Notifications: the author mentions everybody.
	['/notifications', 'GET /notifications', 'visitor: login, blocker: -, blocked: -, muter: -, author: post, all: both'],

	// Likes, boosts and bookmarks: of the author's post, and by the author, who
	// likes and boosts a post of idol's. Everybody keeps the author's post.
	...['like', 'unlike', 'boost', 'unboost', 'bookmark', 'unbookmark'].map((name) =>
		[`^/post/[0-9]{1,20}/${name}$`, `GET /post/POST/${name}`, members]),
	['^/post/[0-9]{1,20}/likes$', 'GET /post/POST/likes', 'blocker: -, blocked: -, all: both'],
	['^/post/[0-9]{1,20}/likes$', 'GET /post/IDOLS/likes', 'blocker: -, blocked: -, all: name'],
	['^/post/[0-9]{1,20}/boosts$', 'GET /post/POST/boosts', 'blocker: -, blocked: -, all: both'],
	['^/post/[0-9]{1,20}/boosts$', 'GET /post/IDOLS/boosts', 'blocker: -, blocked: -, all: name'],
	['/bookmarks', 'GET /bookmarks', 'visitor: login, blocker: -, blocked: -, all: both'],

	// Lists
	['/lists', 'GET /lists', members],
	['^/user/[A-Za-z0-9_]{1,64}/lists$', 'GET /user/NICK/lists', listed],
	['^/list/[0-9]{1,20}$', 'GET /list/LIST', 'visitor: login, blocker: -, blocked: -, all: both'],
	['^/list/[0-9]{1,20}/members$', 'GET /list/LIST/members', listed],
	['^/list/[0-9]{1,20}/add$', 'POST /list/LIST/add', listed],
	['^/list/[0-9]{1,20}/remove$', 'POST /list/LIST/remove', listed],
	['^/list/[0-9]{1,20}/edit$', 'GET /list/LIST/edit', members],
	['^/list/[0-9]{1,20}/delete$', 'GET /list/LIST/delete', members],

	// The account: the author's own edit page links to their profile.
	['/signup', 'GET /signup', nothing],
	['/signup/applied', 'GET /signup/applied', nothing],
	['^/invitation/[A-Za-z0-9_-]{43}$', 'GET /invitation/SECRET', nothing],
	['/login', 'GET /login', nothing],
	['/login/code', 'GET /login/code', members],
	['^/login/[a-z0-9]{1,20}$', 'POST /login/nobody', nothing],
	['^/login/[a-z0-9]{1,20}/return$', 'GET /login/nobody/return', nothing],
	['/logout', 'GET /logout', members],
	['/password', 'GET /password', members],
	['/sudo', 'GET /sudo', members],
	['^/sudo/[a-z0-9]{1,20}$', 'POST /sudo/nobody', members],
	['/sessions', 'GET /sessions', members],
	['/sessions/end', 'POST /sessions/end', members],
	['^/session/[0-9]{1,20}/end$', 'POST /session/99999/end', members],

	// Settings
	['/settings', 'GET /settings', members],
	['/settings/ways-in', 'GET /settings/ways-in', members],
	['^/settings/ways-in/[a-z0-9]{1,20}/link$', 'GET /settings/ways-in/nobody/link', members],
	['^/settings/ways-in/[0-9]{1,20}/unlink$', 'GET /settings/ways-in/1/unlink', members],
	['/settings/profile', 'GET /settings/profile', 'visitor: login, author: name, all: -'],
	['/settings/leave', 'GET /settings/leave', members],
	['/settings/two-factor', 'GET /settings/two-factor', members],
	['/settings/two-factor/codes', 'GET /settings/two-factor/codes', members],
	['/settings/two-factor/browsers', 'GET /settings/two-factor/browsers', members],
	['/settings/two-factor/off', 'GET /settings/two-factor/off', members],
	['/settings/email', 'GET /settings/email', members],
	['/settings/notifications', 'GET /settings/notifications', members],
	['/settings/feed', 'GET /settings/feed', members],
	['/settings/export', 'GET /settings/export', members],
	['/settings/export/archive', 'GET /settings/export/archive', members], // see archive.mjs
	['/settings/import', 'GET /settings/import', members],
	['/edit', 'GET /edit', nothing],

	// Forgotten passwords, and secret addresses in messages
	['/forgotten', 'GET /forgotten', nothing],
	['^/forgotten/[A-Za-z0-9_-]{43}$', 'GET /forgotten/SECRET', nothing],
	['^/confirm/[A-Za-z0-9_-]{43}$', 'GET /confirm/SECRET', nothing],
	['^/revert/[A-Za-z0-9_-]{43}$', 'GET /revert/SECRET', nothing],
	['^/unsubscribe/[A-Za-z0-9_-]{43}$', 'GET /unsubscribe/SECRET', nothing],

	// Administration
	['/admin', 'GET /admin', nothing],

	// About the site, and its settings, which exist only for admins
	['/about', 'GET /about', nothing],
	['/rules', 'GET /rules', nothing],
	['/privacy', 'GET /privacy', nothing],
	['/contact', 'GET /contact', nothing],
	['/admin/site', 'GET /admin/site', nothing],
	['/admin/site/icon', 'GET /admin/site/icon', nothing],
	['/admin/site/icon/remove', 'POST /admin/site/icon/remove', nothing],
	['^/admin/site/[a-z]{1,20}$', 'GET /admin/site/rules', nothing],

	// For moderators and admins: to these viewers they do not exist.
	['/admin/door', 'GET /admin/door', nothing],
	['/admin/invitations', 'GET /admin/invitations', nothing],
	['/admin/approvals', 'GET /admin/approvals', nothing],

	// Reports: whoever sees somebody, or blocks them, may report them.
	['^/report/post/[0-9]{1,20}$', 'GET /report/post/POST', 'blocker: -, blocked: -, author: -, all: post'],
	['^/report/person/[A-Za-z0-9_]{1,64}$', 'GET /report/person/NICK', 'blocked: -, author: -, all: name'],

	// Moderation: to all but moderators, these addresses do not exist.
	['/moderation', 'GET /moderation', 'outsider: -, watcher: post, all: -'],
	['^/moderation/report/[0-9]{1,20}$', 'GET /moderation/report/REPORT', 'outsider: -, watcher: both, all: -'],
	['/moderation/log', 'GET /moderation/log', nothing],
	['/moderation/closed', 'GET /moderation/closed', nothing],
	['^/moderation/person/[A-Za-z0-9_]{1,64}$', 'GET /moderation/person/NICK', 'outsider: -, watcher: name, all: -'],
	['^/moderation/person/[A-Za-z0-9_]{1,64}$', 'POST /moderation/person/NICK', 'outsider: -, watcher: name, all: -'],
	['^/moderation/post/[0-9]{1,20}$', 'GET /moderation/post/POST', 'outsider: -, watcher: post, all: -'],
	['^/moderation/undo/[0-9]{1,20}$', 'GET /moderation/undo/1', nothing],
	['^/moderation/appeal/[0-9]{1,20}$', 'GET /moderation/appeal/1', nothing],
	['/notices', 'GET /notices', members],
	['^/notices/[0-9]{1,20}/appeal$', 'GET /notices/1/appeal', members],
	['/suspended', 'GET /suspended', 'all: login'],

	// The site. A picture shows nothing but its id, which is in its address.
	['/health', 'GET /health', nothing],
	['/metrics', 'GET /metrics', nothing],
	['^/assets/[0-9a-f]{16}/[A-Za-z_.]{1,64}$', 'GET STYLE', nothing],
	['^/avatar/[0-9]{1,20}[.]svg$', 'GET PICTURE', nothing],
	['^/icon/[0-9a-f]{16}[.]png$', 'GET /icon/0123456789abcdef.png', nothing],
	['^/accent/[0-9a-f]{16}/[0-9a-f]{6}[.]css$', 'GET /accent/0123456789abcdef/0b6a71.css', nothing],
	['/robots.txt', 'GET /robots.txt', nothing],
	['/sitemap.xml', 'GET /sitemap.xml', nothing],
	['^/sitemap/[0-9]{1,20}[.]xml$', 'GET /sitemap/0.xml', nothing],
	['/.well-known/webfinger', 'GET /.well-known/webfinger?resource=acct:NICK@localhost', nothing],
	['/favicon.ico', 'GET /favicon.ico', nothing],
	['/.well-known/change-password', 'GET /.well-known/change-password', nothing],
	['/.well-known/security.txt', 'GET /.well-known/security.txt', nothing],
	['^.*$', 'GET /nowhere', nothing],
];

// The fields of each POST, apart from the token.
const fields = {
	'/post': { body: '' },
	'/post/discard': { draft: '1' },
	'/post/POST/reply': { body: '' },
	'/list/LIST/add': { nickname: 'NICK' },
	'/list/LIST/remove': { nickname: 'idol' },
	'/login/nobody': {},
	'/sudo/nobody': {},
	'/sessions/end': {},
	'/session/99999/end': {},
	'/admin/site/icon/remove': {},
	'/moderation/person/NICK': { action: 'nothing' },
};

// A member who has deleted the account, as their rows were left behind at once,
// one who is suspended, and what nobody ever had: each with a nickname of six
// letters.
const gone = [
	{ words: 'words of the leaver', NICK: 'leaver', former: 'former' },
	{ words: 'words of the banned', NICK: 'banned', former: 'earlie' },
];
const [leaver, banned] = gone;
const nobody = { NICK: 'nobody' };

let site, values;
const posts = []; // the author's and idol's
const clients = {};
const lists = {};

async function send(client, address, more = {}) {
	const response = await client.post(address, { token: await client.token('/settings/profile'), ...more });
	assert.equal(response.status, 303, address);
	return response;
}

// Everybody has something to do with such a member, who is followed by idol,
// and follows them.
async function addGone(whom) {
	const { NICK, former } = whom;
	const member = await site.member(former);
	assert.equal((await member.fill('/settings/profile', '/settings/profile', { nickname: NICK, about_me: '' })).status, 303);
	await member.say(`${whom.words} #words`);
	whom.POST = (await member.get(`/user/${NICK}`)).page('.h-entry .u-url').attr('href').split('/')[2];
	for (const viewer of viewers.slice(1)) {
		await send(clients[viewer], `/list/${lists[viewer]}/add`, { nickname: NICK });
		await send(clients[viewer], `/follow/${NICK}`);
		await send(member, `/follow/${viewer}`);
	}
	await send(clients.idol, `/follow/${NICK}`);
	await send(member, '/follow/idol');
	await send(clients.muter, `/mute/${NICK}`);
	await send(clients.blocker, `/block/${NICK}`);
	await send(member, '/block/blocked');
	for (const button of ['like', 'boost', 'bookmark']) {
		for (const post of posts)
			await send(member, `/post/${post}/${button}`);
		await send(clients.idol, `/post/${whom.POST}/${button}`);
		await send(clients.stranger, `/post/${whom.POST}/${button}`);
	}
	await send(clients.stranger, `/report/post/${whom.POST}`, { reason: 'spam' });
	return member;
}

async function addBothGone() {
	const member = await addGone(leaver);
	assert.equal((await member.fill('/settings/leave', '/settings/leave', { nickname: 'leaver' })).status, 303);
	await addGone(banned);
	sql("UPDATE person SET role = 'moderator' WHERE nickname = 'watcher'");
	await send(clients.watcher, '/moderation/person/banned', { action: 'suspend', words: 'a reason', sure: '1' });
	nobody.POST = leaver.POST.replace(/.$/, (digit) => (Number(digit) + 1) % 10);
	while (nobody.POST === banned.POST)
		nobody.POST = nobody.POST.replace(/.$/, (digit) => (Number(digit) + 1) % 10);
}

before(async () => {
	site = await startSite();
	for (const nickname of [...viewers.slice(1), 'idol'])
		clients[nickname] = await site.member(nickname);
	clients.visitor = site.visitor();
	const { visitor, follower, blocker, blocked, muter, author, idol } = clients;

	await author.say(`${words} #words`);
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
	const written = async (client) => {
		const { page } = await client.get('/user/' + (client === author ? 'author' : 'idol'));
		return page('.h-entry').first().attr('id').split('-')[1];
	};
	await idol.say('words of the idol');
	posts.push(await written(author), await written(idol));
	for (const [client, number] of [[author, 1], [idol, 0]])
		for (const button of ['like', 'boost'])
			await send(client, `/post/${posts[number]}/${button}`);
	for (const nickname of viewers.slice(1))
		if (nickname !== 'blocker' && nickname !== 'blocked')
			await send(clients[nickname], `/post/${posts[0]}/bookmark`);
	await addBothGone();

	const { page } = await visitor.get('/user/author');
	values = {
		NICK: 'author',
		POST: posts[0],
		STYLE: page('link[rel=stylesheet]').attr('href'),
		PICTURE: page('.u-photo').attr('src'),
		SECRET: 'A'.repeat(43),
		IDOLS: posts[1],
	};
	// As if that had happened at the same moment as the blocks.
	sql(`INSERT INTO notification (person, id, kind, actor, post_author, post)
		SELECT v.id, p.id, 'mention', p.author, p.author, p.id FROM person v, post p
		 WHERE v.id <> p.author AND p.id IN (${values.POST}, ${leaver.POST}, ${banned.POST});
		INSERT INTO thread_mute (person, thread, id) SELECT v.id, p.id, p.id FROM person v, post p
		 WHERE p.id IN (${values.POST}, ${leaver.POST}, ${banned.POST})`);
	await send(clients.stranger, `/report/post/${values.POST}`, { reason: 'spam' });
	values.REPORT = sql('SELECT max(id) FROM report');
});

after(() => stopClean(site));

const filled = (text, viewer, whom) => text.replace(/NICK|POST(?!\s)|IDOLS|STYLE|PICTURE|SECRET|LIST|REPORT/g,
    (name) => (name === 'LIST' ? lists[viewer] ?? '1' : whom[name]));

// Send a request about somebody as this viewer, and follow the redirect after a
// form.
async function open(viewer, request, whom = values) {
	const client = clients[viewer];
	const [method, form] = request.split(' ');
	const address = filled(form, viewer, whom);
	if (method === 'GET')
		return client.get(address);
	const more = Object.fromEntries(Object.entries(fields[form])
		.map(([name, value]) => [name, filled(value, viewer, whom)]));
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
	return cells[viewer] ?? (viewer === 'outsider' ? 'login' : cells.all);
}

test('the table has every address of kore.conf', async () => {
	const known = await routes();
	assert.ok(known.length > 20);
	assert.deepEqual([...new Set(table.map(([route]) => route))].sort(), known.sort());
	for (const [route, request] of table.filter(([route]) => route.startsWith('^'))) {
		const address = filled(request.split(' ')[1], 'stranger', values);
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

test('each viewer is told of as many likes and boosts as they are shown', async () => {
	for (const viewer of viewers)
		for (const id of posts) {
			const { status, page } = await clients[viewer].get(`/post/${id}`);
			for (const [list, word] of status === 404 ? [] : [['likes', /Likes?d?/], ['boosts', /Boosts?(?:ed)?/]]) {
				const people = (await clients[viewer].get(`/post/${id}/${list}`)).page('.people .person').length;
				const told = page('.single .acts').first().text().match(new RegExp(`(?:${word.source}) (\\d+)`))?.[1] ?? 0;
				assert.equal(Number(told), people, `${viewer}: ${list} of ${id}`);
			}
		}
	const likes = async (viewer) => (await clients[viewer].get(`/post/${posts[1]}/likes`)).page('.people .person').length;
	assert.deepEqual([await likes('stranger'), await likes('blocker'), await likes('blocked')], [1, 0, 0]);
});

for (const [, request, row] of table)
	test(`${request}: ${row}`, async () => {
		for (const viewer of viewers)
			assert.equal(found(await open(viewer, request)), expected(row, viewer), viewer);
	});

// A response without what differs each time.
const visible = ({ status, headers, text }, { NICK, POST }) => {
	const plain = (value) => String(value).replaceAll(NICK, 'NICK').replaceAll(POST, 'POST')
		.replace(/(name="token" value=")[^"]*/g, '$1').replace(/[0-9a-f]{16}/g, 'ID');
	const { date, 'x-request-id': id, 'set-cookie': cookies, ...rest } = headers;
	return { status, headers: plain(JSON.stringify(rest)), cookies: cookies?.map((line) => line.replace(/=[^;]*/, '')), text: plain(text) };
};

// Also the requests by a form, which open() does not know.
const forms = ['follow', 'unfollow', 'block', 'unblock', 'mute', 'unmute'];

// Only moderators find somebody who is suspended, and only there.
const moderates = (viewer, request, whom) =>
	viewer === 'watcher' && / \/moderation(\/|$)/.test(request) && whom !== leaver;

for (const whom of gone) {
	const { NICK: name, former } = whom;

	test(`the ${name} gets the same bytes as a nickname or post that never was, at every address`, async () => {
		for (const viewer of viewers)
			for (const [, request] of table.filter(([, request]) => /NICK|POST(?!\s)|LIST.add/.test(request)))
				for (const NICK of [name, name.toUpperCase(), former]) {
					if (moderates(viewer, request, whom))
						continue;
					const there = { ...whom, NICK };
					const look = async (person) => {
						clients[viewer].cookies.delete('__Host-flash'); // the last message
						return visible(await open(viewer, request, person), person);
					};
					assert.deepEqual(await look(there), await look(nobody), `${viewer}: ${request} of ${NICK}`);
				}
		for (const viewer of viewers.slice(1))
			for (const form of forms) {
				const token = await clients[viewer].token('/settings/profile');
				const said = async (person) => {
					await clients[viewer].post(`/${form}/${person.NICK}`, { token });
					return visible(await clients[viewer].get('/'), person);
				};
				assert.deepEqual(await said(whom), await said(nobody), `${viewer}: ${form}`);
			}
	});

	test(`the ${name} is on no page`, async () => {
		for (const viewer of viewers)
			for (const [, request] of table.filter(([, request]) => !moderates(viewer, request, whom))) {
				const { text, page } = await open(viewer, request);
				assert.ok(!text.includes(whom.words), `${viewer}: ${request}`);
				assert.equal(page(`main a[href^="/user/${name}"]`).length, 0, `${viewer}: ${request}`);
			}
	});

	test(`only those who sign up are told that the ${name} has the nickname`, async () => {
		for (const nickname of [name, former.toUpperCase()]) {
			const { status, page } = await site.visitor().signUp(nickname);
			assert.equal(status, 422);
			assert.match(page('.error').text(), /already in use/);
		}
		assert.equal((await clients.stranger.fill('/settings/profile', '/settings/profile', { nickname: name, about_me: '' })).status, 422);
		const wrong = 'not the password';
		const [theirs, nobodys] = [await site.visitor().signIn(name, wrong), await site.visitor().signIn('nobody', wrong)];
		assert.equal(theirs.status, 422);
		assert.deepEqual(visible(theirs, whom), visible(nobodys, nobody));
	});
}

test('moderators alone find the one who is suspended', async () => {
	const find = async (viewer, address) => (await clients[viewer].get(address)).status;
	for (const viewer of viewers)
		for (const address of ['/moderation/person/banned', `/moderation/post/${banned.POST}`])
			assert.equal(await find(viewer, address), viewer === 'watcher' ? 200 : 404, `${viewer}: ${address}`);
	assert.equal(await find('watcher', '/moderation/person/leaver'), 404);
});

test('the site is for members only from now on', async () => {
	sql("UPDATE site SET members_only = true, version = version + 1; SELECT pg_notify('microblog_news', 'everything')");
	while ((await clients.visitor.get('/explore')).status !== 303);
	clients.outsider = clients.visitor;
});

for (const [, request, row] of table)
	test(`${request}, outsider: ${expected(row, 'outsider')}`, async () => {
		assert.equal(found(await open('outsider', request)), expected(row, 'outsider'));
	});
