// src/config/branch-name.ts
const FORBIDDEN = /\.\.|@\{|\/\/|[ ~^:?*[\\]/;
/** Whether git takes the text as the name of a branch (`git check-ref-format --branch`). */
function isBranchName(text) {
	if (text === "" || text === "@" || text.startsWith("-") || text.endsWith(".")) return false;
	if (FORBIDDEN.test(text) || text.split("").some(isControl)) return false;
	return text.split("/").every((part) => part !== "" && !part.startsWith(".") && !part.endsWith(".lock"));
}
function isControl(character) {
	return character < " " || character === "";
}
export { isBranchName as t };
