// src/reconcile/instants.ts
/** Between which instants the members were captured; undefined of none. Each by its own server's clock. */
function instantsOf(members) {
	const from = members.map(({ fromAt }) => fromAt).toSorted(byTime)[0];
	const to = members.map(({ toAt }) => toAt).toSorted(byTime).at(-1);
	if (from === void 0 || to === void 0) return void 0;
	return {
		earliestAt: from,
		latestAt: to,
		skewMs: Math.max(0, Date.parse(to) - Date.parse(from))
	};
}
function byTime(a, b) {
	return Date.parse(a) - Date.parse(b);
}
/** A question with `{earliest}` and `{latest}` replaced; instants hold nothing that a query language could take for its own. */
function withInstants(question, { earliestAt, latestAt }) {
	return question.replaceAll("{earliest}", earliestAt).replaceAll("{latest}", latestAt);
}
// src/groups/member-of.ts
/** What a group's record says of a member that has a record of its own; of one that was never begun, that it was cancelled. */
function memberOf(target, record) {
	if (record === void 0) return {
		target,
		outcome: "cancelled"
	};
	const { id, outcome, backup, consistency } = record;
	return {
		target,
		record: id,
		outcome,
		...backup === void 0 ? {} : { backup },
		...consistency === void 0 ? {} : { consistency }
	};
}
export { instantsOf as n, withInstants as r, memberOf as t };
