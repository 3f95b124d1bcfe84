import { n as keyOf, r as onlyValue, t as waitUntilReady } from "./wait-until-ready.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as require_dist } from "../dependencies/clickhouse-client.js";
import { a as serverFailure, i as bySystemCode, n as LOST, o as wordsOf, r as UNTRUSTED, t as FORBIDDEN } from "./server-failure.js";
import { t as cancelled } from "./cancelled.js";
import { t as parseDuration } from "./units.js";
import { t as parseConnection } from "./parse-connection.js";
import { t as Secret } from "./secret.js";
import { t as connectionSchema } from "./config.js";
import { n as unpackFrames } from "./unpack-frames.js";
import { t as lookBeside } from "./look-beside.js";
import { t as pLimit } from "../dependencies/p-limit.js";
import { n as withSignal } from "./engine-context2.js";
import { s as leaveToSweep } from "./run-owner2.js";
import { n as holdsControlCharacter } from "./control-characters.js";
import { t as requirePairs } from "./integrity.js";
import { t as linesOf } from "./lines2.js";
import { t as eachOrStop } from "./each-or-stop.js";
import { t as seededChooser } from "./seeded-chooser.js";
import { isIP } from "node:net";
import { Agent } from "node:http";
import { PassThrough, Readable, Transform, Writable, pipeline } from "node:stream";
import { crc32 } from "node:zlib";
import { createHash, randomUUID } from "node:crypto";
import { homedir } from "node:os";
import { Agent as Agent$1 } from "node:https";
import { join, relative } from "node:path";
import { readFile } from "node:fs/promises";
import { pipeline as pipeline$1 } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { text } from "node:stream/consumers";
// src/engines/clickhouse/server-error.ts
var import_dist = require_dist();
const UNREACHABLE = {
	code: "server-unreachable",
	what: "the server cannot be reached",
	fix: "check host, port and tls (the HTTP interface is 8123, HTTPS 8443), the firewall, and that the server runs"
};
const REFUSED = {
	code: "server-refused-login",
	what: "the server refused the login",
	fix: "check user and password, and from which hosts the user may connect"
};
const FULL = {
	code: "disk-full",
	what: "the server has no disk space left"
};
/** ClickHouse's own error numbers. */
const BY_NUMBER = {
	"81": {
		code: "server-refused-login",
		what: "the server has no such database, or does not show it to this login",
		fix: "check the database of the target, and what its login may see"
	},
	"159": {
		code: "timed-out",
		what: "the server ended a query at its own time limit"
	},
	"164": FORBIDDEN,
	"192": REFUSED,
	"193": REFUSED,
	"194": REFUSED,
	"195": REFUSED,
	"241": {
		code: "program-failed",
		what: "the server has no memory left for a query"
	},
	"243": FULL,
	"492": REFUSED,
	"497": FORBIDDEN,
	"516": REFUSED
};
/** Its numbers for data that ends too early, does not fit its checksum, or cannot be taken apart; also for files of parts. */
const DAMAGE = /* @__PURE__ */ new Set([
	32,
	33,
	40,
	226,
	228,
	246,
	271
]);
/** Whose data it is, the source's or a copy's, only the caller knows. */
const DAMAGED = "data that the server reads is damaged";
const BY_SYSTEM_CODE = {
	...bySystemCode(UNREACHABLE),
	ERR_STREAM_PREMATURE_CLOSE: LOST
};
/** What an error of the client or server means; anything unknown becomes `fallback`. A LifeboatError stays as it is. */
function explainServerError(error, address, fallback = "unexpected") {
	if (error instanceof LifeboatError) return error;
	const unknown = isDamage(error) ? {
		code: fallback,
		what: DAMAGED
	} : fallback;
	return serverFailure(error, address, meaningOf(error) ?? unknown);
}
/** The server's own number of an error that it answered with, also of one that was explained; undefined for any other. */
function errorNumber(error) {
	if (error instanceof import_dist.ClickHouseError) return Number(error.code);
	return error instanceof LifeboatError && error.cause !== void 0 ? errorNumber(error.cause) : void 0;
}
/** Whether the server answered that it met damaged data. */
function isDamage(error) {
	return DAMAGE.has(errorNumber(error) ?? 0);
}
function meaningOf(error) {
	const message = wordsOf(error);
	if (error instanceof import_dist.ClickHouseError) return /No space left on device/i.test(message) ? FULL : BY_NUMBER[error.code];
	const code = error instanceof Error ? error.code ?? "" : "";
	const known = BY_SYSTEM_CODE[code];
	if (known !== void 0) return known;
	if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO|HPE_)/.test(code)) return UNTRUSTED;
	return /aborted|socket hang up|terminated/i.test(message) ? LOST : void 0;
}
// src/engines/clickhouse/question-failure.ts
/** The query is wrong whatever the copy holds. */
const WRONG_QUERY = {
	62: "the query has a syntax error",
	164: "the query would write, and checks only read",
	184: "the query uses aggregates wrongly",
	215: "the query uses group by or an aggregate wrongly"
};
/** Says nothing of the copy: another time or place the query may be answered. */
const OVERLOADED = {
	159: "the server ended the query at its own time limit",
	202: "the server has too many queries to do",
	241: "the server had no memory left for the query"
};
/** May be the query's fault or that of a copy which lacks something; never the server's words, which may hold rows. */
const UNANSWERED = {
	47: "a column that the query names does not exist",
	16: "a column that the query names does not exist",
	46: "a function that the query names does not exist",
	60: "a table or view that the query names does not exist",
	81: "a database that the query names does not exist",
	497: "the login may not read what the query names"
};
/** What a failed application check shows of the server's answer; errors of the connection stay as they are. */
function explainQuestion(error) {
	if (!(error instanceof LifeboatError) || error.code === "connection-lost" || error.code === "cancelled") return error;
	const number = errorNumber(error);
	if (number === void 0) return error;
	const overloaded = OVERLOADED[number];
	if (overloaded !== void 0) return new LifeboatError({
		code: "program-failed",
		what: `ClickHouse error ${number}: ${overloaded}`,
		fix: "give the sandbox more memory, or make the query cheaper",
		cause: error
	});
	const wrong = WRONG_QUERY[number];
	const unanswered = isDamage(error) ? DAMAGED : UNANSWERED[number];
	return new LifeboatError({
		code: wrong === void 0 ? "content-different" : "plan-invalid",
		what: `ClickHouse error ${number}: ${wrong ?? unanswered ?? "the server refused the query"}`,
		fix: "run the query of the check on the source",
		cause: error
	});
}
// src/engines/clickhouse/client.ts
/** A digest of a large table sends nothing for long; an abort ends it all the same. */
const REQUEST_MS = 864e5;
/** What every query is told; a login that may change no setting goes without. */
const UNHURRIED = {
	max_execution_time: "0",
	http_send_timeout: "86400",
	http_receive_timeout: "86400",
	cancel_http_readonly_queries_on_client_close: "1"
};
/** The HTTP client of a connection, with connections of its own. */
async function openClient(connection, { settings, database }) {
	const { host, port, tls, user, password } = connection;
	const name = isIP(host) === 6 ? `[${host}]` : host;
	return (0, import_dist.createClient)({
		url: `${tls === void 0 ? "http" : "https"}://${name}:${port}`,
		username: user,
		password: password?.reveal() ?? "",
		http_agent: await openAgent(connection),
		request_timeout: REQUEST_MS,
		log: { level: import_dist.ClickHouseLogLevel.OFF },
		application: "lifeboat",
		...database === void 0 ? {} : { database },
		...settings ? { clickhouse_settings: UNHURRIED } : {}
	});
}
async function openAgent({ host, tls }) {
	const common = {
		keepAlive: true,
		maxSockets: 16
	};
	if (tls === void 0) return new Agent(common);
	const name = tls.serverName ?? host;
	const [ca, cert, key] = await Promise.all([
		tls.caFile,
		tls.certFile,
		tls.keyFile
	].map(readPem));
	return new Agent$1({
		...common,
		...ca === void 0 ? {} : { ca },
		...cert === void 0 ? {} : { cert },
		...key === void 0 ? {} : { key },
		...isIP(name) === 0 ? { servername: name } : {}
	});
}
async function readPem(file) {
	try {
		return file === void 0 ? void 0 : await readFile(file);
	} catch (error) {
		throw new LifeboatError({
			code: "config-invalid",
			what: `the certificate or key ${file} cannot be read`,
			why: error instanceof Error ? error.message : String(error),
			cause: error
		});
	}
}
// src/engines/clickhouse/address.ts
const NATIVE_PORTS = /* @__PURE__ */ new Set(["9000", "9440"]);
const NATIVE_SCHEMES = /* @__PURE__ */ new Set([
	"clickhouse:",
	"clickhouses:",
	"tcp:",
	"native:"
]);
/** Reads `https://user:password@host:8443/database`. Throws `config-invalid` without repeating the URL. */
function parseAddress(text) {
	const url = URL.canParse(text) ? new URL(text) : void 0;
	if (url !== void 0 && (NATIVE_SCHEMES.has(url.protocol) || NATIVE_PORTS.has(url.port))) throw isNative();
	if (url === void 0 || !/^https?:$/.test(url.protocol)) throw invalid$1("the connection URL is not of the form https://user:password@host:8443/database");
	const secure = url.protocol === "https:";
	const database = decoded(url.pathname.slice(1)) || (url.searchParams.get("database") ?? "");
	if (database === "") throw invalid$1("the connection URL names no database");
	const password = decoded(url.password);
	return {
		secure,
		host: decoded(url.hostname).replaceAll(/^\[|\]$/g, ""),
		port: portOf(url, secure, text),
		database,
		user: decoded(url.username) || "default",
		password: password === "" ? void 0 : new Secret(password)
	};
}
/** A port of 80 or 443 that is the scheme's own is not repeated by the URL, so the text tells whether it was written. */
function portOf(url, secure, text) {
	if (url.port !== "") return Number(url.port);
	const written = /^[a-z]+:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(text)?.[1];
	return written === void 0 ? secure ? 8443 : 8123 : Number(written);
}
/** The runtime's own error would be one of Lifeboat's defects to whoever reads it. */
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		throw invalid$1("the connection URL holds a % that begins no escape", "write each % of a name or a password as %25");
	}
}
function isNative() {
	return invalid$1("the connection URL names the native protocol of ClickHouse (port 9000 or 9440), which is not spoken here", "name the HTTP interface of the same server: http://host:8123/database, or https://host:8443/database");
}
function invalid$1(what, fix) {
	return new LifeboatError({
		code: "config-invalid",
		what,
		...fix === void 0 ? {} : { fix }
	});
}
// src/engines/clickhouse/connection.ts
const DEFAULT_MUTATION_TIMEOUT_MS = 6e4;
/** Turns what `lifeboat.yaml` holds into a connection. Throws `config-invalid` or `secret-missing`. */
async function connect$1(written, reveal) {
	const settings = parseConnection(connectionSchema, written, "clickhouse");
	const options = {
		mode: settings.mode ?? "portable",
		native: settings.native ?? {},
		format: settings.format ?? "native",
		mutationTimeoutMs: parseDuration(settings.mutationTimeout ?? "") ?? DEFAULT_MUTATION_TIMEOUT_MS
	};
	if ("url" in settings) {
		const { secure, ...address } = parseAddress((await reveal(settings.url)).reveal());
		const tls = secure ? settings.tls ?? {} : void 0;
		if (!secure && settings.tls !== void 0) throw needsHttps();
		return {
			...address,
			tls,
			...options,
			compress: settings.compress ?? !isLocal(address.host)
		};
	}
	const { host, port, database, user, password, tls } = settings;
	return {
		host,
		port: port ?? (tls === void 0 ? 8123 : 8443),
		database,
		user: user ?? "default",
		password: password === void 0 ? void 0 : await reveal(password),
		tls,
		...options,
		compress: settings.compress ?? !isLocal(host)
	};
}
/** The server's own BACKUP is the server's to write. */
function delegates(written) {
	return parseConnection(connectionSchema, written, "clickhouse").mode === "native";
}
/** Names the database for people; never the user or a secret. */
function addressOf({ host, port, database }) {
	return `${host}:${port}/${database}`;
}
function needsHttps() {
	return new LifeboatError({
		code: "config-invalid",
		what: "the connection of a clickhouse target has tls, but its URL begins with http:",
		fix: "write the URL as https://"
	});
}
/** Between programs of one computer, compressing twice takes longer than sending more. */
function isLocal(host) {
	return host === "localhost" || host === "::1" || host.startsWith("127.");
}
// src/engines/clickhouse/exception-guard.ts
const TAIL_BYTES = 32768;
/** The server goes on while the compressor takes its time. */
const BUFFER_BYTES$1 = 1048576;
/** What older servers write behind the rows that they had sent already. */
const OLD_EXCEPTION = /Code: \d+\. DB::Exception: [^]*\(version [^)]*\)\)?\s*$/;
/**
* Lets an answer's bytes through and fails at the end where they are an error message: ClickHouse says with status 200 what goes
* wrong once rows have been sent. `tag` is what this answer's message is marked with, by servers that mark it.
*/
function guardAnswer(tag, explain, passed = {
	bytes: 0,
	crc32: 0
}) {
	let tail = Buffer.alloc(0);
	const guard = new Transform({
		highWaterMark: BUFFER_BYTES$1,
		transform(chunk, _encoding, done) {
			passed.bytes += chunk.length;
			passed.crc32 = crc32(chunk, passed.crc32);
			tail = chunk.length >= TAIL_BYTES ? chunk : Buffer.concat([tail, chunk]).subarray(-32768);
			done(null, chunk);
		},
		flush(done) {
			const message = exceptionIn(tail.subarray(-32768).toString("latin1"), tag);
			done(message === void 0 ? null : (0, import_dist.parseError)(Buffer.from(message, "latin1").toString("utf8")));
		}
	});
	explainDestruction(guard, explain);
	return guard;
}
/** Before it is kept: who begins to read a stream that has failed is given the error that it was destroyed with. */
function explainDestruction(stream, explain) {
	const destroy = stream.destroy.bind(stream);
	stream.destroy = (error) => destroy(error instanceof Error ? explain(error) : void 0);
}
/** The error message at the end of an answer. */
function exceptionIn(tail, tag) {
	if (tag === void 0) return OLD_EXCEPTION.exec(tail)?.[0];
	const start = tail.lastIndexOf(`__exception__\r\n${tag}`);
	if (start === -1 || !tail.endsWith("__exception__\r\n")) return void 0;
	return tail.slice(start + 15 + tag.length).trim();
}
// src/engines/clickhouse/foreign-server.ts
const VERSION = /^\d+\.\d+\S*$/;
const MOST_WORDS = 200;
/** What a server gave as its version. Throws `server-unsupported` when that is none. */
function requireVersion(given, connection) {
	if (VERSION.test(given)) return given;
	throw foreign(connection, given);
}
/** The error of a server that answers in other words than ClickHouse does. */
function foreign(connection, words) {
	return new LifeboatError({
		code: "server-unsupported",
		what: `what answers at ${addressOf(connection)} is no ClickHouse`,
		why: words === "" ? "its answer is empty" : `its answer is ${JSON.stringify(words.slice(0, MOST_WORDS))}`,
		fix: "check host and port of the target: the HTTP interface is meant, 8123 unless changed, with TLS 8443"
	});
}
// src/engines/clickhouse/packed-answer.ts
/** The server goes on while the store takes its time. */
const BUFFER_BYTES = 1048576;
/**
* Lets an answer that the server compressed through as it is, and has `guard` look at what it holds: the stream ends only when
* the guard has seen all of it, and fails with what it found.
*/
function guardPacked(guard) {
	const copy = new PassThrough({ highWaterMark: BUFFER_BYTES });
	const looked = pipeline$1(unpackFrames(copy), guard, new Writable({ write: (_chunk, _encoding, done) => done() }));
	const gate = new Transform({
		highWaterMark: BUFFER_BYTES,
		transform(chunk, _encoding, done) {
			if (copy.write(chunk)) done(null, chunk);
			else copy.once("drain", () => done(null, chunk));
		},
		flush(done) {
			copy.end();
			looked.then(() => done(), done);
		},
		destroy(error, done) {
			copy.destroy();
			done(error);
		}
	});
	explainDestruction(gate, (error) => {
		if (!guard.destroyed) guard.destroy(error);
		return guard.errored ?? error;
	});
	looked.catch((error) => gate.destroy(guard.errored ?? error));
	return gate;
}
// src/engines/clickhouse/tab-separated.ts
const ESCAPES$1 = {
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "	",
	"0": "\0"
};
/** One row of ClickHouse's TabSeparated format, without its line break: every value as text, NULL as null. */
function parseRow(line) {
	return line.split("	").map(parseValue);
}
/** The rows of a whole answer. */
function parseRows$1(text) {
	if (text === "") return [];
	return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n").map(parseRow);
}
function parseValue(value) {
	if (value === String.raw`\N`) return null;
	return value.replaceAll(/\\([\s\S])/g, (_, escaped) => ESCAPES$1[escaped] ?? escaped);
}
// src/engines/clickhouse/silence.ts
/** Of a server that is pinged beside what it works on. */
const SILENCE_MS = 6e4;
// src/engines/clickhouse/watch-server.ts
/** Pings it by connections of their own, since a digest of a large table sends nothing for an hour. */
async function watchServer(connection, { signal }) {
	const client = await openClient(connection, { settings: false });
	const frozen = new AbortController();
	const stopLooking = lookBeside((ended) => client.ping({
		select: false,
		abort_signal: ended
	}), {
		everyMs: SILENCE_MS,
		frozen: () => frozen.abort(fellSilent(connection))
	});
	return {
		signal: AbortSignal.any([signal, frozen.signal]),
		[Symbol.asyncDispose]: async () => {
			stopLooking();
			await client.close();
		}
	};
}
function fellSilent(connection) {
	return new LifeboatError({
		code: "connection-lost",
		what: `the connection to clickhouse at ${addressOf(connection)} was lost`,
		why: `the server did not answer a ping for ${SILENCE_MS / 1e3} s`,
		fix: "see the server's log, then run again"
	});
}
// src/engines/clickhouse/session.ts
const CONNECT_TIMEOUT_MS = 15e3;
/** A setting may not be changed: by a read-only login, or by the constraints of its profile. */
const FIXED_SETTINGS = /* @__PURE__ */ new Set([164, 452]);
/**
* Opens a session; unqualified names mean `database` where it is given. What is under way ends with `connection-lost` when the server
* freezes, and with the session.
* Throws `server-unreachable`, `server-unsupported`, `server-refused-login` or `cancelled`.
*/
async function openSession(connection, outer, database) {
	await using undo = new AsyncDisposableStack();
	const watch = undo.use(await watchServer(connection, outer));
	const ended = new AbortController();
	const session = await logIn(connection, {
		...outer,
		signal: AbortSignal.any([watch.signal, ended.signal])
	}, database);
	const kept = undo.move();
	return {
		...session,
		[Symbol.asyncDispose]: async () => {
			ended.abort();
			await session[Symbol.asyncDispose]();
			await kept.disposeAsync();
		}
	};
}
async function logIn(connection, context, database) {
	const explain = (error) => context.signal.aborted ? cancelled(context.signal) : explainServerError(error, addressOf(connection));
	const open = async (settings) => {
		const client = await openClient(connection, {
			settings,
			database
		});
		try {
			return {
				...await greet(client, {
					connection,
					explain,
					context
				}),
				...methods(client, {
					context,
					explain,
					compress: settings && connection.compress
				}),
				changesSettings: settings
			};
		} catch (error) {
			await client.close();
			throw explain(error);
		}
	};
	if (context.signal.aborted) throw cancelled(context.signal);
	try {
		return await open(true);
	} catch (error) {
		if (!FIXED_SETTINGS.has(errorNumber(error) ?? 0)) throw error;
		return await open(false);
	}
}
async function greet(client, { connection, explain, context }) {
	const patience = AbortSignal.timeout(CONNECT_TIMEOUT_MS);
	try {
		const { content } = await send(client, {
			query: "SELECT version()",
			signal: AbortSignal.any([patience, context.signal]),
			explain,
			context
		});
		return { version: requireVersion((await text(content)).trim(), connection) };
	} catch (error) {
		if (patience.aborted && !context.signal.aborted) throw silent(connection);
		throw isForeign(error, explain) ? foreign(connection, wordsOf(error)) : error;
	}
}
/** An answer that is an error in other words than ClickHouse's: those of the server and of this computer have a code. */
function isForeign(error, explain) {
	return error instanceof Error && !("code" in error) && explain(error).code === "unexpected";
}
function methods(client, { context, explain, compress }) {
	const { signal } = context;
	const explained = async (work) => {
		try {
			if (signal.aborted) throw cancelled(signal);
			return await work();
		} catch (error) {
			throw explain(error);
		}
	};
	const ask = (query, rest = {}) => explained(async () => text((await send(client, {
		query,
		signal,
		explain,
		context,
		...rest
	})).content));
	return {
		rows: async (query, values, settings) => parseRows$1(await ask(query, {
			values,
			settings
		})),
		run: async (statement, settings) => void await ask(statement, { settings }),
		insert: async (statement, body, settings) => {
			try {
				await ask(statement, {
					body,
					settings
				});
			} finally {
				body.destroy();
			}
		},
		read: (query, options = {}) => explained(async () => (await send(client, {
			query,
			signal,
			explain,
			context,
			...options
		})).content),
		readPacked: (query, options) => explained(() => send(client, {
			query,
			signal,
			explain,
			context,
			...options,
			compress
		})),
		[Symbol.asyncDispose]: () => client.close()
	};
}
/** Sends a query; its answer begins once the server has begun to answer. */
async function send(client, { query, body, values, settings, compress = false, passed, signal, explain, context }) {
	const request = {
		query,
		query_id: `lifeboat/${context.runId}/${randomUUID()}`,
		abort_signal: signal,
		...values === void 0 ? {} : { query_params: values },
		clickhouse_settings: {
			...settings,
			...compress ? { enable_http_compression: 1 } : {}
		},
		...compress ? {
			http_headers: { "Accept-Encoding": "zstd" },
			decompress_response_stream: false
		} : {}
	};
	const { stream, response_headers: headers } = await (body === void 0 ? client.exec(request) : client.exec({
		...request,
		values: body
	}));
	const tag = headers["x-clickhouse-exception-tag"];
	const cut = () => void stream.destroy();
	signal.addEventListener("abort", cut, { once: true });
	const guard = guardAnswer(typeof tag === "string" ? tag : void 0, explain, passed);
	const encoding = headers["content-encoding"];
	if (compress && encoding !== void 0 && encoding !== "zstd") throw unasked(String(encoding), stream);
	const isPacked = compress && encoding === "zstd";
	return {
		content: pipeline(stream, isPacked ? guardPacked(guard) : guard, () => signal.removeEventListener("abort", cut)),
		compressed: isPacked && "zstd"
	};
}
/** Stored as they come, such bytes would be taken for rows. */
function unasked(encoding, answer) {
	answer.destroy();
	return new LifeboatError({
		code: "capture-failed",
		what: `the answer came compressed as ${encoding}, which nobody asked for`,
		why: "something between Lifeboat and the server changes what is sent",
		fix: "connect to the server itself, or set compress: false for the connection"
	});
}
function silent(connection) {
	return new LifeboatError({
		code: "server-unreachable",
		what: `${addressOf(connection)}: the server did not answer within ${CONNECT_TIMEOUT_MS / 1e3} s`,
		fix: "check host, port, firewall, and that the server runs"
	});
}
// src/engines/clickhouse/ask.ts
/** Answers one question, a single read-only statement, with its one value as the server prints it. */
async function ask(connection, question, context) {
	await using session = await openSession(connection, context, connection.database);
	const rows = await session.rows(question, void 0, readOnly(session)).catch((error) => {
		throw explainQuestion(error);
	});
	return onlyValue(rows, "with count(), without a FORMAT of its own");
}
/** The server refuses what would write; a login that may change no setting is read-only already. */
function readOnly({ changesSettings }) {
	return changesSettings ? { readonly: "1" } : void 0;
}
// src/engines/clickhouse/access.ts
/** The part with what belongs to the whole server and is put back by hand. */
const ACCESS = "access.sql";
/** Users, roles, policies, quotas, profiles and grants as SQL, without passwords; undefined for a login that may not see them. */
async function readAccess(session) {
	try {
		const statements = (await session.rows("SHOW ACCESS")).map(([statement]) => `${statement};\n`);
		return statements.length === 0 ? void 0 : statements.join("");
	} catch (error) {
		if (isLifeboatError(error, "privilege-missing")) return void 0;
		throw error;
	}
}
/** What a backup with or without them says of it. */
function accessLimitation(access) {
	return access === void 0 ? "Users, roles, grants, row policies, quotas and settings profiles are not in the backup: the login may not see them (GRANT SHOW ACCESS)." : `Users, roles, grants, row policies, quotas and settings profiles belong to the whole server: ${ACCESS} of the backup has them, without passwords, and they are neither restored nor compared.`;
}
// src/engines/clickhouse/quote.ts
/** An identifier as SQL text, always quoted. */
function quoteIdentifier(name) {
	return `\`${escaped(name, "`")}\``;
}
/** A string as an SQL literal. */
function quoteLiteral(text) {
	return `'${escaped(text, "'")}'`;
}
function escaped(text, quote) {
	return text.replaceAll("\\", String.raw`\\`).replaceAll(quote, `\\${quote}`).replaceAll("\0", String.raw`\0`);
}
// src/engines/clickhouse/columns.ts
/** The columns of each table that are stored, in order: computed ones are not. */
async function storedColumns(session, database) {
	const rows = await session.rows(COLUMNS, { database });
	const columns = /* @__PURE__ */ new Map();
	for (const [table, name, type] of rows) {
		const known = columns.get(table ?? "") ?? [];
		known.push({
			name: name ?? "",
			type: type ?? ""
		});
		columns.set(table ?? "", known);
	}
	return columns;
}
const COLUMNS = `
SELECT table, name, type FROM system.columns
WHERE database = {database:String} AND default_kind NOT IN ('ALIAS', 'EPHEMERAL') ORDER BY table, position`;
/** The columns as a list in SQL. */
function columnList(columns) {
	return columns.map(({ name }) => quoteIdentifier(name)).join(", ");
}
/** True for states of aggregate functions, which have several forms of the same meaning. */
function isState({ type }) {
	return type.startsWith("AggregateFunction(");
}
/** True where a state lies inside another type, out of reach. */
function hidesState(column) {
	return !isState(column) && /(?<!Simple)AggregateFunction\(/.test(column.type);
}
/** Types whose values a CSV file does not hold exactly. */
const BEYOND_CSV = /\b(Array|Map|Tuple|Nested|JSON|Object|Dynamic|Variant|AggregateFunction|Point|Ring|LineString|MultiLineString|Polygon|MultiPolygon)\b/;
/** Whether every value comes back from a CSV file as it was. */
function fitsCsv(columns) {
	return columns.every(({ type }) => !BEYOND_CSV.test(type));
}
// src/engines/clickhouse/objects.ts
/** Engines whose rows lie on the server itself and can be read and written. */
const HOLDS_ROWS = /MergeTree$|^(Log|TinyLog|StripeLog|Memory|Join|EmbeddedRocksDB)$/;
/** Engines that take what they read away from whoever else reads it. */
const CONSUMES = /^(Kafka|NATS|RabbitMQ|FileLog|\w*Queue|MaterializedPostgreSQL)$/;
/** Engines that need nothing outside their server. */
const HARMLESS = /* @__PURE__ */ new Set([
	"Null",
	"Merge",
	"Buffer",
	"Set",
	"GenerateRandom"
]);
/** Everything in the database that this login is shown, by name. */
async function listObjects(session, database) {
	const listed = (await session.rows(OBJECTS, { database })).map(([name, engine, definition, uuid, count, bytes]) => ({
		name: name ?? "",
		engine: engine ?? "",
		definition: definition ?? "",
		uuid: uuid ?? "",
		rows: count ?? void 0,
		bytes: Number(bytes ?? 0)
	}));
	const byName = new Map(listed.map((each) => [each.name, each]));
	return listed.filter(({ name }) => !name.startsWith(".inner")).map(({ uuid, ...each }) => {
		const kind = kindOf(each.engine, each.definition);
		const inner = byName.get(`.inner_id.${uuid}`) ?? byName.get(`.inner.${each.name}`);
		const storage = kind === "table" ? each : kind === "materializedView" ? inner : void 0;
		return {
			...each,
			kind,
			storage,
			rows: storage?.rows,
			bytes: storage?.bytes ?? 0
		};
	});
}
const OBJECTS = `
SELECT name, engine, create_table_query, toString(uuid), toString(total_rows), toString(ifNull(total_bytes, 0))
FROM system.tables WHERE database = {database:String} AND NOT is_temporary ORDER BY name`;
function kindOf(engine, definition) {
	if (engine === "Dictionary" || definition.startsWith("CREATE DICTIONARY ")) return "dictionary";
	if (engine === "View") return "view";
	if (engine === "MaterializedView") return "materializedView";
	if (HOLDS_ROWS.test(engine)) return "table";
	return HARMLESS.has(engine) ? "other" : "external";
}
/** Whether a second table like this one would take from the first what it is to get. */
function isConsumer(engine) {
	return CONSUMES.test(engine);
}
/** Whether parts of the table can be frozen by hard links. */
function isMergeTree(engine) {
	return engine.endsWith("MergeTree");
}
// src/engines/clickhouse/datasets.ts
/** The datasets among the objects of a database, read in place. */
async function datasetsOf(session, database, objects) {
	const columns = await storedColumns(session, database);
	return objects.flatMap(({ name, kind, storage }) => {
		if (storage === void 0 || kind !== "table" && kind !== "materializedView") return [];
		const { name: table, engine } = storage;
		const inParts = isMergeTree(engine);
		return [{
			name,
			kind,
			database,
			table,
			columns: columns.get(table) ?? [],
			inParts,
			frozen: false
		}];
	});
}
// src/engines/clickhouse/sql-tokens.ts
const PIECE = /(?<string>'(?:[^'\\]|\\[^]|'')*')|(?<quoted>`(?:[^`\\]|\\[^]|``)*`|"(?:[^"\\]|\\[^]|"")*")|(?<word>[A-Za-z_]\w*)|(?<space>\s+)|[^]/gy;
/** Splits a statement as the server prints it: strings and quoted names stay whole. */
function tokensOf(sql) {
	return Array.from(sql.matchAll(PIECE), ({ 0: text, groups }) => {
		return {
			kind: Object.entries(groups ?? {}).find(([, found]) => found !== void 0)?.[0] ?? "other",
			text
		};
	});
}
/** What a name or a string stands for, without its quotes. */
function contentOf({ kind, text }) {
	if (kind !== "string" && kind !== "quoted") return text;
	const quote = text.charAt(0);
	return text.slice(1, -1).replaceAll(/\\([^])|(['"`])\2/g, (_, escaped, doubled) => escaped === void 0 ? doubled ?? quote : ESCAPES[escaped] ?? escaped);
}
const ESCAPES = {
	n: "\n",
	t: "	",
	r: "\r",
	"0": "\0",
	b: "\b",
	f: "\f"
};
/** The index after the bracket that closes the one at `open`. */
function afterClosing(tokens, open) {
	let depth = 0;
	for (let at = open; at < tokens.length; at += 1) {
		const text = tokens[at]?.text;
		if (text === "(") depth += 1;
		if (text === ")") depth -= 1;
		if (depth === 0) return at + 1;
	}
	return tokens.length;
}
/** The index of a word outside all brackets, from `start` on; -1 where there is none. */
function findWord(tokens, word, start = 0) {
	for (let at = start; at < tokens.length; at += 1) {
		const token = tokens[at];
		if (token?.text === "(") at = afterClosing(tokens, at) - 1;
		else if (token?.kind === "word" && token.text.toUpperCase() === word) return at;
	}
	return -1;
}
function textOf$1(tokens) {
	return tokens.map(({ text }) => text).join("");
}
// src/engines/clickhouse/definition.ts
/** Stands for the database itself where definitions are compared: a copy may have another name. */
const ANY_DATABASE = "{database}";
/**
* The same definition in another database: names qualified with the old one, and strings that name it or one of its tables
* (dictionaries, engines and functions take those).
*/
function moveDefinition(sql, from, to) {
	const name = to === ANY_DATABASE ? to : quoteIdentifier(to);
	const tokens = tokensOf(sql);
	return tokens.map((token, at) => {
		if (token.kind === "string") return movedString(token, from, to);
		return (token.kind === "word" || token.kind === "quoted") && tokens[at + 1]?.text === "." && tokens[at - 1]?.text !== "." && contentOf(token) === from ? name : token.text;
	}).join("");
}
function movedString(token, from, to) {
	const content = contentOf(token);
	if (content === from) return quoteLiteral(to);
	return content.startsWith(`${from}.`) ? quoteLiteral(`${to}${content.slice(from.length)}`) : token.text;
}
/** `CREATE TABLE …` for another name and place. */
function renameObject(sql, database, name) {
	const tokens = tokensOf(sql);
	const { start, end } = nameRange(tokens);
	return `${textOf$1(tokens.slice(0, start))}${quoteIdentifier(database)}.${quoteIdentifier(name)}${textOf$1(tokens.slice(end))}`;
}
/** Where the qualified name stands: after CREATE and the words for what it is. */
function nameRange(tokens) {
	const dot = tokens.findIndex(({ text }) => text === ".");
	return {
		start: dot === -1 ? 0 : dot - 1,
		end: dot === -1 ? 0 : dot + 2
	};
}
/** The columns in brackets behind the name, empty where there are none. */
function columnsClause(sql) {
	const tokens = tokensOf(sql);
	let at = nameRange(tokens).end;
	while (tokens[at]?.kind === "space") at += 1;
	return tokens[at]?.text === "(" ? textOf$1(tokens.slice(at, afterClosing(tokens, at))) : "";
}
/** Replicated tables, and those on shared storage, as tables of one server: without the path and the name of the replica. */
function unreplicated(sql) {
	return withEngine(sql, (engine) => engine.replace(REPLICATES, ""));
}
/** Replicated tables under the default path of whatever server makes them, as replicas of nothing that exists. */
function newlyReplicated(sql) {
	return withEngine(sql, (engine) => engine.replace(REPLICATES, "Replicated"));
}
const REPLICATES = /^(Replicated|Shared)(?=\w*MergeTree$)/;
function withEngine(sql, rename) {
	const tokens = tokensOf(sql);
	const at = engineName(tokens);
	const engine = tokens[at]?.text ?? "";
	if (at === -1 || !REPLICATES.test(engine)) return sql;
	const end = tokens[at + 1]?.text === "(" ? afterClosing(tokens, at + 1) : at + 1;
	const given = withoutReplica(tokens.slice(at + 2, end - 1));
	return `${textOf$1(tokens.slice(0, at))}${rename(engine)}${given === "" ? "" : `(${given})`}${textOf$1(tokens.slice(end))}`;
}
function engineName(tokens) {
	const word = findWord(tokens, "ENGINE");
	return word === -1 ? -1 : tokens.findIndex(({ kind }, at) => at > word && (kind === "word" || kind === "quoted"));
}
/** The first two arguments are strings where path and replica are given. */
function withoutReplica(given) {
	const parts = splitList(given);
	const replica = parts.slice(0, 2);
	return (replica.length === 2 && replica.every((part) => /^\s*'/.test(part)) ? parts.slice(2) : parts).join(",").trim();
}
function splitList(tokens) {
	const parts = [];
	let start = 0;
	for (let at = 0; at <= tokens.length; at += 1) {
		if (tokens[at]?.text === "(") at = afterClosing(tokens, at);
		if (at < tokens.length && tokens[at]?.text !== ",") continue;
		parts.push(textOf$1(tokens.slice(start, at)));
		start = at + 1;
	}
	return parts.filter((part) => part.trim() !== "");
}
/** Without what only says where on its own server something lies, or who made it. */
function unplaced(sql) {
	return withoutSettings(withoutClauses(sql), ["storage_policy", "disk"]);
}
const DEFINER = / DEFINER = (`(?:[^`\\]|\\.)*`|\S+)/;
const SQL_SECURITY = / SQL SECURITY (DEFINER|INVOKER|NONE)/;
function withoutClauses(sql) {
	const { clauses, query } = beforeQuery(sql);
	return clauses.replace(/ UUID '[0-9a-f-]{36}'/g, "").replace(/ TO INNER$/m, "").replace(DEFINER, "").replace(SQL_SECURITY, "") + query;
}
/** The part of a view's definition before its query, which may hold anything. */
function beforeQuery(sql) {
	const tokens = tokensOf(sql);
	const head = findWord(tokens, "AS");
	const end = head === -1 ? tokens.length : head;
	return {
		clauses: textOf$1(tokens.slice(0, end)),
		query: textOf$1(tokens.slice(end))
	};
}
/** With whose rights a view reads, as its definition says; undefined where it says nothing. */
function rightsOf(sql) {
	const { clauses } = beforeQuery(sql);
	const said = [DEFINER, SQL_SECURITY].flatMap((clause) => clause.exec(clauses)?.[0].trim() ?? []);
	return said.length === 0 ? void 0 : said.join(" ");
}
function withoutSettings(sql, names) {
	const tokens = tokensOf(sql);
	const start = findWord(tokens, "SETTINGS");
	if (start === -1) return sql;
	const end = settingsEnd(tokens, start);
	const kept = splitList(tokens.slice(start + 1, end)).filter((part) => !names.includes(part.trim().split(/\s*=/)[0] ?? ""));
	const clause = kept.length === 0 ? "" : `SETTINGS ${kept.map((part) => part.trim()).join(", ")}`;
	const before = textOf$1(tokens.slice(0, start));
	const after = textOf$1(tokens.slice(end));
	return `${clause === "" ? before.trimEnd() : before}${clause}${after}`.trimEnd();
}
/** Settings end where a comment or the query of a view begins. */
function settingsEnd(tokens, start) {
	const ends = ["COMMENT", "AS"].map((word) => findWord(tokens, word, start)).filter((at) => at !== -1);
	const end = Math.min(tokens.length, ...ends);
	return tokens[end - 1]?.kind === "space" ? end - 1 : end;
}
/** True for a materialized view that the server fills anew from time to time. */
function isRefreshed(sql) {
	return findWord(tokensOf(sql), "REFRESH") !== -1;
}
/** Such a view without its first refresh, which would come at once. */
function unrefreshed(sql) {
	const tokens = tokensOf(sql);
	const query = findWord(tokens, "AS");
	if (!isRefreshed(sql) || query === -1 || findWord(tokens, "EMPTY") !== -1) return sql;
	return `${textOf$1(tokens.slice(0, query))}EMPTY ${textOf$1(tokens.slice(query))}`;
}
/** One text for the same object on another server, under another name of its database. */
function canonicalDefinition(sql, database) {
	return moveDefinition(unplaced(unreplicated(sql)), database, ANY_DATABASE);
}
// src/engines/clickhouse/identity.ts
const OLDEST$1 = 23;
/** Who the server is: the id that it keeps beside its data, and the database. */
async function identify(session, connection) {
	const [row] = await session.rows("SELECT toString(serverUUID())");
	return {
		version: session.version,
		id: `${row?.[0] ?? ""}/${connection.database}`,
		address: addressOf(connection)
	};
}
/** Year and month of a version, which is what ClickHouse calls a release: `26.9`. */
function releaseOf(version) {
	return version.split(".").slice(0, 2).join(".");
}
/** Throws `server-unsupported` for releases that are too old. */
function assertSupported(version) {
	if (Number(version.split(".")[0]) >= OLDEST$1) return;
	throw new LifeboatError({
		code: "server-unsupported",
		what: `ClickHouse ${version} is older than ${OLDEST$1}.1`,
		fix: `use ClickHouse ${OLDEST$1}.1 or later`
	});
}
// src/engines/clickhouse/missing-privileges.ts
/** Of servers before `CHECK GRANT`. */
const SYNTAX_ERROR = 62;
/** What this login cannot see of the database, one sentence each; tables that it is not shown cannot be named. */
async function findMissing(session, database) {
	const missing = [];
	const readsAll = await mayReadAll(session, database);
	if (readsAll === void 0) missing.push(`This release of ClickHouse cannot say whether the login may read everything in the database ${database}: tables that it is not shown would not be in the backup.`);
	else if (!readsAll) missing.push(`The login may not read everything in the database ${database}: tables that it is not shown are not in the backup.`);
	const policies = await countPolicies(session, database);
	if (policies === void 0) missing.push(`The login may not see row policies (GRANT SHOW ROW POLICIES ON ${database}.*): rows that one hides from it are not in the backup.`);
	else if (policies > 0) missing.push(`${policies} row policies apply in the database ${database}: rows that they hide are not in the backup.`);
	return missing;
}
/** Undefined where the server is too old to tell. */
async function mayReadAll(session, database) {
	try {
		return (await session.rows(`CHECK GRANT SHOW, SELECT ON ${quoteIdentifier(database)}.*`))[0]?.[0] === "1";
	} catch (error) {
		if (errorNumber(error) === SYNTAX_ERROR) return void 0;
		throw error;
	}
}
/** Undefined for a login that may not see them. */
async function countPolicies(session, database) {
	const query = "SELECT toString(count()) FROM system.row_policies WHERE database = {database:String}";
	try {
		return Number((await session.rows(query, { database }))[0]?.[0] ?? 0);
	} catch (error) {
		if (isLifeboatError(error, "privilege-missing")) return void 0;
		throw error;
	}
}
// src/engines/clickhouse/probe.ts
/** Asks the server who it is, how large the database is and what this login may not see. */
async function probe(connection, context) {
	await using session = await openSession(connection, context);
	assertSupported(session.version);
	const requirements = await readRequirements(session, connection);
	const [row] = await session.rows(FACTS, { database: connection.database });
	const [now, bytes] = row ?? [];
	return {
		identity: await identify(session, connection),
		serverTime: new Date(now ?? NaN),
		sizeBytes: Number(bytes),
		missing: await findMissing(session, connection.database),
		requirements
	};
}
const NOW = "concat(replaceOne(toString(now64(3, 'UTC')), ' ', 'T'), 'Z')";
/** An instant by the server's clock, RFC 3339. */
async function serverTime(session) {
	return (await session.rows(`SELECT ${NOW}`))[0]?.[0] ?? "";
}
const FACTS = `
SELECT ${NOW}, toString(sum(ifNull(total_bytes, 0))) FROM system.tables WHERE database = {database:String}`;
/** What a server must be like so that the backup loads as it was. Throws `server-refused-login` where there is no such database. */
async function readRequirements(session, connection) {
	const { database } = connection;
	if ((await session.rows("SELECT engine FROM system.databases WHERE name = {database:String}", { database })).length === 0) throw new LifeboatError({
		code: "server-refused-login",
		what: `${addressOf(connection)}: the server has no such database, or does not show it to this login`,
		fix: "check the database of the target, and that its login may see it (GRANT SHOW)"
	});
	return {
		serverVersion: session.version,
		database
	};
}
// src/engines/clickhouse/clones.ts
const PREFIX = "__bk_";
const ATTEMPTS = 3;
const UNKNOWN_TABLE = 60;
/** Read-only, forbidden, or no statement of that kind for this login: then tables are read in place. */
const MAY_NOT = /* @__PURE__ */ new Set([
	164,
	392,
	497
]);
/** The server refuses to drop what is large, to protect from mistakes. */
const ANY_SIZE = {
	max_table_size_to_drop: "0",
	max_partition_size_to_drop: "0"
};
/** The database that holds the clones of one run. */
function cloneDatabase(runId) {
	return `${PREFIX}${runId}`;
}
/** The run that a database of clones belongs to, undefined for any other database. */
function cloneOwner(database) {
	return database.startsWith(PREFIX) ? database.slice(5) : void 0;
}
/**
* Freezes every MergeTree table by hard links, all within moments, so that they can be read at leisure while others write.
* What cannot be frozen is read in place. Throws `source-changed` when definitions keep changing meanwhile.
*/
async function freeze(request) {
	const { context } = request;
	for (let attempt = 1;; attempt += 1) try {
		return await tryToFreeze(request);
	} catch (error) {
		if (!isLifeboatError(error, "source-changed") || attempt === ATTEMPTS) throw error;
		context.reporter.report({
			event: "notice",
			message: error.message
		});
	}
}
async function tryToFreeze(request) {
	const { session, database } = request;
	await using undo = new AsyncDisposableStack();
	const before = await listObjects(session, database);
	const clones = await prepareClones(request, before, undo);
	const fromAt = await serverTime(session);
	const attached = await attachAll(request, clones.tables);
	const toAt = await serverTime(session);
	const after = new Map((await listObjects(session, database)).map((each) => [each.name, each]));
	const objects = before.filter(({ name }) => after.has(name));
	assertUnchanged(objects, after);
	const datasets = await datasetsOf(session, database, objects);
	const failed = new Map(attached.flatMap(({ table, error }) => error === void 0 ? [] : [[table, error]]));
	const frozen = new Set(attached.flatMap(({ table, error }) => error === void 0 ? [table] : []));
	const kept = undo.move();
	return {
		objects,
		fromAt,
		toAt,
		datasets: datasets.map((dataset) => frozen.has(dataset.table) ? {
			...dataset,
			database: cloneDatabase(request.context.runId),
			frozen: true
		} : dataset),
		limitations: [...clones.limitations, ...Array.from(failed, ([table, error]) => notFrozen(table, error))],
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
}
/** Makes empty clones in which nothing will ever be merged. */
async function prepareClones({ session, context, openCleaner }, objects, undo) {
	const storages = objects.flatMap(({ storage }) => storage !== void 0 && isMergeTree(storage.engine) ? [storage] : []);
	if (storages.length === 0) return {
		tables: [],
		limitations: []
	};
	const clone = cloneDatabase(context.runId);
	undo.defer(async () => {
		try {
			await using cleaner = await openCleaner();
			await dropClones(cleaner, clone);
		} catch (error) {
			leaveToSweep(context.runId);
			context.reporter.report({
				event: "warning",
				message: clonesLeft(clone, error)
			});
		}
	});
	try {
		await session.run(`CREATE DATABASE ${quoteIdentifier(clone)}`);
		for (const { name, definition } of storages) {
			const table = `${quoteIdentifier(clone)}.${quoteIdentifier(name)}`;
			await session.run(renameObject(unreplicated(asTable(definition)), clone, name));
			await session.run(`SYSTEM STOP MERGES ${table}`);
			await session.run(`SYSTEM STOP TTL MERGES ${table}`);
		}
		return {
			tables: storages.map(({ name }) => name),
			limitations: []
		};
	} catch (error) {
		const forbidden = MAY_NOT.has(errorNumber(error) ?? 0);
		if (!forbidden && !isLifeboatError(error, "disk-full")) throw error;
		return {
			tables: [],
			limitations: [`Tables were read in place and not from clones, ${forbidden ? "which the login may not make: docs/engines.md has the grants" : "for which the server has no space left"}.`]
		};
	}
}
/** On another computer nobody can tell that the run has ended, and sweep leaves its clones. */
function clonesLeft(clone, error) {
	return `the clones in ${clone} are left on the server: ${error instanceof Error ? error.message : String(error)}. \`lifeboat sweep\` on this computer removes them, or, on the server, ${dropByHand(clone)}`;
}
/** For a person who types it where no settings are sent along. */
function dropByHand(database) {
	const settings = Object.entries(ANY_SIZE).map(([name, value]) => `${name} = ${value}`);
	return `DROP DATABASE ${quoteIdentifier(database)} SYNC SETTINGS ${settings.join(", ")}`;
}
/** The inner table of a materialized view is printed with the words for a table, and an ATTACH never is. */
function asTable(definition) {
	return definition.replace(/^(CREATE|ATTACH) /, "CREATE ");
}
/** Removes the clones of a run; none is not an error, also for a login that may remove none. */
async function dropClones(session, database) {
	try {
		await session.run(`DROP DATABASE IF EXISTS ${quoteIdentifier(database)} SYNC`, ANY_SIZE);
	} catch (error) {
		if (!MAY_NOT.has(errorNumber(error) ?? 0)) throw error;
		if ((await session.rows("SELECT 1 FROM system.databases WHERE name = {database:String}", { database })).length > 0) throw error;
	}
}
/** One statement for each table, all at once: the moment of each lies within milliseconds of the others. */
async function attachAll({ session, database, context }, tables) {
	const clone = quoteIdentifier(cloneDatabase(context.runId));
	return await Promise.all(tables.map(async (table) => {
		const name = quoteIdentifier(table);
		try {
			await session.run(`ALTER TABLE ${clone}.${name} ATTACH PARTITION ALL FROM ${quoteIdentifier(database)}.${name}`);
			return {
				table,
				error: void 0
			};
		} catch (error) {
			if (!isLifeboatError(error) || error.code === "cancelled" || error.code === "connection-lost") throw error;
			return {
				table,
				error
			};
		}
	}));
}
function assertUnchanged(objects, after) {
	const changed = objects.filter(({ name, definition }) => after.get(name)?.definition !== definition);
	if (changed.length === 0) return;
	throw new LifeboatError({
		code: "source-changed",
		what: `the definition of ${changed[0]?.name} was changed while the database was being frozen`,
		fix: "run the backup again when nobody alters tables"
	});
}
function notFrozen(table, error) {
	return `${table} could not be cloned and was read in place: ${errorNumber(error) === UNKNOWN_TABLE ? "it was dropped" : error.why ?? error.what}`;
}
// src/engines/clickhouse/digest.ts
/** Each row's hash holds the seed and every stored column in order; the sum wraps and does not depend on the order of rows. */
const ROW_HASH = "row-hash/1";
/** Counts and digests a table. Throws `fingerprint-malformed`. */
async function digestTable(session, request) {
	const { without = [] } = request;
	const condition = without.length === 0 ? "" : ` WHERE _partition_id NOT IN (${without.map(quoteLiteral).join(", ")})`;
	const [count, digest] = (await session.rows(`SELECT ${aggregates(request)} FROM ${tableOf(request)}${condition}`))[0] ?? [];
	return checked({
		count,
		digest
	}, request.table);
}
/** The same for each partition, by its id. */
async function digestPartitions(session, request) {
	const rows = await session.rows(`SELECT _partition_id, ${aggregates(request)} FROM ${tableOf(request)} GROUP BY _partition_id`);
	return new Map(rows.map(([partition, count, digest]) => [partition ?? "", checked({
		count,
		digest
	}, request.table)]));
}
/** The sum of the digests of some partitions is the digest of them all. */
function sumDigests(digests) {
	let [count, digest] = [0n, 0n];
	for (const each of digests) {
		count += BigInt(each.count);
		digest += BigInt(each.digest);
	}
	return {
		count: String(count),
		digest: String(BigInt.asUintN(64, digest))
	};
}
function aggregates({ columns, seed }) {
	const values = columns.filter((column) => !hidesState(column)).map(valueOf);
	return `toString(count()), toString(sum(cityHash64(${quoteLiteral(seed)}, tuple(${values.join(", ")}))))`;
}
/** A state is compared by what it amounts to. */
function valueOf(column) {
	const name = quoteIdentifier(column.name);
	return isState(column) ? `finalizeAggregation(${name})` : name;
}
function tableOf({ database, table }) {
	return `${quoteIdentifier(database)}.${quoteIdentifier(table)}`;
}
function checked(found, table) {
	const { count, digest } = found;
	if (typeof count === "string" && typeof digest === "string" && /^\d+$/.test(count) && /^\d+$/.test(digest)) return {
		count,
		digest
	};
	throw new LifeboatError({
		code: "fingerprint-malformed",
		what: "the digest of a table is not a count and a number",
		why: table
	});
}
// src/engines/clickhouse/placeholder.ts
const MARK$2 = "lifeboat: stands for ";
/** A table of the same columns that leads nowhere: a drill starts no consumer and reads no other system. */
function placeholderOf({ name, engine, definition }, database) {
	const head = renameObject(definition, database, name);
	const tokens = tokensOf(head);
	const columns = columnsClause(head);
	return `${textOf$1(tokens.slice(0, tokens.findIndex(({ text }) => text === "(")))}${columns} ENGINE = Null COMMENT ${quoteLiteral(`${MARK$2}${engine}`)}`;
}
/** What is compared of a table whose rows lie elsewhere: its engine's name and its columns; undefined for any other object. */
function externalShape({ kind, engine, definition }) {
	const stoodFor = standsFor(definition);
	if (kind !== "external" && stoodFor === void 0) return void 0;
	return `${stoodFor ?? engine} ${columnsClause(definition)}`;
}
function standsFor(definition) {
	const tokens = tokensOf(definition);
	const comment = findWord(tokens, "COMMENT");
	const text = comment === -1 ? void 0 : tokens.slice(comment).find(({ kind }) => kind === "string")?.text;
	return text?.startsWith(`'${MARK$2}`) === true ? text.slice(22, -1) : void 0;
}
// src/engines/clickhouse/inventory.ts
/** Every object of the database by its canonical definition, and the functions that SQL may use. */
async function readInventory(session, database, objects) {
	const items = objects.map((object) => {
		const external = externalShape(object);
		return {
			kind: external === void 0 ? object.kind : "external",
			name: object.name,
			value: external ?? canonicalDefinition(object.definition, database),
			rule: "equal"
		};
	});
	const functions = await listFunctions(session);
	return [...items, ...functions.map(({ name, definition }) => ({
		kind: "function",
		name,
		value: definition,
		rule: "equal"
	}))];
}
/** Functions written in SQL; they belong to the server. */
async function listFunctions(session) {
	return (await session.rows("SELECT name, create_query FROM system.functions WHERE origin = 'SQLUserDefined' ORDER BY name")).map(([name, definition]) => ({
		name: name ?? "",
		definition: definition ?? ""
	}));
}
// src/engines/clickhouse/two-pass.ts
const WITHOUT = / without (\[.*\])$/;
/** Digests a dataset that is read in place. */
async function takePass(session, dataset, seed) {
	if (dataset.inParts) return await digestPartitions(session, {
		...dataset,
		seed
	});
	return /* @__PURE__ */ new Map([["", await digestTable(session, {
		...dataset,
		seed
	})]]);
}
/** A partition stood still if it was there both times with the same digest; rows came or went in the others. */
function judgePasses(dataset, before, after) {
	const all = [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].sort();
	const moved = all.filter((key) => !isSame(before.get(key), after.get(key)));
	const still = all.filter((key) => !moved.includes(key));
	if (moved.length > 0 && still.length === 0) return {
		fingerprint: void 0,
		equal: 0,
		total: all.length
	};
	const { count, digest } = sumDigests(still.flatMap((key) => before.get(key) ?? []));
	return {
		fingerprint: {
			name: dataset.name,
			kind: dataset.kind,
			count: Number(count),
			digest,
			method: methodWithout(moved),
			rule: "equal"
		},
		equal: still.length,
		total: all.length
	};
}
function isSame(one, other) {
	return one !== void 0 && one.count === other?.count && one.digest === other.digest;
}
function methodWithout(partitions) {
	return partitions.length === 0 ? ROW_HASH : `${ROW_HASH} without ${JSON.stringify(partitions)}`;
}
/** The partitions that a method leaves out. */
function partitionsWithout(method) {
	const written = WITHOUT.exec(method)?.[1];
	return written === void 0 ? [] : JSON.parse(written);
}
// src/engines/clickhouse/fingerprint.ts
/** Reads the fingerprint of a database that nobody writes to. Throws `fingerprint-malformed`, and `content-different` for damage. */
async function fingerprint(connection, spec, context) {
	try {
		return await readFingerprint(connection, spec, context);
	} catch (error) {
		throw isLifeboatError(error, "unexpected") && isDamage(error) ? damagedCopy(error) : error;
	}
}
function damagedCopy(error) {
	return new LifeboatError({
		code: "content-different",
		what: error.what,
		...error.why === void 0 ? {} : { why: error.why },
		fix: "do not trust this copy: drill or restore the backup again, and take a new one if it happens again",
		cause: error
	});
}
async function readFingerprint(connection, spec, context) {
	await using session = await openSession(connection, context);
	const { database } = connection;
	const objects = await listObjects(session, database);
	const wanted = objects.filter(({ name }) => !spec.leftOut.includes(name) && (spec.only === void 0 || spec.only.includes(name)));
	const datasets = [];
	for (const dataset of await datasetsOf(session, database, wanted)) {
		context.reporter.report({
			event: "phase",
			name: "fingerprint",
			target: dataset.name
		});
		datasets.push(await digestDataset(session, dataset, spec));
	}
	const inventory = spec.only === void 0 ? await readInventory(session, database, objects) : [];
	const { seed, leftOut } = spec;
	return assemble({
		version: session.version,
		seed,
		datasets,
		leftOut,
		inventory,
		coverage: { kind: "exact" }
	});
}
/** Digests one dataset as the specification says. */
async function digestDataset(session, dataset, spec) {
	const method = spec.methods.get(dataset.name) ?? "row-hash/1";
	const { count, digest } = await digestTable(session, {
		...dataset,
		seed: spec.seed,
		without: partitionsWithout(method)
	});
	const { name, kind } = dataset;
	return {
		name,
		kind,
		count: Number(count),
		digest,
		method,
		rule: "equal"
	};
}
/** Puts what was found into the form that is compared. */
function assemble({ version, datasets, leftOut, inventory, ...rest }) {
	return {
		format: "lifeboat-fingerprint/1",
		engine: "clickhouse",
		comparableWithin: `clickhouse ${releaseOf(version)}`,
		origin: "source",
		...rest,
		datasets: datasets.toSorted((a, b) => a.name < b.name ? -1 : 1),
		leftOut: leftOut.toSorted(),
		inventory,
		schema: schemaDigest(inventory)
	};
}
function schemaDigest(inventory) {
	const lines = inventory.map(({ kind, name, value }) => JSON.stringify([
		kind,
		name,
		value
	]));
	return {
		digest: createHash("sha256").update(lines.join("\n")).digest("hex"),
		method: "definitions/1"
	};
}
// src/engines/clickhouse/digest-clone.ts
/** Digests a clone, which nobody writes to: one look proves all of it. */
async function digestClone(session, dataset, seed) {
	return {
		fingerprint: await digestDataset(session, dataset, {
			seed,
			methods: /* @__PURE__ */ new Map()
		}),
		equal: 1,
		total: 1
	};
}
// src/engines/clickhouse/limitations.ts
/** What a portable backup of these objects does not hold or prove, one sentence each. */
function limitationsOf(objects, datasets) {
	return [...objects.flatMap(ofObject), ...datasets.flatMap(ofDataset)];
}
function ofObject({ name, kind, engine, definition, storage }) {
	const hidden = definition.includes("[HIDDEN]") ? [`${name}: its definition holds a secret that this login is not shown.`] : [];
	const outside = kind === "external" ? [`${name}: its rows lie elsewhere (${engine}); only its definition is in the backup.`] : [];
	const buffered = kind === "other" && (engine === "Buffer" || engine === "Set") ? [`${name}: what a table of the engine ${engine} holds in memory is not in the backup.`] : [];
	const dictionary = kind === "dictionary" ? [`${name}: a dictionary is loaded anew from its source, not compared.`] : [];
	const replicated = /^(Replicated|Shared)/.test(storage?.engine ?? "") ? [`${name}: replication is not compared; a drill restores the table as one of a single server.`] : [];
	return [
		...hidden,
		...outside,
		...buffered,
		...dictionary,
		...replicated
	];
}
function ofDataset({ name, columns }) {
	const states = columns.filter(isState).map((column) => column.name);
	const hidden = columns.filter(hidesState).map((column) => column.name);
	return [...states.length === 0 ? [] : [`${name}: aggregate states are compared by the values they amount to (${states.join(", ")}).`], ...hidden.length === 0 ? [] : [`${name}: states inside other types are not compared (${hidden.join(", ")}).`]];
}
// src/engines/clickhouse/native/increment.ts
/** Describes a native backup: every file of it, and before them what it is based on. */
const DESCRIPTION = ".backup";
const HEAD_BYTES = 65536;
/** What it is based on stands before this. */
const CONTENTS = "<contents>";
const BASE = /<base_backup>([^<]*)<\/base_backup>/;
/**
* Opens the description of an increment; undefined for one that names no base, because it shares no file with the backup before.
* Throws `part-malformed` when it is no description.
*/
async function openDescription(layer, object) {
	return describe(await layer.open(object), layer);
}
/** Where the base of an earlier backup lay when it was taken, in the server's words, if it needs one. Throws `part-malformed`. */
async function baseOfEarlier(earlier) {
	const description = await describe(await earlier.read(DESCRIPTION), earlier);
	description?.close();
	return description?.base;
}
async function describe(stream, owner) {
	const chunks = stream[Symbol.asyncIterator]();
	let head = "";
	while (head.length < HEAD_BYTES && !BASE.test(head) && !head.includes(CONTENTS)) {
		const step = await chunks.next();
		if (step.done === true) break;
		head += step.value.toString("latin1");
	}
	const [element, base] = BASE.exec(head) ?? [];
	if (element === void 0 || base === void 0) {
		stream.destroy();
		if (head.includes(CONTENTS)) return void 0;
		throw undescribed(owner);
	}
	return {
		base: textOf(base),
		leadTo: (place) => {
			const replaced = `<base_backup>${place}</base_backup>`;
			async function* content() {
				yield Buffer.from(head.replace(BASE, () => replaced), "latin1");
				for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) yield step.value;
			}
			return {
				content: content(),
				longerBy: replaced.length - element.length
			};
		},
		close: () => stream.destroy()
	};
}
/** Where the base of an increment lay at its backup, in the server's words, if it needs one. Throws `part-malformed`. */
async function baseOfIncrement(layer) {
	for await (const object of layer.list()) {
		if (object.name !== ".backup") continue;
		const description = await openDescription(layer, object);
		description?.close();
		return description?.base;
	}
	throw undescribed(layer);
}
const ENTITIES = {
	"&lt;": "<",
	"&gt;": ">",
	"&quot;": "\"",
	"&apos;": "'",
	"&amp;": "&"
};
/** What an element holds, of which the bytes were read. */
function textOf(bytes) {
	return Buffer.from(bytes, "latin1").toString("utf8").replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
function undescribed({ backupId }) {
	return new LifeboatError({
		code: "part-malformed",
		what: `the server's description of ${backupId} does not say what it holds`,
		fix: "restore another backup, and take a new one"
	});
}
// src/engines/clickhouse/native/operation.ts
const SHORTEST_POLL_MS = 50;
const LONGEST_POLL_MS = 2e3;
/** What waiting for the next look may add to the time that the server takes. */
const SHARE_OF_POLL = .02;
/** A server that does not answer for so many polls, a second apart, is gone. */
const MISSED_POLLS = 5;
const MISSED_POLL_MS = 1e3;
const KILL_MS = 2e4;
/** Has the server back up or restore by itself and waits for it. An abort ends it there too. */
async function runOperation(session, { statement, settings, kind }, { connection, context }) {
	const id = `${operationsOf(context.runId)}${crypto.randomUUID()}`;
	const all = [`id = ${quoteLiteral(id)}`, ...settings].join(", ");
	const unbounded = session.changesSettings ? { max_query_size: "1073741824" } : void 0;
	let last;
	try {
		await session.run(`${statement} SETTINGS ${all} ASYNC`, unbounded);
		last = await untilEnded(id, session, context);
	} catch (error) {
		await endAtServer(id, connection, context).catch(() => leaveToSweep(context.runId));
		throw context.signal.aborted ? cancelled(context.signal) : error;
	}
	if (last.status.endsWith("_FAILED") || last.status.endsWith("_CANCELLED")) throw explained(last, kind, addressOf(connection));
	return { entries: last.entries };
}
async function untilEnded(id, session, context) {
	const { clock, reporter, signal } = context;
	const startedMs = clock.monotonicMs();
	for (let missed = 0;;) {
		const elapsedMs = clock.monotonicMs() - startedMs;
		await setTimeout(missed > 0 ? MISSED_POLL_MS : pollAfter(elapsedMs), void 0, { signal });
		try {
			const found = await statusOf(id, session);
			missed = 0;
			reporter.report({
				event: "progress",
				name: "native",
				bytes: found.bytes
			});
			if (!isUnderWay(found)) return found;
		} catch (error) {
			const isAway = isLifeboatError(error, "server-unreachable") || isLifeboatError(error, "connection-lost");
			missed += 1;
			if (!isAway || missed >= MISSED_POLLS) throw error;
		}
	}
}
function pollAfter(elapsedMs) {
	return Math.min(LONGEST_POLL_MS, Math.max(SHORTEST_POLL_MS, elapsedMs * SHARE_OF_POLL));
}
function isUnderWay({ status }) {
	return status === "CREATING_BACKUP" || status === "RESTORING";
}
async function statusOf(id, session) {
	const [row] = await session.rows(STATUS, { id });
	if (row === void 0) throw new LifeboatError({
		code: "capture-failed",
		what: "the server does not know its own operation any more",
		why: "it was started again, and it keeps what it does in memory",
		fix: "look into the server log for why it ended, then run again"
	});
	const [status, error, queryId, entries, bytes] = row;
	return {
		status: status ?? "",
		error: error ?? "",
		queryId: queryId ?? "",
		entries: Number(entries),
		bytes: Number(bytes)
	};
}
const STATUS = `
SELECT toString(status), error, query_id, toString(num_entries), toString(uncompressed_size)
FROM system.backups WHERE id = {id:String}`;
/** By a session of its own, since the run's was told to stop. */
async function endAtServer(id, connection, context) {
	const signal = AbortSignal.timeout(KILL_MS);
	await using session = await openSession(connection, {
		...context,
		signal
	});
	const { queryId } = await statusOf(id, session);
	await killQuery(queryId, session);
	while (isUnderWay(await statusOf(id, session))) await setTimeout(SHORTEST_POLL_MS, void 0, { signal });
}
function killQuery(queryId, session) {
	return session.run(`KILL QUERY WHERE query_id = ${quoteLiteral(queryId)} ASYNC`);
}
/** What ids of a run's operations begin with. */
function operationsOf(runId) {
	return `${OWNED}${runId}/`;
}
const OWNED = "lifeboat/";
/** Ends what the server still does for runs that no longer live; one sentence each. */
async function endOperations(session, isDead) {
	const rows = await session.rows(UNDER_WAY, { owned: OWNED });
	const done = [];
	for (const [id, queryId, status] of rows) {
		const runId = id?.split("/")[1] ?? "";
		if (!isDead(runId)) continue;
		await killQuery(queryId ?? "", session);
		done.push(`ended the server's ${status === "RESTORING" ? "RESTORE" : "BACKUP"} of run ${runId}`);
	}
	return done;
}
const UNDER_WAY = `
SELECT id, query_id, toString(status) FROM system.backups
WHERE status IN ('CREATING_BACKUP', 'RESTORING') AND startsWith(id, {owned:String})`;
/** Its own configuration says where it may back up to and restore from, which says nothing about what lies there. */
const FORBIDDEN_PLACE = /is not allowed for backups|backups\.allowed_(?:path|disk)/;
function forbidden(words, address) {
	return new LifeboatError({
		code: "privilege-missing",
		what: `${address}: the server may not use the place where the store lies`,
		why: withoutCode(words),
		fix: "name it in the configuration of the server: backups.allowed_path for a folder, backups.allowed_disk for a disk"
	});
}
function withoutCode(words) {
	return words.replace(/^Code: \d+\. DB::Exception: /, "");
}
/** In the server's words, without its stack. */
function explained({ error }, kind, address) {
	const words = error.split(", Stack trace")[0] ?? error;
	if (FORBIDDEN_PLACE.test(words)) return forbidden(words, address);
	const code = kind === "BACKUP" ? "capture-failed" : "load-failed";
	const cause = (0, import_dist.parseError)(words);
	const known = explainServerError(cause, address, code);
	if (known.code !== code) return known;
	return new LifeboatError({
		code,
		what: `${address}: the server's own ${kind} failed`,
		why: withoutCode(words),
		fix: "see the message; whether the server reaches the store, and may write there, is the first thing to check",
		cause
	});
}
// src/engines/clickhouse/native/place.ts
/** The disk of a sandbox that RESTORE may read from. */
const SANDBOX_DISK = "backups";
/** How BACKUP and RESTORE name a folder of the store; never holds a key. Throws `config-invalid`. */
async function placeOf(address, settings, session) {
	if (address.kind === "s3") return bucketPlace(address.prefix, settings);
	if (settings.disk === void 0) return `File(${quoteLiteral(address.path)})`;
	return diskPlace(settings.disk, await pathOnDisk(settings.disk, address.path, session));
}
/** A folder of a disk of the server. */
function diskPlace(disk, path) {
	return `Disk(${quoteLiteral(disk)}, ${quoteLiteral(path)})`;
}
/** Where a disk of the server lies; undefined when it has none of that name. */
async function diskPath(disk, session) {
	return (await session.rows("SELECT path FROM system.disks WHERE name = {disk:String}", { disk }))[0]?.[0] ?? void 0;
}
/** Whether two places are one: the server quotes the name of a collection only where it must, and spaces as it likes. */
function isSamePlace(one, other) {
	return bare(one) === bare(other);
}
/** What stands in quotes is a name or a path, in which every space counts. */
function bare(place) {
	return place.replaceAll(/('(?:[^'\\]|\\.|'')*')|[`\s]/g, "$1");
}
function bucketPlace(prefix, { collection, collectionPrefix = "" }) {
	if (collection === void 0) throw new LifeboatError({
		code: "config-invalid",
		what: "native mode needs the name of a collection to write to a bucket",
		why: "with a key in the statement the server would write that key into its backups",
		fix: "CREATE NAMED COLLECTION lifeboat AS url = 'https://…/bucket/', access_key_id = '…', secret_access_key = '…' on the server, then connection.native.collection: lifeboat"
	});
	if (!prefix.startsWith(collectionPrefix)) throw new LifeboatError({
		code: "config-invalid",
		what: `the store lies at ${prefix} in its bucket, and connection.native.collectionPrefix is ${collectionPrefix}`,
		fix: "let the collection lead to the bucket itself, or to the prefix of the store"
	});
	return `S3(${quoteIdentifier(collection)}, ${quoteLiteral(prefix.slice(collectionPrefix.length))})`;
}
async function pathOnDisk(disk, path, session) {
	const root = await diskPath(disk, session);
	const below = root === void 0 ? ".." : relative(root, path);
	if (!below.startsWith("..")) return `${below}/`;
	throw new LifeboatError({
		code: "config-invalid",
		what: `the store's folder ${path} does not lie on the disk ${disk} of the server`,
		why: root === void 0 ? "the server has no such disk" : `that disk is ${root}`,
		fix: "name the disk whose path holds the store's folder, also in backups.allowed_disk of the server"
	});
}
// src/engines/clickhouse/native/back-up.ts
/** The part that the server writes by itself. */
const NATIVE_PART = "native";
/** In this database the tables lie in the backup, whatever theirs is called: a restore may go into another. */
const BACKUP_DATABASE = "backup";
/** An address with its key, instead of the name of a collection. */
const KEY_IN_CLEAR = /<base_backup>(S3|AzureBlobStorage)\('/;
/** Has the server write these tables into the store. Throws `capture-failed`, and as `sink.delegate` says. */
async function backUpTables(backup) {
	let entries = 0;
	const tree = await backup.sink.delegate(NATIVE_PART, async (folder) => {
		const written = await writeTree(backup, folder);
		entries = written.entries;
		return written;
	}, {
		metadata: (name) => name === ".backup" || name.startsWith("metadata/"),
		forbidden: KEY_IN_CLEAR
	});
	if (tree.objects !== entries + 1) throw writtenElsewhere(entries, tree.objects);
}
async function writeTree(backup, { address, earlier }) {
	const { session, connection, tables, context } = backup;
	const base = await usableBase(backup, earlier);
	if ((connection.native.increments ?? 0) > 0) {
		const what = base === void 0 ? "a full backup" : `an increment on ${base.backupId}`;
		context.reporter.report({
			event: "notice",
			message: `the server writes ${what}`
		});
	}
	const place = await placeOf(address, connection.native, session);
	const settings = base === void 0 ? [] : [`base_backup = ${await placeOf(base.address, connection.native, session)}`];
	return {
		...await runOperation(session, {
			statement: `BACKUP ${tables.map(backedUp).join(", ")} TO ${place}`,
			settings,
			kind: "BACKUP"
		}, {
			connection,
			context
		}),
		...base === void 0 ? {} : { basedOn: base }
	};
}
/** Undefined where a full backup is due. */
async function usableBase(backup, earlier) {
	const { increments = 0 } = backup.connection.native;
	const base = increments === 0 ? void 0 : await earlier();
	if (base === void 0 || base.bases.length >= increments) return void 0;
	return await liesWhereItLay(base, backup) ? base : void 0;
}
/** Of a store that was moved no server can restore a chain: what it says of the places below the newest increment is old. */
async function liesWhereItLay(base, { session, connection }) {
	if (base.baseAddress === void 0) return true;
	const place = await placeOf(base.baseAddress, connection.native, session);
	try {
		const written = await baseOfEarlier(base);
		return written === void 0 || isSamePlace(written, place);
	} catch (error) {
		if (isLifeboatError(error, "part-malformed")) return false;
		throw error;
	}
}
function backedUp({ name, database, table }) {
	return `TABLE ${`${quoteIdentifier(database)}.${quoteIdentifier(table)}`} AS ${quoteIdentifier(BACKUP_DATABASE)}.${quoteIdentifier(name)}`;
}
function writtenElsewhere(entries, objects) {
	return new LifeboatError({
		code: "capture-failed",
		what: `the server says that it stored ${entries + 1} objects, and the store lists ${objects}`,
		why: "the collection or disk of the server leads to another place than the store of the target, or somebody else writes there",
		fix: "compare the URL of the collection with bucket and prefix of the store, and collectionPrefix with both"
	});
}
// src/engines/clickhouse/native/part-hashes.ts
/** The parts of a table by the server's own checksums of their files: no row is read, and merges change it. */
async function partHash(session, database, table) {
	const [row] = await session.rows(HASHES, {
		database,
		table
	});
	return `${row?.[0] ?? ""} ${row?.[1] ?? ""}`;
}
const HASHES = `
SELECT toString(count()), toString(sum(cityHash64(hash_of_all_files))) FROM system.parts
WHERE database = {database:String} AND table = {table:String} AND active`;
/** Throws `load-failed` when a restored table does not have the very parts that were backed up. */
function requireSameParts(table, expected, actual) {
	if (expected === actual) return;
	const count = (hash) => hash.split(" ")[0] ?? "";
	throw new LifeboatError({
		code: "load-failed",
		what: "a restored table does not consist of the parts that were backed up",
		why: `${table} has ${count(actual)} parts, and had ${count(expected)} when it was backed up, or their checksums differ`,
		fix: "do not trust this backup: verify it, and take a new one"
	});
}
// src/engines/clickhouse/native/version.ts
/** Statements, named collections and increments are as used here from this release on. */
const OLDEST = [24, 8];
/** The first versions of each release in which whoever may back up or restore is asked for his other rights too. */
const MENDED = [
	[
		25,
		3,
		14
	],
	[
		25,
		10,
		6
	],
	[
		25,
		11,
		8
	],
	[
		25,
		12,
		5
	],
	[
		26,
		1,
		0
	]
];
/** Throws `server-unsupported` for a server that is too old for native mode. */
function assertNative(version) {
	if (!isBefore(numbersOf(version), OLDEST)) return;
	throw new LifeboatError({
		code: "server-unsupported",
		what: `native mode needs ClickHouse ${OLDEST.join(".")} or later, and the server is ${version}`,
		fix: "upgrade the server, or use mode: portable"
	});
}
/** What is to be known of this version's BACKUP, one sentence each. */
function nativeLimitations(version) {
	const own = numbersOf(version);
	const mended = MENDED.find(([year, month]) => year === own[0] && month === own[1]);
	if (mended === void 0 ? !isBefore(own, [
		26,
		1,
		0
	]) : !isBefore(own, mended)) return [];
	return [`ClickHouse ${version} lets whoever may back up or restore reach what he may not read otherwise; it is mended in 25.3.14, 25.10.6, 25.11.8, 25.12.5 and 26.1.`];
}
function numbersOf(version) {
	return version.split(".").map(Number);
}
function isBefore(one, other) {
	for (const [index, limit] of other.entries()) {
		const own = one[index] ?? 0;
		if (own !== limit) return own < limit;
	}
	return false;
}
// src/engines/clickhouse/native/capture-tree.ts
/**
* Has the server back up these tables, all in one go, and digests the very same rows meanwhile: those of clones once, those of
* tables that could not be cloned before and after.
*/
async function captureTree(job, given) {
	if (given.length === 0) return [];
	const { session, sink, connection, context } = job;
	assertNative(session.version);
	const datasets = await Promise.all(given.map((dataset) => withPlainName(dataset, session)));
	const before = await passes(job, datasets);
	const hashes = await inTurn(datasets, ({ database, table }) => partHash(session, database, table));
	const tables = datasets.map(({ name, database, table }) => ({
		name,
		database,
		table
	}));
	const [digests] = await allOrFirst([digestClones(job, datasets), backUpTables({
		sink,
		session,
		connection,
		tables,
		context
	})]);
	const after = await passes(job, datasets);
	return datasets.map((dataset) => {
		const { name, frozen } = dataset;
		const parts = hashes.get(dataset);
		const [first, last] = [before.get(dataset), after.get(dataset)];
		const judged = first === void 0 || last === void 0 ? digests.get(dataset) : judgePasses(dataset, first, last);
		return {
			dataset,
			tree: {
				name,
				...frozen && parts !== void 0 ? { parts } : {}
			},
			judged
		};
	});
}
/** Whether the server can back up the rows of a dataset by itself. */
function isDelegable({ inParts, frozen, table }) {
	return inParts && (frozen || !isInner(table));
}
/** BACKUP finds no inner table of a view by its name; a clone of one may have any. */
async function withPlainName(dataset, session) {
	const { database, table, name } = dataset;
	if (!isInner(table)) return dataset;
	const clone = (named) => `${quoteIdentifier(database)}.${quoteIdentifier(named)}`;
	await session.run(`RENAME TABLE ${clone(table)} TO ${clone(name)}`);
	return {
		...dataset,
		table: name
	};
}
function isInner(table) {
	return table.startsWith(".inner");
}
/** When one fails the other still comes to its end, and the first failure is thrown. */
async function allOrFirst(work) {
	try {
		return await Promise.all(work);
	} catch (error) {
		await Promise.allSettled(work);
		throw error;
	}
}
/** Of tables that others may write to meanwhile. */
async function passes({ session, seed, fingerprint }, datasets) {
	return inTurn(fingerprint ? datasets.filter(({ frozen }) => !frozen) : [], (dataset) => takePass(session, dataset, seed));
}
async function digestClones({ session, seed, fingerprint, context }, datasets) {
	return inTurn(fingerprint ? datasets.filter(({ frozen }) => frozen) : [], async (dataset) => {
		context.reporter.report({
			event: "phase",
			name: "table",
			target: dataset.name
		});
		return await digestClone(session, dataset, seed);
	});
}
/** One after the other: the server works in parallel by itself. */
async function inTurn(datasets, step) {
	const found = /* @__PURE__ */ new Map();
	for (const dataset of datasets) found.set(dataset, await step(dataset));
	return found;
}
// src/engines/clickhouse/mutations.ts
const POLL_MS = 250;
/**
* Waits until no mutation is under way, at most as long as given. Returns a sentence for each table whose mutation did not end:
* a backup holds its rows as they were at that moment, and does not carry the mutation on.
*/
async function waitForMutations(session, { database, timeoutMs, context }) {
	const deadline = context.clock.monotonicMs() + timeoutMs;
	for (let said = false;; said = true) {
		const running = await unfinished(session, database);
		const mayEnd = running.some(({ failed }) => !failed);
		if (running.length === 0 || !mayEnd || context.clock.monotonicMs() >= deadline) return running.map(sentence);
		if (!said) context.reporter.report({
			event: "notice",
			message: "waiting for mutations that are under way"
		});
		await setTimeout(POLL_MS, void 0, { signal: context.signal }).catch(() => {
			throw cancelled(context.signal);
		});
	}
}
async function unfinished(session, database) {
	return (await session.rows(`SELECT table, max(latest_fail_reason != '') FROM system.mutations
     WHERE database = {database:String} AND NOT is_done GROUP BY table ORDER BY table`, { database })).map(([table, failed]) => ({
		table: table ?? "",
		failed: failed === "1"
	}));
}
function sentence({ table, failed }) {
	return failed ? `A mutation of ${table} has failed: the backup holds its rows as they are, partly changed.` : `A mutation of ${table} was under way: the backup holds its rows as they were at that moment, partly changed.`;
}
// src/engines/clickhouse/schema-part.ts
/** The part with every definition, as SQL. */
const SCHEMA = "schema.sql";
const MARK$1 = "-- lifeboat ";
const END = "-- lifeboat-end ";
/** Views come last: a materialized one must not see rows that its own table holds already. */
const ORDER = [
	"function",
	"table",
	"dictionary",
	"other",
	"external",
	"view",
	"materializedView"
];
/** Writes SQL that a person can read and run; each statement follows a comment that says what it makes. */
function writeSchema(entries) {
	return [...entries.toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind)).map(({ definition, ...rest }) => `${MARK$1}${JSON.stringify(rest)}\n${definition};\n`), `${END}${entries.length}\n`].join("\n");
}
/** Reads the part back. Throws `part-malformed`. */
function readSchema(text) {
	const blocks = text.split(/^(?=-- lifeboat(?:-end)? )/m);
	if (blocks.pop() !== `${END}${blocks.length}\n`) throw malformed();
	return blocks.map((block) => {
		const end = block.indexOf("\n");
		const statement = block.slice(end + 1).trim();
		if (!block.startsWith(MARK$1) || !statement.endsWith(";")) throw malformed();
		return {
			...parseMark(block.slice(12, end)),
			definition: statement.slice(0, -1)
		};
	});
}
function parseMark(text) {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw malformed(error);
	}
}
function malformed(cause) {
	return new LifeboatError({
		code: "part-malformed",
		what: `${SCHEMA} of the backup does not hold what was written into it`,
		cause
	});
}
// src/engines/clickhouse/portable-capture.ts
/** Tables that are read at the same time. */
const PARALLEL = 2;
/** Definitions as SQL and the rows of each table, from clones that all stand still, with the digests of the very same rows. */
async function capturePortable(connection, { sink, fingerprint }, outer) {
	const stop = new AbortController();
	const context = withSignal(outer, AbortSignal.any([outer.signal, stop.signal]));
	await using session = await openSession(connection, context);
	assertSupported(session.version);
	const { database, mutationTimeoutMs: timeoutMs } = connection;
	const requirements = await readRequirements(session, connection);
	const identity = await identify(session, connection);
	const mutations = await waitForMutations(session, {
		database,
		timeoutMs,
		context
	});
	const unstopped = {
		...context,
		signal: new AbortController().signal
	};
	const openCleaner = () => openSession(connection, unstopped);
	await using frozen = await freeze({
		session,
		database,
		context,
		openCleaner
	});
	const job = {
		connection,
		session,
		sink,
		seed: Buffer.from(context.random.bytes(8)).readBigUInt64BE().toString(),
		fingerprint,
		frozen,
		context
	};
	const captured = await captureAll(job, stop);
	await sink.stream(SCHEMA, Readable.from([writeSchema(await entriesOf(job, captured))]));
	const access = await readAccess(session);
	if (access !== void 0) await sink.stream(ACCESS, Readable.from([access]));
	const inPlace = captured.some(({ dataset }) => !dataset.frozen);
	return {
		identity,
		consistency: {
			kind: captured.some(mayHaveMoved) ? "fuzzy" : "perObject",
			fromAt: frozen.fromAt,
			toAt: inPlace ? await serverTime(session) : frozen.toAt
		},
		fingerprint: fingerprint ? await fingerprintOf(job, captured) : void 0,
		requirements,
		limitations: [
			...mutations,
			...frozen.limitations,
			...connection.mode === "native" ? nativeLimitations(session.version) : [],
			...limitationsOf(frozen.objects, frozen.datasets),
			accessLimitation(access),
			...connection.format === "csv" ? frozen.datasets.flatMap(beyondCsv) : [],
			...captured.flatMap(movedSentence)
		]
	};
}
/**
* The rows, and beside them the digests of those that stand still. When one table fails the others are stopped, and the first failure
* is thrown.
*/
async function captureAll(job, stop) {
	const orStop = async (step) => {
		try {
			return await step();
		} catch (error) {
			stop.abort(error);
			throw error;
		}
	};
	const isNative = (dataset) => job.connection.mode === "native" && isDelegable(dataset);
	const streamed = job.frozen.datasets.filter((dataset) => !isNative(dataset));
	const still = job.fingerprint ? streamed.filter(({ frozen }) => frozen) : [];
	const { session, seed } = job;
	const [reading, digesting] = [pLimit(PARALLEL), pLimit(1)];
	const rows = streamed.map((dataset) => reading(() => orStop(() => captureDataset(job, dataset))));
	const digests = still.map((dataset) => digesting(() => orStop(() => digestClone(session, dataset, seed))));
	const native = orStop(() => captureNative(job, job.frozen.datasets.filter(isNative)));
	try {
		const [captured, judged, backedUp] = await Promise.all([
			Promise.all(rows),
			Promise.all(digests),
			native
		]);
		const found = new Map(judged.map((each, index) => [still[index], each]));
		return [...captured.map((each) => ({
			...each,
			judged: found.get(each.dataset) ?? each.judged
		})), ...backedUp];
	} catch (error) {
		await Promise.allSettled([
			...rows,
			...digests,
			native
		]);
		throw error;
	}
}
async function captureNative(job, datasets) {
	return (await captureTree(job, datasets)).map((each) => ({
		...each,
		stored: void 0
	}));
}
async function captureDataset(job, dataset) {
	const { session, seed, context } = job;
	context.reporter.report({
		event: "phase",
		name: "table",
		target: dataset.name
	});
	if (dataset.frozen) {
		const { count } = await digestDataset(session, {
			...dataset,
			columns: []
		}, {
			seed,
			methods: /* @__PURE__ */ new Map()
		});
		return {
			dataset,
			stored: count === 0 ? void 0 : await storeRows(job, dataset, count),
			judged: void 0
		};
	}
	const before = await takePass(session, dataset, seed);
	const empty = [...before.values()].every(({ count }) => count === "0");
	return {
		dataset,
		stored: empty ? void 0 : await storeRows(job, dataset),
		judged: judgePasses(dataset, before, empty ? before : await takePass(session, dataset, seed))
	};
}
async function storeRows({ connection, session, sink, frozen }, dataset, rows) {
	const { database, table, columns } = dataset;
	const csv = connection.format === "csv" && fitsCsv(columns);
	const format = csv ? "CSVWithNamesAndTypes" : "Native";
	const part = `table-${String(frozen.datasets.indexOf(dataset) + 1).padStart(4, "0")}.${csv ? "csv" : "native"}`;
	const passed = {
		bytes: 0,
		crc32: 0
	};
	const from = `${quoteIdentifier(database)}.${quoteIdentifier(table)}`;
	const query = `SELECT ${columnList(columns)} FROM ${from} FORMAT ${format}`;
	const { content, compressed } = await session.readPacked(query, { passed });
	await sink.stream(part, content, { compressed });
	return {
		part,
		format,
		...passed,
		...rows === void 0 ? {} : { rows }
	};
}
async function entriesOf({ session, frozen }, captured) {
	const rowsOf = new Map(captured.map((each) => [each.dataset.name, each]));
	return [...(await listFunctions(session)).map((each) => ({
		kind: "function",
		engine: "",
		...each
	})), ...frozen.objects.map(({ kind, name, engine, definition }) => {
		const { stored: data, tree } = rowsOf.get(name) ?? {};
		return {
			kind,
			name,
			engine,
			definition,
			...data === void 0 ? {} : { data },
			...tree === void 0 ? {} : { tree }
		};
	})];
}
async function fingerprintOf({ connection, session, frozen, seed }, captured) {
	const judged = captured.flatMap((each) => each.judged ?? []);
	const total = judged.reduce((sum, each) => sum + each.total, 0);
	const equal = judged.reduce((sum, each) => sum + each.equal, 0);
	return assemble({
		version: session.version,
		seed,
		coverage: equal === total ? { kind: "exact" } : {
			kind: "partial",
			equal,
			total
		},
		datasets: judged.flatMap((each) => each.fingerprint ?? []),
		leftOut: captured.flatMap(({ dataset, judged: found }) => found !== void 0 && found.fingerprint === void 0 ? [dataset.name] : []),
		inventory: await readInventory(session, connection.database, frozen.objects)
	});
}
function beyondCsv({ name, columns }) {
	return fitsCsv(columns) ? [] : [`${name}: stored as Native, because CSV does not hold all of its types exactly.`];
}
/** Also where nobody looked. */
function mayHaveMoved({ dataset, judged }) {
	return !dataset.frozen && (judged === void 0 || judged.equal < judged.total);
}
function movedSentence({ dataset, judged }) {
	if (judged === void 0) return dataset.frozen ? [] : [`${dataset.name}: was backed up in place, and without a fingerprint nobody looked whether rows came or went.`];
	if (judged.equal === judged.total) return [];
	const share = dataset.inParts ? `${judged.total - judged.equal} of ${judged.total} partitions` : "it";
	return [`${dataset.name}: rows came or went while they were read; ${share} cannot be compared.`];
}
// src/engines/clickhouse/capture.ts
/** Backs up one database in the mode that its connection says. Throws `capture-failed` for what the server cannot read itself. */
async function capture(connection, request, context) {
	try {
		return await capturePortable(connection, request, context);
	} catch (error) {
		if (!isLifeboatError(error, "unexpected")) throw error;
		throw new LifeboatError({
			code: "capture-failed",
			what: error.what,
			...error.why === void 0 ? {} : { why: error.why },
			fix: "look into the server log; CHECK TABLE finds parts that are damaged",
			cause: error
		});
	}
}
// src/engines/clickhouse/checks.ts
/** The server's own check of every part, of every view, and a write that is taken back. */
async function checks(connection, context) {
	await using session = await openSession(connection, context);
	const { database } = connection;
	const objects = await listObjects(session, database);
	return [
		await guarded("CHECK TABLE", () => checkTables(session, database, objects)),
		await guarded("views", () => checkViews(session, database, objects)),
		await guarded("write", () => probeWrite(session, database))
	];
}
async function checkTables(session, database, objects) {
	const tables = objects.flatMap(({ storage }) => storage !== void 0 && isMergeTree(storage.engine) ? [storage.name] : []);
	for (const table of tables) if ((await session.rows(`CHECK TABLE ${quoteIdentifier(database)}.${quoteIdentifier(table)}`, void 0, { check_query_single_value_result: "1" }))[0]?.[0] !== "1") throw new Error(`${table} has broken parts`);
	return `${tables.length} tables have only whole parts`;
}
/** A view is no more than its query: asked for no rows, it shows whether that can still be run. */
async function checkViews(session, database, objects) {
	const views = objects.filter(({ kind }) => kind === "view");
	for (const { name } of views) await session.rows(`SELECT * FROM ${quoteIdentifier(database)}.${quoteIdentifier(name)} LIMIT 0`);
	return `${views.length} views can be queried`;
}
async function probeWrite(session, database) {
	const probe = `${quoteIdentifier(database)}.lifeboat_check`;
	await session.run(`CREATE TABLE ${probe} (id UInt8, note String) ENGINE = MergeTree ORDER BY id`);
	try {
		await session.run(`INSERT INTO ${probe} VALUES (1, 'written')`);
		if ((await session.rows(`SELECT id FROM ${probe} WHERE note = 'written'`)).length !== 1) throw new Error("a row that was written could not be read");
		return "a table was made, written and read";
	} finally {
		await session.run(`DROP TABLE ${probe} SYNC`);
	}
}
async function guarded(name, check) {
	try {
		return {
			name,
			result: "passed",
			detail: await check()
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
// src/engines/clickhouse/destination.ts
const SYSTEM = /* @__PURE__ */ new Set([
	"system",
	"information_schema",
	"INFORMATION_SCHEMA",
	"default"
]);
/**
* A URL is an address of its own; anything else names another database of the source's server.
* Throws `usage-invalid`, `not-supported` or `config-invalid`.
*/
function destination(source, into) {
	if (into.includes("://")) {
		const { secure, ...address } = parseAddress(into);
		assertName(address.database);
		if (holdsControlCharacter(address.host)) throw invalid("the host of the destination holds a control character", "write its name");
		return {
			...address,
			tls: secure ? {} : void 0,
			mode: "portable",
			native: source?.native ?? {},
			format: "native",
			compress: true,
			mutationTimeoutMs: 0
		};
	}
	assertName(into);
	if (source === void 0) throw invalid(`"${into}" names a database, but there is no target whose server it could be on`, "give a URL: https://user@host:8443/database");
	return {
		...source,
		database: into
	};
}
/** A destination is confirmed by its name, which must therefore be the whole of what was meant. */
function assertName(name) {
	const fix = "name a new database: --into shop_restored";
	if (name.trim() === "") throw invalid("the name of the destination is empty", fix);
	if (holdsControlCharacter(name)) throw invalid("the name of the destination holds a control character", fix);
	if (name.includes("/")) throw invalid("the name of the destination holds a slash", fix);
	if (SYSTEM.has(name)) throw new LifeboatError({
		code: "not-supported",
		what: `${name} comes with every ClickHouse server: nothing is restored into it`,
		fix
	});
}
function invalid(what, fix) {
	return new LifeboatError({
		code: "usage-invalid",
		what,
		fix
	});
}
// src/engines/clickhouse/endpoint.ts
/** Where the server's HTTP interface listens. */
function endpoint({ host, port }) {
	return {
		host,
		port
	};
}
/** The same login at another address; the certificate is still asked for the name that was written. */
function atEndpoint(connection, { host, port }) {
	const { tls } = connection;
	const serverName = tls?.serverName ?? connection.host;
	return {
		...connection,
		host,
		port,
		tls: tls === void 0 ? void 0 : {
			...tls,
			serverName
		}
	};
}
// src/engines/clickhouse/inspect.ts
/** Who a destination is and how many objects lie in it; a database that does not exist yet is empty. */
async function inspect(connection, context) {
	await using session = await openSession(connection, context);
	const identity = await identify(session, connection);
	const [row] = await session.rows(`SELECT toString((SELECT count() FROM system.databases WHERE name = {database:String})),
            toString((SELECT count() FROM system.tables WHERE database = {database:String}))`, { database: connection.database });
	return {
		identity,
		exists: row?.[0] !== "0",
		objects: Number(row?.[1] ?? 0)
	};
}
// src/engines/clickhouse/integrity.ts
/** The query that counts what breaks a rule. A dataset is the name of a table, as fingerprints have it. */
function violations(rule) {
	const table = quoteIdentifier(rule.dataset);
	if (rule.kind === "count") return `SELECT count() FROM ${table}`;
	if (rule.kind === "unique") return countRepeated(table, rule.columns);
	if (rule.kind === "references") return countOrphans(table, rule);
	return `SELECT count() FROM ${table} WHERE ${rule.columns.map((name) => `${quoteIdentifier(name)} IS NULL`).join(" OR ")}`;
}
function countRepeated(table, columns) {
	if (columns.length === 0) throw notSupported();
	const list = columns.map(quoteIdentifier).join(", ");
	return `SELECT sum(repeats - 1) FROM (SELECT count() AS repeats FROM ${table} WHERE ${present(columns)} GROUP BY ${list} HAVING repeats > 1)`;
}
function countOrphans(table, rule) {
	requirePairs(rule);
	const { columns, to } = rule;
	const [ours, theirs] = [tupleOf(columns), tupleOf(to.columns)];
	return `SELECT count() FROM ${table} WHERE ${present(columns)} AND ${ours} NOT IN (SELECT ${theirs} FROM ${quoteIdentifier(to.dataset)} WHERE ${present(to.columns)})`;
}
function present(columns) {
	return columns.map((name) => `${quoteIdentifier(name)} IS NOT NULL`).join(" AND ");
}
function tupleOf(columns) {
	return `tuple(${columns.map(quoteIdentifier).join(", ")})`;
}
function notSupported() {
	return new LifeboatError({
		code: "not-supported",
		what: "a rule of uniqueness for clickhouse names no columns",
		fix: "name the columns that must not repeat together"
	});
}
// src/engines/clickhouse/keys.ts
const EXAMPLE = "SELECT id FROM orders WHERE id IS NOT NULL";
/** Streams the one column of a read-only query. */
async function* keys(connection, question, context) {
	await using session = await openSession(connection, context, connection.database);
	const explain = (error) => explainQuestion(explainServerError(error, addressOf(connection)));
	const answer = await session.read(question, { settings: readOnly(session) }).catch((error) => {
		throw explain(error);
	});
	try {
		for await (const line of linesOf(answer)) yield keyOf(parseRow(line), EXAMPLE);
	} catch (error) {
		throw explain(error);
	} finally {
		answer.destroy();
	}
}
// src/engines/clickhouse/create-objects.ts
/** Types that the source has are let through, however new or unusual. */
const PERMISSIVE = {
	allow_suspicious_low_cardinality_types: "1",
	allow_suspicious_fixed_string_types: "1",
	allow_suspicious_codecs: "1",
	allow_experimental_codecs: "1",
	allow_suspicious_variant_types: "1",
	allow_suspicious_primary_key: "1",
	flatten_nested: "0",
	data_type_default_nullable: "0"
};
/**
* Creates objects in an order that works, which only the server can tell: what fails is tried again as long as something else
* succeeded. `created` is awaited after each, before the next. Throws the server's error for the first that cannot be created.
*/
async function createObjects(creation, entries, created = async () => {}) {
	const limitations = [];
	for (let left = entries; left.length > 0;) {
		const failed = [];
		for (const entry of left) {
			try {
				limitations.push(...await createObject(creation, entry));
			} catch (error) {
				if (isLifeboatError(error, "cancelled") || isLifeboatError(error, "connection-lost")) throw error;
				failed.push({
					entry,
					error
				});
				continue;
			}
			await created(entry);
		}
		if (failed.length === left.length) throw failed[0]?.error;
		left = failed.map(({ entry }) => entry);
	}
	return limitations;
}
async function createObject(creation, entry) {
	const { session, connection, request, permissive } = creation;
	const { database } = connection;
	if (entry.kind === "function") {
		await session.run(entry.definition.replace(/^CREATE FUNCTION /, "CREATE FUNCTION IF NOT EXISTS "));
		return [];
	}
	const drill = request.purpose === "sandbox";
	const source = request.parts.requirements["database"] ?? database;
	const definition = source === database ? entry.definition : moveDefinition(entry.definition, source, database);
	const consumes = isConsumer(entry.engine);
	if (entry.kind === "external" && (drill || consumes)) {
		await session.run(placeholderOf({
			...entry,
			definition
		}, database), permissive);
		return drill ? [] : [consumerLeftOut(entry)];
	}
	const { sql, limitations } = placed(creation, {
		...entry,
		definition
	});
	await session.run(unrefreshed(renameObject(sql, database, entry.name)), permissive);
	if (drill && isRefreshed(definition)) await session.run(`SYSTEM STOP VIEW ${quoteIdentifier(database)}.${quoteIdentifier(entry.name)}`);
	return limitations;
}
/** The source may still live, and both would share its offsets. */
function consumerLeftOut({ name, engine }) {
	return `${name}: is an empty table here instead of ${engine}, so that nothing is consumed twice; when the source consumes no more, drop it and run its definition in ${SCHEMA}.`;
}
/** The users of the source need not exist here, and whose rights a view lends is not to be guessed. */
function otherRights(name, definition) {
	const rights = rightsOf(definition);
	return rights === void 0 ? [] : [`${name}: was made without "${rights}", with the rights that this server gives by default.`];
}
/** Where it lies is the new server's matter: a path in Keeper that is written out would join the replicas of the source. */
function placed({ request, replicates }, { name, definition }) {
	if (request.purpose === "sandbox") return {
		sql: unplaced(unreplicated(definition)),
		limitations: []
	};
	const plain = unreplicated(definition);
	if (plain === definition) return {
		sql: unplaced(definition),
		limitations: otherRights(name, definition)
	};
	return replicates ? {
		sql: unplaced(newlyReplicated(definition)),
		limitations: [`${name}: replicated under the server's default path, not under that of the source.`]
	} : {
		sql: unplaced(plain),
		limitations: [`${name}: was replicated, and is not here, because the server has no Keeper.`]
	};
}
// src/engines/clickhouse/counted.ts
/** Lets bytes through and counts them. */
function countBytes(passed) {
	return new Transform({ transform(chunk, _encoding, done) {
		passed.bytes += chunk.length;
		passed.crc32 = crc32(chunk, passed.crc32);
		done(null, chunk);
	} });
}
/** Throws `part-malformed` where a part gave other bytes than were captured. */
function requireSame(stored, passed) {
	if (passed.bytes === stored.bytes && passed.crc32 === stored.crc32) return;
	throw new LifeboatError({
		code: "part-malformed",
		what: `${stored.part} does not hold what was captured`,
		why: `${passed.bytes} bytes of ${stored.bytes}, checksum ${passed.crc32} instead of ${stored.crc32}`
	});
}
// src/engines/clickhouse/load-rows.ts
/** Rows as they are: nothing is merged, doubled or recomputed on the way in. */
const EXACT = {
	optimize_on_insert: "0",
	insert_deduplicate: "0",
	async_insert: "0",
	insert_allow_materialized_columns: "1",
	max_partitions_per_insert_block: "0"
};
/** Streams the rows of one object from the backup into the server. Throws the error of the part where that is what broke off. */
async function loadRows({ session, connection, request, exact }, { name, data }, columns) {
	if (data === void 0) return;
	const table = `${quoteIdentifier(connection.database)}.${quoteIdentifier(name)}`;
	const content = await request.parts.open(data.part);
	const passed = {
		bytes: 0,
		crc32: 0
	};
	const counted = pipeline(content, countBytes(passed), () => void 0);
	try {
		await session.insert(`INSERT INTO ${table} (${columnList(columns)}) FORMAT ${data.format}`, counted, exact);
	} catch (error) {
		throw isLifeboatError(content.errored) ? content.errored : error;
	}
	requireSame(data, passed);
}
// src/engines/clickhouse/merges.ts
/** Engines whose merges join rows. */
const JOINS_ROWS = /(Replacing|Summing|Aggregating|Collapsing|Coalescing|Graphite)/;
/** Stops what would change rows before they are compared. Objects without parts are passed over. */
async function stopMerges(session, database, objects) {
	for (const table of tablesOf(database, objects)) {
		await session.run(`SYSTEM STOP MERGES ${table}`);
		await session.run(`SYSTEM STOP TTL MERGES ${table}`);
	}
}
/** Lets merges go on where they leave the rows as they are; returns a sentence for each table where they would not. */
async function startMerges(session, database, objects) {
	const harmless = objects.filter((object) => !changesRows(object));
	for (const table of tablesOf(database, harmless)) {
		await session.run(`SYSTEM START MERGES ${table}`);
		await session.run(`SYSTEM START TTL MERGES ${table}`);
	}
	return objects.filter(changesRows).flatMap((object) => {
		const [table] = tablesOf(database, [object]);
		return table === void 0 ? [] : [`${object.name}: its merges are stopped, because they would change rows before they are compared; then run SYSTEM START MERGES ${table} and SYSTEM START TTL MERGES ${table}.`];
	});
}
function changesRows({ storage }) {
	if (storage === void 0) return false;
	return JOINS_ROWS.test(storage.engine) || findWord(tokensOf(storage.definition), "TTL") !== -1;
}
function tablesOf(database, objects) {
	return objects.flatMap(({ storage }) => storage !== void 0 && isMergeTree(storage.engine) ? [`${quoteIdentifier(database)}.${quoteIdentifier(storage.name)}`] : []);
}
// src/engines/clickhouse/without-storage.ts
/** Where rows of the backup have no table to go into: going on would lose them without a word. */
function withoutStorage(names) {
	return new LifeboatError({
		code: "load-failed",
		what: `there is no table for rows of ${names.join(", ")}`,
		why: "it was not made, or the login is not shown it; the rows of a materialized view lie in an inner table",
		fix: "restore with a login that may SHOW and INSERT in the whole database"
	});
}
// src/runtime/tar-stream.ts
const BLOCK_BYTES = 512;
/** What the header's own fields hold; longer names and larger files are said in front of it, in POSIX form. */
const LONGEST_NAME = 100;
const LARGEST_FILE = 8589934591;
/** The files as one tar archive, each opened when it is its turn. Fails with what a file fails with, or when one is not as long as said. */
function tarStream(files) {
	return Readable.from(blocks(files), { objectMode: false });
}
async function* blocks(files) {
	for await (const { name, bytes, content } of files) {
		if (Buffer.byteLength(name) > LONGEST_NAME || bytes > LARGEST_FILE) yield* extended(name, bytes);
		yield header({
			name,
			bytes,
			type: "0"
		});
		let sent = 0;
		for await (const chunk of await content()) {
			sent += chunk.length;
			yield chunk;
		}
		if (sent !== bytes) throw new Error(`${name} gave ${sent} bytes instead of ${bytes}`);
		yield padding(bytes);
	}
	yield Buffer.alloc(2 * BLOCK_BYTES);
}
function* extended(name, bytes) {
	const content = Buffer.from(record("path", name) + record("size", String(bytes)));
	yield header({
		name: "extended",
		bytes: content.length,
		type: "x"
	});
	yield content;
	yield padding(content.length);
}
/** The length counts itself too. */
function record(key, value) {
	const rest = ` ${key}=${value}\n`;
	let length = Buffer.byteLength(rest);
	for (let digits = 0; digits !== String(length).length;) {
		digits = String(length).length;
		length = Buffer.byteLength(rest) + digits;
	}
	return `${length}${rest}`;
}
function header({ name, bytes, type }) {
	const block = Buffer.alloc(BLOCK_BYTES);
	block.write(Buffer.from(name).subarray(0, LONGEST_NAME).toString("latin1"), 0, "latin1");
	const octal = (value, at, length) => {
		block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
	};
	octal(384, 100, 8);
	octal(0, 108, 8);
	octal(0, 116, 8);
	octal(Math.min(bytes, LARGEST_FILE), 124, 12);
	octal(0, 136, 12);
	block.write(type, 156);
	block.write("ustar\x0000", 257, "latin1");
	block.write(" ".repeat(8), 148);
	const sum = block.reduce((total, byte) => total + byte, 0);
	block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
	return block;
}
function padding(bytes) {
	return Buffer.alloc((BLOCK_BYTES - bytes % BLOCK_BYTES) % BLOCK_BYTES);
}
// src/runtime/unpack-files.ts
/** Writes many files below a folder of the place where these programs run, which they must own; the folder is made. */
async function unpackFiles(files, directory, tools) {
	await tools.run({
		program: "mkdir",
		args: ["-p", directory]
	});
	let failure;
	const archive = tarStream(files).once("error", (error) => {
		failure = { error };
	});
	try {
		await tools.run({
			program: "tar",
			args: [
				"-x",
				"-C",
				directory,
				"-f",
				"-"
			],
			stdin: archive
		});
	} catch (error) {
		throw failure === void 0 ? error : failure.error;
	} finally {
		archive.destroy();
	}
	if (failure !== void 0) throw failure.error;
}
// src/engines/clickhouse/native/restore.ts
/** Brings the whole chain onto the sandbox's disk, compared with its inventories on the way, and restores from there. */
async function restoreInSandbox(restore, tools) {
	const { tree, session } = restore;
	const root = await diskPath(SANDBOX_DISK, session);
	if (root === void 0) throw withoutDisk();
	for (const [depth, layer] of tree.layers.entries()) await unpackFiles(filesOf(layer, tree.layers[depth + 1]), `${root.replace(/\/$/, "")}/${layer.backupId}`, tools);
	await restoreFrom(diskPlace(SANDBOX_DISK, `${newest(tree).backupId}/`), restore);
}
/** Has a server that reaches the store read from it by itself what was compared before. */
async function restoreFromStore(restore) {
	const { tree, connection, session } = restore;
	const places = await Promise.all(tree.layers.map(async ({ address }) => {
		if (address === void 0) throw withoutAddress();
		return placeOf(address, connection.native, session);
	}));
	await requireBasesInPlace(tree.layers, places);
	const [place = "", base] = places;
	await restoreFrom(place, restore, base === void 0 ? [] : [`base_backup = ${base}`]);
}
/** The server is told where the newest increment's base lies; where those below have theirs, it knows from the backup only. */
async function requireBasesInPlace(layers, places) {
	for (const [depth, layer] of layers.entries()) {
		const base = places[depth + 1];
		if (depth === 0 || base === void 0) continue;
		const written = await baseOfIncrement(layer);
		if (written !== void 0 && !isSamePlace(written, base)) throw movedBase(layer, written);
	}
}
async function restoreFrom(place, { session, connection, tables, context }, more = []) {
	await runOperation(session, {
		statement: `RESTORE ${tables.map(restored).join(", ")} FROM ${place}`,
		settings: [
			"create_table = 0",
			"create_database = 0",
			"allow_different_table_def = 1",
			...more
		],
		kind: "RESTORE"
	}, {
		connection,
		context
	});
}
function restored({ name, database, table }) {
	return `TABLE ${`${quoteIdentifier(BACKUP_DATABASE)}.${quoteIdentifier(name)}`} AS ${quoteIdentifier(database)}.${quoteIdentifier(table)}`;
}
function newest({ layers }) {
	const [layer] = layers;
	if (layer === void 0) throw new Error("a tree without layers");
	return layer;
}
async function* filesOf(layer, base) {
	for await (const object of layer.list()) if (object.name === ".backup" && base !== void 0) yield await describedHere(layer, object, base);
	else yield {
		...object,
		content: () => layer.open(object)
	};
}
/** An increment names where its base lies, in the store that no sandbox reaches: here it lies beside it. */
async function describedHere(layer, object, base) {
	const description = await openDescription(layer, object);
	if (description === void 0) return {
		...object,
		content: () => layer.open(object)
	};
	const { content, longerBy } = description.leadTo(diskPlace(SANDBOX_DISK, `${base.backupId}/`));
	return {
		name: object.name,
		bytes: object.bytes + longerBy,
		content: async () => Readable.from(content)
	};
}
function withoutDisk() {
	return new LifeboatError({
		code: "sandbox-unavailable",
		what: `the sandbox's server has no disk ${SANDBOX_DISK} to restore from`,
		fix: "report this as a bug of the engine"
	});
}
function movedBase({ backupId }, base) {
	return new LifeboatError({
		code: "not-supported",
		what: `the store was moved, and ${backupId}, which the backup is based on, says that its own base lies in ${base}`,
		why: "a server can be told where the base of one increment lies, not those of a chain",
		fix: "restore the increment nearest to the full backup, or put the store back to where it was for the restore; drills read the whole chain wherever it lies"
	});
}
function withoutAddress() {
	return new LifeboatError({
		code: "not-supported",
		what: "no server can read this store by itself, so a native backup in it cannot be restored here",
		fix: "copy the backup to a store of type s3, or to a folder that the server sees"
	});
}
// src/engines/clickhouse/native/load-tree.ts
/**
* Restores the rows that the server backed up by itself into the tables that were made for them, whose merges are stopped, and
* requires the very parts that were backed up. Throws `load-failed`, and what the tree fails with.
*/
async function loadTree(load, entries) {
	const wanted = await wantedTables(load, entries);
	if (wanted.length === 0) return;
	const { session, connection, request, tools, context } = load;
	const tree = request.parts.trees?.get(NATIVE_PART);
	if (tree === void 0) throw withoutTree();
	const restore = {
		tree,
		session,
		connection,
		tables: wanted,
		context
	};
	if (request.purpose === "sandbox") await restoreInSandbox(restore, tools);
	else await restoreFromStore(restore);
	for (const { name, database, table, parts } of wanted) if (parts !== void 0) requireSameParts(name, parts, await partHash(session, database, table));
}
async function wantedTables({ session, connection }, entries) {
	const { database } = connection;
	const trees = new Map(entries.flatMap(({ name, tree }) => tree === void 0 ? [] : [[name, tree]]));
	if (trees.size === 0) return [];
	const objects = await listObjects(session, database);
	const found = new Set(objects.flatMap(({ name, storage }) => storage === void 0 ? [] : [name]));
	const lost = [...trees.keys()].filter((name) => !found.has(name));
	if (lost.length > 0) throw withoutStorage(lost);
	return objects.flatMap(({ name, storage }) => {
		const tree = trees.get(name);
		if (tree === void 0 || storage === void 0) return [];
		return [{
			name: tree.name,
			database,
			table: storage.name,
			parts: tree.parts
		}];
	});
}
function withoutTree() {
	return new LifeboatError({
		code: "part-malformed",
		what: "rows of the backup lie in a part that the server wrote, and the backup has none",
		fix: "restore another backup"
	});
}
// src/engines/clickhouse/restore-mark.ts
const MARK = /^lifeboat restore (\S+) in progress$/;
/** The run that fills a database with this comment, undefined for any other database. */
function restoringRun(comment) {
	return MARK.exec(comment)?.[1];
}
/**
* Says in the comment of a new database that a run fills it, so that sweep can tell what was left half restored. Only where the
* comment can be changed again, which releases before 25.4 cannot: whoever kept the mark would be swept one day. Returns whether.
*/
async function markDatabase(session, database, runId) {
	try {
		await setComment(session, database, `lifeboat restore ${runId} in progress`);
		return true;
	} catch (error) {
		if (errorNumber(error) === void 0) throw error;
		return false;
	}
}
/** Takes the mark off a database that is whole. */
async function unmarkDatabase(session, database) {
	await setComment(session, database, "");
}
function setComment(session, database, comment) {
	return session.run(`ALTER DATABASE ${quoteIdentifier(database)} MODIFY COMMENT ${quoteLiteral(comment)}`);
}
// src/engines/clickhouse/supported-settings.ts
/** Those of the settings that this release of the server knows: it refuses a query with any other. */
async function supportedSettings(session, wanted) {
	const rows = await session.rows("SELECT name FROM system.settings");
	const known = new Set(rows.map(([name]) => name));
	return Object.fromEntries(Object.entries(wanted).filter(([name]) => known.has(name)));
}
// src/engines/clickhouse/load.ts
/** Restores a backup into a database that is empty or does not exist yet. */
async function load(place, request, context) {
	if (place.kind === "host") throw new LifeboatError({
		code: "not-supported",
		what: "clickhouse loads into a running server"
	});
	const { connection } = place;
	const started = context.clock.monotonicMs();
	const { exists, objects } = await inspect(connection, context);
	if (objects > 0) throw notEmpty(connection, objects);
	const stop = new AbortController();
	const signal = AbortSignal.any([context.signal, stop.signal]);
	await using session = await openSession(connection, {
		...context,
		signal
	});
	assertSupported(session.version);
	const entries = readSchema(await text(await request.parts.open(SCHEMA)));
	const creation = {
		session,
		connection,
		request,
		context,
		replicates: await hasKeeper(session),
		permissive: await supportedSettings(session, PERMISSIVE),
		exact: await supportedSettings(session, EXACT)
	};
	const { database } = connection;
	if (!exists) await session.run(`CREATE DATABASE ${quoteIdentifier(database)}`);
	try {
		const isMarked = !exists && await markDatabase(session, database, context.runId);
		const limitations = [...await loadAll(creation, entries, stop)];
		await loadTree({
			...creation,
			tools: place.tools
		}, entries);
		if (request.purpose === "destination") {
			const restored = await listObjects(session, database);
			limitations.push(...await startMerges(session, database, restored));
		}
		if (isMarked) await unmarkDatabase(session, database);
		return {
			connection,
			phases: [{
				name: "load",
				durationMs: Math.round(context.clock.monotonicMs() - started)
			}],
			limitations: [...limitations, ...releaseDiffers(session.version, request)]
		};
	} catch (error) {
		if (!exists && request.purpose === "destination") await dropHalf(connection, context);
		throw explainLoad(error);
	}
}
/** A server shows this table only where a Keeper is configured. */
async function hasKeeper(session) {
	return (await session.rows("SELECT 1 FROM system.tables WHERE database = 'system' AND name = 'zookeeper'")).length > 0;
}
/** Tables first, then their rows, and views last: a materialized view must not see rows that its own already hold. */
async function loadAll(creation, entries, failed) {
	const { session, connection, request, context } = creation;
	const { database } = connection;
	const first = entries.filter((entry) => !isView(entry));
	const limitations = await createObjects(creation, first);
	await stopMerges(session, database, await listObjects(session, database));
	const columns = await storedColumns(session, database);
	const sideBySide = {
		atOnce: request.parallel,
		signal: context.signal,
		failed
	};
	await eachOrStop(first, sideBySide, (entry) => loadRows(creation, entry, columns.get(entry.name) ?? []));
	const more = await createObjects(creation, entries.filter(isView), (entry) => fillView(creation, entry));
	return [...limitations, ...more];
}
function isView({ kind }) {
	return kind === "view" || kind === "materializedView";
}
/** Before the next view is made, which may read this one. */
async function fillView(creation, entry) {
	if (entry.kind !== "materializedView") return;
	const { session, connection } = creation;
	const { database } = connection;
	const view = (await listObjects(session, database)).find(({ name }) => name === entry.name);
	if (view?.storage === void 0) {
		if (entry.data !== void 0) throw withoutStorage([entry.name]);
		return;
	}
	await stopMerges(session, database, [view]);
	await loadRows(creation, entry, (await storedColumns(session, database)).get(view.storage.name) ?? []);
}
/** Also after an abort. */
async function dropHalf(connection, context) {
	const unstopped = {
		...context,
		signal: new AbortController().signal
	};
	try {
		await using session = await openSession(connection, unstopped);
		await session.run(`DROP DATABASE IF EXISTS ${quoteIdentifier(connection.database)} SYNC`);
	} catch {
		context.reporter.report({
			event: "warning",
			message: `${addressOf(connection)} is left half restored: run DROP DATABASE ${quoteIdentifier(connection.database)} there`
		});
	}
}
function releaseDiffers(version, { parts }) {
	const source = parts.requirements["serverVersion"] ?? version;
	if (releaseOf(source) === releaseOf(version)) return [];
	return [`The backup is of ClickHouse ${releaseOf(source)} and was loaded into ${releaseOf(version)}.`];
}
function explainLoad(error) {
	if (!isLifeboatError(error, "unexpected")) return error;
	return new LifeboatError({
		code: "load-failed",
		what: "the server did not take the backup",
		...error.why === void 0 ? {} : { why: error.why },
		cause: error
	});
}
function notEmpty(connection, objects) {
	return new LifeboatError({
		code: "destination-not-empty",
		what: `${addressOf(connection)} holds ${objects} objects; a restore never goes over data`,
		fix: "name a database that does not exist yet, or an empty one"
	});
}
// src/engines/clickhouse/server.ts
const PORT = 8123;
/** How to run a throw-away ClickHouse with a password of its own on a machine. */
const server = {
	need: (version) => programNeed(version, ["clickhouse-server"]),
	prepare,
	start,
	stop: (machine) => machine.stopServer("SIGTERM")
};
/** What reads files without a server. */
function localNeed(version) {
	return programNeed(version, ["clickhouse-local"]);
}
/** Programs of the same release: digests are promised equal within one. */
function programNeed(version, programs) {
	const release = releaseOf(version);
	return {
		programs,
		folders: [
			"/usr/bin",
			"/usr/local/bin",
			...["/var/cache", join(homedir(), ".cache")].map((cache) => join(cache, "lifeboat", "clickhouse", release, "bin"))
		],
		accepts: (output) => releaseOf(/version (\d+\.\d+\.\d+)/.exec(output)?.[1] ?? "") === release,
		product: `ClickHouse ${release}`,
		image: `clickhouse/clickhouse-server:${release}`,
		imageUser: "clickhouse"
	};
}
async function prepare(machine, requirements, context) {
	const login = {
		password: Buffer.from(context.random.bytes(24)).toString("hex"),
		database: requirements["database"] === "default" ? "lifeboat_drill" : requirements["database"] ?? "lifeboat_drill"
	};
	const kept = await machine.writeFile("login.json", JSON.stringify(login));
	await machine.run({
		program: "/bin/mv",
		args: [kept, loginFile(machine)]
	});
}
function loginFile(machine) {
	return `${machine.home}/lifeboat-login.json`;
}
async function start(machine, context) {
	const { stdout } = await machine.run({
		program: "/bin/cat",
		args: [loginFile(machine)]
	});
	const login = JSON.parse(stdout);
	const { listen, reach } = await machine.openPort(PORT);
	const file = `${machine.home}/config.xml`;
	const written = await machine.writeFile(`config-${PORT}.xml`, configuration(machine.home, {
		...listen,
		...login,
		file
	}));
	await machine.run({
		program: "/bin/mv",
		args: [written, file]
	});
	await machine.startServer({
		program: "clickhouse-server",
		args: [`--config-file=${file}`]
	});
	const connection = {
		...reach,
		database: login.database,
		user: "default",
		password: new Secret(login.password),
		tls: void 0,
		mode: "portable",
		native: {},
		format: "native",
		compress: true,
		mutationTimeoutMs: 0
	};
	await waitUntilReady({
		machine,
		product: "ClickHouse",
		answer: () => answer(connection, context)
	}, context);
	return connection;
}
/**
* Nothing is merged and no limit of parts applies, so that rows stay as they were loaded. No log tables, no Keeper, no cluster:
* a drill needs none, and consumers would need them.
*/
function configuration(home, { host, port, password, file }) {
	return `<clickhouse>
  <logger><level>warning</level><console>1</console></logger>
  <path>${home}/data/</path>
  <tmp_path>${home}/data/tmp/</tmp_path>
  <user_files_path>${home}/data/user_files/</user_files_path>
  <format_schema_path>${home}/data/format_schemas/</format_schema_path>
  <listen_host>${host}</listen_host>
  <http_port>${port}</http_port>
  <mark_cache_size>268435456</mark_cache_size>
  <max_table_size_to_drop>0</max_table_size_to_drop>
  <max_partition_size_to_drop>0</max_partition_size_to_drop>
  <dictionaries_lazy_load>1</dictionaries_lazy_load>
  <merge_tree>
    <parts_to_delay_insert>100000000</parts_to_delay_insert>
    <parts_to_throw_insert>100000000</parts_to_throw_insert>
    <max_parts_in_total>100000000</max_parts_in_total>
  </merge_tree>
  <storage_configuration><disks><${SANDBOX_DISK}><type>local</type><path>${home}/${SANDBOX_DISK}/</path></${SANDBOX_DISK}></disks></storage_configuration>
  <backups><allowed_disk>${SANDBOX_DISK}</allowed_disk></backups>
  <user_directories><users_xml><path>${file}</path></users_xml></user_directories>
  <users><default>
    <password>${password}</password><networks><ip>::/0</ip></networks>
    <profile>default</profile><quota>default</quota><access_management>1</access_management>
  </default></users>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
</clickhouse>
`;
}
async function answer(connection, context) {
	await using _session = await openSession(connection, context);
}
// src/engines/clickhouse/parse.ts
/** Has clickhouse-local read every part of rows to its end, and compares bytes and rows with what was captured. */
async function parse(parts, version, context) {
	const schema = await parseSchema(parts);
	const tables = schema.entries.flatMap(({ data }) => data ?? []);
	const access = parts.names.includes("access.sql") ? [await parseAccess(parts)] : [];
	const first = [
		schema.check,
		...access,
		...unreadable(schema.entries)
	];
	if (tables.length === 0) return first;
	await using tools = await context.tools(localNeed(parts.requirements["serverVersion"] ?? version));
	const checks = [...first];
	for (const stored of tables) checks.push(await parseRows(parts, stored, tools));
	return checks;
}
/** What the server wrote by itself no program reads. */
function unreadable(entries) {
	if (entries.every(({ tree }) => tree === void 0)) return [];
	return [{
		name: NATIVE_PART,
		result: "skipped",
		detail: "only a server reads a server's own backup"
	}];
}
async function parseSchema(parts) {
	try {
		const entries = readSchema(await text(await parts.open(SCHEMA)));
		return {
			entries,
			check: {
				name: SCHEMA,
				result: "passed",
				detail: `${entries.length} definitions`
			}
		};
	} catch (error) {
		if (!isLifeboatError(error, "part-malformed")) throw error;
		return {
			entries: [],
			check: {
				name: SCHEMA,
				result: "failed",
				detail: error.message
			}
		};
	}
}
async function parseAccess(parts) {
	const statements = (await text(await parts.open(ACCESS))).split(";\n");
	const whole = statements.length > 1 && statements.at(-1) === "";
	return {
		name: ACCESS,
		result: whole ? "passed" : "failed",
		detail: whole ? `${statements.length - 1} statements` : "it does not end with a statement"
	};
}
async function parseRows(parts, stored, tools) {
	const name = stored.part;
	const passed = {
		bytes: 0,
		crc32: 0
	};
	const counted = (await parts.open(name)).compose(countBytes(passed));
	try {
		const { stdout } = await tools.run({
			program: "clickhouse-local",
			args: ["--query", `SELECT count() FROM file('-', '${stored.format}')`],
			stdin: counted
		});
		const rows = Number(stdout.trim());
		requireSame(stored, passed);
		if (stored.rows !== void 0 && rows !== stored.rows) throw otherRows(stored, rows);
		return {
			name,
			result: "passed",
			detail: `clickhouse-local read ${rows} rows`
		};
	} catch (error) {
		if (isLifeboatError(error, "program-failed")) return {
			name,
			result: "failed",
			detail: error.what
		};
		if (!isLifeboatError(error, "part-malformed")) throw error;
		return {
			name,
			result: "failed",
			detail: error.message
		};
	}
}
function otherRows({ part, rows }, found) {
	return new LifeboatError({
		code: "part-malformed",
		what: `${part} does not hold what was captured`,
		why: `${found} rows of ${rows}`
	});
}
// src/engines/clickhouse/sweep.ts
/** Drops clones and half restored databases of runs that no longer live; one sentence each. */
async function sweep(connection, isAlive, context) {
	await using session = await openSession(connection, context);
	const isDead = (runId) => runId !== context.runId && !isAlive(runId);
	const done = await endedOperations(session, isDead);
	const rows = await session.rows("SELECT name, comment FROM system.databases");
	for (const [name, comment] of rows) {
		const clones = cloneOwner(name ?? "");
		const restored = restoringRun(comment ?? "");
		const owner = clones ?? restored;
		if (owner === void 0 || !isDead(owner)) continue;
		await dropClones(session, name ?? "");
		done.push(clones === void 0 ? `dropped the database ${name} that run ${owner} left half restored` : `dropped the clones that run ${owner} left`);
	}
	return done;
}
/** A login that is not shown them has begun none. */
async function endedOperations(session, isDead) {
	try {
		return [...await endOperations(session, isDead)];
	} catch (error) {
		if (isLifeboatError(error, "privilege-missing")) return [];
		throw error;
	}
}
// src/engines/clickhouse/tamper.ts
/** Rows to pick from, so that the pick never reads a whole large table. */
const REACH = 1e4;
const AS_THEY_ARE = {
	optimize_on_insert: "0",
	insert_deduplicate: "0",
	insert_allow_materialized_columns: "1"
};
/** Changes one value, removes one row or doubles one, by the seed; adds a table with a row where there is no row to change. */
async function tamper(connection, { fingerprint, seed }, context) {
	const choose = seededChooser(seed);
	await using session = await openSession(connection, context);
	const objects = await listObjects(session, connection.database);
	const datasets = new Map((await datasetsOf(session, connection.database, objects)).map((each) => [each.name, each]));
	const candidates = fingerprint.datasets.filter(({ count, method }) => count > 0 && !method.includes(" without "));
	for (const { name, count } of choose.shuffled(candidates)) {
		const dataset = datasets.get(name);
		const change = dataset === void 0 ? void 0 : await tamperWith(session, {
			dataset,
			count,
			choose
		});
		if (change !== void 0) return {
			dataset: name,
			change
		};
	}
	return await addTable(session, connection.database);
}
async function addTable(session, database) {
	const name = "lifeboat_negative_control";
	const table = `${quoteIdentifier(database)}.${name}`;
	await session.run(`CREATE TABLE ${table} (one UInt8) ENGINE = MergeTree ORDER BY one`);
	await session.run(`INSERT INTO ${table} VALUES (1)`);
	return {
		dataset: name,
		change: "added one table with one row"
	};
}
/** Keys and some engines refuse some changes; doubling a row nearly always works. */
async function tamperWith(session, target) {
	const { dataset, count, choose } = target;
	const offset = choose.below(Math.min(count, REACH));
	const table = `${quoteIdentifier(dataset.database)}.${quoteIdentifier(dataset.table)}`;
	const doubling = {
		change: "doubled one row",
		work: () => changesCount(session, table, () => session.run(`INSERT INTO ${table} (${columnList(dataset.columns)}) SELECT ${columnList(dataset.columns)} FROM ${table} LIMIT ${offset}, 1`, AS_THEY_ARE))
	};
	const others = dataset.inParts ? await mutations(session, target, {
		table,
		offset
	}) : [];
	for (const { change, work } of [...choose.shuffled([doubling, ...others]), doubling]) if (await succeeds(work)) return change;
}
/** Statements that rewrite the one part in which the chosen row lies. */
async function mutations(session, { dataset, choose }, { table, offset }) {
	const [row] = await session.rows(`SELECT _part, toString(_part_offset) FROM ${table} LIMIT ${offset}, 1`);
	if (row === void 0) return [];
	const part = row[0] ?? "";
	const where = `_part = ${quoteLiteral(part)} AND _part_offset = ${row[1]}`;
	const mutate = async (command) => {
		await session.run(`SYSTEM START MERGES ${table}`);
		try {
			await session.run(`ALTER TABLE ${table} ${command} WHERE ${where}`, { mutations_sync: "1" });
		} finally {
			await session.run(`SYSTEM STOP MERGES ${table}`);
		}
	};
	const column = choose.shuffled(dataset.columns.filter((each) => changed(each) !== void 0))[0];
	const change = column === void 0 ? void 0 : changed(column);
	return [{
		change: "removed one row",
		work: () => changesCount(session, table, () => mutate("DELETE"))
	}, ...column === void 0 || change === void 0 ? [] : [{
		change: `changed one value of ${column.name}`,
		work: async () => {
			const blocks = await blocksOf(session, dataset, part);
			await mutate(`UPDATE ${quoteIdentifier(column.name)} = ${change}`);
			return isStillApart(session, dataset, blocks);
		}
	}]];
}
async function changesCount(session, table, work) {
	const count = async () => (await session.rows(`SELECT toString(count()) FROM ${table}`))[0]?.[0];
	const before = await count();
	await work();
	return await count() !== before;
}
const PLACE = "concat_ws('/', partition_id, toString(min_block_number), toString(max_block_number), toString(level))";
/** What a part keeps in a mutation and loses in a merge. */
async function blocksOf(session, { database, table }, part) {
	const query = `SELECT ${PLACE} FROM system.parts WHERE active AND database = {database:String} AND table = {table:String} AND name = {part:String}`;
	return (await session.rows(query, {
		database,
		table,
		part
	}))[0]?.[0] ?? "";
}
/** False once a merge came before the mutation: the part that it names was gone, and it changed nothing. */
async function isStillApart(session, { database, table }, blocks) {
	const query = `SELECT 1 FROM system.parts WHERE active AND database = {database:String} AND table = {table:String} AND ${PLACE} = {blocks:String}`;
	return (await session.rows(query, {
		database,
		table,
		blocks
	})).length > 0;
}
/** Another value of the same type, NULL included; undefined for types that are left alone. */
function changed({ name, type }) {
	const value = quoteIdentifier(name);
	const plain = /^(?:LowCardinality\()?(?:Nullable\()?(\w+)/.exec(type)?.[1] ?? "";
	if (/^U?Int\d+$/.test(plain)) return `ifNull(${value}, 0) + 1`;
	if (/^(Float|BFloat)\d+$/.test(plain)) return `if(isNull(${value}) OR isNaN(${value}) OR isInfinite(${value}), 1, if(${value} = 0, 1, -${value}))`;
	if (plain === "String") return `concat(ifNull(${value}, ''), '~')`;
}
async function succeeds(work) {
	try {
		return await work();
	} catch (error) {
		if (isLifeboatError(error, "connection-lost") || isLifeboatError(error, "cancelled")) throw error;
		return false;
	}
}
// src/engines/clickhouse/index.ts
/** ClickHouse 23 and later, over HTTP. */
const engine = {
	name: "clickhouse",
	capabilities: {
		loads: "server",
		restoresIntoServer: true,
		loadsWithPrograms: false,
		highestGrade: {
			grade: 7,
			because: "rows and digests are read from the same clones, which nobody writes to; a login that may make none is told what moved"
		},
		tampers: true
	},
	connect: connect$1,
	delegates,
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
	violations,
	tamper,
	sweep,
	server
};
export { engine };
