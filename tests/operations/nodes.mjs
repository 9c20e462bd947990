// SPDX-License-Identifier: ISC
// Two nodes on one database: a member of one is a member of the other.
// (Tests of the news that they send each other are in cache.mjs.)
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeAuthority, startProvider, visitProvider, writeProviders } from '../site/provider.mjs';
import { bad, makeFolder, removeFolder, startSite } from '../site/site.mjs';

let sites, here, there, folder, provider;

before(async () => {
	folder = await makeFolder();
	const authority = makeAuthority(folder);
	provider = await startProvider(authority);
	const file = writeProviders(folder, authority, [{ name: 'example', label: 'Example', issuer: provider.issuer }]);
	const environment = { OPENID_PROVIDERS: file, SITE_URL: 'https://localhost' };
	sites = await Promise.all([startSite({ environment }), startSite({ environment })]);
	here = sites[0].visitor();
	await here.signUp('john');
	there = sites[1].visitor();
	there.cookies = here.cookies;
});

after(async () => {
	const logs = await Promise.all(sites.map((site) => site.stop()));
	provider.stop();
	await removeFolder(folder);
	assert.deepEqual(logs.flat().filter((line) => bad.test(line)), []);
});

test('a member signed in on one node is signed in on the other, and can post there', async () => {
	assert.match((await there.get('/')).text, /Hi, john!/);
	assert.equal((await there.say('From the other side')).status, 303);
	assert.match((await here.get('/user/john')).text, /From the other side/);
});

test('a form from one node can be sent to the other, and sent twice adds one post', async () => {
	const form = { token: await here.token(), body: 'Sent to both' };
	const responses = await Promise.all([here.post('/post', form), there.post('/post', form)]);
	assert.deepEqual(responses.map(({ status }) => status), [303, 303]);
	assert.equal((await here.get('/user/john')).text.match(/Sent to both/g).length, 1);
});

test('a link to older posts from one node works on the other', async () => {
	for (let i = 0; i < 60; i++)
		await (i % 2 ? here : there).say(`number ${i}`);
	const { href } = (await here.get('/user/john')).page('a[rel=next]').get(0).attribs;
	const pages = await Promise.all([here, there].map((client) => client.get(href.startsWith('/') ? href : `/user/john${href}`)));
	const [one, other] = pages.map(({ page }) => page('.e-content').toArray().map((post) => page(post).text()));
	assert.ok(one.length > 0);
	assert.deepEqual(one, other);
});

test('signing out on one node signs out on the other', async () => {
	const copied = new Map(here.cookies);
	assert.equal((await there.fill('/logout', '/logout')).status, 303);
	here.cookies = copied;
	assert.doesNotMatch((await here.get('/')).text, /Hi, john!/);
});

test('who leaves one node for a provider can return to the other, once', async () => {
	const [one, other] = sites.map((site) => site.visitor());
	other.cookies = one.cookies;
	const left = await one.fill('/login', '/login/example');
	const { code, query } = provider.code(left.headers.location);
	const address = `/login/example/return?code=${code}&state=${query.state}`;
	assert.equal((await other.get(address)).status, 303);
	assert.match((await one.get('/')).text, /Hi, someone!/);
	assert.equal((await one.get(address)).status, 422);
	assert.equal((await visitProvider(sites[1].visitor(), 'example', provider)).response.status, 303);
});
