import { i as isLifeboatError } from "./errors.js";
import { t as cancelled } from "./cancelled.js";
import { a as openContainerEngine, i as isAbsent, t as splitDockerFrames } from "./docker-frames.js";
import { a as isConnected, i as listen, n as isLoopback, o as NO_SHELL, r as tunnelName, s as relayCommand, t as unreachable } from "./unreachable.js";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { readFile } from "node:fs/promises";
// src/runtime/transport/container-address.ts
const CONNECT_MS = 1e3;
/**
* The address at which this computer reaches a port of the container without a relay; undefined where it does not: another
* computer's container, one in a virtual machine, or a server that listens on its loopback only.
*/
async function containerAddress(info, port) {
	if (!await isOfThisComputer(info)) return void 0;
	const addresses = info.HostConfig.NetworkMode === "host" ? ["127.0.0.1"] : Object.values(info.NetworkSettings.Networks).flatMap(({ IPAddress: address }) => address === "" ? [] : [address]);
	for (const address of addresses) if (await answers(address, port)) return address;
}
async function isOfThisComputer({ Id, State }) {
	return (await readFile(`/proc/${State.Pid}/cgroup`, "utf8").catch(() => "")).includes(Id);
}
function answers(host, port) {
	return new Promise((resolve) => {
		const socket = connect({
			host,
			port,
			timeout: CONNECT_MS
		});
		const end = (answered) => () => {
			socket.destroy();
			resolve(answered);
		};
		socket.once("connect", end(true)).once("timeout", end(false)).once("error", end(false));
	});
}
// src/runtime/transport/container-exec-relay.ts
const BUFFER_BYTES = 65536;
const EXIT_POLLS = 50;
const EXIT_POLL_MS = 20;
/** Starts a relay in a running container; when this process dies its input ends, and with it the relay. */
async function dialInContainer(container, far) {
	const exec = await container.exec({
		Cmd: [...relayCommand(far)],
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true
	});
	const socket = await exec.start({
		hijack: true,
		stdin: true
	});
	socket.on("error", () => void 0);
	let stderr = "";
	const keep = (chunk) => {
		stderr = (stderr + Buffer.from(chunk).toString("utf8")).slice(-1e3);
	};
	const frames = splitDockerFrames(socket, keep);
	const output = Readable.from(frames, {
		objectMode: false,
		highWaterMark: BUFFER_BYTES
	});
	output.on("error", () => void 0);
	return {
		input: socket,
		output,
		exitCode: () => exitCodeOf(exec),
		stderr: () => stderr.trim(),
		close: () => {
			socket.destroy();
			output.destroy();
		}
	};
}
/** The engine notes the code a moment after the output's end; a container that is gone has none. */
async function exitCodeOf(exec) {
	for (let poll = 0; poll < EXIT_POLLS; poll += 1) {
		const found = await exec.inspect().catch(() => void 0);
		if (found === void 0) return void 0;
		if (!found.Running && found.ExitCode !== null) return found.ExitCode;
		await new Promise((resolve) => setTimeout(resolve, EXIT_POLL_MS));
	}
}
// src/runtime/transport/docker-tunnel.ts
/** By the container's own address where this computer reaches it, otherwise through a relay that runs in it. */
async function openDockerTunnel({ via, far, context }) {
	const name = via.docker;
	const { container, info } = await findRunning(name, context);
	if (context.signal.aborted) throw cancelled(context.signal);
	const named = {
		name: tunnelName(`docker:${name}`, far),
		lastWords: async () => void 0
	};
	const address = isLoopback(far) ? await containerAddress(info, far.port) : void 0;
	if (address !== void 0) return {
		...named,
		endpoint: {
			host: address,
			port: far.port
		},
		[Symbol.asyncDispose]: async () => {}
	};
	await tryOnce(container, {
		via,
		far,
		context
	});
	return {
		...named,
		...await listen(() => dial(container, far, context))
	};
}
async function dial(container, far, { signal }) {
	const connection = await dialInContainer(container, far);
	if (await isConnected(connection, signal)) return connection;
	connection.close();
	throw new Error("the relay did not connect");
}
async function tryOnce(container, { via, far, context }) {
	const connection = await dialInContainer(container, far).catch((cause) => {
		throw engineFailure(via.docker, cause);
	});
	try {
		if (await isConnected(connection, context.signal)) return;
		if (context.signal.aborted) throw cancelled(context.signal);
		const code = await connection.exitCode() ?? 0;
		if (code === 5 || NO_SHELL.has(code)) throw noProgram(via.docker);
		throw unreachable({
			what: `nothing answers at ${far.host}:${far.port} in the container ${via.docker}`,
			why: connection.stderr(),
			fix: "the connection of a target with via: names the address inside of the container; check host and port"
		});
	} finally {
		connection.close();
	}
}
async function findRunning(name, context) {
	try {
		const container = (await openContainerEngine(context)).container.dockerode.getContainer(name);
		const info = await container.inspect();
		const { Running, Paused, Restarting, Status } = info.State;
		if (Paused) throw notRunning(name, "is paused", `docker unpause ${name}`);
		if (Restarting) throw notRunning(name, "restarts again and again", `docker logs ${name}`);
		if (!Running) throw notRunning(name, `does not run: it is ${Status}`, `docker start ${name}`);
		return {
			container,
			info
		};
	} catch (error) {
		if (isLifeboatError(error, "server-unreachable")) throw error;
		throw isAbsent(error) ? absent(name) : engineFailure(name, error);
	}
}
function absent(name) {
	return unreachable({
		what: `there is no container ${name}`,
		fix: "docker ps shows the names; DOCKER_HOST names the engine of another computer"
	});
}
function notRunning(name, how, command) {
	return unreachable({
		what: `the container ${name} ${how}`,
		fix: command
	});
}
function noProgram(name) {
	return unreachable({
		what: `the container ${name} cannot be reached: it has no program to relay with`,
		why: "its own address is out of reach from here, and it has none of bash, socat and nc",
		fix: "publish its port, or back it up from the computer that runs the container"
	});
}
function engineFailure(name, cause) {
	const why = cause instanceof Error ? cause.message.trim() : String(cause);
	return unreachable({
		what: `the container engine cannot be used to reach the container ${name}`,
		why,
		fix: "docker info must succeed for this user; DOCKER_HOST names the engine",
		cause
	});
}
export { openDockerTunnel };
