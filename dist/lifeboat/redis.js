import { t as cancelled } from "./cancelled.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as require_dist } from "../dependencies/redis-client.js";
import { t as connectionSchema } from "./config2.js";
import { t as Secret } from "./secret.js";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { mkdtemp, open, readFile, rm, stat, truncate } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
// src/engines/redis/connection.ts
var import_dist = require_dist();
const CONNECT_TIMEOUT_MS = 1e4;
async function connect(written, reveal) {
	const { host, port, user, password, tls } = connectionSchema.parse(written);
	return {
		host,
		port,
		...user === void 0 ? {} : { user },
		...password === void 0 ? {} : { password: await reveal(password) },
		...tls === void 0 ? {} : { tls }
	};
}
/** `host:port`, for people. */
function addressOf(connection) {
	return connection.socket ?? `${connection.host}:${connection.port}`;
}
/** An authenticated client without reconnects: a lost connection is an error. Throws `server-unreachable`, `server-refused-login`. */
async function openClient(connection, database = 0) {
	const client = (0, import_dist.createClient)({
		...connection.user === void 0 ? {} : { username: connection.user },
		...connection.password === void 0 ? {} : { password: connection.password.reveal() },
		database,
		socket: await socketOf(connection)
	});
	client.on("error", () => void 0);
	try {
		await client.connect();
		return client;
	} catch (error) {
		client.destroy();
		throw explain(error, connection);
	}
}
async function socketOf(connection) {
	const common = {
		connectTimeout: CONNECT_TIMEOUT_MS,
		reconnectStrategy: false
	};
	if (connection.socket !== void 0) return {
		path: connection.socket,
		...common
	};
	const place = {
		host: connection.host,
		port: connection.port,
		...common
	};
	if (connection.tls === void 0) return place;
	const { caFile, certFile, keyFile } = connection.tls;
	return {
		...place,
		tls: true,
		...caFile === void 0 ? {} : { ca: await readFile(caFile) },
		...certFile === void 0 ? {} : { cert: await readFile(certFile) },
		...keyFile === void 0 ? {} : { key: await readFile(keyFile) }
	};
}
function explain(error, connection) {
	const why = error instanceof Error ? error.message : String(error);
	const refused = /WRONGPASS|NOAUTH|NOPERM|invalid username-password/.test(why);
	return new LifeboatError({
		code: refused ? "server-refused-login" : "server-unreachable",
		what: `redis at ${addressOf(connection)} ${refused ? "refused the login" : "cannot be reached"}`,
		why,
		fix: refused ? "check user and password of the target, and that the ACL user is on" : "check host, port and tls of the target, and that this computer may reach it",
		cause: error
	});
}
// src/engines/redis/info.ts
/** The `key:value` lines of INFO, all sections or one. */
async function readInfo(client, section = "everything") {
	const lines = (await client.info(section)).split("\r\n").filter((line) => line.includes(":"));
	return new Map(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]));
}
/** The databases that hold keys, by number. */
function keyspaces(info) {
	const found = [];
	for (const [name, value] of info) {
		const match = /^keys=(\d+),expires=(\d+)/.exec(value);
		if (/^db\d+$/.test(name) && match !== null) found.push({
			name,
			keys: Number(match[1]),
			expires: Number(match[2])
		});
	}
	return found.sort((a, b) => Number(a.name.slice(2)) - Number(b.name.slice(2)));
}
// src/engines/redis/fingerprint.ts
const KEYSPACE = "keyspace";
const METHOD = "debug-digest/1";
/**
* The fingerprint of a server that loaded a dump. Its digest is the server's own DEBUG DIGEST: order-independent, over
* all databases, and it holds whether a key expires but not when. The seed makes two backups' digests unlike.
*/
async function fingerprint(connection, spec) {
	const client = await openClient(connection);
	try {
		const info = await readInfo(client);
		const databases = keyspaces(info);
		const functions = await functionItems(client);
		return {
			format: "lifeboat-fingerprint/1",
			engine: "redis",
			comparableWithin: `redis ${info.get("redis_version")?.split(".")[0] ?? "unknown"}`,
			origin: "artifact",
			seed: spec.seed,
			coverage: { kind: "exact" },
			datasets: [{
				name: KEYSPACE,
				kind: "keyspace",
				count: databases.reduce((sum, { keys }) => sum + keys, 0),
				digest: hash(`${spec.seed} ${await keyspaceDigest(client)}`),
				method: METHOD,
				rule: "equal"
			}],
			leftOut: [],
			inventory: spec.only === void 0 ? [...databases.map(databaseItem), ...functions] : [],
			schema: {
				digest: hash(functions.map(({ name, value }) => `${name} ${value}`).join("\n")),
				method: "functions/1"
			}
		};
	} finally {
		client.destroy();
	}
}
function databaseItem({ name, keys, expires }) {
	return {
		kind: "database",
		name,
		value: `${keys} keys, ${expires} that expire`,
		rule: "equal"
	};
}
async function keyspaceDigest(client) {
	const digest = await client.sendCommand(["DEBUG", "DIGEST"]);
	if (typeof digest === "string" && /^[0-9a-f]{40}$/.test(digest)) return digest;
	throw new LifeboatError({
		code: "fingerprint-malformed",
		what: "redis answered DEBUG DIGEST with something that is no digest"
	});
}
async function functionItems(client) {
	return (await client.functionListWithCode()).map((library) => ({
		kind: "function library",
		name: library.library_name ?? "",
		value: hash(library.library_code ?? ""),
		rule: "equal"
	})).sort((a, b) => a.name < b.name ? -1 : 1);
}
function hash(text) {
	return createHash("sha256").update(text).digest("hex");
}
// src/engines/redis/parts.ts
/** The one part of a Redis backup besides its fingerprint. */
const DUMP = "dump.rdb";
// src/engines/redis/server.ts
const PORT = 6379;
const READY_IN_A_ROW = 3;
const READY_POLL_MS = 50;
const FOLDERS = [
	"/usr/bin",
	"/usr/local/bin",
	"/opt/homebrew/bin"
];
/** Programs that can read a dump of `version`: the same or a newer release of that major version. */
function need(version) {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	return {
		programs: [
			"redis-server",
			"redis-cli",
			"redis-check-rdb"
		],
		folders: FOLDERS,
		accepts: (output) => {
			const found = /v=(\d+)\.(\d+)/.exec(output);
			return found !== null && Number(found[1]) === major && Number(found[2]) >= minor;
		},
		product: `Redis ${major}.${minor}`,
		image: `redis:${major}.${minor}-bookworm`,
		imageUser: "redis"
	};
}
/**
* Starts a server on the machine, with the dump that lies in its home. It is the replica of a dead port, because only a
* replica keeps keys that have expired since the dump was taken.
*/
async function startServer(machine, context) {
	const password = new Secret(Buffer.from(context.random.bytes(24)).toString("hex"));
	const socket = machine.reach.kind === "socket" ? `${machine.reach.directory}/redis.sock` : void 0;
	const settings = [
		`dir "${machine.home}"`,
		`dbfilename "${DUMP}"`,
		`requirepass ${password.reveal()}`,
		"replicaof 127.0.0.1 1",
		"replica-serve-stale-data yes",
		"save \"\"",
		"appendonly no",
		"maxmemory 0",
		"enable-debug-command yes",
		"protected-mode no",
		...socket === void 0 ? [`port ${PORT}`, "bind 0.0.0.0"] : ["port 0", `unixsocket ${socket}`]
	];
	const settingsFile = await machine.writeFile("redis.conf", `${settings.join("\n")}\n`);
	await machine.startServer({
		program: "redis-server",
		args: [settingsFile]
	});
	const connection = {
		host: machine.reach.kind === "tcp" ? machine.reach.host : "127.0.0.1",
		port: PORT,
		password,
		...socket === void 0 ? {} : { socket }
	};
	await ready(machine, connection, context);
	return connection;
}
/** Waits until the dump is loaded and several authenticated calls in a row have succeeded. */
async function ready(machine, connection, context) {
	let successes = 0;
	while (successes < READY_IN_A_ROW) {
		if (context.signal.aborted) throw cancelled(context.signal);
		const exit = await machine.serverExit();
		if (exit !== void 0) throw died(exit);
		successes = await answers(connection) ? successes + 1 : 0;
		if (successes < READY_IN_A_ROW) await setTimeout(READY_POLL_MS);
	}
}
async function answers(connection) {
	try {
		const client = await openClient(connection);
		try {
			return (await readInfo(client, "persistence")).get("loading") === "0";
		} finally {
			client.destroy();
		}
	} catch {
		return false;
	}
}
function died(exit) {
	return new LifeboatError({
		code: exit.outOfMemory ? "sandbox-exhausted" : "load-failed",
		what: exit.outOfMemory ? "the sandbox ran out of memory while Redis loaded the dump" : "Redis did not load the dump",
		why: exit.log,
		...exit.outOfMemory ? { fix: "give the drill plan more memory: 1.5 times the size of the data" } : {}
	});
}
const server = {
	need,
	prepare: async () => void 0,
	start: startServer,
	stop: (machine) => machine.stopServer("SIGTERM")
};
// src/engines/redis/load.ts
/** Starts a fresh server from the dump. Only a fresh machine will do: a running server does not read a dump. */
async function load(place, parts, context) {
	if (place.kind === "server") throw notIntoServer();
	const startedMs = context.clock.monotonicMs();
	return {
		connection: await loadDump(place.machine, await parts.open(DUMP), context),
		phases: [{
			name: "load",
			durationMs: Math.round(context.clock.monotonicMs() - startedMs)
		}],
		limitations: []
	};
}
/** Puts the dump into the data folder of a fresh machine and starts a server there. Throws `destination-not-empty`, `load-failed`. */
async function loadDump(machine, dump, context) {
	await requireEmpty(machine);
	const path = await machine.writeFile(DUMP, dump);
	await machine.run({
		program: "ln",
		args: [
			"-s",
			path,
			`${machine.home}/${DUMP}`
		]
	});
	return startServer(machine, context);
}
async function requireEmpty(machine) {
	const { stdout } = await machine.run({
		program: "ls",
		args: ["-A", machine.home]
	});
	if (stdout === "") return;
	throw new LifeboatError({
		code: "destination-not-empty",
		what: "the machine that the Redis dump was to be loaded on holds data already",
		fix: "load it on a fresh machine"
	});
}
/** The answer to `--into` as long as Redis restores are by hand. */
function notIntoServer() {
	return new LifeboatError({
		code: "not-supported",
		what: "a Redis backup cannot be loaded into a running server",
		fix: "start a new server from the dump: docs/recover-by-hand.md says how"
	});
}
// src/engines/redis/missing-permission.ts
/** Rethrows an error, as `privilege-missing` where it is Redis's NOPERM. */
function explainPermission(error) {
	const why = error instanceof Error ? error.message : String(error);
	if (!why.includes("NOPERM")) throw error;
	throw new LifeboatError({
		code: "privilege-missing",
		what: "the redis user of the target may not do what a backup needs",
		why,
		fix: "ACL SETUSER <user> +sync +psync +replconf +ping +info +time; no access to keys is needed",
		cause: error
	});
}
// src/engines/redis/identity.ts
/** A server is known by its run id: it changes at every start, so equality always means the same server. */
function identityOf(connection, info) {
	return {
		version: info.get("redis_version") ?? "unknown",
		id: info.get("run_id") ?? addressOf(connection),
		address: addressOf(connection)
	};
}
// src/engines/redis/probe.ts
const OLDEST_MAJOR = 7;
/** Reads INFO and TIME. Throws `server-unsupported` below Redis 7 and for cluster mode. */
async function probe(connection) {
	const client = await openClient(connection);
	try {
		const info = await readInfo(client).catch(explainPermission);
		const identity = identityOf(connection, info);
		requireSupported(identity.version, info);
		const [seconds] = await client.sendCommand(["TIME"]).catch(explainPermission);
		return {
			identity,
			serverTime: /* @__PURE__ */ new Date(Number(seconds) * 1e3),
			sizeBytes: Number(info.get("used_memory_dataset") ?? 0),
			missing: [],
			requirements: { redisVersion: identity.version }
		};
	} finally {
		client.destroy();
	}
}
/** Who a server is and how many keys it holds. */
async function inspect(connection) {
	const client = await openClient(connection);
	try {
		const info = await readInfo(client);
		const objects = keyspaces(info).reduce((sum, { keys }) => sum + keys, 0);
		return {
			identity: identityOf(connection, info),
			exists: true,
			objects
		};
	} finally {
		client.destroy();
	}
}
function requireSupported(version, info) {
	const unsupported = Number(version.split(".")[0]) < OLDEST_MAJOR ? `Redis ${version} is older than ${OLDEST_MAJOR}.0` : info.get("cluster_enabled") === "1" ? "the server runs in cluster mode, where one dump holds only one slot owner" : void 0;
	if (unsupported === void 0) return;
	throw new LifeboatError({
		code: "server-unsupported",
		what: `this redis server cannot be backed up: ${unsupported}`,
		fix: `use a standalone Redis ${OLDEST_MAJOR}.0 or later, or its replica`
	});
}
// src/engines/redis/rdb.ts
const HEAD_BYTES = 4096;
const OPCODE_AUX = 250;
const OPCODE_EOF = 255;
const CHECKSUM_BYTES = 8;
const YEAR_10000 = Date.UTC(1e4, 0);
/** Reads an RDB file's head and checks its magic and its end marker. Throws `part-malformed`. */
async function readRdbHeader(path) {
	await using file = await open(path, "r");
	const { size } = await file.stat();
	const head = Buffer.alloc(Math.min(HEAD_BYTES, size));
	await file.read(head, 0, head.length, 0);
	const magic = /^REDIS(\d{4})$/.exec(head.subarray(0, 9).toString("latin1"));
	if (magic === null || size < 18) throw malformed("it does not begin as an RDB file does");
	const end = Buffer.alloc(1);
	await file.read(end, 0, 1, size - CHECKSUM_BYTES - 1);
	if (end[0] !== OPCODE_EOF) throw malformed("its end marker is missing: it was cut short");
	return {
		rdbVersion: Number(magic[1]),
		fields: readFields(head, 9)
	};
}
/** When the dump was made, by the server's clock. Throws `part-malformed`: a backup of an unknown instant meets no objective. */
function instantOf({ fields }) {
	const ctime = fields.get("ctime") ?? "";
	const at = /* @__PURE__ */ new Date(Number(ctime) * 1e3);
	if (!/^\d+$/.test(ctime) || !(at.getTime() > 0 && at.getTime() < YEAR_10000)) throw malformed("its head does not say when it was made");
	return at.toISOString();
}
/** The AUX fields at the beginning; reading stops at the first other opcode. */
function readFields(bytes, start) {
	const fields = /* @__PURE__ */ new Map();
	let at = start;
	while (bytes[at] === OPCODE_AUX) {
		const key = readString(bytes, at + 1);
		const value = readString(bytes, key.next);
		fields.set(key.text, value.text);
		at = value.next;
	}
	return fields;
}
/** An RDB string: 6- or 14-bit length, or an 8-, 16- or 32-bit little-endian integer. */
function readString(bytes, at) {
	const first = bytes[at];
	if (first === void 0 || at + 5 > bytes.length) throw malformed("its head ends in the middle of a field");
	if (first < 64) return slice(bytes, at + 1, first);
	if (first < 128) return slice(bytes, at + 2, (first & 63) << 8 | bytes.readUInt8(at + 1));
	if (first === 192) return {
		text: String(bytes.readInt8(at + 1)),
		next: at + 2
	};
	if (first === 193) return {
		text: String(bytes.readInt16LE(at + 1)),
		next: at + 3
	};
	if (first === 194) return {
		text: String(bytes.readInt32LE(at + 1)),
		next: at + 5
	};
	throw malformed(`a field of its head has the unknown length form ${first}`);
}
function slice(bytes, start, length) {
	return {
		text: bytes.subarray(start, start + length).toString("utf8"),
		next: start + length
	};
}
function malformed(why) {
	return new LifeboatError({
		code: "part-malformed",
		what: "the Redis dump is damaged",
		why
	});
}
// src/engines/redis/capture.ts
const END_MARK_BYTES = 40;
const LIMITATIONS = [
	"The fingerprint was read from the backup itself: it proves that the backup restores the same each time, not that it equals the source.",
	"The instants at which keys expire are not compared, only that they do.",
	"ACL users and the server configuration are not part of a Redis dump."
];
/** One RDB over the replication protocol; it is its own instant. */
async function capture(connection, request, context) {
	const { identity, requirements } = await probe(connection);
	const folder = await mkdtemp(join(context.workDir, "redis-"));
	const path = join(folder, DUMP);
	try {
		await dump(connection, path, {
			version: identity.version,
			context
		});
		const header = await readRdbHeader(path);
		await request.sink.stream(DUMP, createReadStream(path));
		if (context.signal.aborted) throw cancelled(context.signal);
		const at = instantOf(header);
		return {
			identity,
			consistency: {
				kind: "transactional",
				fromAt: at,
				toAt: at
			},
			fingerprint: request.fingerprint ? await fingerprintOf(path, header, context) : void 0,
			requirements: {
				...requirements,
				redisVersion: writer(header, identity.version)
			},
			limitations: LIMITATIONS
		};
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
async function dump(connection, path, { version, context }) {
	await using tools = await context.tools(need(version));
	const output = createWriteStream(path, {
		mode: 384,
		flags: "wx"
	});
	const { stderr } = await tools.pipe(dumpCommand(connection), output).catch(explainPermission);
	const length = /with success after (\d+) bytes/.exec(stderr)?.[1];
	if (length !== void 0) await cutEndMark(path, Number(length));
}
async function cutEndMark(path, length) {
	const { size } = await stat(path);
	if (size === length + END_MARK_BYTES) await truncate(path, length);
}
function dumpCommand({ host, port, socket, user, password, tls }) {
	const place = socket === void 0 ? [
		"-h",
		host,
		"-p",
		String(port)
	] : ["-s", socket];
	const login = user === void 0 ? [] : ["--user", user];
	const files = [
		["--cacert", tls?.caFile],
		["--cert", tls?.certFile],
		["--key", tls?.keyFile]
	].flatMap(([flag = "", file]) => file === void 0 ? [] : [flag, file]);
	return {
		program: "redis-cli",
		args: [
			"--no-auth-warning",
			...place,
			...login,
			...tls === void 0 ? [] : ["--tls"],
			...files,
			"--rdb",
			"-"
		],
		...password === void 0 ? {} : { env: { REDISCLI_AUTH: password } }
	};
}
/** The dump's digest as a fresh server computes it; a drill must find the same. */
async function fingerprintOf(path, header, context) {
	await using machine = await context.machine(need(writer(header, "")));
	return await fingerprint(await loadDump(machine, createReadStream(path), context), {
		seed: Buffer.from(context.random.bytes(8)).toString("hex"),
		methods: /* @__PURE__ */ new Map(),
		leftOut: []
	});
}
function writer(header, otherwise) {
	return header.fields.get("redis-ver") ?? otherwise;
}
// src/engines/redis/checks.ts
/** Whether the dump was loaded whole and nothing expired while it was. */
async function checks(connection) {
	const client = await openClient(connection);
	try {
		const info = await readInfo(client, "persistence");
		const expired = Number(info.get("rdb_last_load_keys_expired") ?? 0);
		return [{
			name: "nothing expired while loading",
			result: expired === 0 ? "passed" : "failed",
			detail: `${expired} keys expired`
		}];
	} finally {
		client.destroy();
	}
}
/** Answers one read-only command, words separated by blanks: `DBSIZE`, `EXISTS user:1`. */
async function ask(connection, question) {
	const client = await openClient(connection);
	try {
		const answer = await client.sendCommand(question.trim().split(/\s+/)).catch(refused);
		if (answer === null || typeof answer === "string" || typeof answer === "number") return answer === null ? null : String(answer);
		throw new LifeboatError({
			code: "usage-invalid",
			what: "an application check must have one value as its answer"
		});
	} finally {
		client.destroy();
	}
}
/** A replica refuses every command that writes, so a question cannot change what is being checked. */
function refused(error) {
	throw new LifeboatError({
		code: "usage-invalid",
		what: "redis refused the question of an application check",
		why: error instanceof Error ? error.message : String(error),
		cause: error
	});
}
// src/engines/redis/parse.ts
/** Has redis-check-rdb read the whole dump and its checksum. */
async function parse(parts, version, context) {
	await using tools = await context.tools(need(parts.requirements["redisVersion"] ?? version));
	const path = await tools.writeFile(DUMP, await parts.open(DUMP));
	try {
		await tools.run({
			program: "redis-check-rdb",
			args: [path]
		});
		return [{
			name: DUMP,
			result: "passed",
			detail: "redis-check-rdb read it to its end"
		}];
	} catch (error) {
		if (!isLifeboatError(error, "program-failed")) throw error;
		return [{
			name: DUMP,
			result: "failed",
			detail: error.message
		}];
	} finally {
		await tools.removeFile(path);
	}
}
// src/engines/redis/sweep.ts
/** Nothing to remove: the server forgets a replica when its connection ends. */
async function sweep() {
	return [];
}
// src/engines/redis/tamper.ts
const CANDIDATES = 1e3;
/** Removes one key chosen by the seed, or adds one where there is none or every one has expired by now and so cannot be reached. */
async function tamper(connection, seed) {
	const client = await openClient(connection, await pickDatabase(connection, seed));
	try {
		await client.configSet("replica-read-only", "no");
		const { keys } = await client.scan("0", { COUNT: CANDIDATES });
		const key = keys[number(`${seed} key`) % Math.max(1, keys.length)];
		if (key === void 0) await client.set(`lifeboat:${seed}`, "negative control");
		else await client.del(key);
		return {
			dataset: KEYSPACE,
			change: key === void 0 ? "one key added" : "one key removed"
		};
	} finally {
		client.destroy();
	}
}
async function pickDatabase(connection, seed) {
	const client = await openClient(connection);
	try {
		const databases = keyspaces(await readInfo(client));
		const chosen = databases[number(`${seed} database`) % Math.max(1, databases.length)];
		return chosen === void 0 ? 0 : Number(chosen.name.slice(2));
	} finally {
		client.destroy();
	}
}
/** A number that depends on nothing but the seed. */
function number(seed) {
	return createHash("sha256").update(seed).digest().readUInt32BE(0);
}
// src/engines/redis/index.ts
/** Redis 7 and later, standalone: one RDB file, drilled as the replica of a dead port. */
const engine = {
	name: "redis",
	capabilities: {
		loads: "host",
		restoresIntoServer: false,
		lastingIdentity: false,
		highestGrade: {
			grade: 4,
			because: "the dump is its own instant, so its fingerprint is read from the artifact and not from the source"
		},
		tampers: true
	},
	connect,
	destination: () => {
		throw notIntoServer();
	},
	probe,
	inspect,
	capture,
	parse,
	load: (place, { parts }, context) => load(place, parts, context),
	fingerprint,
	checks,
	ask,
	tamper: (connection, { seed }) => tamper(connection, seed),
	sweep,
	server
};
export { engine };
