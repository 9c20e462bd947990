// SPDX-License-Identifier: ISC
// The mail server accepts connections and is silent, while messages are waiting.
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../bench/machine.mjs';
import { startMail } from '../site/mail.mjs';

export const title = 'the mail server is silent';

const MESSAGES = 200; // that are waiting
const BESIDE = 10000; // ms that the crowd is measured with it, and without
const QUIET = 5; // ms; a ratio to less would measure the clock
const CALM = 10000; // ms that people think, while the messages arrive
const PATIENCE = 60000; // ms until all messages have arrived

// What stands before the mail server: it says nothing until it is opened.
async function stand(port) {
	const held = new Set();
	let open = false;
	const front = net.createServer((socket) => {
		held.add(socket.on('error', () => {}).on('close', () => held.delete(socket)));
		if (!open)
			return;
		const behind = net.connect(port, '127.0.0.1').on('error', () => socket.destroy());
		socket.pipe(behind).pipe(socket);
	}).listen(0, '127.0.0.1');
	await once(front, 'listening');
	return {
		port: front.address().port,
		open() {
			open = true;
			held.forEach((socket) => socket.destroy());
		},
		close() {
			held.forEach((socket) => socket.destroy());
			front.close();
		},
	};
}

const p99 = (history, from, to) => quantile(history
	.filter(({ began, ended, status }) => began > from && ended < to && status < 400).map(({ began, ended }) => ended - began), 0.99);

// Wait until the outbox is empty; a message that has failed is due again.
async function drain(database) {
	for (const since = performance.now(); performance.now() - since < PATIENCE; await pause(100)) {
		await database.psql('UPDATE mail SET due = now() WHERE tries > 0; NOTIFY microblog_courier');
		if ((await database.rows('SELECT count(*) FROM mail'))[0][0] === '0')
			return;
	}
}

export async function run(stage) {
	const mail = await startMail();
	const front = await stand(mail.port);
	const { SMTP_URL, ...environment } = mail.environment;

	// The site that has the mail server, instead of the one that has none.
	const broken = performance.now();
	await stage.site.stop();
	await stage.startSite({ ...environment, SMTP_URL: SMTP_URL.replace(/\d+$/, front.port) });
	stage.recoveries.push({ broken, recovered: performance.now() });
	const { database, crowd } = stage;
	await crowd.served(500);

	const quiet = performance.now();
	await pause(BESIDE);
	const begin = performance.now();
	await database.psql(`SELECT mail_add('test', NULL, 'n' || n || '@example.net', NULL) FROM generate_series(1, ${MESSAGES}) n`);
	await pause(BESIDE);
	const end = performance.now();
	const early = mail.received.length;
	front.open();
	// This process is the crowd and the mail server: give it time for the mail.
	const { think } = crowd;
	crowd.think = CALM;
	await drain(database);
	crowd.think = think;
	front.close();
	await mail.stop();

	const [without, beside] = [p99(crowd.history, quiet, begin), p99(crowd.history, begin, end)];
	const ratio = beside / Math.max(without, QUIET);
	const different = new Set(mail.received.map(({ parsed }) => parsed.messageId)).size;
	return [
		[`others are not slowed down: ratio of their p99 with ${MESSAGES} messages waiting to that without`,
			`${ratio.toFixed(2)} (${beside.toFixed(1)} to ${without.toFixed(1)} ms)`, ratio < 2],
		['afterwards every message arrives, and none twice', `${early} before, ${different} of ${MESSAGES}, ${mail.received.length - different} twice`,
			early === 0 && different === MESSAGES && mail.received.length === MESSAGES],
	];
}
