import { r as LifeboatError } from "./errors.js";
import { writeFile } from "node:fs/promises";
// src/cli/write-new-file.ts
/** Writes a file only where none is. Throws `usage-invalid` when the path is taken or leads nowhere, else as `fileFailure` says. */
async function writeNewFile({ path, content, mode, otherwise }) {
	try {
		await writeFile(path, content, {
			mode,
			flag: "wx"
		});
	} catch (error) {
		if (error.code !== "EEXIST") throw fileFailure(path, error);
		throw new LifeboatError({
			code: "usage-invalid",
			...otherwise,
			cause: error
		});
	}
}
const NOWHERE = {
	code: "usage-invalid",
	why: "its folder does not exist",
	fix: "make the folder first, or name another file"
};
const FORBIDDEN = {
	code: "privilege-missing",
	why: "the system forbids it",
	fix: "name a file in a folder that you may write to"
};
const FULL = {
	code: "disk-full",
	why: "the file system is full",
	fix: "free space there"
};
const REASONS = {
	ENOENT: NOWHERE,
	ENOTDIR: NOWHERE,
	EISDIR: {
		...NOWHERE,
		why: "it is a folder",
		fix: "name a file in it"
	},
	EACCES: FORBIDDEN,
	EPERM: FORBIDDEN,
	EROFS: {
		...FORBIDDEN,
		why: "the file system is read-only"
	},
	ENOSPC: FULL,
	EDQUOT: {
		...FULL,
		why: "a quota of the file system is used up"
	}
};
/** What it means that the user's own file could not be written; anything unknown stays as it is. */
function fileFailure(path, error) {
	const reason = REASONS[error.code ?? ""];
	if (reason === void 0) return error;
	return new LifeboatError({
		...reason,
		what: `${path} cannot be written`,
		cause: error
	});
}
export { writeNewFile as n, fileFailure as t };
