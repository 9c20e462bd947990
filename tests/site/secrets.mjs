// SPDX-License-Identifier: ISC
// Secret addresses like those in messages, without the messages.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { sql } from './site.mjs';

// Make a secret and its hash, as token_text() and token_hash() do.
export function makeSecret() {
	const secret = randomBytes(32);
	const hash = execFileSync('b2sum', ['-l', '256'], { input: secret, encoding: 'utf8' }).split(' ')[0];
	return { secret: secret.toString('base64url'), hash };
}

// Give a member's home feed a secret address, and return the secret.
export function addFeed(nickname) {
	const { secret, hash } = makeSecret();
	sql(`SELECT private_feed_set(id, '\\x${hash}') FROM person WHERE nickname = '${nickname}'`);
	return secret;
}

// Store a secret for a member and return it. The purpose is as in email_secret; for 'revert', let the member have had
// that e-mail address a moment ago.
export function addSecret(purpose, nickname, email = `${nickname}@example.com`) {
	const { secret, hash } = makeSecret();
	const member = `(SELECT id FROM person WHERE nickname = '${nickname}')`;
	if (purpose === 'revert')
		sql(`INSERT INTO email_former VALUES (${member}, '${email}', '${email}', now())`);
	sql(`INSERT INTO email_secret VALUES ('\\x${hash}', '${purpose}', ${member}, '${email}', '${email}', now() + interval '1 h')`);
	return secret;
}
