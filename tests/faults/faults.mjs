// node tests/faults/faults.mjs [NAME...]: let a hundred people use the site,
// break something, and look whether anything that was acknowledged is missing.
// Prints tables, and writes every figure to build/faults. Called by
// tests/faults/run.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSite } from '../site/site.mjs';
import { makeFolder } from '../bench/cluster.mjs';
import { atEnd, describe, end, quantile, run } from '../bench/machine.mjs';
import { check } from './checker.mjs';
import * as clients from './clients.mjs';
import * as clock from './clock.mjs';
import { Crowd } from './crowd.mjs';
import * as down from './down.mjs';
import * as frozen from './frozen.mjs';
import * as proof from './proof.mjs';
import * as reload from './reload.mjs';
import * as disk from './disk.mjs';
import * as restart from './restart.mjs';
import { Server } from './server.mjs';
import * as slow from './slow.mjs';
import * as worker from './worker.mjs';

const faults = { restart, down, frozen, worker, disk, clients, slow, reload, clock, proof };
const results = path.resolve('build/faults');

// All that a fault is given: the database, the site, and the people, who use
// it from the beginning to the end.
async function setStage() {
	const folder = makeFolder();
	const database = new Server(path.join(folder, 'database'), folder, 'faults');
	await database.open();
	const stage = { folder, database };
	const siteFolder = path.join(folder, 'site');
	mkdirSync(siteFolder, { mode: 0o755 });
	stage.startSite = async () => {
		stage.site = await startSite({
			environment: { DATABASE_URL: database.url(), RATE_LIMITS: 'off' }, in: siteFolder, port: stage.site?.port,
		});
	};
	await stage.startSite();
	atEnd(() => stage.site.child.exitCode === null && stage.site.stop());
	stage.crowd = new Crowd([stage.site]);
	await stage.crowd.join();
	return stage;
}

// How long after a fault was over somebody was still not served.
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

// What a checker that sees must find where PostgreSQL was made to lie.
const seen = ({ posts, follows, miscounted }) => [
	['the checker finds posts and follows that were acknowledged and lost', posts.lost.length + follows.wrong.length,
		posts.lost.length + follows.wrong.length > 0],
	['and even then the counts are those of what is counted', miscounted.length, miscounted.length === 0],
];

// What holds for every fault.
const common = ({ checked, summary }) => [
	['no acknowledged post is lost', checked.posts.lost.length, checked.posts.lost.length === 0],
	['nothing is there twice, or was never said', checked.posts.doubled.length + checked.posts.unheardOf.length,
		checked.posts.doubled.length + checked.posts.unheardOf.length === 0],
	['every acknowledged follow and unfollow holds', checked.follows.wrong.length, checked.follows.wrong.length === 0],
	['the counts are those of what is counted', checked.miscounted.length, checked.miscounted.length === 0],
	['who posted sees it at once', checked.unseen, checked.unseen === 0],
	['whose post is refused has it back to send it again', checked.forgotten, checked.forgotten === 0],
	['an answer is a page or 503', summary.wrong, summary.wrong === 0],
	['afterwards, everybody is served within a second', `${(summary.outage / 1000).toFixed(2)} s`, summary.outage < 1000],
	['nobody waits for ever', summary.silent, summary.silent === 0],
];

async function suffer(stage, name) {
	const fault = faults[name];
	process.stderr.write(`${name}: ${fault.title} ...\n`);
	stage.recoveries = [];
	stage.crowd.begin();
	await stage.crowd.answered(100);
	const goals = await fault.run(stage);
	const history = await stage.crowd.end();
	const checked = await check(stage.database, stage.crowd.run, history);
	const summary = summarize(history, stage.recoveries);
	return {
		name, title: fault.title, checked, summary, common: fault.losing ? [] : common({ checked, summary }),
		goals: fault.losing ? seen(checked) : goals, history,
	};
}

const row = (cells) => `| ${cells.join(' | ')} |`;

function report(outcomes) {
	return [
		'| fault | requests | 503 | no answer | posts acknowledged | lost | doubled | follows acknowledged | wrong | longest outage after it, s | median ms | p99 ms |',
		`|---|${'---:|'.repeat(11)}`,
		...outcomes.map(({ name, summary, checked: { posts, follows } }) => row([
			name, summary.requests, summary.refused, summary.broken, posts.acknowledged, posts.lost.length, posts.doubled.length,
			follows.told, follows.wrong.length, (summary.outage / 1000).toFixed(2), summary.median.toFixed(1), summary.p99.toFixed(1),
		])),
		'', '| fault | goal | figure | |', '|---|---|---:|---|',
		...outcomes.flatMap(({ name, common, goals }) => [
			...common.filter(([, , met]) => !met),
			...(common.length > 0 ? [[`the ${common.length} goals of every fault`, '', common.every(([, , met]) => met)]] : []),
			...goals,
		].map(([what, figure, met]) => row([name, what, figure, met ? 'met' : 'not met']))),
	].join('\n');
}

async function main(names) {
	const unknown = names.find((name) => !(name in faults));
	if (unknown)
		throw new Error(`there is no fault ${unknown}; there are ${Object.keys(faults).join(', ')}`);
	mkdirSync(results, { recursive: true });
	const stage = await setStage();
	const about = {
		date: new Date().toISOString(),
		commit: (await run('git', ['describe', '--always', '--dirty', '--abbrev=12'])).trim(),
		machine: describe(),
	};
	const outcomes = [];
	for (const name of names.length > 0 ? names : Object.keys(faults)) {
		const outcome = await suffer(stage, name);
		writeFileSync(path.join(results, `${name}.json`), `${JSON.stringify({ ...about, ...outcome, log: stage.site.log }, null, '\t')}\n`);
		outcomes.push(outcome);
	}
	console.log(report(outcomes));
	console.log(`\nEvery request and figure: ${path.relative('.', results)}/`);
	return outcomes.every(({ common, goals }) => [...common, ...goals].every(([, , met]) => met)) ? 0 : 1;
}

main(process.argv.slice(2)).then((status) => end(status), (error) => end(1, error));
