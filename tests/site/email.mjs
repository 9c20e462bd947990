// SPDX-License-Identifier: ISC
// What a member does by mail: confirm an address, replace a forgotten password,
// change the address, take the change back, and unsubscribe.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './chromium.mjs';
import { linkIn, startMailbox } from './mailbox.mjs';
import { addSecret } from './secrets.mjs';
import { flash, flashAfter, freePort, run, sql, startSite, stopClean, until } from './site.mjs';

const gone = /does not work, or not any more/;
let mailbox, site, environment;

before(async () => {
	mailbox = await startMailbox();
	const port = await freePort();
	environment = { ...mailbox.environment, SITE_URL: `https://localhost:${port}` };
	site = await startSite({ port, environment });
});

after(async () => {
	await stopClean(site);
	await mailbox.stop();
});

// Open the link in a message as a program that scans mail does, and then press
// its button, in a browser that is not signed in.
async function follow(link, fields = {}) {
	const client = site.visitor();
	assert.equal((await client.head(link)).status, 200);
	assert.equal((await client.get(link)).status, 200);
	return { client, response: await client.fill(link, link, fields) };
}

// A member who has confirmed NICKNAME@example.com.
async function confirmed(nickname) {
	const member = await site.member(nickname);
	const { response } = await follow(linkIn(await mailbox.next(`${nickname}@example.com`), 'confirm'));
	assert.equal(response.status, 303);
	return member;
}

// Ask for a new password with this login. Return the link from the message.
async function forgot(login, address) {
	const visitor = site.visitor();
	const response = await visitor.fill('/forgotten', '/forgotten', { nickname: login });
	assert.match(await flashAfter(visitor, response), /is on its way there/);
	return linkIn(await mailbox.next(address, /new password/), 'forgotten');
}

// Ask for another address. Return the link from the message.
async function change(member, email) {
	const response = await member.fill('/settings/email', '/settings/email', { again: '', email });
	assert.match(await flashAfter(member, response), /is on its way/);
	return linkIn(await mailbox.next(email, /new e-mail address/), 'confirm');
}

const address = async (member) => (await member.get('/settings/email')).page('main p:not(.flash)').first().text();

test('a new member confirms the address', async () => {
	const john = await site.member('john');
	assert.match(flash(await john.get('/')), /Welcome, john!.*sent you a message/);
	assert.match(await address(john), /john@example.com.*not confirmed/);
	const mail = await mailbox.next('john@example.com');
	assert.equal(mail.subject, 'Please confirm your e-mail address at microblog');
	assert.match(mail.html, new RegExp(linkIn(mail, 'confirm')));
	const link = linkIn(mail, 'confirm');
	await john.get(link);
	await john.head(link);
	assert.match(await address(john), /not confirmed/, 'opening the link changes nothing');

	const { client, response } = await follow(link);
	assert.match(await flashAfter(client, response), /^john@example.com is the e-mail address of john\.$/);
	assert.match(await address(john), /you have confirmed it/);
	assert.equal((await follow(link)).response.status, 303, 'once more does no harm');
});

test('the message is sent again on request', async () => {
	const mary = await site.member('mary');
	await mailbox.next('mary@example.com');
	const { page } = await mary.get('/settings/email');
	assert.equal(page('button:contains("Send the message again")').length, 1);
	const response = await mary.fill('/settings/email', '/settings/email');
	assert.match(await flashAfter(mary, response), /is on its way/);
	await follow(linkIn(await mailbox.next('mary@example.com'), 'confirm'));
	assert.equal((await mary.get('/settings/email')).page('button:contains("again")').length, 0);
});

test('a forgotten password is replaced, and all sessions end', async () => {
	const susan = await confirmed('susan');
	const link = await forgot('susan', 'susan@example.com');
	const { client, response } = await follow(link, { password: 'a better horse' });
	assert.equal(response.headers.location, '/login');
	assert.match(await flashAfter(client, response), /susan has a new password and is signed out everywhere/);
	assert.equal((await susan.get('/settings')).status, 303);
	assert.equal((await site.visitor().signIn('susan')).status, 422);
	assert.equal((await site.visitor().signIn('susan@example.com', 'a better horse')).status, 303);

	const again = await site.visitor().get(link);
	assert.equal(again.status, 404);
	assert.match(again.text, gone);
	const posted = site.visitor();
	const token = await posted.token('/login');
	assert.equal((await posted.post(link, { token, password: 'another horse' })).status, 404);
});

test('a person replaces a forgotten password in a browser', async () => {
	await confirmed('rita');
	const browser = await startBrowser(site);
	const context = await browser.newContext({ baseURL: site.address });
	const page = await context.newPage();
	await page.goto('/login');
	await page.getByRole('link', { name: 'Forgotten your password?' }).click();
	await page.getByLabel('Nickname or e-mail address').fill('rita');
	await page.getByRole('button', { name: 'Send the link' }).click();
	assert.match(await page.getByRole('status').innerText(), /on its way/);
	await page.goto(linkIn(await mailbox.next('rita@example.com', /new password/), 'forgotten'));
	await page.getByLabel('New password').fill('a better horse');
	await page.getByRole('button', { name: 'Save the new password' }).click();
	assert.match(await page.getByRole('status').innerText(), /rita has a new password/);
	await page.getByLabel('Nickname or e-mail').fill('rita');
	await page.getByLabel('Password').fill('a better horse');
	await page.getByRole('button', { name: 'Sign in' }).click();
	assert.match(await page.locator('h1').innerText(), /Hi, rita!/);
	await context.close();
	await browser.close();
});

test('a new password must be a good one, and the link still works then', async () => {
	await confirmed('ann');
	const link = await forgot('ann@example.com', 'ann@example.com');
	for (const password of ['short', 'ann@example.com', 'password1']) {
		const { response } = await follow(link, { password });
		assert.equal(response.status, 422);
		assert.equal(response.page('#password').attr('aria-invalid'), 'true');
	}
	assert.equal((await follow(link, { password: 'a better horse' })).response.status, 303);
});

test('an expired link says so', async () => {
	await confirmed('late');
	const link = await forgot('late', 'late@example.com');
	sql('UPDATE email_secret SET until = now()');
	const client = site.visitor();
	const { status, text } = await client.get(link);
	assert.equal(status, 404);
	assert.match(text, gone);
});

test('the response is the same, to the byte, whether somebody has that login or not', async () => {
	const pages = [];
	for (const nickname of ['john', 'john@example.com', 'nobody_here', 'nobody@example.com', 'x'.repeat(100), '😀']) {
		const visitor = site.visitor();
		const response = await visitor.fill('/forgotten', '/forgotten', { nickname });
		const headers = Object.entries(response.headers).filter(([name]) => !['date', 'x-request-id'].includes(name));
		const next = await visitor.get(response.headers.location);
		pages.push(JSON.stringify([response.status, headers, next.page('main').text().replace(/[\w-]{43}/g, '')]));
	}
	assert.equal(new Set(pages).size, 1, pages.join('\n'));
	assert.equal((await site.visitor().fill('/forgotten', '/forgotten', { nickname: ' ' })).status, 422);
});

test('another address counts once it is confirmed, and the old one can take that back', async () => {
	const paul = await confirmed('paul');
	const link = await change(paul, 'Paul@new.example');
	const before = await paul.get('/settings/email');
	assert.match(before.page('main').text(), /Your address is paul@example.com, and you have confirmed it/);
	assert.match(before.page('main').text(), /It becomes Paul@new.example once you open the link/);
	await follow(link);
	assert.match(await address(paul), /Paul@new.example, and you have confirmed/);
	assert.equal((await site.visitor().signIn('paul@example.com')).status, 422);
	assert.equal((await site.visitor().signIn('paul@NEW.example')).status, 303);

	const told = await mailbox.next('paul@example.com');
	assert.equal(told.subject, 'Your e-mail address at microblog has been changed');
	const third = await change(paul, 'paul@third.example');
	const { client, response } = await follow(linkIn(told, 'revert'));
	assert.equal(response.headers.location, '/forgotten');
	assert.match(await flashAfter(client, response), /paul@example.com is the e-mail address of paul again/);
	assert.equal((await paul.get('/settings')).status, 303, 'signed out');
	assert.equal((await site.visitor().get(third)).status, 404);
	assert.equal((await site.visitor().get(linkIn(told, 'revert'))).status, 404);
	assert.equal((await site.visitor().signIn('paul@example.com')).status, 303);
});

test('a member without an address gets one', async () => {
	const olga = await site.member('olga');
	await mailbox.next('olga@example.com');
	sql("UPDATE person SET email = NULL, email_key = NULL WHERE nickname = 'olga'");
	assert.match(await address(olga), /has no e-mail address/);
	await follow(await change(olga, 'olga@example.org'));
	assert.match(await address(olga), /olga@example.org, and you have confirmed/);
});

test('an address that another account has confirmed cannot be confirmed again', async () => {
	const mallory = await confirmed('mallory');
	const link = await change(mallory, 'john@example.com');
	const { client, response } = await follow(link);
	assert.match(await flashAfter(client, response), /Another account has confirmed john@example.com/);
	assert.match(await address(mallory), /mallory@example.com/);
	assert.equal((await site.visitor().signIn('john@example.com')).status, 303, 'john still signs in with it');
});

test('an invalid address is given back with the reason', async () => {
	const member = await site.member('vera');
	const response = await member.fill('/settings/email', '/settings/email', { again: '', email: 'vera at home' });
	assert.equal(response.status, 422);
	assert.equal(response.page('#email').val(), 'vera at home');
	assert.match(response.page('#email-error').text(), /like name@example.org/);
});

// Let some minutes pass for notifications and messages, and wake the courier.
const pass = (minutes) => sql(`UPDATE notification SET id = id - (${minutes} * 60000::bigint << 20);
	UPDATE digest_mark SET seen = greatest(0, seen - (${minutes} * 60000::bigint << 20));
	UPDATE digest SET due = due - interval '${minutes} minutes', told = greatest(0, told - (${minutes} * 60000::bigint << 20));
	UPDATE mail SET due = due - interval '${minutes} minutes';
	SELECT pg_notify('microblog_courier', '')`);

test('what is new is sent once an hour, and one click unsubscribes', async () => {
	const eve = await confirmed('eve');
	const [fan, other] = [await site.member('fan'), await site.member('other')];
	await fan.fill('/follow/eve', '/follow/eve');
	pass(2);
	sql(until("EXISTS (SELECT FROM mail WHERE kind = 'digest')"));
	pass(10);
	const mail = await mailbox.next('eve@example.com');
	assert.equal(mail.subject, 'What is new for you at microblog');
	assert.match(mail.text, /^\* fan is following you now$/m);
	assert.match(mail.html, /<li>fan is following you now<\/li>/);
	assert.match(mail.text, new RegExp(`^${environment.SITE_URL}/notifications$`, 'm'));
	const link = linkIn(mail, 'unsubscribe');
	assert.equal(mail.headers.get('list').unsubscribe.url, environment.SITE_URL + link);
	const header = mail.headerLines.find(({ key }) => key === 'list-unsubscribe-post');
	assert.match(header.line, /List-Unsubscribe=One-Click/);

	await other.fill('/follow/eve', '/follow/eve');
	pass(2);
	sql(until("EXISTS (SELECT FROM mail WHERE kind = 'digest' AND due > now() + interval '50 minutes')"));
	pass(60);
	const next = await mailbox.next('eve@example.com');
	assert.match(next.text, /^\* other is following you now$/m);
	assert.doesNotMatch(next.text, /fan/);

	const checked = async () => (await eve.get('/settings/notifications')).page('input[type=checkbox]').attr('checked') !== undefined;
	assert.equal((await site.visitor().get(link)).status, 200);
	assert.equal(await checked(), true, 'a GET changes nothing');
	const boundary = 'x';
	const body = `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`;
	const response = await site.visitor().post(link, body, { 'content-type': `multipart/form-data; boundary=${boundary}` });
	assert.equal(response.status, 200);
	assert.match(response.text, /eve will get no more messages/);
	assert.equal(await checked(), false);
	assert.match(await flashAfter(eve, await eve.fill('/settings/notifications', '/settings/notifications', { digest: '1' })), /saved/);
	assert.equal(await checked(), true);
});

test('an operator passes a link on', async () => {
	await site.member('ruth');
	const words = ['person', 'password', 'ruth', '--link'];
	const { status, output } = run(site.folder, words, { environment: { DATABASE_URL: process.env.TEST_SITE_URL, SITE_URL: 'https://example.org' } });
	assert.equal(status, 0, output);
	const [, link] = output.match(/^https:\/\/example\.org(\/forgotten\/[\w-]{43})$/m);
	assert.equal((await follow(link, { password: 'a better horse' })).response.status, 303);
	assert.equal((await site.visitor().get(link)).status, 404);
	assert.equal((await site.visitor().signIn('ruth', 'a better horse')).status, 303);
	for (const [last, SITE_URL, status, reason] of [['--link', '', 1, /SITE_URL is not set/],
		['--other', 'https://example.org', 2, /NICK --link/]]) {
		const wrong = run(site.folder, [...words.slice(0, 3), last], { environment: { DATABASE_URL: process.env.TEST_SITE_URL, SITE_URL } });
		assert.equal(wrong.status, status);
		assert.match(wrong.output, reason);
	}
	assert.match(run(site.folder, ['person', 'password', 'nobody', '--link'],
	    { environment: { DATABASE_URL: process.env.TEST_SITE_URL, SITE_URL: 'https://example.org' } }).output, /No member/);
});

test('requests are limited, by network and by login', async () => {
	const limited = await startSite({ environment: { ...environment, RATE_LIMITS: 'forgotten-address=4/1h forgotten-account=2/1h confirm=1/1h' } });
	const ask = async (nickname) => limited.visitor().fill('/forgotten', '/forgotten', { nickname });
	for (const login of ['nobody_1', 'nobody_1', 'nobody_2'])
		assert.equal((await ask(login)).status, 303);
	const refused = await ask('nobody_1');
	assert.equal(refused.status, 429);
	assert.match(refused.text, /Please try again in \d+ (minute|hour)s?\./);
	assert.equal(refused.page('#nickname').val(), 'nobody_1');
	assert.equal((await ask('nobody_3')).status, 429);

	const john = limited.visitor();
	await john.signIn('john');
	const change = (email) => john.fill('/settings/email', '/settings/email', { again: '', email });
	assert.equal((await change('one@example.org')).status, 303);
	const late = await change('two@example.org');
	assert.equal(late.status, 429);
	assert.equal(late.page('#email').val(), 'two@example.org');
	await stopClean(limited);
});

test('a site that sends no mail says so, and everything else works', async () => {
	const poor = await startSite();
	const member = await poor.member('hans');
	assert.equal(flash(await member.get('/')), 'Welcome, hans!');
	const { status, page, text } = await poor.visitor().get('/forgotten');
	assert.equal(status, 200);
	assert.match(text, /sends no mail/);
	assert.equal(page('main form').length, 0);
	const settings = await member.get('/settings/email');
	assert.match(settings.text, /sends no mail/);
	assert.doesNotMatch(settings.page('main').text(), /Send the message again/);
	assert.equal((await member.get('/settings/notifications')).page('main form').length, 0);
	const response = await member.fill('/settings/email', '/settings/email', { email: 'hans@example.org' });
	assert.match(await flashAfter(member, response), /has been saved/);
	assert.equal((await poor.visitor().signIn('hans@example.org')).status, 303);
	assert.equal(sql("SELECT count(*) FROM mail WHERE recipient LIKE 'hans%'"), '0');
	await stopClean(poor);
});

test('no secret gets into a log', async () => {
	const broken = await startSite();
	await broken.member('log');
	const link = `/confirm/${addSecret('confirm', 'log')}`;
	sql('ALTER TABLE email_former RENAME TO email_former_away');
	const { status } = await broken.visitor().get(link);
	sql('ALTER TABLE email_former_away RENAME TO email_former');
	assert.equal(status, 500);
	const log = (await broken.stop()).join('\n');
	assert.match(log, /\/confirm\/\.\.\.: 500/);
	assert.doesNotMatch(log, new RegExp(link.split('/')[2]));
});
