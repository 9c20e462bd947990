// SPDX-License-Identifier: ISC
// node tests/faults/faults.mjs [NAME...]: let a hundred people use the site,
// break something, and check that nothing acknowledged is missing. Print the
// figures and write every single one to build/faults. A run of all faults also
// puts them into docs/measurements.md; a run of some would leave the table
// there with rows of different commits. Called by tests/faults/run.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSite } from '../site/site.mjs';
import { makeFolder } from '../bench/cluster.mjs';
import { atEnd, end, quantile } from '../bench/machine.mjs';
import { provenance, section, table, verdict, write } from '../bench/measurements.mjs';
import { check } from './checker.mjs';
import * as clients from './clients.mjs';
import * as clock from './clock.mjs';
import { Crowd } from './crowd.mjs';
import * as disk from './disk.mjs';
import * as down from './down.mjs';
import * as frozen from './frozen.mjs';
import * as leave from './leave.mjs';
import * as mail from './mail.mjs';
import * as proof from './proof.mjs';
import * as provider from './provider.mjs';
import * as reload from './reload.mjs';
import * as restart from './restart.mjs';
import { Server } from './server.mjs';
import * as slow from './slow.mjs';
import * as worker from './worker.mjs';

const faults = { restart, down, frozen, worker, disk, clients, slow, reload, clock, leave, mail, provider, proof };
const results = path.resolve('build/faults');

// Return what every fault is given: the database, the site, and the people who
// use it.
async function setStage() {
	const folder = makeFolder();
	const database = new Server(path.join(folder, 'database'), folder, 'faults');
	await database.open();
	const stage = { folder, database };
	const siteFolder = path.join(folder, 'site');
	mkdirSync(siteFolder, { mode: 0o755 });
	stage.startSite = async (more) => {
		stage.site = await startSite({
			environment: { DATABASE_URL: database.url(), RATE_LIMITS: 'off', ...more }, in: siteFolder, port: stage.site?.port,
		});
	};
	await stage.startSite();
	atEnd(() => stage.site.child.exitCode === null && stage.site.stop());
	stage.crowd = new Crowd([stage.site]);
	await stage.crowd.join();
	return stage;
}

// How long after the end of a fault a request still failed.
const outage = (failed, recoveries) => Math.max(0, ...recoveries.map((at, i) => {
	const next = recoveries[i + 1]?.broken ?? Infinity;
	const late = failed.filter(({ began, ended }) => began > at.recovered && ended < next);
	return Math.max(0, ...late.map(({ ended }) => ended - at.recovered));
}));

function summarize(history, recoveries) {
	const served = history.filter(({ status }) => status >= 200 && status < 400).map(({ began, ended }) => ended - began);
	const failed = history.filter(({ status }) => status === 0 || status >= 400);
	return {
		requests: history.length,
		refused: failed.filter(({ status }) => status === 503).length,
		broken: failed.filter(({ status }) => status === 0).length,
		wrong: failed.filter(({ status }) => status !== 0 && status !== 503).length,
		silent: failed.filter(({ error }) => error === 'silence').length,
		outage: outage(failed, recoveries),
		median: quantile(served),
		p99: quantile(served, 0.99),
	};
}

// Goals for the fault that makes PostgreSQL lose something.
const lossGoals = ({ posts, follows, miscounted }) => [
	['the checker finds acknowledged posts and follows that are lost', posts.lost.length + follows.wrong.length,
		posts.lost.length + follows.wrong.length > 0],
	['even then the counts match the rows they count', miscounted.length, miscounted.length === 0],
];

// Goals for every other fault.
const commonGoals = ({ checked, summary }) => [
	['no acknowledged post is lost', checked.posts.lost.length, checked.posts.lost.length === 0],
	['no post is stored twice or without being sent', checked.posts.doubled.length + checked.posts.neverSent.length,
		checked.posts.doubled.length + checked.posts.neverSent.length === 0],
	['every acknowledged follow and unfollow holds', checked.follows.wrong.length, checked.follows.wrong.length === 0],
	['the counts match the rows they count', checked.miscounted.length, checked.miscounted.length === 0],
	['authors see their post at once', checked.unseen, checked.unseen === 0],
	['a refused post is returned to its author to send it again', checked.forgotten, checked.forgotten === 0],
	['every response is a page or 503', summary.wrong, summary.wrong === 0],
	['afterwards every request is served within a second', `${(summary.outage / 1000).toFixed(2)} s`, summary.outage < 1000],
	['no request waits forever', summary.silent, summary.silent === 0],
];

async function suffer(stage, name) {
	const fault = faults[name];
	process.stderr.write(`${name}: ${fault.title} ...\n`);
	stage.recoveries = [];
	stage.crowd.begin();
	await stage.crowd.served(100);
	const goals = await fault.run(stage);
	const history = await stage.crowd.end();
	const checked = await check(stage.database, stage.crowd.run, history);
	const summary = summarize(history, stage.recoveries);
	return {
		name, title: fault.title, checked, summary, common: fault.losing ? [] : commonGoals({ checked, summary }),
		goals: fault.losing ? lossGoals(checked) : goals, history,
	};
}

const isMet = ([, , met]) => met;

// The goals of a fault, the common ones in one row as long as all are met.
const goalRows = ({ name, common, goals }) => [
	...common.filter((goal) => !isMet(goal)),
	...(common.length > 0 ? [['the common goals', '', common.every(isMet)]] : []),
	...goals,
].map(([what, figure, met]) => [name, what, figure, verdict(met)]);

function report(outcomes) {
	return [
		'While a hundred people read, post, follow and unfollow, and record every response, something breaks. Then the database is compared with what was acknowledged.',
		'The last fault, "proof", proves that the comparison sees losses: it makes PostgreSQL lose some.', '',
		...outcomes.map(({ name, title }) => `- ${name}: ${title}`), '',
		table(['fault', 'requests', '503', 'no response', 'posts acknowledged', 'lost', 'stored twice', 'follows acknowledged', 'wrong',
			'longest outage afterwards, s', 'median ms', 'p99 ms'],
		outcomes.map(({ name, summary, checked: { posts, follows } }) => [
			name, summary.requests, summary.refused, summary.broken, posts.acknowledged, posts.lost.length, posts.doubled.length,
			follows.acknowledged, follows.wrong.length, (summary.outage / 1000).toFixed(2), summary.median.toFixed(1), summary.p99.toFixed(1),
		])),
		`The common goals of all faults but "proof": ${commonGoals(outcomes[0]).map(([what]) => what).join('; ')}.`, '',
		table(['fault', 'goal', 'figure', ''], outcomes.flatMap(goalRows), 2),
	].join('\n');
}

async function main(names) {
	const unknown = names.find((name) => !(name in faults));
	if (unknown)
		throw new Error(`unknown fault "${unknown}"; choose from ${Object.keys(faults).join(', ')}`);
	mkdirSync(results, { recursive: true });
	const stage = await setStage();
	const about = provenance();
	const postgres = await stage.database.psql('SHOW server_version');
	const outcomes = [];
	for (const name of names.length > 0 ? names : Object.keys(faults)) {
		const outcome = await suffer(stage, name);
		writeFileSync(path.join(results, `${name}.json`), `${JSON.stringify({ ...about, ...outcome, log: stage.site.log }, null, '\t')}\n`);
		outcomes.push(outcome);
	}
	const text = section('faults', about, [`PostgreSQL ${postgres.trim()}, with the durability of production.`], report(outcomes));
	console.log(`${text}\nEvery request and figure: ${path.relative('.', results)}/`);
	if (names.length === 0)
		write('faults', text);
	return outcomes.every(({ common, goals }) => [...common, ...goals].every(isMet)) ? 0 : 1;
}

main(process.argv.slice(2)).then((status) => end(status), (error) => end(1, error));
