import { t as cancelled } from "./cancelled.js";
import { a as isConnected, i as listen, n as isLoopback, o as NO_SHELL, r as tunnelName, s as relayCommand, t as unreachable } from "./unreachable.js";
import { r as LifeboatError } from "./errors.js";
import { delimiter, join } from "node:path";
import { access, constants } from "node:fs/promises";
import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
// src/runtime/transport/kubectl-command.ts
const KINDS = [
	"pod",
	"deployment",
	"statefulset"
];
/** `pod/orders-db-0`, as kubectl takes it. */
function resourceOf(via) {
	const written = via;
	const kind = KINDS.find((each) => written[each] !== void 0) ?? "pod";
	return `${kind}/${written[kind] ?? ""}`;
}
/** `kubectl:shop/pod/orders-db-0`, for people and records. */
function placeOf(via) {
	return `kubectl:${[
		via.context,
		via.namespace,
		resourceOf(via)
	].filter((part) => part !== void 0).join("/")}`;
}
/** The arguments that name the cluster and the namespace, in one word each, so that none is taken for an option. */
function clusterOptions({ context, namespace }) {
	return [...context === void 0 ? [] : [`--context=${context}`], ...namespace === void 0 ? [] : [`--namespace=${namespace}`]];
}
// src/runtime/transport/start-kubectl.ts
/** Starts kubectl; where the system can, the kernel ends it when this process dies. Throws `program-absent`. */
async function startKubectl(args, context, stdin) {
	const kubectl = await findProgram("kubectl", context);
	if (kubectl === void 0) throw absent();
	const setpriv = process.platform === "linux" ? await findProgram("setpriv", context) : void 0;
	const [program = "", ...rest] = [
		...setpriv === void 0 ? [] : [
			setpriv,
			"--pdeathsig",
			"SIGKILL",
			"--"
		],
		kubectl,
		...args
	];
	const child = spawn(program, rest, {
		stdio: [
			stdin,
			"pipe",
			"pipe"
		],
		env: { ...context.programEnvironment }
	});
	let said = "";
	child.stderr?.setEncoding("utf8").on("data", (text) => {
		said = (said + text).slice(-2e3);
	});
	return {
		child,
		lastWords: () => withoutLog(said),
		ended: new Promise((resolve) => {
			child.once("close", (code) => resolve(code ?? void 0)).once("error", () => resolve(void 0));
		})
	};
}
/** What is left are the words for people; the other lines are of its own log: `E1121 18:00:43.817551 …`. */
function withoutLog(said) {
	return said.split("\n").filter((line) => !/^[EWIF]\d{4} /.test(line)).join("\n").trim();
}
async function findProgram(name, { programEnvironment }) {
	for (const folder of (programEnvironment["PATH"] ?? "").split(delimiter)) {
		const path = join(folder, name);
		const found = await access(path, constants.X_OK).then(() => true, () => false);
		if (folder !== "" && found) return path;
	}
}
function absent() {
	return new LifeboatError({
		code: "program-absent",
		what: "kubectl was not found, and a target is reached through it",
		fix: "install kubectl, or put its folder on the PATH"
	});
}
// src/runtime/transport/port-forward.ts
const HOST = "127.0.0.1";
const READY = /^Forwarding from 127\.0\.0\.1:(\d+) -> /m;
const HEAD_CHARACTERS = 1e3;
const READY_MS = 6e4;
/** An idle connection is cut after hours, and a pod may move: what connects later deserves a new tunnel. */
const RESTARTS_IN_A_ROW = 5;
const RESTART_PAUSE_MS = 500;
/** What it says of a connection that broke may come after the break itself, */
const WORDS_MS = 1e3;
/** and is of no meaning for one that breaks later. */
const WORDS_LAST_MS = 1e4;
/** Runs `kubectl port-forward` until disposal. One that ends by itself breaks its connections, and is started anew at the same port. */
async function openPortForward(request) {
	const stop = new AbortController();
	let current = await start(request, 0);
	const { port } = current;
	const anew = {
		...request,
		context: {
			...request.context,
			signal: stop.signal
		}
	};
	let earlier = {
		words: "",
		until: 0
	};
	const words = () => current.kubectl.lastWords() || (performance.now() < earlier.until ? earlier.words : "");
	const watching = (async () => {
		for (let failures = 0; failures < RESTARTS_IN_A_ROW; failures += 1) {
			await current.kubectl.ended;
			if (stop.signal.aborted) return;
			earlier = {
				words: words(),
				until: performance.now() + WORDS_LAST_MS
			};
			current = await start(anew, port).catch(() => current);
			if (current.kubectl.child.exitCode === null) failures = -1;
			else await pause(stop.signal);
		}
	})();
	return {
		endpoint: {
			host: HOST,
			port
		},
		lastWords: async () => {
			if (words() === "") await Promise.race([current.kubectl.ended, pause(stop.signal, WORDS_MS)]);
			return words() || void 0;
		},
		[Symbol.asyncDispose]: async () => {
			stop.abort();
			current.kubectl.child.kill("SIGTERM");
			await watching;
			await current.kubectl.ended;
		}
	};
}
/** Holds no process that has nothing else to do, and nobody who disposes of the tunnel meanwhile. */
async function pause(signal, ms = RESTART_PAUSE_MS) {
	await setTimeout(ms, void 0, {
		ref: false,
		signal
	}).catch(() => void 0);
}
/** At any free port where `near` is 0. */
async function start({ via, port, context }, near) {
	const ports = `${near === 0 ? "" : near}:${port}`;
	const kubectl = await startKubectl([
		"port-forward",
		`--address=${HOST}`,
		...clusterOptions(via),
		resourceOf(via),
		ports
	], context, "ignore");
	try {
		return {
			kubectl,
			port: await ready(kubectl, context)
		};
	} catch (error) {
		kubectl.child.kill("SIGKILL");
		await kubectl.ended;
		if (context.signal.aborted) throw cancelled(context.signal);
		throw unreachable({
			what: `${placeOf(via)} cannot be reached by kubectl port-forward`,
			why: kubectl.lastWords() || error.message,
			fix: `try kubectl port-forward ${resourceOf(via)} yourself; it needs the permission create on pods/portforward`,
			cause: error
		});
	}
}
/** The near port, as soon as kubectl listens there. */
function ready({ child, ended }, { signal }) {
	const { promise, resolve, reject } = Promise.withResolvers();
	const limit = AbortSignal.any([signal, AbortSignal.timeout(READY_MS)]);
	const late = () => reject(/* @__PURE__ */ new Error("it was not ready in time"));
	if (limit.aborted) late();
	limit.addEventListener("abort", late, { once: true });
	ended.then(() => reject(/* @__PURE__ */ new Error("it ended before it was ready")));
	let head = "";
	child.stdout?.setEncoding("utf8").on("data", (text) => {
		if (head.length < HEAD_CHARACTERS) head += text;
		const port = READY.exec(head)?.[1];
		if (port !== void 0) resolve(Number(port));
	});
	return promise;
}
// src/runtime/transport/kubectl-tunnel.ts
/** By port-forward to a port of the pod, or through a relay that runs in it to an address that only the pod reaches. */
async function openKubectlTunnel({ via, far, context }) {
	const name = tunnelName(placeOf(via.kubectl), far);
	if (isLoopback(far)) return {
		name,
		...await openPortForward({
			via: via.kubectl,
			port: far.port,
			context
		})
	};
	const dial = () => dialInPod({
		via,
		far,
		context
	});
	(await dial()).close();
	return {
		name,
		lastWords: async () => void 0,
		...await listen(dial)
	};
}
async function dialInPod({ via, far, context }) {
	const { kubectl } = via;
	const container = kubectl.container === void 0 ? [] : [`--container=${kubectl.container}`];
	const { child, lastWords, ended } = await startKubectl([...[
		"exec",
		"--stdin",
		...clusterOptions(kubectl),
		...container,
		resourceOf(kubectl),
		"--"
	], ...relayCommand(far)], context, "pipe");
	if (child.stdin === null || child.stdout === null) throw new Error("a piped child has a stdin and a stdout");
	child.stdin.on("error", () => void 0);
	const connection = {
		input: child.stdin,
		output: child.stdout,
		exitCode: () => ended,
		stderr: lastWords,
		close: () => {
			child.stdin?.destroy();
			child.kill("SIGTERM");
		}
	};
	if (await isConnected(connection, context.signal)) return connection;
	connection.close();
	if (context.signal.aborted) throw cancelled(context.signal);
	throw notConnected({
		via,
		far,
		context
	}, await ended, lastWords());
}
function notConnected({ via, far }, code, why) {
	const place = placeOf(via.kubectl);
	if (code === 5 || NO_SHELL.has(code ?? 0)) return unreachable({
		what: `${place} has no program to relay with: none of bash, socat and nc`,
		why,
		fix: "name a container: of the pod that has one, or back it up from inside of the cluster"
	});
	return unreachable({
		what: `${far.host}:${far.port} cannot be reached from ${place}`,
		why,
		fix: "try kubectl exec yourself; it needs the permission create on pods/exec"
	});
}
export { openKubectlTunnel };
