import { Readable } from "node:stream";
import { hkdfSync } from "node:crypto";
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
// src/runtime/pull-stream.ts
/**
* A byte stream of what `next` gives until it gives undefined. Unlike Node's own adapter it can be destroyed while a step is
* pending; `stop` then ends that step.
*/
function pullStream(next, stop) {
	return new Readable({
		read() {
			next().then((chunk) => this.push(chunk ?? null), (error) => this.destroy(error));
		},
		destroy(error, done) {
			stop();
			done(error);
		}
	});
}
export { payloadKey as a, chunkNonce as i, ByteQueue as n, ProgressMeter as o, AGE_PAYLOAD as r, pullStream as t };
