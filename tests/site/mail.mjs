// SPDX-License-Identifier: ISC
// A mail server for tests: it offers STARTTLS, asks for a password, and keeps
// what it is given.
import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

// Make a certificate for this host, which is its own authority.
export function makeCertificate(folder, host = 'localhost') {
	const [key, certificate] = ['key', 'certificate'].map((name) => path.join(folder, `${host}-${name}.pem`));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
		'-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
	return { key: readFileSync(key), cert: readFileSync(certificate), file: certificate };
}

export const password = 'a password for mail';

// An error with which a function of the server rejects something.
export const reply = (code, text) => Object.assign(new Error(text), { responseCode: code });

// Start a mail server. options are more of smtp-server's; secure means TLS from
// the start. Its environment makes a site use it.
export async function startMail({ host = 'localhost', secure = false, port = 0, ...options } = {}) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'microblog-mail-'));
	chmodSync(folder, 0o755); // the courier may be another OS user
	const { key, cert, file } = makeCertificate(folder, host);
	const arriving = new EventEmitter();
	const received = [];
	const server = new SMTPServer({
		secure, key, cert, disableReverseLookup: true, closeTimeout: 1,
		onAuth: ({ username, password: given }, session, done) => (username === 'courier@example.org' && given === password
			? done(null, { user: username }) : done(reply(535, 'Wrong password'))),
		onData: async (stream, session, done) => {
			const chunks = [];
			for await (const chunk of stream)
				chunks.push(chunk);
			const raw = Buffer.concat(chunks);
			received.push({
				raw: raw.toString(), parsed: await simpleParser(raw), secure: session.secure, user: session.user,
				from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map(({ address }) => address),
				hello: session.hostNameAppearsAs,
			});
			arriving.emit('message');
			done();
		},
		...options,
	});
	server.on('error', () => {}); // a client that goes away
	await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
	const address = server.server.address();
	return {
		received, arriving, server, port: address.port,
		environment: {
			SMTP_URL: `${secure ? 'smtps' : 'smtp'}://courier%40example.org@localhost:${address.port}`, SMTP_PASSWORD: password,
			SMTP_CA_FILE: file, MAIL_FROM: 'Zoë\'s site <noreply@example.org>', SITE_URL: 'https://example.org',
		},
		// Wait until this many messages to the recipient (or to anybody) have
		// arrived, and return the last of them.
		async arrives(to, count = 1) {
			const fitting = () => received.filter((message) => to === undefined || message.to.includes(to));
			while (fitting().length < count)
				await once(arriving, 'message');
			return fitting()[count - 1];
		},
		async stop() {
			server.connections.forEach((connection) => connection.close());
			await new Promise((resolve) => server.close(resolve));
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
