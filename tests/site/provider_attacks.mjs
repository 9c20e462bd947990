// SPDX-License-Identifier: ISC
// A provider that lies, or somebody between it and the site: nobody is signed
// in, the page says why, within five seconds, and the log says more.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { makeAuthority, makeKey, now, signToken, startProvider, visitProvider, writeProviders } from './provider.mjs';
import { configure, freePort, makeFolder, removeFolder, run, sql, startSite, stopClean } from './site.mjs';

const LIMIT = 5000; // ms

let folder, authority, site;
const providers = {};

before(async () => {
	folder = await makeFolder();
	authority = makeAuthority(folder);
	for (const [name, algorithm] of [['rsa', 'RS256'], ['ec', 'ES256'], ['ed', 'EdDSA'], ['several', 'ES256'], ['elsewhere', 'ES256'],
		...Object.keys(breaks).map((name) => [name, 'ES256'])])
		providers[name] = await startProvider(authority, { algorithm });
	const nobody = makeAuthority(await makeFolder());
	const port = await freePort();
	const file = writeProviders(folder, authority, [
		...Object.entries(providers).map(([name, { algorithm, issuer }]) => ({ name, label: `Provider ${name}`, algorithm, issuer })),
		{ name: 'down', label: 'Provider down', issuer: `https://localhost:${await freePort()}` },
		{ name: 'misnamed', label: 'Provider misnamed', issuer: `https://127.0.0.1:${providers.rsa.port}` },
		{ name: 'stranger', label: 'Provider stranger', issuer: providers.rsa.issuer, ca_file: nobody.ca },
	]);
	site = await startSite({
		port, edit: (conf) => conf.replace(/^workers.*$/m, 'workers 1'), marks: ['[wrk 1]: certificate in place'], environment: { OPENID_PROVIDERS: file, SITE_URL: `https://localhost:${port}` },
	});
});

after(async () => {
	for (const provider of Object.values(providers))
		provider.stop();
	await stopClean(site, /gone$|restarting worker/);
	await removeFolder(folder);
});

beforeEach(() => Object.values(providers).forEach((provider) => provider.reset()));

const isSignedIn = async (client) => (await client.get('/login')).status === 303;

// Visit the provider; the site must refuse at its return, or before the start.
async function refused(what, { name = 'rsa', says = /cannot trust/, logs, ...visit }) {
	const client = site.visitor();
	const from = site.log.length;
	const { left, response, took } = await visitProvider(client, name, providers[name] ?? providers.rsa, visit);
	const answer = response ?? left;
	assert.ok(took < LIMIT, `${what}: told after ${took} ms`);
	assert.equal(answer.status, 422, what);
	assert.match(answer.page('[role=alert]').text(), says, what);
	assert.equal(await isSignedIn(client), false, what);
	if (logs)
		await site.heard(logs, 1, from);
	return { client, answer };
}

async function accepted(name, visit) {
	const client = site.visitor();
	const { response } = await visitProvider(client, name, providers[name], visit);
	assert.equal(response.status, 303, response.page('[role=alert]').text());
	assert.equal(await isSignedIn(client), true);
	return client;
}

for (const name of ['rsa', 'ec', 'ed'])
	test(`a right token is accepted (${name}), and one with a modified signature or payload is not`, async () => {
		const provider = providers[name];
		provider.claims = { sub: `right ${name}` };
		await accepted(name);
		provider.token = (token) => {
			const [header, payload, signature] = token.split('.');
			const bytes = Buffer.from(signature, 'base64url');
			bytes[10] ^= 1;
			return [header, payload, bytes.toString('base64url')].join('.');
		};
		await refused('signature', { name, logs: /provider \w+: the signature of the ID token is wrong/ });
		provider.token = (token) => {
			const [header, payload, signature] = token.split('.');
			const claims = JSON.parse(Buffer.from(payload, 'base64url'));
			return [header, Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url'), signature].join('.');
		};
		await refused('payload', { name, logs: /the signature of the ID token is wrong/ });
		provider.token = (token) => token.replace(/[^.]*$/, '');
		await refused('no signature', { name, logs: /the ID token has no valid signature/ });
		provider.token = (token) => token.replace(/[^.]*$/, (signature) => signature.slice(0, 40));
		await refused('a short signature', { name, logs: /the signature of the ID token is wrong/ });
	});

const wrong = {
	'a wrong nonce': [{ nonce: 'another' }, /nonce/],
	'no nonce': [{ nonce: undefined }, /nonce/],
	'a wrong audience': [{ aud: 'another' }, /for another client/],
	'an audience of others': [{ aud: ['one', 'other'] }, /for another client/],
	'several audiences and no azp': [{ aud: ['microblog', 'other'] }, /does not say who asked/],
	'a wrong azp': [{ azp: 'other' }, /azp/],
	'a wrong azp among several audiences': [{ aud: ['microblog', 'other'], azp: 'other' }, /azp/],
	'a wrong issuer': [{ iss: 'https://example.com' }, /another issuer/],
	'an issuer with a slash': [{ get iss() { return `${providers.rsa.issuer}/`; } }, /another issuer/],
	'an expired token': [{ get exp() { return now() - 61; } }, /has expired/],
	'no exp': [{ exp: undefined }, /when it expires/],
	'an exp that is no number': [{ exp: '9999999999' }, /when it expires/],
	'an iat in the future': [{ get iat() { return now() + 90; } }, /in the future/],
	'no iat': [{ iat: undefined }, /when it was issued/],
	'no subject': [{ sub: undefined }, /no valid subject/],
	'an empty subject': [{ sub: '' }, /no valid subject/],
	'a subject that is too long': [{ sub: 'x'.repeat(256) }, /no valid subject/],
	'a subject that is a number': [{ sub: 7 }, /no valid subject/],
};

for (const [what, [claims, logs]] of Object.entries(wrong))
	test(`an ID token with ${what} is refused`, async () => {
		providers.rsa.claims = claims;
		await refused(what, { logs });
	});

test('an audience among several is accepted with its azp', async () => {
	providers.rsa.claims = { sub: 'several', aud: ['other', 'microblog'], azp: 'microblog' };
	await accepted('rsa');
});

const base64 = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// Headers of tokens that are signed with the right key, or not at all.
const headers = {
	'the algorithm none': (token) => `${base64({ alg: 'none' })}.${token.split('.')[1]}.`,
	'the algorithm none and the old signature': (token) => token.replace(/^[^.]*/, base64({ alg: 'none', kid: 'first' })),
	'HS256, keyed with the public key in PEM': (token) => {
		const text = `${base64({ alg: 'HS256', kid: 'first' })}.${token.split('.')[1]}`;
		const key = providers.rsa.keys[0].publicKey.export({ type: 'spki', format: 'pem' });
		return `${text}.${crypto.createHmac('sha256', key).update(text).digest('base64url')}`;
	},
	'HS256, keyed with the client secret': (token) => {
		const text = `${base64({ alg: 'HS256' })}.${token.split('.')[1]}`;
		return `${text}.${crypto.createHmac('sha256', 'a secret: with / and %').update(text).digest('base64url')}`;
	},
	'another algorithm than the configured one': (token) => signToken(makeKey('ES256', 'first'), JSON.parse(Buffer.from(token.split('.')[1], 'base64url'))),
};

for (const [what, change] of Object.entries(headers))
	test(`an ID token with ${what} is refused`, async () => {
		providers.rsa.token = change;
		await refused(what, { logs: /is not signed with RS256|no valid signature/ });
	});

test('a token with a key of its own, or with a critical extension, is refused', async () => {
	const own = makeKey('RS256', 'first');
	providers.rsa.token = (token) => signToken(own, JSON.parse(Buffer.from(token.split('.')[1], 'base64url')), { jwk: own.jwk });
	await refused('jwk', { logs: /the signature of the ID token is wrong/ });
	providers.rsa.reset();
	providers.rsa.header = { crit: ['exp'] };
	await refused('crit', { logs: /critical extension/ });
});

test('what is no token is refused', async () => {
	for (const token of ['', 'x', 'a.b', 'a.b.c', '..', `${'x'.repeat(20000)}.a.b`, 'a.b.c.d']) {
		providers.rsa.token = () => token;
		await refused(token, { logs: /provider rsa: the (header of the )?ID token|the header of the ID token|the ID token/ });
	}
	for (const answer of ['[]', '{}', '{', '{"id_token":7}', '{"id_token":"a.b.c","id_token":"d.e.f"}', '']) {
		providers.rsa.answer['/token'] = (request, response) => response.end(answer);
		await refused(answer, { logs: /the token response/ });
	}
});

test('keys are remembered; a rotated one is fetched, at most once a minute', async () => {
	await forget();
	const provider = providers.ec;
	provider.claims = { sub: 'rotated' };
	for (let i = 0; i < 3; i++)
		await accepted('ec');
	assert.equal(provider.count('/keys'), 1);
	provider.keys = [makeKey('ES256', 'second')];
	await accepted('ec');
	await accepted('ec');
	assert.equal(provider.count('/keys'), 2);
	provider.keys = [makeKey('ES256', 'third')];
	await refused('a key that was rotated again within a minute', { name: 'ec', logs: /no key that could have signed/ });
	assert.equal(provider.count('/keys'), 2);
	await forget();
});

const nameless = (provider, key) => (token) => signToken({ ...key, kid: undefined }, JSON.parse(Buffer.from(token.split('.')[1], 'base64url')));

test('a token that names no key is accepted if the provider has only one, and refused if it has several', async () => {
	const provider = providers.several;
	provider.claims = { sub: 'only one' };
	provider.token = nameless(provider, provider.keys[0]);
	await accepted('several');
	provider.keys.push(makeKey('ES256', 'other'));
	await forget();
	await refused('several', { name: 'several', logs: /no key that could have signed/ });
	provider.keys[1] = makeKey('ES256');
	provider.token = (token) => token;
	await accepted('several');
});

test('a return counts once, in the browser that left, with its state', async () => {
	const provider = providers.rsa;
	provider.claims = { sub: 'returning' };
	const john = site.visitor();
	const { address, query } = await visitProvider(john, 'rsa', provider);
	assert.equal(await isSignedIn(john), true);
	const says = /did not begin in this browser, took longer than ten minutes, or was finished before/;
	const assertExpired = async (client, where) => {
		const { status, page } = await client.get(where);
		assert.equal(status, 422, where);
		assert.match(page('[role=alert], main').text(), says);
	};
	const tokens = provider.count('/token');
	await assertExpired(john, address); // replayed

	// Somebody else's browser, as when an attacker sends their own return.
	const mallory = site.visitor();
	const left = await mallory.fill('/login', '/login/rsa');
	const { code, query: sent } = provider.code(left.headers.location);
	const theirs = `/login/rsa/return?code=${code}&state=${sent.state}`;
	const victim = site.visitor();
	await assertExpired(victim, theirs);
	await victim.fill('/login', '/login/rsa');
	await assertExpired(victim, theirs);
	assert.equal(await isSignedIn(victim), false);
	await assertExpired(mallory, theirs.replace('/rsa/', '/ec/'));
	for (const bad of ['/login/rsa/return', '/login/rsa/return?state=', `/login/rsa/return?state=${query.state}&code=x`,
		`/login/rsa/return?code=${code}&state=${sent.state}x`, `/login/rsa/return?code=${code}&state=${'A'.repeat(43)}`])
		await assertExpired(mallory, bad);
	assert.equal(provider.count('/token'), tokens, 'nobody asked for a token');
	assert.equal((await mallory.get(theirs)).status, 303, 'but the browser that left may come back');
});

test('a return after ten minutes is refused, and old attempts are deleted', async () => {
	const client = site.visitor();
	const left = await client.fill('/login', '/login/rsa');
	const { code, query } = providers.rsa.code(left.headers.location);
	sql("UPDATE provider_sign_in SET created_at = created_at - interval '10 minutes'");
	const { status, page } = await client.get(`/login/rsa/return?code=${code}&state=${query.state}`);
	assert.equal(status, 422);
	assert.match(page('[role=alert]').text(), /longer than ten minutes/);
	sql("UPDATE provider_sign_in SET created_at = created_at - interval '1 second'");
	for (let i = 0; i < 3; i++)
		await site.visitor().fill('/login', '/login/rsa');
	assert.equal(sql("SELECT count(*) FROM provider_sign_in WHERE created_at < now() - interval '10 minutes'"), '0');
});

test('a code that the provider knows nothing of, an error, and a foreign iss are refused', async () => {
	await refused('code', { back: { code: 'invented' }, says: /does not respond as it should/, logs: /status 400 instead/ });
	await refused('denied', { back: { error: 'access_denied' }, says: /You cancelled signing in with Provider rsa/ });
	await refused('error', { back: { error: '<script>' }, says: /Provider rsa did not let you sign in/ });
	await refused('iss', { back: { iss: 'https://example.com' }, logs: /from another issuer \(iss\)/ });
});

const never = () => {};
const drip = (request, response) => {
	response.writeHead(200, { 'content-type': 'application/json' });
	const timer = setInterval(() => response.write(' '), 200);
	response.on('close', () => clearInterval(timer));
};
const flood = (request, response) => {
	response.writeHead(200, { 'content-type': 'application/json' });
	response.on('error', never);
	for (let i = 0; i < 256; i++)
		response.write(Buffer.alloc(65536, ' '));
	response.end();
};
const redirect = (request, response) => {
	response.writeHead(302, { location: `${providers.elsewhere.issuer}${request.url}` });
	response.end();
};
const long = (request, response) => {
	response.writeHead(200, { 'content-length': 99999999 });
	response.write('{');
};
const hangUp = (request) => request.socket.destroy();

// What a broken provider does, and what the log says of it.
const broken = {
	silent: [never, /no response with .*: .*timed out/i],
	drip: [drip, /no response with .*: .*timed out/i],
	flood: [flood, /no response with /],
	long: [long, /no response with .*: .*file size/i],
	redirect: [redirect, /status 302 instead/],
	hangs: [(request) => request.socket.destroy(), /no response with /],
	fault: [(request, response) => { response.writeHead(500); response.end('{}'); }, /status 500 instead/],
	rubbish: [(request, response) => response.end('<html>'), /is not valid JSON/],
};

// A provider for each fault at each of its addresses.
const places = ['/.well-known/openid-configuration', '/token', '/keys', '/userinfo'];
const breaks = Object.fromEntries(Object.entries(broken).flatMap(([what, [answer, logs]]) =>
	places.map((where, i) => [`${what}${i}`, { where, answer, logs }])));

test('a provider is given up in time that is silent, slow, endless, redirects, hangs up, fails or babbles anywhere', () =>
	Promise.all(Object.entries(breaks).map(async ([name, { where, answer, logs }]) => {
		providers[name].claims = { sub: name };
		providers[name].answer[where] = answer;
		await refused(`${name}: ${where}`, {
			name, says: /does not respond as it should|cannot trust/, logs: new RegExp(`provider ${name}: .*${logs.source}`, logs.flags),
		});
		assert.equal(providers.elsewhere.requests.length, 0, 'no redirect is followed');
	})));

// Restart the worker, which then remembers nothing of providers.
async function forget() {
	const from = site.log.length;
	process.kill(site.workers()[0], 'SIGKILL');
	await site.heard(/certificate in place/, 1, from);
}

test('a provider that is down, or whose certificate is for another name or of another authority, is given up', async () => {
	const says = /does not respond as it should/;
	await refused('down', { name: 'down', says, logs: /provider down: no response with its addresses: .*connect/i });
	await refused('misnamed', { name: 'misnamed', says, logs: /provider misnamed: no response with its addresses: .*127\.0\.0\.1/ });
	await refused('stranger', { name: 'stranger', says, logs: /provider stranger: no response with its addresses: .*certificate/i });
});

const documents = {
	'of another issuer': [{ issuer: 'https://example.com' }, /of another issuer/],
	'with an http address': [{ token_endpoint: 'http://localhost/token' }, /no https address called token_endpoint/],
	'with a file': [{ jwks_uri: 'file:///etc/passwd' }, /no https address called jwks_uri/],
	'with a line end': [{ authorization_endpoint: 'https://localhost/\r\nset-cookie: a=b' }, /called authorization_endpoint/],
	'without keys': [{ jwks_uri: undefined }, /called jwks_uri/],
};

for (const [what, [document, logs]] of Object.entries(documents))
	test(`a discovery document ${what} is refused`, async () => {
		await forget();
		providers.several.document = document;
		await refused(what, { name: 'several', logs });
	});

test('a provider that wants the secret in the form gets it there, and nobody else does', async () => {
	await forget();
	providers.several.document = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
	providers.several.claims = { sub: 'in the form' };
	await accepted('several');
	await forget();
});

test('where people sign in on another site, they follow a link', async () => {
	await forget();
	providers.several.document = { authorization_endpoint: 'https://example.com/sign-in?a=b' };
	const { status, page } = await site.visitor().fill('/login', '/login/several');
	assert.equal(status, 200);
	assert.match(page('main a').first().attr('href'), /^https:\/\/example\.com\/sign-in\?a=b&response_type=code&/);
	await forget();
});

test('a mistake in the operator\'s file stops the start, and the message says which, but no secret', async (t) => {
	const there = await makeFolder();
	t.after(() => removeFolder(there));
	await configure(there);
	const start = (settings, more = {}) => {
		const file = writeProviders(there, authority, [{ name: 'a', label: 'A', issuer: 'https://a', ...settings }]);
		return run(there, ['-fnr'], { environment: {
			DATABASE_URL: process.env.TEST_SITE_URL, OPENID_PROVIDERS: file, SITE_URL: 'https://localhost', ...more,
		} });
	};
	for (const [settings, more, says] of [
		[{}, { SITE_URL: '' }, /OPENID_PROVIDERS needs SITE_URL/],
		[{}, { OPENID_PROVIDERS: '/nowhere' }, /OPENID_PROVIDERS: cannot read \/nowhere/],
		[{ algorithm: 'HS256' }, {}, /providers\.json, provider 1: algorithm "HS256" is not RS256, ES256 or EdDSA/],
		[{ issuer: 'http://a' }, {}, /issuer "http:\/\/a" is not an https address/],
	]) {
		const { status, output } = start(settings, more);
		assert.equal(status, 1, output);
		assert.match(output, says);
		assert.doesNotMatch(output, /a secret/);
	}
});

test('unknown providers do not exist, and nobody is sent away by a GET', async () => {
	const client = site.visitor();
	const token = await client.token('/login');
	for (const address of ['/login/nobody', '/login/nobody/return'])
		assert.equal((await (address.endsWith('return') ? client.get(address) : client.post(address, { token }))).status, 404);
	assert.equal((await client.get('/login/rsa')).status, 405);
	assert.equal((await client.post('/login/rsa', {})).status, 403);
});

test('nobody got an account but whom a right token named, and no secret is in the log', () => {
	const known = ['right rsa', 'right ec', 'right ed', 'several', 'rotated', 'only one', 'returning', 'in the form', 'someone'];
	assert.deepEqual(sql('SELECT DISTINCT subject FROM identity').split('\n').filter((subject) => !known.includes(subject)), []);
	assert.equal(sql('SELECT count(*) FROM person'), sql('SELECT count(*) FROM identity'));
	assert.doesNotMatch(site.log.join('\n'), /a secret|eyJ|client_secret|code=|Bearer|Basic/);
});
