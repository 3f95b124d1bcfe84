import { r as LifeboatError } from "./errors.js";
import { r as isId } from "./identifiers.js";
import { n as explainNoSpace } from "./no-space.js";
import { hostname, tmpdir, userInfo } from "node:os";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lstat, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
// src/runtime/run-owner.ts
const OWNER_FILE = "owner.json";
/** Runs of this process that leave something on a server. */
const leaving = /* @__PURE__ */ new Set();
/** Where this user's runs keep their private folders. */
function runsFolder() {
	return join(tmpdir(), `lifeboat-${userInfo().username}`);
}
/** Makes a run's private folder (mode 0700) with a note of who owns it. Throws `disk-full` or `privilege-missing`. */
async function claimRunFolder(runId) {
	const folder = join(runsFolder(), runId);
	try {
		await mkdir(runsFolder(), {
			recursive: true,
			mode: 448
		});
		await requireOwnFolder(runsFolder());
		await mkdir(folder, { mode: 448 });
		await writeFile(join(folder, OWNER_FILE), JSON.stringify(currentOwner()), { mode: 384 });
		return folder;
	} catch (error) {
		await rm(folder, {
			recursive: true,
			force: true
		}).catch(() => void 0);
		throw explainNoSpace(error);
	}
}
/** The folder's name can be guessed and lies where everybody may write. Throws `privilege-missing`. */
async function requireOwnFolder(folder) {
	const found = await lstat(folder);
	if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 63) === 0) return;
	throw new LifeboatError({
		code: "privilege-missing",
		what: `${folder} is not a private folder of this user`,
		fix: "remove it, or set TMPDIR to a folder of your own"
	});
}
/** This process, as a note or a label names it. */
function currentOwner() {
	return {
		host: hostname(),
		pid: process.pid,
		processStart: processStart(process.pid) ?? ""
	};
}
/** False only when the owner is of this computer and has ended; another computer's cannot be judged from here. */
function mayLive(owner) {
	return owner.host !== hostname() || processStart(owner.pid) === owner.processStart;
}
/** The runs that left a folder on this computer, alive or not. */
async function listRuns() {
	return (await readdir(runsFolder()).catch(() => [])).filter(isId).sort();
}
async function removeRunFolder(runId) {
	await rm(join(runsFolder(), runId), {
		recursive: true,
		force: true
	});
}
/** Says that a run leaves something on a server which sweep is to remove: of its folder a trace stays, by which sweep knows it. */
function leaveToSweep(runId) {
	leaving.add(runId);
}
/** Removes the folder of a run that ends. Of one that leaves something to sweep it stays, empty: without an owner the run is dead. */
async function endRunFolder(runId) {
	if (!leaving.delete(runId)) return await removeRunFolder(runId);
	const folder = join(runsFolder(), runId);
	const names = await readdir(folder).catch(() => []);
	for (const name of names) await rm(join(folder, name), {
		recursive: true,
		force: true
	});
}
/**
* Removes what a run kept in its folder, but not the note of who owned it: as long as that is there the run is known to be dead.
* False when there was nothing else.
*/
async function emptyRunFolder(runId) {
	const folder = join(runsFolder(), runId);
	const others = (await readdir(folder)).filter((name) => name !== OWNER_FILE);
	for (const name of others) await rm(join(folder, name), {
		recursive: true,
		force: true
	});
	return others.length > 0;
}
/** Tells, as of now, which runs live; only a `dead` one may be swept where other computers' runs are seen too. */
async function readRunStates() {
	const states = /* @__PURE__ */ new Map();
	for (const runId of await listRuns()) states.set(runId, await ownerLives(runId) ? "alive" : "dead");
	return (runId) => states.get(runId) ?? "unknown";
}
async function ownerLives(runId) {
	try {
		return mayLive(JSON.parse(await readFile(join(runsFolder(), runId, OWNER_FILE), "utf8")));
	} catch {
		return false;
	}
}
/** The kernel's start time of a process, or undefined when there is none; where there is no /proc, a signal probe. */
function processStart(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return state === "Z" ? void 0 : fields[18];
	} catch {
		return signalProbe(pid) ? "alive" : void 0;
	}
}
function signalProbe(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
export { leaveToSweep as a, processStart as c, runsFolder as d, endRunFolder as i, readRunStates as l, currentOwner as n, listRuns as o, emptyRunFolder as r, mayLive as s, claimRunFolder as t, removeRunFolder as u };
