// How fast the pages are, beside what limits them: the database that is asked
// the same by pgbench, and nginx that serves the same bytes from a file.
import { memory, median, processorTime, quiet } from './machine.mjs';
import { check, checkQuestions, makeRequests, makeRotation, NEWEST, pages, POOL, script, writeRequests } from './pages.mjs';
import { get, startNginx, startSite, wrk } from './site.mjs';

const ROUNDS = 3;
const STARTS = 3;
const CONNECTIONS = [16, 64];
const GOAL = 0.6; // of a limit

const titles = {
	...Object.fromEntries(Object.entries(pages).map(([name, page]) => [name, page.title])),
	nginxPost: 'a post from nginx', hot: 'one profile, visitor', nginx: 'the same from nginx', add: 'post', follow: 'follow, unfollow',
};

// Send a file of requests. Answer: wrk's figures, and the milliseconds of
// processor time that a request took of us and of the database.
async function load(site, database, address, file, options) {
	const families = [site.pid, database.pid];
	const before = families.map(processorTime);
	const result = await wrk(address, file, options);
	if (result.errors !== '')
		throw new Error(`${file}, ${options.connections} connections: ${result.errors}\n${site.log().slice(-2000)}`);
	const [ours, theirs] = families.map((pid, i) => (processorTime(pid) - before[i]) / result.requests);
	return { ...result, rate: result.requests / result.seconds, ours, theirs };
}

// A page's questions, asked by pgbench. Each round begins with other readers.
async function limit(database, page, pipelined, round) {
	const variables = { turn: 49, row: round * 64, cursor: NEWEST };
	return { rate: await database.pgbench(script(page, pipelined), { clients: POOL, seconds: page.seconds, variables }) };
}

// All that is measured in a round: { name, connections, measure(round) }. What
// is compared stands together.
function makeMeasures(database, site, nginx, files) {
	let first = 0;
	const measures = [];
	const addLoad = (name, connections, seconds, address = site.address) => measures.push({
		name, connections,
		measure: () => load(site, database, address, files[name], { connections, seconds, first: first += 10000000 }),
	});
	const addLimit = (name, page, pipelined) => measures.push({
		name, connections: POOL, measure: (round) => limit(database, page, pipelined, round),
	});

	for (const [name, page] of Object.entries(pages)) {
		addLoad(name, CONNECTIONS[0], page.seconds);
		addLimit(`${name} limit`, page, page.asks.length > 1);
		addLoad(name, CONNECTIONS[1], page.seconds);
	}
	addLimit('home one by one', { ...pages.home, seconds: 1 }, false);
	for (const connections of CONNECTIONS) {
		addLoad('hot', connections, 2);
		addLoad('nginx', connections, 2, nginx);
		addLoad('nginxPost', connections, 2, nginx);
	}
	for (const connections of CONNECTIONS) {
		addLoad('add', connections, 1);
		addLoad('follow', connections, 1);
	}
	return measures;
}

async function measureAll(measures) {
	const rounds = [];
	for (let round = 0; round < ROUNDS; round++) {
		process.stderr.write(`round ${round + 1} of ${ROUNDS} ...\n`);
		for (const { name, connections, measure } of measures) {
			await quiet();
			rounds.push({ round, name, connections, ...await measure(round) });
		}
	}
	return rounds;
}

// The first start makes the certificate; the others are timed.
async function startTimed(folder, environment) {
	const firstPages = [];
	let site = await startSite(folder, environment);
	for (let i = 0; i < STARTS; i++) {
		await site.stop();
		site = await startSite(folder, environment);
		firstPages.push(site.firstPage);
	}
	return { site, firstPages };
}

const written = async (database) =>
	(await database.rows('SELECT (SELECT count(*) FROM post), (SELECT last_value FROM follow_number)'))[0].map(Number);

// That wrk was answered is not enough: it must have been done. (About every
// second request of these two follows.)
function checkWritten(rounds, before, after) {
	['add', 'follow'].forEach((name, i) => {
		const sent = rounds.filter((one) => one.name === name).reduce((sum, one) => sum + one.requests, 0);
		const done = after[i] - before[i];
		if (done < (name === 'add' ? sent : sent / 4))
			throw new Error(`${titles[name]}: ${sent} sent, ${done} done`);
	});
}

export async function measure(database, folder) {
	const readers = database.readers();
	const rotation = await makeRotation(database, readers);
	const { site, firstPages } = await startTimed(folder, database.environment());

	const sizes = {};
	for (const [name, page] of Object.entries(pages)) {
		sizes[name] = await check(site, page, rotation);
		await checkQuestions(database, page, rotation[0]);
	}
	const hot = await get(site.address + pages.visitor.address(rotation[0]));
	const post = await get(site.address + pages.post.address(rotation[0]));
	sizes.hot = sizes.nginx = hot.bytes;
	sizes.nginxPost = post.bytes;
	const nginx = await startNginx(folder, { profile: hot.text, post: post.text });

	const files = writeRequests(folder, await makeRequests(database, rotation, readers));
	const before = await written(database);
	const rounds = await measureAll(makeMeasures(database, site, nginx, files));
	checkWritten(rounds, before, await written(database));
	const processes = memory(site.pid);
	await site.stop();
	return { rounds, sizes, firstPages, processes };
}

const limitOf = (name, connections) => name === 'hot' ? ['nginx', connections] : name in pages ? [`${name} limit`, POOL] : undefined;

// The rounds of a measure, the median of one of their figures, and the median
// of the rounds' parts of their limits.
function summary(rounds) {
	const of = (name, connections) => rounds.filter((one) => one.name === name && one.connections === connections);
	const figure = (name, connections, what) => median(of(name, connections).map((one) => one[what]));
	const part = (name, connections) => {
		const beside = of(...limitOf(name, connections));
		return median(of(name, connections).map((one, i) => one.rate / beside[i].rate));
	};
	return { figure, part };
}

function pageRow({ figure, part }, sizes, name, connections) {
	const show = (what, digits) => figure(name, connections, what).toFixed(digits);
	const limit = limitOf(name, connections);
	return [
		titles[name], sizes[name] ?? '', connections, show('rate', 0), show('median', 2), show('p99', 2),
		...(name.startsWith('nginx') ? ['', ''] : [show('ours', 3), show('theirs', 3)]),
		...(limit ? [figure(...limit, 'rate').toFixed(0), part(name, connections).toFixed(2)] : ['', '']),
	];
}

// Answer: rows of what is wished for, the figure, and whether it is met.
function goals({ figure, part }, { firstPages, processes }) {
	const atLeast = (what, value) => [what, value.toFixed(2), value >= GOAL];
	const atMost = (what, value, most, unit) => [what, `${value.toFixed(2)}${unit}`, value <= most];
	const workers = processes.filter(({ name }) => name.includes('[wrk '));
	return [
		...[['home', 'pgbench'], ['visitor', 'pgbench'], ['hot', 'nginx']].flatMap(([name, limit]) => CONNECTIONS.map((connections) =>
			atLeast(`${titles[name]}: ${GOAL} of ${limit} or more, ${connections} connections`, part(name, connections)))),
		...Object.keys(pages).map((name) =>
			atMost(`${titles[name]}: p99 at most 4 medians, 64 connections`, figure(name, 64, 'p99') / figure(name, 64, 'median'), 4, '')),
		atMost('a worker: at most 25 MB', Math.max(...workers.map(({ megabytes }) => megabytes)), 25, ' MB'),
		atMost('the first page: at most 1 s after the start', median(firstPages) / 1000, 1, ' s'),
	].map(([what, value, met]) => [what, value, met ? 'met' : 'not met']);
}

export function report(figures) {
	const { rounds, sizes, processes } = figures;
	const medians = summary(rounds);
	const row = (cells) => `| ${cells.join(' | ')} |`;
	return [
		'| page | bytes | connections | requests/s | median ms | p99 ms | CPU ours, ms | CPU PostgreSQL, ms | limit/s | of it |',
		'|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
		...Object.keys(titles).flatMap((name) => CONNECTIONS.map((connections) => row(pageRow(medians, sizes, name, connections)))),
		'',
		`The limit of a page: its questions asked by pgbench over ${POOL} connections, in one round trip`
		+ ` (home's one by one: ${medians.figure('home one by one', POOL, 'rate').toFixed(0)} a second); of one profile: nginx.`,
		`Memory after the load (PSS): ${processes.map(({ name, megabytes }) => `${name} ${megabytes.toFixed(1)} MB`).join(', ')}.`,
		'',
		'| goal | figure | |', '|---|---:|---|',
		...goals(medians, figures).map(row),
	].join('\n');
}
