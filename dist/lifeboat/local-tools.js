import { n as explainNoSpace } from "./no-space.js";
import { n as pipeProgram, o as runProgram, s as startProgram } from "./program.js";
import { Readable } from "node:stream";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { finished as finished$1, pipeline as pipeline$1 } from "node:stream/promises";
// src/runtime/local-tools.ts
/** Programs of one folder on this computer; files they need lie in the run's private folder. */
async function localTools(folder, context) {
	const files = await mkdtemp(join(context.workDir, "tools-"));
	const options = {
		signal: context.signal,
		environment: context.programEnvironment
	};
	const located = (command) => ({
		...command,
		program: join(folder, command.program)
	});
	return {
		description: `local ${folder}`,
		run: (command) => runProgram(located(command), options),
		stream: async (command) => startProgram(located(command), options),
		pipe: (command, output, given) => pipeProgram(located(command), output, {
			...options,
			...given
		}),
		writeFile: (name, content) => writePrivateFile(join(files, name), content),
		removeFile: (path) => rm(path, { force: true }),
		[Symbol.asyncDispose]: () => rm(files, {
			recursive: true,
			force: true
		})
	};
}
/** What waits is written at once; in the pieces of a pipe, 64 KiB each, it takes a third longer. */
const WAITING_BYTES = 1 << 20;
/** Writes a file that only this user can read; returns its path. Throws `disk-full`, or what the content fails with. */
async function writePrivateFile(path, content) {
	const file = createWriteStream(path, {
		mode: 384,
		flags: "wx",
		highWaterMark: WAITING_BYTES
	});
	try {
		if (typeof content === "function") await Promise.all([content(file), finished$1(file)]);
		else await pipeline$1(content instanceof Readable ? content : Readable.from([content]), file);
	} catch (error) {
		file.destroy();
		throw explainNoSpace(error);
	}
	return path;
}
export { writePrivateFile as n, localTools as t };
