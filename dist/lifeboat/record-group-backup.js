import { a as worstExitCode, n as EXIT, r as LifeboatError, t as ERROR_CODES } from "./errors.js";
import { t as deliverRecord } from "./deliver-record.js";
import { n as instantsOf, t as memberOf } from "./member-of.js";
// src/groups/record-group-backup.ts
/** Writes down which backups of members belong together, and how far apart they are; whole only when each has one. */
async function recordGroupBackup({ log, members, job }) {
	const failed = members.flatMap(({ target, record }) => isTaken(record) ? [] : [{
		target,
		record
	}]);
	const whole = failed.length === 0;
	const reason = whole ? void 0 : notWhole(failed);
	const consistencies = members.flatMap(({ record }) => record?.consistency ?? []);
	const instants = whole ? instantsOf(consistencies) : void 0;
	const record = {
		...log.finish(reason),
		kind: "groupBackup",
		members: members.map((member) => memberOf(member.target, member.record)),
		whole,
		...instants === void 0 ? {} : { instants }
	};
	return await deliverRecord(record, {
		store: job.store,
		reporter: job.context.reporter,
		reason
	});
}
function isTaken(record) {
	return record?.backup !== void 0 && record.error === void 0;
}
function shortcoming({ target, record }) {
	return record?.backup === void 0 ? `there is no backup of ${target} in this run` : `${target} was backed up, but its run ended with ${record.error?.code ?? "an error"}`;
}
function notWhole(failed) {
	const codes = failed.map(({ record }) => record?.error?.code ?? "cancelled");
	const worst = worstExitCode(codes.map((code) => ERROR_CODES[code] ?? EXIT.unexpected));
	const code = codes.find((each) => ERROR_CODES[each] === worst) ?? "unexpected";
	return new LifeboatError({
		code,
		what: `the group is not whole: ${failed.map(shortcoming).join("; ")}`,
		fix: "mend what failed and back the group up again; the other backups are kept"
	});
}
export { recordGroupBackup };
