import { t as pLimit } from "../dependencies/p-limit.js";
import { d as literal, g as string, h as strictObject } from "../dependencies/zod.js";
import { a as timestampTime, n as idTimestamp } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as canonicalBytes } from "./canonical.js";
import { c as instant, d as recordId } from "./base-schema.js";
import { t as putOnce } from "./put-once.js";
import { t as readObject } from "./read-object.js";
import { hostname } from "node:os";
// src/slots/claim-slot.ts
const claimSchema = strictObject({
	format: literal("lifeboat-slot/1"),
	/** The record that the holder will write, whatever its outcome. */
	recordId,
	runId: string(),
	host: string(),
	/** By the store's clock. */
	claimedAt: instant,
	expiresAt: instant
});
/** Makes sure that of all the ticks that see one scheduled time only one does its job. Throws `busy` for the others. */
async function claimSlot(request) {
	const { store, target, kind } = request;
	const slot = KEYS.slot(target, kind, idTimestamp(new Date(request.scheduledFor)));
	const now = request.now ?? await store.now();
	for (let takeover = 0;; takeover += 1) {
		const holder = await claim(takeover === 0 ? slot : `${slot}.${takeover}`, request, now);
		if (holder === void 0) return;
		if (await claimState(store, holder, now) !== "abandoned") throw taken(request, holder);
	}
}
/** Undefined when the key is now ours, else who holds it. */
async function claim(key, request, now) {
	const claimed = {
		format: "lifeboat-slot/1",
		recordId: request.recordId,
		runId: request.context.runId,
		host: hostname(),
		claimedAt: now.toISOString(),
		expiresAt: new Date(now.getTime() + request.holdMs).toISOString()
	};
	try {
		await putOnce(request.store, key, canonicalBytes(claimed));
		return;
	} catch (error) {
		if (!isLifeboatError(error, "object-exists")) throw error;
		return readClaim(request.store, key);
	}
}
/** Throws `store-refused` for what is no claim: what cannot be read counts neither as done nor as open. */
async function readClaim(store, key) {
	const content = (await readObject(store, key)).toString("utf8");
	try {
		return claimSchema.parse(JSON.parse(content));
	} catch (cause) {
		throw new LifeboatError({
			code: "store-refused",
			what: `${key} in store ${store.name} is no claim of a scheduled time, so nobody can tell whose it is`,
			fix: "find out who wrote it and remove it, or start the run by hand",
			cause
		});
	}
}
/** A claim whose record is there is done, one past its time without a record was its killed holder's. */
async function claimState(store, holder, now) {
	if (await store.head(KEYS.record(holder.recordId)) !== void 0) return "done";
	return now <= new Date(holder.expiresAt) ? "held" : "abandoned";
}
function taken({ target, kind, scheduledFor }, holder) {
	return new LifeboatError({
		code: "busy",
		what: `the ${kind} of ${target} scheduled for ${scheduledFor} is or was another run's`,
		why: `run ${holder.runId} on ${holder.host} claimed it at ${holder.claimedAt}`,
		fix: "nothing is to do; to run it again all the same, start it by hand"
	});
}
// src/slots/read-claims.ts
const READS_AT_ONCE = 4;
/** So many hold times before a finished run's claim nothing is open: what was, its tick has claimed. */
const HOLDS_UNTIL_SETTLED = 2;
/**
* What the claims in a store say of a target's scheduled times. Listed two months back, further only where none of those is
* done, and read only as far as a holder may still be at work or was killed since. Throws what cannot be listed or read.
*/
async function readClaims(search) {
	const recent = recentMonths(search.now);
	const claims = await judge(await listClaims(search, recent), search);
	const oldest = recent.at(-1) ?? "";
	if (claims.settledUntil !== void 0 || monthOf(search.since) >= oldest) return claims;
	return judge(await listClaims(search, years(search)), search);
}
/** Reads claims from the newest on until those that a finished run has settled. */
async function judge(claims, search) {
	const newestFirst = claims.toSorted((a, b) => b.modifiedMs - a.modifiedMs);
	const slots = /* @__PURE__ */ new Map();
	let settledBefore = -Infinity;
	for (let index = 0; index < newestFirst.length; index += READS_AT_ONCE) {
		const batch = newestFirst.slice(index, index + READS_AT_ONCE);
		const states = await pLimit(READS_AT_ONCE).map(batch, (claim) => stateOf(claim, search));
		for (const [position, { time }] of batch.entries()) slots.set(time, states[position] ?? "held");
		const done = batch.find((_, position) => states[position] === "done");
		if (done !== void 0 && settledBefore === -Infinity) settledBefore = done.modifiedMs - HOLDS_UNTIL_SETTLED * search.holdMs;
		if (batch.every(({ modifiedMs }) => modifiedMs < settledBefore)) break;
	}
	const done = [...slots].filter(([, state]) => state === "done").map(([time]) => time);
	return {
		slots,
		...done.length === 0 ? {} : { settledUntil: new Date(Math.max(...done)) }
	};
}
async function stateOf({ key }, { store, now }) {
	return claimState(store, await readClaim(store, key), now);
}
/** The claims whose names begin with one of these: `2026`, `202611`. */
async function listClaims({ store, target, kind }, prefixes) {
	const found = /* @__PURE__ */ new Map();
	for (const prefix of prefixes) for await (const { key, modifiedAt } of store.list(KEYS.slot(target, kind, prefix))) {
		const [timestamp = "", takeover = "0"] = key.slice(key.lastIndexOf("/") + 1).split(".");
		const time = timestampTime(timestamp)?.getTime();
		if (time === void 0 || Number(takeover) < (found.get(time)?.takeover ?? 0)) continue;
		found.set(time, {
			key,
			time,
			modifiedMs: modifiedAt.getTime(),
			takeover: Number(takeover)
		});
	}
	return [...found.values()];
}
/** Begin of the claims' names: `202611`. */
function monthOf(time) {
	return idTimestamp(time).slice(0, 6);
}
/** This month and the one before. */
function recentMonths(now) {
	const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1));
	return [monthOf(now), monthOf(before)];
}
function years({ since, now }) {
	const first = since.getUTCFullYear();
	return Array.from({ length: now.getUTCFullYear() - first + 1 }, (_, index) => String(first + index));
}
export { readClaim as a, claimSlot as i, readClaims as n, recentMonths as r, listClaims as t };
