// src/groups/group-limitations.ts
/** What a drill of a group cannot show because no rule asks for it, one sentence each. */
function groupLimitations({ targets, reconcile }) {
	if (reconcile.length === 0) return ["The group has no reconcile rules, so nothing was compared across its stores."];
	const named = new Set(reconcile.filter(({ truth, derived }) => truth.target !== derived.target).flatMap(({ truth, derived }) => [truth.target, derived.target]));
	return targets.filter((target) => !named.has(target)).map((target) => `No reconcile rule compares ${target} with another store.`);
}
/** What is said of a rule that passed and showed nothing, by its published name. */
function idleRule(name) {
	return `Rule ${JSON.stringify(name)} had nothing to compare: a side has no keys.`;
}
export { idleRule as n, groupLimitations as t };
