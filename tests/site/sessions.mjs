// SPDX-License-Identifier: ISC
// Where a member is signed in, a new password, and the end of sessions.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { flashAfter, sql, startSite, stopClean } from './site.mjs';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) '
	+ 'Version/18.1 Mobile/15E148 Safari/604.1';
const password = 'correct horse';

let site;

before(async () => {
	site = await startSite();
});

after(() => stopClean(site));

const member = (nickname) => site.member(nickname);

// Sign in on another browser, with this User-Agent.
async function browser(nickname, agent, more = {}) {
	const client = site.visitor();
	const fields = { token: await client.token('/login'), nickname, password, ...more };
	const response = await client.post('/login', fields, agent && { 'user-agent': agent });
	assert.equal(response.status, 303);
	return client;
}

const isSignedIn = async (client) => (await client.get('/settings/profile')).status === 200;
const places = ({ page }) => page('.places li').toArray().map((e) => page(e).find('h2').text().trim());
const buttons = ({ page }) => page('.places form').toArray().map((e) => page(e).attr('action'));

test('a member sees their own sessions, the current one first', async () => {
	await member('seen');
	await member('unseen');
	await browser('seen', iphone);
	await browser('seen', '<script>alert(1)</script>');
	const here = await browser('seen', firefox);
	const list = await here.get('/sessions');
	assert.deepEqual(places(list), ['Firefox on Linux – this browser', 'Unknown browser', 'Safari on iPhone', 'Unknown browser']);
	assert.doesNotMatch(list.text, /alert|<script/);
	assert.equal(buttons(list).length, 3, 'each other session has a button');
	assert.equal((await here.get('/settings')).page('main a[href="/sessions"]').length, 1);
});

test('the page reveals neither the secret of the session nor its hash', async () => {
	const client = await member('secretive');
	const { text } = await client.get('/sessions');
	const secret = client.cookies.get('__Host-session');
	const hash = sql("SELECT encode(token_hash, 'hex') FROM session s JOIN person p ON p.id = s.person WHERE nickname = 'secretive'");
	assert.equal(hash.length, 64);
	for (const part of [secret, hash, Buffer.from(hash, 'hex').toString('base64url')])
		assert.ok(!text.includes(part));
});

test('what took long to type is given back when the session has ended', async () => {
	const pages = new URL('../../assets/', import.meta.url);
	const templates = ['pages/', 'parts/'].flatMap((folder) => readdirSync(new URL(folder, pages)).map((file) => readFileSync(new URL(folder + file, pages), 'utf8')));
	const areas = new Set(templates.flatMap((text) => [...text.matchAll(/<textarea[^>]*\sname="(\w+)"/g)].map(([, name]) => name)));
	areas.delete('body'); // a post is kept as a draft
	assert.ok(areas.size >= 4);
	for (const name of areas)
		for (const address of ['/settings/profile', '/admin/site', '/moderation/closed']) {
			const visitor = site.visitor();
			const { status, page } = await visitor.post(address, { [name]: ' <b>Typed\nat length' }, { origin: site.address });
			assert.equal(status, 403);
			assert.equal(page('#kept').val(), '<b>Typed\nat length', name);
			const other = await visitor.post(address, { [name]: 'Typed elsewhere' });
			assert.equal(other.status, address === '/settings/profile' ? 303 : 404);
		}
});

test('signing out another session ends only that one', async () => {
	const here = await member('ender');
	const [phone, desk] = [await browser('ender', iphone), await browser('ender', firefox)];
	const list = await here.get('/sessions');
	const action = buttons(list)[places(list).indexOf('Safari on iPhone') - 1];
	const token = list.page('input[name=token]').first().attr('value');
	assert.equal(await flashAfter(here, await here.post(action, { token })), 'You have signed out there.');
	assert.deepEqual([await isSignedIn(phone), await isSignedIn(desk), await isSignedIn(here)], [false, true, true]);
	assert.equal(await flashAfter(here, await here.post(action, { token })), 'You are no longer signed in there.');
});

test('nobody can end somebody else\'s session, or learn that it exists', async () => {
	const victim = await member('victim');
	const thief = await member('thief');
	await browser('victim', firefox);
	const [action] = buttons(await victim.get('/sessions'));
	const token = await thief.token('/sessions');
	for (const address of [action, '/session/0/end', '/session/99999999999999999999/end'])
		assert.equal(await flashAfter(thief, await thief.post(address, { token })), 'You are no longer signed in there.');
	await thief.post('/sessions/end', { token });
	assert.equal(buttons(await victim.get('/sessions')).length, 1);
});

test('signing out everywhere else leaves this browser signed in', async () => {
	const here = await member('lonely');
	const others = [await browser('lonely', iphone), await browser('lonely', firefox, { remember_me: '1' })];
	assert.equal(await flashAfter(here, await here.fill('/sessions', '/sessions/end')), 'You have signed out everywhere else.');
	for (const other of others)
		assert.equal(await isSignedIn(other), false);
	assert.equal(places(await here.get('/sessions')).length, 1);
});

test('a new password signs out everywhere else, and this browser gets a new session', async () => {
	await member('renewed');
	const other = await browser('renewed', iphone, { remember_me: '1' });
	const here = await browser('renewed', firefox, { remember_me: '1' });
	const old = here.cookies.get('__Host-session');
	const response = await here.fill('/password', '/password', { new_password: 'a better horse' });
	const cookie = response.cookies.find((line) => line.startsWith('__Host-session='));
	assert.match(cookie, /Max-Age=2592000/, 'it stays remembered');
	assert.equal(await flashAfter(here, response), 'Your password has been changed, and you have been signed out everywhere else.');
	assert.notEqual(here.cookies.get('__Host-session'), old);
	assert.deepEqual(places(await here.get('/sessions')), ['Firefox on Linux – this browser']);
	assert.equal((await here.say('still me')).status, 303, 'its forms work');

	assert.equal(await isSignedIn(other), false);
	other.cookies.set('__Host-session', old);
	assert.equal(await isSignedIn(other), false, 'the old cookie is useless');
	assert.equal((await site.visitor().signIn('renewed')).status, 422);
	assert.equal((await site.visitor().signIn('renewed', 'a better horse')).status, 303);
});

test('a refused password has its reason beside the field, is never echoed, and changes nothing', async () => {
	const client = await member('refused');
	const other = await browser('refused', firefox);
	for (const [typed, reason] of [
		['short', /8 characters/],
		['password1', /very common/],
		['refused@example.com', /e-mail address/],
		['x'.repeat(1025), /1,024/],
	]) {
		const { status, page, text } = await client.fill('/password', '/password', { new_password: typed });
		assert.equal(status, 422, typed);
		const input = page('input[name=new_password]');
		assert.equal(input.attr('aria-invalid'), 'true');
		assert.match(page(`#${input.attr('aria-describedby').split(' ')[0]}`).text(), reason);
		assert.doesNotMatch(text, /horse|x{1025}|value="short"/);
	}
	assert.ok(await isSignedIn(other));
	assert.equal((await site.visitor().signIn('refused')).status, 303);
});

// Make the last proof in all sessions of a member look as old as this.
const forget = (nickname, interval) => sql(`UPDATE session s SET proved_at = now() - interval '${interval}'
	FROM person p WHERE p.id = s.person AND nickname = '${nickname}'`);

test('ten minutes after a proof, a new password requires another one', async () => {
	const client = await member('sudoer');
	forget('sudoer', '9 minutes 50 seconds');
	assert.equal((await client.get('/password')).status, 200);
	const token = await client.token('/password');
	forget('sudoer', '10 minutes');
	for (const response of [await client.get('/password'), await client.post('/password', { token, new_password: 'a better horse' })]) {
		assert.equal(response.status, 303);
		assert.equal(response.headers.location, '/sudo?next=%2Fpassword');
	}
	for (const guess of ['wrong horse', '', 'x'.repeat(1025)]) {
		const { status, page, text } = await client.fill('/sudo?next=%2Fpassword', '/sudo', { password: guess });
		assert.equal(status, 422, guess);
		assert.equal(page('#password-error').text(), 'This is not your password.');
		assert.equal(page('input[name=next]').attr('value'), '/password');
		assert.doesNotMatch(text, /horse|x{1025}/);
	}
	assert.equal((await client.get('/password')).status, 303);
	const proved = await client.fill('/sudo?next=%2Fpassword', '/sudo', { password });
	assert.deepEqual([proved.status, proved.headers.location], [303, '/password']);
	assert.equal((await client.fill('/password', '/password', { new_password: 'a better horse' })).status, 303);
});

test('a proof leads to no other site, and guesses at it are counted', async () => {
	const client = await member('guesser');
	for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example', ''])
		assert.equal((await client.fill(`/sudo?next=${encodeURIComponent(next)}`, '/sudo', { password })).headers.location, '/settings');
	assert.equal((await site.visitor().get('/sudo?next=%2Fpassword')).headers.location, '/login?next=%2Fsudo%3Fnext%3D%252Fpassword');
});

test('signing in again gives another secret and ends the earlier session', async () => {
	const client = await member('fixed');
	const before = client.cookies.get('__Host-session');
	const response = await client.post('/login', { token: await client.token(), nickname: 'fixed', password });
	assert.equal(response.status, 303);
	assert.notEqual(client.cookies.get('__Host-session'), before);
	assert.equal(places(await client.get('/sessions')).length, 1);

	const chosen = site.visitor();
	chosen.cookies.set('__Host-session', 'A'.repeat(43));
	await chosen.signIn('fixed');
	assert.notEqual(chosen.cookies.get('__Host-session'), 'A'.repeat(43), 'a secret chosen by the client is not used');
});

test('signing up while signed in ends the earlier session', async () => {
	const client = await member('first_self');
	const before = client.cookies.get('__Host-session');
	const token = await client.token();
	await client.post('/signup', { token, nickname: 'second_self', email: 'self@example.com', password });
	assert.match((await client.get('/')).text, /Hi, second_self!/);
	client.cookies.set('__Host-session', before);
	assert.equal(await isSignedIn(client), false);
});

test('signing out tells the browser to clear its data', async () => {
	const response = await (await member('goer')).fill('/', '/logout');
	assert.equal(response.status, 303);
	assert.equal(response.headers['clear-site-data'], '"storage"');
	assert.ok(response.cookies.some((line) => /^__Host-session=; .*Max-Age=0/.test(line)));
});

test('a failure is logged once, with its reason and the id that the page shows', async () => {
	const other = await startSite({ environment: { RATE_LIMITS: '' } });
	let response, log;
	try {
		const client = other.visitor();
		await client.signUp('hasty');
		// Rename the member after the session is found, but before the password.
		sql(`CREATE FUNCTION rename() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
				$$ BEGIN UPDATE person SET nickname = 'Quick' WHERE nickname = 'hasty'; RETURN NEW; END $$;
			INSERT INTO nickname SELECT 'quick', id FROM person WHERE nickname = 'hasty';
			CREATE TRIGGER rename BEFORE INSERT ON rate FOR EACH ROW EXECUTE FUNCTION rename()`);
		response = await client.fill('/sudo', '/sudo', { password });
		sql('DROP TRIGGER rename ON rate');
	} finally {
		log = await other.stop();
	}
	assert.equal(response.status, 503);
	const lines = log.filter((line) => line.includes(response.headers['x-request-id']) || /: 503 /.test(line));
	assert.equal(lines.length, 1);
	assert.match(lines[0], new RegExp(`request ${response.headers['x-request-id']}: /sudo: 503 the member changed nickname meanwhile$`));
});

// Make a member's sessions look as old as this.
const age = (nickname, created, used) => sql(`UPDATE session s SET created_at = now() - interval '${created}',
	used_at = now() - interval '${used}' FROM person p WHERE p.id = s.person AND nickname = '${nickname}'`);

test('a session ends after a day without use, a remembered one after thirty', async () => {
	await member('idle');
	const [short, long] = [await browser('idle', firefox), await browser('idle', firefox, { remember_me: '1' })];
	age('idle', '6 days', '25 hours');
	assert.deepEqual([await isSignedIn(short), await isSignedIn(long)], [false, true]);
	age('idle', '179 days', '29 days');
	assert.equal(await isSignedIn(long), true);
	age('idle', '179 days', '31 days');
	assert.equal(await isSignedIn(long), false);
});

test('signing in again works where the session was idle for minutes, which takes the most queries', async () => {
	const client = await member('returner');
	const token = await client.token();
	age('returner', '2 days', '2 minutes');
	assert.equal((await client.post('/login', { token, nickname: 'returner', password })).status, 303);
	assert.equal(await isSignedIn(client), true);
});

test('use keeps a session alive, but not beyond a week, or half a year if remembered', async () => {
	const short = await member('busy');
	const long = await browser('busy', firefox, { remember_me: '1' });
	age('busy', '6 days', '23 hours');
	for (const client of [short, long, short, long])
		assert.equal(await isSignedIn(client), true);
	assert.equal(sql("SELECT count(*) FROM session s JOIN person p ON p.id = s.person WHERE nickname = 'busy' AND used_at > now() - interval '1 hour'"), '2');
	age('busy', '8 days', '0');
	assert.deepEqual([await isSignedIn(short), await isSignedIn(long)], [false, true]);
	age('busy', '181 days', '0');
	assert.equal(await isSignedIn(long), false);
});

test('use renews the thirty days of a remembered session', async () => {
	const short = await member('again');
	const long = await browser('again', firefox, { remember_me: '1' });
	const secret = long.cookies.get('__Host-session');
	age('again', '2 days', '2 minutes');
	const given = async (client) => (await client.get('/settings/profile')).cookies.filter((line) => line.startsWith('__Host-session='));
	assert.deepEqual(await given(short), [], 'still a cookie for the browser\'s session');
	const [line] = await given(long);
	assert.ok(line.startsWith(`__Host-session=${secret};`));
	assert.match(line, /Max-Age=2592000/);
	assert.deepEqual(await given(long), [], 'not with every page');
});

test('of more than twenty sessions the least recently used one ends', async () => {
	const first = await member('many');
	age('many', '2 hours', '1 hour');
	const second = await browser('many', firefox);
	for (let i = 0; i < 19; i++)
		await browser('many', iphone);
	assert.deepEqual([await isSignedIn(first), await isSignedIn(second)], [false, true]);
	assert.equal(places(await second.get('/sessions')).length, 20);
});
