// SPDX-License-Identifier: ISC
// Identity providers for tests, on https with a certificate authority of their
// own: the certified oidc-provider, and one that can be made to misbehave.
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { freePort } from './port.mjs';

export const clientId = 'microblog';
export const clientSecret = 'a secret: with / and %';

const quietly = (command, args) => execFileSync(command, args, { stdio: 'ignore' });

// Make an authority, and a certificate of it for localhost and these names.
// Return the files.
export function makeAuthority(folder, names = []) {
	const file = (name) => path.join(folder, name);
	const subject = ['localhost', ...names].map((name) => `DNS:${name}`).join();
	const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
	quietly('openssl', ['req', '-x509', ...ec, '-days', '2', '-subj', '/CN=Authority of the test',
		'-keyout', file('ca.key'), '-out', file('ca.pem')]);
	quietly('openssl', ['req', ...ec, '-subj', '/CN=localhost', '-keyout', file('provider.key'), '-out', file('provider.csr')]);
	writeFileSync(file('extensions'), `subjectAltName=${subject}\n`);
	quietly('openssl', ['x509', '-req', '-in', file('provider.csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'),
		'-CAcreateserial', '-days', '2', '-extfile', file('extensions'), '-out', file('provider.pem')]);
	return { ca: file('ca.pem'), key: readFileSync(file('provider.key')), cert: readFileSync(file('provider.pem')) };
}

// Write the file for OPENID_PROVIDERS; each of providers may replace settings.
export function writeProviders(folder, authority, providers) {
	const file = path.join(folder, 'providers.json');
	writeFileSync(file, JSON.stringify(providers.map((provider) => ({
		client_id: clientId, client_secret: clientSecret, algorithm: 'RS256', ca_file: authority.ca, ...provider,
	}))), { mode: 0o600 });
	return file;
}

const json = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const kinds = {
	RS256: () => crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }),
	ES256: () => crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
	EdDSA: () => crypto.generateKeyPairSync('ed25519'),
};

export function makeKey(algorithm, kid) {
	const { publicKey, privateKey } = kinds[algorithm]();
	return { algorithm, kid, publicKey, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), use: 'sig', ...(kid && { kid }) } };
}

export function signToken(key, payload, header = {}) {
	const text = `${json({ alg: key.algorithm, ...(key.kid && { kid: key.kid }), ...header })}.${json(payload)}`;
	const signature = crypto.sign(key.algorithm === 'EdDSA' ? null : 'sha256', Buffer.from(text),
	    { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
	return `${text}.${signature.toString('base64url')}`;
}

export const now = () => Math.floor(Date.now() / 1000);

// Wait until the server listens on this port, or on a free one.
export async function listen(server, port) {
	server.listen(port ?? await freePort(), '127.0.0.1');
	await once(server, 'listening');
	return server.address().port;
}

// The certified provider, with a client for each algorithm. people are the
// claims of its accounts, by their names there.
export async function startCertified(authority, site, people, host = 'provider.localhost') {
	const { default: Provider } = await import('oidc-provider');
	const port = await freePort();
	const issuer = `https://${host}:${port}`;
	const algorithms = Object.keys(kinds);
	const oidc = new Provider(issuer, {
		clients: algorithms.map((algorithm) => ({
			client_id: `client ${algorithm}`, client_secret: clientSecret, id_token_signed_response_alg: algorithm,
			redirect_uris: [`${site}/login/${algorithm.toLowerCase()}/return`],
		})),
		jwks: { keys: algorithms.map((algorithm) => ({
			...makeKey(algorithm).privateKey.export({ format: 'jwk' }), kid: algorithm, use: 'sig', alg: algorithm,
		})) },
		enabledJWA: { idTokenSigningAlgValues: algorithms },
		cookies: { keys: ['a key for cookies'] },
		claims: { profile: ['preferred_username'], email: ['email', 'email_verified'] },
		findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
		ttl: { Session: 600, Grant: 600, Interaction: 600, AccessToken: 60, IdToken: 60 },
	});
	const server = https.createServer({ key: authority.key, cert: authority.cert }, oidc.callback());
	await listen(server, port);
	return {
		issuer,
		providers: algorithms.map((algorithm) => ({
			name: algorithm.toLowerCase(), label: `Example ${algorithm}`, issuer, algorithm, client_id: `client ${algorithm}`,
		})),
		stop() {
			server.close();
			server.closeAllConnections();
		},
	};
}

// A provider that does what a test tells it to:
// - claims, header: what the next ID tokens say, over what would be right;
// - token: changes a signed token;
// - answer: for a path such as /token, a function that answers instead;
// - keys: the keys, of which the first one signs.
export async function startProvider(authority, { algorithm = 'RS256', host = 'localhost', port } = {}) {
	const requests = [];
	const codes = new Map();
	const server = https.createServer({ key: authority.key, cert: authority.cert });
	const sockets = new Set();
	const provider = {
		algorithm, requests, keys: [makeKey(algorithm, 'first')], claims: {}, header: {}, token: (token) => token,
		answer: {}, document: {}, profile: {},
		port: await listen(server, port),
		reset() {
			Object.assign(this, { claims: {}, header: {}, token: (token) => token, answer: {}, document: {}, profile: {} });
			requests.length = 0;
		},
		// What the authorization address does: give out a code for what a
		// browser brought there.
		code(address) {
			const query = Object.fromEntries(new URL(address).searchParams);
			const code = crypto.randomBytes(16).toString('hex');
			codes.set(code, query);
			return { code, query };
		},
		count: (wanted) => requests.filter((request) => request === wanted).length,
		stop() {
			server.close();
			for (const socket of sockets)
				socket.destroy();
		},
	};
	provider.issuer = `https://${host}:${provider.port}`;
	const { issuer } = provider;
	const send = (response, value, status = 200) => {
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(typeof value === 'string' ? value : JSON.stringify(value));
	};
	const answers = {
		'/.well-known/openid-configuration': (request, response) => send(response, {
			issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`,
			jwks_uri: `${issuer}/keys`, userinfo_endpoint: `${issuer}/userinfo`, ...provider.document,
		}),
		'/keys': (request, response) => send(response, { keys: provider.keys.map(({ jwk }) => jwk) }),
		'/authorize': (request, response) => {
			const { code, query } = provider.code(issuer + request.url);
			response.writeHead(303, { location: `${query.redirect_uri}?code=${code}&state=${query.state}` });
			response.end();
		},
		'/token': (request, response, body) => {
			const form = new URLSearchParams(body);
			const query = codes.get(form.get('code'));
			codes.delete(form.get('code'));
			const challenge = crypto.createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
			const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
			const proved = provider.document.token_endpoint_auth_methods_supported
				? form.get('client_id') === clientId && form.get('client_secret') === clientSecret
				: request.headers.authorization === `Basic ${basic}`;
			if (!query || query.code_challenge !== challenge || form.get('redirect_uri') !== query.redirect_uri || !proved)
				return send(response, { error: 'invalid_grant' }, 400);
			const payload = {
				iss: issuer, aud: clientId, sub: 'someone', nonce: query.nonce, iat: now(), exp: now() + 300, ...provider.claims,
			};
			const token = signToken(provider.keys[0], payload, provider.header);
			return send(response, { id_token: provider.token(token), access_token: 'abc', token_type: 'Bearer' });
		},
		'/userinfo': (request, response) => (request.headers.authorization === 'Bearer abc'
			? send(response, { sub: provider.claims.sub ?? 'someone', ...provider.profile }) : send(response, {}, 401)),
	};
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	server.on('request', async (request, response) => {
		const [name] = request.url.split('?');
		requests.push(name);
		const chunks = [];
		for await (const chunk of request)
			chunks.push(chunk);
		const answer = provider.answer[name] ?? answers[name] ?? (() => send(response, {}, 404));
		answer(request, response, Buffer.concat(chunks).toString());
	});
	return provider;
}

// Send a browser to the provider and back. Return what the site responds at its
// return, after how many milliseconds, and where it sent the browser.
export async function visitProvider(client, name, provider, { start = {}, back = {}, from = '/login', action = `/login/${name}` } = {}) {
	let began = performance.now();
	const took = () => performance.now() - began;
	const left = await client.fill(from, action, start);
	if (left.status !== 303)
		return { left, took: took() };
	const { code, query } = provider.code(left.headers.location);
	const address = `/login/${name}/return?${new URLSearchParams({ code, state: query.state, ...back })}`;
	began = performance.now();
	return { left, address, query, response: await client.get(address), took: took() };
}
