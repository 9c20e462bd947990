// Nobody acts for another: every address of kore.conf that takes a form, sent
// one that its reader did not mean, changes nothing; and sent the same by its
// reader, it does. An address that this table does not know fails it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addressOf, bad, routes, sql, startSite } from './site.mjs';

const password = 'correct horse';

// The route, and what its form says that changes something. John is signed in
// on three browsers, has a post and a list with mary on it, follows her, and
// blocks and mutes pest.
const table = {
	'/post': { body: 'words of john' },
	'^/post/[0-9]{1,20}/delete$': {},
	'^/follow/[A-Za-z0-9_]{1,64}$': {},
	'^/unfollow/[A-Za-z0-9_]{1,64}$': {},
	'^/block/[A-Za-z0-9_]{1,64}$': {},
	'^/unblock/[A-Za-z0-9_]{1,64}$': {},
	'^/mute/[A-Za-z0-9_]{1,64}$': {},
	'^/unmute/[A-Za-z0-9_]{1,64}$': {},
	'/lists': { name: 'Friends' },
	'^/list/[0-9]{1,20}/add$': { nickname: 'susan' },
	'^/list/[0-9]{1,20}/remove$': { nickname: 'mary' },
	'^/list/[0-9]{1,20}/edit$': { name: 'Enemies' },
	'^/list/[0-9]{1,20}/delete$': {},
	'/edit': { nickname: 'john', about_me: 'changed' },
	'^/session/[0-9]{1,20}/end$': {},
	'/sessions/end': {},
	'/signup': { nickname: 'newcomer', email: 'new@example.com', password },
	'/login': { nickname: 'john', password },
	'/password': { password, new_password: 'a better horse' },
	'/logout': {},
};

// To these nobody needs to be signed in.
const open = ['/signup', '/login'];

let site, john, values, wrong;

before(async () => {
	site = await startSite();
	const clients = Object.fromEntries(await Promise.all(['john', 'susan', 'mary', 'noise', 'pest'].map(async (nickname) => {
		const client = site.visitor();
		assert.equal((await client.signUp(nickname)).status, 303);
		return [nickname, client];
	})));
	({ john } = clients);
	const elsewhere = [site.visitor(), site.visitor()];
	for (const client of elsewhere)
		assert.equal((await client.signIn('john')).status, 303);
	wrong = {
		'without a token': undefined,
		'with an empty token': '',
		'with a token of somebody else': await clients.susan.token(),
		'with a token of a visitor': await site.visitor().token('/login'),
		'with a token of the same person elsewhere': await elsewhere[0].token(),
	};
	await john.say('to be deleted');
	const token = await john.token();
	const list = (await john.post('/lists', { token, name: 'List' })).headers.location.split('/')[2];
	for (const [address, fields] of [[`/list/${list}/add`, { nickname: 'mary' }], ['/follow/mary', {}], ['/block/pest', {}], ['/mute/pest', {}]])
		assert.equal((await john.post(address, { token, ...fields })).status, 303);
	values = {
		post: sql('SELECT max(id) FROM post'), list,
		session: (await john.get('/sessions')).page('.places form').first().attr('action').split('/')[2],
		follow: 'susan', unfollow: 'mary', block: 'noise', unblock: 'pest', mute: 'susan', unmute: 'pest',
	};
});

after(async () => {
	const log = await site.stop();
	assert.deepEqual(log.filter((line) => bad.test(line)), [], 'the log is clean');
});

// A fingerprint of all that the database keeps, but when people were seen last.
const fingerprint = () => sql(`SELECT relname, md5(query_to_xml(
		format($$SELECT (to_jsonb(t) - 'used_at')::text AS row FROM %I t ORDER BY row$$, relname), false, false, '')::text)
	FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'person_seen' ORDER BY relname`);

// What could make john's browser, or somebody who imitates it, send a form that
// he did not mean: the token, and the headers.
async function forgeries() {
	const token = await john.token();
	const from = (headers) => [token, headers];
	return {
		...Object.fromEntries(Object.entries(wrong).map(([what, other]) => [what, [other, {}]])),
		'with a token that was cut': [token.slice(0, -1), {}],
		'from another site': from({ origin: 'https://example.com' }),
		'from a site whose name begins alike': from({ origin: `${site.address}.example.com` }),
		'from this site without TLS': from({ origin: site.address.replace('https', 'http') }),
		'from nowhere': from({ origin: 'null' }),
		'from another site, says the browser': from({ 'sec-fetch-site': 'cross-site' }),
		'from a site beside it, says the browser': from({ 'sec-fetch-site': 'same-site', origin: site.address }),
	};
}

// Those who are nobody: without a cookie, and with that of no session.
function strangers() {
	const forger = site.visitor();
	forger.cookies.set('__Host-session', 'A'.repeat(43));
	return [site.visitor(), forger];
}

const send = (client, route, token, headers = {}) =>
	client.post(addressOf(route, values), { ...table[route], ...(token !== undefined && { token }) }, headers);

test('the table knows every address of kore.conf that takes a form', async () => {
	const taking = [];
	for (const route of await routes()) {
		if (route === '^.*$' || route.startsWith('^/assets/') || route.startsWith('^/avatar/'))
			continue; // a picture has no form, and where nothing is there is none
		const { status } = await site.visitor().post(addressOf(route, values), {});
		if (status !== 405)
			taking.push(route);
	}
	assert.deepEqual(taking.sort(), Object.keys(table).sort());
});

for (const route of Object.keys(table))
	test(`POST ${route} changes something for its reader alone`, async () => {
		const before = fingerprint();
		const token = await john.token();
		for (const [what, [other, headers]] of Object.entries(await forgeries()))
			assert.equal((await send(john, route, other, headers)).status, 403, what);
		for (const stranger of strangers()) {
			const { status, headers } = await send(stranger, route, token);
			assert.deepEqual([status, headers.location], open.includes(route) ? [403, undefined] : [303, '/login']);
		}
		await john.get(`${addressOf(route, values)}?${new URLSearchParams({ ...table[route], token })}`);
		assert.equal(fingerprint(), before);

		assert.equal((await send(john, route, token, { origin: site.address, 'sec-fetch-site': 'same-origin' })).status, 303);
		assert.notEqual(fingerprint(), before, 'as it was meant');
	});
