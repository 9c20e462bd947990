// SPDX-License-Identifier: ISC
// A mail server for tests: it takes every message over STARTTLS and keeps it.
import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

// Make a certificate for 127.0.0.1. Return { key, cert, file }.
async function makeCertificate(folder) {
	const [key, file] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
		'-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', file], { stdio: 'ignore' });
	return { key: await readFile(key), cert: await readFile(file), file };
}

// Start the server. environment is what the site needs to send its mail there;
// next() waits for the next message to an address, with a subject that matches,
// and returns it as mailparser reads it.
export async function startMailbox() {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'microblog-mail-'));
	const { key, cert, file } = await makeCertificate(folder);
	const waiting = [];
	const arrivals = new EventEmitter();
	const take = (to, about) => {
		const at = waiting.findIndex((mail) => mail.to.value[0].address === to && about.test(mail.subject));
		return at === -1 ? undefined : waiting.splice(at, 1)[0];
	};
	const server = new SMTPServer({
		key, cert, disabledCommands: ['AUTH'],
		onData(stream, session, done) {
			simpleParser(stream).then((mail) => {
				waiting.push(mail);
				arrivals.emit('mail');
				done();
			}, done);
		},
	});
	server.on('error', () => {}); // the client hung up
	server.listen(0, '127.0.0.1');
	await once(server.server, 'listening');
	return {
		environment: {
			SMTP_URL: `smtp://127.0.0.1:${server.server.address().port}`, SMTP_CA_FILE: file,
			MAIL_FROM: 'microblog <noreply@example.com>',
		},
		async next(to, about = /./) {
			for (;;) {
				const mail = take(to, about);
				if (mail)
					return mail;
				await once(arrivals, 'mail');
			}
		},
		async stop() {
			await new Promise((resolve) => server.close(resolve));
			await rm(folder, { recursive: true, force: true });
		},
	};
}

// The path of the link in a message that begins with this word.
export function linkIn(mail, word) {
	const [, link] = mail.text.match(new RegExp(`https://\\S+?(/${word}/[\\w-]{43})(?=\\s)`)) ?? [];
	if (link === undefined)
		throw new Error(`no link to /${word} in: ${mail.text}`);
	return link;
}
