// SPDX-License-Identifier: ISC
// The real program, started for a test: over TLS, on a free port, on the
// database of TEST_SITE_URL, in a temporary folder.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';

import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import tls from 'node:tls';
import * as cheerio from 'cheerio';
import { freePort } from './port.mjs';

export { freePort };

const source = process.env.SOURCE_DIR;
export const program = path.resolve(source, process.env.PROGRAM ?? 'build/microblog/microblog');

// Make a folder to run the site in. Other OS users can enter it, because that
// of a private database has to.
export async function makeFolder() {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'microblog-test-'));
	await chmod(folder, 0o755);
	return folder;
}

export const removeFolder = (folder) => rm(folder, { recursive: true, force: true });

// Write the kore.conf of a folder; edit may change it. Return the port.
export async function configure(folder, edit = (conf) => conf, given) {
	const port = given ?? await freePort();
	const conf = await readFile(path.join(source, 'kore.conf'), 'utf8');
	await writeFile(path.join(folder, 'kore.conf'),
	    edit(conf.replace(/(bind\s+127\.0\.0\.1\s+)\d+/, `$1${port}`)));
	return port;
}

const url = process.env.TEST_DATABASE_URL; // as the owner
export const [, database] = url?.match(/dbname=(\w+)/) ?? [];

// Run statements as the owner, in another database of the same server if one
// is named. Return their output.
export function sql(statements, where = database) {
	return execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', url.replace(database, where), '-f', '-'],
	    { encoding: 'utf8', input: statements }).trim();
}

// Start psql with these arguments until the test is over. Return a function
// that runs statements in it and waits until they are done.
export function atPsql(t, words = ['-d', url]) {
	const child = spawn('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', ...words], {
		env: { ...process.env, PGOPTIONS: '-c statement_timeout=30s' },
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	t.after(() => child.kill());
	const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	return async (statements) => {
		child.stdin.write(`${statements}\n\\echo done\n`);
		if ((await lines.next()).done)
			throw new Error(`psql ended over ${statements}`);
	};
}

// Statements for it: wait until a condition is true, seeing what others do
// meanwhile; and wait until this many queries of its database wait for a lock.
export const until = (condition) => `DO $$ BEGIN
	WHILE NOT (${condition}) LOOP PERFORM pg_sleep(0.01), pg_stat_clear_snapshot(); END LOOP; END $$;`;
export const untilWait = (count) => until(`(SELECT count(*) FROM pg_stat_activity
	WHERE datname = current_database() AND wait_event_type = 'Lock') >= ${count}`);

// The routes of kore.conf, as they are written there.
export async function routes() {
	const conf = await readFile(path.join(source, 'kore.conf'), 'utf8');
	return [...conf.matchAll(/^\s*route\s+(\S+)/gm)].map(([, route]) => route);
}

// An address that matches a route: with { list: 7 }, /list/7/add.
export const addressOf = (route, values) => values[route] ?? route.replace(/^\^|\$$/g, '').replace('[.]', '.')
	.replace(/^\/([\w/-]+)\/\[.*?\}/, (all, first) => `/${first}/${values[first]}`);

// Run the program in a folder to its end. Return { status, output }, where the
// output includes its errors.
export function run(folder, words, { environment = {}, input = '' } = {}) {
	const { status, stdout, stderr } = spawnSync(program, words, {
		cwd: folder, env: { ...process.env, ...environment }, input, encoding: 'utf8',
	});
	return { status, output: stdout + stderr };
}

// Start the site. command replaces its command, environment adds to ours, edit
// may change kore.conf, certificate is the file of the certificate if edit
// names another, in is a folder that is kept, and port is where the site
// listens instead of on a free port. The site is up when its log (Kore's, with
// -v) contains all the marks. stop() ends it and returns its log.
export async function startSite({
	command = [program, '-fnrv'], environment = {}, edit, certificate: given, in: kept, port: wanted,
	marks = ['[wrk 1]: certificate in place', '[wrk 2]: certificate in place'],
} = {}) {
	const folder = kept ?? await makeFolder();
	const port = await configure(folder, edit, wanted);
	const child = spawn(command[0], command.slice(1), {
		cwd: folder,
		env: { ...process.env, DATABASE_URL: process.env.TEST_SITE_URL, RATE_LIMITS: 'off', ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const log = [];
	const logging = new EventEmitter();
	const exited = once(child, 'exit');
	const up = new Promise((resolve, reject) => {
		const waiting = new Set(marks);
		const note = (line) => {
			log.push(line);
			logging.emit('line');
			for (const mark of waiting)
				if (line.includes(mark))
					waiting.delete(mark);
			if (waiting.size === 0)
				resolve();
		};
		readline.createInterface({ input: child.stdout }).on('line', note);
		readline.createInterface({ input: child.stderr }).on('line', note);
		exited.then(() => reject(new Error(`the site stopped:\n${log.join('\n')}`)));
	});
	await up;

	const certificate = await readFile(given ?? path.join(folder, 'var/certificate.pem'));
	return {
		port, folder, log, certificate, child, exited,
		address: `https://localhost:${port}`,
		visitor: () => new Client(port, certificate),
		// A member who has just signed up.
		async member(nickname) {
			const client = this.visitor();
			assert.equal((await client.signUp(nickname)).status, 303);
			return client;
		},
		// Wait until this many lines of the log, after the first ones, match.
		async heard(pattern, count = 1, from = 0) {
			while (log.slice(from).filter((line) => pattern.test(line)).length < count)
				await Promise.race([once(logging, 'line'), exited.then(() => {
					throw new Error(`the site stopped before it logged ${pattern}`);
				})]);
		},
		// The process ids of the workers.
		workers: () => execFileSync('pgrep', ['-P', String(child.pid), '-f', '\\[wrk '], { encoding: 'utf8' })
			.trim().split('\n').map(Number),
		// A visitor who never gets a cached page, because they send a session
		// cookie, even though it is not valid.
		witness() {
			const client = this.visitor();
			client.cookies.set('__Host-session', 'x'.repeat(43));
			return client;
		},
		async stop() {
			child.kill('SIGTERM');
			await exited;
			if (!kept)
				await removeFolder(folder);
			return log;
		},
	};
}

// Lines that must never be in the log of a healthy site.
export const bad = /sandbox violation|restarting worker|\) gone$|ignoring "|nobody knows|SIGSEGV|: 5\d\d /;

// Stop a site and check that its log has no bad line that is not allowed.
export async function stopClean(site, allowed) {
	const log = await site.stop();
	assert.deepEqual(log.filter((line) => bad.test(line) && !allowed?.test(line)), [], 'the log is clean');
}

// The message that a page shows once; and the one after a redirect.
export const flash = ({ page }) => page('[role=status], [role=alert]').text().trim();

export async function flashAfter(client, response) {
	assert.equal(response.status, 303);
	return flash(await client.get(response.headers.location.split('#')[0]));
}

// The posts of a page.
export const posts = ({ page }) => page('.h-entry .e-content').toArray().map((e) => page(e).text().trim());

// A form with a file, as browsers send it: what Client.post() takes.
export function multipart(fields, data, boundary = '----microblog') {
	const parts = Object.entries(fields).map(([name, value]) =>
		`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
	return [Buffer.concat([
		Buffer.from(`${parts.join('')}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n`
			+ 'Content-Type: application/octet-stream\r\n\r\n'),
		Buffer.from(data), Buffer.from(`\r\n--${boundary}--\r\n`),
	]), { 'content-type': `multipart/form-data; boundary=${boundary}` }];
}

// Wait until the clerk has done all imports in a database.
export const imported = (where) => sql(until("NOT EXISTS (SELECT FROM import WHERE state = 'waiting')"), where);

// A browser without a screen: it keeps cookies, but follows no redirect.
export class Client {
	constructor(port, certificate, host = 'localhost') {
		this.port = port;
		this.host = host;
		this.cookies = new Map();
		this.agent = new https.Agent({
			ca: certificate, keepAlive: true, maxSockets: 1,
			// Debian 13's Node does not find an IPv6 address in a certificate
			// (nodejs/node issue 64144), so look for the name.
			checkServerIdentity: (_, subject) => tls.checkServerIdentity('localhost', subject),
		});
	}

	// Send a request. Return { status, headers, cookies (of this response),
	// bytes, text, page (cheerio) }.
	request(method, address, { headers = {}, body } = {}) {
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		return new Promise((resolve, reject) => {
			const request = https.request({
				agent: this.agent, host: this.host, family: 4, port: this.port, method, path: address,
				headers: { ...(cookie && { cookie }), ...headers },
			}, async (response) => {
				const chunks = [];
				for await (const chunk of response)
					chunks.push(chunk);
				const bytes = Buffer.concat(chunks);
				const text = bytes.toString();
				this.keepCookies(response.headers['set-cookie'] ?? []);
				resolve({
					status: response.statusCode, headers: response.headers, bytes, text,
					cookies: response.headers['set-cookie'] ?? [],
					page: cheerio.load(text),
				});
			});
			request.on('error', reject);
			request.end(body);
		});
	}

	keepCookies(lines) {
		for (const line of lines) {
			const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
			if (/Max-Age=0/.test(line))
				this.cookies.delete(name);
			else
				this.cookies.set(name, value);
		}
	}

	get(address, headers) {
		return this.request('GET', address, { headers });
	}

	head(address) {
		return this.request('HEAD', address);
	}

	// Send fields as a form, or a string as it is.
	post(address, fields, headers = {}) {
		const body = typeof fields === 'string' || Buffer.isBuffer(fields)
			? fields : new URLSearchParams(fields).toString();
		return this.request('POST', address, {
			body,
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				'content-length': Buffer.byteLength(body), ...headers,
			},
		});
	}

	// Open the page at from, fill in its form for action, and send it with its
	// hidden fields, as a browser would.
	async fill(from, action, fields = {}) {
		return this.fillOpen(await this.get(from), action, fields);
	}

	// The same on a page that is open.
	fillOpen({ page }, action, fields = {}) {
		const form = page(`form[action="${action}"]`);
		if (form.length === 0)
			throw new Error(`no form for ${action}: ${page('h1').text()}`);
		const hidden = Object.fromEntries(form.find('input[type=hidden]').toArray()
			.map((input) => [input.attribs.name, input.attribs.value]));
		return this.post(action, { ...hidden, ...fields });
	}

	// Press the button for action on the page at from, which sends the form that
	// it names.
	async press(from, action) {
		const { page } = await this.get(from);
		const button = page(`button[formaction="${action}"]`).first();
		if (button.length === 0)
			throw new Error(`no button for ${action}: ${page('h1').text()}`);
		const hidden = page(`#${button.attr('form')} input[type=hidden]`).toArray();
		return this.post(action, Object.fromEntries(hidden.map(({ attribs }) => [attribs.name, attribs.value])));
	}

	async token(from = '/') {
		const { page } = await this.get(from);
		return page('input[name=token]').first().attr('value');
	}

	signUp(nickname, password = 'correct horse') {
		return this.fill('/signup', '/signup', { nickname, email: `${nickname}@example.com`, password });
	}

	signIn(nickname, password = 'correct horse', more = {}) {
		return this.fill('/login', '/login', { nickname, password, ...more });
	}

	say(body) {
		return this.fill('/', '/post', { body });
	}
}
