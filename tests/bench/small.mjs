// How fast the pages are, beside what limits them: the database that is asked
// the same by pgbench, and nginx that serves the same bytes from a file.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { memory, median, processorTime, quiet } from './machine.mjs';
import { statement } from './database.mjs';
import { get, startNginx, startSite, wrk } from './site.mjs';

const ROUNDS = 3;
const ROTATED = 192; // addresses that a page is measured over; 3 for a reader
const PAIRS = 8; // whom each reader follows and leaves, over and over
const CONNECTIONS = [16, 64];
const POOL = 16; // connections to the database: 2 workers with 8 each
const NEWEST = '9223372036854775807'; // the cursor of a first page

// What is measured. Of a page: path and whether a member looks, how many posts
// are on it, what it asks of the database, and for how many seconds of a round.
const pages = {
	home: {
		title: 'home', path: () => '/', member: true, posts: 50, seconds: 2,
		asks: [['session_find', 'session'], ['feed_home', 'viewer', 'cursor']],
	},
	member: {
		title: 'profile, member', path: (row) => `/user/${row.nickname}`, member: true, posts: 50, seconds: 2,
		asks: [['session_find', 'session'], ['person_profile', 'nickname', 'viewer'], ['feed_person', 'person', 'cursor', 'viewer']],
	},
	visitor: {
		title: 'profile, visitor', path: (row) => `/user/${row.nickname}`, posts: 50, seconds: 2,
		asks: [['person_profile', 'nickname', 'nobody'], ['feed_person', 'person', 'cursor', 'nobody']],
	},
	front: {
		title: 'front door', path: () => '/', posts: 50, seconds: 1,
		asks: [['feed_explore', 'nobody', 'cursor']],
	},
	post: {
		title: 'one post, visitor', path: (row) => `/post/${row.post}`, posts: 1, seconds: 1,
		asks: [['post_find', 'post', 'nobody']],
	},
};

const cookie = ({ secret }) => `__Host-session=${secret}`;
const line = (...fields) => `${fields.join('\t')}\n`;

// What the measurements rotate over, the same for wrk and for pgbench.
async function makeRotation(database, readers) {
	const people = await database.rows(`SELECT p.id, p.nickname FROM person p JOIN person_count c ON c.person = p.id
		GROUP BY p.id ORDER BY sum(c.posts) DESC LIMIT ${ROTATED}`);
	const posts = await database.rows(`SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM post) p
		WHERE n % 500 = 0 ORDER BY id DESC LIMIT ${ROTATED}`);
	const rotation = people.map(([person, nickname], i) => ({
		reader: readers[i % readers.length], person, nickname, post: posts[i][0],
	}));
	const values = rotation.map(({ reader, person, nickname, post }, i) =>
		`(${i}, '\\x${reader.hash}', ${reader.id}, ${person}, '${nickname}', ${post})`);
	await database.psql(`CREATE SCHEMA bench;
		CREATE TABLE bench.rotation (n integer PRIMARY KEY, session text, viewer bigint, person bigint, nickname text, post bigint);
		INSERT INTO bench.rotation VALUES ${values.join(',')}; VACUUM ANALYZE bench.rotation`);
	return rotation;
}

// A page's questions for pgbench, in one round trip or one by one. Now and then
// a client goes on to another row of the rotation.
function script({ asks }, pipelined) {
	const questions = asks.map(([name, ...names]) => statement(name, names)).join('');
	return `\\set turn (:turn + 1) % 50
\\if :turn = 0
\\set row :row + ${POOL}
\\set n (:row + :client_id) % ${ROTATED}
SELECT session, viewer, person, nickname, post FROM bench.rotation WHERE n = :n::integer \\gset
\\endif
${pipelined ? `\\startpipeline\n${questions}\\endpipeline\n` : questions}`;
}

// Every address of a page answers as it should. Answer: its size in bytes.
async function check(site, page, rotation) {
	const sizes = [];
	for (const row of rotation) {
		const { status, text, bytes } = await get(site.address + page.path(row), page.member && cookie(row.reader));
		const posts = text.match(/<article /g)?.length ?? 0;
		if (status !== 200 || posts !== page.posts)
			throw new Error(`${page.title} ${page.path(row)}: ${status}, ${posts} posts instead of ${page.posts}`);
		sizes.push(bytes);
	}
	return median(sizes);
}

// What wrk sends for each measure; each a file.
async function makeRequests(database, folder, rotation, readers) {
	const write = (name, lines) => {
		writeFileSync(path.join(folder, name), lines.join(''));
		return path.join(folder, name);
	};
	const files = {};
	for (const [name, page] of Object.entries(pages))
		files[name] = write(name, rotation.map((row) => line('GET', page.path(row), page.member ? cookie(row.reader) : '', '')));
	files.hot = write('hot', [line('GET', pages.visitor.path(rotation[0]), '', '')]);
	files.nginx = write('nginx-requests', [line('GET', '/page.html', '', '')]);
	files.add = write('add', readers.map((reader) => line('POST', '/post', cookie(reader),
	    `token=${reader.token}&body=Number+%23%23########## of the bench, as long as a post of about a hundred characters is, no more.`.replaceAll(' ', '+').replace('%23%23', ''))));

	const whom = await database.rows(`SELECT nickname FROM person ORDER BY id LIMIT ${PAIRS * readers.length}`);
	const follow = (verb) => readers.flatMap((reader, i) => whom.slice(i * PAIRS, (i + 1) * PAIRS)
		.map(([nickname]) => line('POST', `/${verb}/${nickname}`, cookie(reader), `token=${reader.token}`)));
	// Each of wrk's threads first follows all of its half, then leaves them.
	const half = (lines, n) => lines.slice(n * lines.length / 2, (n + 1) * lines.length / 2);
	const [add, remove] = [follow('follow'), follow('unfollow')];
	files.follow = write('follow', [0, 1].flatMap((n) => [...half(add, n), ...half(remove, n)]));
	return files;
}

// All that is measured in a round: name, connections, measure().
function makeMeasures(database, site, nginx, files) {
	let number = 0;
	const measures = [];
	const load = (name, address, seconds) => CONNECTIONS.forEach((connections) => measures.push({
		name, connections, async measure() {
			const before = [site.pid, database.pid].map(processorTime);
			const result = await wrk(address, files[name], { connections, seconds, first: number++ * 10000000 });
			const [ours, theirs] = [site.pid, database.pid].map(processorTime).map((after, i) => (after - before[i]) / result.requests);
			if (result.errors !== '')
				throw new Error(`${name}, ${connections} connections: ${result.errors}\n${site.log().slice(-2000)}`);
			return { ...result, rate: result.requests / result.seconds, ours, theirs };
		},
	}));
	const limit = (name, page, pipelined, round) => measures.push({
		name, connections: POOL, async measure() {
			const variables = { turn: 49, row: round() * 64, cursor: NEWEST, nobody: 0 };
			return { rate: await database.pgbench(script(page, pipelined), { clients: POOL, seconds: page.seconds, variables }) };
		},
	});

	let rounds = 0;
	for (const [name, page] of Object.entries(pages)) {
		load(name, site.address, page.seconds);
		limit(`${name} limit`, page, page.asks.length > 1, () => rounds);
	}
	limit('home one by one', { ...pages.home, seconds: 1 }, false, () => rounds);
	load('hot', site.address, 2);
	load('nginx', nginx, 2);
	load('add', site.address, 1);
	load('follow', site.address, 1);
	return { measures, nextRound: () => { rounds++; } };
}

const titles = {
	...Object.fromEntries(Object.entries(pages).map(([name, page]) => [name, page.title])),
	hot: 'one profile, visitor', nginx: 'the same from nginx', add: 'post', follow: 'follow, unfollow',
};

// What a page is compared with.
const limits = { hot: (connections) => ['nginx', connections] };
for (const name of Object.keys(pages))
	limits[name] = () => [`${name} limit`, POOL];

export async function small(database, folder) {
	const readers = database.readers();
	const rotation = await makeRotation(database, readers);

	// The first start makes the certificate; the others are timed.
	const firstPages = [];
	let site;
	for (let i = 0; i < 4; i++) {
		await site?.stop();
		site = await startSite(folder, database.environment());
		if (i > 0)
			firstPages.push(site.firstPage);
	}

	const sizes = {};
	for (const [name, page] of Object.entries(pages))
		sizes[name] = await check(site, page, rotation);
	const hot = await get(site.address + pages.visitor.path(rotation[0]));
	const nginx = await startNginx(folder, folder, hot.text);
	const files = await makeRequests(database, folder, rotation, readers);
	const written = () => database.rows('SELECT (SELECT count(*) FROM post), (SELECT last_value FROM follow_number)');
	const [before] = await written();

	const rounds = [];
	const { measures, nextRound } = makeMeasures(database, site, nginx, files);
	for (let i = 0; i < ROUNDS; i++, nextRound()) {
		process.stderr.write(`round ${i + 1} of ${ROUNDS} ...\n`);
		for (const { name, connections, measure } of measures) {
			await quiet();
			rounds.push({ round: i, name, connections, ...await measure() });
		}
	}

	// That wrk was answered is not enough: it must have been done.
	const [after] = await written();
	const sent = (name) => rounds.filter((one) => one.name === name).reduce((sum, one) => sum + one.requests, 0);
	if (after[0] - before[0] < sent('add') || after[1] - before[1] < sent('follow') / 4)
		throw new Error(`of ${sent('add')} posts and ${sent('follow')} follows and unfollows only ${after[0] - before[0]} and ${after[1] - before[1]} were done`);

	const workers = memory(site.pid);
	await site.stop();
	return { rounds, sizes, firstPages, memory: workers };
}

// The tables and the goals.
export function report({ rounds, sizes, firstPages, memory: processes }) {
	const of = (name, connections) => rounds.filter((one) => one.name === name && one.connections === connections);
	const figure = (name, connections, what) => median(of(name, connections).map((one) => one[what]));
	const ratio = (name, connections) => {
		const beside = of(...limits[name](connections));
		return median(of(name, connections).map((one, i) => one.rate / beside[i].rate));
	};

	const text = ['| page | bytes | connections | requests/s | median ms | p99 ms | CPU ours, ms | CPU PostgreSQL, ms | limit/s | of it |', '|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|'];
	for (const [name, title] of Object.entries(titles))
		for (const connections of CONNECTIONS) {
			const get = (what, digits) => figure(name, connections, what).toFixed(digits);
			const cpu = name === 'nginx' ? ['', ''] : [get('ours', 3), get('theirs', 3)];
			const limit = limits[name] ? [figure(...limits[name](connections), 'rate').toFixed(0), ratio(name, connections).toFixed(2)] : ['', ''];
			text.push(`| ${[title, sizes[name] ?? '', connections, get('rate', 0), get('median', 2), get('p99', 2), ...cpu, ...limit].join(' | ')} |`);
		}
	text.push('', `The limit of a page: its questions asked by pgbench over ${POOL} connections, in one round trip`
		+ ` (home's one by one: ${figure('home one by one', POOL, 'rate').toFixed(0)} a second); of one profile: nginx.`);

	const workers = processes.filter(({ name }) => /wrk|worker/.test(name));
	text.push('', `Memory after the load, PSS: ${processes.map(({ name, megabytes }) => `${name} ${megabytes.toFixed(1)} MB`).join(', ')}.`);

	const read = Object.keys(pages);
	const worst = read.map((name) => figure(name, 64, 'p99') / figure(name, 64, 'median'));
	const most = Math.max(...workers.map(({ megabytes }) => megabytes));
	const goals = [];
	const goal = (what, value, met, unit = '') => goals.push({ what, value, met, unit });
	for (const name of ['home', 'visitor'])
		for (const connections of CONNECTIONS)
			goal(`${titles[name]} ≥ 0.6 of pgbench, ${connections} connections`, ratio(name, connections), (value) => value >= 0.6);
	for (const connections of CONNECTIONS)
		goal(`one profile, visitor ≥ 0.6 of nginx, ${connections} connections`, ratio('hot', connections), (value) => value >= 0.6);
	read.forEach((name, i) => goal(`p99 ≤ 4 medians at 64, ${titles[name]}`, worst[i], (value) => value <= 4));
	goal('a worker < 25 MB', most, (value) => value < 25, ' MB');
	goal('first page < 1 s after the start', median(firstPages) / 1000, (value) => value < 1, ' s');
	text.push('', '| goal | figure | |', '|---|---:|---|');
	for (const { what, value, met, unit } of goals)
		text.push(`| ${what} | ${value.toFixed(2)}${unit} | ${met(value) ? 'met' : 'not met'} |`);
	return text.join('\n');
}
