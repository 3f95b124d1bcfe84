import { r as LifeboatError } from "./errors.js";
// src/stores/store-error.ts
/** A failure of a store together with the adapter's own judgement of it, which the retry wrapper asks for. */
var StoreError = class extends LifeboatError {
	kind;
	constructor(kind, parts) {
		super(parts);
		this.kind = kind;
	}
};
/** True when the adapter says that another try may help. */
function isTransient(error) {
	return error instanceof StoreError && error.kind === "transient";
}
/** Every store's answer for a key that holds nothing. */
function objectAbsent(key, location, cause) {
	return new StoreError("absent", {
		code: "object-absent",
		what: `${location} holds no object ${key}`,
		fix: "Look at what is there with `lifeboat list`, or name another store.",
		cause
	});
}
/** Every store's answer for a key that is taken. */
function objectExists(key, location, cause) {
	return new StoreError("permanent", {
		code: "object-exists",
		what: `${location} already holds an object ${key}, and nothing there is ever replaced`,
		fix: "Run the command again: a new run uses new names.",
		cause
	});
}
/** What an upload throws when its signal was aborted: the abort's own reason where that says more. */
function uploadCancelled(key, reason) {
	if (reason instanceof LifeboatError) return reason;
	return new LifeboatError({
		code: "cancelled",
		what: `The upload of ${key} was cancelled; nothing of it is visible`,
		cause: reason
	});
}
export { uploadCancelled as a, objectExists as i, isTransient as n, objectAbsent as r, StoreError as t };
