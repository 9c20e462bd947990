// SPDX-License-Identifier: ISC
// A picture in one colour, as PNG.
import { PNG } from 'pngjs';

export function png(width = 48, height = width, colour = [122, 0, 85, 255]) {
	const picture = new PNG({ width, height });
	for (let i = 0; i < picture.data.length; i += 4)
		picture.data.set(colour, i);
	return PNG.sync.write(picture);
}

// A PNG of about so many bytes, which cannot be compressed.
export function noise(width, height) {
	const picture = new PNG({ width, height });
	for (let i = 0; i < picture.data.length; i++)
		picture.data[i] = i % 4 === 3 ? 255 : Math.floor(Math.random() * 256);
	return PNG.sync.write(picture);
}
