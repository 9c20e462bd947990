// SPDX-License-Identifier: ISC
// Members over TLS: how they sign up, sign in and out, and change their
// nickname.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flashAfter, startSite, stopClean } from './site.mjs';

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
	const sent = await visitor.get('/edit');
	assert.equal(sent.status, 303);
	assert.equal(sent.headers.location, '/login?next=%2Fedit');
	assert.equal((await visitor.get('/follow/john')).headers.location, '/login?next=%2Ffollow%2Fjohn');
	assert.equal((await visitor.post('/post', { body: 'x' })).headers.location, '/login');

	const back = site.visitor();
	const response = await back.fill('/login?next=%2Fedit', '/login', { nickname: 'john', password: 'correct horse' });
	assert.equal(response.status, 303);
	assert.equal(response.headers.location, '/edit');
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
	assert.equal((await client.get('/edit')).status, 303);
});

test('a sign-up that breaks a rule shows the reason beside the field', async () => {
	const client = site.visitor();
	const cases = [
		[{ nickname: 'a b' }, /letters/],
		[{ nickname: 'x'.repeat(65) }, /64/],
		[{ nickname: 'admin' }, /already in use/],
		[{ nickname: 'JOHN' }, /already in use/],
		[{ email: 'nonsense' }, /e-mail/i],
		[{ email: `${'x'.repeat(120)}@example.com` }, /120/],
		[{ password: 'short' }, /8/],
		[{ password: 'password1' }, /./],
		[{ password: 'x'.repeat(1025) }, /1,?024/],
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

test('after a rename the old address redirects, and nobody else gets the name', async () => {
	const client = await site.member('caterpillar');
	const edit = await client.get('/edit');
	assert.equal(edit.page('input[name=nickname]').val(), 'caterpillar');

	const taken = await client.fill('/edit', '/edit', { nickname: 'susan', about_me: 'I change' });
	assert.equal(taken.status, 422);
	assert.match(taken.page('.error').text(), /This nickname is already in use\. Please choose another one\./);
	assert.equal(taken.page('textarea[name=about_me]').val(), 'I change');
	assert.equal((await client.fill('/edit', '/edit', { nickname: 'butterfly', about_me: 'x'.repeat(141) })).status, 422);

	const saved = await client.fill('/edit', '/edit', { nickname: 'butterfly', about_me: 'I changed' });
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
	const rename = (nickname, about_me = '') => client.fill('/edit', '/edit', { nickname, about_me });
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
