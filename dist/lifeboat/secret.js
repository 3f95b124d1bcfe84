// src/core/secret.ts
const REDACTED = "***";
const INSPECT = Symbol.for("nodejs.util.inspect.custom");
/** A value that prints as `***` under every formatter; `reveal` is the one, grep-able way to read it. */
var Secret = class {
	#value;
	constructor(value) {
		this.#value = value;
	}
	reveal() {
		return this.#value;
	}
	toString() {
		return REDACTED;
	}
	toJSON() {
		return REDACTED;
	}
	[INSPECT]() {
		return REDACTED;
	}
};
export { Secret as t };
