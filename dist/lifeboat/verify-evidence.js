import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { n as readBranch } from "./branch2.js";
import { n as openRepository } from "./repository2.js";
import { t as openGitTree } from "./git-tree.js";
import { r as readChain } from "./read-ledger.js";
import { r as sha256Hex } from "./canonical.js";
import { t as complainOfPlace } from "./complain-of-place.js";
import { n as parseRecord } from "./record-schema.js";
import { t as pLimit } from "../dependencies/p-limit.js";
import { n as toEntry } from "./catalog2.js";
import { n as parseManifest } from "./manifest2.js";
import { r as isId, t as idTime } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
import { t as readObject } from "./read-object.js";
import { n as listSizes, r as volumesOf, t as checkVolumes } from "./check-volumes.js";
import { t as digestObject } from "./digest-object.js";
import { t as recordsSince } from "./records-since.js";
import { t as prunedBy } from "./read-pruned2.js";
import { join, relative, sep } from "node:path";
import { lstat, readFile, readdir } from "node:fs/promises";
// src/evidence/ledger/folder-tree.ts
/** Evidence in a checked out or unpacked folder, for whoever has no git repository. Throws `object-absent` when there is none. */
async function openFolderTree(folder) {
	if (await ignoringAbsence(lstat(join(folder, "ledger"))) === void 0) throw new LifeboatError({
		code: "object-absent",
		what: `${folder} holds no ledger`,
		fix: "name the folder in which ledger/ and records/ lie"
	});
	return {
		location: folder,
		list: (below) => listFiles(folder, below),
		read: (paths) => readFiles(folder, paths)
	};
}
async function listFiles(folder, below) {
	const files = (await ignoringAbsence(readdir(join(folder, below), {
		recursive: true,
		withFileTypes: true
	})) ?? []).filter((item) => !item.isDirectory());
	return (await Promise.all(files.map(async (item) => {
		const path = join(item.parentPath, item.name);
		return {
			path: relative(folder, path).split(sep).join("/"),
			bytes: (await lstat(path)).size
		};
	}))).toSorted((a, b) => a.path < b.path ? -1 : 1);
}
async function* readFiles(folder, paths) {
	for (const path of paths) yield await ignoringAbsence(readFile(join(folder, path)));
}
async function ignoringAbsence(reading) {
	try {
		return await reading;
	} catch (error) {
		if (error.code === "ENOENT") return void 0;
		throw error;
	}
}
// src/evidence/verify/check-history.ts
/** Checks along the first parents that no commit ever changed or removed a published file. */
async function checkHistory(repository, { path, commit }) {
	const steps = (await repository.run([
		"rev-list",
		"--first-parent",
		"--parents",
		commit
	])).trimEnd().split("\n").map((line) => line.split(" ").slice(0, 2).join(" "));
	const changed = await repository.run([
		"diff-tree",
		"--stdin",
		"-r",
		"-z",
		"--no-renames",
		"--name-only",
		"--diff-filter=a",
		"--",
		`${path}/ledger/`,
		`${path}/records/`
	], { stdin: steps.map((step) => `${step}\n`).join("") });
	const shallow = (await repository.run(["rev-parse", "--is-shallow-repository"])).trim() === "true";
	return {
		findings: findingsIn(changed),
		whole: !shallow
	};
}
function findingsIn(changed) {
	const findings = [];
	let commit = "";
	for (const item of changed.split("\0").filter((text) => text !== "")) {
		const header = /^([0-9a-f]{40,64})\n?$/.exec(item);
		if (header?.[1] !== void 0) commit = header[1];
		else findings.push({
			code: item.includes("/ledger/") ? "ledger-broken" : "record-altered",
			what: `commit ${commit.slice(0, 12)} changed or removed the published ${item.trim()}`
		});
	}
	return findings;
}
// src/evidence/verify/check-records.ts
/** Compares every record with what the ledger entered, and the folder with the ledger: none missing, none too many. */
async function checkRecords(tree, entries) {
	const findings = [];
	const backups = /* @__PURE__ */ new Map();
	const prunes = [];
	let index = 0;
	for await (const bytes of tree.read(entries.map(({ path }) => path))) {
		const entry = entries[index++];
		if (entry === void 0) break;
		const checked = checkRecord(entry, bytes);
		if (typeof checked === "string") findings.push({
			code: "record-altered",
			what: `${entry.path} ${checked}`
		});
		else if (checked.kind === "prune") prunes.push(checked);
		else if (checked.kind === "backup" && checked.backup !== void 0) backups.set(entry.id, {
			...checked.backup,
			target: entry.target
		});
	}
	return {
		findings: [...findings, ...await strangers(tree, entries)],
		backups,
		prunes
	};
}
/** The record that the ledger entered, or what is wrong with these bytes. */
function checkRecord(entry, bytes) {
	if (bytes === void 0) return "is missing";
	if (sha256Hex(bytes) !== entry.sha256) return "is not the record that the ledger entered";
	const parsed = parseRecord(bytes);
	if ("complaint" in parsed) return `is malformed: ${parsed.complaint}`;
	const { record } = parsed;
	if (record.id !== entry.id || record.kind !== entry.kind || record.target !== entry.target) return `is entered as ${entry.kind} ${entry.id} of ${entry.target}, which it is not`;
	const complaint = complainOfPlace(record, entry.id);
	return complaint === void 0 ? record : `cannot be trusted: ${complaint}`;
}
async function strangers(tree, entries) {
	const entered = new Set(entries.map(({ path }) => path));
	return (await tree.list("records")).filter(({ path }) => !entered.has(path)).map(({ path }) => ({
		code: "record-altered",
		what: `${path} is in no batch of the ledger`
	}));
}
// src/evidence/verify/find-vouching-record.ts
/** What the store's own record says of a manifest that no published record speaks of: a backup newer than the last collect. */
async function findVouchingRecord(store, manifest) {
	const { key, target, id } = manifest;
	const unanchored = {
		code: "unanchored",
		what: `no record vouches for ${key} in store ${store.name}: it may be forged`
	};
	const bytes = isId(id) ? await readIfThere(store, KEYS.record(id)) : void 0;
	if (bytes === void 0) return { findings: [unanchored] };
	const parsed = parseRecord(bytes);
	const complaint = "record" in parsed ? complainOfPlace(parsed.record, id) : parsed.complaint;
	if (complaint !== void 0) return { findings: [{
		code: "record-altered",
		what: `${KEYS.record(id)} in store ${store.name} cannot be trusted: ${complaint}`
	}, unanchored] };
	const record = "record" in parsed ? parsed.record : void 0;
	if (record?.kind !== "backup" || record.target !== target || record.backup === void 0) return { findings: [unanchored] };
	return {
		manifestSha256: record.backup.manifestSha256,
		findings: []
	};
}
async function readIfThere(store, key) {
	try {
		return await readObject(store, key);
	} catch (error) {
		if (isLifeboatError(error, "object-absent")) return void 0;
		throw error;
	}
}
// src/evidence/verify/check-manifests.ts
const READS_AT_ONCE$2 = 8;
const NOTHING = {
	findings: [],
	compared: 0,
	unpublished: 0,
	volumes: 0,
	pruned: []
};
/** Compares a store's manifests with the records that vouch for them, none missing, and its volumes' sizes with the manifests. */
async function checkManifests(store, { published, unpublished }, pruned) {
	const here = [...published.values(), ...unpublished].filter(({ store: name }) => name === store.name);
	const targets = new Set(here.map(({ target }) => target));
	for await (const target of store.listFolders("manifests/")) targets.add(target);
	let sum = NOTHING;
	for (const target of [...targets].toSorted()) {
		const keys = new Set(here.filter((backup) => backup.target === target).map((backup) => backup.manifestKey));
		let newestMs = Number.NEGATIVE_INFINITY;
		for await (const object of store.list(KEYS.manifests(target))) {
			keys.add(object.key);
			newestMs = Math.max(newestMs, toEntry(target, object)?.at.getTime() ?? newestMs);
		}
		const sizes = await listSizes(store, target);
		const checked = await pLimit(READS_AT_ONCE$2).map([...keys].toSorted(), (key) => checkManifest(store, {
			key,
			target,
			sizes,
			newestMs,
			pruned
		}, published));
		sum = [sum, ...checked].reduce(add);
	}
	return sum;
}
async function checkManifest(store, place, published) {
	const { key, target, sizes } = place;
	const id = idOf(target, key);
	const known = published.get(id);
	const isPublished = known?.manifestKey === key;
	const { manifestSha256, findings } = isPublished ? {
		...known,
		findings: []
	} : await findVouchingRecord(store, {
		key,
		target,
		id
	});
	if (manifestSha256 === void 0) return {
		...NOTHING,
		findings
	};
	const compared = {
		...NOTHING,
		compared: 1,
		unpublished: isPublished ? 0 : 1
	};
	const manifest = await readVouched(store, key, manifestSha256);
	if ("code" in manifest) {
		const gone = manifest.code === "manifest-absent" ? place.pruned.get(id) : void 0;
		return isMeant(gone, manifestSha256, place) ? {
			...NOTHING,
			pruned: [gone]
		} : {
			...compared,
			findings: [manifest]
		};
	}
	return {
		...compared,
		findings: checkVolumes(manifest, sizes, store),
		volumes: volumesOf(manifest).length
	};
}
/**
* Prune always leaves a newer backup, so that where none is there its record excuses nothing: it may be forged. Ids tell the time to
* the second, and not which of one second came first.
*/
function isMeant(gone, sha256, { newestMs }) {
	const at = gone && idTime(gone.id)?.getTime();
	return gone?.manifestSha256 === sha256 && at !== void 0 && newestMs >= at;
}
function idOf(target, manifestKey) {
	return manifestKey.slice(KEYS.manifests(target).length, -5);
}
/** The manifest that a record vouches for, or what is wrong with the one that is there. */
async function readVouched(store, key, sha256) {
	try {
		const bytes = await readObject(store, key);
		if (sha256Hex(bytes) === sha256) return parseManifest(bytes);
		return {
			code: "manifest-altered",
			what: `${key} in store ${store.name} is not the manifest that its record vouches for`
		};
	} catch (error) {
		if (isLifeboatError(error, "object-absent")) return {
			code: "manifest-absent",
			what: `${key} is missing in store ${store.name}`
		};
		if (!isLifeboatError(error, "manifest-malformed")) throw error;
		return {
			code: "manifest-malformed",
			what: `${key} in store ${store.name} could not be read: ${error.why}`
		};
	}
}
function add(left, right) {
	return {
		findings: [...left.findings, ...right.findings],
		compared: left.compared + right.compared,
		unpublished: left.unpublished + right.unpublished,
		volumes: left.volumes + right.volumes,
		pruned: [...left.pruned, ...right.pruned]
	};
}
// src/evidence/verify/check-stored-records.ts
const READS_AT_ONCE$1 = 8;
/** Compares a store's copies of the published records with the digests that the ledger entered. */
async function checkStoredRecords(store, entries) {
	const published = new Map(entries.map((entry) => [KEYS.record(entry.id), entry]));
	const copies = [];
	for await (const object of store.list(KEYS.records())) {
		const entry = published.get(object.key);
		if (entry !== void 0) copies.push({
			object,
			entry
		});
	}
	return {
		findings: (await pLimit(READS_AT_ONCE$1).map(copies, async ({ object: { key }, entry }) => await digestObject(store, key) === entry.sha256 ? [] : [altered(store, key)])).flat(),
		compared: copies.length
	};
}
function altered(store, key) {
	return {
		code: "record-altered",
		what: `${key} in store ${store.name} is not the record that was published`
	};
}
// src/evidence/verify/read-unpublished.ts
const READS_AT_ONCE = 8;
/** What a store's records say that are not published yet; those that cannot be trusted excuse nothing and vouch for nothing. */
async function readUnpublished(store, published) {
	const ids = (await recordsSince(store, void 0)).filter((id) => !published.has(id));
	const records = await pLimit(READS_AT_ONCE).map(ids, (id) => readRecord(store, id));
	return {
		prunes: records.filter((record) => record?.kind === "prune"),
		backups: records.flatMap((record) => record?.kind === "backup" && record.backup !== void 0 ? [{
			...record.backup,
			target: record.target
		}] : [])
	};
}
async function readRecord(store, id) {
	try {
		const parsed = parseRecord(await readObject(store, KEYS.record(id)));
		return "record" in parsed && complainOfPlace(parsed.record, id) === void 0 ? parsed.record : void 0;
	} catch (error) {
		if (isLifeboatError(error, "store-refused") || isLifeboatError(error, "object-absent")) return void 0;
		throw error;
	}
}
// src/evidence/verify/check-stores.ts
/** Compares what lies in these stores with the published records: their copies, the manifests, the volumes as a listing shows them. */
async function checkStores(stores, { entries, backups, prunes }) {
	const records = [];
	const manifests = [];
	const published = new Set(entries.map(({ id }) => id));
	for (const store of stores) {
		records.push(await checkStoredRecords(store, entries));
		const recent = await readUnpublished(store, published);
		const pruned = prunedBy([...prunes, ...recent.prunes], store.name);
		manifests.push(await checkManifests(store, {
			published: backups,
			unpublished: recent.backups
		}, pruned));
	}
	const gone = manifests.flatMap((checked) => checked.pruned);
	const unpublishedPrunes = gone.filter(({ record }) => !published.has(record)).length;
	const unpublished = sum(manifests.map((checked) => checked.unpublished));
	const elsewhere = [...backups.values()].filter(({ store }) => stores.every(({ name }) => name !== store));
	return {
		findings: [...records, ...manifests].flatMap(({ findings }) => findings),
		limitations: [
			...stores.length === 0 ? ["No store was read: manifests and volumes were not compared with the records."] : ["Of the volumes only presence and size were compared; lifeboat verify compares their digests."],
			...unpublished === 0 ? [] : [`${unpublished} of the manifests are vouched for only by records in the store: lifeboat collect.`],
			...unpublishedPrunes === 0 ? [] : [`${unpublishedPrunes} of the removed backups are said to be pruned only by records in the store: lifeboat collect.`],
			...stores.length === 0 || elsewhere.length === 0 ? [] : [`${elsewhere.length} published backups lie in stores that are not in the configuration.`]
		],
		recordsCompared: sum(records.map(({ compared }) => compared)),
		manifestsCompared: sum(manifests.map(({ compared }) => compared)),
		volumesListed: sum(manifests.map(({ volumes }) => volumes)),
		backupsPruned: gone.length
	};
}
function sum(numbers) {
	return numbers.reduce((total, value) => total + value, 0);
}
// src/evidence/verify-evidence.ts
/**
* Checks published evidence from itself alone: chain, records, history, and what lies in the stores where they are given.
* Findings are returned, not thrown. Throws `object-absent` when there is no evidence to check.
*/
async function verifyEvidence(request) {
	const { tree, history } = await openSource(request);
	const { batches, breaks } = await readChain(tree);
	const entries = batches.flatMap((batch) => batch.entries);
	const records = await checkRecords(tree, entries);
	const { backups, prunes } = records;
	const stored = await checkStores(request.stores ?? [], {
		entries,
		backups,
		prunes
	});
	const pinned = batches.find(({ digest }) => digest === request.pinnedHead?.toLowerCase());
	const findings = [
		...breaks.map((what) => ({
			code: "ledger-broken",
			what
		})),
		...records.findings,
		...history?.findings ?? [],
		...stored.findings,
		...request.pinnedHead !== void 0 && pinned === void 0 ? [unpinned(request.pinnedHead)] : []
	];
	return {
		...judge({
			findings,
			batches,
			pinned
		}),
		location: tree.location,
		findings,
		limitations: [...limitations(history), ...stored.limitations],
		recordCount: entries.length,
		batchCount: batches.length,
		...extent(batches),
		...pinned === void 0 ? {} : { pinnedSequence: pinned.sequence },
		recordsCompared: stored.recordsCompared,
		manifestsCompared: stored.manifestsCompared,
		volumesListed: stored.volumesListed,
		backupsPruned: stored.backupsPruned
	};
}
async function openSource({ source, context }) {
	if ("folder" in source) return { tree: await openFolderTree(source.folder) };
	const repository = await openRepository(source.directory, context);
	const { head } = await readBranch(repository, source.branch);
	if (head === void 0) throw nothingPublished(source);
	const published = {
		path: source.path,
		commit: head
	};
	return {
		tree: openGitTree(repository, published),
		history: await checkHistory(repository, published)
	};
}
function judge(seen) {
	const { findings, batches, pinned } = seen;
	const last = batches.at(-1);
	if (findings.length > 0) return {
		status: "broken",
		statement: `broken: ${findings.length} ${findings.length === 1 ? "finding" : "findings"}; this evidence proves nothing until that is explained`
	};
	if (pinned === void 0) return {
		status: "consistent",
		statement: "consistent, not pinned: the ledger contradicts nothing in itself, but one rewritten as a whole, or with its last batches left out, would look the same; pin a head that you trust with --head"
	};
	if (pinned.sequence === last?.sequence) return {
		status: "valid",
		statement: `valid: whole up to the pinned head, batch ${pinned.sequence}`
	};
	return {
		status: "consistent",
		statement: `valid up to the pinned head, batch ${pinned.sequence}; batches ${pinned.sequence + 1} to ${last?.sequence} continue it and are consistent, not pinned`
	};
}
function limitations(history) {
	return [...history === void 0 ? ["A folder has no history: earlier changes of published files were not looked for."] : [], ...history?.whole === false ? ["The clone is shallow: changes before its oldest commit were not looked for."] : []];
}
function extent(batches) {
	const [first, last] = [batches[0], batches.at(-1)];
	if (first === void 0 || last === void 0) return {};
	return {
		firstSequence: first.sequence,
		lastSequence: last.sequence,
		head: last.digest
	};
}
function unpinned(head) {
	return {
		code: "ledger-broken",
		what: `the pinned head ${head} is not in this ledger: batches were left out or rewritten, or it is another ledger`
	};
}
function nothingPublished({ branch, directory }) {
	return new LifeboatError({
		code: "object-absent",
		what: `Branch ${branch} of ${directory} does not exist: nothing is published`,
		fix: `publish with lifeboat collect, or fetch it: git fetch origin ${branch}`
	});
}
export { verifyEvidence };
