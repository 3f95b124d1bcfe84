import { i as runInContainer, o as startInContainer } from "./container-exec.js";
import { t as feed } from "./filter.js";
import { PassThrough, Readable } from "node:stream";
import { pipeline as pipeline$1 } from "node:stream/promises";
// src/runtime/container-programs.ts
/** Input that nobody reads breaks the connection, over which the reason, such as a full disk, then never comes. */
const WRITE = "umask 077; cat >\"$1\" || { end=$?; cat >/dev/null; exit \"$end\"; }";
/** How programs are run and files written in a container; `files` is a folder there of the place's user. */
function containerPrograms(place, files) {
	const removeFile = async (path) => {
		await runInContainer({
			program: "rm",
			args: ["-f", path]
		}, place);
	};
	return {
		run: (command) => runInContainer(command, place),
		stream: (command) => startInContainer(command, place),
		pipe: async (command, output, options) => {
			const running = await startInContainer(command, place);
			const [end] = await Promise.all([running.finished, pipeline$1(running.stdout, output, { end: options?.leaveOpen !== true })]);
			return end;
		},
		writeFile: async (name, content) => {
			const path = `${files}/${name}`;
			const { stdin, fed } = readableOf(content);
			await runInContainer({
				program: "sh",
				args: [
					"-c",
					WRITE,
					"sh",
					path
				],
				stdin
			}, place).catch(async (error) => {
				stdin.destroy();
				await Promise.allSettled([fed, removeFile(path)]);
				throw error;
			});
			return path;
		},
		removeFile
	};
}
function readableOf(content) {
	if (content instanceof Readable) return { stdin: content };
	if (typeof content !== "function") return { stdin: Readable.from([content]) };
	const stdin = new PassThrough();
	stdin.on("error", () => void 0);
	const fed = feed(content, stdin);
	fed.catch(() => void 0);
	return {
		stdin,
		fed
	};
}
export { containerPrograms as t };
