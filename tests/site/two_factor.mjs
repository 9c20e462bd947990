// SPDX-License-Identifier: ISC
// Two-factor sign-in: turning it on and off, signing in with a code, and the
// browsers that need none.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { startBrowser } from './chromium.mjs';
import { codeOf, turnOn, waitForNextCode, wrongCode } from './phone.mjs';
import { flash, flashAfter, run, sql, startSite, stopClean } from './site.mjs';

const password = 'correct horse';

let site, browser;

before(async () => {
	site = await startSite();
	browser = await startBrowser(site);
});

after(async () => {
	await browser?.close();
	await stopClean(site);
});

// A new member who uses two-factor sign-in.
async function cautious(nickname) {
	const client = await site.member(nickname);
	return { client, ...await turnOn(client) };
}

// Sign out, if need be, and type the password again.
async function signIn(client, nickname, word = password) {
	if (client.cookies.has('__Host-session') && await isSignedIn(client))
		assert.equal((await client.fill('/', '/logout')).status, 303);
	return client.signIn(nickname, word);
}

// The same, to be asked for a code.
async function begin(nickname, client = site.visitor()) {
	const { status, headers } = await signIn(client, nickname);
	assert.deepEqual([status, headers.location], [303, '/login/code']);
	return client;
}

const type = (client, code, more = {}) => client.fill('/login/code', '/login/code', { code, ...more });
const isSignedIn = async (client) => (await client.get('/settings/profile')).status === 200;
const problem = ({ page }) => page('#code-error').text();

async function assertSignedIn(client, response, where = '/') {
	assert.deepEqual([response.status, response.headers.location], [303, where]);
	assert.equal(await isSignedIn(client), true);
}

// Read the QR code in a screenshot.
async function scan(locator) {
	const { data, width, height } = PNG.sync.read(await locator.screenshot());
	return jsqr(new Uint8ClampedArray(data), width, height)?.data;
}

for (const colorScheme of ['light', 'dark'])
	test(`a person scans the picture and signs in with codes, in a real browser (${colorScheme})`, async () => {
		const nickname = `scanner_${colorScheme}`;
		await site.member(nickname);
		const context = await browser.newContext({ baseURL: site.address, colorScheme });
		const page = await context.newPage();
		page.on('console', (message) => assert.match(message.text(), /^Clear-Site-Data/));
		const signIn = async () => {
			await page.goto('/login');
			await page.getByLabel('Nickname or e-mail').fill(nickname);
			await page.getByLabel('Password').fill(password);
			await page.getByRole('button', { name: 'Sign in' }).click();
		};
		await signIn();
		await page.goto('/settings');
		await page.getByRole('link', { name: 'Two-factor sign-in' }).first().click();

		const address = new URL(await scan(page.getByRole('img', { name: 'QR code' })));
		assert.equal(address.href, await page.getByRole('link', { name: 'open the app' }).getAttribute('href'));
		assert.equal(address.protocol, 'otpauth:');
		assert.equal(address.pathname.replace(/^\/*(totp\/)?/, ''), `microblog:${nickname}`);
		const secret = address.searchParams.get('secret');
		assert.equal((await page.locator('.key').innerText()).replaceAll(' ', ''), secret);
		await page.getByLabel('six digits').fill(codeOf(secret));
		await page.getByRole('button', { name: 'Turn on' }).click();
		const codes = (await page.locator('.codes').innerText()).split('\n');
		assert.equal(new Set(codes).size, 10);
		await page.getByRole('link', { name: 'I have kept them' }).click();
		assert.match(await page.locator('main').innerText(), /Left: 10 of 10/);

		await page.getByRole('button', { name: 'Sign out' }).click();
		waitForNextCode();
		await signIn();
		assert.equal(await page.locator('h1').innerText(), 'Enter your code');
		await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
		await page.getByRole('button', { name: 'Go on' }).click();
		assert.match(await page.locator('h1').innerText(), new RegExp(`Hi, ${nickname}!`));

		await page.getByRole('button', { name: 'Sign out' }).click();
		await signIn();
		await page.getByRole('link', { name: 'Use a recovery code' }).click();
		await page.getByRole('textbox', { name: 'Recovery code' }).fill(codes[9]);
		await page.getByRole('button', { name: 'Go on' }).click();
		assert.match(await page.locator('h1').innerText(), new RegExp(`Hi, ${nickname}!`));
		await context.close();
	});

test('it is on only after the first right code, and a wrong one keeps the secret', async () => {
	const client = await site.member('slow');
	const open = await client.get('/settings/two-factor');
	const secret = open.page('input[name=secret]').attr('value');
	assert.notEqual(secret, (await client.get('/settings/two-factor')).page('input[name=secret]').attr('value'));
	for (const [code, message] of [['', /six digits/], ['12345', /six digits/], [wrongCode(secret), /not the code/]]) {
		const response = await client.fillOpen(open, '/settings/two-factor', { code });
		assert.equal(response.status, 422);
		assert.match(problem(response), message);
		assert.equal(response.page('input[name=secret]').attr('value'), secret);
		assert.equal(response.page('.qr path').attr('d'), open.page('.qr path').attr('d'));
	}
	const broken = await client.fillOpen(open, '/settings/two-factor', { code: '123456', secret: 'AAAA' });
	assert.equal(broken.status, 400);
	assert.equal((await site.visitor().signIn('slow')).headers.location, '/');
	const spaced = codeOf(secret).replace(/(...)/, '$1 ');
	assert.equal((await client.fillOpen(open, '/settings/two-factor', { code: spaced })).status, 200);
	await begin('slow');
	assert.equal((await client.fillOpen(open, '/settings/two-factor', { code: '123456' })).headers.location, '/settings/two-factor');
});

test('turning it on signs out everywhere else', async () => {
	const client = await site.member('mover');
	const elsewhere = site.visitor();
	await elsewhere.signIn('mover');
	await turnOn(client);
	assert.deepEqual([await isSignedIn(client), await isSignedIn(elsewhere)], [true, false]);
});

test('with the password alone, nobody is signed in', async () => {
	const { secret } = await cautious('guarded');
	const client = await begin('guarded');
	assert.equal(await isSignedIn(client), false);
	assert.equal((await client.get('/')).page('input[name=body]').length, 0);
	client.cookies.set('__Host-session', client.cookies.get('__Host-pending'));
	assert.equal(await isSignedIn(client), false, 'it is not the secret of a session');
	client.cookies.delete('__Host-session');
	await assertSignedIn(client, await type(client, codeOf(secret)));
	assert.equal(client.cookies.has('__Host-pending'), false);
	assert.equal((await client.get('/login/code')).headers.location, '/');
});

test('signing in leads on to where the member was going, and remembers them', async () => {
	const { secret } = await cautious('traveller');
	const client = site.visitor();
	const first = await client.get('/settings/profile');
	const { headers } = await client.fill(first.headers.location, '/login', { nickname: 'traveller', password, remember_me: '1' });
	assert.equal(headers.location, '/login/code?next=%2Fsettings%2Fprofile');
	const wrong = await client.fill(headers.location, '/login/code', { code: wrongCode(secret), trust: '1' });
	assert.equal(wrong.page('input[name=trust]').attr('checked') !== undefined, true);
	const right = await client.fillOpen(wrong, '/login/code', { code: codeOf(secret) });
	await assertSignedIn(client, right, '/settings/profile');
	assert.ok(right.cookies.some((cookie) => /^__Host-session=.*Max-Age=2592000/.test(cookie)));
});

test('a code is accepted once', async () => {
	const { secret } = await cautious('replayed');
	const [thief, owner] = [await begin('replayed'), await begin('replayed')];
	const code = codeOf(secret);
	await assertSignedIn(owner, await type(owner, code));
	const response = await type(thief, code);
	assert.equal(response.status, 422);
	assert.match(problem(response), /This code has been used.*4 more times/);
	await assertSignedIn(thief, await type(thief, codeOf(secret, 1)));
});

test('after five wrong codes, the password is asked for again', async () => {
	const { secret } = await cautious('guesser');
	const client = await begin('guesser');
	const code = wrongCode(secret);
	for (const nothing of ['', '12345', 'abc']) {
		const response = await type(client, nothing);
		assert.equal(response.status, 422);
		assert.match(problem(response), /six digits/, 'these count for nothing');
	}
	for (const left of ['4 more times', '3 more times', '2 more times', '1 more time.']) {
		const response = await type(client, code);
		assert.equal(response.status, 422);
		assert.match(problem(response), new RegExp(`not the code .* ${left}`));
	}
	const cookie = client.cookies.get('__Host-pending');
	assert.equal(await flashAfter(client, await type(client, code)), 'Five codes were wrong. Please sign in again.');
	client.cookies.set('__Host-pending', cookie);
	assert.match(await flashAfter(client, await client.get('/login/code')), /sign in again/);
	const { token } = { token: await client.token('/login') };
	client.cookies.set('__Host-pending', cookie);
	assert.match(await flashAfter(client, await client.post('/login/code', { token, code: codeOf(secret) })), /sign in again/);
	assert.equal(await isSignedIn(client), false);
});

test('a recovery code works once, in any spelling', async () => {
	const { codes } = await cautious('careless');
	for (const code of [codes[0], codes[1].toUpperCase().replaceAll('-', ' '), ` ${codes[2].replaceAll('-', '')}`]) {
		const client = await begin('careless');
		await assertSignedIn(client, await type(client, code));
	}
	const client = await begin('careless');
	const response = await client.fill('/login/code?recovery=1', '/login/code', { code: codes[1] });
	assert.equal(response.status, 422);
	assert.match(problem(response), /not one of your recovery codes, or you have used it/);
	assert.equal(response.page('label[for=code]').text(), 'Recovery code');
});

test('new recovery codes replace the old ones', async () => {
	const { client, codes } = await cautious('printer');
	const { status, page, headers } = await client.fill('/settings/two-factor', '/settings/two-factor/codes');
	assert.deepEqual([status, headers['cache-control']], [200, 'no-store']);
	const renewed = page('.codes').text().split('\n');
	assert.equal(new Set([...codes, ...renewed]).size, 20);
	const other = await begin('printer');
	assert.equal((await type(other, codes[0])).status, 422);
	await assertSignedIn(other, await type(other, renewed[0]));
	const { text } = await client.get('/settings/two-factor');
	assert.match(text, /Left: 9 of 10/);
	assert.ok(![...codes, ...renewed].some((code) => text.includes(code)), 'they are shown only once');
});

test('a trusted browser needs no code for 30 days', async () => {
	const { secret } = await cautious('regular');
	const home = await begin('regular');
	await assertSignedIn(home, await type(home, codeOf(secret)));
	const before = home.cookies.get('__Host-trusted');
	waitForNextCode();
	await begin('regular', home);
	assert.equal(home.cookies.get('__Host-trusted'), before, 'signing in before is no such trust');
	await assertSignedIn(home, await type(home, codeOf(secret), { trust: '1' }));
	assert.notEqual(home.cookies.get('__Host-trusted'), before, 'the browser has a new secret');
	await assertSignedIn(home, await signIn(home, 'regular'));

	const thief = site.visitor();
	thief.cookies.set('__Host-trusted', before);
	await begin('regular', thief);
	await begin('regular');
	assert.match((await home.get('/sudo')).text, /recovery code/);

	sql("UPDATE trusted_browser SET no_code_until = no_code_until - interval '30 days'");
	await begin('regular', home);
});

test('a trusted browser is trusted for its member only', async () => {
	const [one, other] = [await cautious('sister'), await cautious('brother')];
	const shared = await begin('sister');
	await assertSignedIn(shared, await type(shared, codeOf(one.secret), { trust: '1' }));
	await begin('brother', shared);
	await assertSignedIn(shared, await type(shared, codeOf(other.secret), { trust: '1' }));
	await assertSignedIn(shared, await signIn(shared, 'sister'));
	await assertSignedIn(shared, await signIn(shared, 'brother'));
});

test('all trusted browsers can be forgotten', async () => {
	const { client, secret } = await cautious('forgetful');
	const home = await begin('forgetful');
	await type(home, codeOf(secret), { trust: '1' });
	assert.match((await client.get('/settings/two-factor')).text, /without a code for now: 1\./);
	const response = await client.fill('/settings/two-factor', '/settings/two-factor/browsers');
	assert.equal(await flashAfter(client, response), 'All your browsers need a code again.');
	await begin('forgetful', home);
});

test('a new password ends trust and whatever waits for a code', async () => {
	const { client, secret } = await cautious('changer');
	const home = await begin('changer');
	await type(home, codeOf(secret), { trust: '1' });
	const waiting = await begin('changer');
	const form = await waiting.get('/login/code');
	assert.equal((await client.fill('/password', '/password', { new_password: 'a better horse' })).status, 303);
	waitForNextCode();
	const late = await waiting.fillOpen(form, '/login/code', { code: codeOf(secret) });
	assert.match(await flashAfter(waiting, late), /your password was changed. Please sign in again/);
	assert.equal(await isSignedIn(waiting), false);
	assert.equal((await signIn(home, 'changer', 'a better horse')).headers.location, '/login/code');
	assert.equal((await client.get('/settings/two-factor')).page('form[action$="/off"]').length, 1, 'it is still on');
});

test('a sign-in waits ten minutes for its code', async () => {
	const { secret } = await cautious('sleeper');
	const client = await begin('sleeper');
	const form = await client.get('/login/code');
	sql("UPDATE pending_sign_in SET created_at = now() - interval '10 minutes'");
	assert.match(await flashAfter(client, await client.fillOpen(form, '/login/code', { code: codeOf(secret) })), /ten minutes/);
	assert.equal((await site.visitor().get('/login/code')).headers.location, '/login');
});

test('the page that asks for a proof asks for a code, too, even in a trusted browser', async () => {
	const { secret, codes } = await cautious('prover');
	const client = await begin('prover');
	const used = codeOf(secret);
	await type(client, used, { trust: '1' });
	await assertSignedIn(client, await signIn(client, 'prover'));
	assert.equal((await client.get('/password')).headers.location, '/sudo?next=%2Fpassword', 'signed in without a code');

	const prove = (fields) => client.fill('/sudo?next=%2Fpassword', '/sudo', { password, ...fields });
	for (const [fields, message] of [[{}, /six digits/], [{ code: wrongCode(secret) }, /not the code/],
		[{ code: used }, /has been used/], [{ code: codes[0].replace(/./, (letter) => (letter === 'a' ? 'b' : 'a')) }, /not one of/]]) {
		const response = await prove(fields);
		assert.equal(response.status, 422);
		assert.match(problem(response), message);
	}
	const wrong = await prove({ password: 'wrong', code: codes[0] });
	assert.equal(wrong.page('#password-error').text(), 'This is not your password.');
	assert.equal((await client.get('/password')).status, 303);
	const right = await prove({ code: codes[0] });
	assert.equal(right.headers.location, '/password', 'the code was not used up by the wrong password');
	assert.equal((await client.get('/password')).status, 200);
});

test('turning it off takes a code', async () => {
	const { client, secret, codes } = await cautious('leaver');
	const home = await begin('leaver');
	const used = codeOf(secret);
	await type(home, used, { trust: '1' });
	const off = (code) => client.fill('/settings/two-factor', '/settings/two-factor/off', { code });
	for (const [code, message] of [['1', /six digits/], [wrongCode(secret), /not the code/], [used, /has been used/]]) {
		const response = await off(code);
		assert.equal(response.status, 422);
		assert.match(problem(response), message);
	}
	assert.equal(await flashAfter(client, await off(codes[0])), 'You now sign in without a code.');
	await assertSignedIn(home, await signIn(home, 'leaver'));
	const again = await turnOn(client);
	await begin('leaver', home);
	assert.notEqual(again.secret, secret);
	waitForNextCode();
	assert.equal(await flashAfter(client, await off(codeOf(again.secret))), 'You now sign in without a code.');
	assert.equal((await off('123456').catch((error) => error)).message, 'no form for /settings/two-factor/off: Two-factor sign-in');
	assert.equal((await client.get('/settings/two-factor/off')).headers.location, '/settings/two-factor');
});

test('the operator lets a member who lost everything in', async () => {
	await cautious('unlucky');
	const operate = (...words) => run(site.folder, ['person', 'two-factor', ...words], { environment: { DATABASE_URL: process.env.TEST_DATABASE_URL } });
	assert.equal(operate('unlucky', 'on').status, 2);
	assert.match(operate('nobody_here', 'off').output, /No member has that nickname/);
	assert.match(operate('!', 'off').output, /No member can have that nickname/);
	await begin('unlucky');
	assert.deepEqual(operate('Unlucky', 'off'), { status: 0, output: 'unlucky now signs in without a code.\n' });
	assert.deepEqual(operate('unlucky', 'off'), { status: 0, output: 'unlucky did not use two-factor sign-in.\n' });
	const client = site.visitor();
	await assertSignedIn(client, await client.signIn('unlucky'));
});

test('codes are limited for each member, and recovery codes still work', async () => {
	const strict = await startSite({ environment: { RATE_LIMITS: 'sign-in-account=6/15m' } });
	try {
		const client = await strict.member('limited');
		const { secret, codes } = await turnOn(client);
		const code = wrongCode(secret);
		const guesser = strict.visitor();
		for (let i = 0; i < 6; i++) {
			if (i % 5 === 0)
				await begin('limited', guesser);
			await type(guesser, code);
		}
		const late = await type(guesser, codeOf(secret));
		assert.equal(late.status, 429);
		assert.match(problem(late), /^Too many codes\. Please try again in/);
		assert.ok(Number(late.headers['retry-after']) > 0);
		assert.equal((await client.fill('/settings/two-factor', '/settings/two-factor/off', { code })).status, 429);
		await assertSignedIn(guesser, await type(guesser, codes[0]));
		assert.equal(flash(await guesser.get('/')), '');
	} finally {
		await stopClean(strict);
	}
});
