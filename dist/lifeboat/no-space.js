import { r as LifeboatError } from "./errors.js";
// src/runtime/no-space.ts
/** Tells that a file of this run found no room; any other error is returned as it is. */
function explainNoSpace(error) {
	const { code, message } = error;
	return code === "ENOSPC" || code === "EDQUOT" ? noSpace(message, error) : error;
}
/** What a program said of a file that it wrote, if it was that; undefined otherwise. */
function noSpaceIn(stderr) {
	return /No space left on device|quota exceeded/i.test(stderr) ? noSpace(stderr) : void 0;
}
function noSpace(why, cause) {
	return new LifeboatError({
		code: "disk-full",
		what: "there is no space left for the files of this backup",
		why,
		fix: "free space where temporary files lie, or set TMPDIR to a larger file system",
		cause
	});
}
export { noSpaceIn as n, explainNoSpace as t };
