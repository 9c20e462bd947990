// SPDX-License-Identifier: ISC
// The pages that are measured: their addresses and queries, and the readers
// and people that the measurement rotates over.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { statement, statementWith } from './database.mjs';
import { median } from './machine.mjs';
import { get } from './site.mjs';

export const ROTATED = 192; // addresses of each page; three for each reader
export const POOL = 16; // connections to the database: 2 workers with 8 each
export const NEWEST = '9223372036854775807'; // the cursor of a first page
const PAIRS = 8; // people that each reader follows and unfollows repeatedly

// Each page: its address, whether a member reads it, how many posts it shows (or
// at least, if some may be boosts of others on it) or notifications, its queries,
// how many rows the last of these returns, and how many seconds of a round it is
// measured. Its post may be that of another column of the rotation.
export const pages = {
	home: {
		title: 'home', address: () => '/', member: true, least: 40, posts: 50, rows: 51, seconds: 2,
		queries: ['session_find', 'feed_home'],
	},
	member: {
		title: 'profile, member', address: (row) => `/user/${row.nickname}`, member: true, posts: 50, rows: 51, seconds: 2,
		queries: ['session_find', 'person_profile', 'feed_person'],
	},
	visitor: {
		title: 'profile, visitor', address: (row) => `/user/${row.nickname}`, posts: 50, rows: 51, seconds: 2,
		queries: ['person_profile', 'feed_person'],
	},
	front: {
		title: 'front door', address: () => '/', posts: 50, rows: 51, seconds: 2,
		queries: ['tag_popular', 'feed_explore'],
	},
	tag: {
		title: 'hashtag, visitor', address: (row) => `/tag/${row.tag}`, posts: 50, rows: 51, seconds: 2,
		queries: ['feed_tag'],
	},
	search: {
		title: 'search, a common word', address: () => '/search?q=coffee', member: true, posts: 50, rows: 51, seconds: 2,
		queries: ['session_find', 'search_people', 'search_posts'],
	},
	post: {
		title: 'one post, visitor', address: (row) => `/post/${row.post}`, posts: 1, rows: 0, seconds: 2,
		queries: ['post_find', 'thread_below', 'thread_above'],
	},
	thread: {
		title: 'a post with 300 replies', post: 'thread', address: (row) => `/post/${row.thread}`, member: true, posts: 51, rows: 51, seconds: 2,
		queries: ['session_find', 'post_find', 'thread_above', 'thread_below'],
	},
	notifications: {
		title: 'notifications', address: () => '/notifications', member: true, posts: 50, rows: 50, seconds: 2,
		queries: ['session_find', 'notification_list'],
	},
};

const cookie = ({ secret }) => `__Host-session=${secret}`;
const line = (...fields) => `${fields.join('\t')}\n`;

// Make rows of a reader, a person who posted much, and a post: the same for
// wrk and, in the table bench.rotation, for pgbench.
export async function makeRotation(database, readers) {
	const people = await database.rows(`SELECT p.nickname FROM person p JOIN person_count c ON c.person = p.id
		GROUP BY p.id ORDER BY sum(c.posts) DESC LIMIT ${ROTATED}`);
	const posts = await database.rows(`SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM post WHERE NOT reacted AND parent IS NULL AND original IS NULL) p
		WHERE n % 300 = 0 ORDER BY id DESC LIMIT ${ROTATED}`);
	const threads = await database.rows('SELECT post FROM post_count ORDER BY replies DESC LIMIT 10');
	const rotation = people.map(([nickname], i) => ({
		reader: readers[i % readers.length], nickname, post: posts[i][0], tag: `tag${i % 20}`, thread: threads[i % threads.length][0],
	}));
	const values = rotation.map(({ reader, nickname, post, tag, thread }, i) =>
		`(${i}, '\\x${reader.hash}', ${reader.id}, '${nickname}', ${post}, '${tag}', ${thread})`);
	await database.psql(`CREATE SCHEMA bench;
		CREATE TABLE bench.rotation (n integer PRIMARY KEY, session text, viewer bigint, nickname text, post bigint, tag text, thread bigint);
		INSERT INTO bench.rotation VALUES ${values.join(',')}; VACUUM ANALYZE bench.rotation`);
	return rotation;
}

// A page's queries for pgbench, in one round trip or one by one. Every 50 turns
// a client moves on to another row of the rotation.
export function script({ queries, member, post = 'post' }, pipelined) {
	const statements = queries.map(statement).join('');
	return `\\set turn (:turn + 1) % 50
\\if :turn = 0
\\set row :row + ${POOL}
\\set n (:row + :client_id) % ${ROTATED}
SELECT session, ${member ? '' : '0 AS '}viewer, nickname, ${post} AS post, tag FROM bench.rotation WHERE n = :n::integer \\gset
\\endif
${pipelined ? `\\startpipeline\n${statements}\\endpipeline\n` : statements}`;
}

// Check the response of every address of a page. Return their median size in
// bytes.
export async function check(site, page, rotation) {
	const sizes = [];
	for (const row of rotation) {
		const { status, text, bytes } = await get(site.address + page.address(row), page.member && cookie(row.reader));
		const posts = text.match(/<article |<li class="person"/g)?.length ?? 0;
		if (status !== 200 || posts > page.posts || posts < (page.least ?? page.posts))
			throw new Error(`${page.title} ${page.address(row)}: ${status}, ${posts} posts instead of ${page.posts}`);
		sizes.push(bytes);
	}
	return median(sizes);
}

// Those that may return no row.
const sparse = ['search_people', 'thread_above', 'thread_below'];

// Check that pgbench sends the queries as the page does: the last one returns
// enough rows to fill a page and to show that there is another.
export async function checkQueries(database, page, { reader, nickname, tag, ...row }) {
	const values = { session: `\\x${reader.hash}`, viewer: page.member ? reader.id : 0, nickname, post: row[page.post ?? 'post'], tag, cursor: NEWEST };
	for (const name of page.queries) {
		const { length } = await database.rows(statementWith(name, values));
		const least = name === page.queries.at(-1) ? page.rows : sparse.includes(name) ? 0 : 1;
		if (length < least)
			throw new Error(`${page.title}: ${name} returned ${length} rows; are its parameters still those in database.mjs?`);
	}
}

// The requests that wrk sends, by name, as lines for requests.lua.
export async function makeRequests(database, rotation, readers) {
	const requests = {};
	for (const [name, page] of Object.entries(pages))
		requests[name] = rotation.map((row) => line('GET', page.address(row), page.member ? cookie(row.reader) : '', ''));
	requests.hot = [requests.visitor[0]];
	requests.nginx = [line('GET', '/profile.html', '', '')];
	requests.nginxPost = [line('GET', '/post.html', '', '')];
	requests.add = readers.map((reader) => line('POST', '/post', cookie(reader),
	    `token=${reader.token}&body=Number+##########+of+the+bench,+as+long+as+an+ordinary+post,+which+has+about+a+hundred+characters.`));

	const people = await database.rows(`SELECT nickname FROM person ORDER BY id LIMIT ${PAIRS * readers.length}`);
	const pairs = readers.flatMap((reader, i) => people.slice(i * PAIRS, (i + 1) * PAIRS).map(([nickname]) => ({ reader, nickname })));
	const all = (verb, some) => some.map(({ reader, nickname }) => line('POST', `/${verb}/${nickname}`, cookie(reader), `token=${reader.token}`));
	// Each of wrk's two threads takes half of the pairs, follows, then unfollows.
	const half = pairs.length / 2;
	requests.follow = [pairs.slice(0, half), pairs.slice(half)].flatMap((some) => [...all('follow', some), ...all('unfollow', some)]);
	return requests;
}

// Write the requests to files. Return the files' names.
export function writeRequests(folder, requests) {
	return Object.fromEntries(Object.entries(requests).map(([name, lines]) => {
		const file = path.join(folder, `requests-${name}`);
		writeFileSync(file, lines.join(''));
		return [name, file];
	}));
}
