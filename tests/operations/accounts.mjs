// SPDX-License-Identifier: ISC
// The two roles of a database that the operator provides: the owner of the
// schema, and the role of the site.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, test } from 'node:test';
import { bad, configure, makeFolder, removeFolder, run, startSite } from '../site/site.mjs';

const owner = process.env.TEST_DATABASE_URL;
const [, database] = owner.match(/dbname=(\w+)/);

// The same server, with another database and another role.
const address = (name, role) => owner.replace(/dbname=\w+/, `dbname=${name}`).replace(/user=\w+/, `user=${role}`);
const sql = (statement, url = owner) =>
	execFileSync('psql', ['-XAtq', '-d', url, '-c', statement], { encoding: 'utf8' }).trim();

const migrate = (environment) => run('/', ['migrate'], { environment });

// Two roles without server-wide privileges, and a database owned by the first.
const name = `${database}_roles`;
const environment = {
	DATABASE_URL: address(name, 'roles_site'),
	DATABASE_OWNER_URL: address(name, 'roles_owner'),
};

before(() => {
	sql('CREATE ROLE roles_owner LOGIN');
	sql('CREATE ROLE roles_site LOGIN');
	sql(`CREATE DATABASE ${name} OWNER roles_owner`);
});

test('a site whose role may not create the schema says what to do, and exits', async () => {
	const folder = await makeFolder();
	await configure(folder);
	const { status, output } = run(folder, ['-fnr'], { environment: { DATABASE_URL: environment.DATABASE_URL } });
	await removeFolder(folder);
	assert.equal(status, 1);
	assert.match(output, /^microblog: .*not ready for the role "roles_site".*run "microblog migrate".*DATABASE_OWNER_URL$/m);
});

test('the owner creates the schema, and the site runs without the owner\'s password', async () => {
	const { status, output } = migrate(environment);
	assert.equal(status, 0, output);
	assert.match(output, /up to date/);
	assert.doesNotMatch(output, /WARNING/);

	const site = await startSite({ environment: { DATABASE_URL: environment.DATABASE_URL } });
	const john = site.visitor();
	assert.equal((await john.signUp('john')).status, 303);
	assert.equal((await john.say('On rights that suffice')).status, 303);
	assert.match((await site.visitor().get('/user/john')).text, /rights that suffice/);
	assert.deepEqual((await site.stop()).filter((line) => bad.test(line)), []);
});

// As before PostgreSQL 15: the administrator owns the schema, and every role may create objects in it.
test('an owner who cannot stop the site\'s role from creating objects is told what to do', () => {
	const [old, site] = [`${name}_old`, address(`${name}_old`, 'roles_site')];
	sql(`CREATE DATABASE ${old} OWNER roles_owner`);
	sql('ALTER SCHEMA public OWNER TO CURRENT_USER; GRANT CREATE ON SCHEMA public TO PUBLIC', address(old, 'microblog'));
	const urls = { DATABASE_URL: site, DATABASE_OWNER_URL: address(old, 'roles_owner') };
	const { status, output } = migrate(urls);
	assert.equal(status, 1);
	assert.match(output, /^microblog: .*roles_site may create objects .*"ALTER SCHEMA public OWNER TO roles_owner"/m);

	sql(output.match(/"(ALTER SCHEMA .*?)"/)[1], address(old, 'microblog'));
	assert.equal(migrate(urls).status, 0);
	assert.throws(() => sql('CREATE TABLE mine (a int)', site), /permission denied for schema public/);
});

test('one role can be both, if it owns the database', () => {
	sql(`CREATE DATABASE ${name}_one OWNER roles_owner`);
	const { status, output } = migrate({ DATABASE_URL: address(`${name}_one`, 'roles_owner') });
	assert.equal(status, 0, output);
});

test('DATABASE_OWNER_URL without DATABASE_URL is an error', () => {
	const { status, output } = migrate({ DATABASE_URL: '', DATABASE_OWNER_URL: environment.DATABASE_OWNER_URL });
	assert.equal(status, 1);
	assert.match(output, /^microblog: DATABASE_OWNER_URL is set, but DATABASE_URL is not/);
});

test('an invalid DATABASE_OWNER_URL is reported by its name, without its password', () => {
	for (const url of ['postgresql://me:secret@[', 'host=/nowhere user=me password=secret']) {
		const { status, output } = migrate({ ...environment, DATABASE_OWNER_URL: url });
		assert.equal(status, 1, url);
		assert.match(output, /^microblog: (DATABASE_OWNER_URL cannot be understood|cannot connect)/);
		assert.doesNotMatch(output, /secret/);
	}
});

// In a database of another encoding, a post may become too long or fail.
for (const [encoding, locale] of [['SQL_ASCII', 'C'], ['LATIN1', 'C'], ['WIN1252', 'C'], ['EUC_JP', 'C']])
	test(`a database in ${encoding} is refused, with the statement that creates a proper one`, async (t) => {
		const wrong = `${name}_${encoding.toLowerCase()}`;
		sql(`CREATE DATABASE ${wrong} OWNER roles_owner ENCODING '${encoding}' LOCALE '${locale}' TEMPLATE template0`);
		const folder = await makeFolder();
		t.after(() => removeFolder(folder));
		await configure(folder);
		const urls = { DATABASE_URL: address(wrong, 'roles_site'), DATABASE_OWNER_URL: address(wrong, 'roles_owner') };
		for (const [words, given] of [
			[['migrate'], urls], [['migrate'], { DATABASE_URL: urls.DATABASE_OWNER_URL }],
			[['-fnr'], urls], [['-fnr'], { DATABASE_URL: urls.DATABASE_URL }], [['demo'], { DATABASE_URL: urls.DATABASE_URL }],
		]) {
			const { status, output } = run(folder, words, { environment: given });
			assert.equal(status, 1, output);
			assert.match(output, new RegExp(`^microblog: the database "${wrong}" has the encoding ${encoding}, and must have UTF8.* CREATE DATABASE \\S+ OWNER .* ENCODING 'UTF8' TEMPLATE template0$`, 'm'));
		}
		assert.equal(sql("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace", address(wrong, 'roles_owner')), '0');
	});
