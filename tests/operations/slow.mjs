// SPDX-License-Identifier: ISC
// Clients that send a request byte by byte.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import tls from 'node:tls';
import { after, before, test } from 'node:test';
import { bad, startSite } from '../site/site.mjs';

const SLOW = 100;
const texts = {
	head: 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ',
	body: 'POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n',
};
let site;

before(async () => {
	site = await startSite({ edit: (conf) => conf.replace(/(http_(header|body)_timeout\s+)\d+/g, '$12') });
});

after(async () => {
	const log = await site.stop();
	assert.deepEqual(log.filter((line) => bad.test(line)), []);
});

// Send the text, then a byte now and then. Return a promise of the close.
async function dribble(text) {
	const socket = tls.connect({ port: site.port, host: 'localhost', ca: site.certificate });
	socket.on('error', () => {}).resume();
	await once(socket, 'secureConnect');
	socket.write(text);
	const timer = setInterval(() => socket.writable && socket.write('x'), 200);
	return { closed: once(socket, 'close').finally(() => clearInterval(timer)) };
}

for (const [part, text] of Object.entries(texts))
	test(`clients slow in the ${part} of a request are cut off, and others are served meanwhile`, { timeout: 60000 }, async () => {
		const slow = await Promise.all(Array.from({ length: SLOW }, () => dribble(text)));
		let left = slow.length;
		slow.forEach(({ closed }) => closed.then(() => left--));
		assert.equal((await site.visitor().get('/explore')).status, 200);
		assert.ok(left > 0, 'some of them are still connected');
		await Promise.all(slow.map(({ closed }) => closed));
	});
