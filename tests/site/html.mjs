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
import { turnOn } from './phone.mjs';
import { png } from './picture.mjs';
import { addSecret } from './secrets.mjs';
import { makeAuthority, writeProviders } from './provider.mjs';
import { freePort, imported, multipart, sql, startSite } from './site.mjs';

const vnu = createRequire(import.meta.url)('vnu-jar');

let site, folder;

before(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'microblog-html-'));
	const port = await freePort();
	const file = writeProviders(folder, makeAuthority(folder), [{ name: 'example', label: 'Ex & <b>', issuer: 'https://localhost' }]);
	// It also sends mail, or would if there were a mail server.
	site = await startSite({ port, environment: { OPENID_PROVIDERS: file, SMTP_URL: 'smtp://127.0.0.1:1',
		MAIL_FROM: 'noreply@example.com', SITE_URL: `https://localhost:${port}` } });
});

after(async () => {
	await site.stop();
	await rm(folder, { recursive: true, force: true });
});

// Blocks, mutes and lists: empty, filled, and after invalid input.
async function listPages(john, keep) {
	await site.member('mary');
	const token = await john.token();
	const first = sql("SELECT '/post/' || min(id) FROM post");
	const empty = ['/blocks', '/mutes', '/mutes/threads', '/notifications', '/notifications?from=following&kind=like', '/bookmarks', `${first}/likes`, `${first}/boosts`, `${first}/like`, '/mute-boosts/mary', '/lists', '/user/mary/lists', '/block/mary', '/unblock/mary', '/mute/mary', '/unmute/mary'];
	for (const address of empty)
		await keep(john.get(address));
	const made = await john.post('/lists', { token, name: 'Friends & <b>' });
	const list = made.headers.location.replace('/members', '');
	for (const below of ['', '/members'])
		await keep(john.get(list + below));
	for (const nickname of ['john', 'susan'])
		await john.post(`${list}/add`, { token, nickname });
	await john.post('/mute/susan', { token });
	await john.post('/mute-boosts/mary', { token });
	for (const button of ['like', 'bookmark'])
		assert.equal((await john.post(`${first}/${button}`, { token })).status, 303);
	await john.post('/block/mary', { token });
	for (const address of ['/blocks', '/mutes', '/bookmarks', `${first}/likes`, '/lists', '/user/susan/lists', '/user/mary', '/user/susan', list, `${list}/members`,
		`${list}/edit`, `${list}/delete`])
		await keep(john.get(address));
	await keep(john.post('/lists', { token, name: '' }));
	await keep(john.post(`${list}/edit`, { token, name: '"'.repeat(41), exclusive: '1' }));
	await keep(john.post(`${list}/add`, { token, nickname: '"<b>' }));
}

// Hashtags: popular ones, the posts of one and of none, and following them.
async function tagPages(visitor, john, susan, keep) {
	await keep(john.get('/tags'));
	for (const member of [john, susan])
		await member.say('#Straße #c++ & more');
	sql("UPDATE tag_week SET refreshed_at = '-infinity'; SELECT tag_refresh()");
	await john.fill('/tag/c%2B%2B/follow', '/tag/c%2B%2B/follow');
	for (const address of ['/tags', '/tag/strasse', '/tag/c++', '/tag/c++/unfollow', '/tag/strasse/follow', '/explore', '/tag/nothing'])
		await keep(john.get(address));
	for (const address of ['/tag/strasse', '/tag/nothing', '/tag/!'])
		await keep(visitor.get(address));
}

// Notifications of each kind, and a muted conversation.
async function notificationPages(john, post, keep) {
	sql(`SELECT notification_add(p.id, k.kind, a.id, q.author, q.id) FROM person p, person a, post q,
		(VALUES ('mention'), ('reply'), ('like'), ('boost')) k (kind)
		WHERE p.nickname = 'john' AND a.nickname IN ('susan', 'cautious') AND q.id = ${post.split('/')[2]};
		SELECT moderation_act(NULL, 'hide', 'john', 'spam', NULL, false)`);
	await john.post(`${post}/mute-thread`, { token: await john.token() });
	for (const address of ['/notifications', '/notifications?kind=like', '/mutes/threads', `${post}/mute-thread`, `${post}/unmute-thread`])
		await keep(john.get(address));
}

// Two-factor sign-in: off, turned on, asking for a code, and after wrong ones.
async function twoFactorPages(keep) {
	const [member, elsewhere] = [await site.member('cautious'), site.visitor()];
	await keep(member.get('/settings/two-factor'));
	await keep(member.fill('/settings/two-factor', '/settings/two-factor', { code: '1' }));
	await turnOn(member);
	await keep(member.get('/settings/two-factor'));
	await keep(member.fill('/settings/two-factor', '/settings/two-factor/codes'));
	await keep(member.fill('/settings/two-factor', '/settings/two-factor/off', { code: '1' }));
	await keep(member.get('/sudo'));
	await keep(member.fill('/sudo', '/sudo', { code: '1' }));
	await elsewhere.signIn('cautious');
	for (const address of ['/login/code?next=%2Fsettings%2Fprofile', '/login/code?recovery=1']) {
		await keep(elsewhere.get(address));
		await keep(elsewhere.fill(address, '/login/code', { code: '1', trust: '1' }));
	}
}

// Addresses in messages, and the settings for them.
async function mailPages(visitor, john, keep) {
	const link = (word, purpose) => `/${word}/${addSecret(purpose, 'john')}`;
	for (const address of ['/forgotten', link('forgotten', 'reset'), link('confirm', 'confirm'), link('revert', 'revert'),
		link('unsubscribe', 'unsubscribe'), `/confirm/${'A'.repeat(43)}`])
		await keep(visitor.get(address));
	await keep(visitor.fill('/forgotten', '/forgotten', { nickname: '' }));
	const reset = link('forgotten', 'reset');
	await keep(visitor.fill(reset, reset, { password: '!' }));
	await keep(visitor.post(link('unsubscribe', 'unsubscribe'), {}));
	for (const address of ['/settings/email', '/settings/notifications'])
		await keep(john.get(address));
	await keep(john.fill('/settings/email', '/settings/email', { again: '', email: '!' }));
	await john.fill('/settings/email', '/settings/email', { again: '', email: 'new@example.com' });
	await keep(john.get('/settings/email'));
	const poor = await startSite();
	const member = poor.visitor();
	await member.signIn('john');
	await keep(poor.visitor().get('/forgotten'));
	for (const address of ['/settings/email', '/settings/notifications'])
		await keep(member.get(address));
	await poor.stop();
}

// Pages about the site and its settings: as they come, filled, and after invalid
// input.
async function sitePages(visitor, keep) {
	const boss = await site.member('boss');
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'boss'");
	const forms = ['/admin/site', '/admin/site/icon', '/admin/site/rules', '/admin/site/about', '/admin/site/privacy', '/admin/site/contact'];
	for (const address of forms)
		await keep(boss.get(address));
	await keep(boss.fill('/admin/site', '/admin/site', { name: '', tagline: '"<b>"'.repeat(30), accent: '#ffff00', announcement: '<b>',
		until_date: '2020-01-01', until_time: '10:00', post_length: '<', search_language: '<', notification_days: '<' }));
	await keep(boss.fill('/admin/site/rules', '/admin/site/rules', { text: '<&'.repeat(5001) }));
	const token = await boss.token('/admin/site/icon');
	await keep(boss.post('/admin/site/icon', ...multipart({ token }, '<svg/>')));
	await boss.fill('/admin/site', '/admin/site', { name: 'Ours & <b>', tagline: '"small"', accent: '#7a0055', announcement: 'See https://example.com/ & <b>',
		until_date: '2100-01-01', until_time: '10:00', post_length: '500', search_language: 'english', notification_days: '180' });
	await boss.post('/admin/site/icon', ...multipart({ token }, png()));
	for (const address of forms)
		await keep(boss.get(address));
	for (const address of ['/', '/about', '/rules', '/privacy', '/contact', '/nowhere'])
		await keep(visitor.get(address));
}

// Signing up by each door, and the pages of admins.
async function doorPages(visitor, susan, keep) {
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'susan'");
	const setDoor = (door, more) => susan.fill('/admin/door', '/admin/door', { door, address_days: '30', ...more });
	await setDoor('approve', { members_only: '1' });
	for (const address of ['/', '/signup', '/signup/applied'])
		await keep(visitor.get(address));
	await keep(visitor.fill('/signup', '/signup', { nickname: '!', email: '!', password: '!', words: '' }));
	await site.visitor().fill('/signup', '/signup', { nickname: 'hopeful', email: 'h@example.com', password: 'correct horse', words: '<b> & "me"' });
	await keep(susan.get('/admin/approvals'));
	await keep(susan.fill('/admin/approvals', '/admin/approvals', { action: 'decline', reason: 'x'.repeat(501) }));
	await keep(susan.fill('/admin/invitations', '/admin/invitations', { uses: '!', days: '!', note: 'x'.repeat(201) }));
	const made = await susan.fill('/admin/invitations', '/admin/invitations', { uses: '2', days: '2', note: '<b>' });
	await keep(made);
	const { pathname } = new URL(made.page('code').text());
	await keep(visitor.get(pathname));
	await visitor.fill(pathname, '/signup', { nickname: 'walter', email: 'g@example.com', password: 'correct horse' });
	for (const address of ['/admin/invitations', '/admin/door'])
		await keep(susan.get(address));
	await setDoor('closed');
	await keep(site.visitor().get(pathname));
	await keep(susan.get('/admin/invitations'));
	await setDoor('open');
}

// Reports: the forms, the thanks, the queue, and one that is open, or closed.
async function editPages(john, post, keep) {
	const form = await keep(john.get(`${post}/edit`));
	await keep(john.fillOpen(form, `${post}/edit`, { body: '' }));
	await john.fillOpen(form, `${post}/edit`, { body: '<b> & "buy" @susan #now' });
	await keep(john.fillOpen(form, `${post}/edit`, { body: '"&' }));
	await keep(john.get(`${post}/versions`));
	sql("UPDATE person_seen SET home_at = home_at - interval '1 hour'");
	await keep(john.get('/'));
}

async function reportPages(visitor, post, keep) {
	const reporter = await site.member('reporter');
	sql("UPDATE person SET role = 'moderator' WHERE nickname = 'reporter'");
	await keep(reporter.get('/moderation'));
	for (const client of [visitor, reporter]) {
		await keep(client.get(`/report${post}`));
		await keep(client.fill(`/report${post}`, `/report${post}`, { reason: 'other', words: '' }));
		await keep(client.fill('/report/person/john', '/report/person/john', { words: '"<b>'.repeat(300) }));
		const { headers } = await client.fill(`/report${post}`, `/report${post}`, { reason: 'spam', words: '"<b> & "buy"' });
		await keep(client.get(headers.location));
	}
	await reporter.fill('/report/person/john', '/report/person/john', { reason: 'other', words: 'see his posts' });
	const report = `/moderation/report/${sql('SELECT max(id) FROM report')}`;
	for (const address of ['/moderation', report])
		await keep(reporter.get(address));
	await keep(reporter.fill(report, report, { words: 'x'.repeat(1001) }));
	await reporter.fill(report, report, { words: 'they are "fine"' });
	for (const address of ['/moderation?closed=1', report])
		await keep(reporter.get(address));
}

// What moderators see, and the members whom it concerns.
async function moderationPages(keep) {
	const [judge, rogue, outcast] = await Promise.all(['judge', 'rogue', 'outcast'].map((nickname) => site.member(nickname)));
	sql("UPDATE person SET role = 'moderator' WHERE nickname = 'judge'");
	await keep(judge.get('/moderation/log'));
	await rogue.say('"<b> & so on');
	const post = (await judge.get('/user/rogue')).page('.h-entry .u-url').attr('href');
	const words = 'because of "<b>" & <i>';
	const act = (nickname, action) => judge.fill(`/moderation/person/${nickname}`, `/moderation/person/${nickname}`, { action, words, sure: '1' });
	for (const address of ['/user/rogue', post, `/moderation${post}`, '/moderation/person/rogue?report=1', '/notices'])
		await keep(judge.get(address));
	await keep(judge.fill('/moderation/person/rogue', '/moderation/person/rogue', { words: '!'.repeat(1001) }));
	const close = async (fields) => judge.post('/moderation/closed', { token: await judge.token('/moderation/closed'), ...fields });
	for (const what of ['192.0.2.0/24', 'spam.example']) {
		await keep(close({ what, days: '1', words }));
		await close({ what, days: '1', words, sure: '1' });
	}
	await keep(close({ what: '"<b>"', days: '<', words: '!'.repeat(1001) }));
	await keep(judge.get('/moderation/closed?what=%22%3Cb%3E'));
	for (const action of ['hide', 'suspend', 'remove'])
		await keep(judge.fill('/moderation/person/rogue', '/moderation/person/rogue', { action, words }));
	await judge.fill(`/moderation${post}`, `/moderation${post}`, { words });
	await act('rogue', 'hide');
	const notice = (await rogue.get('/')).page('a[href$="/appeal"]').first().attr('href');
	const id = notice.split('/')[2];
	for (const address of ['/', notice])
		await keep(rogue.get(address));
	await keep(rogue.fill(notice, notice, { words: '' }));
	await rogue.fill(notice, notice, { words });
	await rogue.post('/notices', { token: await rogue.token(), notice: id });
	for (const address of ['/notices', notice])
		await keep(rogue.get(address));
	for (const address of [`/moderation/appeal/${id}`, `/moderation/undo/${id}`, '/moderation/log', '/moderation/person/rogue'])
		await keep(judge.get(address));
	await keep(judge.fill(`/moderation/appeal/${id}`, `/moderation/appeal/${id}`, { words }));
	await act('outcast', 'suspend');
	await keep(judge.get('/moderation/person/outcast'));
	await outcast.signIn('outcast');
	await keep(outcast.get('/suspended'));
	await keep(outcast.fill('/suspended', '/suspended', { words: '' }));
	await outcast.fill('/suspended', '/suspended', { words });
	await keep(outcast.get('/suspended'));
}

test('the W3C checker finds no error on any page', async () => {
	const visitor = site.visitor();
	const [john, susan] = [await site.member('john'), await site.member('susan')];
	const pages = [];
	const keep = async (response) => {
		pages.push(await response);
		return response;
	};

	await keep(john.get('/'));
	for (let i = 0; i < 51; i++)
		await john.post('/post', { token: await john.token(), body: `https://example.com/${i} <b>&amp;\n"two lines"` });
	await susan.fill('/follow/john', '/follow/john');
	await john.fill('/settings/profile', '/settings/profile', { nickname: 'john', about_me: 'I & "I" <3\nhttps://example.com/', link_1: 'http://127.0.0.1/?a=1&b=2' });
	sql('UPDATE profile_link SET verified_at = now()');
	const { page } = await john.get('/user/john');
	const post = page('.h-entry .u-url').first().attr('href');

	for (const address of ['/', '/explore', '/login', '/login?next=/settings/profile', '/signup', '/user/john', '/user/susan',
		'/user/john/followers', '/user/susan/following', '/user/john/following', post, '/nowhere', '/post'])
		await keep(visitor.get(address));
	for (const address of ['/', '/search', '/search?q=example', '/search?q=john', '/search?q=nothing', '/search?q=since:%22%3C', '/?before=5', '/user/john/followers?before=5', `/user/john?on=${new Date().getUTCFullYear()}`, '/user/john?on=x', '/user/john/followers', '/explore', '/user/john', '/user/susan', '/settings/profile', '/logout', '/follow/susan',
		'/unfollow/susan', post, `${post}/delete`])
		await keep(john.get(address));
	await keep(susan.get('/'));
	await editPages(john, post, keep);
	await tagPages(visitor, john, susan, keep);
	await listPages(john, keep);
	await twoFactorPages(keep);
	await notificationPages(john, post, keep);
	await moderationPages(keep);
	await keep(john.say(''));
	await keep(john.say('"<b>&'.repeat(100)));
	await keep(john.get('/'));
	await keep(john.post('/post', {}));
	await keep(visitor.signIn('john', 'wrong'));
	await site.visitor().signIn('john');
	await john.post('/settings/import', ...multipart({ token: await john.token(), kind: 'follows' }, 'nobody_here\n"\n'));
	await keep(john.get('/settings/import'));
	imported();
	await keep(john.post('/settings/import', ...multipart({ token: await john.token(), kind: '' }, '')));
	for (let i = 0; i < 2; i++)
		await keep(john.fill('/settings/feed', '/settings/feed', { action: 'make' }));
	for (const address of ['/sessions', '/password', '/settings', '/settings/leave', '/sudo', '/settings/feed', '/settings/export',
		'/settings/import', '/settings/ways-in', '/settings/ways-in/1/unlink', '/settings/ways-in/example/link'])
		await keep(john.get(address));
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'john'");
	for (const address of ['/admin', '/settings'])
		await keep(john.get(address));
	await mailPages(visitor, john, keep);
	await reportPages(visitor, post, keep);
	await keep(john.fill('/password', '/password', { new_password: '!' }));
	await keep(john.fill('/sudo', '/sudo', { password: 'wrong' }));
	await keep(visitor.fill('/login', '/login/example'));
	sql("INSERT INTO identity (issuer, subject, person, label) SELECT 'https://localhost', 'john', id, 'Ex' FROM person WHERE nickname = 'john'");
	for (const address of ['/settings/ways-in', '/sudo'])
		await keep(john.get(address));
	await keep(visitor.fill('/signup', '/signup', { nickname: '!', email: '!', password: '!' }));
	await keep(john.fill('/settings/profile', '/settings/profile', { nickname: '!', about_me: '!'.repeat(141), link_1: '!', link_2: '!' }));
	await keep(john.fill('/settings/leave', '/settings/leave', { nickname: '"<b>' }));
	await sitePages(visitor, keep);
	await doorPages(site.visitor(), susan, keep);
	await keep(visitor.get('/avatar/1.svg').then((response) => ({ ...response, svg: true })));

	const files = await Promise.all(pages.map(async ({ text, svg }, i) => {
		const file = path.join(folder, `${String(i).padStart(2, '0')}.${svg ? 'svg' : 'html'}`);
		await writeFile(file, text);
		return file;
	}));
	// The checker warns of browsers without inputmode, where digits can be typed, too;
	// and it guesses the language, of a page with fifty posts without sentences wrongly.
	const known = '.*(“inputmode” attribute is not supported in all browsers|This document appears to be written in ).*';
	const { stderr } = await promisify(execFile)('java', ['-jar', vnu, '--also-check-svg', '--filterpattern', known, ...files])
		.catch((error) => error);
	assert.equal(stderr.trim(), '');
});
