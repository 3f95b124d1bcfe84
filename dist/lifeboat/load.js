import { r as LifeboatError } from "./errors.js";
import { t as systemClock } from "./clock.js";
import { n as canonicalDigest } from "./canonical.js";
import { i as loadStoreOpener, r as loadEngine } from "./registry.js";
import { t as pRetry } from "../dependencies/p-retry.js";
import { n as streamOf, o as compareKeys } from "./map-stream-errors.js";
import { n as isTransient } from "./store-error.js";
import { t as Secret } from "./secret.js";
import { n as DEFAULTS, t as configurationSchema } from "./schema.js";
import { t as didYouMean } from "./suggest.js";
import { t as isOfPullRequest } from "./pull-request.js";
import { r as pathText } from "./problem2.js";
import { i as schemaOf, n as nodesAt, r as property, t as isSecretNode } from "./schema-nodes.js";
import { t as ConfigError } from "./config-error.js";
import { n as holdsControlCharacter } from "./control-characters.js";
import { t as NO_CONTROL } from "./fields.js";
import { r as printable } from "./explain-issue.js";
import { r as readYaml, t as checkValue } from "./parse-yaml.js";
import { t as parseDuration } from "./units.js";
import { promisify } from "node:util";
import { createHmac } from "node:crypto";
import { dirname, join, relative, resolve } from "node:path";
import { readFile, stat } from "node:fs/promises";
import { execFile } from "node:child_process";
// src/stores/wrap/server-side.ts
/** What only some stores offer, handed on by whatever wraps one. */
function serverSide(store) {
	return {
		...store.address === void 0 ? {} : { address: store.address.bind(store) },
		...store.pieces === void 0 ? {} : { pieces: store.pieces.bind(store) }
	};
}
// src/stores/wrap/read-only.ts
/** A handle that cannot write, at run time either: what only looks gets nothing more. */
function readOnly(store) {
	return {
		name: store.name,
		location: store.location,
		list: (prefix) => store.list(prefix),
		listFolders: (prefix) => store.listFolders(prefix),
		read: (key, range) => store.read(key, range),
		head: (key) => store.head(key),
		...serverSide(store),
		close: () => store.close()
	};
}
// src/stores/wrap/with-retries.ts
const DEFAULT_PATIENCE = {
	retries: 3,
	firstDelayMs: 500,
	maxMs: 6e4
};
/**
* The same store, with everything repeated that may be repeated and that failed for a reason the store calls transient.
* A listing or a read that breaks half-way goes on where it broke. `upload` is not repeated: its stream is gone.
*/
function withRetries(store, patience = DEFAULT_PATIENCE) {
	return new RetryingStore(store, patience);
}
var RetryingStore = class {
	name;
	location;
	address;
	pieces;
	#store;
	#options;
	constructor(store, patience) {
		this.name = store.name;
		this.location = store.location;
		this.#store = store;
		const { address, pieces } = serverSide(store);
		if (address !== void 0) this.address = address;
		if (pieces !== void 0) this.pieces = (key) => this.#retry(() => pieces(key));
		this.#options = {
			retries: patience.retries,
			minTimeout: patience.firstDelayMs,
			maxRetryTime: patience.maxMs,
			randomize: true,
			shouldRetry: ({ error }) => isTransient(error)
		};
	}
	list(prefix) {
		return this.#resumed(() => this.#store.list(prefix), ({ key }) => key);
	}
	listFolders(prefix) {
		return this.#resumed(() => this.#store.listFolders(prefix), (name) => `${name}/`);
	}
	async read(key, range) {
		const current = { content: await this.#retry(() => this.#store.read(key, range)) };
		return streamOf(this.#continued(key, current, range), () => current.content.destroy());
	}
	async head(key) {
		return await this.#retry(() => this.#store.head(key));
	}
	/** Safe to repeat: a try that did reach the store makes the next one `object-exists`, which `putOnce` resolves. */
	async put(key, content) {
		return await this.#retry(() => this.#store.put(key, content));
	}
	async upload(key, content, signal) {
		return await this.#store.upload(key, content, signal);
	}
	async now() {
		return await this.#retry(() => this.#store.now());
	}
	async remove(key) {
		await this.#retry(() => this.#store.remove(key));
	}
	async abortUploads(prefix, startedBefore) {
		return await this.#retry(() => this.#store.abortUploads(prefix, startedBefore));
	}
	async close() {
		await this.#store.close();
	}
	async #retry(step) {
		return await pRetry(step, this.#options);
	}
	/** Opens the listing again after a failure and skips what was given already; order makes that possible. */
	async *#resumed(open, orderOf) {
		let last;
		let items;
		const next = async () => {
			items ??= open()[Symbol.asyncIterator]();
			try {
				return await items.next();
			} catch (error) {
				items = void 0;
				throw error;
			}
		};
		for (;;) {
			const item = await this.#retry(next);
			if (item.done === true) return;
			const order = orderOf(item.value);
			if (last !== void 0 && compareKeys(order, last) <= 0) continue;
			last = order;
			yield item.value;
		}
	}
	/** Reads on from the byte at which a stream broke; objects never change, so that the two halves belong together. */
	async *#continued(key, current, range) {
		const end = range?.end ?? Number.MAX_SAFE_INTEGER;
		let position = range?.start ?? 0;
		for (let breaks = 0;; breaks += 1) try {
			for await (const chunk of current.content) {
				position += chunk.length;
				breaks = 0;
				yield chunk;
			}
			return;
		} catch (error) {
			if (!isTransient(error) || breaks >= (this.#options.retries ?? 0)) throw error;
			current.content = await this.#retry(() => this.#store.read(key, {
				start: position,
				end
			}));
		}
	}
};
// src/config/reveal-secret.ts
const COMMAND_TIMEOUT_MS = 3e4;
const LARGEST_SECRET_BYTES = 65536;
const OTHERS_CAN_READ = 63;
/** Container platforms mount secrets here, readable by the container's users. */
const MOUNTED_SECRETS = /^\/(var\/)?run\/secrets\//;
/** What turns references into secrets. It throws `secret-missing`, naming the reference and never a value. */
function createReveal(options) {
	return async (reference) => {
		const value = (await readReference(reference, options)).replace(/\r?\n$/, "");
		if (value === "") throw missing(reference, "it is empty");
		const secret = new Secret(value);
		options.onReveal?.(secret);
		return secret;
	};
}
/** False when a variable is unset or a file absent; a command is always taken to be there. */
async function isPresent(reference, { environment, directory }) {
	if ("env" in reference) return (environment[reference.env] ?? "") !== "";
	if ("command" in reference) return true;
	return stat(resolve(directory, reference.file)).then(() => true, () => false);
}
async function readReference(reference, options) {
	if ("env" in reference) return readVariable(reference, options);
	if ("file" in reference) return readSecretFile(reference, options);
	return readCommand(reference, options);
}
function readVariable(reference, { environment }) {
	const value = environment[reference.env];
	if (value === void 0) throw missing(reference, "it is not set");
	return value;
}
async function readSecretFile(reference, { directory }) {
	const path = resolve(directory, reference.file);
	try {
		const { mode } = await stat(path);
		if ((mode & OTHERS_CAN_READ) !== 0 && !MOUNTED_SECRETS.test(path)) throw missing(reference, "others than its owner can read it", `chmod 600 ${reference.file}`);
		return await readFile(path, "utf8");
	} catch (error) {
		if (error instanceof LifeboatError) throw error;
		throw missing(reference, error.code ?? "it cannot be read");
	}
}
async function readCommand(reference, { environment, directory, allowCommands }) {
	if (!allowCommands) throw missing(reference, "commands are never run for pull requests", "run this outside of a pull request");
	const [program = "", ...args] = reference.command;
	try {
		const { stdout } = await promisify(execFile)(program, args, {
			cwd: directory,
			env: { ...environment },
			timeout: COMMAND_TIMEOUT_MS,
			maxBuffer: LARGEST_SECRET_BYTES
		});
		return stdout;
	} catch (error) {
		throw missing(reference, failure(error));
	}
}
/** The error of a failed command holds its output, and so perhaps the secret: only its kind is told. */
function failure({ code, killed }) {
	if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return "its output is too long for a secret";
	if (killed === true) return `it took longer than ${COMMAND_TIMEOUT_MS / 1e3} seconds`;
	return typeof code === "number" ? `it ended with code ${code}` : `it could not be started (${code ?? "unknown"})`;
}
function missing(reference, why, fix) {
	const [what, usual] = words(reference);
	return new LifeboatError({
		code: "secret-missing",
		what: `No secret from ${what}`,
		why,
		fix: fix ?? usual
	});
}
function words(reference) {
	if ("env" in reference) return [`the variable ${reference.env}`, `set ${reference.env}`];
	if ("file" in reference) return [`the file ${reference.file}`, "write the secret there, with mode 600"];
	const program = reference.command[0] ?? "";
	return [`the command ${program}`, `run ${program} yourself and see what it says`];
}
// src/config/keys.ts
const IDENTITY_VARIABLES = {
	value: "LIFEBOAT_IDENTITY",
	file: "LIFEBOAT_IDENTITY_FILE"
};
const EVIDENCE_KEY_VARIABLES = {
	value: "LIFEBOAT_EVIDENCE_KEY",
	file: "LIFEBOAT_EVIDENCE_KEY_FILE"
};
const KEY_ID_LENGTH = 16;
/** Public keys as configured, and those secret keys that this run has; a run without any can still back up. */
function encryptionOf(written, sources) {
	const { recipients, identities } = written.encryption;
	const references = [...identities, ...fromVariables(IDENTITY_VARIABLES, sources)];
	return {
		recipients,
		identities: async () => {
			const here = await Promise.all(references.map((reference) => isPresent(reference, sources)));
			const present = references.filter((_reference, index) => here[index]);
			return (await Promise.all(present.map(sources.reveal))).flatMap(identityLines);
		}
	};
}
/** The key of the published digests; its id is derived from it and tells nothing about it. */
function evidenceKeyOf(written, sources) {
	const reference = evidenceKeyReference(written, sources);
	return async () => {
		if (reference === void 0) return void 0;
		const secret = await sources.reveal(reference);
		return {
			id: createHmac("sha256", secret.reveal()).update("lifeboat evidence key id").digest("hex").slice(0, KEY_ID_LENGTH),
			secret
		};
	};
}
/** Where the evidence key lies: as configured, else in its own variables. */
function evidenceKeyReference(written, options) {
	return written.evidence.key ?? fromVariables(EVIDENCE_KEY_VARIABLES, options)[0];
}
/** The variables that hold keys, as configured and by their own names: none of them holds an address. */
function keyVariables({ encryption, evidence }) {
	const references = [...encryption.identities, ...evidence.key === void 0 ? [] : [evidence.key]];
	return /* @__PURE__ */ new Set([
		...Object.values(IDENTITY_VARIABLES),
		...Object.values(EVIDENCE_KEY_VARIABLES),
		...references.flatMap((reference) => "env" in reference ? [reference.env] : [])
	]);
}
function fromVariables({ value, file }, { environment }) {
	const path = environment[file] ?? "";
	return [...(environment[value] ?? "") === "" ? [] : [{ env: value }], ...path === "" ? [] : [{ file: path }]];
}
/** An age identity file has one key a line, and comments. */
function identityLines(secret) {
	return secret.reveal().split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")).map((line) => new Secret(line));
}
// src/config/resolve-target.ts
/** Fills in a target from `defaults`, then from the built-in defaults, key by key. */
function resolveTarget(name, target, configuration) {
	const { defaults } = configuration;
	const { timeZone, ...schedule } = {
		...defaults.schedule,
		...target.schedule
	};
	return {
		name,
		engine: target.engine,
		...withoutAbsent({ via: target.via }),
		store: target.store ?? defaults.store ?? onlyStore(configuration),
		...withoutAbsent({ encryption: target.encryption }),
		objectives: resolveObjectives(defaults.objectives ?? {}, target.objectives ?? {}),
		schedule: withoutAbsent(schedule),
		timeZone: timeZone ?? DEFAULTS.timeZone,
		retention: resolveRetention({
			...defaults.retention,
			...target.retention
		}),
		...resolveHealth({
			...defaults.health,
			...target.health
		}),
		settings: resolveSettings({
			...defaults.settings,
			...target.settings
		})
	};
}
function onlyStore({ stores }) {
	return Object.keys(stores)[0] ?? "";
}
/** Who approved the defaults has not approved the objectives that a target sets for itself. */
function resolveObjectives(defaults, own) {
	const { approvedBy, approvedAt } = own.rpo === void 0 && own.rto === void 0 ? {
		...defaults,
		...own
	} : own;
	return withoutAbsent({
		rpoMs: own.rpo ?? defaults.rpo,
		rtoMs: own.rto ?? defaults.rto,
		approvedBy,
		approvedAt
	});
}
function resolveRetention(written) {
	return {
		withinMs: written.within ?? DEFAULTS.retention.withinMs,
		...withoutAbsent({
			monthly: written.monthly,
			yearly: written.yearly
		}),
		minimumAgeMs: written.minimumAge ?? DEFAULTS.retention.minimumAgeMs,
		minimumCount: written.minimumCount ?? DEFAULTS.retention.minimumCount
	};
}
function resolveHealth(written) {
	const health = withoutAbsent({
		backupAgeMs: written.backupAge,
		verificationAgeMs: written.verificationAge,
		proofAgeMs: written.proofAge,
		failuresWithinMs: written.failuresWithin
	});
	return Object.keys(health).length === 0 ? {} : { health };
}
function resolveSettings(written) {
	const standard = DEFAULTS.settings;
	return {
		...withoutAbsent({
			image: written.image,
			bytesPerSecond: written.rateLimit
		}),
		fingerprint: written.fingerprint ?? standard.fingerprint,
		backupTimeoutMs: written.backupTimeout ?? standard.backupTimeoutMs,
		drillTimeoutMs: written.drillTimeout ?? standard.drillTimeoutMs,
		parallel: written.parallel ?? standard.parallel,
		volumeBytes: written.volumeSize ?? standard.volumeBytes
	};
}
function withoutAbsent(values) {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== void 0));
}
// src/config/create-configuration.ts
/** Makes the configured things of a checked configuration. */
function createConfiguration({ written, locate, isWritten }, options) {
	const reveal = createReveal(options);
	const sources = {
		...options,
		reveal
	};
	const targets = targetsOf(written, reveal);
	const openStore = (name) => open$1(written, name, {
		reveal,
		clock: options.clock,
		directory: options.directory
	});
	const { path, branch, disclosure } = written.evidence;
	return {
		...options.file === void 0 ? {} : { file: options.file },
		directory: options.directory,
		project: written.project,
		targets,
		target: (name) => find(targets, name),
		storeNames: Object.keys(written.stores),
		openStore,
		storeReader: async (name) => readOnly(await openStore(name)),
		engineOf,
		delegates: async ({ name, engine }) => (await engineOf({ engine })).delegates?.(connectionOf(written, name)) ?? false,
		encryption: encryptionOf(written, sources),
		policy: {
			project: written.project,
			digest: policyDigest(written),
			disclosure,
			evidenceKey: evidenceKeyOf(written, sources)
		},
		keyVariables: keyVariables(written),
		drillsPath: resolve(options.directory, written.drills),
		evidence: {
			path,
			branch,
			hasKey: evidenceKeyReference(written, options) !== void 0
		},
		groups: groupsOf(written),
		locate,
		isWritten
	};
}
function targetsOf(written, reveal) {
	return writtenTargets(written).map(([name, target]) => ({
		...resolveTarget(name, target, written),
		connect: async () => (await engineOf(target)).connect(target.connection, reveal)
	}));
}
function writtenTargets({ targets }) {
	return Object.entries(targets);
}
function connectionOf(written, name) {
	return new Map(writtenTargets(written)).get(name)?.connection;
}
function engineOf({ engine }) {
	return loadEngine(engine);
}
async function open$1({ stores }, name, opening) {
	const known = stores;
	const written = Object.hasOwn(known, name) ? known[name] : void 0;
	if (written === void 0) throw unknown("usage-invalid", `There is no store ${name}`, {
		name,
		known: Object.keys(stores)
	});
	return withRetries(await (await loadStoreOpener(written.type))(written, {
		name,
		...opening
	}));
}
function find(targets, name) {
	const target = targets.find((candidate) => candidate.name === name);
	if (target !== void 0) return target;
	const known = targets.map((candidate) => candidate.name);
	throw unknown("target-unknown", `There is no target ${name}`, {
		name,
		known
	});
}
function unknown(code, what, { name, known }) {
	return new LifeboatError({
		code,
		what: `${what}${didYouMean(name, known)}`,
		fix: `use one of ${known.join(", ")}`
	});
}
function groupsOf({ groups }) {
	return Object.entries(groups).map(([name, { targets, rto, reconcile }]) => ({
		name,
		targets,
		reconcile,
		...rto === void 0 ? {} : { rtoMs: rto }
	}));
}
/** Of what is in force, so that a changed built-in default changes it too; secrets are in it as references only. */
function policyDigest(written) {
	const targets = writtenTargets(written).map(([name, target]) => ({
		...resolveTarget(name, target, written),
		connection: target.connection
	}));
	const { project, stores, encryption, groups, evidence, drills } = written;
	return canonicalDigest(JSON.parse(JSON.stringify({
		project,
		stores,
		encryption,
		groups,
		evidence,
		drills,
		targets
	})));
}
// src/config/environment/special-variables.ts
/** Variables that are read directly and stand for no key. */
const SPECIAL_VARIABLES = {
	LIFEBOAT_CONFIG: "The text of the whole configuration, read instead of lifeboat.yaml",
	LIFEBOAT_IDENTITY: "age secret keys to open backups with, one a line, besides encryption.identities",
	LIFEBOAT_IDENTITY_FILE: "Path of a file with such keys (mode 0600)",
	LIFEBOAT_EVIDENCE_KEY: "Key of the published digests, where evidence.key is not configured",
	LIFEBOAT_EVIDENCE_KEY_FILE: "Path of a file with that key (mode 0600)"
};
/** The project's own tests and tools use these. */
const RESERVED_PREFIX = "LIFEBOAT_TEST_";
/** True for a variable that configures something. */
function isConfiguring(variable) {
	return variable.startsWith("LIFEBOAT_") && !variable.startsWith(RESERVED_PREFIX) && SPECIAL_VARIABLES[variable] === void 0;
}
const PREFIX = "LIFEBOAT_";
const FILE_SUFFIX = "_FILE";
/** Every leaf of a configuration's schema, those of all engines and stores included. */
function leavesOf(node, path = []) {
	const kind = leafKind(node);
	if (kind !== void 0) return [{
		path,
		kind
	}];
	const options = node.anyOf ?? node.oneOf ?? [];
	const own = Object.entries(node.properties ?? {}).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
	const named = typeof node.additionalProperties === "object" ? leavesOf(node.additionalProperties, [...path, "*"]) : [];
	return uniqueLeaves([
		...own,
		...named,
		...options.flatMap((option) => leavesOf(option, path))
	]);
}
/** What a variable's text becomes at this place, undefined where none can stand. */
function leafKind(node) {
	if (isSecretNode(node)) return "secret";
	if (node.type === "array") return node.items?.type === "string" ? "list" : void 0;
	if (node.type === "boolean") return "boolean";
	const constants = [node.const, ...node.enum ?? []].filter((value) => value !== void 0);
	if (node.type === "integer" || node.type === "number" || typeof constants[0] === "number") return "number";
	return node.type === "string" || constants.length > 0 ? "text" : void 0;
}
function uniqueLeaves(leaves) {
	return [...new Map(leaves.map((leaf) => [`${leaf.path.join(".")} ${leaf.kind}`, leaf])).values()];
}
/** `LIFEBOAT_TARGETS_ORDERS_CONNECTION_HOST` for `targets.orders.connection.host`. */
function variableName(path) {
	return PREFIX + path.map((part) => screamingSnake(String(part))).join("_");
}
/** The variable that holds the path of a file with the secret. */
function fileVariableName(path) {
	return variableName(path) + FILE_SUFFIX;
}
function screamingSnake(word) {
	return word.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll("-", "_").toUpperCase();
}
/** The user's name behind a part of a variable's name: `MY_DB` is `my-db`. */
function nameFromVariable(part) {
	return part.toLowerCase().replaceAll("_", "-");
}
// src/config/environment/apply-variables.ts
/**
* Puts what LIFEBOAT_ variables say into the written configuration. With a file they may change connections and
* stores only; without one (`written` undefined) they say everything. Empty variables count as absent.
*/
function applyVariables(written, environment, describe) {
	const hasFile = written !== void 0;
	const variables = configuringVariables(written, environment);
	if (hasFile && variables.length === 0) return {
		value: written,
		origins: /* @__PURE__ */ new Map(),
		problems: []
	};
	const schema = describe();
	const leaves = leavesOf(schema);
	const places = placesByVariable(hasFile ? written : namesFromVariables(variables, leaves), leaves);
	const origins = /* @__PURE__ */ new Map();
	const problems = [];
	let value = hasFile ? written : { version: 1 };
	for (const variable of variables.toSorted((a, b) => rank(a) - rank(b))) {
		const candidates = places.get(variable) ?? [];
		const [place] = candidates;
		const problem = refusal(variable, candidates, {
			known: places,
			hasFile
		});
		if (problem !== void 0 || place === void 0) {
			problems.push(...problem === void 0 ? [] : [problem]);
			continue;
		}
		value = withValue(value, place.path, () => valueOf(variable, place, {
			environment,
			schema,
			value
		}));
		origins.set(pathText(place.path), variable);
	}
	return {
		value,
		origins,
		problems
	};
}
function configuringVariables(written, environment) {
	const referenced = referencedVariables(written);
	return Object.keys(environment).filter((variable) => isConfiguring(variable) && environment[variable] !== "" && !referenced.has(variable)).toSorted();
}
/** A secret may lie in a variable of any name. */
function referencedVariables(value) {
	if (typeof value !== "object" || value === null) return /* @__PURE__ */ new Set();
	const own = property(value, "env");
	const inner = Object.values(value).flatMap((child) => [...referencedVariables(child)]);
	return new Set(typeof own === "string" ? [own, ...inner] : inner);
}
function rank(variable) {
	return /_(ENGINE|TYPE)$/.test(variable) ? 0 : 1;
}
/** Without a file a target exists by its ENGINE, a store by its TYPE, a group by its TARGETS. */
const NAMING = [
	{
		section: "targets",
		key: "engine"
	},
	{
		section: "stores",
		key: "type"
	},
	{
		section: "groups",
		key: "targets"
	}
];
function namesFromVariables(variables, leaves) {
	const sections = NAMING.map((naming) => {
		const names = namesInSection(variables, leaves, naming);
		return [naming.section, Object.fromEntries(names.map((name) => [name, {}]))];
	});
	return Object.fromEntries(sections);
}
/** A name's deeper keys may end like the key that names it: they are no name of their own. */
function namesInSection(variables, leaves, { section, key }) {
	const pattern = new RegExp(`^${variableName([section])}_(.+)${variableName([key]).replace("LIFEBOAT", "")}$`);
	const names = variables.flatMap((variable) => pattern.exec(variable)?.[1] ?? []).map(nameFromVariable);
	const deeper = leaves.filter(({ path }) => path[0] === section && path.length > 3);
	const taken = new Set(names.flatMap((name) => deeper.map(({ path }) => variableName([
		section,
		name,
		...path.slice(2)
	]))));
	return names.filter((name) => !taken.has(variableName([
		section,
		name,
		key
	])));
}
function placesByVariable(named, leaves) {
	const places = /* @__PURE__ */ new Map();
	const add = (variable, place) => {
		const others = places.get(variable) ?? [];
		if (others.some(({ path }) => pathText(path) === pathText(place.path))) return;
		places.set(variable, [...others, place]);
	};
	for (const leaf of leaves) for (const path of concretePaths(leaf.path, named)) {
		add(variableName(path), {
			path,
			isFile: false
		});
		if (leaf.kind === "secret") add(fileVariableName(path), {
			path,
			isFile: true
		});
	}
	return places;
}
function concretePaths(path, named) {
	const at = path.indexOf("*");
	if (at < 0) return [[...path]];
	const section = path.slice(0, at).reduce(property, named);
	return Object.keys(section ?? {}).map((name) => [
		...path.slice(0, at),
		name,
		...path.slice(at + 1)
	]);
}
function refusal(variable, candidates, { known, hasFile }) {
	const [place, other] = candidates;
	const problem = (message, fix) => ({
		code: "config-invalid",
		location: { variable },
		path: place === void 0 ? "" : pathText(place.path),
		message,
		fix
	});
	if (place === void 0) return problem(`this variable sets nothing${didYouMean(variable, known.keys())}`, "correct its name, or unset it");
	if (other !== void 0) return problem(`this variable could mean ${`${pathText(place.path)} and ${pathText(other.path)}`}`, "rename one of the two, or write the value in lifeboat.yaml");
	if (!hasFile || isOverridable(place.path)) return void 0;
	return problem("the environment may change connections and stores, never policy, while there is a file", `unset it, and write ${pathText(place.path)} in the file`);
}
function isOverridable([section, , part]) {
	return section === "stores" || section === "targets" && (part === "connection" || part === "via");
}
function valueOf(variable, { path, isFile }, { environment, schema, value }) {
	const text = environment[variable] ?? "";
	if (isFile) return { file: text };
	const kind = nodesAt(schema, path, value).map(leafKind).find((found) => found !== void 0);
	if (kind === "secret") return { env: variable };
	if (kind === "list") return text.split(",").map((item) => item.trim());
	if (kind === "number" && /^-?\d+$/.test(text)) return Number(text);
	if (kind === "boolean" && /^(true|false)$/.test(text)) return text === "true";
	return text;
}
function withValue(value, path, make) {
	const [part, ...rest] = path;
	if (part === void 0) return make();
	return {
		...typeof value === "object" && value !== null ? value : {},
		[part]: withValue(property(value, part), rest, make)
	};
}
// src/config/control-problems.ts
/**
* Texts with a control character, wherever they stand: names, addresses and paths, all of which messages repeat.
* Only what another program takes for its own language may have several lines.
*/
function controlProblems(value, locate, path = []) {
	if (isFreeText(path)) return [];
	if (typeof value === "string") return holdsControlCharacter(value) ? [problem$1(value, locate, path)] : [];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => controlProblems(inner, locate, [...path, Array.isArray(value) ? Number(key) : key]));
}
/** Questions of rules, and the arguments of programs, but not their names. */
function isFreeText(path) {
	const [last, parent] = [path.at(-1), path.at(-2)];
	if (typeof last === "number") return last > 0 && [
		"command",
		"stop",
		"start"
	].includes(String(parent));
	return path[0] === "groups" && last === "keys" && (parent === "truth" || parent === "derived");
}
function problem$1(value, locate, path) {
	const shown = printable(value, path);
	return {
		code: "config-invalid",
		location: locate(path),
		path: pathText(path),
		message: shown === void 0 ? NO_CONTROL : `${NO_CONTROL}, not ${shown}`,
		fix: "write it on one line, without tabs and escapes"
	};
}
// src/config/group-problems.ts
/** Members that are no targets or come twice, rules about others than members or that can never fail, and a name that a target has already. */
function groupProblems(written, group, { targets, locate }) {
	const definition = property(property(written, "groups"), group);
	const path = ["groups", group];
	const place = (at, fault, where) => fault === void 0 ? [] : [{
		code: "config-invalid",
		location: locate(at, where),
		path: pathText(at),
		...fault
	}];
	const members = property(definition, "targets");
	if (!Array.isArray(members)) return place(path, sharedName(group, targets), "key");
	return [
		...place(path, sharedName(group, targets), "key"),
		...members.flatMap((member, index) => place([
			...path,
			"targets",
			index
		], memberFault(member, {
			targets,
			earlier: members.slice(0, index)
		}))),
		...rulesOf(definition).flatMap((rule, index) => place([
			...path,
			"reconcile",
			index
		], ruleFault(rule))),
		...sides(rulesOf(definition)).flatMap(({ at, target }) => place([
			...path,
			"reconcile",
			...at
		], sideFault(target, members, targets)))
	];
}
function rulesOf(definition) {
	const rules = property(definition, "reconcile");
	return Array.isArray(rules) ? rules : [];
}
/** A rule that holds whatever the stores hold would prove a group with nothing. */
function ruleFault(rule) {
	const tolerance = property(rule, "tolerance");
	if (property(tolerance, "missing") === "any" && property(tolerance, "orphaned") === "any") return {
		message: "this rule can never fail: any key may be missing and any may be orphaned",
		fix: "leave one of the two out, or write how many are tolerated"
	};
	const [truth, derived] = [property(rule, "truth"), property(rule, "derived")];
	if (truth === void 0 || JSON.stringify(truth) !== JSON.stringify(derived)) return void 0;
	return {
		message: "this rule can never fail: both sides ask the same",
		fix: "name the store that was made of the truth under derived:"
	};
}
/** The places where rules name targets. */
function sides(rules) {
	return rules.flatMap((rule, index) => ["truth", "derived"].map((side) => ({
		at: [
			index,
			side,
			"target"
		],
		target: property(property(rule, side), "target")
	})));
}
/** Commands take either, so that one name must not mean both. */
function sharedName(group, targets) {
	if (!targets.includes(group)) return void 0;
	return {
		message: `${group} is a target too`,
		fix: "give the group another name"
	};
}
function memberFault(member, { targets, earlier }) {
	if (typeof member !== "string") return void 0;
	if (!targets.includes(member)) return {
		message: `there is no target ${JSON.stringify(member)}${didYouMean(member, targets)}`,
		fix: `use one of ${targets.join(", ")}`
	};
	if (!earlier.includes(member)) return void 0;
	return {
		message: `${member} is in this group twice`,
		fix: "keep the place where it is restored"
	};
}
function sideFault(target, members, targets) {
	if (typeof target !== "string" || members.includes(target)) return void 0;
	if (members.some((member) => typeof member === "string" && !targets.includes(member)) && targets.includes(target)) return void 0;
	const names = members.filter((member) => typeof member === "string");
	return {
		message: `${JSON.stringify(target)} is no member of this group${didYouMean(target, names)}`,
		fix: `use one of ${names.join(", ")}`
	};
}
// src/config/reference-problems.ts
/**
* What no schema can see: names that lead nowhere and limits that several places decide.
* Reads what was written, so that these faults come together with those of the schema.
*/
function referenceProblems(written, locate) {
	const targets = namesAt(written, "targets");
	const policies = [["defaults"], ...targets.map((target) => ["targets", target])];
	return [
		...policies.flatMap((path) => storeProblems(written, path, locate)),
		...policies.flatMap((path) => retentionProblems(written, path, locate)),
		...targets.flatMap((target) => storeChoiceProblems(written, target, locate)),
		...namesAt(written, "groups").flatMap((group) => groupProblems(written, group, {
			targets,
			locate
		}))
	];
}
function storeProblems(written, path, locate) {
	const store = valueAt(written, [...path, "store"]);
	const stores = namesAt(written, "stores");
	if (typeof store !== "string" || stores.includes(store)) return [];
	return [problem([...path, "store"], locate, {
		message: `there is no store ${JSON.stringify(store)}${didYouMean(store, stores)}`,
		fix: stores.length === 0 ? "define it under stores" : `use one of ${stores.join(", ")}`
	})];
}
function storeChoiceProblems(written, target, locate) {
	const chosen = valueAt(written, [
		"targets",
		target,
		"store"
	]) ?? valueAt(written, ["defaults", "store"]);
	const stores = namesAt(written, "stores");
	if (chosen !== void 0 || stores.length < 2) return [];
	return [problem([
		"targets",
		target,
		"store"
	], locate, {
		message: "is missing, and there are several stores",
		fix: `add store: ${stores[0]} here or under defaults`
	})];
}
function retentionProblems(written, path, locate) {
	const key = [
		...path,
		"retention",
		"minimumAge"
	];
	const age = valueAt(written, key);
	const milliseconds = typeof age === "string" ? parseDuration(age) : void 0;
	if (milliseconds === void 0 || milliseconds === 0 || milliseconds >= 6048e5) return [];
	if ([path, ["defaults"]].some((place) => valueAt(written, [
		...place,
		"retention",
		"acknowledgeShortRetention"
	]) === true)) return [];
	return [problem(key, locate, {
		message: `must be at least 7d, not ${String(age)}`,
		fix: "write 7d or more, or add acknowledgeShortRetention: true beside it"
	})];
}
function problem(path, locate, fault) {
	return {
		code: "config-invalid",
		location: locate(path),
		path: pathText(path),
		...fault
	};
}
function namesAt(written, section) {
	const entries = property(written, section);
	return typeof entries === "object" && entries !== null && !Array.isArray(entries) ? Object.keys(entries) : [];
}
function valueAt(written, path) {
	return path.reduce(property, written);
}
// src/config/read-configuration.ts
const NO_FILE = {
	value: void 0,
	locate: (path) => ({ variable: variableName(path) }),
	problems: []
};
/** Reads and checks a configuration without touching anything else. Throws `config-invalid` or `secret-literal` with all faults. */
function readConfiguration({ file, environment }) {
	const document = file === void 0 ? NO_FILE : readYaml(file.text, file.name);
	const subject = file?.name ?? "The configuration in the environment";
	if (file !== void 0 && document.value === void 0) throw new ConfigError(subject, document.problems);
	const applied = applyVariables(document.value, environment, () => schemaOf(configurationSchema));
	const locate = locateWith(applied.origins, document.locate);
	const checked = checkValue(configurationSchema, applied.value, locate);
	const faults = [
		...document.problems,
		...applied.problems,
		...checked.ok ? [] : checked.problems,
		...referenceProblems(applied.value, locate)
	];
	const told = new Set(faults.map(({ path }) => path));
	const problems = [...faults, ...controlProblems(applied.value, locate).filter(({ path }) => !told.has(path))];
	if (!checked.ok || problems.length > 0) throw new ConfigError(subject, problems);
	return {
		written: checked.value,
		locate,
		isWritten: (path) => path.reduce(property, applied.value) !== void 0
	};
}
/** A variable is the place of what it set, and of everything below. */
function locateWith(origins, inFile) {
	return (path, what) => variableOf(path, origins) ?? inFile(path, what);
}
function variableOf(path, origins) {
	const variable = path.map((_part, index) => path.length - index).map((length) => origins.get(pathText(path.slice(0, length)))).find((name) => name !== void 0);
	return variable === void 0 ? void 0 : { variable };
}
// src/config/load.ts
const FILE_NAME = "lifeboat.yaml";
/**
* Reads the whole configuration from file and environment, and checks it; opens nothing.
* Throws `config-absent`, `config-invalid` or `secret-literal` (a `ConfigError`, with every problem).
*/
async function loadConfiguration(options) {
	const { file, directory, text } = await findText(options);
	const environment = options.env;
	return createConfiguration(readConfiguration({
		environment,
		...text === void 0 ? {} : { file: {
			name: file === void 0 ? "LIFEBOAT_CONFIG" : shown(file, options),
			text
		} }
	}), {
		...file === void 0 ? {} : { file },
		directory,
		environment,
		allowCommands: !isOfPullRequest(environment),
		clock: options.clock ?? systemClock,
		...options.onReveal === void 0 ? {} : { onReveal: options.onReveal }
	});
}
async function findText({ path, env, directory }) {
	const whole = env["LIFEBOAT_CONFIG"] ?? "";
	if (path === void 0 && whole !== "") return {
		directory,
		text: whole
	};
	const file = path === void 0 ? join(directory, FILE_NAME) : resolve(directory, path);
	const text = await readFile(file, "utf8").catch((error) => {
		if (path === void 0 && isAbsent(error)) return void 0;
		throw absent(file, error);
	});
	if (text !== void 0) return {
		file,
		directory: dirname(file),
		text
	};
	if (Object.keys(env).some(isConfiguring)) return { directory };
	throw absent(file);
}
function shown(file, { directory }) {
	const inside = relative(directory, file);
	return inside.startsWith("..") ? file : inside;
}
function isAbsent(error) {
	return error.code === "ENOENT";
}
function absent(file, cause) {
	const why = cause?.code;
	return new LifeboatError({
		code: "config-absent",
		what: `No configuration at ${file}`,
		...why === void 0 || why === "ENOENT" ? {} : { why },
		fix: "run lifeboat init, name the file with --config, or set LIFEBOAT_CONFIG",
		cause
	});
}
export { loadConfiguration };
