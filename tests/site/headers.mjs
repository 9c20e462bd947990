// SPDX-License-Identifier: ISC
// The security headers of every response: for every address, visitor or member,
// and status.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { png } from './picture.mjs';
import { addFeed, addSecret } from './secrets.mjs';
import { addressOf, database, routes, sql, startSite, stopClean } from './site.mjs';

let site, visitor, john, values, files;

before(async () => {
	const icon = png();
	sql(`UPDATE site SET accent = '#0b6a71', icon = '\\x${icon.toString('hex')}', icon_name = '0123456789abcdef'`);
	// Only the limit on attempts to sign in is reached here.
	site = await startSite({ environment: { RATE_LIMITS: 'sign-in-address=3/5m pages-visitor=off' } });
	visitor = site.visitor();
	john = await site.member('john');
	await john.say('Hello');
	const list = (await john.fill('/lists', '/lists', { name: 'List' })).headers.location.split('/')[2];
	const { page } = await visitor.get('/user/john');
	values = { post: page('.h-entry .u-url').attr('href').split('/')[2], list, session: 1, 'admin/site': 'rules' };
	for (const word of ['user', 'tag', 'follow', 'unfollow', 'block', 'unblock', 'mute', 'unmute', 'mute-boosts', 'unmute-boosts'])
		values[word] = 'john';
	for (const [word, purpose] of [['forgotten', 'reset'], ['confirm', 'confirm'], ['revert', 'revert'], ['unsubscribe', 'unsubscribe'], ['invitation', 'confirm']])
		values[word] = addSecret(purpose, 'john');
	values.feed = addFeed('john');
	values.sitemap = 0;
	sql("UPDATE person SET role = 'moderator' WHERE nickname = 'john'");
	await site.member('susan');
	const act = (action, nickname) => sql(`SELECT id FROM moderation_act(NULL, '${action}', '${nickname}', 'spam', NULL, false)`);
	Object.assign(values, { notices: act('hide', 'john'), 'moderation/person': 'susan', 'moderation/post': values.post,
		'moderation/undo': act('hide', 'susan') });
	values['moderation/appeal'] = values['moderation/undo'];
	sql("SELECT report_add(0, id, NULL, NULL, 'spam', '', '', 0, 0) FROM person WHERE nickname = 'susan'");
	Object.assign(values, { 'report/post': values.post, 'report/person': 'john', 'moderation/report': sql('SELECT max(id) FROM report') });
	files = {
		'^/assets/[0-9a-f]{16}/[A-Za-z_.]{1,64}$': page('link[rel=stylesheet]').attr('href'),
		'^/avatar/[0-9]{1,20}[.]svg$': page('.u-photo').attr('src'),
		'^/icon/[0-9a-f]{16}[.]png$': page('link[rel=icon]').attr('href'),
		'^/accent/[0-9a-f]{16}/[0-9a-f]{6}[.]css$': page('link[rel=stylesheet]').eq(1).attr('href'),
		'^.*$': '/nowhere',
	};
});

after(() => stopClean(site, /: (500 person_profile|503 )/));

const common = {
	'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
		+ "frame-ancestors 'none'; base-uri 'none'",
	'strict-transport-security': 'max-age=31536000',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

// Check a response and return it.
function checked(response, what, { private: secret = false } = {}) {
	const { headers, cookies, text } = response;
	const policy = /\/[\w-]{43}([. ]|$)/.test(what) ? 'strict-origin' : 'same-origin';
	assert.equal(headers['referrer-policy'], policy, what);
	for (const [name, value] of Object.entries(common))
		assert.equal(headers[name], value, `${what}: ${name}`);
	assert.doesNotMatch(headers.server ?? '', /\d/, `${what}: no version`);
	assert.equal(headers['x-powered-by'], undefined);
	assert.match(headers['x-request-id'], /^[0-9a-f]{16}$/, what);
	assert.notEqual(headers['cache-control'], undefined, `${what}: caching is stated`);
	assert.equal(headers.date, new Date(headers.date).toUTCString(), `${what}: a date`);
	if (secret || cookies.length > 0)
		assert.equal(headers['cache-control'], 'no-store', `${what}: not cached`);
	if (text !== '')
		assert.match(headers['content-type'],
		    /^((text\/html|text\/css|text\/plain|text\/plain; version=0\.0\.4|image\/svg\+xml|application\/(atom\+)?xml); charset=utf-8|application\/zip|image\/png)$/, what);
	for (const cookie of cookies)
		assert.match(cookie, /^__Host-\w+=[\w-]*; Path=\/; Secure; HttpOnly; SameSite=Lax(; Max-Age=\d+)?$/, what);
	return response;
}

test('every address sends the headers to visitors and members, for any method', async () => {
	for (const route of await routes()) {
		const address = files[route] ?? addressOf(route, values);
		for (const method of ['GET', 'HEAD', 'DELETE'])
			checked(await visitor.request(method, address), `${method} ${address}`);
		checked(await visitor.post(address, {}), `POST ${address}`);
		checked(await john.get(address), `${address} of a member`, { private: !/^\^?.(assets|avatar|icon|accent|robots|favicon|feed)/.test(route) });
	}
});

test('a visitor\'s page is always revalidated, a file is cached forever', async () => {
	for (const address of ['/', '/explore', '/user/john', `/post/${values.post}`, '/user/john.atom', '/explore.atom', '/robots.txt',
		'/sitemap.xml', '/sitemap/0.xml', '/.well-known/webfinger?resource=acct:john@localhost', '/about', '/rules', '/privacy', '/contact'])
		assert.equal((await visitor.get(address)).headers['cache-control'], 'no-cache', address);
	for (const address of Object.values(files).filter((file) => file !== '/nowhere'))
		assert.equal((await visitor.get(address)).headers['cache-control'], 'public, max-age=31536000, immutable', address);
	assert.equal((await visitor.get('/favicon.ico')).headers['cache-control'], 'public, max-age=86400');
	for (const address of ['/login', '/signup', '/health', '/nowhere', '/user/nobody_here'])
		assert.equal((await visitor.get(address)).headers['cache-control'], 'no-store', address);
});

// Send a request until the response has this status; give up after a hundred.
async function until(status, send) {
	for (let i = 0; i < 100; i++) {
		const response = await send(i);
		if (response.status === status)
			return response;
	}
	return assert.fail(`never ${status}`);
}

const form = (body, headers) => async () => john.post('/post', body.replace('TOKEN', await john.token()), headers);

// How to get each status that the site uses.
const ends = {
	301: async () => {
		await john.fill('/settings/profile', '/settings/profile', { nickname: 'jack', about_me: '' });
		return site.witness().get('/user/john'); // a cache may not have heard of it yet
	},
	303: () => john.say('and on'),
	304: async () => visitor.get('/explore', { 'if-none-match': (await visitor.get('/explore')).headers.etag }),
	400: form('token=TOKEN&body=%ff'),
	403: form('body=forged'),
	404: () => john.get('/nowhere'),
	405: () => john.request('DELETE', '/settings/profile'),
	413: form(`token=TOKEN&body=${'x'.repeat(125000)}`),
	415: form('{}', { 'content-type': 'application/json' }),
	422: () => john.say(''),
	429: () => until(429, (i) => visitor.signIn('nobody_here', `wrong ${i}`)),
	500: async () => {
		sql('ALTER TABLE person_seen RENAME TO person_seen_away');
		const response = await visitor.get('/user/nobody_here');
		sql('ALTER TABLE person_seen_away RENAME TO person_seen');
		return response;
	},
	503: async () => {
		sql(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false;
			SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${database}'`, 'postgres');
		const response = await visitor.get('/user/nobody_here');
		sql(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`, 'postgres');
		return response;
	},
};

for (const [status, send] of Object.entries(ends))
	test(`a response with status ${status} has the headers`, async () => {
		const response = checked(await send(), status);
		assert.equal(response.status, Number(status));
		if (status >= 400)
			assert.equal(response.headers['cache-control'], 'no-store');
	});
