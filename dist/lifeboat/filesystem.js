import { a as checkPrefix, i as checkKey, o as compareKeys, r as watchSource, s as isInTree, t as mapStreamErrors } from "./map-stream-errors.js";
import { a as uploadCancelled, i as objectExists, r as objectAbsent, t as StoreError } from "./store-error.js";
import { t as storeSchema } from "./config6.js";
import { r as LifeboatError } from "./errors.js";
import { t as cutBlocks } from "./blocks.js";
import { n as sha256Hex } from "./hashing.js";
import process from "node:process";
import { Readable } from "node:stream";
import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { chmod, link, lstat, mkdir, open, readdir, realpath, rm, rmdir, stat } from "node:fs/promises";
// src/stores/filesystem/failure.ts
const FULL = {
	kind: "permanent",
	code: "store-full",
	fix: "Free space there or choose a larger file system; nothing of this write is left."
};
const REFUSED = {
	kind: "permanent",
	code: "store-refused",
	fix: "Let the user that runs Lifeboat own the folder (mode 0700) and nothing else lie in it, and check that the file system is mounted for writing."
};
const UNREACHABLE = {
	kind: "transient",
	code: "store-unreachable",
	fix: "Check that the file system is mounted and healthy (`dmesg`, `mount`)."
};
const ANSWERS = {
	ENOSPC: FULL,
	EDQUOT: FULL,
	EFBIG: FULL,
	EACCES: REFUSED,
	EPERM: REFUSED,
	EROFS: REFUSED,
	ELOOP: REFUSED,
	ENOTDIR: REFUSED,
	EISDIR: REFUSED,
	ENAMETOOLONG: REFUSED
};
/** Turns an error of the file system into one that says what to do; our own errors pass as they are. */
function filesystemFailure(doing, error) {
	if (error instanceof LifeboatError) return error;
	const answer = ANSWERS[errnoOf(error) ?? ""] ?? UNREACHABLE;
	const why = error instanceof Error ? error.message : String(error);
	return new StoreError(answer.kind, {
		...answer,
		what: `${doing} failed`,
		why,
		cause: error
	});
}
/** The error's `ENOENT`-like code, undefined when it has none. */
function errnoOf(error) {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}
/** Runs one step on the file system, with its failure explained. */
async function explained(doing, step) {
	try {
		return await step();
	} catch (error) {
		throw filesystemFailure(doing, error);
	}
}
// src/stores/filesystem/fill.ts
const BLOCKS = {
	blockBytes: 1 << 20,
	blockCount: 2
};
/** Writes a few bytes. */
function fillWith(key, content) {
	return async (file) => {
		await explained(`Writing ${key}`, () => file.writeFile(content));
		return {
			bytes: content.length,
			sha256: sha256Hex(content)
		};
	};
}
/** Writes a stream to its end. The source's own failure passes as it is; an abort is `cancelled`. */
function fillFrom(key, content, signal) {
	return async (file, reached) => {
		let writtenBytes = 0;
		const write = async (block) => {
			await explained(`Writing ${key}`, () => file.writeFile(block));
			reached(writtenBytes += block.length);
		};
		try {
			return await writeBlocks(content, write);
		} catch (error) {
			throw signal?.aborted === true ? uploadCancelled(key, signal.reason) : error;
		}
	};
}
async function writeBlocks(content, write) {
	const hash = createHash("sha256");
	let bytes = 0;
	let writing = Promise.resolve();
	try {
		for await (const block of cutBlocks(content, BLOCKS)) {
			hash.update(block.bytes);
			bytes += block.bytes.length;
			await writing;
			writing = write(block.bytes).then(block.release);
			writing.catch(() => content.destroy());
		}
	} catch (error) {
		await writing;
		throw error;
	}
	await writing;
	return {
		bytes,
		sha256: hash.digest("hex")
	};
}
// src/stores/filesystem/folders.ts
/** May read, write and enter. */
const GROUP = 56;
/** Makes a folder and those above it, each only for the owner, and makes their names survive a power cut. */
async function ensureFolder(folder) {
	try {
		await mkdir(folder, { mode: 448 });
	} catch (error) {
		if (errnoOf(error) === "EEXIST") return;
		if (errnoOf(error) !== "ENOENT") throw error;
		await ensureFolder(dirname(folder));
		return await ensureFolder(folder);
	}
	await syncFolder(dirname(folder));
}
/** Makes a folder, and lets the group of the store's own folder into it: a server that writes by itself is another user. */
async function shareFolder(folder, root) {
	if (isBelow(root, dirname(folder))) await shareFolder(dirname(folder), root);
	await ensureFolder(folder);
	const { mode, uid } = await stat(folder);
	if (uid === process.getuid?.() && (mode & GROUP) !== GROUP) await chmod(folder, mode & 4095 | GROUP);
}
/** Makes the names in a folder survive a power cut. */
async function syncFolder(folder) {
	const handle = await open(folder, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
/** Removes a folder and those above it below `root`, as far up as they are empty: no store lists empty folders. */
async function pruneFolders(root, folder) {
	for (let empty = folder; isBelow(root, empty); empty = dirname(empty)) try {
		await rmdir(empty);
	} catch {
		return;
	}
}
function isBelow(root, folder) {
	const path = relative(root, folder);
	return path !== "" && !path.startsWith("..");
}
// src/stores/filesystem/paths.ts
const TEMPORARY = /^\.(.+)\.[0-9a-f]{16}\.tmp$/;
/** The file of a key; a key that could name anything else is `usage-invalid`. */
function pathOf(root, key) {
	checkKey(key);
	return join(root, key);
}
/** Throws `store-refused` when a link leads the file's folder out of the store; ENOENT when the folder is absent. */
async function assertInside(root, path) {
	const folder = dirname(path);
	const expected = join(await realpath(root), relative(root, folder));
	if (await realpath(folder) === expected) return;
	throw new StoreError("permanent", {
		code: "store-refused",
		what: `${folder} leads out of the store through a symbolic link`,
		fix: "Replace the link inside the store by a real folder; only the store itself may be reached through one."
	});
}
/** A file beside `path` that listings do not show and that `abortUploads` recognises. */
function temporaryOf(path, unique) {
	return join(dirname(path), `.${path.slice(dirname(path).length + 1)}.${unique}.tmp`);
}
/** The name that a temporary file was to get, undefined when the file is none. */
function nameOfTemporary(file) {
	return TEMPORARY.exec(file)?.[1];
}
// src/stores/filesystem/walk.ts
/** Every object below `prefix` in key order; what is removed meanwhile is left out. */
async function* walkObjects(root, prefix) {
	for await (const entry of walkFiles(root, prefix)) {
		if (!entry.key.startsWith(prefix) || isHidden(entry)) continue;
		const found = await statObject(root, entry.key);
		if (found !== void 0) yield found;
	}
}
/** The names of the folders directly below `prefix`, in order. */
async function* walkFolders(root, prefix) {
	checkPrefix(prefix);
	for (const entry of await entriesOf(root, prefix.replace(/\/$/, ""))) if (entry.isFolder && await holdsObjects(root, `${entry.key}/`)) yield entry.name;
}
/** Unfinished files whose key starts with `prefix`, with that key. */
async function* walkTemporaries(root, prefix) {
	for await (const entry of walkFiles(root, prefix)) {
		const name = nameOfTemporary(entry.name);
		if (name === void 0 || isInTree(entry.key)) continue;
		const folder = dirname(entry.key);
		const key = folder === "." ? name : `${folder}/${name}`;
		if (key.startsWith(prefix)) yield {
			path: join(root, entry.key),
			key
		};
	}
}
/** Size and time of one object; undefined when there is none. */
async function statObject(root, key) {
	try {
		const stats = await explained(`Looking at ${key}`, () => lstat(join(root, key)));
		return stats.isFile() ? {
			key,
			bytes: stats.size,
			modifiedAt: stats.mtime
		} : void 0;
	} catch (error) {
		if (isAbsence(error)) return void 0;
		throw error;
	}
}
/** True when the file or a folder above it does not exist. */
function isAbsence(error) {
	const code = errnoOf(error instanceof Error && error.cause !== void 0 ? error.cause : error);
	return code === "ENOENT" || code === "ENOTDIR";
}
async function holdsObjects(root, prefix) {
	for await (const entry of walkFiles(root, prefix)) if (!isHidden(entry)) return true;
	return false;
}
/** Our own unfinished files, and what other programs leave in folders; a server's own names are its own. */
function isHidden({ name, key }) {
	return name.startsWith(".") && !isInTree(key);
}
async function* walkFiles(root, prefix) {
	checkPrefix(prefix);
	yield* walkBelow(root, prefix.slice(0, Math.max(prefix.lastIndexOf("/"), 0)), prefix);
}
async function* walkBelow(root, folder, prefix) {
	for (const entry of await entriesOf(root, folder)) if (!entry.isFolder) yield entry;
	else if (leadsTo(entry.key, prefix)) yield* walkBelow(root, entry.key, prefix);
}
function leadsTo(folder, prefix) {
	return folder.startsWith(prefix) || prefix.startsWith(`${folder}/`);
}
/** Files and folders of one folder, ordered so that a walk gives keys in order: a folder sorts as its name and a slash. */
async function entriesOf(root, folder) {
	return (await readFolder(root, folder)).filter((entry) => entry.isFile() || entry.isDirectory()).map((entry) => ({
		key: folder === "" ? entry.name : `${folder}/${entry.name}`,
		name: entry.name,
		isFolder: entry.isDirectory()
	})).filter((entry) => !entry.isFolder || !isHidden(entry)).sort((a, b) => compareKeys(sortKey(a), sortKey(b)));
}
function sortKey(entry) {
	return entry.isFolder ? `${entry.name}/` : entry.name;
}
async function readFolder(root, folder) {
	try {
		return await explained(`Listing ${folder || "the store"}`, async () => {
			const path = join(root, folder);
			if (folder !== "") await assertInside(root, join(path, "any"));
			return await readdir(path, { withFileTypes: true });
		});
	} catch (error) {
		if (isAbsence(error)) return [];
		throw error;
	}
}
// src/stores/filesystem/read-back.ts
const READ_BYTES$1 = 1 << 20;
/** How much is synced and read at a time: waiting for the whole of a large file at its end takes a tenth longer. */
const STRETCH_BYTES = 1 << 25;
/**
* Reads a file back through a descriptor of its own while it is still being written, each stretch after it was synced: what the
* file system gives back, from its cache where it has it.
*/
var ReadBack = class ReadBack {
	#request;
	#reader;
	#hash = createHash("sha256");
	#buffer = Buffer.allocUnsafe(READ_BYTES$1);
	#bytes = 0;
	#asked = 0;
	#work = Promise.resolve();
	constructor(request, reader) {
		this.#request = request;
		this.#reader = reader;
	}
	static async open(request) {
		const { key, path } = request;
		try {
			return new ReadBack(request, await open(path, constants.O_RDONLY | constants.O_NOFOLLOW));
		} catch (error) {
			throw errnoOf(error) === "ENOENT" ? swept(key, error) : error;
		}
	}
	/** Told how many bytes are written, reads what is far enough behind. */
	reached(bytes) {
		if (bytes - this.#asked < STRETCH_BYTES) return;
		this.#asked = bytes;
		this.#work = this.#work.then(() => this.#take(bytes));
		this.#work.catch(() => void 0);
	}
	/** Throws `volume-altered` when what was read back is not what was written. */
	async compare(written) {
		await this.#work;
		await this.#take(Infinity);
		if (this.#hash.digest("hex") === written.sha256 && this.#bytes === written.bytes && await this.#isStillThere()) return;
		throw new StoreError("permanent", {
			code: "volume-altered",
			what: `What was read back of ${this.#request.key} differs from what was written`,
			fix: "Check the disk and the memory of the machine that holds the store; nothing of this write is left."
		});
	}
	async [Symbol.asyncDispose]() {
		await this.#work.catch(() => void 0);
		await this.#reader.close();
	}
	/** Whether the file that was read is the one that will be linked to the object's name. */
	async #isStillThere() {
		const { key, path } = this.#request;
		const read = await this.#reader.stat();
		const named = await lstat(path).catch((error) => {
			throw errnoOf(error) === "ENOENT" ? swept(key, error) : error;
		});
		return read.ino === named.ino && read.dev === named.dev;
	}
	async #take(end) {
		const { key, file } = this.#request;
		await explained(`Writing ${key}`, () => end === Infinity ? file.sync() : file.datasync());
		await explained(`Reading back ${key}`, () => this.#readTo(end));
	}
	async #readTo(end) {
		while (this.#bytes < end) {
			const most = Math.min(READ_BYTES$1, end - this.#bytes);
			const { bytesRead } = await this.#reader.read(this.#buffer, 0, most, this.#bytes);
			if (bytesRead === 0) return;
			this.#hash.update(this.#buffer.subarray(0, bytesRead));
			this.#bytes += bytesRead;
		}
	}
};
/** The error of a write whose unfinished file was taken away. */
function swept(key, cause) {
	return new StoreError("permanent", {
		code: "store-refused",
		what: `The unfinished file of ${key} was removed while it was written`,
		why: "a sweep took it for the left-over of a dead run",
		fix: "Give the target a longer backup timeout, so that sweep lets running backups live.",
		cause
	});
}
// src/stores/filesystem/write-new.ts
const ATTEMPTS = 5;
/**
* Makes the object of `key` from what `fill` writes: temporary file, fsync and read-back, link, fsync of the folder.
* Throws `object-exists` when the key is taken; whatever fails leaves no file behind.
*/
async function writeNew(root, key, fill) {
	const path = pathOf(root, key);
	const temporary = temporaryOf(path, randomBytes(8).toString("hex"));
	const file = await explained(`Writing ${key}`, () => createTemporary(root, temporary));
	let done = false;
	try {
		const written = await fillAndCompare({
			key,
			path: temporary,
			file
		}, fill);
		await publish(key, temporary, path);
		done = true;
		return {
			key,
			...written,
			verifiedBy: "read-back"
		};
	} finally {
		await rm(temporary, { force: true }).catch(() => void 0);
		if (done) await explained(`Writing ${key}`, () => syncFolder(dirname(path)));
		else await pruneFolders(root, dirname(path));
	}
}
async function createTemporary(root, temporary) {
	for (let attempt = 1;; attempt += 1) try {
		await ensureFolder(dirname(temporary));
		await assertInside(root, temporary);
		return await open(temporary, "wx", 384);
	} catch (error) {
		if (errnoOf(error) !== "ENOENT" || attempt === ATTEMPTS) throw error;
	}
}
async function fillAndCompare(request, fill) {
	await using _file = request.file;
	await using readBack = await ReadBack.open(request);
	const written = await fill(request.file, (bytes) => readBack.reached(bytes));
	await readBack.compare(written);
	return written;
}
async function publish(key, temporary, path) {
	try {
		await link(temporary, path);
	} catch (error) {
		const code = errnoOf(error);
		if (code === "EEXIST") throw objectExists(key, "The store", error);
		if (code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS") throw cannotLink(error);
		if (code === "ENOENT") throw swept(key, error);
		throw filesystemFailure(`Writing ${key}`, error);
	}
}
function cannotLink(cause) {
	return new StoreError("permanent", {
		code: "store-not-create-only",
		what: "The file system of the store cannot make hard links, so it cannot refuse to replace a file",
		fix: "Use a file system with hard links (ext4, XFS, Btrfs, ZFS, APFS, NFS), or an object store.",
		cause
	});
}
// src/stores/filesystem/index.ts
/** Opens a folder as a store; touches nothing before the first call. */
async function openStore(written, { name, directory = "." }) {
	return new FilesystemStore(name, resolve(directory, storeSchema.parse(written).path));
}
var FilesystemStore = class {
	name;
	location;
	#root;
	constructor(name, root) {
		this.name = name;
		this.location = root;
		this.#root = root;
	}
	list(prefix) {
		return walkObjects(this.#root, prefix);
	}
	listFolders(prefix) {
		return walkFolders(this.#root, prefix);
	}
	async read(key, range) {
		const doing = `Reading ${key}`;
		const file = await this.#existing(key, () => open(pathOf(this.#root, key), READ_NO_LINK));
		if (range !== void 0 && range.end <= range.start) {
			await file.close();
			return Readable.from([]);
		}
		const slice = range === void 0 ? {} : {
			start: range.start,
			end: range.end - 1
		};
		const content = file.createReadStream({
			...slice,
			highWaterMark: READ_BYTES
		});
		return mapStreamErrors(content, (error) => filesystemFailure(doing, error));
	}
	async head(key) {
		try {
			return await this.#existing(key, () => statObject(this.#root, key));
		} catch (error) {
			if (isAbsence(error)) return void 0;
			throw error;
		}
	}
	async put(key, content) {
		return await writeNew(this.#root, key, fillWith(key, content));
	}
	async upload(key, content, signal) {
		const source = watchSource(content, signal);
		try {
			return await writeNew(this.#root, key, fillFrom(key, source, signal));
		} finally {
			source.destroy();
		}
	}
	async now() {
		const probe = temporaryOf(join(this.#root, CLOCK), randomBytes(8).toString("hex"));
		return await explained("Asking the file system for its time", async () => {
			await ensureFolder(this.#root);
			try {
				await (await open(probe, "wx", 384)).close();
				return (await stat(probe)).mtime;
			} finally {
				await rm(probe, { force: true });
			}
		});
	}
	async remove(key) {
		try {
			await this.#existing(key, () => rm(pathOf(this.#root, key)));
		} catch (error) {
			if (isAbsence(error)) return;
			throw error;
		}
		await pruneFolders(this.#root, dirname(pathOf(this.#root, key)));
	}
	async abortUploads(prefix, startedBefore) {
		checkPrefix(prefix);
		await this.#removeTemporaries(CLOCK, startedBefore);
		return this.#removeTemporaries(prefix, startedBefore);
	}
	async #removeTemporaries(prefix, startedBefore) {
		const aborted = [];
		for await (const { path, key } of walkTemporaries(this.#root, prefix)) {
			if (!await isOlder(path, startedBefore)) continue;
			await explained(`Removing the unfinished ${key}`, () => rm(path, { force: true }));
			await pruneFolders(this.#root, dirname(path));
			aborted.push(key);
		}
		return aborted;
	}
	async address(prefix) {
		checkPrefix(prefix);
		const path = join(this.#root, prefix);
		await explained(`Making ${prefix} for the server`, () => shareFolder(path, this.#root));
		return {
			kind: "folder",
			path
		};
	}
	async close() {}
	/** Runs a step on a file that must be there, inside the store. */
	async #existing(key, step) {
		const path = pathOf(this.#root, key);
		try {
			return await explained(`Opening ${key}`, async () => {
				await assertInside(this.#root, path);
				return await step();
			});
		} catch (error) {
			throw isAbsence(error) ? objectAbsent(key, this.location, causeOf(error)) : error;
		}
	}
};
/** Whose temporary files tell the time; no object has this name. */
const CLOCK = "clock";
const READ_NO_LINK = constants.O_RDONLY | constants.O_NOFOLLOW;
const READ_BYTES = 1 << 20;
function causeOf(error) {
	return error instanceof Error ? error.cause : void 0;
}
async function isOlder(path, limit) {
	try {
		const { birthtimeMs, mtimeMs } = await stat(path);
		return (birthtimeMs > 0 ? birthtimeMs : mtimeMs) < limit.getTime();
	} catch (error) {
		if (isAbsence(error)) return false;
		throw filesystemFailure("Looking at an unfinished file", error);
	}
}
export { openStore };
