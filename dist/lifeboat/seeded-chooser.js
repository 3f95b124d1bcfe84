import { createHash } from "node:crypto";
// src/runtime/seeded-chooser.ts
/** The same seed gives the same choices, on every computer. */
function seededChooser(seed) {
	let drawn = 0;
	const below = (limit) => {
		const digest = createHash("sha256").update(`${seed}:${drawn}`).digest();
		drawn += 1;
		return limit < 1 ? 0 : Number(digest.readBigUInt64BE() % BigInt(limit));
	};
	const shuffled = (items) => {
		const left = [...items];
		return items.flatMap(() => left.splice(below(left.length), 1));
	};
	return {
		below,
		shuffled
	};
}
export { seededChooser as t };
