import { t as require_dist } from "../dependencies/yaml.js";
import { i as isLifeboatError, n as EXIT, r as LifeboatError } from "./errors.js";
import { a as line, o as plural } from "./lines.js";
import { n as writeNewFile } from "./write-new-file2.js";
import { findPackageJSON } from "node:module";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { mkdir, readFile } from "node:fs/promises";
// src/github-workflows/action-reference.ts
var import_dist = require_dist();
/** Reads `OWNER/lifeboat@SHA`. Throws `usage-invalid`; a tag or branch too, because either can be moved. */
function readActionReference(text) {
	const [, repository, commit] = /^([\w-]+\/[\w.-]+)@([0-9a-f]{40})$/.exec(typeof text === "string" ? text : "") ?? [];
	if (repository !== void 0 && commit !== void 0) return {
		repository,
		commit
	};
	throw new LifeboatError({
		code: "usage-invalid",
		what: typeof text === "string" ? `--action takes a repository and a full commit, not ${JSON.stringify(text)}` : "--github needs to know where Lifeboat was published: --action is missing",
		why: "a tag or a branch can be moved to other code, which would get your secrets",
		fix: "say --action OWNER/lifeboat@ and the 40 digits of the commit that you trust"
	});
}
// src/github-workflows/needed-variables.ts
/** Reads which variables and files the secret references of a configuration name. */
function neededVariables(written) {
	const { stores, evidence } = written;
	return {
		everything: named(written, "env"),
		storesOnly: named([stores, evidence?.key], "env"),
		files: named(written, "file"),
		folders: Object.entries(stores ?? {}).flatMap(([name, { type }]) => type === "filesystem" ? [name] : [])
	};
}
function named(value, key) {
	return [...new Set(references(value, key))].toSorted();
}
function references(value, key) {
	if (typeof value !== "object" || value === null) return [];
	const entries = Object.entries(value);
	const [only] = entries;
	if (entries.length === 1 && only?.[0] === key && typeof only[1] === "string") return [only[1]];
	return entries.flatMap(([, inner]) => references(inner, key));
}
// src/github-workflows/tick.ts
/** Catches up on what the platform left out, four times a day; odd minutes, because full hours are what it leaves out most. */
const CATCH_UP = {
	cron: "53 1,7,13,19 * * *",
	timeZone: "UTC"
};
const PLAIN = /^[\d*,/A-Z-]+$/i;
/**
* Cron lines in the plain syntax of GitHub that fire at least whenever the schedules do: what a line cannot say,
* such as the first Sunday (`0#1`), it leaves to `--due`.
*/
function ticksOf(schedules) {
	const ticks = schedules.map(({ expression, timeZone }) => ({
		cron: plainly(expression),
		timeZone
	}));
	return [...new Map(ticks.map((tick) => [`${tick.cron} ${tick.timeZone}`, tick])).values()];
}
function plainly(expression) {
	const [minute = "*", hour = "*", ...rest] = expression.trim().split(/\s+/);
	const [day = "*", month = "*", weekday = "*"] = rest.map((field) => field.replace(/^\?$/, "*"));
	const days = [day, weekday.replaceAll(/#(\d|L)/gi, "")].map((field) => isPlainDay(field) ? field : void 0);
	const [onDay = "*", onWeekday = "*"] = days.includes(void 0) ? [] : days;
	return [
		minute,
		hour,
		onDay,
		month,
		onWeekday
	].join(" ");
}
/** `L` is the last day only where no name of a day or month has it. */
function isPlainDay(field) {
	return PLAIN.test(field) && !/(^|[^a-z])L|\dL|W(?!ED)/i.test(field);
}
// src/github-workflows/render.ts
const KINDS = [
	"backup",
	"verify",
	"drill",
	"prune",
	"check"
];
/** Only prune deletes, so it has credentials of its own, which reach no database. */
const PRUNE = {
	args: "--apply",
	environment: "lifeboat-prune",
	secret: "${{ secrets.LIFEBOAT_PRUNE_ENV }}"
};
/** The workflows of a repository: one for each kind of run that any target has a schedule for, restore, and report. */
function renderWorkflows(wishes, { templates, reusable }) {
	return [
		...KINDS.filter((kind) => wishes.targets.some(({ schedule }) => schedule[kind] !== void 0)).map((kind) => ({
			name: kind,
			content: renderTick(templates.tick, kind, wishes)
		})),
		{
			name: "restore",
			content: renderRestore(templates.restore, wishes)
		},
		{
			name: "report",
			content: renderReport(templates.report, wishes)
		},
		...(wishes.local ? Object.entries(reusable) : []).map(([name, text]) => ({
			name: `called-${name}`,
			content: renderCopy(text, wishes.action)
		}))
	].map(({ name, content }) => ({
		name: `lifeboat-${name}.yml`,
		content
	}));
}
function renderTick(template, kind, wishes) {
	const document = (0, import_dist.parseDocument)(template);
	const schedules = wishes.targets.flatMap(({ schedule: { [kind]: expression }, timeZone }) => expression === void 0 ? [] : [{
		expression,
		timeZone
	}]);
	document.set("name", `Lifeboat ${kind}`);
	document.setIn(["on", "schedule"], document.createNode([...ticksOf(schedules), CATCH_UP].map(scheduleEntry)));
	document.setIn([
		"jobs",
		"run",
		"with",
		"command"
	], kind);
	if (kind === "prune") {
		document.setIn([
			"jobs",
			"run",
			"with",
			"args"
		], PRUNE.args);
		document.setIn([
			"jobs",
			"run",
			"with",
			"environment"
		], PRUNE.environment);
		document.setIn([
			"jobs",
			"run",
			"secrets",
			"LIFEBOAT_ENV"
		], PRUNE.secret);
	}
	return finish(document, {
		job: "run",
		calls: "run"
	}, wishes);
}
function renderRestore(template, wishes) {
	const document = (0, import_dist.parseDocument)(template);
	const names = document.createNode(wishes.targets.map(({ name }) => name));
	document.setIn([
		"on",
		"workflow_dispatch",
		"inputs",
		"target",
		"options"
	], names);
	return finish(document, {
		job: "restore",
		calls: "restore"
	}, wishes);
}
function renderReport(template, wishes) {
	return finish((0, import_dist.parseDocument)(template), {
		job: "report",
		calls: "report"
	}, wishes);
}
function scheduleEntry({ cron, timeZone }) {
	return timeZone === "UTC" ? { cron } : {
		cron,
		timezone: timeZone
	};
}
/** Only the path of a call differs between a copy and the published workflow. */
function finish(document, { job, calls }, { action, local, config }) {
	const path = [
		"jobs",
		job,
		"uses"
	];
	const published = `${action.repository}/.github/workflows/${calls}.yml@${action.commit}`;
	document.setIn(path, local ? `./.github/workflows/lifeboat-called-${calls}.yml` : published);
	const uses = document.getIn(path, true);
	if (local && (0, import_dist.isScalar)(uses)) uses.comment = " zizmor: ignore[self-repository] the newer form needs a newer runner";
	if (config !== void 0) document.setIn([
		"jobs",
		job,
		"with",
		"config"
	], config);
	return document.toString({ lineWidth: 0 });
}
const CHECKED_OUT = ".lifeboat-action";
/** A copy no longer lies beside the action, so it names it; that also works where the action's repository is private. */
function renderCopy(text, { repository, commit }) {
	const document = (0, import_dist.parseDocument)(text.replace(/^# The caller pins.*\n/m, ""));
	const jobs = document.get("jobs");
	for (const { value: job } of (0, import_dist.isMap)(jobs) ? jobs.items : []) {
		const steps = (0, import_dist.isMap)(job) ? job.get("steps") : void 0;
		if (!(0, import_dist.isSeq)(steps)) continue;
		steps.items = steps.items.filter((step) => step.getIn(["with", "path"]) !== CHECKED_OUT);
		const own = steps.items.filter((step) => step.get("uses") === `./${CHECKED_OUT}`);
		for (const step of own) step.set("uses", document.createNode(`${repository}@${commit}`));
	}
	return document.toString({ lineWidth: 0 });
}
// src/cli/output/describe-workflows.ts
/** What was written, and what GitHub still has to be told. */
function describeWorkflows(told) {
	const { folder, written, kept, different, needs, local, action } = told;
	return [
		...written.map((name) => `wrote ${folder}/${name}`),
		...kept.map((name) => different.includes(name) ? `left ${folder}/${name} as it is: it DIFFERS from what would be written` : `left ${folder}/${name}, which is as it would be written`),
		...differenceLines(different),
		line("calls", `${action.repository} at ${action.commit}`),
		line("next", "make the environments lifeboat, lifeboat-evidence, lifeboat-prune, and lifeboat-restore with reviewers;"),
		line("", `then these secrets ${local ? "in them" : "of the repository"}, each with a line NAME=value for each variable`),
		...secretsOf(needs, local).map((text) => line("secret", text)),
		...needs.files.map((file) => line("warning", `no runner has the file ${file}: use { env: NAME } instead`)),
		...needs.folders.map((store) => line("warning", `the store ${store} is a folder, which a hosted runner loses with everything in it`))
	].join("\n");
}
function differenceLines(different) {
	if (different.length === 0) return [];
	return [line("different", `${plural(different.length, "file")}: another commit or schedule, --local or not, or edited by hand;`), line("", "git rm what should be new and run this again, or edit it where only the commit behind @ differs")];
}
function secretsOf({ everything, storesOnly }, local) {
	const name = (secret, environment) => local ? `${secret} in ${environment}` : secret;
	const prune = local ? "LIFEBOAT_ENV" : "LIFEBOAT_PRUNE_ENV";
	return [
		`${name("LIFEBOAT_ENV", "lifeboat")}: ${listOf(everything)}`,
		`${name("LIFEBOAT_STORE_ENV", "lifeboat-evidence")}: ${listOf(storesOnly)}`,
		`${name(prune, "lifeboat-prune")}: ${listOf(storesOnly)}, of a login that may delete`,
		`${name("LIFEBOAT_RESTORE_ENV", "lifeboat-restore")}: ${listOf(everything)}, of logins that may create databases`
	];
}
function listOf(names) {
	return names.length === 0 ? "what your stores need" : names.join(", ");
}
// src/cli/init-github.ts
/** Writes the workflows that run a configuration on GitHub; whatever is there already stays as it is. */
async function initGithub({ options }, shell) {
	const action = readActionReference(options["action"]);
	const local = options["local"] === true;
	const configuration = await shell.configuration();
	const root = repositoryOf(configuration.directory);
	const config = configuration.file === void 0 ? "lifeboat.yaml" : relative(root, configuration.file);
	const wishes = {
		targets: configuration.targets,
		action,
		local
	};
	const files = renderWorkflows(config === "lifeboat.yaml" ? wishes : {
		...wishes,
		config
	}, await readSources());
	const folder = join(root, ".github", "workflows");
	await mkdir(folder, { recursive: true });
	const written = [];
	for (const file of files) if (await writeIfNew(folder, file)) written.push(file.name);
	const left = files.filter(({ name }) => !written.includes(name));
	const kept = left.map(({ name }) => name);
	const different = [];
	for (const file of left) if (await isDifferent(folder, file)) different.push(file.name);
	const needs = neededVariables(await readWritten(configuration));
	return {
		exitCode: different.length === 0 ? EXIT.done : EXIT.breached,
		result: {
			folder,
			written,
			kept,
			different,
			needs
		},
		text: describeWorkflows({
			folder,
			written,
			kept,
			different,
			needs,
			local,
			action
		})
	};
}
function repositoryOf(directory) {
	for (let place = directory;; place = dirname(place)) {
		if (existsSync(join(place, ".git"))) return place;
		if (place === dirname(place)) break;
	}
	throw new LifeboatError({
		code: "usage-invalid",
		what: `${directory} lies in no git repository, and workflows belong into one`,
		fix: "run git init first, or change to the repository"
	});
}
/** The templates lie beside the sources, the reusable workflows where GitHub wants them; both are part of a checkout. */
async function readSources() {
	const own = dirname(findPackageJSON("..", import.meta.url) ?? "");
	const template = (name) => readFile(join(own, "src", "github-workflows", "templates", `${name}.yml`), "utf8");
	const reusable = (name) => readFile(join(own, ".github", "workflows", `${name}.yml`), "utf8");
	return {
		templates: {
			tick: await template("tick"),
			restore: await template("restore"),
			report: await template("report")
		},
		reusable: {
			run: await reusable("run"),
			restore: await reusable("restore"),
			report: await reusable("report")
		}
	};
}
async function writeIfNew(folder, { name, content }) {
	const path = join(folder, name);
	const otherwise = {
		what: `${path} exists and is left as it is`,
		fix: "remove it to have it written anew"
	};
	try {
		await writeNewFile({
			path,
			content,
			mode: 420,
			otherwise
		});
		return true;
	} catch (error) {
		if (isLifeboatError(error, "usage-invalid") && existsSync(path)) return false;
		throw error;
	}
}
/** Whether it runs something else than was asked for now: another commit, other times, the other mode, or no workflow of Lifeboat. */
async function isDifferent(folder, { name, content }) {
	return await readFile(join(folder, name), "utf8") !== content;
}
/** What stands in the file, which was checked before; nothing where variables give everything. */
async function readWritten({ file }) {
	return file === void 0 ? {} : (0, import_dist.parse)(await readFile(file, "utf8"));
}
export { initGithub };
