import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { n as asUnwritten, t as UndeliveredRecord } from "./undelivered-record.js";
import { t as writeRecord } from "./write-record.js";
// src/runtime/report-failure.ts
/** Tells in full why a run ended as its record says; the record itself publishes only code and `what`. */
function reportFailure(reporter, record, error) {
	if (record.error === void 0) return;
	const { why, fix } = error instanceof LifeboatError ? error : {
		why: wordsOf(error),
		fix: void 0
	};
	reporter.report({
		event: "failure",
		target: record.target,
		code: record.error.code,
		what: record.error.message,
		...why === void 0 ? {} : { why },
		...fix === void 0 ? {} : { fix }
	});
}
function wordsOf(error) {
	return error instanceof Error ? error.message : void 0;
}
// src/evidence/deliver-record.ts
/**
* Writes a run's record and tells its failure in full. Throws `evidence-undelivered` for a run that succeeded; where it did not,
* the failure matters more than its record, and the store may be what failed.
*/
async function deliverRecord(record, delivery) {
	const { store, reporter, reason } = delivery;
	reportFailure(reporter, record, reason);
	try {
		await writeRecord(store, record);
	} catch (error) {
		const shown = asUnwritten(record);
		if (record.error === void 0) throw isLifeboatError(error, "evidence-undelivered") ? new UndeliveredRecord(shown, error) : error;
		reporter.report({
			event: "warning",
			message: error instanceof Error ? error.message : String(error)
		});
		return shown;
	}
	return record;
}
export { deliverRecord as t };
