// SPDX-License-Identifier: ISC
// Five hundred clients that send one byte per second, half of them in the head
// of their request, half in its body.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';
import { quantile } from '../bench/machine.mjs';

export const title = '500 slow clients';

const SLOW = 500;
const AT_ONCE = 50; // that connect
const HEAD = 5, BODY = 10; // s; the timeouts of kore.conf
const SLACK = 1.5; // s; Kore checks twice a second, and this machine is busy
const PATIENCE = 30; // s to wait until a client is cut off
const BESIDE = 5000; // ms that the crowd is measured without slow clients

const texts = {
	head: 'GET /explore HTTP/1.1\r\nHost: localhost\r\nX-Slow: ',
	body: 'POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n',
};

// One slow client. Return { kind, connected, cut }, where cut gives the seconds
// until the site closed the connection.
function dribble(port, kind) {
	const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
	socket.on('error', () => {});
	const connected = once(socket, 'secureConnect').then(() => performance.now());
	const closed = once(socket, 'close').then(() => performance.now());
	socket.resume().write(texts[kind]);
	const timer = setInterval(() => socket.writable && socket.write('x'), 1000);
	const cut = Promise.race([closed, pause(PATIENCE * 1000)]).then(async (ended = Infinity) => {
		clearInterval(timer);
		socket.destroy();
		return (ended - await connected) / 1000;
	});
	return { kind, connected, cut };
}

const medianOf = (history, from, to) => quantile(history
	.filter(({ began, ended, status }) => began > from && ended < to && status < 400).map(({ began, ended }) => ended - began));

export async function run({ site, crowd }) {
	const quiet = performance.now();
	await pause(BESIDE);
	const alone = performance.now();
	// Those that are cut off sooner connect last.
	const slow = [];
	for (let i = 0; i < SLOW; i += AT_ONCE) {
		const some = Array.from({ length: AT_ONCE }, () => dribble(site.port, i < SLOW / 2 ? 'body' : 'head'));
		await Promise.all(some.map(({ connected }) => connected));
		slow.push(...some);
	}
	const all = performance.now();
	await Promise.race(slow.map(({ cut }) => cut));
	const over = performance.now();
	const longest = async (kind) => Math.max(...await Promise.all(slow.filter((client) => client.kind === kind).map(({ cut }) => cut)));
	const [head, body] = [await longest('head'), await longest('body')];
	const ratio = medianOf(crowd.history, all, over) / medianOf(crowd.history, quiet, alone);
	return [
		['others are not slowed down: ratio of their median with slow clients to that without', ratio.toFixed(2), ratio < 1.5],
		[`a client that is slow in the head is cut off after ${HEAD} s`, `${head.toFixed(1)} s`, head < HEAD + SLACK],
		[`a client that is slow in the body is cut off after ${BODY} s`, `${body.toFixed(1)} s`, body < BODY + SLACK],
	];
}
