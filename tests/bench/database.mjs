// SPDX-License-Identifier: ISC
// A PostgreSQL of our own, filled by build/test/bench/dataset; and pgbench,
// which sends it the queries of a page.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bin, Cluster, settings } from './cluster.mjs';
import { run } from './machine.mjs';

// Settings of a large site.
const large = { shared_buffers: '2GB', effective_cache_size: '8GB', max_wal_size: '8GB' };
const loading = {
	...large, fsync: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: 0,
	checkpoint_timeout: '1h', maintenance_work_mem: '1GB', autovacuum: 'off',
};

export class Database extends Cluster {
	// Keep the cluster below folder, and its socket below scratch.
	constructor(folder, scratch) {
		super(folder, scratch, 'bench');
		this.readersFile = path.join(folder, 'readers');
	}

	// Make the cluster and the data set unless they already exist.
	async make(size) {
		const mark = path.join(this.folder, 'fingerprint');
		const sources = [...readdirSync('sql/schema').map((name) => `sql/schema/${name}`), 'tests/bench/dataset.c', 'tests/bench/load.c', 'tests/bench/conversations.sql', 'tests/bench/tenth.sql'];
		const fingerprint = createHash('sha256').update(sources.map((name) => readFileSync(name)).join()).digest('hex');
		await this.prepare();
		if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint)
			return;

		const began = Date.now();
		await this.init();
		await this.start(loading);
		await this.fill(size);
		await this.stop();
		await run('sync', []);
		writeFileSync(path.join(this.folder, 'seconds'), String((Date.now() - began) / 1000));
		writeFileSync(mark, fingerprint);
	}

	// Build keys and indexes last: that is faster than growing them row by row.
	async fill(size) {
		const dump = path.join(this.folder, 'schema');
		const restore = (...words) => run(`${bin}/pg_restore`, [...words, '-d', this.url(), dump]);
		await this.psql('CREATE DATABASE empty; CREATE DATABASE bench', 'postgres');
		await run('build/microblog/microblog', ['migrate'], this.environment('empty'));
		await run(`${bin}/pg_dump`, ['-Fc', '-f', dump, this.url('empty')]);
		await restore('--section=pre-data', '--section=data');
		writeFileSync(this.readersFile, await run('build/test/bench/dataset', [size], this.environment()));
		await this.psql(readFileSync('tests/bench/conversations.sql', 'utf8'));
		if (size !== 'large') // it would take half an hour
			await Promise.all([0, 1].map((half) => this.psql(`INSERT INTO post_words SELECT author, id, search_words(body, 'english') FROM post WHERE original IS NULL AND id % 2 = ${half}`)));
		await restore('--section=post-data', '-j', '2');
		await this.psql('VACUUM ANALYZE');
		if (size !== 'small')
			await this.psql(readFileSync('tests/bench/tenth.sql', 'utf8'));
	}

	async open(size) {
		await this.make(size);
		await this.start({ ...settings, ...(size !== 'small' && large) });
		this.connection = (await run('build/test/bench/connection', [], this.environment())).trim();
	}

	// The members with a session.
	readers() {
		return readFileSync(this.readersFile, 'utf8').trim().split('\n').map((line) => {
			const [id, nickname, secret, hash, token] = line.split('\t');
			return { id, nickname, secret, hash, token };
		});
	}

	async describe() {
		const names = ['server_version', 'shared_buffers', 'effective_cache_size', 'work_mem', 'max_wal_size', 'fsync', 'synchronous_commit', 'full_page_writes', 'max_connections'];
		const counts = ['person', 'post', 'follow', 'post_like', 'notification'].map((table) => `SELECT '${table}', count(*) FROM ${table}`);
		return {
			settings: Object.fromEntries(await this.rows(`SELECT name, current_setting(name) FROM pg_settings WHERE name IN ('${names.join("','")}')`)),
			rows: Object.fromEntries(await this.rows(counts.join(' UNION ALL '))),
			size: (await this.psql('SELECT pg_size_pretty(pg_database_size(current_database()))')).trim(),
			made_in_seconds: Number(readFileSync(path.join(this.folder, 'seconds'), 'utf8')),
			file_system: (await run('stat', ['-f', '-c', '%T', this.data])).trim(),
		};
	}

	// Run a script with pgbench. Return the transactions per second, without the
	// time to connect.
	async pgbench(script, { clients, seconds, variables = {} }) {
		const file = path.join(this.sockets, '..', 'pgbench.sql');
		writeFileSync(file, script);
		const output = await run(`${bin}/pgbench`, ['-n', '-M', 'prepared', '-c', clients, '-j', Math.min(clients, 2), '-T', seconds,
			...Object.entries(variables).map(([name, value]) => `-D${name}=${value}`), '-f', file, this.connection].map(String));
		if (!/number of failed transactions: 0 /.test(output))
			throw new Error(output);
		return Number(output.match(/tps = ([\d.]+)/)[1]);
	}
}

// The parameters $1, $2, ... of each statement.
const parameters = {
	session_find: ['session'],
	feed_home: ['viewer', 'cursor'],
	feed_person: ['nickname', 'cursor', 'viewer', 'since'],
	feed_explore: ['viewer', 'cursor'],
	feed_tag: ['viewer', 'tag', 'cursor'],
	tag_popular: [],
	person_profile: ['nickname', 'viewer'],
	post_find: ['post', 'viewer'],
	thread_above: ['post', 'viewer'],
	thread_below: ['post', 'viewer', 'after'],
	notification_list: ['viewer', 'cursor', 'kind', 'followed'],
	follow_add: ['viewer', 'nickname', 'limit', 'limit'],
	follow_remove: ['viewer', 'nickname'],
	search_posts: ['viewer', 'words', 'link', 'anybody', 'since', 'cursor', 'rare', 'reach'],
	search_people: ['viewer', 'words'],
};

// Those that are always the same; rare and reach are in src/model/search.c.
const constants = { words: 'coffee', link: 'f', anybody: '', since: 0, rare: 2000, reach: 10000, after: 0, kind: '', followed: 'f' };

// The statement of sql/NAME.sql in the form that pgbench takes: without its
// comments, and with the type behind every use of a parameter, because pgbench
// makes a parameter of each use.
export function statement(name) {
	const text = readFileSync(`sql/${name}.sql`, 'utf8').replace(/^--.*\n/gm, '').trim();
	const types = Object.fromEntries([...text.matchAll(/\$(\d)::(\w+)/g)].map(([, n, type]) => [n, type]));
	const value = (parameter) => parameter in constants ? `'${constants[parameter]}'` : `:${parameter}`;
	return `${text.replace(/\$(\d)(::\w+)?/g, (all, n) => `${value(parameters[name][n - 1])}::${types[n]}`)};\n`;
}

// The same with values, for psql.
export const statementWith = (name, values) => statement(name).replace(/:(\w+)::/g, (all, parameter) => `'${values[parameter]}'::`);

// A line for build/test/bench/query_times: the statement with these values.
export const timedQuery = (point, name, values) => `${[point, name, ...parameters[name].map((parameter) => values[parameter] ?? constants[parameter])].join('\t')}\n`;
