// SPDX-License-Identifier: ISC
// Whatever people type, no page is wider than its window, and no text covers
// another one. The texts are the Big List of Naughty Strings, those below, and
// 200 random characters of many code points. The database has them as posts, as
// descriptions of people, and as names of lists.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { startBrowser } from './chromium.mjs';
import { sql, startSite, stopClean } from './site.mjs';

const naughty = createRequire(import.meta.url)('big-list-of-naughty-strings');
const widths = [320, 1280];
const family = '👩‍👩‍👧‍👦';

const ours = {
	'one character of 140 code points (K1)': '👩\u200d'.repeat(70),
	'one character of 1,000 code points': '👩\u200d'.repeat(500),
	'that character inside a sentence': `before ${'👩\u200d'.repeat(70)} after`,
	'many such characters': `${'👩\u200d'.repeat(8)}😀`.repeat(50),
	'140 families': family.repeat(140),
	'a pile of marks': `x${'\u0301'.repeat(999)}`,
	'a hole of marks': `x${'\u0323'.repeat(999)}`,
	'many piles': `Z${'\u0301\u0489\u0338'.repeat(2)}`.repeat(140),
	'a long word': 'W'.repeat(140),
	'a word of joined letters': 'W\u2060'.repeat(140),
	'a word that cannot be hyphenated': 'W\u00ad'.repeat(140),
	'non-breaking spaces': `a${'\u00a0'.repeat(138)}b`,
	'non-breaking hyphens': '\u2011'.repeat(140),
	'spaces': `a${' '.repeat(138)}b`,
	'tabs': `a${'\t'.repeat(138)}b`,
	'ideographic spaces': `a${'\u3000'.repeat(138)}b`,
	'a blank in a blank script': `a${'\u3164'.repeat(138)}b`,
	'line ends': `a${'\n'.repeat(138)}b`,
	'line separators': `a${'\u2028'.repeat(138)}b`,
	'a long address': `https://example.org/${'x'.repeat(120)}`,
	'an address with a long host': `https://${'x'.repeat(63)}.${'y'.repeat(63)}.example`,
	'an address of marks': `https://example.org/${'a\u0301'.repeat(120)}`,
	'the widest letters': '﷽'.repeat(140),
	'wide cuneiform': '𒐫𒈙'.repeat(70),
	'three-em dashes': '⸻'.repeat(140),
	'Arabic without spaces': 'ش'.repeat(140),
	'Arabic with tatweel': `م${'ـ'.repeat(138)}م`,
	'Hebrew and English': 'שלום hello '.repeat(12).trim(),
	'right-to-left marks': `\u200f${'x\u200f'.repeat(139)}`,
	'bidirectional controls': `\u202e${'W'.repeat(100)}\u2067${'W'.repeat(38)}`,
	'Tibetan stacks': 'ཧྐྵྨླྺྼྻྂ'.repeat(28),
	'Thai piles': 'กิิิิิิิิิ'.repeat(14),
	'Khmer': 'ក្ក្ក្ក'.repeat(20),
	'Mongolian': 'ᠮᠣᠩᠭᠣᠯ'.repeat(23),
	'Devanagari conjuncts': 'क्'.repeat(139) + 'क',
	'Hangul of one syllable': `${'ᄒ'.repeat(300)}${'ᅡ'.repeat(300)}${'ᆫ'.repeat(300)}`,
	'prepended signs': `${'\u0600'.repeat(300)}1`,
	'keycaps': '1\ufe0f\u20e3'.repeat(140),
	'flags': '🇩🇪'.repeat(140),
	'subdivision flags': '🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(140),
	'tags': `🏴${'\u{e0067}'.repeat(900)}\u{e007f}`,
	'variation selectors': `x${'\ufe0f'.repeat(900)}`,
	'enclosing marks': `x${'\u20dd'.repeat(900)}`,
	'hieroglyphic controls': `𓀀${'\u{13430}𓀀'.repeat(139)}`,
	'private characters': '\ue000'.repeat(140),
	'noncharacters': '\uffff'.repeat(140),
};

// The same numbers each time (Numerical Recipes' generator).
let state = 1;
function random(count) {
	state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
	return Math.floor(state / 2 ** 32 * count);
}

const times = (most, make) => Array.from({ length: 1 + random(most) }, make).join('');
const from = (first, last) => String.fromCodePoint(first + random(last - first + 1));

// Characters in the sense of Unicode Standard Annex 29, each of a rule there.
const kinds = [
	() => from(0x41, 0x24f) + times(300, () => from(0x300, 0x36f)),
	() => from(0x5d0, 0x5ea) + times(100, () => from(0x591, 0x5bd)),
	() => from(0x628, 0x64a) + times(100, () => from(0x64b, 0x65f)),
	() => from(0x915, 0x939) + times(100, () => from(0x93e, 0x94d)),
	() => from(0xf40, 0xf6c) + times(100, () => from(0xf90, 0xfbc)),
	() => from(0x1000, 0x1021) + times(100, () => from(0x102b, 0x103e)),
	() => times(100, () => from(0x1100, 0x115e)) + times(100, () => from(0x1161, 0x11a7)) + times(100, () => from(0x11a8, 0x11ff)),
	() => times(200, () => `${from(0x1f466, 0x1f469)}${from(0x1f3fb, 0x1f3ff)}\u200d`) + from(0x1f680, 0x1f6c0),
	() => times(300, () => `${from(0x1f300, 0x1f5ff)}\ufe0f\u200d`) + '❤',
	() => from(0x600, 0x605) + from(0x660, 0x669),
	() => from(0x1f1e6, 0x1f1ff) + from(0x1f1e6, 0x1f1ff),
	() => `🏴${times(200, () => from(0xe0061, 0xe007a))}\u{e007f}`,
	() => from(0x12000, 0x1254f) + times(100, () => from(0x20d0, 0x20f0)),
	() => from(0x4e00, 0x9fff) + times(100, () => from(0xe0100, 0xe01ef)),
];
const clusters = Array.from({ length: 200 }, (_, i) => kinds[i % kinds.length]());

const fits = (text) => [...text].length <= 1000 && !text.includes('\0') && Buffer.from(text).toString() === text;
// Pages show the newest first, and of those with several pages, most tests look
// only at the first.
const texts = [...naughty, ...clusters, ...Object.values(ours)].filter(fits);

let site, browser, page, cookie;

// The nth text is by and about the person tN, who follows john, as he does
// them; and it is the name of a list of his.
const insert = `
	CREATE TEMPORARY TABLE text AS SELECT body, number, (SELECT id FROM person WHERE nickname = 'john') AS john
		FROM jsonb_array_elements_text($texts$${JSON.stringify(texts)}$texts$) WITH ORDINALITY AS t (body, number);
	INSERT INTO person (id, nickname, email, email_key, about_me, password)
		SELECT 1000 + number, 't' || number, 't@example.org', 't@example.org', body, '' FROM text;
	INSERT INTO nickname (key, person) SELECT 't' || number, 1000 + number FROM text;
	INSERT INTO person_count (person) SELECT 1000 + number FROM text;
	INSERT INTO post (id, author, body, created_at)
		SELECT id_from_time(now(), number), 1000 + number, body, now() FROM text;
	INSERT INTO follow (id, follower, followed) SELECT number, 1000 + number, john FROM text;
	INSERT INTO follow (id, follower, followed) SELECT number, john, 1000 + number FROM text;
	INSERT INTO list (id, owner, name) SELECT number, john, left(body, 300) FROM text WHERE body <> '' ON CONFLICT DO NOTHING;
	INSERT INTO list_member (id, owner, list, person)
		SELECT number, john, (SELECT max(id) FROM list), 1000 + number FROM text`;

before(async () => {
	assert.equal(Object.values(ours).every(fits), true);
	site = await startSite();
	const john = await site.member('john');
	cookie = { name: '__Host-session', value: john.cookies.get('__Host-session'), url: site.address, secure: true };
	sql(insert);
	browser = await startBrowser(site);
	page = await open();
});

after(async () => {
	await browser?.close();
	await stopClean(site);
});

// How many pixels the page, or the box of a text or of something to use, sticks
// out of the window.
function excess() {
	const { scrollWidth, clientWidth } = document.scrollingElement;
	const boxes = [...document.querySelectorAll('main :is(a, button, input, textarea, time, [dir=auto])')]
		.filter((element) => !element.parentElement.closest('[dir=auto]'))
		.map((element) => element.getBoundingClientRect());
	return Math.max(scrollWidth - clientWidth, ...boxes.map(({ right }) => right - clientWidth), ...boxes.map(({ left }) => -left));
}

// A window in which john is signed in.
async function open() {
	const context = await browser.newContext({ baseURL: site.address });
	await context.addInitScript({ content: `globalThis.excess = ${excess}` });
	await context.addCookies([cookie]);
	return context.newPage();
}

async function checkWidth(what) {
	for (const width of widths) {
		await page.setViewportSize({ width, height: 800 });
		assert.ok(await page.evaluate('excess()') <= 0, `${what} is wider than a window of ${width} px`);
	}
}

async function check(address) {
	await page.goto(address, { waitUntil: 'domcontentloaded' });
	await checkWidth(address);
}

// Check an address and all older pages. Return how many entries they have.
async function checkPages(address, entry) {
	let count = 0;
	for (let next = address; next; next = await page.locator('a[rel=next]').evaluateAll(([link]) => link?.href)) {
		await check(next);
		count += await page.locator(entry).count();
	}
	return count;
}

test('no post makes a page wider than the window', async () => {
	assert.equal(await checkPages('/', '.e-content'), texts.length);
	await check('/explore');
});

test('no description makes a page wider than the window', async () => {
	assert.equal(await checkPages('/user/john/followers', '.p-note'), texts.filter(Boolean).length);
	await check('/user/john/following');
});

test('no name of a list makes a page wider than the window', async () => {
	await check('/lists');
	assert.ok(await page.locator('.lists b').count() > 600);
});

test('nobody on a list makes its pages wider than the window', async () => {
	const list = sql('SELECT DISTINCT list FROM list_member');
	await check(`/list/${list}`);
	assert.equal(await page.locator('.e-content').count(), 50);
	await check(`/list/${list}/members`);
	assert.equal(await page.locator('.p-note').count(), 50);
});

// Show each text wherever the page shows what somebody typed, also in forms.
// Return those that make the page wider than the window.
const widening = (shown) => shown.filter((text) => {
	for (const element of document.querySelectorAll('[dir=auto]'))
		element['value' in element ? 'value' : 'textContent'] = text;
	return excess() > 0;
});

for (const [what, find] of Object.entries({
	'a post': "SELECT '/post/' || max(id) FROM post",
	'a profile': "SELECT '/user/t1'",
	'a form': "SELECT '/settings/profile'",
	'a list': "SELECT '/list/' || min(id) FROM list",
	'the people on a list': "SELECT '/list/' || min(id) || '/members' FROM list",
	'the form of a list': "SELECT '/list/' || min(id) || '/edit' FROM list",
	'the end of a list': "SELECT '/list/' || min(id) || '/delete' FROM list",
}))
	test(`no text makes ${what} wider than the window`, async () => {
		await check(sql(find));
		assert.notEqual(await page.locator('[dir=auto]').count(), 0);
		for (const width of widths) {
			await page.setViewportSize({ width, height: 800 });
			const wide = await page.evaluate(widening, [...Object.values(ours), ...clusters]);
			assert.deepEqual(wide, [], `at ${width} px`);
		}
	});

test('a rejected post does not make the page wider than the window', async () => {
	await page.goto('/');
	await page.getByLabel('Say something').fill(ours['one character of 1,000 code points'] + 'x'.repeat(140));
	await page.getByRole('button', { name: 'Post' }).click();
	await page.locator('.error').waitFor();
	await checkWidth('the page');
});

test('the longest nickname makes no page and no message wider than the window', async () => {
	const nickname = 'W'.repeat(64);
	const member = await site.member(nickname);
	for (const path of ['', '/followers', '/following'])
		await check(`/user/${nickname}${path}`);
	await check(`/block/${nickname}`);
	await page.goto(`/user/${nickname}`);
	await page.getByRole('button', { name: 'Follow', exact: true }).click();
	await page.locator('.flash').waitFor();
	await checkWidth('the message');
	await check('/user/john/following');
	await page.context().addCookies([{ ...cookie, value: member.cookies.get('__Host-session') }]);
	for (const address of ['/', '/settings/profile'])
		await check(address);
	await page.context().addCookies([cookie]);
});

// Not every font piles up marks. A shadow is drawn outside the text, as they
// are, with any font.
test('a pile of marks covers none of the posts around it', async () => {
	await page.setViewportSize({ width: 320, height: 800 });
	await page.goto('/explore');
	const post = (n) => page.locator('.post').nth(n);
	const show = (n, text, shadow) => post(n).locator('.e-content').evaluate((element, [words, value]) => {
		element.textContent = words;
		element.style.textShadow = value;
	}, [text, shadow]);
	await show(0, 'above', '');
	await show(2, 'below', '');
	const look = async (text, shadow) => {
		await show(1, text, shadow);
		return Promise.all([0, 2].map(async (n) => (await post(n).screenshot()).toString('base64')));
	};
	const clean = await look('x', '');
	for (const [mark, shadow] of [['', '0 -6rem, 0 7rem'], ['\u0301', ''], ['\u0323', ''], ['\u0489', ''], ['\u0f71', '']])
		assert.ok((await look(`x${mark.repeat(400)}`, shadow)).every((image, i) => image === clean[i]), `${mark.codePointAt()} ${shadow}`);
});

test('runs of spaces and tabs are shown as they were typed', async () => {
	const typed = 'two  spaces\n  indented\ta   table\n\t\tof tabs';
	for (const width of widths) {
		await page.setViewportSize({ width, height: 800 });
		await page.goto('/');
		await page.getByLabel('Say something').fill(typed);
		await page.getByRole('button', { name: 'Post' }).click();
		await page.getByRole('status').waitFor();
		const post = page.locator('.e-content').first();
		assert.equal(await post.innerText(), typed);
		await post.evaluate((element) => { element.style.display = 'inline-block'; });
		const before = (await post.boundingBox()).width;
		await post.evaluate((element) => { element.innerHTML = element.innerHTML.replace(/ +/g, ' '); });
		assert.ok((await post.boundingBox()).width < before, 'the spaces take room');
	}
});

test('no label of ours is broken inside a word', async () => {
	await page.goto('/');
	await page.getByLabel('Say something').fill('to be deleted');
	await page.getByRole('button', { name: 'Post' }).click();
	await page.setViewportSize({ width: 320, height: 800 });
	for (const label of [page.getByRole('button', { name: 'Post' }), page.getByRole('link', { name: 'Delete' }).first()])
		assert.equal(await label.evaluate((element) => {
			const range = document.createRange();
			range.selectNodeContents(element);
			return range.getClientRects().length;
		}), 1);
});

// insertText() heeds maxlength, as the keyboard does.
test('140 families can be typed and are posted', async () => {
	await page.goto('/');
	await page.getByLabel('Say something').focus();
	await page.keyboard.insertText(family.repeat(140));
	await page.getByRole('button', { name: 'Post' }).click();
	await page.getByRole('status').waitFor();
	assert.equal(await page.locator('.e-content').first().innerText(), family.repeat(140));
});
