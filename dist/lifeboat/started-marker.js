import { d as literal, g as string, h as strictObject } from "../dependencies/zod.js";
import { t as KEYS } from "./manifest.js";
import { t as canonicalBytes } from "./canonical.js";
import { c as instant, d as recordId } from "./base-schema.js";
import { t as putOnce } from "./put-once.js";
import { t as readObject } from "./read-object.js";
import { hostname } from "node:os";
// src/backup/started-marker.ts
const markerSchema = strictObject({
	format: literal("lifeboat-started/1"),
	id: recordId,
	target: string(),
	/** The run and computer that may still be at it. */
	runId: string(),
	host: string(),
	/** By the store's clock, as is the deadline: no manifest is written after it. */
	startedAt: instant,
	deadlineAt: instant
});
/** Claims a backup's id and notes its deadline. Throws `object-exists` when another run has that very id. */
async function writeMarker(request) {
	const { store, target, id, timeoutMs, context } = request;
	const now = await store.now();
	const marker = {
		format: "lifeboat-started/1",
		id,
		target,
		runId: context.runId,
		host: hostname(),
		startedAt: now.toISOString(),
		deadlineAt: new Date(now.getTime() + timeoutMs).toISOString()
	};
	await putOnce(store, KEYS.started(target, id), canonicalBytes(marker));
	return marker;
}
/** Reads a marker; undefined when it holds anything else. Throws `object-absent`. */
async function readMarker(store, key) {
	const text = (await readObject(store, key)).toString("utf8");
	try {
		const parsed = markerSchema.safeParse(JSON.parse(text));
		return parsed.success && KEYS.started(parsed.data.target, parsed.data.id) === key ? parsed.data : void 0;
	} catch {
		return;
	}
}
export { writeMarker as n, readMarker as t };
