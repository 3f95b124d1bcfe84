// src/backup/judge-exposure.ts
/**
* What would have been lost in the moment before this backup became available: everything since `previousAt`, or since its own
* instant when it is the first.
*/
function judgeExposure({ consistency, availableAt }, previousAt, { rpoMs: objectiveMs }) {
	if (objectiveMs === void 0 || consistency === void 0 || availableAt === void 0) return { verdict: "notMeasured" };
	const since = previousAt?.getTime() ?? Date.parse(consistency.fromAt);
	const actualMs = Date.parse(availableAt) - since;
	if (actualMs < 0) return {
		verdict: "notComparable",
		objectiveMs
	};
	return {
		verdict: actualMs <= objectiveMs ? "met" : "breached",
		actualMs,
		objectiveMs
	};
}
export { judgeExposure };
