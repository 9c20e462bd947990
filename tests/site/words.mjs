// SPDX-License-Identifier: ISC
// Which characters hashtags have (UAX #31), and what their keys are
// (NFKC_Casefold): every character of the Unicode Character Database in Debian's
// unicode-data, which is the oracle. tests/unit/html/test_spans.c has the cases.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const linkify = new URL('build/test/plain/linkify', root).pathname;
const table = readFileSync(new URL('src/html/word_table.h', root), 'utf8');
const [, version] = table.match(/Database ([0-9.]+) /);

function read(file) {
	try {
		return readFileSync(`/usr/share/unicode/${file}`, 'utf8');
	} catch {
		return ''; // not installed
	}
}

// The tables are committed, and the same on each system. Only Debian 12 has the
// version of Unicode that they are from.
const installed = read('PropList.txt').startsWith(`# PropList-${version}.txt`);
const skip = installed ? false : `the table is from Unicode ${version}, which Debian 12 has`;

// Return [first, last, ...fields] of each line of a file.
function lines(file) {
	return read(file).split('\n').map((line) => line.replace(/#.*/, '').split(';').map((field) => field.trim()))
		.filter(([range]) => range !== '')
		.map(([range, ...fields]) => {
			const [first, last = first] = range.split('..').map((hex) => parseInt(hex, 16));
			return [first, last, ...fields];
		});
}

// Return a map from each character to the last of its fields in that file.
function values(file, accepts) {
	const found = new Map();
	for (const [first, last, ...fields] of lines(file).filter(([, , ...fields]) => accepts(fields)))
		for (let c = first; c <= last; c++)
			found.set(c, fields.at(-1));
	return found;
}

const property = (file, ...names) => values(file, ([name]) => names.includes(name));

// Return the program's HTML for each post.
function html(texts) {
	const run = spawnSync(linkify, [''], { input: `${texts.join('\0')}\0`, maxBuffer: 2 ** 30 });
	assert.equal(run.status, 0, String(run.stderr));
	return run.stdout.toString().split('\0').slice(0, -1);
}

// Return the first hashtag of each post, as typed and its key; or undefined.
const hashtags = (texts) => html(texts).map((result) => {
	const [, key, shown] = result.match(/<a href="\/tag\/([^"]*)" class="p-category" rel="tag">([^<]*)</) ?? [];
	return key && { key: decodeURIComponent(key), shown: shown.replace('&#39;', "'") };
});

// All characters that exist, also those for private use.
function characters() {
	const found = [];
	for (const [first, last, category] of lines('extracted/DerivedGeneralCategory.txt'))
		for (let c = first; c <= last && !['Cn', 'Cs', 'Cc'].includes(category); c++)
			found.push(c);
	return found.filter((c) => c < 0xf0000 || c > 0x10fff0);
}

const hex = (c) => `U+${c.toString(16).toUpperCase().padStart(4, '0')}`;

test('the table is what conf/unicode_table makes', { skip }, () => {
	assert.equal(execFileSync(new URL('conf/unicode_table', root).pathname, ['word'], { encoding: 'utf8' }), table);
});

test('the characters of hashtags are those of UAX31-R8, with our profile', { skip }, () => {
	const words = property('DerivedCoreProperties.txt', 'XID_Continue');
	const emoji = property('emoji/emoji-data.txt', 'Extended_Pictographic', 'Emoji_Component');
	const punctuation = values('extracted/DerivedGeneralCategory.txt', ([category]) => category.startsWith('P'));
	const profile = new Set([...'+-֊׳״་‐‧゠・･\u200c'].map((c) => c.codePointAt(0)));
	const all = characters();
	const found = hashtags(all.map((c) => `#a${String.fromCodePoint(c)}b`));
	const wrong = all.filter((c, i) => {
		const is = words.has(c) || profile.has(c) || (emoji.has(c) && !punctuation.has(c));
		return is !== (found[i].shown === `#a${String.fromCodePoint(c)}b`);
	});
	assert.deepEqual(wrong.map(hex), []);
	assert.ok(all.length > 140000);
});

test('a letter or an emoji makes a hashtag, a digit or mark does not', { skip }, () => {
	const letters = property('DerivedCoreProperties.txt', 'XID_Start');
	const emoji = property('emoji/emoji-data.txt', 'Extended_Pictographic');
	const flags = property('PropList.txt', 'Regional_Indicator');
	const punctuation = values('extracted/DerivedGeneralCategory.txt', ([category]) => category.startsWith('P'));
	const marks = values('extracted/DerivedGeneralCategory.txt', ([category]) => category.startsWith('M'));
	const invisible = property('DerivedCoreProperties.txt', 'Default_Ignorable_Code_Point');
	const all = characters();
	const found = hashtags(all.map((c) => `#${String.fromCodePoint(c)}`));
	const wrong = all.filter((c, i) => {
		const is = letters.has(c) || flags.has(c) || (emoji.has(c) && !punctuation.has(c));
		return (is && !invisible.has(c) && !marks.has(c)) !== Boolean(found[i]);
	});
	assert.deepEqual(wrong.map(hex), []);
});

test('the key of a hashtag is its NFKC_Casefold', { skip }, () => {
	const folds = new Map();
	for (const [first, last, name, to] of lines('DerivedNormalizationProps.txt'))
		for (let c = first; name === 'NFKC_CF' && c <= last; c++)
			folds.set(c, to === '' ? '' : String.fromCodePoint(...to.split(' ').map((code) => parseInt(code, 16))));
	const fold = (text) => [...text].map((c) => folds.get(c.codePointAt(0)) ?? c).join('').normalize('NFC');
	const texts = characters().flatMap((c) => {
		const character = String.fromCodePoint(c);
		return [`#a${character}b`, `#x${character}\u0301`, `#${character}\u0327z`];
	});
	const wrong = hashtags(texts).filter((found) => found && found.key !== fold(found.shown.slice(1)));
	assert.deepEqual(wrong, []);
});
