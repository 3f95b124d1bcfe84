import { t as require_dist } from "../dependencies/redis-client.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as cancelled } from "./cancelled.js";
import { a as array, g as string, h as strictObject, l as int, v as union } from "../dependencies/zod.js";
import { o as wordsOf } from "./server-failure.js";
import { t as parseConnection } from "./parse-connection.js";
import { t as connectionSchema } from "./config5.js";
import { t as collectEagerly } from "./small-heap.js";
import { n as explainNoSpace } from "./no-space.js";
import { n as holdsControlCharacter } from "./control-characters.js";
import { t as Secret } from "./secret.js";
import { n as writePrivateFile } from "./local-tools.js";
import { connect, isIP } from "node:net";
import { Readable, addAbortSignal } from "node:stream";
import { once } from "node:events";
import { checkServerIdentity, connect as connect$1 } from "node:tls";
import { createHash, hash } from "node:crypto";
import { createReadStream, createWriteStream, fstatSync, readSync } from "node:fs";
import { join } from "node:path";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { pipeline as pipeline$1 } from "node:stream/promises";
import { setImmediate, setTimeout as setTimeout$1 } from "node:timers/promises";
// src/engines/redis/require-read-only.ts
var import_dist = require_dist();
/** Of `COMMAND INFO`: name, flags, and the subcommands in the same form. */
const [NAME, FLAGS, SUBCOMMANDS] = [
	0,
	2,
	9
];
/**
* Throws `usage-invalid` for a command that the server itself does not call read-only. A replica refuses writes of keys, but not
* CONFIG SET, which could make it take them.
*/
async function requireReadOnly(client, words) {
	const [command = "", subcommand = ""] = words.map((word) => word.toLowerCase());
	const [found] = listOf(await client.sendCommand([
		"COMMAND",
		"INFO",
		command
	]));
	const subcommands = listOf(listOf(found)[SUBCOMMANDS]);
	if (flagsOf(subcommands.length === 0 ? found : subcommands.find((each) => String(listOf(each)[NAME]).toLowerCase() === `${command}|${subcommand}`)).includes("readonly")) return;
	throw new LifeboatError({
		code: "usage-invalid",
		what: `${words[0] ?? "nothing"} is no read-only command of this redis`,
		fix: "ask with a command that reads keys, such as DBSIZE, EXISTS, GET, HGET, LLEN or SCARD"
	});
}
function flagsOf(command) {
	return [...listOf(command)[FLAGS] ?? []].map(String);
}
function listOf(value) {
	return Array.isArray(value) ? value : [];
}
// src/engines/redis/silence.ts
/** Of a server that is asked for what it has at hand, or is sending something: one that makes a dump sends a line end every second. */
const SILENCE_MS = 6e4;
/** Of a server that may be building or freeing one value of half a gigabyte, and does nothing else meanwhile. */
const WORKING_MS = 6e5;
// src/engines/redis/tls-name.ts
/** How Node's TLS asks the certificate for another name than the host's; an address is never announced. */
function tlsName(name) {
	if (name === void 0) return {};
	if (isIP(name) === 0) return { servername: name };
	return { checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate) };
}
// src/engines/redis/connection.ts
/** For the connection and the login together: a frozen server is connected to by its kernel, and never answers. */
const CONNECT_TIMEOUT_MS = 15e3;
const PINGS_IN_SILENCE = 3;
async function connect$2(written, reveal) {
	const { host, port, user, password, tls, readSource } = parseConnection(connectionSchema, written, "redis");
	return {
		host,
		port,
		...user === void 0 ? {} : { user },
		...password === void 0 ? {} : { password: await reveal(password) },
		...tls === void 0 ? {} : { tls },
		readSource
	};
}
/** `host:port`, for people. */
function addressOf(connection) {
	return connection.socket ?? `${connection.host}:${connection.port}`;
}
/**
* An authenticated client without reconnects: a lost connection is an error, and so is the end of the signal, at once, and the
* silence of the server. Throws `server-unreachable`, `server-refused-login`, `server-unsupported` or `cancelled`.
*/
async function openClient(connection, database = 0, { signal, silenceMs = SILENCE_MS } = {}) {
	const patience = new AbortController();
	const socket = {
		...await socketOptions(connection),
		signal: AbortSignal.any([patience.signal, ...signal === void 0 ? [] : [signal]]),
		connectTimeout: CONNECT_TIMEOUT_MS,
		reconnectStrategy: false,
		...silenceMs === Infinity ? {} : { socketTimeout: silenceMs }
	};
	const client = (0, import_dist.createClient)({
		...connection.user === void 0 ? {} : { username: connection.user },
		...connection.password === void 0 ? {} : { password: connection.password.reveal() },
		database,
		socket,
		...silenceMs === Infinity ? {} : { pingInterval: silenceMs / PINGS_IN_SILENCE }
	});
	let firstError;
	client.on("error", (error) => {
		firstError ??= error;
		if (FOREIGN.test(wordsOf(error))) patience.abort();
	});
	const late = setTimeout(() => patience.abort(), CONNECT_TIMEOUT_MS);
	try {
		signal?.throwIfAborted();
		await client.connect();
		return client;
	} catch (error) {
		client.destroy();
		if (signal?.aborted === true) throw cancelled(signal);
		if (FOREIGN.test(wordsOf(firstError))) throw foreign(connection, wordsOf(firstError));
		throw patience.signal.aborted ? silent(connection) : explainLogin(error, connection);
	} finally {
		clearTimeout(late);
	}
}
/** How to reach the server, as Node's own functions take it. */
async function socketOptions(connection) {
	if (connection.socket !== void 0) return { path: connection.socket };
	const place = {
		host: connection.host,
		port: connection.port
	};
	if (connection.tls === void 0) return place;
	const { caFile, certFile, keyFile } = connection.tls;
	return {
		...place,
		tls: true,
		...tlsName(connection.tls.serverName),
		...caFile === void 0 ? {} : { ca: await readFile(caFile) },
		...certFile === void 0 ? {} : { cert: await readFile(certFile) },
		...keyFile === void 0 ? {} : { key: await readFile(keyFile) }
	};
}
function silent(connection) {
	return new LifeboatError({
		code: "server-unreachable",
		what: `redis at ${addressOf(connection)}: the server did not answer within ${CONNECT_TIMEOUT_MS / 1e3} s`,
		fix: "check host, port, firewall, and that the server runs"
	});
}
/** The client's words for an answer that is not of Redis's protocol, and the first letter of the answer. */
const FOREIGN = /Unknown RESP type \d+ "(.)"/s;
function foreign(connection, words) {
	const isHttp = FOREIGN.exec(words)?.[1] === "H";
	return new LifeboatError({
		code: "server-unsupported",
		what: `what answers at ${addressOf(connection)} is no Redis`,
		why: isHttp ? "it answers as a web server does (HTTP)" : "its answer is not of the protocol of Redis",
		fix: "check host and port of the target: Redis listens at 6379 unless changed"
	});
}
const REFUSED = /WRONGPASS|NOAUTH|NOPERM|invalid username-password|without any password configured/;
/** What a failed login means: refused, or no server there. */
function explainLogin(error, connection) {
	const why = wordsOf(error);
	const refused = REFUSED.test(why);
	return new LifeboatError({
		code: refused ? "server-refused-login" : "server-unreachable",
		what: `redis at ${addressOf(connection)} ${refused ? "refused the login" : "cannot be reached"}`,
		why,
		fix: refused ? "check user and password of the target (none for a server without a password), and that the ACL user is on" : "check host, port and tls of the target, and that this computer may reach it",
		cause: error
	});
}
// src/engines/redis/use-client.ts
/** Logs in, uses the client and ends it. Throws as `openClient`, `cancelled` or `connection-lost`, and what the use itself throws. */
async function useClient(connection, { database, ...patience }, use) {
	const client = await openClient(connection, database, patience);
	try {
		return await use(client);
	} catch (error) {
		if (patience.signal?.aborted === true) throw cancelled(patience.signal);
		throw client.isReady || error instanceof LifeboatError ? error : lost(error, connection, patience);
	} finally {
		client.destroy();
	}
}
function lost(error, connection, { silenceMs = SILENCE_MS }) {
	const silent = error instanceof import_dist.SocketTimeoutError;
	return new LifeboatError({
		code: "connection-lost",
		what: `the connection to redis at ${addressOf(connection)} was lost`,
		why: silent ? `the server was silent for ${silenceMs / 1e3} s` : wordsOf(error),
		fix: "see the server's log, then run again",
		cause: error
	});
}
// src/engines/redis/ask.ts
/** A command whose words hold blanks, or one for another database. */
const questionSchema = strictObject({
	command: array(string()).min(1),
	database: int().nonnegative().default(0)
});
/**
* Answers one read-only command: words separated by blanks (`DBSIZE`, `EXISTS user:1`), or as JSON
* (`{ "database": 3, "command": ["GET", "a key"] }`).
*/
async function ask(connection, question, { signal }) {
	const { command, database } = parseQuestion$1(question);
	return useClient(connection, {
		database,
		signal,
		silenceMs: Infinity
	}, async (client) => {
		await requireReadOnly(client, command);
		const answer = await client.sendCommand(command).catch(refused);
		if (answer === null || typeof answer === "string" || typeof answer === "number") return answer === null ? null : String(answer);
		throw new LifeboatError({
			code: "usage-invalid",
			what: "an application check must have one value as its answer"
		});
	});
}
/** What the server does not answer is a wrong question. */
function refused(error) {
	if (!(error instanceof import_dist.ErrorReply)) throw error;
	throw new LifeboatError({
		code: "usage-invalid",
		what: "redis refused the question of an application check",
		why: error.message,
		cause: error
	});
}
function parseQuestion$1(question) {
	if (!question.trimStart().startsWith("{")) return {
		command: question.trim().split(/\s+/),
		database: 0
	};
	try {
		return questionSchema.parse(JSON.parse(question));
	} catch (error) {
		throw new LifeboatError({
			code: "usage-invalid",
			what: "the question of an application check of redis is not as it must be",
			fix: "write the words of a command with blanks between, or { \"database\": 3, \"command\": [\"GET\", \"a key\"] }",
			cause: error
		});
	}
}
// src/engines/redis/rdb/malformed.ts
/** A dump that cannot be what a server wrote. */
function malformed(why) {
	return new LifeboatError({
		code: "part-malformed",
		what: "the Redis dump is damaged",
		why
	});
}
/** A dump of a server that has learnt what this program has not. */
function unknownForm(what) {
	return new LifeboatError({
		code: "server-too-new",
		what: "the Redis dump holds something that this Lifeboat does not know",
		why: what,
		fix: "use a newer Lifeboat for this server"
	});
}
// src/engines/redis/rdb/byte-reader.ts
const WINDOW_BYTES = 262144;
/** Reads bytes forwards through a window, whatever the size of what is read. Throws `part-malformed` at an early end. */
var ByteReader = class ByteReader {
	#refill;
	/** Of everything that is read. */
	#size;
	#window;
	#at = 0;
	#end;
	/** Where the window begins. */
	#start = 0;
	constructor(window, filled, rest) {
		this.#window = window;
		this.#end = filled;
		this.#size = rest.size;
		this.#refill = rest.refill;
	}
	static ofBytes(bytes) {
		return new ByteReader(bytes, bytes.length, {
			size: bytes.length,
			refill: () => 0
		});
	}
	/** An open file, read from its beginning. */
	static ofFile(descriptor) {
		let position = 0;
		const refill = (buffer, start) => {
			const bytes = readSync(descriptor, buffer, start, buffer.length - start, position);
			position += bytes;
			return bytes;
		};
		return new ByteReader(Buffer.allocUnsafe(WINDOW_BYTES), 0, {
			size: fstatSync(descriptor).size,
			refill
		});
	}
	/** How many bytes have been read. */
	get position() {
		return this.#start + this.#at;
	}
	byte() {
		if (this.#at === this.#end) this.#need(1);
		return this.#window[this.#at++] ?? 0;
	}
	/** The next bytes, valid until the next call. */
	take(length) {
		if (this.#end - this.#at < length) this.#need(length);
		const from = this.#at;
		this.#at += length;
		return this.#window.subarray(from, this.#at);
	}
	/** The next bytes in pieces that are small, each valid until the next call. */
	pieces(length, use) {
		for (let left = length; left > 0;) {
			const size = Math.min(left, WINDOW_BYTES);
			use(this.take(size));
			left -= size;
		}
	}
	/** Copies the next bytes, for short runs. */
	copy(target, at, length) {
		if (this.#end - this.#at < length) this.#need(length);
		this.#window.copy(target, at, this.#at, this.#at + length);
		this.#at += length;
	}
	#need(length) {
		if (length > this.#size - this.position) throw this.#short();
		this.#makeRoom(length);
		while (this.#end - this.#at < length) {
			const bytes = this.#refill(this.#window, this.#end);
			if (bytes === 0) throw this.#short();
			this.#end += bytes;
		}
	}
	#short() {
		return malformed(`it ends in the middle of a value, at byte ${this.#size}`);
	}
	#makeRoom(length) {
		const left = this.#window.subarray(this.#at, this.#end);
		const window = length <= this.#window.length && this.#window.length >= WINDOW_BYTES ? this.#window : Buffer.allocUnsafe(Math.max(length, WINDOW_BYTES));
		left.copy(window);
		this.#start += this.#at;
		this.#window = window;
		this.#end = left.length;
		this.#at = 0;
	}
};
// src/engines/redis/rdb/feed.ts
const ALGORITHM = "sha256";
const SCRATCH_BYTES = 16384;
/** What stands in front of a number that does not fit into one byte. */
const EXACT = 254;
const TEXT = 255;
const LONGEST_NUMBER = 32;
/** Drops what it is given. */
const NO_FEED = {
	number: () => void 0,
	bytes: () => void 0
};
/** Hashes what it is given: short inputs at once, long ones as they come. */
var HashFeed = class {
	#scratch = Buffer.allocUnsafe(SCRATCH_BYTES);
	#seedBytes;
	#at;
	#long;
	constructor(seed) {
		this.#seedBytes = this.#scratch.write(`${seed} `, "latin1");
		this.#at = this.#seedBytes;
	}
	number(value) {
		if (typeof value === "number" && value >= 0 && value < EXACT) {
			this.#room(1);
			this.#scratch[this.#at++] = value;
			return;
		}
		this.#room(LONGEST_NUMBER);
		if (typeof value === "number") {
			this.#scratch[this.#at] = EXACT;
			this.#at = this.#scratch.writeDoubleLE(value, this.#at + 1);
			return;
		}
		this.#scratch[this.#at] = TEXT;
		this.#at += 1 + this.#scratch.write(`${value};`, this.#at + 1, "latin1");
	}
	bytes(piece) {
		if (piece.length > SCRATCH_BYTES - this.#seedBytes) {
			this.#flush();
			this.#long?.update(piece);
			return;
		}
		this.#room(piece.length);
		piece.copy(this.#scratch, this.#at);
		this.#at += piece.length;
	}
	/** The digest of everything since the last one, one character a byte. */
	end() {
		const short = this.#scratch.subarray(0, this.#at);
		this.#at = this.#seedBytes;
		if (this.#long === void 0) return hash(ALGORITHM, short, "binary");
		const digest = this.#long.update(short.subarray(this.#seedBytes)).digest("binary");
		this.#long = void 0;
		return digest;
	}
	#room(length) {
		if (this.#at + length > SCRATCH_BYTES) this.#flush();
	}
	#flush() {
		if (this.#long === void 0) this.#long = createHash(ALGORITHM).update(this.#scratch.subarray(0, this.#at));
		else this.#long.update(this.#scratch.subarray(this.#seedBytes, this.#at));
		this.#at = this.#seedBytes;
	}
};
// src/engines/redis/rdb/magic.ts
/** `REDIS0011`, or `VALKEY080` since the formats went their own ways. Throws `part-malformed`. */
function readMagic(bytes) {
	const found = /^(?:REDIS(\d{4})|VALKEY(\d{3}))$/.exec(bytes.toString("latin1"));
	if (found === null) throw malformed("it does not begin as an RDB file does");
	return {
		valkey: found[2] !== void 0,
		version: Number(found[1] ?? found[2])
	};
}
// src/engines/redis/rdb/lzf.ts
/** How far back a reference reaches. */
const HISTORY = 8192;
const LONGEST_RUN = 264;
const ROOM = 65536;
/** Decompresses LZF as it is read; each piece is valid until the next one. Throws `part-malformed`. */
function decompress(reader, length, use) {
	const atOnce = length.full <= ROOM;
	const output = Buffer.allocUnsafe(atOnce ? length.full : 73992);
	const limit = atOnce ? Infinity : output.length - LONGEST_RUN;
	let at = 0;
	let used = 0;
	let total = 0;
	for (let left = length.compressed; left > 0;) {
		const control = reader.byte();
		if (control < 32) {
			reader.copy(output, at, control + 1);
			at += control + 1;
			left -= control + 2;
		} else {
			const long = control >> 5 === 7;
			const run = (long ? reader.byte() + 7 : control >> 5) + 2;
			const back = ((control & 31) << 8) + reader.byte() + 1;
			if (back > at) throw malformed("compressed bytes refer to what is not there");
			for (const end = at + run; at < end; at += 1) output[at] = output[at - back] ?? 0;
			left -= long ? 3 : 2;
		}
		if (at < limit) continue;
		use(output.subarray(used, at));
		total += at - used;
		output.copyWithin(0, at - HISTORY, at);
		at = HISTORY;
		used = HISTORY;
	}
	use(output.subarray(used, at));
	if (total + at - used !== length.full) throw malformed("compressed bytes do not have the length they should");
}
// src/engines/redis/rdb/strings.ts
/** Special encodings of a string are lengths below zero. */
const ENCODING = {
	int8: -1,
	int16: -2,
	int32: -3,
	lzf: -4
};
/** A length of up to 63 bits, or below zero the special encoding of the string that follows. */
function readLength(reader) {
	const first = reader.byte();
	if (first < 64) return first;
	if (first < 128) return (first & 63) << 8 | reader.byte();
	if (first === 128) return reader.take(4).readUInt32BE();
	if (first === 129) return Number(reader.take(8).readBigUInt64BE());
	if (first >= 192 && first <= 195) return 191 - first;
	throw malformed(`an unknown form of length, ${first}`);
}
/** A number that is written as lengths are, exactly. */
function readNumber(reader) {
	const first = reader.byte();
	if (first < 64) return first;
	if (first < 128) return (first & 63) << 8 | reader.byte();
	if (first === 128) return reader.take(4).readUInt32BE();
	if (first === 129) return reader.take(8).readBigUInt64BE();
	throw malformed(`an unknown form of number, ${first}`);
}
/** How many of something follow. */
function readCount(reader) {
	const count = readLength(reader);
	if (count < 0 || !Number.isSafeInteger(count)) throw malformed(`an impossible count, ${count}`);
	return count;
}
/** Passes a string on: its length, then its bytes. */
function feedString(reader, feed) {
	const length = readLength(reader);
	if (length >= 0) {
		feed.number(length);
		reader.pieces(length, (piece) => feed.bytes(piece));
	} else if (length === ENCODING.lzf) {
		const compressed = readCount(reader);
		const full = readCount(reader);
		feed.number(full);
		decompress(reader, {
			compressed,
			full
		}, (piece) => feed.bytes(piece));
	} else {
		const text = Buffer.from(String(readInteger(reader, length)), "latin1");
		feed.number(text.length);
		feed.bytes(text);
	}
}
/** A text as `feedString` passes it on. */
function feedText(feed, text) {
	feed.number(text.length);
	feed.bytes(text);
}
/** A whole string: for keys, names and blobs that are small. */
function readString(reader) {
	const length = readLength(reader);
	if (length >= 0) return Buffer.from(reader.take(length));
	if (length !== ENCODING.lzf) return Buffer.from(String(readInteger(reader, length)), "latin1");
	const compressed = readCount(reader);
	const full = readCount(reader);
	const pieces = [];
	decompress(reader, {
		compressed,
		full
	}, (piece) => pieces.push(Buffer.from(piece)));
	return pieces.length === 1 ? pieces[0] ?? Buffer.alloc(0) : Buffer.concat(pieces);
}
function readInteger(reader, encoding) {
	if (encoding === ENCODING.int8) return reader.take(1).readInt8();
	if (encoding === ENCODING.int16) return reader.take(2).readInt16LE();
	return reader.take(4).readInt32LE();
}
// src/engines/redis/rdb/modules.ts
const OPCODE$1 = {
	end: 0,
	signed: 1,
	unsigned: 2,
	float: 3,
	double: 4,
	string: 5
};
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const NAME_LENGTH = 9;
const VERSION_BITS = 10n;
/** A module's value as the module wrote it: marked so that it can be read without knowing the module. */
function feedModule(reader, feeds) {
	const id = readNumber(reader);
	feeds.ofModule(moduleTypeName(id));
	feeds.ordered.number(id);
	feedMarked(reader, feeds.ordered);
}
/** What follows a module's id, up to its end. */
function feedMarked(reader, feed) {
	for (;;) {
		const opcode = Number(readNumber(reader));
		feed.number(opcode);
		if (opcode === OPCODE$1.end) return;
		if (opcode === OPCODE$1.signed || opcode === OPCODE$1.unsigned) feed.number(readNumber(reader));
		else if (opcode === OPCODE$1.float) feed.bytes(reader.take(4));
		else if (opcode === OPCODE$1.double) feed.bytes(reader.take(8));
		else if (opcode === OPCODE$1.string) feedString(reader, feed);
		else throw malformed(`a module's value has a piece of the unknown form ${opcode}`);
	}
}
/** The name of a module's type, nine characters that stand in its id. */
function moduleTypeName(id) {
	let bits = BigInt(id) >> VERSION_BITS;
	let name = "";
	for (let left = NAME_LENGTH; left > 0; left -= 1) {
		name = (ALPHABET[Number(bits & 63n)] ?? "") + name;
		bits >>= 6n;
	}
	return name;
}
// src/engines/redis/rdb/entries.ts
const OPCODE = {
	slotInfo: 244,
	function: 245,
	moduleAux: 247,
	idle: 248,
	frequency: 249,
	aux: 250,
	resize: 251,
	expiryMs: 252,
	expirySeconds: 253,
	database: 254,
	end: 255
};
const LAST_FORM = 240;
/** Reads a dump from its magic to its end marker. Throws `part-malformed` or `server-too-new`. */
function* readEntries(reader) {
	yield {
		kind: "magic",
		magic: readMagic(reader.take(9))
	};
	let database = 0;
	let expiresAt;
	for (;;) {
		const opcode = reader.byte();
		if (opcode === OPCODE.expiryMs) expiresAt = Number(reader.take(8).readBigInt64LE());
		else if (opcode === OPCODE.expirySeconds) expiresAt = reader.take(4).readInt32LE() * 1e3;
		else if (opcode === OPCODE.idle) readLength(reader);
		else if (opcode === OPCODE.frequency) reader.byte();
		else if (opcode <= LAST_FORM) {
			yield {
				kind: "key",
				database,
				key: readString(reader),
				expiresAt,
				type: opcode
			};
			expiresAt = void 0;
		} else {
			if (opcode === OPCODE.database) database = readCount(reader);
			const entry = opcode === OPCODE.database ? HINT : readOther(reader, opcode);
			yield entry;
			if (entry.kind === "end") return;
		}
	}
}
const HINT = { kind: "hint" };
function readOther(reader, opcode) {
	switch (opcode) {
		case OPCODE.aux: return {
			kind: "fact",
			name: readString(reader).toString(),
			value: readString(reader).toString()
		};
		case OPCODE.function: return {
			kind: "function",
			code: readString(reader).toString()
		};
		case OPCODE.moduleAux: return readModuleFact(reader);
		case OPCODE.resize: return readNumbers(reader, 2);
		case OPCODE.slotInfo: return readNumbers(reader, 3);
		case OPCODE.end: return { kind: "end" };
		default: throw unknownForm(`an entry of the kind ${opcode}`);
	}
}
function readNumbers(reader, count) {
	for (let left = count; left > 0; left -= 1) readNumber(reader);
	return HINT;
}
/** When the module wants to read it stands in front, as a number. */
function readModuleFact(reader) {
	const name = moduleTypeName(readNumber(reader));
	if (Number(readNumber(reader)) !== 2) throw malformed("a module has written something of another form");
	readNumber(reader);
	feedMarked(reader, NO_FEED);
	return {
		kind: "module",
		name
	};
}
// src/engines/redis/rdb/sum.ts
const LANES = 4;
/** Sums of 32-bit numbers stay exact in a double for that many additions. */
const EXACT_ADDITIONS = 2 ** 20;
/** The sum of digests modulo 2¹²⁸: the same in whatever order they come. */
var DigestSum = class {
	#lanes = new Float64Array(LANES);
	#pending = 0;
	#total = 0n;
	#count = 0;
	/** How many were added. */
	get count() {
		return this.#count;
	}
	/** The first 16 bytes of a digest, one character a byte. */
	add(digest) {
		for (let lane = 0; lane < LANES; lane += 1) {
			const at = lane * 4;
			const high = (digest.charCodeAt(at + 2) | digest.charCodeAt(at + 3) << 8) * 65536;
			const low = digest.charCodeAt(at) | digest.charCodeAt(at + 1) << 8;
			this.#lanes[lane] = (this.#lanes[lane] ?? 0) + low + high;
		}
		this.#count += 1;
		this.#pending += 1;
		if (this.#pending === EXACT_ADDITIONS) this.#settle();
	}
	/** What another has summed. */
	addSum(total, count) {
		this.#total = this.#total + total & MASK;
		this.#count += count;
	}
	get total() {
		this.#settle();
		return this.#total;
	}
	clear() {
		this.#lanes.fill(0);
		this.#pending = 0;
		this.#total = 0n;
		this.#count = 0;
	}
	#settle() {
		this.#lanes.forEach((lane, index) => {
			this.#total += BigInt(lane) << BigInt(32 * index);
		});
		this.#total &= MASK;
		this.#lanes.fill(0);
		this.#pending = 0;
	}
};
const MASK = (1n << 128n) - 1n;
// src/engines/redis/rdb/listpack.ts
const HEADER_BYTES = 6;
const END = 255;
/** The entries of a listpack, in order; whole numbers as their decimal text. Throws `part-malformed`. */
function listpackEntries(pack) {
	if (pack.length <= HEADER_BYTES || pack.readUInt32LE() !== pack.length || pack.at(-1) !== END) throw malformed("a listpack has another length than it says");
	const entries = [];
	try {
		for (let at = HEADER_BYTES; at < pack.length - 1;) {
			const { bytes, next } = entryAt(pack, at);
			entries.push(bytes);
			at = next + sizeOfLength(next - at);
		}
	} catch (error) {
		if (error instanceof RangeError) throw malformed("a listpack ends in the middle of an entry");
		throw error;
	}
	return entries;
}
function entryAt(pack, at) {
	const first = pack.readUInt8(at);
	if (first < 128) return integer(first, at + 1);
	if (first < 192) return text(pack, at + 1, first & 63);
	if (first < 224) return integer(((first & 31) << 8 | pack.readUInt8(at + 1)) << 19 >> 19, at + 2);
	if (first < 240) return text(pack, at + 2, (first & 15) << 8 | pack.readUInt8(at + 1));
	if (first === 240) return text(pack, at + 5, pack.readUInt32LE(at + 1));
	if (first === 241) return integer(pack.readInt16LE(at + 1), at + 3);
	if (first === 242) return integer(pack.readIntLE(at + 1, 3), at + 4);
	if (first === 243) return integer(pack.readInt32LE(at + 1), at + 5);
	if (first === 244) return integer(pack.readBigInt64LE(at + 1), at + 9);
	throw malformed(`a listpack has an entry of the unknown form ${first}`);
}
function integer(value, next) {
	return {
		bytes: Buffer.from(String(value), "latin1"),
		next
	};
}
function text(pack, start, length) {
	const next = start + length;
	if (next > pack.length) throw malformed("a listpack ends in the middle of an entry");
	return {
		bytes: pack.subarray(start, next),
		next
	};
}
/** Every entry is followed by its own length, seven bits a byte. */
function sizeOfLength(size) {
	if (size < 128) return 1;
	if (size < 2 ** 14) return 2;
	if (size < 2 ** 21) return 3;
	return size < 2 ** 28 ? 4 : 5;
}
// src/engines/redis/rdb/expiring-hashes.ts
/** Redis 7.4: each field with its expiry, counted from the earliest one; 0 is none. */
function feedExpiringHash(reader, feeds) {
	const earliest = reader.take(8).readBigInt64LE();
	for (let left = readCount(reader); left > 0; left -= 1) {
		const after = BigInt(readNumber(reader));
		feedString(reader, feeds.element);
		feedString(reader, feeds.element);
		endField(feeds, after === 0n ? 0n : earliest + after - 1n);
	}
}
/** The same in a listpack, with expiries as they are. */
function feedExpiringPack(reader, feeds) {
	reader.take(8);
	const entries = listpackEntries(readString(reader));
	for (let at = 0; at < entries.length; at += 3) {
		const [field, value, expiry] = entries.slice(at, at + 3);
		if (field === void 0 || value === void 0 || expiry === void 0) throw malformed("a listpack has half a field");
		feedText(feeds.element, field);
		feedText(feeds.element, value);
		endField(feeds, BigInt(expiry.toString("latin1")));
	}
}
/** Valkey 9: field, value, expiry; −1 is none. */
function feedValkeyHash(reader, feeds) {
	for (let left = readCount(reader); left > 0; left -= 1) {
		feedString(reader, feeds.element);
		feedString(reader, feeds.element);
		const expiry = reader.take(8).readBigInt64LE();
		endField(feeds, expiry < 0n ? 0n : expiry);
	}
}
/** A field that does not expire is as in a hash that knows no expiries. */
function endField(feeds, expiry) {
	if (expiry !== 0n) feeds.element.number(expiry);
	feeds.elementEnds();
}
// src/engines/redis/rdb/streams.ts
const ID_BYTES = 16;
const TIME_BYTES = 8;
/**
* A stream with its groups, their consumers and what is pending. When a consumer was last seen is left out: servers note
* it without telling their replicas, so it may differ where nothing else does.
*/
function feedStream(reader, feed, version) {
	repeat(reader, feed, () => {
		feedString(reader, feed);
		feedString(reader, feed);
	});
	feedNumbers(reader, feed, version === 1 ? 3 : 8);
	repeat(reader, feed, () => feedGroup(reader, feed, version));
}
function feedGroup(reader, feed, version) {
	feedString(reader, feed);
	feedNumbers(reader, feed, version === 1 ? 2 : 3);
	repeat(reader, feed, () => {
		feed.bytes(reader.take(24));
		feedNumbers(reader, feed, 1);
	});
	repeat(reader, feed, () => {
		feedString(reader, feed);
		reader.take(version === 3 ? 16 : TIME_BYTES);
		repeat(reader, feed, () => feed.bytes(reader.take(ID_BYTES)));
	});
}
function feedNumbers(reader, feed, count) {
	for (let left = count; left > 0; left -= 1) feed.number(readNumber(reader));
}
function repeat(reader, feed, read) {
	const count = readCount(reader);
	feed.number(count);
	for (let left = count; left > 0; left -= 1) read();
}
// src/engines/redis/rdb/values.ts
/** How the same value is written by its size and its server's version; Redis 7 and later write no others. */
const FORMS = {
	0: {
		kind: "string",
		read: (reader, { ordered }) => feedString(reader, ordered)
	},
	2: {
		kind: "set",
		read: feedSet
	},
	4: {
		kind: "hash",
		read: feedHash
	},
	5: {
		kind: "zset",
		read: feedSortedSet
	},
	7: {
		kind: "module",
		read: feedModule
	},
	11: {
		kind: "set",
		read: feedIntegers
	},
	15: {
		kind: "stream",
		read: (reader, { ordered }) => feedStream(reader, ordered, 1)
	},
	16: {
		kind: "hash",
		read: feedHashPack
	},
	17: {
		kind: "zset",
		read: feedSortedPack
	},
	18: {
		kind: "list",
		read: (reader, { ordered }) => feedList(reader, ordered)
	},
	19: {
		kind: "stream",
		read: (reader, { ordered }) => feedStream(reader, ordered, 2)
	},
	20: {
		kind: "set",
		read: feedSetPack
	},
	21: {
		kind: "stream",
		read: (reader, { ordered }) => feedStream(reader, ordered, 3)
	},
	24: {
		kind: "hash",
		read: feedExpiringHash
	},
	25: {
		kind: "hash",
		read: feedExpiringPack
	}
};
/** What Valkey writes since its own versions of the format. */
const VALKEY_FORMS = { 22: {
	kind: "hash",
	read: feedValkeyHash
} };
/** Up to here the number of a form means the same in both. */
const LAST_COMMON = 21;
/** The form of a value by its number. Throws `server-too-new`. */
function formOf(type, valkey) {
	const form = (valkey && type > LAST_COMMON ? VALKEY_FORMS : FORMS)[type];
	if (form === void 0) throw unknownForm(`a value of the form ${type}`);
	return form;
}
/** Lists are nodes of many elements, or of one that is large. */
function feedList(reader, ordered) {
	for (let nodes = readCount(reader); nodes > 0; nodes -= 1) {
		const container = readCount(reader);
		if (container === 1) feedString(reader, ordered);
		else if (container === 2) for (const entry of listpackEntries(readString(reader))) feedText(ordered, entry);
		else throw malformed(`a list has a node of the unknown form ${container}`);
	}
}
function feedSet(reader, feeds) {
	for (let left = readCount(reader); left > 0; left -= 1) {
		feedString(reader, feeds.element);
		feeds.elementEnds();
	}
}
function feedSetPack(reader, feeds) {
	for (const member of listpackEntries(readString(reader))) {
		feedText(feeds.element, member);
		feeds.elementEnds();
	}
}
function feedIntegers(reader, feeds) {
	const bytes = readString(reader);
	if (bytes.length < 8) throw malformed("a set of integers is shorter than any");
	const size = bytes.readUInt32LE(0);
	const count = bytes.readUInt32LE(4);
	if (![
		2,
		4,
		8
	].includes(size) || bytes.length !== 8 + size * count) throw malformed("a set of integers has another length than it says");
	for (let at = 8; at < bytes.length; at += size) {
		const member = size === 8 ? bytes.readBigInt64LE(at) : bytes.readIntLE(at, size);
		feedText(feeds.element, Buffer.from(String(member), "latin1"));
		feeds.elementEnds();
	}
}
function feedHash(reader, feeds) {
	for (let left = readCount(reader); left > 0; left -= 1) {
		feedString(reader, feeds.element);
		feedString(reader, feeds.element);
		feeds.elementEnds();
	}
}
function feedHashPack(reader, feeds) {
	const entries = listpackEntries(readString(reader));
	for (let at = 0; at < entries.length; at += 2) {
		feedText(feeds.element, part(entries, at));
		feedText(feeds.element, part(entries, at + 1));
		feeds.elementEnds();
	}
}
function feedSortedSet(reader, feeds) {
	for (let left = readCount(reader); left > 0; left -= 1) {
		feedString(reader, feeds.element);
		feedScore(feeds, reader.take(8).readDoubleLE());
	}
}
function feedSortedPack(reader, feeds) {
	const entries = listpackEntries(readString(reader));
	for (let at = 0; at < entries.length; at += 2) {
		feedText(feeds.element, part(entries, at));
		feedScore(feeds, scoreOf(part(entries, at + 1).toString("latin1")));
	}
}
function scoreOf(text) {
	if (text === "inf") return Infinity;
	return text === "-inf" ? -Infinity : Number(text);
}
/** A small sorted set cannot hold −0, so a server that loads one may make 0 of it: they count as equal. */
function feedScore(feeds, score) {
	const bytes = Buffer.allocUnsafe(8);
	bytes.writeDoubleLE(score === 0 ? 0 : score);
	feeds.element.bytes(bytes);
	feeds.elementEnds();
}
function part(entries, at) {
	const entry = entries[at];
	if (entry === void 0) throw malformed("a listpack has half a pair");
	return entry;
}
// src/engines/redis/rdb/key-digest.ts
/** Digests keys with their values and expiries, the same however a server holds them in memory. */
var KeyDigester = class {
	#whole;
	#elements = new DigestSum();
	#feeds;
	#sumBytes = Buffer.allocUnsafe(16);
	#module;
	/** The seed makes the digests of two backups unlike. */
	constructor(seed) {
		this.#whole = new HashFeed(seed);
		const element = new HashFeed(seed);
		this.#feeds = {
			ordered: this.#whole,
			element,
			elementEnds: () => this.#elements.add(element.end()),
			ofModule: (name) => {
				this.#module = name;
			}
		};
	}
	/** Reads the value of an entry and digests all of it. */
	digest(reader, entry, valkey) {
		const form = formOf(entry.type, valkey);
		this.#module = void 0;
		this.#whole.bytes(KIND_MARKS[form.kind]);
		this.#whole.number(entry.expiresAt === void 0 ? 0 : entry.expiresAt + 1);
		this.#whole.number(entry.key.length);
		this.#whole.bytes(entry.key);
		form.read(reader, this.#feeds);
		if (this.#elements.count > 0) this.#addElements();
		return {
			kind: form.kind,
			digest: this.#whole.end(),
			module: this.#module
		};
	}
	#addElements() {
		const { total, count } = this.#elements;
		this.#sumBytes.writeBigUInt64LE(total & 18446744073709551615n, 0);
		this.#sumBytes.writeBigUInt64LE(total >> 64n, 8);
		this.#whole.number(count);
		this.#whole.bytes(this.#sumBytes);
		this.#elements.clear();
	}
};
const SKIPPED = {
	ordered: NO_FEED,
	element: NO_FEED,
	elementEnds: () => void 0,
	ofModule: () => void 0
};
/** Passes over the value of an entry. */
function skipValue(reader, type, valkey) {
	formOf(type, valkey).read(reader, SKIPPED);
}
const KIND_MARKS = {
	string: Buffer.from("s"),
	list: Buffer.from("l"),
	set: Buffer.from("m"),
	zset: Buffer.from("z"),
	hash: Buffer.from("h"),
	stream: Buffer.from("x"),
	module: Buffer.from("o")
};
// src/engines/redis/tally.ts
/** What one database holds: how many keys of each type, when they expire, and the sum of their digests. */
var Tally = class {
	kinds = /* @__PURE__ */ new Map();
	sum = new DigestSum();
	/** How many keys expire, and the sum of the instants (ms since 1970). */
	expiring = 0;
	expiries = 0n;
	add(kind, digest, expiresAt) {
		this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
		this.sum.add(digest);
		if (expiresAt === void 0) return;
		this.expiring += 1;
		this.expiries += BigInt(expiresAt);
	}
	/** Adds what another database of that number holds. */
	merge(other) {
		for (const [kind, count] of other.kinds) this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + count);
		this.sum.addSum(other.sum.total, other.sum.count);
		this.expiring += other.expiring;
		this.expiries += other.expiries;
	}
};
// src/engines/redis/contents.ts
/** How long other work of this process may wait. */
const SLICE_MS = 20;
const KEYS_BETWEEN_LOOKS = 64;
/** What a dump holds, read from its file without a server. */
var Contents = class {
	/** What the dump says about itself: `redis-ver`, `ctime`, `repl-offset`. */
	facts = /* @__PURE__ */ new Map();
	databases = /* @__PURE__ */ new Map();
	/** The code of each function library. */
	functions = /* @__PURE__ */ new Set();
	/** The types of modules that have written something. */
	modules = /* @__PURE__ */ new Set();
	valkey = false;
	/** When the first key expires (ms since 1970), `Infinity` when none does. */
	firstExpiry = Infinity;
	/** Bytes of the largest value, as it stands in the dump. */
	largestValue = 0;
	tallyOf(database) {
		const found = this.databases.get(database);
		if (found !== void 0) return found;
		const made = new Tally();
		this.databases.set(database, made);
		return made;
	}
	/** Adds what the dump of another slot owner holds. */
	merge(other) {
		for (const [database, tally] of other.databases) this.tallyOf(database).merge(tally);
		for (const code of other.functions) this.functions.add(code);
		for (const name of other.modules) this.modules.add(name);
		this.firstExpiry = Math.min(this.firstExpiry, other.firstExpiry);
		this.largestValue = Math.max(this.largestValue, other.largestValue);
	}
};
/** Reads a dump's file from its beginning to its end marker, and digests every key. Throws `part-malformed` or `server-too-new`. */
async function readContents(path, request) {
	const { seed, context, counts = () => true } = request;
	using _eager = collectEagerly();
	await using file = await open(path, "r");
	const reader = ByteReader.ofFile(file.fd);
	const digester = new KeyDigester(seed);
	const contents = new Contents();
	let seen = 0;
	let pauseAt = performance.now() + SLICE_MS;
	for (const entry of readEntries(reader)) {
		if (entry.kind !== "key") {
			note(contents, entry);
			continue;
		}
		const start = reader.position;
		const { kind, digest, module } = digester.digest(reader, entry, contents.valkey);
		contents.largestValue = Math.max(contents.largestValue, reader.position - start);
		if (module !== void 0) contents.modules.add(module);
		if (counts(entry, digest)) {
			contents.tallyOf(entry.database).add(kind, digest, entry.expiresAt);
			if (entry.expiresAt !== void 0) contents.firstExpiry = Math.min(contents.firstExpiry, entry.expiresAt);
		}
		seen += 1;
		if (seen % KEYS_BETWEEN_LOOKS !== 0 || performance.now() < pauseAt) continue;
		if (context.signal.aborted) throw cancelled(context.signal);
		await setImmediate();
		pauseAt = performance.now() + SLICE_MS;
	}
	return contents;
}
function note(contents, entry) {
	if (entry.kind === "magic") contents.valkey = entry.magic.valkey;
	else if (entry.kind === "fact") contents.facts.set(entry.name, entry.value);
	else if (entry.kind === "function") contents.functions.add(entry.code);
	else if (entry.kind === "module") contents.modules.add(entry.name);
}
// src/engines/redis/dump-fingerprint.ts
/** Of canonical values, so that it is the same in every version that can hold them. */
const METHOD = "values/1";
/** The fingerprint of what a dump holds: one dataset for each database. */
function fingerprintOf(contents, spec) {
	const databases = [...contents.databases].filter(([, { sum }]) => sum.count > 0).sort(([a], [b]) => a - b);
	const wanted = spec.only === void 0 ? databases : spec.only.map((name) => asked(contents, name));
	const functions = [...contents.functions].map(functionItem).sort(byName);
	return {
		format: "lifeboat-fingerprint/1",
		engine: "redis",
		comparableWithin: `redis ${METHOD}`,
		origin: "artifact",
		seed: spec.seed,
		coverage: { kind: "exact" },
		datasets: wanted.map(([number, { sum }]) => ({
			name: databaseName(number),
			kind: "database",
			count: sum.count,
			digest: sum.total.toString(16).padStart(32, "0"),
			method: METHOD,
			rule: "equal"
		})),
		leftOut: [],
		inventory: spec.only === void 0 ? [...databases.flatMap(itemsOf), ...functions] : [],
		schema: {
			digest: hash$1(functions.map(({ name, value }) => `${name} ${value}`).join("\n")),
			method: "functions/1"
		}
	};
}
/** A database that is asked for and holds nothing was looked at all the same. */
function asked({ databases }, name) {
	const number = Number(name.slice(2));
	return [number, databases.get(number) ?? new Tally()];
}
function databaseName(number) {
	return `db${number}`;
}
function itemsOf([number, { kinds, expiring, expiries }]) {
	const name = databaseName(number);
	return [...[...kinds].sort(([a], [b]) => a < b ? -1 : 1).map(([kind, count]) => ({
		kind: "keys of a type",
		name: `${name} ${kind}`,
		value: String(count),
		rule: "equal"
	})), {
		kind: "expiries",
		name,
		value: `${expiring} keys, their instants sum up to ${expiries} ms`,
		rule: "equal"
	}];
}
/** A library says its own name in its first line. */
function functionItem(code) {
	return {
		kind: "function library",
		name: /\bname=(\S+)/.exec(code.split("\n", 1)[0] ?? "")?.[1] ?? "unnamed",
		value: hash$1(code),
		rule: "equal"
	};
}
function byName(a, b) {
	return a.name < b.name ? -1 : 1;
}
function hash$1(text) {
	return createHash("sha256").update(text).digest("hex");
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
		const number = /^db(\d+)$/.exec(name)?.[1];
		const match = /^keys=(\d+),expires=(\d+)/.exec(value);
		if (number !== void 0 && match !== null) found.push({
			number: Number(number),
			keys: Number(match[1]),
			expires: Number(match[2])
		});
	}
	return found.sort((a, b) => a.number - b.number);
}
// src/engines/redis/raw-link.ts
const LINE_END = "\r\n";
/** A connection of our own, for what the client library does not speak or is too slow for. */
var RawLink = class RawLink {
	#socket;
	#chunks;
	#received = Buffer.alloc(0);
	#at = 0;
	constructor(socket) {
		this.#socket = socket;
		this.#chunks = socket[Symbol.asyncIterator]();
	}
	/** Connects and logs in; aborting the signal ends the connection. Throws `server-refused-login`. */
	static async open(connection, signal) {
		const options = await socketOptions(connection);
		const secure = "tls" in options;
		const socket = secure ? connect$1(options) : connect(options);
		addAbortSignal(signal, socket);
		socket.setTimeout(SILENCE_MS, () => socket.destroy(/* @__PURE__ */ new Error(`the server was silent for ${SILENCE_MS} ms`)));
		await once(socket, secure ? "secureConnect" : "connect");
		const link = new RawLink(socket);
		const { user, password } = connection;
		if (password === void 0) return link;
		const answer = await link.ask([
			"AUTH",
			...user === void 0 ? [] : [user],
			password.reveal()
		]);
		if (!answer.startsWith("-")) return link;
		socket.destroy();
		throw explainLogin(new Error(answer.slice(1)), connection);
	}
	/** Sends one command and returns the line that answers it, with its mark. */
	async ask(words) {
		this.#socket.write(encode([words]));
		for (;;) {
			const line = this.#line();
			if (line !== void 0 && line !== "") return line;
			if (line === void 0) await this.#more(1);
		}
	}
	/** Sends commands at once and returns their answers. Throws at the first that is an error. */
	async exchange(commands) {
		this.#socket.write(encode(commands));
		const replies = [];
		while (replies.length < commands.length) {
			const reply = this.#reply();
			if (typeof reply === "object" && reply !== null && "missing" in reply) await this.#more(reply.missing);
			else replies.push(reply);
		}
		return replies;
	}
	/** The next bytes as they come; undefined when the server has closed the connection. */
	async next() {
		if (this.#received.length > this.#at) {
			const bytes = this.#received.subarray(this.#at);
			this.#at = this.#received.length;
			return bytes;
		}
		const { value, done } = await this.#chunks.next();
		return done === true ? void 0 : value;
	}
	async [Symbol.asyncDispose]() {
		this.#socket.destroy();
		await Promise.resolve();
	}
	/** A line without its end; undefined while it has not come whole. */
	#line() {
		const end = this.#received.indexOf("\n", this.#at);
		if (end < 0) return void 0;
		const line = this.#received.toString("latin1", this.#at, end).trimEnd();
		this.#at = end + 1;
		return line;
	}
	#reply() {
		const start = this.#at;
		const line = this.#line();
		if (line === void 0) return { missing: 1 };
		if (line.startsWith("-")) throw new Error(line.slice(1));
		if (line.startsWith(":")) return Number(line.slice(1));
		if (!line.startsWith("$")) return Buffer.from(line.slice(1), "latin1");
		const length = Number(line.slice(1));
		if (length < 0) return null;
		const end = this.#at + length;
		const missing = end + 2 - this.#received.length;
		if (missing > 0) {
			this.#at = start;
			return { missing };
		}
		const bytes = this.#received.subarray(this.#at, end);
		this.#at = end + 2;
		return bytes;
	}
	/** Waits for at least so many bytes more. */
	async #more(bytes) {
		const pieces = [this.#received.subarray(this.#at)];
		for (let left = bytes; left > 0;) {
			const { value, done } = await this.#chunks.next();
			if (done === true) throw new Error("the server closed the connection");
			pieces.push(value);
			left -= value.length;
		}
		this.#received = Buffer.concat(pieces);
		this.#at = 0;
	}
};
function encode(commands) {
	const pieces = [];
	for (const words of commands) {
		let text = `*${words.length}${LINE_END}`;
		for (const word of words) {
			const bytes = typeof word === "string" ? Buffer.from(word) : word;
			pieces.push(Buffer.from(`${text}$${bytes.length}${LINE_END}`, "latin1"), bytes);
			text = LINE_END;
		}
		pieces.push(Buffer.from(LINE_END, "latin1"));
	}
	return Buffer.concat(pieces);
}
// src/engines/redis/replication-stream.ts
/**
* The names of the commands in a range of what the server sends its replicas; undefined when the server does not go on
* from there. The range must lie in the backlog: elsewhere the server would begin a dump for this reader.
*/
async function commandsSince(connection, { history, from, bytes, signal }) {
	await using link = await RawLink.open(connection, signal);
	if (!(await link.ask([
		"PSYNC",
		history,
		String(from)
	])).startsWith("+CONTINUE")) return void 0;
	let received = Buffer.alloc(0);
	while (received.length < bytes) {
		const chunk = await link.next();
		if (chunk === void 0) return void 0;
		received = Buffer.concat([received, chunk]);
	}
	return commandNames(received.subarray(0, bytes));
}
/** The first word of each command; undefined when the bytes do not end with a command. */
function commandNames(stream) {
	const names = [];
	let at = 0;
	const number = (mark) => {
		const end = stream.indexOf("\r\n", at);
		const value = end > at && stream.toString("latin1", at, at + 1) === mark ? Number(stream.toString("latin1", at + 1, end)) : NaN;
		at = end + 2;
		return value;
	};
	while (at < stream.length) {
		const words = number("*");
		for (let word = 0; word < words; word += 1) {
			const length = number("$");
			if (word === 0) names.push(stream.toString("latin1", at, at + length).toUpperCase());
			at += length + 2;
		}
		if (!(words > 0 && at <= stream.length)) return void 0;
	}
	return names;
}
// src/engines/redis/quiet.ts
/** What a server sends its replicas may be looked through up to this size; what is longer is no pause. */
const LONGEST_LOOK_BYTES = 262144;
/** What a server sends its replicas without being told to by anybody. */
const HARMLESS = /* @__PURE__ */ new Set([
	"PING",
	"REPLCONF",
	"SELECT"
]);
/** Why a server cannot be shown to have stood still since its dump; undefined while it still may have. */
async function movedSince(client, facts) {
	const info = await readInfo(client, "replication");
	if (info.get("role") === "slave" && info.get("slave_read_only") === "0") return "the server is a replica that is written to, which its replication offset does not tell";
	if (info.get("repl_backlog_active") !== "1" || info.get("master_replid") !== facts.get("repl-id")) return "the history of its replication is another one than at the dump";
	return bytesSince(info, facts) > LONGEST_LOOK_BYTES ? WRITTEN : void 0;
}
/** The same at the end: bytes that were sent to replicas meanwhile are looked through. */
async function wroteSince(client, connection, { facts, signal }) {
	const moved = await movedSince(client, facts);
	if (moved !== void 0) return moved;
	const info = await readInfo(client, "replication");
	const bytes = bytesSince(info, facts);
	if (bytes === 0) return void 0;
	const from = Number(facts.get("repl-offset")) + 1;
	if (Number(info.get("repl_backlog_first_byte_offset")) > from) return WRITTEN;
	return (await commandsSince(connection, {
		history: facts.get("repl-id") ?? "",
		from,
		bytes,
		signal
	}))?.every((name) => HARMLESS.has(name)) === true ? void 0 : WRITTEN;
}
const WRITTEN = "keys were written, or expired, while it was read";
function bytesSince(info, facts) {
	const bytes = Number(info.get("master_repl_offset")) - Number(facts.get("repl-offset"));
	return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : Infinity;
}
// src/engines/redis/read-keys.ts
/** Reads every key of a database, in batches. */
async function* readKeys(request) {
	const { link, atOnce, expires } = request;
	const client = request.client.withTypeMapping({ [import_dist.RESP_TYPES.BLOB_STRING]: Buffer });
	let cursor = "0";
	do {
		const found = await client.scan(cursor, { COUNT: atOnce });
		cursor = found.cursor;
		const dumps = found.keys.map((key) => ["DUMP", key]);
		const instants = expires ? found.keys.map((key) => ["PEXPIRETIME", key]) : [];
		const replies = await link.exchange([...dumps, ...instants]);
		yield found.keys.flatMap((key, index) => {
			const value = replies[index];
			const at = replies[found.keys.length + index];
			if (!Buffer.isBuffer(value)) return [];
			return [{
				key,
				value,
				expiresAt: typeof at === "number" && at >= 0 ? at : void 0
			}];
		});
	} while (cursor.toString() !== "0");
}
// src/engines/redis/rdb/crc64.ts
const SLICES = 8;
/** The Jones polynomial, reflected, as Redis uses it: its upper and lower half. */
const POLYNOMIAL = {
	high: 2511115049,
	low: 2890647989
};
/** One table for each byte of eight, so that eight are taken at a time. */
const TABLES = makeTables();
/** The CRC-64 that ends every RDB file, over bytes as they come. */
var Crc64 = class {
	#low = 0;
	#high = 0;
	update(bytes, start = 0, end = bytes.length) {
		const settled = end - (end - start) % SLICES;
		this.#addEights(new DataView(bytes.buffer, bytes.byteOffset + start, settled - start));
		for (let at = settled; at < end; at += 1) this.#addOne(bytes[at] ?? 0);
	}
	/** The eight bytes as they stand in a file. */
	digest() {
		const bytes = Buffer.alloc(SLICES);
		bytes.writeUInt32LE(this.#low >>> 0, 0);
		bytes.writeUInt32LE(this.#high >>> 0, 4);
		return bytes;
	}
	/** One loop over local numbers, and a view: that is more than twice as fast as a call for each eight bytes of a buffer. */
	#addEights(bytes) {
		const { low, high } = TABLES;
		let sumLow = this.#low;
		let sumHigh = this.#high;
		for (let offset = 0; offset < bytes.byteLength; offset += SLICES) {
			const one = sumLow ^ bytes.getInt32(offset, true);
			const two = sumHigh ^ bytes.getInt32(offset + 4, true);
			const a = 1792 + (one & 255);
			const b = 1536 + (one >>> 8 & 255);
			const c = 1280 + (one >>> 16 & 255);
			const d = 1024 + (one >>> 24);
			const e = 768 + (two & 255);
			const f = 512 + (two >>> 8 & 255);
			const g = 256 + (two >>> 16 & 255);
			const h = two >>> 24;
			sumLow = at(low, a) ^ at(low, b) ^ at(low, c) ^ at(low, d) ^ at(low, e) ^ at(low, f) ^ at(low, g) ^ at(low, h);
			sumHigh = at(high, a) ^ at(high, b) ^ at(high, c) ^ at(high, d) ^ at(high, e) ^ at(high, f) ^ at(high, g) ^ at(high, h);
		}
		this.#low = sumLow;
		this.#high = sumHigh;
	}
	#addOne(byte) {
		const index = (this.#low ^ byte) & 255;
		this.#low = (this.#low >>> 8 | this.#high << 24) ^ at(TABLES.low, index);
		this.#high = this.#high >>> 8 ^ at(TABLES.high, index);
	}
};
function at(table, index) {
	return table[index] ?? 0;
}
function makeTables() {
	const low = new Int32Array(SLICES * 256);
	const high = new Int32Array(SLICES * 256);
	for (let index = 0; index < 256; index += 1) {
		const entry = shiftedByte({
			low: index,
			high: 0
		});
		low[index] = entry.low;
		high[index] = entry.high;
	}
	for (let index = 256; index < SLICES * 256; index += 1) {
		const before = {
			low: low[index - 256] ?? 0,
			high: high[index - 256] ?? 0
		};
		const next = before.low & 255;
		low[index] = (before.low >>> 8 | before.high << 24) ^ (low[next] ?? 0);
		high[index] = before.high >>> 8 ^ (high[next] ?? 0);
	}
	return {
		low,
		high
	};
}
function shiftedByte(halves) {
	let { low, high } = halves;
	for (let bit = 0; bit < 8; bit += 1) {
		const odd = (low & 1) === 1;
		low = low >>> 1 | high << 31;
		high >>>= 1;
		if (odd) {
			low ^= POLYNOMIAL.low;
			high ^= POLYNOMIAL.high;
		}
	}
	return {
		low,
		high
	};
}
// src/engines/redis/rdb/payload.ts
const FOOTER_BYTES = 10;
const FIRST_OF_VALKEY = 80;
/** Takes a payload of DUMP apart. */
function readPayload(payload) {
	const end = payload.length - FOOTER_BYTES;
	if (end < 1) throw malformed("a value is shorter than any");
	return {
		type: payload.readUInt8(0),
		body: payload.subarray(1, end),
		valkey: payload.readUInt16LE(end) >= FIRST_OF_VALKEY
	};
}
/** Makes a payload for RESTORE of a value as it stands in a dump of that version of the format. */
function writePayload(type, body, version) {
	const payload = Buffer.allocUnsafe(1 + body.length + FOOTER_BYTES);
	payload.writeUInt8(type, 0);
	body.copy(payload, 1);
	payload.writeUInt16LE(version, 1 + body.length);
	const crc = new Crc64();
	crc.update(payload, 0, payload.length - 8);
	crc.digest().copy(payload, payload.length - 8);
	return payload;
}
// src/engines/redis/server-time.ts
/** Milliseconds since 1970 by the server's clock. */
async function serverTimeMs(client) {
	const [seconds, microseconds] = await client.sendCommand(["TIME"]);
	return Number(seconds) * 1e3 + Math.floor(Number(microseconds) / 1e3);
}
// src/engines/redis/source-digest.ts
/** A value is read in one piece; larger ones are not asked of a live server. */
const LARGEST_VALUE_BYTES$1 = 32 * 2 ** 20;
const BATCH_BYTES$2 = 16 * 2 ** 20;
const MOST_KEYS_AT_ONCE = 512;
const LOOK_EVERY_MS = 1e3;
/**
* Reads every key of the source itself and compares with its dump; undefined when they are equal and nothing was written
* in between, else why that cannot be said.
*/
async function whyNotFromSource(connection, request) {
	if (connection.readSource === false) return "its target has readSource: false";
	try {
		return await useClient(connection, { signal: request.context.signal }, (client) => compareWithSource(client, connection, request));
	} catch (error) {
		if (request.context.signal.aborted) throw cancelled(request.context.signal);
		const why = error instanceof Error ? error.message : String(error);
		return why.includes("NOPERM") ? "its login may not read keys" : `its keys could not be read (${why})`;
	}
}
async function compareWithSource(client, connection, request) {
	using _eager = collectEagerly();
	const { contents } = request;
	if (contents.largestValue > LARGEST_VALUE_BYTES$1) return `a value of ${contents.largestValue} bytes is too large to be read from a live server in one piece`;
	const moved = await movedSince(client, contents.facts);
	if (moved !== void 0) return moved;
	const found = keyspaces(await readInfo(client));
	let equal = await sameFunctions(client, contents) && found.length === contents.databases.size;
	for (const keyspace of found) {
		const tally = await tallyOf(keyspace, connection, {
			...request,
			look: () => movedSince(client, contents.facts)
		});
		if (typeof tally === "string") return tally;
		equal &&= isSame(tally, contents.databases.get(keyspace.number));
	}
	const wrote = await wroteSince(client, connection, {
		facts: contents.facts,
		signal: request.context.signal
	});
	if (wrote !== void 0) return wrote;
	if (contents.firstExpiry <= await serverTimeMs(client)) return "keys expired while it was read";
	return equal ? void 0 : "what it holds differs from the dump although nothing was written";
}
async function sameFunctions(client, { functions }) {
	const libraries = await client.functionListWithCode();
	return libraries.length === functions.size && libraries.every(({ library_code: code }) => functions.has(code));
}
function isSame(one, other) {
	return other !== void 0 && one.sum.count === other.sum.count && one.sum.total === other.sum.total;
}
/** Digests one database of the source, or says why not to go on. */
async function tallyOf({ number, expires }, connection, request) {
	const { contents, context, seed } = request;
	const atOnce = Math.max(1, Math.min(MOST_KEYS_AT_ONCE, Math.floor(BATCH_BYTES$2 / Math.max(1, contents.largestValue))));
	const digester = new KeyDigester(seed);
	const tally = new Tally();
	return useClient(connection, {
		database: number,
		signal: context.signal
	}, async (client) => {
		await using link = await RawLink.open(connection, context.signal);
		if (number !== 0) await link.exchange([["SELECT", String(number)]]);
		let lookAt = performance.now() + LOOK_EVERY_MS;
		for await (const batch of readKeys({
			client,
			link,
			atOnce,
			expires: expires > 0
		})) {
			for (const { key, value, expiresAt } of batch) {
				const { type, body, valkey } = readPayload(value);
				const { kind, digest } = digester.digest(ByteReader.ofBytes(body), {
					key,
					expiresAt,
					type
				}, valkey);
				tally.add(kind, digest, expiresAt);
			}
			if (context.signal.aborted) throw cancelled(context.signal);
			if (performance.now() < lookAt) continue;
			const moved = await request.look();
			if (moved !== void 0) return moved;
			lookAt = performance.now() + LOOK_EVERY_MS;
		}
		return tally;
	});
}
// src/engines/redis/digest-dumps.ts
/** The fingerprint of all dumps together; its origin is the source when every one was found equal to its own. */
async function digestDumps(dumps, context) {
	const seed = Buffer.from(context.random.bytes(8)).toString("hex");
	const all = new Contents();
	const reasons = [];
	for (const { connection, path } of dumps) {
		const contents = await readContents(path, {
			seed,
			context
		});
		const because = reasons.length > 0 ? void 0 : await whyNotFromSource(connection, {
			contents,
			seed,
			context
		});
		if (because !== void 0) reasons.push(dumps.length === 1 ? because : `of ${addressOf(connection)}, ${because}`);
		all.merge(contents);
	}
	const fingerprint = fingerprintOf(all, { seed });
	const modules = [...all.modules].sort().join(" ");
	return {
		fingerprint: reasons.length === 0 ? {
			...fingerprint,
			origin: "source"
		} : fingerprint,
		requirements: modules === "" ? {} : { modules },
		limitations: reasons.map(fromArtifact)
	};
}
function fromArtifact(because) {
	return `The fingerprint was read from the backup itself and not from the source, because ${because}: it proves that the backup restores the same each time, not that it equals the source.`;
}
// src/engines/redis/dump-facts.ts
const YEAR_10000 = Date.UTC(1e4, 0);
/** What a dump's head says about itself. Throws `part-malformed`. */
async function readFacts(path) {
	await using file = await open(path, "r");
	const facts = /* @__PURE__ */ new Map();
	for (const entry of readEntries(ByteReader.ofFile(file.fd))) if (entry.kind === "fact") facts.set(entry.name, entry.value);
	else if (entry.kind !== "magic") break;
	return facts;
}
/** When the dump was made, by the server's clock. Throws `part-malformed`: a backup of an unknown instant meets no objective. */
function instantOf(facts) {
	const ctime = facts.get("ctime") ?? "";
	const at = /* @__PURE__ */ new Date(Number(ctime) * 1e3);
	if (!/^\d+$/.test(ctime) || !(at.getTime() > 0 && at.getTime() < YEAR_10000)) throw malformed("its head does not say when it was made");
	return at.toISOString();
}
// src/engines/redis/missing-permission.ts
/** Rethrows an error, as `privilege-missing` where it is Redis's NOPERM. */
function explainPermission(error) {
	const why = error instanceof Error ? error.message : String(error);
	if (!why.includes("NOPERM")) throw error;
	throw new LifeboatError({
		code: "privilege-missing",
		what: "the redis user may not do what a dump needs",
		why,
		fix: "ACL SETUSER <user> +sync +psync +replconf +ping +info +time +cluster|nodes; of a cluster, on every node; no access to keys is needed, but for a restore, which takes a dump of its destination to compare (docs/engines.md)",
		cause: error
	});
}
// src/engines/redis/cluster.ts
/** The slot owners of a cluster, by their first slot, each by its own word. Throws `privilege-missing` or `server-unreachable`. */
async function slotOwners(client, connection, signal) {
	const owners = (await readNodes(client)).filter(({ flags, slots }) => flags.includes("master") && slots.length > 0);
	return (await Promise.all(owners.map(({ host, port }) => askOwner({
		...connection,
		host: host === "" ? connection.host : host,
		port
	}, signal)))).sort((a, b) => Number.parseInt(a.slots, 10) - Number.parseInt(b.slots, 10));
}
/** Stands for who owns which slots; changes with every resharding and failover. */
function slotMap(owners) {
	return owners.map(({ id, epoch, slots, moving }) => `${id} ${epoch} ${slots} ${moving}`).join("\n");
}
/** An identity of the whole, by its owners. */
function clusterId(owners) {
	const ids = owners.map(({ id }) => id).sort();
	return `cluster ${createHash("sha256").update(ids.join(" ")).digest("hex").slice(0, 32)}`;
}
/** Throws `server-unsupported` when slots have no owner: their keys would be missing without a word. */
function requireEverySlot(owners) {
	const owned = owners.flatMap(({ slots }) => slots.split(" ")).map((range) => range.split("-").map(Number)).reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0);
	if (owned === SLOTS) return;
	throw new LifeboatError({
		code: "server-unsupported",
		what: `the cluster has owners for ${owned} of its ${SLOTS} slots`,
		fix: "mend the cluster (redis-cli --cluster check), then back up again"
	});
}
const SLOTS = 16384;
/** Only a node itself tells what it is moving. */
function askOwner(connection, signal) {
	return useClient(connection, { signal }, async (client) => {
		const myself = (await readNodes(client)).find(({ flags }) => flags.includes("myself"));
		const slots = myself?.slots ?? [];
		return {
			connection,
			id: myself?.id ?? "",
			epoch: myself?.epoch ?? "",
			slots: slots.filter((slot) => !slot.startsWith("[")).join(" "),
			moving: slots.some((slot) => slot.startsWith("["))
		};
	});
}
async function readNodes(client) {
	const answer = await client.sendCommand(["CLUSTER", "NODES"]).catch(explainPermission);
	return String(answer).trim().split("\n").map(parseNode);
}
/** `id host:port@bus,name flags master ping pong epoch state slots…`. */
function parseNode(line) {
	const [id = "", address = "", flags = "", , , , epoch = "", , ...slots] = line.split(" ");
	const place = address.split("@", 1)[0] ?? "";
	const at = place.lastIndexOf(":");
	return {
		id,
		host: place.slice(0, at),
		port: Number(place.slice(at + 1)),
		flags: flags.split(","),
		epoch,
		slots
	};
}
// src/engines/redis/product.ts
/** Redis writes its version alone, `7.0.15`; Valkey's follows its name, `valkey 8.1.1`. */
function productOf(version) {
	const name = version.startsWith("valkey ") ? "valkey" : "redis";
	const [major = 0, minor = 0] = version.replace("valkey ", "").split(".").map(Number);
	return {
		name,
		major,
		minor
	};
}
/** The version of a running server, from its INFO. */
function versionOf(info) {
	const valkey = info.get("valkey_version");
	return valkey === void 0 ? info.get("redis_version") ?? "unknown" : `valkey ${valkey}`;
}
/** The version of the server that wrote a dump, from the dump's own facts. */
function writerOf(facts) {
	const valkey = facts.get("valkey-ver");
	return valkey === void 0 ? facts.get("redis-ver") : `valkey ${valkey}`;
}
// src/engines/redis/identity.ts
/**
* A server is known by its run id: it changes at every start, so equality always means the same server. A cluster is known
* by its slot owners.
*/
function identityOf(connection, info, owners) {
	return {
		version: versionOf(info),
		id: owners === void 0 ? info.get("run_id") ?? addressOf(connection) : clusterId(owners),
		address: addressOf(connection)
	};
}
// src/engines/redis/parts.ts
/** The dump of a server that is alone. */
const DUMP = "dump.rdb";
/** The dump of one slot owner of a cluster. */
function shardDump(index) {
	return `dump-${String(index).padStart(3, "0")}.rdb`;
}
/** The dumps among the parts of a backup. */
function dumpsOf(names) {
	return names.filter((name) => name.endsWith(".rdb")).sort();
}
// src/engines/redis/probe.ts
const OLDEST_MAJOR = 7;
/** Reads INFO and TIME, of a cluster its nodes too. Throws `server-unsupported` below Redis 7. */
async function probe(connection, context) {
	return (await survey(connection, context?.signal)).probe;
}
/** What a capture needs to know before it begins. */
function survey(connection, signal) {
	return useClient(connection, { signal }, async (client) => {
		const info = await readInfo(client).catch(explainPermission);
		const owners = await ownersOf(client, {
			connection,
			info,
			signal
		});
		const identity = identityOf(connection, info, owners);
		requireSupported(identity.version);
		if (owners !== void 0) requireEverySlot(owners);
		return {
			probe: {
				identity,
				serverTime: new Date(await serverTimeMs(client).catch(explainPermission)),
				sizeBytes: Number(info.get("used_memory_dataset") ?? 0) * (owners?.length ?? 1),
				missing: [],
				requirements: {
					redisVersion: identity.version,
					...slotRequirements(owners?.map(({ slots }) => slots))
				}
			},
			owners
		};
	});
}
/** Who a server is, how many keys and function libraries it holds, and whether keys can be put into it. */
function inspect(connection, context) {
	const signal = context?.signal;
	return useClient(connection, { signal }, async (client) => {
		const info = await readInfo(client);
		const refusal = refusalOf(connection, info);
		const objects = keyspaces(info).reduce((sum, { keys }) => sum + keys, 0) + Number(info.get("number_of_libraries") ?? 0);
		return {
			identity: identityOf(connection, info, void 0),
			exists: true,
			objects,
			...refusal === void 0 ? {} : { refusal }
		};
	});
}
function refusalOf(connection, info) {
	if (info.get("role") === "slave") return unsuitable(connection, "it is a replica", "name its master");
	if (info.get("cluster_enabled") !== "1") return void 0;
	return unsuitable(connection, "it runs in cluster mode, where each key has its own server", "restore into a server that is alone; docs/recover-by-hand.md says how a cluster is made from the dumps");
}
function unsuitable(connection, why, fix) {
	return new LifeboatError({
		code: "not-supported",
		what: `nothing can be restored into ${addressOf(connection)}`,
		why,
		fix
	});
}
async function ownersOf(client, { connection, info, signal }) {
	return info.get("cluster_enabled") === "1" ? slotOwners(client, connection, signal) : void 0;
}
/** Which slots each dump holds. */
function slotRequirements(slots) {
	return Object.fromEntries((slots ?? []).map((owned, index) => [`slots.${shardDump(index)}`, owned]));
}
function requireSupported(version) {
	if (productOf(version).major >= OLDEST_MAJOR) return;
	throw new LifeboatError({
		code: "server-unsupported",
		what: `this redis server cannot be backed up: Redis ${version} is older than ${OLDEST_MAJOR}.0`,
		fix: `use Redis ${OLDEST_MAJOR}.0 or later, or Valkey`
	});
}
// src/engines/redis/spool.ts
/** A server sends small pieces; writing each by itself takes longer than all else that is done with them. */
const WRITE_BYTES = 1 << 20;
/** Appends pieces to a file, many at a time, while more of them come. */
var Spool = class {
	#file;
	#pieces = [];
	#bytes = 0;
	#writing = Promise.resolve();
	constructor(file) {
		this.#file = file;
	}
	/** Resolves when there is room for more; the piece must not be used again. Throws `disk-full` or `capture-failed` for an earlier write. */
	async add(piece) {
		this.#pieces.push(piece);
		this.#bytes += piece.length;
		if (this.#bytes >= WRITE_BYTES) await this.#flush();
	}
	/** Resolves when everything is written. */
	async end() {
		await this.#flush();
		await this.#writing;
	}
	async #flush() {
		await this.#writing;
		const pieces = this.#pieces;
		this.#pieces = [];
		this.#bytes = 0;
		this.#writing = this.#write(pieces);
		this.#writing.catch(() => void 0);
	}
	/** A write may take only a part of what it is given. */
	async #write(pieces) {
		try {
			for (let left = pieces.filter(({ length }) => length > 0); left.length > 0;) {
				const { bytesWritten } = await this.#file.writev(left);
				left = after(left, bytesWritten);
			}
		} catch (error) {
			throw unwritten(error);
		}
	}
};
/** The disk is this computer's: nothing of it is the server's doing. */
function unwritten(error) {
	const told = explainNoSpace(error);
	if (told !== error) return told;
	return new LifeboatError({
		code: "capture-failed",
		what: "the dump could not be written into the folder of this run",
		why: error instanceof Error ? error.message : String(error),
		fix: "check the disk that temporary files lie on, and the limits of the process (ulimit -f), or set TMPDIR to another file system",
		cause: error
	});
}
/** What remains of pieces behind so many bytes. */
function after(pieces, bytes) {
	let passed = bytes;
	return pieces.flatMap((piece) => {
		const skipped = Math.min(passed, piece.length);
		passed -= skipped;
		return skipped === piece.length ? [] : [piece.subarray(skipped)];
	});
}
/**
* Writes a dump of the server to a file as fast as the server sends it: a slow reader is cut off when the buffer for
* replicas overflows. Returns how many bytes at the file's end do not belong to it. Throws `privilege-missing`,
* `connection-lost`, `capture-failed` or `disk-full`.
*/
async function spoolDump(connection, request) {
	const { path, version, signal } = request;
	try {
		await using file = await open(path, "a", 384);
		await using link = await RawLink.open(connection, signal);
		const announced = await announce(link, version);
		const spool = new Spool(file);
		const foreign = announced.mark === void 0 ? await receiveLength(link, spool, announced.length) : await receiveToMark(link, spool, announced.mark);
		await spool.end();
		return foreign;
	} catch (error) {
		if (signal.aborted) throw cancelled(signal);
		throw explain(error, connection);
	}
}
/** Asks for a dump and nothing after it; what answers says where it ends. */
async function announce(link, version) {
	await link.ask([
		"REPLCONF",
		"capa",
		"eof"
	]);
	await link.ask([
		"REPLCONF",
		"rdb-only",
		"1"
	]);
	if (productOf(version).name === "valkey") await link.ask([
		"REPLCONF",
		"version",
		version.replace("valkey ", "")
	]);
	const answer = await link.ask(["SYNC"]);
	const [, mark, length] = /^\$(?:EOF:(.{40})|(\d+))$/s.exec(answer) ?? [];
	if (mark === void 0 && length === void 0) throw new Error(answer.replace(/^-/, ""));
	return {
		mark,
		length: Number(length)
	};
}
async function receiveLength(link, spool, length) {
	for (let left = length; left > 0;) {
		const bytes = await received(link);
		await spool.add(bytes.subarray(0, left));
		left -= bytes.length;
	}
	return 0;
}
/** Nothing follows the mark, so it can only be at the end of what has come. */
async function receiveToMark(link, spool, mark) {
	let tail = Buffer.alloc(0);
	while (tail.toString("latin1") !== mark) {
		const bytes = await received(link);
		await spool.add(bytes);
		const last = bytes.length >= 40 ? bytes : Buffer.concat([tail, bytes]);
		tail = Buffer.from(last.subarray(-40));
	}
	return 40;
}
async function received(link) {
	const bytes = await link.next();
	if (bytes === void 0) throw new Error("the server closed the connection in the middle of the dump");
	return bytes;
}
function explain(error, connection) {
	if (error instanceof LifeboatError) return error;
	const why = error instanceof Error ? error.message : String(error);
	if (why.includes("NOPERM")) explainPermission(error);
	const told = explainNoSpace(error);
	if (told !== error) return told;
	const { code } = error;
	const lost = code !== void 0 || /closed|silent/.test(why);
	return new LifeboatError({
		code: lost ? "connection-lost" : "capture-failed",
		what: `redis at ${addressOf(connection)} did not send its dump to the end`,
		why,
		fix: "look into its log; when it cut off a slow replica, raise client-output-buffer-limit for replicas, or back up a replica",
		cause: error
	});
}
// src/engines/redis/follow-file.ts
const CHUNK_BYTES = 524288;
const POLL_MS = 25;
/**
* Reads a file while it is being written, up to its end once `finished` has resolved; `cut` says how many of its last
* bytes do not belong to it, at most `held` of them. Rejects when `finished` does.
*/
async function* followFile(path, writing) {
	let done = false;
	const end = writing.finished.then(() => {
		done = true;
	});
	end.catch(() => void 0);
	let at = 0;
	await using file = await open(path, "r");
	for (;;) {
		const last = done;
		const { size } = await file.stat();
		const until = size - (last ? writing.cut() : writing.held);
		while (at < until) {
			const bytes = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, until - at));
			const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
			at += bytesRead;
			yield bytes.subarray(0, bytesRead);
		}
		if (last) return;
		await Promise.race([end, setTimeout$1(POLL_MS)]);
	}
}
// src/engines/redis/rdb/checked-bytes.ts
const CHECKSUM_BYTES = 8;
/** The end marker and the checksum. */
const TRAILER_BYTES = 9;
const END_MARKER$1 = 255;
/** Watches the bytes of a dump go by, in bounded memory. */
var DumpChecker = class {
	#crc = new Crc64();
	#tail = Buffer.alloc(0);
	#begun = false;
	/** Throws `part-malformed` when they do not begin as a dump. */
	add(bytes) {
		if (!this.#begun || bytes.length < TRAILER_BYTES) {
			this.#addFew(bytes);
			return;
		}
		const settled = bytes.length - TRAILER_BYTES;
		this.#crc.update(this.#tail);
		this.#crc.update(bytes, 0, settled);
		this.#tail = Buffer.from(bytes.subarray(settled));
	}
	/** Throws `part-malformed` unless the last bytes are an end marker and the right checksum. */
	end() {
		if (!this.#begun) throw malformed("it is shorter than any dump");
		if (this.#tail[0] !== END_MARKER$1) throw malformed("its end marker is missing: it was cut short");
		this.#crc.update(this.#tail, 0, 1);
		const checksum = this.#tail.subarray(1);
		if (checksum.equals(Buffer.alloc(CHECKSUM_BYTES))) return "none";
		if (checksum.equals(this.#crc.digest())) return "right";
		throw malformed("its checksum is wrong");
	}
	#addFew(bytes) {
		const all = Buffer.concat([this.#tail, bytes]);
		if (!this.#begun && all.length >= 9) {
			readMagic(all.subarray(0, 9));
			this.#begun = true;
		}
		const settled = this.#begun ? Math.max(0, all.length - TRAILER_BYTES) : 0;
		this.#crc.update(all, 0, settled);
		this.#tail = Buffer.from(all.subarray(settled));
	}
};
// src/engines/redis/store-dump.ts
/** Stores a dump as it comes; its end marker and its checksum are verified on the way. Throws `part-malformed`. */
async function storeDump(dump, sink) {
	const { name, path, spooled } = dump;
	const checker = new DumpChecker();
	const found = {
		checksum: "none",
		cut: 0
	};
	const finished = spooled.then((cut) => {
		found.cut = cut;
	});
	async function* follow() {
		for await (const bytes of followFile(path, {
			finished,
			held: 40,
			cut: () => found.cut
		})) {
			checker.add(bytes);
			yield bytes;
		}
		found.checksum = checker.end();
	}
	const stored = sink.stream(name, Readable.from(follow(), { objectMode: false }), { dense: true });
	stored.catch(() => dump.stop?.());
	requireBoth(await Promise.allSettled([finished, stored]));
	return found.checksum;
}
/** Throws what went wrong first: a dump that was stopped failed only because it could not be stored. */
function requireBoth([spooled, stored]) {
	const stopped = spooled.status === "rejected" && isLifeboatError(spooled.reason, "cancelled");
	if (spooled.status === "rejected" && !stopped) throw spooled.reason;
	if (stored.status === "rejected") throw stored.reason;
	if (spooled.status === "rejected") throw spooled.reason;
}
// src/engines/redis/take-dumps.ts
const ATTEMPTS = 2;
/** Takes and stores the dump of a server, or one of each slot owner of a cluster. */
async function takeDumps(connection, request) {
	return request.owners === void 0 ? [await takeDump(connection, request)] : takeShards(connection, request);
}
/** Stores the dump while it comes. */
async function takeDump(connection, request) {
	const unwanted = new AbortController();
	const path = join(request.folder, DUMP);
	await writeFile(path, "", {
		mode: 384,
		flag: "wx"
	});
	const spooled = spool(connection, {
		path,
		request,
		signal: unwanted.signal
	});
	const stop = () => unwanted.abort();
	return {
		connection,
		path,
		checksum: await storeDump({
			name: DUMP,
			path,
			spooled,
			stop
		}, request.sink)
	};
}
/** Takes all dumps at once and stores them when no slot has changed hands meanwhile. Throws `source-changed`. */
async function takeShards(connection, request) {
	let owners = request.owners ?? [];
	for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
		const dumps = await spoolAll(owners, request);
		const after = await currentOwners(connection, request.context);
		requireEverySlot(after);
		if (slotMap(after) === slotMap(owners) && !owners.some(({ moving }) => moving)) {
			const taken = [];
			for (const dump of dumps) {
				const checksum = await storeDump({
					...dump,
					spooled: Promise.resolve(dump.cut)
				}, request.sink);
				taken.push({
					connection: dump.connection,
					path: dump.path,
					checksum,
					slots: dump.slots
				});
			}
			return taken;
		}
		await Promise.all(dumps.map(({ path }) => rm(path, { force: true })));
		owners = after;
	}
	throw new LifeboatError({
		code: "source-changed",
		what: "slots of the cluster changed hands during every attempt to back it up",
		why: "a key that moves between two dumps would be in both or in none",
		fix: "back up when the resharding is over"
	});
}
async function spoolAll(owners, request) {
	const unwanted = new AbortController();
	const spooling = owners.map(async ({ connection, slots }, index) => {
		const name = shardDump(index);
		const path = join(request.folder, name);
		return {
			name,
			path,
			cut: await spool(connection, {
				path,
				request,
				signal: unwanted.signal
			}),
			connection,
			slots
		};
	});
	try {
		return await Promise.all(spooling);
	} catch (error) {
		unwanted.abort();
		await Promise.allSettled(spooling);
		throw error;
	}
}
function spool(connection, dump) {
	const { version, context } = dump.request;
	const signal = AbortSignal.any([context.signal, dump.signal]);
	return spoolDump(connection, {
		path: dump.path,
		version,
		signal
	});
}
function currentOwners(connection, { signal }) {
	return useClient(connection, { signal }, (client) => slotOwners(client, connection, signal));
}
// src/engines/redis/capture.ts
const USERS = "ACL users and the server configuration are not part of a Redis dump.";
const UNCHECKED = "The server writes no checksum into its dumps (rdbchecksum no), so a bit that flipped on the way here would not be noticed.";
const SHARDS = "Each slot owner of the cluster was dumped in an instant of its own: the backup holds no one instant of the whole.";
/** One RDB over the replication protocol, which is its own instant; of a cluster one for each slot owner. */
async function capture(connection, request, context) {
	const { probe, owners } = await survey(connection, context.signal);
	const { identity } = probe;
	const { version } = identity;
	const folder = await mkdtemp(join(context.workDir, "redis-"));
	try {
		const dumps = await takeDumps(connection, {
			folder,
			version,
			owners,
			sink: request.sink,
			context
		});
		if (context.signal.aborted) throw cancelled(context.signal);
		const facts = await Promise.all(dumps.map(({ path }) => readFacts(path)));
		const digested = request.fingerprint ? await digestDumps(dumps, context) : void 0;
		return {
			identity,
			consistency: consistencyOf(facts.map(instantOf)),
			fingerprint: digested?.fingerprint,
			requirements: {
				...slotRequirements(dumps.flatMap(({ slots = [] }) => slots)),
				redisVersion: writerOf(facts[0] ?? /* @__PURE__ */ new Map()) ?? version,
				...digested?.requirements
			},
			limitations: [
				USERS,
				...shortcomings(dumps),
				...digested?.limitations ?? []
			]
		};
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
function consistencyOf(instants) {
	const sorted = instants.toSorted();
	return {
		kind: instants.length === 1 ? "transactional" : "perObject",
		fromAt: sorted[0] ?? "",
		toAt: sorted.at(-1) ?? ""
	};
}
function shortcomings(dumps) {
	const unchecked = dumps.some(({ checksum }) => checksum === "none");
	return [...dumps.length > 1 ? [SHARDS] : [], ...unchecked ? [UNCHECKED] : []];
}
// src/engines/redis/checks.ts
/** Whether the dump was loaded whole, nothing expired while it was, and the copy takes writes. Leaves it as it was. */
function checks(connection, context) {
	return useClient(connection, context, async (client) => {
		const info = await readInfo(client);
		const expired = Number(info.get("rdb_last_load_keys_expired") ?? 0);
		const loaded = Number(info.get("rdb_last_load_keys_loaded") ?? 0);
		const keys = keyspaces(info).reduce((sum, keyspace) => sum + keyspace.keys, 0);
		return [
			check("nothing expired while loading", expired === 0, `${expired} keys expired`),
			check("every loaded key is there", loaded === keys, `${loaded} loaded, ${keys} there`),
			await writeProbe(client, context)
		];
	});
}
async function writeProbe(client, { runId }) {
	const key = `lifeboat:probe:${runId}`;
	await client.configSet("replica-read-only", "no");
	try {
		const set = await client.set(key, runId, { condition: "NX" });
		const read = await client.get(key);
		await client.del(key);
		return check("a key can be written", set === "OK" && read === runId, "one was written, read and removed");
	} finally {
		await client.configSet("replica-read-only", "yes");
	}
}
function check(name, passed, detail) {
	return {
		name,
		result: passed ? "passed" : "failed",
		detail
	};
}
// src/engines/redis/destination.ts
const FORM = "redis://user:password@host:port, or rediss:// for TLS";
const TLS_FILES = [
	"caFile",
	"certFile",
	"keyFile"
];
/** A backup holds a whole server, so only another server can take it. Throws `usage-invalid` without repeating the address. */
function destination(_source, into) {
	const url = URL.canParse(into) ? new URL(into) : void 0;
	if (url === void 0 || !/^rediss?:$/.test(url.protocol)) throw invalid("the destination is no address of a Redis server");
	const host = decoded(url.hostname).replaceAll(/^\[|\]$/g, "");
	if (host === "" || holdsControlCharacter(host)) throw invalid("the address names no host");
	if (!["", "/"].includes(url.pathname)) throw invalid("the address names one database, and a backup holds all of a server");
	const user = decoded(url.username);
	return {
		host,
		port: url.port === "" ? 6379 : Number(url.port),
		...user === "" ? {} : { user },
		...url.password === "" ? {} : { password: new Secret(decoded(url.password)) },
		...tlsOf(url)
	};
}
function tlsOf({ protocol, searchParams }) {
	const known = TLS_FILES;
	if ([...searchParams.keys()].find((name) => !known.includes(name)) !== void 0) throw invalid("the address has a parameter that is none of caFile, certFile and keyFile");
	if (protocol === "redis:") return {};
	const files = TLS_FILES.map((name) => [name, searchParams.get(name)]);
	return { tls: Object.fromEntries(files.filter(([, file]) => file !== null)) };
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		throw invalid("the address holds a % that begins no escape");
	}
}
function invalid(what) {
	return new LifeboatError({
		code: "usage-invalid",
		what,
		fix: `write ${FORM}`
	});
}
// src/engines/redis/endpoint.ts
/** Where the server listens; undefined for a unix socket. */
function endpoint({ host, port, socket }) {
	return socket === void 0 ? {
		host,
		port
	} : void 0;
}
/** The same login at another address; the certificate is still asked for the name that was written. */
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
// src/engines/redis/while-sending.ts
/** Nobody listens there. */
const DEAD_PORT = ["127.0.0.1", "1"];
/**
* Lets a throw-away server send a dump, which a replica without its master may not: for that long it is a master that
* lets nothing expire.
*/
async function whileSending(connection, signal, send) {
	if (connection.throwAway !== true) return send();
	return useClient(connection, { signal }, async (client) => {
		await client.sendCommand([
			"DEBUG",
			"SET-ACTIVE-EXPIRE",
			"0"
		]);
		await client.sendCommand([
			"REPLICAOF",
			"NO",
			"ONE"
		]);
		try {
			return await send();
		} finally {
			await client.sendCommand(["REPLICAOF", ...DEAD_PORT]);
		}
	});
}
// src/engines/redis/fingerprint.ts
/** Keys that expire sooner than this after the look began may do so while it lasts. */
const SETTLED_MS = 6e4;
/**
* The fingerprint of a server that holds what a dump held, read from a dump of its own: only there is a key that has
* expired and was kept to be seen. On a server that this run has restored into, keys that have expired meanwhile, or are
* about to, are taken from the backup.
*/
async function fingerprint(connection, spec, context) {
	const folder = await mkdtemp(join(context.workDir, "redis-"));
	try {
		return {
			...fingerprintOf(await contentsOf(connection, {
				folder,
				seed: spec.seed,
				context
			}), spec),
			origin: "source"
		};
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
async function contentsOf(connection, { folder, seed, context }) {
	const { signal } = context;
	const { version } = (await probe(connection, context)).identity;
	const path = join(folder, DUMP);
	await writeFile(path, "", {
		mode: 384,
		flag: "wx"
	});
	const horizon = connection.restoredFrom === void 0 ? -Infinity : await useClient(connection, { signal }, serverTimeMs) + SETTLED_MS;
	await whileSending(connection, signal, () => spoolDump(connection, {
		path,
		version,
		signal
	}));
	const contents = await readContents(path, {
		seed,
		context,
		counts: ({ expiresAt = Infinity }) => expiresAt > horizon
	});
	if (connection.restoredFrom === void 0) return contents;
	requireInTime(contents, horizon);
	for (const restored of connection.restoredFrom) contents.merge(await readContents(restored, {
		seed,
		context,
		counts: ({ expiresAt = Infinity }) => expiresAt <= horizon
	}));
	return contents;
}
/** A dump that began later may lack keys that are not taken from the backup either. */
function requireInTime({ facts }, horizon) {
	if (Number(facts.get("ctime")) * 1e3 < horizon) return;
	throw new LifeboatError({
		code: "timed-out",
		what: "the server took more than a minute to begin the dump that the restored keys are compared by",
		fix: "let it end what it is saving, empty it and restore again"
	});
}
// src/engines/redis/integrity.ts
/** Redis knows no columns: only the keys of a database can be counted. */
function violations(rule) {
	const database = /^db(\d+)$/.exec(rule.dataset)?.[1];
	if (rule.kind === "count" && database !== void 0) return JSON.stringify({
		database: Number(database),
		command: ["DBSIZE"]
	});
	throw new LifeboatError({
		code: "not-supported",
		what: `redis cannot answer a rule of ${rule.kind} for ${JSON.stringify(rule.dataset)}`,
		fix: "write a rule of count for a dataset such as db0, or a check with a command of redis"
	});
}
// src/engines/redis/keys.ts
const BATCH = 1e3;
const EXAMPLES = "{ match: \"session:*\", strip: \"session:\" }, { members: \"a set\" } or { fields: \"a hash\" }, with database: where it is wanted";
const common = {
	/** Taken away from the beginning of each key; keys without it are an error. */
	strip: string().default(""),
	database: int().nonnegative().default(0)
};
/** What `keys` can be asked, as JSON: keys of one database by their pattern, the members of one set, the fields of one hash. */
const keysSchema = union([
	strictObject({
		match: string().min(1),
		/** The value of this field of each hash instead of the key. */
		field: string().optional(),
		...common
	}),
	strictObject({
		members: string(),
		...common
	}),
	strictObject({
		fields: string(),
		...common
	})
]).describe(EXAMPLES);
/** Streams keys by SCAN, SSCAN or HSCAN; each that was there all the time comes at least once. */
async function* keys(connection, question, context) {
	const asked = parseQuestion(question);
	const client = await openClient(connection, asked.database, context);
	try {
		for await (const found of batchesOf(client, asked)) {
			if (context.signal.aborted) throw cancelled(context.signal);
			yield* found;
		}
	} catch (error) {
		if (context.signal.aborted) throw cancelled(context.signal);
		throw unanswered(error);
	} finally {
		client.destroy();
	}
}
async function* batchesOf(client, asked) {
	const strip = (key) => stripped(key, asked.strip);
	if ("members" in asked) for await (const found of client.sScanIterator(asked.members, { COUNT: BATCH })) yield found.map(strip);
	else if ("fields" in asked) for await (const found of client.hScanIterator(asked.fields, { COUNT: BATCH })) yield found.map(({ field }) => strip(field));
	else for await (const found of client.scanIterator({
		MATCH: asked.match,
		COUNT: BATCH
	})) yield asked.field === void 0 ? found.map(strip) : await fieldsOf(client, found, asked.field);
}
async function fieldsOf(client, found, field) {
	return (await Promise.all(found.map((key) => client.hGet(key, field)))).map((value) => value ?? missing(field));
}
/** What the copy itself cannot answer is told by its server, which never names a value. */
function unanswered(error) {
	if (error instanceof LifeboatError) return error;
	const why = error instanceof Error ? error.message : String(error);
	const refused = error instanceof import_dist.ErrorReply;
	return new LifeboatError({
		code: refused ? "content-different" : "connection-lost",
		what: refused ? "redis cannot answer the question for keys" : "the connection to redis was lost while its keys were listed",
		why,
		fix: refused ? "ask members: of a set, fields: of a hash, and field: of keys that are all hashes" : "see the server's log, then run again",
		cause: error
	});
}
function parseQuestion(question) {
	try {
		return keysSchema.parse(JSON.parse(question));
	} catch (error) {
		throw new LifeboatError({
			code: "plan-invalid",
			what: "the question for keys of redis is not as it must be",
			fix: `write ${EXAMPLES}`,
			cause: error
		});
	}
}
function stripped(key, prefix) {
	if (key.startsWith(prefix)) return key.slice(prefix.length);
	throw new LifeboatError({
		code: "plan-invalid",
		what: "a key of redis does not begin with what strip: says",
		fix: "let match: find only keys that begin with it"
	});
}
function missing(field) {
	throw new LifeboatError({
		code: "plan-invalid",
		what: `a key of redis has no field ${JSON.stringify(field)}`,
		fix: "let match: find only hashes that have it"
	});
}
// src/engines/redis/lingering.ts
/** How long the answers to what has been sent are waited for when the run is told to stop. */
const ANSWERS_MS = 1e4;
/** A signal that follows another: at once, or, when by then something is under way, only after its answers have had time to come. */
function lingering(signal, isUnderWay) {
	const late = new AbortController();
	let timer;
	const end = () => late.abort(signal.reason);
	const onAbort = () => {
		if (isUnderWay()) timer = setTimeout(end, ANSWERS_MS);
		else end();
	};
	if (signal.aborted) end();
	else signal.addEventListener("abort", onAbort, { once: true });
	return {
		signal: late.signal,
		[Symbol.dispose]: () => {
			clearTimeout(timer);
			signal.removeEventListener("abort", onAbort);
		}
	};
}
// src/engines/redis/restore-keys.ts
const BATCH_BYTES$1 = 4 * 2 ** 20;
const BATCH_COMMANDS = 1e3;
/**
* Restores the keys and functions of a dump's file and notes them as written; returns how many keys had expired by the server's
* clock. A run that is told to stop ends when what was sent has been answered. Throws `connection-lost`,
* `load-failed`, or what is the destination's doing.
*/
async function restoreKeys(connection, written, context) {
	await using file = await open(written.path, "r");
	using link = lingering(context.signal, () => written.isTouched);
	try {
		return await useClient(connection, {
			signal: link.signal,
			silenceMs: WORKING_MS
		}, (client) => new Restoration(client, file, {
			written,
			context
		}).run());
	} catch (error) {
		throw context.signal.aborted ? cancelled(context.signal) : failed(error, connection);
	}
}
var Restoration = class {
	#client;
	#file;
	#written;
	#context;
	#reader;
	#pending = [];
	#pendingBytes = 0;
	#database = 0;
	#expired = 0;
	#magic = {
		valkey: false,
		version: 0
	};
	constructor(client, file, { written, context }) {
		this.#client = client;
		this.#file = file;
		this.#written = written;
		this.#context = context;
		this.#reader = ByteReader.ofFile(file.fd);
	}
	async run() {
		try {
			return await this.#restoreAll();
		} catch (error) {
			await Promise.allSettled(this.#pending);
			throw error;
		}
	}
	async #restoreAll() {
		let nowMs = await serverTimeMs(this.#client);
		for (const entry of readEntries(this.#reader)) {
			if (entry.kind === "magic") this.#magic = entry.magic;
			else if (entry.kind === "function") await this.#loadLibrary(entry.code);
			else if (entry.kind === "key") {
				if (entry.expiresAt !== void 0 && entry.expiresAt <= nowMs) this.#expired += 1;
				await this.#restore(entry);
			}
			if (!this.#isFull()) continue;
			await this.#settle();
			nowMs = await serverTimeMs(this.#client);
		}
		await this.#settle();
		return this.#expired;
	}
	async #loadLibrary(code) {
		if (this.#written.libraries.has(code)) return;
		await this.#written.addLibrary(code, this.#client.sendCommand([
			"FUNCTION",
			"LOAD",
			code
		]));
	}
	async #restore(entry) {
		const start = this.#reader.position;
		skipValue(this.#reader, entry.type, this.#magic.valkey);
		const body = Buffer.allocUnsafe(this.#reader.position - start);
		await this.#file.read(body, 0, body.length, start);
		if (entry.database !== this.#database) {
			await this.#client.sendCommand(["SELECT", String(entry.database)]);
			this.#database = entry.database;
		}
		const payload = writePayload(entry.type, body, this.#magic.version);
		this.#send([
			"RESTORE",
			entry.key,
			String(entry.expiresAt ?? 0),
			payload,
			"ABSTTL"
		]);
		this.#pendingBytes += payload.length;
	}
	#send(command) {
		const answer = this.#client.sendCommand([...command]);
		answer.catch(() => void 0);
		this.#written.add(answer);
		this.#pending.push(answer);
	}
	#isFull() {
		return this.#pending.length >= BATCH_COMMANDS || this.#pendingBytes >= BATCH_BYTES$1;
	}
	async #settle() {
		await Promise.all(this.#pending);
		if (this.#context.signal.aborted) throw cancelled(this.#context.signal);
		this.#pending = [];
		this.#pendingBytes = 0;
	}
};
function failed(error, connection) {
	if (error instanceof LifeboatError) return error;
	const why = error instanceof Error ? error.message : String(error);
	const { code, fix } = OF_THE_DESTINATION.find(({ words }) => words.test(why)) ?? UNKNOWN;
	return new LifeboatError({
		code,
		what: `${addressOf(connection)} did not take every key of the backup`,
		why,
		fix,
		cause: error
	});
}
const UNKNOWN = {
	code: "load-failed",
	fix: "mend that and restore again"
};
/** What a server says that says nothing about the copy. */
const OF_THE_DESTINATION = [
	{
		words: /version or checksum|Bad data format/,
		code: "server-unsupported",
		fix: "restore into a server of the version that the backup was taken from, or a newer one of the same product, with the same modules"
	},
	{
		words: /^BUSYKEY|^ERR Library .* already exists/,
		code: "destination-not-empty",
		fix: "somebody else writes there: keep them from it until the restore is done, empty the server, and restore again"
	},
	{
		words: /^OOM/,
		code: "disk-full",
		fix: "raise maxmemory there, or name a server with more memory"
	},
	{
		words: /^NOPERM/,
		code: "privilege-missing",
		fix: "grant the login what the server names; docs/engines.md lists what a restore needs"
	},
	{
		words: /^(READONLY|NOREPLICAS|MISCONF)|unknown command|DB index is out of range/,
		code: "not-supported",
		fix: "change the setting of that server, or name another one"
	}
];
// src/engines/redis/unchanged-keys.ts
const BATCH_KEYS = 500;
const BATCH_BYTES = 4 * 2 ** 20;
/** A value is read in one piece; larger ones are left. */
const LARGEST_VALUE_BYTES = 32 * 2 ** 20;
/** Keys of one database that are removed only while they are what they are known to have been. */
var UnchangedKeys = class {
	database;
	#keys = [];
	#bytes = 0;
	constructor(database) {
		this.database = database;
	}
	get isFull() {
		return this.#keys.length >= BATCH_KEYS || this.#bytes >= BATCH_BYTES;
	}
	add(known) {
		if (known.bytes > LARGEST_VALUE_BYTES) return;
		this.#keys.push(known);
		this.#bytes += known.bytes;
	}
	/** In the database that the client has selected. Returns how many are not there any more, or are somebody else's; none where one changes meanwhile. */
	async remove(client) {
		if (this.#keys.length === 0) return 0;
		await client.sendCommand(["WATCH", ...this.#keys.map(({ key }) => key)]);
		const same = await this.#unchanged(client);
		if (same.length === 0) {
			await client.sendCommand(["UNWATCH"]);
			return this.#keys.length;
		}
		const commands = [
			["MULTI"],
			["UNLINK", ...same],
			["EXEC"]
		];
		return (await Promise.all(commands.map((command) => client.sendCommand(command)))).at(-1) === null ? 0 : this.#keys.length;
	}
	async #unchanged(client) {
		const bytes = client.withTypeMapping({ [import_dist.RESP_TYPES.BLOB_STRING]: Buffer });
		const digester = new KeyDigester("");
		const found = await Promise.all(this.#keys.map(({ key }) => Promise.all([bytes.sendCommand(["DUMP", key]), client.sendCommand(["PEXPIRETIME", key])])));
		return this.#keys.flatMap(({ key, digest }, index) => {
			const [value, at] = found[index] ?? [null, 0];
			if (value === null) return [];
			const { type, body, valkey } = readPayload(value);
			const entry = {
				key,
				expiresAt: at < 0 ? void 0 : at,
				type
			};
			return digester.digest(ByteReader.ofBytes(body), entry, valkey).digest === digest ? [key] : [];
		});
	}
};
// src/engines/redis/take-away.ts
/** For all of it: a run that was told to stop has a minute. */
const TAKING_AWAY_MS = 3e4;
/**
* Removes what a restore wrote before it failed, also after an abort, and nothing else: what somebody has written since is not removed,
* and nothing is where it is not known what the server took, since it may take it later still. What may be left is reported with what is
* to be done by hand.
*/
async function takeAway(destination, written, { reporter }) {
	if (!written.some(({ isTouched }) => isTouched)) return;
	let left = written.reduce((sum, { count }) => sum + count, written[0]?.libraries.size ?? 0);
	const { connection } = destination;
	let why = "the connection was lost before the server had answered";
	if (written.every(({ isKnown }) => isKnown)) {
		why = "some are too large to be compared, or were written to meanwhile";
		try {
			await useClient(connection, { signal: AbortSignal.timeout(TAKING_AWAY_MS) }, async (client) => {
				await requireSame(client, destination);
				for (const dump of written) for await (const settled of removeKeys(client, dump)) left -= settled;
				left -= await removeLibraries(client, written);
			});
		} catch (error) {
			why = error instanceof Error ? error.message : String(error);
		}
	}
	if (left === 0) return;
	reporter.report({
		event: "warning",
		message: `${addressOf(connection)} is left half restored (${why}): up to ${left} keys and functions of the backup may be there; run FLUSHALL and FUNCTION FLUSH there if it holds nothing else`
	});
}
/** Behind an address may be another server by now, or the same one with what it had kept. */
async function requireSame(client, { connection, id }) {
	if (identityOf(connection, await readInfo(client), void 0).id !== id) throw new Error("another server answers there now, or it was started anew");
}
/** Removes keys in the order of their dump; tells after each batch of how many it is known that they are not there any more. */
async function* removeKeys(client, written) {
	if (written.sent === 0) return;
	await using file = await open(written.path, "r");
	const reader = ByteReader.ofFile(file.fd);
	const digester = new KeyDigester("");
	let batch = new UnchangedKeys(0);
	await client.sendCommand(["SELECT", "0"]);
	let isValkey = false;
	let index = 0;
	for (const entry of readEntries(reader)) {
		if (entry.kind === "magic") isValkey = entry.magic.valkey;
		if (entry.kind !== "key") continue;
		const start = reader.position;
		const { digest } = digester.digest(reader, entry, isValkey);
		if (entry.database !== batch.database || batch.isFull) {
			yield await batch.remove(client);
			if (entry.database !== batch.database) await client.sendCommand(["SELECT", String(entry.database)]);
			batch = new UnchangedKeys(entry.database);
		}
		if (written.has(index)) batch.add({
			key: entry.key,
			digest,
			bytes: reader.position - start
		});
		index += 1;
		if (index >= written.sent) break;
	}
	yield await batch.remove(client);
}
/** Those that still have the code that they were loaded with. Returns how many are not there any more. */
async function removeLibraries(client, written) {
	const libraries = written[0]?.libraries ?? /* @__PURE__ */ new Map();
	if (libraries.size === 0) return 0;
	for (const { library_code: code, library_name: name } of await client.functionListWithCode()) if (libraries.get(code) === name) await client.sendCommand([
		"FUNCTION",
		"DELETE",
		name
	]);
	return libraries.size;
}
// src/engines/redis/written-keys.ts
/** What a restore has written of one dump: its keys from the first on, but for those that the server refused. */
var WrittenKeys = class {
	/** Of the dump. */
	path;
	/** The names of function libraries by their code; each dump of a cluster has them all, so that they are of the whole restore. */
	libraries;
	#refused = /* @__PURE__ */ new Set();
	#sent = 0;
	#unanswered = 0;
	constructor(path, libraries = /* @__PURE__ */ new Map()) {
		this.path = path;
		this.libraries = libraries;
	}
	/** How many keys of the dump, by its order, have been sent. */
	get sent() {
		return this.#sent;
	}
	/** How many keys the server holds by this, or may hold. */
	get count() {
		return this.#sent - this.#refused.size;
	}
	/** Whether anything was sent that the server did not refuse. */
	get isTouched() {
		return this.count > 0 || this.libraries.size > 0 || !this.isKnown;
	}
	/** Whether it is known of all that was sent if the server took it. */
	get isKnown() {
		return this.#unanswered === 0;
	}
	/** The next key of the dump was sent. A refused one may be there, and is somebody else's. */
	add(answer) {
		const index = this.#sent;
		this.#sent += 1;
		this.#note(answer, () => this.#refused.add(index)).catch(() => void 0);
	}
	/** A library was sent; the server answers with its name. */
	async addLibrary(code, answer) {
		this.libraries.set(code, String(await this.#note(answer)));
	}
	async #note(answer, onRefusal) {
		this.#unanswered += 1;
		try {
			const value = await answer;
			this.#unanswered -= 1;
			return value;
		} catch (error) {
			if (error instanceof import_dist.ErrorReply) {
				this.#unanswered -= 1;
				onRefusal?.();
			}
			throw error;
		}
	}
	/** Whether the key of this index was written. */
	has(index) {
		return index < this.#sent && !this.#refused.has(index);
	}
};
// src/engines/redis/load-into-server.ts
/**
* Puts every key of a backup into a running, empty server by RESTORE, with its own instant of expiry, as it stands in the dump:
* nothing is interpreted on the way and no server is needed to read it. What it wrote is taken away again when it fails half-way.
*/
async function loadIntoServer(connection, { parts }, context) {
	const { id } = await requireReady(connection, context);
	const startedMs = context.clock.monotonicMs();
	const folder = await mkdtemp(join(context.workDir, "redis-restore-"));
	const dumps = [];
	const libraries = /* @__PURE__ */ new Map();
	let expired = 0;
	try {
		for (const name of dumpsOf(parts.names)) {
			const dump = new WrittenKeys(join(folder, name), libraries);
			await writePrivateFile(dump.path, (file) => parts.pour(name, file));
			dumps.push(dump);
			expired += await restoreKeys(connection, dump, context);
		}
	} catch (error) {
		await takeAway({
			connection,
			id
		}, dumps, context);
		throw error;
	}
	const durationMs = Math.round(context.clock.monotonicMs() - startedMs);
	return {
		connection: {
			...connection,
			restoredFrom: dumps.map(({ path }) => path)
		},
		phases: [{
			name: "load",
			durationMs
		}],
		limitations: expired === 0 ? [] : [`${expired} keys of the backup had expired when it was restored, and are not at the destination.`]
	};
}
async function requireReady(connection, context) {
	const { identity, objects, refusal } = await inspect(connection, context);
	if (refusal !== void 0) throw refusal;
	if (objects > 0) throw new LifeboatError({
		code: "destination-not-empty",
		what: `${addressOf(connection)} holds ${objects} keys and functions; a restore never goes over data`,
		fix: "name an empty server; what a killed restore left in it goes with FLUSHALL and FUNCTION FLUSH there, if it holds nothing else"
	});
	return identity;
}
// src/engines/redis/modules.ts
/** Where images and packages put modules. */
const FOLDERS$1 = [
	"/usr/local/lib/redis/modules",
	"/usr/lib/redis/modules",
	"/usr/local/lib/valkey/modules",
	"/usr/lib/valkey/modules"
];
/**
* The modules that a machine has for a dump that needs some (their types, with blanks between). Throws `program-absent`
* where it has none: the server would end in the middle of the load.
*/
async function findModules(machine, types) {
	if (types === void 0) return [];
	const found = [];
	for (const folder of FOLDERS$1) {
		const listed = await machine.run({
			program: "find",
			args: [
				folder,
				"-name",
				"*.so"
			]
		}).catch(() => void 0);
		found.push(...listed?.stdout.split("\n").filter((path) => path !== "") ?? []);
	}
	if (found.length > 0) return found;
	throw new LifeboatError({
		code: "program-absent",
		what: `the backup holds values of modules (${types}), and this machine (${machine.description}) has no modules`,
		fix: "set the target's image to one that has the source's modules, and drill with provider: container"
	});
}
// src/engines/redis/merge-dumps.ts
const END_MARKER = Buffer.from([255]);
const PIECE_BYTES = 262144;
/**
* Makes one dump of those of a cluster's slot owners, whose keys are apart, so that one server can load them all. Each
* value is copied as it stands. Throws `server-unsupported` when their formats differ.
*/
async function* mergeDumps(paths) {
	const crc = new Crc64();
	const told = { functions: /* @__PURE__ */ new Set() };
	for (const [index, path] of paths.entries()) for await (const bytes of readKept(path, told, index === 0)) {
		crc.update(bytes);
		yield bytes;
	}
	crc.update(END_MARKER);
	yield Buffer.concat([END_MARKER, crc.digest()]);
}
/** The bytes of a dump without its end, and without what was told before. */
async function* readKept(path, told, first) {
	await using file = await open(path, "r");
	const reader = ByteReader.ofFile(file.fd);
	let from = 0;
	let before = 0;
	for (const entry of readEntries(reader)) {
		if (entry.kind === "key") skipValue(reader, entry.type, told.magic?.valkey === true);
		const kept = isNews(entry, told, first);
		if (!kept || reader.position - from >= PIECE_BYTES) {
			const to = kept ? reader.position : before;
			for (let at = from; at < to; at += PIECE_BYTES) {
				const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, to - at));
				await file.read(piece, 0, piece.length, at);
				yield piece;
			}
			from = reader.position;
		}
		before = reader.position;
	}
}
function isNews(entry, told, first) {
	if (entry.kind === "key" || entry.kind === "hint") return true;
	if (entry.kind === "end") return false;
	if (entry.kind === "magic") requireSameFormat(entry.magic, told);
	if (entry.kind !== "function") return first;
	const known = told.functions.has(entry.code);
	told.functions.add(entry.code);
	return !known;
}
function requireSameFormat(magic, told) {
	const { valkey, version } = told.magic ??= magic;
	if (valkey === magic.valkey && version === magic.version) return;
	throw new LifeboatError({
		code: "server-unsupported",
		what: "the slot owners of the cluster were of different versions, so no one server can load their dumps together",
		fix: "bring all nodes to one version, and back up again"
	});
}
// src/engines/redis/programs.ts
const FOLDERS = [
	"/usr/bin",
	"/usr/local/bin",
	"/opt/homebrew/bin"
];
/** Programs that can read a dump of `version`: the same or a newer release of that major version. */
function need(version) {
	const product = productOf(version);
	const { name, major, minor } = product;
	return {
		programs: [`${name}-server`, `${name}-check-rdb`],
		folders: FOLDERS,
		accepts: (output) => {
			const found = /v=(\d+)\.(\d+)/.exec(output);
			return found !== null && Number(found[1]) === major && Number(found[2]) >= minor;
		},
		product: describe(product),
		...imageOf(product)
	};
}
function describe({ name, major, minor }) {
	return `${name === "redis" ? "Redis" : "Valkey"} ${major}.${minor}`;
}
function imageOf({ name, major, minor }) {
	return {
		image: `${name === "redis" ? "redis" : "valkey/valkey"}:${major}.${minor}`,
		imageUser: name
	};
}
// src/engines/redis/server.ts
const PORT = 6379;
const READY_IN_A_ROW = 3;
const READY_POLL_MS = 50;
/** More than any source has; an empty one costs a few hundred bytes. */
const DATABASES = 4096;
/**
* Starts a server on the machine, with the dump that lies in its home. It is the replica of a dead port, because only a
* replica keeps keys that have expired since the dump was taken.
*/
async function startServer(machine, context, { program = "redis-server", modules = [] } = {}) {
	const password = new Secret(Buffer.from(context.random.bytes(24)).toString("hex"));
	const socket = machine.reach.kind === "socket" ? `${machine.reach.directory}/redis.sock` : void 0;
	const settings = [
		`dir "${machine.home}"`,
		`dbfilename "${DUMP}"`,
		`requirepass ${password.reveal()}`,
		`replicaof ${DEAD_PORT.join(" ")}`,
		...modules.map((path) => `loadmodule ${path}`),
		"repl-diskless-sync yes",
		"repl-diskless-sync-delay 0",
		"repl-timeout 86400",
		"client-output-buffer-limit replica 0 0 0",
		"replica-serve-stale-data yes",
		"save \"\"",
		"appendonly no",
		"maxmemory 0",
		`databases ${DATABASES}`,
		"enable-debug-command yes",
		"protected-mode no",
		...socket === void 0 ? [`port ${PORT}`, "bind 0.0.0.0"] : ["port 0", `unixsocket ${socket}`]
	];
	const settingsFile = await machine.writeFile("redis.conf", `${settings.join("\n")}\n`);
	await machine.startServer({
		program,
		args: [settingsFile]
	});
	const connection = {
		host: machine.reach.kind === "tcp" ? machine.reach.host : "127.0.0.1",
		port: PORT,
		password,
		throwAway: true,
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
		successes = await answers(connection, context) ? successes + 1 : 0;
		if (successes < READY_IN_A_ROW) await setTimeout$1(READY_POLL_MS);
	}
}
async function answers(connection, { signal }) {
	try {
		return (await useClient(connection, { signal }, (client) => readInfo(client, "persistence"))).get("loading") === "0";
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
	start: (machine, context) => startServer(machine, context),
	stop: (machine) => machine.stopServer("SIGTERM")
};
// src/engines/redis/load.ts
/** Starts a fresh server from the dump, or puts its keys into one that runs. */
async function load(place, request, context) {
	if (place.kind === "server") return loadIntoServer(place.connection, request, context);
	const { parts } = request;
	const { machine } = place;
	const startedMs = context.clock.monotonicMs();
	await requireEmpty(machine);
	const modules = await findModules(machine, parts.requirements["modules"]);
	const path = await machine.writeFile(DUMP, (output) => pourDump(parts, output, context));
	await machine.run({
		program: "ln",
		args: [
			"-s",
			path,
			`${machine.home}/${DUMP}`
		]
	});
	return {
		connection: await startServer(machine, context, {
			program: `${productOf(parts.requirements["redisVersion"] ?? "").name}-server`,
			modules
		}),
		phases: [{
			name: "load",
			durationMs: Math.round(context.clock.monotonicMs() - startedMs)
		}],
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
		what: "the machine that the Redis dump was to be loaded on holds data already",
		fix: "load it on a fresh machine"
	});
}
/** The one dump, or those of a cluster made into one. */
async function pourDump(parts, output, context) {
	const [first = DUMP, ...others] = dumpsOf(parts.names);
	if (others.length === 0) return parts.pour(first, output);
	const folder = await mkdtemp(join(context.workDir, "redis-shards-"));
	try {
		const paths = [];
		for (const name of [first, ...others]) {
			const path = join(folder, name);
			await writePrivateFile(path, (file) => parts.pour(name, file));
			paths.push(path);
		}
		await pipeline$1(mergeDumps(paths), output);
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
// src/engines/redis/parse.ts
/** Reads every dump to its end, value by value, with its checksum; then has the server's own program do so, where it is found. */
async function parse(parts, version, context) {
	const writer = parts.requirements["redisVersion"] ?? version;
	const folder = await mkdtemp(join(context.workDir, "redis-"));
	try {
		const checks = [];
		for (const name of dumpsOf(parts.names)) checks.push(await parseDump({
			parts,
			name,
			folder,
			writer
		}, context));
		return checks;
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
async function parseDump(dump, context) {
	const { name, folder } = dump;
	const path = join(folder, name);
	try {
		return {
			name,
			result: "passed",
			detail: `${await readWhole(dump, path, context)}; ${await readNatively(dump, path, context)}`
		};
	} catch (error) {
		const tooNew = isLifeboatError(error, "server-too-new");
		if (!(isLifeboatError(error, "part-malformed") || isLifeboatError(error, "program-failed")) && !tooNew) throw error;
		return {
			name,
			result: tooNew ? "skipped" : "failed",
			detail: error.message
		};
	} finally {
		await rm(path, { force: true });
	}
}
async function readWhole({ parts, name }, path, context) {
	const checker = new DumpChecker();
	await pipeline$1(await parts.open(name), async function* (bytes) {
		for await (const chunk of bytes) {
			checker.add(chunk);
			yield chunk;
		}
	}, createWriteStream(path, {
		mode: 384,
		flags: "wx"
	}));
	const checksum = checker.end();
	const { databases } = await readContents(path, {
		seed: "",
		context
	});
	return `${[...databases.values()].reduce((sum, { sum: { count } }) => sum + count, 0)} keys in ${databases.size} databases were read${checksum === "right" ? ", its checksum is right" : ", it has no checksum"}`;
}
async function readNatively({ name, writer }, path, context) {
	const program = `${productOf(writer).name}-check-rdb`;
	try {
		await using tools = await context.tools(need(writer));
		const seen = await tools.writeFile(name, createReadStream(path));
		try {
			await tools.run({
				program,
				args: [seen]
			});
		} finally {
			await tools.removeFile(seen);
		}
		return `${program} read it too`;
	} catch (error) {
		if (!isLifeboatError(error, "program-absent") && !isLifeboatError(error, "program-version")) throw error;
		return `${program} of that version was not found here`;
	}
}
// src/engines/redis/sweep.ts
/** Nothing to remove: the server forgets a replica when its connection ends. */
async function sweep() {
	return [];
}
// src/engines/redis/tamper.ts
const CANDIDATES = 1e3;
const DAY_MS = 864e5;
const CHANGES = [
	changeValue,
	changeExpiry,
	removeKey,
	addKey
];
/**
* Changes one value or one expiry, removes a key or adds one, as the seed says; where there is no key, or every one has
* expired by now and so cannot be reached, it adds one.
*/
async function tamper(connection, seed, { signal }) {
	const database = await useClient(connection, { signal }, (client) => pickDatabase(client, seed));
	return useClient(connection, {
		database,
		signal,
		silenceMs: WORKING_MS
	}, async (client) => {
		await client.configSet("replica-read-only", "no");
		const { keys } = await client.scan("0", { COUNT: CANDIDATES });
		const key = keys[number(`${seed} key`) % Math.max(1, keys.length)];
		const change = key === void 0 ? addKey : CHANGES[number(`${seed} change`) % CHANGES.length] ?? addKey;
		return {
			dataset: databaseName(database),
			change: await change(client, key ?? seed)
		};
	});
}
/** One more element, by the type of what is there; a module's value is removed, since only the module could change it. */
async function changeValue(client, key) {
	const added = "negative control";
	const commands = {
		string: [
			"APPEND",
			key,
			"."
		],
		list: [
			"RPUSH",
			key,
			added
		],
		set: [
			"SADD",
			key,
			added
		],
		zset: [
			"ZADD",
			key,
			"1",
			added
		],
		hash: [
			"HSET",
			key,
			added,
			""
		],
		stream: [
			"XADD",
			key,
			"*",
			added,
			""
		]
	};
	const type = await client.type(key);
	const command = commands[type];
	if (command === void 0) return removeKey(client, key);
	await client.sendCommand([...command]);
	return `the value of one ${type} changed`;
}
async function changeExpiry(client, key) {
	const at = await client.pExpireTime(key);
	if (at < 0) await client.pExpire(key, DAY_MS);
	else await client.pExpireAt(key, at + DAY_MS);
	return at < 0 ? "one key made to expire" : "the expiry of one key moved";
}
async function removeKey(client, key) {
	await client.del(key);
	return "one key removed";
}
async function addKey(client, key) {
	await client.set(`lifeboat:${key}`, "negative control");
	return "one key added";
}
async function pickDatabase(client, seed) {
	const databases = keyspaces(await readInfo(client));
	return databases[number(`${seed} database`) % Math.max(1, databases.length)]?.number ?? 0;
}
/** A number that depends on nothing but the seed. */
function number(seed) {
	return createHash("sha256").update(seed).digest().readUInt32BE(0);
}
// src/engines/redis/index.ts
/** Redis 7 and later, and Valkey: RDB files, drilled as the replica of a dead port. */
const engine = {
	name: "redis",
	capabilities: {
		loads: "host",
		restoresIntoServer: true,
		loadsWithPrograms: false,
		lastingIdentity: false,
		highestGrade: {
			grade: 7,
			because: "every key of the source is read and compared with its dump when nothing was written in between, which its replication offset tells"
		},
		tampers: true,
		verifiedOn: "Redis 7.0 and 8.2, Valkey 9.1"
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
	tamper: (connection, { seed }, context) => tamper(connection, seed, context),
	sweep,
	server
};
export { engine };
