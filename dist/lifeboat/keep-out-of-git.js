import { basename, dirname, join, resolve } from "node:path";
import { appendFile, readFile, stat } from "node:fs/promises";
// src/cli/keep-out-of-git.ts
/** Adds a secret file to the `.gitignore` beside it where that is inside a git work tree; returns the ignoring file then. */
async function keepOutOfGit(file) {
	const folder = dirname(resolve(file));
	if (!await isInWorkTree(folder)) return void 0;
	const ignoring = join(folder, ".gitignore");
	const entry = `/${basename(file)}`;
	const text = await readFile(ignoring, "utf8").catch(() => "");
	if (text.split(/\r?\n/).includes(entry)) return ignoring;
	await appendFile(ignoring, `${text === "" || text.endsWith("\n") ? "" : "\n"}${entry}\n`);
	return ignoring;
}
async function isInWorkTree(folder) {
	if (await stat(join(folder, ".git")).catch(() => void 0) !== void 0) return true;
	return dirname(folder) === folder ? false : isInWorkTree(dirname(folder));
}
export { keepOutOfGit };
