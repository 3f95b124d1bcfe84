import { performance } from "node:perf_hooks";
import { randomBytes } from "node:crypto";
// src/runtime/clock.ts
/** This computer's clocks. */
const systemClock = {
	now: () => /* @__PURE__ */ new Date(),
	monotonicMs: () => performance.now()
};
/** The operating system's random source. */
const systemRandom = { bytes: (length) => randomBytes(length) };
export { systemRandom as n, systemClock as t };
