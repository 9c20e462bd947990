// SPDX-License-Identifier: ISC
// What members find in their mailboxes.
import { once } from 'node:events';
import { startMail } from './mail.mjs';

// Start a mail server. environment makes a site use it, and stop() ends it.
// next(to, about) waits for the next message to an address, with a subject that
// matches, and returns it as mailparser reads it.
export async function startMailbox() {
	const mail = await startMail();
	const read = new Set();
	const find = (to, about) => mail.received.find((message) =>
		message.to.includes(to) && about.test(message.parsed.subject) && !read.has(message));
	return {
		environment: mail.environment,
		async next(to, about = /./) {
			let message;
			while (!(message = find(to, about)))
				await once(mail.arriving, 'message');
			read.add(message);
			return message.parsed;
		},
		stop: () => mail.stop(),
	};
}

// The path of the link in a message that begins with this word.
export function linkIn(mail, word) {
	const [, link] = mail.text.match(new RegExp(`https://\\S+?(/${word}/[\\w-]{43})(?=\\s)`)) ?? [];
	if (link === undefined)
		throw new Error(`no link to /${word} in: ${mail.text}`);
	return link;
}
