import { r as LifeboatError } from "./errors.js";
import { i as runInContainer } from "./container-exec.js";
import { i as isAbsent, n as ensureImage, r as explainEngineError } from "./docker-frames.js";
import { r as currentOwner } from "./run-owner2.js";
// src/runtime/sandbox-labels.ts
const PREFIX = "org.lifeboat";
/** The label that everything of this project carries; its value is the run. */
const RUN_LABEL = `${PREFIX}.run`;
/** Labels by which sweep recognises what a dead run left behind. */
function sandboxLabels(runId) {
	const { host, pid, processStart } = currentOwner();
	return {
		[RUN_LABEL]: runId,
		[`${PREFIX}.host`]: host,
		[`${PREFIX}.pid`]: String(pid),
		[`${PREFIX}.process-start`]: processStart
	};
}
/** Who made a labelled thing. */
function ownerOf(labels) {
	return {
		host: labels[`${PREFIX}.host`] ?? "",
		pid: Number(labels[`${PREFIX}.pid`] ?? 0),
		processStart: labels[`${PREFIX}.process-start`] ?? ""
	};
}
// src/runtime/start-container.ts
const BASE = "/lifeboat";
/** Databases pass data between their processes through shared memory; the engine's default of 64 MiB is too little. */
const SHARED_MEMORY_BYTES = 2 ** 30;
/** Starts a container that idles until programs are run in it. Throws `image-absent` or `sandbox-unavailable`. */
async function startContainer(engine, request, context) {
	await ensureImage(engine, request.image, context.signal);
	await using undo = new AsyncDisposableStack();
	const container = await create(engine, request, context);
	undo.defer(() => removeContainer(container));
	await container.start().catch((error) => {
		throw unusable(request, error);
	});
	let names = 0;
	const place = {
		container,
		user: request.user,
		notes: `${BASE}/notes`,
		signal: context.signal,
		nextName: () => String(names += 1)
	};
	await layOut(place, request);
	const kept = undo.move();
	return {
		place,
		home: `${BASE}/home`,
		files: `${BASE}/files`,
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
}
/** Removes a container with its volumes and makes sure that it is gone. */
async function removeContainer(container) {
	try {
		await container.remove({
			force: true,
			v: true
		});
		await container.inspect();
	} catch (error) {
		if (isAbsent(error)) return;
		throw explainEngineError(error);
	}
	throw new LifeboatError({
		code: "sandbox-unavailable",
		what: `the container ${container.id.slice(0, 12)} was removed and is still there`,
		fix: "remove it with docker rm --force --volumes, then run lifeboat sweep"
	});
}
function create(engine, request, context) {
	const options = {
		Image: request.image,
		Entrypoint: ["sleep"],
		Cmd: ["infinity"],
		User: request.user,
		Labels: sandboxLabels(context.runId),
		HostConfig: {
			Init: true,
			NetworkMode: request.network,
			CapDrop: ["ALL"],
			SecurityOpt: ["no-new-privileges"],
			ShmSize: SHARED_MEMORY_BYTES,
			...request.memoryBytes === void 0 ? {} : {
				Memory: request.memoryBytes,
				MemorySwap: request.memoryBytes
			},
			...request.diskBytes === void 0 ? {} : { Tmpfs: { [BASE]: `rw,exec,mode=1777,size=${request.diskBytes}` } }
		}
	};
	return engine.container.dockerode.createContainer(options).catch((error) => {
		throw explainEngineError(error);
	});
}
async function layOut(place, request) {
	const root = {
		...place,
		user: "root",
		notes: "/tmp"
	};
	if (request.diskBytes === void 0) await runInContainer({
		program: "mkdir",
		args: [
			"-m",
			"1777",
			BASE
		]
	}, root);
	const folders = [
		"home",
		"files",
		"notes"
	].map((name) => `${BASE}/${name}`);
	await runInContainer({
		program: "mkdir",
		args: [
			"-m",
			"700",
			...folders
		]
	}, {
		...place,
		notes: "/tmp"
	});
}
function unusable(request, error) {
	return new LifeboatError({
		code: "sandbox-unavailable",
		what: `the image ${request.image} does not run as user ${request.user}`,
		why: error instanceof Error ? error.message.trim() : String(error),
		fix: "name an image that has this user and the program sleep as image: of the target",
		cause: error
	});
}
export { sandboxLabels as a, ownerOf as i, startContainer as n, RUN_LABEL as r, removeContainer as t };
