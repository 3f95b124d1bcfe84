import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as cancelled } from "./cancelled.js";
import { a as array, d as literal, f as number, g as string, h as strictObject, l as int, m as record, p as object, v as union, y as unknown } from "../dependencies/zod.js";
import { t as lookBeside } from "./look-beside.js";
import { t as parseConnection } from "./parse-connection.js";
import { t as connectionSchema } from "./config4.js";
import { s as leaveToSweep, t as KEEP_MS, u as notesFolder } from "./run-owner2.js";
import { n as holdsControlCharacter } from "./control-characters.js";
import { t as Secret } from "./secret.js";
import { t as seededChooser } from "./seeded-chooser.js";
import { isIP } from "node:net";
import { Agent, request, validateHeaderValue } from "node:http";
import { Readable } from "node:stream";
import { once } from "node:events";
import { TLSSocket, checkServerIdentity } from "node:tls";
import { createHash, hash } from "node:crypto";
import { Agent as Agent$1, request as request$1 } from "node:https";
import { join } from "node:path";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { buffer, text } from "node:stream/consumers";
// src/engines/qdrant/connection.ts
/** Turns what `lifeboat.yaml` holds into a connection. Throws `config-invalid` or `secret-missing`. */
async function connect$2(written, reveal) {
	const { host, port, apiKey, tls, peers } = parseConnection(connectionSchema, written, "qdrant");
	return {
		host,
		port,
		...apiKey === void 0 ? {} : { apiKey: await reveal(apiKey) },
		...tlsOf(host, tls ?? {}),
		...peers === void 0 ? {} : { peers }
	};
}
/** Off this computer nothing but a verified server is the default: the key is sent with every request. */
function tlsOf(host, { mode, caFile, certFile, keyFile }) {
	if ((mode ?? (isLocal(host) && caFile === void 0 ? "disable" : "verify-full")) === "disable") return {};
	return { tls: {
		...caFile === void 0 ? {} : { caFile },
		...certFile === void 0 ? {} : { certFile },
		...keyFile === void 0 ? {} : { keyFile }
	} };
}
function isLocal(host) {
	return host === "localhost" || host === "::1" || host.startsWith("127.");
}
/** `host:port`, for people; never the key. */
function addressOf({ host, port }) {
	return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
// src/engines/qdrant/exact-json.ts
/** A number whose text says more than a JavaScript number can: beyond 2^53, or a float that looks whole. */
var ExactNumber = class {
	source;
	constructor(source) {
		this.source = source;
	}
};
/** Parses JSON without losing a digit of any number. Throws SyntaxError. */
function parseExact(text) {
	return JSON.parse(text, keepDigits);
}
const keepDigits = (_key, value, { source }) => typeof value === "number" && source !== void 0 && String(value) !== source ? new ExactNumber(source) : value;
/**
* The one text of a value: keys sorted, integers to the last digit, floats as the shortest text of the same float and always
* unlike an integer.
*/
function canonicalText(value) {
	if (value instanceof ExactNumber) return numberText(value.source);
	if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	return `{${Object.entries(value).filter(([, member]) => member !== void 0).sort(([one], [other]) => one < other ? -1 : 1).map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(",")}}`;
}
/** A value as text for people and checks: strings as they are, everything else as JSON. */
function plainText(value) {
	return typeof value === "string" ? value : canonicalText(value);
}
function numberText(source) {
	if (!/[.eE]/.test(source)) return source;
	const number = Number(source);
	if (Object.is(number, -0)) return "-0.0";
	const text = String(number);
	return /[.e]/.test(text) ? text : `${text}.0`;
}
// src/engines/qdrant/server-error.ts
/** An answer other than success, as the server gave it. */
var Refusal = class extends Error {
	status;
	constructor(status, message) {
		super(message);
		this.status = status;
	}
};
/** The HTTP status of a refused request; undefined for any other error. */
function statusOf(error) {
	const cause = error instanceof LifeboatError ? error.cause : void 0;
	return cause instanceof Refusal ? cause.status : void 0;
}
const GRANT = "give the target the api_key of the server (not read_only_api_key), or a JWT with {\"access\": \"m\"}, or with access \"rw\" to every collection of the backup";
/** What a refused request means; `code` is that of anything the operation itself is to blame for. */
function explainStatus(answer, request) {
	const { status } = answer;
	const why = messageOf(answer.body);
	const cause = new Refusal(status, why);
	const where = `qdrant at ${addressOf(request.peer)}`;
	if (status === 401 || status === 403 && /signature|expired|token/i.test(why)) return new LifeboatError({
		code: "server-refused-login",
		what: `${where} refused the API key`,
		why,
		fix: "check apiKey of the target; a JWT's exp may have passed",
		cause
	});
	if (status === 403) return new LifeboatError({
		code: "privilege-missing",
		what: `${where} does not let this API key ${request.what}`,
		why,
		fix: GRANT,
		cause
	});
	if (/no space left|disk is full|out of disk/i.test(why)) return new LifeboatError({
		code: "disk-full",
		what: `${where} has no disk space to ${request.what}`,
		why,
		fix: "free disk space there: a snapshot needs as much as the collection itself",
		cause
	});
	return new LifeboatError({
		code: request.code,
		what: `${where} could not ${request.what}`,
		why: `HTTP ${status}: ${why}`,
		cause
	});
}
/** Errors come as JSON or as plain text, depending on the route. */
function messageOf(body) {
	try {
		const { status } = JSON.parse(body);
		if (typeof status?.error === "string") return status.error;
	} catch {}
	return body.slice(0, 500);
}
const NEVER_THERE = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CERT|certificate|SSL|TLS|EPROTO/i;
/** What a failed connection means: never there, or lost half-way. */
function explainConnection(error, peer) {
	if (error instanceof LifeboatError) return error;
	const { code = "", message: why = "" } = error instanceof Error ? error : {};
	const absent = NEVER_THERE.test(`${code} ${why}`);
	return new LifeboatError({
		code: absent ? "server-unreachable" : "connection-lost",
		what: absent ? `qdrant at ${addressOf(peer)} cannot be reached` : `the connection to qdrant at ${addressOf(peer)} was lost`,
		why: why === "" ? code : why,
		fix: absent ? "check host, port and tls of the target, and that this computer may reach it" : "see the server's log, then run again",
		cause: error
	});
}
// src/engines/qdrant/silence.ts
/** A server that has never answered: a frozen one is connected to by its kernel. */
const FIRST_ANSWER_MS = 15e3;
/** Of a server that answers a small question, or is sending something. */
const SILENCE_MS = 6e4;
/** Of a server that reads many points before it answers. */
const READING_MS = 6e5;
/** The server has not answered anything yet. */
function neverAnswered(peer) {
	return new LifeboatError({
		code: "server-unreachable",
		what: `qdrant at ${addressOf(peer)}: the server did not answer within ${FIRST_ANSWER_MS / 1e3} s`,
		fix: "check host, port, firewall, and that the server runs"
	});
}
/** The server has answered before. */
function fellSilent(peer, forMs) {
	return new LifeboatError({
		code: "connection-lost",
		what: `the connection to qdrant at ${addressOf(peer)} was lost`,
		why: `the server was silent for ${forMs / 1e3} s`,
		fix: "see the server's log, then run again"
	});
}
/** Ends an answer of which nothing comes any more; a reader that is slower than the server does not count. */
function endWhenSilent(answer, peer) {
	let seen = answer.socket.bytesRead;
	const watch = setInterval(() => {
		const received = answer.socket.bytesRead;
		if (received === seen && answer.readableLength === 0 && !answer.complete) answer.destroy(fellSilent(peer, SILENCE_MS));
		seen = received;
	}, SILENCE_MS);
	answer.once("close", () => clearInterval(watch));
}
// src/engines/qdrant/client.ts
const CONNECT_TIMEOUT_MS = 1e4;
/** The server drops idle connections after 5 s; one that is about to be dropped must not be used again. */
const IDLE_MS = 3e3;
/** Reads the files of its certificates; connects at the first call. Throws `config-invalid`. */
async function openClient(connection, { signal }) {
	requireSendable(connection);
	const { tls } = connection;
	const settings = {
		keepAlive: true,
		timeout: IDLE_MS,
		maxSockets: 8
	};
	const agent = tls === void 0 ? new Agent(settings) : new Agent$1(settings);
	const options = {
		host: connection.host,
		port: connection.port,
		agent,
		signal,
		...tls === void 0 ? {} : await certificates(connection)
	};
	const send = tls === void 0 ? request : request$1;
	let date;
	const open = async (call) => {
		if (signal.aborted) throw cancelled(signal);
		try {
			const answer = await exchange(() => send({
				...options,
				...requestOf(connection, call)
			}), call, {
				peer: connection,
				hasAnswered: date !== void 0,
				askTrifle: (signal) => answeredBy(send({
					...options,
					agent: false,
					method: "GET",
					path: "/healthz",
					signal
				}))
			});
			date = new Date(answer.headers.date ?? Date.now());
			const { statusCode: status = 0 } = answer;
			if (status >= 200 && status < 300) return answer;
			throw explainStatus({
				status,
				body: (await buffer(answer)).toString("utf8")
			}, {
				code: "capture-failed",
				...call,
				peer: connection
			});
		} catch (error) {
			throw signal.aborted ? cancelled(signal) : explainConnection(error, connection);
		}
	};
	const bytes = async (call) => {
		const answer = await open(call);
		return await buffer(answer).catch((error) => {
			throw signal.aborted ? cancelled(signal) : explainConnection(error, connection);
		});
	};
	return {
		connection,
		signal,
		open,
		bytes,
		call: async (call) => resultOf(await bytes(call), connection),
		lastDate: () => date,
		[Symbol.asyncDispose]: async () => agent.destroy()
	};
}
/** Percent-encodes one name of a path. */
function encode(name) {
	return encodeURIComponent(name);
}
function authorizationOf({ apiKey }) {
	return apiKey === void 0 ? {} : { Authorization: `Bearer ${apiKey.reveal()}` };
}
/** A key goes with every request as one line of Latin letters. */
function requireSendable(connection) {
	try {
		for (const [name, value] of Object.entries(authorizationOf(connection))) validateHeaderValue(name, value);
	} catch {
		throw new LifeboatError({
			code: "config-invalid",
			what: `the apiKey for qdrant at ${addressOf(connection)} cannot be sent`,
			why: "it holds a line break or another character that no HTTP header may hold",
			fix: "store the key alone, in one line"
		});
	}
}
function requestOf(connection, call) {
	const length = bodyOf(call)?.length;
	return {
		method: call.method,
		path: call.path,
		headers: {
			...authorizationOf(connection),
			...length === void 0 ? {} : {
				"Content-Type": "application/json",
				"Content-Length": length
			},
			...call.content === void 0 ? {} : {
				"Content-Type": call.content.type,
				"Content-Length": call.content.bytes
			}
		}
	};
}
function bodyOf({ body }) {
	return body === void 0 ? void 0 : Buffer.from(typeof body === "string" ? body : canonicalText(body));
}
/** Resolves when the head of the answer is there; a server may answer before it has read a whole upload. */
function exchange(begin, call, server) {
	return new Promise((resolve, reject) => {
		const request = begin();
		const late = setTimeout(() => request.destroy(unanswered$1()), CONNECT_TIMEOUT_MS);
		request.once("socket", (socket) => {
			if (!socket.connecting) clearTimeout(late);
			else socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", () => clearTimeout(late));
		});
		const stopWatching = onSilence(call, server, (error) => request.destroy(error));
		request.once("close", () => clearTimeout(late));
		request.once("close", stopWatching);
		request.once("error", reject);
		request.once("response", (answer) => {
			stopWatching();
			endWhenSilent(answer, server.peer);
			resolve(answer);
		});
		if (call.content === void 0) {
			request.end(bodyOf(call));
			return;
		}
		const { stream } = call.content;
		stream.once("error", (error) => {
			reject(error);
			request.destroy(error);
		});
		request.once("close", () => stream.destroy());
		stream.pipe(request);
	});
}
/** Does something when no answer has begun in time; a call that may take as long as its run is given up when the server is frozen. */
function onSilence({ method, patienceMs = method === "GET" ? SILENCE_MS : Infinity }, { peer, hasAnswered, askTrifle }, give) {
	const isLong = patienceMs > SILENCE_MS;
	const stopLooking = isLong ? lookBeside(askTrifle, {
		everyMs: SILENCE_MS,
		frozen: () => give(fellSilent(peer, SILENCE_MS))
	}) : () => void 0;
	if (patienceMs === Infinity) return stopLooking;
	const late = hasAnswered || isLong ? setTimeout(() => give(fellSilent(peer, patienceMs)), patienceMs) : setTimeout(() => give(neverAnswered(peer)), FIRST_ANSWER_MS);
	return () => {
		clearTimeout(late);
		stopLooking();
	};
}
/** Resolves with any answer, whatever it says. */
async function answeredBy(request) {
	request.on("error", () => void 0);
	const answered = once(request, "response");
	request.end();
	const [answer] = await answered;
	answer.resume();
}
function unanswered$1() {
	return Object.assign(/* @__PURE__ */ new Error("no connection within 10 s"), { code: "ETIMEDOUT" });
}
async function certificates({ host, tls = {} }) {
	const [ca, cert, key] = await Promise.all([
		tls.caFile,
		tls.certFile,
		tls.keyFile
	].map(readPem));
	const name = tls.serverName ?? host;
	return {
		servername: isIP(name) === 0 ? name : "",
		checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
		...ca === void 0 ? {} : { ca },
		...cert === void 0 ? {} : { cert },
		...key === void 0 ? {} : { key }
	};
}
async function readPem(file) {
	if (file === void 0) return void 0;
	return await readFile(file, "utf8").catch((error) => {
		throw new LifeboatError({
			code: "config-invalid",
			what: `the file ${file} of tls cannot be read`,
			cause: error
		});
	});
}
function resultOf(body, connection) {
	try {
		const answer = parseExact(body.toString("utf8"));
		if (typeof answer === "object" && answer !== null && "result" in answer) return answer.result;
	} catch {}
	throw new LifeboatError({
		code: "server-unsupported",
		what: `what answers at ${addressOf(connection)} is no Qdrant: its answer has no result`,
		fix: "check host and port of the target: the REST interface is meant, 6333 unless changed"
	});
}
// src/engines/qdrant/collections.ts
const named = object({ name: string() });
const aliasSchema = object({
	alias_name: string(),
	collection_name: string()
});
const infoSchema = object({
	status: string(),
	points_count: number().nullish(),
	config: object({ params: record(string(), unknown()) }).catchall(unknown()),
	payload_schema: record(string(), record(string(), unknown())),
	update_queue: object({ length: number() }).nullish()
});
/** Names of the collections that this key may see, sorted. */
async function listCollections(client) {
	const result = await client.call({
		method: "GET",
		path: "/collections",
		what: "list the collections"
	});
	const { collections } = object({ collections: array(named) }).parse(result);
	return collections.map(({ name }) => name).sort();
}
async function readInfo(client, collection) {
	const path = `/collections/${encode(collection)}`;
	return infoSchema.parse(await client.call({
		method: "GET",
		path,
		what: `describe ${JSON.stringify(collection)}`
	}));
}
/** Aliases that this key may see, sorted by name. */
async function listAliases(client) {
	const result = await client.call({
		method: "GET",
		path: "/aliases",
		what: "list the aliases"
	});
	return object({ aliases: array(aliasSchema) }).parse(result).aliases.map(({ alias_name: name, collection_name: collection }) => ({
		name,
		collection
	})).sort((one, other) => one.name < other.name ? -1 : 1);
}
async function countPoints(client, collection, filter) {
	const result = await client.call({
		method: "POST",
		path: `/collections/${encode(collection)}/points/count`,
		what: `count the points of ${JSON.stringify(collection)}`,
		patienceMs: READING_MS,
		body: {
			exact: true,
			...filter === void 0 ? {} : { filter }
		}
	});
	return object({ count: number() }).parse(result).count;
}
const peerId = unknown().transform(plainText);
const shardState = {
	shard_id: number(),
	state: string()
};
const shardsSchema = object({
	peer_id: peerId,
	shard_count: number(),
	local_shards: array(object(shardState)),
	remote_shards: array(object({
		...shardState,
		peer_id: peerId
	}))
});
async function readShards(client, collection) {
	const result = await client.call({
		method: "GET",
		path: `/collections/${encode(collection)}/cluster`,
		what: `tell where ${JSON.stringify(collection)} lies`
	});
	const { peer_id: own, shard_count: count, local_shards, remote_shards } = shardsSchema.parse(result);
	return {
		peerId: own,
		count,
		replicas: [...local_shards.map((shard) => ({
			...shard,
			peer_id: own
		})), ...remote_shards].map(({ shard_id: shard, peer_id: peer, state }) => ({
			shard,
			peerId: peer,
			state
		}))
	};
}
// src/engines/qdrant/question.ts
const filter = record(string(), unknown());
const collection = string().min(1);
const countSchema = strictObject({
	collection,
	count: filter
});
const valueSchema = strictObject({
	collection,
	field: string().min(1),
	filter: filter.optional()
});
const KEYS_EXAMPLES = "{\"collection\": \"products\"} for ids, or {\"collection\": \"products\", \"field\": \"sku\", \"filter\": {…}} for values of the payload";
/** What `keys` can be asked, as JSON: the ids of a collection's points, or one field of their payloads. */
const keysSchema = strictObject({
	collection,
	field: string().min(1).optional(),
	filter: filter.optional()
}).describe(KEYS_EXAMPLES);
const ASK_FIX = "write {\"collection\": \"products\", \"count\": {\"must\": […]}} for a number of points, or {\"collection\": \"products\", \"field\": \"price\", \"filter\": {…}} for one value";
/** A question of an application check. Throws `plan-invalid`. */
function parseQuestion(text) {
	return parseAs(union([countSchema, valueSchema]), text, ASK_FIX);
}
/** A question for keys. Throws `plan-invalid`. */
function parseKeysQuestion(text) {
	return parseAs(keysSchema, text, `write ${KEYS_EXAMPLES}`);
}
function parseAs(schema, text, fix) {
	try {
		return schema.parse(parseExact(text));
	} catch (error) {
		throw new LifeboatError({
			code: "plan-invalid",
			what: "a question for qdrant is not as it must be",
			fix,
			cause: error
		});
	}
}
/** What a refused question shows; never the server's words, which may hold values. */
function explainQuestion(error) {
	const status = statusOf(error);
	if (status === 404) return unanswered("content-different", "the collection of the question does not exist", error);
	if (status === 400 || status === 422) return unanswered("plan-invalid", "qdrant does not understand the filter", error);
	return error;
}
function unanswered(code, what, cause) {
	return new LifeboatError({
		code,
		what,
		fix: "ask the question of the source",
		cause
	});
}
/** The value at a path of a payload such as `nested.price`; undefined where there is none. */
function valueAt(payload, path) {
	if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return void 0;
	const members = new Map(Object.entries(payload));
	if (members.has(path)) return members.get(path);
	const dot = path.indexOf(".");
	return dot < 0 ? void 0 : valueAt(members.get(path.slice(0, dot)), path.slice(dot + 1));
}
// src/engines/qdrant/ask.ts
const pageSchema$2 = object({ points: array(object({ payload: unknown() })) });
/** Counts the points of a filter exactly, or reads one payload value of the one point that a filter finds. */
async function ask(connection, question, context) {
	const asked = parseQuestion(question);
	await using client = await openClient(connection, context);
	try {
		if ("count" in asked) return String(await countPoints(client, asked.collection, asked.count));
		const { collection, field, filter = {} } = asked;
		const page = await client.call({
			method: "POST",
			path: `/collections/${encode(collection)}/points/scroll`,
			what: "answer a question",
			body: {
				limit: 2,
				filter,
				with_payload: true,
				with_vector: false
			}
		});
		const [point, second] = pageSchema$2.parse(page).points;
		if (point === void 0 || second !== void 0) throw notOne(second === void 0 ? "none" : "several");
		const value = valueAt(point.payload, field);
		return value === void 0 || value === null ? null : plainText(value);
	} catch (error) {
		throw explainQuestion(error);
	}
}
function notOne(found) {
	return new LifeboatError({
		code: found === "none" ? "content-different" : "plan-invalid",
		what: `a check must find one point; this found ${found}`,
		fix: "let the filter find one point, for instance by has_id"
	});
}
// src/engines/qdrant/inventory.ts
/** Everything besides the points: the configuration of each collection, its payload indexes, and all aliases. */
function inventoryOf(infos, aliases) {
	return [...[...infos].flatMap(([name, info]) => [item("collection", name, canonicalText(info.config)), ...Object.entries(indexesOf(info)).map(([field, index]) => item("payload index", `${name}: ${field}`, canonicalText(index)))]), ...aliases.map(({ name, collection }) => item("alias", name, collection))].sort((one, other) => keyOf$1(one) < keyOf$1(other) ? -1 : 1);
}
function schemaDigest(inventory) {
	const digest = createHash("sha256");
	for (const { kind, name, value } of inventory) digest.update(`${JSON.stringify([
		kind,
		name,
		value
	])}\n`);
	return {
		digest: digest.digest("hex"),
		method: "collections/1"
	};
}
/** The payload indexes of a collection by field, without how many points each covers: that moves with every write. */
function indexesOf(info) {
	return Object.fromEntries(Object.entries(info.payload_schema).map(([field, index]) => [field, Object.fromEntries(Object.entries(index).filter(([key]) => key !== "points"))]));
}
function item(kind, name, value) {
	return {
		kind,
		name,
		value,
		rule: "equal"
	};
}
function keyOf$1({ kind, name }) {
	return `${kind} ${name}`;
}
const LANES = 4;
/** Counts and order-independent digests of points, by bucket: the sum of the first 128 bits of each point's SHA-256. */
var Buckets = class Buckets {
	counts = /* @__PURE__ */ new Float64Array(64);
	sums = /* @__PURE__ */ new Uint32Array(256);
	add(bucket, point) {
		this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
		this.addDigest(bucket, hash("sha256", point, "buffer"));
	}
	/** Buckets in which both say the same. */
	unchanged(other) {
		return [...this.counts.keys()].filter((bucket) => this.of(bucket) === other.of(bucket));
	}
	/** Count and digest over some buckets only. */
	total(wanted) {
		const all = new Buckets();
		for (const bucket of wanted) {
			all.counts[0] = (all.counts[0] ?? 0) + (this.counts[bucket] ?? 0);
			all.addDigest(0, this.lanes(bucket));
		}
		return {
			count: all.counts[0] ?? 0,
			digest: all.lanes(0).toString("hex")
		};
	}
	of(bucket) {
		return `${this.counts[bucket]} ${this.lanes(bucket).toString("hex")}`;
	}
	lanes(bucket) {
		const bytes = Buffer.alloc(16);
		for (let lane = 0; lane < LANES; lane++) bytes.writeUInt32BE(this.sums[bucket * LANES + lane] ?? 0, lane * 4);
		return bytes;
	}
	addDigest(bucket, digest) {
		let carry = 0;
		for (let lane = 3; lane >= 0; lane--) {
			const sum = (this.sums[bucket * LANES + lane] ?? 0) + digest.readUInt32BE(lane * 4) + carry;
			this.sums[bucket * LANES + lane] = sum;
			carry = sum > 4294967295 ? 1 : 0;
		}
	}
};
/** The bucket of a point, by the bytes of its id alone. */
function bucketOf(id) {
	let mixed = 2166136261;
	for (const byte of id) mixed = Math.imul(mixed ^ byte, 16777619);
	return (mixed >>> 16 ^ mixed) & 63;
}
// src/engines/qdrant/points/byte-writer.ts
/** Bytes that grow as they are written and are used again for the next point. */
var ByteWriter = class {
	bytes = Buffer.alloc(65536);
	length = 0;
	view = viewOf(this.bytes);
	uint8(value) {
		this.reserve(1);
		this.bytes[this.length] = value;
		this.length += 1;
	}
	uint32(value) {
		this.reserve(4);
		this.view.setUint32(this.length, value, true);
		this.length += 4;
	}
	uint64(value) {
		this.reserve(8);
		this.view.setBigUint64(this.length, value, true);
		this.length += 8;
	}
	/** Rounds to the float32 that the server keeps. */
	float32(value) {
		if (this.length + 4 > this.bytes.length) this.reserve(4);
		this.view.setFloat32(this.length, value, true);
		this.length += 4;
	}
	/** Overwrites four bytes that were written before. */
	uint32At(at, value) {
		this.view.setUint32(at, value, true);
	}
	/** Length and UTF-8 bytes, so that no two sequences of texts look alike. */
	text(text) {
		this.reserve(4 + text.length * 3);
		const written = this.bytes.write(text, this.length + 4, "utf8");
		this.uint32(written);
		this.length += written;
	}
	raw(bytes) {
		this.reserve(bytes.length);
		this.bytes.set(bytes, this.length);
		this.length += bytes.length;
	}
	reserve(more) {
		if (this.length + more <= this.bytes.length) return;
		const larger = Buffer.alloc(Math.max(this.bytes.length * 2, this.length + more));
		this.bytes.copy(larger, 0, 0, this.length);
		this.bytes = larger;
		this.view = viewOf(larger);
	}
};
function viewOf(bytes) {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
// src/engines/qdrant/points/malformed.ts
/** Points that cannot be read are never equal to anything. */
function malformed(why) {
	return new LifeboatError({
		code: "fingerprint-malformed",
		what: "qdrant answered a scroll with something that cannot be digested",
		why
	});
}
// src/engines/qdrant/points/json-cursor.ts
const QUOTE$1 = 34;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const OPEN_ARRAY$1 = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY$1 = 93;
const UPPER_E = 69;
const LOWER_E = 101;
const OPEN_OBJECT$1 = 123;
const CLOSE_OBJECT = 125;
const SPACE = 32;
/** Below this many digits a decimal and a power of ten are both exact, and so their quotient is rounded once. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
/** Walks over JSON bytes without making objects of them: most of a point is numbers, and a million strings a second cost too much. */
var JsonCursor = class {
	bytes;
	at = 0;
	constructor(bytes) {
		this.bytes = bytes;
	}
	/** The next byte that is no white space, without taking it. */
	peek() {
		let byte = this.bytes[this.at] ?? 0;
		while (byte <= SPACE && byte !== 0) byte = this.bytes[++this.at] ?? 0;
		return byte;
	}
	/** Takes the given byte; throws where another one stands. */
	take(byte) {
		if (this.peek() !== byte) throw malformed(`byte ${this.at} of an answer is not what JSON has there`);
		this.at += 1;
	}
	/** Takes a comma, or else the closing bracket: true while there is another member. */
	another(closing) {
		const byte = this.peek();
		this.at += 1;
		if (byte === COMMA) return true;
		if (byte === closing) return false;
		throw malformed(`byte ${this.at - 1} of an answer neither goes on nor ends`);
	}
	/** Takes an opening bracket: true unless it is closed at once, which is taken too. */
	opens(opening, closing) {
		this.take(opening);
		if (this.peek() !== closing) return true;
		this.at += 1;
		return false;
	}
	/** Calls `each` with every key of an object; it must take the value. */
	object(each) {
		if (!this.opens(OPEN_OBJECT$1, CLOSE_OBJECT)) return;
		do {
			const key = this.string();
			this.take(58);
			each(key);
		} while (this.another(CLOSE_OBJECT));
	}
	/** Calls `each` for every element of an array; it must take the element. */
	array(each) {
		if (!this.opens(OPEN_ARRAY$1, CLOSE_ARRAY$1)) return;
		do
			each();
		while (this.another(CLOSE_ARRAY$1));
	}
	string() {
		if (this.peek() !== QUOTE$1) throw malformed(`byte ${this.at} of an answer begins no string`);
		const start = this.at;
		this.at = this.afterString(start);
		const inner = this.bytes.toString("utf8", start + 1, this.at - 1);
		return inner.includes("\\") ? JSON.parse(`"${inner}"`) : inner;
	}
	/** The text of the next value. */
	valueText() {
		this.peek();
		const start = this.at;
		this.skip();
		return this.bytes.toString("utf8", start, this.at).trim();
	}
	/** Passes over the next value. */
	skip() {
		this.peek();
		const { bytes } = this;
		let depth = 0;
		let at = this.at;
		for (;;) {
			const byte = bytes[at];
			if (byte === void 0 && depth === 0 && at > this.at) break;
			if (byte === void 0) throw malformed("an answer ends early");
			if (depth === 0 && (byte === COMMA || byte === CLOSE_ARRAY$1 || byte === CLOSE_OBJECT)) break;
			if (byte === QUOTE$1) {
				at = this.afterString(at);
				if (depth === 0) break;
				continue;
			}
			at += 1;
			if (byte === OPEN_OBJECT$1 || byte === OPEN_ARRAY$1) depth += 1;
			else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY$1) && --depth === 0) break;
		}
		this.at = at;
	}
	/** Passes over the next value; an array of nothing but numbers in one step. */
	skipNumbers() {
		const end = this.peek() === OPEN_ARRAY$1 ? this.bytes.indexOf(CLOSE_ARRAY$1, this.at) : -1;
		const first = this.bytes[this.at + 1];
		if (end < 0 || first === OPEN_ARRAY$1 || first === OPEN_OBJECT$1 || (first ?? 0) <= SPACE) this.skip();
		else this.at = end + 1;
	}
	/** The next number as the nearest double. The inner loop of every fingerprint: plain on purpose. */
	number() {
		const { bytes } = this;
		let at = this.at;
		let byte = bytes[at];
		const negative = byte === MINUS;
		if (negative) byte = bytes[++at];
		const first = at;
		let mantissa = 0;
		let decimals = 0;
		while (byte !== void 0 && byte >= ZERO && byte <= NINE) {
			mantissa = mantissa * 10 + (byte - ZERO);
			byte = bytes[++at];
		}
		let digits = at - first;
		if (byte === DOT) {
			const point = at;
			byte = bytes[++at];
			while (byte !== void 0 && byte >= ZERO && byte <= NINE) {
				mantissa = mantissa * 10 + (byte - ZERO);
				byte = bytes[++at];
			}
			decimals = at - point - 1;
			digits += decimals;
		}
		if (digits === 0 || digits > EXACT_DIGITS || byte === LOWER_E || byte === UPPER_E) return this.oddNumber();
		this.at = at;
		const value = mantissa / (POWERS[decimals] ?? 1);
		return negative ? -value : value;
	}
	/** Exponents and long mantissas; null stands for what JSON has no number for. */
	oddNumber() {
		const text = this.valueText();
		const value = text === "null" ? NaN : Number(text);
		if (text === "" || Number.isNaN(value) && text !== "null") throw malformed("a vector holds what is no number");
		return value;
	}
	afterString(start) {
		let end = start;
		for (;;) {
			end = this.bytes.indexOf(QUOTE$1, end + 1);
			if (end < 0) throw malformed("a string of an answer does not end");
			let before = end - 1;
			while (this.bytes[before] === BACKSLASH) before -= 1;
			if ((end - 1 - before) % 2 === 0) return end + 1;
		}
	}
};
// src/engines/qdrant/points/write-id.ts
const QUOTE = 34;
const INTEGER_ID = 0;
const UUID_ID = 1;
/** Writes the id of a point, so that no number looks like a UUID. */
function writeId(cursor, writer) {
	if (cursor.peek() !== QUOTE) {
		writer.uint8(INTEGER_ID);
		writer.uint64(integerId(cursor.valueText()));
		return;
	}
	const hex = cursor.string().replaceAll("-", "");
	if (!/^[0-9a-f]{32}$/.test(hex)) throw malformed("an id is neither a number nor a UUID");
	writer.uint8(UUID_ID);
	writer.raw(Buffer.from(hex, "hex"));
}
function integerId(text) {
	if (!/^\d{1,20}$/.test(text)) throw malformed("an id is neither a number nor a UUID");
	return BigInt(text);
}
// src/engines/qdrant/points/write-vectors.ts
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const DENSE = 1;
const MULTI = 2;
const SPARSE$1 = 3;
const NAMED = 4;
/** Writes what stands under `vector` of a point: one vector without a name, or several sorted by their names. */
function writeVectors(cursor, writer) {
	if (cursor.peek() !== OPEN_OBJECT) {
		writeVector(cursor, writer);
		return;
	}
	const starts = /* @__PURE__ */ new Map();
	cursor.object((name) => {
		cursor.peek();
		starts.set(name, cursor.at);
		cursor.skip();
	});
	const end = cursor.at;
	writer.uint8(NAMED);
	writer.uint32(starts.size);
	for (const [name, start] of [...starts].sort(([one], [other]) => one < other ? -1 : 1)) {
		writer.text(name);
		cursor.at = start;
		writeVector(cursor, writer);
	}
	cursor.at = end;
}
function writeVector(cursor, writer) {
	if (cursor.peek() === OPEN_OBJECT) {
		writeSparse(cursor, writer);
		return;
	}
	const start = cursor.at;
	if (!cursor.opens(OPEN_ARRAY, CLOSE_ARRAY)) {
		writer.uint8(DENSE);
		writer.uint32(0);
	} else if (cursor.peek() === OPEN_ARRAY) {
		cursor.at = start;
		writeMulti(cursor, writer);
	} else {
		writer.uint8(DENSE);
		writeNumbers(cursor, writer);
	}
}
/** The numbers of an array whose opening bracket is taken, after their count. */
function writeNumbers(cursor, writer) {
	const place = writer.length;
	writer.uint32(0);
	let count = 0;
	do {
		cursor.peek();
		writer.float32(cursor.number());
		count += 1;
	} while (cursor.another(CLOSE_ARRAY));
	writer.uint32At(place, count);
}
function writeMulti(cursor, writer) {
	writer.uint8(MULTI);
	const place = writer.length;
	writer.uint32(0);
	let rows = 0;
	cursor.array(() => {
		rows += 1;
		if (cursor.opens(OPEN_ARRAY, CLOSE_ARRAY)) writeNumbers(cursor, writer);
		else writer.uint32(0);
	});
	writer.uint32At(place, rows);
}
/** Pairs sorted by their index, whatever order they were stored in. */
function writeSparse(cursor, writer) {
	const parts = /* @__PURE__ */ new Map();
	cursor.object((key) => {
		const numbers = [];
		cursor.array(() => {
			cursor.peek();
			numbers.push(cursor.number());
		});
		parts.set(key, numbers);
	});
	const [indices, values] = [parts.get("indices"), parts.get("values")];
	if (indices === void 0 || indices.length !== values?.length) throw malformed("a sparse vector is incomplete");
	writer.uint8(SPARSE$1);
	writer.uint32(indices.length);
	const pairs = indices.map((index, at) => [index, values[at] ?? NaN]);
	for (const [index, value] of pairs.sort(([one], [other]) => one - other)) {
		writer.uint32(index);
		writer.float32(value);
	}
}
// src/engines/qdrant/points/digest-page.ts
/** Digests pages of points into buckets; one writer serves them all. */
var PageDigester = class {
	writer = new ByteWriter();
	seedLength;
	buckets;
	constructor(seed, buckets) {
		this.buckets = buckets;
		this.writer.text(seed);
		this.seedLength = this.writer.length;
	}
	/** Returns the text of the id that the next page begins with, `null` after the last. Throws `fingerprint-malformed`. */
	add(page) {
		const cursor = new JsonCursor(page);
		let next;
		cursor.object((outer) => {
			if (outer !== "result") {
				cursor.skip();
				return;
			}
			cursor.object((key) => {
				if (key === "points") cursor.array(() => this.addPoint(cursor));
				else if (key === "next_page_offset") next = cursor.valueText();
				else cursor.skip();
			});
		});
		if (next === void 0) throw malformed("it does not say where the next page begins");
		return next;
	}
	addPoint(cursor) {
		const starts = {
			id: -1,
			payload: -1,
			vector: -1
		};
		cursor.object((key) => {
			cursor.peek();
			if (key === "id" || key === "payload" || key === "vector") starts[key] = cursor.at;
			else if (key !== "shard_key" && key !== "order_value") throw malformed(`a point has the unknown field ${key}`);
			if (key === "vector") cursor.skipNumbers();
			else cursor.skip();
		});
		const end = cursor.at;
		const { writer, seedLength } = this;
		writer.length = seedLength;
		cursor.at = starts.id;
		if (starts.id < 0 || starts.vector < 0) throw malformed("a point lacks its id or its vectors");
		writeId(cursor, writer);
		const bucket = bucketOf(writer.bytes.subarray(seedLength, writer.length));
		cursor.at = starts.payload;
		writer.text(starts.payload < 0 ? "{}" : payloadText(cursor.valueText()));
		cursor.at = starts.vector;
		writeVectors(cursor, writer);
		this.buckets.add(bucket, writer.bytes.subarray(0, writer.length));
		cursor.at = end;
	}
};
/** An absent payload, null and an empty one are the same to the server. */
function payloadText(text) {
	return text === "{}" || text === "null" ? "{}" : canonicalText(parseExact(text));
}
// src/engines/qdrant/points/scroll.ts
const PAGE_BYTES = 2 ** 20;
const FIRST_LIMIT = 200;
const MOST_POINTS = 5e3;
const NEXT = "\"next_page_offset\":";
/**
* The pages of a collection as they came, in the order of ids. The next one is asked for while the caller reads the last,
* and pages keep to some 1 MiB whatever the size of a point.
*/
async function* scrollPages(client, scroll) {
	let limit = FIRST_LIMIT;
	let most = MOST_POINTS;
	const ask = async (offset) => {
		try {
			return await client.bytes(pageCall(scroll, limit, offset));
		} catch (error) {
			const allowed = allowedLimit(error);
			if (allowed === void 0 || allowed >= limit) throw error;
			limit = most = allowed;
			return await ask(offset);
		}
	};
	let coming = ask(scroll.from ?? "null");
	while (coming !== void 0) {
		const page = await coming;
		const next = nextOffset(page);
		limit = Math.max(1, Math.min(most, Math.round(limit * PAGE_BYTES / page.length)));
		coming = next === "null" ? void 0 : ask(next);
		coming?.catch(() => void 0);
		yield page;
	}
}
/** A collection in strict mode says how many points it gives at once. */
function allowedLimit(error) {
	if (statusOf(error) !== 400 || !(error instanceof Error)) return void 0;
	const [, allowed] = /Limit exceeded \d+ > (\d+) for "limit"/.exec(error.message) ?? [];
	return allowed === void 0 || allowed === "0" ? void 0 : Number(allowed);
}
function pageCall({ collection, consistency, request }, limit, offset) {
	const rest = canonicalText({
		limit,
		with_payload: true,
		with_vector: true,
		...request
	});
	return {
		method: "POST",
		path: `/collections/${encode(collection)}/points/scroll${consistency === void 0 ? "" : `?consistency=${consistency}`}`,
		what: `read the points of ${JSON.stringify(collection)}`,
		patienceMs: READING_MS,
		body: `${rest.slice(0, -1)},"offset":${offset}}`
	};
}
/** The server writes it after the points, so the last one is it: inside of a text its quotes would be escaped. */
function nextOffset(page) {
	const at = page.lastIndexOf(NEXT);
	const found = /^\s*(null|\d+|"[0-9a-f-]{36}")/.exec(page.toString("latin1", at + 19, at + 19 + 60));
	if (at < 0 || found?.[1] === void 0) throw malformed("it does not say where the next page begins");
	return found[1];
}
// src/engines/qdrant/points/digest-collection.ts
/** Reads every point of a collection once. Throws `fingerprint-malformed`. */
async function digestCollection(client, scroll) {
	const buckets = new Buckets();
	const digester = new PageDigester(scroll.seed, buckets);
	let next;
	for await (const page of scrollPages(client, scroll)) next = digester.add(page);
	if (next !== "null") throw malformed("its last page says that there are more");
	return buckets;
}
// src/engines/qdrant/snapshots/snapshot-calls.ts
const describedSchema = object({
	name: string().min(1),
	size: int().positive(),
	creation_time: string().nullish(),
	checksum: string().regex(/^[0-9a-f]{64}$/).nullish()
});
/** `POST` here makes one, `GET` lists them. */
function snapshotsPath({ collection, shard }) {
	const whole = `/collections/${encode(collection)}`;
	return shard === void 0 ? `${whole}/snapshots` : `${whole}/shards/${shard}/snapshots`;
}
async function listSnapshots(client, subject) {
	const what = `list the snapshots of ${nameOf(subject)}`;
	const result = await client.call({
		method: "GET",
		path: snapshotsPath(subject),
		what
	});
	return array(describedSchema).parse(result);
}
async function createSnapshot(client, subject) {
	const what = `take a snapshot of ${nameOf(subject)}`;
	const path = `${snapshotsPath(subject)}?wait=true`;
	return describedSchema.parse(await client.call({
		method: "POST",
		path,
		what
	}));
}
/** False when it was not there any more. */
async function deleteSnapshot(client, subject, name) {
	const path = `${snapshotsPath(subject)}/${encode(name)}?wait=true`;
	const what = `remove a snapshot of ${nameOf(subject)}`;
	try {
		await client.call({
			method: "DELETE",
			path,
			what
		});
		return true;
	} catch (error) {
		if (statusOf(error) === 404) return false;
		throw error;
	}
}
function nameOf({ collection, shard }) {
	return shard === void 0 ? JSON.stringify(collection) : `shard ${shard} of ${JSON.stringify(collection)}`;
}
// src/engines/qdrant/snapshots/download.ts
/** Throws `source-changed` when another file lies under a snapshot's name by now, or none. */
async function assertThere({ client, subject, name, sha256 }) {
	if ((await listSnapshots(client, subject)).find((one) => one.name === name)?.checksum === sha256) return;
	throw new LifeboatError({
		code: "source-changed",
		what: `the snapshot of ${nameOf(subject)} was removed or replaced before it was fetched`,
		why: `${name}: somebody else takes or removes snapshots of the same collection in the same second`,
		fix: "back up again, at another minute than other programs that take snapshots"
	});
}
/** The bytes of a snapshot; the stream fails at its end unless they are those that the server announced. */
async function openSnapshot(snapshot) {
	const { client, subject, name } = snapshot;
	const answer = await client.open({
		method: "GET",
		path: `${snapshotsPath(subject)}/${encode(name)}`,
		what: `hand out its snapshot of ${nameOf(subject)}`
	});
	return Readable.from(verified(answer, snapshot), {
		objectMode: false,
		highWaterMark: 2 ** 20
	});
}
async function* verified(answer, snapshot) {
	const { client, subject, bytes, sha256 } = snapshot;
	const digest = createHash("sha256");
	let received = 0;
	try {
		for await (const chunk of answer) {
			digest.update(chunk);
			received += chunk.length;
			yield chunk;
		}
	} catch (error) {
		throw client.signal.aborted ? cancelled(client.signal) : explainConnection(error, client.connection);
	}
	if (client.signal.aborted) throw cancelled(client.signal);
	const found = digest.digest("hex");
	if (received === bytes && found === sha256) return;
	throw new LifeboatError({
		code: "capture-failed",
		what: `what arrived of the snapshot of ${nameOf(subject)} is not what the server made`,
		why: `${received} of ${bytes} bytes, SHA-256 ${found} instead of ${sha256}`,
		fix: "look for what changes bytes on the way (a proxy that compresses), then back up again"
	});
}
// src/engines/qdrant/snapshots/plan-snapshots.ts
const ACTIVE = "Active";
/**
* One snapshot of the whole collection where the asked peer has every shard; otherwise one of each shard, from a peer whose
* replica is active. Throws `capture-failed` when a shard has none: a snapshot of a peer holds its own shards only.
*/
function planSnapshots(collection, { peerId, count, replicas }) {
	const active = replicas.filter(({ state }) => state === ACTIVE);
	const shards = [...new Set(replicas.map(({ shard }) => shard))].sort((one, other) => one - other);
	const uncovered = shards.filter((shard) => !active.some((replica) => replica.shard === shard));
	if (shards.length !== count || uncovered.length > 0) throw uncoveredShards(collection, count, replicas);
	const own = new Set(active.filter((replica) => replica.peerId === peerId).map(({ shard }) => shard));
	if (own.size === count) return [{ peerId }];
	return shards.map((shard) => ({
		shard,
		peerId: own.has(shard) ? peerId : active.find((replica) => replica.shard === shard)?.peerId ?? peerId
	}));
}
function uncoveredShards(collection, count, replicas) {
	const states = replicas.map(({ shard, peerId, state }) => `shard ${shard} on peer ${peerId} is ${state}`);
	return new LifeboatError({
		code: "capture-failed",
		what: `not every shard of ${JSON.stringify(collection)} has an active replica`,
		why: states.length === 0 ? `none of its ${count} shards lies anywhere` : states.join("; "),
		fix: "wait until the cluster has recovered, or repair it; then back up again"
	});
}
// src/engines/qdrant/snapshots/snapshot-note.ts
const noteSchema = strictObject({
	runId: string(),
	/** The server, as its identity says. */
	server: string(),
	/** Another peer of the cluster than the one that the target names. */
	peer: strictObject({
		host: string(),
		port: int()
	}).optional(),
	collection: string(),
	shard: int().optional(),
	/** Snapshots that were there before: never ours. */
	before: array(string()),
	/** The server's clock when it was asked for one, in milliseconds. */
	askedAtMs: number(),
	/** Once the server has told it. */
	name: string().optional()
});
/** Writes a note down. */
async function writeNote(note, context) {
	await mkdir(notesFolder(), {
		recursive: true,
		mode: 448
	});
	const suffix = Buffer.from(context.random.bytes(6)).toString("hex");
	const path = join(notesFolder(), `${note.runId}.${suffix}.json`);
	const write = async (content) => {
		const unfinished = `${path}.part`;
		await writeFile(unfinished, JSON.stringify(content), { mode: 384 });
		await rename(unfinished, path);
	};
	await write(note);
	return {
		setName: (name) => write({
			...note,
			name
		}),
		remove: () => rm(path, { force: true })
	};
}
/** The notes of every run of this user on this computer, each with a way to remove it. */
async function readNotes() {
	const folder = notesFolder();
	const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
	return (await Promise.all(names.map((name) => readNote(join(folder, name))))).filter((one) => one !== void 0);
}
/** One that is damaged names nothing. */
async function readNote(path) {
	try {
		return {
			note: noteSchema.parse(JSON.parse(await readFile(path, "utf8"))),
			remove: () => rm(path, { force: true })
		};
	} catch {
		return;
	}
}
const LATER_MS = 2e3;
/**
* Whether a snapshot is the noted one, or, of a request that got no answer, has a name that it would have got: its server puts
* the second of the request into it.
*/
function mayBeNoted(name, { before, askedAtMs, name: own }) {
	if (own !== void 0) return name === own;
	const stamp = /-(\d{4})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})\.snapshot$/.exec(name);
	if (stamp === null || before.includes(name)) return false;
	const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = stamp.slice(1).map(Number);
	const at = Date.UTC(year, month - 1, day, hour, minute, second);
	return at >= askedAtMs && at <= askedAtMs + LATER_MS;
}
// src/engines/qdrant/snapshots/take-snapshot.ts
/** How long a cancelled run waits for a snapshot that the server is still making. */
const LINGER_MS = 5e3;
const LINGER_EVERY_MS = 250;
/**
* Has a server make a snapshot, and notes it so that sweep finds it after a kill. Snapshots of one collection are made one after
* another: two of the same second would be one file.
*/
async function takeSnapshot(client, subject, context) {
	const { server, peer, ...what } = subject;
	const before = (await listSnapshots(client, what)).map(({ name }) => name);
	const askedAtMs = client.lastDate()?.getTime() ?? 0;
	const other = peer === void 0 ? {} : { peer: {
		host: peer.host,
		port: peer.port
	} };
	const note = {
		runId: context.runId,
		server,
		...other,
		...what,
		before,
		askedAtMs
	};
	const noted = await writeNote(note, context);
	const forget = (name) => removeOwn(client, note, {
		name,
		forget: noted.remove,
		context
	});
	let name;
	try {
		const { name: made, size, checksum } = await createSnapshot(client, what);
		name = made;
		await noted.setName(made);
		if (typeof checksum !== "string") throw noChecksum(what);
		return {
			client,
			subject: what,
			name: made,
			bytes: size,
			sha256: checksum,
			[Symbol.asyncDispose]: () => forget(made)
		};
	} catch (error) {
		await (isRefusal(error) ? noted.remove() : forget(name));
		throw error;
	}
}
/** A server that refused the request made nothing, and what lies there then is somebody else's. */
function isRefusal(error) {
	const status = statusOf(error);
	return status !== void 0 && status < 500;
}
/**
* Removes the snapshot even after the run was cancelled, which is when it matters. What cannot be removed now stays noted
* for sweep, and is told.
*/
async function removeOwn({ connection }, note, { name, forget, context }) {
	try {
		await using client = await openClient(connection, { signal: AbortSignal.timeout(2 * LINGER_MS) });
		if (name === void 0) await removeUnnamed(client, note, context);
		else if (!await deleteSnapshot(client, note, name)) await listSnapshots(client, note);
		await forget();
	} catch (error) {
		leaveToSweep(context.runId);
		const why = isLifeboatError(error) ? `: ${error.message}` : "";
		const message = `a snapshot of ${nameOf(note)} could not be removed from its server${why}; lifeboat sweep tries again`;
		context.reporter.report({
			event: "warning",
			message
		});
	}
}
/** The server goes on making a snapshot whose client is gone. */
async function removeUnnamed(client, note, context) {
	const until = context.clock.monotonicMs() + (context.signal.aborted ? LINGER_MS : 0);
	for (;;) {
		const own = (await listSnapshots(client, note)).filter(({ name }) => mayBeNoted(name, note));
		for (const { name } of own) await deleteSnapshot(client, note, name);
		if (own.length > 0 || context.clock.monotonicMs() >= until) return;
		await setTimeout$1(LINGER_EVERY_MS);
	}
}
function noChecksum(subject) {
	return new LifeboatError({
		code: "server-unsupported",
		what: `the server gave no checksum for its snapshot of ${nameOf(subject)}`,
		why: "without one nobody can tell whether what arrived is what it made",
		fix: "use a Qdrant that gives checksums of its snapshots"
	});
}
// src/engines/qdrant/capture-collection.ts
const ATTEMPTS = 3;
/**
* Reads the points, takes the snapshot, reads the points again, and fetches the snapshot. Undefined when the collection was
* deleted before that; throws `source-changed` when its definition or its shards changed again and again meanwhile.
*/
async function captureCollection(peers, job, { sink, context }) {
	for (let attempt = 1;; attempt++) try {
		await using held = await hold(peers, job, context);
		const snapshots = [];
		for (const snapshot of held.taken) snapshots.push(await store(snapshot, job, sink));
		return {
			...held.captured,
			entry: {
				...held.captured.entry,
				snapshots
			}
		};
	} catch (error) {
		if (statusOf(error) === 404 && !(await listCollections(peers.client)).includes(job.name)) return void 0;
		if (!isLifeboatError(error, "source-changed") || attempt === ATTEMPTS) throw error;
	}
}
async function hold(peers, job, context) {
	const { name } = job;
	const before = await look(peers, name);
	const first = await digest(peers, job);
	await using undo = new AsyncDisposableStack();
	const taken = [];
	const plan = planSnapshots(name, before.shards);
	if (plan.some(({ shard }) => shard !== void 0)) assertRestorable(name, before.info);
	for (const { peerId, ...subject } of plan) {
		const isOwn = peerId === before.shards.peerId;
		const client = isOwn ? peers.client : await peers.of(peerId);
		const peer = isOwn ? {} : { peer: client.connection };
		const what = {
			collection: name,
			...subject,
			server: job.server,
			...peer
		};
		taken.push(undo.use(await takeSnapshot(client, what, context)));
	}
	const second = await digest(peers, job);
	const after = await look(peers, name);
	if (after.text !== before.text) throw changed(name);
	for (const snapshot of taken) await assertThere(snapshot);
	const kept = undo.move();
	return {
		taken,
		captured: {
			entry: {
				...after.written,
				snapshots: []
			},
			info: after.info,
			shards: before.shards.count,
			buckets: second,
			still: first === void 0 || second === void 0 ? [] : second.unchanged(first)
		},
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
}
/** Shards of custom keys get other numbers when their keys are made anew, so their snapshots would not find their place. */
function assertRestorable(collection, { config }) {
	if (config.params["sharding_method"] !== "custom") return;
	throw new LifeboatError({
		code: "server-unsupported",
		what: `${JSON.stringify(collection)} is divided by shard keys of its own over several peers`,
		why: "nothing would put the snapshots of its shards back under their keys",
		fix: "move all its shards to one peer, or leave it to a target of its own with other means"
	});
}
async function look({ client }, name) {
	const info = await readInfo(client, name);
	const shards = await readShards(client, name);
	const written = {
		name,
		config: canonicalText(info.config),
		payloadIndexes: canonicalText(indexesOf(info))
	};
	return {
		info,
		shards,
		written,
		text: JSON.stringify([written, shards])
	};
}
async function digest({ client }, { name, seed, consistency }) {
	return seed === void 0 ? void 0 : await digestCollection(client, {
		collection: name,
		seed,
		...consistency
	});
}
async function store(snapshot, { number }, sink) {
	const { subject, sha256, bytes } = snapshot;
	const { shard } = subject;
	const part = `${String(number).padStart(4, "0")}${shard === void 0 ? "" : `.${shard}`}.snapshot`;
	await sink.stream(part, await openSnapshot(snapshot));
	return {
		part,
		sha256,
		bytes,
		...shard === void 0 ? {} : { shard }
	};
}
function changed(collection) {
	return new LifeboatError({
		code: "source-changed",
		what: `the definition of ${JSON.stringify(collection)} changed while it was backed up`,
		why: "its configuration, its payload indexes or the places of its shards are not what they were before its snapshot",
		fix: "back up again, at a time when no collection is changed, made anew or moved"
	});
}
// src/engines/qdrant/cluster.ts
const peerSchema = object({ uri: string() });
const clusterSchema = union([object({
	status: literal("enabled"),
	peer_id: unknown().transform(plainText),
	peers: record(string(), peerSchema)
}), object({ status: string() })]);
/** `standalone` without a cluster; `hidden` when this key may not look at it. */
async function readCluster(client) {
	try {
		const answer = clusterSchema.parse(await client.call({
			method: "GET",
			path: "/cluster",
			what: "list the peers of the cluster"
		}));
		if (!("peers" in answer)) return "standalone";
		const { port } = client.connection;
		const peers = Object.entries(answer.peers).map(([id, { uri }]) => [id, {
			host: new URL(uri).hostname,
			port
		}]);
		return {
			own: answer.peer_id,
			peers: new Map(peers)
		};
	} catch (error) {
		if (statusOf(error) === 403 && error instanceof LifeboatError && error.code === "privilege-missing") return "hidden";
		throw error;
	}
}
// src/engines/qdrant/peers.ts
async function openPeers(connection, context) {
	const open = new AsyncDisposableStack();
	const client = open.use(await openClient(connection, context));
	const found = /* @__PURE__ */ new Map();
	const meet = async () => {
		const cluster = await readCluster(client);
		if (typeof cluster === "string") return;
		found.set(cluster.own, client);
		for (const peer of connection.peers ?? [...cluster.peers.values()]) {
			const other = open.use(await openClient(elsewhere(connection, peer), context));
			const answer = await readCluster(other);
			if (typeof answer === "object" && !found.has(answer.own)) found.set(answer.own, other);
		}
	};
	return {
		client,
		of: async (peerId) => {
			if (found.size === 0) await meet();
			return found.get(peerId) ?? unknownPeer(peerId, found);
		},
		[Symbol.asyncDispose]: () => open.disposeAsync()
	};
}
/** The same key at another peer, whose certificate must be its own. */
function elsewhere(connection, { host, port }) {
	return {
		...connection,
		host,
		port
	};
}
function unknownPeer(peerId, found) {
	const known = [...found].map(([id, { connection }]) => `${id} at ${addressOf(connection)}`);
	throw new LifeboatError({
		code: "server-unreachable",
		what: `peer ${peerId} of the cluster holds shards, and no REST address leads to it`,
		why: known.length === 0 ? "this key may not list the peers" : `found were ${known.join(", ")}`,
		fix: "write the REST addresses of all peers under connection.peers"
	});
}
// src/engines/qdrant/points/method.ts
const NAME = "points/1";
/** How a digest was made: over all buckets, or without those that moved: `points/1 of 64 without 3,17`. */
function methodOf(still) {
	if (still.length === 64) return NAME;
	const moved = Array.from({ length: 64 }, (_, bucket) => bucket).filter((bucket) => !still.includes(bucket));
	return `${NAME} of 64 without ${moved.join(",")}`;
}
/** The buckets that a method digests; without one, all of them. Throws `fingerprint-malformed`. */
function bucketsOf(method) {
	const all = Array.from({ length: 64 }, (_, bucket) => bucket);
	if (method === void 0 || method === NAME) return all;
	const list = new RegExp(`^${NAME} of 64 without ([\\d,]+)$`).exec(method)?.[1];
	if (list === void 0) throw new LifeboatError({
		code: "fingerprint-malformed",
		what: "the fingerprint was made by a method that this version does not know",
		why: method
	});
	const moved = new Set(list.split(",").map(Number));
	return all.filter((bucket) => !moved.has(bucket));
}
// src/engines/qdrant/version.ts
const rootSchema = object({
	title: string().regex(/qdrant/i),
	version: string().regex(/^\d+\.\d+\.\d+/)
});
/** The version as the server says it, with whatever it adds: `1.19.0`. Throws `server-unsupported`. */
async function readVersion(client) {
	const body = (await client.bytes({
		method: "GET",
		path: "/",
		what: "tell its version"
	}).catch((error) => explainRoot(error, client))).toString("utf8");
	try {
		return rootSchema.parse(JSON.parse(body)).version;
	} catch (error) {
		throw foreign(client, error);
	}
}
/** Every Qdrant has its root; what stands before one may refuse it, or be out of order. */
function explainRoot(error, client) {
	const status = statusOf(error);
	throw status === void 0 || [
		401,
		403,
		429
	].includes(status) || status >= 500 ? error : foreign(client, error);
}
function foreign(client, cause) {
	const status = statusOf(cause);
	return new LifeboatError({
		code: "server-unsupported",
		what: `what answers at ${addressOf(client.connection)} is no Qdrant`,
		...status === void 0 ? {} : { why: `it answered with HTTP ${status}` },
		fix: "check host and port of the target: the REST interface is meant, 6333 unless changed",
		cause
	});
}
/** The part of a version within which snapshots are promised to restore: `1.19`. */
function minorOf(version) {
	return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}
/** Throws `server-unsupported` unless the server is of the minor version that made the snapshots. */
function assertSameMinor(server, backup) {
	if (minorOf(server) === minorOf(backup)) return;
	throw new LifeboatError({
		code: "server-unsupported",
		what: `the snapshots are of Qdrant ${backup}, and the server is Qdrant ${server}`,
		why: "Qdrant promises to restore a snapshot within one minor version only",
		fix: `restore into Qdrant ${minorOf(backup)}, then upgrade that server`
	});
}
// src/engines/qdrant/fingerprint.ts
/** Digests a server that stands still: a restored copy. Throws `fingerprint-malformed`. */
async function fingerprint(connection, spec, context) {
	await using client = await openClient(connection, context);
	const { only } = spec;
	const all = await listCollections(client);
	const wanted = all.filter((name) => !spec.leftOut.includes(name) && (only?.includes(name) ?? true));
	const consistency = await readConsistency(client);
	const datasets = [];
	for (const collection of wanted) {
		context.reporter.report({
			event: "phase",
			name: "fingerprint",
			target: collection
		});
		const buckets = await digestCollection(client, {
			collection,
			seed: spec.seed,
			...consistency
		});
		datasets.push(datasetOf(collection, buckets, bucketsOf(spec.methods.get(collection))));
	}
	return assemble({
		version: await readVersion(client),
		seed: spec.seed,
		datasets,
		leftOut: all.filter((name) => spec.leftOut.includes(name)),
		coverage: { kind: "exact" },
		inventory: only === void 0 ? inventoryOf(await readInfos(client, all), await listAliases(client)) : []
	});
}
/** Count and digest of one collection over the buckets that stood still. */
function datasetOf(name, buckets, still) {
	return {
		name,
		kind: "collection",
		...buckets.total(still),
		method: methodOf(still),
		rule: "equal"
	};
}
function assemble({ version, ...gathered }) {
	return {
		format: "lifeboat-fingerprint/1",
		engine: "qdrant",
		comparableWithin: `qdrant ${minorOf(version)}`,
		origin: "source",
		...gathered,
		schema: schemaDigest(gathered.inventory)
	};
}
/** Replicas that disagree must not be taken for points that moved, nor the one of them for the other. */
async function readConsistency(client) {
	const cluster = await readCluster(client);
	return typeof cluster === "object" && cluster.peers.size > 1 ? { consistency: "all" } : {};
}
async function readInfos(client, names) {
	const infos = /* @__PURE__ */ new Map();
	for (const name of names) infos.set(name, await readInfo(client, name));
	return infos;
}
// src/engines/qdrant/identity.ts
/**
* A server is known by its peer id, a cluster by the smallest of its peers' ids. A server without a cluster tells its id
* with a collection only: an empty one is known by its address.
*/
async function identify(client) {
	const version = await readVersion(client);
	const address = addressOf(client.connection);
	const cluster = await readCluster(client);
	if (typeof cluster === "object") return {
		version,
		id: `peer ${[...cluster.peers.keys()].sort()[0] ?? cluster.own}`,
		address
	};
	const [first] = await listCollections(client);
	return {
		version,
		id: first === void 0 ? `empty ${address}` : `peer ${(await readShards(client, first)).peerId}`,
		address
	};
}
// src/engines/qdrant/parts.ts
/** The part that says what every other part is. */
const CATALOGUE = "collections.json";
const snapshotSchema = strictObject({
	part: string(),
	sha256: string().regex(/^[0-9a-f]{64}$/),
	bytes: int().positive(),
	/** Of one shard only; otherwise it holds the collection whole. */
	shard: int().nonnegative().optional()
});
const catalogueSchema = strictObject({
	format: literal("lifeboat-qdrant/1"),
	version: string(),
	aliases: array(strictObject({
		name: string(),
		collection: string()
	})),
	collections: array(strictObject({
		name: string(),
		/** JSON as the server gave it: its numbers may be beyond what a JavaScript number holds. */
		config: string(),
		payloadIndexes: string(),
		snapshots: array(snapshotSchema).min(1)
	}))
});
/** Throws `part-malformed`. */
async function readCatalogue(parts) {
	const written = await text(await parts.open(CATALOGUE));
	try {
		return catalogueSchema.parse(JSON.parse(written));
	} catch (error) {
		throw new LifeboatError({
			code: "part-malformed",
			what: `${CATALOGUE} of the backup cannot be read`,
			cause: error
		});
	}
}
// src/engines/qdrant/requirements.ts
/** What a sandbox must be like to restore a backup of this server. */
function requirementsOf({ version }) {
	return { qdrantVersion: version };
}
// src/engines/qdrant/capture.ts
const SECOND_MS = 1e3;
/**
* One snapshot of each collection (of each shard in a cluster), and a fingerprint of what stood still from before it was
* taken until after.
*/
async function capture(connection, { sink, fingerprint: wanted }, context) {
	await using peers = await openPeers(connection, context);
	const { client } = peers;
	const identity = await identify(client);
	const from = client.lastDate() ?? context.clock.now();
	const names = await listCollections(client);
	const seed = wanted ? Buffer.from(context.random.bytes(16)).toString("hex") : void 0;
	const consistency = await readConsistency(client);
	const captured = [];
	for (const [at, name] of names.entries()) {
		context.reporter.report({
			event: "phase",
			name: "capture",
			target: name
		});
		const one = await captureCollection(peers, {
			name,
			number: at + 1,
			seed,
			consistency,
			server: identity.id
		}, {
			sink,
			context
		});
		if (one !== void 0) captured.push(one);
	}
	const { aliases, limitations } = await lookAround(peers, captured);
	const catalogue = {
		format: "lifeboat-qdrant/1",
		version: identity.version,
		aliases: aliases.map(({ name, collection }) => ({
			name,
			collection
		})),
		collections: captured.map(({ entry }) => entry)
	};
	await sink.stream(CATALOGUE, Readable.from([JSON.stringify(catalogue)]));
	if (context.signal.aborted) throw cancelled(context.signal);
	const to = client.lastDate() ?? context.clock.now();
	const infos = new Map(captured.map(({ entry, info }) => [entry.name, info]));
	const given = {
		version: identity.version,
		inventory: inventoryOf(infos, aliases)
	};
	return {
		identity,
		consistency: {
			kind: captured.every(({ shards }) => shards <= 1) ? "perObject" : "fuzzy",
			fromAt: from.toISOString(),
			toAt: new Date(to.getTime() + SECOND_MS).toISOString()
		},
		fingerprint: seed === void 0 ? void 0 : toFingerprint(captured, {
			...given,
			seed
		}),
		requirements: requirementsOf(identity),
		limitations: [...limitations, ...captured.flatMap(movedLimitation)]
	};
}
function toFingerprint(captured, given) {
	const total = captured.length * 64;
	const equal = captured.reduce((sum, { still }) => sum + still.length, 0);
	return assemble({
		...given,
		datasets: captured.flatMap(({ entry, buckets, still }) => buckets === void 0 || still.length === 0 ? [] : [datasetOf(entry.name, buckets, still)]),
		leftOut: captured.filter(({ still }) => still.length === 0).map(({ entry }) => entry.name),
		coverage: equal === total ? { kind: "exact" } : {
			kind: "partial",
			equal,
			total
		}
	});
}
function quoted(names) {
	return names.map((name) => JSON.stringify(name));
}
function movedLimitation({ entry: { name }, buckets, still }) {
	if (buckets === void 0 || still.length === 64) return [];
	const moved = 64 - still.length;
	return [still.length === 0 ? `All points of ${JSON.stringify(name)} may have moved while it was backed up: what its snapshot holds is not proven.` : `${moved} of 64 parts of ${JSON.stringify(name)} moved while it was backed up: what its snapshot holds of them is not proven.`];
}
/** Aliases of what is in the backup, and what came and went meanwhile. */
async function lookAround({ client }, captured) {
	const held = captured.map(({ entry }) => entry.name);
	const now = await listCollections(client);
	return {
		aliases: (await listAliases(client)).filter(({ collection }) => held.includes(collection)),
		limitations: [...quoted(held.filter((name) => !now.includes(name))).map((name) => `The collection ${name} was deleted during the backup, which holds it as it was before.`), ...quoted(now.filter((name) => !held.includes(name))).map((name) => `The collection ${name} was made during the backup and is not in it.`)]
	};
}
// src/engines/qdrant/checks.ts
/** Whether the server has every collection ready and its replicas active, its aliases lead somewhere, and it can be written to. */
async function checks(connection, context) {
	await using client = await openClient(connection, context);
	const names = await listCollections(client);
	return [
		await checkEach(names, "collections indexed", async (name) => {
			const { status } = await readInfo(client, name);
			return status === "green" ? void 0 : `${JSON.stringify(name)} is ${status}`;
		}),
		await checkEach(names, "replicas active", async (name) => {
			const { replicas } = await readShards(client, name);
			const other = replicas.find(({ state }) => state !== "Active");
			return other === void 0 ? void 0 : `shard ${other.shard} of ${JSON.stringify(name)} is ${other.state}`;
		}),
		await checkEach(await listAliases(client), "aliases lead to collections", async ({ name, collection }) => names.includes(collection) ? void 0 : `${JSON.stringify(name)} leads nowhere`),
		await probeWrite(client, context)
	];
}
async function checkEach(all, name, wrong) {
	const found = [];
	for (const one of all) {
		const text = await wrong(one);
		if (text !== void 0) found.push(text);
	}
	const detail = found.length === 0 ? `all ${all.length}` : found.join("; ");
	return {
		name,
		result: found.length === 0 ? "passed" : "failed",
		detail
	};
}
/** Writes one point into a collection of its own, reads it and removes both. */
async function probeWrite(client, { runId }) {
	const collection = `lifeboat-check-${runId}`;
	const path = `/collections/${encode(collection)}`;
	const what = "make, fill and remove a collection";
	try {
		await client.call({
			method: "PUT",
			path,
			what,
			body: { vectors: {
				size: 1,
				distance: "Dot"
			} }
		});
		await client.call({
			method: "PUT",
			path: `${path}/points?wait=true`,
			what,
			body: { points: [{
				id: 1,
				vector: [1],
				payload: { written: true }
			}] }
		});
		const count = await countPoints(client, collection, { must: [{ has_id: [1] }] });
		await client.call({
			method: "DELETE",
			path,
			what
		});
		const passed = count === 1;
		return {
			name: "write",
			result: passed ? "passed" : "failed",
			detail: passed ? "a point was written, found and removed" : "a point that was written could not be found"
		};
	} catch (error) {
		if (isLifeboatError(error, "connection-lost") || isLifeboatError(error, "cancelled")) throw error;
		return {
			name: "write",
			result: "failed",
			detail: error instanceof Error ? error.message : String(error)
		};
	}
}
// src/engines/qdrant/destination.ts
const DEFAULT_PORT = 6333;
const TLS_FILES = [
	"caFile",
	"certFile",
	"keyFile"
];
/** The server that `--into` names: `https://:KEY@host:6333?caFile=ca.crt`. Collections keep their names. Throws `usage-invalid`. */
function destination(_source, into) {
	const url = URL.canParse(into) ? new URL(into) : void 0;
	if (url === void 0 || !/^https?:$/.test(url.protocol)) throw invalid("the destination is not a URL");
	const files = Object.fromEntries(url.searchParams);
	if (url.pathname !== "/" || url.hash !== "" || Object.keys(files).some((name) => !TLS_FILES.includes(name))) throw invalid("the destination holds more than a server: collections keep their names");
	const host = url.hostname.replace(/^\[|\]$/g, "");
	const key = decoded(url.password === "" ? url.username : url.password);
	if (holdsControlCharacter(key) || holdsControlCharacter(into)) throw invalid("the destination holds a control character");
	return {
		host,
		port: Number(/^[^?]*:(\d+)\/?(\?|$)/.exec(into)?.[1] ?? DEFAULT_PORT),
		...key === "" ? {} : { apiKey: new Secret(key) },
		...tlsOf(host, {
			...files,
			mode: url.protocol === "https:" ? "verify-full" : "disable"
		})
	};
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		throw invalid("the destination holds a % that begins no escape");
	}
}
function invalid(what) {
	return new LifeboatError({
		code: "usage-invalid",
		what,
		fix: "name an empty server, with its key in a variable: --into env:NAME, where NAME holds https://:KEY@host:6333"
	});
}
// src/engines/qdrant/endpoint.ts
function endpoint({ host, port }) {
	return {
		host,
		port
	};
}
/** The same key at another address; the certificate is still asked for the name that was written. */
function atEndpoint(connection, { host, port }) {
	const { tls } = connection;
	const named = tls === void 0 ? {} : { tls: {
		...tls,
		serverName: tls.serverName ?? connection.host
	} };
	return {
		...connection,
		host,
		port,
		...named
	};
}
// src/engines/qdrant/integrity.ts
/**
* The question that counts what breaks a rule: a dataset is a collection, a column a key of its payloads. An empty array
* counts as no value.
*/
function violations(rule) {
	const { dataset: collection } = rule;
	if (rule.kind === "count") return JSON.stringify({
		collection,
		count: {}
	});
	if (rule.kind === "notNull") {
		const should = rule.columns.flatMap((key) => [{ is_empty: { key } }, { is_null: { key } }]);
		return JSON.stringify({
			collection,
			count: { should }
		});
	}
	throw new LifeboatError({
		code: "not-supported",
		what: `qdrant cannot answer a rule of ${rule.kind}`,
		fix: "write rules of count or notNull for collections; compare keys with another store by reconcile:"
	});
}
// src/engines/qdrant/keys.ts
const pageSchema$1 = object({ result: object({ points: array(object({
	id: unknown(),
	payload: unknown().optional()
})) }) });
/** Streams the ids of a collection's points, or one field of their payloads, page by page. */
async function* keys(connection, question, context) {
	const asked = parseKeysQuestion(question);
	await using client = await openClient(connection, context);
	const { collection, field, filter = {} } = asked;
	const request = {
		with_vector: false,
		with_payload: field === void 0 ? false : [field],
		filter
	};
	try {
		for await (const page of scrollPages(client, {
			collection,
			request
		})) {
			const { points } = pageSchema$1.parse(parseExact(page.toString("utf8"))).result;
			yield* points.map(({ id, payload }) => keyOf(id, payload, asked));
		}
	} catch (error) {
		throw explainQuestion(error);
	}
}
function keyOf(id, payload, { field }) {
	const value = field === void 0 ? id : valueAt(payload, field);
	if (value !== void 0 && value !== null) return plainText(value);
	throw new LifeboatError({
		code: "plan-invalid",
		what: `a point of qdrant has no value under ${JSON.stringify(field)}`,
		fix: "let filter: find only points that have it"
	});
}
// src/engines/qdrant/restore/assert-absent.ts
/**
* The server overwrites a collection of the same name without a word, and the one behind an alias too. Throws
* `destination-not-empty` when any name of the backup is taken.
*/
async function assertAbsent(client, { collections, aliases }) {
	const wanted = new Set([...collections, ...aliases].map(({ name }) => name));
	const taken = [...await listCollections(client), ...(await listAliases(client)).map(({ name }) => name)].filter((name) => wanted.has(name));
	if (taken.length === 0) return;
	throw new LifeboatError({
		code: "destination-not-empty",
		what: `${addressOf(client.connection)} has collections or aliases of the same names: a restore never goes over data`,
		why: taken.map((name) => JSON.stringify(name)).join(", "),
		fix: "restore into an empty server; once checked, move your clients or copy from there"
	});
}
// src/engines/qdrant/restore/upload-snapshot.ts
/**
* Sends one snapshot with its checksum, without which the server takes changed bytes for good. Afterwards removes the file
* that it keeps of every upload.
*/
async function uploadSnapshot(client, { subject, entry, parts }, context) {
	const name = `lifeboat-${context.runId}-${entry.part}`;
	const boundary = `lifeboat-${Buffer.from(context.random.bytes(16)).toString("hex")}`;
	const head = Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="snapshot"; filename="${name}"\r\nContent-Type: application/octet-stream\r
\r
`);
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	const content = await parts.open(entry.part);
	try {
		await client.call({
			method: "POST",
			path: `${snapshotsPath(subject)}/upload?priority=snapshot&wait=true&checksum=${entry.sha256}`,
			what: `restore the snapshot of ${nameOf(subject)}`,
			code: "load-failed",
			content: {
				stream: Readable.from(framed(head, measured(content, entry), tail), { objectMode: false }),
				bytes: head.length + entry.bytes + tail.length,
				type: `multipart/form-data; boundary=${boundary}`
			}
		});
	} finally {
		content.destroy();
		await removeUpload(client, subject, {
			name,
			context
		});
	}
}
async function* framed(head, content, tail) {
	yield head;
	yield* content;
	yield tail;
}
/** The length was promised in the head of the request. */
async function* measured(content, { part, bytes }) {
	let sent = 0;
	for await (const chunk of content) {
		sent += chunk.length;
		if (sent > bytes) break;
		yield chunk;
	}
	if (sent === bytes) return;
	throw new LifeboatError({
		code: "part-malformed",
		what: `${part} of the backup is not as long as it was`,
		why: `${sent} of ${bytes} bytes`
	});
}
/** For a collection that does not exist the server offers no way to remove it. */
async function removeUpload(client, subject, { name, context }) {
	try {
		if (await deleteSnapshot(client, subject, name)) return;
	} catch {}
	const message = `the uploaded file ${name} may be left in the snapshots folder of the server`;
	if (!context.signal.aborted) context.reporter.report({
		event: "warning",
		message
	});
}
// src/engines/qdrant/restore/restore-collection.ts
/** Restores one collection that does not exist yet, under its own name. */
async function restoreCollection(client, { entry, parts }, context) {
	const { name: collection, snapshots } = entry;
	if (snapshots.some(({ shard }) => shard !== void 0)) await createEmpty(client, entry);
	for (const snapshot of snapshots) {
		const { shard } = snapshot;
		await uploadSnapshot(client, {
			subject: shard === void 0 ? { collection } : {
				collection,
				shard
			},
			entry: snapshot,
			parts
		}, context);
	}
}
/** Snapshots of shards go into a collection that is there already; whole ones bring it along. */
async function createEmpty(client, entry) {
	const path = `/collections/${encode(entry.name)}`;
	const what = `make the collection ${JSON.stringify(entry.name)}`;
	await client.call({
		method: "PUT",
		path,
		what,
		code: "load-failed",
		body: creationText(entry.config)
	});
	for (const [field, schema] of Object.entries(JSON.parse(entry.payloadIndexes))) await client.call({
		method: "PUT",
		path: `${path}/index?wait=true`,
		what: `make the payload index of ${JSON.stringify(field)}`,
		code: "load-failed",
		body: {
			field_name: field,
			field_schema: schema.params ?? schema.data_type
		}
	});
}
/** The server tells `params` where it wants their members, and `optimizer_config` where it wants `optimizers_config`. */
function creationText(config) {
	const { params, optimizer_config: optimizers_config, ...others } = JSON.parse(config);
	return JSON.stringify({
		...params,
		...others,
		...optimizers_config === void 0 ? {} : { optimizers_config }
	});
}
// src/engines/qdrant/restore/wait-indexed.ts
const POLL_MS = 100;
/** Waits until a restored collection says the same count twice with nothing left to apply; returns the count. */
async function waitUntilReadable(client, collection) {
	for (let last = -1;;) {
		const waiting = (await readInfo(client, collection)).update_queue?.length ?? 0;
		const count = await countPoints(client, collection);
		if (waiting === 0 && count === last) return count;
		last = waiting === 0 ? count : -1;
		await setTimeout$1(last === count ? 0 : POLL_MS);
	}
}
/** Waits until the optimizers are done. Throws `load-failed` when they report an error. */
async function waitUntilIndexed(client, collection) {
	for (;;) {
		const { status } = await readInfo(client, collection);
		if (status === "green") return;
		if (status === "red") throw broken(collection);
		if (status === "grey") {
			const path = `/collections/${encode(collection)}`;
			await client.call({
				method: "PATCH",
				path,
				what: "start the optimizers",
				body: { optimizers_config: {} }
			});
		}
		await setTimeout$1(POLL_MS);
	}
}
function broken(collection) {
	return new LifeboatError({
		code: "load-failed",
		what: `the optimizers of the restored collection ${JSON.stringify(collection)} failed`,
		fix: "see the server's log"
	});
}
// src/engines/qdrant/restore/restore-all.ts
/**
* Restores all collections, then their aliases. The phase `load` ends when every point can be read, `index` when every
* collection is fully indexed. What this run restored is removed again when it fails half-way.
*/
async function restoreAll(connection, from, context) {
	const { catalogue } = from;
	const startedMs = context.clock.monotonicMs();
	await using client = await openClient(connection, context);
	assertSameMinor(await readVersion(client), catalogue.version);
	await assertAbsent(client, catalogue);
	const begun = [];
	try {
		const counts = await restoreCollections(client, {
			...from,
			begun
		}, context);
		await createAliases(client, catalogue);
		const readableMs = context.clock.monotonicMs();
		for (const { name } of catalogue.collections) await waitUntilIndexed(client, name);
		const indexedMs = context.clock.monotonicMs();
		return {
			counts,
			phases: [{
				name: "load",
				durationMs: Math.round(readableMs - startedMs)
			}, {
				name: "index",
				durationMs: Math.round(indexedMs - readableMs)
			}]
		};
	} catch (error) {
		await removeBegun(connection, begun, context);
		throw error;
	}
}
async function restoreCollections(client, { catalogue, parts, begun }, context) {
	const counts = /* @__PURE__ */ new Map();
	for (const entry of catalogue.collections) {
		context.reporter.report({
			event: "phase",
			name: "load",
			target: entry.name
		});
		begun.push(entry.name);
		await restoreCollection(client, {
			entry,
			parts
		}, context);
		counts.set(entry.name, await waitUntilReadable(client, entry.name));
	}
	return counts;
}
async function createAliases(client, { aliases }) {
	if (aliases.length === 0) return;
	const actions = aliases.map(({ name, collection }) => ({ create_alias: {
		alias_name: name,
		collection_name: collection
	} }));
	await client.call({
		method: "POST",
		path: "/collections/aliases",
		what: "make the aliases",
		code: "load-failed",
		body: { actions }
	});
}
/** Their names were free before, so everything under them is of this run; also after an abort. */
async function removeBegun(connection, begun, context) {
	try {
		await using client = await openClient(connection, { signal: AbortSignal.timeout(1e4) });
		for (const name of begun) {
			const path = `/collections/${encode(name)}`;
			await client.call({
				method: "DELETE",
				path,
				what: "remove what was half restored"
			});
		}
	} catch {
		const names = begun.map((name) => JSON.stringify(name)).join(", ");
		const message = `${addressOf(connection)} is left half restored: remove its collections ${names}`;
		context.reporter.report({
			event: "warning",
			message
		});
	}
}
// src/engines/qdrant/server.ts
const PORT = 6333;
const READY_TIMES = 3;
const READY_EVERY_MS = 50;
/** Where the official image keeps its program; it is on no PATH there. */
const IMAGE_FOLDER = "/qdrant";
/** The server of the same minor version and at least the same patch. */
function need(version) {
	const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/).map(Number);
	return {
		programs: ["qdrant"],
		folders: [
			"/usr/local/bin",
			"/usr/bin",
			"/opt/qdrant",
			IMAGE_FOLDER
		],
		accepts: (output) => {
			const found = /qdrant (\d+)\.(\d+)\.(\d+)/.exec(output);
			return found !== null && Number(found[1]) === major && Number(found[2]) === minor && Number(found[3]) >= patch;
		},
		product: `Qdrant ${major}.${minor}`,
		image: `qdrant/qdrant:v${major}.${minor}.${patch}`,
		imageUser: "root"
	};
}
/** Starts an empty server with a key of its own; resolves when it has answered several times in a row. */
async function runServer(machine, context) {
	const apiKey = new Secret(Buffer.from(context.random.bytes(24)).toString("hex"));
	const http = await machine.openPort(PORT);
	const grpc = await machine.openPort(6334);
	const { home } = machine;
	const command = {
		program: "sh",
		args: [
			"-c",
			`cd "$0" && PATH="$PATH:${IMAGE_FOLDER}" exec qdrant`,
			home
		],
		env: {
			QDRANT__SERVICE__HOST: http.listen.host,
			QDRANT__SERVICE__HTTP_PORT: String(http.listen.port),
			QDRANT__SERVICE__GRPC_PORT: String(grpc.listen.port),
			QDRANT__SERVICE__API_KEY: apiKey,
			QDRANT__STORAGE__STORAGE_PATH: `${home}/storage`,
			QDRANT__STORAGE__SNAPSHOTS_PATH: `${home}/snapshots`,
			QDRANT__STORAGE__TEMP_PATH: `${home}/temp`,
			QDRANT__TELEMETRY_DISABLED: "true",
			QDRANT_INIT_FILE_PATH: `${home}/.qdrant-initialized`
		}
	};
	const connection = {
		...http.reach,
		apiKey
	};
	const launch = async () => {
		await machine.startServer(command);
		await waitUntilReady(machine, connection, context);
	};
	await launch();
	return {
		connection,
		restart: async () => {
			await machine.stopServer("SIGTERM");
			await launch();
		}
	};
}
/** One answer may come from a server that is about to end; several in a row do not. */
async function waitUntilReady(machine, connection, context) {
	for (let answers = 0; answers < READY_TIMES;) {
		if (context.signal.aborted) throw cancelled(context.signal);
		const exit = await machine.serverExit();
		if (exit !== void 0) throw didNotStart(exit);
		answers = await doesAnswer(connection, context) ? answers + 1 : 0;
		if (answers < READY_TIMES) await setTimeout$1(READY_EVERY_MS);
	}
}
async function doesAnswer(connection, context) {
	try {
		await using client = await openClient(connection, context);
		await listCollections(client);
		return true;
	} catch {
		return false;
	}
}
function didNotStart({ log, outOfMemory }) {
	return new LifeboatError({
		code: outOfMemory ? "sandbox-exhausted" : "sandbox-unavailable",
		what: outOfMemory ? "the sandbox ran out of memory while Qdrant read its collections" : "the sandbox's Qdrant server did not start",
		why: log.trim().split("\n").slice(-5).join("; "),
		...outOfMemory ? { fix: "give the drill plan more memory: 1.5 times the size of the data" } : {}
	});
}
const server = {
	need,
	prepare: async () => void 0,
	start: async (machine, context) => (await runServer(machine, context)).connection,
	stop: (machine) => machine.stopServer("SIGTERM")
};
// src/engines/qdrant/load.ts
/**
* Restores every collection of a backup under its own name. On a fresh machine the server is started for it, and once more
* afterwards: what it cannot read again from its disk is not restored.
*/
async function load(place, { parts }, context) {
	const catalogue = await readCatalogue(parts);
	if (place.kind === "host") {
		await requireEmpty(place.machine);
		const { connection, restart } = await runServer(place.machine, context);
		const restored = await restoreAll(connection, {
			catalogue,
			parts
		}, context);
		await restart();
		await recount(connection, restored, context);
		return {
			connection,
			phases: restored.phases,
			limitations: []
		};
	}
	const { connection } = place;
	const { phases } = await restoreAll(connection, {
		catalogue,
		parts
	}, context);
	return {
		connection,
		phases,
		limitations: []
	};
}
async function requireEmpty(machine) {
	const { stdout } = await machine.run({
		program: "ls",
		args: ["-A", machine.home]
	});
	if (stdout === "") return;
	throw new LifeboatError({
		code: "destination-not-empty",
		what: "the machine that the snapshots were to be restored on holds data already",
		fix: "restore on a fresh machine"
	});
}
/** Throws `load-failed` when a collection holds another number of points than before the restart. */
async function recount(connection, { counts }, context) {
	await using client = await openClient(connection, context);
	for (const [name, before] of counts) {
		const after = await countPoints(client, name);
		if (after === before) continue;
		throw new LifeboatError({
			code: "load-failed",
			what: `after a restart ${JSON.stringify(name)} holds ${after} points instead of ${before}`,
			why: `qdrant at ${addressOf(connection)} does not keep what it restored`
		});
	}
}
// src/engines/qdrant/snapshots/tar-walker.ts
const BLOCK = 512;
const SIZE_AT = 124;
const CHECKSUM_AT = 148;
const TYPE_AT = 156;
const EXTENDED_AT = 482;
const MORE_EXTENSIONS_AT = 504;
const SPARSE = "S".charCodeAt(0);
/** Follows a tar archive from header to header without keeping what is in it: GNU's sparse files and long names included. */
var TarWalker = class {
	members = 0;
	pending = Buffer.alloc(0);
	toSkip = 0;
	extending = false;
	contentAfter = 0;
	ended = false;
	broken;
	add(chunk) {
		const jumped = Math.min(this.toSkip, chunk.length);
		this.toSkip -= jumped;
		this.pending = Buffer.concat([this.pending, chunk.subarray(jumped)]);
		let at = 0;
		while (this.broken === void 0 && !this.ended && this.pending.length - at >= BLOCK) {
			const block = this.pending.subarray(at, at + BLOCK);
			at += BLOCK;
			if (this.extending) this.extension(block);
			else this.header(block);
			const skipped = Math.min(this.toSkip, this.pending.length - at);
			this.toSkip -= skipped;
			at += skipped;
		}
		this.pending = this.ended || this.broken !== void 0 ? Buffer.alloc(0) : Buffer.from(this.pending.subarray(at));
	}
	/** What is wrong with the archive, once all of it was added. */
	end() {
		if (this.broken !== void 0) return this.broken;
		if (!this.ended) return "the archive ends early";
		return this.members === 0 ? "the archive is empty" : void 0;
	}
	header(block) {
		if (block.every((byte) => byte === 0)) {
			this.ended = true;
			return;
		}
		if (octal(block, CHECKSUM_AT, 8) !== sumOf(block)) {
			this.broken = `the header of file ${this.members + 1} is damaged`;
			return;
		}
		this.members += 1;
		const size = sizeOf(block);
		this.contentAfter = Math.ceil(size / BLOCK) * BLOCK;
		this.extending = block[TYPE_AT] === SPARSE && block[EXTENDED_AT] === 1;
		if (!this.extending) this.toSkip = this.contentAfter;
	}
	extension(block) {
		this.extending = block[MORE_EXTENSIONS_AT] === 1;
		if (!this.extending) this.toSkip = this.contentAfter;
	}
};
/** The checksum is taken as if its own field held blanks. */
function sumOf(block) {
	let sum = 256;
	for (const [at, byte] of block.entries()) if (at < CHECKSUM_AT || at >= 156) sum += byte;
	return sum;
}
/** Octal digits, or a binary number marked by the highest bit where eight gigabytes are not enough. */
function sizeOf(block) {
	if ((block[SIZE_AT] ?? 0) & 128) return Number(block.readBigUInt64BE(128));
	return octal(block, SIZE_AT, 12);
}
function octal(block, at, length) {
	return Number.parseInt(block.toString("latin1", at, at + length).replaceAll("\0", " ").trim() || "0", 8);
}
// src/engines/qdrant/parse.ts
/** Reads every snapshot to the end of its archive and compares its checksum with what the server gave. */
async function parse(parts) {
	try {
		const { collections } = await readCatalogue(parts);
		const detail = `${collections.length} collections`;
		const checks = [{
			name: CATALOGUE,
			result: "passed",
			detail
		}];
		for (const entry of collections.flatMap(({ snapshots }) => snapshots)) checks.push(await parseSnapshot(parts, entry));
		return checks;
	} catch (error) {
		if (!isLifeboatError(error, "part-malformed")) throw error;
		return [{
			name: CATALOGUE,
			result: "failed",
			detail: error.message
		}];
	}
}
async function parseSnapshot(parts, { part, sha256, bytes }) {
	if (!parts.names.includes(part)) return {
		name: part,
		result: "failed",
		detail: "it is not in the backup"
	};
	const digest = createHash("sha256");
	const archive = new TarWalker();
	let received = 0;
	for await (const chunk of await parts.open(part)) {
		digest.update(chunk);
		archive.add(chunk);
		received += chunk.length;
	}
	const found = digest.digest("hex");
	if (found !== sha256) return {
		name: part,
		result: "failed",
		detail: `SHA-256 ${found} of ${received} bytes, where the server made ${sha256} of ${bytes} bytes`
	};
	const broken = archive.end();
	if (broken !== void 0) return {
		name: part,
		result: "failed",
		detail: broken
	};
	return {
		name: part,
		result: "passed",
		detail: `${archive.members} files, with the checksum of the server`
	};
}
// src/engines/qdrant/probe.ts
const BYTES_PER_NUMBER = 4;
/** Ids, payload and the graph, roughly. */
const BYTES_PER_POINT = 400;
/** Asks the server who it is, how large it is, and whether this key may take and remove snapshots. */
async function probe(connection, context) {
	await using client = await openClient(connection, context);
	const identity = await identify(client);
	const collections = await listCollections(client);
	let sizeBytes = 0;
	for (const name of collections) sizeBytes += estimate(await readInfo(client, name));
	for (const name of collections) await assertMaySnapshot(client, name, context);
	return {
		identity,
		serverTime: client.lastDate() ?? context.clock.now(),
		sizeBytes,
		missing: await findMissing(client),
		requirements: requirementsOf(identity)
	};
}
/** Who a destination is, and how many collections and aliases it holds. */
async function inspect(connection, context) {
	await using client = await openClient(connection, context);
	const identity = await identify(client);
	const objects = (await listCollections(client)).length + (await listAliases(client)).length;
	return {
		identity,
		exists: objects > 0,
		objects
	};
}
/** Every key may name a snapshot that does not exist; only one that may manage snapshots is told that it does not. */
async function assertMaySnapshot(client, collection, { runId }) {
	try {
		await client.call({
			method: "DELETE",
			path: `/collections/${encode(collection)}/snapshots/lifeboat-probe-${runId}?wait=true`,
			what: `take and remove snapshots of ${JSON.stringify(collection)}`,
			patienceMs: SILENCE_MS
		});
	} catch (error) {
		if (statusOf(error) !== 404) throw error;
	}
}
async function findMissing(client) {
	if (await readCluster(client) !== "hidden") return [];
	return ["The API key is limited to some collections: others, and aliases that it may not see, are not in the backup."];
}
function estimate({ points_count: points, config }) {
	const numbers = [...JSON.stringify(config.params["vectors"] ?? {}).matchAll(/"size":(\d+)/g)].reduce((sum, [, size]) => sum + Number(size), 0);
	return (points ?? 0) * (numbers * BYTES_PER_NUMBER + BYTES_PER_POINT);
}
// src/engines/qdrant/sweep.ts
/**
* Removes the snapshots that runs asked for which no longer live; only what a note of this computer tells apart from others'. One that
* cannot be removed stays noted, does not keep the others from it, and is told at the end, as an error.
*/
async function sweep(connection, isAlive, context) {
	const oldest = context.clock.now().getTime() - KEEP_MS;
	const dead = (await readNotes()).filter(({ note }) => !isAlive(note.runId));
	for (const { note, remove } of dead) if (note.askedAtMs < oldest) await remove();
	if (dead.length === 0) return [];
	await using client = await openClient(connection, context);
	const { id } = await identify(client);
	const done = [];
	const failures = [];
	for (const { note, remove } of dead.filter(({ note: { server } }) => server === id)) try {
		done.push(...await removeNoted(connection, note, context));
		await remove();
	} catch (error) {
		if (!isLifeboatError(error) || error.code === "cancelled") throw error;
		const failure = notRemoved(note, error);
		if (statusOf(error) === 404) context.reporter.report({
			event: "warning",
			message: failure.message
		});
		else failures.push(failure);
	}
	const [first, ...others] = failures;
	if (first === void 0) return done;
	for (const message of done) context.reporter.report({
		event: "notice",
		message
	});
	for (const { message } of others) context.reporter.report({
		event: "warning",
		message
	});
	throw first;
}
async function removeNoted(connection, note, context) {
	await using client = await openClient({
		...connection,
		...note.peer
	}, context);
	const own = (await listSnapshots(client, note)).filter(({ name }) => mayBeNoted(name, note));
	for (const { name } of own) await deleteSnapshot(client, note, name);
	return own.map(() => `removed a snapshot of ${nameOf(note)} that run ${note.runId} left`);
}
function notRemoved(note, error) {
	return new LifeboatError({
		code: error.code,
		what: `a snapshot of ${nameOf(note)} that run ${note.runId} left could not be removed`,
		why: error.message,
		fix: "sweep again when the server can be asked; without its collection a snapshot goes only from the disk of the server",
		cause: error
	});
}
// src/engines/qdrant/tamper.ts
const ADDED = "lifeboat-negative-control";
/**
* Changes a payload or a vector, or removes a point, as the seed says; adds a collection with a point where there is no point
* that was compared.
*/
async function tamper(connection, { fingerprint, seed }, context) {
	await using client = await openClient(connection, context);
	const choose = seededChooser(seed);
	const datasets = choose.shuffled(fingerprint.datasets.filter(({ count }) => count > 0));
	for (const { name, method } of datasets) {
		const point = await pick(client, {
			collection: name,
			still: bucketsOf(method)
		}, choose);
		if (point === void 0) continue;
		return {
			dataset: name,
			change: await change(client, {
				collection: name,
				point
			}, choose)
		};
	}
	return await addCollection(client);
}
const pageSchema = object({ result: object({ points: array(object({
	id: unknown(),
	vector: unknown().optional()
})) }) });
function pointsOf(page) {
	return pageSchema.parse(parseExact(page.toString("utf8"))).result.points;
}
/** A point of a part that was compared, from a random place in the order of ids or else from the beginning. */
async function pick(client, { collection, still }, choose) {
	const uuid = [
		8,
		4,
		4,
		4,
		12
	].map((length) => hex(choose, length)).join("-");
	const request = {
		with_payload: false,
		with_vector: false
	};
	for (const from of choose.shuffled([`"${uuid}"`, String(choose.below(1e5))]).concat("null")) for await (const page of scrollPages(client, {
		collection,
		request,
		from
	})) {
		const compared = pointsOf(page).map(({ id }) => typeof id === "string" ? `"${id}"` : plainText(id)).filter((id) => still.includes(bucketOfText(id)));
		const id = compared[choose.below(compared.length)];
		if (id !== void 0) return {
			id,
			vector: await vectorOf(client, collection, id)
		};
	}
}
function hex(choose, length) {
	return Array.from({ length }, () => choose.below(16).toString(16)).join("");
}
function bucketOfText(id) {
	const writer = new ByteWriter();
	writeId(new JsonCursor(Buffer.from(id)), writer);
	return bucketOf(writer.bytes.subarray(0, writer.length));
}
async function vectorOf(client, collection, id) {
	return pointsOf(await client.bytes({
		method: "POST",
		path: `/collections/${encode(collection)}/points/scroll`,
		what: "read a point to change it",
		body: `{"limit":1,"offset":${id},"with_payload":false,"with_vector":true}`
	}))[0]?.vector;
}
async function change(client, { collection, point: { id, vector } }, choose) {
	const points = `/collections/${encode(collection)}/points`;
	const what = "change a point";
	const payload = JSON.stringify({ [ADDED]: true });
	const opposite = oppositeOf(vector);
	const changes = [
		{
			change: "one value added to the payload of one point",
			call: {
				method: "POST",
				path: `${points}/payload?wait=true`,
				body: `{"payload":${payload},"points":[${id}]}`
			}
		},
		{
			change: "one point removed",
			call: {
				method: "POST",
				path: `${points}/delete?wait=true`,
				body: `{"points":[${id}]}`
			}
		},
		...opposite === void 0 ? [] : [{
			change: "the vector of one point turned round",
			call: {
				method: "PUT",
				path: `${points}/vectors?wait=true`,
				body: `{"points":[{"id":${id},"vector":${opposite}}]}`
			}
		}]
	];
	const [chosen] = choose.shuffled(changes);
	if (chosen === void 0) throw new Error("there is always something to change");
	await client.call({
		...chosen.call,
		what
	});
	return chosen.change;
}
/** As JSON; undefined where a sign says nothing: zero vectors, and bytes that have none. */
function oppositeOf(vector) {
	const numbers = array(unknown()).safeParse(vector);
	if (!numbers.success) return void 0;
	const values = numbers.data.map((value) => Number(canonicalText(value)));
	return values.some((value) => value < 0) && values.every(Number.isFinite) ? JSON.stringify(values.map((value) => -value)) : void 0;
}
async function addCollection(client) {
	const path = `/collections/${ADDED}`;
	const what = "add a collection";
	await client.call({
		method: "PUT",
		path,
		what,
		body: { vectors: {
			size: 1,
			distance: "Dot"
		} }
	});
	await client.call({
		method: "PUT",
		path: `${path}/points?wait=true`,
		what,
		body: { points: [{
			id: 1,
			vector: [1]
		}] }
	});
	return {
		dataset: ADDED,
		change: "added one collection with one point"
	};
}
// src/engines/qdrant/index.ts
/** Qdrant, standalone or cluster, by its own snapshots of collections and shards. */
const engine = {
	name: "qdrant",
	capabilities: {
		loads: "host",
		restoresIntoServer: true,
		loadsWithPrograms: false,
		highestGrade: {
			grade: 7,
			because: "every point is read before and after its snapshot, and what stood still in between is what the snapshot holds"
		},
		tampers: true
	},
	connect: connect$2,
	destination,
	endpoint,
	atEndpoint,
	probe,
	inspect,
	capture,
	parse,
	load,
	fingerprint,
	checks,
	ask,
	keys,
	keysSchema,
	violations,
	tamper,
	sweep,
	server
};
export { engine };
