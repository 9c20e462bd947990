// SPDX-License-Identifier: ISC
// node tests/bench/bench.mjs small|medium|large|memory|timing: measure, print
// the figures, put them into docs/measurements.md, and write every single one
// to build/bench. Called by tests/bench/run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './cluster.mjs';
import { Database } from './database.mjs';
import * as growth from './growth.mjs';
import { end } from './machine.mjs';
import { provenance, section, write } from './measurements.mjs';
import * as memory from './memory.mjs';
import * as small from './small.mjs';
import * as timing from './timing.mjs';

// Each run with the size of its data set.
const runs = {
	small: { size: 'small', ...small },
	medium: { size: 'medium', ...growth },
	large: { size: 'large', ...growth },
	memory: { size: 'small', ...memory },
	timing: { size: 'small', ...timing },
};

// The first line of a program's version. (wrk exits with an error after it.)
function version(command, ...words) {
	const { stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
	return `${stdout}${stderr}`.split('\n')[0];
}

// The lines of a section about the software and its data.
function facts({ versions, database: { settings, rows, size, made_in_seconds } }) {
	const { server_version, ...others } = settings;
	return [
		`${versions.program}, PostgreSQL ${server_version}, ${versions.nginx.replace('nginx version: ', '')}, ${versions.wrk.replace(/ \[.*/, '')}.`,
		`PostgreSQL settings: ${Object.entries(others).map((pair) => pair.join(' ')).join(', ')}.`,
		`Rows: ${Object.entries(rows).map(([name, count]) => `${Number(count).toLocaleString('en')} in ${name}`).join(', ')};`
		+ ` ${size}, made in ${made_in_seconds.toFixed(0)} s.`,
	];
}

async function main(name) {
	const run = runs[name];
	if (!run)
		throw new Error(`usage: RUN=${Object.keys(runs).join('|')}`);
	const folder = makeFolder();
	const results = path.resolve('build/bench');
	mkdirSync(results, { recursive: true });
	const data = run.size === 'small' ? path.join(folder, 'database') : path.join(results, `data-${run.size}`);
	const database = new Database(data, folder);

	process.stderr.write(`making the ${run.size} data set ...\n`);
	await database.open(run.size);
	const about = {
		name, ...provenance(),
		versions: {
			program: version('build/microblog/microblog', 'version'), wrk: version('wrk', '-v'),
			pgbench: version('pgbench', '--version'), nginx: version('/usr/sbin/nginx', '-v'),
		},
		database: await database.describe(),
	};
	const figures = await run.measure(database, folder);
	writeFileSync(path.join(results, `${name}.json`), `${JSON.stringify({ ...about, ...figures }, null, '\t')}\n`);
	await run.plot?.(figures, results, name);
	const text = section(name, about, facts(about), run.report(figures, name));
	console.log(`\n${text}\nEvery figure: ${path.relative('.', results)}/${name}.json`);
	write(name, text);
}

main(process.argv[2]).then(() => end(0), (error) => end(1, error));
