import { r as LifeboatError } from "./errors.js";
import { g as string, l as int, p as object } from "../dependencies/zod.js";
import { r as currentOwner } from "./run-owner2.js";
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
function parseStopMark(text) {
	try {
		return stopMarkSchema.parse(JSON.parse(text));
	} catch {
		return "unreadable";
	}
}
/** A mark that only a person can judge. */
function unreadableMark({ description, startByHand, markPlace }) {
	return new LifeboatError({
		code: "busy",
		what: `there is a mark that Neo4j in ${description} is stopped for an offline backup, and it cannot be read`,
		why: "it is empty or damaged, so that nobody can tell which run made it",
		fix: `make sure that no backup of this server runs; then start Neo4j if it is down (${startByHand}), and remove the mark, ${markPlace}`
	});
}
/** The error of a second run that wants to stop the same server. */
function alreadyMarked(host, mark) {
	if (mark === "unreadable") return unreadableMark(host);
	const { description, markPlace } = host;
	const who = mark === void 0 ? "another run" : `run ${mark.runId} on ${mark.owner.host}, at ${mark.at}`;
	return new LifeboatError({
		code: "busy",
		what: `Neo4j in ${description} is being backed up offline by another run`,
		why: `it was marked by ${who}`,
		fix: `wait for that run; if it no longer lives, lifeboat sweep on its computer starts Neo4j again and removes the mark, ${markPlace}`
	});
}
export { unreadableMark as i, newStopMark as n, parseStopMark as r, alreadyMarked as t };
