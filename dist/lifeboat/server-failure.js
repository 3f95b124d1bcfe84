import { r as LifeboatError } from "./errors.js";
// src/runtime/server-failure.ts
const UNTRUSTED = {
	code: "server-unreachable",
	what: "the server could not prove who it is",
	fix: "give the authority that signed its certificate as tls.caFile, and connect by the name in the certificate"
};
const LOST = {
	code: "connection-lost",
	what: "the connection to the server was lost",
	fix: "look into the server log for the reason, then run again"
};
const FORBIDDEN = {
	code: "privilege-missing",
	what: "the login lacks a privilege",
	fix: "grant what the message names; docs/engines.md lists what a backup needs"
};
/** What the operating system's error codes mean, where `unreachable` says what to check. */
function bySystemCode(unreachable) {
	return {
		ECONNREFUSED: unreachable,
		ENOTFOUND: unreachable,
		EAI_AGAIN: unreachable,
		EHOSTUNREACH: unreachable,
		ENETUNREACH: unreachable,
		ETIMEDOUT: unreachable,
		ECONNRESET: LOST,
		EPIPE: LOST,
		ERR_STREAM_DESTROYED: LOST
	};
}
/** The error to tell; a code alone is of one whose meaning is not known. */
function serverFailure(error, address, meaning) {
	const { what, ...known } = typeof meaning === "string" ? {
		code: meaning,
		what: "a query failed"
	} : meaning;
	return new LifeboatError({
		...known,
		what: `${address}: ${what}`,
		why: wordsOf(error),
		cause: error
	});
}
/** The words of an error; an AggregateError of several addresses has an empty message of its own. */
function wordsOf(error) {
	if (error instanceof AggregateError && error.message === "") return error.errors.map((one) => wordsOf(one)).join("; ");
	return error instanceof Error ? error.message : String(error);
}
export { serverFailure as a, bySystemCode as i, LOST as n, wordsOf as o, UNTRUSTED as r, FORBIDDEN as t };
