// SPDX-License-Identifier: ISC
// Malformed HTTP over raw connections: the response to each fault says what is
// wrong, and the fault ends that connection and nothing else. With and without
// TLS, it is the same reader.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { after, before, test } from 'node:test';
import * as cheerio from 'cheerio';
import { Wire, assertSafe, request, withPlainServer } from './raw.mjs';
import { freePort, startSite, stopClean } from './site.mjs';

let site, visitor, token, cookie, plainPort;

before(async () => {
	plainPort = await freePort();
	site = await startSite({
		environment: { SITE_URL: 'https://localhost' },
		edit: (conf) => withPlainServer(conf, plainPort),
	});
	visitor = site.visitor();
	token = await visitor.token('/signup');
	cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
});

after(() => stopClean(site));

// How to connect, and the status of a good request.
const ways = {
	'': [() => Wire.open(site), 200],
	', without TLS': [() => Wire.openPlain(plainPort), 301],
};

const get = (...fields) => request('GET /explore HTTP/1.1', 'Host: localhost', ...fields);
const post = (...fields) => request('POST /signup HTTP/1.1', 'Host: localhost', `Cookie: ${cookie}`,
	'Content-Type: application/x-www-form-urlencoded', ...fields);

// A form with an invalid nickname, which the response contains if the whole
// form has arrived.
const form = (nickname) => new URLSearchParams({ token, nickname, email: 'a@example.com', password: 'correct horse' }).toString();

function assertArrived({ status, body }, nickname) {
	assert.equal(status, 422);
	assert.equal(cheerio.load(body)('input[name=nickname]').val(), nickname);
}

// Check that the response says what is wrong, that the connection ends, and
// that others are still served.
async function assertRefused(wire, status) {
	const response = await wire.response();
	assert.equal(response?.status, status);
	assert.equal(response.headers.connection, 'close');
	assert.equal(response.headers['content-type'], 'text/plain; charset=utf-8');
	assert.match(response.body, new RegExp(`^${status} [A-Z].*\n`));
	assertSafe(response, wire.plain);
	await wire.end();
	assert.equal((await visitor.get('/avatar/1.svg')).status, 200, 'others are served');
	return response;
}

// What is refused at once, and the status.
const faults = {
	'no version': [400, 'GET /explore\r\n'],
	'two spaces': [400, request('GET  /explore HTTP/1.1', 'Host: localhost')],
	'a space after the version': [400, request('GET /explore HTTP/1.1 ', 'Host: localhost')],
	'a space before the method': [400, ` ${get()}`],
	'a version in lower case': [400, request('GET /explore http/1.1', 'Host: localhost')],
	'HTTP/2.0': [505, request('GET /explore HTTP/2.0', 'Host: localhost')],
	'the preface of HTTP/2': [505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
	'a method in lower case': [501, request('get /explore HTTP/1.1', 'Host: localhost')],
	'a method of another protocol': [501, request('BREW /explore HTTP/1.1', 'Host: localhost')],
	'TRACE': [501, request('TRACE /explore HTTP/1.1', 'Host: localhost')],
	'CONNECT': [501, request('CONNECT localhost:443 HTTP/1.1', 'Host: localhost')],
	'a method that does not end': [400, 'x'.repeat(20)],
	'no method': [400, '\0\x01\x02'],
	'an address without a slash': [400, request('GET explore HTTP/1.1', 'Host: localhost')],
	'an address with a NUL': [400, request('GET /expl\0ore HTTP/1.1', 'Host: localhost')],
	'an address with raw UTF-8': [400, request('GET /\xc3\xbc HTTP/1.1', 'Host: localhost')],
	'an address with a fragment': [400, request('GET /explore#top HTTP/1.1', 'Host: localhost')],
	'an address too long': [414, request(`GET /${'x'.repeat(3000)} HTTP/1.1`, 'Host: localhost')],
	'an address that does not end': [414, `GET /${'x'.repeat(3000)}`],
	'bare LF': [400, get().replaceAll('\r\n', '\n')],
	'one bare LF': [400, get('Accept: */*\nX: y')],
	'a bare CR': [400, get('Accept: */*\rX: y')],
	'a NUL in a field': [400, get('Accept: a\0b')],
	'a space before the colon': [400, get('Accept : */*')],
	'a folded field': [400, get('Accept: a,', ' b')],
	'a field without a colon': [400, get('Accept')],
	'a field without a name': [400, get(': */*')],
	'no Host': [400, request('GET /explore HTTP/1.1')],
	'no Host, but a field whose name begins with it': [400, request('GET /explore HTTP/1.1', 'Hostile: localhost')],
	'two Hosts': [400, get('Host: localhost')],
	'an empty Host': [400, request('GET /explore HTTP/1.1', 'Host:')],
	'an invalid Host': [400, request('GET /explore HTTP/1.1', 'Host: local/host')],
	'an empty Host in HTTP/1.1': [400, request('GET /explore HTTP/1.1', 'Host: \t')],
	'an invalid Host in HTTP/1.0': [400, request('GET /explore HTTP/1.0', 'Host: local/host')],
	'two Hosts in HTTP/1.0': [400, request('GET /explore HTTP/1.0', 'Host: localhost', 'Host: localhost')],
	'an absolute address without Host': [400, request('GET https://localhost/explore HTTP/1.1')],
	'an absolute address and an invalid Host': [400, request('GET https://localhost/explore HTTP/1.1', 'Host: local/host')],
	'an absolute address and two Hosts': [400, request('GET https://localhost/explore HTTP/1.1', 'Host: a', 'Host: b')],
	'an absolute address too long': [414, request(`GET https://localhost/${'x'.repeat(3000)} HTTP/1.1`, 'Host: localhost')],
	'an asterisk for GET': [400, request('GET * HTTP/1.1', 'Host: localhost')],
	'an asterisk for OPTIONS, and more': [400, request('OPTIONS *x HTTP/1.1', 'Host: localhost')],
	'two Cookies': [400, get('Cookie: a=1', 'Cookie: b=2')],
	'two Origins': [400, get('Origin: null', 'Origin: https://localhost')],
	'101 fields': [431, get(...Array.from({ length: 101 }, (_, i) => `X-${i}: ${i}`))],
	'a field too large': [431, get(`X: ${'x'.repeat(20000)}`)],
	'a GET with a body': [400, get('Content-Length: 5') + 'hello'],
	'a GET in chunks': [400, get('Transfer-Encoding: chunked') + '0\r\n\r\n'],
	'a POST without a length': [411, post()],
	'two lengths': [400, post('Content-Length: 5', 'Content-Length: 6') + 'hello'],
	'two lengths in one': [400, post('Content-Length: 5, 5') + 'hello'],
	'a length with a sign': [400, post('Content-Length: +5') + 'hello'],
	'a length in hexadecimal': [400, post('Content-Length: 0x5') + 'hello'],
	'a negative length': [400, post('Content-Length: -5') + 'hello'],
	'a length too large for any integer': [413, post(`Content-Length: ${'9'.repeat(40)}`) + 'hello'],
	'a length over the limit': [413, post('Content-Length: 100000000') + 'hello'],
	'a length and chunks': [400, post('Content-Length: 5', 'Transfer-Encoding: chunked') + '0\r\n\r\n'],
	'an unknown encoding': [501, post('Transfer-Encoding: gzip, chunked') + '0\r\n\r\n'],
	'chunks in HTTP/1.0': [400, request('POST /signup HTTP/1.0', 'Host: localhost', 'Transfer-Encoding: chunked') + '0\r\n\r\n'],
	'a chunk without a size': [400, post('Transfer-Encoding: chunked') + '\r\nhello'],
	'a chunk with a negative size': [400, post('Transfer-Encoding: chunked') + '-1\r\nhello'],
	'a chunk with a wrong size': [400, post('Transfer-Encoding: chunked') + '4\r\nhello\r\n0\r\n\r\n'],
	'a chunk over the limit': [413, post('Transfer-Encoding: chunked') + 'ffffffffffffffff\r\nhello'],
	'a chunk with nothing but an extension': [413, post('Transfer-Encoding: chunked') + `1;${'x'.repeat(20000)}`],
	'more than the length says': [400, post('Content-Length: 5') + 'hello, and more'],
	'half a megabyte more than the length says': [400, post('Content-Length: 5') + 'x'.repeat(500000)],
	'half a megabyte': [413, post('Content-Length: 500000') + 'x'.repeat(500000)],
	'an unknown expectation': [417, post('Content-Length: 5', 'Expect: a miracle')],
};

for (const [way, [open, good]] of Object.entries(ways))
	for (const [name, [status, bytes]] of Object.entries(faults)) {
		test(`${name}${way}: ${status}`, async () => {
			const response = await assertRefused((await open()).say(bytes), status);
			assert.match(response.body, /\.\n$/, 'the reason is a sentence');
		});
		// On a connection that has served another request, as a proxy may share it.
		test(`${name}, after a good request${way}: ${status}`, async () => {
			const wire = (await open()).say(get());
			assert.equal((await wire.response()).status, good);
			await assertRefused(wire.say(bytes), status);
		});
	}

test('a body is never read as the next request', async () => {
	const inner = request('POST /logout HTTP/1.1', 'Host: localhost', 'Content-Length: 0');
	for (const [open] of Object.values(ways))
		await assertRefused(await (await open()).sayInParts(get(`Content-Length: ${inner.length}`), inner), 400);
});

// Otherwise the connection would be reset and the response lost with it.
test('a client refused in the middle of a body may send the rest of it', async () => {
	const wire = (await Wire.open(site, { allowHalfOpen: true })).say(post('Content-Length: 500000'));
	assert.equal((await wire.response()).status, 413);
	for (let i = 0; i < 50; i++)
		await new Promise((sent, failed) => { wire.socket.write('x'.repeat(10000), (error) => error ? failed(error) : sent()); });
	await wire.end();
});

test('the response to HEAD has no body, even if the request is refused', async () => {
	const wire = (await Wire.open(site)).say(request('HEAD / HTTP/1.1'));
	await once(wire.socket, 'end');
	assert.match(wire.text, /^HTTP\/1\.1 400 [^]*\r\n\r\n$/);
});

test('a response from Kore itself has the headers and the reason, too', async (t) => {
	const named = await startSite({ edit: (conf) => conf.replace('domain *', 'domain localhost') });
	t.after(() => stopClean(named));
	await assertRefused((await Wire.open(named)).say(request('GET / HTTP/1.1', 'Host: example.com')), 404);
});

// The cases of h1spec (uNetworking, 2024), in its order. After a piece of a
// request, the site waits for the rest.
const whole = request('GET /hello HTTP/1.1', 'Host: localhost');
const pieces = ['G', 'GET ', 'GET /hello', 'GET /hello ', 'GET /hello HTTP', 'GET /hello HTTP/1.1', 'GET /hello HTTP/1.1\r',
	'GET /hello HTTP/1.1\r\n', 'GET /hello HTTP/1.1\r\nHos', 'GET /hello HTTP/1.1\r\nHost:', 'GET /hello HTTP/1.1\r\nHost: ',
	'GET /hello HTTP/1.1\r\nHost: localhost', 'GET /hello HTTP/1.1\r\nHost: localhost\r', 'GET /hello HTTP/1.1\r\nHost: localhost\r\n',
	'GET /hello HTTP/1.1\r\nHost: localhost\r\n\r'];
const example = (...fields) => request('GET / HTTP/1.1', 'Host: example.com', ...fields);

const understood = {
	'Request with Expect header': example('Expect: 100-continue'),
	'Valid GET request': example(),
	'Valid GET request with edge cases': request('GET / HTTP/1.1', 'hoSt:\texample.com', 'empty:'),
	'Empty header value': example('X-Empty-Header: '),
};

const refused = {
	'Request without HTTP version': 'GET / \r\n\r\n',
	'Invalid header characters': example('X-Invalid[]: test'),
	'Missing Host header': request('GET / HTTP/1.1', 'Content-Length: 5'),
	'Multiple Host headers': example('Host: example.org'),
	'Overflowing negative Content-Length header': example('Content-Length: -123456789123456789123456789'),
	'Negative Content-Length header': example('Content-Length: -1234'),
	'Non-numeric Content-Length header': example('Content-Length: abc'),
	'Header containing invalid control character': example('X-Bad-Control-Char: test\x07'),
	'Invalid HTTP version': request('GET / HTTP/9.9', 'Host: example.com'),
	'Invalid prefix of request': `Extra line${example()}`,
	'Invalid line ending': 'GET / HTTP/1.1\r\nHost: example.com\r\n\rSome-Header: Test\r\n\r\n',
	'Conflicting Transfer-Encoding and Content-Length in varying case':
		'POST / HTTP/1.1\r\nHost: example.com\r\ncontent-LengtH: 5\r\nTransFer-Encoding: chunked\r\n\r\nc\r\nHellO world1\r\n0\r\n\r\n',
};

for (const piece of pieces)
	test(`h1spec: Fragmented ${JSON.stringify(piece)}`, async () => {
		const wire = await (await Wire.open(site)).sayInParts(piece, whole.slice(piece.length));
		assert.equal((await wire.response()).status, 404);
		assert.equal((await wire.say(get()).response()).status, 200, 'the connection goes on');
	});

for (const [name, bytes] of Object.entries(understood))
	test(`h1spec: ${name}`, async () => {
		const wire = (await Wire.open(site)).say(bytes);
		assert.equal((await wire.response()).status, 200);
		assert.equal((await wire.say(get()).response()).status, 200, 'the connection goes on');
	});

for (const [name, bytes] of Object.entries(refused))
	test(`h1spec: ${name}`, async () => {
		const response = await (await Wire.open(site)).say(bytes).response();
		assert.ok(response.status >= 400 && response.status < 600, String(response.status));
	});

test('h1spec: Valid POST request with body', async () => {
	const body = form('hel lo');
	const wire = (await Wire.open(site)).say(post(`Content-Length: ${body.length}`) + body);
	assertArrived(await wire.response(), 'hel lo');
});

test('h1spec: Chunked Transfer-Encoding', async () => {
	const body = form('HellO world1');
	const wire = (await Wire.open(site)).say(`${post('Transfer-Encoding: chunked')}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
	assertArrived(await wire.response(), 'HellO world1');
	assert.equal((await wire.say(get()).response()).status, 200, 'the connection goes on');
});

test('these are all 33 cases of h1spec', () => {
	assert.equal(pieces.length + Object.keys(understood).length + Object.keys(refused).length + 2, 33);
});

test('a request may arrive byte by byte, after an empty line, and with its body in chunks', async () => {
	const body = form('by te');
	const chunks = `\r\n${post('Transfer-Encoding: chunked')}5;name=value\r\n${body.slice(0, 5)}\r\n` +
		`${(body.length - 5).toString(16).toUpperCase()}\r\n${body.slice(5)}\r\n0\r\nTrailer: x\r\n\r\n`;
	const plain = post(`Content-Length: ${body.length}`) + body;
	const wire = await (await Wire.open(site)).sayInParts(...chunks);
	assertArrived(await wire.response(), 'by te');
	await wire.sayInParts(...plain);
	assertArrived(await wire.response(), 'by te');
});

test('the address may be absolute, as proxies send it', async () => {
	const wire = (await Wire.open(site)).say(request('GET https://localhost/nowhere?x=1 HTTP/1.1', 'Host: localhost'));
	assert.equal((await wire.response()).status, 404);
	wire.say(request('GET HTTP://localhost HTTP/1.1', 'Host: LocalHost'));
	assert.equal((await wire.response()).status, 200);
});

test('all of a hundred fields reach the page', async () => {
	const cache = (await visitor.get('/explore')).headers.etag;
	const fields = Array.from({ length: 99 }, (_, i) => `X-${i}: \xfc`);
	const wire = (await Wire.open(site)).say(get(...fields, `If-None-Match: ${cache}`));
	assert.equal((await wire.response()).status, 304);
});

test('a client that waits for "100 Continue" gets it', async () => {
	const body = form('wai ting');
	const wire = (await Wire.open(site)).say(post(`Content-Length: ${body.length}`, 'Expect: 100-continue'));
	assert.equal((await wire.response()).status, 100);
	assertArrived(await wire.say(body).response(), 'wai ting');
});

test('a second request before the first response is served, or its client knows to retry', async () => {
	const wire = (await Wire.open(site)).say(get() + request('GET /nowhere HTTP/1.1', 'Host: localhost'));
	const response = await wire.response();
	assert.equal(response.status, 200);
	assert.equal(response.headers.connection, 'close');
	await wire.end();

	const other = await (await Wire.open(site)).sayInParts(get(), request('GET /nowhere HTTP/1.1', 'Host: localhost'));
	assert.deepEqual([(await other.response()).status, (await other.response()).status], [200, 404]);
});

test('without TLS, too, a request may arrive byte by byte, and the connection goes on', async () => {
	const wire = await (await Wire.openPlain(plainPort)).sayInParts(...get());
	assert.equal((await wire.response()).status, 301);
	await wire.sayInParts(...post('Transfer-Encoding: chunked'), '5\r\nhello\r\n', '0\r\n\r\n');
	assert.equal((await wire.response()).status, 405);
	assert.equal((await wire.say(get()).response()).status, 301);
});

test('a TLS handshake without TLS, and a request over TLS that has none, are refused', async () => {
	const hello = '\x16\x03\x01\x00\x05hello\r\n';
	await assertRefused((await Wire.openPlain(plainPort)).say(hello), 400);
	const wire = (await Wire.openPlain(site.port)).say(get());
	await new Promise((closed) => wire.socket.once('close', closed));
	assert.doesNotMatch(wire.text, /HTTP/);
});

test('the connection closes for HTTP/1.0 and when the client wants it closed', async () => {
	for (const bytes of [get('Connection: keep-alive, Close'), get('Connection: x', 'Connection: close'),
		request('GET /explore HTTP/1.0', 'Host: localhost')]) {
		const wire = (await Wire.open(site)).say(bytes);
		assert.equal((await wire.response()).headers.connection, 'close');
		await wire.end();
	}
});

const workers = () => site.log.map((line) => line.match(/worker \d+ started .*pid#(\d+)/)?.[1]).filter(Boolean);

async function memory() {
	let most = 0;
	for (const pid of workers())
		most = Math.max(most, Number((await readFile(`/proc/${pid}/status`, 'utf8')).match(/VmRSS:\s*(\d+) kB/)[1]));
	return most;
}

test('50 MB after a length of 10 take no memory', async () => {
	assert.equal(workers().length, 2);
	const before = await memory();
	const much = Buffer.alloc(50 << 20, 'x');
	for (const head of [[post('Content-Length: 10')], [post('Content-Length: 10'), '1234567890'], [post('Transfer-Encoding: chunked'), '10\r\n']]) {
		const wire = await Wire.open(site);
		const gone = new Promise((resolve) => wire.socket.on('close', resolve));
		(await wire.sayInParts(...head)).socket.write(much);
		await gone;
		assert.ok(wire.socket.errored, 'it was cut off in the middle');
	}
	assert.equal((await visitor.get('/avatar/1.svg')).status, 200);
	assert.ok(await memory() - before < 4096, 'kilobytes');
});

// Send a byte every tenth of a second until the connection ends, which must
// happen before the last byte. Return what was received.
async function drip(socket, bytes) {
	let text = '', i = 0;
	socket.on('data', (data) => { text += data; });
	socket.on('error', () => {});
	const timer = setInterval(() => i < bytes.length && socket.write(bytes.subarray(i, ++i)), 100);
	await new Promise((closed) => socket.once('close', closed)); // once() would reject if a late byte is reset
	clearInterval(timer);
	assert.ok(i < bytes.length, 'it was cut off');
	return text;
}

test('a client that takes too long is cut off, wherever it is slow, and delays nobody', async (t) => {
	const port = await freePort();
	const slow = await startSite({
		environment: { SITE_URL: 'https://localhost' },
		edit: (conf) => withPlainServer(`${conf.replace(/(http_(header|body)_timeout\s+)\d+/g, '$13')}\nhttp_request_limit 5\n`, port),
	});
	t.after(() => stopClean(slow));

	const kept = (await Wire.open(slow)).say(get());
	assert.equal((await kept.response()).status, 200);
	const begun = async (bytes, wire) => drip((wire ?? await Wire.open(slow)).socket, Buffer.from(bytes));
	const handshake = net.connect(slow.port, '127.0.0.1');
	const slowly = [drip(handshake, Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3, ...Array(500).fill(0)]))];
	for (let i = 0; i < 20; i++)
		slowly.push(begun(get('X: '.padEnd(500, 'x')), i % 4 === 0 ? await Wire.openPlain(port) : undefined));
	const late = [];
	for (let i = 0; i < 20; i++) {
		const wire = (await Wire.open(slow)).say(post('Content-Length: 500'));
		late.push(drip(wire.socket, Buffer.alloc(500)));
	}
	assert.equal((await slow.visitor().get('/explore')).status, 200, 'others are served');
	assert.equal(await slowly.shift(), '');
	for (const text of await Promise.all([...slowly, ...late]))
		assert.match(text, /^HTTP\/1\.1 408 [^]*took too long[^]*\n$/);

	await (await Wire.open(slow)).end();
	assert.equal((await kept.say(get()).response()).status, 200, 'an idle connection may stay open longer');
});
