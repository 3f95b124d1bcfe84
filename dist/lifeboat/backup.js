import { t as deliverRecord } from "./deliver-record.js";
import { t as beginJob } from "./target-job.js";
import { n as timedOut, t as startDeadline } from "./deadline.js";
import { i as disclosureLimitations, n as noteLimitations, o as keyedDigest, r as probeLimitations, s as publishDatasets, t as captureLimitations } from "./backup-limitations.js";
import { n as withSignal } from "./engine-context2.js";
import { t as TOOL_VERSION } from "./tool-version.js";
import { i as requireBases, o as weakestAnchor, r as readBases, t as basesOf } from "./bases2.js";
import { t as storedBytesOf } from "./stored-bytes.js";
import { n as EXIT, r as LifeboatError } from "./errors.js";
import { r as sha256Hex, t as canonicalBytes } from "./canonical.js";
import { t as idTime } from "./identifiers.js";
import { t as findAnchor } from "./anchors2.js";
import { t as readJudgements } from "./read-judgements.js";
import { t as TOLERATED_SKEW_MS } from "./future.js";
import { t as judgeCopies } from "./judge-copies.js";
import { t as listBackups } from "./catalog2.js";
import { a as takeLease } from "./lease.js";
import { t as readManifest } from "./read-manifest2.js";
import { a as ContentDigests, c as looksLikeMd5, d as encodeObject, i as treeOf, l as piecesOf, s as alteredObject, t as checkFingerprint } from "./fingerprint-schema.js";
import { t as KEYS } from "./manifest.js";
import { n as stopOnAbort, t as cancelled } from "./cancelled.js";
import { i as untilWhole, t as feed } from "./filter.js";
import { i as LEVELS, t as compress } from "./zstd.js";
import { c as AGE_PAYLOAD, l as chunkNonce, s as ByteQueue, t as ProgressMeter, u as payloadKey } from "./progress.js";
import { n as Encrypter } from "../dependencies/age-encryption.js";
import { r as pullStream } from "./unpack-frames.js";
import { t as pLimit } from "../dependencies/p-limit.js";
import { n as writeMarker } from "./started-marker.js";
import { t as encodeManifest } from "./manifest2.js";
import { t as putOnce } from "./put-once.js";
import { PassThrough, Readable, Transform, pipeline } from "node:stream";
import { zstdDecompressSync } from "node:zlib";
import { createCipheriv, createSecretKey, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
// src/backup/backup-facts.ts
/** What may be published of a capture and its stored parts. */
function factsOf({ capture, parts, delegated }, disclosure) {
	const volumes = parts.flatMap((part) => part.volumes);
	const bases = basesOf({ delegated });
	return {
		...bases.length === 0 ? {} : { bases },
		server: capture.identity,
		consistency: capture.consistency,
		storedBytes: storedBytesOf({
			parts,
			delegated
		}),
		...delegated.length === 0 ? {} : { delegatedBytes: delegated.reduce((sum, { bytes }) => sum + bytes, 0) },
		partCount: parts.length + delegated.length,
		volumeCount: delegated.reduce((sum, { objects }) => sum + objects, volumes.length),
		...publishedFingerprint(capture.fingerprint, disclosure)
	};
}
/** What a fingerprint can prove. */
function provable({ origin, coverage }) {
	return {
		origin,
		coverage: coverage.kind
	};
}
function publishedFingerprint(fingerprint, disclosure) {
	if (fingerprint === void 0) return {};
	const published = {
		...publishDatasets(fingerprint, disclosure),
		...provable(fingerprint)
	};
	const { key } = disclosure;
	if (key === void 0) return { fingerprint: published };
	return {
		fingerprint: published,
		schemaKeyedDigest: keyedDigest(key, fingerprint.schema.digest)
	};
}
// src/backup/delegated/earlier-tree.ts
/**
* The newest backup that an increment can be based on: recorded, whole by its listing, not found bad, and with everything that it
* is based on itself. Undefined where the newest one is not so, which a full backup mends.
*/
async function findEarlierTree(request) {
	const { job, name, identity, log, leases } = request;
	const { store, target } = job;
	const newest = (await listBackups(store, target.name)).at(-1);
	if (newest === void 0 || store.address === void 0) return void 0;
	const recorded = await readRecorded(job, newest);
	if (recorded === void 0) return distrusted(newest, log);
	const { manifest } = recorded;
	const tree = manifest.delegated?.find((part) => part.name === name);
	if (tree === void 0) return void 0;
	if (!(manifest.server.id === identity.id || job.engine.mayBeSame?.(manifest.server, identity) === true)) return void 0;
	const timeoutMs = target.settings.backupTimeoutMs;
	const lease = {
		backupId: manifest.id,
		bases: tree.bases,
		timeoutMs,
		log
	};
	leases.use(await takeLease(job, lease));
	const below = await readable(() => readBelow(job, recorded, tree));
	if (below === void 0) return distrusted(newest, log);
	const doubt = await findDoubt(job, newest, [tree, ...below]);
	if (doubt !== void 0) return distrusted(newest, log, doubt);
	return {
		backupId: manifest.id,
		address: await store.address(tree.prefix),
		bases: tree.bases,
		...below[0] === void 0 ? {} : { baseAddress: await store.address(below[0].prefix) },
		read: (objectName) => store.read(tree.prefix + objectName),
		requirements: manifest.requirements
	};
}
const NOT_GOOD = "it, or what it is based on, is not what was taken, was found bad, or no record vouches for it.";
/** A full backup mends it for this one; those that are based on it are lost with it, so that somebody must look. */
function distrusted({ id }, log, why = NOT_GOOD) {
	log.limitation(`Nothing is based on backup ${id}, the newest before this one: ${why} Verify it.`);
}
/** Undefined for one that no record vouches for, or that cannot be read. */
async function readRecorded(job, { target, id }) {
	return readable(async () => {
		const found = await findAnchor(target, id, job);
		if (found.anchor === "none") return void 0;
		const { manifest } = await readManifest(job.store, {
			target,
			id,
			engine: job.engine.name
		}, found);
		return {
			manifest,
			anchor: found.anchor
		};
	});
}
/**
* The trees that this one is based on, the nearest first, once all of the chain has been read; undefined when no record vouches for
* one of them. Throws `manifest-malformed` when one is not there.
*/
async function readBelow(job, { manifest, anchor }, { name, bases }) {
	const read = await readBases(manifest, job);
	if (weakestAnchor({
		id: manifest.id,
		anchor
	}, read).anchor === "none") return void 0;
	return bases.flatMap((id) => {
		const base = read.get(id);
		return base === void 0 ? [] : [treeOf(base.manifest, name)];
	});
}
/** A bad backup must not stand in the way of a new one; status names it. */
async function readable(read) {
	try {
		return await read();
	} catch (error) {
		if (error instanceof LifeboatError && [EXIT.bad, EXIT.usage].includes(error.exitCode)) return void 0;
		throw error;
	}
}
/** Why nothing should be based on it; undefined where it and all below it are whole by their listings and were not found bad. */
async function findDoubt(job, entry, trees) {
	const { store, ledger, target, context } = job;
	for (const tree of trees) if (!await isWholeByListing(tree, store)) return NOT_GOOD;
	const chain = [entry.id, ...trees[0]?.bases ?? []];
	const unread = [];
	const judgements = await readJudgements({
		store,
		...ledger === void 0 ? {} : { ledger },
		target: target.name,
		since: idTime(chain.at(-1) ?? entry.id) ?? entry.at,
		until: new Date(context.clock.now().getTime() + TOLERATED_SKEW_MS),
		backupIds: new Set(chain),
		complete: true,
		warn: (message) => unread.push(message)
	});
	if (unread.length > 0) return `not all that was said of it can be read (${unread[0]}).`;
	const copies = judgeCopies(judgements);
	return chain.some((id) => copies.get(id)?.bad !== void 0) ? NOT_GOOD : void 0;
}
async function isWholeByListing(tree, store) {
	let [objects, bytes] = [0, 0];
	for await (const object of store.list(tree.prefix)) {
		objects += 1;
		bytes += object.bytes;
	}
	return objects === tree.objects && bytes === tree.bytes;
}
// src/backup/pace.ts
/** Lets bytes through at a limited rate; one pace is shared by all streams of a run. */
var Pace = class {
	#bytesPerSecond;
	#context;
	#wait;
	#dueMs = 0;
	constructor(bytesPerSecond, context, wait = setTimeout) {
		this.#bytesPerSecond = bytesPerSecond;
		this.#context = context;
		this.#wait = wait;
	}
	/** A new stage for one stream. */
	stage() {
		return new Transform({ transform: (chunk, _encoding, done) => {
			this.#turnOf(chunk.length).then(() => done(null, chunk), (error) => done(error));
		} });
	}
	async #turnOf(bytes) {
		const { clock, signal } = this.#context;
		const nowMs = clock.monotonicMs();
		this.#dueMs = Math.max(this.#dueMs, nowMs) + bytes * 1e3 / this.#bytesPerSecond;
		await this.#wait(this.#dueMs - nowMs, void 0, { signal });
	}
};
// src/backup/seal.ts
const { chunkBytes, tagBytes, nonceBytes } = AGE_PAYLOAD;
/**
* Encrypts a stream into one age file that each recipient (`age1…`) alone can open.
* Throws `config-invalid` for a recipient that is none.
*/
function seal(recipients) {
	const encrypter = encrypterFor(recipients);
	const pending = new ByteQueue();
	let encrypt;
	return new Transform({
		construct(done) {
			startFile(encrypter).then(({ start, key }) => {
				encrypt = chunkEncrypter(pending, key);
				this.push(start);
				done();
			}, done);
		},
		transform(chunk, _encoding, done) {
			pending.push(chunk);
			while (pending.length > chunkBytes) for (const piece of encrypt(false)) this.push(piece);
			done();
		},
		flush(done) {
			for (const piece of encrypt(true)) this.push(piece);
			done();
		}
	});
}
function encrypterFor(recipients) {
	if (recipients.length === 0) throw new Error("sealing needs a recipient");
	const encrypter = new Encrypter();
	for (const recipient of recipients) try {
		encrypter.addRecipient(recipient);
	} catch (cause) {
		throw new LifeboatError({
			code: "config-invalid",
			what: `${recipient} is not an age recipient`,
			fix: "use a public key that age-keygen or `lifeboat keys new` printed: age1…",
			cause
		});
	}
	return encrypter;
}
/**
* The library encrypts nothing, so that its output is the header and an empty payload; a recipient of our own learns the file key.
* The payload gets a new nonce, because that key has sealed the empty one.
*/
async function startFile(encrypter) {
	let fileKey = /* @__PURE__ */ new Uint8Array();
	encrypter.addRecipient({ wrapFileKey: (key) => {
		fileKey = Uint8Array.from(key);
		return [];
	} });
	const empty = await encrypter.encrypt(/* @__PURE__ */ new Uint8Array());
	const header = empty.subarray(0, empty.length - nonceBytes - tagBytes);
	const nonce = randomBytes(nonceBytes);
	return {
		start: Buffer.concat([header, nonce]),
		key: payloadKey(fileKey, nonce)
	};
}
/** Each call seals the next chunk of what is pending; pieces are not joined, because copying them costs a third of the speed. */
function chunkEncrypter(pending, key) {
	const secret = createSecretKey(key);
	let number = 0;
	return (isLast) => {
		const nonce = chunkNonce(number++, isLast);
		const cipher = createCipheriv(AGE_PAYLOAD.cipher, secret, nonce, { authTagLength: tagBytes });
		const pieces = pending.take(isLast ? pending.length : chunkBytes).map((piece) => cipher.update(piece));
		cipher.final();
		return [...pieces, cipher.getAuthTag()];
	};
}
// src/backup/byte-cursor.ts
/** Reads a byte stream in pieces of limited size, so that it can be cut anywhere. */
var ByteCursor = class {
	#chunks;
	#rest;
	constructor(source) {
		this.#chunks = source[Symbol.asyncIterator]();
	}
	/** At least one and at most `limit` bytes; undefined at the end or when `limit` is 0. */
	async next(limit) {
		if (limit === 0 || await this.atEnd()) return void 0;
		const piece = this.#rest?.subarray(0, limit);
		this.#rest = this.#rest?.subarray(limit);
		return piece;
	}
	/** Waits for the next byte or the end. */
	async atEnd() {
		while (this.#rest === void 0 || this.#rest.length === 0) {
			const step = await this.#chunks.next();
			if (step.done === true) return true;
			this.#rest = step.value;
		}
		return false;
	}
};
// src/backup/volumes.ts
/**
* Stores a stream as objects of `volumeBytes` (the last one shorter), one after the other and none in memory.
* Always at least one. A failure on either side ends the other.
*/
async function uploadVolumes(content, request) {
	const cursor = new ByteCursor(content);
	const volumes = [];
	try {
		do
			volumes.push(await uploadVolume(cursor, volumes.length, request));
		while (!await cursor.atEnd());
		return volumes;
	} catch (error) {
		const cause = content.errored ?? error;
		content.destroy();
		throw cause;
	}
}
async function uploadVolume(cursor, volume, request) {
	const { store, target, id, index, volumeBytes, signal } = request;
	let sentBytes = 0;
	const content = pullStream(async () => {
		const piece = await cursor.next(volumeBytes - sentBytes);
		sentBytes += piece?.length ?? 0;
		return piece;
	}, () => void 0);
	try {
		const key = KEYS.volume(target, id, {
			part: index,
			volume
		});
		const { bytes, sha256, verifiedBy } = await store.upload(key, content, signal);
		if (bytes !== sentBytes) throw shortReceipt(key, {
			bytes,
			sentBytes
		});
		return {
			key,
			bytes,
			sha256,
			verifiedBy
		};
	} finally {
		content.destroy();
	}
}
function shortReceipt(key, sizes) {
	return new LifeboatError({
		code: "store-refused",
		what: `the store confirmed ${sizes.bytes} of ${sizes.sentBytes} bytes of ${key}`,
		fix: "check the store, then run the backup again"
	});
}
// src/backup/part-writer.ts
/** More than zstd needs to say that there is nothing. */
const EMPTY_FRAME_BYTES = 64;
/**
* Compresses, seals and stores one part; resolves when the store has confirmed every byte. Throws what the content failed with,
* `capture-failed` when it is empty, the store's errors, or `cancelled`. Every failure ends all stages.
*/
async function writePart(request) {
	const { name, recipients, context } = request;
	const { signal } = context;
	if (signal.aborted) throw cancelled(signal);
	const sealing = recipients.length > 0 ? [seal(recipients)] : [];
	const pacing = request.pace === void 0 ? [] : [request.pace.stage()];
	const stored = pipeline([
		packed(request),
		watched(request),
		...sealing,
		...pacing
	], () => void 0);
	return {
		name,
		compression: request.compressed === true ? "none" : "zstd",
		seal: recipients.length > 0 ? "age" : "none",
		volumes: await uploadVolumes(stopOnAbort(stored, signal), {
			...request,
			signal
		})
	};
}
function packed({ content, compressed, dense = false, context }) {
	const level = dense ? LEVELS.low : LEVELS.usual;
	if (compressed === void 0 || compressed === false) return compress(content, context, level);
	const plain = new PassThrough();
	return untilWhole(plain, feed(content, plain), () => plain.destroy());
}
/** Reports progress, and refuses an empty part before its last byte is stored. */
function watched(request) {
	const progress = new ProgressMeter({ name: request.name }, request.context);
	let start = Buffer.alloc(0);
	return new Transform({
		transform(chunk, _encoding, done) {
			if (start.length < EMPTY_FRAME_BYTES) start = Buffer.concat([start, chunk.subarray(0, EMPTY_FRAME_BYTES)]);
			progress.add(chunk.length);
			done(null, chunk);
		},
		flush(done) {
			progress.report();
			done(isEmpty(start, request) ? emptyPart(request.name) : null);
		}
	});
}
function isEmpty(start, { compressed }) {
	if (compressed === true || start.length === 0) return start.length === 0;
	return start.length < EMPTY_FRAME_BYTES && zstdDecompressSync(start).length === 0;
}
function emptyPart(name) {
	return new LifeboatError({
		code: "capture-failed",
		what: `the part ${name} is empty`,
		why: "the program that should have written it wrote nothing and reported no error",
		fix: "run the backup again; if it stays so, check the program by hand"
	});
}
// src/backup/delegated/find-secrets.ts
/** Searches bytes that flow by for what must not be among them. */
var SecretSearch = class {
	#texts;
	#pattern;
	#tail = "";
	constructor(texts, pattern) {
		this.#texts = texts;
		this.#pattern = pattern;
	}
	/** Whether this piece, or the seam to the one before, holds any of it. */
	finds(chunk) {
		const text = this.#tail + chunk.toString("latin1");
		this.#tail = text.slice(-4096);
		return this.#texts.some((secret) => text.includes(secret)) || this.#pattern?.test(text) === true;
	}
};
/** The secret halves of the login with which Lifeboat itself opens the store. */
async function secretsOf(address) {
	if (address.kind !== "s3") return [];
	const { secretAccessKey, sessionToken } = await address.login() ?? {};
	return [secretAccessKey, sessionToken].map((secret) => secret?.reveal() ?? "").filter((secret) => secret !== "").map((secret) => Buffer.from(secret).toString("latin1"));
}
function keyInClear(key) {
	return new LifeboatError({
		code: "capture-failed",
		what: `the server wrote a key of the store in clear into ${key}`,
		why: "it was given the key itself instead of the name of a collection that holds it",
		fix: "replace that key now, remove what was written with lifeboat sweep, and let the server use a named collection"
	});
}
// src/backup/delegated/take-inventory.ts
const READS_AT_ONCE = 4;
/**
* Says line by line what lies in a tree that a server has just finished. The store's tags vouch for the content where it has them;
* read back are the metadata, the first object, which shows whether tags are MD5s, and everything where there are no tags.
*/
var InventoryTaking = class {
	#request;
	#objects = 0;
	#bytes = 0;
	#untagged = 0;
	#strangeTags = 0;
	constructor(request) {
		this.#request = request;
	}
	get sums() {
		const tagged = this.#strangeTags > 0 ? "opaque" : "md5";
		return {
			objects: this.#objects,
			bytes: this.#bytes,
			tags: this.#untagged > 0 ? "none" : tagged
		};
	}
	async *lines() {
		const { store, prefix, signal } = this.#request;
		const limit = pLimit(READS_AT_ONCE);
		const waiting = [];
		for await (const object of store.list(prefix)) {
			signal.throwIfAborted();
			const isFirst = this.#objects === 0;
			const described = limit(() => this.#describe(object, isFirst));
			described.catch(() => void 0);
			this.#objects += 1;
			this.#bytes += object.bytes;
			waiting.push(described);
			if (waiting.length < READS_AT_ONCE) continue;
			const first = await waiting.shift();
			if (first !== void 0) yield encodeObject(first);
		}
		for (const described of waiting) yield encodeObject(await described);
		if (this.#objects === 0) throw nothingThere(this.#request);
	}
	async #describe(object, isFirst) {
		const { prefix, metadata } = this.#request;
		const name = object.key.slice(prefix.length);
		const { bytes, tag } = object;
		if (tag === void 0) this.#untagged += 1;
		else if (!looksLikeMd5(tag)) this.#strangeTags += 1;
		if (!(tag === void 0 || isFirst || metadata?.(name) === true)) return {
			name,
			bytes,
			tag
		};
		return {
			name,
			bytes,
			sha256: await this.#readBack(object, metadata?.(name) === true),
			...tag === void 0 ? {} : { tag }
		};
	}
	async #readBack({ key, bytes, tag }, isMetadata) {
		const { store, secrets, forbidden, signal } = this.#request;
		const digests = new ContentDigests(tag === void 0 ? void 0 : await piecesOf(key, tag, store));
		const search = new SecretSearch(secrets, forbidden);
		const content = stopOnAbort(await store.read(key), signal);
		let found = 0;
		for await (const chunk of content) {
			found += chunk.length;
			digests.update(chunk);
			if (isMetadata && search.finds(chunk)) throw keyInClear(key);
		}
		if (found !== bytes) throw alteredObject(key, `${found} bytes were read and ${bytes} are listed`);
		if (tag !== void 0 && digests.tag(tag) !== tag) this.#strangeTags += 1;
		return digests.sha256();
	}
};
function nothingThere({ store, prefix }) {
	return new LifeboatError({
		code: "capture-failed",
		what: `the server says that it has finished, and store ${store.name} holds nothing at ${prefix}`,
		why: "what the server calls this place leads to another place",
		fix: "compare how the server reaches the store with the settings of the store"
	});
}
// src/backup/delegated/delegate-part.ts
/** Has the server write one part by itself and stores what its folder holds then; throws as `CaptureSink.delegate` says. */
async function delegatePart(request) {
	const { name, store, target, id, index, context } = request;
	requireConsent(name, request);
	const prefix = KEYS.tree(target, id, index);
	const address = await requireAddress(name, prefix, store);
	await requireEmpty(prefix, store);
	const { basedOn } = await request.write({
		address,
		earlier: request.earlier
	});
	const secrets = await secretsOf(address);
	const taking = new InventoryTaking({
		...request,
		prefix,
		secrets,
		signal: context.signal
	});
	const inventory = await writePart({
		...request,
		name: inventoryName(name),
		content: Readable.from(taking.lines(), { objectMode: false }),
		recipients: []
	});
	const bases = basedOn === void 0 ? [] : [basedOn.backupId, ...basedOn.bases];
	return {
		part: {
			name,
			sealed: false,
			prefix,
			...taking.sums,
			inventory: inventory.name,
			bases
		},
		inventory
	};
}
function inventoryName(name) {
	return `${name}.inventory.jsonl`;
}
function requireConsent(name, { recipients, consent }) {
	if (recipients.length === 0 || consent === "provider") return;
	throw new LifeboatError({
		code: "not-supported",
		what: `the part ${name} would be written by the server itself, so it could not be sealed for the recipients`,
		fix: "choose a way of backup that streams (it is sealed), or accept with encryption: provider at the target that only the store encrypts it"
	});
}
async function requireAddress(name, prefix, store) {
	const address = await store.address?.(prefix);
	if (address !== void 0) return address;
	throw new LifeboatError({
		code: "not-supported",
		what: `the part ${name} would be written by the server itself, and no server can write to store ${store.name}`,
		fix: "use a store of type s3, or a folder that the server sees too; or choose a way of backup that streams"
	});
}
/** Nothing keeps the server from replacing what is there, so there must be nothing. */
async function requireEmpty(prefix, store) {
	for await (const { key } of store.list(prefix)) throw new LifeboatError({
		code: "object-exists",
		what: `${store.location} already holds ${key} where the server was to write`,
		fix: "run the command again: a new run uses a new folder; and find out who wrote this"
	});
}
// src/backup/part-sink.ts
/** The part that holds the fingerprint; engines cannot use its name. */
const FINGERPRINT_PART = "fingerprint.json";
/** Stores what a capture streams, each part under the next number, and keeps account of it. */
var PartSink = class {
	#request;
	#deadline;
	#names = /* @__PURE__ */ new Set();
	#parts = [];
	#delegated = [];
	constructor(request, deadline) {
		this.#request = request;
		this.#deadline = deadline;
	}
	/** Whether anything was streamed. */
	get used() {
		return this.#parts.length > 0;
	}
	async stream(name, content, options) {
		this.#claim(name);
		const index = this.#parts.length;
		const part = writePart({
			...this.#request,
			...options,
			name,
			content,
			index
		});
		this.#parts.push(part);
		await this.#orStop(part);
	}
	async delegate(name, write, options) {
		this.#claim(name);
		this.#claim(inventoryName(name));
		const index = this.#parts.length;
		const earlier = () => this.#request.earlier(name);
		const delegated = delegatePart({
			...this.#request,
			...options,
			name,
			index,
			write,
			earlier
		});
		this.#delegated.push(delegated);
		const inventory = delegated.then((made) => made.inventory);
		inventory.catch(() => void 0);
		this.#parts.push(inventory);
		const { part } = await this.#orStop(delegated);
		return {
			objects: part.objects,
			bytes: part.bytes
		};
	}
	/** All parts in their order, once every one of them is stored, awaited by the engine or not. */
	async finish() {
		return {
			parts: await Promise.all(this.#parts),
			delegated: (await Promise.all(this.#delegated)).map(({ part }) => part)
		};
	}
	/** Waits until nothing is being stored any more. */
	async settle() {
		await Promise.allSettled(this.#parts);
	}
	#claim(name) {
		if (this.#names.has(name)) throw new Error(`the part ${name} was streamed twice`);
		this.#names.add(name);
	}
	async #orStop(part) {
		try {
			return await part;
		} catch (error) {
			this.#deadline.stop(error);
			throw error;
		}
	}
};
// src/backup/capture-parts.ts
/** Has the engine stream its parts into the store, the fingerprint last. When it throws nothing is being stored any more. */
async function captureParts(job, run) {
	const { target, engine, store, encryption } = job;
	const { id, context, deadline } = run;
	const request = {
		store,
		target: target.name,
		id,
		recipients: encryption.recipients,
		consent: target.encryption,
		earlier: (name) => findEarlierTree({
			...run,
			job,
			name
		}),
		context
	};
	const { volumeBytes, bytesPerSecond } = target.settings;
	const pace = bytesPerSecond === void 0 ? {} : { pace: new Pace(bytesPerSecond, context) };
	const sink = new PartSink({
		...request,
		...pace,
		volumeBytes
	}, deadline);
	try {
		const { fingerprint } = target.settings;
		const capture = await deadline.bound(engine.capture(run.connection, {
			sink,
			fingerprint
		}, context));
		if (!sink.used) throw nothingCaptured(engine.name);
		if (capture.fingerprint !== void 0) {
			const content = canonicalBytes(capture.fingerprint);
			requireReadable(content);
			await sink.stream(FINGERPRINT_PART, Readable.from([content]));
		}
		return {
			capture,
			...await sink.finish()
		};
	} catch (error) {
		deadline.stop(error);
		await deadline.bound(sink.settle());
		throw error;
	}
}
/** A backup whose fingerprint no verification, drill or restore will take must fail now, while the source is still there. */
function requireReadable(content) {
	try {
		checkFingerprint(JSON.parse(Buffer.from(content).toString("utf8")));
	} catch (error) {
		throw new LifeboatError({
			code: "capture-failed",
			what: "the fingerprint of the source could not be read back",
			why: error instanceof LifeboatError ? error.why ?? error.what : String(error),
			fix: "report this as a bug of the engine; a backup without a fingerprint (settings.fingerprint: false) is possible meanwhile",
			cause: error
		});
	}
}
function nothingCaptured(engine) {
	return new LifeboatError({
		code: "capture-failed",
		what: `the ${engine} engine captured nothing`,
		fix: "report this as a bug of the engine"
	});
}
// src/backup/guard-source.ts
/** Manifests that may be unreadable before there is nothing to compare with. */
const MOST_BAD = 3;
/**
* Compares the source with that of the newest backup whose manifest can be read. Returns the limitation of an accepted change;
* throws `source-changed-identity` for any other.
*/
async function guardSource(guard) {
	const last = await newestManifest(guard);
	if (last === void 0 || isSame(last.server, guard)) return void 0;
	if (guard.accept) return `The source is another database than that of backup ${last.id}, accepted by --accept-new-source.`;
	const { target, identity } = guard;
	throw new LifeboatError({
		code: "source-changed-identity",
		what: `${target} now leads to another database than the one that backup ${last.id} was taken from`,
		why: `${identity.address} has the identity ${identity.id}, and ${last.server.address} had ${last.server.id}`,
		fix: "correct the connection; or, when the database was moved, upgraded or restored on purpose, say once --accept-new-source"
	});
}
/** Where an identity changes at every start, only another address as well means another source; what a login hides means none. */
function isSame(last, { engine, identity }) {
	if (last.id === identity.id || engine.mayBeSame?.(last, identity) === true) return true;
	return engine.capabilities.lastingIdentity === false && last.address === identity.address;
}
async function newestManifest({ store, target, now }) {
	const entries = (await listBackups(store, target)).filter(({ at }) => at <= now).toReversed();
	for (const entry of entries.slice(0, MOST_BAD)) try {
		return (await readManifest(store, entry, {})).manifest;
	} catch (error) {
		if (!(error instanceof LifeboatError && error.exitCode === EXIT.bad) && !(error instanceof LifeboatError && error.code === "store-refused")) throw error;
	}
}
// src/backup/write-manifest.ts
/**
* Makes the backup exist: writes its manifest and reads it back. Refuses (`timed-out`) once the marker's deadline has passed by the
* store's clock, because sweep may then be removing the volumes.
*/
async function writeManifest(store, manifest, marker) {
	const { id, target } = manifest;
	const bytes = encodeManifest(manifest);
	const manifestSha256 = sha256Hex(bytes);
	const manifestKey = KEYS.manifest(target, id);
	if (await store.now() > new Date(marker.deadlineAt)) throw late(marker);
	await putOnce(store, manifestKey, bytes);
	await readManifest(store, {
		target,
		id
	}, { manifestSha256 });
	return {
		reference: {
			id,
			store: store.name,
			manifestKey,
			manifestSha256
		},
		availableAt: (await store.now()).toISOString()
	};
}
function late({ target, startedAt, deadlineAt }) {
	return timedOut(`the backup of ${target}`, Date.parse(deadlineAt) - Date.parse(startedAt));
}
// src/backup/take-backup.ts
/** The steps of a backup in their order: marker, probe, parts, manifest. Whatever fails before the last leaves no backup. */
async function takeBackup(job, log, deadline) {
	const context = withSignal(job.context, deadline.signal);
	const disclosure = {
		disclosure: job.policy.disclosure,
		key: await job.policy.evidenceKey()
	};
	for (const sentence of disclosureLimitations(disclosure)) log.limitation(sentence);
	const marker = await log.phase("start", () => markStarted(job, log.id));
	const limitations = /* @__PURE__ */ new Set();
	const { connection, identity } = await log.phase("probe", async () => {
		const made = await job.target.connect();
		const probe = await deadline.bound(job.engine.probe(made, context));
		for (const sentence of probeLimitations(probe, context.clock.now())) limitations.add(sentence);
		const accepted = await guardSource({
			store: job.store,
			target: job.target.name,
			engine: job.engine,
			identity: probe.identity,
			now: context.clock.now(),
			accept: job.acceptNewSource === true
		});
		if (accepted !== void 0) log.limitation(accepted);
		return {
			connection: made,
			identity: probe.identity
		};
	});
	await using leases = new AsyncDisposableStack();
	const run = {
		id: log.id,
		connection,
		identity,
		log,
		leases,
		context,
		deadline
	};
	const captured = await log.phase("capture", () => captureParts(job, run));
	deadline.signal.throwIfAborted();
	for (const sentence of captureLimitations(job, captured)) limitations.add(sentence);
	noteLimitations(limitations, log);
	const startedAt = log.startedAt.toISOString();
	const manifest = toManifest(job, {
		...captured,
		marker,
		startedAt,
		limitations: [...limitations]
	});
	await requireBases(manifest, job.store);
	const made = await log.phase("manifest", () => writeManifest(job.store, manifest, marker));
	return {
		facts: {
			backup: made.reference,
			availableAt: made.availableAt,
			...factsOf(captured, disclosure)
		},
		alarm: captured.capture.alarm
	};
}
function markStarted({ store, target, context }, id) {
	const timeoutMs = target.settings.backupTimeoutMs;
	return writeMarker({
		store,
		target: target.name,
		id,
		timeoutMs,
		context
	});
}
function toManifest({ policy, target, engine, encryption }, taken) {
	const { capture } = taken;
	return {
		format: "lifeboat-manifest/1",
		id: taken.marker.id,
		project: policy.project,
		target: target.name,
		engine: engine.name,
		toolVersion: TOOL_VERSION,
		startedAt: taken.startedAt,
		server: capture.identity,
		consistency: capture.consistency,
		requirements: capture.requirements,
		recipients: encryption.recipients,
		parts: taken.parts,
		...taken.delegated.length === 0 ? {} : { delegated: taken.delegated },
		...capture.fingerprint === void 0 ? {} : { fingerprint: {
			part: FINGERPRINT_PART,
			...provable(capture.fingerprint)
		} },
		limitations: taken.limitations
	};
}
// src/backup/backup.ts
/**
* Takes one backup and writes its record, whatever the outcome. Two runs of one target at once do not disturb each other.
* Throws `evidence-undelivered` when the backup exists (unanchored) but its record could
* not be written; any other failure is in the record and was reported.
*/
async function runBackup(job) {
	const { context, target } = job;
	const log = beginJob(job);
	using deadline = startDeadline(`the backup of ${target.name}`, target.settings.backupTimeoutMs, context.signal);
	let facts;
	let reason;
	try {
		const taken = await takeBackup(job, log, deadline);
		facts = taken.facts;
		reason = taken.alarm;
	} catch (error) {
		reason = deadline.explain(error);
	}
	const { recipients } = job.encryption;
	const record = {
		...log.finish(reason),
		kind: "backup",
		recipients,
		...facts
	};
	return await deliverRecord(record, {
		store: job.store,
		reporter: context.reporter,
		reason
	});
}
export { runBackup };
