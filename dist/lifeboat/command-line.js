import { i as Option, n as CommanderError, r as InvalidArgumentError, t as Command } from "../dependencies/commander.js";
import { n as holdsControlCharacter } from "./control-characters.js";
import { a as worstExitCode, i as isLifeboatError, n as EXIT, r as LifeboatError, t as ERROR_CODES } from "./errors.js";
import { t as TOOL_VERSION } from "./tool-version.js";
import { r as isUnwritten, t as UndeliveredRecord } from "./undelivered-record.js";
import { t as describeError } from "./describe-error.js";
import { n as openJob, r as reachTarget, t as openAnchoredJob } from "./open-job.js";
import { a as line, c as seconds, i as duration, l as verdictText, n as bytes, o as plural, r as columns, s as recordLines, t as VERDICT_WORDS } from "./lines.js";
import { a as closing, i as whenDue, n as claimDue, t as DUE_OPTION } from "./due.js";
import { i as chosenBranch, n as publishedBranch, r as openAtGitHub, t as openLedger } from "./open-ledger.js";
import { t as parseDuration } from "./units.js";
import { t as fileFailure } from "./write-new-file2.js";
import { t as viaSchema } from "./via.js";
import { t as ANCHOR_WORDS } from "./describe-backup2.js";
import { r as isId } from "./identifiers.js";
import { join, resolve } from "node:path";
// src/cli/each-target.ts
/** Runs one use case for each target in turn: one failing target does not stop the others, a signal does. */
async function eachTarget(targets, shell, run) {
	const outcomes = [];
	for (const target of targets) {
		const outcome = await run(target).catch((error) => failureOf(target, shell, error));
		outcomes.push(outcome);
		if (outcome.exitCode === EXIT.cancelled) break;
	}
	return {
		exitCode: joinExitCodes(outcomes.map(({ exitCode }) => exitCode)),
		result: { targets: outcomes.map(({ result, exitCode }) => ({
			exitCode,
			...result
		})) },
		text: outcomes.map(({ text }) => text).join("\n\n")
	};
}
/** Exit codes of work that was done, whatever else is to be said about it. */
const DONE = /* @__PURE__ */ new Set([
	EXIT.done,
	EXIT.breached,
	EXIT.undelivered
]);
/** Several outcomes in one exit code: some good and some not is also `partial`. */
function joinExitCodes(codes) {
	const mixed = codes.some((code) => DONE.has(code)) && codes.some((code) => !DONE.has(code));
	return worstExitCode(mixed ? [...codes, EXIT.partial] : codes);
}
/** The exit code that a record's outcome stands for. */
function exitCodeOf(record) {
	if (record.error === void 0) return isUnwritten(record) ? EXIT.undelivered : EXIT.done;
	if (isUnwritten(record)) return worstExitCode([EXIT.undelivered, exitCodeOfError(record.error)]);
	return exitCodeOfError(record.error);
}
function exitCodeOfError(error) {
	return error.code in ERROR_CODES ? ERROR_CODES[error.code] : EXIT.unexpected;
}
/** What is told of a target or group that failed before it could say so itself; one that was cancelled throws again. */
function failureOf({ name }, { tellable }, reason) {
	const error = tellable(reason);
	if (isLifeboatError(error, "cancelled")) throw error;
	const code = error instanceof LifeboatError ? error.code : "unexpected";
	const message = error instanceof Error ? error.message : String(error);
	return {
		exitCode: ERROR_CODES[code],
		result: {
			target: name,
			error: {
				code,
				message
			}
		},
		text: `${name}: ${describeError(error)}`
	};
}
// src/cli/kept-or-not.ts
/** A run's record also when it could not be kept, which is told: the verdict must not be lost with it. */
async function keptOrNot(run, shell) {
	try {
		return await run;
	} catch (error) {
		if (!(error instanceof UndeliveredRecord)) throw error;
		shell.say(describeError(error));
		return error.record;
	}
}
// src/cli/verify-target.ts
/** Verifies one backup of one target; also what `backup --verify` does. */
async function verifyTarget({ target, selector, occasion }, shell) {
	const { runVerify } = await import("./verify.js");
	await using job = await openAnchoredJob(target, shell, occasion);
	const record = await keptOrNot(runVerify({
		...job,
		selector
	}), shell);
	const { describeVerification } = await import("./describe-backup.js");
	return {
		exitCode: exitCodeOf(record),
		result: {
			target: target.name,
			record
		},
		text: describeVerification(record)
	};
}
// src/cli/backup-target.ts
/** Backs one target up, and reads the backup back when that was asked for. */
async function backupTarget({ target, options, occasion }, shell) {
	const fingerprint = target.settings.fingerprint && options["fingerprint"] !== false;
	const taken = await takeBackup({
		target: {
			...target,
			settings: {
				...target.settings,
				fingerprint
			}
		},
		options,
		occasion
	}, shell);
	const { error, backup } = taken.record;
	if (options["verify"] !== true || error !== void 0 || backup === void 0) return taken;
	const verified = await verifyTarget({
		target,
		selector: backup.id
	}, shell);
	return {
		...taken,
		exitCode: joinExitCodes([taken.exitCode, verified.exitCode]),
		result: {
			...taken.result,
			verification: verified.result
		},
		text: `${taken.text}\n${verified.text}`
	};
}
async function takeBackup({ target, options, occasion }, shell) {
	const { runBackup } = await import("./backup.js");
	await using job = await openJob(target, shell, occasion);
	const record = await keptOrNot(runBackup({
		...job,
		acceptNewSource: options["acceptNewSource"] === true
	}), shell);
	const { describeBackup } = await import("./describe-backup.js");
	const rpo = await rpoOf(record, job);
	return {
		exitCode: options["failOn"] === "breached" && rpo.verdict === "breached" ? EXIT.breached : exitCodeOf(record),
		result: {
			target: target.name,
			record,
			rpo
		},
		text: `${describeBackup(record)}\n${line("RPO", verdictText(rpo.verdict, rpo.actualMs, rpo.objectiveMs))}`,
		record
	};
}
async function rpoOf(record, { store, target }) {
	const { listBackups } = await import("./catalog.js");
	const { judgeExposure } = await import("./judge-exposure.js");
	const { backup } = record;
	if (record.error !== void 0 || backup === void 0) return { verdict: "notMeasured" };
	return judgeExposure(record, (await listBackups(store, target.name)).filter(({ id }) => id !== backup.id).at(-1)?.at, target.objectives);
}
// src/cli/backup-group.ts
/**
* Backs the members up, one after the other in the group's order, and records that they belong together. With `due` only what
* the schedules ask for, which is a backup of the group only when that is every member.
*/
async function backupGroup({ group, targets }, { options, due }, shell) {
	const { beginGroup } = await import("./group-log.js");
	const truth = targets.at(-1);
	if (truth === void 0) return {
		members: [],
		records: /* @__PURE__ */ new Map()
	};
	await using job = await openJob(truth, shell);
	const log = beginGroup(group.name, job, shell.trigger);
	const records = /* @__PURE__ */ new Map();
	const members = [];
	for (const target of targets) {
		if (job.context.signal.aborted) break;
		const back = async (occasion) => {
			const taken = await backupTarget({
				target,
				options,
				occasion
			}, shell);
			records.set(target.name, taken.record);
			return taken;
		};
		members.push(await whenDue({
			target,
			kind: "backup",
			due,
			shell
		}, back).catch((error) => failureOf(target, shell, error)));
	}
	if (due && records.size < targets.length) return {
		members,
		records
	};
	const { recordGroupBackup } = await import("./record-group-backup.js");
	const { describeGroupBackup } = await import("./describe-group.js");
	const record = await keptOrNot(recordGroupBackup({
		log,
		members: targets.map(({ name }) => ({
			target: name,
			record: records.get(name)
		})),
		job
	}), shell);
	return {
		members,
		records,
		group: {
			exitCode: exitCodeOf(record),
			result: {
				group: group.name,
				record
			},
			text: describeGroupBackup(record)
		}
	};
}
// src/cli/each-unit.ts
/** Runs targets and groups in turn: one that fails does not stop the others, a signal does. */
async function eachUnit(units, shell, runs) {
	const members = [];
	const groups = [];
	const texts = [];
	for (const unit of units) {
		const { members: own, group } = await runUnit(unit, shell, runs);
		const told = [...own, ...group === void 0 ? [] : [group]];
		members.push(...own);
		if (group !== void 0) groups.push(group);
		texts.push(...told.map(({ text }) => text));
		if (told.some(({ exitCode }) => exitCode === EXIT.cancelled)) break;
	}
	return {
		exitCode: joinExitCodes([...members, ...groups].map(({ exitCode }) => exitCode)),
		result: {
			targets: members.map(listed),
			...groups.length === 0 ? {} : { groups: groups.map(listed) }
		},
		text: texts.join("\n\n")
	};
}
async function runUnit({ group, targets }, shell, runs) {
	if (group !== void 0) return runs.group({
		group,
		targets
	}).catch((error) => ({
		members: [],
		group: failureOf(group, shell, error)
	}));
	const members = [];
	for (const target of targets) members.push(await runs.target(target).catch((error) => failureOf(target, shell, error)));
	return { members };
}
function listed({ result, exitCode }) {
	return {
		exitCode,
		...result
	};
}
// src/cli/units.ts
/** The argument of every verb that works on targets. */
const TARGETS_ARGUMENT = {
	notation: "[target...]",
	description: "names of targets and groups in lifeboat.yaml; all targets when none is given"
};
/**
* The named targets and groups, or all of them: a target that belongs to a group comes with it, and nothing comes twice.
* Throws `target-unknown`.
*/
async function chosenUnits(shell, names) {
	const configuration = await shell.configuration();
	const { groups, targets } = configuration;
	const units = [...names.length > 0 ? new Set(names) : everything(groups, targets)].map((name) => {
		const group = groups.find((each) => each.name === name);
		return group === void 0 ? { targets: [configuration.target(name)] } : {
			group,
			targets: group.targets.map((member) => configuration.target(member))
		};
	});
	const grouped = new Set(units.flatMap(({ group }) => group?.targets ?? []));
	return units.filter(({ group, targets: [lone] }) => group !== void 0 || !grouped.has(lone?.name ?? ""));
}
/** The targets of the named targets and groups, each once, or all of them. Throws `target-unknown`. */
async function chosenTargets(shell, names) {
	if (names.length === 0) return (await shell.configuration()).targets;
	const units = await chosenUnits(shell, names);
	return [...new Map(units.flatMap(({ targets }) => targets).map((target) => [target.name, target])).values()];
}
/** Every group where its first member stands, and the targets that belong to none. */
function everything(groups, targets) {
	const grouped = new Set(groups.flatMap((group) => group.targets));
	const order = new Map(targets.map(({ name }, index) => [name, index]));
	const first = (group) => Math.min(...group.targets.map((name) => order.get(name) ?? 0));
	return [...groups.map((group) => ({
		name: group.name,
		at: first(group)
	})), ...targets.flatMap(({ name }, at) => grouped.has(name) ? [] : [{
		name,
		at
	}])].toSorted((a, b) => a.at - b.at).map(({ name }) => name);
}
// src/cli/verbs/backup.ts
const backupVerb = {
	name: "backup",
	summary: "take a backup of one, several or all targets",
	arguments: [TARGETS_ARGUMENT],
	options: [
		DUE_OPTION,
		{
			flags: "--verify",
			description: "read the new backup back and verify it at once"
		},
		{
			flags: "--fail-on <verdict>",
			description: "exit with 5 when the backup is good but came later than the RPO allows",
			choices: ["breached"]
		},
		{
			flags: "--accept-new-source",
			description: "the target leads to another database than before, on purpose; needed once"
		},
		{
			flags: "--no-fingerprint",
			description: "leave the fingerprint out: faster, but the backup can never be proven"
		}
	],
	examples: [
		["lifeboat backup", "all targets, one after the other"],
		["lifeboat backup orders --verify", "one target, and read it back"],
		["lifeboat backup platform", "the members of a group, the source of truth last"],
		["lifeboat backup --due", "what the schedule asks for; as often as you like"],
		["lifeboat backup --fail-on breached", "exit with 5 when it came too late"]
	],
	run: async (input, shell) => {
		const { options } = input;
		const due = options["due"] === true;
		return eachUnit(await chosenUnits(shell, input.arguments), shell, {
			target: (target) => whenDue({
				target,
				kind: "backup",
				due,
				shell
			}, (occasion) => backupTarget({
				target,
				options,
				occasion
			}, shell)),
			group: (unit) => backupGroup(unit, {
				options,
				due
			}, shell)
		});
	}
};
// src/cli/verbs/check.ts
const checkVerb = {
	name: "check",
	summary: "find what is overdue, failed or at risk, by the schedule, the objectives and the newest runs",
	arguments: [TARGETS_ARGUMENT],
	options: [DUE_OPTION],
	examples: [
		["lifeboat check", "all targets; exit 5 when there is a finding"],
		["lifeboat check orders --json", "for a script"],
		["lifeboat check --due", "what the schedule asks for; as often as you like"]
	],
	run: async (input, shell) => {
		const targets = await chosenTargets(shell, input.arguments);
		const due = input.options["due"] === true;
		return eachTarget(targets, shell, (target) => whenDue({
			target,
			kind: "check",
			due,
			shell
		}, (occasion) => checkTarget(target, occasion, shell)));
	}
};
async function checkTarget(target, occasion, shell) {
	const { runCheck } = await import("./run-check.js");
	const { describeCheck } = await import("./describe-check.js");
	await using job = await openAnchoredJob(target, shell, occasion);
	const outcomes = [];
	const record = await keptOrNot(runCheck({
		...job,
		found: (outcome) => outcomes.push(outcome)
	}), shell);
	const [outcome] = outcomes;
	const backups = outcome?.backups;
	return {
		exitCode: worstExitCode([exitCodeOf(record), outcome?.exitCode ?? EXIT.done]),
		result: {
			target: target.name,
			...backups === void 0 ? {} : { backups },
			record
		},
		text: describeCheck(record, backups)
	};
}
// src/cli/open-evidence-branch.ts
/** The options of every verb that publishes. */
const PUBLISH_OPTIONS = [{
	flags: "--branch <name>",
	description: "the branch to write (default: evidence.branch of the configuration)"
}, {
	flags: "--publish <where>",
	description: "git: in the repository here; github: by its API, with GITHUB_TOKEN; pull-request: the same, for somebody to accept; none",
	default: "git",
	choices: [
		"git",
		"github",
		"pull-request",
		"none"
	]
}];
/**
* Opens the branch that `--publish` and `--branch` name; undefined for `none`. At GitHub a branch that nobody named is the
* default branch of the repository.
*/
async function openEvidenceBranch({ options }, shell) {
	const { publish } = options;
	if (publish === "none") return void 0;
	const configuration = await shell.configuration();
	const isProposed = publish === "pull-request";
	if (isProposed || publish === "github") return openPublished(options["branch"], isProposed, shell);
	const { openGitBranch } = await import("./git-branch.js");
	const { directory, evidence } = configuration;
	const branch = chosenBranch(options["branch"], evidence.branch);
	return { branch: await openGitBranch({
		directory,
		path: evidence.path,
		branch
	}, await shell.context()) };
}
async function openPublished(named, isProposed, shell) {
	const { gitHubBranch } = await import("./github-branch2.js");
	const { pullRequestBranch } = await import("./pull-request-branch.js");
	const { attestBatches } = await import("./attest-batches.js");
	const { repository, opened, place } = await openAtGitHub(shell, named);
	const hasIdentity = (shell.environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? "") !== "";
	const { about } = opened;
	return {
		branch: isProposed ? pullRequestBranch(opened, place, repository.runUrl) : gitHubBranch(opened, place),
		attest: attestBatches({
			repository,
			about,
			folder: place.path,
			hasIdentity
		})
	};
}
// src/cli/verbs/collect.ts
const collectVerb = {
	name: "collect",
	summary: "publish the stores' new records in the ledger of a git branch",
	options: PUBLISH_OPTIONS,
	examples: [["lifeboat collect", "one commit with everything new; no work tree or index is touched"], ["lifeboat collect --publish github", "in a workflow: a signed commit by the API, without a clone"]],
	run: async (input, shell) => {
		const configuration = await shell.configuration();
		const { collectRecords, unread } = await import("./collect.js");
		const published = await openEvidenceBranch(input, shell);
		if (published === void 0) return NOT_PUBLISHED;
		await using opened = new AsyncDisposableStack();
		const stores = [];
		const unopened = [];
		for (const name of configuration.storeNames) try {
			stores.push(opened.use(closing(await configuration.storeReader(name))).value);
		} catch (error) {
			unopened.push(unread(name, error));
		}
		const publication = await collectRecords({
			stores,
			...published,
			context: await shell.context()
		});
		const collected = {
			...publication,
			problems: [...unopened, ...publication.problems]
		};
		return {
			exitCode: worstExitCode(collected.problems.map(({ code }) => ERROR_CODES[code])),
			result: {
				branch: published.branch.name,
				...collected
			},
			text: describe(published.branch.name, collected)
		};
	}
};
const NOT_PUBLISHED = {
	exitCode: EXIT.done,
	result: {
		added: 0,
		problems: []
	},
	text: "nothing is published: the records stay in the stores"
};
function describe(branch, collected) {
	const { attestation, pullRequest } = collected;
	return [
		collected.commit === void 0 ? `${branch}: nothing new to publish` : `${branch}: published ${plural(collected.added, "record")} in commit ${collected.commit.slice(0, 12)}`,
		...pullRequest === void 0 ? [] : [line("to accept", pullRequest)],
		...attestation === void 0 ? [] : "path" in attestation ? [line("attestation", attestation.path)] : [line("attestation", `none: ${attestation.unavailable}`)],
		...collected.problems.flatMap(({ what, fix }) => [line("problem", what), ...fix === void 0 ? [] : [line("fix", fix)]])
	].join("\n");
}
// src/cli/drill-target.ts
/** Drills one target, with `--fresh` a backup that it takes first; one that could not be taken is not drilled. */
async function drillTarget({ target, occasion, ...call }, shell) {
	if (call.options["fresh"] !== true) return drillOne({
		target,
		occasion,
		...call
	}, shell);
	const taken = await backupTarget({
		target,
		options: {},
		occasion: { trigger: shell.trigger }
	}, shell);
	if (taken.record.error !== void 0) return taken;
	const plan = {
		...call.plan,
		select: "latest"
	};
	return afterBackup(taken, await drillOne({
		target,
		occasion,
		options: call.options,
		plan
	}, shell));
}
/** A drill and the backup that was taken for it, as one outcome. */
function afterBackup(taken, drilled) {
	return {
		exitCode: joinExitCodes([taken.exitCode, drilled.exitCode]),
		result: {
			...drilled.result,
			backup: taken.result
		},
		text: `${taken.text}\n\n${drilled.text}`
	};
}
async function drillOne({ target, occasion, plan, options }, shell) {
	const { runDrill } = await import("./drill2.js");
	await using job = await openAnchoredJob(target, shell, occasion);
	const { backup, acceptUnanchored } = options;
	const record = await keptOrNot(runDrill({
		...job,
		plan,
		...typeof backup === "string" ? { selector: backup } : {},
		acceptUnanchored: acceptUnanchored === true
	}), shell);
	const { describeDrill } = await import("./describe-drill.js");
	return {
		exitCode: exitCodeOf(record),
		result: {
			target: target.name,
			record
		},
		text: describeDrill(record)
	};
}
// src/cli/drill-group.ts
/**
* Drills a group whole: with `due` as soon as one member's schedule asks for it, with `--fresh` after backing its members up; a group
* that has no backup of each is then not drilled.
*/
async function drillGroup(unit, { due, ...call }, shell) {
	const { requireQuestions } = await import("./question-problems.js");
	await requireQuestions(await shell.configuration(), [unit.group]);
	if (!due) return backUpAndDrill(unit, {
		...call,
		claims: /* @__PURE__ */ new Map()
	}, shell);
	const claims = /* @__PURE__ */ new Map();
	const idle = [];
	try {
		for (const target of unit.targets) {
			const taken = await claimDue({
				target,
				kind: "drill",
				shell
			});
			if ("nothing" in taken) idle.push(taken.nothing);
			else claims.set(target.name, taken);
		}
		if (claims.size === 0) return { members: idle };
		return await backUpAndDrill(unit, {
			...call,
			claims
		}, shell);
	} catch (error) {
		for (const { unrun } of claims.values()) await unrun(error);
		throw error;
	}
}
async function backUpAndDrill(unit, call, shell) {
	if (call.options["fresh"] !== true) return drillMembers(unit, call, shell);
	const taken = await backupGroup(unit, {
		options: {},
		due: false
	}, shell);
	const ids = backupIds(taken.records);
	if (taken.group === void 0 || unit.targets.some(({ name }) => !ids.has(name))) return taken;
	const plan = {
		...call.plan,
		select: "latest"
	};
	const drilled = await drillMembers(unit, {
		...call,
		plan,
		taken: ids
	}, shell);
	return {
		members: drilled.members.map((each, index) => afterBackup(taken.members[index] ?? each, each)),
		...drilled.group === void 0 ? {} : { group: afterBackup(taken.group, drilled.group) }
	};
}
/** Of those that were taken whole, by target. */
function backupIds(records) {
	return new Map([...records].flatMap(([target, { backup, error }]) => backup === void 0 || error !== void 0 ? [] : [[target, backup.id]]));
}
async function drillMembers({ group, targets }, { plan, options, claims, taken }, shell) {
	const { runGroupDrill } = await import("./drill-group.js");
	const { describeDrill } = await import("./describe-drill.js");
	const { describeGroupDrill } = await import("./describe-group.js");
	const { backup, acceptUnanchored } = options;
	await using opened = new AsyncDisposableStack();
	const members = [];
	for (const target of targets) members.push(opened.use(await openAnchoredJob(target, shell, claims.get(target.name)?.occasion)));
	const drilled = await runGroupDrill({
		group,
		members,
		plan,
		...taken === void 0 ? {} : { taken },
		...typeof backup === "string" ? { selector: backup } : {},
		acceptUnanchored: acceptUnanchored === true
	});
	if (drilled.undelivered !== void 0) shell.say(describeError(drilled.undelivered));
	return {
		members: drilled.members.map((record) => ({
			exitCode: exitCodeOf(record),
			result: {
				target: record.target,
				record
			},
			text: describeDrill(record)
		})),
		group: {
			exitCode: exitCodeOf(drilled.record),
			result: {
				group: group.name,
				record: drilled.record
			},
			text: describeGroupDrill(drilled.record)
		}
	};
}
// src/cli/lone-target.ts
/** A target, where a group of them cannot be meant. Throws `target-unknown`. */
function loneTarget(configuration, name, { why, fix }) {
	const group = configuration.groups.find((each) => each.name === name);
	if (group === void 0) return configuration.target(name);
	throw new LifeboatError({
		code: "target-unknown",
		what: `${name} is a group of targets, ${why}`,
		fix: fix(group.targets)
	});
}
// src/cli/verbs/drill.ts
const drillVerb = {
	name: "drill",
	summary: "restore a backup in a throw-away server and prove what came back",
	arguments: [TARGETS_ARGUMENT],
	options: [
		DUE_OPTION,
		{
			flags: "-p, --plan <name>",
			description: "a plan in drills/; a plain drill of the latest backup without one"
		},
		{
			flags: "-b, --backup <which>",
			description: "a certain backup instead of what the plan selects; of a group, that of the source of truth"
		},
		{
			flags: "--sandbox <provider>",
			description: "where to restore",
			choices: [
				"auto",
				"container",
				"process"
			]
		},
		{
			flags: "--fresh",
			description: "back up first and drill what that took: for a group, its members one after the other"
		},
		{
			flags: "--accept-unanchored",
			description: "drill a backup that no record vouches for; it is never proven"
		}
	],
	examples: [
		["lifeboat drill", "the newest backup of every target"],
		["lifeboat drill platform --fresh", "a group: backed up, restored side by side, reconciled"],
		["lifeboat drill --due", "what the schedule asks for; as often as you like"],
		["lifeboat drill --plan monthly", "as drills/monthly.yaml says"],
		["lifeboat drill orders --sandbox process", "with local programs, without a container engine"]
	],
	run: async (input, shell) => {
		const { options } = input;
		if (options["fresh"] === true && options["backup"] !== void 0) throw freshOrGiven();
		const plan = await chosenPlan(input, shell);
		const names = input.arguments.length > 0 ? input.arguments : plan.targets ?? [];
		const due = options["due"] === true;
		return eachUnit(await chosenUnits(shell, names), shell, {
			target: (target) => whenDue({
				target,
				kind: "drill",
				due,
				shell
			}, (occasion) => drillTarget({
				target,
				plan,
				options,
				occasion
			}, shell)),
			group: (unit) => drillGroup(unit, {
				plan,
				options,
				due
			}, shell)
		});
	}
};
async function chosenPlan({ options }, shell) {
	const configuration = await shell.configuration();
	const { loadDrillPlan } = await import("./plan.js");
	const { plan: name, sandbox } = options;
	const plan = await loadDrillPlan(typeof name === "string" ? name : void 0, configuration.drillsPath);
	for (const target of Object.keys({
		...plan.checks,
		...plan.integrity
	})) loneTarget(configuration, target, UNDER_EACH_MEMBER);
	return typeof sandbox === "string" ? {
		...plan,
		provider: sandbox
	} : plan;
}
const UNDER_EACH_MEMBER = {
	why: "and what a drill plan asks is asked of one target",
	fix: (members) => `write the checks and rules under its members: ${members.join(", ")}`
};
function freshOrGiven() {
	return new LifeboatError({
		code: "usage-invalid",
		what: "--fresh drills the backup that it takes, and --backup names another one",
		fix: "leave one of them out"
	});
}
// src/cli/verbs/evidence-verify.ts
const evidenceVerifyVerb = {
	name: "evidence verify",
	summary: "check the published records and their chain, offline",
	options: [
		{
			flags: "--head <sha256>",
			description: "the ledger head you trust; without it nothing is called valid"
		},
		{
			flags: "--folder <path>",
			description: "a checked out or unpacked reports folder instead of the git branch"
		},
		{
			flags: "--branch <name>",
			description: "the branch to read (default: evidence.branch of the configuration)"
		},
		{
			flags: "--stores",
			description: "compare records, manifests and volumes in the stores too"
		}
	],
	examples: [["lifeboat evidence verify", "whether the chain is consistent, and its head"], ["lifeboat evidence verify --head 3f0c… --folder reports", "an auditor with a copy and a head noted earlier"]],
	run: async (input, shell) => {
		const { verifyEvidence } = await import("./verify-evidence.js");
		const head = pinnedHead(input.options["head"]);
		const folder = input.options["folder"];
		const source = typeof folder === "string" ? { folder } : await branchOf(input.options["branch"], shell);
		await using stores = input.options["stores"] === true ? await allStores(shell) : void 0;
		const report = await verifyEvidence({
			source,
			...stores === void 0 ? {} : { stores: stores.readers },
			...head === void 0 ? {} : { pinnedHead: head },
			context: await shell.context()
		});
		return {
			exitCode: report.findings.length === 0 ? EXIT.done : EXIT.bad,
			result: { ...report },
			text: [
				report.statement,
				...report.limitations.map((text) => line("limitation", text)),
				line("records", `${report.recordCount}, published in ${plural(report.batchCount, "commit")}`),
				...stores === void 0 ? [] : [line("stores", comparedText(report))],
				...report.head === void 0 ? [] : [line("head", report.head)],
				...report.findings.map(({ code, what }) => line("finding", `${what} [${code}]`))
			].join("\n")
		};
	}
};
/** A part of a digest pins nothing, and a slip of the pen is no verdict on the evidence. */
function pinnedHead(written) {
	if (typeof written !== "string") return void 0;
	if (/^[0-9a-f]{64}$/i.test(written)) return written;
	throw new LifeboatError({
		code: "usage-invalid",
		what: `--head takes a whole SHA-256, not ${written === "" ? "nothing" : `${written.length} characters that are none`}`,
		fix: "give all 64 hexadecimal digits, as lifeboat evidence verify prints them"
	});
}
function comparedText(report) {
	const { recordsCompared, manifestsCompared, volumesListed, backupsPruned } = report;
	const pruned = backupsPruned === 0 ? "" : `, ${plural(backupsPruned, "backup")} removed on purpose`;
	return `${plural(recordsCompared, "record")} and ${plural(manifestsCompared, "manifest")} compared, ${plural(volumesListed, "volume")} looked for${pruned}`;
}
async function allStores(shell) {
	const configuration = await shell.configuration();
	const readers = await Promise.all(configuration.storeNames.map((name) => configuration.storeReader(name)));
	return {
		readers,
		[Symbol.asyncDispose]: async () => {
			for (const reader of readers) await reader.close();
		}
	};
}
async function branchOf(named, shell) {
	const configuration = await shell.configuration();
	const { evidence, directory } = configuration;
	const { findRepository } = await import("./repository.js");
	const repository = named === void 0 ? await findRepository(directory, await shell.context()) : void 0;
	const branch = repository === void 0 ? chosenBranch(named, evidence.branch) : await publishedBranch(configuration, repository);
	return {
		directory,
		path: evidence.path,
		branch
	};
}
// src/cli/verbs/init.ts
const FILE = "lifeboat.yaml";
const initVerb = {
	name: "init",
	summary: "write a first lifeboat.yaml, with a comment on every line; or the workflows that run it on GitHub",
	options: [
		{
			flags: "--engine <name>",
			description: "the engine of the first target",
			default: "postgres"
		},
		{
			flags: "--target <name>",
			description: "the name of the first target",
			default: "orders"
		},
		{
			flags: "--project <name>",
			description: "the name of the project (default: the name of this folder)"
		},
		{
			flags: "--github",
			description: "write the workflows for the lifeboat.yaml that is there instead"
		},
		{
			flags: "--action <reference>",
			description: "where Lifeboat was published, for --github: OWNER/lifeboat@ and a full commit"
		},
		{
			flags: "--local",
			description: "with --github: copy the called workflows too, so that secrets can lie in environments"
		}
	],
	examples: [
		["lifeboat init", "a PostgreSQL target with a store in a folder"],
		["lifeboat init --engine redis --target sessions", "another engine"],
		["lifeboat init --github --action OWNER/lifeboat@0123456789abcdef0123456789abcdef01234567", "workflows for backups, drills, restores and reports"]
	],
	run: async (input, shell) => {
		if (input.options["github"] === true) {
			const { initGithub } = await import("./init-github.js");
			return initGithub(input, shell);
		}
		const path = await import("node:path");
		const { starterConfiguration, SCHEMA_FILE } = await import("./init.js");
		const { configurationJsonSchema } = await import("./json-schema.js");
		const { fileFailure, writeNewFile } = await import("./write-new-file.js");
		const file = path.resolve(shell.directory, shell.configFile ?? FILE);
		const { engine, target, project } = input.options;
		await writeNewFile({
			path: file,
			content: starterConfiguration({
				project: typeof project === "string" ? project : path.basename(shell.directory),
				engine: String(engine),
				target: String(target)
			}),
			mode: 420,
			otherwise: {
				what: `${file} exists and is left as it is`,
				fix: "edit it, or name another file with --config"
			}
		});
		const schema = path.join(path.dirname(file), SCHEMA_FILE);
		const { writeFile } = await import("node:fs/promises");
		await writeFile(schema, `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`).catch((error) => {
			throw fileFailure(schema, error);
		});
		return {
			exitCode: EXIT.done,
			result: {
				file,
				schema
			},
			text: [
				`wrote ${file}`,
				line("schema", `${schema}, for completion in editors`),
				line("next", "lifeboat keys new, put the public key into the file, then lifeboat validate")
			].join("\n")
		};
	}
};
// src/cli/verbs/keys-check.ts
const keysCheckVerb = {
	name: "keys check",
	summary: "check that the secret keys at hand open what the public keys seal",
	examples: [["lifeboat keys check", "every recipient, and the newest backup of every target"]],
	run: async (_input, shell) => {
		const configuration = await shell.configuration();
		const { checkKeys } = await import("./check-keys.js");
		const report = await checkKeys({
			encryption: configuration.encryption,
			targets: configuration.targets,
			openStore: (name) => configuration.storeReader(name),
			context: await shell.context()
		});
		const usable = report.recipients.filter(({ atHand }) => atHand).length;
		const results = new Set(report.backups.map(({ result }) => result));
		return {
			exitCode: worstExitCode([...results.has("closed") || usable === 0 ? [EXIT.couldNotRun] : [], ...results.has("bad") ? [EXIT.bad] : []]),
			result: { ...report },
			text: [
				`${usable} of ${report.recipients.length} recipients have their secret key at hand`,
				...report.recipients.map(({ recipient, atHand }) => line(atHand ? "at hand" : "elsewhere", recipient)),
				...report.strangers === 0 ? [] : [line("stranger", `${report.strangers} keys at hand fit no recipient`)],
				...report.backups.map(backupText)
			].join("\n")
		};
	}
};
const LABELS = {
	opens: "opens",
	closed: "CANNOT OPEN",
	bad: "BAD"
};
function backupText({ target, id, part, result, why }) {
	const words = result === "opens" ? " was read whole, the others were not: lifeboat verify" : `: ${why ?? ""}`;
	return line(LABELS[result], `${target} ${id}: its part ${part}${words}`);
}
// src/cli/verbs/keys-new.ts
const EVIDENCE_KEY_BYTES = 32;
const keysNewVerb = {
	name: "keys new",
	summary: "make a key pair: backups are sealed with the public key, opened with the secret one",
	options: [{
		flags: "-o, --out <file>",
		description: "where the secret key goes (default: lifeboat-key.txt)"
	}, {
		flags: "--evidence",
		description: "make the key of the published digests instead"
	}],
	examples: [
		["lifeboat keys new", "secret key in lifeboat-key.txt"],
		["lifeboat keys new --out /safe/escrow-key.txt", "a second one, kept away from everything else"],
		["lifeboat keys new --evidence", "a key for evidence.key, in lifeboat-evidence-key.txt"]
	],
	run: async (input) => {
		const out = input.options["out"];
		return input.options["evidence"] === true ? newEvidenceKey(typeof out === "string" ? out : "lifeboat-evidence-key.txt") : newKeyPair(typeof out === "string" ? out : "lifeboat-key.txt");
	}
};
async function newKeyPair(file) {
	const { generateIdentity, identityToRecipient } = await import("./dist.js");
	const identity = await generateIdentity();
	const recipient = await identityToRecipient(identity);
	const ignoring = await writeKey(file, `# public key: ${recipient}\n${identity}\n`);
	return {
		exitCode: EXIT.done,
		result: {
			file,
			recipient
		},
		text: [
			recipient,
			line("secret key", `${file} (keep it out of git; without it the backups cannot be opened)`),
			...ignored(ignoring),
			line("next", "add the public key above to encryption.recipients, and a second one as escrow")
		].join("\n")
	};
}
async function newEvidenceKey(file) {
	const { randomBytes } = await import("node:crypto");
	const ignoring = await writeKey(file, `${randomBytes(EVIDENCE_KEY_BYTES).toString("base64url")}\n`);
	return {
		exitCode: EXIT.done,
		result: { file },
		text: [
			`wrote ${file}`,
			line("keep it", "out of git; whoever has it can test guesses against the published digests"),
			...ignored(ignoring),
			line("next", `evidence: { key: { file: ${file} } } in lifeboat.yaml, or { env: NAME } with its content`)
		].join("\n")
	};
}
function ignored(ignoring) {
	return ignoring === void 0 ? [] : [line("git", "its name was added to .gitignore")];
}
/** Returns the `.gitignore` that names it, where one has to. */
async function writeKey(path, content) {
	const { keepOutOfGit } = await import("./keep-out-of-git.js");
	const { writeNewFile } = await import("./write-new-file.js");
	await writeNewFile({
		path,
		content,
		mode: 384,
		otherwise: {
			what: `${path} exists, and a key in use must not be overwritten`,
			fix: "name another file with --out"
		}
	});
	return keepOutOfGit(path);
}
// src/cli/last-pruned.ts
/** Absent when nothing was removed. */
async function lastPruned(sources, target) {
	const { readPruned } = await import("./read-pruned.js");
	const pruned = await readPruned(sources, {
		target,
		since: /* @__PURE__ */ new Date(0),
		complete: false
	});
	const last = [...pruned.values()].toSorted((a, b) => a.at < b.at ? -1 : 1).at(-1);
	return last === void 0 ? {} : { pruned: {
		count: pruned.size,
		at: last.at,
		record: last.record
	} };
}
function prunedText(target, pruned) {
	if (pruned === void 0) return [];
	const { count, at, record } = pruned;
	return [`${target}: ${plural(count, "older backup")} removed on purpose by prune, the last at ${seconds(at)} (${record})`];
}
// src/cli/verbs/list.ts
const listVerb = {
	name: "list",
	summary: "list the backups of one, several or all targets, newest first",
	arguments: [TARGETS_ARGUMENT],
	options: [{
		flags: "-n, --limit <count>",
		description: "at most so many of each target",
		default: "20"
	}],
	examples: [["lifeboat list", "the newest 20 of every target"], ["lifeboat list orders --limit 1000 --json", "for a script"]],
	run: async (input, shell) => {
		const configuration = await shell.configuration();
		const { listBackups } = await import("./catalog.js");
		const { findLost } = await import("./find-lost.js");
		const limit = wholeNumber(String(input.options["limit"]));
		const context = await shell.context();
		const { notes: _, ...published } = await openLedger(shell);
		const found = [];
		for (const target of await chosenTargets(shell, input.arguments)) {
			await using store = closing(await configuration.storeReader(target.store));
			const backups = await listBackups(store.value, target.name);
			const search = {
				target: target.name,
				entries: backups,
				found: backups.at(-1)
			};
			const lost = await findLost({
				store: store.value,
				...published
			}, search);
			found.push({
				target: target.name,
				store: store.value.location,
				total: backups.length,
				...lost === void 0 ? {} : { lost: lost.id },
				...await lastPruned({
					store: store.value,
					...published
				}, target.name),
				newest: backups.toReversed().slice(0, limit)
			});
		}
		const now = context.clock.now().getTime();
		const rows = found.flatMap(({ target, newest }) => newest.map(({ id, at }) => [
			target,
			id,
			seconds(at.toISOString()),
			duration(Math.max(0, now - at.getTime()))
		]));
		const hidden = found.filter(({ total }) => total > limit).map(({ target, total }) => `${target} has ${total - limit} more; --limit ${total} shows all`);
		const empty = found.filter(({ total }) => total === 0).map(({ target, store }) => `${target} has no backup in ${store}`);
		return {
			exitCode: EXIT.done,
			result: { targets: found.map(({ store: _store, newest, ...rest }) => ({
				...rest,
				backups: newest
			})) },
			text: [
				...rows.length === 0 ? [] : [columns([
					"target",
					"backup",
					"taken",
					"age"
				], rows)],
				...hidden,
				...empty,
				...found.flatMap(({ target, pruned }) => prunedText(target, pruned)),
				...found.flatMap(lostText)
			].join("\n")
		};
	}
};
function lostText({ target, lost, store }) {
	if (lost === void 0) return [];
	return [`${target} has LOST backup ${lost}: a record vouches for it, and its manifest is not in ${store}`];
}
function wholeNumber(text) {
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw new LifeboatError({
		code: "usage-invalid",
		what: `--limit ${text} is no whole number from 1`,
		fix: "say how many to list: --limit 100"
	});
}
// src/cli/verbs/plan.ts
const KINDS = [
	"backup",
	"verify",
	"drill",
	"prune",
	"check"
];
const planVerb = {
	name: "plan",
	summary: "show what runs when and what it costs on GitHub; with --matrix, which targets a workflow has to run",
	arguments: [TARGETS_ARGUMENT],
	options: [
		{
			flags: "--kind <kind>",
			description: "only this kind of run",
			choices: KINDS
		},
		{
			flags: "--matrix",
			description: "print the targets as a matrix of a GitHub workflow; needs --kind"
		},
		{
			flags: "--due",
			description: "with --matrix: only those for which something is due now"
		}
	],
	examples: [["lifeboat plan", "every schedule, its next times and its minutes a month"], ["lifeboat plan --matrix --kind backup --due", "the jobs that a tick of a workflow has to start"]],
	run: async (input, shell) => {
		if (input.options["matrix"] === true) return matrix(input, shell);
		return overview(await chosenTargets(shell, input.arguments), input, shell);
	}
};
/** A group is one job of what is done with its members together, and due as soon as one of them is. */
const TOGETHER = /* @__PURE__ */ new Set(["backup", "drill"]);
async function matrix({ options, arguments: names }, shell) {
	const kind = KINDS.find((each) => each === options["kind"]);
	if (kind === void 0) throw kindMissing();
	const { matrixOf } = await import("./matrix.js");
	const { mayBeDue } = await import("./due2.js");
	const units = TOGETHER.has(kind) ? await chosenUnits(shell, names) : (await chosenTargets(shell, names)).map((target) => ({ targets: [target] }));
	const chosen = [];
	for (const { group, targets } of units) {
		let due = options["due"] !== true;
		for (const target of targets) due ||= await mayBeDue(target, kind, shell);
		if (due) chosen.push(group?.name ?? targets[0]?.name ?? "");
	}
	const found = matrixOf(chosen);
	return {
		exitCode: EXIT.done,
		result: { matrix: found },
		text: JSON.stringify(found)
	};
}
async function overview(targets, { options }, shell) {
	const { planSchedules } = await import("./plan-schedules.js");
	const { describePlan } = await import("./describe-plan.js");
	const plan = await planSchedules(targets, KINDS.filter((kind) => options["kind"] === void 0 || kind === options["kind"]), shell);
	return {
		exitCode: EXIT.done,
		result: { ...plan },
		text: describePlan(plan)
	};
}
function kindMissing() {
	return new LifeboatError({
		code: "usage-invalid",
		what: "--matrix needs --kind",
		fix: `name one of ${KINDS.join(", ")}: lifeboat plan --matrix --kind backup`
	});
}
// src/cli/verbs/prune.ts
const pruneVerb = {
	name: "prune",
	summary: "show which backups retention keeps and drops, and why; with --apply remove those it drops",
	arguments: [TARGETS_ARGUMENT],
	options: [
		DUE_OPTION,
		{
			flags: "--apply",
			description: "remove what the plan drops; without it nothing is changed"
		},
		{
			flags: "--older-than <age>",
			description: "drop what is older than this, such as 30d, instead of retention.within"
		}
	],
	examples: [
		["lifeboat prune", "the plan for every target"],
		["lifeboat prune orders --apply", "remove what the plan drops"],
		["lifeboat prune --due --apply", "what the schedule asks for; as often as you like"],
		["lifeboat prune orders --older-than 30d", "another age for once; every other rule holds"]
	],
	run: async (input, shell) => {
		const olderThanMs = ageOf(input.options["olderThan"]);
		const apply = input.options["apply"] === true;
		const due = input.options["due"] === true;
		if (due && !apply) throw planOnSchedule();
		return eachTarget(await chosenTargets(shell, input.arguments), shell, (target) => whenDue({
			target,
			kind: "prune",
			due,
			shell
		}, (occasion) => pruneTarget({
			target,
			olderThanMs,
			apply,
			occasion
		}, shell)));
	}
};
async function pruneTarget(request, shell) {
	const { target, olderThanMs, apply, occasion } = request;
	const { planPrune } = await import("./run-prune.js");
	const configuration = await shell.configuration();
	await using opened = await openAnchoredJob(target, shell, occasion);
	await using store = closing(await configuration.openStore(target.store));
	const job = {
		...opened,
		store: store.value,
		...olderThanMs === void 0 ? {} : { olderThanMs }
	};
	return apply ? await applied(job, shell) : await planned(target.name, await planPrune(job));
}
async function planned(target, { decisions, findings }) {
	const { describePrunePlan } = await import("./describe-prune.js");
	return {
		exitCode: findings.length === 0 ? EXIT.done : EXIT.breached,
		result: {
			target,
			applied: false,
			decisions,
			findings
		},
		text: describePrunePlan(target, {
			decisions,
			findings
		})
	};
}
async function applied(job, shell) {
	const { runPrune } = await import("./run-prune.js");
	const { describePrune } = await import("./describe-prune.js");
	const plans = [];
	const record = await keptOrNot(runPrune({
		...job,
		planned: (plan) => plans.push(plan)
	}), shell);
	const findings = plans.flatMap((plan) => plan.findings);
	return {
		exitCode: worstExitCode([exitCodeOf(record), ...findings.length === 0 ? [] : [EXIT.breached]]),
		result: {
			target: job.target.name,
			applied: true,
			record,
			findings
		},
		text: describePrune(record, plans[0])
	};
}
function planOnSchedule() {
	return new LifeboatError({
		code: "usage-invalid",
		what: "--due is given without --apply",
		why: "a plan removes nothing and leaves no record, so that the scheduled time would stay open",
		fix: "give both, or leave --due out"
	});
}
function ageOf(written) {
	if (typeof written !== "string") return void 0;
	const age = parseDuration(written);
	if (age !== void 0) return age;
	throw new LifeboatError({
		code: "usage-invalid",
		what: `--older-than ${written} is no age`,
		fix: "write a number and a unit: --older-than 30d"
	});
}
// src/cli/output/describe-compliance.ts
/** The verdicts of a period as a person reads them; what is not shown comes last. */
function describeCompliance({ project, period, asOf, targets, groups, evidence }) {
	return [
		`${project}, ${period.name}: by ${plural(evidence.records, "record")} known at ${seconds(asOf)}`,
		columns([
			"target",
			"overall",
			"RPO claimed",
			"worst",
			"inside",
			"RPO proven",
			"RTO",
			"longest",
			"integrity",
			"runs"
		], targets.map(targetRow)),
		...groups.map(groupLine),
		...targets.flatMap(({ target, limitations }) => limitations.map((sentence) => line("limitation", `${target}: ${sentence}`))),
		...evidence.notCounted.map((sentence) => line("problem", sentence))
	].join("\n");
}
function groupLine({ group, overall, rto, reconciliation }) {
	const longest = rto.maxMs === void 0 ? "" : ` (longest ${duration(rto.maxMs)})`;
	return line("group", `${group}: ${VERDICT_WORDS[overall]}, RTO ${VERDICT_WORDS[rto.verdict]}${longest}, reconciliation ${VERDICT_WORDS[reconciliation]}`);
}
function targetRow({ target, verdicts, rpo: { claimed }, rto, population }) {
	const due = population.slots.filter(({ state }) => state !== "pending");
	const done = due.filter(({ state }) => state === "executed" || state === "late");
	return [
		target,
		VERDICT_WORDS[verdicts.overall],
		VERDICT_WORDS[verdicts.rpoClaimed],
		claimed.worst === void 0 ? "-" : duration(claimed.worst.exposureMs),
		claimed.insideBps === void 0 ? "-" : `${(claimed.insideBps / 100).toFixed(2)} %`,
		VERDICT_WORDS[verdicts.rpoProven],
		VERDICT_WORDS[verdicts.rto],
		rto.maxMs === void 0 ? "-" : duration(rto.maxMs),
		VERDICT_WORDS[verdicts.integrity],
		due.length === 0 ? "-" : `${done.length} of ${due.length}`
	];
}
// src/cli/read-fleet.ts
/** All that ledger and stores say of a fleet. Throws `target-unknown`, and what reading throws: nothing is concluded from a part. */
async function readFleet(shell, { names, head }) {
	const configuration = await shell.configuration();
	const asked = /* @__PURE__ */ new Set([...names, ...(await chosenTargets(shell, names)).map(({ name }) => name)]);
	const { gatherRecords } = await import("./gather-records.js");
	const ledger = head === void 0 ? await ledgerHere(shell) : await ledgerAt(head);
	await using opened = new AsyncDisposableStack();
	const stores = [];
	for (const name of configuration.storeNames) stores.push(opened.use(closing(await configuration.storeReader(name))).value);
	const gathered = await gatherRecords({
		stores,
		...ledger === void 0 ? {} : { ledger }
	});
	const isAsked = (name) => names.length === 0 || asked.has(name);
	const records = gathered.records.filter(({ record }) => isAsked(record.target));
	const engines = new Map([...records.flatMap(({ record }) => isOfGroup(record) ? [] : [[record.target, record.engine]]), ...configuration.targets.map(({ name, engine }) => [name, engine])]);
	return {
		project: configuration.policy.project,
		targets: [...engines].filter(([name]) => isAsked(name)).map(([name, engine]) => ({
			name,
			engine
		})),
		groups: configuration.groups.filter(({ targets }) => targets.every(isAsked)),
		records,
		...ledger?.head === void 0 ? {} : { ledger: {
			sequence: ledger.head.sequence,
			head: ledger.head.digest
		} },
		notCounted: gathered.notCounted
	};
}
/** The name of a group is no target, also when the group is configured no more. */
function isOfGroup({ kind }) {
	return kind === "groupBackup" || kind === "groupDrill";
}
async function ledgerHere(shell) {
	return (await openLedger(shell)).ledger;
}
async function ledgerAt({ tree }) {
	const reader = await import("./read-ledger2.js");
	return tree === void 0 ? void 0 : reader.openLedger(tree);
}
// src/cli/verbs/report.ts
const [BRANCH, PUBLISH] = PUBLISH_OPTIONS;
const reportVerb = {
	name: "report",
	summary: "judge a month or a year by its records, and write the report and the overview",
	arguments: [{
		notation: "[target...]",
		description: "judge only these; the overview is then left alone"
	}],
	options: [
		{
			flags: "--period <name>",
			description: "a month or a year: 2026-11, 2026 (default: this month, and the one before)"
		},
		{
			flags: "--as-of <time>",
			description: "judge by what was known then (default: the newest record, or the last expected run)"
		},
		{
			flags: "--out <folder>",
			description: "where to write (default: evidence.path of the configuration)"
		},
		{
			...PUBLISH,
			default: "none"
		},
		BRANCH
	],
	examples: [
		["lifeboat report --period 2026-11", "reports/compliance/2026-11.json and .md, and reports/README.md"],
		["lifeboat report --period 2026 --out /tmp/audit", "a whole year, elsewhere"],
		["lifeboat report --publish git", "this month and the one before, also committed to the evidence branch"]
	],
	run: async (input, shell) => {
		const now = (await shell.context()).clock.now();
		const period = await readPeriod(input.options["period"], now);
		const asOf = readTime(input.options["asOf"]);
		const published = await openEvidenceBranch(input, shell);
		const head = await published?.branch.readHead();
		const fleet = await readFleet(shell, {
			names: input.arguments,
			...head === void 0 ? {} : { head }
		});
		const { reportFleet } = await import("./report-fleet.js");
		const { periodsIn, reportedPeriods, writeReportFiles } = await import("./write-report-files.js");
		const folder = await folderOf(input, shell);
		const listed = (await head?.tree?.list("compliance"))?.map(({ path }) => path);
		const { compliance, previous, files } = reportFleet(fleet, {
			period,
			monthBefore: input.options["period"] === void 0 && asOf === void 0,
			now: now.getTime(),
			...asOf === void 0 ? {} : { asOf },
			only: input.arguments,
			periods: listed === void 0 ? await reportedPeriods(folder) : periodsIn(listed)
		});
		const judged = previous === void 0 ? [compliance] : [previous, compliance];
		const written = await writeReportFiles(folder, files).catch((error) => {
			throw fileFailure(folder, error);
		});
		const commit = published && await publish(published.branch, {
			compliance,
			files
		}, shell);
		return {
			exitCode: judged.some(isBreached) ? EXIT.breached : EXIT.done,
			result: {
				folder,
				files: [...files.keys()],
				...commit === void 0 ? {} : { commit },
				compliance,
				...previous === void 0 ? {} : { previous }
			},
			text: [
				...judged.map(describeCompliance),
				...written.map((file) => line("wrote", file)),
				...published === void 0 ? [] : [publishedText(published.branch.name, commit)]
			].join("\n")
		};
	}
};
function isBreached({ targets, groups }) {
	return [...targets.map(({ verdicts }) => verdicts), ...groups].some(({ overall }) => overall === "breached");
}
async function folderOf({ options: { out } }, shell) {
	if (typeof out === "string") return resolve(shell.directory, out);
	const { directory, evidence } = await shell.configuration();
	return join(directory, evidence.path);
}
async function publish(branch, { compliance, files }, shell) {
	const { publishFiles } = await import("./publish-files.js");
	return publishFiles(branch, {
		files,
		message: `report: ${compliance.project}, ${compliance.period.name}`
	}, await shell.context());
}
function publishedText(branch, commit) {
	return commit === void 0 ? `${branch}: holds this report already` : `${branch}: published the report in commit ${commit.slice(0, 12)}`;
}
async function readPeriod(written, now) {
	const { parsePeriod } = await import("./period.js");
	const name = typeof written === "string" ? written : now.toISOString().slice(0, 7);
	const period = parsePeriod(name);
	if (period === void 0) throw invalidPeriod(`--period ${name} is neither a month nor a year`);
	if (period.from > now.getTime()) throw invalidPeriod(`--period ${name} has not begun`);
	return period;
}
function invalidPeriod(what) {
	return new LifeboatError({
		code: "usage-invalid",
		what,
		fix: "write a month or a year that has begun: 2026-11 or 2026"
	});
}
function readTime(written) {
	if (typeof written !== "string") return void 0;
	if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(written) && !Number.isNaN(Date.parse(written))) return Date.parse(written);
	throw new LifeboatError({
		code: "usage-invalid",
		what: `--as-of ${written} is no UTC time`,
		fix: "write it as 2026-11-30T12:00:00Z"
	});
}
// src/cli/restore-destination.ts
/** `//user:password@`, and the parameter of that name. */
const HOLDS_PASSWORD = /\/\/[^@]*:[^@]*@|\bpassword=/i;
const VARIABLE = "env:";
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i;
/**
* What --into means. An address holds a password, so it comes from a variable and never from the command line; a variable that
* holds anything else may hold a secret, which would be printed as a name. Throws `usage-invalid`, `secret-missing`.
*/
function restoreDestination(into, environment, { keyVariables }) {
	if (HOLDS_PASSWORD.test(into)) throw passwordGiven();
	if (!into.startsWith(VARIABLE)) return into;
	const variable = into.slice(4);
	if (keyVariables.has(variable)) throw noAddress(`the environment variable ${variable} holds a key`);
	const value = environment[variable] ?? "";
	if (value === "") throw unset(variable);
	if (!ADDRESS.test(value)) throw noAddress(`the environment variable ${variable} holds no address`);
	return value;
}
function unset(variable) {
	return new LifeboatError({
		code: "secret-missing",
		what: `the environment variable ${variable} is not set`,
		fix: "set it to the address of the destination"
	});
}
function noAddress(what) {
	return new LifeboatError({
		code: "usage-invalid",
		what: `${what}, so it names no destination`,
		fix: "name a variable with an address, such as postgres://user:password@host/orders_restored"
	});
}
function passwordGiven() {
	return new LifeboatError({
		code: "usage-invalid",
		what: "the destination holds a password, and other users of this computer can read a command line",
		fix: "put the address into a variable, such as OTHER_URL, and say --into env:OTHER_URL; then change that password"
	});
}
// src/cli/via-option.ts
const DOCKER = /^docker:(.+)$/;
const KUBECTL = /^kubectl:(?:([^/@]+)\/)?(pod|deployment|statefulset)\/([^/@]+)(?:@(.+))?$/;
/** `docker:NAME`, `kubectl:pod/NAME`, `kubectl:NAMESPACE/statefulset/NAME@CONTEXT`. Throws `usage-invalid`. */
function viaOption(written) {
	if (written === void 0) return void 0;
	const parsed = viaSchema.safeParse(typeof written === "string" ? read(written) : written);
	if (parsed.success) return parsed.data;
	throw new LifeboatError({
		code: "usage-invalid",
		what: "--via names no transport",
		fix: "write docker:NAME, kubectl:pod/NAME or kubectl:NAMESPACE/deployment/NAME@CONTEXT"
	});
}
function read(text) {
	const docker = DOCKER.exec(text)?.[1];
	if (docker !== void 0) return { docker };
	const [, namespace, kind, name, context] = KUBECTL.exec(text) ?? [];
	if (kind === void 0) return void 0;
	return { kubectl: {
		[kind]: name,
		...namespace === void 0 ? {} : { namespace },
		...context === void 0 ? {} : { context }
	} };
}
// src/cli/output/describe-restore.ts
/** What a restore is about to do, before anything is done. */
function describePlan(plan, loading) {
	return [
		`plan: restore ${plan.target} into ${plan.destination.address}`,
		line("backup", `${plan.backup.id}, the data of ${seconds(plan.consistency.fromAt)} (${duration(plan.ageMs)} ago)`),
		line("from", `${plan.source.address} (${plan.source.version})`),
		line("into", `${plan.destination.address} (${plan.destination.version}), ${presence(plan, loading)}`),
		line("fetch", `${bytes(plan.storedBytes)} from ${plan.storeLocation}`),
		line("anchor", ANCHOR_WORDS[plan.anchor]),
		line("then", plan.compares ? "load, compare with the fingerprint, record" : UNCOMPARED)
	].join("\n");
}
const UNCOMPARED = "load, record; NOTHING IS COMPARED: the backup has no fingerprint";
/** A destination that is a whole server runs already: only a database on one can be created. */
function presence({ exists, objects }, { loads }) {
	if (!exists && loads === "server") return "will be created";
	return objects === 0 ? "exists and is empty" : `exists and holds ${plural(objects, "object")}`;
}
/** A restore record as a person reads it. */
function describeRestore(record) {
	const { target, backup, outcome, destination, comparison, durationMs } = record;
	const where = destination?.address ?? "";
	return [
		outcome === "succeeded" ? `${target}: backup ${backup?.id ?? ""} restored into ${where} in ${duration(durationMs)}${comparison === void 0 ? ", NOT COMPARED with the source" : ""}` : `${target}: NOT RESTORED (${outcome})${where === "" ? "" : `, destination ${where}`}`,
		...comparison === void 0 ? [] : [line("datasets", `${comparison.equalCount} of ${comparison.datasetCount} equal, schema ${comparison.schemaEqual ? "equal" : "DIFFERENT"}`)],
		...comparison?.datasets.filter(({ result }) => result !== "equal").map(({ name, result }) => line("difference", `${name}: ${result}`)) ?? [],
		...comparison?.inventoryDifferences.map((text) => line("difference", text)) ?? [],
		...recordLines(record)
	].join("\n");
}
// src/cli/verbs/restore.ts
const restoreVerb = {
	name: "restore",
	summary: "put a backup into an empty database, after showing the plan",
	arguments: [{
		notation: "<target>",
		description: "name in lifeboat.yaml"
	}],
	options: [
		{
			flags: "-b, --backup <which>",
			description: "latest, an id, a manifest key, or a time",
			default: "latest"
		},
		{
			flags: "--into <destination>",
			description: "a name on the target's own server, or { env: NAME } of an address: env:NAME"
		},
		{
			flags: "--via <transport>",
			description: "what the server of --into env:NAME runs in: docker:NAME, kubectl:NAMESPACE/pod/NAME, or that with @CONTEXT"
		},
		{
			flags: "--confirm <name>",
			description: "what would have to be typed: the name of the destination's database, or its address for a whole server (neo4j, redis, qdrant); for scripts"
		},
		{
			flags: "--plan",
			description: "show the plan and stop"
		},
		{
			flags: "--expect-destination <digest>",
			description: "refuse any other than the destination of a plan; --plan --json gives its digest"
		},
		{
			flags: "--accept-unanchored",
			description: "restore a backup that no record vouches for"
		}
	],
	examples: [
		["lifeboat restore orders --into orders_restored", "the newest backup into a new database beside the old one"],
		["lifeboat restore orders --backup 2024-01-15-14-30-00 --into env:OTHER_URL", "another time, another server"],
		["lifeboat restore orders --into orders_restored --plan", "only what would be done"]
	],
	run: async (input, shell) => {
		const { into, backup, confirm, plan: planOnly, acceptUnanchored, expectDestination } = input.options;
		const via = viaOption(input.options["via"]);
		if (typeof into !== "string") throw missingDestination();
		const configuration = await shell.configuration();
		const destination = restoreDestination(into, shell.environment, configuration);
		const target = loneTarget(configuration, input.arguments[0] ?? "", EACH_MEMBER);
		const { runRestore } = await import("./restore.js");
		await using job = await openAnchoredJob(target, shell);
		const approval = await shell.approval();
		let planned;
		const record = await keptOrNot(runRestore({
			...job,
			...approval === void 0 ? {} : { approval },
			selector: String(backup),
			into: destination,
			...via === void 0 ? {} : { reach: (to) => job.through(to, via) },
			acceptUnanchored: acceptUnanchored === true,
			...typeof expectDestination === "string" ? { expectedDestination: expectDestination } : {},
			planOnly: planOnly === true,
			show: (plan) => {
				planned = plan;
				shell.say(describePlan(plan, job.engine.capabilities));
			},
			confirm: (plan) => confirmation(plan, confirm, shell)
		}), shell);
		if (record === void 0) return {
			exitCode: 0,
			result: approvable(planned),
			text: ""
		};
		return {
			exitCode: exitCodeOf(record),
			result: { record },
			text: describeRestore(record)
		};
	}
};
function approvable(plan) {
	return {
		planned: true,
		backup: plan?.backup.id,
		destination: plan?.destinationDigest
	};
}
/** The destination's name must be typed, or given by --confirm. */
async function confirmation(plan, given, shell) {
	if (given !== void 0) return given === plan.confirmation ? "flag" : "refused";
	return (await shell.ask(`Type ${plan.confirmation} to go on: `))?.trim() === plan.confirmation ? "typed" : "refused";
}
const EACH_MEMBER = {
	why: "and restore takes one target",
	fix: (members) => {
		return `restore its members one by one: ${members.map((member) => `lifeboat restore ${member} --into DESTINATION`).join(", ")}`;
	}
};
function missingDestination() {
	return new LifeboatError({
		code: "usage-invalid",
		what: "restore needs to know where to: --into is missing",
		fix: "name a new database (--into orders_restored) or a variable with an address (--into env:OTHER_URL)"
	});
}
// src/cli/verbs/show.ts
const showVerb = {
	name: "show",
	summary: "show one backup: what it holds, where it lies, what vouches for it",
	arguments: [{
		notation: "<target>",
		description: "name of a target or a group in lifeboat.yaml"
	}, {
		notation: "[backup]",
		description: "latest, an id, a manifest key, or a time"
	}],
	examples: [["lifeboat show orders", "the newest backup"], ["lifeboat show orders 2024-01-15-14-30-00", "the newest one of that time or before"]],
	run: async (input, shell) => {
		const [name = "", selector = "latest"] = input.arguments;
		const targets = await chosenTargets(shell, [name]);
		const shown = [];
		for (const target of targets) shown.push(await showBackup(target, selector, shell));
		const [first] = shown;
		return {
			exitCode: EXIT.done,
			result: first !== void 0 && targets[0]?.name === name ? first.result : { targets: shown.map(({ result }, index) => ({
				target: targets[index]?.name,
				...result
			})) },
			text: shown.map(({ text }) => text).join("\n\n")
		};
	}
};
async function showBackup(target, selector, shell) {
	const configuration = await shell.configuration();
	const { selectBackup } = await import("./select.js");
	const { readManifest } = await import("./read-manifest.js");
	const { findAnchor } = await import("./anchors.js");
	const { findChainAnchor } = await import("./bases.js");
	await using store = closing(await configuration.storeReader(target.store));
	const { notes, ...published } = await openLedger(shell);
	const sources = {
		store: store.value,
		...published
	};
	const entry = await selectBackup(sources, target.name, selector);
	const found = await findAnchor(target.name, entry.id, sources);
	const { manifest, sha256 } = await readManifest(store.value, entry, found);
	const { anchor } = await findChainAnchor(manifest, found.anchor, sources);
	const volumes = manifest.parts.flatMap((part) => part.volumes);
	const trees = manifest.delegated ?? [];
	return {
		exitCode: EXIT.done,
		result: {
			manifest,
			manifestSha256: sha256,
			anchor,
			notes
		},
		text: [
			`${target.name}: backup ${manifest.id}`,
			line("source", `${manifest.server.address}, ${manifest.engine} ${manifest.server.version}`),
			line("consistent", `from ${seconds(manifest.consistency.fromAt)} to ${seconds(manifest.consistency.toAt)} (${manifest.consistency.kind})`),
			line("stored", `${bytes([...volumes, ...trees].reduce((sum, stored) => sum + stored.bytes, 0))} in ${volumes.length} volumes${trees.map(({ objects }) => ` and ${objects} objects of the server's own`).join("")} at ${store.value.location}`),
			line("sealed for", manifest.recipients.length === 0 ? "nobody: NOT encrypted" : manifest.recipients.join(", ")),
			line("fingerprint", manifest.fingerprint === void 0 ? "none: can never be proven" : `from the ${manifest.fingerprint.origin}, ${manifest.fingerprint.coverage}`),
			...manifest.parts.map((part) => line("part", `${part.name} (${part.compression}, ${part.seal}): ${part.volumes.map(({ key }) => key).join(" ")}`)),
			...trees.map(({ name, prefix, bases }) => line("part", `${name} (written by the server, not sealed): ${prefix}${bases.length === 0 ? "" : `, based on ${bases.join(" ")}`}`)),
			...manifest.limitations.map((text) => line("limitation", text)),
			line("manifest", `${entry.manifestKey} sha256 ${sha256}`),
			line("anchor", ANCHOR_WORDS[anchor]),
			...notes.map((text) => line("limitation", text))
		].join("\n")
	};
}
// src/cli/output/describe-status.ts
/** What a target's backups are worth now, as a person reads it; what is wrong comes last. */
function describeStatus(status, ledger) {
	const { target, backups, claimed, anchored, proven, rpo, next, findings } = status;
	return [
		`${target}: ${plural(backups, "backup")}, RPO ${verdictText(rpo.verdict, rpo.actualMs, rpo.objectiveMs)}`,
		columns([
			"",
			"backup",
			"data of",
			"age",
			""
		], [
			row("claimed", claimed, claimed === void 0 ? noneWords(backups) : "its upload was verified"),
			row("anchored", anchored, anchored === void 0 ? unpublishedWords(claimed) : "published"),
			row("proven", proven, provenWords(proven, ledger))
		]),
		`next backup ${next.backup === void 0 ? "is not scheduled" : seconds(next.backup)}, next drill ${next.drill === void 0 ? "is not scheduled" : seconds(next.drill)}`,
		...findings.map(({ what, code }) => line("finding", `${what} [${code}]`))
	].join("\n");
}
/** What the newest drill of a group showed, as a person reads it. */
function describeGroupStatus({ group, targets, drill, rto }) {
	const members = plural(targets.length, "member");
	const judged = `RTO ${verdictText(rto.verdict, rto.actualMs, rto.objectiveMs)}`;
	if (drill === void 0) return `${group}: ${members}, never drilled together, ${judged}`;
	const { id, startedAt, proven, reconciliation, skewMs } = drill;
	return [
		`${group}: ${members}, ${proven ? "proven together" : "NOT PROVEN together"}, ${judged}`,
		line("drilled", `${seconds(startedAt)} (${id})`),
		line("reconciled", VERDICT_WORDS[reconciliation]),
		...skewMs === void 0 ? [] : [line("captured", `${duration(skewMs)} apart`)]
	].join("\n");
}
function noneWords(backups) {
	return backups === 0 ? "there is no backup" : "none of them can be relied on";
}
function unpublishedWords(claimed) {
	return claimed === void 0 ? "none" : "publish the records: lifeboat collect";
}
function provenWords(proven, ledger) {
	if (proven === void 0) return "no drill has proven one";
	const drilled = `grade ${proven.grade ?? "?"}, drilled ${seconds(proven.drilledAt)}`;
	return ledger && !proven.published ? `${drilled}, by a record that is NOT PUBLISHED` : drilled;
}
function row(name, at, note) {
	return at === void 0 ? [
		name,
		"-",
		"-",
		"-",
		note
	] : [
		name,
		at.id,
		seconds(at.at),
		duration(at.ageMs),
		note
	];
}
// src/cli/verbs/status.ts
const statusVerb = {
	name: "status",
	summary: "show how recent the newest claimed, anchored and proven backups are, and what is wrong",
	arguments: [TARGETS_ARGUMENT],
	examples: [["lifeboat status", "all targets"], ["lifeboat status orders --json", "for a script"]],
	run: async (input, shell) => {
		const configuration = await shell.configuration();
		const context = await shell.context();
		const { notes, ...published } = await openLedger(shell);
		const { targetStatus } = await import("./target-status.js");
		const { groupStatus } = await import("./group-status.js");
		const now = context.clock.now();
		const warnOf = (name) => (message) => context.reporter.report({
			event: "warning",
			message: `${name}: ${message}`
		});
		const found = [];
		for (const target of await chosenTargets(shell, input.arguments)) {
			await using store = closing(await configuration.storeReader(target.store));
			const warn = warnOf(target.name);
			const status = await targetStatus(target, {
				store: store.value,
				...published,
				now,
				warn
			});
			const pruned = await lastPruned({
				store: store.value,
				...published
			}, target.name);
			found.push({
				...status,
				...pruned,
				next: await nextOf(target, now)
			});
		}
		const groups = [];
		for (const { group, targets } of await chosenUnits(shell, input.arguments)) {
			const truth = targets.at(-1);
			if (group === void 0 || truth === void 0) continue;
			await using store = closing(await configuration.storeReader(truth.store));
			const warn = warnOf(group.name);
			groups.push(await groupStatus(group, {
				store: store.value,
				...published,
				now,
				warn
			}));
		}
		return {
			exitCode: worstExitCode([...found, ...groups].map(({ exitCode }) => exitCode)),
			result: {
				targets: found,
				...groups.length === 0 ? {} : { groups },
				notes
			},
			text: [
				...notes,
				...found.map((status) => describeStatus(status, published.ledger !== void 0)),
				...groups.map(describeGroupStatus),
				...found.flatMap(({ target, pruned }) => prunedText(target, pruned))
			].join("\n\n")
		};
	}
};
async function nextOf({ schedule, timeZone }, now) {
	const { nextFire } = await import("./cron.js");
	const next = (expression) => expression === void 0 ? void 0 : nextFire({
		expression,
		timeZone
	}, now)?.toISOString();
	const [backup, drill] = [next(schedule.backup), next(schedule.drill)];
	return {
		...backup === void 0 ? {} : { backup },
		...drill === void 0 ? {} : { drill }
	};
}
// src/cli/output/describe-sweep.ts
/** What was done here and at each target, one line each. */
function describeSweep(local, distant) {
	const lines = [...removedLines(local), ...distant.split("\n").filter((text) => text.trim() !== "")];
	return lines.length === 0 ? "nothing to sweep" : lines.join("\n");
}
/** `  swept        …` for each: what was removed, or a sentence of what was ended, dropped or started. */
function removedLines(removed) {
	return removed.map((text) => line("swept", text));
}
// src/cli/verbs/sweep.ts
const sweepVerb = {
	name: "sweep",
	summary: "remove what killed runs left behind: sandboxes, sessions, unfinished backups",
	options: [{
		flags: "--local",
		description: "only what lies on this computer; no store and no database is asked"
	}],
	examples: [["lifeboat sweep", "this computer, every store, every database"], ["lifeboat sweep --local", "after a killed drill"]],
	run: async (input, shell) => {
		const { sweepSandboxes } = await import("./sweep-sandboxes.js");
		const { forgetRun, listRuns, readRunStates } = await import("./run-owner.js");
		const state = await readRunStates();
		const local = await sweepSandboxes(await shell.context());
		const localOnly = input.options["local"] === true;
		const distant = await eachTarget(localOnly ? [] : (await shell.configuration()).targets, shell, (target) => sweepTarget(target, state, shell));
		if (!localOnly && distant.exitCode === EXIT.done) {
			const dead = (await listRuns()).filter((runId) => state(runId) === "dead");
			await Promise.all(dead.map((runId) => forgetRun(runId, distant.text.includes(runId))));
		}
		return {
			...distant,
			result: {
				removed: local,
				...distant.result
			},
			text: describeSweep(local, distant.text)
		};
	}
};
async function sweepTarget(target, state, shell) {
	const configuration = await shell.configuration();
	const context = await shell.engineContext();
	const { sweepStore } = await import("./sweep.js");
	await using store = closing(await configuration.openStore(target.store));
	await using reached = reachTarget(target, await configuration.engineOf(target), context);
	const elsewhere = /* @__PURE__ */ new Set();
	const mayLive = (runId) => {
		if (!isId(runId)) return true;
		if (state(runId) === "unknown") elsewhere.add(runId);
		return state(runId) !== "dead";
	};
	const removed = [...await sweepStore({
		target: target.name,
		store: store.value,
		context
	}), ...await reached.engine.sweep(await reached.target.connect(), mayLive, context)];
	for (const runId of elsewhere) shell.say(`run ${runId} left no trace on this computer, so nobody here can tell whether it lives; what it has was left`);
	return {
		exitCode: EXIT.done,
		result: {
			target: target.name,
			removed,
			left: [...elsewhere]
		},
		text: removedLines(removed).join("\n")
	};
}
// src/cli/verbs.ts
/** Every verb, in the order of the help. */
const verbs = [
	initVerb,
	{
		name: "validate",
		summary: "check the configuration, and what it can never meet",
		options: [{
			flags: "--offline",
			description: "do not ask the stores whether they enforce create-only writes"
		}],
		examples: [["lifeboat validate", "everything, with a probe of each store"], ["lifeboat validate --offline", "the file alone"]],
		run: async (input, shell) => {
			const configuration = await shell.configuration();
			const { assertCreateOnly } = await import("./assert-create-only.js");
			const { requireQuestions } = await import("./question-problems.js");
			const { findingsOf } = await import("./findings-of.js");
			const { sealingFindings } = await import("./sealing-findings.js");
			const { inOrder } = await import("./problem.js");
			const { findingText } = await import("./finding.js");
			await requireQuestions(configuration, configuration.groups);
			const context = await shell.context();
			const stores = input.options["offline"] === true ? [] : configuration.storeNames;
			for (const name of stores) {
				await using store = closing(await configuration.openStore(name));
				await assertCreateOnly(store.value, context.random);
			}
			const findings = inOrder([...findingsOf(configuration, context.clock.now()), ...await sealingFindings(configuration)]);
			const open = findings.some(({ severity }) => severity === "error");
			const names = configuration.targets.map(({ name }) => name);
			return {
				exitCode: open ? EXIT.breached : EXIT.done,
				result: {
					targets: names,
					stores,
					findings
				},
				text: [
					`${configuration.file ?? "the environment"} is valid${open ? ", but what it asks for cannot be met" : ""}`,
					line("targets", names.join(", ")),
					...stores.map((name) => line("store", `${name} enforces create-only writes`)),
					...findings.map(findingText)
				].join("\n")
			};
		}
	},
	planVerb,
	backupVerb,
	listVerb,
	showVerb,
	{
		name: "verify",
		summary: "read a backup whole and compare every byte with its record",
		arguments: [TARGETS_ARGUMENT],
		options: [DUE_OPTION, {
			flags: "-b, --backup <which>",
			description: "latest, an id, a manifest key, or a time",
			default: "latest"
		}],
		examples: [["lifeboat verify", "the newest backup of every target"], ["lifeboat verify orders --backup 2026-11-01T00:00:00Z", "the newest one of that time or before"]],
		run: async (input, shell) => {
			const targets = await chosenTargets(shell, input.arguments);
			const selector = String(input.options["backup"]);
			const due = input.options["due"] === true;
			return eachTarget(targets, shell, (target) => whenDue({
				target,
				kind: "verify",
				due,
				shell
			}, (occasion) => verifyTarget({
				target,
				selector,
				occasion
			}, shell)));
		}
	},
	drillVerb,
	restoreVerb,
	pruneVerb,
	statusVerb,
	checkVerb,
	collectVerb,
	reportVerb,
	evidenceVerifyVerb,
	sweepVerb,
	keysNewVerb,
	keysCheckVerb
];
// src/cli/command-line.ts
const ABOUT = `Backups as code, restore drills in throw-away databases, and evidence an auditor can check alone.`;
/** Parses the arguments, runs the verb they name and returns the process's exit code. */
async function runCommandLine(args, host) {
	return parseCommandLine(args, {
		run: async (verb, input) => {
			const { runVerb } = await import("./run-verb2.js");
			return runVerb(verb, input, host);
		},
		refuse: async (error) => {
			if (args.includes("--json")) await reportBadUsage(error, host);
		}
	});
}
/** The same for any caller. */
async function parseCommandLine(args, caller) {
	let exitCode = EXIT.done;
	const run = async (verb, input) => {
		exitCode = await caller.run(verb, input);
	};
	try {
		const program = createProgram(run, caller.write);
		if (args.some(holdsControlCharacter)) program.error("error: an argument holds a control character, such as a line break");
		await program.parseAsync([...args], { from: "user" });
		return exitCode;
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		if (error.exitCode === 0) return EXIT.done;
		await caller.refuse(badUsage(error));
		return EXIT.usage;
	}
}
function badUsage({ code, message }) {
	const what = code === "commander.help" ? "no verb is given" : message.replace(/^error: /, "");
	return new LifeboatError({
		code: "usage-invalid",
		what,
		fix: "see lifeboat --help, or --help behind the verb"
	});
}
/** Commander has told people on stderr; machines read one result, as after any other failure. */
async function reportBadUsage({ code, what, fix }, host) {
	const { createOutput } = await import("./output2.js");
	(await createOutput(true, host)).failure({
		exitCode: EXIT.usage,
		error: {
			code,
			what,
			fix
		}
	}, what);
}
function createProgram(run, write) {
	const program = new Command("lifeboat");
	if (write !== void 0) program.configureOutput({
		writeOut: write,
		writeErr: write
	});
	program.description(ABOUT).version(TOOL_VERSION, "-V, --version", "print the version");
	program.exitOverride().showHelpAfterError("(lifeboat --help shows what there is)");
	program.addHelpText("after", "\nExit codes and everything else: docs/ of the repository.");
	for (const verb of verbs) addVerb(program, verb, run);
	return program;
}
function addVerb(program, verb, run) {
	const [first, second] = verb.name.split(" ");
	const command = (second === void 0 ? program : subProgram(program, first ?? "")).command(second ?? verb.name).exitOverride();
	command.summary(verb.summary).description(verb.summary);
	for (const argument of verb.arguments ?? []) command.argument(argument.notation, argument.description);
	for (const option of verb.options ?? []) command.addOption(toOption(option));
	command.addOption(toOption(CONFIG));
	command.option("--json", "print events and the result as JSON, one per line");
	command.addHelpText("after", `\nExamples:\n${examples(verb)}`);
	command.action(async (...received) => {
		await run(verb, {
			arguments: received.slice(0, -2).flat().filter((value) => typeof value === "string"),
			options: command.opts()
		});
	});
}
/** The parent of sub-commands such as `keys new`, made at the first of them. */
function subProgram(program, name) {
	return program.commands.find((command) => command.name() === name) ?? program.command(name).description(`${name}: see the commands below`).exitOverride();
}
const CONFIG = {
	flags: "-c, --config <file>",
	description: "the configuration (default: lifeboat.yaml here, or LIFEBOAT_CONFIG)"
};
function toOption(option) {
	const made = new Option(option.flags, option.description);
	if (made.required) made.argParser(refuseOption);
	if (option.choices !== void 0) made.choices(option.choices);
	if (option.default !== void 0) made.default(option.default);
	return made;
}
/** Commander takes whatever follows as the value, also an option: `--head --json` would lose the second. */
function refuseOption(value) {
	if (value.startsWith("-")) throw new InvalidArgumentError("A value is missing here; none begins with a dash.");
	return value;
}
function examples(verb) {
	const width = Math.max(...verb.examples.map(([command]) => command.length));
	return verb.examples.map(([command, meaning]) => `  ${command.padEnd(width)}  # ${meaning}`).join("\n");
}
export { runCommandLine as n, verbs as r, parseCommandLine as t };
