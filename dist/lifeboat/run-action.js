import { c as warning, i as getInput, o as setOutput, r as error, s as setSecret, t as core_exports } from "../dependencies/actions-core.js";
import { r as verbs, t as parseCommandLine } from "./command-line.js";
import { n as describeFailure, t as describeError } from "./describe-error.js";
import { t as callVerb } from "./run-verb.js";
import { n as EXIT, r as LifeboatError, t as ERROR_CODES } from "./errors.js";
import { c as seconds, i as duration, n as bytes, o as plural } from "./lines.js";
import { t as canonicalBytes } from "./canonical.js";
import { n as readPayload, t as isOfPullRequest } from "./pull-request.js";
import { t as harmless } from "./harmless.js";
import { t as didYouMean } from "./suggest.js";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { appendFile, copyFile, mkdir, mkdtemp, writeFile } from "node:fs/promises";
// src/action/approval.ts
/**
* Who asked for this run and what the reviewers of its environments said. Without a token that may read that (`actions: read`)
* the reviews are left out, which says that they are not known.
*/
async function readApproval({ token }, environment) {
	const actor = environment["GITHUB_ACTOR"] ?? "";
	if (actor === "") return void 0;
	const reviews = await readReviews(token, environment).catch(() => void 0);
	return {
		actor,
		triggeringActor: environment["GITHUB_TRIGGERING_ACTOR"] ?? actor,
		...reviews === void 0 ? {} : { reviews }
	};
}
async function readReviews(token, { GITHUB_REPOSITORY: repository = "", GITHUB_RUN_ID: runId = "" }) {
	if (token === void 0) return void 0;
	const { getOctokit } = await import("./github.js");
	const [owner = "", repo = ""] = repository.split("/");
	const { data } = await getOctokit(token).rest.actions.getReviewsForRun({
		owner,
		repo,
		run_id: Number(runId)
	});
	return data.flatMap(({ state, user, environments }) => environments.map(({ name }) => ({
		environment: name ?? "",
		reviewer: user?.login ?? "",
		state
	})));
}
// src/action/problem.ts
/** `orders: what happened [code]`, the one line of it. */
function headline({ target, code, what }) {
	return `${target === void 0 ? "" : `${target}: `}${what}${code === void 0 ? "" : ` [${code}]`}`;
}
// src/action/annotate.ts
/** The platform shows so many of a step and drops the rest without a word. */
const SHOWN = 10;
/** One annotation for each problem, errors and warnings; what would be dropped is counted in the last. */
function annotate(problems, core) {
	for (const level of ["error", "warning"]) {
		const all = problems.filter((problem) => problem.level === level);
		const shown = all.length > SHOWN ? all.slice(0, 9) : all;
		for (const problem of shown) core[level](textOf(problem), { title: titleOf(problem) });
		if (all.length > shown.length) core[level](`and ${all.length - shown.length} more, in the summary of this run`, { title: "lifeboat" });
	}
}
function titleOf({ target, code }) {
	return [
		"lifeboat",
		target,
		code
	].filter((part) => part !== void 0).join(" ");
}
function textOf(problem) {
	const { why, fix } = problem;
	return [
		headline(problem),
		...why === void 0 ? [] : [`why: ${why.trim()}`],
		...fix === void 0 ? [] : [`fix: ${fix}`]
	].join("\n");
}
// src/action/attach.ts
/** Longer than this it would delay what comes after a backup for something that is kept elsewhere too. */
const PATIENCE_MS = 12e4;
/** Attaches a report to the workflow run; what goes wrong is told and never thrown, because nothing depends on it. */
async function attach(report, options) {
	const { name, unique, environment } = options;
	const unavailable = whyUnavailable(environment);
	if (unavailable !== void 0) return {
		name,
		problem: unavailable
	};
	try {
		return {
			name,
			id: await upload(name, report)
		};
	} catch (error) {
		if (!isTaken(error)) return {
			name,
			problem: wordsOf(error)
		};
	}
	const other = `${name}-${unique}`;
	try {
		return {
			name: other,
			id: await upload(other, report)
		};
	} catch (error) {
		return {
			name: other,
			problem: wordsOf(error)
		};
	}
}
async function upload(name, { folder, files }) {
	const { DefaultArtifactClient } = await import("./artifact.js");
	const uploading = new DefaultArtifactClient().uploadArtifact(name, [...files], folder);
	const timer = Promise.withResolvers();
	const late = setTimeout(() => timer.reject(/* @__PURE__ */ new Error(`it took longer than ${PATIENCE_MS / 1e3} s`)), PATIENCE_MS);
	try {
		const { id } = await Promise.race([uploading, timer.promise]);
		if (id === void 0) throw new Error("the service gave it no id");
		return id;
	} finally {
		clearTimeout(late);
	}
}
/** The client refuses every other host, in words that help nobody. */
function whyUnavailable(environment) {
	const { hostname } = new URL(environment["GITHUB_SERVER_URL"] ?? "https://github.com");
	if (hostname !== "github.com" && !hostname.endsWith(".ghe.com") && !hostname.endsWith(".localhost")) return `${hostname} is a GitHub Enterprise Server or another platform, and its artifact service takes none from actions of this generation`;
	if ((environment["ACTIONS_RESULTS_URL"] ?? "") === "") return "this runner offers no artifact service";
}
function isTaken(error) {
	return error instanceof Error && error.message.includes("(409)");
}
function wordsOf(error) {
	return error instanceof Error ? error.message : String(error);
}
// src/action/merge-problems.ts
/** Each problem once: what a run told as it happened, with its reason and fix, and what its result holds besides. */
function mergeProblems(told, found) {
	const known = new Set(told.map(failureOf));
	const others = found.filter((problem) => !known.has(failureOf(problem)));
	return [...new Map([...told, ...others].map((problem) => [headline(problem), problem])).values()];
}
/** A target fails once, and the result says so in fewer words. */
function failureOf({ target, code }) {
	return `${target ?? ""} ${code ?? ""}`;
}
// src/action/outputs.ts
/** Outputs of a job are dropped above 1 MiB together. */
const LARGEST_RESULT = 262144;
/** What later steps may use; the empty string where there is nothing to say. */
function outputsOf({ exitCode, result, reading }) {
	const text = JSON.stringify(result);
	return {
		"exit-code": String(exitCode),
		verdict: worstVerdict(reading) ?? "",
		grade: lowestGrade(reading.records),
		succeeded: String(reading.succeeded),
		failed: String(reading.failed),
		"backup-ids": JSON.stringify(backupIds(reading.records)),
		result: Buffer.byteLength(text) > LARGEST_RESULT ? "" : text,
		commit: typeof result.commit === "string" ? result.commit : ""
	};
}
/** Where the report is: nothing where it could not be written or attached. */
function reportOutputsOf(report, attached) {
	return {
		"record-paths": JSON.stringify(report?.recordPaths ?? []),
		"report-path": report?.folder ?? "",
		"artifact-id": String(attached?.id ?? "")
	};
}
const WORST_FIRST = [
	"breached",
	"notComparable",
	"notMeasured",
	"met"
];
/** Nothing that failed is ever met. */
function worstVerdict({ verdicts, failed }) {
	const worst = WORST_FIRST.find((verdict) => verdicts.includes(verdict));
	return worst === "met" && failed > 0 ? "notMeasured" : worst;
}
/** Of what was verified or drilled; empty when one of them has none. */
function lowestGrade(records) {
	const grades = records.filter((record) => record.kind === "drill" || record.kind === "verification").map(({ grade }) => grade);
	if (grades.length === 0 || grades.includes(void 0)) return "";
	return String(Math.min(...grades.map((grade) => grade ?? 0)));
}
function backupIds(records) {
	const ids = records.flatMap((record) => "backup" in record && record.backup !== void 0 ? [record.backup.id] : []);
	return [...new Set(ids)];
}
// src/action/read-result.ts
/** Reads what `--json` would print as the last line. */
function readResult(result, exitCode) {
	const parts = partsOf(result);
	return {
		records: parts.filter(({ format }) => format === "lifeboat-record/1"),
		problems: parts.flatMap(problemsOf),
		verdicts: parts.flatMap(verdictsOf),
		...counts(result, exitCode)
	};
}
/** The object and every object in it. */
function partsOf(value) {
	if (typeof value !== "object" || value === null) return [];
	const inner = Object.values(value).flatMap(partsOf);
	return Array.isArray(value) ? inner : [value, ...inner];
}
/** A record's own error is told by the run, with its reason and its fix, which no record has. */
function problemsOf(part) {
	const { error, findings, problems, target } = part;
	const name = typeof target === "string" ? target : void 0;
	return [
		...error === void 0 || part.format !== void 0 ? [] : [{
			level: "error",
			target: name,
			...error,
			what: error.what ?? error.message ?? error.code
		}],
		...listed(findings, name),
		...listed(problems, name)
	];
}
function listed(list, target) {
	if (!Array.isArray(list)) return [];
	return list.filter((one) => typeof one === "object" && one !== null).map(({ code, severity, what, message, why, fix }) => {
		return {
			level: severity === "warning" ? "warning" : "error",
			target,
			code,
			what: what ?? message ?? code ?? "a finding",
			why,
			fix
		};
	});
}
const VERDICTS$1 = /* @__PURE__ */ new Set([
	"met",
	"breached",
	"notMeasured",
	"notComparable"
]);
function verdictsOf({ verdict, verdicts }) {
	const several = typeof verdicts === "object" && verdicts !== null ? Object.entries(verdicts) : [];
	const overall = several.filter(([name]) => name === "overall");
	return [verdict, ...(overall.length > 0 ? overall : several).map(([, value]) => value)].filter((value) => VERDICTS$1.has(value));
}
const DONE = /* @__PURE__ */ new Set([
	EXIT.done,
	EXIT.breached,
	EXIT.undelivered
]);
function counts({ targets, groups }, exitCode) {
	const each = [targets, groups].flatMap((list) => Array.isArray(list) ? list : []).map(codeOf).filter((code) => code !== void 0);
	const codes = each.length > 0 ? each : [exitCode];
	const succeeded = codes.filter((code) => DONE.has(code)).length;
	return {
		succeeded,
		failed: codes.length - succeeded
	};
}
function codeOf(value) {
	return typeof value === "object" && value !== null ? value.exitCode : void 0;
}
// src/action/markdown.ts
/** Text that Markdown leaves as it is, on one line, also in a cell. */
function plainText(text) {
	return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_~|[\]#]/g, String.raw`\$&`).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("@", "&#64;").trim();
}
/** A table without the columns that hold nothing. */
function table(columns, rows) {
	const used = columns.filter((column) => rows.some((row) => (row[column] ?? "") !== ""));
	return [
		lineOf(used),
		lineOf(used.map(() => "---")),
		...rows.map((row) => lineOf(used.map((column) => row[column] ?? "")))
	];
}
function lineOf(cells) {
	return `| ${cells.join(" | ")} |`;
}
/** Lines as they are, in a fence longer than any in them. */
function fenced(lines) {
	const longest = Math.max(2, ...lines.map((line) => /^\s*(`*)/.exec(line)?.[1]?.length ?? 0));
	const fence = "`".repeat(longest + 1);
	return [
		`${fence}text`,
		...lines,
		fence
	];
}
/** As many of the lines as fit into so many bytes, and how many did not. */
function fitting(lines, bytes) {
	let used = 0;
	const end = lines.findIndex((line) => (used += Buffer.byteLength(line) + 1) > bytes);
	return end < 0 ? {
		lines,
		left: 0
	} : {
		lines: lines.slice(0, end),
		left: lines.length - end
	};
}
// src/action/summary-row.ts
/** The columns that a record may fill; those that none fills are left out. */
const COLUMNS = [
	"target",
	"result",
	"backup",
	"data of",
	"size",
	"grade",
	"RTO",
	"RPO",
	"into",
	"claimed",
	"proven",
	"kept",
	"dropped",
	"took"
];
/** What a record says, in a line of the summary. */
function summaryRow(record, rpo) {
	const { target, durationMs } = record;
	return {
		target: plainText(target),
		result: resultOf(record),
		...columnsOf(record),
		...rpo === void 0 ? {} : { RPO: verdictCell(rpo.verdict, rpo.actualMs, rpo.objectiveMs) },
		took: duration(durationMs)
	};
}
function columnsOf(record) {
	const backup = "backup" in record && record.backup !== void 0 ? { backup: record.backup.id } : {};
	if (record.kind === "backup") {
		const { consistency, storedBytes } = record;
		const at = consistency === void 0 ? {} : { "data of": seconds(consistency.fromAt) };
		return {
			...backup,
			...at,
			...storedBytes === void 0 ? {} : { size: bytes(storedBytes) }
		};
	}
	if (record.kind === "verification") return {
		...backup,
		...gradeCell(record.grade)
	};
	if (record.kind === "restore") {
		const into = record.destination?.address;
		return {
			...backup,
			...into === void 0 ? {} : { into: plainText(into) }
		};
	}
	if (record.kind === "check") return {
		claimed: ageCell(record.claimed),
		proven: ageCell(record.proven)
	};
	if (record.kind === "prune") return {
		kept: String(record.kept.length),
		dropped: String(record.dropped.length)
	};
	if (record.kind === "groupDrill") return { RTO: verdictCell(record.verdicts.rto, record.rta?.measuredMs, record.rta?.objectiveMs) };
	if (record.kind !== "drill") return backup;
	const { consistency, rta, rpa, verdicts, grade } = record;
	return {
		...backup,
		...consistency === void 0 ? {} : { "data of": seconds(consistency.fromAt) },
		...gradeCell(grade),
		RTO: verdictCell(verdicts.rto, rta?.measuredMs, rta?.objectiveMs),
		RPO: verdictCell(verdicts.rpo, rpa?.ageMs, rpa?.objectiveMs)
	};
}
function ageCell(point) {
	return point === void 0 ? "none" : `${duration(point.ageMs)} old`;
}
function gradeCell(grade) {
	return grade === void 0 ? {} : { grade: String(grade) };
}
const OUTCOMES = {
	succeeded: "✅",
	failed: "❌ failed",
	couldNotRun: "❌ could not run",
	cancelled: "⏹️ cancelled"
};
const DONE_WORDS = {
	backup: "taken",
	verification: "verified",
	drill: "drilled, not proven",
	restore: "restored",
	policy: "recorded",
	check: "healthy",
	prune: "pruned",
	groupBackup: "taken together",
	groupDrill: "drilled together, not proven"
};
/** Late or at risk is not bad: the copy can be used. */
const AT_RISK = /* @__PURE__ */ new Set([
	"objective-breached",
	"finding-open",
	"source-not-restarted"
]);
function resultOf(record) {
	const code = record.error?.code;
	const shownCode = code === void 0 ? "" : ` \`${code}\``;
	if (record.kind === "check" && record.findings.length > 0) return `⚠️ ${plural(record.findings.length, "finding")}`;
	if (AT_RISK.has(code)) return `⚠️ ${doneWord(record)}${shownCode}`;
	if (code !== void 0 && code in ERROR_CODES && ERROR_CODES[code] === EXIT.refused) return `⛔ refused${shownCode}`;
	return record.outcome === "succeeded" ? `${OUTCOMES.succeeded} ${doneWord(record)}` : `${OUTCOMES[record.outcome]}${shownCode}`;
}
function doneWord(record) {
	if (record.kind === "drill" && record.proven) return "proven";
	if (record.kind === "groupDrill" && record.proven) return "proven together";
	if (record.kind === "prune" && !record.applied) return "planned only";
	return DONE_WORDS[record.kind];
}
const VERDICTS = {
	met: "✅",
	breached: "⚠️ breached:",
	notMeasured: "not measured",
	notComparable: "not comparable"
};
function verdictCell(verdict, actual, objective) {
	if (actual === void 0) return VERDICTS[verdict];
	if (objective === void 0) return `${duration(actual)} (no objective set)`;
	return `${VERDICTS[verdict]} ${duration(actual)} (objective ${duration(objective)})`;
}
// src/action/summary.ts
const LARGEST_PROBLEMS = 204800;
const LARGEST_TABLE = 307200;
const LARGEST_PLAN = 102400;
const LARGEST_TEXT = 256e3;
/** The summary of a run in GitHub's Markdown: what came of it first, then what is wrong, then all it said. */
function summarise(run) {
	const { heard, problems } = run;
	return [
		`## Lifeboat ${plainText(run.command)}: ${outcomeWords(run)}`,
		bounded(tableOf(run), LARGEST_TABLE),
		bounded(problems.flatMap(problemLines), LARGEST_PROBLEMS),
		...heard.said.length === 0 ? [] : [block("Plan", heard.said.join("\n"), {
			bytes: LARGEST_PLAN,
			open: true
		})],
		...heard.text === "" ? [] : [block("Output", heard.text, {
			bytes: LARGEST_TEXT,
			open: run.reading.records.length === 0
		})]
	].filter((part) => part !== "").join("\n\n").concat("\n");
}
function outcomeWords({ exitCode, reading: { succeeded, failed } }) {
	if (exitCode === EXIT.done) return "✅ done";
	if (exitCode === EXIT.cancelled) return "⏹️ cancelled";
	if (exitCode === EXIT.breached) return "⚠️ an objective is breached or a finding is open";
	if (exitCode === EXIT.refused) return "⛔ refused, nothing was changed";
	if (succeeded > 0 && failed > 0) return `❌ ${failed} of ${plural(succeeded + failed, "target")} failed`;
	return `❌ failed (exit code ${exitCode})`;
}
function tableOf({ reading, heard }) {
	if (reading.records.length === 0) return [];
	const rpos = rposOf(heard.result);
	return table(COLUMNS, reading.records.map((record) => summaryRow(record, rpos.get(record.id))));
}
/** By the record that each belongs to. */
function rposOf({ targets }) {
	return new Map((Array.isArray(targets) ? targets : []).flatMap(({ record, rpo }) => record === void 0 || rpo === void 0 ? [] : [[record.id, rpo]]));
}
function problemLines(problem) {
	const { level, why, fix } = problem;
	return [
		`- ${level === "error" ? "❌" : "⚠️"} **${plainText(headline(problem))}**`,
		...why === void 0 ? [] : [`  - why: ${plainText(why)}`],
		...fix === void 0 ? [] : [`  - fix: ${plainText(fix)}`]
	];
}
function bounded(lines, bytes) {
	const { lines: shown, left } = fitting(lines, bytes);
	return [...shown, ...left === 0 ? [] : ["", cutWords(left)]].join("\n");
}
function block(title, text, { bytes, open }) {
	const { lines, left } = fitting(text.split(/\r\n|\r|\n/), bytes);
	const note = left === 0 ? [] : [cutWords(left), ""];
	return [
		`<details${open ? " open" : ""}><summary>${title}</summary>`,
		"",
		...fenced(lines),
		"",
		...note,
		"</details>"
	].join("\n");
}
function cutWords(left) {
	return `_${plural(left, "more line")} did not fit here: they are in the log and in the artifact of this run._`;
}
// src/action/write-report.ts
/** Writes them into a folder of their own, where the platform keeps files until the job ends. */
async function writeReport({ records, result, summary }, { RUNNER_TEMP: parent = tmpdir() }) {
	const folder = await mkdtemp(join(parent, "lifeboat-report-"));
	const texts = [
		...records.map((record) => [recordName(record), canonicalBytes(record)]),
		["result.json", `${JSON.stringify(result, void 0, 2)}\n`],
		["summary.md", summary]
	];
	await mkdir(join(folder, "records"));
	for (const [name, text] of texts) await writeFile(join(folder, name), text);
	const copied = await copyReports(result, folder);
	return {
		folder,
		files: [...texts.map(([name]) => join(folder, name)), ...copied],
		recordPaths: records.map((record) => join(folder, recordName(record)))
	};
}
function recordName({ id, kind }) {
	return join("records", `${id}-${kind}.json`);
}
/** What `report` wrote, which its result names below the folder it wrote to. */
async function copyReports({ folder: from, files }, folder) {
	if (typeof from !== "string" || !Array.isArray(files)) return [];
	const names = files.filter((name) => typeof name === "string");
	for (const name of names) {
		await mkdir(dirname(join(folder, "reports", name)), { recursive: true });
		await copyFile(join(from, name), join(folder, "reports", name));
	}
	return names.map((name) => join(folder, "reports", name));
}
// src/action/deliver.ts
/** Tells what a run came to: annotations, summary, artifact, outputs. Resolves to the exit code of the step. */
async function deliver(ended) {
	const { inputs, heard, exitCode, environment } = ended;
	const reading = readResult(heard.result, exitCode);
	const passes = exitCode === EXIT.breached && inputs.failOn === "failed";
	const problems = mergeProblems(heard.problems, reading.problems).map((problem) => passes ? {
		...problem,
		level: "warning"
	} : problem);
	annotate(problems, core_exports);
	const result = {
		...heard.result,
		exitCode
	};
	setOutputs(outputsOf({
		exitCode,
		result,
		reading
	}));
	const summary = summarise({
		command: inputs.command,
		exitCode,
		heard,
		reading,
		problems
	});
	const report = await orWarning("the report", () => writeReport({
		records: reading.records,
		result,
		summary
	}, environment));
	const attached = report === void 0 ? void 0 : await attachReport(ended, report);
	setOutputs(reportOutputsOf(report, attached));
	await orWarning("the summary", () => appendSummary(summary, attached, environment));
	return passes ? EXIT.done : exitCode;
}
function setOutputs(outputs) {
	for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}
/** What the run came to holds with and without its report. */
async function orWarning(what, write) {
	try {
		return await write();
	} catch (error) {
		warning(`${what} of this run could not be written: ${error.message}`, { title: "lifeboat" });
		return;
	}
}
/** Not after a cancellation: the platform leaves no time for it. */
async function attachReport({ inputs, event, exitCode, environment }, report) {
	if (!inputs.artifact || exitCode === EXIT.cancelled) return void 0;
	const attached = await attach(report, {
		name: `lifeboat-${inputs.command.replaceAll(" ", "-")}-${event.runId}-${event.attempt}`,
		unique: report.folder.slice(-6),
		environment
	});
	if (attached.problem !== void 0) warning(`the report is not attached to this run: ${attached.problem}`, { title: "lifeboat" });
	return attached;
}
async function appendSummary(summary, attached, { GITHUB_STEP_SUMMARY: file = "" }) {
	if (file === "") return;
	const line = attached === void 0 ? "" : `\nReport: ${artifactWords(attached)}\n`;
	await appendFile(file, summary + line);
}
function artifactWords({ id, name, problem }) {
	return id === void 0 ? `not attached (${problem ?? "no reason given"})` : `artifact \`${name}\``;
}
// src/action/event.ts
/** Reads the event from the variables that the platform sets and from the payload they name. */
function readEvent(environment) {
	const run = runOf(environment);
	const payload = readPayload(environment);
	const fork = forkOf(environment, payload);
	return {
		trigger: {
			kind: environment["GITHUB_EVENT_NAME"] === "schedule" ? "schedule" : "manual",
			...run === void 0 ? {} : { run }
		},
		...fork === void 0 ? {} : { fork },
		isPublic: payload?.repository?.private !== true,
		runId: environment["GITHUB_RUN_ID"] ?? "local",
		attempt: run?.attempt ?? 1
	};
}
function runOf(environment) {
	const get = (name) => environment[`GITHUB_${name}`] ?? "";
	const [repository, runId] = [get("REPOSITORY"), get("RUN_ID")];
	if (repository === "" || runId === "") return void 0;
	const attempt = Number.parseInt(get("RUN_ATTEMPT"), 10) || 1;
	return {
		repository,
		workflowRef: get("WORKFLOW_REF") || "unknown",
		event: get("EVENT_NAME") || "unknown",
		runId,
		attempt,
		url: `${get("SERVER_URL") || "https://github.com"}/${repository}/actions/runs/${runId}/attempts/${attempt}`,
		actor: get("ACTOR") || "unknown"
	};
}
/** Of the others, a merge queue has been let in and a comment brings no code. */
const OF_A_HEAD = /^(pull_request|workflow_run)/;
const UNTOLD = "a repository that its event does not tell";
/** Also for what runs beside a pull request with the rights of its base; a head that was deleted since is foreign too. */
function forkOf(environment, payload) {
	if (!isOfPullRequest(environment)) return void 0;
	if (payload === void 0) return UNTOLD;
	const { pull_request, workflow_run } = payload;
	if (pull_request === void 0 && workflow_run === void 0) return OF_A_HEAD.test(environment["GITHUB_EVENT_NAME"] ?? "") ? UNTOLD : void 0;
	const from = (pull_request === void 0 ? workflow_run?.head_repository : pull_request?.head?.repo)?.full_name ?? "a repository that is gone";
	return from === environment["GITHUB_REPOSITORY"] ? void 0 : from;
}
// src/action/parse-variables.ts
const VARIABLE = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;
/**
* Reads lines NAME=value. A value is the rest of its line as it stands; quotes that enclose the whole of it are left out, and may
* enclose several lines. Throws `usage-invalid` with the number of a line and nothing of it, because all of it is secret.
*/
function parseVariables(text) {
	const variables = {};
	const lines = text.split(/\r\n|\r|\n/);
	for (let at = 0; at < lines.length; at += 1) {
		const line = lines[at] ?? "";
		if (/^\s*(#|$)/.test(line)) continue;
		const [, name, value = ""] = VARIABLE.exec(line) ?? [];
		if (name === void 0) throw unreadable(at, "is neither NAME=value nor a comment");
		const last = lastLineOf(value, lines, at);
		variables[name] = unquoted([value, ...lines.slice(at + 1, last + 1)].join("\n"));
		at = last;
	}
	return variables;
}
/** Where the value ends that begins at a line: there, or where the quote ends with which it begins. */
function lastLineOf(value, lines, at) {
	const quote = /^["']/.exec(value)?.[0];
	if (quote === void 0 || isQuoted(value)) return at;
	const next = lines.findIndex((line, number) => number > at && line.includes(quote));
	if (next > at && lines[next]?.indexOf(quote) === (lines[next]?.trimEnd().length ?? 0) - 1 && !value.slice(1).includes(quote)) return next;
	throw unreadable(at, "begins with a quote that does not end the value");
}
function isQuoted(value) {
	return /^(["'])[^]*\1\s*$/.test(value);
}
function unquoted(value) {
	return isQuoted(value) ? value.trimEnd().slice(1, -1) : value;
}
function unreadable(at, problem) {
	return new LifeboatError({
		code: "usage-invalid",
		what: `line ${at + 1} of the input env ${problem}`,
		fix: "write NAME=value, a value of several lines as NAME=\"…\", and one that begins with a quote in quotes of the other kind"
	});
}
// src/action/inputs.ts
/** Reads the inputs of a step; `read` gives the empty string for what is absent. Throws `usage-invalid`. */
function readInputs(read) {
	const text = (name) => read(name) === "" ? void 0 : read(name);
	const command = read("command").split(/\s+/).join(" ");
	if (command === "") throw invalid("the input command is missing", "name a command of lifeboat, such as backup");
	return {
		command,
		targets: read("targets").split(/[\s,]+/).filter((name) => name !== ""),
		config: text("config"),
		backup: text("backup"),
		into: text("into"),
		confirm: text("confirm"),
		args: linesOf(read("args")),
		env: parseVariables(read("env")),
		failOn: failOnOf(read("fail-on")),
		artifact: switchOf(read("artifact")),
		token: text("token")
	};
}
/** No shell splits them, so that nothing in them can be more than one argument. */
function linesOf(text) {
	const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== "");
	const two = lines.find((line) => /^-[^\s=]*\s/.test(line));
	if (two === void 0) return lines;
	throw invalid("the input args has one argument a line, and one line has two", `write ${two.replace(/\s+/, "=")}, or its second part on a line of its own`);
}
function failOnOf(text) {
	if (text === "") return void 0;
	if (text === "breached" || text === "failed") return text;
	throw invalid(`the input fail-on is ${JSON.stringify(text)}`, "use breached or failed, or leave it out");
}
function switchOf(text) {
	if (text === "" || text === "true") return true;
	if (text === "false") return false;
	throw invalid(`the input artifact is ${JSON.stringify(text)}`, "use true or false");
}
function invalid(what, fix) {
	return new LifeboatError({
		code: "usage-invalid",
		what,
		fix
	});
}
// src/action/without-content.ts
/** Besides those that say that a copy is bad: what their reason quotes are a program's words about what it reads or loads. */
const ALSO_QUOTING = /* @__PURE__ */ new Set([
	"program-failed",
	"capture-failed",
	"unexpected"
]);
const WITHHELD = "not told here, because everybody may read this log and a database quotes what it holds: run the command on a computer of your own";
/** A failure without a reason that may quote a row. */
function withoutContent(failure) {
	const { code, why } = failure;
	return why === void 0 || !isQuoting(code) ? failure : {
		...failure,
		why: WITHHELD
	};
}
/** The same of an error before it becomes text; of one that is not ours nothing is left, and no stack. */
function errorWithoutContent(error) {
	if (!(error instanceof LifeboatError)) return new LifeboatError({
		code: "unexpected",
		what: "a defect of Lifeboat",
		why: WITHHELD
	});
	const { code, what, why, fix } = error;
	if (why === void 0 || !isQuoting(code)) return error;
	return new LifeboatError({
		code,
		what,
		why: WITHHELD,
		...fix === void 0 ? {} : { fix }
	});
}
function isQuoting(code) {
	return ALSO_QUOTING.has(code) || code in ERROR_CODES && ERROR_CODES[code] === EXIT.bad;
}
// src/action/log.ts
/** The log of a step, read by everybody when `isPublic`: phases in groups that are folded away, no moving lines, and nothing that the runner could take for a command. */
function createLog(core, isPublic) {
	const heard = {
		problems: [],
		said: [],
		result: {},
		text: ""
	};
	let open = false;
	const close = () => {
		if (open) core.endGroup();
		open = false;
	};
	const print = (text) => {
		if (text !== "") core.info(harmless(text));
	};
	const step = (name) => {
		if (!open) core.startGroup("Progress");
		open = true;
		print(name);
	};
	const plain = (text) => {
		close();
		print(text);
	};
	const end = (result, text) => {
		Object.assign(heard, {
			result,
			text
		});
		plain(text);
	};
	const report = (event) => {
		if (event.event === "phase") step(phaseName(event));
		else if (event.event === "notice") {
			if (event.confidential !== true) print(event.message);
		} else if (event.event === "warning") {
			heard.problems.push({
				level: "warning",
				what: event.message
			});
			print(`warning: ${event.message}`);
		} else if (event.event === "failure") {
			const told = isPublic ? withoutContent(event) : event;
			const { target, code, what, why, fix } = told;
			heard.problems.push({
				level: "error",
				target,
				code,
				what,
				why,
				fix
			});
			plain(`${target}: ${describeFailure(told)}`);
		}
	};
	return {
		heard,
		plain,
		reporter: { report },
		say: (text) => {
			heard.said.push(text);
			plain(text);
		},
		result: end,
		failure: end
	};
}
function phaseName({ name, target }) {
	return target === void 0 ? name : `${target}: ${name}`;
}
// src/action/masks.ts
/** Masking less would hide every third word of a log. */
const SHORTEST = 4;
/** Every form in which a secret could show up in a log: encoded, line by line, and the password inside a URL. */
function masksOf(secret) {
	const forms = [
		secret,
		...secret.split(/\r\n|\r|\n/),
		...passwordsOf(secret)
	].filter((value) => value.length >= SHORTEST).flatMap(formsOf);
	return [...new Set(forms)];
}
function formsOf(value) {
	const url = encodeURIComponent(value);
	const strict = url.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
	const bytes = Buffer.from(value);
	return [
		value,
		url,
		strict,
		strict.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
		JSON.stringify(value).slice(1, -1),
		bytes.toString("hex"),
		...[
			0,
			1,
			2
		].flatMap((before) => insideBase64(bytes, before)),
		bytes.toString("base64"),
		bytes.toString("base64url")
	].filter((form) => form.length >= SHORTEST);
}
/** What depends on the secret alone where so many bytes come before it, as in a header of user and password. */
function insideBase64(bytes, before) {
	const whole = Buffer.concat([Buffer.alloc(before), bytes]);
	const inner = (text) => text.slice(Math.ceil(before * 8 / 6), Math.floor(whole.length * 8 / 6));
	return [inner(whole.toString("base64")), inner(whole.toString("base64url"))];
}
function passwordsOf(secret) {
	if (!URL.canParse(secret)) return [];
	const { password, searchParams } = new URL(secret);
	return [
		password,
		decoded(password),
		searchParams.get("password") ?? ""
	].filter((value) => value !== "");
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
// src/action/refuse-fork.ts
/**
* Throws `untrusted-event` for everything but `validate --offline` in a run that a fork's pull request started: its author could
* send backups to a store of their own, and such a run has no secrets for a reason.
*/
function refuseFork({ fork }, { command, args }) {
	if (fork === void 0 || command === "validate" && args.includes("--offline")) return;
	throw new LifeboatError({
		code: "untrusted-event",
		what: `${command} does not run for a pull request from ${fork}`,
		why: "whoever opens it chooses the configuration, and the run has no secrets",
		fix: "run it on schedule or workflow_dispatch; for pull requests use validate with args: --offline"
	});
}
// src/action/stop-on-signals.ts
/** The platform kills 2.5 s after the second signal, which comes 7.5 s after the first. */
const LAST_MOMENTS_MS = 2e3;
/** The first signal stops the run in good order; after the second it has as long as the platform leaves it. */
function stopOnSignals(host) {
	const stop = new AbortController();
	const onSignal = (signal) => {
		if (stop.signal.aborted) setTimeout(() => host.exit(EXIT.cancelled), LAST_MOMENTS_MS).unref();
		stop.abort(new LifeboatError({
			code: "cancelled",
			what: `cancelled by ${signal}`
		}));
	};
	const signals = ["SIGINT", "SIGTERM"];
	for (const signal of signals) host.on(signal, onSignal);
	return {
		signal: stop.signal,
		release: () => {
			for (const signal of signals) host.off(signal, onSignal);
		}
	};
}
// src/action/to-arguments.ts
/** It prints a secret key, and everybody who may read the repository reads its logs. */
const NOT_HERE = /* @__PURE__ */ new Set(["keys new"]);
/** The command line that a step's inputs stand for. Throws `usage-invalid` for what is no command here. */
function toArguments(inputs) {
	requireCommand(inputs.command);
	const { config, backup, into, confirm } = inputs;
	const named = {
		config,
		backup,
		into,
		confirm,
		"fail-on": askedOfVerb(inputs),
		publish: placeOf(inputs)
	};
	return [
		...inputs.command.split(" "),
		...Object.entries(named).flatMap(([name, value]) => value === void 0 ? [] : [`--${name}=${value}`]),
		...inputs.args,
		"--",
		...inputs.targets
	];
}
/** Most commands report a breach by themselves; those that must be asked to have the option. */
function askedOfVerb({ command, failOn }) {
	return failOn === "breached" && takes(command, "--fail-on") ? failOn : void 0;
}
/** The clone of a job is thrown away with it, and what is published there would be lost. */
function placeOf({ command, args }) {
	const isGiven = args.some((line) => line.startsWith("--publish"));
	return takes(command, "--publish") && !isGiven ? "github" : void 0;
}
function takes(command, option) {
	return (verbs.find(({ name }) => name === command)?.options ?? []).some(({ flags }) => flags.startsWith(`${option} `));
}
function requireCommand(command) {
	const known = verbs.map(({ name }) => name).filter((name) => !NOT_HERE.has(name));
	if (known.includes(command)) return;
	throw new LifeboatError({
		code: "usage-invalid",
		what: NOT_HERE.has(command) ? `${command} prints a secret, and logs can be read by others` : `there is no command ${JSON.stringify(command)}${didYouMean(command, known)}`,
		fix: NOT_HERE.has(command) ? "run it on your own computer" : `use one of ${known.join(", ")}`
	});
}
// src/action/unasked-secrets.ts
/** Keys and tokens are longer than names and regions, whose masks would blank every output that holds them. */
const SHORTEST_UNKNOWN = 16;
/** Shorter ones are not masked, because every third word of a log would be. */
const SHORTEST_NAMED = 4;
const NAMED_SECRET = /PASS|SECRET|TOKEN|KEY/i;
/** What nobody asks for by a reference, such as the keys of a cloud and the password of a library. */
function unaskedSecrets({ token, env }) {
	const found = Object.entries(env).filter(([name, { length }]) => length >= (NAMED_SECRET.test(name) ? SHORTEST_NAMED : SHORTEST_UNKNOWN)).map(([, value]) => value);
	return token === void 0 ? found : [token, ...found];
}
// src/action/run-action.ts
/** Runs the command that the step's inputs name; resolves to the exit code of the step. */
async function runAction(host) {
	const event = readEvent(host.env);
	const log = createLog(core_exports, event.isPublic);
	const stop = stopOnSignals(host);
	try {
		const inputs = readInputs((name) => getInput(name, { trimWhitespace: name !== "env" }));
		for (const secret of unaskedSecrets(inputs)) mask(secret);
		Object.assign(host.env, inputs.env);
		const exitCode = await runCommand({
			inputs,
			event,
			log,
			signal: stop.signal,
			host
		});
		return await deliver({
			inputs,
			event,
			heard: log.heard,
			exitCode,
			environment: host.env
		});
	} catch (error$1) {
		error(describeError(event.isPublic ? errorWithoutContent(error$1) : error$1), { title: "lifeboat" });
		return error$1 instanceof LifeboatError ? error$1.exitCode : EXIT.unexpected;
	} finally {
		stop.release();
	}
}
async function runCommand({ inputs, event, log, signal, host }) {
	const environment = environmentOf(inputs, host.env);
	const refuse = ({ code, what, why, fix, exitCode }) => {
		log.failure({
			exitCode,
			error: {
				code,
				what,
				why,
				fix
			}
		}, what);
		return exitCode;
	};
	try {
		refuseFork(event, inputs);
		return await parseCommandLine(toArguments(inputs), {
			run: (verb, input) => callVerb(verb, input, {
				output: log,
				signal,
				host,
				environment,
				trigger: event.trigger,
				...event.isPublic ? { tellable: errorWithoutContent } : {},
				approval: () => readApproval(inputs, host.env),
				onReveal: (secret) => mask(secret.reveal())
			}),
			write: (text) => log.plain(text.trimEnd()),
			refuse: async (error) => {
				refuse(error);
			}
		});
	} catch (error) {
		if (error instanceof LifeboatError) return refuse(error);
		throw error;
	}
}
/** What commands and secret sources see: the input's variables, the token under its usual name, no inputs, which hold them too. */
function environmentOf({ token, into }, given) {
	const kept = Object.entries(given).filter(([name]) => !name.startsWith("INPUT_"));
	const environment = {
		...Object.fromEntries(kept),
		...token === void 0 ? {} : { GITHUB_TOKEN: token }
	};
	if (into?.startsWith("env:") === true) mask(environment[into.slice(4)]);
	return environment;
}
function mask(secret) {
	for (const form of masksOf(secret ?? "")) setSecret(form);
}
export { runAction };
