import { r as LifeboatError } from "./errors.js";
import { createServer, isIPv6 } from "node:net";
import { once } from "node:events";
import { pipeline } from "node:stream/promises";
/** What shells and container engines answer for a program that is not there. */
const NO_SHELL = /* @__PURE__ */ new Set([126, 127]);
/**
* Ends as soon as either side does, so that nothing stays in the container when this process is gone. It outlives its children and
* reaps them: the container's first process would get them otherwise, and a PostgreSQL there takes a stranger's death by a signal
* for that of a backend, and restarts. `wait -n` overlooks a child that ended just before it, so it looks again every two seconds.
*/
const BY_BASH = `trap "" PIPE HUP INT TERM
exec 3<>"/dev/tcp/$1/$2" || exit 4
printf +
cat <&3 & down=$!
cat <&0 >&3 & up=$!
while kill -0 $down 2>/dev/null && kill -0 $up 2>/dev/null; do
  sleep 2 & tick=$!
  wait -n
  kill -s KILL $tick 2>/dev/null
done
code=0
kill -s KILL $up 2>/dev/null || { wait $up; code=$?; }
kill -s KILL $down 2>/dev/null || { wait $down || code=$?; }
wait
exit $code`;
/** Joins its input and output to a connection, by whatever program the container has; $1 host, $2 port, $3 the host for socat. */
const SCRIPT = `has() { command -v "$1" >/dev/null 2>&1; }
if has bash; then exec bash -c "$4" relay "$1" "$2"; fi
if has socat; then printf +; exec socat STDIO "TCP:$3:$2"; fi
if has nc; then printf +; exec nc "$1" "$2"; fi
exit 5`;
/** The command of a relay to that address, as it runs inside the container; the address never becomes part of a script. */
function relayCommand({ host, port }) {
	const bracketed = isIPv6(host) ? `[${host}]` : host;
	return [
		"sh",
		"-c",
		SCRIPT,
		"relay",
		host,
		String(port),
		bracketed,
		BY_BASH
	];
}
// src/runtime/transport/far-connection.ts
/** A far side that drops what is sent to it says nothing at all. */
const CONNECT_MS = 6e4;
/** Waits for the relay's word that it has connected; false when it ended without, was not heard in time, or was told to stop. */
async function isConnected({ output }, stop) {
	const late = AbortSignal.timeout(CONNECT_MS);
	const signal = stop === void 0 ? late : AbortSignal.any([stop, late]);
	while (!signal.aborted) {
		const first = output.read(1);
		if (first !== null) return first[0] === 43;
		if (output.readableEnded || output.destroyed) return false;
		const heard = [
			"readable",
			"end",
			"close"
		].map((event) => once(output, event, { signal }));
		await Promise.race(heard).catch(() => void 0);
	}
	return false;
}
// src/runtime/transport/local-relay.ts
const HOST = "127.0.0.1";
/** Listens; `dial` makes the far connection of each one that comes. What breaks on the far side is reset here, never ended. */
async function listen(dial) {
	const open = /* @__PURE__ */ new Set();
	const server = createServer((near) => {
		open.add(near);
		near.setNoDelay().on("error", () => void 0);
		near.once("close", () => open.delete(near));
		join(near, dial).catch(() => near.resetAndDestroy());
	});
	server.listen(0, HOST);
	await once(server, "listening");
	return {
		endpoint: {
			host: HOST,
			port: server.address().port
		},
		[Symbol.asyncDispose]: async () => {
			const closed = once(server, "close");
			server.close();
			for (const near of open) near.destroy();
			await closed;
		}
	};
}
async function join(near, dial) {
	const far = await dial();
	near.once("close", () => far.close());
	if (near.destroyed) return far.close();
	pipeline(near, far.input).catch(() => void 0);
	await pipeline(far.output, near, { end: false });
	if (await far.exitCode() === 0) near.end();
	else near.resetAndDestroy();
}
// src/runtime/transport/tunnel.ts
/** True where the address means the computer, container or pod itself. */
function isLoopback({ host }) {
	return host === "localhost" || host === "::1" || host.startsWith("127.");
}
/** `docker:orders-db → 5432`; the far host is told only where it is another one. */
function tunnelName(place, far) {
	const host = far.host.includes(":") ? `[${far.host}]` : far.host;
	return `${place} → ${isLoopback(far) ? "" : `${host}:`}${far.port}`;
}
// src/runtime/transport/unreachable.ts
/** The error of a tunnel that cannot be opened. */
function unreachable(parts) {
	const { what, why, fix, cause } = parts;
	return new LifeboatError({
		code: "server-unreachable",
		what,
		fix,
		cause,
		...why === void 0 || why === "" ? {} : { why }
	});
}
export { isConnected as a, listen as i, isLoopback as n, NO_SHELL as o, tunnelName as r, relayCommand as s, unreachable as t };
