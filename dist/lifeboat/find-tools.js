import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as localTools } from "./local-tools.js";
import { o as runProgram } from "./program.js";
import { delimiter, join } from "node:path";
import { access, constants } from "node:fs/promises";
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
	return (await Promise.all(programs.map((program) => access(join(folder, program), constants.X_OK).then(() => true, () => false)))).every(Boolean);
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
export { findTools as n, findFolder as t };
