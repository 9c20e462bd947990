// SPDX-License-Identifier: ISC
// A backup made while people use the site becomes the same site again, on
// either kind of database; and nothing half-finished is ever left behind.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { atPsql, configure, database, makeFolder, program, removeFolder, run, sql, startSite, untilWait } from '../site/site.mjs';

const owner = process.env.TEST_DATABASE_URL, owned = { DATABASE_URL: process.env.TEST_SITE_URL, DATABASE_OWNER_URL: owner };
const alone = { DATABASE_URL: '', DATABASE_OWNER_URL: '' };
const root = process.getuid() === 0;
const at = (folder, name) => path.join(folder, name);

// So that links to the site itself are the same wherever it runs.
const named = { SITE_URL: 'https://localhost' };

let site, john, folder, file;

before(async () => {
	site = await startSite({ environment: named });
	john = await site.member('john');
	await run(site.folder, ['demo'], { environment: owned });
	await john.fill('/user/susan', '/follow/susan');
	await john.fill('/block/nora', '/block/nora');
	await john.say('Before the backup <&> "in" ünïcode 🧡');
	folder = await makeFolder();
	file = at(folder, 'quiet.backup');
});

after(async () => {
	await site.stop();
	await removeFolder(folder);
});

// Make a folder with a kore.conf that is removed after the test.
async function newFolder(t) {
	const made = await makeFolder();
	t.after(() => removeFolder(made));
	await configure(made);
	return made;
}

// Start a command; { child, ended }, where ended is { status, output }.
function start(where, words, environment) {
	const child = spawn(program, words, { cwd: where, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (data) => { output += data; });
	return { child, ended: once(child, 'close').then(([status]) => ({ status, output })) };
}

const backup = (where, environment = owned) => run(folder, ['backup', where], { environment });

// A new database on the server of the tests, with the two roles of the site.
let made = 0;
function newDatabase() {
	const name = `${database}_restored${++made}`;
	sql(`CREATE DATABASE ${name}`);
	return { name, ...Object.fromEntries(Object.entries(owned).map(([key, url]) => [key, url.replace(database, name)])) };
}

test('a backup that is made while people post has counts that are exact', async (t) => {
	const writers = await Promise.all(['ann', 'ben', 'cem'].map((name) => site.member(name)));
	let over = false, posts = 0;
	const writing = Promise.all(writers.map(async (writer) => {
		while (!over) {
			assert.equal((await writer.say(`number ${posts++}`)).status, 303);
			assert.equal((await writer.fill('/user/john', posts % 2 ? '/follow/john' : '/unfollow/john').catch(() => ({ status: 303 }))).status, 303);
		}
	}));
	const busy = at(folder, 'busy.backup');
	const { status, output } = await start(folder, ['backup', busy], owned).ended;
	over = true;
	await writing;
	assert.equal(status, 0, output);
	assert.match(output, /^Backed up 15 members and \d+ posts, the newest of \S+Z \(\S+ kB\)\.$/m);
	assert.ok(posts > 3, `${posts} posts meanwhile`);
	assert.equal(statSync(busy).mode & 0o777, 0o600, 'nobody else may read it');

	const where = await newFolder(t);
	const tried = run(where, ['restore', '--try', busy], { environment: owned });
	assert.equal(tried.status, 0, tried.output);
	const [, backedUp] = output.match(/and (\d+) posts/);
	assert.match(tried.output, new RegExp(`^It contains 15 members and ${backedUp} posts`, 'm'));
	assert.match(tried.output, /^ok +counts /m);
	assert.match(tried.output, /made at \S+Z by microblog \d/);
	assert.equal(sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'microblog_try%'"), '0');
});

const pages = ['/explore', '/user/john', '/user/susan', '/user/susan/followers', '/user/nora', '/user/john/following', '/user/nobody', '/about'];
const own = ['/', '/explore', '/user/john', '/user/susan', '/user/nora', '/blocks', '/lists', '/settings', '/settings/profile'];

// What is new in each response: the token of a form, and the id of an error.
const plain = ({ status, text, headers }) => `${status} ${text.replace(/(name="token" value=")[^"]*/g, '$1').replaceAll(headers['x-request-id'], '')}`;

// All that a visitor and john see, page by page.
async function look(where, member) {
	const visitor = where.visitor(), seen = {};
	for (const page of pages)
		seen[`visitor ${page}`] = plain(await visitor.get(page));
	for (const page of own)
		seen[`member ${page}`] = plain(await member.get(page));
	return seen;
}

// The restored site in this folder shows what the old one did.
async function assertSame(where, environment, expected, cookies) {
	const restored = await startSite({ in: where, environment: { ...environment, ...named } });
	try {
		const member = restored.visitor();
		member.cookies = new Map(cookies);
		const found = await look(restored, member);
		for (const [page, text] of Object.entries(expected))
			assert.equal(found[page], text, page);
		assert.match(found['member /'], /Hi, john!/, 'the session is still valid');
		assert.equal((await member.say('After the restore')).status, 303);
		assert.match((await restored.visitor().get('/user/john')).text, /After the restore/);
		assert.equal((await restored.visitor().signIn('john')).status, 303);
	} finally {
		await restored.stop();
	}
}

test('restored into a private PostgreSQL, and into a database with two roles, the site serves exactly what it did', async (t) => {
	await john.get('/');
	const made = backup(file);
	assert.equal(made.status, 0, made.output);
	const expected = await look(site, john);
	assert.match(expected['visitor /user/john'], /Before the backup &lt;&amp;&gt;/);

	for (const environment of [alone, newDatabase()]) {
		const where = await newFolder(t);
		const { status, output } = run(where, ['restore', file], { environment });
		assert.equal(status, 0, output);
		assert.match(output, /^Restored 15 members and \d+ posts, .* as of \S+Z\.$/m);
		await assertSame(where, { ...environment, DATABASE_OWNER_URL: '' }, expected, john.cookies);
	}
});

test('a private PostgreSQL is backed up whether its site runs or not', async (t) => {
	const where = await newFolder(t);
	assert.equal(run(where, ['demo'], { environment: alone }).status, 0);
	const stopped = run(where, ['backup', 'stopped.backup'], { environment: alone });
	assert.equal(stopped.status, 0, stopped.output);
	const running = await startSite({ in: where, environment: alone });
	const again = run(where, ['backup', 'running.backup'], { environment: alone });
	const tried = run(where, ['restore', '--try', 'running.backup'], { environment: alone });
	await running.stop();
	assert.equal(again.status, 0, again.output);
	assert.equal(tried.status, 0, tried.output);
	for (const { output } of [stopped, again])
		assert.match(output, /Backed up 12 members/);
});

test('an existing file is not replaced, and "-" is standard output', () => {
	const before = readFileSync(file);
	const { status, output } = backup(file);
	assert.equal(status, 1);
	assert.match(output, /quiet\.backup exists already, and is left alone/);
	assert.deepEqual(readFileSync(file), before);

	const piped = spawnSync(program, ['backup', '-'], { cwd: folder, env: { ...process.env, ...owned }, maxBuffer: 1 << 28 });
	assert.equal(piped.status, 0, String(piped.stderr));
	const copy = at(folder, 'piped.backup');
	writeFileSync(copy, piped.stdout);
	assert.match(String(piped.stderr), /^Backed up 15 members/m);
	const tried = run(folder, ['restore', '--try', copy], { environment: owned });
	assert.equal(tried.status, 0, tried.output);
});

test('pg_restore itself can restore a backup, from a file and from a pipe', () => {
	const bin = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
	for (const from of ['<', 'cat']) {
		const { name } = newDatabase();
		const reading = from === 'cat' ? `cat "$1" | "$0"` : `"$0" <"$1"`;
		execFileSync('sh', ['-c', `${reading} -e --no-privileges -d "$2"`, at(bin, 'pg_restore'), file, owner.replace(database, name)]);
		assert.equal(sql('SELECT count(*) FROM person', name), '15');
	}
});

test('a file that is no whole backup is rejected before anything is restored, with the reason', async (t) => {
	const where = await newFolder(t), bytes = readFileSync(file);
	const write = (name, data) => writeFileSync(at(where, name), data);
	const turned = Buffer.from(bytes);
	turned[bytes.length >> 1] ^= 1;
	write('damaged', turned);
	copyFileSync(file, at(where, 'truncated'));
	truncateSync(at(where, 'truncated'), bytes.length - 1);
	write('half', bytes.subarray(0, bytes.length / 2));
	write('longer', Buffer.concat([bytes, Buffer.from('\n')]));
	write('text', 'Not a backup\n');
	write('empty', '');
	mkdirSync(at(where, 'folder'));
	execFileSync('sh', ['-c', 'pg_dump -Fc -d "$0" -f plain', owner], { cwd: where });
	for (const [name, reason] of Object.entries({
		damaged: /damaged is damaged: .*SHA-256 differs/, truncated: /truncated is incomplete: .*missing or damaged/,
		half: /half is incomplete/, longer: /longer is incomplete/, plain: /plain is incomplete: .*pg_restore; then run "microblog migrate"/,
		text: /text is not a backup/, empty: /empty is empty/, folder: /folder is no file/, missing: /cannot read missing: No such file/,
	}))
		for (const words of [['restore'], ['restore', '--try']]) {
			const { status, output } = run(where, [...words, name], { environment: alone });
			assert.equal(status, 1, output);
			assert.match(output, reason);
			assert.doesNotMatch(output, /Creating the database/);
		}
});

test('a database that is not empty is left alone', async (t) => {
	const where = await newFolder(t);
	const { status, output } = run(where, ['restore', file], { environment: owned });
	assert.equal(status, 1);
	assert.match(output, /is not empty: it has \d+ tables .* left alone\. Create an empty one/);
});

// A copy of the database of the tests after these statements, and its backup.
function changedBackup(statements, name) {
	const copy = newDatabase();
	execFileSync('sh', ['-c', 'pg_dump -Fc -d "$0" | pg_restore -d "$1"', owner, copy.DATABASE_OWNER_URL]);
	sql(statements, copy.name);
	const to = at(folder, name);
	const { status, output } = backup(to, copy);
	assert.equal(status, 0, output);
	return to;
}

test('the backup of an older release is restored and migrated, that of a newer one refused', async (t) => {
	const where = await newFolder(t);
	const older = changedBackup(`DROP VIEW count_wrong, post_count_wrong; -- the last file's
		DELETE FROM migration WHERE number = (SELECT max(number) FROM migration)`, 'older.backup');
	const target = newDatabase();
	const restored = run(where, ['restore', older], { environment: target });
	assert.equal(restored.status, 0, restored.output);
	assert.match(restored.output, /^Applied sql\/schema\//m);
	assert.equal(sql('SELECT count(*) FROM count_wrong', target.name), '0');

	const newer = changedBackup(`INSERT INTO migration
		SELECT max(number) + 1, '9999_later.sql', repeat('0', 64), now() FROM migration`, 'newer.backup');
	for (const words of [['restore'], ['restore', '--try']]) {
		const { status, output } = run(where, [...words, newer], { environment: newDatabase() });
		assert.equal(status, 1);
		assert.match(output, /made by a newer microblog: it has the migration 9999_later\.sql/);
	}
});

test('a backup of wrong data is found out by --try', async (t) => {
	const wrong = changedBackup("UPDATE person_count SET posts = posts + 1 WHERE person = (SELECT id FROM person WHERE nickname = 'susan')", 'wrong.backup');
	const { status, output } = run(await newFolder(t), ['restore', '--try', wrong], { environment: owned });
	assert.equal(status, 1);
	assert.match(output, /^FAILED +counts +1 of the members .* susan, .* -1 posts/m);
});

// Stop a command by Ctrl-C, and check that it says so.
async function interrupt({ child, ended }) {
	process.kill(-child.pid, 'SIGINT');
	const { status, output } = await ended;
	assert.equal(status, 1, output);
	assert.match(output, /^microblog: stopped by a signal$/m);
}

for (const [when, table] of [['the rows are counted', 'post'], ['pg_dump runs', 'pg_catalog.pg_event_trigger']])
	test(`Ctrl-C while ${when} leaves no file`, async (t) => {
		const holder = atPsql(t);
		await holder(`BEGIN; LOCK TABLE ${table};`);
		const stopped = start(folder, ['backup', at(folder, 'stopped.backup')], owned);
		await holder(untilWait(1));
		assert.equal(readdirSync(folder).filter((name) => name.startsWith('stopped.backup.')).length, 1, 'it has another name until it is complete');
		await interrupt(stopped);
		assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('stopped')), []);
	});

test('Ctrl-C during a restore leaves the database empty', async (t) => {
	const target = newDatabase(), holder = atPsql(t, ['-d', target.DATABASE_OWNER_URL]);
	await holder('BEGIN; LOCK TABLE pg_catalog.pg_rewrite;');
	const stopped = start(folder, ['restore', file], target);
	await holder(untilWait(1));
	await interrupt(stopped);
	await holder('ROLLBACK;');
	assert.equal(run(folder, ['restore', file], { environment: target }).status, 0, 'it is still empty');
});

test('Ctrl-C during a trial leaves no database, and the next one removes what a killed one left', async (t) => {
	const holder = atPsql(t), there = "(SELECT count(*) FROM pg_database WHERE datname LIKE 'microblog_try%' AND shobj_description(oid, 'pg_database') IS NOT NULL)";
	const wait = `DO $$ BEGIN WHILE ${there} = 0 LOOP PERFORM pg_sleep(0.001); END LOOP; END $$;`;
	const stopped = start(folder, ['restore', '--try', file], owned);
	await holder(wait);
	await interrupt(stopped);
	assert.equal(sql(`SELECT ${there}`), '0');

	const killed = start(folder, ['restore', '--try', file], owned);
	await holder(wait);
	process.kill(-killed.child.pid, 'SIGKILL');
	await killed.ended;
	assert.equal(sql(`SELECT ${there}`), '1');
	await holder("DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_stat_activity WHERE datname LIKE 'microblog_try%') LOOP PERFORM pg_sleep(0.01), pg_stat_clear_snapshot(); END LOOP; END $$;");
	assert.equal(run(folder, ['restore', '--try', file], { environment: owned }).status, 0);
	assert.equal(sql(`SELECT ${there}`), '0');
});

test('a full disk is reported, and leaves no file', { skip: !root && 'only root can run this' }, async (t) => {
	const where = await newFolder(t);
	mkdirSync(at(where, 'small'));
	const script = 'mount -t tmpfs -o size=64k tmpfs small && "$0" backup small/full.backup; echo "$?"; ls -A small';
	const { stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script, program], { cwd: where, env: { ...process.env, ...owned }, encoding: 'utf8' });
	assert.match(stderr, /^microblog: cannot write small\/full\.backup: No space left on device$/m);
	assert.equal(stdout, '1\n');
});

test('a role that may not read everything, or create a database, is told what to do', async (t) => {
	const site = { DATABASE_URL: process.env.TEST_SITE_URL, DATABASE_OWNER_URL: '' };
	const made = backup(at(folder, 'forbidden.backup'), site);
	assert.equal(made.status, 1);
	assert.match(made.output, /pg_dump failed: .*permission denied.*\(set DATABASE_OWNER_URL/);
	assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('forbidden')), []);
	const tried = run(await newFolder(t), ['restore', '--try', file], { environment: site });
	assert.equal(tried.status, 1);
	assert.match(tried.output, /permission denied to create database.* "ALTER ROLE microblog_site CREATEDB" as an administrator; or run this command in an empty folder/);
	const empty = await makeFolder();
	t.after(() => removeFolder(empty));
	const again = run(empty, ['restore', '--try', file], { environment: alone });
	assert.equal(again.status, 0, again.output);

	const { DATABASE_URL } = newDatabase();
	const restored = run(folder, ['restore', file], { environment: { DATABASE_URL, DATABASE_OWNER_URL: '' } });
	assert.equal(restored.status, 1);
	assert.match(restored.output, /the role microblog_site may not create tables .*set DATABASE_OWNER_URL/);
});

test('outside of a site, nothing is created', async (t) => {
	const where = await makeFolder();
	t.after(() => removeFolder(where));
	for (const words of [['backup', 'here.backup'], ['check']]) {
		const { status, output } = run(where, words, { environment: alone });
		assert.equal(status, 1);
		assert.match(output, /there is no kore\.conf here, and DATABASE_URL is not set/);
	}
	assert.deepEqual(readdirSync(where), []);
});

// A password on a command line would be visible to every OS user.
test('no password is on a command line', async (t) => {
	const holder = atPsql(t);
	await holder('BEGIN; LOCK TABLE pg_catalog.pg_event_trigger;');
	const secret = { DATABASE_URL: `${owned.DATABASE_URL} password=secret1`, DATABASE_OWNER_URL: `${owner} password=secret2` };
	const stopped = start(folder, ['backup', at(folder, 'hidden.backup')], secret);
	await holder(untilWait(1));
	const processes = execFileSync('pgrep', ['-a', '-g', String(stopped.child.pid)], { encoding: 'utf8' });
	assert.match(processes, /pg_dump --format=custom/);
	assert.doesNotMatch(processes, /secret|host=/);
	await interrupt(stopped);
});
