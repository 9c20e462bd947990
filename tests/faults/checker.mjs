// What people were told, against what the database has: nothing that was
// acknowledged may be missing, and nothing may be there twice.

const acknowledged = ({ status }) => status === 303;

// Everything posted in a run, and how often it is there.
async function checkPosts(database, run, history) {
	const rows = await database.rows(`SELECT body, count(*) FROM post WHERE body LIKE '${run} person%' GROUP BY body`);
	const there = new Map(rows.map(([body, count]) => [body, Number(count)]));
	const posts = history.filter(({ kind }) => kind === 'post');
	const known = new Set(posts.map(({ body }) => body));
	return {
		acknowledged: posts.filter(acknowledged).length,
		lost: posts.filter((post) => acknowledged(post) && !there.has(post.body)).map(({ body }) => body),
		doubled: [...there].filter(([, count]) => count > 1).map(([body]) => body),
		unheardOf: [...there.keys()].filter((body) => !known.has(body)),
		// Nobody was told, and they are there all the same: that may be.
		kept: posts.filter((post) => !acknowledged(post) && there.has(post.body)).length,
	};
}

// Who follows whom, as they were told last; pairs of which somebody was not
// told what became of it may be either.
async function checkFollows(database, history) {
	const rows = await database.rows(`SELECT a.nickname, b.nickname FROM follow f
		JOIN person a ON a.id = f.follower JOIN person b ON b.id = f.followed`);
	const there = new Set(rows.map((pair) => pair.join(' ')));
	const last = new Map();
	for (const note of history.filter(({ whom }) => whom !== undefined))
		last.set(`person${note.who} person${note.whom}`, note);
	const told = [...last].filter(([, note]) => acknowledged(note));
	return {
		told: told.length,
		wrong: told.filter(([pair, { kind }]) => there.has(pair) !== (kind === 'follow')).map(([pair]) => pair),
	};
}

// People whose counts are not what there is of them.
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
