import { t as prettyBytes } from "../dependencies/pretty-bytes.js";
import { t as prettyMilliseconds } from "../dependencies/pretty-ms.js";
import { t as require_src } from "../dependencies/table.js";
import { t as escapeControlCharacters } from "./control-characters.js";
import { r as isUnwritten } from "./undelivered-record.js";
// src/cli/output/lines.ts
var import_src = require_src();
const LABEL_WIDTH = 13;
/** `  label        text`, the one form of detail lines; names from databases show nothing else than what they are. */
function line(label, text) {
	return `  ${label.padEnd(LABEL_WIDTH)}${escapeControlCharacters(text)}`;
}
/** A borderless table with a head; a cell may have several lines. */
function columns(head, rows) {
	const cells = rows.map((row) => row.map(escapeWithinLines));
	return (0, import_src.table)([head.map((title) => title.toUpperCase()), ...cells], {
		border: (0, import_src.getBorderCharacters)("void"),
		columnDefault: {
			paddingLeft: 0,
			paddingRight: 2
		},
		drawHorizontalLine: () => false
	}).split("\n").map((row) => row.trimEnd()).join("\n").trimEnd();
}
function escapeWithinLines(cell) {
	return cell.split("\n").map(escapeControlCharacters).join("\n");
}
/** `1 backup`, `2 backups`. */
function plural(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function bytes(count) {
	return prettyBytes(count);
}
function duration(ms) {
	return prettyMilliseconds(ms, { secondsDecimalDigits: 1 });
}
function seconds(time) {
	return time.replace(/\.\d+Z$/, "Z");
}
/** `met: 12.3s of 15m`; an actual and an objective are always told apart. */
function verdictText(verdict, actualMs, objectiveMs) {
	if (actualMs === void 0) return VERDICT_WORDS[verdict];
	const actual = `actual ${duration(actualMs)}`;
	const objective = objectiveMs === void 0 ? "no objective set" : `objective ${duration(objectiveMs)}`;
	return `${VERDICT_WORDS[verdict]} (${actual}, ${objective})`;
}
const VERDICT_WORDS = {
	met: "met",
	breached: "BREACHED",
	notMeasured: "not measured",
	notComparable: "not comparable"
};
/** The lines that every record ends with; its error was told in full when the run ended. */
function recordLines(record) {
	const phases = record.phases.map(({ name, durationMs }) => `${name} ${duration(durationMs)}`).join(", ");
	return [
		...phases === "" ? [] : [line("phases", phases)],
		...record.limitations.map((text) => line("limitation", text)),
		line("record", isUnwritten(record) ? "NOT WRITTEN" : record.id)
	];
}
export { line as a, seconds as c, duration as i, verdictText as l, bytes as n, plural as o, columns as r, recordLines as s, VERDICT_WORDS as t };
