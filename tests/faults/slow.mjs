// Five hundred who send a byte a second, half of them in the head of their
// request, half in its body.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';
import { quantile } from '../bench/machine.mjs';

export const title = '500 slow clients';

const SLOW = 500;
const AT_ONCE = 50; // who connect
const HEAD = 5, BODY = 10; // s; as kore.conf says
const SLACK = 1.5; // s; Kore looks twice a second, and this machine is busy
const PATIENCE = 30; // s
const BESIDE = 15000; // ms; the crowd is watched for as long before

const texts = {
	head: 'GET /explore HTTP/1.1\r\nHost: localhost\r\nX-Slow: ',
	body: 'POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n',
};

// Answer: the seconds after which the site hung up.
async function dribble(port, kind) {
	const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
	socket.on('error', () => {});
	await once(socket, 'secureConnect');
	const began = performance.now();
	const closed = once(socket, 'close').then(() => performance.now());
	socket.resume().write(texts[kind]);
	const timer = setInterval(() => socket.writable && socket.write('x'), 1000);
	const ended = await Promise.race([closed, pause(PATIENCE * 1000)]);
	clearInterval(timer);
	socket.destroy();
	return ((ended ?? Infinity) - began) / 1000;
}

const medianOf = (history, from, to) => quantile(history
	.filter(({ began, ended, status }) => began > from && ended < to && status < 400).map(({ began, ended }) => ended - began));

export async function run({ site, crowd }) {
	const quiet = performance.now();
	await pause(BESIDE);
	const began = performance.now();
	const kinds = Array.from({ length: SLOW }, (_, i) => i % 2 ? 'head' : 'body');
	const under = [];
	while (kinds.length > 0) {
		const some = kinds.splice(0, AT_ONCE);
		under.push(...some.map(async (kind) => ({ kind, seconds: await dribble(site.port, kind) })));
		await pause(200);
	}
	await pause(Math.max(0, began + BESIDE - performance.now()));
	const over = performance.now();
	const done = await Promise.all(under);
	const longest = (kind) => Math.max(...done.filter((one) => one.kind === kind).map(({ seconds }) => seconds));
	const ratio = medianOf(crowd.history, began, over) / medianOf(crowd.history, quiet, began);
	return [
		['others are not slowed: median beside them, by median without them', ratio.toFixed(2), ratio < 1.5],
		[`who is slow in the head is cut off after ${HEAD} s`, `${longest('head').toFixed(1)} s`, longest('head') < HEAD + SLACK],
		[`who is slow in the body is cut off after ${BODY} s`, `${longest('body').toFixed(1)} s`, longest('body') < BODY + SLACK],
	];
}
