import { i as isLifeboatError } from "./errors.js";
import { i as reopenHost, n as listHostRules } from "./firewall.js";
import { c as listRuns, d as processStart, f as readRunStates, i as emptyRunFolder, m as runsFolder } from "./run-owner2.js";
import { t as readSandboxNotes } from "./sandbox-note.js";
import { join } from "node:path";
import { rm } from "node:fs/promises";
// src/drill/sweep-sandboxes.ts
/**
* Removes the containers, networks, firewall rules, processes and folders of runs on this computer that no longer live;
* returns one sentence each. What is in the folder of a run goes last, since it says what the run had; the folder itself stays, since
* it says to who looks at databases next that the run is dead.
*/
async function sweepSandboxes(context) {
	const stateOf = await readRunStates();
	const dead = (await listRuns()).filter((runId) => stateOf(runId) === "dead");
	const containers = await sweepContainers(context);
	const rules = await sweepRules(context);
	const folders = [];
	for (const runId of dead) folders.push(...await sweepRun(runId));
	return [
		...containers,
		...rules,
		...folders
	];
}
/** Without a container engine there is nothing of it to sweep. */
async function sweepContainers(context) {
	const { removeDeadContainers } = await import("./dead-containers.js");
	try {
		return await removeDeadContainers(context);
	} catch (error) {
		if (isLifeboatError(error, "sandbox-unavailable")) return [];
		throw error;
	}
}
/** A rule outlives its bridge when its run was killed. */
async function sweepRules(context) {
	const orphaned = (await listHostRules(context)).filter(({ ownerLives }) => !ownerLives);
	for (const { bridge, comment } of orphaned) await reopenHost(bridge, context, comment);
	return orphaned.map(({ bridge, runId }) => `firewall rule of ${bridge} (run ${runId})`);
}
async function sweepRun(runId) {
	const removed = [];
	for (const { folder, processes } of await readSandboxNotes(join(runsFolder(), runId))) {
		for (const { pid, processStart: start } of processes) {
			if (processStart(pid) !== start) continue;
			process.kill(pid, "SIGKILL");
			removed.push(`process ${pid} (run ${runId})`);
		}
		await rm(folder, {
			recursive: true,
			force: true
		});
		removed.push(`sandbox folder ${folder} (run ${runId})`);
	}
	return await emptyRunFolder(runId) ? [...removed, `folder of run ${runId}`] : removed;
}
export { sweepSandboxes };
