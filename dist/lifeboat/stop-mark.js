import { r as LifeboatError } from "./errors.js";
import { g as string, l as int, p as object } from "../dependencies/zod.js";
import { n as currentOwner } from "./run-owner2.js";
// src/engines/neo4j/offline/stop-mark.ts
const stopMarkSchema = object({
	runId: string(),
	owner: object({
		host: string(),
		pid: int(),
		processStart: string()
	}),
	/** When the run began with it, by its own clock. */
	at: string()
});
function newStopMark(runId, now) {
	return {
		runId,
		owner: currentOwner(),
		at: now.toISOString()
	};
}
/** Reads a mark; a damaged one is nobody's who could be asked. */
function parseStopMark(text) {
	try {
		return stopMarkSchema.parse(JSON.parse(text));
	} catch {
		return {
			runId: "unknown",
			owner: {
				host: "unknown",
				pid: 0,
				processStart: ""
			},
			at: "unknown"
		};
	}
}
/** The error of a second run that wants to stop the same server. */
function alreadyMarked({ description, markPlace }, mark) {
	const who = mark === void 0 ? "another run" : `run ${mark.runId} on ${mark.owner.host}, at ${mark.at}`;
	return new LifeboatError({
		code: "busy",
		what: `Neo4j in ${description} is being backed up offline by another run`,
		why: `it was marked by ${who}`,
		fix: `wait for that run; if it no longer lives, lifeboat sweep on its computer starts Neo4j again and removes the mark, ${markPlace}`
	});
}
export { newStopMark as n, parseStopMark as r, alreadyMarked as t };
