import { n as EXIT, r as LifeboatError } from "./errors.js";
import { i as newId } from "./identifiers.js";
// src/evidence/run-log.ts
const TOLERATED_CLOCK_JUMP_MS = 5e3;
/** What a run did and how long it took, until `finish` turns it into the base of its record. */
var RunLog = class {
	id;
	startedAt;
	#run;
	#startedMs;
	#phases = [];
	#limitations = [];
	#withheld = /* @__PURE__ */ new Set();
	constructor(run) {
		const { clock, random } = run.context;
		this.#run = run;
		this.id = run.id ?? newId(clock, random);
		this.startedAt = clock.now();
		this.#startedMs = clock.monotonicMs();
	}
	/** Runs `work`, announces it and notes its duration, also when it throws. */
	async phase(name, work) {
		const { clock, reporter } = this.#run.context;
		reporter.report({
			event: "phase",
			name,
			target: this.#run.target
		});
		const startedMs = clock.monotonicMs();
		try {
			return await work();
		} finally {
			this.measured({
				name,
				durationMs: clock.monotonicMs() - startedMs
			});
		}
	}
	/** Notes a phase that somebody else timed by the monotonic clock. */
	measured(phase) {
		this.#phases.push({
			name: phase.name,
			durationMs: wholeMs(phase.durationMs)
		});
	}
	/** Notes once, in one sentence, what this run does not prove. */
	limitation(sentence) {
		if (!this.#limitations.includes(sentence)) this.#limitations.push(sentence);
	}
	/** Notes a sentence of an engine, which may name what the database holds: published only under `full`, else told here and counted. */
	named(sentence) {
		if (this.#run.disclosure === "full") this.limitation(sentence);
		else if (!this.#withheld.has(sentence)) {
			this.#withheld.add(sentence);
			const message = `not published: ${sentence}`;
			this.#run.context.reporter.report({
				event: "notice",
				message,
				confidential: true
			});
		}
	}
	/** Milliseconds since the run began, by the monotonic clock. */
	elapsedMs() {
		return wholeMs(this.#run.context.clock.monotonicMs() - this.#startedMs);
	}
	/** The base of the record; `error` is what ended the run, absent when it succeeded. */
	finish(error) {
		const { project, target, engine, trigger, policyDigest, toolVersion, context } = this.#run;
		const finishedAt = context.clock.now();
		const durationMs = this.elapsedMs();
		this.#noteClockJump(finishedAt, durationMs);
		this.#noteWithheld();
		return {
			format: "lifeboat-record/1",
			id: this.id,
			project,
			target,
			engine,
			startedAt: this.startedAt.toISOString(),
			finishedAt: finishedAt.toISOString(),
			durationMs,
			...ending(error, context.signal),
			trigger,
			policyDigest,
			toolVersion,
			phases: [...this.#phases],
			limitations: [...this.#limitations]
		};
	}
	#noteWithheld() {
		const count = this.#withheld.size;
		if (count === 0) return;
		this.limitation(`${count} more, which may name what the database holds, are withheld by evidence.disclosure and were told to whoever ran this.`);
	}
	#noteClockJump(finishedAt, durationMs) {
		const jumpMs = finishedAt.getTime() - this.startedAt.getTime() - durationMs;
		if (Math.abs(jumpMs) <= TOLERATED_CLOCK_JUMP_MS) return;
		const direction = jumpMs > 0 ? "forward" : "back";
		this.limitation(`The clock was set ${direction} by ${Math.round(Math.abs(jumpMs) / 1e3)} s during the run, so its wall times are not comparable; durations are by the monotonic clock.`);
	}
};
/** Starts the log of a run now. */
function beginRun(run) {
	return new RunLog(run);
}
/** How a run that ended with `error` is recorded: what was good, what was bad, and what could not be judged. */
function outcomeOf(exitCode) {
	if (exitCode === EXIT.done) return "succeeded";
	if (exitCode === EXIT.bad || exitCode === EXIT.breached || exitCode === EXIT.partial) return "failed";
	return exitCode === EXIT.cancelled ? "cancelled" : "couldNotRun";
}
function ending(error, signal) {
	if (error === void 0) return { outcome: "succeeded" };
	const known = asLifeboatError(error, signal);
	return {
		outcome: outcomeOf(known.exitCode),
		error: {
			code: known.code,
			message: known.what
		}
	};
}
function asLifeboatError(error, signal) {
	if (error instanceof LifeboatError) return error;
	if (!signal.aborted) {
		const name = error instanceof Error ? error.name : "a thrown value";
		return new LifeboatError({
			code: "unexpected",
			what: `Unexpected error (${name})`,
			cause: error
		});
	}
	if (signal.reason instanceof LifeboatError) return signal.reason;
	return new LifeboatError({
		code: "cancelled",
		what: "The run was cancelled",
		cause: error
	});
}
function wholeMs(milliseconds) {
	return Math.max(0, Math.round(milliseconds));
}
export { beginRun as t };
