import { r as LifeboatError } from "./errors.js";
import { a as startDetached, i as runInContainer, n as killNoted, r as notedProgram, t as exitCodeOf } from "./container-exec.js";
import { t as containerPrograms } from "./container-programs.js";
import { a as openContainerEngine, i as isAbsent, r as explainEngineError } from "./docker-frames.js";
import { i as reopenHost, r as removeDefaultRoute, t as closeHost } from "./firewall.js";
import { a as sandboxLabels, n as startContainer } from "./start-container.js";
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
// src/runtime/sandbox-network.ts
/** Makes a network without a way out, for one sandbox. */
async function openSandboxNetwork(engine, context) {
	const name = `lifeboat-${context.runId}-${Buffer.from(context.random.bytes(4)).toString("hex")}`;
	const { dockerode } = engine.container;
	const network = await dockerode.createNetwork({
		Name: name,
		Internal: true,
		CheckDuplicate: true,
		Labels: sandboxLabels(context.runId)
	}).catch((error) => {
		throw explainEngineError(error);
	});
	const bridge = `br-${network.id.slice(0, 12)}`;
	const hostClosed = await closeHost(bridge, context);
	return {
		name,
		hostClosed,
		local: existsSync(`/sys/class/net/${bridge}`),
		[Symbol.asyncDispose]: async () => {
			await network.remove().catch((error) => {
				if (!isAbsent(error)) throw explainEngineError(error);
			});
			if (hostClosed) await reopenHost(bridge, context);
		}
	};
}
// src/runtime/container-machine.ts
const SERVER_NOTE = "server";
const STOP_MS = 6e4;
const POLL_MS = 50;
/** A container on a network without a way out. Throws `sandbox-unavailable` or `image-absent`. */
async function containerMachine(request) {
	const { context } = request;
	const engine = await openContainerEngine(context);
	await using undo = new AsyncDisposableStack();
	const network = undo.use(await openSandboxNetwork(engine, context));
	if (!network.local) throw unreachable();
	const { place, home, files } = undo.use(await startContainer(engine, {
		...request,
		network: network.name
	}, context));
	const { host, pid } = await inspect(place, network);
	await removeDefaultRoute(pid, context);
	const kept = undo.move();
	return {
		kind: "container",
		description: `container ${request.image}`,
		reach: {
			kind: "tcp",
			host
		},
		home,
		openPort: async (port) => ({
			listen: {
				host: "0.0.0.0",
				port
			},
			reach: {
				host,
				port
			}
		}),
		isolation: network.hostClosed ? "internal-network" : "host-reachable",
		...containerPrograms(place, files),
		...serverIn(place),
		ranOutOfMemory: () => ranOutOfMemory(place),
		freeBytes: () => freeBytes(place, home),
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
}
function serverIn(place) {
	const note = `${place.notes}/${SERVER_NOTE}`;
	const log = `${note}.log`;
	let server;
	const serverExit = async () => {
		if (server === void 0 || (await server.inspect()).Running) return void 0;
		const [code, outOfMemory] = [await exitCodeOf(server), await ranOutOfMemory(place)];
		return {
			code,
			log: await tail(log, place),
			outOfMemory
		};
	};
	return {
		startServer: async (command) => {
			server = await launchServer(command, place, {
				note,
				log
			});
		},
		stopServer: async (signal = "SIGTERM") => {
			if (server === void 0) return;
			const deadline = performance.now() + STOP_MS;
			await killNoted(note, place, signal.slice(3));
			while ((await server.inspect()).Running && performance.now() < deadline) await setTimeout(POLL_MS);
			await killNoted(note, place);
			server = void 0;
		},
		serverExit
	};
}
async function launchServer(command, place, { note, log }) {
	const { Cmd, Env } = notedProgram(command, note);
	try {
		const exec = await place.container.exec({
			Cmd: [
				"sh",
				"-c",
				"exec \"$@\" >\"$0\" 2>&1 </dev/null",
				log,
				...Cmd
			],
			Env,
			User: place.user
		});
		await startDetached(exec);
		return exec;
	} catch (error) {
		throw explainEngineError(error);
	}
}
async function inspect(place, network) {
	const { NetworkSettings, State } = await place.container.inspect();
	return {
		host: NetworkSettings.Networks[network.name]?.IPAddress ?? "",
		pid: State.Pid
	};
}
/** The kernel's own count of processes that it killed for want of memory, in either version of control groups. */
async function ranOutOfMemory(place) {
	const counts = await runInContainer({
		program: "sh",
		args: ["-c", "cat /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control 2>/dev/null; true"]
	}, place).catch(() => void 0);
	if (counts !== void 0) return /^oom_kill [1-9]/m.test(counts.stdout);
	return (await place.container.inspect()).State.OOMKilled;
}
async function tail(path, place) {
	const { stdout } = await runInContainer({
		program: "tail",
		args: [
			"-c",
			"8192",
			path
		]
	}, place);
	return stdout;
}
async function freeBytes(place, home) {
	const { stdout } = await runInContainer({
		program: "df",
		args: ["-Pk", home]
	}, place);
	return Number(stdout.trim().split("\n").at(-1)?.split(/\s+/)[3]) * 1024;
}
function unreachable() {
	return new LifeboatError({
		code: "sandbox-unavailable",
		what: "containers cannot be reached by address from here",
		why: "the container engine runs on another computer or in a virtual machine",
		fix: "run the drill on the Linux computer that runs the container engine, or with provider: process"
	});
}
export { containerMachine };
