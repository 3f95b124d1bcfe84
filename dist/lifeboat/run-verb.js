import { n as EXIT, r as LifeboatError } from "./errors.js";
import { t as describeError } from "./describe-error.js";
import { t as createOutput } from "./output.js";
import { createInterface } from "node:readline/promises";
// src/cli/open-shell.ts
/** The shell of one call; disposing it removes the run's private folder. */
function openShell(input, surroundings) {
	const { output, signal, host, environment = host.env } = surroundings;
	let context;
	let configuration;
	const interactive = host.stdin.isTTY && host.stderr.isTTY;
	const configFile = typeof input.options["config"] === "string" ? input.options["config"] : void 0;
	const shell = {
		environment,
		directory: host.cwd(),
		configFile,
		interactive,
		trigger: surroundings.trigger ?? { kind: "manual" },
		approval: surroundings.approval ?? (() => Promise.resolve(void 0)),
		context: () => context ??= makeContext({
			...surroundings,
			environment
		}),
		engineContext: async () => {
			const { engineContext } = await import("./engine-context.js");
			return engineContext(await shell.context());
		},
		configuration: () => configuration ??= readConfiguration(configFile, {
			...surroundings,
			environment
		}),
		tellable: surroundings.tellable ?? ((error) => error),
		say: (text) => output.say(text),
		ask: (question) => interactive ? askLine(question, signal, host) : Promise.resolve(void 0)
	};
	return {
		...shell,
		[Symbol.asyncDispose]: async () => {
			if (context !== void 0) await (await context)[Symbol.asyncDispose]();
		}
	};
}
async function readConfiguration(path, { host, environment, onReveal }) {
	const { loadConfiguration } = await import("./load.js");
	return loadConfiguration({
		...path === void 0 ? {} : { path },
		...onReveal === void 0 ? {} : { onReveal },
		env: environment,
		directory: host.cwd()
	});
}
async function makeContext({ output, signal, environment }) {
	const { createContext } = await import("./context.js");
	return createContext({
		environment,
		reporter: output.reporter,
		signal
	});
}
async function askLine(question, signal, host) {
	const lines = createInterface({
		input: host.stdin,
		output: host.stderr
	});
	try {
		return await lines.question(question, { signal });
	} finally {
		lines.close();
	}
}
// src/cli/run-verb.ts
/** Longer than a drill waits for its engine and then needs to destroy the sandbox; sweep removes what is left after it. */
const GRACE_MS = 6e4;
/** Runs one verb for whoever sits at this process: signals stop it. */
async function runVerb(verb, input, host) {
	const stop = new AbortController();
	const release = abortOnSignals(stop, host);
	try {
		return await callVerb(verb, input, {
			output: await createOutput(input.options["json"] === true, host),
			signal: stop.signal,
			host
		});
	} finally {
		release();
	}
}
/** Calls a verb: the only place that turns an outcome or an error into text and an exit code. */
async function callVerb(verb, input, surroundings) {
	const { output, tellable = (error) => error } = surroundings;
	try {
		await using shell = openShell(input, surroundings);
		const outcome = await verb.run(input, shell);
		output.result({
			verb: verb.name,
			exitCode: outcome.exitCode,
			...outcome.result
		}, outcome.text);
		return outcome.exitCode;
	} catch (error) {
		return reportError(verb, tellable(error), output);
	}
}
function reportError(verb, error, output) {
	const exitCode = error instanceof LifeboatError ? error.exitCode : EXIT.unexpected;
	const code = error instanceof LifeboatError ? error.code : "unexpected";
	const details = error instanceof LifeboatError ? {
		why: error.why,
		fix: error.fix
	} : {};
	const what = error instanceof LifeboatError ? error.what : String(error);
	output.failure({
		verb: verb.name,
		exitCode,
		error: {
			code,
			what,
			...details
		}
	}, describeError(error));
	return exitCode;
}
/** The first signal stops the run in good order; the second, or the end of the grace period, gives up waiting. */
function abortOnSignals(stop, host) {
	const signals = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	];
	const onSignal = (signal) => {
		if (stop.signal.aborted) host.exit(EXIT.cancelled);
		setTimeout(() => host.exit(host.exitCode ?? EXIT.cancelled), GRACE_MS).unref();
		stop.abort(new LifeboatError({
			code: "cancelled",
			what: `cancelled by ${signal}`
		}));
	};
	for (const signal of signals) host.on(signal, onSignal);
	return () => {
		for (const signal of signals) host.off(signal, onSignal);
	};
}
export { runVerb as n, callVerb as t };
