import { r as LifeboatError } from "./errors.js";
import { a as effectiveDisclosure, c as publishName, o as keyedDigest } from "./backup-limitations.js";
import { t as checkFingerprint } from "./fingerprint-schema.js";
// src/core/fingerprint.ts
/** The specification that makes a later fingerprint comparable with `source`. */
function specOf(source, only) {
	const methods = new Map(source.datasets.map((dataset) => [dataset.name, dataset.method]));
	const { seed, leftOut } = source;
	return only === void 0 ? {
		seed,
		methods,
		leftOut
	} : {
		seed,
		methods,
		leftOut,
		only
	};
}
// src/drill/compare-inventory.ts
/** Compares the objects besides the data, each by its rule; definitions only where both sides print them the same way. */
function compareInventory(expected, actual, sameVersion) {
	const found = new Map(actual.map((item) => [keyOf$1(item), item]));
	const known = new Set(expected.map(keyOf$1));
	const failures = [];
	const warnings = [];
	for (const item of expected) {
		const what = differs(item, found.get(keyOf$1(item)), sameVersion);
		if (what === void 0) continue;
		(item.rule === "derived" && what !== "missing" ? warnings : failures).push(difference(item, what));
	}
	for (const item of actual) if (!known.has(keyOf$1(item))) failures.push(difference(item, "unexpected"));
	return {
		failures,
		warnings
	};
}
function differs(expected, actual, sameVersion) {
	if (actual === void 0) return "missing";
	if (!sameVersion) return void 0;
	if (expected.rule !== actual.rule) return "different";
	if (expected.rule === "atLeast") return isAtLeast(actual.value, expected.value) ? void 0 : "behind";
	return expected.value === actual.value ? void 0 : "different";
}
/** What is no whole number on either side is never enough. */
function isAtLeast(actual, expected) {
	const whole = /^-?\d+$/;
	return whole.test(actual) && whole.test(expected) && BigInt(actual) >= BigInt(expected);
}
function difference({ kind, name }, what) {
	return {
		kind,
		name,
		what,
		text: `${kind} ${name} is ${what}`
	};
}
function keyOf$1({ kind, name }) {
	return `${kind} ${name}`;
}
// src/drill/compare.ts
/** Compares what was restored with the fingerprint of the backup. Throws `fingerprint-malformed`; never calls that equal. */
const compare = (expectedValue, actualValue) => {
	const expected = checkFingerprint(expectedValue);
	const actual = checkFingerprint(actualValue);
	assertSameQuestion(expected, actual);
	const sameVersion = expected.comparableWithin === actual.comparableWithin;
	const datasets = compareDatasets(expected.datasets, actual.datasets, sameVersion);
	const inventory = compareInventory(expected.inventory, actual.inventory, sameVersion);
	const schemaEqual = expected.schema.method === actual.schema.method && expected.schema.digest === actual.schema.digest;
	const strict = datasets.filter(({ derived }) => !derived);
	const differences = [
		...strict.filter(({ result }) => result !== "equal" && result !== "notComparable").map(sentence),
		...inventory.failures.map(({ text }) => text),
		...sameVersion && !schemaEqual ? ["the schema differs"] : []
	];
	const nothing = strict.length === 0 && expected.leftOut.length > 0;
	const unsure = nothing || !sameVersion || strict.some(({ result }) => result === "notComparable");
	return {
		origin: expected.origin,
		coverage: expected.coverage,
		comparable: differences.length > 0 || !unsure,
		equal: differences.length === 0 && !unsure,
		countsEqual: !nothing && strict.every(({ expected: was, actual: is }) => was?.count === is?.count),
		inventoryEqual: sameVersion && inventory.failures.length === 0 && schemaEqual,
		schemaEqual,
		datasets,
		inventoryCount: expected.inventory.length,
		inventoryDifferences: inventory.failures,
		differences,
		warnings: [...datasets.filter(changedAndDerived).map(sentence), ...inventory.warnings.map(({ text }) => text)]
	};
};
function assertSameQuestion(expected, actual) {
	if (expected.engine === actual.engine && expected.seed === actual.seed) return;
	throw new LifeboatError({
		code: "fingerprint-malformed",
		what: "the restored copy was digested with another engine or seed than the source",
		fix: "report this as a bug of the engine"
	});
}
function compareDatasets(expected, actual, sameVersion) {
	const found = new Map(actual.map((dataset) => [keyOf(dataset), dataset]));
	const known = new Set(expected.map(keyOf));
	const unexpected = actual.filter((dataset) => !known.has(keyOf(dataset)));
	return [...expected.map((dataset) => compareDataset(dataset, found.get(keyOf(dataset)), sameVersion)), ...unexpected.map((dataset) => ({
		...shown(dataset),
		result: "unexpected",
		actual: dataset,
		derived: false
	}))];
}
function compareDataset(expected, actual, sameVersion) {
	const base = {
		...shown(expected),
		expected,
		derived: expected.rule === "derived"
	};
	if (actual === void 0) return {
		...base,
		result: "missing",
		derived: false
	};
	return {
		...base,
		actual,
		result: resultOf(expected, actual, sameVersion)
	};
}
function resultOf(expected, actual, sameVersion) {
	if (expected.count !== actual.count) return "different";
	if (!sameVersion || expected.method !== actual.method) return "notComparable";
	return expected.digest === actual.digest && expected.rule === actual.rule ? "equal" : "different";
}
function changedAndDerived({ derived, result }) {
	return derived && result !== "equal";
}
function sentence({ kind, name, result, expected, actual }) {
	return `${kind} ${name} is ${result}${expected === void 0 || actual === void 0 || expected.count === actual.count ? "" : ` (${expected.count} expected, ${actual.count} found)`}`;
}
function shown({ name, kind }) {
	return {
		name,
		kind
	};
}
function keyOf({ kind, name }) {
	return `${kind} ${name}`;
}
// src/drill/publish-comparison.ts
/** A comparison as a record may show it: names and counts by the disclosure, digests only as HMACs. */
function publishComparison(comparison, options) {
	const { datasets, inventoryDifferences } = comparison;
	const disclosure = effectiveDisclosure(options);
	return {
		disclosure,
		...options.key === void 0 ? {} : { keyId: options.key.id },
		origin: comparison.origin,
		datasetCount: datasets.length,
		equalCount: datasets.filter(({ result }) => result === "equal").length,
		datasets: disclosure === "totals" ? [] : datasets.map((dataset) => publishResult(dataset, options)),
		inventoryCount: comparison.inventoryCount,
		inventoryDifferences: inventoryDifferences.map(({ kind, name, what }) => `${kind} ${publishName(name, options)} is ${what}`),
		schemaEqual: comparison.schemaEqual
	};
}
function publishResult({ name, kind, result, expected, actual }, options) {
	return {
		name: publishName(name, options),
		kind,
		result,
		...expected === void 0 ? {} : { expectedCount: expected.count },
		...actual === void 0 ? {} : { actualCount: actual.count },
		...actual === void 0 || options.key === void 0 ? {} : { keyedDigest: keyedDigest(options.key, actual.digest) }
	};
}
export { compare as n, specOf as r, publishComparison as t };
