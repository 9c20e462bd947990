// SPDX-License-Identifier: ISC
// Where links in posts begin and end (UTS #58), and which hosts they may have
// (the WHATWG URL standard). In the cases, ⸠ and ⸡ enclose each link. Node's URL
// is the oracle: it parses URLs as browsers do.
//
// The public case files are in no npm package: those of linkify-it 6.1, linkifyjs
// 4.4, twitter-text 3.1 and whatwg-url 16 ship without tests, and no package has
// UTS #58's. So these cases are our own, at least one for each rule.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const linkify = new URL('build/test/plain/linkify', root).pathname;
const corpus = new URL('tests/fuzz/corpus/links/', root);

const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&', '<br>': '\n' };
const plain = (html) => html.replace(/&(?:lt|gt|quot|#39|amp);|<br>/g, (entity) => entities[entity]);
const link = /<a href="([^"<>]*)" rel="nofollow ugc noopener">([^<>]*)<\/a>/g;

// Return the program's HTML for each text.
function html(texts) {
	const run = spawnSync(linkify, { input: `${texts.join('\0')}\0`, maxBuffer: 2 ** 30 });
	assert.equal(run.status, 0, String(run.stderr));
	return run.stdout.toString().split('\0').slice(0, -1);
}

// Return all links in the texts, with the text before and behind each.
function links(texts) {
	return html(texts).flatMap((result, i) => {
		const [first, ...parts] = result.split(link);
		const found = [];
		let before = plain(first);
		for (let j = 0; j < parts.length; j += 3) {
			const [href, shown, after] = parts.slice(j, j + 3).map(plain);
			found.push({ before, href, shown, rest: texts[i].slice(before.length + shown.length) });
			before += shown + after;
		}
		assert.equal(before, texts[i], 'shows something else than what was typed');
		return found;
	});
}

const unmarked = (text) => text.replace(/[⸠⸡]/g, '');
const marked = (result) => plain(result.replace(link, '⸠$2⸡'));

function assertCases(cases) {
	assert.deepEqual(html(cases.map(unmarked)).map(marked), cases);
}

function parse(text) {
	try {
		return new URL(text);
	} catch {
		return null;
	}
}

// Characters that are invalid in a URL are percent-encoded in a link.
const decoded = (url) => url.href.replace(/%(2[0-9a-f]|[3-7][0-9a-f])/gi, (encoded) => String.fromCharCode(Number(`0x${encoded.slice(1)}`)));

const opening = { ')': '(', ']': '[', '}': '{', '>': '<', '）': '（', '」': '「', '》': '《' };

// Is what follows the @ in ${rest} no host, so that only a mention can be meant?
const mentions = (rest) => /^[^@]*@[^.:/\\[@\s]*([.:@]?(\s|$)|[^.:/\\[@])/u.test(rest);

// May the host of a link end before ${rest}, though a browser would take more of
// it for the host of ${whole}?
function endsHost({ before, shown, rest }, whole) {
	const last = before.slice(-1);
	if (last !== '' && (last === opening[rest[0]] || (last === rest[0] && '"\'`*|~'.includes(last))))
		return true;
	if (whole.username + whole.password !== '' && !mentions(rest))
		return false;
	const more = rest.replace(/^(?:[!"$&-.:-?[\]^-`{-~]|[^\0-~\p{L}\p{M}\p{N}\p{S}\s・·])*/u, '');
	if (/^(\s|$|@|https?:\/\/)/iu.test(more))
		return true;
	const [host] = shown.replace(/^https?:\/\//i, '').split(/[/?#]/, 1);
	return /\.[^.]*[a-z0-9]$/i.test(host) && /^[^\0-~]/u.test(more) && !/^[\p{Script=Latin}0-9·]/u.test(more.normalize('NFKC'));
}

// Return what is wrong with these links.
function faults(found) {
	return found.flatMap((one) => {
		const { href, shown, rest } = one;
		const there = parse(href), typed = parse(shown);
		if (!there || !typed || there.host !== typed.host || decoded(there) !== decoded(typed))
			return [{ ...one, host: there?.host, typed: typed?.host }];
		const whole = parse(shown + rest.split(/\s/u, 1)[0]);
		if (whole && (whole.host !== there.host || whole.username + whole.password !== '') && !endsHost(one, whole))
			return [{ ...one, host: there.host, whole: whole.host }];
		return [];
	});
}

// What a case checks, and the cases.
const rules = {
	'a bracket or quotation mark around an address ends it': [
		'[a](⸠https://example.org⸡)[b](mailto:c@example.net)',
		'(⸠https://example.org⸡)@taro',
		'"⸠https://example.org⸡"@taro',
		'*⸠https://example.org⸡*',
		'[⸠https://example.org⸡](⸠https://example.org/a⸡)',
		'<⸠https://example.org⸡>and',
		'全角（⸠https://example.org/b⸡）です',
		'「⸠https://example.org⸡」OK',
		'‘⸠https://example.org/a⸡’ ok',
		'“⸠https://example.org⸡” «⸠https://example.org/a⸡»',
	],
	'a mention can follow an address': [
		'⸠https://example.org⸡、連絡は@taro',
		'⸠https://example.org⸡,@taro',
		'⸠https://example.org⸡ @taro',
		'⸠https://example.org/⸡ taro@example.net',
		'⸠https://example.org/@taro⸡',
	],
	'no host is taken for a user name, nor the other way round': [
		'https://user:pw@example.org/',
		'https://user@example.org/',
		'https://user:@example.org/ https://:@example.org/ https://@example.org/',
		'https://example.org:80@evil.example/',
		'https://example.org.@evil.example/',
		'https://example.org,@evil.example/',
		'https://example.org!@пример.испытание/',
		'https://example.org:!@evil.example',
		'https://example.org\\@evil.example/',
		'https://example.org\\.evil.example/',
		'https://example.org＠evil.example/',
	],
	'a host ends where ASCII ends in its last label': [
		'⸠https://example.org⸡を参照',
		'詳細は⸠https://example.com⸡です。',
		'⸠https://example.com⸡에서 ⸠https://example.com⸡で、OKです',
		'⸠https://example.org⸡です. ⸠https://example.org⸡です... ⸠https://example.org⸡です-',
		'⸠https://127.0.0.1⸡です ⸠https://example.com:8080⸡です',
		'⸠https://example.org⸡❤️',
		'https://example.orgを/a https://example.orgを@evil.example/',
	],
	'a host may be in any script': [
		'⸠https://bücher.example/⸡',
		'⸠http://日本語.example/about⸡',
		'⸠https://VERMÖGEN.vermögensberatung⸡',
		'⸠https://tokyo東京.example/a⸡',
		'⸠http://例え.テスト⸡ ⸠http://例え。テスト/a⸡',
		'⸠https://пример.испытание/путь⸡',
		'⸠http://מבחן.קום⸡ ⸠http://تجربة.موريتانيا/تجربة⸡',
		'⸠https://col·legi.example⸡',
		'⸠https://cafe\u0301.example/⸡',
		'⸠https://www.🍕💩.example/⸡',
		'⸠https://i❤.example/x⸡ ⸠https://i❤️.example/x⸡',
		'⸠https://☃.example/⸡',
		'⸠http://ＥＸＡＭＰＬＥ.org/⸡',
		'⸠http://xn--bcher-kva.example/⸡ ⸠http://XN--BCHER-KVA.example/⸡',
	],
	'IDNA decides which names are valid': [
		'http://xn--a.example/ http://xn--.example/ http://xn--abc-.example/',
		'http://xn--bcher-kva8445foa.example/',
		'http://\u0301a.example/ http://a.\u0301.example/',
		'http://a\u200db.example/ http://a\u200cb.example/ http://a\u200bb.example/',
		'http://👩‍💻.example/',
		'http://a\u00adb.example/',
		'http://aא.example/ http://1א.example/ http://א1١.example/ http://0.א/',
		'http://⿰.example/ http://\ufffd.example/ http://Ӏ.example/',
		'http://℀.example/ http://⑴.example/ http://a⒈example/ http://a：80/',
		'http://a／b.example/ http://a？b.example/ http://a％2eb.example/',
		'http://\ue000.example/ http://www\u0378b.example/',
	],
	'every label has a beginning and an end': [
		'http://.example.org/ http://example..org/ http://-a.example/ http://a-.example/ http://a.-/',
		'⸠http://a--b.example/⸡ ⸠http://a_b.example⸡ ⸠http://a.org⸡-',
	],
	'a final dot belongs to the host only if more follows': [
		'⸠http://foo.example.com./αβγ⸡',
		'⸠http://foo.example.com.?a⸡ ⸠http://foo.example.com.#a⸡ ⸠http://foo.example.com.:80⸡',
		'⸠http://foo.example.com⸡.',
		'⸠http://foo.example.com⸡. And ⸠http://foo.example.com⸡...',
		'http://foo.example.com../a',
	],
	'what a browser would take for more of the host makes no link': [
		'http://foo!bar.example/',
		'http://foo,bar.example/ http://foo;bar.example http://foo"bar.example',
		"http://foo'bar.example http://foo$bar.example http://foo*bar.example",
		'http://foo(bar).example/ http://foo（bar）.example/ http://foo!!bar.example',
		'http://foo!/bar http://foo!#bar http://foo、東京.example/',
		'http://foo^bar.example http://foo|bar.example http://foo<bar.example',
		'http://ho%20st/',
		'http://exa%6dple.org/a',
		'http://example.org%/ http://%41/',
		"https://example.org's https://example.org—and",
		'⸠https://a.example⸡,⸠https://b.example⸡;⸠https://c.example⸡',
		'["⸠https://a.example⸡","⸠https://b.example⸡"]',
		'⸠https://example.org⸡! ⸠https://example.org⸡, ⸠https://example.org⸡?!',
	],
	'a port is at most 65535': [
		'http://example.org:99999/a http://example.org:65536',
		'http://example.org:8080x/a http://example.org:80-90 http://example.org:80https://example.org/',
		'⸠http://example.org:65535/⸡ ⸠http://example.org:0/⸡ ⸠http://example.org:00080/⸡ ⸠http://example.org:/a⸡',
		'⸠http://example.org⸡: ⸠http://example.org:80⸡.',
	],
	'a host that ends in a number is an IPv4 address': [
		'⸠http://127.0.0.1/⸡ ⸠http://127.1/⸡ ⸠http://0x7f.1/⸡ ⸠http://0177.1/⸡ ⸠http://2130706433/⸡ ⸠http://0x/⸡',
		'⸠http://127.0.0.1./⸡ ⸠http://１２７.0.0.1/⸡ ⸠http://1e3.example/⸡ ⸠http://4294967295/⸡',
		'http://256.0.0.1/ http://1.2.3.4.5/ http://1.2.3.256/ http://4294967296/ http://1.2.65536/',
		'http://08.0.0.1/ http://1.2.3.08/ http://foo.1/ http://foo.0x4/ http://0x7f12345678a/ http://1..2/',
	],
	'an IPv6 address is in brackets': [
		'⸠http://[::1]/⸡ ⸠http://[2001:db8::1]:8080/x⸡ ⸠http://[::127.0.0.1]/⸡ ⸠http://[::1]⸡.',
		'http://[::1 http://[:::1]/ http://[1::2::3]/ http://[::1]x/ http://[fe80::1%25eth0]/ http://[::1]@evil.example/',
		'http://[1:2:3:4:5:6:7:8:9]/ http://[::1.2.3]/ http://[::01.2.3.4]/ http://[12345::]/ http://[::1]./',
	],
	'soft punctuation belongs to a link if more follows': [
		'⸠https://example.org/?d=a^name=b&x=1⸡',
		'⸠https://fr.wikipedia.org/wiki/L’Équipe⸡',
		'⸠https://example.org/a.b,c;d:e!f\'g"h?i⸡.',
		'⸠https://example.org/a⸡。 ⸠https://example.org/a⸡، ⸠https://example.org/a⸡?',
		'⸠https://example.org/a~b|c$d&e+f=g@h-i_j#k⸡',
	],
	'a closing bracket belongs to a link that opened it': [
		'⸠https://zh.wikipedia.org/wiki/甲（乙）⸡',
		'⸠https://ja.wikipedia.org/wiki/X#甲（2000年）⸡',
		'⸠https://example.org/a(b)c[d]{e}<f>⸡)',
		'⸠https://example.org/a⸡) ⸠https://example.org/a⸡] ⸠https://example.org/a⸡》',
		'⸠https://example.org/a[(b)]⸡ ⸠https://example.org/a[(b⸡])',
		`⸠https://example.org/a${'('.repeat(125)}b${')'.repeat(125)}⸡ ⸠https://example.org/a⸡${'('.repeat(126)}b`,
	],
	'brackets do not span the parts of an address': [
		'⸠https://example.org/a(b/c⸡)',
		'⸠https://example.org/a(b?c⸡) ⸠https://example.org/a(b#c⸡)',
		'⸠https://example.org/?a(=⸡) ⸠https://example.org/?a=(b&c⸡)',
		'⸠https://example.org/#a(:~:text=b⸡) ⸠https://example.org/#a(/=&b)⸡',
	],
	'letters, marks, symbols and format characters are part of a link': [
		'⸠https://fa.wikipedia.org/wiki/نیم\u200cفاصله⸡',
		'⸠https://example.org/👩‍💻/x⸡',
		'⸠https://km.example/ក\u200bខ⸡',
		'⸠https://example.org/日本語・한국어/ελληνικά?ключ=значение#ไทย⸡',
	],
	'spaces and controls end a link': [
		'⸠https://example.org/a⸡ b ⸠https://example.org/a⸡\tb ⸠https://example.org/a⸡\nb',
		'⸠https://example.org/a⸡\u00a0b ⸠https://example.org/a⸡\u3000b ⸠https://example.org⸡\u3000b@c.d',
		'⸠https://example.org/a⸡\ue000 ⸠https://example.org/a⸡\u0149',
	],
	// Listed with the reasons, as UTS #58 says something else.
	'where we differ from UTS #58': [
		// Only http:// and https:// begin a link, or "e.g.this" would be one.
		'example.org www.example.org mailto:taro@example.org',
		// Markdown's marks, and what stands for "...", are soft: people write
		// them around or behind an address.
		'`⸠https://example.org/a⸡` **⸠https://example.org/a*b⸡** ⸠https://example.org/a⸡…',
		// A browser turns \ into / and the text would not show that.
		'⸠https://example.org/a⸡\\b',
		// Controls that reorder text could disguise an address.
		'⸠https://example.org/a⸡\u202eb ⸠https://example.org/a⸡\u2066b',
		// An opening bracket at the end waits for nothing.
		'⸠https://example.org/a⸡( ⸠https://example.org/a⸡（',
		// A ? at the end asks something.
		'⸠https://example.org/⸡? ⸠https://example.org⸡?',
		// Another address behind a closing bracket, which may enclose its title,
		// or behind punctuation beyond ASCII, is a link of its own.
		'《一》⸠https://example.org/RU⸡《二》⸠https://example.org/RV⸡',
		'⸠https://example.org/a⸡、⸠https://example.org/b⸡',
		'⸠https://archive.example/2020/https://example.org/a⸡ ⸠https://example.org/?u=https://example.org⸡',
	],
	'where we differ from the URL standard, for there is no link': [
		// User names pass off one site as another.
		'https://bank.example@evil.example/',
		// Nobody has such a host, and the text goes on.
		'http://a!b.example/ http://a-.example/ http://a..b/',
		// Longer names are not in DNS.
		`http://${'a.'.repeat(130)}example/ ⸠http://${'a.'.repeat(100)}example/⸡`,
		// Whether joiners are valid depends on their neighbours; soft hyphens
		// and the like are invisible.
		'http://نامه\u200cای.example/ http://exa\u00admple.org/',
	],
};

for (const [rule, cases] of Object.entries(rules))
	test(rule, () => assertCases(cases));

test('a browser opens the host that was typed, in each case', () => {
	assert.deepEqual(faults(links(Object.values(rules).flat().map(unmarked))), []);
});

test('… and in the corpus of the fuzzer', () => {
	const texts = readdirSync(corpus).map((name) => readFileSync(new URL(name, corpus), 'utf8'));
	assert.ok(texts.length > 5);
	assert.deepEqual(faults(links(texts)), []);
});

// A generator of the same numbers each time (mulberry32).
function numbers(seed) {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

const parts = [
	...'http:// https:// http:// example org com foo www xn-- xn--bcher-kva xn--a 127 0x7f 255 256 08 1 0 80 99999 [::1] %41 a x z é ü ß ﬁ ſ ı'.split(' '),
	...'.../?#:@!,()"\'&%\\[]<>^|~*`$+;=-_{}',
	...'日本を。．、（）《》・ΩаאبK２Ａ＠：／…—·🍕❤ﷺ⑴⒈℀١',
	'\ufe0f', '\u200d', '\u200c', '\u200b', '\u0301', '\u00ad', '\u202e', '\u3000', ' ', '\n',
];

test('… and in 200,000 mixtures', () => {
	const number = numbers(11);
	const texts = Array.from({ length: 200000 }, () => {
		const picked = Array.from({ length: 1 + number(12) }, () => parts[number(parts.length)]);
		return (number(4) > 0 ? 'http://' : '') + picked.join('');
	});
	const found = links(texts);
	assert.deepEqual(faults(found).slice(0, 10), []);
	assert.ok(found.length > 20000);
});

// Return ${form}(c) for each character c, but not for planes that have none.
function everyCharacter(form) {
	const texts = [];
	for (const [first, last] of [[0x20, 0xd7ff], [0xe000, 0x3ffff], [0xe0000, 0xe0fff]])
		for (let c = first; c <= last; c++)
			texts.push(form(String.fromCodePoint(c)));
	return texts;
}

test('… and for each character in a host', () => {
	const texts = everyCharacter((c) => `http://www${c}b.example/`);
	const found = links(texts);
	assert.deepEqual(faults(found).slice(0, 10), []);
	const cut = found.filter(({ shown, rest }) => shown === 'http://www' && !/^\s/u.test(rest));
	assert.deepEqual(cut, [], 'the host is cut short');
});

test('… and for each character in a host, encoded', () => {
	const texts = everyCharacter((c) => parse(`http://${c}.example/`)?.href ?? '').filter((text) => text.includes('//xn--'));
	const found = links(texts);
	assert.deepEqual(faults(found).slice(0, 10), []);
	assert.ok(found.length > 0.98 * texts.length);
});

// The table is committed, and the same on each system. Only Debian 12 has the
// version of Unicode that it is from, so that it is compared there.
test('the table is what conf/unicode_table makes', (t) => {
	const table = readFileSync(new URL('src/html/link_table.h', root), 'utf8');
	const [, version] = table.match(/Database ([0-9.]+) /);
	let data = '';
	try {
		data = readFileSync('/usr/share/unicode/PropList.txt', 'utf8');
	} catch {
		// not installed
	}
	if (!data.startsWith(`# PropList-${version}.txt`))
		return t.skip(`the table is from Unicode ${version}, which Debian 12 has`);
	assert.equal(execFileSync(new URL('conf/unicode_table', root).pathname, ['link'], { encoding: 'utf8' }), table);
});
