// SPDX-License-Identifier: ISC
// Nobody acts for another: at every address of kore.conf that takes a form, a
// forged form changes nothing, and the same form sent by the member does. The
// test fails for an address that is missing from this table.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addressOf, imported, multipart, routes, sql, startSite, stopClean } from './site.mjs';

const password = 'correct horse';

// The route, and fields of a form that changes something there. John is signed
// in on three browsers, has a post and a list with mary on it, follows her, and
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
	'/settings/profile': { nickname: 'john', about_me: 'changed' },
	'/settings/import': { kind: 'follows' },
	'^/session/[0-9]{1,20}/end$': {},
	'/sessions/end': {},
	'/signup': { nickname: 'newcomer', email: 'new@example.com', password },
	'/login': { nickname: 'john', password },
	'/sudo': { password },
	'/password': { new_password: 'a better horse' },
	'/logout': {},
};

// These need no session.
const open = ['/signup', '/login'];

let site, john, values, wrong;

before(async () => {
	site = await startSite();
	let susan;
	[john, susan] = await Promise.all(['john', 'susan', 'mary', 'noise', 'pest'].map((nickname) => site.member(nickname)));
	const elsewhere = [site.visitor(), site.visitor()];
	for (const client of elsewhere)
		assert.equal((await client.signIn('john')).status, 303);
	wrong = {
		'without a token': undefined,
		'with an empty token': '',
		'with a token of somebody else': await susan.token(),
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

after(() => stopClean(site));

// A fingerprint of the whole database, except for when people were last seen.
const fingerprint = () => sql(`SELECT relname, md5(query_to_xml(
		format($$SELECT (to_jsonb(t) - 'used_at')::text AS row FROM %I t ORDER BY row$$, relname), false, false, '')::text)
	FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'person_seen' ORDER BY relname`);

// The token and headers of forged forms: those that another site makes john's
// browser send, and those of an imitated browser.
async function forgeries() {
	const token = await john.token();
	const from = (headers) => [token, headers];
	return {
		...Object.fromEntries(Object.entries(wrong).map(([what, other]) => [what, [other, {}]])),
		'with a truncated token': [token.slice(0, -1), {}],
		'from another site': from({ origin: 'https://example.com' }),
		'from a site whose name begins the same': from({ origin: `${site.address}.example.com` }),
		'from this site without TLS': from({ origin: site.address.replace('https', 'http') }),
		'from nowhere': from({ origin: 'null' }),
		'from another site, according to the browser': from({ 'sec-fetch-site': 'cross-site' }),
		'from a sibling site, according to the browser': from({ 'sec-fetch-site': 'same-site', origin: site.address }),
	};
}

// Clients that are not signed in: without a cookie, and with an invalid one.
function strangers() {
	const forger = site.visitor();
	forger.cookies.set('__Host-session', 'A'.repeat(43));
	return [site.visitor(), forger];
}

function send(client, route, token, headers = {}) {
	const fields = { ...table[route], ...(token !== undefined && { token }) };
	const [body, type] = route === '/settings/import' ? multipart(fields, 'nobody_here\n') : [fields, {}];
	return client.post(addressOf(route, values), body, { ...type, ...headers });
}

test('the table has every address of kore.conf that takes a form', async () => {
	const taking = [];
	for (const route of await routes()) {
		if (route === '^.*$' || route.startsWith('^/assets/') || route.startsWith('^/avatar/'))
			continue; // files and unknown addresses have no forms
		const { status } = await site.visitor().post(addressOf(route, values), {});
		if (status !== 405)
			taking.push(route);
	}
	assert.deepEqual(taking.sort(), Object.keys(table).sort());
});

for (const route of Object.keys(table))
	test(`POST ${route} changes something only when the member sends it`, async () => {
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
		assert.notEqual(fingerprint(), before, 'the member\'s own form is accepted');
		imported(); // before the next fingerprint
	});
