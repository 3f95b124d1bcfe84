// src/core/verdict.ts
const WORST_FIRST = [
	"breached",
	"notComparable",
	"notMeasured",
	"met"
];
/** The worst of several verdicts; of none, `notMeasured`. */
function worstVerdict(verdicts) {
	return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? "notMeasured";
}
/** A measured duration against its objective; nothing missing is ever `met`. */
function judgeDuration(actualMs, objectiveMs) {
	if (actualMs === void 0 || objectiveMs === void 0) return "notMeasured";
	if (actualMs < 0) return "notComparable";
	return actualMs <= objectiveMs ? "met" : "breached";
}
export { worstVerdict as n, judgeDuration as t };
