// The site over TLS, as a visitor and as a member: what every address of its
// contract does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bad, startSite } from './site.mjs';

let site, visitor, witness, john, susan;

before(async () => {
	site = await startSite();
	visitor = site.visitor();
	// (Other workers hear of what was written a moment later.)
	witness = site.witness();
	john = site.visitor();
	susan = site.visitor();
	assert.equal((await john.signUp('john')).status, 303);
	assert.equal((await susan.signUp('susan')).status, 303);
});

after(async () => {
	const log = await site.stop();
	assert.deepEqual(log.filter((line) => bad.test(line)), [], 'the log is clean');
});

const flash = ({ page }) => page('[role=status], [role=alert]').text().trim();
const posts = ({ page }) => page('.h-entry .e-content').toArray().map((e) => page(e).text().trim());

async function flashAfter(client, answer) {
	assert.equal(answer.status, 303);
	return flash(await client.get(answer.headers.location));
}

test('the health check answers ok', async () => {
	const { status, text } = await visitor.get('/health');
	assert.equal(status, 200);
	assert.equal(text, 'ok\n');
});

test('a visitor sees the front door, a member the home page with its form', async () => {
	const front = await visitor.get('/');
	assert.equal(front.status, 200);
	assert.ok(front.page('a[href="/signup"]').length > 0);
	assert.equal(front.page('textarea[name=body]').length, 0);

	const home = await john.get('/');
	assert.match(home.text, /Hi, john!/);
	assert.match(home.text, /Say something/);
	assert.equal(home.page('form[action="/post"] textarea[name=body]').length, 1);
	assert.equal(home.headers['cache-control'], 'no-store');
});

test('a post appears at home, on the profile, on explore and by itself', async () => {
	assert.equal(await flashAfter(john, await john.say('Hello, world')), 'Your post is now live!');
	for (const address of ['/', '/user/john', '/explore'])
		assert.ok(posts(await john.get(address)).includes('Hello, world'), address);
	assert.ok(posts(await witness.get('/')).includes('Hello, world'), 'the front door');

	const profile = await witness.get('/user/john');
	const own = profile.page('.h-entry .u-url').first().attr('href');
	const alone = await witness.get(own);
	assert.equal(alone.status, 200);
	assert.deepEqual(posts(alone), ['Hello, world']);
});

test('a flash message is shown once', async () => {
	const answer = await john.say('Shown once');
	assert.equal(flash(await john.get(answer.headers.location)), 'Your post is now live!');
	assert.equal(flash(await john.get('/')), '');
});

test('what strangers typed is escaped, and addresses are links', async () => {
	await john.say('<script>alert(1)</script> & "quotes" https://example.com/?a=1&b=2.');
	const { text, page } = await witness.get('/user/john');
	assert.doesNotMatch(text, /<script>/);
	const link = page('.e-content a').first();
	assert.equal(link.attr('href'), 'https://example.com/?a=1&b=2');
	assert.match(link.attr('rel'), /nofollow/);
	assert.match(link.attr('rel'), /ugc/);
	assert.match(link.attr('rel'), /noopener/);
});

test('a post counts characters, not bytes', async () => {
	assert.equal((await john.say('ü'.repeat(140))).status, 303);
	const refused = await john.say('ü'.repeat(141));
	assert.equal(refused.status, 422);
	assert.match(refused.page('.error').text(), /140/);
	assert.equal(refused.page('textarea[name=body]').val(), 'ü'.repeat(141), 'it comes back');
	const crlf = 'a\r\n'.repeat(70).trimEnd();
	assert.equal((await john.say(crlf)).status, 303, 'CR LF is one character');
});

test('an empty post and one of white space are refused in words', async () => {
	for (const body of ['', '   ', '\r\n\t', '\u200b\u3000']) {
		const answer = await john.say(body);
		assert.equal(answer.status, 422, JSON.stringify(body));
		assert.notEqual(answer.page('.error').text().trim(), '');
	}
});

test('a form sent twice posts once; another text is another post', async () => {
	const token = await john.token();
	for (let i = 0; i < 2; i++)
		assert.equal((await john.post('/post', { token, body: 'Double click' })).status, 303);
	assert.equal((await john.post('/post', { token, body: 'Another text' })).status, 303);
	const home = posts(await john.get('/'));
	assert.equal(home.filter((body) => body === 'Double click').length, 1);
	assert.equal(home.filter((body) => body === 'Another text').length, 1);
});

test('a body that is no text gets 400, one too large 413, another type 415', async () => {
	const token = await john.token();
	for (const body of [`token=${token}&body=%ff`, `token=${token}&body=%00`, `token=${token}&body=%zz`,
		`token=${token}&body=%ed%a0%80`]) {
		const answer = await john.post('/post', body);
		assert.equal(answer.status, 400, body);
		assert.match(answer.page('h1').text(), /./);
	}
	const large = await john.post('/post', { token, body: 'x'.repeat(70000) });
	assert.equal(large.status, 413);
	assert.equal((await john.post('/post', '{}', { 'content-type': 'application/json' })).status, 415);
});

test('only its author deletes a post, and is asked first', async () => {
	await john.say('To be deleted');
	const { page } = await john.get('/user/john');
	const address = page('.h-entry').filter((i, e) => page(e).text().includes('To be deleted'))
		.find('a[href$="/delete"]').attr('href');

	assert.equal((await susan.get(address)).status, 404);
	assert.equal((await susan.post(address, { token: await susan.token() })).status, 404);
	assert.equal((await visitor.get(address)).status, 303);
	assert.ok(posts(await john.get('/')).includes('To be deleted'));

	assert.equal((await john.get(address)).status, 200);
	assert.ok(posts(await john.get('/')).includes('To be deleted'), 'a GET deletes nothing');
	assert.equal((await john.fill(address, address)).status, 303);
	assert.ok(!posts(await john.get('/')).includes('To be deleted'));
	assert.equal((await john.post(address, { token: await john.token() })).status, 404);
});

test('following goes by the words of the book', async () => {
	const token = await john.token();
	const send = async (address) => flashAfter(john, await john.post(address, { token }));

	assert.equal(await send('/follow/nobody_here'), 'User nobody_here not found.');
	assert.equal(await send('/follow/john'), "You can't follow yourself!");
	assert.equal(await send('/follow/susan'), 'You are now following susan!');
	assert.equal(await send('/follow/susan'), 'Cannot follow susan.');
	assert.equal(await send('/unfollow/john'), "You can't unfollow yourself!");
	assert.equal(await send('/unfollow/nobody_here'), 'User nobody_here not found.');
	assert.equal(await send('/unfollow/susan'), 'You have stopped following susan.');
	assert.equal(await send('/unfollow/susan'), 'Cannot unfollow susan.');
});

test('a link to follow asks first and changes nothing', async () => {
	const confirm = await john.get('/follow/susan');
	assert.equal(confirm.status, 200);
	assert.equal(confirm.page('form[method=post][action="/follow/susan"]').length, 1);
	assert.equal((await john.get('/user/susan')).page('form[action="/follow/susan"]').length, 1);
	assert.equal(await flashAfter(john, await john.fill('/follow/susan', '/follow/susan')),
	    'You are now following susan!');
	assert.equal((await john.get('/unfollow/susan')).status, 200);
	assert.equal(await flashAfter(john, await john.get('/follow/nobody_here')), 'User nobody_here not found.');
});

test('the feed shows whom one follows, and the profiles count', async () => {
	await susan.say('post from susan');
	assert.ok(posts(await john.get('/')).includes('post from susan'));
	assert.match((await witness.get('/user/susan/followers')).text, /\/user\/john/);
	assert.match((await witness.get('/user/john/following')).text, /\/user\/susan/);
	const { page } = await witness.get('/user/susan');
	assert.match(page('a[href="/user/susan/followers"]').text().replace(/\s+/g, ' '), /1 follower/);
	await john.fill('/unfollow/susan', '/unfollow/susan');
	assert.ok(!posts(await john.get('/')).includes('post from susan'));
});

test('a profile offers exactly one of edit, follow and unfollow', async () => {
	const offers = ({ page }) => [page('main a[href="/edit"]').length,
		page('main form[action^="/follow/"], main a[href^="/follow/"]').length,
		page('main form[action^="/unfollow/"]').length];
	assert.deepEqual(offers(await john.get('/user/john')), [1, 0, 0]);
	assert.deepEqual(offers(await john.get('/user/susan')), [0, 1, 0]);
	assert.deepEqual(offers(await witness.get('/user/susan')), [0, 1, 0]);
});

test('a profile has a picture made here and microformats', async () => {
	const { page } = await visitor.get('/user/john');
	assert.equal(page('.h-card .p-nickname').first().text(), 'john');
	const src = page('.h-card img.u-photo').first().attr('src');
	const picture = await visitor.get(src);
	assert.equal(picture.status, 200);
	assert.match(picture.headers['content-type'], /^image\/svg\+xml/);
	assert.match(picture.text, /<svg/);
	assert.match(picture.headers['cache-control'], /immutable/);
	const other = (await visitor.get('/user/susan')).page('.h-card img.u-photo').first().attr('src');
	assert.notEqual((await visitor.get(other)).text, picture.text, 'everybody has another');
	assert.equal((await visitor.get(src)).text, picture.text, 'and keeps it');
	assert.match(page('time').first().attr('datetime'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test('unknown people, posts and addresses get the site\'s own 404 page', async () => {
	const unknown = await visitor.get('/user/nobody_here');
	assert.equal(unknown.status, 404);
	assert.match(unknown.text, /User nobody_here not found\./);
	for (const address of ['/nowhere', '/post/1', '/post/99999999999999999999', '/user/', '/user/a%20b', '/%',
		'/user/nobody_here/followers', '/assets/0000000000000000/style.css', '/assets/layout.html']) {
		const { status, page } = await visitor.get(address);
		assert.equal(status, 404, address);
		assert.equal(page('title').text().includes('microblog'), true, address);
	}
	assert.equal((await visitor.post('/nowhere', {})).status, 404);
});

test('strange cursors show the first page', async () => {
	const first = posts(await visitor.get('/explore'));
	for (const before of ['', '-1', 'x', '99999999999999999999', '0x10', '1e9'])
		assert.deepEqual(posts(await visitor.get(`/explore?before=${before}`)), first, before);
});

test('a method that an address does not know gets 405 and what it knows', async () => {
	for (const [method, address, allow] of [['POST', '/', 'GET, HEAD'], ['GET', '/post', 'POST'],
		['DELETE', '/login', 'GET, HEAD, POST'], ['PUT', '/explore', 'GET, HEAD']]) {
		const answer = await visitor.request(method, address, { headers: { 'content-length': 0 } });
		assert.equal(answer.status, 405, `${method} ${address}`);
		assert.equal(answer.headers.allow, allow);
		assert.ok(answer.page('h1').length === 1);
	}
});

test('HEAD answers as GET does, without a body', async () => {
	for (const address of ['/explore', '/user/john', '/health']) {
		const answer = await visitor.head(address);
		assert.equal(answer.status, 200, address);
		assert.equal(answer.text, '');
	}
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

test('a form without a valid token, or from another site, changes nothing', async () => {
	const token = await john.token();
	const others = await susan.token();
	const count = posts(await john.get('/user/john')).length;
	for (const [fields, headers] of [
		[{ body: 'forged' }, {}],
		[{ body: 'forged', token: 'x' }, {}],
		[{ body: 'forged', token: others }, {}],
		[{ body: 'forged', token: `${token.slice(0, -2)}AA` }, {}],
		[{ body: 'forged', token }, { origin: 'https://example.com' }],
		[{ body: 'forged', token }, { origin: 'null' }],
		[{ body: 'forged', token }, { 'sec-fetch-site': 'cross-site' }],
		[{ body: 'forged', token }, { 'sec-fetch-site': 'same-site' }],
	]) {
		const answer = await john.post('/post', fields, headers);
		assert.equal(answer.status, 403, JSON.stringify({ fields, headers }));
	}
	assert.equal(posts(await john.get('/user/john')).length, count);
	assert.equal((await site.visitor().post('/login', { nickname: 'john', password: 'correct horse' })).status, 403);
	assert.equal((await john.post('/post', { body: 'fair', token },
	    { origin: site.address, 'sec-fetch-site': 'same-origin' })).status, 303);
});

const words = 'What I <wrote>\n\nfor a long time';
const typed = ({ page }) => page('form[action="/post"] textarea[name=body]').val();

test('a post from a form that was opened before one signed in again comes back, and can be posted', async () => {
	const client = site.visitor();
	await client.signUp('returning');
	const token = await client.token();
	client.cookies.delete('__Host-session');
	await client.signIn('returning');
	for (const ours of [{ origin: site.address }, { 'sec-fetch-site': 'same-origin' }]) {
		const refused = await client.post('/post', { token, body: words }, ours);
		assert.equal(refused.status, 403);
		assert.equal(typed(refused), words);
		const anew = refused.page('form[action="/post"] input[name=token]').val();
		assert.equal(await flashAfter(client, await client.post('/post', { token: anew, body: words }, ours)), 'Your post is now live!');
	}
	assert.equal(posts(await client.get('/')).length, 2);
});

test('what another site typed comes back in no form', async () => {
	const senders = [{}, { origin: 'https://example.com' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site', origin: site.address },
		{ 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'none' }];
	for (const headers of senders) {
		const refused = await john.post('/post', { token: 'x', body: 'forged' }, headers);
		assert.equal(refused.status, 403);
		assert.doesNotMatch(refused.text, /forged/, JSON.stringify(headers));

		const stranger = site.visitor();
		await stranger.post('/post', { body: 'forged' }, headers);
		await stranger.signIn('john');
		assert.equal(typed(await stranger.get('/')), '', JSON.stringify(headers));
	}
});

test('a post whose author is not signed in any more is there when they have signed in', async () => {
	for (const body of [words, '\u{1f642}'.repeat(140)]) {
		const client = site.visitor();
		client.cookies.set('__Host-session', 'A'.repeat(43));
		const sent = await client.post('/post', { token: 'x', body }, { origin: site.address });
		assert.equal(sent.headers.location, '/login');
		assert.match(await flashAfter(client, sent), /what you wrote is there/);
		assert.equal((await client.signIn('john')).headers.location, '/');
		assert.equal(typed(await client.get('/')), body);
		assert.equal(typed(await client.get('/')), '', 'once');
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
	assert.match(refused.page('.error').text(), /You have had ten nicknames, and nobody may have more\./);
	assert.equal(refused.page('input[name=nickname]').val(), 'actor11');
	assert.equal(refused.page('textarea[name=about_me]').val(), 'I play too many roles');
	assert.equal((await witness.get('/user/actor11')).status, 404);

	assert.equal((await rename('actor10', 'I am content')).status, 303);
	assert.equal((await rename('actor', 'I am content')).status, 303);
	assert.equal((await witness.get('/user/actor10')).headers.location, '/user/actor');
});

test('long pages go on, fifty at a time, each post once', async () => {
	const client = site.visitor();
	await client.signUp('talkative');
	const token = await client.token();
	for (let i = 0; i < 120; i++)
		assert.equal((await client.post('/post', { token, body: `number ${i}` })).status, 303);
	for (const start of ['/', '/user/talkative']) {
		const seen = [];
		for (let address = start; address;) {
			const answer = await client.get(address);
			assert.ok(posts(answer).length <= 50);
			seen.push(...posts(answer));
			const next = answer.page('a[rel=next]').attr('href');
			address = next && new URL(next, `${site.address}${start}`).href.slice(site.address.length);
		}
		assert.deepEqual(seen, Array.from({ length: 120 }, (_, i) => `number ${119 - i}`), start);
	}
});

test('the style sheet has an address that never changes its content', async () => {
	const { page } = await visitor.get('/');
	const address = page('link[rel=stylesheet]').attr('href');
	const style = await visitor.get(address);
	assert.equal(style.status, 200);
	assert.match(style.headers['content-type'], /^text\/css/);
	assert.match(style.headers['cache-control'], /immutable/);
	const { etag } = style.headers;
	for (const tags of [etag, `"other", ${etag}`, '*'])
		assert.equal((await visitor.get(address, { 'if-none-match': tags })).status, 304, tags);
	assert.equal((await visitor.get(address, { 'if-none-match': '"other"' })).status, 200);
});

test('last seen is told', async () => {
	assert.match((await visitor.get('/user/susan')).text, /Last seen on/);
});
