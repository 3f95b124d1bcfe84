// src/core/errors.ts
/** Process exit codes, documented in docs/exit-codes.md; when several apply the first of `EXIT_PRECEDENCE` wins. */
const EXIT = {
	done: 0,
	unexpected: 1,
	usage: 2,
	partial: 3,
	bad: 4,
	breached: 5,
	refused: 6,
	couldNotRun: 7,
	undelivered: 8,
	cancelled: 130
};
/** Every error code with the exit code it leads to; tests assert codes, never prose. */
const ERROR_CODES = {
	unexpected: EXIT.unexpected,
	"usage-invalid": EXIT.usage,
	"config-invalid": EXIT.usage,
	"config-absent": EXIT.usage,
	"plan-invalid": EXIT.usage,
	"secret-literal": EXIT.usage,
	"target-unknown": EXIT.usage,
	"backup-unknown": EXIT.usage,
	"some-failed": EXIT.partial,
	"volume-absent": EXIT.bad,
	"volume-altered": EXIT.bad,
	"manifest-absent": EXIT.bad,
	"manifest-altered": EXIT.bad,
	"manifest-malformed": EXIT.bad,
	"record-altered": EXIT.bad,
	"ledger-broken": EXIT.bad,
	"part-malformed": EXIT.bad,
	"content-different": EXIT.bad,
	"load-failed": EXIT.bad,
	"fingerprint-malformed": EXIT.bad,
	"drill-invalid": EXIT.bad,
	"objective-breached": EXIT.breached,
	"finding-open": EXIT.breached,
	"source-not-restarted": EXIT.breached,
	"source-changed-identity": EXIT.refused,
	"destination-is-source": EXIT.refused,
	"destination-not-empty": EXIT.refused,
	"destination-not-planned": EXIT.refused,
	"confirmation-missing": EXIT.refused,
	"backup-unanchored": EXIT.refused,
	"isolation-missing": EXIT.refused,
	"untrusted-event": EXIT.refused,
	"store-not-create-only": EXIT.refused,
	"object-exists": EXIT.refused,
	"ledger-moved": EXIT.refused,
	"not-supported": EXIT.refused,
	"outside-window": EXIT.refused,
	busy: EXIT.refused,
	"secret-missing": EXIT.couldNotRun,
	"identity-missing": EXIT.couldNotRun,
	"identity-wrong": EXIT.couldNotRun,
	"program-absent": EXIT.couldNotRun,
	"program-version": EXIT.couldNotRun,
	"program-failed": EXIT.couldNotRun,
	"server-unreachable": EXIT.couldNotRun,
	"server-refused-login": EXIT.couldNotRun,
	"server-too-new": EXIT.couldNotRun,
	"server-unsupported": EXIT.couldNotRun,
	"privilege-missing": EXIT.couldNotRun,
	"connection-lost": EXIT.couldNotRun,
	"source-changed": EXIT.couldNotRun,
	"capture-failed": EXIT.couldNotRun,
	"store-unreachable": EXIT.couldNotRun,
	"store-refused": EXIT.couldNotRun,
	"store-full": EXIT.couldNotRun,
	"object-absent": EXIT.couldNotRun,
	"sandbox-unavailable": EXIT.couldNotRun,
	"image-absent": EXIT.couldNotRun,
	"sandbox-exhausted": EXIT.couldNotRun,
	"disk-full": EXIT.couldNotRun,
	"timed-out": EXIT.couldNotRun,
	"evidence-undelivered": EXIT.undelivered,
	cancelled: EXIT.cancelled
};
/** An error a person can act on: a stable code, what happened, why, and the fix. */
var LifeboatError = class extends Error {
	code;
	what;
	why;
	fix;
	constructor(parts) {
		super(parts.why === void 0 ? parts.what : `${parts.what}: ${parts.why}`, { cause: parts.cause });
		this.name = "LifeboatError";
		this.code = parts.code;
		this.what = parts.what;
		this.why = parts.why;
		this.fix = parts.fix;
	}
	get exitCode() {
		return ERROR_CODES[this.code];
	}
};
/** True for a `LifeboatError`, of that code when one is given. */
function isLifeboatError(error, code) {
	return error instanceof LifeboatError && (code === void 0 || error.code === code);
}
const EXIT_PRECEDENCE = [
	EXIT.cancelled,
	EXIT.unexpected,
	EXIT.usage,
	EXIT.bad,
	EXIT.couldNotRun,
	EXIT.partial,
	EXIT.refused,
	EXIT.undelivered,
	EXIT.breached
];
/** The one exit code that stands for several outcomes (design §8). */
function worstExitCode(codes) {
	const seen = new Set(codes);
	return EXIT_PRECEDENCE.find((code) => seen.has(code)) ?? EXIT.done;
}
export { worstExitCode as a, isLifeboatError as i, EXIT as n, LifeboatError as r, ERROR_CODES as t };
