// SPDX-License-Identifier: ISC
// Requests and responses as bytes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';

// The head of a request.
export const request = (line, ...fields) => [line, ...fields, '', ''].join('\r\n');

// Add the server without TLS of conf/production.conf to a kore.conf.
export const withPlainServer = (conf, port) => `${conf}\n${readFileSync(path.join(process.env.SOURCE_DIR, 'conf/production.conf'), 'utf8')
	.match(/^server http [^]*/m)[0].replace(/^(\s*bind\s+).*/m, `$1127.0.0.1 ${port}`)}`;

// A connection to a site on which a test can send any bytes. Unless options say
// otherwise, the handshake names no host.
export class Wire {
	static async open(site, options = {}) {
		const socket = tls.connect({ host: '127.0.0.1', port: site.port, ca: site.certificate, servername: '',
			checkServerIdentity: () => {}, ...options });
		await once(socket, 'secureConnect');
		return new Wire(socket);
	}

	// The same without TLS.
	static async openPlain(port) {
		const socket = net.connect({ host: '127.0.0.1', port });
		await once(socket, 'connect');
		return new Wire(socket);
	}

	constructor(socket) {
		this.socket = socket;
		this.plain = !socket.encrypted;
		this.text = '';
		this.closed = false;
		socket.setEncoding('latin1');
		socket.on('data', (text) => { this.text += text; });
		socket.on('end', () => { this.closed = true; });
		socket.on('error', () => {});
	}

	say(bytes) {
		this.socket.write(bytes, 'latin1');
		return this;
	}

	// Send each part in a TLS record of its own.
	async sayInParts(...parts) {
		for (const part of parts)
			await new Promise((sent) => { this.socket.write(part, 'latin1', sent); });
		return this;
	}

	// Return the next response, or undefined if the connection ends before.
	// The one to HEAD has no body.
	async response(method) {
		for (;;) {
			const [head] = this.text.split('\r\n\r\n', 1);
			const length = method === 'HEAD' ? 0 : Number(head.match(/^content-length: (\d+)/m)?.[1] ?? 0);
			const end = head.length + 4 + length;
			if (this.text.length >= end) {
				const body = this.text.slice(head.length + 4, end);
				this.text = this.text.slice(end);
				const headers = Object.fromEntries(head.split('\r\n').slice(1).map((line) => line.split(/: (.*)/)));
				const status = Number(head.match(/^HTTP\/1\.1 (\d{3}) /)[1]);
				if (status !== 100)
					assertDated(headers);
				return { status, headers, body };
			}
			if (this.closed)
				return undefined;
			await Promise.race(['data', 'end'].map((event) => once(this.socket, event)));
		}
	}

	// Check that the site ends the connection and sends nothing more.
	async end() {
		if (!this.closed)
			await once(this.socket, 'end');
		assert.equal(this.text, '');
		this.socket.destroy();
	}
}

// Every response has the present time, as RFC 9110, 5.6.7 writes it.
function assertDated({ date }) {
	assert.equal(date, new Date(date).toUTCString());
	assert.ok(Math.abs(Date.now() - Date.parse(date)) < 60000, date);
}

// Check the security headers. Only TLS can promise TLS (RFC 6797, 7.2).
export function assertSafe({ headers }, plain = false) {
	assert.match(headers['content-security-policy'], /default-src 'none'/);
	if (plain)
		assert.equal(headers['strict-transport-security'], undefined);
	else
		assert.match(headers['strict-transport-security'], /max-age/);
	assert.equal(headers['x-content-type-options'], 'nosniff');
	assert.equal(headers['x-frame-options'], 'DENY');
	assert.match(headers['referrer-policy'], /^(same-origin|strict-origin)$/); // the latter for secret paths
}
