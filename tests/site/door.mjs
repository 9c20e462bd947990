// SPDX-License-Identifier: ISC
// Who may come in: every door, every way to sign up, invitations, applications,
// and a site for members only, on two nodes and in a phone-sized browser without
// JavaScript.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { assertAccessible, startBrowser } from './chromium.mjs';
import { makeAuthority, startProvider, visitProvider, writeProviders } from './provider.mjs';
import { flash, flashAfter, freePort, makeFolder, removeFolder, run, sql, startSite, stopClean } from './site.mjs';

const password = 'correct horse';
const words = 'I read it every day';

let folder, provider, site, other, admin, moderator, member, environment;

before(async () => {
	folder = await makeFolder();
	const authority = makeAuthority(folder);
	provider = await startProvider(authority);
	const port = await freePort();
	const file = writeProviders(folder, authority, [{ name: 'example', label: 'Example', issuer: provider.issuer }]);
	environment = { OPENID_PROVIDERS: file, SITE_URL: `https://localhost:${port}` };
	site = await startSite({ port, environment });
	other = await startSite();
	[admin, moderator, member] = [await site.member('boss'), await site.member('helper'), await site.member('john')];
	await member.say('words of john');
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'boss'; UPDATE person SET role = 'moderator' WHERE nickname = 'helper'");
});

after(async () => {
	provider.stop();
	await stopClean(site);
	await stopClean(other);
	await removeFolder(folder);
});

beforeEach(() => {
	provider.reset();
	sql("DELETE FROM closed_network; DELETE FROM closed_mail_domain");
});

// Change the settings as an admin does.
async function setDoor(door, more = {}) {
	assert.equal(await flashAfter(admin, await admin.fill('/admin/door', '/admin/door', { door, address_days: '30', ...more })), 'Saved.');
}

// The same fields as in the form for a new one; the others on the page are about
// one that exists.
const sendInvitation = async (fields) =>
	admin.post('/admin/invitations', { token: await admin.token('/admin/invitations'), ...fields });

// Make an invitation as an admin does, and return its path.
async function invite(fields = {}) {
	const { status, page } = await sendInvitation({ uses: '1', days: '7', note: '', ...fields });
	assert.equal(status, 200);
	return new URL(page('code').text()).pathname;
}

const exists = (nickname) => sql(`SELECT count(*) FROM person WHERE lower(nickname) = lower('${nickname}')`) === '1';
const isSignedIn = async (client) => (await client.get('/login')).status === 303;

let number = 0;
const newName = () => `new${++number}`;

const fieldsOf = (nickname, more) => ({ nickname, email: `${nickname}@example.com`, password, ...more });

// The ways to sign up: each returns the response, for a nickname.
const ways = {
	// At /signup, with a form that was open before the door changed.
	async form(client, nickname, { open, ...more }) {
		return client.fillOpen(open, '/signup', fieldsOf(nickname, more));
	},
	// With an invitation.
	async invitation(client, nickname, { path }) {
		return client.fill(path, '/signup', fieldsOf(nickname));
	},
	// With a provider, from the page for signing in, or that of an invitation.
	async provider(client, nickname, { path, start } = {}) {
		provider.claims = { sub: nickname, preferred_username: nickname };
		return (await visitProvider(client, 'example', provider, { from: path ?? '/login', start })).response;
	},
};

// For each door: what becomes of somebody who comes that way; a heading or a
// message that says why not.
const table = {
	open: { form: 'in', invitation: 'in', provider: 'in', invited: 'in' },
	invite: { form: /By invitation/, invitation: 'in', provider: /come by invitation/, invited: 'in' },
	approve: { form: 'applied', invitation: 'in', provider: /please apply/, invited: 'in' },
	closed: { form: /Nobody can sign up/, invitation: 'none', provider: /takes no new members/, invited: 'none' },
};

for (const [door, row] of Object.entries(table))
	test(`when the door is ${door}: ${Object.entries(row).map(([way, outcome]) => `${way} ${outcome}`).join(', ')}`, async () => {
		await setDoor('open');
		const client = site.visitor();
		const open = await client.get('/signup');
		const [path, another] = [await invite(), await invite()];
		await setDoor(door);
		const tries = {
			form: (who, name) => ways.form(client, name, { open, words }),
			invitation: (who, name) => ways.invitation(who, name, { path }),
			provider: (who, name) => ways.provider(who, name),
			invited: (who, name) => ways.provider(who, name, { path: another }),
		};
		for (const [way, outcome] of Object.entries(row)) {
			const name = newName();
			const who = way === 'form' ? client : site.visitor();
			if (outcome === 'none') {
				const { status, page } = await who.get(way === 'invited' ? another : path);
				assert.equal(status, 200);
				assert.match(page('h1').text(), /Nobody can sign up/);
				continue;
			}
			const response = await tries[way](who, name);
			if (outcome === 'in') {
				assert.equal(response.status, 303, way);
				assert.equal(await isSignedIn(who), true, way);
			} else if (outcome === 'applied') {
				assert.equal(response.headers.location, '/signup/applied');
				assert.equal(exists(name), false);
			} else {
				assert.equal(response.status, 422, way);
				assert.match(response.page('main').text(), outcome, way);
				assert.equal(exists(name), false, way);
				assert.equal(await isSignedIn(who), false, way);
			}
		}
		assert.equal((await site.visitor().signIn('john')).status, 303, 'members always sign in');
	});

test('the page for signing up explains the door, and links say what to expect, on both nodes at once', async () => {
	const looks = {
		open: ['Sign up', 'Sign up'], invite: ['By invitation', 'By invitation'], approve: ['Apply', 'Apply'],
		closed: [undefined, 'Nobody can sign up now'],
	};
	const visitors = [site.visitor(), site.witness(), other.witness()];
	for (const [door, [label, heading]] of Object.entries(looks)) {
		await setDoor(door);
		for (const visitor of visitors)
			for (const address of ['/', '/login', '/signup']) {
				let page;
				for (let i = 0; i < 500; i++) {
					const response = await visitor.get(address);
					assert.equal(response.status, 200);
					({ page } = response);
					if (page('.menu a[href="/signup"]').toArray().map((e) => page(e).text())[0] === label)
						break;
				}
				const links = page('a[href="/signup"]').toArray().map((e) => page(e).text());
				assert.deepEqual([...new Set(links)], label ? [label] : [], `${door}: ${address}`);
				if (address === '/signup')
					assert.equal(page('h1').text(), heading);
			}
	}
});

test('an invitation says who invites, survives errors, and is used up', async () => {
	await setDoor('invite');
	const path = await invite({ note: 'for the club' });
	const client = site.visitor();
	const first = await client.get(path);
	assert.match(first.page('.lead').text(), /boss invites you/);
	assert.equal(first.headers['referrer-policy'], 'strict-origin');
	assert.equal(first.headers['cache-control'], 'no-store');

	const wrong = await client.fillOpen(first, '/signup', fieldsOf('john'));
	assert.equal(wrong.status, 422);
	assert.match(wrong.page('.error').text(), /already in use/);
	assert.match(wrong.page('.lead').text(), /boss invites you/);
	const short = await client.fillOpen(wrong, '/signup', { ...fieldsOf('walter'), password: 'short' });
	assert.equal(short.status, 422);
	assert.equal(short.page('#nickname').val(), 'walter');
	assert.equal((await client.fillOpen(short, '/signup', fieldsOf('walter'))).status, 303);
	assert.equal(await isSignedIn(client), true);

	const second = site.visitor();
	assert.match((await second.get(path)).page('main').text(), /does not work.*have used it/s);
	assert.match((await second.fillOpen(first, '/signup', fieldsOf('late'))).text, /form/, 'a foreign token');
	const list = (await admin.get('/admin/invitations')).page('.places').text();
	assert.match(list, /for the club.*used 1 of 1.*by boss.*Came by it: walter/s);
	assert.match(flash(await client.get((await client.get(path)).headers.location)), /member already/);
});

test('an invitation that is expired, revoked or unknown says so', async () => {
	await setDoor('invite');
	const [expired, revoked] = [await invite({ note: 'expired' }), await invite({ note: 'revoked' })];
	sql("UPDATE invitation SET until = now() WHERE note = 'expired'");
	const id = sql("SELECT id FROM invitation WHERE note = 'revoked'");
	const { page } = await admin.get('/admin/invitations');
	const token = page('input[name=token]').first().val();
	assert.match(await flashAfter(admin, await admin.post('/admin/invitations', { token, invitation: id })), /taken back/);
	const visitor = site.visitor();
	for (const [path, status, says] of [[expired, 200, /has expired/], [revoked, 200, /taken back/], [`/invitation/${'A'.repeat(43)}`, 404, /does not work/]]) {
		const response = await visitor.get(path);
		assert.equal(response.status, status);
		assert.match(response.page('main').text(), says);
		assert.equal(response.page('form[action="/signup"]').length, 0);
	}
});

test('what an admin types about an invitation is checked and kept', async () => {
	for (const wrong of [{ uses: '0' }, { uses: 'many' }, { days: '366' }, { note: 'x'.repeat(201) }]) {
		const fields = { uses: '3', days: '5', note: 'a note', ...wrong };
		const { status, page } = await sendInvitation(fields);
		assert.equal(status, 422);
		assert.equal(page('.error').length, 1, JSON.stringify(wrong));
		for (const [name, value] of Object.entries(fields))
			assert.equal(page(`form.sheet [name=${name}]`).val(), value);
		assert.equal(page('code').length, 0);
	}
});

test('no secret of an invitation is in the log', async () => {
	await setDoor('invite');
	const path = await invite();
	await site.visitor().get(path);
	sql('ALTER TABLE invitation RENAME TO invitation_away');
	const { status } = await site.visitor().get(path);
	sql('ALTER TABLE invitation_away RENAME TO invitation');
	assert.equal(status, 500);
	await site.heard(/\/invitation\/\.\.\.: 500/);
	assert.deepEqual(site.log.filter((line) => line.includes(path.split('/')[2])), []);
	site.log.splice(0, site.log.length, ...site.log.filter((line) => !/invitation\/\.\.\./.test(line)));
});

test('an applicant waits, is nobody, and is let in', async () => {
	await setDoor('approve');
	const client = site.visitor();
	assert.equal((await client.get('/signup')).page('h1').text(), 'Apply');
	const silent = await client.fill('/signup', '/signup', fieldsOf('hopeful', { words: ' ' }));
	assert.equal(silent.status, 422);
	assert.match(silent.page('#words-error').text(), /write a sentence/);
	const sent = await client.fillOpen(silent, '/signup', fieldsOf('hopeful', { words }));
	assert.equal(sent.headers.location, '/signup/applied');
	assert.match((await client.get(sent.headers.location)).page('main').text(), /moderators .* decide/s);

	assert.equal((await member.get('/user/hopeful')).status, 404);
	assert.equal(await isSignedIn(client), false);
	const waiting = await client.signIn('hopeful');
	assert.equal(waiting.status, 422);
	assert.match(waiting.page('.error').text(), /nobody has decided/);
	const [wrong, nobody] = [await client.signIn('hopeful', 'wrong'), await client.signIn('nobody_here', 'wrong')];
	assert.equal(wrong.page('.error').text(), nobody.page('.error').text());
	assert.equal((await site.visitor().fill('/signup', '/signup', fieldsOf('HOPEFUL', { words }))).status, 422);

	const { page } = await moderator.get('/admin/approvals');
	assert.match(page('.places').text(), /hopeful.*I read it every day.*example\.com.*From 127\.0\.0\.1/s);
	const form = page('.places li').filter((_, e) => page(e).find('h2').text() === 'hopeful').find('form').first();
	const fields = Object.fromEntries(form.find('input').toArray().map((e) => [e.attribs.name, e.attribs.value]));
	assert.equal(await flashAfter(moderator, await moderator.post('/admin/approvals', fields)), 'hopeful is a member now.');
	assert.match(await flashAfter(moderator, await moderator.post('/admin/approvals', fields)), /Somebody else/);
	assert.equal((await client.signIn('hopeful')).status, 303);
	assert.equal(await isSignedIn(client), true);
});

test('an applicant is declined, and an unreasonable reason comes back', async () => {
	await setDoor('approve');
	assert.equal((await site.visitor().fill('/signup', '/signup', fieldsOf('hopeless', { words }))).status, 303);
	const applicant = sql("SELECT id FROM applicant WHERE nickname = 'hopeless'");
	const token = await moderator.token('/admin/approvals');
	const long = 'x'.repeat(501);
	const { status, page } = await moderator.post('/admin/approvals', { token, applicant, action: 'decline', reason: long });
	assert.equal(status, 422);
	assert.equal(page('#reason').val().trim(), long);
	assert.equal(page('#reason').closest('form').find('[name=applicant]').val(), applicant);
	assert.match(await flashAfter(moderator, await moderator.post('/admin/approvals', { token, applicant, action: 'decline', reason: 'No' })), /declined/);
	assert.equal((await site.visitor().signIn('hopeless')).page('.error').text(), 'Wrong nickname or password.');
});

test('somebody from a provider applies, waits, and comes in', async () => {
	await setDoor('approve');
	const client = site.visitor();
	const response = await ways.provider(client, 'from_elsewhere', { path: '/signup', start: { words } });
	assert.equal(response.headers.location, '/signup/applied');
	assert.match((await ways.provider(client, 'from_elsewhere')).page('main').text(), /nobody has decided/);
	const applicant = sql("SELECT id FROM applicant WHERE nickname = 'from_elsewhere'");
	const token = await admin.token('/admin/approvals');
	assert.match(await flashAfter(admin, await admin.post('/admin/approvals', { token, applicant, action: 'approve' })), /is a member now/);
	assert.equal((await ways.provider(client, 'from_elsewhere')).status, 303);
	assert.equal(await isSignedIn(client), true);
});

test('closed networks and mail domains are told to the person', async () => {
	await setDoor('open');
	sql("INSERT INTO closed_mail_domain VALUES ('example.com', now() + interval '1 h', '')");
	const { status, page } = await site.visitor().fill('/signup', '/signup', fieldsOf('spammer'));
	assert.equal(status, 422);
	assert.match(page('#email-error').text(), /e-mail address of this provider/);
	assert.equal(page('#nickname').val(), 'spammer');
	sql("INSERT INTO closed_network VALUES ('127.0.0.0/8', now() + interval '1 h', '')");
	assert.match((await site.visitor().fill('/signup', '/signup', fieldsOf('spammer'))).page('main').text(), /your network/);
	assert.match((await ways.provider(site.visitor(), 'spammer')).page('main').text(), /your network/);
	assert.equal(exists('spammer'), false);
});

test('a site for members only shows visitors nothing of its members, not even what was cached', async () => {
	await setDoor('open');
	const visitors = [site.visitor(), other.visitor()];
	const post = (await member.get('/user/john')).page('.h-entry .u-url').attr('href');
	const addresses = ['/explore', '/user/john', '/user/john/followers', '/user/john/following', post];
	const tags = {};
	for (const address of ['/', ...addresses])
		for (const visitor of visitors) {
			const { status, headers, text } = await visitor.get(address);
			assert.equal(status, 200);
			tags[address] = headers.etag;
			if (address === '/')
				assert.match(text, /words of john/);
		}
	await setDoor('open', { members_only: '1' });
	// The other node hears of it at once, and this one has changed it itself.
	let status;
	do
		({ status } = await visitors[1].get('/explore'));
	while (status !== 303);
	for (const visitor of visitors) {
		for (const address of addresses) {
			const { status, headers, text } = await visitor.get(address, tags[address] && { 'if-none-match': tags[address] });
			assert.equal(status, 303, address);
			assert.equal(headers.location, `/login?next=${encodeURIComponent(address)}`);
			assert.equal(text, '');
		}
		const front = await visitor.get('/', { 'if-none-match': tags['/'] });
		assert.equal(front.status, 200);
		assert.doesNotMatch(front.text, /words of john|\/user\/john|\/explore/);
	}
	assert.equal((await member.get('/explore')).status, 200);
	assert.equal((await visitors[0].get('/signup')).status, 200);
	await setDoor('open');
	assert.equal((await visitors[0].get('/explore')).status, 200);
});

test('admins and moderators have their pages, and to others they do not exist', async () => {
	const pages = { '/admin/door': [200, 404], '/admin/invitations': [200, 404], '/admin/approvals': [200, 200] };
	for (const [address, [ofAdmin, ofModerator]] of Object.entries(pages)) {
		assert.equal((await admin.get(address)).status, ofAdmin);
		assert.equal((await moderator.get(address)).status, ofModerator);
		for (const client of [member, site.visitor()])
			assert.equal((await client.get(address)).status, 404, address);
	}
	const token = await moderator.token('/settings/profile');
	for (const client of [moderator, member])
		assert.equal((await client.post('/admin/door', { token, door: 'closed', address_days: '30' })).status, 404);
});

test('admins decide for how long networks are kept, and nothing typed is lost', async () => {
	const days = () => sql('SELECT address_days FROM site');
	await setDoor('open', { address_days: '0' });
	assert.equal(days(), '0');
	for (const typed of ['3651', '-1', 'a week', '']) {
		const { status, page } = await admin.fill('/admin/door', '/admin/door', { door: 'closed', members_only: '1', address_days: typed });
		assert.equal(status, 422);
		assert.match(page('#days-error').text(), /from 0 to 3650/);
		assert.deepEqual([page('#address_days').val(), page('[name=door][checked]').val(), page('[name=members_only][checked]').length], [typed, 'closed', 1]);
	}
	assert.deepEqual([days(), sql('SELECT door FROM site')], ['0', 'open']);
	await setDoor('open', { address_days: '365' });
	assert.equal((await admin.get('/admin/door')).page('#address_days').val(), '365');
	assert.match((await admin.get('/moderation/log')).text, /boss<\/a> changed the settings\s+<span dir="auto">address_days/);
	await setDoor('open');
});

test('commands open and close the door, invite, and make admins, also with --json', async () => {
	const command = (words, input = '') => run(site.folder, words, { environment: { DATABASE_URL: process.env.TEST_SITE_URL, ...environment }, input });
	const json = (words) => {
		const { status, output } = command([...words, '--json']);
		assert.equal(status, 0, output);
		return JSON.parse(output);
	};
	assert.match(command(['door', 'invite']).output, /^invite: only people/);
	assert.deepEqual(json(['door']), { door: 'invite', members_only: false });
	assert.deepEqual(json(['door', 'invite']), { door: 'invite', members_only: false }, 'again');
	assert.equal((await site.witness().get('/signup')).page('h1').text(), 'By invitation');
	assert.equal(command(['door', 'ajar']).status, 1);

	const made = json(['invite', 'make', '--uses', '2', '--note', 'by command']);
	assert.equal(made.uses, 2);
	const { pathname } = new URL(made.link);
	const client = site.visitor();
	assert.match((await client.get(pathname)).page('.lead').text(), /You are invited/);
	assert.equal((await client.fill(pathname, '/signup', fieldsOf('by_command'))).status, 303);
	const [listed] = json(['invite', 'list']);
	assert.deepEqual([listed.id, listed.used, listed.uses, listed.note, listed.state, listed.people, listed.inviter],
	    [made.id, 1, 2, 'by command', 'open', 'by_command', null]);
	assert.match(command(['invite', 'list']).output, /^id +note +state/);
	assert.equal(command(['invite', 'revoke', String(made.id)]).status, 0);
	assert.equal(command(['invite', 'revoke', String(made.id)]).status, 1);
	assert.match((await site.visitor().get(pathname)).page('main').text(), /taken back/);
	assert.equal(command(['invite', 'make', '--days', '0']).status, 1);
	assert.equal(command(['invite', 'make', '--nonsense', '1']).status, 2);
	assert.equal(command(['invite', 'make', '--note']).status, 2);

	assert.deepEqual(json(['person', 'role', 'john', 'moderator']), { nickname: 'john', role: 'moderator', outcome: 'set' });
	assert.equal((await member.get('/admin/approvals')).status, 200);
	assert.equal(command(['person', 'role', 'john', 'member']).status, 0);
	assert.equal((await member.get('/admin/approvals')).status, 404);
	assert.match(command(['person', 'role', 'boss', 'member']).output, /last admin/);
	assert.equal(command(['person', 'role', 'john', 'king']).status, 1);
	assert.equal(command(['door', 'closed']).status, 0);
	assert.match(command(['person', 'add', 'by_operator', 'o@example.com'], `${password}\n`).output, /^Added by_operator\.$/m);
});

test('an admin closes the door and invites somebody, who comes in, on phones without JavaScript', async () => {
	const browser = await startBrowser(site);
	const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, javaScriptEnabled: false, baseURL: site.address };
	const look = async (page, what) => {
		// axe needs JavaScript, so look in another window of the same person.
		const context = await browser.newContext({ ...phone, javaScriptEnabled: true, storageState: await page.context().storageState() });
		const twin = await context.newPage();
		await twin.goto(page.url());
		await assertAccessible(twin, what);
		assert.equal(await twin.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, `${what} is too wide`);
		await context.close();
	};
	try {
		const boss = await (await browser.newContext(phone)).newPage();
		await boss.goto('/login');
		await boss.getByLabel('Nickname').fill('boss');
		await boss.getByLabel('Password').fill(password);
		await boss.getByRole('button', { name: 'Sign in' }).click();
		await boss.getByRole('link', { name: 'Admin' }).click();
		await boss.getByRole('link', { name: 'Who may come in' }).click();
		await look(boss, 'the door');
		await boss.getByLabel('Nobody may sign up').check();
		await boss.getByRole('button', { name: 'Save' }).click();
		assert.equal((await boss.getByRole('status').innerText()).trim(), 'Saved.');

		const guest = await (await browser.newContext(phone)).newPage();
		await guest.goto('/signup');
		assert.equal(await guest.locator('h1').innerText(), 'Nobody can sign up now');
		await look(guest, 'the closed door');

		await boss.getByLabel('Only people with an invitation').check();
		await boss.getByRole('button', { name: 'Save' }).click();
		await boss.getByRole('link', { name: 'Invitations' }).click();
		await look(boss, 'invitations');
		await boss.getByLabel('Note').fill('for the phone');
		await boss.getByRole('button', { name: 'Make an invitation' }).click();
		const link = await boss.locator('code').innerText();

		await guest.goto(link);
		await look(guest, 'an invitation');
		await guest.getByLabel('Nickname').fill('phone_guest');
		await guest.getByLabel('E-mail').fill('phone@example.com');
		await guest.getByLabel('Password').fill(password);
		await guest.getByRole('button', { name: 'Sign up' }).click();
		assert.match(await guest.locator('h1').innerText(), /Hi, phone_guest!/);

		await boss.goto('/admin/door');
		await boss.getByLabel('People apply').check();
		await boss.getByRole('button', { name: 'Save' }).click();
		const late = await (await browser.newContext(phone)).newPage();
		await late.goto('/signup');
		await look(late, 'applying');
		await late.getByLabel('Nickname').fill('phone_applicant');
		await late.getByLabel('E-mail').fill('late@example.com');
		await late.getByLabel('Password').fill(password);
		await late.locator('#words').fill(words);
		await late.getByRole('button', { name: 'Apply', exact: true }).click();
		assert.match(await late.locator('h1').innerText(), /Thank you/);
		await look(late, 'after applying');
		await boss.getByRole('link', { name: 'Applications' }).click();
		await look(boss, 'applications');
		await boss.getByRole('button', { name: /Let in.*phone_applicant/ }).click();
		assert.match((await boss.getByRole('status').innerText()).trim(), /phone_applicant is a member now/);
	} finally {
		await browser.close();
	}
});
