import { t as Decrypter } from "../dependencies/age-encryption.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { n as stopOnAbort } from "./cancelled.js";
import { r as pullStream } from "./unpack-frames.js";
import { n as decompress, r as decompressInto } from "./zstd.js";
import { Transform, pipeline } from "node:stream";
import { createDecipheriv, createHash, hkdfSync } from "node:crypto";
import { pipeline as pipeline$1 } from "node:stream/promises";
// src/backup/age-payload.ts
/** The age payload (STREAM): chunks of 64 KiB, each sealed by ChaCha20-Poly1305. */
const AGE_PAYLOAD = {
	cipher: "chacha20-poly1305",
	chunkBytes: 65536,
	tagBytes: 16,
	nonceBytes: 16
};
/** The key of one file's payload, from the file key and the nonce that follows the header. */
function payloadKey(fileKey, nonce) {
	return new Uint8Array(hkdfSync("sha256", fileKey, nonce, "payload", 32));
}
/** The nonce of a chunk: its number from 0 as 11 bytes, big-endian, and a byte that marks the last chunk. */
function chunkNonce(number, isLast) {
	const nonce = Buffer.alloc(12);
	nonce.writeUIntBE(number, 5, 6);
	nonce[11] = isLast ? 1 : 0;
	return nonce;
}
// src/backup/identities.ts
/**
* Reads secret keys as age-keygen writes them: `AGE-SECRET-KEY-…` lines among comments.
* Throws `identity-missing` when there is none, `identity-wrong` when one is malformed.
*/
function openKeyRing(secrets) {
	const identities = secrets.flatMap((secret) => secret.reveal().split("\n")).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
	if (identities.length === 0) throw missing();
	const decrypter = new Decrypter();
	for (const identity of identities) addIdentity(decrypter, identity);
	let noneFitted = false;
	decrypter.addIdentity({ unwrapFileKey: () => {
		noneFitted = true;
		return null;
	} });
	return {
		decrypter,
		noneFitted: () => noneFitted
	};
}
function addIdentity(decrypter, identity) {
	try {
		decrypter.addIdentity(identity);
	} catch {
		throw new LifeboatError({
			code: "identity-wrong",
			what: "a secret key is malformed",
			fix: "give the whole line that begins with AGE-SECRET-KEY-"
		});
	}
}
function missing() {
	return new LifeboatError({
		code: "identity-missing",
		what: "the backup is sealed and no secret key was given",
		fix: "configure encryption.identities with a reference to one of the keys it was sealed for"
	});
}
// src/backup/age-header.ts
/** Where the header and the nonce behind it end; undefined when they are not all there. */
function startOfPayload(file) {
	const lastLine = file.indexOf("\n---");
	const end = lastLine < 0 ? -1 : file.indexOf("\n", lastLine + 1);
	if (end < 0) return void 0;
	const payload = end + 1 + AGE_PAYLOAD.nonceBytes;
	return payload <= file.length ? payload : void 0;
}
/** The file key in a header, after its MAC was checked. Throws `identity-wrong` or `part-malformed`. */
async function openHeader(header, identities) {
	const keys = openKeyRing(identities);
	try {
		return await keys.decrypter.decryptHeader(header);
	} catch (cause) {
		if (!keys.noneFitted()) throw malformedSeal(cause.message, cause);
		throw new LifeboatError({
			code: "identity-wrong",
			what: "the backup was sealed for other keys than those given",
			fix: "give the secret key of one of the recipients that the manifest lists",
			cause
		});
	}
}
function malformedSeal(why, cause) {
	return new LifeboatError({
		code: "part-malformed",
		what: "the seal of a part is damaged",
		why,
		cause
	});
}
// src/backup/byte-queue.ts
/** Bytes that arrived in any pieces, taken out in the sizes wanted, without copying them together. */
var ByteQueue = class {
	#pieces = [];
	#length = 0;
	get length() {
		return this.#length;
	}
	push(piece) {
		this.#pieces.push(piece);
		this.#length += piece.length;
	}
	/** The next `length` bytes, which must be there, as the pieces they lie in. */
	take(length) {
		const taken = [];
		for (let missing = length; missing > 0;) {
			const piece = this.#pieces.shift();
			if (piece === void 0) throw new Error("more bytes were wanted than there are");
			const part = piece.subarray(0, missing);
			if (part.length < piece.length) this.#pieces.unshift(piece.subarray(part.length));
			taken.push(part);
			missing -= part.length;
		}
		this.#length -= length;
		return taken;
	}
};
// src/backup/unseal.ts
const { chunkBytes, tagBytes, nonceBytes } = AGE_PAYLOAD;
const SEALED_CHUNK_BYTES = chunkBytes + tagBytes;
const MAX_HEADER_BYTES = 1048576;
/**
* Decrypts one age file. No byte comes out before the tag of its chunk was checked, and the stream ends only after the chunk
* that is marked as the last. Fails with `identity-missing`, `identity-wrong` or `part-malformed`.
*/
function unseal(identities) {
	const file = new AgeFile(identities, (piece) => output.push(piece));
	const output = new Transform({
		transform: (chunk, _encoding, done) => {
			file.write(chunk).then(() => done(), done);
		},
		flush: (done) => {
			file.end().then(() => done(), done);
		}
	});
	return output;
}
var AgeFile = class {
	#identities;
	#output;
	#pending = new ByteQueue();
	#opened = 0;
	#head = Buffer.alloc(0);
	#key;
	constructor(identities, output) {
		this.#identities = identities;
		this.#output = output;
	}
	async write(chunk) {
		if (this.#key === void 0) await this.#readHead(chunk);
		else this.#pending.push(chunk);
		while (this.#key !== void 0 && this.#pending.length > SEALED_CHUNK_BYTES) this.#open(this.#key, false);
	}
	async end() {
		if (this.#key === void 0) throw malformedSeal("it ends within its header");
		this.#open(this.#key, true);
	}
	async #readHead(chunk) {
		this.#head = Buffer.concat([this.#head, chunk]);
		const payload = startOfPayload(this.#head);
		if (payload === void 0) {
			if (this.#head.length > MAX_HEADER_BYTES) throw malformedSeal("it has no age header");
			return;
		}
		const header = this.#head.subarray(0, payload - nonceBytes);
		const fileKey = await openHeader(header, this.#identities);
		this.#key = payloadKey(fileKey, this.#head.subarray(header.length, payload));
		this.#pending.push(this.#head.subarray(payload));
	}
	#open(key, isLast) {
		const sealed = Buffer.concat(this.#pending.take(isLast ? this.#pending.length : SEALED_CHUNK_BYTES));
		const number = this.#opened++;
		const content = decrypt(sealed, key, chunkNonce(number, isLast));
		if (content === void 0) throw this.#explain(sealed, {
			key,
			number,
			isLast
		});
		if (content.length === 0 && number > 0) throw malformedSeal("its last chunk is empty");
		this.#output(content);
	}
	/** A full chunk that fits with the other mark is authentic: then bytes are missing behind it, or too many. */
	#explain(sealed, tried) {
		const { key, number, isLast } = tried;
		if (sealed.length < tagBytes) return malformedSeal("it ends within a chunk");
		const content = sealed.length === SEALED_CHUNK_BYTES ? decrypt(sealed, key, chunkNonce(number, !isLast)) : void 0;
		if (content === void 0) return malformedSeal(`chunk ${number} was altered or cut`);
		this.#output(content);
		return malformedSeal(isLast ? "its end is missing" : "bytes follow its end");
	}
};
/** One chunk's content, undefined when its tag does not fit. */
function decrypt(sealed, key, nonce) {
	if (sealed.length < tagBytes) return void 0;
	const decipher = createDecipheriv(AGE_PAYLOAD.cipher, key, nonce, { authTagLength: tagBytes });
	const content = decipher.update(sealed.subarray(0, -tagBytes));
	decipher.setAuthTag(sealed.subarray(-tagBytes));
	try {
		decipher.final();
		return content;
	} catch {
		return;
	}
}
// src/backup/open-part.ts
/**
* A part's content, unsealed and decompressed while it is read. The stream ends only when all of it was whole; it fails with
* `identity-missing`, `identity-wrong`, `part-malformed` or what the volumes fail with.
*/
async function openPart(part, volumes, opening) {
	const packed = await openPacked(part, volumes, opening);
	const content = part.compression === "zstd" ? decompress(packed, opening.context) : packed;
	return stopOnAbort(content, opening.context.signal);
}
/** Writes a part's content into `output` and ends it; fails as reading it does. */
async function pourPart(part, { volumes, opening, output }) {
	const packed = stopOnAbort(await openPacked(part, volumes, opening), opening.context.signal);
	if (part.compression === "zstd") await decompressInto(packed, output, opening.context);
	else await pipeline$1(packed, output);
}
/** A part as it was compressed. */
async function openPacked(part, volumes, opening) {
	if (part.seal !== "age") return volumes(part);
	return pipeline(volumes(part), unseal(await opening.identities()), () => void 0);
}
// src/backup/read-volumes.ts
/**
* Reads a part's volumes straight from the store, one after the other, and compares size and SHA-256 with the manifest.
* What flows is proven only when the stream has ended; it fails with `volume-absent` or `volume-altered`.
*/
function readVolumes(part, store) {
	return joinStreams(part.volumes.map((volume) => () => readVolume(volume, store)));
}
/** One volume, compared as `readVolumes` does. */
async function readVolume(volume, store) {
	const content = await open(volume, store);
	return pipeline(content, comparison(volume), () => void 0);
}
/** The given streams one after the other, each opened when the one before has ended. */
function joinStreams(openers) {
	const waiting = [...openers];
	let current;
	let chunks;
	let stopped = false;
	const next = async () => {
		const step = await chunks?.next();
		if (step !== void 0 && step.done !== true) return step.value;
		const opener = waiting.shift();
		if (opener === void 0) return void 0;
		current = await opener();
		if (stopped) current.destroy();
		chunks = current[Symbol.asyncIterator]();
		return next();
	};
	return pullStream(next, () => {
		stopped = true;
		current?.destroy();
	});
}
async function open(volume, store) {
	try {
		return await store.read(volume.key);
	} catch (cause) {
		if (!isLifeboatError(cause, "object-absent")) throw cause;
		throw new LifeboatError({
			code: "volume-absent",
			what: `${volume.key} is not in the store ${store.name}`,
			why: "the manifest lists it, so it was removed after the backup",
			fix: "restore another backup, or another copy of this one",
			cause
		});
	}
}
/** Passes bytes on and fails when they are more, fewer or others than the manifest says. */
function comparison(volume) {
	const hash = createHash("sha256");
	let bytes = 0;
	return new Transform({
		transform(chunk, _encoding, done) {
			bytes += chunk.length;
			if (bytes > volume.bytes) return done(altered(volume, `more than its ${volume.bytes} bytes are there`));
			hash.update(chunk);
			return done(null, chunk);
		},
		flush(done) {
			if (bytes < volume.bytes) return done(altered(volume, `${bytes} of its ${volume.bytes} bytes are there`));
			return done(hash.digest("hex") === volume.sha256 ? null : altered(volume, "its SHA-256 is another one"));
		}
	});
}
function altered(volume, why) {
	return new LifeboatError({
		code: "volume-altered",
		what: `${volume.key} is not what was stored`,
		why,
		fix: "restore another backup, or another copy of this one, and find out who or what changed this one"
	});
}
// src/backup/progress.ts
const INTERVAL_MS = 250;
/** Counts bytes and reports the sum at most four times a second. */
var ProgressMeter = class {
	#name;
	#totalBytes;
	#context;
	#bytes = 0;
	#reportedAtMs;
	constructor(of, context) {
		this.#name = of.name;
		this.#totalBytes = of.totalBytes;
		this.#context = context;
		this.#reportedAtMs = context.clock.monotonicMs();
	}
	add(bytes) {
		this.#bytes += bytes;
		const nowMs = this.#context.clock.monotonicMs();
		if (nowMs - this.#reportedAtMs < INTERVAL_MS) return;
		this.#reportedAtMs = nowMs;
		this.report();
	}
	/** Reports the sum now, for the end. */
	report() {
		this.#context.reporter.report({
			event: "progress",
			name: this.#name,
			bytes: this.#bytes,
			...this.#totalBytes === void 0 ? {} : { totalBytes: this.#totalBytes }
		});
	}
};
export { openPart as a, AGE_PAYLOAD as c, readVolumes as i, chunkNonce as l, joinStreams as n, pourPart as o, readVolume as r, ByteQueue as s, ProgressMeter as t, payloadKey as u };
