import { r as LifeboatError } from "./errors.js";
// src/evidence/undelivered-record.ts
const UNWRITTEN = "This record could not be written to the store, so it is kept nowhere.";
/** A run was done and judged, and only its record could not be kept: what it says is here. */
var UndeliveredRecord = class extends LifeboatError {
	record;
	constructor(record, { what, why, fix, cause }) {
		super({
			code: "evidence-undelivered",
			what,
			...why === void 0 ? {} : { why },
			...fix === void 0 ? {} : { fix },
			cause
		});
		this.record = record;
	}
};
/** The record as it is shown when no store took it. */
function asUnwritten(record) {
	return {
		...record,
		limitations: [...record.limitations, UNWRITTEN]
	};
}
function isUnwritten({ limitations }) {
	return limitations.includes(UNWRITTEN);
}
export { asUnwritten as n, isUnwritten as r, UndeliveredRecord as t };
