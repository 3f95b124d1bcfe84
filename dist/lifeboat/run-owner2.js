import { r as LifeboatError } from "./errors.js";
import { r as isId, t as idTime } from "./identifiers.js";
import { n as explainNoSpace } from "./no-space.js";
import { hostname, tmpdir, userInfo } from "node:os";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lstat, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
// src/runtime/run-owner.ts
const OWNER_FILE = "owner.json";
/** In the folder of a run that leaves something on a server; without an owner beside it the run has ended. */
const LEFT_FILE = "left";
/** A folder that tells no owner is taken for a run's that just begins, or ends, until it is older than this. */
const BEGINNING_MS = 6e4;
/** Of a server that is gone for good nobody will ever sweep anything. */
const KEEP_MS = 7776e6;
/** Where this user's runs keep their private folders. */
function runsFolder() {
	return join(tmpdir(), `lifeboat-${userInfo().username}`);
}
/** Where runs note what they have asked a server for, in files named after the run: beside their folders, which sweep empties first. */
function notesFolder() {
	return join(runsFolder(), "qdrant-snapshots");
}
/**
* Makes a run's private folder (mode 0700) with a note of who owns it; it gets its name only with the note in it, so that nobody takes
* the run for dead meanwhile. Throws `disk-full` or `privilege-missing`.
*/
async function claimRunFolder(runId) {
	const folder = join(runsFolder(), runId);
	const unfinished = `${folder}.new`;
	try {
		await mkdir(runsFolder(), {
			recursive: true,
			mode: 448
		});
		await requireOwnFolder(runsFolder());
		await mkdir(unfinished, { mode: 448 });
		await writeFile(join(unfinished, OWNER_FILE), JSON.stringify(currentOwner()), { mode: 384 });
		await rename(unfinished, folder);
		return folder;
	} catch (error) {
		await rm(unfinished, {
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
	try {
		writeFileSync(join(runsFolder(), runId, LEFT_FILE), "", { mode: 384 });
	} catch {}
}
/** Removes the folder of a run that ends. Of one that leaves something to sweep it stays, and says nothing else. */
async function endRunFolder(runId) {
	const folder = join(runsFolder(), runId);
	if (!existsSync(join(folder, LEFT_FILE))) return await removeRunFolder(runId);
	await removeAllBut(folder, [LEFT_FILE]);
}
/**
* Removes the trace of a dead run when every database was asked, unless something of the run may still be there: what it noted, or
* what it left at a server of which nothing was swept, so that it may be one that was not asked.
*/
async function forgetRun(runId, wasSwept) {
	if ((await readdir(notesFolder()).catch(() => [])).some((name) => name.startsWith(`${runId}.`) && name.endsWith(".json"))) return;
	const isOld = Date.now() - (idTime(runId)?.getTime() ?? 0) > KEEP_MS;
	if (wasSwept || isOld || !existsSync(join(runsFolder(), runId, LEFT_FILE))) await removeRunFolder(runId);
}
/**
* Removes what a run kept in its folder, but not what says that it is dead: who owned it, and that it left something.
* False when there was nothing else.
*/
async function emptyRunFolder(runId) {
	return await removeAllBut(join(runsFolder(), runId), [OWNER_FILE, LEFT_FILE]) > 0;
}
/** Returns how many were removed. */
async function removeAllBut(folder, kept) {
	const others = (await readdir(folder)).filter((name) => !kept.includes(name));
	for (const name of others) await rm(join(folder, name), {
		recursive: true,
		force: true
	});
	return others.length;
}
/** Tells, as of now, which runs live; only a `dead` one may be swept where other computers' runs are seen too. */
async function readRunStates() {
	const states = /* @__PURE__ */ new Map();
	for (const runId of await listRuns()) states.set(runId, await ownerLives(runId) ? "alive" : "dead");
	return (runId) => states.get(runId) ?? "unknown";
}
async function ownerLives(runId) {
	const folder = join(runsFolder(), runId);
	try {
		return mayLive(JSON.parse(await readFile(join(folder, OWNER_FILE), "utf8")));
	} catch {
		return !existsSync(join(folder, LEFT_FILE)) && await isBeginning(folder);
	}
}
async function isBeginning(folder) {
	const changed = await stat(folder).catch(() => void 0);
	return changed !== void 0 && Date.now() - changed.mtimeMs < BEGINNING_MS;
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
export { endRunFolder as a, listRuns as c, processStart as d, readRunStates as f, emptyRunFolder as i, mayLive as l, runsFolder as m, claimRunFolder as n, forgetRun as o, removeRunFolder as p, currentOwner as r, leaveToSweep as s, KEEP_MS as t, notesFolder as u };
