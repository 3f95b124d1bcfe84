import { r as LifeboatError } from "./errors.js";
import { t as openLedger } from "./open-ledger.js";
// src/runtime/transport/open-tunnel.ts
/**
* Opens a tunnel and makes sure that its far side is there. Throws `server-unreachable` (no such container or pod, or it does not
* run), `program-absent` (kubectl) or `cancelled`.
*/
async function openTunnel({ via, far, context }) {
	if ("docker" in via) {
		const { openDockerTunnel } = await import("./docker-tunnel.js");
		return openDockerTunnel({
			via,
			far,
			context
		});
	}
	const { openKubectlTunnel } = await import("./kubectl-tunnel.js");
	return openKubectlTunnel({
		via,
		far,
		context
	});
}
// src/runtime/transport/telling-engine.ts
/** The engine, telling where tunnels lead in what it says of servers: a near end is another one at each run. */
function tellingEngine(engine, tunnels) {
	const tell = (text) => tunnels.reduce((told, { endpoint, name }) => told.replaceAll(nearEnd(endpoint), name), text);
	const telling = (call) => async (...given) => {
		try {
			return await call(...given);
		} catch (error) {
			throw await toldError(error, tell, tunnels);
		}
	};
	const known = ({ version, id, address }) => ({
		version,
		id: tell(id),
		address: tell(address)
	});
	const identified = (call) => async (...given) => {
		const found = await call(...given);
		return {
			...found,
			identity: known(found.identity)
		};
	};
	return {
		...engine,
		probe: telling(identified((...given) => engine.probe(...given))),
		inspect: telling(identified((...given) => engine.inspect(...given))),
		capture: telling(identified((connection, { sink, ...request }, context) => engine.capture(connection, {
			...request,
			sink: tellingSink(sink, telling)
		}, context))),
		load: telling((...given) => engine.load(...given)),
		fingerprint: telling((...given) => engine.fingerprint(...given)),
		checks: telling((...given) => engine.checks(...given)),
		ask: telling((...given) => engine.ask(...given)),
		keys: async function* (...given) {
			try {
				yield* engine.keys(...given);
			} catch (error) {
				throw await toldError(error, tell, tunnels);
			}
		},
		sweep: telling((...given) => engine.sweep(...given))
	};
}
/** What breaks while a part is written ends the run by itself, whatever the capture says then. */
function tellingSink(sink, telling) {
	return {
		stream: (name, content, options) => sink.stream(name, typeof content === "function" ? telling(content) : content, options),
		delegate: (name, write, options) => sink.delegate(name, telling(write), options)
	};
}
function nearEnd({ host, port }) {
	return `${host}:${port}`;
}
async function toldError(error, tell, tunnels) {
	if (tunnels.length === 0 || !(error instanceof LifeboatError)) return error;
	const { code, what, why, fix } = error;
	const lost = code === "server-unreachable" || code === "connection-lost";
	const reasons = why === void 0 ? [] : [tell(why)];
	for (const { lastWords } of lost ? tunnels : []) {
		const said = await lastWords();
		if (said !== void 0) reasons.push(said);
	}
	return new LifeboatError({
		code,
		what: tell(what),
		...reasons.length === 0 ? {} : { why: reasons.join("; ") },
		...fix === void 0 ? {} : { fix: tell(fix) },
		cause: error
	});
}
// src/runtime/transport/reach-target.ts
/** Puts the transport that a target names between the engine and its server. */
function reachTarget(target, engine, context) {
	const tunnels = /* @__PURE__ */ new Map();
	const opened = [];
	const tunnelTo = (via, far) => {
		const key = JSON.stringify([via, far]);
		const known = tunnels.get(key);
		if (known !== void 0) return known;
		const opening = openTunnel({
			via,
			far,
			context
		}).then((tunnel) => {
			opened.push(tunnel);
			return tunnel;
		});
		tunnels.set(key, opening);
		opening.catch(() => tunnels.delete(key));
		return opening;
	};
	const through = async (connection, via) => {
		if (via === void 0) return connection;
		const far = engine.endpoint(connection);
		if (far === void 0) throw noAddress(target);
		return engine.atEndpoint(connection, (await tunnelTo(via, far)).endpoint);
	};
	return {
		target: {
			...target,
			connect: async () => through(await target.connect(), target.via)
		},
		engine: tellingEngine(engine, opened),
		through,
		[Symbol.asyncDispose]: async () => {
			await Promise.all([...tunnels.values()].map((tunnel) => close(tunnel)));
		}
	};
}
async function close(opening) {
	await (await opening.catch(() => void 0))?.[Symbol.asyncDispose]();
}
function noAddress({ name }) {
	return new LifeboatError({
		code: "config-invalid",
		what: `the target ${name} has via: and a unix socket, which no tunnel leads to`,
		fix: "write host and port as they are inside of the container or pod, such as host: localhost"
	});
}
// src/cli/open-job.ts
/** A use case's job on a configured target, by default because the shell runs; disposing it closes the store. */
async function openJob(target, shell, occasion = { trigger: shell.trigger }) {
	const configuration = await shell.configuration();
	const context = await shell.engineContext();
	await using undo = new AsyncDisposableStack();
	const reached = undo.use(reachTarget(target, await configuration.engineOf(target), context));
	const store = await configuration.openStore(target.store);
	undo.defer(() => store.close());
	const kept = undo.move();
	return {
		target: reached.target,
		engine: reached.engine,
		through: reached.through,
		store,
		removeLease: (key) => store.remove(key),
		encryption: configuration.encryption,
		policy: configuration.policy,
		context,
		...occasion,
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
}
/** The same for what trusts a backup only as far as a record vouches for it. */
async function openAnchoredJob(target, shell, occasion) {
	const opened = await openLedger(shell);
	return {
		...await openJob(target, shell, occasion),
		...opened
	};
}
export { openJob as n, reachTarget as r, openAnchoredJob as t };
