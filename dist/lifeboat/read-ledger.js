import { r as LifeboatError } from "./errors.js";
import { a as array, d as literal, g as string, h as strictObject, l as int } from "../dependencies/zod.js";
import { r as sha256Hex } from "./canonical.js";
import { n as readBranch } from "./branch2.js";
import "./repository2.js";
import { c as instant, d as recordId, f as sha256 } from "./base-schema.js";
import { a as recordPath, i as ledgerPath, n as compareLedgerPaths, r as isLedgerPath } from "./paths.js";
import { t as openGitTree } from "./git-tree.js";
// src/evidence/schema/ledger-schema.ts
const entry = strictObject({
	id: recordId,
	kind: literal([
		"backup",
		"verification",
		"drill",
		"restore",
		"policy",
		"check",
		"prune",
		"groupBackup",
		"groupDrill"
	]),
	target: string().min(1),
	path: string().regex(/^records\/\d{4}\/\d{2}\/\d{8}T\d{6}Z-[0-9a-z]{4,12}\.json$/),
	sha256
});
/** One batch of published records, chained to the one before by the digest of its file. */
const ledgerSchema = strictObject({
	format: literal("lifeboat-ledger/1"),
	sequence: int().positive(),
	previous: sha256.nullable(),
	collectedAt: instant,
	/** The run that wrote it: without it, two runs' batches of the same records at the same moment would be one. */
	collectedBy: string().min(1),
	entries: array(entry).min(1)
});
// src/evidence/ledger/check-chain.ts
/** Reads the ledger files (in path order) as one chain and says where it is broken. */
function checkChain(files) {
	const batches = [];
	const breaks = [];
	const seen = /* @__PURE__ */ new Map();
	for (const file of files) {
		const batch = parseBatch(file);
		if (batch === void 0) {
			breaks.push(`${file.path} is not a ledger file`);
			continue;
		}
		breaks.push(...breaksAt(batch, batches.at(-1)), ...repeated(batch, seen));
		batches.push(batch);
	}
	return {
		batches,
		breaks
	};
}
function parseBatch({ path, bytes }) {
	try {
		const parsed = ledgerSchema.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
		return parsed.success ? {
			...parsed.data,
			path,
			digest: sha256Hex(bytes)
		} : void 0;
	} catch {
		return;
	}
}
function breaksAt(batch, before) {
	const breaks = [];
	const expected = (before?.sequence ?? 0) + 1;
	if (batch.path !== ledgerPath(batch.sequence)) breaks.push(`${batch.path} says it is batch ${batch.sequence}`);
	if (batch.sequence !== expected) breaks.push(`batch ${batch.sequence} stands where batch ${expected} should`);
	if (batch.previous !== (before?.digest ?? null)) breaks.push(`batch ${batch.sequence} does not continue the batch before it`);
	return breaks;
}
function repeated(batch, seen) {
	return batch.entries.flatMap(({ id, path }) => {
		const breaks = [];
		const first = seen.get(id);
		if (first !== void 0) breaks.push(`record ${id} is in ${first} and again in ${batch.path}`);
		if (path !== recordPath(id)) breaks.push(`record ${id} is entered under the path ${path}`);
		seen.set(id, batch.path);
		return breaks;
	});
}
// src/evidence/ledger/read-ledger.ts
/** The ledger of an opened repository; undefined when nothing is published yet. Throws `ledger-broken`. */
async function openLedgerOf(repository, { branch, path }) {
	const { head } = await readBranch(repository, branch);
	if (head === void 0) return void 0;
	return openLedger(openGitTree(repository, {
		path,
		commit: head
	}));
}
/** The ledger of a tree. Throws `ledger-broken`: nothing is concluded from a chain that is not whole. */
async function openLedger(tree) {
	const { batches, breaks } = await readChain(tree);
	if (breaks.length > 0) throw broken(tree, breaks);
	const entries = new Map(batches.flatMap((batch) => batch.entries).map((entry) => [entry.id, entry]));
	return {
		location: tree.location,
		head: batches.at(-1),
		entries,
		read: async (id) => {
			const entry = entries.get(id);
			return entry === void 0 ? void 0 : readEntered(tree, entry);
		},
		readAll: (ids) => readEvery(tree, [...entries.values()].filter(({ id }) => ids?.has(id) ?? true))
	};
}
/** Every ledger file of a tree as one chain. */
async function readChain(tree) {
	const paths = (await tree.list("ledger")).map(({ path }) => path);
	const known = paths.filter(isLedgerPath).toSorted(compareLedgerPaths);
	const files = [];
	for await (const bytes of tree.read(known)) files.push({
		path: known[files.length] ?? "",
		bytes: bytes ?? /* @__PURE__ */ new Uint8Array()
	});
	const chain = checkChain(files);
	const strange = paths.filter((path) => !isLedgerPath(path)).map((path) => `${path} is not a ledger file`);
	return {
		batches: chain.batches,
		breaks: [...chain.breaks, ...strange]
	};
}
async function readEntered(tree, entry) {
	let bytes;
	for await (const content of tree.read([entry.path])) bytes = content;
	return asEntered(entry, bytes);
}
async function* readEvery(tree, entries) {
	const pending = entries.values();
	for await (const bytes of tree.read(entries.map(({ path }) => path))) {
		const { value: entry } = pending.next();
		if (entry !== void 0) yield {
			entry,
			bytes: asEntered(entry, bytes)
		};
	}
}
function asEntered(entry, bytes) {
	if (bytes !== void 0 && sha256Hex(bytes) === entry.sha256) return bytes;
	throw new LifeboatError({
		code: "record-altered",
		what: `The published record ${entry.id} is not the one that the ledger entered`,
		why: bytes === void 0 ? `${entry.path} is missing` : `${entry.path} has another digest`,
		fix: "restore it from the history of the evidence branch; records are never edited"
	});
}
function broken(tree, breaks) {
	return new LifeboatError({
		code: "ledger-broken",
		what: `The ledger in ${tree.location} is broken`,
		why: breaks.join("; "),
		fix: "see lifeboat evidence verify; restore the branch from a copy whose head digest you know"
	});
}
export { openLedgerOf as n, readChain as r, openLedger as t };
