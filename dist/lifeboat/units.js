// src/core/units.ts
const UNIT_MS = {
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5,
	w: 6048e5,
	y: 31536e6
};
const UNIT_BYTES = {
	B: 1,
	KiB: 1024,
	MiB: 2 ** 20,
	GiB: 2 ** 30,
	TiB: 2 ** 40
};
/** Milliseconds of a duration such as `25h`, `30m`, `7d` or `1h30m`; undefined when it is none. */
function parseDuration(text) {
	if (!/^(\d+(ms|s|m|h|d|w|y))+$/.test(text)) return void 0;
	let total = 0;
	for (const [, amount, unit] of text.matchAll(/(\d+)(ms|s|m|h|d|w|y)/g)) total += Number(amount) * UNIT_MS[unit];
	return Number.isSafeInteger(total) ? total : void 0;
}
/** Bytes of a size such as `32GiB` or `512MiB`; undefined when it is none. */
function parseSize(text) {
	const match = /^(\d+)(B|KiB|MiB|GiB|TiB)$/.exec(text);
	if (match === null) return void 0;
	const total = Number(match[1]) * UNIT_BYTES[match[2]];
	return Number.isSafeInteger(total) ? total : void 0;
}
export { parseSize as n, parseDuration as t };
