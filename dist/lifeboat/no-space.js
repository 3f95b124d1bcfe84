import { r as LifeboatError } from "./errors.js";
// src/runtime/no-space.ts
/** How programs and servers say that a disk takes no more. */
const NO_SPACE = /No space left on device|ENOSPC|quota exceeded/i;
/** Tells that a file of this run found no room; any other error is returned as it is. */
function explainNoSpace(error) {
	const { code, message } = error;
	return code === "ENOSPC" || code === "EDQUOT" ? noSpace(message, error) : error;
}
/** What a program said of a file that it wrote, if it was that; undefined otherwise. */
function noSpaceIn(stderr) {
	return NO_SPACE.test(stderr) ? noSpace(stderr) : void 0;
}
/** What is said of a file that a run itself writes: its disk is no server's. */
const WHAT = "there is no space left for the files of this run";
/** Whether it tells that a file of this run found no room, and not one of a server. */
function isOwnDiskFull(error) {
	return error instanceof LifeboatError && error.what === WHAT;
}
function noSpace(why, cause) {
	return new LifeboatError({
		code: "disk-full",
		what: WHAT,
		why,
		fix: "free space where temporary files lie, or set TMPDIR to a larger file system",
		cause
	});
}
export { noSpaceIn as i, explainNoSpace as n, isOwnDiskFull as r, NO_SPACE as t };
