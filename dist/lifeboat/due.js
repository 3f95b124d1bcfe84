import { n as EXIT } from "./errors.js";
import { t as openLedger } from "./open-ledger.js";
import { c as seconds } from "./lines.js";
// src/cli/closing.ts
/** Makes a thing with a `close` disposable, so that `await using` closes it in every outcome. */
function closing(value) {
	return {
		value,
		[Symbol.asyncDispose]: () => value.close()
	};
}
// src/cli/due.ts
const MINUTE_MS = 6e4;
/** The runner's clock and the store's differ; what is said to be due too early its claim decides by the store's. */
const PLAN_TOLERANCE_MS = 5 * MINUTE_MS;
/** For what a run does before and after the work that its time limit is for. */
const MARGIN_MS = 15 * MINUTE_MS;
/** The option of every verb that runs on a schedule. */
const DUE_OPTION = {
	flags: "--due",
	description: "only what the schedule asks for and nobody has run yet; for frequent ticks"
};
/**
* Runs a use case for a target, with `due` only when its schedule asks for it: claims the newest scheduled time for the run,
* calls the older ones missed, and records the policy when it has changed.
*/
async function whenDue({ due, ...call }, run) {
	if (!due) return run({ trigger: call.shell.trigger });
	const taken = await claimDue(call);
	if ("nothing" in taken) return taken.nothing;
	try {
		return await run(taken.occasion);
	} catch (error) {
		await taken.unrun(error);
		throw error;
	}
}
/** Claims what is due, or says why there is nothing to do. */
async function claimDue({ target, kind, shell }) {
	const { openJob } = await import("./open-job2.js");
	const { recordPolicy } = await import("./policy-record.js");
	const { periodsOf } = await import("./periods.js");
	const { recordUnrun } = await import("./record-unrun.js");
	const { takeDue } = await import("./take-due.js");
	await using job = await openJob(target, shell);
	const periods = periodsOf(await recordPolicy(job), kind);
	if (target.schedule[kind] === void 0) return { nothing: nothing(target, kind, { state: "notScheduled" }) };
	const { store, context } = job;
	const taken = await takeDue({
		store,
		target: target.name,
		kind,
		periods,
		holdMs: holdMs(target, kind),
		context,
		...kind === "backup" ? {} : { beforeClaim: () => openLedger(shell) }
	});
	if (taken.state !== "taken") return { nothing: nothing(target, kind, taken) };
	const occasion = {
		trigger: {
			...shell.trigger,
			...taken.trigger
		},
		recordId: taken.recordId
	};
	const unrun = async (error) => {
		try {
			await using again = await openJob(target, shell);
			await recordUnrun({
				...again,
				...occasion
			}, kind, error);
		} catch {}
	};
	return {
		occasion,
		unrun
	};
}
/**
* Whether a tick has anything to do for a target, only looked at; also true when its policy has to be recorded first.
* Throws when the store cannot be read: nothing is concluded from what was not seen.
*/
async function mayBeDue(target, kind, shell) {
	if (target.schedule[kind] === void 0) return false;
	const { isPolicyOf, readPolicies } = await import("./policy-record.js");
	const { periodsOf } = await import("./periods.js");
	const { findDue } = await import("./take-due.js");
	await using store = closing(await (await shell.configuration()).storeReader(target.store));
	const policies = await readPolicies(store.value, target.name);
	const newest = policies.at(-1);
	if (newest === void 0 || !isPolicyOf(newest, target)) return true;
	const search = {
		target: target.name,
		kind,
		periods: periodsOf(policies, kind),
		holdMs: holdMs(target, kind)
	};
	const { clock } = await shell.context();
	const soon = new Date(clock.now().getTime() + PLAN_TOLERANCE_MS);
	return await findDue({
		store: store.value,
		...search
	}, soon) !== void 0;
}
/** How long a run of a kind has a claimed time for itself; another tick takes over what left no record by then. */
function holdMs({ settings }, kind) {
	if (kind === "drill") return settings.drillTimeoutMs + MARGIN_MS;
	return settings.backupTimeoutMs + MARGIN_MS;
}
function nothing(target, kind, found) {
	return {
		exitCode: EXIT.done,
		result: {
			target: target.name,
			due: found
		},
		text: `${target.name}: ${sentence(kind, found)}`
	};
}
function sentence(kind, found) {
	if (found.state === "notScheduled") return `no ${kind} is scheduled`;
	if (found.state === "busy") return `the ${kind} of ${iso(found.scheduledFor)} is another run's`;
	return found.next === void 0 ? `no ${kind} is due, and none will be` : `no ${kind} is due; next ${iso(found.next)}`;
}
function iso(time) {
	return seconds(time.toISOString());
}
export { closing as a, whenDue as i, claimDue as n, mayBeDue as r, DUE_OPTION as t };
