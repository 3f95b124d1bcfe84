import { t as pLimit } from "../dependencies/p-limit.js";
import { n as stopOnAbort } from "./cancelled.js";
import { i as readVolumes, n as joinStreams, r as readVolume, t as ProgressMeter } from "./progress.js";
import { n as EXIT, r as LifeboatError } from "./errors.js";
import { t as KEYS } from "./manifest.js";
import { t as eachOrStop } from "./each-or-stop.js";
import { r as readBases } from "./bases2.js";
import { r as compareTree } from "./verification-verdict.js";
import { i as treeOf, n as inventoryOf, u as readTreeObject } from "./fingerprint-schema.js";
import { finished } from "node:stream/promises";
// src/backup/volume-check.ts
/** Compares the volumes of one backup with its manifest and remembers which it has met whole, so that none is read twice. */
var VolumeCheck = class {
	#store;
	#volumes;
	#context;
	#whole = /* @__PURE__ */ new Set();
	#progress;
	constructor(manifest, store, context) {
		this.#store = store;
		this.#volumes = manifest.parts.flatMap((part) => part.volumes);
		this.#context = context;
		const totalBytes = this.#volumes.reduce((sum, { bytes }) => sum + bytes, 0);
		this.#progress = new ProgressMeter({
			name: "verify",
			totalBytes
		}, context);
	}
	/** Bytes of the volumes that were met whole. */
	get verifiedBytes() {
		return this.#volumes.filter(({ key }) => this.#whole.has(key)).reduce((sum, { bytes }) => sum + bytes, 0);
	}
	/** A part's stored bytes, compared on their way to whoever opens the part. */
	open(part) {
		return joinStreams(part.volumes.map((volume) => () => this.#read(volume)));
	}
	/** Reads what nobody has read whole yet and returns every bad volume, in the manifest's order. */
	async readRest(parallel) {
		const rest = this.#volumes.filter(({ key }) => !this.#whole.has(key));
		const sideBySide = {
			atOnce: parallel,
			signal: this.#context.signal
		};
		const found = await eachOrStop(rest, sideBySide, (volume, signal) => this.#problemOf(volume, signal));
		this.#progress.report();
		return found.filter((problem) => problem !== void 0);
	}
	async #problemOf(volume, signal) {
		try {
			await drain(stopOnAbort(await this.#read(volume), signal));
			return;
		} catch (error) {
			if (isBad(error)) return {
				key: volume.key,
				error
			};
			throw error;
		}
	}
	async #read(volume) {
		return (await readVolume(volume, this.#store)).once("end", () => {
			if (this.#whole.has(volume.key)) return;
			this.#whole.add(volume.key);
			this.#progress.add(volume.bytes);
		});
	}
};
/** Stored objects in a backup's folder that its manifest does not name. */
async function findStrangers(manifest, store) {
	const named = new Set(manifest.parts.flatMap(({ volumes }) => volumes.map(({ key }) => key)));
	const trees = (manifest.delegated ?? []).map(({ prefix }) => prefix);
	const strangers = [];
	for await (const { key } of store.list(KEYS.data(manifest.target, manifest.id))) if (!named.has(key) && !trees.some((prefix) => key.startsWith(prefix))) strangers.push(key);
	return strangers;
}
/** Reads a stream to its end for the errors it may have. */
async function drain(content) {
	await finished(content.resume());
}
/** Whether an error says that the copy is bad, rather than that it could not be read now. */
function isBad(error) {
	return error instanceof LifeboatError && error.exitCode === EXIT.bad;
}
// src/backup/delegated/verify-trees.ts
/** Of a store whose tags are no digests, and whose objects nobody read back at the backup. */
const OPAQUE = "The store's tags are no digests of what the server wrote: its objects were read, and compared by their sizes and tags only.";
/** Bad objects that are named; the rest of a tree that is gone says nothing more. */
const NAMED_AT_MOST = 1e3;
/**
* Reads every object of the delegated parts, and of those that they are based on, and compares it with the inventory. Throws
* `manifest-absent` when the chain is broken.
*/
async function verifyTrees(job, manifest, { volumes, log }) {
	const { delegated = [] } = manifest;
	if (delegated.length === 0) return {
		bad: [],
		objects: 0,
		verifiedBytes: 0,
		checks: []
	};
	return log.phase("trees", async () => {
		const bases = await readBases(manifest, job);
		const found = new Found(job);
		for (const tree of delegated) {
			const expected = inventoryOf(manifest, tree, {
				volumes,
				context: job.context
			});
			await found.readWhole(tree, expected);
			for (const base of tree.bases.flatMap((id) => bases.get(id)?.manifest ?? [])) await found.readBase(base, tree.name);
		}
		for (const sentence of found.limitations) log.limitation(sentence);
		return found;
	});
}
var Found = class {
	bad = [];
	checks = [];
	limitations = /* @__PURE__ */ new Set();
	objects = 0;
	verifiedBytes = 0;
	#badCount = 0;
	#job;
	constructor(job) {
		this.#job = job;
	}
	/** An increment is worth what its bases are worth. */
	async readBase(base, name) {
		const { store, context } = this.#job;
		const tree = treeOf(base, name);
		const volumes = (part) => readVolumes(part, store);
		const expected = inventoryOf(base, tree, {
			volumes,
			context
		});
		await this.readWhole({
			...tree,
			name: `${name} of ${base.id}`
		}, expected);
	}
	async readWhole(tree, expected) {
		const { store, target, context } = this.#job;
		const parallel = Math.max(1, target.settings.parallel);
		const limit = pLimit(parallel);
		const reading = /* @__PURE__ */ new Set();
		const progress = new ProgressMeter({
			name: tree.name,
			totalBytes: tree.bytes
		}, context);
		const failures = [];
		const read = async (object) => {
			try {
				if (await this.#readObject(tree, object)) progress.add(object.bytes);
			} catch (error) {
				failures.push(error);
			}
		};
		const same = async (object) => {
			if (failures.length > 0) throw failures[0];
			const task = limit(read, object).finally(() => reading.delete(task));
			reading.add(task);
			if (reading.size >= 2 * parallel) await Promise.race(reading);
		};
		const before = this.#badCount;
		try {
			await this.#note(tree, compareTree({
				expected,
				tree,
				store,
				same
			}));
		} finally {
			await Promise.all(reading);
		}
		if (failures.length > 0) throw failures[0];
		progress.report();
		this.objects += tree.objects;
		this.#check(tree, before, "listed, read and compared with its inventory");
		if (tree.tags === "opaque") this.limitations.add(OPAQUE);
	}
	/** Whether it was whole. */
	async #readObject(tree, object) {
		const { store, context } = this.#job;
		const key = tree.prefix + object.name;
		try {
			await drain(stopOnAbort(await readTreeObject({
				...object,
				key,
				tags: tree.tags
			}, store), context.signal));
		} catch (error) {
			if (!isBad(error)) throw error;
			this.#add({
				key,
				error
			});
			return false;
		}
		this.verifiedBytes += object.bytes;
		return true;
	}
	async #note({ prefix }, problems) {
		try {
			for await (const problem of problems) this.#add(problem);
		} catch (error) {
			if (!isBad(error)) throw error;
			this.#add({
				key: prefix,
				error
			});
		}
	}
	#add(problem) {
		this.#badCount += 1;
		if (this.bad.length < NAMED_AT_MOST) this.bad.push(problem);
	}
	#check({ name, objects, bytes }, before, done) {
		const isGood = this.#badCount === before;
		const detail = isGood ? `${objects} objects with ${bytes} bytes ${done}` : "it is not what the server wrote";
		this.checks.push({
			name,
			result: isGood ? "passed" : "failed",
			detail
		});
	}
};
export { isBad as a, findStrangers as i, VolumeCheck as n, drain as r, verifyTrees as t };
