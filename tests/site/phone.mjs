// SPDX-License-Identifier: ISC
// A member's phone, with an app that shows codes (RFC 6238), written from the
// standard and not with the library of the site.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { sql } from './site.mjs';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text) {
	const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
	return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// The code that an app with this secret shows now, or so many steps later.
export function codeOf(secret, steps = 0) {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
	const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest();
	const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
	return String(number % 1000000).padStart(6, '0');
}

// A code that is none of those accepted now.
export function wrongCode(secret) {
	const right = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps));
	return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code));
}

// Let the present code be used again, as if 30 seconds had passed.
export const waitForNextCode = () => sql('UPDATE two_factor SET last_step = 0');

// Turn two-factor sign-in on. Return the secret and the recovery codes.
export async function turnOn(client) {
	const { page } = await client.get('/settings/two-factor');
	const secret = page('input[name=secret]').attr('value');
	const response = await client.fillOpen({ page }, '/settings/two-factor', { code: codeOf(secret) });
	assert.equal(response.status, 200);
	const codes = response.page('.codes').text().split('\n');
	waitForNextCode();
	return { secret, codes };
}
