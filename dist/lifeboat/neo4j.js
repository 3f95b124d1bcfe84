import { o as __toESM } from "./rolldown-runtime.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as require_lib } from "../dependencies/neo4j-driver.js";
import { t as cancelled } from "./cancelled.js";
import { t as parseConnection } from "./parse-connection.js";
import { i as parseWindow, n as isSystem, r as isWithin, t as connectionSchema } from "./config2.js";
import { a as array, d as literal, g as string, h as strictObject, l as int, o as boolean, r as _enum } from "../dependencies/zod.js";
import { t as FORBIDDEN } from "./server-failure.js";
import { n as decompress, t as compress } from "./zstd.js";
import { t as collectEagerly } from "./small-heap.js";
import { l as mayLive } from "./run-owner2.js";
import { t as prettyMilliseconds } from "../dependencies/pretty-ms.js";
import { i as unreadableMark, n as newStopMark, r as parseStopMark, t as alreadyMarked } from "./stop-mark.js";
import { t as parseDuration } from "./units.js";
import { t as findFolder } from "./find-tools.js";
import { n as pipeProgram, o as runProgram } from "./program.js";
import { n as holdsControlCharacter } from "./control-characters.js";
import { t as Secret } from "./secret.js";
import { t as requirePairs } from "./integrity.js";
import { t as seededChooser } from "./seeded-chooser.js";
import { Readable, Transform, pipeline } from "node:stream";
import { TextDecoder } from "node:util";
import { once } from "node:events";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createHash, hash, randomBytes } from "node:crypto";
import { AsyncLocalStorage } from "node:async_hooks";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { link, mkdtemp, open, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { pipeline as pipeline$1 } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { text } from "node:stream/consumers";
// src/engines/neo4j/connection.ts
var import_lib = /* @__PURE__ */ __toESM(require_lib(), 1);
async function connect(written, reveal) {
	const { password, control, online, ...plain } = parseConnection(connectionSchema, written, "neo4j");
	return {
		...plain,
		...control === void 0 ? {} : { control },
		...online === void 0 ? {} : { online },
		...password === void 0 ? {} : { password: await reveal(password) }
	};
}
/** `host:port/database`, for people. */
function addressOf({ uri, database }) {
	return `${uri.replace(/^.*:\/\//, "")}/${database}`;
}
// src/engines/neo4j/driver-sockets.ts
/** Node tells here of every socket that connects, also of those with TLS. */
const CONNECTING = "net.client.socket";
/** Keeps hold of the sockets, because a driver forgets one that still waits for the server's first word, even when it is closed. */
function holdDriverSockets() {
	const ours = new AsyncLocalStorage();
	const held = /* @__PURE__ */ new Set();
	const hold = (message) => {
		if (ours.getStore() === void 0) return;
		const { socket } = message;
		held.add(socket);
		socket.once("close", () => held.delete(socket));
	};
	subscribe(CONNECTING, hold);
	return {
		connecting: (work) => ours.run(true, work),
		destroy: () => {
			unsubscribe(CONNECTING, hold);
			for (const socket of held) socket.destroy(/* @__PURE__ */ new Error("the connection was given up"));
		}
	};
}
// src/engines/neo4j/driver.ts
const CONNECT_TIMEOUT_MS = 1e4;
/** Rows that the server sends before it waits for more to be asked for. */
const FETCH_SIZE = 500;
function openDriver({ uri, user, password }) {
	const driver = import_lib.driver(uri, import_lib.auth.basic(user, password?.reveal() ?? ""), {
		useBigInt: true,
		telemetryDisabled: true,
		userAgent: "lifeboat",
		fetchSize: FETCH_SIZE,
		connectionTimeout: CONNECT_TIMEOUT_MS,
		connectionAcquisitionTimeout: 2 * CONNECT_TIMEOUT_MS,
		notificationFilter: { minimumSeverityLevel: "OFF" }
	});
	const sockets = holdDriverSockets();
	return {
		reach: async (database) => void await sockets.connecting(() => driver.getServerInfo({ database })),
		session: (config) => {
			const session = driver.session(config);
			return {
				run: (query, parameters, options) => sockets.connecting(() => session.run(query, parameters, options)),
				beginTransaction: (options) => sockets.connecting(() => session.beginTransaction(options)),
				lastBookmarks: () => session.lastBookmarks(),
				close: () => session.close()
			};
		},
		close: async () => {
			try {
				await driver.close();
			} finally {
				sockets.destroy();
			}
		}
	};
}
// src/engines/neo4j/server-error.ts
const LOST = {
	code: "connection-lost",
	what: "the connection to Neo4j was lost",
	fix: "look into the server log for the reason, then run again"
};
const REFUSED = {
	code: "server-refused-login",
	what: "Neo4j refused the login",
	fix: "check user, password and database of the target"
};
/** Neo4j's status codes, by their longest known beginning. */
const BY_STATUS = {
	"Neo.ClientError.Security.Forbidden": FORBIDDEN,
	"Neo.ClientError.Security": REFUSED,
	"Neo.ClientError.Database.DatabaseNotFound": {
		...REFUSED,
		what: "Neo4j has no database of that name"
	},
	"Neo.TransientError.General.DatabaseUnavailable": {
		...LOST,
		code: "server-unreachable",
		what: "the database is not available",
		fix: "see SHOW DATABASES for its status"
	},
	"Neo.TransientError.General.OutOfMemoryError": {
		code: "program-failed",
		what: "Neo4j has no memory left"
	},
	"Neo.TransientError.General.MemoryPoolOutOfMemoryError": {
		code: "program-failed",
		what: "Neo4j has no memory left for transactions",
		fix: "raise dbms.memory.transaction.total.max or server.memory.heap.max_size"
	},
	"Neo.ClientError.Transaction.TransactionTimedOut": {
		code: "timed-out",
		what: "Neo4j ended the transaction after its own time limit",
		fix: "raise db.transaction.timeout"
	},
	"Neo.ClientError.Transaction.Terminated": LOST,
	"Neo.TransientError.Transaction.Terminated": LOST,
	ServiceUnavailable: LOST,
	SessionExpired: LOST
};
/** What an error of the driver means; anything unknown becomes `fallback`. A LifeboatError stays as it is. */
function explainServerError(error, address, fallback = "unexpected") {
	if (error instanceof LifeboatError) return error;
	const status = statusOf(error) ?? "";
	const known = Object.keys(BY_STATUS).filter((beginning) => status.startsWith(beginning)).toSorted((one, other) => other.length - one.length);
	const meaning = BY_STATUS[known[0] ?? ""] ?? {
		code: fallback,
		what: "a query failed"
	};
	const what = `${address}: ${meaning.what}`;
	return new LifeboatError({
		...meaning,
		what,
		why: wordsOf(error, status),
		cause: error
	});
}
/** Errors whose words show values of properties: `property `email` = 'ada@example.org'`. */
const SHOWS_VALUES = /^Neo\.ClientError\.(Schema\.Constraint|Statement\.(TypeError|ArgumentError|ArithmeticError|PropertyNotFound))/;
function wordsOf(error, status) {
	if (SHOWS_VALUES.test(status)) return `${status}; its words may hold data and are left out`;
	return error instanceof Error ? error.message : String(error);
}
/** The same for an error of the first contact. */
function explainFirstContact(error, address) {
	const explained = explainServerError(error, address, "server-unreachable");
	if (explained.code !== "connection-lost") return explained;
	return new LifeboatError({
		code: "server-unreachable",
		what: `${address}: Neo4j cannot be reached`,
		...explained.why === void 0 ? {} : { why: explained.why },
		fix: "check uri, firewall, and that the server runs; with +s also its certificate",
		cause: error
	});
}
/** Neo4j's status code of an error, undefined for any other. */
function statusOf(error) {
	const code = error instanceof Error ? error.code : void 0;
	return typeof code === "string" ? code : void 0;
}
// src/engines/neo4j/database.ts
/** Throws `server-unreachable` or `server-refused-login`. */
async function openDatabase(connection, context) {
	if (context.signal.aborted) throw cancelled(context.signal);
	const driver = openDriver(connection);
	const stop = () => void driver.close();
	context.signal.addEventListener("abort", stop, { once: true });
	const close = async () => {
		context.signal.removeEventListener("abort", stop);
		await driver.close();
	};
	const explain = (error) => context.signal.aborted ? cancelled(context.signal) : explainServerError(error, addressOf(connection));
	const explained = async (work) => {
		try {
			return await work();
		} catch (error) {
			throw explain(error);
		}
	};
	try {
		await driver.reach(connection.database);
	} catch (error) {
		await close();
		if (context.signal.aborted) throw cancelled(context.signal);
		throw explainFirstContact(error, addressOf(connection));
	}
	return {
		run: (statement, parameters, options) => explained(() => run(driver, {
			...defaults(connection),
			...options,
			statement,
			parameters
		})),
		reading: (read, { after } = {}) => explained(() => within$1(driver.session({
			...reader(connection),
			...bookmarked(after)
		}), context, read)),
		streaming: (statement) => stream(driver.session(reader(connection)), statement, explain),
		writing: async (write) => {
			const session = driver.session({ database: connection.database });
			return (await explained(() => within$1(session, context, write))).result;
		},
		[Symbol.asyncDispose]: close
	};
}
function defaults({ database }) {
	return {
		database,
		write: true
	};
}
function reader({ database }) {
	return {
		database,
		defaultAccessMode: import_lib.default.session.READ
	};
}
function bookmarked(after) {
	return after === void 0 ? {} : { bookmarks: after };
}
/** As a statement of its own, because some are allowed in no other way. */
async function run(driver, { database, write, statement, parameters }) {
	const session = driver.session({
		database,
		defaultAccessMode: write ? import_lib.default.session.WRITE : import_lib.default.session.READ
	});
	try {
		const { records } = await session.run(statement, parameters);
		return records.map((record) => [...record.values()]);
	} finally {
		await session.close();
	}
}
async function* stream(session, statement, explain) {
	try {
		for await (const record of session.run(statement, {}, { timeout: 0 })) yield fieldsOf(record);
	} catch (error) {
		throw explain(error);
	} finally {
		await session.close();
	}
}
async function within$1(session, { runId }, work) {
	try {
		const transaction = await session.beginTransaction({
			timeout: 0,
			metadata: { lifeboat: runId }
		});
		const result = await work({
			each: async (statement, take) => {
				for await (const record of transaction.run(statement)) {
					const taking = take(record.get(0));
					if (taking !== void 0) await taking;
				}
			},
			rows: async (statement, parameters) => (await transaction.run(statement, parameters)).records.map(fieldsOf)
		});
		await transaction.commit();
		return {
			result,
			bookmark: session.lastBookmarks().join(",")
		};
	} finally {
		await session.close();
	}
}
function fieldsOf(record) {
	return [...record.values()];
}
// src/engines/neo4j/question-failure.ts
/** The query is wrong whatever the copy holds. */
const WRONG = {
	"Neo.ClientError.Statement.SyntaxError": "the query has a syntax error",
	"Neo.ClientError.Statement.AccessMode": "the query would write, and checks only read",
	"Neo.ClientError.Statement.SemanticError": "the query does not make sense to Neo4j",
	"Neo.ClientError.Statement.ParameterMissing": "the query asks for a parameter, and checks give none",
	"Neo.ClientError.Procedure.ProcedureNotFound": "the query calls a procedure that Neo4j itself does not have"
};
/** What a failed query of a plan shows of the server's answer, never its words, which may hold values. Others stay as they are. */
function explainQuestion(error) {
	if (!(error instanceof LifeboatError)) return error;
	if (isLifeboatError(error, "connection-lost") || isLifeboatError(error, "cancelled")) return error;
	const status = statusOf(error.cause);
	if (status === void 0 || !status.startsWith("Neo.")) return error;
	if (status.startsWith("Neo.TransientError.")) return new LifeboatError({
		code: "program-failed",
		what: `${status}: the server could not answer the query now, which says nothing of the copy`,
		fix: "give the sandbox more memory, or make the query cheaper",
		cause: error
	});
	const wrong = WRONG[status];
	return new LifeboatError({
		code: wrong === void 0 ? "content-different" : "plan-invalid",
		what: `${status}: ${wrong ?? "the server refused the query"}`,
		fix: "run the query of the check on the source",
		cause: error
	});
}
// src/engines/neo4j/civil-time.ts
const DAY_SECONDS = 86400;
const ERA_DAYS = 146097;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_DAYS = 719468;
/**
* Seconds from 1970-01-01T00:00:00Z of a clock that is ahead of UTC by an offset (seconds); exact over all years of Neo4j, of which
* some need a bigint.
*/
function toEpochSeconds({ year, month, day, hour, minute, second }, offset = 0) {
	const shifted = month > 2 ? year : year - 1;
	const era = Math.floor(shifted / 400);
	const yearOfEra = shifted - era * 400;
	const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
	const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
	const [midnight, rest] = [(era * ERA_DAYS + dayOfEra - EPOCH_DAYS) * DAY_SECONDS, hour * 3600 + minute * 60 + second - offset];
	return sum(midnight, rest);
}
/** The inverse of `toEpochSeconds`. */
function fromEpochSeconds(seconds, offset = 0) {
	const local = sum(seconds, offset);
	const [days, rest] = typeof local === "bigint" ? splitLarge(local) : split(local);
	const shifted = days + EPOCH_DAYS;
	const era = Math.floor(shifted / ERA_DAYS);
	const dayOfEra = shifted - era * ERA_DAYS;
	const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
	const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
	return {
		year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
		month,
		day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
		hour: Math.floor(rest / 3600),
		minute: Math.floor(rest % 3600 / 60),
		second: rest % 60
	};
}
function split(seconds) {
	const days = Math.floor(seconds / DAY_SECONDS);
	return [days, seconds - days * DAY_SECONDS];
}
function splitLarge(seconds) {
	const length = BigInt(DAY_SECONDS);
	const rest = (seconds % length + length) % length;
	return [Number((seconds - rest) / length), Number(rest)];
}
/** A multiple of a day is exact as a number in every year of Neo4j, other large sums are not. */
function sum(seconds, more) {
	const plain = typeof seconds === "number" ? seconds + more : NaN;
	return Number.isSafeInteger(plain) ? plain : BigInt(seconds) + BigInt(more);
}
// src/engines/neo4j/encode-value.ts
const NAN_BITS = 9221120237041090560n;
/**
* A property's value as JSON that keeps its type, the same text for the same value: strings and truth values as they are, lists as
* arrays, everything else as an object with one key. Throws `capture-failed` for a type that is not known here.
*/
function encodeValue(value) {
	if (typeof value === "string") return JSON.stringify(value);
	if (typeof value === "bigint") return `{"i":"${value}"}`;
	if (typeof value === "number") return `{"f":"${floatText(value)}"}`;
	if (typeof value === "boolean") return String(value);
	return Array.isArray(value) ? encodeList(value) : encodeStructure(value);
}
function floatText(value) {
	return Object.is(value, -0) ? "-0" : String(value);
}
/** Lists of numbers may be long vectors, so they are kept short. */
function encodeList(list) {
	if (list.length > 0 && list.every((item) => typeof item === "number")) return `{"F":"${floatBytes(list)}"}`;
	if (list.length > 0 && list.every((item) => typeof item === "bigint")) return `{"I":"${list.join(" ")}"}`;
	return `[${list.map(encodeValue).join(",")}]`;
}
/** Little-endian, with one form of NaN. */
function floatBytes(list) {
	const bytes = Buffer.alloc(list.length * 8);
	for (const [index, value] of list.entries()) if (Number.isNaN(value)) bytes.writeBigUInt64LE(NAN_BITS, index * 8);
	else bytes.writeDoubleLE(value, index * 8);
	return bytes.toString("base64");
}
function encodeStructure(value) {
	if (value instanceof Int8Array) return `{"bytes":"${base64(value)}"}`;
	if (import_lib.isDateTime(value)) return encodeDateTime(value);
	if (import_lib.isDate(value)) return words("date", value.year, value.month, value.day);
	if (import_lib.isLocalDateTime(value)) {
		const { year, month, day, hour, minute, second, nanosecond } = value;
		return words("localDateTime", year, month, day, hour, minute, second, nanosecond);
	}
	if (import_lib.isTime(value)) return words("time", value.hour, value.minute, value.second, value.nanosecond, value.timeZoneOffsetSeconds);
	if (import_lib.isLocalTime(value)) return words("localTime", value.hour, value.minute, value.second, value.nanosecond);
	if (import_lib.isDuration(value)) return words("duration", value.months, value.days, value.seconds, value.nanoseconds);
	if (import_lib.isPoint(value)) {
		const z = value.z === void 0 ? [] : [floatText(value.z)];
		return words("point", value.srid, floatText(value.x), floatText(value.y), ...z);
	}
	if (import_lib.isVector(value)) return words("vector", value.getType(), base64(value.asTypedArray()));
	if (import_lib.isUUID(value)) return words("uuid", value.toString());
	throw unknownType(value);
}
/** The instant and the zone: what a clock there shows depends on the time zone tables of this computer. */
function encodeDateTime(value) {
	const { timeZoneId, timeZoneOffsetSeconds } = value;
	const instant = toEpochSeconds({
		year: Number(value.year),
		month: Number(value.month),
		day: Number(value.day),
		hour: Number(value.hour),
		minute: Number(value.minute),
		second: Number(value.second)
	}, Number(timeZoneOffsetSeconds ?? 0));
	if (timeZoneId === void 0) return words("dateTime", instant, value.nanosecond, timeZoneOffsetSeconds ?? 0);
	return words("zonedDateTime", instant, value.nanosecond, timeZoneId);
}
function words(tag, ...parts) {
	return `{"${tag}":"${parts.join(" ")}"}`;
}
function base64(array) {
	return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}
function unknownType(value) {
	const name = import_lib.isUnsupportedType(value) ? value.name : value?.constructor.name ?? String(value);
	return new LifeboatError({
		code: "capture-failed",
		what: `the database holds a property of the type ${name}, which this Lifeboat does not know`,
		fix: "update Lifeboat, or back up with mode: offline or online"
	});
}
// src/engines/neo4j/text-of.ts
/** A value as text: numbers and times as Cypher's toString writes them, lists and maps as JSON; null for null. */
function textOf(value) {
	if (value === null || value === void 0) return null;
	if (typeof value === "string") return value;
	if (Array.isArray(value)) return encodeValue(value);
	return value.toString();
}
// src/engines/neo4j/ask.ts
/** Runs a Cypher query of one row and one column, which the server lets only read. */
async function ask(connection, question, context) {
	await using database = await openDatabase(connection, context);
	const { result: rows } = await database.reading((transaction) => transaction.rows(question)).catch((error) => {
		throw explainQuestion(error);
	});
	const [row] = rows;
	if (rows.length === 1 && row?.length === 1) return textOf(row[0]);
	throw new LifeboatError({
		code: "plan-invalid",
		what: "an application check must have one row with one column as its answer",
		fix: "rewrite the query, for instance: MATCH (o:Order) RETURN count(o)"
	});
}
// src/engines/neo4j/access.ts
/** Reads who may do what; passwords are never shown. */
async function readAccess(database) {
	const users = await column(database, "SHOW USERS YIELD user RETURN user");
	const roles = await column(database, "SHOW ROLES YIELD role RETURN role");
	const privileges = await column(database, "SHOW PRIVILEGES AS COMMANDS YIELD command RETURN command");
	return {
		...users === void 0 ? {} : { users },
		...roles === void 0 ? {} : { roles },
		...privileges === void 0 ? {} : { privileges }
	};
}
/** Undefined where the edition does not have it, or the login may not see it. */
async function column(database, statement) {
	try {
		return (await database.run(statement, {}, {
			database: "system",
			write: false
		})).map(([value]) => String(value)).toSorted();
	} catch (error) {
		if (isLifeboatError(error, "cancelled") || isLifeboatError(error, "connection-lost")) throw error;
		return;
	}
}
/** Neighbours share a bucket, because what is written at one time is written to few places. */
const NEIGHBOURS = 256;
const LANES = 4;
/** Counts and digests of everything that was added, by dataset and bucket: 1.5 KiB a dataset, however many elements it has. */
var Tally = class {
	#sums = /* @__PURE__ */ new Map();
	#seed;
	constructor(seed) {
		this.#seed = seed;
	}
	/** Adds one element; `id` is that of the node, or of the node that the relationship begins at. */
	add(datasets, line, id) {
		const digest = hash("sha256", `${this.#seed}\n${line}`, "binary");
		const bucket = bucketOf(id);
		for (const dataset of datasets) addTo(this.#sumsOf(dataset), digest, bucket);
	}
	/** Notes a dataset that may turn out to be empty. */
	expect(dataset) {
		this.#sumsOf(dataset);
	}
	get datasets() {
		return [...this.#sums.keys()].toSorted();
	}
	/** Everything of a dataset outside the buckets that are left out. */
	total(dataset, without) {
		const { counts, lanes } = this.#sumsOf(dataset);
		let count = 0;
		const sum = new Uint32Array(LANES);
		for (let bucket = 0; bucket < 64; bucket += 1) {
			if (without.has(bucket)) continue;
			count += counts[bucket] ?? 0;
			for (let lane = 0; lane < LANES; lane += 1) sum[lane] = (sum[lane] ?? 0) + (lanes[bucket * LANES + lane] ?? 0);
		}
		return {
			count,
			digest: Buffer.from(sum.buffer).toString("hex")
		};
	}
	/** The buckets of a dataset that are not the same in both. */
	changed(other, dataset) {
		const [mine, theirs] = [this.#sumsOf(dataset), other.#sumsOf(dataset)];
		const differs = (bucket) => mine.counts[bucket] !== theirs.counts[bucket] || !Buffer.from(lanesOf(mine, bucket).buffer).equals(Buffer.from(lanesOf(theirs, bucket).buffer));
		return new Set(Array.from({ length: 64 }, (_, bucket) => bucket).filter(differs));
	}
	#sumsOf(dataset) {
		const known = this.#sums.get(dataset);
		if (known !== void 0) return known;
		const sums = {
			counts: /* @__PURE__ */ new Float64Array(64),
			lanes: /* @__PURE__ */ new Uint32Array(256)
		};
		this.#sums.set(dataset, sums);
		return sums;
	}
};
/** Which part of its dataset an element belongs to, the same on every server that knows its node by the same id. */
function bucketOf(id) {
	const number = Number(id);
	if (Number.isSafeInteger(number) && number >= 0) return Math.floor(number / NEIGHBOURS) % 64;
	return hash("sha256", id, "buffer").readUInt8(0) % 64;
}
/** Sums modulo 2^32 in four lanes: an order plays no part, and equal elements do not cancel each other. */
function addTo({ counts, lanes }, digest, bucket) {
	counts[bucket] = (counts[bucket] ?? 0) + 1;
	for (let lane = 0; lane < LANES; lane += 1) {
		const at = bucket * LANES + lane;
		lanes[at] = (lanes[at] ?? 0) + wordOf(digest, lane * 4);
	}
}
/** Four bytes of a digest that is a text of bytes, which is made several times faster than a buffer. */
function wordOf(digest, at) {
	return digest.charCodeAt(at) | digest.charCodeAt(at + 1) << 8 | digest.charCodeAt(at + 2) << 16 | digest.charCodeAt(at + 3) << 24;
}
function lanesOf({ lanes }, bucket) {
	return new Uint32Array(lanes.slice(bucket * LANES, (bucket + 1) * LANES));
}
// src/engines/neo4j/coverage.ts
/** Each element as typed text with the export's ids in it, hashed on this computer and summed: equal means isomorphic. */
const METHOD = "elements/1";
const NONE = /* @__PURE__ */ new Set();
/** How a dataset was digested, with the buckets that changed while it was read. */
function methodOf(without) {
	if (without.size === 0) return METHOD;
	return `${METHOD} of 64 without ${[...without].toSorted((a, b) => a - b).join(",")}`;
}
/** The buckets that a method leaves out; none for a dataset that has no method yet. Throws `fingerprint-malformed`. */
function bucketsWithout(method) {
	if (method === void 0 || method === METHOD) return NONE;
	const [, numbers] = new RegExp(`^${METHOD} of 64 without ([\\d,]+)$`).exec(method) ?? [];
	if (numbers !== void 0) return new Set(numbers.split(",").map(Number));
	throw new LifeboatError({
		code: "fingerprint-malformed",
		what: `the fingerprint was made by the method ${JSON.stringify(method)}, which this Lifeboat does not know`,
		fix: "drill with the Lifeboat that made the backup, or a newer one"
	});
}
// src/engines/neo4j/number-list.ts
const PAGE = 2 ** 16;
const LARGEST_SMALL = 2 ** 32 - 1;
/** Pages that are written to by turns: what several transactions number at a time lies near together. */
const OPEN = 4;
/** With more runs than this a page takes as much memory as without. */
const MOST_RUNS = PAGE / 4;
/**
* A list of whole numbers in pages: of 4 bytes each until one of a page needs 8, and of next to nothing where they follow each other and
* nothing is written any more. What was never set is 0.
*/
var NumberList = class {
	#pages = [];
	/** Pages that may become runs, the one that was written to last at the end. */
	#open = [];
	length = 0;
	push(value) {
		this.set(this.length, value);
	}
	at(index) {
		const page = this.#pages[Math.floor(index / PAGE)];
		if (page === void 0) return 0;
		return "starts" in page ? numberOf(page, index % PAGE) : page[index % PAGE] ?? 0;
	}
	set(index, value) {
		const number = Math.floor(index / PAGE);
		const numbers = this.#written(number);
		const kept = value <= LARGEST_SMALL || numbers instanceof Float64Array ? numbers : Float64Array.from(numbers);
		kept[index % PAGE] = value;
		this.#pages[number] = kept;
		this.length = Math.max(this.length, index + 1);
	}
	/** Every number with its place, from the first; what was handed over is freed and gone. */
	*drain() {
		this.#open.length = 0;
		for (let index = 0; index < this.length; index += 1) {
			yield [index, this.at(index)];
			if (index % PAGE === PAGE - 1) this.#pages[Math.floor(index / PAGE)] = void 0;
		}
		this.#pages.length = 0;
		this.length = 0;
	}
	#written(number) {
		if (this.#open.at(-1) !== number) this.#touch(number);
		const page = this.#pages[number];
		if (page === void 0) return new Uint32Array(PAGE);
		return "starts" in page ? unpacked(page) : page;
	}
	/** A page that is written to again after it was packed stays as it is then: packing it by turns would take far too long. */
	#touch(number) {
		const at = this.#open.indexOf(number);
		if (at >= 0) this.#open.splice(at, 1);
		else if (this.#pages[number] !== void 0) return;
		this.#open.push(number);
		if (this.#open.length <= OPEN) return;
		const oldest = this.#open.shift() ?? 0;
		const page = this.#pages[oldest];
		if (page !== void 0 && !("starts" in page)) this.#pages[oldest] = packed(page) ?? page;
	}
};
function numberOf({ starts, firsts }, index) {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = low + high + 1 >>> 1;
		if ((starts[middle] ?? 0) <= index) low = middle;
		else high = middle - 1;
	}
	const first = firsts[low] ?? 0;
	return first === 0 ? 0 : first + index - (starts[low] ?? 0);
}
/** Undefined where that would not take much less. */
function packed(numbers) {
	const starts = [];
	for (let index = 0, next = -1; index < PAGE; index += 1) {
		const value = numbers[index] ?? 0;
		if (value !== next) {
			if (starts.length === MOST_RUNS) return void 0;
			starts.push(index);
		}
		next = value === 0 ? 0 : value + 1;
	}
	const firsts = starts.map((start) => numbers[start] ?? 0);
	const small = numbers instanceof Uint32Array;
	return {
		starts: Uint16Array.from(starts),
		firsts: small ? Uint32Array.from(firsts) : Float64Array.from(firsts)
	};
}
function unpacked(runs) {
	const numbers = runs.firsts instanceof Float64Array ? new Float64Array(PAGE) : new Uint32Array(PAGE);
	for (let index = 0; index < PAGE; index += 1) numbers[index] = numberOf(runs, index);
	return numbers;
}
// src/engines/neo4j/element-ids.ts
/** A database that was never loaded, or from its own files: every node is known by its own id. */
const OWN_IDS = { exportedId: (id) => id };
/** The part of `4:<uuid>:<id>` that tells nodes of one database apart. */
function shortId(elementId) {
	return elementId.slice(elementId.lastIndexOf(":") + 1);
}
/**
* The ids that a load gives to exported nodes: 4 bytes a node while they are below 2^32, else 8. The loader finds new ids by the
* exported ones, the fingerprint afterwards the other way round.
*/
var LoadedIds = class {
	#made = new NumberList();
	/** Exported ids that follow each other are known by the first, and its place in the list. */
	#firsts = new NumberList();
	#places = new NumberList();
	#next = 0;
	/** Those that come out of order, as a server lists none that is known. */
	#strays = /* @__PURE__ */ new Map();
	add(exported, made) {
		if (exported < this.#next) {
			this.#strays.set(exported, made);
			return;
		}
		if (exported > this.#next || this.#firsts.length === 0) {
			this.#firsts.push(exported);
			this.#places.push(this.#made.length);
		}
		this.#made.push(made);
		this.#next = exported + 1;
	}
	/** The new id of an exported node, undefined when it was not exported. */
	madeId(exported) {
		const run = this.#runOf(exported);
		const place = this.#places.at(run) + exported - this.#firsts.at(run);
		if (run >= 0 && place < this.#endOf(run)) return this.#made.at(place);
		return this.#strays.get(exported);
	}
	/** The other way round; this one is empty then, so that no more memory is needed. */
	invert() {
		const exportedByMade = new NumberList();
		let run = 0;
		for (const [place, made] of this.#made.drain()) {
			while (run + 1 < this.#places.length && this.#places.at(run + 1) <= place) run += 1;
			exportedByMade.set(made, this.#firsts.at(run) + place - this.#places.at(run) + 1);
		}
		for (const [exported, made] of this.#strays) exportedByMade.set(made, exported + 1);
		this.#strays.clear();
		return { exportedId: (id) => {
			const exported = exportedByMade.at(Number(id));
			return exported === 0 ? `new ${id}` : String(exported - 1);
		} };
	}
	#runOf(exported) {
		let low = 0;
		let high = this.#firsts.length - 1;
		while (low <= high) {
			const middle = low + high >>> 1;
			if (this.#firsts.at(middle) <= exported) low = middle + 1;
			else high = middle - 1;
		}
		return high;
	}
	#endOf(run) {
		return run + 1 < this.#places.length ? this.#places.at(run + 1) : this.#made.length;
	}
};
// src/engines/neo4j/graph-file.ts
const FORMAT = "lifeboat-neo4j-graph/1";
const headerSchema = strictObject({
	format: literal(FORMAT),
	version: string(),
	schema: array(strictObject({
		kind: _enum(["constraint", "index"]),
		name: string(),
		type: string(),
		statement: string()
	}))
});
const trailerSchema = strictObject({
	nodes: int().min(0),
	relationships: int().min(0),
	/** Whether it is one state of the database: only then has every relationship both its ends. */
	exact: boolean(),
	sha256: string().regex(/^[0-9a-f]{64}$/)
});
/** Reads a graph to its last line and checks what that says. Throws `part-malformed`, though maybe only at the end. */
async function readGraphFile(content, reader) {
	const hash = createHash("sha256");
	const counts = {
		n: 0,
		r: 0
	};
	let trailer;
	let first = true;
	for await (const line of linesOf(content)) {
		if (trailer !== void 0) throw malformed$1("it goes on after its end");
		if (first) await reader.header?.(headerOf(line));
		else if (line.startsWith("{")) trailer = checkTrailer(line, {
			counts,
			sha256: hash.digest("hex")
		});
		else {
			const told = tell(line, reader, counts);
			if (told !== void 0) await told;
		}
		first = false;
		if (trailer === void 0) hash.update(`${line}\n`);
	}
	if (trailer === void 0) throw malformed$1("it ends before its last line");
	return trailer;
}
/** Throws `part-malformed` when the last line has no end. */
async function* linesOf(content) {
	const decoder = new TextDecoder("utf-8", { fatal: true });
	let rest = "";
	for await (const chunk of content) {
		const lines = `${rest}${decode(decoder, chunk)}`.split("\n");
		rest = lines.pop() ?? "";
		yield* lines;
	}
	if (rest !== "") throw malformed$1("it ends in the middle of a line");
}
function decode(decoder, chunk) {
	try {
		return decoder.decode(chunk, { stream: true });
	} catch (error) {
		throw malformed$1("it holds bytes that are no text", error);
	}
}
function headerOf(line) {
	const header = headerSchema.safeParse(parse$1(line));
	if (!header.success) throw malformed$1("its first line is not that of a graph of this Lifeboat", header.error);
	return header.data;
}
function checkTrailer(line, found) {
	const trailer = trailerSchema.safeParse(parse$1(line));
	if (!trailer.success) throw malformed$1("its last line is none", trailer.error);
	const { nodes, relationships, sha256 } = trailer.data;
	if (nodes !== found.counts.n || relationships !== found.counts.r || sha256 !== found.sha256) throw malformed$1("its last line does not fit what stands before it");
	return trailer.data;
}
function tell(line, reader, counts) {
	const entry = parse$1(line);
	if (isNode(entry)) {
		counts.n += 1;
		return reader.node?.(entry);
	}
	if (isRelationship(entry)) {
		counts.r += 1;
		return reader.relationship?.(entry);
	}
	throw malformed$1("a line is neither a node nor a relationship");
}
function isNode(entry) {
	return Array.isArray(entry) && entry.length === 4 && entry[0] === "n" && Array.isArray(entry[2]);
}
function isRelationship(entry) {
	return Array.isArray(entry) && entry.length === 5 && entry[0] === "r";
}
function parse$1(line) {
	try {
		return JSON.parse(line);
	} catch (error) {
		throw malformed$1("a line is no JSON", error);
	}
}
function malformed$1(why, cause) {
	return new LifeboatError({
		code: "part-malformed",
		what: "the graph is damaged",
		why,
		cause
	});
}
// src/engines/neo4j/line-writer.ts
const CHUNK_BYTES = 65536;
const MOST_BYTES_A_CHARACTER = 3;
const END = 10;
/** Writes lines in large pieces and hashes them. A piece is never used again: an output may keep it after it has taken it. */
var LineWriter = class {
	#output;
	#hash = createHash("sha256");
	#piece = Buffer.allocUnsafeSlow(CHUNK_BYTES);
	#length = 0;
	#writing = Promise.resolve();
	constructor(output) {
		this.#output = output;
	}
	/** A promise when the output is full: the next line must wait for it. */
	write(line) {
		const most = line.length * MOST_BYTES_A_CHARACTER + 1;
		if (this.#length + most > CHUNK_BYTES) return this.#makeRoom(line, most);
		this.#append(line);
	}
	/** SHA-256 (hex) of every line until now. */
	async digest() {
		await this.#flush();
		return this.#hash.copy().digest("hex");
	}
	async end() {
		await this.#flush();
		await this.#writing;
	}
	async #makeRoom(line, most) {
		await this.#flush();
		if (most <= CHUNK_BYTES) this.#append(line);
		else await this.#send(Buffer.from(`${line}\n`));
	}
	#append(line) {
		this.#length += this.#piece.write(line, this.#length);
		this.#piece[this.#length] = END;
		this.#length += 1;
	}
	async #flush() {
		if (this.#length === 0) return;
		const full = this.#piece.subarray(0, this.#length);
		this.#piece = Buffer.allocUnsafeSlow(CHUNK_BYTES);
		this.#length = 0;
		await this.#send(full);
	}
	/** Resolves when the piece before this one has been taken. */
	async #send(bytes) {
		const before = this.#writing;
		this.#hash.update(bytes);
		this.#writing = new Promise((resolve, reject) => {
			this.#output.write(bytes, (error) => error ? reject(error) : resolve());
		});
		this.#writing.catch(() => void 0);
		await before;
	}
};
/** `(:Person)`: a label and a relationship type may have the same name. */
function labelDataset(label) {
	return `(:${label})`;
}
/** `[:KNOWS]`. */
function typeDataset(type) {
	return `[:${type}]`;
}
/** What a fingerprint's dataset is; undefined for anything else. */
function parseDataset(dataset) {
	if (dataset === "()") return { kind: "unlabelled" };
	const [, round, name = ""] = /^([([]):(.*)[)\]]$/s.exec(dataset) ?? [];
	if (round === void 0) return void 0;
	return {
		kind: round === "(" ? "label" : "type",
		name
	};
}
/** A name as Cypher takes it, whatever is in it. */
function quoteName(name) {
	return `\`${name.replaceAll("\\", "\\u005C").replaceAll("`", "``")}\``;
}
/** The pattern of a dataset, its element named `e`. Throws `fingerprint-malformed`. */
function patternOf(dataset) {
	const parsed = parseDataset(dataset);
	if (parsed === void 0) throw new LifeboatError({
		code: "fingerprint-malformed",
		what: `${JSON.stringify(dataset)} is no dataset of Neo4j`
	});
	if (parsed.kind === "type") return `()-[e:${quoteName(parsed.name)}]->()`;
	return parsed.kind === "label" ? `(e:${quoteName(parsed.name)})` : "(e:!%)";
}
// src/engines/neo4j/graph-lines.ts
/** Keeps the JSON of names that come again with every element. */
const NAMES = 1e4;
/** Writes elements as lines of JSON, the same text for the same element however the server lists its labels and properties. */
var GraphLines = class {
	#names = /* @__PURE__ */ new Map();
	/** `["n","17",["A"],{"name":"Ada"}]` */
	node({ labels, properties }, id) {
		return `["n","${id}",[${(labels.length > 1 ? labels.toSorted() : labels).map((name) => this.#name(name)).join(",")}],${this.#properties(properties)}]`;
	}
	/** `["r","KNOWS","17","18",{"since":{"i":"2020"}}]` */
	relationship({ type, properties }, ends) {
		return `["r",${this.#name(type)},"${ends.start}","${ends.end}",${this.#properties(properties)}]`;
	}
	#properties(properties) {
		const keys = Object.keys(properties);
		if (keys.length > 1) keys.sort();
		let text = "";
		for (const key of keys) text += `${text === "" ? "" : ","}${this.#name(key)}:${encodeValue(properties[key])}`;
		return `{${text}}`;
	}
	#name(name) {
		const known = this.#names.get(name);
		if (known !== void 0) return known;
		const text = JSON.stringify(name);
		if (this.#names.size < NAMES) this.#names.set(name, text);
		return text;
	}
};
// src/engines/neo4j/read-graph.ts
/** Reads every node, then every relationship, in the order of the server; adds them to the tally. */
async function readGraph(transaction, reading) {
	if (reading.only !== void 0) return await readDatasets(transaction, reading, reading.only);
	const visit = visitor(reading);
	reading.tally?.expect("()");
	const size = {
		nodes: 0,
		relationships: 0
	};
	await transaction.each("MATCH (e) RETURN e", (node) => {
		size.nodes += 1;
		return visit.node(node);
	});
	await transaction.each("MATCH ()-[e]->() RETURN e", (relationship) => {
		size.relationships += 1;
		return visit.relationship(relationship);
	});
	return size;
}
async function readDatasets(transaction, reading, only) {
	const visit = visitor(reading);
	const size = {
		nodes: 0,
		relationships: 0
	};
	for (const dataset of only) {
		reading.tally?.expect(dataset);
		const isType = parseDataset(dataset)?.kind === "type";
		await transaction.each(`MATCH ${patternOf(dataset)} RETURN e`, (element) => {
			size[isType ? "relationships" : "nodes"] += 1;
			if (isType) return visit.relationship(element);
			return visit.node(element, [dataset]);
		});
	}
	return size;
}
function visitor({ ids, tally, write }) {
	const lines = new GraphLines();
	return {
		node: (node, datasets = datasetsOf(node)) => {
			const id = ids.exportedId(shortId(node.elementId));
			const line = lines.node(node, id);
			tally?.add(datasets, line, id);
			return write?.(line);
		},
		relationship: (relationship) => {
			const start = ids.exportedId(shortId(relationship.startNodeElementId));
			const end = ids.exportedId(shortId(relationship.endNodeElementId));
			const line = lines.relationship(relationship, {
				start,
				end
			});
			tally?.add([typeDataset(relationship.type)], line, start);
			return write?.(line);
		}
	};
}
/** A node with several labels belongs to each of their datasets, whole. */
function datasetsOf({ labels }) {
	return labels.length === 0 ? ["()"] : labels.map(labelDataset);
}
// src/engines/neo4j/schema.ts
const CONSTRAINTS = "SHOW CONSTRAINTS YIELD name, type, createStatement";
const INDEXES = "SHOW INDEXES YIELD name, type, owningConstraint, createStatement";
/** Constraints first, each by name: an index of the same columns could stand in a constraint's way. */
async function readSchema(transaction) {
	const constraints = await transaction.rows(CONSTRAINTS);
	const indexes = await transaction.rows(INDEXES);
	return [...constraints.map((row) => item("constraint", [
		row[0],
		row[1],
		row[2]
	])), ...indexes.filter(([, type, owner]) => type !== "LOOKUP" && owner === null).map((row) => item("index", [
		row[0],
		row[1],
		row[3]
	]))].toSorted((one, other) => keyOf$1(one) < keyOf$1(other) ? -1 : 1);
}
function item(kind, row) {
	const [name, type, statement] = row.map(String);
	return {
		kind,
		name: name ?? "",
		type: type ?? "",
		statement: statement ?? ""
	};
}
function keyOf$1({ kind, name }) {
	return `${kind} ${name}`;
}
/** Whether only the Enterprise edition can make it, so that a drill with Community cannot compare it. */
function needsEnterprise({ kind, type }) {
	return kind === "constraint" && !type.includes("UNIQUENESS");
}
/** Every item that each edition can hold. */
function inventoryOf(schema) {
	return schema.filter((entry) => !needsEnterprise(entry)).map(({ kind, name, statement }) => ({
		kind,
		name,
		value: statement,
		rule: "equal"
	}));
}
/** Of all statements that every edition takes. */
function schemaDigest(schema) {
	const text = schema.filter((entry) => !needsEnterprise(entry)).map(({ statement }) => `${statement}\n`);
	return {
		digest: createHash("sha256").update(text.join("")).digest("hex"),
		method: "statements/1"
	};
}
// src/engines/neo4j/server-time.ts
/** By the server's clock. */
async function serverTime(transaction) {
	const [row] = await transaction.rows("RETURN datetime.realtime().epochMillis");
	return new Date(Number(row?.[0]));
}
// src/engines/neo4j/export-graph.ts
/**
* Reads the whole graph in one transaction and writes it out. Reads of Neo4j see what others commit meanwhile, but the bookmark of a
* read names the last commit before its end: the same one before, of this transaction, and after it means that there was none.
*/
async function exportGraph(database, output, { version, seed, context }) {
	using _eager = collectEagerly();
	const tally = seed === void 0 ? void 0 : new Tally(seed);
	const writer = new LineWriter(output);
	const before = await database.reading(serverTime);
	const during = await database.reading(async (transaction) => {
		const schema = await readSchema(transaction);
		const header = {
			format: FORMAT,
			version,
			schema
		};
		await writer.write(JSON.stringify(header));
		const size = await readGraph(transaction, {
			ids: OWN_IDS,
			tally,
			write: (line) => {
				context.signal.throwIfAborted();
				return writer.write(line);
			}
		});
		await requireReadable(transaction);
		return {
			schema,
			size
		};
	}, { after: before.bookmark });
	const after = await database.reading(serverTime, { after: during.bookmark });
	const exact = before.bookmark === during.bookmark && during.bookmark === after.bookmark;
	const { schema, size } = during.result;
	await endWith(writer, {
		...size,
		exact
	});
	return {
		tally,
		schema,
		exact,
		fromAt: before.result,
		toAt: after.result
	};
}
async function endWith(writer, told) {
	const trailer = {
		...told,
		sha256: await writer.digest()
	};
	await writer.write(JSON.stringify(trailer));
	await writer.end();
}
/** JavaScript takes a property of this name for something else, so it would be lost without a word. */
const UNREADABLE = "__proto__";
async function requireReadable(transaction) {
	if (!(await transaction.rows("CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey")).some(([key]) => key === UNREADABLE)) return;
	throw new LifeboatError({
		code: "capture-failed",
		what: `the database has a property key ${UNREADABLE}, which cannot be read over Bolt from JavaScript`,
		fix: "rename the property, or back up with mode: offline or online"
	});
}
// src/engines/neo4j/offline/bookmark.ts
const PREFIX = "FB:";
const ONE_GRAPH = 145;
const BYTES_8 = 204;
const UUID_BYTES = 16;
const INT_8 = 200;
const INT_16 = 201;
const INT_32 = 202;
const INT_64 = 203;
const TINY_POSITIVE = 127;
const EMPTY_LIST = 144;
/**
* What a bookmark of one database says. Its form is not documented, so whatever is not exactly the known one is undefined,
* and then nothing may be concluded from it.
*/
function readBookmark(bookmark) {
	if (!bookmark.startsWith(PREFIX)) return void 0;
	const bytes = Buffer.from(bookmark.slice(3), "base64");
	if (bytes[0] !== ONE_GRAPH || bytes[1] !== BYTES_8 || bytes[2] !== UUID_BYTES) return void 0;
	const transaction = readTransaction(bytes.subarray(19));
	if (transaction === void 0) return void 0;
	return {
		database: uuid(bytes.subarray(3, 19)),
		transaction
	};
}
/** A PackStream integer, and behind it the empty list that ends a bookmark. */
function readTransaction(bytes) {
	if (bytes.length < 2 || bytes.at(-1) !== EMPTY_LIST) return void 0;
	const [marker = INT_64] = bytes;
	const value = bytes.subarray(1, -1);
	const length = value.length;
	if (marker <= TINY_POSITIVE && length === 0) return BigInt(marker);
	if (marker === INT_8 && length === 1) return BigInt(value.readInt8());
	if (marker === INT_16 && length === 2) return BigInt(value.readInt16BE());
	if (marker === INT_32 && length === 4) return BigInt(value.readInt32BE());
	if (marker === INT_64 && length === 8) return value.readBigInt64BE();
}
function uuid(bytes) {
	const hex = bytes.toString("hex");
	return [
		8,
		12,
		16,
		20,
		32
	].map((end, index, ends) => hex.slice(ends[index - 1] ?? 0, end)).join("-");
}
// src/engines/neo4j/identity.ts
/**
* Who a database is: its id in the server that it lives in, which a copy loaded elsewhere does not share. The id in `db.info()`
* would not do, since it is copied with the files.
*/
async function identityOf(database, connection) {
	const { result, bookmark } = await database.reading(async (transaction) => {
		const [components] = await transaction.rows("CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' RETURN versions[0], edition");
		const [info] = await transaction.rows("CALL db.info() YIELD id");
		return {
			version: String(components?.[0]),
			edition: String(components?.[1]),
			storeId: String(info?.[0])
		};
	});
	const { version, edition, storeId } = result;
	return {
		version,
		edition,
		id: readBookmark(bookmark)?.database ?? storeId,
		address: addressOf(connection)
	};
}
const OLDEST = [5, 26];
/** Throws `server-unsupported` before Neo4j 5.26. */
function assertSupported(version) {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	if (major > OLDEST[0] || major === OLDEST[0] && minor >= OLDEST[1]) return;
	throw new LifeboatError({
		code: "server-unsupported",
		what: `Neo4j ${version} cannot be backed up: it is older than ${OLDEST.join(".")}`,
		fix: "update it to the long-term release 5.26 or later"
	});
}
// src/engines/neo4j/fingerprint.ts
const KINDS = {
	label: "label",
	type: "relationship type",
	unlabelled: "nodes without label"
};
/** The fingerprint of a database as it stands, by the same methods as `spec`; nodes are known by the ids of the export. */
async function fingerprint(connection, spec, context) {
	using _eager = collectEagerly();
	await using database = await openDatabase(connection, context);
	const { version } = await identityOf(database, connection);
	const tally = new Tally(spec.seed);
	const { result: schema } = await database.reading(async (transaction) => {
		await readGraph(transaction, {
			ids: connection.elementIds ?? OWN_IDS,
			tally,
			only: spec.only
		});
		return await readSchema(transaction);
	});
	const whole = describeFingerprint(tally, {
		version,
		schema,
		spec
	});
	return spec.only === void 0 ? whole : {
		...whole,
		inventory: []
	};
}
/** A fingerprint of what was tallied, without the buckets that the methods leave out. */
function describeFingerprint(tally, { version, schema, spec }) {
	const names = tally.datasets.filter((name) => !spec.leftOut.includes(name));
	const without = new Map(names.map((name) => [name, bucketsWithout(spec.methods.get(name))]));
	const missing = [...without.values()].reduce((sum, { size }) => sum + size, 0);
	const total = (names.length + spec.leftOut.length) * 64;
	const equal = names.length * 64 - missing;
	return {
		format: "lifeboat-fingerprint/1",
		engine: "neo4j",
		comparableWithin: `neo4j ${version.split(".")[0] ?? ""}`,
		origin: "source",
		seed: spec.seed,
		coverage: equal === total ? { kind: "exact" } : {
			kind: "partial",
			equal,
			total
		},
		datasets: names.map((name) => ({
			name,
			kind: KINDS[parseDataset(name)?.kind ?? "unlabelled"],
			...tally.total(name, without.get(name) ?? /* @__PURE__ */ new Set()),
			method: methodOf(without.get(name) ?? /* @__PURE__ */ new Set()),
			rule: "equal"
		})),
		leftOut: spec.leftOut,
		inventory: inventoryOf(schema),
		schema: schemaDigest(schema)
	};
}
// src/engines/neo4j/limitations.ts
const ALWAYS = ["Users, roles and privileges are listed in the backup and not restored; passwords are never shown by Neo4j.", "Plugins, server settings and dropped token lookup indexes are not part of a backup over Bolt."];
/** What a backup over Bolt does not hold or prove. */
function limitationsOf({ exact, schema }, fingerprint) {
	const enterprise = schema.filter(needsEnterprise).length;
	return [
		...ALWAYS,
		...enterprise === 0 ? [] : [`${enterprise} constraints that need the Enterprise edition are in the backup and are not compared.`],
		...exact ? [] : [MOVED$2],
		...fingerprint === void 0 ? [] : notCompared(fingerprint)
	];
}
function notCompared({ coverage, leftOut }) {
	return [...coverage.kind === "exact" ? [] : [`Only ${coverage.equal} of ${coverage.total} buckets stood still and are compared.`], ...leftOut.length === 0 ? [] : [`${leftOut.length} labels or types changed everywhere and are not compared.`]];
}
const MOVED$2 = "Transactions were committed during every reading of the graph: it is no single state of the database, and relationships to nodes that came during the last one are not in it.";
// src/engines/neo4j/parts.ts
/** A graph as lines of JSON, zstd. */
const GRAPH = "graph.jsonl.zst";
/** Users, roles and privileges as far as the login sees them, as JSON; nothing is made of it by a restore. */
const ACCESS = "access.json";
// src/engines/neo4j/offline/outage.ts
const START_ATTEMPTS = 3;
const RETRY_MS = 1e3;
const POLL_MS = 250;
/**
* Stops the server, does the work, and starts the server again whatever became of the work: failed, or cancelled by the context's
* signal. Throws what the work failed with, or `server-unreachable` when after that the server does not answer either.
*/
async function duringOutage(server, work, context) {
	const { clock, reporter } = context;
	const stoppedMs = clock.monotonicMs();
	const [outcome] = await Promise.allSettled([stopThen(server, work, context)]);
	const notBack = await bringBack(server, context);
	const downtimeMs = Math.round(clock.monotonicMs() - stoppedMs);
	if (notBack !== void 0) reporter.report({
		event: "warning",
		message: loud(notBack)
	});
	if (outcome.status === "rejected") throw explainOutage(notBack, outcome.reason);
	if (notBack === void 0) {
		const message = `Neo4j in ${server.host.description} answers again; it was down for ${prettyMilliseconds(downtimeMs)}`;
		reporter.report({
			event: "notice",
			message
		});
	}
	return {
		result: outcome.value,
		downtimeMs,
		...notBack === void 0 ? {} : { notBack }
	};
}
/** Starts the server and waits until it answers; then the mark goes. Resolves to what is wrong when it does not come back. */
async function bringBack(server, context) {
	const failure = await startPatiently(server);
	if (!await comesBack(server, context)) return didNotComeBack(server, failure);
	await server.host.unmark().catch((error) => {
		const message = `the mark of the offline backup, ${server.host.markPlace}, could not be removed: ${String(error)}`;
		context.reporter.report({
			event: "warning",
			message
		});
	});
}
async function stopThen({ host }, work, { signal, reporter }) {
	reporter.report({
		event: "notice",
		message: `stopping Neo4j in ${host.description}`
	});
	await host.stop();
	signal.throwIfAborted();
	return await work();
}
/** A port that is not free yet, or a lock that a killed program still holds, is gone a moment later. */
async function startPatiently({ host, startTimeoutMs }) {
	let failure;
	for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) try {
		await host.start();
		return;
	} catch (error) {
		failure = error;
		if (attempt < START_ATTEMPTS) await setTimeout(Math.min(attempt * RETRY_MS, startTimeoutMs));
	}
	return failure;
}
/** Waits whatever the run's signal says: a run that is cancelled must know too whether it leaves a server behind that answers. */
async function comesBack(server, { clock }) {
	const deadlineMs = clock.monotonicMs() + server.startTimeoutMs;
	while (!await server.answers()) {
		if (clock.monotonicMs() >= deadlineMs) return false;
		await setTimeout(Math.min(POLL_MS, server.startTimeoutMs));
	}
	return true;
}
function didNotComeBack({ host, startTimeoutMs }, failure) {
	const words = failure instanceof Error ? failure.message : void 0;
	return new LifeboatError({
		code: "source-not-restarted",
		what: `Neo4j in ${host.description} was stopped for the dump and does not answer`,
		why: words ?? `it did not answer a query within ${prettyMilliseconds(startTimeoutMs)} after its start`,
		fix: `start it now: ${host.startByHand}; then look into its log`,
		cause: failure
	});
}
/** What a backup without a dump ends with: a server that does not answer either matters more. */
function explainOutage(notBack, reason) {
	if (notBack === void 0) return reason;
	const dump = isLifeboatError(reason) ? reason.message : String(reason);
	return new LifeboatError({
		code: "server-unreachable",
		what: notBack.what,
		why: `${notBack.why ?? ""}; and there is no dump: ${dump}`,
		...notBack.fix === void 0 ? {} : { fix: notBack.fix },
		cause: reason
	});
}
function loud({ message, fix }) {
	return fix === void 0 ? message : `${message}. ${fix}`;
}
// src/engines/neo4j/offline/recover.ts
/** A stop that a killed run gave goes on without it, so that a server may still answer that is about to end. */
const STOPPING_MS = 24e4;
/**
* Starts a server that a run of this computer had stopped and left so, and says so in one sentence; undefined when there is none.
* What another computer's run, one that lives, or nobody knows who has marked is left, and said: as `busy` where the server is down.
* Throws `server-unreachable` when it does not come back.
*/
async function recoverStopped(server, context) {
	const { host } = server;
	const mark = await host.readMark();
	if (mark === void 0) return void 0;
	const answers = await server.answers();
	if (mark === "unreadable") return leaveUnreadable(host, answers, context);
	const lives = mayLive(mark.owner);
	if (lives && !answers) throw heldDown(server, mark);
	if (answers && (lives || mayBeStopping(mark, context))) {
		context.reporter.report({
			event: "warning",
			message: left(server, mark)
		});
		return;
	}
	await host.endAdmin();
	const failure = answers ? await host.unmark() : await bringBack(server, context);
	if (failure !== void 0) throw stillDown(failure);
	return answers ? unmarkedWords(host, mark) : startedWords(host, mark);
}
/** A run that was killed, or one that could not start the server itself: the mark does not tell them apart. */
function startedWords({ description }, { runId, at }) {
	return `started Neo4j again: run ${runId} had stopped it in ${description} for an offline backup, begun at ${at}, and ended before it answered`;
}
function unmarkedWords({ description }, { runId, at }) {
	return `removed the mark of run ${runId}: it ended during an offline backup of Neo4j in ${description}, begun at ${at}; Neo4j answers`;
}
function leaveUnreadable(host, answers, { reporter }) {
	const unreadable = unreadableMark(host);
	if (!answers) throw unreadable;
	reporter.report({
		event: "warning",
		message: `${unreadable.message}. ${unreadable.fix}`
	});
}
function mayBeStopping({ at }, { clock }) {
	return clock.now().getTime() - Date.parse(at) < STOPPING_MS;
}
function left({ host }, { runId, owner, at }) {
	return `Neo4j in ${host.description} was marked by run ${runId} on ${owner.host} at ${at} to be dumped offline, and may still be; ` + byHand(host);
}
function heldDown({ host }, { runId, owner, at }) {
	return new LifeboatError({
		code: "busy",
		what: `Neo4j in ${host.description} is down, and run ${runId} on ${owner.host} said at ${at} that it stops it to dump it`,
		fix: `wait for that run; ${byHand(host)}`
	});
}
function byHand({ startByHand, markPlace }) {
	return `if that run no longer lives, start Neo4j (${startByHand}) and remove the mark, ${markPlace}`;
}
/** Of this run there is no copy that could be good. */
function stillDown({ what, why = "", fix = "", cause }) {
	return new LifeboatError({
		code: "server-unreachable",
		what,
		why,
		fix,
		cause
	});
}
// src/engines/neo4j/offline/version-order.ts
/** Negative when `one` is the older release: 5.26.30 comes before 2025.01.0, which comes before 2026.08.1. */
function compareVersions(one, other) {
	const [left, right] = [numbers$1(one), numbers$1(other)];
	for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
		const difference = (left[at] ?? 0) - (right[at] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
/** The release in what a program prints for `--version`: `neo4j 5.26.30`, `2026.08.1`. Undefined when there is none. */
function releaseIn(printed) {
	return /\b\d+\.\d+(?:\.\d+)?\b/.exec(printed)?.[0];
}
function numbers$1(version) {
	return (releaseIn(version) ?? "").split(".").map(Number);
}
// src/engines/neo4j/offline/admin-programs.ts
/** The admin program of exactly the server's release: a dump by another one could not be read by the server itself. */
function adminPrograms(version, ...folders) {
	return {
		programs: ["neo4j-admin"],
		folders: [
			...folders,
			"/usr/bin",
			"/usr/local/bin"
		],
		accepts: (output) => releaseIn(output) === releaseIn(version),
		product: `Neo4j ${version}`,
		image: `neo4j:${version}`,
		imageUser: "neo4j"
	};
}
// src/engines/neo4j/offline/mark-file.ts
/**
* Makes the file of a mark, whole from the moment that it is there: an empty one would say that a server is stopped, and not by whom.
* False when there is one already.
*/
async function createMarkFile(path, mark) {
	const temporary = `${path}.${randomBytes(8).toString("hex")}`;
	try {
		await writeFile(temporary, `${JSON.stringify(mark)}\n`, {
			flag: "wx",
			mode: 420,
			flush: true
		});
		return await publish(temporary, path);
	} finally {
		await rm(temporary, { force: true }).catch(() => void 0);
	}
}
/** Undefined when there is none. Throws `privilege-missing`. */
async function readMarkFile(path) {
	try {
		return parseStopMark(await readFile(path, "utf8"));
	} catch (error) {
		if (error.code === "ENOENT") return void 0;
		throw notReadable(path, error);
	}
}
/** A link is made only where nothing is, which a renamed file is not. */
async function publish(temporary, path) {
	try {
		await link(temporary, path);
		return true;
	} catch (error) {
		if (error.code === "EEXIST") return false;
		throw error;
	}
}
function notReadable(path, cause) {
	return new LifeboatError({
		code: "privilege-missing",
		what: `whether a run has stopped Neo4j cannot be read from its mark, ${path}`,
		why: cause instanceof Error ? cause.message : String(cause),
		fix: "run Lifeboat as a user that can read it; or, when no backup of this server runs, see that Neo4j runs and remove the mark",
		cause
	});
}
// src/engines/neo4j/offline/run-detached.ts
/**
* Runs a command that nothing stops half-way, neither this run's signal nor Ctrl-C at the terminal, and whose own children may live
* on: its output goes to a file. Throws `program-failed`, `program-absent` or `timed-out`.
*/
async function runDetached([program = "", ...args], { timeoutMs, context }) {
	const folder = await mkdtemp(join(context.workDir, "command-"));
	const log = join(folder, "output");
	try {
		const outcome = await within(timeoutMs, exitOf(program, args, {
			log,
			context
		}));
		if (outcome === void 0) throw tooLate(program, timeoutMs);
		if (outcome !== 0) throw failed$1(program, outcome, await readFile(log, "utf8"));
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
/** Undefined when the time is over first. */
async function within(timeoutMs, work) {
	const limit = new AbortController();
	const late = setTimeout(timeoutMs, void 0, { signal: limit.signal }).catch(() => void 0);
	try {
		return await Promise.race([work, late]);
	} finally {
		limit.abort();
	}
}
async function exitOf(program, args, { log, context }) {
	await using output = await open(log, "a", 384);
	const child = spawn(program, args, {
		stdio: [
			"ignore",
			output.fd,
			output.fd
		],
		env: plain$1(context),
		detached: true
	});
	try {
		const [code, signal] = await once(child, "exit");
		return code ?? signal ?? "unknown";
	} catch (cause) {
		throw new LifeboatError({
			code: "program-absent",
			what: `${program} could not be started`,
			why: cause instanceof Error ? cause.message : String(cause),
			fix: "correct control.commands of the connection",
			cause
		});
	}
}
function failed$1(program, exit, output) {
	const why = output.slice(-4096).trim();
	return new LifeboatError({
		code: "program-failed",
		what: `${program} ended with ${exit}`,
		...why === "" ? {} : { why }
	});
}
function tooLate(program, timeoutMs) {
	return new LifeboatError({
		code: "timed-out",
		what: `${program} had not ended after ${Math.round(timeoutMs / 1e3)} s`
	});
}
/** A server lives on with the settings it is started with, so it gets this computer's time zone and language. */
function plain$1({ programEnvironment }) {
	const { TZ: _zone, LC_ALL: _language, ...inherited } = programEnvironment;
	return inherited;
}
// src/engines/neo4j/offline/command-host.ts
const MARK = "lifeboat-stopped.json";
const STOP_MS = 18e4;
/** A Neo4j server of this computer, stopped and started by commands of its owner. The mark of a run is a file in its home. */
function commandHost(control, context) {
	const mark = join(control.home, MARK);
	const told = {
		description: control.home,
		startByHand: control.start.join(" "),
		markPlace: mark
	};
	return {
		...told,
		stop: () => runDetached(control.stop, {
			timeoutMs: STOP_MS,
			context
		}),
		start: () => runDetached(control.start, {
			timeoutMs: control.startTimeoutMs,
			context
		}),
		mark: async (content) => {
			if (!await createMarkFile(mark, content).catch((error) => {
				throw notWritable(control.home, error);
			})) throw alreadyMarked(told, await readMarkFile(mark));
		},
		readMark: () => readMarkFile(mark),
		endAdmin: async () => {},
		unmark: () => rm(mark, { force: true }),
		openAdmin: (version) => openAdmin(control, version, context)
	};
}
async function openAdmin({ home, conf }, version, context) {
	const need = adminPrograms(version, join(home, "bin"));
	const { folder, otherVersions } = await findFolder(need, context);
	if (folder === void 0) throw noProgram(version, otherVersions);
	const options = {
		signal: context.signal,
		environment: context.programEnvironment,
		...await ownerOfData(home)
	};
	const command = (args) => ({
		program: join(folder, "neo4j-admin"),
		args,
		env: {
			NEO4J_HOME: home,
			NEO4J_CONF: conf
		}
	});
	return {
		run: (args) => runProgram(command(args), options),
		pipe: (args, output) => pipeProgram(command(args), output, options),
		[Symbol.asyncDispose]: async () => {}
	};
}
/** As root the admin program would leave files that the server's own user could not open any more. */
async function ownerOfData(home) {
	if (process.getuid?.() !== 0) return {};
	const { uid, gid } = await stat(join(home, "data")).catch(() => stat(home));
	return uid === 0 ? {} : {
		uid,
		gid
	};
}
function noProgram(version, otherVersions) {
	return new LifeboatError({
		code: otherVersions.length > 0 ? "program-version" : "program-absent",
		what: `no neo4j-admin ${version} was found, and a dump is taken with the server's own`,
		...otherVersions.length === 0 ? {} : { why: otherVersions.join("; ") },
		fix: "correct control.home, or put the folder of neo4j-admin on the PATH"
	});
}
function notWritable(home, cause) {
	return new LifeboatError({
		code: "privilege-missing",
		what: `the mark that Neo4j is stopped cannot be written to ${home}`,
		why: cause instanceof Error ? cause.message : String(cause),
		fix: "run Lifeboat as the user of the Neo4j server, or let it write there; nothing was stopped",
		cause
	});
}
// src/engines/neo4j/offline/source.ts
const START_TIMEOUT_MS = 3e5;
/** The server of a connection that says how it is stopped and started. */
async function openMarkedServer(connection, control, context) {
	return {
		host: await openHost(control, context),
		startTimeoutMs: startTimeoutMs(control),
		answers: () => answers(connection, context)
	};
}
/** A database that is dumped while its server is stopped. */
async function openOfflineSource(connection, looking, context) {
	const { control } = connection;
	const window = parseWindow(control?.window ?? "");
	if (control === void 0 || window === void 0) throw new Error("the schema lets no other through");
	return {
		...await openMarkedServer(connection, control, context),
		...looking,
		database: connection.database,
		window: {
			...window,
			written: control.window,
			timeZone: control.timeZone ?? "UTC"
		},
		system: control.system ?? false,
		bookmark: () => bookmarkOf(connection, context)
	};
}
/** The bookmark of a read of nothing. */
async function bookmarkOf(connection, context) {
	await using database = await openDatabase(connection, context);
	const { bookmark } = await database.reading((transaction) => transaction.rows("RETURN 1"));
	return bookmark;
}
/** Also after the run was told to stop: it must know whether it leaves a server behind that answers. */
async function answers(connection, context) {
	try {
		await using database = await openDatabase(connection, {
			...context,
			signal: new AbortController().signal
		});
		await database.run("RETURN 1", {}, { write: false });
		return true;
	} catch {
		return false;
	}
}
async function openHost(control, context) {
	const { docker, commands, home = "" } = control;
	if (docker !== void 0) {
		const { dockerHost } = await import("./docker-host.js");
		return await dockerHost(docker, context);
	}
	const { stop = [], start = [] } = commands ?? {};
	return commandHost({
		stop,
		start,
		home,
		conf: control.conf ?? `${home}/conf`,
		startTimeoutMs: startTimeoutMs(control)
	}, context);
}
function startTimeoutMs({ startTimeout }) {
	return parseDuration(startTimeout ?? "") ?? START_TIMEOUT_MS;
}
// src/engines/neo4j/offline/open-revived.ts
/** Opens a database, after starting its server where a killed run had left it stopped. */
async function openRevived(connection, context) {
	try {
		return await openDatabase(connection, context);
	} catch (error) {
		if (!isLifeboatError(error, "server-unreachable")) throw error;
		const sentence = await revive(connection, context);
		if (sentence === void 0) throw error;
		context.reporter.report({
			event: "warning",
			message: sentence
		});
		return await openDatabase(connection, context);
	}
}
/** Starts a server that a killed run had left stopped, and says so. */
async function revive(connection, context) {
	const { control } = connection;
	if (control === void 0) return void 0;
	return await recoverStopped(await openMarkedServer(connection, control, context), context);
}
// src/engines/neo4j/privileges.ts
/** What the Enterprise edition hides from this login: such data would be missing from a backup without a word. */
async function hiddenFrom(database, graph) {
	const columns = "access, action, resource, graph, segment";
	const statement = `SHOW USER PRIVILEGES YIELD ${columns} RETURN ${columns}`;
	return describeHidden((await database.run(statement, {}, {
		database: "system",
		write: false
	})).map((row) => row.map(String)), graph);
}
const READING = /* @__PURE__ */ new Set([
	"match",
	"read",
	"traverse",
	"graph_actions"
]);
/** What a grant must reach, so that no node, relationship or property is hidden. */
const WHOLE = ["NODE", "RELATIONSHIP"];
/** One sentence for each denial of reading, and one when nothing grants reading everything in the graph. */
function describeHidden(privileges, graph) {
	const reading = privileges.filter(([, action = ""]) => READING.has(action));
	const denied = reading.filter(([access]) => access === "DENIED");
	const granted = reading.filter(([access, , , of]) => access === "GRANTED" && (of === "*" || of?.toLowerCase() === graph.toLowerCase()));
	const grants = (kind, action) => granted.some(([, of, resource, , segment = ""]) => {
		return of === action && (action === "traverse" || resource === "all_properties" || of === "graph_actions") && segment.startsWith(kind) && segment.endsWith("(*)");
	});
	const whole = (kind) => grants(kind, "match") || grants(kind, "graph_actions") || grants(kind, "traverse") && grants(kind, "read");
	return [...denied.map(([, action, , of, segment]) => `The login may not ${action} ${segment} of graph ${of}.`), ...WHOLE.every(whole) ? [] : ["Nothing grants the login to read all nodes and relationships: some may be hidden from it."]];
}
// src/engines/neo4j/probe.ts
/** Neo4j does not tell what a database takes on the disk, so its records are counted with their usual sizes. */
const RECORD_BYTES = {
	node: 128,
	relationship: 128
};
/** Asks the server who it is, how large the database is and what this login may not see. */
async function probe(connection, context) {
	await using database = await openRevived(connection, context);
	return await probeDatabase(database, connection);
}
async function probeDatabase(database, connection) {
	const { edition, ...identity } = await identityOf(database, connection);
	assertSupported(identity.version);
	const { result } = await database.reading(async (transaction) => {
		const [nodes] = await transaction.rows("MATCH (n) RETURN count(n)");
		const [relationships] = await transaction.rows("MATCH ()-[r]->() RETURN count(r)");
		return {
			serverTime: await serverTime(transaction),
			sizeBytes: Number(nodes?.[0]) * RECORD_BYTES.node + Number(relationships?.[0]) * RECORD_BYTES.relationship
		};
	});
	return {
		identity,
		...result,
		missing: edition === "enterprise" ? await hiddenFrom(database, connection.database) : [],
		requirements: {
			neo4jVersion: identity.version,
			edition
		}
	};
}
// src/engines/neo4j/capture-bolt.ts
/** How often a graph is read until nothing is committed meanwhile; the last two readings then tell what stood still. */
const ATTEMPTS$2 = 3;
/**
* A typed export over Bolt with the fingerprint of the very same rows. It lies in the run's folder, compressed, until it is known
* whether it is one state of the database.
*/
async function captureOverBolt(connection, request, context) {
	await using database = await openDatabase(connection, context);
	const { identity, requirements, missing } = await probeDatabase(database, connection);
	const folder = await mkdtemp(join(context.workDir, "neo4j-"));
	const seed = request.fingerprint ? Buffer.from(context.random.bytes(8)).toString("hex") : void 0;
	const path = join(folder, GRAPH);
	try {
		const job = {
			version: identity.version,
			seed,
			context
		};
		const { graph, earlier } = await exportStill(database, path, job);
		await request.sink.stream(GRAPH, createReadStream(path), { compressed: true });
		if (context.signal.aborted) throw cancelled(context.signal);
		await request.sink.stream(ACCESS, Readable.from([JSON.stringify(await readAccess(database))]));
		const fingerprint = fingerprintOf(graph, earlier, job);
		return {
			identity,
			consistency: {
				kind: graph.exact ? "transactional" : "fuzzy",
				fromAt: graph.fromAt.toISOString(),
				toAt: graph.toAt.toISOString()
			},
			fingerprint,
			requirements,
			limitations: [...missing, ...limitationsOf(graph, fingerprint)]
		};
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
async function exportStill(database, path, job) {
	let earlier;
	for (let attempt = 1;; attempt += 1) {
		const graph = await exportTo(path, database, job);
		if (graph.exact || attempt === ATTEMPTS$2) return {
			graph,
			earlier: graph.exact ? void 0 : earlier
		};
		earlier = graph;
	}
}
async function exportTo(path, database, job) {
	const { signal } = job.context;
	let graph;
	let failure;
	const content = compress(async (output) => {
		try {
			graph = await exportGraph(database, output, job);
		} catch (error) {
			failure = error;
			throw error;
		}
	}, job.context);
	try {
		await pipeline$1(content, createWriteStream(path, { mode: 384 }));
	} catch (error) {
		if (signal.aborted) throw cancelled(signal);
		throw isLifeboatError(failure) ? failure : error;
	}
	if (graph === void 0) throw new Error("an export that ended has a result");
	return graph;
}
/** Of an inexact export only what was the same in two readings, one after the other. */
function fingerprintOf(graph, earlier, { version, seed }) {
	const { tally } = graph;
	if (tally === void 0 || seed === void 0) return void 0;
	const changed = (name) => earlier?.tally === void 0 ? /* @__PURE__ */ new Set() : tally.changed(earlier.tally, name);
	const moved = tally.datasets.map((name) => ({
		name,
		buckets: changed(name)
	}));
	const leftOut = moved.filter(({ buckets }) => buckets.size === 64).map(({ name }) => name);
	const methods = new Map(moved.map(({ name, buckets }) => [name, methodOf(buckets)]));
	return describeFingerprint(tally, {
		version,
		schema: graph.schema,
		spec: {
			seed,
			methods,
			leftOut
		}
	});
}
// src/engines/neo4j/offline/parts.ts
/** The archive of `neo4j-admin database dump`, compressed by Neo4j itself. */
const DUMP = "data.dump";
/** The same of the system database: users, roles, names of databases. */
const SYSTEM_DUMP = "system.dump";
// src/engines/neo4j/offline/database-info.ts
/** The part of a list of all databases that speaks of one; undefined when there is none, or none that can be read. */
function parseDatabaseInfo(text, database) {
	const section = text.split(/^(?=Database name:)/m).find((each) => field(each, "Database name") === database);
	const inUse = field(section ?? "", "Database in use");
	if (section === void 0 || inUse !== "true" && inUse !== "false") return void 0;
	const transaction = field(section, "Last committed transaction id");
	return {
		inUse: inUse === "true",
		lastTransaction: transaction !== void 0 && /^\d+$/.test(transaction) ? BigInt(transaction) : void 0,
		needsRecovery: field(section, "Store needs recovery") === "true"
	};
}
function field(text, name) {
	return text.split("\n").find((each) => each.startsWith(`${name}:`))?.slice(name.length + 1).trim();
}
// src/engines/neo4j/offline/program-words.ts
const NOISE = /^(Files: \d+\/\d+|\s*$|Run with '--verbose'|(Load|Dump|Print metadata) failed for databases)/;
/** Why `neo4j-admin` failed, in its own words and without the progress that it prints. */
function programWords(error) {
	if (!isLifeboatError(error)) return error instanceof Error ? error.message : String(error);
	const lines = (error.why ?? "").split(/[\r\n]+/).filter((line) => !NOISE.test(line));
	return [...new Set(lines.map(withoutTime))].join("; ") || error.message;
}
/** `2026-11-21 17:47:40.930+0000 ERROR [o.n.c.d.DumpCommand] ` says nothing that the rest does not. */
function withoutTime(line) {
	return line.replace(/^\S+ \S+ (INFO|WARN|ERROR)\s+(\[\S+\] )?/, "");
}
// src/engines/neo4j/offline/preflight.ts
const ENDING_ATTEMPTS = 10;
const PAUSE_MS = 1e3;
/**
* Makes sure, while the server still runs, that its admin program starts and sees the very database that is in use. Throws
* `config-invalid`.
*/
async function requireInUse(asked) {
	if ((await infoOf(asked).catch((error) => {
		throw isLifeboatError(error, "program-failed") ? notSeen(asked, programWords(error), error) : error;
	}))?.inUse !== true) throw notSeen(asked, "it looks at another data folder than that of the server");
}
/** The state of the store once the server has let go of it. Throws `capture-failed`. */
async function requireStopped(asked) {
	for (let attempt = 0; attempt < ENDING_ATTEMPTS; attempt += 1) {
		const info = await infoOf(asked);
		if (info === void 0) throw unusable(asked, "neo4j-admin does not find it any more");
		if (!info.inUse && info.needsRecovery) throw unusable(asked, "Neo4j was ended before it had written its last checkpoint");
		if (!info.inUse) return info;
		await setTimeout(PAUSE_MS);
	}
	throw unusable(asked, "it is still in use after the stop command has ended");
}
/** Asked for all databases: asked for one that is in use, the program only fails. */
async function infoOf({ admin, database }) {
	const { stdout } = await admin.run(["database", "info"]);
	return parseDatabaseInfo(stdout, database);
}
function notSeen({ database, place }, why, cause) {
	return new LifeboatError({
		code: "config-invalid",
		what: `neo4j-admin in ${place} sees no database ${database} that a server uses`,
		why,
		fix: "correct control of the connection; nothing was stopped",
		cause
	});
}
function unusable({ database, place }, why) {
	return new LifeboatError({
		code: "capture-failed",
		what: `database ${database} in ${place} cannot be dumped`,
		why,
		fix: "see that the stop command waits until Neo4j has ended by itself"
	});
}
// src/engines/neo4j/offline/require-window.ts
/** Throws `outside-window`. */
function requireWindow(window, now) {
	if (isWithin(window, now, window.timeZone)) return;
	throw new LifeboatError({
		code: "outside-window",
		what: `Neo4j may be stopped for a dump at ${window.written} (${window.timeZone}) only`,
		fix: "schedule the backup within control.window; nothing was stopped"
	});
}
// src/engines/neo4j/offline/standstill.ts
const ATTEMPTS$1 = 3;
/** Fingerprints until nothing is committed meanwhile; undefined when something was each time. */
async function fingerprintStill(source, attempts = ATTEMPTS$1) {
	for (let attempt = 0; attempt < attempts; attempt += 1) {
		const bookmark = await source.bookmark();
		const fingerprint = await source.fingerprint();
		if (await source.bookmark() === bookmark) return {
			bookmark,
			fingerprint
		};
	}
}
/**
* The fingerprint of what was dumped: the one from before the stop when nothing was committed after it, else one of now when
* nothing has been committed since. Undefined when neither is so.
*/
async function fingerprintDump(source, before, { lastTransaction, answers }) {
	if (isOf(before?.bookmark, lastTransaction)) return before?.fingerprint;
	if (!answers) return void 0;
	return await fingerprintAfter(source, before, lastTransaction).catch(() => void 0);
}
async function fingerprintAfter(source, before, lastTransaction) {
	const bookmark = await source.bookmark();
	if (bookmark === before?.bookmark) return before.fingerprint;
	if (!isOf(bookmark, lastTransaction)) return void 0;
	const after = await fingerprintStill(source, 1);
	return isOf(after?.bookmark, lastTransaction) ? after?.fingerprint : void 0;
}
/** Whether the bookmark is of the store's last transaction; what cannot be read is never so. */
function isOf(bookmark, lastTransaction) {
	if (bookmark === void 0 || lastTransaction === void 0) return false;
	return readBookmark(bookmark)?.transaction === lastTransaction;
}
// src/engines/neo4j/offline/capture.ts
/**
* Fingerprints over Bolt, stops the server, dumps, and starts it again whatever happened. The fingerprint counts only when its last
* transaction is the last one in the store that was dumped. Throws `outside-window` before anything is stopped.
*/
async function captureOffline(source, request, context) {
	requireWindow(source.window, context.clock.now());
	const recovered = await recoverStopped(source, context);
	if (recovered !== void 0) context.reporter.report({
		event: "warning",
		message: recovered
	});
	const probe = await source.probe();
	const probedMs = context.clock.monotonicMs();
	const still = request.fingerprint ? await fingerprintStill(source) : void 0;
	const { result, downtimeMs, notBack } = await dumpMarked(source, {
		probe,
		...request
	}, context);
	const answers = notBack === void 0;
	const fingerprint = request.fingerprint ? await fingerprintDump(source, still, {
		lastTransaction: result.lastTransaction,
		answers
	}) : void 0;
	const serverTime = (ms) => new Date(probe.serverTime.getTime() + Math.round(ms - probedMs)).toISOString();
	return {
		identity: probe.identity,
		consistency: {
			kind: "transactional",
			fromAt: serverTime(result.stoppingMs),
			toAt: serverTime(result.stoppedMs)
		},
		fingerprint,
		requirements: {
			...probe.requirements,
			downtimeMs: String(downtimeMs)
		},
		limitations: [
			`Neo4j was down for ${prettyMilliseconds(downtimeMs)} while this backup was taken.`,
			...source.system ? [] : ["Users and roles are not in this backup: control.system adds them."],
			...request.fingerprint && fingerprint === void 0 ? [MOVED$1] : []
		],
		...notBack === void 0 ? {} : { alarm: notBack }
	};
}
const MOVED$1 = "Something was committed between the fingerprint and the stop of Neo4j, so the fingerprint was discarded.";
/** The mark is there from before the stop until the server answers again. */
async function dumpMarked(source, { probe, sink, fingerprint }, context) {
	const { host, database } = source;
	await host.mark(newStopMark(context.runId, context.clock.now()));
	let untouched = true;
	try {
		await using admin = await host.openAdmin(probe.identity.version);
		const asked = {
			admin,
			database,
			place: host.description
		};
		await requireInUse(asked);
		requireWindow(source.window, context.clock.now());
		context.signal.throwIfAborted();
		untouched = false;
		const stoppingMs = context.clock.monotonicMs();
		const work = async () => {
			const stoppedMs = context.clock.monotonicMs();
			return {
				lastTransaction: fingerprint ? (await requireStopped(asked)).lastTransaction : void 0,
				stoppingMs,
				stoppedMs,
				stored: await dumpAll(source, asked, sink)
			};
		};
		const outage = await duringOutage(source, work, context);
		await Promise.all(outage.result.stored.map(({ confirmed }) => confirmed)).catch((error) => {
			throw explainOutage(outage.notBack, error);
		});
		return outage;
	} finally {
		if (untouched) await host.unmark();
	}
}
async function dumpAll({ database, system }, { admin }, sink) {
	const data = await dump(admin, {
		database,
		part: DUMP,
		sink
	});
	return system ? [data, await dump(admin, {
		database: "system",
		part: SYSTEM_DUMP,
		sink
	})] : [data];
}
/** Resolves when the program has written everything: the server need not stay down until the store has confirmed it. */
async function dump(admin, { database, part, sink }) {
	const { promise: written, resolve } = Promise.withResolvers();
	const confirmed = sink.stream(part, async (output) => {
		await admin.pipe([
			"database",
			"dump",
			database,
			"--to-stdout"
		], output).catch(explainDump);
		resolve();
	}, { compressed: true });
	confirmed.catch(() => void 0);
	await Promise.race([written, confirmed]);
	return { confirmed };
}
function explainDump(error) {
	if (!isLifeboatError(error, "program-failed")) throw error;
	throw new LifeboatError({
		code: "program-failed",
		what: error.what,
		why: programWords(error),
		cause: error
	});
}
// src/engines/neo4j/online/backup-command.ts
const DEFAULT_BACKUP_PORT = 6362;
/**
* A full backup with users and roles. Full, because a chain is only as good as its weakest link, and one that restores alone is what a
* drill proves.
*/
function backupCommand({ from, directory, database, acceptLicense }) {
	return {
		program: "neo4j-admin",
		args: [
			"database",
			"backup",
			`--from=${from}`,
			`--to-path=${directory}`,
			"--type=FULL",
			"--include-metadata=all",
			"--compress=true",
			database
		],
		env: { NEO4J_ACCEPT_LICENSE_AGREEMENT: acceptLicense }
	};
}
// src/engines/neo4j/online/enterprise-programs.ts
const VERSION = {
	program: "neo4j-admin",
	args: ["--version"]
};
const CONTAINER_FOLDER = "/tmp/lifeboat-backup";
/** Throws `program-absent`, `program-version` or `image-absent`. */
async function openEnterprise(place, version, context) {
	return "home" in place ? await localPrograms(place.home, version, context) : await imagePrograms(place.image, version, context);
}
async function localPrograms(home, version, context) {
	const program = join(home, "bin", "neo4j-admin");
	const options = {
		signal: context.signal,
		environment: context.programEnvironment
	};
	const own = (command) => ({
		...command,
		program,
		env: {
			...command.env,
			NEO4J_HOME: home
		}
	});
	requireRelease$1(home, version, (await runProgram(own(VERSION), options)).stdout);
	const directory = await mkdtemp(join(context.workDir, "neo4j-backup-"));
	return {
		directory,
		run: (command) => runProgram(own(command), options),
		list: () => readdir(directory),
		read: (name) => createReadStream(join(directory, name)),
		[Symbol.asyncDispose]: () => rm(directory, {
			recursive: true,
			force: true
		})
	};
}
async function imagePrograms(image, version, context) {
	const { containerTools } = await import("./container-tools.js");
	const need = {
		image,
		imageUser: "neo4j",
		programs: [],
		folders: [],
		product: image,
		accepts: () => true
	};
	await using undo = new AsyncDisposableStack();
	const tools = undo.use(await containerTools(need, context));
	requireRelease$1(image, version, (await tools.run(VERSION)).stdout);
	await tools.run({
		program: "mkdir",
		args: [
			"-m",
			"700",
			CONTAINER_FOLDER
		]
	});
	const kept = undo.move();
	return {
		directory: CONTAINER_FOLDER,
		run: (command) => tools.run(command),
		list: async () => (await tools.run({
			program: "ls",
			args: ["-A", CONTAINER_FOLDER]
		})).stdout.trim().split("\n"),
		read: (name) => (output) => tools.pipe({
			program: "cat",
			args: [`${CONTAINER_FOLDER}/${name}`]
		}, output),
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
}
function requireRelease$1(place, version, printed) {
	const found = releaseIn(printed);
	if (found === releaseIn(version)) return;
	throw new LifeboatError({
		code: "program-version",
		what: `neo4j-admin of ${place} is of release ${found ?? "unknown"}, and the server of ${version}`,
		fix: "name the installation or image of the release of the server in online of the connection"
	});
}
// src/engines/neo4j/online/parts.ts
/** The archive of `neo4j-admin database backup`, compressed by Neo4j itself, with users and roles. */
const BACKUP = "data.backup";
// src/engines/neo4j/online/capture.ts
const MOVED = "Something was committed between the fingerprint and the end of the backup, so the fingerprint was discarded.";
const NOT_PROVEN = "The online backup of the Enterprise edition follows its documentation and was not proven here: none was at hand.";
/** Fingerprints over Bolt, then has Neo4j back itself up; the fingerprint counts only when nothing was committed until the end. */
async function captureOnline(source, request, context) {
	const probe = await source.probe();
	const probedMs = context.clock.monotonicMs();
	await using programs = await openEnterprise(source.place, probe.identity.version, context);
	const still = request.fingerprint ? await fingerprintStill(source) : void 0;
	const beganMs = context.clock.monotonicMs();
	await programs.run(backupCommand({
		...source,
		directory: programs.directory
	}));
	const endedMs = context.clock.monotonicMs();
	const unmoved = still !== void 0 && await source.bookmark() === still.bookmark;
	await request.sink.stream(BACKUP, programs.read(await onlyArchive(programs)), { compressed: true });
	const serverTime = (ms) => new Date(probe.serverTime.getTime() + Math.round(ms - probedMs)).toISOString();
	return {
		identity: probe.identity,
		consistency: {
			kind: "transactional",
			fromAt: serverTime(beganMs),
			toAt: serverTime(endedMs)
		},
		fingerprint: unmoved ? still.fingerprint : void 0,
		requirements: probe.requirements,
		limitations: [NOT_PROVEN, ...request.fingerprint && !unmoved ? [MOVED] : []]
	};
}
/** A program that wrote nothing, or a second thing, did not do what was asked for. */
async function onlyArchive(programs) {
	const names = (await programs.list()).filter((name) => name.endsWith(".backup"));
	const [name] = names;
	if (name !== void 0 && names.length === 1) return name;
	throw new LifeboatError({
		code: "capture-failed",
		what: `neo4j-admin wrote ${names.length} archives where one was expected`,
		fix: "run the backup again; if it stays so, check neo4j-admin database backup by hand"
	});
}
// src/engines/neo4j/endpoint.ts
const DEFAULT_PORT = 7687;
/** Where the server, or the first one of a cluster, listens. */
function endpoint({ uri }) {
	const { hostname, port } = new URL(uri.replace(/^[^:]*/, "http"));
	return {
		host: hostname.replaceAll(/^\[|\]$/g, ""),
		port: port === "" ? DEFAULT_PORT : Number(port)
	};
}
/**
* The same login at another address, asked directly: a routing table would lead past it. Throws `not-supported` for a checked
* certificate, since the driver compares it with the address.
*/
function atEndpoint(connection, { host, port }) {
	const [scheme = ""] = connection.uri.split("://");
	if (scheme.endsWith("+s")) throw new LifeboatError({
		code: "not-supported",
		what: "a Neo4j server that proves itself by a certificate cannot be reached through a tunnel",
		fix: "connect to it directly, or without TLS inside the tunnel: bolt://"
	});
	const direct = scheme.replace("neo4j", "bolt");
	return {
		...connection,
		uri: `${direct}://${host.includes(":") ? `[${host}]` : host}:${port}`
	};
}
// src/engines/neo4j/online/source.ts
/** An Enterprise database, by what its connection says of its programs and its backup port. */
function onlineSource(connection, looking, context) {
	const { online, database } = connection;
	if (online === void 0) throw new Error("the schema lets no other through");
	const { from, home, image = "", acceptLicense } = online;
	return {
		...looking,
		database,
		acceptLicense,
		from: from ?? backupAddress(connection),
		place: home === void 0 ? { image } : { home },
		bookmark: () => bookmarkOf(connection, context)
	};
}
function backupAddress(connection) {
	const { host } = endpoint(connection);
	return `${host.includes(":") ? `[${host}]` : host}:${DEFAULT_BACKUP_PORT}`;
}
// src/engines/neo4j/capture.ts
/** Backs up in the way that the connection's mode says. */
async function capture(connection, request, context) {
	if (connection.mode === "bolt") return await captureOverBolt(connection, request, context);
	const seed = Buffer.from(context.random.bytes(8)).toString("hex");
	const looking = {
		probe: () => probe(connection, context),
		fingerprint: () => fingerprint(connection, {
			seed,
			methods: /* @__PURE__ */ new Map(),
			leftOut: []
		}, context)
	};
	return connection.mode === "offline" ? await captureOffline(await openOfflineSource(connection, looking, context), request, context) : await captureOnline(onlineSource(connection, looking, context), request, context);
}
// src/engines/neo4j/checks.ts
/** The state of every index, the server's own counts against what is there, and a write that is taken back. */
async function checks(connection, context) {
	await using database = await openDatabase(connection, context);
	return [
		await check$1("indexes online", () => checkIndexes(database)),
		await check$1("counts", () => checkCounts(database)),
		await check$1("write", () => probeWrite(database))
	];
}
async function check$1(name, run) {
	try {
		return {
			name,
			result: "passed",
			detail: await run()
		};
	} catch (error) {
		if (isLifeboatError(error, "connection-lost") || isLifeboatError(error, "cancelled")) throw error;
		return {
			name,
			result: "failed",
			detail: error instanceof Error ? error.message : String(error)
		};
	}
}
async function checkIndexes(database) {
	const rows = await database.run("SHOW INDEXES YIELD name, state RETURN name, state", {}, { write: false });
	const bad = rows.map((row) => row.map(String)).filter(([, state]) => state !== "ONLINE");
	if (bad.length > 0) throw new Error(bad.map(([name, state]) => `${name} is ${state}`).join(", "));
	return `${rows.length} indexes are online`;
}
/** A bare count is read from the count store; a predicate makes Neo4j look at every record. */
async function checkCounts(database) {
	const { result } = await database.reading(async (transaction) => {
		const count = async (statement) => Number((await transaction.rows(statement))[0]?.[0]);
		return [[
			"nodes",
			await count("MATCH (n) RETURN count(n)"),
			await count(SCANNED_NODES)
		], [
			"relationships",
			await count("MATCH ()-[r]->() RETURN count(r)"),
			await count(SCANNED_RELATIONSHIPS)
		]];
	});
	const wrong = result.filter(([, stored, scanned]) => stored !== scanned);
	if (wrong.length === 0) return result.map(([name, stored]) => `${stored} ${name}`).join(", ");
	throw new Error(wrong.map(([name, stored, found]) => `${stored} ${name} counted, ${found} found`).join(", "));
}
const SCANNED_NODES = "MATCH (n) WHERE elementId(n) <> '' RETURN count(n)";
const SCANNED_RELATIONSHIPS = "MATCH ()-[r]->() WHERE elementId(r) <> '' RETURN count(r)";
async function probeWrite(database) {
	const undone = /* @__PURE__ */ new Error("taken back");
	let found = 0;
	try {
		await database.writing(async (transaction) => {
			await transaction.rows("CREATE (:LifeboatCheck {note: 'written'})");
			const rows = await transaction.rows("MATCH (n:LifeboatCheck {note: 'written'}) RETURN count(n)");
			found = Number(rows[0]?.[0]);
			throw undone;
		});
	} catch (error) {
		if (!(error instanceof Error) || error.cause !== undone) throw error;
	}
	if (found !== 1) throw new Error("a node that was written could not be read");
	return "a node was made and read";
}
// src/engines/neo4j/destination.ts
/** `bolt://user:password@host:port/database` is an address of its own; anything else is another database of the source's server. */
function destination(source, into) {
	if (holdsControlCharacter(into)) throw invalid("the destination holds a control character");
	if (/^(neo4j|bolt)(\+s|\+ssc)?:\/\//.test(into)) return parseAddress(into);
	if (!/^[A-Za-z][A-Za-z0-9.-]{2,62}$/.test(into)) throw invalid(`"${into}" is no name of a Neo4j database`);
	if (source === void 0) throw invalid(`"${into}" names a database, but there is no target whose server it could be on`);
	return {
		...plain(source),
		database: graphName(into)
	};
}
/** Without what belongs to the source's own way of being backed up. */
function plain({ uri, user, password }) {
	return {
		uri,
		user,
		...password === void 0 ? {} : { password },
		mode: "bolt"
	};
}
function parseAddress(into) {
	const [scheme = "", rest = ""] = into.split("://");
	const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : void 0;
	if (url === void 0) throw invalid("the address of the destination cannot be read");
	const [user, password, database] = [
		url.username,
		url.password,
		url.pathname.slice(1)
	].map(decoded);
	return {
		uri: `${scheme}://${url.host}`,
		user: user === void 0 || user === "" ? "neo4j" : user,
		...password === void 0 || password === "" ? {} : { password: new Secret(password) },
		database: database === void 0 || database === "" ? "neo4j" : graphName(database),
		mode: "bolt"
	};
}
function graphName(database) {
	if (isSystem(database)) throw invalid("the database system takes no graph");
	return database;
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		throw invalid("the address of the destination holds a % that begins no escape");
	}
}
function invalid(what) {
	return new LifeboatError({
		code: "usage-invalid",
		what,
		fix: "give an address, bolt://user@host:7687/database, or the name of an empty database"
	});
}
// src/engines/neo4j/inspect.ts
/** Who a database is and how many nodes, constraints and indexes it holds; one that does not exist yet is empty. */
async function inspect$1(connection, context) {
	await using database = await openDatabase(connection, context);
	const { edition: _edition, ...identity } = await identityOf(database, connection);
	return {
		identity,
		exists: true,
		objects: await countObjects(database)
	};
}
async function countObjects(database) {
	const { result } = await database.reading(async (transaction) => {
		const [nodes] = await transaction.rows("MATCH (n) RETURN count(n)");
		return Number(nodes?.[0]) + (await readSchema(transaction)).length;
	});
	return result;
}
// src/engines/neo4j/integrity.ts
/**
* The query that counts what breaks a rule. A dataset is `(:Label)` or `[:TYPE]` as fingerprints name it; a bare name is a label,
* or a relationship type where all of it is in capitals.
*/
function violations(rule) {
	if (rule.kind === "count") return `MATCH ${pattern(rule.dataset)} RETURN count(*)`;
	if (rule.kind === "unique") return repeated(rule.dataset, rule.columns);
	if (rule.kind === "references") return orphans(rule);
	const missing = rule.columns.map((name) => `e.${quoteName(name)} IS NULL`).join(" OR ");
	return `MATCH ${pattern(rule.dataset)} WHERE ${missing} RETURN count(*)`;
}
function repeated(dataset, columns) {
	if (columns.length === 0) return repeatedRelationships(dataset);
	const values = columns.map((name, index) => `e.${quoteName(name)} AS c${index}`).join(", ");
	const present = columns.map((_, index) => `c${index} IS NOT NULL`).join(" AND ");
	const list = columns.map((_, index) => `c${index}`).join(", ");
	return `MATCH ${pattern(dataset)} WITH ${values} WHERE ${present} WITH ${list}, count(*) AS n WHERE n > 1 RETURN coalesce(sum(n - 1), 0)`;
}
function repeatedRelationships(dataset) {
	if (target(dataset).kind !== "type") throw new LifeboatError({
		code: "plan-invalid",
		what: "a rule of uniqueness without columns is for relationships, and its dataset is a label",
		fix: "name the columns, or a relationship type: [:KNOWS]"
	});
	return `MATCH ${pattern(dataset, {
		start: "a",
		end: "b"
	})} WITH a, b, count(e) AS n WHERE n > 1 RETURN coalesce(sum(n - 1), 0)`;
}
function orphans(rule) {
	requirePairs(rule);
	const { dataset, columns, to } = rule;
	const present = columns.map((name) => `e.${quoteName(name)} IS NOT NULL`).join(" AND ");
	const same = columns.map((name, at) => `o.${quoteName(to.columns[at] ?? "")} = e.${quoteName(name)}`).join(" AND ");
	const other = pattern(to.dataset, { name: "o" });
	return `MATCH ${pattern(dataset)} WHERE ${present} AND NOT EXISTS { MATCH ${other} WHERE ${same} } RETURN count(*)`;
}
function pattern(dataset, { name = "e", start = "", end = "" } = {}) {
	const parsed = target(dataset);
	if (parsed.kind === "label") return `(${name}:${quoteName(parsed.name)})`;
	return `(${start})-[${name}:${quoteName(parsed.name)}]->(${end})`;
}
function target(dataset) {
	const parsed = parseDataset(dataset);
	if (parsed?.kind === "label" || parsed?.kind === "type") return parsed;
	if (dataset === "" || parsed !== void 0) throw new LifeboatError({
		code: "plan-invalid",
		what: `${JSON.stringify(dataset)} names no label and no relationship type`,
		fix: "write (:Label) or [:TYPE]"
	});
	return {
		kind: /^[A-Z][A-Z0-9_]*$/.test(dataset) ? "type" : "label",
		name: dataset
	};
}
// src/engines/neo4j/keys.ts
/** Streams the one column of a query that only reads. */
async function* keys(connection, question, context) {
	await using database = await openDatabase(connection, context);
	try {
		for await (const row of database.streaming(question)) yield keyOf(row);
	} catch (error) {
		throw explainQuestion(error);
	}
}
function keyOf(row) {
	const value = row.length === 1 ? textOf(row[0]) : null;
	if (value !== null) return value;
	throw new LifeboatError({
		code: "plan-invalid",
		what: row.length === 1 ? "the query gave a key that is null" : `the query must give one column of keys; this gave ${row.length}`,
		fix: "rewrite the query, for instance: MATCH (o:Order) WHERE o.id IS NOT NULL RETURN o.id"
	});
}
// src/engines/neo4j/decode-value.ts
const VECTORS = {
	INT8: Int8Array,
	INT16: Int16Array,
	INT32: Int32Array,
	INT64: BigInt64Array,
	FLOAT32: Float32Array,
	FLOAT64: Float64Array
};
/** What `encodeValue` wrote, parsed as JSON, as the driver takes it. Throws `part-malformed`. */
function decodeValue(value) {
	if (typeof value === "string" || typeof value === "boolean") return value;
	if (Array.isArray(value)) return value.map(decodeValue);
	const [entry, ...more] = Object.entries(value ?? {});
	const [tag, text] = entry ?? [];
	const decode = DECODERS[tag ?? ""];
	if (decode === void 0 || typeof text !== "string" || more.length > 0) throw malformed(tag);
	return decode(text);
}
const DECODERS = {
	i: BigInt,
	f: Number,
	F: decodeFloats,
	I: (text) => text.split(" ").map(BigInt),
	bytes: (text) => new Int8Array(Buffer.from(text, "base64")),
	date: (text) => new import_lib.default.types.Date(...three(text)),
	localTime: (text) => new import_lib.default.types.LocalTime(...four(text)),
	time: (text) => new import_lib.default.types.Time(...four(text), numbers(text)[4] ?? 0),
	localDateTime: (text) => new import_lib.default.types.LocalDateTime(...three(text), ...four(rest(text, 3))),
	dateTime: (text) => dateTime(text, whole(text.split(" ")[2] ?? "")),
	zonedDateTime: (text) => dateTime(text, 0, rest(text, 2)),
	duration: (text) => new import_lib.default.types.Duration(...text.split(" ").map(BigInt)),
	point: decodePoint,
	vector: decodeVector,
	uuid: (text) => import_lib.uuid(text)
};
function decodeFloats(text) {
	const bytes = Buffer.from(text, "base64");
	return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8));
}
/** A zone's own clock needs no table here: the driver sends the instant, which is the same at any offset. */
function dateTime(text, offset, zone) {
	const [instant = "", nanosecond = ""] = text.split(" ", 2);
	const { year, month, day, hour, minute, second } = fromEpochSeconds(Number.isSafeInteger(Number(instant)) ? whole(instant) : BigInt(instant), offset);
	const { DateTime } = import_lib.default.types;
	return new DateTime(year, month, day, hour, minute, second, whole(nanosecond), offset, zone);
}
function decodePoint(text) {
	const [srid = "", x, y, z] = text.split(" ");
	const place = z === void 0 ? [] : [Number(z)];
	return new import_lib.default.types.Point(BigInt(srid), Number(x), Number(y), ...place);
}
function decodeVector(text) {
	const [type = "", base64 = ""] = text.split(" ");
	const bytes = new Uint8Array(Buffer.from(base64, "base64"));
	return import_lib.vector(new VECTORS[type](bytes.buffer));
}
/** The driver packs small numbers several times faster than bigints; all but those of a duration are small. */
function numbers(text) {
	return text.split(" ").map(whole);
}
function whole(text) {
	const number = text === "" ? NaN : Number(text);
	if (!Number.isSafeInteger(number)) throw malformed(text);
	return number;
}
function three(text) {
	return numbers(text).slice(0, 3);
}
function four(text) {
	return numbers(text).slice(0, 4);
}
function rest(text, words) {
	return text.split(" ").slice(words).join(" ");
}
function malformed(tag) {
	return new LifeboatError({
		code: "part-malformed",
		what: `the graph holds a value of the type ${JSON.stringify(tag)}, which this Lifeboat does not know`,
		fix: "restore with the Lifeboat that made the backup, or a newer one"
	});
}
// src/engines/neo4j/graph-loader.ts
const BATCH = 2e3;
/** Of all values as the export writes them, so that long texts and vectors are held a few at a time. */
const BATCH_CHARACTERS = 5e5;
/** Transactions at a time: the server works on one while another is on its way or goes to the disk. */
const WRITERS = 2;
/** Of two transactions that wait for each other the server ends one, which then finds the way free. */
const ATTEMPTS = 10;
const DEADLOCK = "Neo.TransientError.Transaction.DeadlockDetected";
/** Makes the nodes and relationships of a graph in batches; the next one is read while the server works on those before. */
var GraphLoader = class {
	#ids = new LoadedIds();
	dangling = 0;
	#database;
	#batches = /* @__PURE__ */ new Map();
	#rows = 0;
	#characters = 0;
	#prefix = "";
	#working = [];
	#kind = "n";
	constructor(database) {
		this.#database = database;
	}
	node([, id, labels, properties]) {
		const batch = this.#batch(JSON.stringify(labels), labels.length === 0 ? BARE_NODES : NODES, labels);
		return this.#add(batch, [id, this.#decode(properties)]);
	}
	relationship([, type, start, end, properties]) {
		if (this.#kind === "n") return this.#begin().then(() => this.relationship([
			"r",
			type,
			start,
			end,
			properties
		]));
		const [from, to] = [this.#ids.madeId(Number(start)), this.#ids.madeId(Number(end))];
		if (from === void 0 || to === void 0) {
			this.dangling += 1;
			return;
		}
		const ends = [`${this.#prefix}${from}`, `${this.#prefix}${to}`];
		return this.#add(this.#batch(type, RELATIONSHIPS, type), [...ends, this.#decode(properties)]);
	}
	/** Resolves when everything is in the database. */
	async end() {
		await this.#settle();
		return {
			ids: this.#ids.invert(),
			dangling: this.dangling
		};
	}
	async #begin() {
		await this.#settle();
		this.#kind = "r";
	}
	async #settle() {
		await this.#flush();
		for (const work of this.#working) await work;
		this.#working = [];
	}
	#batch(key, statement, name) {
		const known = this.#batches.get(key);
		if (known !== void 0) return known;
		const batch = {
			statement,
			name,
			rows: []
		};
		this.#batches.set(key, batch);
		return batch;
	}
	#decode(properties) {
		const decoded = {};
		for (const [key, value] of Object.entries(properties)) {
			decoded[key] = decodeValue(value);
			this.#characters += charactersOf(value);
		}
		return decoded;
	}
	#add({ rows }, row) {
		rows.push(row);
		this.#rows += 1;
		return this.#rows < BATCH && this.#characters < BATCH_CHARACTERS ? void 0 : this.#flush();
	}
	async #flush() {
		const batches = [...this.#batches.values()];
		this.#batches = /* @__PURE__ */ new Map();
		this.#rows = 0;
		this.#characters = 0;
		if (batches.length === 0) return;
		if (this.#working.length >= WRITERS) await this.#working.shift();
		const last = this.#working.at(-1);
		const work = this.#kind === "n" ? this.#makeNodes(batches, last) : this.#makeRelationships(batches);
		work.catch(() => void 0);
		this.#working.push(work);
	}
	/** Notes the ids after those of the batch before: out of the order of the export they take many times the memory. */
	async #makeNodes(batches, before) {
		const made = await this.#write(batches);
		await before;
		const pairs = made.map(([id, elementId]) => [Number(id), Number(shortId(elementId))]);
		for (const [exported, id] of pairs.toSorted(([one], [other]) => one - other)) {
			if (!Number.isSafeInteger(exported) || !Number.isSafeInteger(id)) throw unknownIds();
			this.#ids.add(exported, id);
		}
		const [[, example] = ["", ""]] = made;
		if (example !== "") this.#prefix = example.slice(0, example.length - shortId(example).length);
	}
	async #makeRelationships(batches) {
		const wanted = batches.reduce((sum, { rows }) => sum + rows.length, 0);
		const made = (await this.#write(batches)).reduce((sum, [count]) => sum + Number(count), 0);
		if (made === wanted) return;
		throw new LifeboatError({
			code: "load-failed",
			what: `Neo4j made ${made} of ${wanted} relationships`
		});
	}
	async #write(batches) {
		for (let attempt = 1;; attempt += 1) try {
			return await this.#tryToWrite(batches);
		} catch (error) {
			if (attempt === ATTEMPTS || !isDeadlock(error)) throw error;
		}
	}
	async #tryToWrite(batches) {
		return await this.#database.writing(async (transaction) => {
			const rows = [];
			for (const { statement, name, rows: given } of batches) rows.push(...await transaction.rows(statement, {
				name,
				rows: given
			}));
			return rows;
		});
	}
};
const BARE_NODES = "UNWIND $rows AS row CREATE (n) SET n = row[1] RETURN row[0], elementId(n)";
const NODES = "UNWIND $rows AS row CREATE (n:$($name)) SET n = row[1] RETURN row[0], elementId(n)";
const RELATIONSHIPS = "UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row[0] MATCH (b) WHERE elementId(b) = row[1] CREATE (a)-[r:$($name)]->(b) SET r = row[2] RETURN count(r)";
function isDeadlock(error) {
	return isLifeboatError(error) && statusOf(error.cause) === DEADLOCK;
}
/** How long a value is in the export. */
function charactersOf(value) {
	if (typeof value === "string") return value.length;
	if (Array.isArray(value)) return value.reduce((sum, item) => sum + charactersOf(item), 0);
	return typeof value === "object" && value !== null ? charactersOf(Object.values(value)) : 1;
}
function unknownIds() {
	return new LifeboatError({
		code: "load-failed",
		what: "the ids of nodes do not have the form that this Lifeboat knows",
		fix: "restore with a newer Lifeboat"
	});
}
// src/engines/neo4j/make-schema.ts
const INDEX_SECONDS = 86400;
/** Makes constraints and indexes and waits until all are online; returns how many the edition does not have. Throws `load-failed`. */
async function makeSchema(database, schema, edition) {
	const possible = schema.filter((item) => edition === "enterprise" || !needsEnterprise(item));
	for (const item of possible) await database.run(item.statement).catch((error) => {
		throw new LifeboatError({
			code: "load-failed",
			what: `the ${item.kind} ${item.name} could not be made`,
			...error instanceof LifeboatError && error.why !== void 0 ? { why: error.why } : {},
			cause: error
		});
	});
	await database.run(`CALL db.awaitIndexes(${INDEX_SECONDS})`, {}, { write: false });
	return schema.length - possible.length;
}
// src/engines/neo4j/load-graph.ts
/** Puts an exported graph into an empty database: its data, then constraints and indexes. Throws `destination-not-empty`, `load-failed`. */
async function loadGraph(connection, parts, context) {
	using _eager = collectEagerly();
	await using database = await openDatabase(connection, context);
	const startedMs = context.clock.monotonicMs();
	const { edition } = await identityOf(database, connection);
	if (await countObjects(database) > 0) throw notEmpty();
	const { schema, loaded } = await fill(database, parts, context);
	const loadedMs = context.clock.monotonicMs();
	const left = await makeSchema(database, schema, edition);
	const endedMs = context.clock.monotonicMs();
	return {
		connection: {
			...connection,
			elementIds: loaded.ids
		},
		phases: [{
			name: "load",
			durationMs: Math.round(loadedMs - startedMs)
		}, {
			name: "index",
			durationMs: Math.round(endedMs - loadedMs)
		}],
		limitations: [...left === 0 ? [] : [`${left} constraints need the Enterprise edition: they were not made, and not tested.`], ...loaded.dangling === 0 ? [] : [`${loaded.dangling} relationships were not made: the export does not hold both their nodes.`]]
	};
}
async function fill(database, parts, context) {
	const loader = new GraphLoader(database);
	const content = await parts.open(GRAPH);
	let schema = [];
	const trailer = await readGraphFile(decompress(content, context), {
		header: (header) => void ({schema} = header),
		node: (line) => loader.node(line),
		relationship: (line) => loader.relationship(line)
	}).catch(failed);
	const loaded = await loader.end().catch(failed);
	if (!trailer.exact || loaded.dangling === 0) return {
		schema,
		loaded
	};
	throw new LifeboatError({
		code: "load-failed",
		what: `${loaded.dangling} relationships have no node at one of their ends`
	});
}
/** What the server refused was refused because of the copy. */
function failed(error) {
	if (!isLifeboatError(error, "unexpected")) throw error;
	throw new LifeboatError({
		code: "load-failed",
		what: "Neo4j refused what the backup holds",
		...error.why === void 0 ? {} : { why: error.why },
		cause: error
	});
}
function notEmpty() {
	return new LifeboatError({
		code: "destination-not-empty",
		what: "the database that the graph was to be loaded into holds something already",
		fix: "name an empty one: Neo4j Community has one database to a server"
	});
}
// src/engines/neo4j/server.ts
const PORT = 7687;
const DATABASE$1 = "neo4j";
const USER = "neo4j";
const INITIAL_PASSWORD = new Secret("neo4j");
const READY_WITHIN_MS = 12e4;
const READY_EVERY_MS = 200;
const FOLDERS = [
	"/var/lib/neo4j/bin",
	"/usr/share/neo4j/bin",
	"/opt/neo4j/bin",
	"/usr/bin"
];
const BELOW = [
	"conf",
	"logs",
	"run",
	"import",
	"plugins",
	"licenses"
];
/** A server that lives for minutes: what compiles thoroughly takes longer than it saves. */
const JVM = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
/** Small and quick; nothing that calls home, answers by HTTP or locks the login after a wrong password. */
const SETTINGS = {
	"server.memory.heap.initial_size": "256m",
	"server.memory.heap.max_size": "1g",
	"server.memory.pagecache.size": "256m",
	"server.http.enabled": "false",
	"server.https.enabled": "false",
	"server.config.strict_validation.enabled": "false",
	"server.fleet_discovery.enabled": "false",
	"dbms.fleet_manager.enabled": "false",
	"dbms.usage_report.enabled": "false",
	"dbms.security.auth_max_failed_attempts": "0",
	"dbms.security.allow_csv_import_from_file_urls": "false",
	"db.tx_log.preallocate": "false",
	"db.tx_log.rotation.size": "64m",
	"db.tx_log.rotation.retention_policy": "1 files",
	"internal.dbms.bolt.netty_server_shutdown_quiet_period": "0"
};
/** How to run a throw-away Neo4j Community on a machine. */
const server = {
	need,
	prepare,
	start,
	stop: (machine) => machine.stopServer("SIGTERM")
};
/** Programs of exactly that release: its dumps and its statements are made for it. */
function need(version) {
	return {
		programs: ["neo4j", "neo4j-admin"],
		folders: FOLDERS,
		accepts: (output) => /\d+\.\d+(\.\d+)?/.exec(output)?.[0] === version,
		product: `Neo4j ${version}`,
		image: `neo4j:${version}-community`,
		imageUser: "neo4j"
	};
}
/** Lets both programs find the files of the machine's server. */
function serverEnvironment(machine) {
	return { NEO4J_CONF: `${machine.home}/conf` };
}
/** The folder that holds databases once there are any. */
function dataFolder(machine) {
	return `${machine.home}/data`;
}
async function prepare(machine) {
	await machine.run({
		program: "mkdir",
		args: ["-p", ...BELOW.map((name) => `${machine.home}/${name}`)]
	});
	await writeSettings(machine, {});
}
/** Starts the server and gives it a random password: Neo4j takes the first one over Bolt, where no command line shows it. */
async function start(machine, context) {
	const { listen, reach } = await machine.openPort(PORT);
	await writeSettings(machine, listeningOn(listen));
	await machine.startServer({
		program: "neo4j",
		args: ["console"],
		env: serverEnvironment(machine)
	});
	const fresh = {
		uri: `bolt://${reach.host}:${reach.port}`,
		user: USER,
		password: INITIAL_PASSWORD,
		database: DATABASE$1,
		mode: "bolt"
	};
	const password = new Secret(Buffer.from(context.random.bytes(24)).toString("hex"));
	await untilReady(machine, context, () => changePassword(fresh, password, context));
	const connection = {
		...fresh,
		password
	};
	await untilReady(machine, context, async () => {
		await using database = await openDatabase(connection, context);
		await database.run("RETURN 1", {}, { write: false });
	});
	return connection;
}
function listeningOn({ host, port }) {
	return { "server.bolt.listen_address": `${host}:${port}` };
}
async function writeSettings(machine, more) {
	const { home } = machine;
	const settings = {
		...SETTINGS,
		"server.directories.data": dataFolder(machine),
		"server.directories.transaction.logs.root": `${dataFolder(machine)}/transactions`,
		...Object.fromEntries(BELOW.slice(1).map((name) => [`server.directories.${name}`, `${home}/${name}`])),
		...more
	};
	const jvm = JVM.map((option) => ["server.jvm.additional", option]);
	const lines = [...Object.entries(settings), ...jvm].map(([name, value]) => `${name}=${value}\n`);
	const written = await machine.writeFile("neo4j.conf", lines.join(""));
	await machine.run({
		program: "mv",
		args: [written, `${home}/conf/neo4j.conf`]
	});
}
async function changePassword(connection, password, context) {
	await using database = await openDatabase({
		...connection,
		database: "system"
	}, context);
	await database.run("ALTER CURRENT USER SET PASSWORD FROM $old TO $new", {
		old: INITIAL_PASSWORD.reveal(),
		new: password.reveal()
	});
}
/** The port takes connections long before Bolt answers, so only a query tells. */
async function untilReady(machine, context, attempt) {
	const deadline = context.clock.monotonicMs() + READY_WITHIN_MS;
	for (;;) try {
		return await attempt();
	} catch (error) {
		if (context.signal.aborted) throw cancelled(context.signal);
		const exit = await machine.serverExit();
		if (exit !== void 0) throw didNotStart(exit.log, exit.outOfMemory, error);
		if (isLifeboatError(error, "server-refused-login") || context.clock.monotonicMs() > deadline) throw didNotStart(String(error), false, error);
		await setTimeout(READY_EVERY_MS);
	}
}
/** Java and Neo4j look at what memory there is before they begin. */
const TOO_LITTLE = /exceeds physical memory|insufficient memory|Could not reserve enough space/i;
function didNotStart(log, outOfMemory, cause) {
	const exhausted = outOfMemory || TOO_LITTLE.test(log);
	return new LifeboatError({
		code: exhausted ? "sandbox-exhausted" : "sandbox-unavailable",
		what: exhausted ? "the sandbox has too little memory for Neo4j's server" : "the sandbox's Neo4j server did not start",
		why: log.trim().split("\n").slice(-8).join("; "),
		...exhausted ? { fix: "give the sandbox more memory: 1.5 GiB at least" } : {},
		cause
	});
}
// src/engines/neo4j/offline/load.ts
const DATABASE = "neo4j";
const SYSTEM_LEFT_OUT = "Users and roles were not restored: the sandbox has its own.";
/** Whether parts of these names are archives of `neo4j-admin` and no graph of our own. */
function isArchive(names) {
	return names.includes("data.dump") || names.includes("data.backup");
}
/**
* Puts an archive into a server that has never been started, and starts it. The machine is fresh, so a failed load destroys nothing.
* Throws `program-version` for an archive of a newer release, `load-failed`, `destination-not-empty`.
*/
async function loadArchive(machine, parts, context) {
	const startedMs = context.clock.monotonicMs();
	await requireRelease(machine, parts.requirements["neo4jVersion"]);
	await server.prepare(machine, parts.requirements, context);
	await (parts.names.includes("data.dump") ? loadDump(machine, parts) : restoreBackup(machine, parts));
	return {
		connection: await server.start(machine, context),
		phases: [{
			name: "load",
			durationMs: Math.round(context.clock.monotonicMs() - startedMs)
		}],
		limitations: [SYSTEM_LEFT_OUT]
	};
}
async function loadDump(machine, parts) {
	const stdin = await parts.open(DUMP);
	const command = {
		program: "neo4j-admin",
		args: [
			"database",
			"load",
			DATABASE,
			"--from-stdin"
		],
		env: serverEnvironment(machine),
		stdin
	};
	await machine.run(command).catch(explainLoad);
}
/** Community's programs have no such command, and say so. */
async function restoreBackup(machine, parts) {
	const path = await machine.writeFile(`${DATABASE}.backup`, (file) => parts.pour(BACKUP, file));
	const args = [
		"database",
		"restore",
		`--from-path=${path}`,
		DATABASE
	];
	await machine.run({
		program: "neo4j-admin",
		args,
		env: serverEnvironment(machine)
	}).catch(explainLoad);
	await machine.removeFile(path);
}
async function requireRelease(machine, writer) {
	const { stdout } = await machine.run({
		program: "neo4j-admin",
		args: ["--version"]
	});
	const reader = releaseIn(stdout);
	if (writer === void 0 || reader === void 0 || compareVersions(writer, reader) <= 0) return;
	throw new LifeboatError({
		code: "program-version",
		what: `a backup of Neo4j ${writer} cannot be loaded by Neo4j ${reader}, which is older`,
		fix: `load it with Neo4j ${writer} or later`
	});
}
function explainLoad(error) {
	if (!isLifeboatError(error, "program-failed")) throw error;
	const words = programWords(error);
	const occupied = /already exists/i.test(words);
	throw new LifeboatError({
		code: occupied ? "destination-not-empty" : "load-failed",
		what: occupied ? "the machine holds a Neo4j database already" : "neo4j-admin did not load the backup",
		why: words,
		...occupied ? { fix: "load it on a fresh machine" } : {},
		cause: error
	});
}
/** The answer to `--into`. */
function requireRestorable(parts) {
	if (!isArchive(parts)) return;
	throw new LifeboatError({
		code: "not-supported",
		what: "an archive of neo4j-admin cannot be loaded into a running server",
		why: "it is loaded into a stopped server only, and a load that fails over a database destroys it",
		fix: "load it by hand into a stopped server beside, as docs/recover-by-hand.md says; lifeboat drill proves it without one, and a backup in mode bolt can be restored into a running, empty database"
	});
}
// src/engines/neo4j/load.ts
/** Loads what its parts say: a graph into a running, empty server, or on a fresh machine. */
async function load(place, { parts }, context) {
	if (place.kind === "server") {
		requireRestorable(parts.names);
		return await loadGraph(place.connection, parts, context);
	}
	await requireFresh(place.machine);
	if (isArchive(parts.names)) return await loadArchive(place.machine, parts, context);
	await server.prepare(place.machine, parts.requirements, context);
	return await loadGraph(await server.start(place.machine, context), parts, context);
}
async function requireFresh(machine) {
	const { stdout } = await machine.run({
		program: "ls",
		args: ["-A", machine.home]
	});
	if (!stdout.split("\n").includes(dataFolder(machine).slice(machine.home.length + 1))) return;
	throw new LifeboatError({
		code: "destination-not-empty",
		what: "the machine that the backup was to be loaded on holds a Neo4j database already",
		fix: "load it on a fresh machine"
	});
}
// src/engines/neo4j/offline/archive.ts
const MAGIC = "DZV1";
/**
* Reads an archive to its end: Neo4j itself takes one whose last bytes are missing, or behind whose end stands something else,
* without a word. Throws `part-malformed`.
*/
async function readArchive(archive, context) {
	const frame = pipeline(archive, withoutMagic(), () => void 0);
	for await (const _ of decompress(frame, context));
}
/** What follows the magic is a zstd frame with a checksum. */
function withoutMagic() {
	let head = Buffer.alloc(0);
	let found = false;
	return new Transform({
		transform(chunk, _encoding, done) {
			if (found) return done(null, chunk);
			head = Buffer.concat([head, chunk]);
			if (head.length < 4) return done();
			found = head.subarray(0, 4).toString("latin1") === MAGIC;
			return found ? done(null, head.subarray(4)) : done(noArchive());
		},
		flush(done) {
			done(found ? null : noArchive());
		}
	});
}
function noArchive() {
	return new LifeboatError({
		code: "part-malformed",
		what: "a part is no archive of neo4j-admin database dump"
	});
}
// src/engines/neo4j/offline/parse.ts
const ARCHIVES = [DUMP, SYSTEM_DUMP];
const UNREAD = "only the programs of the Enterprise edition read it";
/** Reads every archive to its end, and has Neo4j read what it says of itself. */
async function parseArchives(parts, version, context) {
	if (parts.names.includes("data.backup")) return [{
		name: BACKUP,
		result: "skipped",
		detail: UNREAD
	}];
	await using tools = await context.tools(adminPrograms(version));
	const checks = [];
	for (const name of parts.names.filter((each) => ARCHIVES.includes(each))) checks.push(await parseDump(name, {
		parts,
		tools,
		context
	}));
	return checks;
}
async function parseDump(name, { parts, tools, context }) {
	try {
		await readArchive(await parts.open(name), context);
		const stdin = await parts.open(name);
		const { stdout } = await tools.run({
			program: "neo4j-admin",
			args: INFO,
			stdin
		});
		return {
			name,
			result: "passed",
			detail: `neo4j-admin reads it: ${sizeIn(stdout)}`
		};
	} catch (error) {
		if (isLifeboatError(error, "program-failed")) return {
			name,
			result: "failed",
			detail: programWords(error)
		};
		if (isLifeboatError(error, "part-malformed")) return {
			name,
			result: "failed",
			detail: error.message
		};
		throw error;
	}
}
const INFO = [
	"database",
	"load",
	"neo4j",
	"--info",
	"--from-stdin"
];
/** `36 files, 2420506 bytes`; the name of the database stays out. */
function sizeIn(printed) {
	const [, files] = /^Files: (\d+)$/m.exec(printed) ?? [];
	const [, bytes] = /^Bytes: (\d+)$/m.exec(printed) ?? [];
	return `${files ?? "unknown"} files, ${bytes ?? "unknown"} bytes`;
}
// src/engines/neo4j/parse.ts
/** Reads every line and value of the graph and compares it with what its last line says. */
async function parse(parts, version, context) {
	if (isArchive(parts.names)) return await parseArchives(parts, version, context);
	return [await check(GRAPH, async () => {
		const content = await parts.open(GRAPH);
		const { nodes, relationships } = await readGraphFile(decompress(content, context), {
			node: ([, , , properties]) => decodeAll(properties),
			relationship: ([, , , , properties]) => decodeAll(properties)
		});
		return `${nodes} nodes and ${relationships} relationships`;
	}), await check(ACCESS, async () => {
		const access = JSON.parse(await text(await parts.open(ACCESS)));
		return `${Object.keys(access ?? {}).length} lists`;
	})];
}
function decodeAll(properties) {
	for (const value of Object.values(properties)) decodeValue(value);
}
async function check(name, read) {
	try {
		return {
			name,
			result: "passed",
			detail: await read()
		};
	} catch (error) {
		if (isLifeboatError(error) && error.code !== "part-malformed") throw error;
		return {
			name,
			result: "failed",
			detail: error instanceof Error ? error.message : String(error)
		};
	}
}
// src/engines/neo4j/sweep.ts
const LISTED = "SHOW TRANSACTIONS YIELD transactionId, metaData WHERE metaData.lifeboat IS NOT NULL RETURN transactionId, metaData.lifeboat";
/**
* Starts a server that a dead run had left stopped, and ends transactions of runs that no longer live; the server usually notices itself
* that their connections are gone.
*/
async function sweep(connection, isAlive, context) {
	const revived = await revive(connection, context);
	await using database = await openDatabase(connection, context);
	const dead = (await database.run(LISTED, {}, { write: false })).map((row) => row.map(String)).filter(([, runId = ""]) => !isAlive(runId));
	for (const [id] of dead) await database.run("TERMINATE TRANSACTIONS $id", { id });
	return [...revived === void 0 ? [] : [revived], ...dead.map(endedWords)];
}
function endedWords([id = "", runId = ""]) {
	return `ended transaction ${id} of run ${runId}`;
}
// src/engines/neo4j/tamper.ts
/** Elements to pick from, so that the pick never reads a whole large dataset. */
const REACH = 1e3;
const ADDED = "LifeboatNegativeControl";
/** Changes, adds or removes one property, or removes one node or relationship, by the seed; adds a node where there is nothing. */
async function tamper(connection, { fingerprint, seed }, context) {
	await using database = await openDatabase(connection, context);
	const choose = seededChooser(seed);
	for (const dataset of choose.shuffled(fingerprint.datasets.filter(({ count }) => count > 0))) {
		const elementId = await pick(database, dataset, {
			connection,
			choose
		});
		const change = elementId === void 0 ? void 0 : await alter(database, dataset, {
			elementId,
			choose
		});
		if (change !== void 0) return {
			dataset: dataset.name,
			change
		};
	}
	if (fingerprint.leftOut.length > 0) return void 0;
	await database.run(`CREATE (:${ADDED})`);
	return {
		dataset: labelDataset(ADDED),
		change: "added one node"
	};
}
/** The id of an element that the comparison looks at. */
async function pick(database, { name, count, method }, { connection, choose }) {
	const ids = connection.elementIds ?? OWN_IDS;
	const without = bucketsWithout(method);
	const owner = parseDataset(name)?.kind === "type" ? "startNode(e)" : "e";
	const offset = choose.below(Math.max(1, count - REACH));
	for (const skip of offset === 0 ? [0] : [offset, 0]) {
		const compared = (await database.run(`MATCH ${patternOf(name)} WITH e SKIP toInteger($skip) LIMIT ${REACH} RETURN elementId(e) AS id, elementId(${owner}) AS owner`, { skip })).map((row) => row.map(String)).filter(([, node = ""]) => !without.has(bucketOf(ids.exportedId(shortId(node)))));
		const chosen = compared[choose.below(Math.max(1, compared.length))]?.[0];
		if (chosen !== void 0) return chosen;
	}
}
/** Constraints may refuse some changes; a removal always works. */
async function alter(database, { name }, { elementId, choose }) {
	const isRelationship = parseDataset(name)?.kind === "type";
	const match = `MATCH ${isRelationship ? "()-[e]->()" : "(e)"} WHERE elementId(e) = $elementId`;
	const removal = isRelationship ? {
		change: "removed one relationship",
		statement: `${match} DELETE e RETURN 1`
	} : {
		change: "removed one node",
		statement: `${match} DETACH DELETE e RETURN 1`
	};
	const [row] = await database.run(`${match} RETURN keys(e)`, { elementId });
	const keys = choose.shuffled(row?.[0] ?? []);
	const attempts = choose.shuffled([
		removal,
		{
			change: "added one property",
			statement: `${match} SET e.lifeboatNegativeControl = 1 RETURN 1`
		},
		...keys.length === 0 ? [] : [{
			change: "removed one property",
			statement: `${match} REMOVE e[$key] RETURN 1`
		}, {
			change: "changed one property",
			statement: `${match} SET e[$key] = ${OTHER} RETURN 1`
		}]
	]);
	for (const { change, statement } of [...attempts, removal]) if (await succeeds(database, statement, {
		elementId,
		key: keys[0] ?? ""
	})) return change;
}
/** Another value, of the same type where that is simple. */
const OTHER = "CASE WHEN e[$key] IS :: INTEGER THEN CASE e[$key] WHEN 0 THEN 1 ELSE e[$key] - sign(e[$key]) END WHEN e[$key] IS :: BOOLEAN THEN NOT e[$key] WHEN e[$key] IS :: STRING THEN e[$key] + '.' ELSE 'changed' END";
async function succeeds(database, statement, parameters) {
	try {
		return (await database.run(statement, parameters)).length === 1;
	} catch (error) {
		if (isLifeboatError(error, "connection-lost") || isLifeboatError(error, "cancelled")) throw error;
		return false;
	}
}
// src/engines/neo4j/index.ts
/** Neo4j 5.26 and later: a typed export over Bolt, a dump of the stopped server, or the backup of the Enterprise edition. */
const engine = {
	name: "neo4j",
	capabilities: {
		loads: "host",
		restoresIntoServer: true,
		highestGrade: {
			grade: 7,
			because: "the digest is of the rows that were exported or of the store that was dumped, as bookmarks show; the online backup of the Enterprise edition is not proven here"
		},
		tampers: true,
		verifiedOn: "Neo4j 5.26 Community"
	},
	connect,
	destination,
	endpoint,
	atEndpoint,
	probe,
	inspect: inspect$1,
	capture,
	parse,
	requireRestorable,
	load,
	fingerprint,
	checks,
	ask,
	keys,
	violations,
	tamper,
	sweep,
	server
};
export { engine };
