// SPDX-License-Identifier: ISC
// What somebody wrote is not lost when it cannot be posted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql, startSite, stopClean } from './site.mjs';

let site, john, phone;
const long = 'ü'.repeat(141);
const longer = 'long '.repeat(2000).trim();

before(async () => {
	site = await startSite({ environment: { RATE_LIMITS: 'posts=2/3h' } });
	john = await site.member('john');
	phone = site.visitor();
	await phone.signIn('john');
	await site.member('susan');
});

after(() => stopClean(site));

const written = ({ page }) => page('textarea[name=body]').val();
const discards = ({ page }) => page('button[formaction="/post/discard"]').length;
const discard = async (client) => client.post('/post/discard', {
	token: await client.token(), draft: (await client.get('/')).page('input[name=draft]').val() });

test('a post that was too long is in the form again, in any browser of its author', async () => {
	assert.equal(written(await phone.get('/')), '');
	const refused = await john.say(long);
	assert.equal(refused.status, 422);
	assert.equal(written(refused), long);
	assert.equal(discards(refused), 1);
	for (const client of [john, phone]) {
		const home = await client.get('/');
		assert.equal(written(home), long);
		assert.match(home.page('.sheet').text(), /This draft is kept for you/);
	}
	const susan = site.visitor();
	await susan.signIn('susan');
	const hers = await susan.get('/');
	assert.equal(written(hers), '');
	assert.equal(discards(hers), 0);
});

test('it waits until its author has posted it, made shorter', async () => {
	const posted = await john.say('ü shorter');
	assert.equal(posted.status, 303);
	for (const client of [john, phone])
		assert.equal(written(await client.get('/')), '');
	assert.equal(sql('SELECT count(*) FROM draft'), '0');
});

test('what two browsers could not post is kept from both', async () => {
	const [here, there] = [await john.get('/'), await phone.get('/')];
	await john.fillOpen(here, '/post', { body: long });
	await phone.fillOpen(there, '/post', { body: longer });
	const home = await john.get('/');
	assert.equal(written(home), longer, 'the newest first');
	assert.match(home.page('.sheet').text(), /and 1 more after it/);
	assert.equal((await discard(phone)).status, 303);
	assert.equal(written(await john.get('/')), long);
	await discard(john);
	assert.equal(written(await john.get('/')), '');
});

test('a draft takes its earlier version\'s place when it is refused again', async () => {
	await john.say(long);
	assert.equal((await john.say(`${long}!`)).status, 422);
	assert.equal(sql('SELECT count(*) FROM draft'), '1');
	assert.equal(written(await phone.get('/')), `${long}!`);
	await discard(john);
});

test('a post over the limit is kept, and an empty one is not', async () => {
	assert.equal((await john.say('the second one')).status, 303);
	assert.equal((await john.say('one too many')).status, 429);
	assert.equal((await john.say('  ')).status, 422);
	assert.equal(written(await phone.get('/')), 'one too many');
	await discard(phone);
});

test('a reply that could not be posted waits below the post that it answers', async () => {
	const susan = site.visitor();
	await susan.signIn('susan');
	await susan.say('a question');
	const post = (await susan.get('/user/susan')).page('.h-entry .u-url').attr('href');
	const refused = await susan.fill(post, `${post}/reply`, { body: long });
	assert.equal(refused.status, 422);
	assert.equal(written(refused), long);
	assert.equal(written(await susan.get('/')), '', 'it is no post');
	const open = await susan.get(post);
	assert.equal(written(open), long);
	assert.equal((await susan.fillOpen(open, `${post}/reply`, { body: 'shorter' })).status, 303);
	assert.equal(written(await susan.get(post)), '');
});

test('a reply to a post that has been deleted meanwhile waits at home', async () => {
	const mary = await site.member('mary');
	await mary.say('soon gone');
	const post = (await mary.get('/user/mary')).page('.h-entry .u-url').attr('href');
	const replier = await site.member('replier');
	const open = await replier.get(post);
	await mary.fill(`${post}/delete`, `${post}/delete`);
	const refused = await replier.fillOpen(open, `${post}/reply`, { body: 'an answer' });
	assert.equal(refused.status, 422);
	assert.equal(written(refused), 'an answer');
	assert.equal(written(await replier.get('/')), 'an answer');
	assert.equal((await replier.fillOpen(refused, '/post', { body: 'an answer' })).status, 303);
	assert.equal(written(await replier.get('/')), '');
});

test('nobody discards the draft of somebody else', async () => {
	const susan = site.visitor();
	await susan.signIn('susan');
	await susan.say(long);
	const draft = sql('SELECT id FROM draft');
	assert.equal((await john.post('/post/discard', { token: await john.token(), draft })).status, 303);
	assert.equal(written(await susan.get('/')), long);
});
