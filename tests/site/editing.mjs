// SPDX-License-Identifier: ISC
// Editing posts, and the line in the home feed that says how far somebody has
// read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flash, flashAfter, posts, sql, startSite, stopClean } from './site.mjs';

let site, john, susan, visitor;

before(async () => {
	site = await startSite();
	[john, susan] = [await site.member('john'), await site.member('susan')];
	visitor = site.visitor();
});

after(() => stopClean(site));

// Say something and return the address of the post.
async function say(client, nickname, body) {
	await client.say(body);
	return (await client.get(`/user/${nickname}`)).page('.h-entry .u-url').first().attr('href');
}

const versions = ({ page }) => page('.version > div').toArray().map((e) => page(e).text().trim());
const typed = ({ page }) => page('#body').text().replace(/^\n/, '');

test('an author edits a post, and everybody can read what it said before', async () => {
	const post = await say(john, 'john', 'Helo');
	assert.equal((await visitor.get(post)).page(`a[href="${post}/versions"]`).length, 0);
	const form = await john.get(`${post}/edit`);
	assert.equal(typed(form), 'Helo');
	const response = await john.fillOpen(form, `${post}/edit`, { body: 'Hello @susan #day', audience: 'n' });
	assert.equal(response.headers.location, post);
	assert.equal(await flashAfter(john, response), 'Your post has been changed.');
	const seen = await visitor.get(post);
	assert.deepEqual(posts(seen), ['Hello @susan #day']);
	assert.equal(seen.page(`a[href="${post}/versions"]`).text(), 'edited');
	const { page } = await john.get(`${post}/edit`);
	assert.equal(page('#audience option[selected]').attr('value'), 'n');
	for (const client of [visitor, john, susan])
		assert.deepEqual(versions(await client.get(`${post}/versions`)), ['Hello @susan #day', 'Helo']);
	assert.equal((await visitor.get(`${post}/versions`)).page('.version a[href="/user/susan"]').length, 1);

	await john.fill(`${post}/edit`, `${post}/edit`, { body: 'Good day' });
	assert.deepEqual(versions(await visitor.get(`${post}/versions`)), ['Good day', 'Hello @susan #day', 'Helo']);
});

test('more than fifty versions have several pages', async () => {
	const post = await say(john, 'john', 'version 0');
	for (let i = 1; i <= 51; i++)
		await john.fill(`${post}/edit`, `${post}/edit`, { body: `version ${i}` });
	const first = await visitor.get(`${post}/versions`);
	assert.equal(versions(first).length, 51);
	const rest = await visitor.get(`${post}/versions${first.page('a[rel=next]').attr('href')}`);
	assert.deepEqual(versions(rest), ['version 51', 'version 0']);
});

test('a post without earlier versions says so', async () => {
	const post = await say(john, 'john', 'as it was');
	assert.match((await visitor.get(`${post}/versions`)).page('main').text(), /no earlier versions/);
});

test('saving a text as it was changes nothing', async () => {
	const post = await say(john, 'john', 'the same');
	assert.equal(await flashAfter(john, await john.fill(`${post}/edit`, `${post}/edit`, { body: ' the same\r\n' })), 'Your post is as it was.');
	assert.equal((await visitor.get(post)).page(`a[href="${post}/versions"]`).length, 0);
});

test('nobody else edits a post', async () => {
	const post = await say(john, 'john', 'mine');
	assert.equal((await susan.get(`${post}/edit`)).status, 404);
	assert.equal((await susan.post(`${post}/edit`, { token: await susan.token(), body: 'hers', version: '0e' })).status, 404);
	assert.match((await visitor.get(`${post}/edit`)).headers.location, /^\/login/);
	for (const id of ['0', '1', '99999999999999999999']) {
		assert.equal((await john.get(`/post/${id}/edit`)).status, 404);
		assert.equal((await john.post(`/post/${id}/edit`, { token: await john.token(), body: 'x', version: '0e' })).status, 404);
		assert.equal((await visitor.get(`/post/${id}/versions`)).status, 404);
	}
	assert.deepEqual(posts(await visitor.get(post)), ['mine']);
});

test('a text that is refused is still in the form', async () => {
	const post = await say(john, 'john', 'short');
	for (const body of ['x'.repeat(141), '']) {
		const refused = await john.fill(`${post}/edit`, `${post}/edit`, { body, audience: 'f' });
		assert.equal(refused.status, 422);
		assert.equal(typed(refused), body);
		assert.equal(refused.page('#audience option[selected]').attr('value'), 'f');
		assert.notEqual(refused.page('#body-error').text(), '');
		assert.equal((await john.fillOpen(refused, `${post}/edit`, { body: `better ${body.length}` })).status, 303);
	}
	assert.deepEqual(posts(await visitor.get(post)), ['better 0']);
});

test('two windows: the second one sees what the first one stored, and loses nothing', async () => {
	const post = await say(john, 'john', 'at first');
	const [one, two] = [await john.get(`${post}/edit`), await john.get(`${post}/edit`)];
	assert.equal((await john.fillOpen(one, `${post}/edit`, { body: 'from one' })).status, 303);
	const refused = await john.fillOpen(two, `${post}/edit`, { body: 'from two' });
	assert.equal(refused.status, 409);
	assert.equal(refused.page('blockquote').text(), 'from one');
	assert.equal(typed(refused), 'from two');
	assert.deepEqual(posts(await visitor.get(post)), ['from one']);
	assert.equal((await john.fillOpen(refused, `${post}/edit`, { body: 'from two' })).status, 303);
	assert.deepEqual(versions(await visitor.get(`${post}/versions`)), ['from two', 'from one', 'at first']);
});

test('a moderator reads a reported post as it was, and is told that it was changed', async () => {
	const post = await say(john, 'john', 'something bad');
	await susan.fill(`/report${post}`, `/report${post}`, { reason: 'abuse' });
	sql("UPDATE person SET role = 'moderator' WHERE nickname = 'susan'");
	const report = `/moderation/report/${sql('SELECT max(id) FROM report')}`;
	assert.equal((await susan.get(report)).page(`a[href="${post}/versions"]`).length, 0);
	await john.fill(`${post}/edit`, `${post}/edit`, { body: 'something nice' });
	const { page } = await susan.get(report);
	assert.equal(page('blockquote').first().text(), 'something bad');
	assert.equal(page(`a[href="${post}/versions"]`).length, 1);
});

const later = (time) => sql(`UPDATE person_seen SET seen_at = seen_at - interval '${time}', home_at = home_at - interval '${time}',
	read_to = read_to - ((extract(epoch FROM interval '${time}') * 1000)::bigint << 20)`);
const old = (nickname, body, age) => sql(`SELECT n.id FROM person a, post_add(a.id, '${body}', NULL, now() - interval '${age}',
	0, 0, 1, 0, 'e', '', '') n WHERE a.nickname = '${nickname}'`);

// What is above the line and below it; undefined if it is not there.
function sides({ page }) {
	const all = page('.feed > *').toArray();
	const line = all.findIndex((e) => page(e).attr('id') === 'read');
	const texts = (list) => list.map((e) => page(e).find('.e-content').text().trim()).filter((text) => text !== '');
	return line === -1 ? undefined : [texts(all.slice(0, line)), texts(all.slice(line))];
}

test('a line in the home feed says how far somebody has read, on all their devices', async () => {
	const phone = await site.member('mary');
	const desk = site.visitor();
	await desk.signIn('mary');
	old('mary', 'old', '4 days');
	assert.equal(sides(await phone.get('/')), undefined);
	later('2 days');
	old('mary', 'new', '1 day');
	const home = await desk.get('/');
	assert.deepEqual(sides(home), [['new'], ['old']]);
	assert.equal(home.page('.feed a[href="#read"]').length, 1);
	for (const client of [phone, desk, phone])
		assert.deepEqual(sides(await client.get('/')), [['new'], ['old']], 'it stays where it is');
	later('31 minutes');
	const again = await phone.get('/');
	assert.deepEqual(sides(again), [[], ['new', 'old']]);
	assert.equal(again.page('a[href$="#read"]').length, 0, 'nothing is above it');
});

test('a line that is far below is one link away', async () => {
	const anna = await site.member('anna');
	old('anna', 'old', '4 days');
	await anna.get('/');
	later('2 days');
	for (let i = 0; i < 50; i++)
		old('anna', `new ${i}`, '1 day');
	const home = await anna.get('/');
	assert.equal(sides(home), undefined);
	const far = home.page('.feed a[href$="#read"]').attr('href').replace(/#.*/, '');
	assert.deepEqual(sides(await anna.get(far)), [[], ['old']]);
	const older = await anna.get(`/${home.page('a[rel=next]').attr('href')}`);
	assert.deepEqual(sides(older), [[], ['old']], 'also on the way down');
});

test('a rejected post leaves the line where it is', async () => {
	const eve = await site.member('eve');
	old('eve', 'old', '4 days');
	await eve.get('/');
	later('2 days');
	old('eve', 'new', '1 day');
	const refused = await eve.say('');
	assert.equal(refused.status, 422);
	assert.deepEqual(sides(refused), [['new'], ['old']]);
	assert.equal(flash(refused), '');
});
