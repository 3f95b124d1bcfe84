import { _ as tuple, f as number$1, g as string, h as strictObject, i as _null, o as boolean, v as union } from "../dependencies/zod.js";
// src/drill/expectation.ts
const scalar = union([
	string(),
	number$1(),
	boolean(),
	_null()
]);
/** Also as text, as quoted in YAML; longer ones would not be exact. */
const number = union([number$1("must be a number"), string("must be a number").regex(/^-?\d+(\.\d+)?$/, "must be a number").refine((text) => text.length <= 15, "must be a number of at most 15 digits").transform(Number)]);
const comparison = strictObject({
	">=": number.optional(),
	">": number.optional(),
	"<=": number.optional(),
	"<": number.optional(),
	"!=": scalar.optional(),
	between: tuple([number, number]).optional()
}).refine((value) => Object.keys(value).length > 0, "must hold at least one comparison");
/** What an application check expects: a value, or comparisons that must all hold. */
const expectationSchema = union([scalar, comparison]);
/** Whether an answer (text, null for SQL NULL) is as expected. Null and text that is no number satisfy no comparison of numbers. */
function isAsExpected(answer, expected) {
	if (expected === null || typeof expected !== "object") return isSame(answer, expected);
	const { between } = expected;
	const bounds = {
		">=": between?.[0],
		"<=": between?.[1]
	};
	return (expected["!="] === void 0 || !isSame(answer, expected["!="])) && [bounds, expected].every((part) => holds(answer, part[">="], (sign) => sign >= 0) && holds(answer, part["<="], (sign) => sign <= 0)) && holds(answer, expected[">"], (sign) => sign > 0) && holds(answer, expected["<"], (sign) => sign < 0);
}
/** What is expected, for people: `5`, `between 1 and 100`, `>= 1 and < 50`. */
function describeExpectation(expected) {
	if (expected === null || typeof expected !== "object") return JSON.stringify(expected);
	return Object.entries(expected).map(([comparison, bound]) => Array.isArray(bound) ? `between ${bound.join(" and ")}` : `${comparison} ${JSON.stringify(bound)}`).join(" and ");
}
/** `t` and `f` are how servers print truth as text. */
function isSame(answer, expected) {
	if (typeof expected === "boolean") return answer === String(expected) || answer === String(expected)[0];
	if (typeof expected === "number") return compareNumbers(answer, expected) === 0;
	return answer === expected;
}
function holds(answer, bound, accepts) {
	if (bound === void 0) return true;
	const sign = compareNumbers(answer, bound);
	return sign !== void 0 && accepts(sign);
}
/** Whole numbers are compared exactly, however large; undefined when the answer is no number. */
function compareNumbers(answer, bound) {
	const trimmed = answer?.trim() ?? "";
	if (/^-?\d+$/.test(trimmed) && Number.isSafeInteger(bound)) {
		const [left, right] = [BigInt(trimmed), BigInt(bound)];
		return left < right ? -1 : Number(left > right);
	}
	const value = Number(trimmed);
	return trimmed === "" || Number.isNaN(value) ? void 0 : Math.sign(value - bound);
}
export { expectationSchema as n, isAsExpected as r, describeExpectation as t };
