// src/config/suggest.ts
const LARGEST_DISTANCE = 3;
/** The candidate that `word` is most likely a misspelling of, if any is near enough. */
function suggestion(word, candidates) {
	const limit = Math.min(LARGEST_DISTANCE, Math.floor((word.length + 1) / 3));
	let best;
	for (const candidate of candidates) {
		const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
		if (distance <= limit && distance < (best?.distance ?? Infinity)) best = {
			candidate,
			distance
		};
	}
	return best?.candidate;
}
/** `did you mean x?` with a leading separator, or nothing. */
function didYouMean(word, candidates) {
	const candidate = suggestion(word, candidates);
	return candidate === void 0 ? "" : `; did you mean ${candidate}?`;
}
/** Insertions, removals, substitutions and swaps of neighbours that turn one word into the other. */
function editDistance(from, to) {
	let beforePrevious = [];
	let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) current.push(cheapest({
			from,
			to,
			row,
			column,
			current,
			previous,
			beforePrevious
		}));
		beforePrevious = previous;
		previous = current;
	}
	return previous[to.length] ?? from.length;
}
function at(cells, index) {
	return cells[index] ?? Infinity;
}
function cheapest({ from, to, row, column, ...rows }) {
	const same = from[row - 1] === to[column - 1];
	const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
	return Math.min(at(rows.previous, column) + 1, at(rows.current, column - 1) + 1, at(rows.previous, column - 1) + (same ? 0 : 1), swapped ? at(rows.beforePrevious, column - 2) + 1 : Infinity);
}
export { didYouMean as t };
