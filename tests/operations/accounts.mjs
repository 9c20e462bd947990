// The accounts of a database that is not the program's own: the owner of the
// schema, and the one that the site has.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, test } from 'node:test';
import { bad, configure, makeFolder, removeFolder, run, startSite } from '../site/site.mjs';

const owner = process.env.TEST_DATABASE_URL;
const [, database] = owner.match(/dbname=(\w+)/);

// The same server: another database, another account.
const address = (name, account) => owner.replace(/dbname=\w+/, `dbname=${name}`).replace(/user=\w+/, `user=${account}`);
const sql = (statement, url = owner) =>
	execFileSync('psql', ['-XAtq', '-d', url, '-c', statement], { encoding: 'utf8' }).trim();

const migrate = (environment) => run('/', ['migrate'], { environment });

// Two accounts without any privilege of the whole server, and a database of the first.
const name = `${database}_accounts`;
const environment = {
	DATABASE_URL: address(name, 'accounts_site'),
	DATABASE_OWNER_URL: address(name, 'accounts_owner'),
};

before(() => {
	sql('CREATE ROLE accounts_owner LOGIN');
	sql('CREATE ROLE accounts_site LOGIN');
	sql(`CREATE DATABASE ${name} OWNER accounts_owner`);
});

test('a site whose account may not make the schema says what to do, and stops', async () => {
	const folder = await makeFolder();
	await configure(folder);
	const { status, output } = run(folder, ['-fnr'], { environment: { DATABASE_URL: environment.DATABASE_URL } });
	await removeFolder(folder);
	assert.equal(status, 1);
	assert.match(output, /^microblog: .*not ready for the role "accounts_site".*run "microblog migrate".*DATABASE_OWNER_URL$/m);
});

test('the owner makes the schema, and the site runs without knowing the owner', async () => {
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

// As before PostgreSQL 15: the schema is the administrator's, and everybody's to make things in.
test('an owner who cannot keep the site from making things is told what helps', () => {
	const [old, mine] = [`${name}_old`, address(`${name}_old`, 'accounts_site')];
	sql(`CREATE DATABASE ${old} OWNER accounts_owner`);
	sql('ALTER SCHEMA public OWNER TO CURRENT_USER; GRANT CREATE ON SCHEMA public TO PUBLIC', address(old, 'microblog'));
	const urls = { DATABASE_URL: mine, DATABASE_OWNER_URL: address(old, 'accounts_owner') };
	const { status, output } = migrate(urls);
	assert.equal(status, 1);
	assert.match(output, /^microblog: .*accounts_site may create objects .*"ALTER SCHEMA public OWNER TO accounts_owner"/m);

	sql(output.match(/"(ALTER SCHEMA .*?)"/)[1], address(old, 'microblog'));
	assert.equal(migrate(urls).status, 0);
	assert.throws(() => sql('CREATE TABLE mine (a int)', mine), /permission denied for schema public/);
});

test('one account may be both, as long as it owns the database', () => {
	sql(`CREATE DATABASE ${name}_one OWNER accounts_owner`);
	const { status, output } = migrate({ DATABASE_URL: address(`${name}_one`, 'accounts_owner') });
	assert.equal(status, 0, output);
});

test('who names only the owner is told that the site needs an account, too', () => {
	const { status, output } = migrate({ DATABASE_URL: '', DATABASE_OWNER_URL: environment.DATABASE_OWNER_URL });
	assert.equal(status, 1);
	assert.match(output, /^microblog: DATABASE_OWNER_URL is set, but DATABASE_URL is not/);
});

test('an owner\'s address that is wrong is told by its name, without its password', () => {
	for (const url of ['postgresql://me:secret@[', 'host=/nowhere user=me password=secret']) {
		const { status, output } = migrate({ ...environment, DATABASE_OWNER_URL: url });
		assert.equal(status, 1, url);
		assert.match(output, /^microblog: (DATABASE_OWNER_URL cannot be understood|cannot connect)/);
		assert.doesNotMatch(output, /secret/);
	}
});
