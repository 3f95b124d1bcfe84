import { t as startDeadline } from "./deadline.js";
import { t as deliverRecord } from "./deliver-record.js";
import { c as publishName, i as disclosureLimitations, n as noteLimitations } from "./backup-limitations.js";
import { t as beginJob } from "./target-job.js";
import { a as unvouchedFor, i as requireBases, n as findChainAnchor, r as readBases, t as basesOf } from "./bases2.js";
import { i as readVolumes } from "./progress.js";
import { n as readFingerprint, r as compareTree, t as judgeVerification } from "./verification-verdict.js";
import { i as treeOf, n as inventoryOf, r as openTrees } from "./fingerprint-schema.js";
import { a as takeLease } from "./lease.js";
import { n as fetchParts, t as partSource } from "./part-reader.js";
import { t as readManifest } from "./read-manifest2.js";
import { i as isLifeboatError, n as EXIT, r as LifeboatError } from "./errors.js";
import { n as compare, r as specOf, t as publishComparison } from "./publish-comparison.js";
import { t as findAnchor } from "./anchors2.js";
import { n as withSignal } from "./engine-context2.js";
import { a as stateIn, i as publishEngineChecks, n as WITHHELD, r as publishApplicationChecks } from "./publish-checks.js";
import { a as prepareRules, c as isAsExpected, i as judgeSchema, o as runIntegrityRules, r as integrityChecks, s as describeExpectation, t as ofTarget } from "./plan-schema.js";
import { t as selectBackup } from "./select2.js";
import { t as listBackups } from "./catalog2.js";
import { r as sha256Hex } from "./canonical.js";
import { r as isOwnDiskFull, t as NO_SPACE } from "./no-space.js";
import { n as worstVerdict, t as judgeDuration } from "./verdict.js";
import { createServer, isIPv4 } from "node:net";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { rm } from "node:fs/promises";
// src/backup/delegated/compare-listings.ts
/** Problems that are told; the rest of a tree that is gone says nothing more. */
const TOLD_AT_MOST = 1e3;
/**
* What is missing from the trees of a backup and of all that it is based on, was added to them, or has another size or tag; no object is
* read. Throws as `readBases` does.
*/
async function compareListings(manifest, { store, ledger, context }) {
	const { delegated = [] } = manifest;
	if (delegated.length === 0) return [];
	const bases = await readBases(manifest, {
		store,
		...ledger === void 0 ? {} : { ledger }
	});
	const problems = [];
	for (const { name, bases: ids } of delegated) for (const owner of [manifest, ...ids.flatMap((id) => bases.get(id)?.manifest ?? [])]) {
		const tree = treeOf(owner, name);
		const volumes = (part) => readVolumes(part, store);
		const expected = inventoryOf(owner, tree, {
			volumes,
			context
		});
		for await (const problem of compareTree({
			expected,
			tree,
			store
		})) {
			problems.push(problem);
			if (problems.length === TOLD_AT_MOST) return problems;
		}
	}
	return problems;
}
// src/drill/application-checks.ts
/** Asks the restored copy what the plan asks; answers never enter a record, since they may be rows. */
async function runApplicationChecks(checks, ask, clock) {
	const results = [];
	for (const check of checks) results.push("skip" in check ? { check: skipped(check, clock) } : await asked(check, ask));
	return {
		checks: results.map(({ check }) => check),
		wrongQueries: results.filter(({ wrongQuery }) => wrongQuery === true).length
	};
}
async function asked({ name, query, expect }, ask) {
	try {
		const good = isAsExpected(await ask(query), expect);
		const wanted = `expected ${describeExpectation(expect)}`;
		const detail = good ? wanted : `${wanted}, got something else`;
		return { check: {
			name,
			result: good ? "passed" : "failed",
			detail
		} };
	} catch (error) {
		if (!(error instanceof LifeboatError) || error.code === "cancelled") throw error;
		return {
			check: {
				name,
				result: "failed",
				detail: error.what.startsWith("SQLSTATE ") ? error.what : `could not be asked (${error.code})`
			},
			wrongQuery: error.code === "plan-invalid"
		};
	}
}
/** An exception that outlives its day is a failure, so that none becomes permanent unseen. */
function skipped({ name, skip }, clock) {
	const expired = clock.now().toISOString().slice(0, 10) > skip.until;
	return {
		name,
		result: expired ? "failed" : "skipped",
		detail: expired ? `the skip ended on ${skip.until}: ${skip.reason}` : `until ${skip.until}: ${skip.reason}`
	};
}
// src/drill/bound-engine.ts
/** The engine as a drill uses it: a call that does not heed the deadline's signal is left, so that the sandbox still goes. */
function boundEngine(engine, { bound }) {
	const { server } = engine;
	return {
		...engine,
		inspect: (...args) => bound(engine.inspect(...args)),
		load: (...args) => bound(engine.load(...args)),
		fingerprint: (...args) => bound(engine.fingerprint(...args)),
		checks: (...args) => bound(engine.checks(...args)),
		ask: (...args) => bound(engine.ask(...args)),
		tamper: (...args) => bound(engine.tamper(...args)),
		server: {
			...server,
			prepare: (...args) => bound(server.prepare(...args)),
			start: (...args) => bound(server.start(...args))
		}
	};
}
// src/drill/choose-backup.ts
/** Chooses which backup to drill. Throws `backup-unknown`, and `manifest-absent` as `selectBackup` does. */
async function chooseBackup(choice) {
	const { store, target, selector, method, seed } = choice;
	const entries = await listBackups(store, target);
	const candidates = entries.length;
	const selection = selector === void 0 ? {
		method,
		candidates,
		...method === "random" ? { seed } : {}
	} : {
		method: "given",
		candidates
	};
	choice.note?.(selection);
	const asked = selector ?? (method === "latest" ? "latest" : void 0);
	return {
		entry: (asked === void 0 ? entries[choosePosition(method, candidates, seed)] : void 0) ?? await selectBackup(choice, target, asked ?? "latest"),
		selection
	};
}
/** The position, oldest first, that a method takes among so many; the same seed takes the same one again. */
function choosePosition(method, candidates, seed) {
	if (candidates === 0 || method === "oldest") return 0;
	if (method === "latest") return candidates - 1;
	return Number(BigInt(`0x${sha256Hex(Buffer.from(seed))}`) % BigInt(candidates));
}
/** What decides a random choice. */
function newSeed(random) {
	return Buffer.from(random.bytes(16)).toString("hex");
}
// src/drill/negative-control.ts
/** Damages the copy on purpose and compares again; undefined when there is nothing to damage. */
async function runNegativeControl(request) {
	const { engine, connection, expected, seed, context } = request;
	const tampering = await engine.tamper(connection, {
		fingerprint: expected,
		seed
	}, context);
	if (tampering === void 0) return void 0;
	const { dataset, change } = tampering;
	const damaged = await engine.fingerprint(connection, specOf(expected, [dataset]), context);
	const only = expected.datasets.filter(({ name }) => name === dataset);
	const comparison = request.compare({
		...expected,
		datasets: only,
		inventory: [],
		schema: damaged.schema
	}, {
		...damaged,
		inventory: []
	});
	return {
		seed,
		dataset,
		change,
		detected: expected.comparableWithin === damaged.comparableWithin && noticed(comparison, dataset, only)
	};
}
/**
* Damage is noticed when exactly the damaged dataset is different by the same method, or unexpected when it was not there
* before; what is missing was not looked at.
*/
function noticed({ equal, datasets }, dataset, before) {
	const [found, ...others] = datasets.filter(({ result }) => result !== "equal");
	if (equal || found === void 0 || others.length > 0 || found.name !== dataset) return false;
	if (before.length === 0) return found.result === "unexpected";
	return before.some(({ kind }) => kind === found.kind) && found.result === "different" && found.expected?.method === found.actual?.method;
}
/** Throws `drill-invalid` when the damage went unnoticed: whatever the comparison said before is then worth nothing. */
function requireDetection({ detected, change, seed }) {
	if (detected) return;
	throw new LifeboatError({
		code: "drill-invalid",
		what: "the comparison did not notice a deliberate change, so its result is worth nothing",
		why: `${change} (seed ${seed}) was called equal`,
		fix: "report this as a bug; until it is mended no drill of this engine proves anything"
	});
}
// src/drill/require-checks.ts
/** Throws `content-different` when a check failed, `plan-invalid` when only queries of the plan are wrong: that says nothing of the copy. */
function requireChecks({ checks, wrongQueries }) {
	const failed = checks.filter(({ result }) => result === "failed");
	if (failed.length === 0) return;
	const why = failed.map(({ name, detail }) => `${name}: ${detail}`).join("; ");
	if (failed.length === wrongQueries) throw new LifeboatError({
		code: "plan-invalid",
		what: `${failed.length} checks of the drill plan could not be asked, because their queries are wrong`,
		why,
		fix: "correct the queries in the plan and drill again; nothing else was found wrong"
	});
	throw new LifeboatError({
		code: "content-different",
		what: `the restored copy failed ${failed.length} of its checks`,
		why,
		fix: "find out whether the copy, the source or the check is wrong"
	});
}
// src/drill/egress-probe.ts
/** Arguments: a port, then addresses. Prints `reached` for the first one that answers; code 3 where it cannot try. */
const CONNECT_SCRIPT = `
command -v timeout >/dev/null || exit 3
for address in "$@"; do
  if timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$address" "$0" 2>/dev/null; then echo reached; exit; fi
done
echo blocked`;
/** Tries to get out of a sandbox: to a listener on this computer, and by its routes. Sends nothing to other computers. */
async function probeEgress(machine) {
	const routed = await hasDefaultRoute(machine);
	const reached = await reachesHost(machine);
	const promised = machine.isolation;
	if (reached === true) return {
		egress: "possible",
		isolation: weaker(promised)
	};
	if (routed === true) return routedFinding(machine);
	if (reached === void 0 && routed === void 0) return {
		egress: "notProbed",
		isolation: "none"
	};
	if (reached === void 0 || routed === void 0) return {
		egress: "notProbed",
		isolation: promised === "none" ? "none" : "host-reachable"
	};
	return {
		egress: "blocked",
		isolation: promised
	};
}
/** Whether a sandbox that promised to be closed is not. */
function breaksPromise(machine, { egress }) {
	return egress === "possible" && machine.isolation !== "none" && machine.isolation !== "host-reachable";
}
/** Without root the route that older container engines give cannot be taken away; what drops its packets is theirs to say. */
function routedFinding(machine) {
	if (machine.kind === "container" && machine.isolation === "host-reachable") return {
		egress: "notProbed",
		isolation: "host-reachable"
	};
	return {
		egress: "possible",
		isolation: "none"
	};
}
function weaker(promised) {
	return promised === "none" || promised === "network-namespace" ? "none" : "host-reachable";
}
/** Undefined where the kernel does not tell. */
async function hasDefaultRoute(machine) {
	try {
		const { stdout } = await machine.run({
			program: "sh",
			args: ["-c", "cat /proc/net/route && { cat /proc/net/ipv6_route 2>/dev/null || true; }"]
		});
		return stdout.split("\n").some((line) => /^0{32} 00 /.test(line) && !/\slo$/.test(line)) || /^\S+\t00000000\t/m.test(stdout);
	} catch (error) {
		return unlessCancelled(error);
	}
}
/** True as soon as one connection from inside was seen here; undefined when there is nothing to connect with. */
async function reachesHost(machine) {
	await using listener = createServer((socket) => {
		seen += 1;
		socket.destroy();
	});
	let seen = 0;
	const port = await listen(listener);
	try {
		const args = [
			"-c",
			CONNECT_SCRIPT,
			String(port),
			...hostAddresses()
		];
		const { stdout } = await machine.run({
			program: "bash",
			args
		});
		return seen > 0 || stdout.trim() !== "blocked";
	} catch (error) {
		return unlessCancelled(error);
	}
}
async function listen(listener) {
	listener.listen(0, "0.0.0.0");
	await once(listener, "listening");
	const address = listener.address();
	if (address === null || typeof address === "string") throw new Error("a TCP listener has a port");
	return address.port;
}
/** Loopback, the gateways of all bridges, and this computer's own addresses. */
function hostAddresses() {
	const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
	return [...new Set(all.map(({ address }) => address).filter((address) => isIPv4(address)))];
}
function unlessCancelled(error) {
	if (isLifeboatError(error, "cancelled") || isLifeboatError(error, "timed-out")) throw error;
}
// src/drill/explain-exhausted.ts
const LEAST_FREE_BYTES = 1048576;
/** What was found bad, refused or cancelled was no matter of space. */
const DECIDED = /* @__PURE__ */ new Set([
	EXIT.bad,
	EXIT.refused,
	EXIT.cancelled
]);
/** A sandbox that ran out of disk or memory says nothing about the backup: its failure is told as that. */
async function explainExhausted(machine, error) {
	if (isDecided(error)) return error;
	const what = await exhausted(machine, error).catch(() => void 0);
	if (what === void 0) return error;
	return new LifeboatError({
		code: "sandbox-exhausted",
		what: `the sandbox ran out of ${what}`,
		why: error instanceof Error ? error.message : String(error),
		fix: `give it more: ${what}: in the drill plan, or a computer with more ${what}`,
		cause: error
	});
}
/** A load that failed is the one bad copy that may be good: the sandbox can have failed it. */
function isDecided(error) {
	if (!(error instanceof LifeboatError)) return false;
	if (isOwnDiskFull(error)) return true;
	return error.code !== "load-failed" && DECIDED.has(error.exitCode);
}
async function exhausted(machine, error) {
	if (await machine.ranOutOfMemory()) return "memory";
	const log = (await machine.serverExit())?.log ?? "";
	if (NO_SPACE.test(log) || wordsOf(error).some((words) => NO_SPACE.test(words))) return "disk";
	return await machine.freeBytes() < LEAST_FREE_BYTES ? "disk" : void 0;
}
/** What programs and servers said: `what` is Lifeboat's own sentence and may hold names. */
function wordsOf(error) {
	if (!(error instanceof Error)) return [];
	return [error instanceof LifeboatError ? error.why ?? "" : error.message, ...wordsOf(error.cause)];
}
// src/drill/open-machine.ts
/** A fresh machine of the provider that the plan names. Throws `sandbox-unavailable`, `image-absent` or `program-absent`. */
async function openMachine(request) {
	const { provider } = request.plan;
	if (provider === "process") return openProcess(request);
	try {
		return {
			machine: await openContainer(request),
			limitations: []
		};
	} catch (error) {
		const missing = isLifeboatError(error, "sandbox-unavailable") || isLifeboatError(error, "image-absent");
		if (provider === "container" || !missing) throw error;
		return instead(request, error);
	}
}
async function instead(request, reason) {
	try {
		return await openProcess(request);
	} catch (error) {
		if (!(error instanceof LifeboatError) || error.code === "cancelled") throw error;
		throw new LifeboatError({
			code: reason.code,
			what: `no sandbox could be made: ${reason.what}, and ${error.what}`,
			...reason.why === void 0 ? {} : { why: reason.why },
			fix: [reason.fix, error.fix].filter((fix) => fix !== void 0).join("; or "),
			cause: error
		});
	}
}
async function openContainer({ need, image, plan, context }) {
	const { containerMachine } = await import("./container-machine.js");
	return containerMachine({
		image: image ?? need.image,
		user: need.imageUser,
		...plan.memory === void 0 ? {} : { memoryBytes: plan.memory },
		...plan.disk === void 0 ? {} : { diskBytes: plan.disk },
		context
	});
}
async function openProcess({ need, plan, context }) {
	const { processMachine } = await import("./process-machine.js");
	return {
		machine: await processMachine(need, context),
		limitations: plan.memory !== void 0 || plan.disk !== void 0 ? ["The limits of the plan do not apply to a sandbox of local programs."] : []
	};
}
// src/drill/sandbox.ts
/**
* A throw-away server of the backup's version, closed to the network before any of its data comes in.
* Throws `sandbox-unavailable`, `image-absent`, `program-absent`, `isolation-missing` or `sandbox-exhausted`.
*/
async function openSandbox(job, run, manifest) {
	const { context, engine, target, plan } = job;
	const { machine, limitations } = await openMachine({
		need: engine.server.need(manifest.server.version),
		image: target.settings.image,
		plan,
		context
	});
	for (const sentence of limitations) run.log.limitation(sentence);
	const destroy = destroyer(machine, run);
	try {
		await job.seams?.opened?.(machine);
		await requireIsolation(machine, job, run);
		const place = await makePlace(job, machine, manifest);
		if (place.kind === "server") await noteVersion(job, run, place.connection);
		return {
			place,
			explain: (error) => explainExhausted(machine, error),
			destroy
		};
	} catch (error) {
		const reason = await explainExhausted(machine, run.deadline.explain(error));
		await destroy(reason);
		throw reason;
	}
}
function destroyer(machine, { facts, log }) {
	return async (failure) => {
		try {
			await machine[Symbol.asyncDispose]();
		} catch (error) {
			log.limitation("The sandbox could not be removed; lifeboat sweep removes what is left of it.");
			if (failure === void 0) throw error;
			return;
		}
		if (facts.sandbox !== void 0) facts.sandbox = {
			...facts.sandbox,
			destroyed: true
		};
	};
}
async function requireIsolation(machine, job, { facts, log }) {
	const finding = await probeEgress(machine);
	facts.sandbox = {
		provider: machine.kind,
		description: machine.description,
		serverVersion: "unknown",
		isolation: finding.isolation,
		egress: finding.egress,
		destroyed: false
	};
	if ((breaksPromise(machine, finding) || finding.isolation === "none") && job.plan.isolation !== "none") throw notIsolated(machine, finding);
	if (finding.isolation === "host-reachable") log.limitation("The sandbox could reach services of this computer that listen on all addresses.");
	if (finding.isolation === "none") log.limitation("The sandbox was not isolated, with the consent of the plan.");
}
async function makePlace(job, machine, manifest) {
	const { engine, context } = job;
	if (engine.capabilities.loads === "host") return {
		kind: "host",
		machine
	};
	await engine.server.prepare(machine, manifest.requirements, context);
	return {
		kind: "server",
		connection: await engine.server.start(machine, context),
		tools: machine
	};
}
/** Writes down which version the sandbox really runs, by its own word. */
async function noteVersion({ engine, context }, { facts }, connection) {
	const { identity } = await engine.inspect(connection, context);
	if (facts.sandbox !== void 0) facts.sandbox = {
		...facts.sandbox,
		serverVersion: identity.version
	};
}
const WHY_OPEN = {
	possible: "a connection out of it succeeded, or its routes lead out",
	notProbed: "neither its routes nor a connection out of it could be tested",
	blocked: "this user may not make an empty network"
};
function notIsolated(machine, { egress }) {
	return new LifeboatError({
		code: "isolation-missing",
		what: `the sandbox (${machine.description}) is not cut off from the network`,
		why: WHY_OPEN[egress],
		fix: "run the drill as root or with a container engine, or consent with isolation: none in the drill plan"
	});
}
// src/drill/attempt-drill.ts
/** The steps of a drill in their order; what each found is in `facts`, and the sandbox is gone when this returns or throws. */
async function attemptDrill(job, run) {
	const context = withSignal(job.context, run.deadline.signal);
	const rules = prepareRules(ofTarget(job.plan.integrity, job.target.name), job.engine);
	const manifest = await run.log.phase("select", () => select(job, run));
	const timeoutMs = job.target.settings.drillTimeoutMs;
	const bases = basesOf(manifest);
	await using _lease = await takeLease(job, {
		backupId: manifest.id,
		bases,
		timeoutMs,
		log: run.log
	});
	const directory = join(context.workDir, `drill-${run.log.id}`);
	try {
		const engine = boundEngine(job.engine, run.deadline);
		await inSandbox({
			...job,
			context,
			engine
		}, run, {
			manifest,
			directory,
			rules
		});
	} finally {
		await rm(directory, {
			recursive: true,
			force: true
		});
	}
}
async function select(job, { facts }) {
	const { store, ledger, target, plan, selector, context, chosen } = job;
	if (chosen instanceof LifeboatError) throw chosen;
	const sources = {
		store,
		...ledger === void 0 ? {} : { ledger }
	};
	const { entry, selection } = chosen ?? await chooseBackup({
		...sources,
		target: target.name,
		method: plan.select,
		seed: newSeed(context.random),
		note: (chosenFrom) => {
			facts.selection = chosenFrom;
		},
		...selector === void 0 ? {} : { selector }
	});
	facts.selection = selection;
	const anchor = await findAnchor(target.name, entry.id, sources);
	facts.anchor = anchor.anchor;
	const { manifest, sha256 } = await readManifest(store, {
		...entry,
		engine: job.engine.name
	}, anchor);
	const manifestKey = entry.manifestKey;
	facts.backup = {
		id: entry.id,
		store: store.name,
		manifestKey,
		manifestSha256: sha256
	};
	facts.consistency = manifest.consistency;
	await requireBases(manifest, store);
	const chain = await findChainAnchor(manifest, anchor.anchor, sources);
	facts.anchor = chain.anchor;
	if (chain.anchor === "none" && job.acceptUnanchored !== true) throw unanchored(entry.id, chain);
	return manifest;
}
async function inSandbox(job, run, backup) {
	const { log, facts } = run;
	const { clock } = job.context;
	noteLimitations(backup.manifest.limitations, log);
	const startedMs = clock.monotonicMs();
	const sandbox = await log.phase("provision", () => openSandbox(job, run, backup.manifest));
	let failure;
	try {
		const { connection, expected } = await restore(job, run, {
			...backup,
			sandbox
		});
		await log.phase("validate", () => validate(job, run, {
			connection,
			expected,
			rules: backup.rules
		}));
		if (facts.comparison?.equal === true) facts.rtaMs = Math.round(clock.monotonicMs() - startedMs);
		await joinGroup(job, run, {
			connection,
			sandbox
		});
		await log.phase("checks", () => check(job, run, {
			connection,
			expected,
			rules: backup.rules
		}));
	} catch (error) {
		failure = { reason: await sandbox.explain(run.deadline.explain(error)) };
	}
	await log.phase("destroy", () => sandbox.destroy(failure?.reason));
	if (failure !== void 0) throw failure.reason;
}
/** Hands a validated copy to the group and waits until the group is done with it. */
async function joinGroup({ group, engine, context }, { log, facts, deadline }, { connection, sandbox }) {
	if (group === void 0) return;
	const copy = {
		keys: (question) => engine.keys(connection, question, context),
		bound: (work) => deadline.bound(work),
		explain: async (error) => sandbox.explain(deadline.explain(error)),
		...facts.consistency === void 0 ? {} : { consistency: facts.consistency }
	};
	facts.reconciliation = await log.phase("group", () => deadline.bound(group.joined(copy)));
}
async function restore(job, { log, facts }, { manifest, directory, sandbox }) {
	const { store, context, encryption, engine, target } = job;
	const volumes = await log.phase("fetch", () => fetchParts(manifest, {
		store,
		directory,
		context
	}));
	await requireWholeListings(job, manifest);
	const { trees, unread } = await openTrees(manifest, {
		...job,
		context
	});
	facts.bytesVerified = trees.size === 0;
	const opening = {
		identities: encryption.identities,
		trees,
		context
	};
	const parts = partSource(manifest, volumes, opening);
	const expected = await log.phase("decrypt", () => readFingerprint(manifest, parts));
	if (expected === void 0) log.limitation("The backup has no fingerprint, so nothing could be compared.");
	const { parallel } = target.settings;
	const loaded = await engine.load(sandbox.place, {
		parts,
		purpose: "sandbox",
		parallel
	}, context);
	for (const phase of loaded.phases) log.measured(phase);
	for (const sentence of loaded.limitations) log.named(sentence);
	facts.loaded = true;
	if (unread() > 0) log.limitation(`${unread()} objects of delegated parts were not read by the restore.`);
	else facts.bytesVerified = true;
	if (sandbox.place.kind === "host") await noteVersion(job, { facts }, loaded.connection);
	await job.seams?.loaded?.(loaded.connection);
	return {
		connection: loaded.connection,
		expected
	};
}
/** The sandbox is given what the inventories list; a server that reads the store by itself would meet what was added too. */
async function requireWholeListings(job, manifest) {
	const bad = await compareListings(manifest, job);
	const problem = judgeVerification({
		backupId: manifest.id,
		bad,
		checks: [],
		complaints: []
	});
	if (problem !== void 0) throw problem;
}
async function validate(job, { log, facts }, restored) {
	const { connection, expected, rules } = restored;
	if (expected === void 0) return;
	const actual = await job.engine.fingerprint(connection, specOf(expected), job.context);
	const comparison = (job.seams?.compare ?? compare)(expected, actual);
	facts.comparison = comparison;
	for (const sentence of comparison.warnings) log.named(`Recomputed by the restore: ${sentence}.`);
	if (comparison.equal || !comparison.comparable) return;
	const { schemaEqual } = comparison;
	const answered = rules.filter(({ question }) => question === void 0);
	if (answered.length > 0) facts.integrity = judgeSchema(answered, schemaEqual);
	throw new LifeboatError({
		code: "content-different",
		what: "what was restored differs from the fingerprint of the backup",
		why: comparison.differences.join("; "),
		fix: "do not trust this backup: take a new one and drill that, then find out what differs"
	});
}
/** Everything here comes after the copy was usable, so it is not part of the time to recover. */
async function check(job, { log, facts }, restored) {
	const { engine, plan, target, context } = job;
	const { connection, expected, rules } = restored;
	log.limitation("Checks and the negative control are not part of the measured recovery time.");
	facts.engineChecks = await engine.checks(connection, context);
	const ask = (question) => engine.ask(connection, question, context);
	const application = await runApplicationChecks(ofTarget(plan.checks, target.name), ask, context.clock);
	facts.applicationChecks = application.checks;
	const schemaEqual = facts.comparison?.schemaEqual;
	if (rules.length > 0) facts.integrity = await runIntegrityRules(rules, {
		ask,
		schemaEqual
	});
	if (expected !== void 0 && facts.comparison?.equal === true) await control(job, {
		log,
		facts
	}, restored);
	requireChecks({
		checks: [
			...facts.engineChecks,
			...application.checks,
			...integrityChecks(facts.integrity ?? [])
		],
		wrongQueries: application.wrongQueries
	});
}
async function control(job, { log, facts }, { connection, expected }) {
	const { engine, context } = job;
	if (expected === void 0 || !engine.capabilities.tampers) {
		log.limitation("This engine has no negative control.");
		return;
	}
	const result = await runNegativeControl({
		engine,
		connection,
		expected,
		seed: newSeed(context.random),
		compare: job.seams?.compare ?? compare,
		context
	});
	if (result === void 0) {
		log.limitation("There was nothing to damage, so the negative control could not be run.");
		return;
	}
	facts.negativeControl = result;
	requireDetection(result);
}
function unanchored(id, chain) {
	return new LifeboatError({
		code: "backup-unanchored",
		what: unvouchedFor(id, chain),
		why: "without the digest of its manifest from a record, a forged backup could not be told from a true one",
		fix: "find its record, or drill it with --accept-unanchored; it is then never proven"
	});
}
// src/drill/drill-facts.ts
function noFacts(method) {
	return {
		selection: {
			method,
			candidates: 0
		},
		anchor: "none",
		bytesVerified: false,
		loaded: false
	};
}
// src/evidence/publish-integrity.ts
/** What integrity rules found, as a record may show it: names and counts by the disclosure. */
function publishIntegrity(results, options) {
	if (options.disclosure === "full") return results;
	return results.map(({ rule, dataset, columns, result, found, detail }) => ({
		rule,
		...dataset === void 0 ? {} : { dataset: publishName(dataset, options) },
		...columns === void 0 ? {} : { columns: columns.map((name) => publishName(name, options)) },
		...found === void 0 || options.disclosure === "totals" ? {} : { found },
		result,
		detail: stateIn(detail) ?? "(withheld)"
	}));
}
// src/drill/grade.ts
const PROVING_GRADE = 5;
/** How far up the ladder of design §4 a drill came: each grade includes those below. */
function gradeDrill(evidence) {
	if (!evidence.bytesVerified) return {
		proving: false,
		limitations: []
	};
	const missed = ladder(evidence).find(({ reached }) => !reached);
	const climbed = missed === void 0 ? 7 : missed.grade - 1;
	const { highest } = evidence;
	const grade = climbed > highest.grade ? highest.grade : climbed;
	const beyond = missed !== void 0 && missed.grade <= highest.grade ? [missed.otherwise] : [];
	return {
		grade,
		proving: grade >= Math.min(PROVING_GRADE, highest.grade),
		limitations: highest.grade === 7 ? beyond : [...beyond, `Grade ${highest.grade} is the highest here: ${highest.because}.`]
	};
}
function ladder(evidence) {
	const { loaded, comparison, engineChecks, applicationChecks } = evidence;
	return [
		{
			grade: 1,
			reached: loaded,
			otherwise: "The backup did not load."
		},
		{
			grade: 2,
			reached: loaded,
			otherwise: "The backup did not load."
		},
		{
			grade: 3,
			reached: comparison?.inventoryEqual === true,
			otherwise: comparison === void 0 ? "The backup has no fingerprint: nothing was compared with the source." : "The inventory of objects is not equal."
		},
		{
			grade: 4,
			reached: comparison?.countsEqual === true,
			otherwise: "The counts are not equal."
		},
		{
			grade: 5,
			...contentRung(comparison)
		},
		{
			grade: 6,
			...checksRung("engine", engineChecks)
		},
		{
			grade: 7,
			...checksRung("application", applicationChecks)
		}
	];
}
function contentRung(comparison) {
	if (comparison?.equal !== true) return {
		reached: false,
		otherwise: "The content was not found equal."
	};
	if (comparison.origin === "artifact") return {
		reached: false,
		otherwise: "The content is reproducible, but its fingerprint was read from the backup and not from the source."
	};
	const { coverage } = comparison;
	if (coverage.kind === "exact") return {
		reached: true,
		otherwise: ""
	};
	return {
		reached: false,
		otherwise: `Only ${`${coverage.equal} of ${coverage.total}`} parts of the source stood still while they were read.`
	};
}
function checksRung(what, checks) {
	if (checks === void 0 || checks.length === 0) return {
		reached: false,
		otherwise: `No ${what} checks were run.`
	};
	const others = checks.filter(({ result }) => result !== "passed");
	const named = others.map(({ name, result }) => `${name} (${result})`).join(", ");
	return {
		reached: others.length === 0,
		otherwise: `Not every ${what} check passed: ${named}.`
	};
}
// src/drill/verdicts.ts
/** Actuals against objectives; nothing missing is ever `met`. */
function judgeDrill(measured) {
	const rto = judgeDuration(measured.rtaMs, measured.objectives.rtoMs);
	const rpo = measured.newest ? judgeDuration(measured.ageMs, measured.objectives.rpoMs) : "notMeasured";
	const integrity = judgeIntegrity(measured.integrity);
	return {
		rto,
		rpo,
		integrity,
		overall: worstVerdict([
			rto,
			rpo,
			integrity
		])
	};
}
function judgeIntegrity(integrity) {
	if (integrity === void 0) return "notMeasured";
	if (integrity === "unproven") return "notComparable";
	return integrity === "proven" ? "met" : "breached";
}
// src/drill/drill-record.ts
const MINUTE_MS = 6e4;
/** The record of a drill that ended, by `failure` or without one, and what its error stands for. */
function drillRecord(job, { log, facts, disclosure }, failure) {
	const { engine, plan, target } = job;
	const { objectives } = target;
	const checks = publishChecks(facts, disclosure);
	const highest = engine.capabilities.highestGrade;
	const { grade, proving, limitations } = gradeDrill({
		...facts,
		...checks,
		applicationChecks: askedChecks(checks),
		highest
	});
	for (const sentence of limitations) log.limitation(sentence);
	const proven = failure === void 0 && proving && isVouchedFor(job, facts);
	const ageMs = ageOf(facts, log);
	const newest = facts.selection.method === "latest";
	if (!newest) log.limitation("The RPO is judged only by drills of the newest backup.");
	const verdicts = judgeDrill({
		newest,
		objectives,
		...facts.rtaMs === void 0 ? {} : { rtaMs: facts.rtaMs },
		...ageMs === void 0 || !facts.loaded ? {} : { ageMs },
		...integrityOf(facts, proven, failure)
	});
	const highestReached = grade === highest.grade && facts.anchor !== "none";
	const reason = failure ?? (proven || highestReached ? breach(verdicts) : unproven(limitations));
	const base = log.finish(reason);
	return {
		record: {
			...base,
			kind: "drill",
			plan: plan.name,
			selection: facts.selection,
			...facts.backup === void 0 ? {} : { backup: facts.backup },
			anchor: facts.anchor,
			...facts.consistency === void 0 ? {} : { consistency: facts.consistency },
			...facts.sandbox === void 0 ? {} : { sandbox: facts.sandbox },
			...grade === void 0 ? {} : { grade },
			highestGrade: highest,
			proven,
			...facts.comparison === void 0 ? {} : { comparison: publishComparison(facts.comparison, disclosure) },
			...shownChecks(checks),
			...groupOf(job),
			...controlOf(facts, disclosure),
			...actualsOf(objectives, facts.rtaMs, ageMs),
			verdicts,
			summary: {
				drill_timestamp: base.startedAt,
				backup_age_minutes: minutes(ageMs),
				restore_duration_minutes: minutes(facts.rtaMs),
				rpo_compliant: compliance(verdicts.rpo),
				rto_compliant: compliance(verdicts.rto),
				status: STATUS[base.outcome]
			}
		},
		reason
	};
}
const STATUS = {
	succeeded: "success",
	failed: "failed",
	couldNotRun: "could_not_run",
	cancelled: "cancelled"
};
/** A copy is proven only when a record vouches for its bytes and the comparison has shown that it notices damage. */
function isVouchedFor({ engine }, { anchor, comparison, negativeControl }) {
	const controlled = engine.capabilities.tampers ? negativeControl?.detected === true : true;
	return anchor !== "none" && comparison?.equal === true && controlled;
}
function ageOf({ consistency }, log) {
	return consistency === void 0 ? void 0 : log.startedAt.getTime() - Date.parse(consistency.fromAt);
}
function integrityOf({ comparison }, proven, failure) {
	if (proven) return { integrity: "proven" };
	if (failure instanceof LifeboatError && failure.exitCode === EXIT.bad && failure.code !== "drill-invalid") return { integrity: "different" };
	return comparison === void 0 ? {} : { integrity: "unproven" };
}
function breach({ rto, rpo }) {
	const late = [...rto === "breached" ? ["RTO"] : [], ...rpo === "breached" ? ["RPO"] : []];
	if (late.length === 0) return void 0;
	return new LifeboatError({
		code: "objective-breached",
		what: `the ${late.join(" and the ")} objective was not met`,
		fix: "back up more often or restore faster, or have the objective changed by whoever approved it"
	});
}
/** Nothing was found wrong, and nothing was shown either that makes a copy proven. */
function unproven(limitations) {
	return new LifeboatError({
		code: "finding-open",
		what: "the drill found nothing wrong, and did not prove the backup",
		...limitations.length === 0 ? {} : { why: limitations.join(" ") },
		fix: "see the limitations of the drill; take a backup without them and drill that"
	});
}
function publishChecks({ engineChecks, applicationChecks, integrity, reconciliation }, options) {
	const { disclosure } = options;
	return {
		...engineChecks === void 0 ? {} : { engineChecks: publishEngineChecks(engineChecks, disclosure) },
		...applicationChecks === void 0 ? {} : { applicationChecks: publishApplicationChecks(applicationChecks, disclosure) },
		...integrity === void 0 ? {} : { integrity: publishIntegrity(integrity, options) },
		...reconciliation === void 0 ? {} : { reconciliation }
	};
}
/** Everything that stands for the highest grade. */
function askedChecks({ applicationChecks = [], integrity = [], reconciliation = [] }) {
	return [
		...applicationChecks,
		...integrityChecks(integrity),
		...reconciliation
	];
}
function shownChecks({ engineChecks = [], applicationChecks = [], integrity, reconciliation = [] }) {
	return {
		checks: [
			...engineChecks,
			...applicationChecks,
			...reconciliation
		],
		...integrity === void 0 ? {} : { integrity }
	};
}
function groupOf({ group }) {
	return group === void 0 ? {} : { group: {
		name: group.name,
		record: group.record
	} };
}
function controlOf({ negativeControl }, disclosure) {
	if (negativeControl === void 0) return {};
	const { dataset, change } = negativeControl;
	const published = {
		dataset: publishName(dataset, disclosure),
		change: disclosure.disclosure === "full" ? change : WITHHELD
	};
	return { negativeControl: {
		...negativeControl,
		...published
	} };
}
function actualsOf({ rtoMs, rpoMs }, rtaMs, ageMs) {
	return {
		...rtaMs === void 0 ? {} : { rta: {
			measuredMs: rtaMs,
			...objective(rtoMs)
		} },
		...ageMs === void 0 ? {} : { rpa: {
			ageMs,
			...objective(rpoMs)
		} }
	};
}
function objective(objectiveMs) {
	return objectiveMs === void 0 ? {} : { objectiveMs };
}
function minutes(milliseconds) {
	return milliseconds === void 0 ? null : Math.ceil(milliseconds / MINUTE_MS);
}
function compliance(verdict) {
	if (verdict === "met") return true;
	return verdict === "breached" ? false : null;
}
// src/drill/drill.ts
/**
* Restores a backup in a throw-away server, proves what came back, destroys the server and writes the record, whatever the outcome.
* Throws `evidence-undelivered` only when a drill that succeeded could not write its record.
*/
async function runDrill(job) {
	const { target, policy, context, plan } = job;
	const log = beginJob(job);
	const facts = noFacts(job.selector === void 0 ? plan.select : "given");
	let disclosure = {
		disclosure: policy.disclosure,
		key: void 0
	};
	using deadline = startDeadline(`the drill of ${target.name}`, target.settings.drillTimeoutMs, context.signal);
	let failure;
	try {
		disclosure = {
			...disclosure,
			key: await policy.evidenceKey()
		};
		for (const sentence of disclosureLimitations(disclosure)) log.limitation(sentence);
		await attemptDrill(job, {
			log,
			deadline,
			facts
		});
	} catch (error) {
		failure = deadline.explain(error);
	}
	const { record, reason } = drillRecord(job, {
		log,
		facts,
		disclosure
	}, failure);
	return await deliverRecord(record, {
		store: job.store,
		reporter: context.reporter,
		reason
	});
}
export { chooseBackup as n, newSeed as r, runDrill as t };
