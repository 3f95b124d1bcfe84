import { t as deliverRecord } from "./deliver-record.js";
import { t as beginJob } from "./target-job.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { r as isId } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
import { t as findAnchor } from "./anchors2.js";
import { a as unvouchedFor, n as findChainAnchor, t as basesOf } from "./bases2.js";
import { a as isBad, i as findStrangers, n as VolumeCheck, r as drain, t as verifyTrees } from "./verify-trees.js";
import { a as takeLease } from "./lease.js";
import { i as publishEngineChecks } from "./publish-checks.js";
import { n as readFingerprint, t as judgeVerification } from "./verification-verdict.js";
import { t as partSource } from "./part-reader.js";
import { t as readManifest } from "./read-manifest2.js";
import { t as selectBackup } from "./select2.js";
// src/backup/open-parts.ts
/** Why parts may stay unparsed though nothing is wrong with them. */
const NO_TOOLS = /* @__PURE__ */ new Set([
	"program-absent",
	"program-version",
	"image-absent"
]);
const UNREADABLE = "the engine's own programs cannot read it";
/**
* Opens the seal of every part and reads it to its end, by the engine's own programs where they are at hand.
* Throws `identity-wrong`, `identity-missing`, and what keeps the store from being read; bad parts are failed checks.
*/
async function openParts(request) {
	const { manifest, parts } = request;
	const read = /* @__PURE__ */ new Set();
	const watched = {
		...request,
		parts: watch(parts, read)
	};
	const fingerprint = await fingerprintCheck(watched);
	const { refused, ...parsing } = await parse(watched);
	const known = new Map([...parsing.checks, ...fingerprint].map((check) => [check.name, check]));
	const checks = [];
	for (const { name } of manifest.parts) {
		const opened = read.has(name) ? void 0 : await openingFailure(name, parts);
		checks.push(opened ?? known.get(name) ?? {
			name,
			result: "passed",
			detail: "opened and read to its end"
		});
	}
	checks.push(...parsing.checks.filter(({ name }) => !parts.names.includes(name)));
	if (refused !== void 0 && checks.every(({ result }) => result !== "failed")) checks.push(failed("parts", refused));
	return {
		...parsing,
		checks
	};
}
/** Notes which parts were read to their end. */
function watch(parts, read) {
	return {
		...parts,
		open: async (name) => (await parts.open(name)).once("end", () => read.add(name)),
		pour: async (name, output) => {
			await parts.pour(name, output);
			read.add(name);
		}
	};
}
async function fingerprintCheck({ manifest, parts }) {
	if (manifest.fingerprint === void 0) return [];
	const name = manifest.fingerprint.part;
	try {
		await readFingerprint(manifest, parts);
		return [{
			name,
			result: "passed",
			detail: "a well-formed fingerprint"
		}];
	} catch (error) {
		if (!isBad(error)) throw error;
		return [failed(name, error)];
	}
}
async function parse({ manifest, parts, engine, disclosure, context }) {
	try {
		const found = await engine.parse(parts, manifest.server.version, context);
		const skipped = publishEngineChecks(found, disclosure).filter(({ result }) => result === "skipped");
		const bad = found.filter(({ result }) => result === "failed");
		return {
			checks: publishEngineChecks(found, disclosure).map((check) => check.result === "failed" ? {
				...check,
				detail: UNREADABLE
			} : check),
			parsed: found.some(({ result }) => result === "passed"),
			limitations: skipped.map(({ name, detail }) => `The part ${name} was not parsed: ${detail}.`),
			complaints: bad.map(({ name, detail }) => `${name}: ${detail}`)
		};
	} catch (error) {
		const unparsed = {
			checks: [],
			parsed: false
		};
		if (isBad(error)) return {
			...unparsed,
			limitations: [],
			complaints: [error.message],
			refused: error
		};
		if (!(error instanceof LifeboatError) || !NO_TOOLS.has(error.code)) throw error;
		const limitations = [`The parts were opened but not parsed: ${error.what}.`];
		return {
			...unparsed,
			limitations,
			complaints: []
		};
	}
}
async function openingFailure(name, parts) {
	try {
		await drain(await parts.open(name));
		return;
	} catch (error) {
		if (!isBad(error)) throw error;
		return failed(name, error);
	}
}
function failed(name, error) {
	return {
		name,
		result: "failed",
		detail: error.what
	};
}
// src/backup/open-with-keys.ts
/** Opens the parts as far as the keys at hand allow it. */
async function openWithKeys({ encryption, engine, policy, context }, manifest, volumes) {
	const sealed = manifest.parts.some(({ seal }) => seal === "age");
	const keys = sealed ? await encryption.identities() : [];
	if (sealed && keys.length === 0) return unopened("No secret key was at hand, so the seals were not opened and the parts not parsed.");
	const parts = partSource(manifest, (part) => volumes.open(part), {
		identities: async () => keys,
		context
	});
	const { disclosure } = policy;
	try {
		return {
			opened: true,
			...await openParts({
				manifest,
				parts,
				engine,
				disclosure,
				context
			})
		};
	} catch (error) {
		if (!isLifeboatError(error, "identity-wrong") && !isLifeboatError(error, "identity-missing")) throw error;
		return {
			...unopened("The secret keys at hand do not open this backup."),
			keyError: error
		};
	}
}
function unopened(limitation) {
	return {
		opened: false,
		parsed: false,
		checks: [],
		limitations: [limitation],
		complaints: []
	};
}
// src/backup/verify-backup.ts
/** Selects, opens and compares one backup; fills `findings` as it goes, and throws what is wrong when all of it is known. */
async function verifyBackup(job, log, findings) {
	const { manifest, chain } = await log.phase("manifest", () => findManifest(job, findings));
	const timeoutMs = job.target.settings.backupTimeoutMs;
	const bases = basesOf(manifest);
	await using _lease = await takeLease(job, {
		backupId: manifest.id,
		bases,
		timeoutMs,
		log
	});
	const volumes = new VolumeCheck(manifest, job.store, job.context);
	findings.volumeCount = manifest.parts.flatMap((part) => part.volumes).length;
	const opening = await log.phase("open", () => openWithKeys(job, manifest, volumes));
	const bad = [...await log.phase("volumes", () => volumes.readRest(job.target.settings.parallel))];
	findings.verifiedBytes = volumes.verifiedBytes;
	const trees = await verifyTrees(job, manifest, {
		volumes: (part) => volumes.open(part),
		log
	});
	bad.push(...trees.bad);
	findings.verifiedBytes += trees.verifiedBytes;
	findings.volumeCount += trees.objects;
	findings.opened = opening.opened;
	findings.checks = [
		...bad.map(({ key, error }) => ({
			name: key,
			result: "failed",
			detail: error.what
		})),
		...opening.checks,
		...trees.checks
	];
	for (const sentence of opening.limitations) log.limitation(sentence);
	await noteStrangers(job, manifest, log);
	const { checks, complaints } = opening;
	const problem = judgeVerification({
		backupId: manifest.id,
		bad,
		checks,
		complaints
	});
	if (problem !== void 0) throw problem;
	if (chain.anchor === "none") refuseUnanchored(job, log, {
		id: manifest.id,
		chain
	});
	else findings.grade = opening.parsed ? 1 : 0;
	if (opening.keyError !== void 0) throw opening.keyError;
}
async function findManifest(job, findings) {
	const { store } = job;
	const target = job.target.name;
	const sources = {
		store,
		...job.ledger === void 0 ? {} : { ledger: job.ledger }
	};
	const id = await selectId(job, sources);
	const anchor = await findAnchor(target, id, sources);
	findings.anchor = anchor.anchor;
	const reference = {
		id,
		store: store.name,
		manifestKey: KEYS.manifest(target, id)
	};
	if (anchor.manifestSha256 !== void 0) findings.backup = {
		...reference,
		manifestSha256: anchor.manifestSha256
	};
	const { manifest, sha256 } = await readManifest(store, {
		target,
		id,
		engine: job.engine.name
	}, anchor);
	findings.backup = {
		...reference,
		manifestSha256: sha256
	};
	const chain = await findChainAnchor(manifest, anchor.anchor, sources);
	findings.anchor = chain.anchor;
	return {
		manifest,
		chain
	};
}
/** What an id names is spoken of in the record also when its manifest is gone. */
async function selectId({ target, selector }, sources) {
	try {
		return (await selectBackup(sources, target.name, selector)).id;
	} catch (error) {
		if (isLifeboatError(error, "manifest-absent") && isId(selector)) return selector;
		throw error;
	}
}
async function noteStrangers({ store }, manifest, log) {
	const strangers = await findStrangers(manifest, store);
	if (strangers.length === 0) return;
	log.limitation(`${strangers.length} stored objects beside the volumes are named by no manifest, the first is ${strangers[0]}.`);
}
function refuseUnanchored({ acceptUnanchored }, log, { id, chain }) {
	const { unvouched = id } = chain;
	const whose = unvouched === id ? "the manifest" : `the manifest of ${unvouched}, which it is based on`;
	log.limitation(`No record holds the digest of ${whose}, so it could have been forged together with the volumes.`);
	if (acceptUnanchored === true) return;
	throw new LifeboatError({
		code: "backup-unanchored",
		what: `what is stored is whole in itself, but ${unvouchedFor(id, chain)}`,
		why: "the record was never written, or was removed",
		fix: "find out why; take a new backup"
	});
}
// src/backup/verify.ts
/**
* Reads a backup whole and compares it with its record: grade 0, and with a secret key also opened and parsed: grade 1.
* Every outcome is in the record, which is written too; throws `evidence-undelivered` when a good one could not be.
*/
async function runVerify(job) {
	const log = beginJob(job);
	const findings = {
		anchor: "none",
		opened: false,
		checks: []
	};
	let reason;
	try {
		await verifyBackup(job, log, findings);
	} catch (error) {
		reason = error;
	}
	const record = {
		...log.finish(reason),
		kind: "verification",
		...findings
	};
	return deliverRecord(record, {
		store: job.store,
		reporter: job.context.reporter,
		reason
	});
}
export { runVerify };
