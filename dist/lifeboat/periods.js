// src/schedule/periods.ts
/** When which schedule of a kind was in force, by the policy records of a target, oldest first. */
function periodsOf(policies, kind) {
	return policies.flatMap((policy, index) => {
		const expression = policy.schedule[kind];
		if (expression === void 0) return [];
		const next = policies[index + 1];
		const period = {
			schedule: {
				expression,
				timeZone: policy.timeZone
			},
			from: new Date(policy.startedAt)
		};
		return [next === void 0 ? period : {
			...period,
			until: new Date(next.startedAt)
		}];
	});
}
export { periodsOf };
