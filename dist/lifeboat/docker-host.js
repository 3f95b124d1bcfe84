import { r as LifeboatError } from "./errors.js";
import { i as runInContainer, o as startInContainer } from "./container-exec.js";
import { a as openContainerEngine, i as isAbsent, r as explainEngineError } from "./docker-frames.js";
import { r as parseStopMark, t as alreadyMarked } from "./stop-mark.js";
import { pipeline } from "node:stream/promises";
// src/engines/neo4j/offline/docker-host.ts
/** Neo4j writes its last checkpoint while it stops; killed before that its store could not be dumped. */
const STOP_SECONDS = 180;
const MARK_LABEL = "org.lifeboat.neo4j-stopped";
/** The user of the official image that owns the data. */
const IMAGE_USER = "neo4j";
const CONFLICT = 409;
const NOT_MODIFIED = 304;
/**
* A Neo4j server in a container of this computer or of DOCKER_HOST. The mark of a run is a second container beside it, with the same
* volumes and of the same image: in it the admin program runs. Throws `not-supported` where the server could not be started again.
*/
async function dockerHost(name, context) {
	const engine = await openContainerEngine(context);
	const server = engine.container.dockerode.getContainer(name);
	const inspection = await inspect(server, name);
	requireRestartable(inspection, name);
	const beside = helper(engine, inspection);
	const told = {
		description: `container ${name}`,
		startByHand: `docker start ${name}`,
		markPlace: `container ${beside.name}`
	};
	return {
		...told,
		stop: () => server.stop({ t: STOP_SECONDS }).catch(unlessModified).then(nothing),
		start: () => server.start().catch(unlessModified).then(nothing),
		mark: async (mark) => {
			if (!await beside.create(mark)) throw alreadyMarked(told, await beside.readMark());
		},
		readMark: beside.readMark,
		endAdmin: () => beside.container().kill().catch(unlessGone).then(nothing),
		unmark: () => beside.container().remove({ force: true }).catch(unlessAbsent).then(nothing),
		openAdmin: () => openAdmin(beside.container(), inspection, context)
	};
}
function helper(engine, { Id, Image, Config }) {
	const docker = engine.container.dockerode;
	const name = `lifeboat-neo4j-${Id.slice(0, 12)}`;
	const container = () => docker.getContainer(name);
	return {
		name,
		container,
		/** False when there is one already: the engine gives a name only once. */
		create: async (mark) => {
			const options = {
				name,
				Image,
				Entrypoint: ["sleep"],
				Cmd: ["infinity"],
				User: userOf(Config.User),
				Labels: { [MARK_LABEL]: JSON.stringify(mark) },
				HostConfig: {
					Init: true,
					NetworkMode: "none",
					VolumesFrom: [Id],
					CapDrop: ["ALL"],
					SecurityOpt: ["no-new-privileges"]
				}
			};
			try {
				await docker.createContainer(options);
				return true;
			} catch (error) {
				if (statusOf(error) === CONFLICT) return false;
				throw explainEngineError(error);
			}
		},
		readMark: async () => {
			try {
				const { Config } = await container().inspect();
				return parseStopMark(Config.Labels[MARK_LABEL] ?? "");
			} catch (error) {
				if (isAbsent(error)) return void 0;
				throw explainEngineError(error);
			}
		}
	};
}
async function openAdmin(container, { Config }, { signal }) {
	await container.start().catch((error) => {
		throw explainEngineError(error);
	});
	let names = 0;
	const place = {
		container,
		user: userOf(Config.User),
		notes: "/tmp",
		signal,
		nextName: () => `lifeboat-${names += 1}`
	};
	return {
		run: (args) => runInContainer({
			program: "neo4j-admin",
			args
		}, place),
		pipe: async (args, output) => {
			const { stdout, finished } = await startInContainer({
				program: "neo4j-admin",
				args
			}, place);
			await Promise.all([finished, pipeline(stdout, output)]);
		},
		[Symbol.asyncDispose]: () => container.kill().catch(unlessGone).then(nothing)
	};
}
async function inspect(server, name) {
	try {
		return await server.inspect();
	} catch (error) {
		if (!isAbsent(error)) throw explainEngineError(error);
		throw new LifeboatError({
			code: "server-unreachable",
			what: `there is no container ${name}`,
			fix: "correct control.docker of the connection, or DOCKER_HOST",
			cause: error
		});
	}
}
function requireRestartable({ HostConfig, Config, Mounts }, name) {
	const obstacle = HostConfig.AutoRemove === true ? "it was started with --rm, so stopping would remove it" : Config.Labels["com.docker.swarm.service.id"] !== void 0 ? "it is a task of a swarm service, which starts another one as soon as it stops" : Mounts.length === 0 ? "it has no volume, so nothing else can read its data" : void 0;
	if (obstacle === void 0) return;
	throw new LifeboatError({
		code: "not-supported",
		what: `container ${name} cannot be stopped for a dump: ${obstacle}`,
		fix: "run it as a plain container with its data on a volume, or leave out control: then the backup is taken over Bolt"
	});
}
/** A container that names no user drops from root to the image's own. */
function userOf(configured) {
	return configured === "" || configured === "root" || configured === "0" ? IMAGE_USER : configured;
}
function statusOf(error) {
	return error.statusCode;
}
/** It is stopped, or started, already. */
function unlessModified(error) {
	if (statusOf(error) !== NOT_MODIFIED) throw explainEngineError(error);
}
function unlessAbsent(error) {
	if (!isAbsent(error)) throw explainEngineError(error);
}
/** There is none, or it does not run. */
function unlessGone(error) {
	if (!isAbsent(error) && statusOf(error) !== CONFLICT) throw explainEngineError(error);
}
function nothing() {}
export { dockerHost };
