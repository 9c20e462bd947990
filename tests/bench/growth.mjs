// SPDX-License-Identifier: ISC
// How the cost of the home feed grows: with the people followed, the depth of
// the page, the number of all posts, and the people blocked and muted. Also
// the cost of a profile's counts, and of many concurrent follows of one person.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { statement, timedQuery } from './database.mjs';
import { median, quantile, quiet, run } from './machine.mjs';
import { PLOTS, table } from './measurements.mjs';
import { NEWEST } from './pages.mjs';

const FOLLOWED = [10, 100, 1000, 5000, 10000];
const KINDS = ['active', 'typical', 'silent'];
const PAGES = [1, 10, 100, 1000];
const CLIENTS = [1, 4, 16];
const TIMES = 3; // that both sets are measured, alternating
const ROUNDS = 24; // each time, by 3 readers of each kind
const SETS = { all: '', tenth: '-c search_path=tenth,public' };

const values = (reader, cursor = NEWEST) => ({ viewer: reader.id, session: `\\x${reader.hash}`, cursor });

// The readers who follow this many people of a kind.
const special = (readers, kind, followed) => readers.filter(({ nickname }) => nickname.startsWith(`${kind}_${followed}_`));

const feedQueries = (readers) => FOLLOWED.flatMap((followed) => [...KINDS, 'blocking'].flatMap((kind) =>
	special(readers, kind, followed).map((reader) => timedQuery(`${kind} ${followed}`, 'feed_home', values(reader)))));

// The cursor of a page is the last post of the page before.
async function depthQueries(database, readers) {
	const lines = [];
	for (const kind of ['active', 'typical'])
		for (const reader of special(readers, kind, 1000))
			for (const page of PAGES) {
				const [row] = page === 1 ? [[NEWEST]] : await database.rows(`SELECT p.id FROM follow f JOIN post p ON p.author = f.followed
					WHERE f.follower = ${reader.id} ORDER BY p.id DESC OFFSET ${50 * (page - 1) - 1} LIMIT 1`);
				lines.push(timedQuery(`${kind} page ${page}`, 'feed_home', values(reader, row[0])));
			}
	return lines;
}

async function profileQueries(database, reader) {
	const people = (where) => database.rows(`SELECT p.nickname FROM person p JOIN person_count c ON c.person = p.id
		GROUP BY p.id ${where} LIMIT 3`);
	const lines = (point, rows) => rows.map(([nickname]) => timedQuery(point, 'person_profile', { ...values(reader), nickname }));
	return [
		...lines('most followers', await people('ORDER BY sum(c.followers) DESC')),
		...lines('ten followers', await people('HAVING sum(c.followers) = 10')),
	];
}

// Searches, from the best case to the worst: what is in half of the posts, in
// none, in half of those of an author; two words that never meet, a phrase that
// is nowhere, and what a page finds after the whole reach.
async function searchQueries(database, reader) {
	if ((await database.rows('SELECT FROM post_words LIMIT 1')).length === 0)
		return []; // of the large set
	const [[author]] = await database.rows('SELECT p.nickname FROM person p JOIN person_count c ON c.person = p.id GROUP BY p.id ORDER BY sum(c.posts) DESC LIMIT 1');
	const points = { common: {}, nonsense: { words: 'xyzzy' }, author: { anybody: author }, never: { words: 'coffee -coffee' },
		phrase: { words: '"coffee the coffee of coffee to coffee"' }, rare: { words: 'coffee xyzzy' } };
	return Object.entries(points).map(([point, more]) => timedQuery(point, 'search_posts', { ...values(reader), ...more }));
}

// Run queries. Return for each point all its times in ms.
async function timeQueries(database, lines, options) {
	const output = await run('build/test/bench/query_times', [String(ROUNDS)], { ...database.environment('bench', options), input: lines.join('') });
	const times = {};
	for (const line of output.trim().split('\n')) {
		const [point, microseconds] = line.split('\t');
		(times[point] ??= []).push(Number(microseconds) / 1000);
	}
	return times;
}

// Follows and unfollows per second. Each client acts for another follower; all
// follow the same person, who has the most followers, or each another person.
async function concurrentFollows(database) {
	await database.psql(`CREATE SCHEMA IF NOT EXISTS bench; DROP TABLE IF EXISTS bench.pair;
		CREATE TABLE bench.pair AS
		SELECT t.target, n, f.id AS viewer, CASE t.target WHEN 'one' THEN one.nickname ELSE p.nickname END AS nickname
		  FROM (VALUES ('one'), ('each')) t(target), generate_series(0, 15) n
		  JOIN person f ON f.id = 1000 + n JOIN person p ON p.id = 1500 + n,
		       (SELECT q.nickname FROM person q JOIN person_count c ON c.person = q.id
		         GROUP BY q.id ORDER BY sum(c.followers) DESC LIMIT 1) one`);
	const script = (target) => `\\if :turn = 0
SELECT viewer, nickname FROM bench.pair WHERE target = '${target}' AND n = :client_id::integer \\gset
\\set turn 1
\\endif
${statement('follow_add')}${statement('follow_remove')}`;
	const rounds = [];
	for (let round = 0; round < 3; round++)
		for (const clients of CLIENTS)
			for (const target of ['one', 'each']) {
				await quiet();
				const rate = 2 * await database.pgbench(script(target), { clients, seconds: 2, variables: { turn: 0, limit: 0 } });
				rounds.push({ round, clients, target, rate });
			}
	return rounds;
}

export function plot({ feeds, depth }, results, name) {
	const block = (title, rows) => `"${title}"\n${rows.map((row) => row.join(' ')).join('\n')}\n\n\n`;
	const curves = Object.keys(SETS).flatMap((set) => KINDS.map((kind) =>
		block(`${kind}${set === 'all' ? '' : ', a tenth of the posts'}`, FOLLOWED.map((followed) => [followed, median(feeds[set][`${kind} ${followed}`])]))));
	const depths = ['active', 'typical'].map((kind) => block(kind, PAGES.map((page) => [page, median(depth[`${kind} page ${page}`])])));
	for (const [what, blocks] of [['growth', curves], ['depth', depths]])
		writeFileSync(path.join(results, `${name}-${what}.dat`), blocks.join(''));
	mkdirSync(PLOTS, { recursive: true });
	return run('gnuplot', ['-e', `data = '${path.join(results, name)}'; plots = '${path.join(PLOTS, name)}'`, 'tests/bench/plot.gp']);
}

export async function measure(database) {
	const readers = database.readers();
	const reader = readers[0];
	const feeds = { all: {}, tenth: {} };
	const feedLines = feedQueries(readers);
	for (let i = 0; i < TIMES; i++)
		for (const [set, options] of Object.entries(SETS)) {
			process.stderr.write(`feeds, ${i + 1} of ${TIMES}, ${set} posts ...\n`);
			await quiet();
			for (const [point, times] of Object.entries(await timeQueries(database, feedLines, options)))
				(feeds[set][point] ??= []).push(...times);
		}
	const depthLines = await depthQueries(database, readers);
	const profileLines = await profileQueries(database, reader);
	const searchLines = await searchQueries(database, reader);
	const depth = {}, profiles = {}, searches = {};
	for (let i = 0; i < TIMES; i++)
		for (const [all, some] of [[depth, depthLines], [profiles, profileLines], [searches, searchLines]]) {
			await quiet();
			for (const [point, times] of Object.entries(await timeQueries(database, some)))
				(all[point] ??= []).push(...times);
		}
	const followers = (await database.rows('SELECT max(sum) FROM (SELECT sum(followers) FROM person_count GROUP BY person) c'))[0][0];
	const follows = await concurrentFollows(database);
	return { feeds, depth, profiles, searches, most_followers: Number(followers), follows };
}

export function report({ feeds, depth, profiles, searches, most_followers, follows }, name) {
	const ms = (value) => value.toFixed(value < 10 ? 2 : 1);
	const both = (times) => `${ms(median(times))} / ${ms(quantile(times, 0.99))}`;
	const count = (number) => number.toLocaleString('en');
	const ratio = (point) => median(feeds.all[point]) / median(feeds.tenth[point]);
	const rate = (target, clients) => median(follows
		.filter((round) => round.target === target && round.clients === clients).map((round) => round.rate));

	return [
		'Milliseconds that PostgreSQL takes for a query, median / p99 of at least 200 runs, one at a time over one connection, prepared.',
		'Active readers follow people who post much, typical ones follow people by their popularity, and silent ones follow people who posted little and long ago.',
		'', `![The home feed by people followed](measurements/${name}-growth.svg)`,
		`![The home feed by page](measurements/${name}-depth.svg)`, '',
		table(['first page of the home feed, people followed', ...FOLLOWED.map(count)], [
			...Object.keys(SETS).flatMap((set) => KINDS.map((kind) =>
				[`${kind}, ${set === 'all' ? 'all posts' : 'a tenth of the posts'}`, ...FOLLOWED.map((followed) => both(feeds[set][`${kind} ${followed}`]))])),
			['typical, 100 blocked and 100 muted', ...FOLLOWED.map((followed) => both(feeds.all[`blocking ${followed}`]))],
			...KINDS.map((kind) => [`${kind}, ratio of all posts to a tenth`,
				...FOLLOWED.map((followed) => ratio(`${kind} ${followed}`).toFixed(2))]),
		]),
		table(['home feed, 1,000 people followed, page', ...PAGES.map(count)], ['active', 'typical'].map((kind) =>
			[kind, ...PAGES.map((page) => both(depth[`${kind} page ${page}`]))])),
		table(['profile', 'ms'], [
			[`person with the most followers (${count(most_followers)})`, both(profiles['most followers'])],
			['person with ten followers', both(profiles['ten followers'])],
		]),
		...(searches.common === undefined ? [] : [table(['search, first page', 'ms'], [
			['a word in half of the posts', both(searches.common)],
			['the same, of the author of most posts', both(searches.author)],
			['a word that is nowhere', both(searches.nonsense)],
			['a word that is nowhere, and a common one', both(searches.rare)],
			['two conditions that exclude each other', both(searches.never)],
			['a phrase of common words that is nowhere', both(searches.phrase)],
		])]),
		'Follows and unfollows per second, each written to the disk:', '',
		table(['concurrent clients', ...CLIENTS], [['one', 'all follow the same person'], ['each', 'each follows another person']]
			.map(([target, title]) => [title, ...CLIENTS.map((clients) => rate(target, clients).toFixed(0))])),
	].join('\n');
}
