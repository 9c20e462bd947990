// SPDX-License-Identifier: ISC
// Nobody acts for another: at every address of kore.conf that takes a form, a
// forged form changes nothing, and the same form sent by the member does. The
// test fails for an address that is missing from this table.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codeOf, waitForNextCode } from './phone.mjs';
import { png } from './picture.mjs';
import { addSecret, makeSecret } from './secrets.mjs';
import { makeAuthority, startProvider, writeProviders } from './provider.mjs';
import { addressOf, freePort, imported, makeFolder, multipart, removeFolder, routes, sql, startSite, stopClean } from './site.mjs';

const password = 'correct horse';

const secret = 'A'.repeat(32); // of john's app
const withCode = (more) => () => ({ code: codeOf(secret), ...more });

// The route, and fields of a form that changes something there. John is signed
// in on three browsers, has a post and a list with mary on it, follows her, and
// blocks and mutes pest.
const table = {
	'/post': { body: 'words of john' },
	'/post/discard': { draft: '5' },
	'^/post/[0-9]{1,20}/edit$': { body: 'other words of john', version: '0e' },
	'^/post/[0-9]{1,20}/reply$': { body: 'a reply of john', audience: 'e' },
	'^/post/[0-9]{1,20}/mute-thread$': {},
	'^/post/[0-9]{1,20}/unmute-thread$': {},
	'^/post/[0-9]{1,20}/delete$': {},
	'/notifications': {},
	'^/follow/[A-Za-z0-9_]{1,64}$': {},
	'^/unfollow/[A-Za-z0-9_]{1,64}$': {},
	'^/tag/[^/]{1,765}/follow$': {},
	'^/tag/[^/]{1,765}/unfollow$': {},
	'^/block/[A-Za-z0-9_]{1,64}$': {},
	'^/unblock/[A-Za-z0-9_]{1,64}$': {},
	'^/mute/[A-Za-z0-9_]{1,64}$': {},
	'^/unmute/[A-Za-z0-9_]{1,64}$': {},
	'^/mute-boosts/[A-Za-z0-9_]{1,64}$': {},
	'^/unmute-boosts/[A-Za-z0-9_]{1,64}$': {},
	'^/post/[0-9]{1,20}/like$': {},
	'^/post/[0-9]{1,20}/unlike$': {},
	'^/post/[0-9]{1,20}/boost$': {},
	'^/post/[0-9]{1,20}/unboost$': {},
	'^/post/[0-9]{1,20}/bookmark$': {},
	'^/post/[0-9]{1,20}/unbookmark$': {},
	'/lists': { name: 'Friends' },
	'^/list/[0-9]{1,20}/add$': { nickname: 'susan' },
	'^/list/[0-9]{1,20}/remove$': { nickname: 'mary' },
	'^/list/[0-9]{1,20}/edit$': { name: 'Enemies' },
	'^/list/[0-9]{1,20}/delete$': {},
	'/settings/profile': { nickname: 'john', about_me: 'changed' },
	'/settings/import': { kind: 'follows' },
	'^/session/[0-9]{1,20}/end$': {},
	'/sessions/end': {},
	'/settings/two-factor': withCode({ secret }),
	'/settings/two-factor/codes': {},
	'/login/code': withCode({ trust: '1' }),
	'/settings/two-factor/browsers': {},
	'/settings/two-factor/off': withCode(),
	'^/login/[a-z0-9]{1,20}$': {},
	'^/sudo/[a-z0-9]{1,20}$': {},
	'^/settings/ways-in/[a-z0-9]{1,20}/link$': {},
	'^/settings/ways-in/[0-9]{1,20}/unlink$': {},
	'/signup': { nickname: 'newcomer', email: 'new@example.com', password },
	'/login': { nickname: 'john', password },
	'/sudo': { password },
	'/settings/email': { email: 'john@example.org' },
	'/settings/notifications': {},
	'/settings/feed': { action: 'make' },
	'/forgotten': { nickname: 'john' },
	'^/forgotten/[A-Za-z0-9_-]{43}$': { password: 'a new horse' },
	'^/confirm/[A-Za-z0-9_-]{43}$': {},
	'^/revert/[A-Za-z0-9_-]{43}$': {},
	'/admin/site': { name: 'Our town', tagline: '', accent: '', announcement: '', until_date: '', until_time: '', post_length: '140', search_language: 'english', notification_days: '180' },
	'/admin/site/icon': {},
	'/admin/site/icon/remove': {},
	'^/admin/site/[a-z]{1,20}$': { text: 'Be kind.' },
	'/password': { new_password: 'a better horse' },
	'^/report/post/[0-9]{1,20}$': { reason: 'spam', words: 'buy' },
	'^/report/person/[A-Za-z0-9_]{1,64}$': { reason: 'spam', words: 'buy' },
	'^/moderation/report/[0-9]{1,20}$': { words: 'no' },
	'^/moderation/person/[A-Za-z0-9_]{1,64}$': { action: 'suspend', words: 'spam', sure: '1' },
	'^/moderation/post/[0-9]{1,20}$': { words: 'spam' },
	'/moderation/closed': { what: 'spam.example', days: '7', words: 'spam', sure: '1' },
	'^/moderation/undo/[0-9]{1,20}$': {},
	'^/moderation/appeal/[0-9]{1,20}$': { decision: 'keep', words: 'no' },
	'^/notices/[0-9]{1,20}/appeal$': { words: 'why?' },
	'/notices': () => ({ notice: values.notices }),
	'/suspended': () => ({ notice: values.suspension, words: 'why?' }),
	'/logout': {},
	'/admin/door': { door: 'invite', address_days: '30' },
	'/admin/invitations': { uses: '1', days: '1', note: '' },
	'/admin/approvals': () => ({ applicant: sql('SELECT id FROM applicant'), action: 'decline' }),
	'/settings/leave': { nickname: 'john' },
};

// These need no session.
// These respond with a page that is shown only once.
const shown = ['/settings/feed', '/settings/two-factor', '/settings/two-factor/codes', '/admin/invitations'];

// What john needs before he sends these.
const preparations = {
	async '/login/code'() {
		waitForNextCode();
		const elsewhere = site.visitor();
		await elsewhere.signIn('john');
		john.cookies.set('__Host-pending', elsewhere.cookies.get('__Host-pending'));
	},
	'/settings/two-factor/off': waitForNextCode,
	'/admin/door': () => john.signIn('john', 'a better horse'), // after /logout
};
const open = ['^/report/post/[0-9]{1,20}$', '^/report/person/[A-Za-z0-9_]{1,64}$', '/suspended', '/signup', '/login', '^/login/[a-z0-9]{1,20}$', '/login/code', '/forgotten', '^/forgotten/[A-Za-z0-9_-]{43}$', '^/confirm/[A-Za-z0-9_-]{43}$',
	'^/revert/[A-Za-z0-9_-]{43}$'];

// These exist only for moderators and admins, of whom john is one.
const hidden = (route) => /^\^?\/(admin|moderation)\//.test(route);

// These are buttons, at a post by somebody else.
const buttons = ['like', 'unlike', 'boost', 'unboost', 'bookmark', 'unbookmark'];

// The files of forms that have one.
const files = { '/settings/import': 'nobody_here\n', '/admin/site/icon': png() };

// This needs no form of ours, but a secret in its address.
const unsubscribe = '^/unsubscribe/[A-Za-z0-9_-]{43}$';

// To open this page is to have read it.
const read = ['/notifications'];

// This changes nothing here, because the site sends no mail.
const idle = ['/forgotten'];

let site, folder, provider, john, values, wrong;

before(async () => {
	folder = await makeFolder();
	const authority = makeAuthority(folder);
	provider = await startProvider(authority);
	const port = await freePort();
	const file = writeProviders(folder, authority, [{ name: 'example', label: 'Example', issuer: provider.issuer }]);
	site = await startSite({ port, environment: { OPENID_PROVIDERS: file, SITE_URL: `https://localhost:${port}` } });
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
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'john'");
	sql("INSERT INTO draft (author, id, body) SELECT id, 5, 'too long' FROM person WHERE nickname = 'john'");
	sql(`INSERT INTO applicant (id, nickname, email_verified, password, words) VALUES (99999, 'hopeful', false, 'none', 'please')`);
	sql(`INSERT INTO identity (issuer, subject, person, id, label)
		SELECT '${provider.issuer}', 'john', id, 7, 'Example' FROM person WHERE nickname = 'john'`);
	await susan.say('to be removed');
	await Promise.all(['outcast', 'victim'].map((nickname) => site.member(nickname)));
	const act = (action, nickname) => sql(`SELECT id FROM moderation_act(NULL, '${action}', '${nickname}', 'spam', NULL, false)`);
	values = {
		'moderation/person': 'victim', 'moderation/post': sql('SELECT max(id) FROM post'),
		'moderation/undo': act('hide', 'mary'), 'moderation/appeal': act('hide', 'noise'),
		'report/post': sql('SELECT max(id) FROM post'), 'report/person': 'victim',
		'moderation/report': sql(`SELECT report_add(0, id, NULL, NULL, 'spam', '', '', 0, 0) FROM person WHERE nickname = 'noise';
			SELECT max(id) FROM report`).split('\n').pop(),
		notices: act('hide', 'john'), suspension: act('suspend', 'outcast'),
	};
	sql(`SELECT appeal_add(person, id, 'why?') FROM moderation WHERE id = ${values['moderation/appeal']}`);
	const { secret: appeal, hash } = makeSecret();
	sql(`INSERT INTO appeal_secret (token_hash, person) SELECT '\\x${hash}', id FROM person WHERE nickname = 'outcast'`);
	john.cookies.set('__Host-appeal', appeal);
	values = {
		...values,
		'admin/site': 'rules', login: 'example', sudo: 'example',
		'^/settings/ways-in/[a-z0-9]{1,20}/link$': '/settings/ways-in/example/link',
		'^/settings/ways-in/[0-9]{1,20}/unlink$': '/settings/ways-in/7/unlink',
		post: sql("SELECT p.id FROM post p JOIN person a ON a.id = p.author WHERE a.nickname = 'john'"), list,
		session: (await john.get('/sessions')).page('.places form').first().attr('action').split('/')[2],
		forgotten: addSecret('reset', 'mary'), confirm: addSecret('confirm', 'pest'), invitation: 'A'.repeat(43), revert: addSecret('revert', 'noise', 'n@example.com'),
		unsubscribe: addSecret('unsubscribe', 'susan'), feed: 'A'.repeat(43), sitemap: 0,
		...Object.fromEntries(buttons.map((name) => [`^/post/[0-9]{1,20}/${name}$`, `/post/${sql('SELECT max(id) FROM post')}/${name}`])),
		'mute-boosts': 'susan', 'unmute-boosts': 'susan',
		tag: 'tea', follow: 'susan', unfollow: 'mary', block: 'noise', unblock: 'pest', mute: 'susan', unmute: 'pest',
	};
});

after(async () => {
	provider.stop();
	await stopClean(site);
	await removeFolder(folder);
});

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

const fieldsOf = (route) => (typeof table[route] === 'function' ? table[route]() : table[route]);

function send(client, route, token, headers = {}) {
	const fields = { ...fieldsOf(route), ...(token !== undefined && { token }) };
	const [body, type] = files[route] ? multipart(fields, files[route]) : [fields, {}];
	return client.post(addressOf(route, values), body, { ...type, ...headers });
}

test('the table has every address of kore.conf that takes a form', async () => {
	const taking = [];
	for (const route of await routes()) {
		if (route === '^.*$' || /^\^\/(assets|avatar|icon|accent)\//.test(route))
			continue; // files and unknown addresses have no forms
		const { status } = await site.visitor().post(addressOf(route, values), {});
		if (status !== 405)
			taking.push(route);
	}
	assert.deepEqual(taking.sort(), [...Object.keys(table), unsubscribe].sort());
});

test('buttons send the form of the page that they are on, and it has a token', async () => {
	const reader = await site.member('reader');
	const id = (await reader.get('/explore')).page('.post').first().attr('id').split('-')[1];
	for (const name of buttons) {
		const { page } = await reader.get(`/post/${id}`);
		const button = page(`button[formaction="/post/${id}/${name}"]`);
		const form = page(`form#${button.attr('form')}`);
		assert.deepEqual([button.length, form.length, form.attr('method'), form.attr('action')], [1, 1, 'post', undefined], name);
		const fields = Object.fromEntries(form.find('input').toArray().map(({ attribs }) => [attribs.name, attribs.value]));
		const before = fingerprint();
		for (const [what, token] of Object.entries(wrong))
			assert.equal((await reader.post(button.attr('formaction'), { ...fields, token: token ?? '' })).status, 403, what);
		assert.equal(fingerprint(), before);
		const { status, headers } = await reader.post(button.attr('formaction'), fields);
		assert.deepEqual([status, headers.location], [303, `/post/${id}#post-${id}`]);
		assert.notEqual(fingerprint(), before);
	}
});

test('no address to return to leads to another site', async () => {
	const id = sql('SELECT max(id) FROM post');
	const reader = site.visitor();
	assert.equal((await reader.signIn('reader')).status, 303);
	const token = await reader.token();
	for (const back of ['https://example.com/', '//example.com', '/\\example.com', 'javascript:alert(1)', '\n/x'])
		assert.equal((await reader.post(`/post/${id}/like`, { token, back })).headers.location, `/post/${id}`, back);
});

for (const route of Object.keys(table))
	test(`POST ${route} changes something only when the member sends it`, async () => {
		await preparations[route]?.();
		const before = fingerprint();
		const token = await john.token();
		for (const [what, [other, headers]] of Object.entries(await forgeries()))
			assert.equal((await send(john, route, other, headers)).status, 403, what);
		for (const stranger of strangers()) {
			const { status, headers } = await send(stranger, route, token);
			assert.deepEqual([status, headers.location],
				hidden(route) ? [404, undefined] : open.includes(route) ? [403, undefined] : [303, '/login']);
		}
		if (!read.includes(route))
			await john.get(`${addressOf(route, values)}?${new URLSearchParams({ ...fieldsOf(route), token })}`);
		assert.equal(fingerprint(), before);

		const sent = await send(john, route, token, { origin: site.address, 'sec-fetch-site': 'same-origin' });
		assert.equal(sent.status, idle.includes(route) ? 422 : shown.includes(route) ? 200 : 303);
		if (!idle.includes(route))
			assert.notEqual(fingerprint(), before, 'the member\'s own form is accepted');
		imported(); // before the next fingerprint
	});

test('an address for mail programs changes something for whoever knows its secret, but not by GET', async () => {
	sql('DELETE FROM email_unwanted');
	const before = fingerprint();
	const stranger = site.visitor();
	for (const secret of ['A'.repeat(43), 'B'.repeat(43)])
		assert.equal((await stranger.post(`/unsubscribe/${secret}`, {})).status, 404);
	assert.equal((await stranger.get(addressOf(unsubscribe, values))).status, 200);
	assert.equal(fingerprint(), before);
	const { status } = await site.visitor().post(addressOf(unsubscribe, values), 'List-Unsubscribe=One-Click', { origin: 'https://example.com' });
	assert.equal(status, 200);
	assert.notEqual(fingerprint(), before);
});
