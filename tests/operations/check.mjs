// SPDX-License-Identifier: ISC
// "microblog check" notices everything that this file breaks, and says what to
// do about it.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, copyFileSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startMail } from '../site/mail.mjs';
import { configure, database, makeFolder, program, removeFolder, run, sql, startSite } from '../site/site.mjs';

const environment = { DATABASE_URL: process.env.TEST_SITE_URL, DATABASE_OWNER_URL: '', RATE_LIMITS: '', SMTP_URL: '', SITE_URL: '' };
const source = process.env.SOURCE_DIR;
const root = process.getuid() === 0;
const statuses = { ok: 0, FAILED: 1, warning: 3 };
let folder, conf;

// A self-signed certificate that is valid for so many days.
function certify(days, name = 'localhost') {
	mkdirSync(path.join(folder, 'var'), { recursive: true });
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', String(days),
		'-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', 'var/key.pem', '-out', 'var/certificate.pem'], { cwd: folder, stdio: 'ignore' });
	chmodSync(path.join(folder, 'var/key.pem'), 0o600);
}

before(async () => {
	folder = await makeFolder();
	await configure(folder);
	conf = readFileSync(path.join(folder, 'kore.conf'), 'utf8');
	certify(100);
	const { status, output } = run(folder, ['demo'], { environment });
	assert.equal(status, 0, output);
});

after(() => removeFolder(folder));

// Run it; return { state, checks }, and assert that the exit status fits.
function check(more = {}) {
	const { status, stdout, stderr } = spawnSync(program, ['check', '--json'],
	    { cwd: folder, env: { ...process.env, ...environment, ...more }, encoding: 'utf8' });
	const found = JSON.parse(stdout);
	assert.equal(status, statuses[found.state], stdout + stderr);
	return found;
}

// Assert that exactly this check is not ok, with this text.
function assertFound(found, name, state, text) {
	const wrong = found.checks.filter((one) => one.state !== 'ok');
	assert.deepEqual(wrong.map((one) => [one.name, one.state]), [[name, state]], JSON.stringify(found, null, 1));
	assert.match(wrong[0].text, text);
	assert.equal(found.state, state);
}

const assertFine = (found = check()) => assert.deepEqual(found.checks.filter(({ state }) => state !== 'ok'), []);

test('a good site is ok, line by line', () => {
	const { status, output } = run(folder, ['check'], { environment });
	assert.equal(status, 0, output);
	for (const line of output.trim().split('\n'))
		assert.match(line, /^ok {7}[a-z]+ +\S.*$/);
	assert.deepEqual([...output.matchAll(/^ok +(\w+)/gm)].map(([, name]) => name),
	    ['database', 'connections', 'clock', 'migrations', 'tables', 'counts', 'reactions', 'relations', 'certificate', 'limits', 'disk', 'mail']);
});

// The data: [what, statements that break it, statements that mend it, check, text].
const person = (name) => `(SELECT id FROM person WHERE nickname = '${name}')`;
const broken = [
	['a count of posts', `UPDATE person_count SET posts = posts + 2 WHERE person = ${person('mary')}`,
		'SELECT count_add(person, followers, following, posts) FROM count_wrong', 'counts', /^1 of the members .* mary, which lack 0 followers, 0 followed members and -2 posts; to correct them, .*SELECT count_add\(/],
	['a count of followers', `INSERT INTO person_count (person, slot, followers) VALUES (${person('mary')}, 1000000, -3)`,
		'SELECT count_add(person, followers, following, posts) FROM count_wrong', 'counts', /lack 3 followers/],
	['posts removed by hand', `CREATE TABLE kept AS SELECT * FROM post WHERE author = ${person('john')}; DELETE FROM post WHERE author = ${person('john')}`,
		'INSERT INTO post SELECT * FROM kept; DROP TABLE kept', 'counts', /john, which lack 0 followers, 0 followed members and -\d\d posts/],
	['a member without counts', `DELETE FROM person_count WHERE person = ${person('mary')}`,
		'SELECT count_add(person, followers, following, posts) FROM count_wrong', 'counts', /mary, which lack [1-9]\d* followers/],
	['a count of likes', 'INSERT INTO post_count (author, post, slot, likes) SELECT author, id, 1000000, 7 FROM post ORDER BY id LIMIT 1',
		'SELECT post_count_add(author, post, replies, likes, boosts) FROM post_count_wrong', 'reactions', /^1 of the posts .* \/post\/\d+, which lack 0 replies, -7 likes and 0 boosts; to correct them, .*SELECT post_count_add\(/],
	['a follow in spite of a block', `INSERT INTO block SELECT followed, follower, 1 FROM follow LIMIT 1`,
		'DELETE FROM block', 'relations', /^there are 1 follows between two members of whom one blocks the other; /],
	['a blocked member on a list', `INSERT INTO list (owner, id, name) VALUES (${person('mary')}, 1, 'x');
		INSERT INTO list_member (owner, list, person, id) VALUES (${person('mary')}, 1, ${person('greta')}, 1);
		INSERT INTO block VALUES (${person('greta')}, ${person('mary')}, 1)`,
		'DELETE FROM list; DELETE FROM block', 'relations', /^there are 1 members on the list of somebody who blocks them/],
	['a nickname that others could take', "DELETE FROM nickname WHERE key = 'kenji'",
		`INSERT INTO nickname VALUES ('kenji', ${person('kenji')})`, 'relations', /^there are 1 members whose nickname is not reserved/],
	['a constraint that is not valid', 'ALTER TABLE post ADD CONSTRAINT later CHECK (id > 1) NOT VALID',
		'ALTER TABLE post DROP CONSTRAINT later', 'relations', /^there are 1 constraints that were never validated/],
	['an index that cannot be used', "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'post_id'::regclass",
		"UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'post_id'::regclass", 'relations', /^there are 1 indexes that PostgreSQL cannot use/],
	['a migration that was not applied', 'CREATE TABLE kept AS SELECT * FROM migration; DELETE FROM migration WHERE number = (SELECT max(number) FROM migration)',
		'DELETE FROM migration; INSERT INTO migration SELECT * FROM kept; DROP TABLE kept', 'migrations', /^1 of \d+ are not applied; run "microblog migrate"/],
	['a migration of another version', "CREATE TABLE kept AS SELECT * FROM migration; UPDATE migration SET checksum = 'x' WHERE number = 3",
		'DELETE FROM migration; INSERT INTO migration SELECT * FROM kept; DROP TABLE kept', 'migrations', /^its sql\/schema\/0003_reserved\.sql is not the one of this program; /],
	['a migration of a newer version', "INSERT INTO migration SELECT max(number) + 1, '9999_later.sql', 'x', now() FROM migration",
		"DELETE FROM migration WHERE name = '9999_later.sql'", 'migrations', /made by a newer microblog: it has the migration 9999_later\.sql/],
	['a clock of the database that is behind', `CREATE SCHEMA fake; GRANT USAGE ON SCHEMA fake TO PUBLIC;
		CREATE FUNCTION fake.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() - interval '1 minute' $$;
		ALTER DATABASE "${database}" SET search_path = public, fake, pg_catalog`,
		`DROP SCHEMA fake CASCADE; ALTER DATABASE "${database}" RESET search_path`, 'clock', /^this machine's is 60 seconds ahead of that of the database; .*timedatectl/],
	['a post from the future', `SELECT post_add(${person('mary')}, 'Tomorrow', NULL, now() + interval '1 hour', 0, 0, 8, 0, 'e', '', '')`,
		`SELECT post_delete(author, id) FROM post WHERE body = 'Tomorrow'`, 'clock', /^the newest post is (3600|3599) seconds in the future/, 'warning'],
	['hardly enough connections to the database', `ALTER DATABASE "${database}" CONNECTION LIMIT 20`,
		`ALTER DATABASE "${database}" CONNECTION LIMIT -1`, 'connections', /CONNECTION LIMIT of the database allows 20, which leaves fewer than 5/, 'warning'],
];

for (const [what, values, text, state = 'FAILED'] of [
	['a message that nobody sends', "(1, 'welcome', now() - interval '16 minutes', 0, 'waiting', NULL, now())", /^1 messages are due for a quarter of an hour, and nobody sends them/],
	['a message that cannot be sent', "(1, 'welcome', now() + interval '1 minute', 3, 'waiting', '450 Later', now() - interval '2 hours')", /^1 messages could not be sent for an hour; the last reason: 450 Later$/, 'warning'],
	['a message that was given up', "(1, 'welcome', now() - interval '2 hours', 3, 'dead', '550 Nobody', now() - interval '5 days')", /^1 messages were given up since yesterday; the last reason: 550 Nobody$/, 'warning'],
])
	broken.push([what, `INSERT INTO mail (id, kind, due, tries, state, last_error, created_at) VALUES ${values}`, 'DELETE FROM mail', 'mail', text, state]);

for (const [what, break_, mend, name, text, state = 'FAILED'] of broken)
	test(`it finds ${what}`, () => {
		sql(break_);
		try {
			assertFound(check(), name, state, text);
		} finally {
			sql(mend);
		}
		assertFine();
	});

// (Other test programs use the role microblog_site meanwhile.)
test('it finds too few connections for the role', () => {
	sql('CREATE ROLE seldom LOGIN IN ROLE microblog_site CONNECTION LIMIT 17');
	const DATABASE_URL = process.env.TEST_SITE_URL.replace('microblog_site', 'seldom');
	assertFound(check({ DATABASE_URL }), 'connections', 'FAILED', /may open 18 connections .* CONNECTION LIMIT of the role allows 17/);
	sql('ALTER ROLE seldom CONNECTION LIMIT -1');
	assertFine(check({ DATABASE_URL }));
});

test('counts are compared in one snapshot, so a busy site is not wrong', async () => {
	const site = await startSite({ environment });
	let over = false;
	try {
		const member = await site.member('busy');
		const posting = (async () => {
			while (!over)
				assert.equal((await member.say('and again')).status, 303);
		})();
		for (let i = 0; i < 5; i++) {
			await member.get('/');
			assert.equal(check().checks.find((one) => one.name === 'counts').state, 'ok');
		}
		over = true;
		await posting;
	} finally {
		await site.stop();
	}
});

test('it finds a database that does not respond, and checks the rest', () => {
	const found = check({ DATABASE_URL: 'postgresql://microblog@127.0.0.1:1/none' });
	assertFound(found, 'database', 'FAILED', /^cannot connect to the database: .*refused/);
	assert.ok(found.checks.some(({ name }) => name === 'certificate'));
});

test('it finds a certificate that expires, has expired or cannot be used', () => {
	const names = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, 'var', name));
	certify(13);
	assertFound(check(), 'certificate', 'warning', /^var\/certificate\.pem expires on \d{4}-\d\d-\d\d, in 1[23] days; renew it/);
	certify(15);
	assertFine();
	execFileSync('openssl', ['x509', '-in', names[1], '-signkey', names[0], '-days', '-1', '-out', names[1]], { stdio: 'ignore' });
	assertFound(check(), 'certificate', 'FAILED', /^var\/certificate\.pem expired on .* browsers reject it; renew it/);

	certify(100);
	assertFound(check({ SITE_URL: 'https://example.org' }), 'certificate', 'FAILED', /is not for example\.org, the host of SITE_URL/);
	assertFine(check({ SITE_URL: 'https://localhost:8888' }));
	chmodSync(names[0], 0o644);
	assertFound(check(), 'certificate', 'warning', /every OS user can read the key var\/key\.pem; run "chmod o= var\/key\.pem"/);
	copyFileSync(names[0], `${names[0]}.old`);
	certify(100);
	copyFileSync(`${names[0]}.old`, names[0]);
	chmodSync(names[0], 0o600);
	assertFound(check(), 'certificate', 'FAILED', /var\/key\.pem is not the key of the certificate/);
	writeFileSync(names[0], 'nonsense');
	assertFound(check(), 'certificate', 'FAILED', /var\/key\.pem is not a private key/);
	renameSync(names[1], `${names[1]}.away`);
	assertFound(check(), 'certificate', 'FAILED', /cannot read the certificate var\/certificate\.pem: No such file/);
	certify(100);
	assertFine();
});

// Check with a line added to kore.conf, then take it away.
function checkWith(line, more) {
	writeFileSync(path.join(folder, 'kore.conf'), `${conf}\n${line}\n`);
	try {
		return check(more);
	} finally {
		writeFileSync(path.join(folder, 'kore.conf'), conf);
	}
}

test('it finds limits that contradict each other', () => {
	assertFound(check({ RATE_LIMITS: 'posts=x' }), 'limits', 'FAILED', /^RATE_LIMITS: "posts=x" is not a limit/);
	assertFound(check({ RATE_LIMITS: 'pages-visitor=1501/5m' }), 'limits', 'warning', /allows a visitor more pages than a member/);
	assertFound(check({ RATE_LIMITS: 'pages-visitor=off' }), 'limits', 'warning', /pages-visitor lower than pages-member/);
	assertFound(check({ RATE_LIMITS: 'connections=4096' }), 'limits', 'warning', /one address take all 4096 connections of a worker/);
	assertFound(checkWith('worker_max_connections 8192'), 'limits', 'FAILED', /worker_rlimit_nofiles is 8192, too few for worker_max_connections 8192; set it to at least 8264/);
	assertFound(checkWith('workers 64'), 'connections', 'FAILED', /may open 576 connections .* max_connections of PostgreSQL allows \d+/);
	assertFound(checkWith('workers 100000000\npgsql_conn_max 0'), 'limits', 'FAILED', /\(fs\.file-max\)/);
	assertFine(check({ RATE_LIMITS: 'off' }));
});

test('it finds that it is in the wrong folder, also by an include', () => {
	renameSync(path.join(folder, 'kore.conf'), path.join(folder, 'moved.conf'));
	try {
		assertFound(check(), 'settings', 'FAILED', /^cannot read kore\.conf: No such file.*run this command in the folder of the site/);
		writeFileSync(path.join(folder, 'kore.conf'), 'include kore.conf\n');
		assertFound(check(), 'settings', 'FAILED', /kore\.conf includes itself/);
		writeFileSync(path.join(folder, 'kore.conf'), 'include moved.conf\nworkers 64\n');
		assertFound(check(), 'connections', 'FAILED', /may open 576/);
	} finally {
		renameSync(path.join(folder, 'moved.conf'), path.join(folder, 'kore.conf'));
	}
});

// What check() says about mail, without blocking the mail server of this process.
async function checkMail(more) {
	const child = spawn(program, ['check'], { cwd: folder, env: { ...process.env, ...environment, ...more } });
	let output = '';
	child.stdout.on('data', (data) => { output += data; });
	const [status] = await once(child, 'close');
	return `${status} ${output.match(/^.* mail .*$/m)[0]}`;
}

test('it finds a mail server that takes no messages', async (t) => {
	const mail = await startMail();
	t.after(() => mail.stop());
	const settings = { ...mail.environment, SITE_URL: '' };
	assert.match(await checkMail(settings), /FAILED +mail .*SITE_URL/);
	const good = { ...settings, SITE_URL: 'https://localhost' };
	assert.match(await checkMail(good), /^0 ok +mail +the server of SMTP_URL responds$/);
	for (const [setting, reason] of [
		[{ SMTP_PASSWORD: 'wrong' }, /535 Wrong password/], [{ SMTP_CA_FILE: '' }, /certificate/],
		[{ SMTP_URL: 'smtp://somebody@127.0.0.1:1' }, /127\.0\.0\.1/],
	]) {
		const line = await checkMail({ ...good, ...setting });
		assert.match(line, /^1 FAILED +mail +the mail server of SMTP_URL takes no messages: /);
		assert.match(line, reason);
	}
	assert.match(await checkMail({ ...good, SMTP_URL: 'nonsense://[' }), /^1 FAILED +mail +SMTP_URL/);
});

test('it finds a disk that is nearly full, or has room for few files', { skip: !root && 'only root can run this' }, () => {
	const on = (options) => {
		const script = `mount -t tmpfs -o ${options} tmpfs /mnt && cp -a . /mnt/site && cd /mnt/site && exec "$0" check`;
		const { status, stdout } = spawnSync('unshare', ['-m', 'sh', '-c', script, program], { cwd: folder, env: { ...process.env, ...environment }, encoding: 'utf8' });
		return `${status} ${stdout.match(/^.* disk .*$/gm).join('\n')}`;
	};
	assert.match(on('size=500m'), /^3 warning +disk +52\d\.\d MB free for the site in \.; remove files there, or enlarge the disk$/);
	assert.match(on('size=50m'), /^1 FAILED +disk +52\.\d MB free/);
	assert.match(on('size=3g,nr_inodes=5000'), /^3 ok .*\nwarning +disk +only 49\d\d more files can be created in \. \(inodes\)/);
	assert.match(on('size=3g,nr_inodes=200'), /^1 ok .*\nFAILED +disk +only 1\d\d more files/);
});

test('it finds a table of the private PostgreSQL that the disk damaged', async (t) => {
	const where = await makeFolder();
	t.after(() => removeFolder(where));
	const alone = { ...environment, DATABASE_URL: '' };
	await (await startSite({ in: where, environment: alone })).stop();
	assert.equal(run(where, ['demo'], { environment: alone }).status, 0);
	const good = run(where, ['check'], { environment: alone });
	assert.equal(good.status, 0, good.output);
	assert.match(good.output, /^ok +disk +\S+ [GT]B free for the private PostgreSQL in .*var\/postgresql$/m);

	const running = await startSite({ in: where, environment: alone });
	const data = path.join(where, 'var/postgresql');
	const post = execFileSync('psql', ['-XAtq', '-h', path.join(where, 'var/run'), '-U', 'microblog', '-c', "CHECKPOINT; SELECT pg_relation_filepath('post')"], { encoding: 'utf8' }).trim();
	await running.stop();
	const file = openSync(path.join(data, post), 'r+');
	writeSync(file, 'damage', 4000);
	closeSync(file);
	const { status, output } = run(where, ['check'], { environment: alone });
	assert.equal(status, 1);
	assert.match(output, /^FAILED +tables +the table post cannot be read: .*invalid page in block 0.*; if the disk is damaged, restore a backup$/m);
	const made = run(where, ['backup', 'damaged.backup'], { environment: alone });
	assert.equal(made.status, 1);
	assert.match(made.output, /the table post cannot be read/);
});

test('the timers of systemd are valid, and a check that warns is a failed unit', async (t) => {
	const units = ['microblog-backup.service', 'microblog-backup.timer', 'microblog-check.service', 'microblog-check.timer'];
	const where = await makeFolder();
	t.after(() => removeFolder(where));
	for (const name of units)
		writeFileSync(path.join(where, name), readFileSync(path.join(source, 'conf', name), 'utf8').replaceAll('/opt/microblog', source));
	const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', ...units.map((name) => path.join(where, name))], { encoding: 'utf8' });
	assert.equal(stdout + stderr, '');
	assert.doesNotMatch(readFileSync(path.join(where, 'microblog-check.service'), 'utf8'), /SuccessExitStatus/);
});

test('the lines of the backup unit make a backup, and remove one of a month ago', async (t) => {
	const where = await makeFolder();
	t.after(() => removeFolder(where));
	const unit = readFileSync(path.join(source, 'conf/microblog-backup.service'), 'utf8');
	const lines = [...unit.matchAll(/^ExecStart(?:Post)?=(.*)$/gm)].map(([, line]) => line.replaceAll('/opt/microblog', source)
		.replaceAll('%S/microblog-backup', where).replaceAll('%%', '%').replaceAll('$$', '$'));
	assert.equal(lines.length, 2);
	const old = path.join(where, 'old.backup');
	writeFileSync(old, '');
	utimesSync(old, Date.now() / 1000, Date.now() / 1000 - 32 * 24 * 3600);
	for (const line of lines)
		execFileSync('sh', ['-c', line], { cwd: folder, env: { ...process.env, ...environment, DATABASE_OWNER_URL: process.env.TEST_DATABASE_URL } });
	assert.match(readdirSync(where).join(), /^\d{4}-\d\d-\d\d-\d{6}\.backup$/);
});
