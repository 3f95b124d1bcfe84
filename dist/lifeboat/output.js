import { t as escapeControlCharacters } from "./control-characters.js";
import { n as describeFailure } from "./describe-error.js";
// src/cli/output/warnings-only.ts
/** Only warnings and failures, for where nobody watches. */
function warningsOnly(stream) {
	return {
		report: (event) => {
			if (event.event === "warning") stream.write(`warning: ${escapeControlCharacters(event.message)}\n`);
			if (event.event === "failure") stream.write(`${event.target}: ${describeFailure(event)}\n`);
		},
		interrupt: (write) => {
			write();
		},
		end: () => void 0
	};
}
// src/cli/output/output.ts
async function createOutput(json, host) {
	return json ? jsonOutput(host) : await humanOutput(host);
}
function jsonOutput(host) {
	const line = (value) => {
		host.stdout.write(`${JSON.stringify(value)}\n`);
	};
	const last = (result) => line({
		event: "result",
		...result
	});
	return {
		reporter: { report: (event) => line({ ...event }) },
		say: (text) => line({
			event: "notice",
			message: text
		}),
		result: last,
		failure: last
	};
}
/** What draws is loaded only where somebody watches: it takes as long as the rest of a start. */
async function humanOutput(host) {
	const { stderr } = host;
	const progress = stderr.isTTY ? (await import("./progress2.js")).movingLine(stderr) : warningsOnly(stderr);
	return {
		reporter: progress,
		say: (text) => progress.interrupt(() => host.stderr.write(`${text}\n`)),
		result: (_result, text) => {
			progress.end();
			host.stdout.write(text === "" ? "" : `${text}\n`);
		},
		failure: (_result, text) => {
			progress.end();
			host.stderr.write(`${text}\n`);
		}
	};
}
export { createOutput as t };
