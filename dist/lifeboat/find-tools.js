import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { n as pipeProgram, o as runProgram, s as startProgram } from "./program.js";
import { Readable } from "node:stream";
import { createWriteStream } from "node:fs";
import { delimiter, join } from "node:path";
import { access, constants as constants$1, mkdtemp, rm } from "node:fs/promises";
import { finished as finished$1, pipeline as pipeline$1 } from "node:stream/promises";
// src/runtime/local-tools.ts
/** Programs of one folder on this computer; files they need lie in the run's private folder. */
async function localTools(folder, context) {
	const files = await mkdtemp(join(context.workDir, "tools-"));
	const options = {
		signal: context.signal,
		environment: context.programEnvironment
	};
	const located = (command) => ({
		...command,
		program: join(folder, command.program)
	});
	return {
		description: `local ${folder}`,
		run: (command) => runProgram(located(command), options),
		stream: async (command) => startProgram(located(command), options),
		pipe: (command, output, given) => pipeProgram(located(command), output, {
			...options,
			...given
		}),
		writeFile: (name, content) => writePrivateFile(join(files, name), content),
		removeFile: (path) => rm(path, { force: true }),
		[Symbol.asyncDispose]: () => rm(files, {
			recursive: true,
			force: true
		})
	};
}
/** What waits is written at once; in the pieces of a pipe, 64 KiB each, it takes a third longer. */
const WAITING_BYTES = 1 << 20;
/** Writes a file that only this user can read; returns its path. */
async function writePrivateFile(path, content) {
	const file = createWriteStream(path, {
		mode: 384,
		flags: "wx",
		highWaterMark: WAITING_BYTES
	});
	if (typeof content === "function") await Promise.all([content(file), finished$1(file)]);
	else await pipeline$1(content instanceof Readable ? content : Readable.from([content]), file);
	return path;
}
// src/runtime/find-tools.ts
/** Programs of the wanted version: from this computer by full path, else from the product's own image. */
async function findTools(need, context) {
	const local = await findFolder(need, context);
	if (local.folder !== void 0) return localTools(local.folder, context);
	try {
		const { containerTools } = await import("./container-tools.js");
		return await containerTools(need, context);
	} catch (error) {
		if (!isLifeboatError(error)) throw error;
		throw new LifeboatError({
			code: local.otherVersions.length > 0 ? "program-version" : "program-absent",
			what: `no ${need.programs.join(", ")} of ${need.product} was found here, nor its image ${need.image}`,
			why: [...local.otherVersions, error.message].join("; "),
			fix: `install the client programs of ${need.product}, or make the image ${need.image} available`,
			cause: error
		});
	}
}
/** The first folder that holds all programs in an accepted version. */
async function findFolder(need, context) {
	const path = (context.programEnvironment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
	const otherVersions = [];
	for (const folder of /* @__PURE__ */ new Set([...need.folders, ...path])) {
		if (!await holdsAll(folder, need.programs)) continue;
		const version = await versionIn(folder, need, context);
		if (need.accepts(version)) return {
			folder,
			otherVersions
		};
		otherVersions.push(`${folder} has ${version}`);
	}
	return {
		folder: void 0,
		otherVersions
	};
}
async function holdsAll(folder, programs) {
	return (await Promise.all(programs.map((program) => access(join(folder, program), constants$1.X_OK).then(() => true, () => false)))).every(Boolean);
}
async function versionIn(folder, need, context) {
	const [first] = need.programs;
	const command = {
		program: join(folder, first ?? ""),
		args: ["--version"]
	};
	const options = {
		signal: context.signal,
		environment: context.programEnvironment
	};
	try {
		return (await runProgram(command, options)).stdout.trim();
	} catch (error) {
		if (isLifeboatError(error, "cancelled")) throw error;
		return "a program that does not start";
	}
}
export { findTools as n, writePrivateFile as r, findFolder as t };
