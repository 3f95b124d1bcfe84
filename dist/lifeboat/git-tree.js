import { r as LifeboatError } from "./errors.js";
import { Readable } from "node:stream";
// src/evidence/git/read-blobs.ts
const NEWLINE = 10;
/** The contents of these objects, in order, through one process; undefined for a name that git does not know. */
async function* readBlobs(repository, names) {
	if (names.length === 0) return;
	const git = repository.start(["cat-file", "--batch"], { stdin: Readable.from(names.map((name) => `${name}\n`)) });
	const input = new ByteReader(git.stdout);
	for (const name of names) {
		const header = (await input.line()).toString("utf8");
		if (header.endsWith(" missing")) {
			yield void 0;
			continue;
		}
		const [, kind, size] = /^\S+ (\S+) (\d+)$/.exec(header) ?? [];
		if (kind !== "blob") throw unexpectedAnswer(name, header);
		yield await input.exactly(Number(size));
		await input.exactly(1);
	}
	await git.finished;
}
/** Takes lines and counted runs of bytes from a stream. */
var ByteReader = class {
	#chunks;
	#rest = Buffer.alloc(0);
	constructor(stream) {
		this.#chunks = stream[Symbol.asyncIterator]();
	}
	async line() {
		for (;;) {
			const end = this.#rest.indexOf(NEWLINE);
			if (end !== -1) {
				const line = this.#rest.subarray(0, end);
				this.#rest = this.#rest.subarray(end + 1);
				return line;
			}
			await this.#more(1);
		}
	}
	async exactly(length) {
		await this.#more(length - this.#rest.length);
		const bytes = this.#rest.subarray(0, length);
		this.#rest = this.#rest.subarray(length);
		return bytes;
	}
	async #more(missing) {
		const chunks = [this.#rest];
		for (let left = missing; left > 0;) {
			const next = await this.#chunks.next();
			if (next.done === true) throw unexpectedAnswer("cat-file", "its output ended early");
			chunks.push(next.value);
			left -= next.value.length;
		}
		if (chunks.length > 1) this.#rest = Buffer.concat(chunks);
	}
};
function unexpectedAnswer(name, why) {
	return new LifeboatError({
		code: "program-failed",
		what: `git could not read ${name}`,
		why
	});
}
// src/evidence/ledger/git-tree.ts
/** Above this many files one listing is cheaper than letting git look up each path in large folders. */
const LOOKED_UP_ONE_BY_ONE = 20;
/** Evidence as one commit holds it, read from git's objects and never from a work tree, which may be stale. */
function openGitTree(repository, published) {
	return {
		location: `commit ${published.commit.slice(0, 12)} of ${repository.directory}`,
		list: (folder) => listFiles(repository, published, folder),
		read: (paths) => readFiles(repository, published, paths)
	};
}
async function* readFiles(repository, published, paths) {
	const files = paths.length > LOOKED_UP_ONE_BY_ONE ? await listFiles(repository, published, "") : [];
	const objects = new Map(files.map(({ path, object }) => [path, object]));
	const { commit, path: folder } = published;
	yield* readBlobs(repository, paths.map((path) => objects.get(path) ?? `${commit}:${folder}/${path}`));
}
/** Every file below a folder of the evidence, below all of it for the empty name. */
async function listFiles(repository, { path, commit }, folder) {
	const below = folder === "" ? `${path}/` : `${path}/${folder}/`;
	return (await repository.run([
		"ls-tree",
		"-r",
		"-l",
		"-z",
		"--full-tree",
		commit,
		"--",
		below
	])).split("\0").filter((line) => line !== "").map((line) => {
		const [attributes = "", name = ""] = line.split("	");
		const [, , object = "", bytes] = attributes.split(/ +/);
		return {
			path: name.slice(path.length + 1),
			bytes: Number(bytes),
			object
		};
	});
}
export { openGitTree as t };
