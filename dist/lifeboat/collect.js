import { i as isLifeboatError } from "./errors.js";
import { t as pLimit } from "../dependencies/p-limit.js";
import { r as sha256Hex, t as canonicalBytes } from "./canonical.js";
import { t as complainOfPlace } from "./complain-of-place.js";
import { t as digestObject } from "./digest-object.js";
import { a as recordPath, i as ledgerPath, t as attestationPath } from "./paths.js";
import { n as parseRecord } from "./record-schema.js";
import { t as readObject } from "./read-object.js";
import { t as openLedger } from "./read-ledger.js";
import { t as retryMoved } from "./retry-moved.js";
import { join } from "node:path";
import { writeFile } from "node:fs/promises";
// src/evidence/drain-store.ts
const RECORD_KEY = /^evidence\/(\d{4})\/(\d{2})\/(\1\2\d{2}T\d{6}Z-[0-9a-z]{4,12})\.json$/;
const MAX_RECORD_BYTES = 16777216;
const READS_AT_ONCE = 8;
/**
* Reads the records of a store that are not `published` yet (bytes by id) into the run's folder. Published ones are not read
* again: only their size is compared, from the listing.
*/
async function drainStore(store, published, context) {
	const problems = [];
	const fresh = [];
	for await (const object of store.list("evidence/")) {
		const id = RECORD_KEY.exec(object.key)?.[3];
		const bytes = published.get(id ?? "");
		if (id === void 0) problems.push(problem(store, object.key, "its name is not that of a record"));
		else if (bytes === void 0) fresh.push({
			id,
			object
		});
		else if (bytes !== object.bytes) problems.push(problem(store, object.key, "it differs from the published one"));
	}
	const read = await pLimit(READS_AT_ONCE).map(fresh, ({ id, object }) => drainRecord(store, {
		id,
		object
	}, context));
	return {
		records: read.filter((result) => "entry" in result),
		problems: [...problems, ...read.filter((result) => "what" in result)]
	};
}
async function drainRecord(store, { id, object }, context) {
	context.signal.throwIfAborted();
	if (object.bytes > MAX_RECORD_BYTES) return problem(store, object.key, "it is too large for a record");
	const bytes = await readObject(store, object.key);
	const parsed = parseRecord(bytes);
	if ("complaint" in parsed) return problem(store, object.key, parsed.complaint);
	const { kind, target } = parsed.record;
	const complaint = complainOfPlace(parsed.record, id) ?? await complainOfManifest(store, parsed.record);
	if (complaint !== void 0) return problem(store, object.key, complaint);
	const file = join(context.workDir, `${encodeURIComponent(store.name)}.${id}.json`);
	await writeFile(file, bytes, { mode: 384 });
	return {
		entry: {
			id,
			kind,
			target,
			path: recordPath(id),
			sha256: sha256Hex(bytes)
		},
		file,
		bytes: bytes.length
	};
}
/** A manifest that is not in this store was removed since, or lies in another: the record still says what was taken. */
async function complainOfManifest(store, record) {
	if (record.kind !== "backup" || record.backup === void 0) return void 0;
	const { manifestKey, manifestSha256 } = record.backup;
	const found = await digestObject(store, manifestKey);
	if (found === void 0 || found === manifestSha256) return void 0;
	return `it vouches for another manifest than ${manifestKey}, so one of the two was altered`;
}
function problem(store, key, why) {
	return {
		code: "record-altered",
		what: `${key} in store ${store.name} was not published: ${why}`
	};
}
// src/evidence/publish-records.ts
/** A forge takes so many files in one commit without complaint. */
const MAX_RECORDS = 1e3;
/** Enters records in the ledger, one commit for each batch that fits in one. Throws `ledger-broken` or `ledger-moved`. */
async function publishRecords(branch, records, publishing) {
	let published = {
		added: 0,
		problems: []
	};
	for (const some of batchesOf(records, branch.maxCommitBytes)) {
		const last = await publishBatch(branch, some, publishing);
		published = {
			...published,
			...last,
			added: published.added + last.added,
			problems: [...published.problems, ...last.problems]
		};
	}
	return published;
}
function batchesOf(records, maxBytes) {
	const batches = [];
	let bytes = Infinity;
	for (const record of records) {
		bytes += record.bytes;
		if (bytes > maxBytes || batches.at(-1)?.length === MAX_RECORDS || batches.length === 0) {
			batches.push([]);
			bytes = record.bytes;
		}
		batches.at(-1)?.push(record);
	}
	return batches;
}
async function publishBatch(branch, records, { context, attest }) {
	let tried;
	return await retryMoved(async () => {
		const head = await branch.readHead();
		const ledger = head.tree === void 0 ? void 0 : await openLedger(head.tree);
		if (tried !== void 0 && head.commit !== void 0 && ledger?.head?.digest === tried.head) return {
			...tried,
			commit: head.commit
		};
		const problems = records.flatMap(({ entry }) => contradiction(entry, ledger));
		const fresh = records.filter(({ entry }) => ledger?.entries.has(entry.id) !== true);
		if (fresh.length === 0) return {
			added: 0,
			problems
		};
		const { commit, ...batch } = await prepare(nextBatch(ledger, fresh, context), fresh, attest);
		tried = {
			...batch,
			added: fresh.length,
			problems
		};
		return {
			...tried,
			commit: await head.add(commit)
		};
	}, context);
}
async function prepare(batch, records, attest) {
	const { sequence } = batch;
	const content = canonicalBytes(batch);
	const [path, head] = [ledgerPath(sequence), sha256Hex(content)];
	const attested = await attest?.({
		path,
		sha256: head,
		sequence,
		recordCount: records.length
	});
	const { files, line, ...told } = attested === void 0 ? NOT_ATTESTED : tell(attested, sequence);
	return {
		sequence,
		head,
		...told,
		commit: {
			files: [
				{
					path,
					content
				},
				...records.map(({ entry, file }) => ({
					path: entry.path,
					content: { file }
				})),
				...files
			],
			message: `evidence: batch ${sequence} with ${records.length} records\n\nLedger head ${head}\n${line}`
		}
	};
}
const NOT_ATTESTED = {
	files: [],
	line: ""
};
function tell(attested, sequence) {
	if ("unavailable" in attested) return {
		files: [],
		line: `No attestation: ${attested.unavailable}\n`,
		attestation: attested
	};
	const path = attestationPath(sequence);
	return {
		files: [{
			path,
			content: attested.bundle
		}],
		line: `Attestation ${path}\n`,
		attestation: { path }
	};
}
function nextBatch(ledger, records, context) {
	const entries = records.map(({ entry }) => entry);
	return {
		format: "lifeboat-ledger/1",
		sequence: (ledger?.head?.sequence ?? 0) + 1,
		previous: ledger?.head?.digest ?? null,
		collectedAt: context.clock.now().toISOString(),
		collectedBy: context.runId,
		entries: entries.toSorted((a, b) => a.id < b.id ? -1 : 1)
	};
}
/** Somebody else may have published a record of this name while this run was reading the stores. */
function contradiction(entry, ledger) {
	const published = ledger?.entries.get(entry.id);
	if (published === void 0 || published.sha256 === entry.sha256) return [];
	return [{
		code: "record-altered",
		what: `Record ${entry.id} differs from the published one`
	}];
}
// src/evidence/collect.ts
/**
* Publishes the stores' new records on the evidence branch, in one commit unless they are too many for one. Safe to run at the
* same time elsewhere: the chain never forks. Throws `ledger-broken`, `ledger-moved`, and what the branch throws.
*/
async function collectRecords(request) {
	const { branch, context, attest, stores } = request;
	const published = await publishedSizes(branch);
	const drained = [];
	for (const store of stores) {
		const draining = drainStore(store, published, context);
		drained.push(await draining.catch((error) => ({
			records: [],
			problems: [unread(store.name, error)]
		})));
	}
	const { records, problems } = joinStores(drained);
	const publication = await publishRecords(branch, records, {
		context,
		...attest === void 0 ? {} : { attest }
	});
	const announced = await announce(branch);
	return {
		...publication,
		..."pullRequest" in announced ? announced : {},
		problems: [
			...problems,
			...publication.problems,
			..."problem" in announced ? [announced.problem] : []
		]
	};
}
/** One store that cannot be read does not keep the evidence of the others back. Throws what is no trouble of a store. */
function unread(store, error) {
	if (!isLifeboatError(error) || error.code === "cancelled") throw error;
	return {
		code: error.code,
		what: `The records of store ${store} were not read: ${error.what}`,
		...fixOf(error)
	};
}
/** What was committed before stays published, whoever refuses to be asked. */
async function announce(branch) {
	try {
		const pullRequest = await branch.announce?.();
		return pullRequest === void 0 ? {} : { pullRequest };
	} catch (error) {
		if (!isLifeboatError(error, "evidence-undelivered")) throw error;
		return { problem: {
			code: error.code,
			what: error.what,
			...fixOf(error)
		} };
	}
}
function fixOf({ fix }) {
	return fix === void 0 ? {} : { fix };
}
/** The same record in several stores counts once; different ones of one id are published from neither. */
function joinStores(drained) {
	const records = /* @__PURE__ */ new Map();
	const contradicted = /* @__PURE__ */ new Set();
	for (const record of drained.flatMap((each) => each.records)) {
		const { id, sha256 } = record.entry;
		const first = records.get(id);
		if (first !== void 0 && first.entry.sha256 !== sha256) contradicted.add(id);
		records.set(id, first ?? record);
	}
	const problems = [...contradicted].map((id) => ({
		code: "record-altered",
		what: `Record ${id} was not published: two stores hold different ones`
	}));
	return {
		records: [...records.values()].filter(({ entry }) => !contradicted.has(entry.id)),
		problems: [...drained.flatMap((each) => each.problems), ...problems]
	};
}
/** The size of every published record by id. */
async function publishedSizes(branch) {
	const { tree } = await branch.readHead();
	if (tree === void 0) return /* @__PURE__ */ new Map();
	const { entries } = await openLedger(tree);
	const bytes = new Map((await tree.list("records")).map((file) => [file.path, file.bytes]));
	return new Map([...entries].map(([id, { path }]) => [id, bytes.get(path) ?? 0]));
}
export { collectRecords, unread };
