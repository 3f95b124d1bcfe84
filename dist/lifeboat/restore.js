import { i as disclosureLimitations, n as noteLimitations } from "./backup-limitations.js";
import { a as unvouchedFor, o as weakestAnchor, r as readBases, t as basesOf } from "./bases2.js";
import { r as openTrees } from "./fingerprint-schema.js";
import { t as verifyTrees } from "./verify-trees.js";
import { a as takeLease } from "./lease.js";
import { n as fetchParts, t as partSource } from "./part-reader.js";
import { n as readFingerprint, t as judgeVerification } from "./verification-verdict.js";
import { i as readVolumes } from "./progress.js";
import { r as LifeboatError } from "./errors.js";
import { n as compare, r as specOf, t as publishComparison } from "./publish-comparison.js";
import { t as deliverRecord } from "./deliver-record.js";
import { n as asUnwritten, t as UndeliveredRecord } from "./undelivered-record.js";
import { t as beginJob } from "./target-job.js";
import { t as selectBackup } from "./select2.js";
import { t as readManifest } from "./read-manifest2.js";
import { t as storedBytesOf } from "./stored-bytes.js";
import { t as KEYS } from "./manifest.js";
import { t as findAnchor } from "./anchors2.js";
import { n as canonicalDigest } from "./canonical.js";
import { join } from "node:path";
// src/runtime/no-tools.ts
/** For a load that needs no programs. */
function noTools() {
	return {
		description: "no programs",
		run: refuse,
		stream: refuse,
		pipe: refuse,
		writeFile: refuse,
		removeFile: refuse,
		[Symbol.asyncDispose]: () => Promise.resolve()
	};
}
function refuse() {
	return Promise.reject(new LifeboatError({
		code: "program-absent",
		what: "no programs were looked for",
		fix: "report this as a bug of the engine, which said that its loads need none"
	}));
}
// src/restore/guard.ts
/** For every engine: a backup is of one database of a server, or of a server that has no others. */
const ELSEWHERE = "name a new or empty database (--into NAME), or where a backup is of a whole server the address of an empty server (--into env:NAME)";
/**
* Refuses what must never happen: loading into the source itself, or into anything that holds data, or from a backup that
* nothing vouches for. Throws `destination-is-source`, `destination-not-empty` or `backup-unanchored`.
*/
function guardRestore(plan, acceptUnanchored) {
	if (plan.exists && plan.destination.id === plan.source.id) throw new LifeboatError({
		code: "destination-is-source",
		what: `${plan.destination.address} is the database that this backup was taken from`,
		fix: `${ELSEWHERE}; the safe swap of old and new is made after it has been checked`
	});
	if (plan.exists && plan.mayBeSource) throw new LifeboatError({
		code: "destination-is-source",
		what: `${plan.destination.address} may be the database that this backup was taken from`,
		why: "a login is not allowed to read the server's own identifier, and the rest does not tell them apart",
		fix: `${ELSEWHERE}, or let both logins read the identifier (postgres: GRANT EXECUTE ON FUNCTION pg_control_system())`
	});
	if (plan.objects > 0) throw new LifeboatError({
		code: "destination-not-empty",
		what: `${plan.destination.address} is not empty: it holds ${plan.objects} ${plan.objects === 1 ? "object" : "objects"}`,
		fix: `${ELSEWHERE}; what a killed restore left goes with lifeboat sweep where that server is a target's, or by hand (docs/troubleshooting.md, docs/engines.md)`
	});
	if (plan.anchor === "none" && !acceptUnanchored) throw new LifeboatError({
		code: "backup-unanchored",
		what: `${unvouchedFor(plan.backup.id, plan)}: its manifest could have been replaced`,
		fix: "restore another backup, or say --accept-unanchored after you have made sure where it comes from"
	});
}
/** Throws `destination-not-planned` when another destination was planned, and maybe approved, than this one. */
function requirePlanned(plan, expected) {
	if (expected === void 0 || expected === plan.destinationDigest) return;
	throw new LifeboatError({
		code: "destination-not-planned",
		what: `${plan.destination.address} is not the destination that was planned`,
		why: "its address, its server or its name differs from that of the plan, or a login is not told which server it is",
		fix: "give the plan and the restore the same address, and plan again"
	});
}
/** Throws `confirmation-missing` unless the destination's name was typed or given. */
function requireConfirmation(answer, plan) {
	if (answer !== "refused") return;
	throw new LifeboatError({
		code: "confirmation-missing",
		what: "the restore was not confirmed, nothing was done",
		fix: `type ${plan.confirmation} when asked, or give --confirm ${plan.confirmation}`
	});
}
// src/restore/plan-restore.ts
/**
* Finds the backup, what vouches for it, and what is at the destination; changes nothing. Throws `not-supported` for a backup that
* no running server can be loaded with.
*/
async function planRestore(request) {
	const { target, engine, store, selector, destination, context } = request;
	const entry = await selectBackup(request, target, selector);
	const found = await findAnchor(target, entry.id, request);
	const { manifest, sha256 } = await readManifest(store, {
		...entry,
		engine: engine.name
	}, found);
	engine.requireRestorable?.(manifest.parts.map(({ name }) => name));
	const { identity, exists, objects, refusal } = await engine.inspect(destination, context);
	if (refusal !== void 0) throw refusal;
	const bases = await readBases(manifest, request);
	return {
		plan: {
			target,
			backup: {
				id: manifest.id,
				store: store.name,
				manifestKey: KEYS.manifest(target, manifest.id),
				manifestSha256: sha256
			},
			...weakestAnchor({
				id: manifest.id,
				anchor: found.anchor
			}, bases),
			consistency: manifest.consistency,
			ageMs: Math.max(0, context.clock.now().getTime() - Date.parse(manifest.consistency.fromAt)),
			source: manifest.server,
			destination: identity,
			destinationDigest: canonicalDigest({
				address: identity.address,
				id: identity.id
			}),
			mayBeSource: engine.mayBeSame?.(manifest.server, identity) ?? false,
			exists,
			objects,
			storedBytes: [...bases.values()].reduce((sum, base) => sum + storedBytesOf(base.manifest), storedBytesOf(manifest)),
			compares: manifest.fingerprint !== void 0,
			storeLocation: store.location,
			confirmation: confirmationOf(identity, engine)
		},
		manifest
	};
}
/**
* What is loaded on a host is a whole server: its database, where it has a name at all, is called alike everywhere, so that only the
* address tells the destination apart.
*/
function confirmationOf({ address }, { capabilities }) {
	return typeable(capabilities.loads === "host" ? address : address.slice(address.lastIndexOf("/") + 1));
}
/** The arrow of an address behind a tunnel is on no keyboard. */
function typeable(address) {
	return address.replace(" → ", ":");
}
// src/restore/restore.ts
/**
* Restores a backup into an empty destination: plan, guard, confirmation, fetch and verify, load, compare, record.
* Every end is a record, also a refusal; undefined when the caller only wanted the plan, whose refusal is then thrown.
* Throws `evidence-undelivered` when a restore that succeeded could not write its record.
*/
async function runRestore(request) {
	const disclosure = {
		disclosure: request.policy.disclosure,
		key: void 0
	};
	const progress = {
		log: beginJob(request),
		disclosure,
		confirmedBy: "none"
	};
	if (request.planOnly) {
		await plan(request, progress);
		return;
	}
	let reason;
	try {
		const ready = await plan(request, progress);
		await requireEvidenceKey(request, progress);
		await attempt(request, progress, ready);
	} catch (error) {
		reason = error;
	}
	return conclude(request, progress, reason);
}
async function plan(request, progress) {
	const { target, engine, acceptUnanchored } = request;
	const named = engine.destination(await sourceConnection(request), request.into);
	const destination = isAddress(request.into) && request.reach ? await request.reach(named) : named;
	const found = await progress.log.phase("plan", () => planRestore({
		...request,
		target: target.name,
		destination
	}));
	progress.plan = found.plan;
	request.show(found.plan);
	requirePlanned(found.plan, request.expectedDestination);
	guardRestore(found.plan, acceptUnanchored);
	return {
		...found,
		destination
	};
}
/** Asked for before anything is loaded: a restore whose record cannot be made is not begun. */
async function requireEvidenceKey({ policy }, progress) {
	progress.disclosure = {
		...progress.disclosure,
		key: await policy.evidenceKey()
	};
	for (const sentence of disclosureLimitations(progress.disclosure)) progress.log.limitation(sentence);
}
async function attempt(request, progress, ready) {
	const { log } = progress;
	const { target, engine, context } = request;
	const { plan: planned, manifest, destination } = ready;
	const answer = await request.confirm(planned);
	requireConfirmation(answer, planned);
	progress.confirmedBy = answer;
	const timeoutMs = target.settings.drillTimeoutMs;
	const bases = basesOf(manifest);
	await using _lease = await takeLease(request, {
		backupId: manifest.id,
		bases,
		timeoutMs,
		log
	});
	const opened = await log.phase("fetch", () => fetchParts(manifest, {
		store: request.store,
		directory: join(context.workDir, "volumes"),
		context
	}));
	await requireWholeTrees(request, manifest, log);
	const { trees } = await openTrees(manifest, request);
	const parts = partSource(manifest, opened, {
		...request.encryption,
		trees,
		context
	});
	const source = await log.phase("decrypt", () => readFingerprint(manifest, parts));
	await using tools = await toolsFor(request, planned);
	const loaded = await engine.load({
		kind: "server",
		connection: destination,
		tools
	}, {
		parts,
		purpose: "destination",
		parallel: target.settings.parallel
	}, context);
	for (const phase of loaded.phases) log.measured(phase);
	noteLimitations(manifest.limitations, log);
	for (const text of loaded.limitations) log.named(text);
	if (source === void 0) {
		log.limitation(`Backup ${planned.backup.id} has no fingerprint: what came back was not compared with the source.`);
		return;
	}
	try {
		progress.comparison = await log.phase("validate", async () => compare(source, await engine.fingerprint(loaded.connection, specOf(source), context)));
		requireSameContent(progress.comparison, log);
	} catch (error) {
		log.limitation(`Everything had been loaded by then, and is still in ${planned.destination.address}.`);
		throw error;
	}
}
/** What a server reads from the store by itself is compared before: the server would not notice, or only when it is all in. */
async function requireWholeTrees(request, manifest, log) {
	const volumes = (part) => readVolumes(part, request.store);
	const { bad } = await verifyTrees(request, manifest, {
		volumes,
		log
	});
	const problem = judgeVerification({
		backupId: manifest.id,
		bad,
		checks: [],
		complaints: []
	});
	if (problem !== void 0) throw problem;
}
async function toolsFor({ engine, context }, { destination }) {
	if (engine.capabilities.loadsWithPrograms === false) return noTools();
	return context.tools(engine.server.need(destination.version));
}
/** A name needs the target's own server; an address does not, and the source may be gone by then. */
async function sourceConnection({ target, into }) {
	return isAddress(into) ? void 0 : target.connect();
}
function isAddress(into) {
	return into.includes("://");
}
function requireSameContent({ comparable, differences, warnings }, log) {
	for (const text of warnings) log.named(text);
	if (!comparable) log.limitation("The content could not be compared: the destination is of another major version, or there is none.");
	if (differences.length === 0) return;
	throw new LifeboatError({
		code: "content-different",
		what: "what was restored differs from the fingerprint of the source",
		why: differences.join("; "),
		fix: "do not use it; restore another backup, and drill this one: lifeboat drill"
	});
}
async function conclude(request, progress, reason) {
	const { log, plan: planned, confirmedBy, comparison, disclosure } = progress;
	const record = {
		...log.finish(reason),
		kind: "restore",
		...planned === void 0 ? {} : { backup: planned.backup },
		anchor: planned?.anchor ?? "none",
		acceptedUnanchored: request.acceptUnanchored,
		...planned === void 0 ? {} : { destination: {
			address: planned.destination.address,
			identity: planned.destination.id
		} },
		confirmedBy,
		...request.approval === void 0 ? {} : { approval: request.approval },
		...comparison === void 0 ? {} : { comparison: publishComparison(comparison, disclosure) }
	};
	try {
		return await deliverRecord(record, {
			store: request.store,
			reporter: request.context.reporter,
			reason
		});
	} catch (error) {
		throw error instanceof UndeliveredRecord ? unrecorded(asUnwritten(record), error) : error;
	}
}
/** What was restored stays, and the same restore again would be refused. */
function unrecorded(record, cause) {
	const { backup, destination } = record;
	const told = new LifeboatError({
		code: "evidence-undelivered",
		what: `backup ${backup?.id} was restored into ${destination?.address}, but the record of that could not be kept`,
		why: cause.message,
		fix: "use what was restored, and keep this output in place of the record; make the store writable before the next run",
		cause
	});
	return new UndeliveredRecord(record, told);
}
export { runRestore };
