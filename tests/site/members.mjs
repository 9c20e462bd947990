// SPDX-License-Identifier: ISC
// Members over TLS: how they sign up, sign in and out, and change their
// nickname.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flashAfter, sql, startSite, stopClean } from './site.mjs';

let site, visitor, witness;

before(async () => {
	site = await startSite();
	visitor = site.visitor();
	witness = site.witness(); // because news reaches other workers' caches a moment later
	for (const nickname of ['john', 'susan'])
		await site.member(nickname);
});

after(() => stopClean(site));

test('a visitor is redirected to sign in, and then back', async () => {
	const sent = await visitor.get('/settings/profile');
	assert.equal(sent.status, 303);
	assert.equal(sent.headers.location, '/login?next=%2Fsettings%2Fprofile');
	assert.equal((await visitor.get('/follow/john')).headers.location, '/login?next=%2Ffollow%2Fjohn');
	assert.equal((await visitor.post('/post', { body: 'x' })).headers.location, '/login');

	const back = site.visitor();
	const response = await back.fill('/login?next=%2Fsettings%2Fprofile', '/login', { nickname: 'john', password: 'correct horse' });
	assert.equal(response.status, 303);
	assert.equal(response.headers.location, '/settings/profile');
});

test('nobody is redirected to another site after signing in', async () => {
	for (const next of ['https://example.com/', '//example.com', '/\\example.com', '/\t/example.com', 'javascript:1']) {
		const client = site.visitor();
		const { page } = await client.get(`/login?next=${encodeURIComponent(next)}`);
		assert.equal(page('input[name=next]').val(), '/', next);
		const response = await client.signIn('john', 'correct horse', { next });
		assert.equal(response.headers.location, '/', next);
	}
});

test('the session cookie is only for this site, and lasts as long as chosen', async () => {
	const client = site.visitor();
	const short = await client.signIn('john');
	const cookie = short.cookies.find((line) => line.startsWith('__Host-session='));
	assert.match(cookie, /^__Host-session=[A-Za-z0-9_-]{43}; /);
	for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax'])
		assert.ok(cookie.includes(`; ${attribute}`), attribute);
	assert.doesNotMatch(cookie, /Max-Age|Domain/);

	const long = await site.visitor().signIn('john', 'correct horse', { remember_me: '1' });
	assert.match(long.cookies.find((line) => line.startsWith('__Host-session=')), /Max-Age=2592000/);
});

test('members sign in with their nickname in any case, or their e-mail address', async () => {
	assert.equal((await site.visitor().signIn('JOHN')).status, 303);
	assert.equal((await site.visitor().signIn('john@example.com')).status, 303);
});

test('a password does not depend on the keyboard', async () => {
	const password = 'Grüße-vom-Café-1';
	const composed = password.normalize('NFC');
	const decomposed = password.normalize('NFD');
	for (const [nickname, first, second] of [['mac', decomposed, composed], ['windows', composed, decomposed]]) {
		assert.equal((await site.visitor().signUp(nickname, first)).status, 303);
		for (const typed of [first, second])
			assert.equal((await site.visitor().signIn(nickname, typed)).status, 303);
		const client = site.visitor();
		await client.signIn(nickname, second);
		const changed = await client.fill('/password', '/password', { new_password: `${second}\u00a02` });
		assert.equal(changed.status, 303);
		assert.equal((await site.visitor().signIn(nickname, `${first} 2`)).status, 303, 'any space is a space');
		assert.equal((await site.visitor().signIn(nickname, 'Grusse-vom-Cafe-1 2')).status, 422);
	}
});

// The password in NFD, hashed as typed, as earlier versions did.
const oldHash = '$argon2id$v=19$m=19456,t=2,p=1$fmJf1J/wM2om4UqxNdkfhg$6J9d//lPWXoZUGo0DlG6W5bStHHJvDToNXMj7C+G0jU';

test('an old hash is upgraded at the next sign-in, and no session ends', async () => {
	const typed = 'Grüße-vom-Café-1'.normalize('NFD');
	const client = await site.member('veteran');
	sql(`UPDATE person SET password = '${oldHash}' WHERE nickname = 'veteran'`);
	const stored = () => sql("SELECT password FROM person WHERE nickname = 'veteran'");

	assert.equal((await site.visitor().signIn('veteran', typed.normalize('NFC'))).status, 422);
	assert.equal(stored(), oldHash);
	assert.equal((await site.visitor().signIn('veteran', typed)).status, 303);
	assert.notEqual(stored(), oldHash);
	assert.match(stored(), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	assert.equal((await site.visitor().signIn('veteran', typed.normalize('NFC'))).status, 303);
	assert.equal((await client.get('/settings/profile')).status, 200);
	const upgraded = stored();
	assert.equal((await site.visitor().signIn('veteran', typed)).status, 303);
	assert.equal(stored(), upgraded);
});

test('all spellings of an e-mail address sign in', async () => {
	const password = 'correct horse';
	for (const [nickname, email] of [['one_umlaut', 'one@MÜLLER.example'], ['two_umlaut', 'two@xn--mller-kva.example']]) {
		await site.visitor().fill('/signup', '/signup', { nickname, email, password });
		const name = nickname.slice(0, 3);
		for (const domain of ['müller.example', 'MÜLLER.EXAMPLE', 'müller.example'.normalize('NFD'), 'XN--mller-kva.example'])
			assert.equal((await site.visitor().signIn(`${name}@${domain}`)).status, 303, domain);
		assert.equal((await site.visitor().signIn(`${name}@muller.example`)).status, 422);
	}
});

test('the fifth member with an address signs in where they signed up, and is told of the nickname elsewhere', async () => {
	const email = 'family@example.com';
	const clients = [];
	for (let i = 1; i <= 5; i++) {
		clients.push(site.visitor());
		const response = await clients[i - 1].fill('/signup', '/signup', { nickname: `family${i}`, email, password: `password of ${i}` });
		assert.equal(response.status, 303);
		await clients[i - 1].fill('/logout', '/logout');
	}
	for (const [i, client] of clients.entries()) {
		assert.equal((await client.signIn('Family@example.com', `password of ${i + 1}`)).status, 303);
		assert.match((await client.get('/')).text, new RegExp(`Hi, family${i + 1}!`));
	}
	const hints = [];
	for (const login of [email, 'nobody_at_all@example.com']) {
		const { status, page } = await site.visitor().signIn(login, 'password of 5');
		assert.equal(status, 422);
		hints.push(page('#error').text());
	}
	assert.match(hints[0], /sign in with your nickname/);
	assert.equal(hints[0], hints[1], 'it does not reveal who is registered');
	assert.equal((await site.visitor().signIn('family5', 'password of 5')).status, 303);
});

test('a wrong nickname and a wrong password get the same message', async () => {
	const wrong = await site.visitor().signIn('john', 'wrong password');
	const nobody = await site.visitor().signIn('nobody_here', 'wrong password');
	for (const response of [wrong, nobody]) {
		assert.equal(response.status, 422);
		assert.match(response.text, /Wrong nickname or password\./);
		assert.equal(response.page('input[name=password]').val(), undefined);
	}
	assert.equal(wrong.page('input[name=nickname]').val(), 'john', 'the nickname is kept in the form');
});

test('signing out ends the session on the server', async () => {
	const client = site.visitor();
	await client.signIn('john');
	const stolen = client.cookies.get('__Host-session');
	assert.equal((await client.get('/logout')).status, 200);
	const response = await client.fill('/logout', '/logout');
	assert.equal(response.status, 303);
	assert.equal(response.headers.location, '/');
	client.cookies.set('__Host-session', stolen);
	assert.equal((await client.get('/settings/profile')).status, 303);
});

test('a sign-up that breaks a rule shows the reason beside the field', async () => {
	const client = site.visitor();
	const cases = [
		[{ nickname: 'a b' }, /letters/],
		[{ nickname: 'x'.repeat(65) }, /64/],
		[{ nickname: 'admin' }, /already in use/],
		[{ nickname: 'JOHN' }, /already in use/],
		[{ nickname: 'mods' }, /already in use/],
		[{ nickname: 'Help_Desk' }, /already in use/],
		[{ email: 'nonsense' }, /e-mail/i],
		[{ email: `${'x'.repeat(120)}@example.com` }, /120/],
		[{ password: 'short' }, /8/],
		[{ password: 'password1' }, /./],
		[{ password: 'x'.repeat(1025) }, /1,?024/],
		[{ password: 'e\u0301e\u0301e\u0301e\u0301' }, /8/],
		[{ password: 'with a\ttab' }, /leave out/],
		[{ nickname: 'newcomer', password: 'NewComer' }, /easy to guess/],
		[{ password: 'New@Example.com' }, /easy to guess/],
		[{ nickname: '', email: 'some.newcomer@example.com', password: 'some_newcomer' }, /easy to guess/],
		[{ email: 'newcomer.x@example.com', password: 'newcomer.x' }, /easy to guess/],
		[{ password: 'microblog' }, /easy to guess/],
	];
	for (const [wrong, reason] of cases) {
		const fields = { nickname: 'newcomer', email: 'new@example.com', password: 'correct horse', ...wrong };
		const response = await client.fill('/signup', '/signup', fields);
		assert.equal(response.status, 422, JSON.stringify(wrong));
		assert.match(response.page('.error').text(), reason);
		assert.equal(response.page('input[name=email]').val(), fields.email);
	}
});

test('nobody learns whether an e-mail address is registered', async () => {
	const response = await site.visitor().fill('/signup', '/signup',
	    { nickname: 'someone_else', email: 'john@example.com', password: 'another horse' });
	assert.equal(response.status, 303);
	assert.equal((await site.visitor().signIn('john@example.com')).status, 303);
	const other = site.visitor();
	assert.equal((await other.signIn('john@example.com', 'another horse')).status, 303);
	assert.match((await other.get('/')).text, /Hi, someone_else!/);
});

test('a missing nickname is made from the e-mail address', async () => {
	for (const nickname of ['maria', 'maria2']) {
		const client = site.visitor();
		await client.fill('/signup', '/signup', { nickname: '', email: 'maria@example.com', password: 'correct horse' });
		assert.match((await client.get('/')).text, new RegExp(`Hi, ${nickname}!`));
	}
});

test('a nickname made from the address of a role does not speak for the site', async () => {
	for (const name of ['admin', 'info', 'support', 'no-reply', 'help.desk', 'webmaster2']) {
		const client = site.visitor();
		await client.fill('/signup', '/signup', { nickname: '', email: `${name}@example.org`, password: 'correct horse' });
		assert.match((await client.get('/')).text, /Hi, someone\d*!/, name);
	}
});

test('after a rename the old address redirects, and nobody else gets the name', async () => {
	const client = await site.member('caterpillar');
	const edit = await client.get('/settings/profile');
	assert.equal(edit.page('input[name=nickname]').val(), 'caterpillar');

	const taken = await client.fill('/settings/profile', '/settings/profile', { nickname: 'susan', about_me: 'I change' });
	assert.equal(taken.status, 422);
	assert.match(taken.page('.error').text(), /This nickname is already in use\. Please choose another one\./);
	assert.equal(taken.page('textarea[name=about_me]').val(), 'I change');
	assert.equal((await client.fill('/settings/profile', '/settings/profile', { nickname: 'butterfly', about_me: 'x'.repeat(141) })).status, 422);

	const saved = await client.fill('/settings/profile', '/settings/profile', { nickname: 'butterfly', about_me: 'I changed' });
	assert.equal(await flashAfter(client, saved), 'Your changes have been saved.');
	for (const below of ['', '/followers', '/following']) {
		const moved = await witness.get(`/user/caterpillar${below}`);
		assert.equal(moved.status, 301);
		assert.equal(moved.headers.location, `/user/butterfly${below}`);
	}
	assert.equal((await witness.get('/user/BUTTERFLY')).status, 200);
	assert.match((await witness.get('/user/butterfly')).text, /I changed/);
	assert.equal((await site.visitor().signUp('caterpillar')).status, 422);
});

test('a member with ten nicknames gets no more, keeps what they typed, and may take one again', async () => {
	const client = await site.member('actor');
	const rename = (nickname, about_me = '') => client.fill('/settings/profile', '/settings/profile', { nickname, about_me });
	for (let role = 2; role <= 10; role++)
		assert.equal((await rename(`actor${role}`)).status, 303);

	const refused = await rename('actor11', 'I play too many roles');
	assert.equal(refused.status, 422);
	assert.match(refused.page('.error').text(), /You have already had ten nicknames, which is the limit\./);
	assert.equal(refused.page('input[name=nickname]').val(), 'actor11');
	assert.equal(refused.page('textarea[name=about_me]').val(), 'I play too many roles');
	assert.equal((await witness.get('/user/actor11')).status, 404);

	assert.equal((await rename('actor10', 'I am content')).status, 303);
	assert.equal((await rename('actor', 'I am content')).status, 303);
	assert.equal((await witness.get('/user/actor10')).headers.location, '/user/actor');
});
