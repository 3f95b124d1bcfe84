// src/runtime/blocks.ts
/**
* Cuts a stream into blocks of equal size, only the last one shorter, in `blockCount` buffers at most:
* memory stays the same however long the stream is. Waits while all of them are held.
*/
async function* cutBlocks(content, plan) {
	const pool = new BufferPool(plan);
	let buffer = await pool.take();
	let filled = 0;
	for await (const chunk of content) for (let offset = 0; offset < chunk.length;) {
		if (filled === buffer.length) {
			yield blockOf(pool, buffer, {
				filled,
				last: false
			});
			buffer = await pool.take();
			filled = 0;
		}
		const taken = Math.min(chunk.length - offset, buffer.length - filled);
		buffer.set(chunk.subarray(offset, offset + taken), filled);
		filled += taken;
		offset += taken;
	}
	yield blockOf(pool, buffer, {
		filled,
		last: true
	});
}
function blockOf(pool, buffer, part) {
	return {
		bytes: buffer.subarray(0, part.filled),
		last: part.last,
		release: () => pool.give(buffer)
	};
}
var BufferPool = class {
	#free = [];
	#waiting = [];
	#plan;
	#made = 0;
	constructor(plan) {
		this.#plan = plan;
	}
	async take() {
		const free = this.#free.pop();
		if (free !== void 0) return free;
		if (this.#made < this.#plan.blockCount) {
			this.#made += 1;
			return Buffer.allocUnsafeSlow(this.#plan.blockBytes);
		}
		return await new Promise((resolve) => this.#waiting.push(resolve));
	}
	give(buffer) {
		const next = this.#waiting.shift();
		if (next === void 0) this.#free.push(buffer);
		else next(buffer);
	}
};
export { cutBlocks as t };
