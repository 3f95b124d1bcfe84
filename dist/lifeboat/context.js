import { i as newId } from "./identifiers.js";
import { n as systemRandom, t as systemClock } from "./clock.js";
import { a as endRunFolder, n as claimRunFolder } from "./run-owner2.js";
// src/runtime/context.ts
const INHERITED = [
	"PATH",
	"HOME",
	"USER",
	"LOGNAME",
	"TMPDIR",
	"TZDIR",
	"XDG_CACHE_HOME",
	"XDG_RUNTIME_DIR",
	"DOCKER_HOST",
	"DOCKER_CONTEXT",
	"KUBECONFIG",
	"KUBERNETES_SERVICE_HOST",
	"KUBERNETES_SERVICE_PORT",
	"SSL_CERT_FILE",
	"SSL_CERT_DIR"
];
/** A run's context with a private folder that is removed when it is disposed. */
async function createContext(parts) {
	const clock = parts.clock ?? systemClock;
	const random = parts.random ?? systemRandom;
	const runId = newId(clock, random);
	return {
		runId,
		clock,
		random,
		reporter: parts.reporter,
		signal: parts.signal,
		programEnvironment: programEnvironment(parts.environment),
		workDir: await claimRunFolder(runId),
		[Symbol.asyncDispose]: () => endRunFolder(runId)
	};
}
/** Messages in English and times in UTC, whatever the caller's settings. */
function programEnvironment(environment) {
	const inherited = INHERITED.flatMap((name) => {
		const value = environment[name];
		return value === void 0 ? [] : [[name, value]];
	});
	return {
		...Object.fromEntries(inherited),
		LC_ALL: "C.UTF-8",
		TZ: "UTC"
	};
}
export { createContext };
