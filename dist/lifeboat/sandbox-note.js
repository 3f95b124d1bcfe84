import { a as array, g as string, h as strictObject, l as int } from "../dependencies/zod.js";
import { d as processStart } from "./run-owner2.js";
import { join } from "node:path";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
// src/runtime/sandbox-note.ts
const NOTES = "sandboxes";
const noteSchema = strictObject({
	folder: string(),
	processes: array(strictObject({
		pid: int().positive(),
		processStart: string()
	}))
});
/** Writes down in the run's private folder what a sandbox holds; later notes of the same name replace earlier ones. */
async function writeSandboxNote(workDir, name, { folder, pids }) {
	await mkdir(join(workDir, NOTES), {
		recursive: true,
		mode: 448
	});
	const note = {
		folder,
		processes: pids.map((pid) => ({
			pid,
			processStart: processStart(pid) ?? ""
		}))
	};
	await writeFile(join(workDir, NOTES, name), JSON.stringify(note), { mode: 384 });
}
async function removeSandboxNote(workDir, name) {
	await rm(join(workDir, NOTES, name), { force: true });
}
/** The sandboxes that a run noted and did not remove. */
async function readSandboxNotes(workDir) {
	const names = await readdir(join(workDir, NOTES)).catch(() => []);
	return (await Promise.all(names.map((name) => readFile(join(workDir, NOTES, name), "utf8")))).map((text) => noteSchema.parse(JSON.parse(text)));
}
export { removeSandboxNote as n, writeSandboxNote as r, readSandboxNotes as t };
