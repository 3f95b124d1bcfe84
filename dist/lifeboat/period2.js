// src/compliance/period.ts
/** The month `2026-11` or the year `2026`; undefined when the text is neither. */
function parsePeriod(name) {
	const [, year, month] = /^(20\d{2})(?:-(0[1-9]|1[0-2]))?$/.exec(name) ?? [];
	if (year === void 0) return void 0;
	const first = month === void 0 ? 0 : Number(month) - 1;
	const months = month === void 0 ? 12 : 1;
	return {
		name,
		from: Date.UTC(Number(year), first),
		to: Date.UTC(Number(year), first + months)
	};
}
/** The month before a month. */
function monthBefore({ from }) {
	const first = new Date(from);
	first.setUTCMonth(first.getUTCMonth() - 1);
	return {
		name: first.toISOString().slice(0, 7),
		from: first.getTime(),
		to: from
	};
}
/** RFC 3339 in UTC without needless digits: `2026-11-01T00:00:00Z`. */
function instant(milliseconds) {
	return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
/** The part of a span between two times; it may be empty (`to` ≤ `from`). */
function clip(span, { from, to }) {
	return {
		...span,
		from: Math.max(span.from, from),
		to: Math.min(span.to, to)
	};
}
export { parsePeriod as i, instant as n, monthBefore as r, clip as t };
