// SPDX-License-Identifier: ISC
// Messages leave the outbox, whatever the mail server does.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { beforeEach, test } from 'node:test';
import { password, reply, startMail } from '../site/mail.mjs';
import { atPsql, makeFolder, program, removeFolder, run, sql, startSite, stopClean, until } from '../site/site.mjs';

const add = (to) => sql(`SELECT mail_add('test', NULL, '${to}', NULL)`);
const row = (id) => sql(`SELECT state, tries, last_error FROM mail WHERE id = ${id}`).split('|');
const dueNow = () => sql("UPDATE mail SET due = now(); NOTIFY microblog_courier");

beforeEach(() => sql('DELETE FROM mail'));

// Start a mail server and a site that uses it, for one test.
async function start(t, options, environment = {}) {
	const mail = await startMail(options);
	t.after(() => mail.stop());
	const site = await startSite({ environment: { ...mail.environment, ...environment } });
	t.after(() => stopClean(site, /mail server takes no messages|^\[parent\]: worker|restarting worker/));
	return { mail, site };
}

// Start a courier by hand, for one test.
function startCourier(t, environment) {
	const child = spawn(program, ['courier'], {
		cwd: '/', env: { ...process.env, DATABASE_URL: process.env.TEST_SITE_URL, ...environment }, stdio: ['ignore', 'pipe', 'inherit'],
	});
	child.exited = once(child, 'exit');
	child.log = '';
	child.stdout.on('data', (text) => {
		child.log += text;
	});
	t.after(async () => {
		child.kill('SIGKILL');
		await child.exited;
	});
	return child;
}

test('a message arrives over STARTTLS, signed in, with all its header fields', async (t) => {
	const { mail } = await start(t);
	const id = add('john@example.net');
	const { parsed, raw, secure, user, from, hello } = await mail.arrives('john@example.net');
	assert.ok(secure);
	assert.equal(user, 'courier@example.org');
	assert.equal(from, 'noreply@example.org');
	assert.equal(hello, 'example.org');
	assert.deepEqual(parsed.from.value, [{ address: 'noreply@example.org', name: 'Zoë\'s site' }]);
	assert.deepEqual(parsed.to.value, [{ address: 'john@example.net', name: '' }]);
	assert.equal(parsed.messageId, `<${id}@example.org>`);
	assert.equal(parsed.subject, 'A test message from microblog');
	assert.ok(Math.abs(parsed.date - Date.now()) < 60000);
	assert.equal(parsed.headers.get('auto-submitted'), 'auto-generated');
	assert.match(parsed.text, /^If you can read this, microblog \(https:\/\/example\.org\) can send mail\.\n\nThe operator asked/);
	assert.match(parsed.html, /<a href="https:\/\/example\.org">/);
	assert.equal(parsed.headers.get('content-type').value, 'multipart/alternative');
	for (const line of raw.split('\r\n'))
		assert.ok(line.length <= 78 && !/[\r\n\x80-\uffff]/.test(line), line);
	await atPsql(t)(until('NOT EXISTS (SELECT FROM mail)'));
});

test('another program reads the names that we encode', async (t) => {
	const mail = await startMail();
	t.after(() => mail.stop());
	for (const name of ['Plain', 'Say "hi" \\ <you>, @all', 'Zoë & Jürgen', '日本語のサイト', '=?utf-8?B?Wm/Dqw==?=', 'ü'.repeat(100),
		`${'👨‍👩‍👧‍👦 '.repeat(6)}x`, 'a long name in plain ASCII that needs more than one line to be written to']) {
		const courier = startCourier(t, { ...mail.environment, MAIL_FROM: `${name} <noreply@example.org>` });
		const count = mail.received.length;
		add('john@example.net');
		const { parsed, raw } = await mail.arrives('john@example.net', count + 1);
		assert.equal(parsed.from.value[0].name, name);
		assert.ok(raw.split('\r\n').every((line) => line.length <= 76), raw);
		courier.kill('SIGTERM');
		assert.deepEqual(await courier.exited, [0, null], courier.log);
	}
});

test('a server that speaks TLS from the start is used as well', async (t) => {
	const { mail } = await start(t, { secure: true });
	add('john@example.net');
	assert.ok((await mail.arrives()).secure);
});

for (const [what, options] of [
	['without TLS', { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] }], ['with a certificate for another host', { host: 'elsewhere.example' }],
	['without TLS that trusts everybody', { hideSTARTTLS: true, disabledCommands: ['STARTTLS', 'AUTH'] }],
])
	test(`a server ${what} gets no message and no password`, async (t) => {
		let asked = 0;
		const { mail, site } = await start(t, { ...options, onAuth: (auth, session, done) => done(asked++) });
		const id = add('john@example.net');
		await site.heard(/^\[courier\]: the mail server takes no messages: .*(SSL|TLS)/);
		await atPsql(t)(until(`EXISTS (SELECT FROM mail WHERE id = ${id} AND tries = 1)`));
		assert.deepEqual(row(id).slice(0, 2), ['waiting', '1']);
		assert.equal(mail.received.length + asked, 0);
	});

test('a mail server that is not found in the DNS is reported', async (t) => {
	const { site } = await start(t, {}, { SMTP_URL: 'smtp://courier@mail.invalid' });
	add('john@example.net');
	await site.heard(/^\[courier\]: the mail server takes no messages: .*(resolve host|timed out)/);
});

test('a wrong password is the operator\'s fault, not the message\'s', async (t) => {
	const { mail, site } = await start(t, {}, { SMTP_PASSWORD: 'not the password' });
	const id = add('john@example.net');
	await site.heard(/^\[courier\]: the mail server takes no messages: 535/);
	await atPsql(t)(until(`EXISTS (SELECT FROM mail WHERE id = ${id} AND tries = 1)`));
	assert.deepEqual(row(id).slice(0, 2), ['waiting', '1']);
	assert.ok(!site.log.some((line) => line.includes('not the password')));
	assert.equal(mail.received.length, 0);
});

test('a message that is greylisted (451) is sent later, and others are not kept waiting', async (t) => {
	const seen = new Set();
	const { mail } = await start(t, {
		onRcptTo: ({ address }, session, done) => {
			const first = address.startsWith('grey') && !seen.has(address);
			seen.add(address);
			done(first ? reply(451, '4.7.1 Greylisted, try again later') : null);
		},
	});
	const grey = add('grey@example.net');
	add('white@example.net');
	await mail.arrives('white@example.net');
	await atPsql(t)(until(`EXISTS (SELECT FROM mail WHERE id = ${grey} AND tries = 1)`));
	assert.deepEqual(row(grey), ['waiting', '1', '451 4.7.1 Greylisted, try again later']);
	assert.equal(sql('SELECT round(extract(epoch FROM due - now()) / 10) FROM mail'), '6');
	dueNow();
	await mail.arrives('grey@example.net');
	assert.equal(mail.received.length, 2);
});

test('a message that is rejected (550) becomes a dead letter, which the operator sees, sends or drops', async (t) => {
	let strict = true;
	const { mail, site } = await start(t, {
		onRcptTo: ({ address }, session, done) => done(strict && address.startsWith('nobody') ? reply(550, '5.1.1 No such user') : null),
	});
	const command = (...words) => run(site.folder, words, { environment: { DATABASE_URL: process.env.TEST_SITE_URL } });
	const [one, other] = [add('nobody@example.net'), add('nobody2@example.net')];
	await site.heard(/^\[courier\]: message \d+ \(test\) is given up/, 2);
	assert.deepEqual(row(one), ['dead', '1', '550 5.1.1 No such user']);
	assert.ok(!site.log.some((line) => line.includes('example.net')), 'no address in the log');
	assert.match(command('mail', 'list').output, new RegExp(`^${one}\\tdead\\t1\\t\\S+ \\S+\\ttest\\tnobody@example\\.net\\t550 5\\.1\\.1 No such user$`, 'm'));
	dueNow();
	add('somebody@example.net');
	await mail.arrives('somebody@example.net');
	assert.equal(mail.received.length, 1, 'a dead letter is not tried again');

	strict = false;
	assert.match(command('mail', 'retry', one).output, /To be sent now: 1/);
	await mail.arrives('nobody@example.net');
	assert.match(command('mail', 'drop', other).output, /Dropped/);
	await atPsql(t)(until('NOT EXISTS (SELECT FROM mail)'));
	assert.match(command('mail', 'list').output, /The outbox is empty/);
	for (const words of [['retry', one], ['drop', one], ['retry', 'nonsense'], ['drop', '-1']])
		assert.equal(command('mail', ...words).status, 1, words.join(' '));
});

test('a server that dies in the middle of a message gets it again, once it is back', async (t) => {
	let dying = true;
	const { mail, site } = await start(t, dying && {
		onRcptTo: ({ address }, session, done) => {
			done();
			if (dying)
				mail.server.connections.forEach((connection) => connection.close());
		},
	});
	const id = add('john@example.net');
	await site.heard(/^\[courier\]: the mail server takes no messages: /);
	await atPsql(t)(until(`EXISTS (SELECT FROM mail WHERE id = ${id} AND tries = 1)`));
	dying = false;
	dueNow();
	await mail.arrives('john@example.net');
	await site.heard(/^\[courier\]: the mail server takes messages again$/);
	assert.equal(mail.received.length, 1);
});

test('the recipient is one address, whatever it contains', async (t) => {
	const { mail, site } = await start(t);
	for (const address of ['a@example.net\r\nBcc: b@example.net', 'a@example.net, b@example.net', 'a b@example.net', '<a@example.net>', 'a@', '@b', '', 'nonsense']) {
		const id = sql(`SELECT mail_add('test', NULL, E'${address.replace(/\r/g, '\\r').replace(/\n/g, '\\n')}', NULL)`);
		await atPsql(t)(until(`EXISTS (SELECT FROM mail WHERE id = ${id} AND state = 'dead')`));
	}
	add('dörte@exämple.net');
	assert.match((await mail.arrives()).to.join(), /^dörte@(exämple|xn--exmple-cua)\.net$/);
	assert.equal(mail.received.length, 1);
	assert.ok(!site.log.some((line) => line.includes('Bcc')));
});

test('a kind that this program does not know is a dead letter', async (t) => {
	await start(t);
	const id = sql("SELECT mail_add('nonsense', NULL, 'john@example.net', NULL)");
	await atPsql(t)(until(`EXISTS (SELECT FROM mail WHERE id = ${id} AND state = 'dead')`));
	assert.match(row(id)[2], /no message of the kind "nonsense"/);
});

test('two couriers send 400 messages once each, though one is killed', { timeout: 120000 }, async (t) => {
	let connections = 0;
	const mail = await startMail({
		onMailFrom: (address, session, done) => setTimeout(done, 5),
		onConnect: (session, done) => done(connections++ && null),
	});
	t.after(() => mail.stop());
	const [one, other] = [startCourier(t, mail.environment), startCourier(t, mail.environment)];
	sql("SELECT mail_add('test', NULL, 'n' || n || '@example.net', NULL) FROM generate_series(1, 400) n");
	await mail.arrives(undefined, 100);
	assert.equal(new Set(mail.received.map(({ parsed }) => parsed.messageId)).size, mail.received.length);
	one.kill('SIGKILL');
	await one.exited;
	await atPsql(t)(until('NOT EXISTS (SELECT FROM mail)'));
	const ids = mail.received.map(({ parsed }) => parsed.messageId);
	// A kill between the server's 250 and the outbox's commit repeats a message,
	// with the same Message-ID.
	assert.equal(new Set(ids).size, 400);
	assert.ok(ids.length <= 401, `${ids.length} messages`);
	assert.ok(connections < 20, `${connections} connections`);
	assert.equal(other.exitCode, null);
	assert.equal(other.log, '');
});

test('when the database goes away in the middle of a message, that is sent once, and so are the others', async (t) => {
	const dialogue = new EventEmitter();
	let holding = true;
	const { mail, site } = await start(t, {
		onRcptTo: (address, session, done) => {
			if (!holding)
				return void done();
			holding = false;
			dialogue.once('release', () => done());
			dialogue.emit('held');
		},
	});
	const held = once(dialogue, 'held');
	add('john@example.net');
	add('susan@example.net');
	await held;
	sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'microblog courier' AND datname = current_database()");
	dialogue.emit('release');
	await mail.arrives('john@example.net');
	await mail.arrives('susan@example.net');
	await atPsql(t)(until('NOT EXISTS (SELECT FROM mail)'));
	assert.equal(mail.received.length, 2, 'none twice');
	await site.heard(/^\[courier\]: the database is back$/);
});

test('a silent mail server slows no page, loses no message, and does not keep the site from stopping', async (t) => {
	const sockets = [];
	const silent = net.createServer((socket) => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
	await once(silent, 'listening');
	t.after(() => {
		sockets.forEach((socket) => socket.destroy());
		silent.close();
	});
	const mail = await startMail();
	t.after(() => mail.stop());
	const site = await startSite({
		environment: { ...mail.environment, SMTP_URL: `smtp://courier@127.0.0.1:${silent.address().port}` },
	});
	t.after(() => site.stop());
	const id = add('john@example.net');
	if (sockets.length === 0)
		await once(silent, 'connection');
	const visitor = site.witness();
	const began = Date.now();
	for (let i = 0; i < 50; i++)
		assert.equal((await visitor.get('/explore')).status, 200);
	assert.equal(sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'microblog courier' AND state LIKE 'idle in transaction%' AND datname = current_database()"), '0');
	assert.ok(Date.now() - began < 10000);
	await stopClean(site);
	assert.deepEqual(row(id).slice(0, 2), ['waiting', '0'], 'a stop is no failure of the message');

	const courier = startCourier(t, mail.environment);
	await mail.arrives('john@example.net');
	courier.kill('SIGTERM');
	assert.deepEqual(await courier.exited, [0, null]);
});

// Is this text anywhere in the memory of a process?
function contains(pid, text) {
	const memory = openSync(`/proc/${pid}/mem`);
	try {
		return readFileSync(`/proc/${pid}/maps`, 'utf8').trim().split('\n').some((line) => {
			const [, from, to, readable] = line.match(/^(\w+)-(\w+) (.)/);
			if (readable !== 'r' || /\[v(var|syscall)/.test(line))
				return false;
			const [start, end] = [BigInt(`0x${from}`), BigInt(`0x${to}`)];
			const part = Buffer.alloc(Number(end - start));
			try {
				return part.subarray(0, readSync(memory, part, 0, part.length, start)).includes(text);
			} catch {
				return false; // reserved, but not used
			}
		});
	} finally {
		closeSync(memory);
	}
}

const childrenOf = (pid) => execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).trim().split('\n').map(Number);
const nameOf = (pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();

for (const how of ['from the environment', 'from a file'])
	test(`a password ${how} is known to the courier and to no worker, not even to those started later`, async (t) => {
		const folder = await makeFolder();
		t.after(() => removeFolder(folder));
		const file = path.join(folder, 'password');
		writeFileSync(file, `${password}\n`, { mode: 0o600 });
		const { mail, site } = await start(t, {}, how === 'from a file' ? { SMTP_PASSWORD: '', SMTP_PASSWORD_FILE: file } : {});
		const [first] = site.workers();
		process.kill(first, 'SIGKILL');
		await site.heard(/certificate in place/, 3);
		add('john@example.net');
		await mail.arrives('john@example.net');
		const children = childrenOf(site.child.pid);
		assert.equal(children.length, 6, 'two workers, the key manager, the clerk, the verifier and the courier');
		assert.deepEqual(children.filter((pid) => contains(pid, password)).map(nameOf), ['microblog courier']);
		assert.ok(contains(site.child.pid, password), 'the search finds it');
		for (const pid of [site.child.pid, ...children])
			assert.ok(!readFileSync(`/proc/${pid}/environ`).includes(password), nameOf(pid));
		assert.ok(!site.log.some((line) => line.includes(password)));
		// The kernel leaves the page out of a core file (dd in VmFlags).
		const maps = readFileSync(`/proc/${site.child.pid}/smaps`, 'utf8');
		assert.match(maps, /^VmFlags:.* wf\b.* dd\b|^VmFlags:.* dd\b.* wf\b/m);
		process.kill(children.find((pid) => nameOf(pid) === 'microblog courier'), 'SIGKILL');
		add('susan@example.net');
		await mail.arrives('susan@example.net');
	});

test('"mail test" says whether the mail server took the message', async (t) => {
	const { site } = await start(t, {
		onRcptTo: ({ address }, session, done) => done(address.startsWith('nobody') ? reply(550, 'No such user') : null),
	});
	const command = (...words) => run(site.folder, ['mail', 'test', ...words], { environment: { DATABASE_URL: process.env.TEST_SITE_URL } });
	// (run() blocks this process, which is also the mail server.)
	const there = spawn(program, ['mail', 'test', 'john@example.net'], { cwd: site.folder, env: { ...process.env, DATABASE_URL: process.env.TEST_SITE_URL } });
	let output = '';
	there.stdout.on('data', (text) => {
		output += text;
	});
	assert.deepEqual(await once(there, 'exit'), [0, null]);
	assert.match(output, /^The mail server has taken the message\.$/m);
	assert.equal(command('nonsense').status, 1);
	assert.match(command('nonsense').output, /not an e-mail address/);
});

test('a wrong setting stops the start with an explanation that has no password', async (t) => {
	const mail = await startMail();
	t.after(() => mail.stop());
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	writeFileSync(path.join(folder, 'kore.conf'), '');
	for (const [change, reason] of [
		[{ SITE_URL: '' }, /SMTP_URL is set, but SITE_URL is not/],
		[{ MAIL_FROM: '' }, /SMTP_URL is set, but MAIL_FROM is not/],
		[{ MAIL_FROM: 'Our site' }, /^microblog: MAIL_FROM: "Our site" is not an address/m],
		[{ MAIL_FROM: 'a@example.org\nBcc: b@example.org' }, /MAIL_FROM: .* is not an address/s],
		[{ SMTP_URL: 'https://example.org' }, /SMTP_URL is not one of a mail server/],
		[{ SMTP_URL: 'example.org' }, /SMTP_URL cannot be understood/],
		[{ SMTP_URL: 'smtp://courier:secret@example.org' }, /SMTP_URL has a password.*SMTP_PASSWORD_FILE/],
		[{ SMTP_URL: 'smtp://courier@example.org/path' }, /SMTP_URL has more than a server/],
		[{ SMTP_URL: 'smtp://example.org' }, /no user in SMTP_URL/],
		[{ SMTP_PASSWORD: '' }, /SMTP_URL has a user, but neither/],
		[{ SMTP_PASSWORD_FILE: '/etc/hostname' }, /both set/],
		[{ SMTP_PASSWORD: '', SMTP_PASSWORD_FILE: '/nowhere' }, /SMTP_PASSWORD_FILE: cannot open \/nowhere: No such file/],
		[{ SMTP_CA_FILE: '/nowhere' }, /SMTP_CA_FILE: cannot read certificates/],
		[{ SMTP_CA_FILE: '/etc/hostname' }, /SMTP_CA_FILE: cannot read certificates/],
	])
		for (const words of [['-fnr'], ['courier']]) {
			const { status, output } = run(folder, words, { environment: { DATABASE_URL: process.env.TEST_SITE_URL, ...mail.environment, ...change } });
			assert.equal(status, 1, output);
			assert.match(output, reason);
			assert.doesNotMatch(output, /secret|a password for mail/);
		}
	const { status, output } = run(folder, ['courier'], { environment: { DATABASE_URL: process.env.TEST_SITE_URL } });
	assert.equal(status, 1);
	assert.match(output, /SMTP_URL is not set/);
});
