// SPDX-License-Identifier: ISC
// How fast the pages are, beside their limits: the same queries sent by
// pgbench, and the same bytes served from a file by nginx.
import { memory, median, processorTime, quiet } from './machine.mjs';
import { table, verdict } from './measurements.mjs';
import { check, checkQueries, makeRequests, makeRotation, NEWEST, pages, POOL, script, writeRequests } from './pages.mjs';
import { get, startNginx, startSite, wrk } from './site.mjs';

const ROUNDS = 3;
const STARTS = 3;
const CONNECTIONS = [16, 64];
const GOAL = 0.6; // of a limit
const SPREAD = 4; // medians that a p99 may be

const titles = {
	...Object.fromEntries(Object.entries(pages).map(([name, page]) => [name, page.title])),
	nginxPost: 'a post from nginx', hot: 'one profile, visitor', nginx: 'the same from nginx', add: 'writing a post', follow: 'follow, unfollow',
};

// Send a file of requests. Return wrk's figures, and the milliseconds of
// processor time per request that the site and PostgreSQL took.
async function load(site, database, address, file, options) {
	const families = [site.pid, database.pid];
	const before = families.map(processorTime);
	const result = await wrk(address, file, options);
	if (result.errors !== '')
		throw new Error(`${file}, ${options.connections} connections: ${result.errors}\n${site.log().slice(-2000)}`);
	const [ours, theirs] = families.map((pid, i) => (processorTime(pid) - before[i]) / result.requests);
	return { ...result, rate: result.requests / result.seconds, ours, theirs };
}

// A page's queries, sent by pgbench. Each round begins with other readers.
async function limit(database, page, pipelined, round) {
	const variables = { turn: 49, row: round * 64, cursor: NEWEST };
	return { rate: await database.pgbench(script(page, pipelined), { clients: POOL, seconds: page.seconds, variables }) };
}

// Everything measured in a round: { name, connections, measure(round) }. What
// is compared is measured one right after the other.
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
		addLimit(`${name} limit`, page, page.queries.length > 1);
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

// That wrk got its responses is not enough: check that the rows were written.
// (About every second request of "follow" follows; the others unfollow.)
function checkWritten(rounds, before, after) {
	['add', 'follow'].forEach((name, i) => {
		const sent = rounds.filter((round) => round.name === name).reduce((sum, { requests }) => sum + requests, 0);
		const done = after[i] - before[i];
		if (done < (name === 'add' ? sent : sent / 4))
			throw new Error(`${titles[name]}: ${sent} requests sent, ${done} rows written`);
	});
}

export async function measure(database, folder) {
	const readers = database.readers();
	const rotation = await makeRotation(database, readers);
	const { site, firstPages } = await startTimed(folder, database.environment());

	const sizes = {};
	for (const [name, page] of Object.entries(pages)) {
		sizes[name] = await check(site, page, rotation);
		await checkQueries(database, page, rotation[0]);
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

// Two functions over the rounds: the median of a figure, and the median of the
// rounds' shares of their limits.
function summary(rounds) {
	const of = (name, connections) => rounds.filter((round) => round.name === name && round.connections === connections);
	const figure = (name, connections, what) => median(of(name, connections).map((round) => round[what]));
	const part = (name, connections) => {
		const limits = of(...limitOf(name, connections));
		return median(of(name, connections).map(({ rate }, i) => rate / limits[i].rate));
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

// Return rows of a goal, its figure, and whether it is met.
function goals({ figure, part }, { firstPages, processes }) {
	const atLeast = (what, value) => [what, value.toFixed(2), value >= GOAL];
	const atMost = (what, value, most, unit) => [what, `${value.toFixed(2)}${unit}`, value <= most];
	const workers = processes.filter(({ name }) => name.includes('[wrk '));
	return [
		...[['home', 'pgbench'], ['visitor', 'pgbench'], ['hot', 'nginx']].flatMap(([name, limit]) => CONNECTIONS.map((connections) =>
			atLeast(`${titles[name]}: at least ${GOAL} of ${limit}, ${connections} connections`, part(name, connections)))),
		...Object.keys(pages).map((name) =>
			atMost(`${titles[name]}: p99 at most ${SPREAD} medians, 64 connections`, figure(name, 64, 'p99') / figure(name, 64, 'median'), SPREAD, '')),
		atMost('memory of a worker: at most 25 MB', Math.max(...workers.map(({ megabytes }) => megabytes)), 25, ' MB'),
		atMost('first page: at most 1 s after the start', median(firstPages) / 1000, 1, ' s'),
	].map(([what, value, met]) => [what, value, verdict(met)]);
}

export function report(figures) {
	const { rounds, sizes, processes } = figures;
	const medians = summary(rounds);
	return [
		`Over TLS, with 2 workers and ${POOL} connections to PostgreSQL. Each row is the median of ${ROUNDS} rounds.`,
		`The limit of a page is the rate at which pgbench runs exactly its queries: prepared, in one round trip, over ${POOL} connections.`
		+ ` (Without that pipelining, those of the home page run ${medians.figure('home one by one', POOL, 'rate').toFixed(0)} times per second.)`
		+ ' The limit of one profile is nginx, serving the same bytes from a file.',
		'A visitor\'s page needs no query while the cached copy is current, so it can exceed its limit; a member\'s page always needs its queries.', '',
		table(['page', 'bytes', 'connections', 'requests/s', 'median ms', 'p99 ms', 'CPU site, ms', 'CPU PostgreSQL, ms', 'limit/s', 'of limit'],
		    Object.keys(titles).flatMap((name) => CONNECTIONS.map((connections) => pageRow(medians, sizes, name, connections)))),
		`Memory after the load (PSS): ${processes.map(({ name, megabytes }) => `${name} ${megabytes.toFixed(1)} MB`).join(', ')}.`,
		'',
		table(['goal', 'figure', ''], goals(medians, figures)),
		'Where a page takes a worker only some microseconds, its p99 shows how the load generator and the workers share the processors, and varies from run to run:'
		+ ' compare it with that of nginx.',
	].join('\n');
}
