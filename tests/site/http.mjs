// SPDX-License-Identifier: ISC
// The site over TLS, as a visitor and as a member: what each address does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flash, flashAfter, posts, startSite, stopClean } from './site.mjs';

let site, visitor, witness, john, susan;

before(async () => {
	site = await startSite();
	visitor = site.visitor();
	witness = site.witness(); // because news reaches other workers' caches a moment later
	john = await site.member('john');
	susan = await site.member('susan');
});

after(() => stopClean(site));

test('the health check says ok', async () => {
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

test('a post appears on the home page, on the profile, on explore and on its own page', async () => {
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
	const response = await john.say('Shown once');
	assert.equal(flash(await john.get(response.headers.location)), 'Your post is now live!');
	assert.equal(flash(await john.get('/')), '');
});

test('what people typed is escaped, and addresses become links', async () => {
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
	assert.equal(refused.page('textarea[name=body]').val(), 'ü'.repeat(141), 'the text is kept in the form');
	const crlf = 'a\r\n'.repeat(70).trimEnd();
	assert.equal((await john.say(crlf)).status, 303, 'CR LF is one character');
	assert.equal((await john.say('👩‍👩‍👧‍👦'.repeat(140))).status, 303, 'a family is one character');
	assert.equal((await john.say('👩‍👩‍👧‍👦'.repeat(141))).status, 422);
	assert.equal((await john.say(`x${'\u0301'.repeat(999)}`)).status, 303, 'and so is a pile of marks');
	assert.match((await john.say(`x${'\u0301'.repeat(1000)}`)).page('.error').text(), /at most 1000 code points/);
});

test('an empty post and one of white space are refused with a message', async () => {
	for (const body of ['', '   ', '\r\n\t', '\u200b\u3000', '\u{1d159}'.repeat(3), '\ufffc', '\u{e0080}', '\ufe0f', '\u3164']) {
		const response = await john.say(body);
		assert.equal(response.status, 422, JSON.stringify(body));
		assert.notEqual(response.page('.error').text().trim(), '');
	}
});

test('a form sent twice posts once, but another text is another post', async () => {
	const token = await john.token();
	for (let i = 0; i < 2; i++)
		assert.equal((await john.post('/post', { token, body: 'Double click' })).status, 303);
	assert.equal((await john.post('/post', { token, body: 'Another text' })).status, 303);
	const home = posts(await john.get('/'));
	assert.equal(home.filter((body) => body === 'Double click').length, 1);
	assert.equal(home.filter((body) => body === 'Another text').length, 1);
});

test('a body that is not text gets 400, one too large 413, another type 415', async () => {
	const token = await john.token();
	for (const body of [`token=${token}&body=%ff`, `token=${token}&body=%00`, `token=${token}&body=%zz`,
		`token=${token}&body=%ed%a0%80`]) {
		const response = await john.post('/post', body);
		assert.equal(response.status, 400, body);
		assert.match(response.page('h1').text(), /./);
	}
	const large = await john.post('/post', { token, body: 'x'.repeat(125000) });
	assert.equal(large.status, 413);
	assert.equal((await john.post('/post', '{}', { 'content-type': 'application/json' })).status, 415);
});

test('only its author can delete a post, after confirming it', async () => {
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

test('following and unfollowing show their messages', async () => {
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

test('a link to follow asks for confirmation and changes nothing', async () => {
	const confirm = await john.get('/follow/susan');
	assert.equal(confirm.status, 200);
	assert.equal(confirm.page('form[method=post][action="/follow/susan"]').length, 1);
	assert.equal((await john.get('/user/susan')).page('form[action="/follow/susan"]').length, 1);
	assert.equal(await flashAfter(john, await john.fill('/follow/susan', '/follow/susan')),
	    'You are now following susan!');
	assert.equal((await john.get('/unfollow/susan')).status, 200);
	assert.equal(await flashAfter(john, await john.get('/follow/nobody_here')), 'User nobody_here not found.');
});

test('the feed shows the people one follows, and profiles count followers', async () => {
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
	const offers = ({ page }) => [page('main a[href="/settings/profile"]').length,
		page('main form[action^="/follow/"], main a[href^="/follow/"]').length,
		page('main form[action^="/unfollow/"]').length];
	assert.deepEqual(offers(await john.get('/user/john')), [1, 0, 0]);
	assert.deepEqual(offers(await john.get('/user/susan')), [0, 1, 0]);
	assert.deepEqual(offers(await witness.get('/user/susan')), [0, 1, 0]);
});

test('a profile has a picture drawn by the site and microformats', async () => {
	const { page } = await visitor.get('/user/john');
	assert.equal(page('.h-card .p-nickname').first().text(), 'john');
	const src = page('.h-card img.u-photo').first().attr('src');
	const picture = await visitor.get(src);
	assert.equal(picture.status, 200);
	assert.match(picture.headers['content-type'], /^image\/svg\+xml/);
	assert.match(picture.text, /<svg/);
	assert.match(picture.headers['cache-control'], /immutable/);
	const other = (await visitor.get('/user/susan')).page('.h-card img.u-photo').first().attr('src');
	assert.notEqual((await visitor.get(other)).text, picture.text, 'each person has a different one');
	assert.equal((await visitor.get(src)).text, picture.text, 'which never changes');
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

test('invalid cursors show the first page', async () => {
	const first = posts(await visitor.get('/explore'));
	for (const before of ['', '-1', 'x', '99999999999999999999', '0x10', '1e9'])
		assert.deepEqual(posts(await visitor.get(`/explore?before=${before}`)), first, before);
});

test('a method that an address does not allow gets 405 and the allowed ones', async () => {
	for (const [method, address, allow] of [['POST', '/', 'GET, HEAD'], ['GET', '/post', 'POST'],
		['DELETE', '/login', 'GET, HEAD, POST'], ['PUT', '/explore', 'GET, HEAD']]) {
		const response = await visitor.request(method, address, { headers: { 'content-length': 0 } });
		assert.equal(response.status, 405, `${method} ${address}`);
		assert.equal(response.headers.allow, allow);
		assert.ok(response.page('h1').length === 1);
	}
});

test('the response to HEAD is that to GET without the body', async () => {
	for (const address of ['/explore', '/user/john', '/health']) {
		const response = await visitor.head(address);
		assert.equal(response.status, 200, address);
		assert.equal(response.text, '');
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
		const response = await john.post('/post', fields, headers);
		assert.equal(response.status, 403, JSON.stringify({ fields, headers }));
	}
	assert.equal(posts(await john.get('/user/john')).length, count);
	assert.equal((await site.visitor().post('/login', { nickname: 'john', password: 'correct horse' })).status, 403);
	assert.equal((await john.post('/post', { body: 'fair', token },
	    { origin: site.address, 'sec-fetch-site': 'same-origin' })).status, 303);
});

test('a form that arrives without any cookie, though from our own page, is explained by that', async () => {
	for (const address of ['/login', '/signup']) {
		const client = site.visitor();
		const token = await client.token(address);
		const cookies = [...client.cookies];
		const send = async (cookie, headers) => {
			client.cookies.clear();
			if (cookie)
				client.cookies.set(...cookie);
			const { status, page } = await client.post(address, { token, nickname: 'john', password: 'correct horse' }, headers);
			assert.equal(status, 403);
			return page('main').text();
		};
		assert.equal(cookies.length, 1);
		for (const ours of [{ origin: site.address }, { 'sec-fetch-site': 'same-origin' }]) {
			const text = await send(undefined, ours);
			assert.match(text, /no cookies/);
			assert.doesNotMatch(text, /long time ago/);
			assert.match(await send(['__Host-trusted', 'x'], ours), /long time ago/, 'another cookie shows that they work');
		}
		for (const others of [{}, { origin: 'https://example.com' }, { 'sec-fetch-site': 'cross-site' }])
			assert.match(await send(undefined, others), /long time ago/);
	}
});

const words = 'What I <wrote>\n\nfor a long time';
const typed = ({ page }) => page('form[action="/post"] textarea[name=body]').val();

test('a post from a form older than the session comes back, and can be sent again', async () => {
	const client = site.visitor();
	await client.signUp('returning');
	const token = await client.token();
	client.cookies.delete('__Host-session');
	await client.signIn('returning');
	for (const ours of [{ origin: site.address }, { 'sec-fetch-site': 'same-origin' }]) {
		const refused = await client.post('/post', { token, body: words }, ours);
		assert.equal(refused.status, 403);
		assert.equal(typed(refused), words);
		const renewed = refused.page('form[action="/post"] input[name=token]').val();
		assert.equal(await flashAfter(client, await client.post('/post', { token: renewed, body: words }, ours)), 'Your post is now live!');
	}
	assert.equal(posts(await client.get('/')).length, 2);
});

test('text that another site sent comes back in no form', async () => {
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

test('a post sent after the session ended is in the form after signing in', async () => {
	for (const body of [words, '\u{1f642}'.repeat(140), '👩‍👩‍👧‍👦'.repeat(140), '\u{10ffff}'.repeat(1000)]) {
		const client = site.visitor();
		client.cookies.set('__Host-session', 'A'.repeat(43));
		const sent = await client.post('/post', { token: 'x', body }, { origin: site.address });
		assert.equal(sent.headers.location, '/login');
		assert.match(await flashAfter(client, sent), /what you wrote will be waiting/);
		assert.equal((await client.signIn('john')).headers.location, '/');
		assert.equal(typed(await client.get('/')), body);
		assert.equal(typed(await client.get('/')), '', 'once');
	}
});

test('feeds have pages of fifty posts, with each post once', async () => {
	const client = site.visitor();
	await client.signUp('talkative');
	const token = await client.token();
	for (let i = 0; i < 120; i++)
		assert.equal((await client.post('/post', { token, body: `number ${i}` })).status, 303);
	for (const start of ['/', '/user/talkative']) {
		const seen = [];
		for (let address = start; address;) {
			const response = await client.get(address);
			assert.ok(posts(response).length <= 50);
			seen.push(...posts(response));
			const next = response.page('a[rel=next]').attr('href');
			address = next && new URL(next, `${site.address}${start}`).href.slice(site.address.length);
		}
		assert.deepEqual(seen, Array.from({ length: 120 }, (_, i) => `number ${119 - i}`), start);
	}
});

test('the style sheet\'s address changes with its content, so it can be cached forever', async () => {
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

test('a profile says when its owner was last seen', async () => {
	assert.match((await visitor.get('/user/susan')).text, /Last seen on/);
});
