// SPDX-License-Identifier: ISC
// A member who follows, and is followed by, a hundred thousand others deletes
// the account while people use the site.
import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../bench/machine.mjs';

export const title = 'a member with 100,000 follows and 100,000 followers leaves';

const OTHERS = 100000; // who follow the star and whom the star follows
const BESIDE = 15000; // ms that the crowd is measured without a departure
const SLOWER = 2; // times their p99 is acceptable meanwhile
const WORST = 120000; // ms within which everything must be removed

// The others, the follows, and all counts, as the site would have made them.
const fill = (star) => `BEGIN;
	CREATE TEMPORARY TABLE fan AS SELECT nextval('person_id_seq') AS id FROM generate_series(1, ${OTHERS});
	INSERT INTO person (id, nickname) SELECT id, 'fan' || id FROM fan;
	INSERT INTO nickname (key, person) SELECT 'fan' || id, id FROM fan;
	INSERT INTO person_count (person, followers, following) SELECT id, 1, 1 FROM fan;
	INSERT INTO follow (follower, followed, id) SELECT id, ${star}, id_from_time(now(), nextval('follow_number')) FROM fan;
	INSERT INTO follow (follower, followed, id) SELECT ${star}, id, id_from_time(now(), nextval('follow_number')) FROM fan;
	UPDATE person_count SET followers = followers + ${OTHERS}, following = following + ${OTHERS} WHERE person = ${star} AND slot = 0;
	COMMIT; ANALYZE;`;

const p99 = (history, from, to) => quantile(history
	.filter(({ began, ended, status }) => began > from && ended < to && status < 400).map(({ began, ended }) => ended - began), 0.99);

// How many people a page shows to have, and has, that the star leaves behind.
async function counts(database, nickname) {
	const [row] = await database.rows(`SELECT sum(c.followers), (SELECT count(*) FROM follow WHERE followed = p.id)
		FROM person p JOIN person_count c ON c.person = p.id WHERE p.nickname = '${nickname}' GROUP BY p.id`);
	return row.join();
}

export async function run({ database, site, crowd }) {
	const client = site.visitor();
	await client.signUp('star');
	const [[star]] = await database.rows("SELECT id FROM person WHERE nickname = 'star'");
	await database.psql(fill(star));
	const [[fan]] = await database.rows(`SELECT nickname FROM person WHERE id = (SELECT max(follower) FROM follow WHERE followed = ${star})`);
	const reader = site.witness();
	const shown = async () => (await reader.get(`/user/${fan}`)).page('.counts b').toArray().map((b) => b.children[0].data).join();
	const before = await shown();

	await pause(1000);
	const quiet = performance.now();
	await pause(BESIDE);
	const began = performance.now();
	const { status } = await client.fill('/settings/leave', '/settings/leave', { nickname: 'star' });
	const gone = performance.now();
	const after = await shown();
	// Let the first minute pass at once.
	await database.psql("UPDATE absent SET since = since - interval '2 minutes'; NOTIFY microblog_clerk");
	const wrong = [];
	let left;
	do {
		await pause(100);
		[[left]] = await database.rows('SELECT count(*) FROM absent');
		if (await shown() !== after)
			wrong.push(await shown());
	} while (left !== '0' && performance.now() - gone < WORST);
	const over = performance.now();
	const [alone, meanwhile] = [p99(crowd.history, quiet, began), p99(crowd.history, began, over)];
	return [
		[`others are not slowed down: ratio of their p99 meanwhile to that before (${meanwhile.toFixed(0)} and ${alone.toFixed(0)} ms)`,
			(meanwhile / alone).toFixed(2), meanwhile / alone <= SLOWER],
		['the member is told at once', `${(gone - began).toFixed(0)} ms`, status === 303 && gone - began < 1000],
		['at once, others have one follower less, and one whom they follow', `${before} and ${after}`, before === '0,1,1' && after === '0,0,0'],
		['that does not change while the rows are removed', wrong.length, wrong.length === 0],
		['all rows are removed within', `${((over - gone) / 1000).toFixed(1)} s`, left === '0'],
		['and then the counts are those of the rows', await counts(database, fan), await counts(database, fan) === '0,0'],
	];
}
