// SPDX-License-Identifier: ISC
// Compare what the responses acknowledged with what the database has: nothing
// acknowledged may be missing, and nothing may be there twice.

const acknowledged = ({ status }) => status === 303;

// Check all posts of a run.
async function checkPosts(database, run, history) {
	const rows = await database.rows(`SELECT body, count(*) FROM post WHERE body LIKE '${run} person%' GROUP BY body`);
	const stored = new Map(rows.map(([body, count]) => [body, Number(count)]));
	const posts = history.filter(({ kind }) => kind === 'post');
	const sent = new Set(posts.map(({ body }) => body));
	return {
		acknowledged: posts.filter(acknowledged).length,
		lost: posts.filter((post) => acknowledged(post) && !stored.has(post.body)).map(({ body }) => body),
		doubled: [...stored].filter(([, count]) => count > 1).map(([body]) => body),
		neverSent: [...stored.keys()].filter((body) => !sent.has(body)),
		// Stored although not acknowledged, which is allowed.
		unacknowledged: posts.filter((post) => !acknowledged(post) && stored.has(post.body)).length,
	};
}

// Check the last acknowledged follow or unfollow of each pair. A pair whose
// last request was not acknowledged may be in either state.
async function checkFollows(database, history) {
	const rows = await database.rows(`SELECT a.nickname, b.nickname FROM follow f
		JOIN person a ON a.id = f.follower JOIN person b ON b.id = f.followed`);
	const stored = new Set(rows.map((pair) => pair.join(' ')));
	const last = new Map();
	for (const note of history.filter(({ followed }) => followed !== undefined))
		last.set(`person${note.person} person${note.followed}`, note);
	const pairs = [...last].filter(([, note]) => acknowledged(note));
	return {
		acknowledged: pairs.length,
		wrong: pairs.filter(([pair, { kind }]) => stored.has(pair) !== (kind === 'follow')).map(([pair]) => pair),
	};
}

// The people whose stored counts differ from the rows they count.
const miscounted = (database) => database.rows(`
	WITH counted AS (SELECT person, sum(posts) AS posts, sum(followers) AS followers, sum(following) AS following
	                   FROM person_count GROUP BY person)
	SELECT p.nickname, c.posts, c.followers, c.following
	  FROM person p LEFT JOIN counted c ON c.person = p.id
	 WHERE (c.posts, c.followers, c.following) IS DISTINCT FROM
	       ((SELECT count(*) FROM post WHERE author = p.id),
	        (SELECT count(*) FROM follow WHERE followed = p.id),
	        (SELECT count(*) FROM follow WHERE follower = p.id))`);

export async function check(database, run, history) {
	await database.settle();
	return {
		posts: await checkPosts(database, run, history),
		follows: await checkFollows(database, history),
		miscounted: await miscounted(database),
		unseen: history.filter(({ unseen }) => unseen).length,
		forgotten: history.filter(({ forgotten }) => forgotten).length,
	};
}
