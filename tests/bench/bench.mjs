// node tests/bench/bench.mjs small|medium|large|memory|timing: measure, print
// tables, and write every figure to build/bench. Called by tests/bench/run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './cluster.mjs';
import { Database } from './database.mjs';
import * as growth from './growth.mjs';
import { describe, end } from './machine.mjs';
import * as memory from './memory.mjs';
import * as small from './small.mjs';
import * as timing from './timing.mjs';

const kinds = {
	small: { size: 'small', run: small.measure, report: small.report },
	medium: { size: 'medium', run: growth.measure, plot: growth.plot, report: growth.report },
	large: { size: 'large', run: growth.measure, plot: growth.plot, report: growth.report },
	memory: { size: 'small', run: memory.measure, report: memory.report },
	timing: { size: 'small', run: timing.measure, report: timing.report },
};

// The first line that a program says of itself. (wrk calls that a failure.)
function version(command, ...words) {
	const { stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
	return `${stdout}${stderr}`.split('\n')[0];
}

async function main(name) {
	const kind = kinds[name];
	if (!kind)
		throw new Error(`usage: RUN=${Object.keys(kinds).join('|')}`);
	const folder = makeFolder();
	const results = path.resolve('build/bench');
	mkdirSync(results, { recursive: true });
	const kept = kind.size === 'small' ? path.join(folder, 'database') : path.join(results, `data-${kind.size}`);
	const database = new Database(kept, folder);

	process.stderr.write(`making the ${kind.size} data set ...\n`);
	await database.open(kind.size);
	const about = {
		name,
		date: new Date().toISOString(),
		commit: version('git', 'describe', '--always', '--dirty', '--abbrev=12'),
		machine: describe(),
		versions: {
			program: version('build/microblog/microblog', 'version'), wrk: version('wrk', '-v'),
			pgbench: version('pgbench', '--version'), nginx: version('/usr/sbin/nginx', '-v'),
		},
		database: await database.describe(),
	};
	const figures = await kind.run(database, folder);
	writeFileSync(path.join(results, `${name}.json`), `${JSON.stringify({ ...about, ...figures }, null, '\t')}\n`);
	await kind.plot?.(figures, results, name);

	const { machine, database: { settings, rows, size, made_in_seconds } } = about;
	console.log(`\n${about.versions.program}, ${about.commit}, ${about.date}, ${machine.processors} × ${machine.model}, ${machine.memory}, ${machine.kernel}`);
	console.log(`PostgreSQL: ${Object.entries(settings).map((pair) => pair.join(' ')).join(', ')}`);
	console.log(`Data: ${Object.entries(rows).map(([table, count]) => `${Number(count).toLocaleString('en')} ${table}`).join(', ')} rows; ${size}, made in ${made_in_seconds.toFixed(0)} s\n`);
	console.log(kind.report(figures));
	console.log(`\nEvery figure: ${path.relative('.', results)}/${name}.json`);
}

main(process.argv[2]).then(() => end(0), (error) => end(1, error));
