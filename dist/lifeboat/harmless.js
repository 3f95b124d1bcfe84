// src/action/harmless.ts
/**
* Text that the runner only prints: it takes `::` at the beginning of a line, and `##[` anywhere in one, for commands to itself.
* What databases and their programs say is not ours to trust.
*/
function harmless(text) {
	return text.split(/\r\n|\r|\n/).map(lineOf).join("\n");
}
/** The same of one line, whatever breaks it. */
function lineOf(text) {
	const line = text.replaceAll(/[\r\n]+/g, " ").replaceAll("##[", "## [");
	return line.includes("::") ? `| ${line}` : line;
}
export { lineOf as n, harmless as t };
