import { i as isLifeboatError } from "./errors.js";
import { o as runProgram } from "./program.js";
import { l as mayLive, r as currentOwner } from "./run-owner2.js";
import { hostname } from "node:os";
import { existsSync } from "node:fs";
// src/runtime/firewall.ts
const RULE = /-i (\S+) .*--comment "?(lifeboat-run-(\w+-\w+)-(\d+)-(\w+))/g;
/** Names the run and its process, so that sweep can tell a dead one's rules wherever its folder was. */
function commentOf(runId) {
	const { pid, processStart } = currentOwner();
	return `lifeboat-run-${runId}-${pid}-${processStart}`;
}
/** Everything that comes from a sandbox's bridge to this computer is refused, except answers to what we asked. */
function rule(bridge, comment) {
	const fresh = [
		"-m",
		"conntrack",
		"!",
		"--ctstate",
		"RELATED,ESTABLISHED"
	];
	const owner = [
		"-m",
		"comment",
		"--comment",
		comment
	];
	return [
		"-i",
		bridge,
		...fresh,
		...owner,
		"-j",
		"REJECT"
	];
}
/** Closes this computer's own services to a sandbox; false where that needs rights or programs that are missing. */
async function closeHost(bridge, context) {
	if (process.getuid?.() !== 0 || !existsSync(`/sys/class/net/${bridge}`)) return false;
	try {
		await iptables([
			"-I",
			"INPUT",
			...rule(bridge, commentOf(context.runId))
		], context);
		return true;
	} catch (error) {
		if (isLifeboatError(error, "cancelled")) throw error;
		return false;
	}
}
/** Takes the way out from a sandbox, given a process in it; older container engines give one even where it leads nowhere. */
async function removeDefaultRoute(pid, context) {
	if (process.getuid?.() !== 0) return;
	const args = [
		`--net=/proc/${pid}/ns/net`,
		"ip",
		"route",
		"flush",
		"default"
	];
	const options = {
		signal: context.signal,
		environment: context.programEnvironment
	};
	await runProgram({
		program: "nsenter",
		args
	}, options).catch((error) => {
		if (isLifeboatError(error, "cancelled")) throw error;
	});
}
/** Removes the rule of `closeHost`, this process's own unless another's comment is given; absent is not an error. */
async function reopenHost(bridge, context, comment) {
	try {
		await iptables([
			"-D",
			"INPUT",
			...rule(bridge, comment ?? commentOf(context.runId))
		], context);
	} catch (error) {
		if ((await listHostRules(context)).some((found) => found.bridge === bridge)) throw error;
	}
}
/** The rules of `closeHost` that are there now, of any run. */
async function listHostRules(context) {
	if (process.getuid?.() !== 0) return [];
	const listing = await iptables(["-S", "INPUT"], context).catch((error) => {
		if (isLifeboatError(error, "program-absent")) return "";
		throw error;
	});
	return Array.from(listing.matchAll(RULE), ([, bridge = "", comment = "", runId = "", pid, processStart = ""]) => ({
		bridge,
		runId,
		comment,
		ownerLives: mayLive({
			host: hostname(),
			pid: Number(pid),
			processStart
		})
	}));
}
async function iptables(args, context) {
	const command = {
		program: "iptables",
		args: ["-w", ...args]
	};
	const options = {
		signal: new AbortController().signal,
		environment: context.programEnvironment
	};
	return (await runProgram(command, options)).stdout;
}
export { reopenHost as i, listHostRules as n, removeDefaultRoute as r, closeHost as t };
