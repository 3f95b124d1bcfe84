import { t as __commonJSMin } from "./rolldown-runtime.js";
import { t as require_build } from "../dependencies/testcontainers.js";
import { r as LifeboatError } from "./errors.js";
// \0stub:cpu-features
var require__stub_cpu_features = /* @__PURE__ */ __commonJSMin((() => {
	throw new Error("native add-ons are not part of this bundle");
}));
// \0stub:./crypto/build/Release/sshcrypto.node
var require_sshcrypto = /* @__PURE__ */ __commonJSMin((() => {
	throw new Error("native add-ons are not part of this bundle");
}));
// src/runtime/containers.ts
var import_build = require_build();
const FIX = "install and start a container engine that this user may use (docker info must succeed), or drill with provider: process";
/** Connects to the container engine of this computer, or of DOCKER_HOST. Throws `sandbox-unavailable`. */
async function openContainerEngine(context) {
	const wanted = context.programEnvironment["DOCKER_HOST"];
	const client = await (0, import_build.getContainerRuntimeClient)().catch((cause) => {
		throw unavailable(cause);
	});
	const { modem } = client.container.dockerode;
	if (wanted !== void 0 && !wanted.includes(modem.socketPath ?? modem.host ?? "")) throw unavailable(/* @__PURE__ */ new Error(`nothing answers at DOCKER_HOST ${withoutLogin(wanted)}`));
	return client;
}
/** Makes sure that the image is here, pulling it if need be. Throws `image-absent`. */
async function ensureImage(engine, image, signal) {
	if (await isPresent(engine, image)) return;
	const pulled = engine.image.pull(import_build.ImageName.fromString(image));
	const failure = await Promise.race([pulled.then(() => void 0, String), aborted(signal)]);
	signal.throwIfAborted();
	if (await isPresent(engine, image)) return;
	throw new LifeboatError({
		code: "image-absent",
		what: `the image ${image} is not here and could not be pulled`,
		...failure === void 0 ? {} : { why: failure },
		fix: `make it available (docker pull ${image}, or npm run images), or name another one as image: of the target`
	});
}
/** Whether an error of the container engine says that the thing is not there. */
function isAbsent(error) {
	return error.statusCode === 404;
}
/** An error of the container engine as one that a person can act on. */
function explainEngineError(error) {
	if (error instanceof LifeboatError) return error;
	const { code, statusCode } = error;
	return code === "ECONNREFUSED" || code === "ENOENT" || code === "ECONNRESET" || code === "EACCES" || statusCode !== void 0 ? unavailable(error) : error;
}
function unavailable(cause) {
	return new LifeboatError({
		code: "sandbox-unavailable",
		what: "the container engine cannot be used",
		why: cause instanceof Error ? cause.message.trim() : String(cause),
		fix: FIX,
		cause
	});
}
async function isPresent(engine, image) {
	try {
		await engine.container.dockerode.getImage(import_build.ImageName.fromString(image).string).inspect();
		return true;
	} catch (error) {
		if (isAbsent(error)) return false;
		throw explainEngineError(error);
	}
}
function aborted(signal) {
	return new Promise((resolve) => {
		if (signal.aborted) resolve(void 0);
		signal.addEventListener("abort", () => resolve(void 0), { once: true });
	});
}
function withoutLogin(address) {
	return address.replace(/\/\/[^/@]*@/, "//");
}
// src/runtime/docker-frames.ts
const HEADER_BYTES = 8;
const STDERR = 2;
/**
* Splits a container engine's attached stream into its two outputs: yields stdout, hands stderr to `onStderr`.
* Waits for its reader, so that memory stays bounded. Throws when the stream ends within a frame.
*/
async function* splitDockerFrames(source, onStderr) {
	let header = Buffer.alloc(0);
	let left = 0;
	let stderr = false;
	for await (const chunk of source) {
		let rest = chunk;
		while (rest.length > 0) {
			if (left === 0) {
				const wanted = HEADER_BYTES - header.length;
				header = Buffer.concat([header, rest.subarray(0, wanted)]);
				rest = rest.subarray(wanted);
				if (header.length < HEADER_BYTES) continue;
				stderr = header[0] === STDERR;
				left = header.readUInt32BE(4);
				header = Buffer.alloc(0);
				continue;
			}
			const content = rest.subarray(0, left);
			rest = rest.subarray(content.length);
			left -= content.length;
			if (stderr) onStderr(content);
			else yield content;
		}
	}
	if (left > 0 || header.length > 0) throw new Error("the connection to the container engine was cut");
}
export { openContainerEngine as a, isAbsent as i, ensureImage as n, require_sshcrypto as o, explainEngineError as r, require__stub_cpu_features as s, splitDockerFrames as t };
