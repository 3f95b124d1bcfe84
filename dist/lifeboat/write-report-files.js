import { i as parsePeriod } from "./period2.js";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
// src/report/write-report-files.ts
/** Puts derived files into a folder, each whole or not at all, in place of what has its name; returns their full paths. */
async function writeReportFiles(folder, files) {
	const written = [];
	for (const [path, bytes] of files) {
		const file = join(folder, path);
		await mkdir(dirname(file), { recursive: true });
		await replaceFile(file, bytes);
		written.push(file);
	}
	return written;
}
/** Names of the periods whose report lies in a folder: `2026-11`. */
async function reportedPeriods(folder) {
	return periodsIn(await readdir(join(folder, "compliance")).catch((error) => {
		if (error.code === "ENOENT") return [];
		throw error;
	}));
}
/** The periods that these files in `compliance/` report. */
function periodsIn(paths) {
	return paths.filter((path) => path.endsWith(".md")).map((path) => path.slice(path.lastIndexOf("/") + 1, -3)).filter((name) => parsePeriod(name) !== void 0);
}
async function replaceFile(file, bytes) {
	const temporary = `${file}.${randomUUID()}.tmp`;
	try {
		await writeFile(temporary, bytes);
		await rename(temporary, file);
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
}
export { periodsIn, reportedPeriods, writeReportFiles };
