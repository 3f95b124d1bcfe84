import { n as holdsControlCharacter } from "./control-characters.js";
import { n as parseSize, t as parseDuration } from "./units.js";
import { o as scheduleFault, r as isTimeZone } from "./cron2.js";
import { C as NEVER, g as string } from "../dependencies/zod.js";
import { t as isBranchName } from "./branch-name.js";
// src/config/fields.ts
/** A name of a target, store or group: it becomes part of object keys and of variables' names. */
const name = string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be lower-case letters, digits and dashes, at most 63");
/** What is asked of every text that is no program's own language. */
const NO_CONTROL = "must hold no control character";
/** What a rule or a check is called where people read it. */
const title = string().min(1).max(200).refine((text) => !holdsControlCharacter(text), NO_CONTROL);
/** Whoever reads a report tells them apart by these. */
function titledOnce(entries, context) {
	const names = entries.map((entry) => entry.name);
	for (const [index, written] of names.entries()) {
		if (names.indexOf(written) === index) continue;
		context.addIssue({
			code: "custom",
			path: [index, "name"],
			message: "must be a name that none before it has",
			params: { fix: "give it a name of its own" }
		});
	}
}
/** Milliseconds, written as `25h`; the examples are shown to whoever wrote something else. */
function duration(...examples) {
	return string().regex(/^(\d+(ms|s|m|h|d|w|y))+$/, "must be a duration").meta({ examples }).transform((text, context) => {
		const milliseconds = parseDuration(text);
		if (milliseconds !== void 0 && milliseconds > 0) return milliseconds;
		const message = milliseconds === 0 ? "must be a duration of more than nothing" : "must not be too long";
		context.addIssue({
			code: "custom",
			message,
			input: text
		});
		return NEVER;
	});
}
/** Bytes, written as `4GiB`. */
const size = string().regex(/^\d+(B|KiB|MiB|GiB|TiB)$/, "must be a size").meta({ examples: ["4GiB", "512MiB"] }).transform((text, context) => {
	const bytes = parseSize(text);
	if (bytes !== void 0 && bytes > 0) return bytes;
	const message = bytes === 0 ? "must be a size of more than nothing" : "must not be too large";
	context.addIssue({
		code: "custom",
		message,
		input: text
	});
	return NEVER;
});
/** A cron expression of five fields; `0#1` is the first Sunday of a month. */
const cron = string().superRefine((text, context) => {
	const fault = scheduleFault(text);
	if (fault !== void 0) context.addIssue({
		code: "custom",
		message: `must be a cron expression (${fault})`
	});
}).meta({ examples: ["17 2 * * *", "17 4 * * 0#1"] });
const timeZone = string().refine(isTimeZone, "must be an IANA time zone").meta({ examples: ["UTC", "Europe/Berlin"] });
/** The branch that evidence is published on, by git's own rules. */
const branch = string().refine(isBranchName, "must be the name of a git branch").meta({ examples: ["lifeboat-evidence"] });
/** A folder that git can hold: inside the repository, and not git's own. */
const repositoryFolder = string().refine(isRepositoryFolder, "must be a folder in the repository").meta({ examples: ["reports", "docs/evidence"] });
function isRepositoryFolder(text) {
	if (/[\\\0\n]/.test(text)) return false;
	return text.split("/").every((part) => ![
		"",
		".",
		"..",
		".git"
	].includes(part.toLowerCase()));
}
/** An age public key. */
const recipient = string().regex(/^age1[02-9ac-hj-np-z]{58}$/, "must be an age public key: age1 and 58 characters").meta({ examples: ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"] });
export { name as a, size as c, titledOnce as d, duration as i, timeZone as l, branch as n, recipient as o, cron as r, repositoryFolder as s, NO_CONTROL as t, title as u };
