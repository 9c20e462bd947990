// SPDX-License-Identifier: ISC
// Check every page with the W3C's checker.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { imported, multipart, startSite } from './site.mjs';

const vnu = createRequire(import.meta.url)('vnu-jar');

let site, folder;

before(async () => {
	site = await startSite();
	folder = await mkdtemp(path.join(os.tmpdir(), 'microblog-html-'));
});

after(async () => {
	await site.stop();
	await rm(folder, { recursive: true, force: true });
});

// Blocks, mutes and lists: empty, filled, and after invalid input.
async function listPages(john, keep) {
	await site.member('mary');
	const token = await john.token();
	const empty = ['/blocks', '/mutes', '/lists', '/block/mary', '/unblock/mary', '/mute/mary', '/unmute/mary'];
	for (const address of empty)
		await keep(john.get(address));
	const made = await john.post('/lists', { token, name: 'Friends & <b>' });
	const list = made.headers.location.replace('/members', '');
	for (const below of ['', '/members'])
		await keep(john.get(list + below));
	for (const nickname of ['john', 'susan'])
		await john.post(`${list}/add`, { token, nickname });
	await john.post('/mute/susan', { token });
	await john.post('/block/mary', { token });
	for (const address of ['/blocks', '/mutes', '/lists', '/user/mary', '/user/susan', list, `${list}/members`,
		`${list}/edit`, `${list}/delete`])
		await keep(john.get(address));
	await keep(john.post('/lists', { token, name: '' }));
	await keep(john.post(`${list}/edit`, { token, name: '"'.repeat(41), exclusive: '1' }));
	await keep(john.post(`${list}/add`, { token, nickname: '"<b>' }));
}

test('the W3C checker finds no error on any page', async () => {
	const visitor = site.visitor();
	const [john, susan] = [await site.member('john'), await site.member('susan')];
	const pages = [];
	const keep = async (response) => pages.push(await response);

	await keep(john.get('/'));
	for (let i = 0; i < 51; i++)
		await john.post('/post', { token: await john.token(), body: `https://example.com/${i} <b>&amp;\n"two lines"` });
	await susan.fill('/follow/john', '/follow/john');
	await john.fill('/settings/profile', '/settings/profile', { nickname: 'john', about_me: 'I & "I" <3\nhttps://example.com/' });
	const { page } = await john.get('/user/john');
	const post = page('.h-entry .u-url').first().attr('href');

	for (const address of ['/', '/explore', '/login', '/login?next=/settings/profile', '/signup', '/user/john', '/user/susan',
		'/user/john/followers', '/user/susan/following', '/user/john/following', post, '/nowhere', '/post'])
		await keep(visitor.get(address));
	for (const address of ['/', '/explore', '/user/john', '/user/susan', '/settings/profile', '/logout', '/follow/susan',
		'/unfollow/susan', post, `${post}/delete`])
		await keep(john.get(address));
	await keep(susan.get('/'));
	await listPages(john, keep);
	await keep(john.say(''));
	await keep(john.post('/post', {}));
	await keep(visitor.signIn('john', 'wrong'));
	await site.visitor().signIn('john');
	await john.post('/settings/import', ...multipart({ token: await john.token(), kind: 'follows' }, 'nobody_here\n"\n'));
	await keep(john.get('/settings/import'));
	imported();
	await keep(john.post('/settings/import', ...multipart({ token: await john.token(), kind: '' }, '')));
	for (const address of ['/sessions', '/password', '/settings', '/sudo', '/settings/export', '/settings/import'])
		await keep(john.get(address));
	await keep(john.fill('/password', '/password', { new_password: '!' }));
	await keep(john.fill('/sudo', '/sudo', { password: 'wrong' }));
	await keep(visitor.fill('/signup', '/signup', { nickname: '!', email: '!', password: '!' }));
	await keep(john.fill('/settings/profile', '/settings/profile', { nickname: '!', about_me: '!'.repeat(141) }));
	await keep(visitor.get('/avatar/1.svg').then((response) => ({ ...response, svg: true })));

	const files = await Promise.all(pages.map(async ({ text, svg }, i) => {
		const file = path.join(folder, `${String(i).padStart(2, '0')}.${svg ? 'svg' : 'html'}`);
		await writeFile(file, text);
		return file;
	}));
	const { stderr } = await promisify(execFile)('java', ['-jar', vnu, '--also-check-svg', ...files])
		.catch((error) => error);
	assert.equal(stderr.trim(), '');
});
