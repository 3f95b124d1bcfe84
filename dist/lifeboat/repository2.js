import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { o as runProgram, s as startProgram } from "./program.js";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
// src/evidence/git/repository.ts
/** Hooks and index features of the user's configuration have no place in plumbing that must touch nothing else. */
const PLAIN = [
	"core.hooksPath=/dev/null",
	"core.fsmonitor=false",
	"core.splitIndex=false",
	"gc.auto=0"
];
/** Opens the repository that `directory` lies in, bare or not. Throws `config-invalid` when there is none. */
async function openRepository(directory, context) {
	const repository = await findRepository(directory, context);
	if (repository === void 0) throw noRepository(directory);
	return repository;
}
/**
* As `openRepository`, but undefined when there is none. Throws `program-absent` without git, and `config-invalid` for a
* repository that git refuses to read.
*/
async function findRepository(directory, context) {
	const options = {
		signal: context.signal,
		environment: context.programEnvironment
	};
	const asked = command(["-C", directory], ["rev-parse", "--absolute-git-dir"], {});
	const found = await runProgram(asked, options).catch((error) => {
		if (!isLifeboatError(error, "program-failed")) throw error;
		if (saysNone(error) && !liesBelowGit(directory)) return void 0;
		throw unreadable(directory, error);
	});
	if (found === void 0) return void 0;
	const place = [`--git-dir=${found.stdout.trim()}`];
	const run = async (args, input = {}) => (await runProgram(command(place, args, input), options)).stdout;
	return {
		directory,
		run,
		ask: (args, input) => refusal(run(args, input)),
		start: (args, input = {}) => startProgram(command(place, args, input), options)
	};
}
function command(place, args, input) {
	const settings = PLAIN.flatMap((setting) => ["-c", setting]);
	return {
		program: "git",
		args: [
			...place,
			...settings,
			"--no-replace-objects",
			...args
		],
		...input
	};
}
async function refusal(running) {
	try {
		return await running;
	} catch (error) {
		if (isLifeboatError(error, "program-failed")) return void 0;
		throw error;
	}
}
/** Programs speak English here, see `programEnvironment`. */
function saysNone({ why }) {
	return why?.includes("not a git repository") === true;
}
/** Git also calls a damaged repository none. */
function liesBelowGit(directory) {
	const folder = resolve(directory);
	if (existsSync(join(folder, ".git"))) return true;
	return dirname(folder) !== folder && liesBelowGit(dirname(folder));
}
function unreadable(directory, cause) {
	return new LifeboatError({
		code: "config-invalid",
		what: `git cannot read the repository that ${directory} lies in`,
		...cause.why === void 0 ? {} : { why: cause.why },
		fix: "mend it, or allow it with git config safe.directory when it belongs to another user",
		cause
	});
}
function noRepository(directory) {
	return new LifeboatError({
		code: "config-invalid",
		what: `${directory} lies in no git repository`,
		fix: "run inside the repository that publishes the evidence, or make one with: git init"
	});
}
export { openRepository as n, findRepository as t };
