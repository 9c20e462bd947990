// Members over TLS: how they sign up, in and out, and take another nickname.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bad, flashAfter, startSite } from './site.mjs';

let site, visitor, witness;

before(async () => {
	site = await startSite();
	visitor = site.visitor();
	// (Other workers hear of what was written a moment later.)
	witness = site.witness();
	for (const nickname of ['john', 'susan'])
		assert.equal((await site.visitor().signUp(nickname)).status, 303);
});

after(async () => {
	const log = await site.stop();
	assert.deepEqual(log.filter((line) => bad.test(line)), [], 'the log is clean');
});

test('a visitor is sent to sign in, and comes back', async () => {
	const sent = await visitor.get('/edit');
	assert.equal(sent.status, 303);
	assert.equal(sent.headers.location, '/login?next=%2Fedit');
	assert.equal((await visitor.get('/follow/john')).headers.location, '/login?next=%2Ffollow%2Fjohn');
	assert.equal((await visitor.post('/post', { body: 'x' })).headers.location, '/login');

	const back = site.visitor();
	const answer = await back.fill('/login?next=%2Fedit', '/login', { nickname: 'john', password: 'correct horse' });
	assert.equal(answer.status, 303);
	assert.equal(answer.headers.location, '/edit');
});

test('nobody is sent to another site after signing in', async () => {
	for (const next of ['https://example.com/', '//example.com', '/\\example.com', '/\t/example.com', 'javascript:1']) {
		const client = site.visitor();
		const { page } = await client.get(`/login?next=${encodeURIComponent(next)}`);
		assert.equal(page('input[name=next]').val(), '/', next);
		const answer = await client.signIn('john', 'correct horse', { next });
		assert.equal(answer.headers.location, '/', next);
	}
});

test('the session cookie is for this site alone, and lasts as asked', async () => {
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

test('one signs in by nickname in any case, or by e-mail address', async () => {
	assert.equal((await site.visitor().signIn('JOHN')).status, 303);
	assert.equal((await site.visitor().signIn('john@example.com')).status, 303);
});

test('a wrong nickname and a wrong password get the same words', async () => {
	const wrong = await site.visitor().signIn('john', 'wrong password');
	const nobody = await site.visitor().signIn('nobody_here', 'wrong password');
	for (const answer of [wrong, nobody]) {
		assert.equal(answer.status, 422);
		assert.match(answer.text, /Wrong nickname or password\./);
		assert.equal(answer.page('input[name=password]').val(), undefined);
	}
	assert.equal(wrong.page('input[name=nickname]').val(), 'john', 'what was typed comes back');
});

test('signing out ends the session on the server', async () => {
	const client = site.visitor();
	await client.signIn('john');
	const stolen = client.cookies.get('__Host-session');
	assert.equal((await client.get('/logout')).status, 200);
	const answer = await client.fill('/logout', '/logout');
	assert.equal(answer.status, 303);
	assert.equal(answer.headers.location, '/');
	client.cookies.set('__Host-session', stolen);
	assert.equal((await client.get('/edit')).status, 303);
});

test('a sign-up that breaks a rule comes back with the reason beside the field', async () => {
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
		const answer = await client.fill('/signup', '/signup', fields);
		assert.equal(answer.status, 422, JSON.stringify(wrong));
		assert.match(answer.page('.error').text(), reason);
		assert.equal(answer.page('input[name=email]').val(), fields.email);
	}
});

test('nobody learns whether an e-mail address is registered', async () => {
	const answer = await site.visitor().fill('/signup', '/signup',
	    { nickname: 'someone_else', email: 'john@example.com', password: 'another horse' });
	assert.equal(answer.status, 303);
	assert.equal((await site.visitor().signIn('john@example.com')).status, 303);
	const other = site.visitor();
	assert.equal((await other.signIn('john@example.com', 'another horse')).status, 303);
	assert.match((await other.get('/')).text, /Hi, someone_else!/);
});

test('without a nickname one is made from the e-mail address', async () => {
	for (const nickname of ['maria', 'maria2']) {
		const client = site.visitor();
		await client.fill('/signup', '/signup', { nickname: '', email: 'maria@example.com', password: 'correct horse' });
		assert.match((await client.get('/')).text, new RegExp(`Hi, ${nickname}!`));
	}
});

test('a rename keeps the old address, and nobody else gets the name', async () => {
	const client = site.visitor();
	await client.signUp('caterpillar');
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

test('who has had ten nicknames is told so, keeps what they typed, and may take one again', async () => {
	const client = site.visitor();
	await client.signUp('actor');
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
