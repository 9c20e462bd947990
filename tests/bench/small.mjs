// How fast the pages are, beside what limits them: the database that is asked
// the same by pgbench, and nginx that serves the same bytes from a file.
import { memory, median, processorTime, quiet } from './machine.mjs';
import { check, makeRequests, makeRotation, NEWEST, pages, POOL, script, writeRequests } from './pages.mjs';
import { get, startNginx, startSite, wrk } from './site.mjs';

const ROUNDS = 3;
const CONNECTIONS = [16, 64];

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
			const variables = { turn: 49, row: round() * 64, cursor: NEWEST };
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
	const hot = await get(site.address + pages.visitor.address(rotation[0]));
	const nginx = await startNginx(folder, folder, hot.text);
	const files = writeRequests(folder, await makeRequests(database, rotation, readers));
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
