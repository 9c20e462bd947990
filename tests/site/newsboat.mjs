// SPDX-License-Identifier: ISC
// Debian's newsboat, reading feeds of a site.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

// Debian's, because newsboat's data base is read with Debian's module.
export const debianPython = '/usr/bin/python3';

// Let newsboat read these feeds, with its files in a folder. Return a line for
// each article: its title, author and address.
export async function readFeeds(folder, addresses) {
	const urls = path.join(folder, 'urls');
	const cache = path.join(folder, 'cache.db');
	const config = path.join(folder, 'config');
	await writeFile(urls, addresses.map((address) => `${address}\n`).join(''));
	await writeFile(config, 'ssl-verifypeer no\nssl-verifyhost no\n');
	const newsboat = (...words) => promisify(execFile)('newsboat', ['-u', urls, '-c', cache, '-C', config, ...words],
		{ env: { ...process.env, HOME: folder } });
	await newsboat('-x', 'reload');
	const { stdout } = await newsboat('-x', 'print-unread');
	assert.match(stdout, /^[1-9]\d* unread articles/);
	const python = 'import sqlite3, sys\nfor row in sqlite3.connect(sys.argv[1]).execute("SELECT title, author, url FROM rss_item"): print(*row)';
	return execFileSync(debianPython, ['-c', python, cache], { encoding: 'utf8' }).trim().split('\n');
}
