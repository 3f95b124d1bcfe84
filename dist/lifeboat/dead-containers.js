import { a as openContainerEngine, i as isAbsent, r as explainEngineError } from "./docker-frames.js";
import { l as mayLive } from "./run-owner2.js";
import { i as ownerOf, r as RUN_LABEL, t as removeContainer } from "./start-container.js";
// src/runtime/dead-containers.ts
/** Removes containers and networks whose owner was of this computer and has ended; returns one sentence each. */
async function removeDeadContainers(context) {
	const engine = await openContainerEngine(context);
	try {
		return [...await sweepContainers(engine), ...await sweepNetworks(engine)];
	} catch (error) {
		throw explainEngineError(error);
	}
}
async function sweepContainers({ container: { dockerode } }) {
	const dead = (await dockerode.listContainers({
		all: true,
		filters: { label: [RUN_LABEL] }
	})).filter(({ Labels }) => !mayLive(ownerOf(Labels)));
	for (const { Id } of dead) await removeContainer(dockerode.getContainer(Id));
	return dead.map(({ Id, Labels }) => `container ${Id.slice(0, 12)} (run ${Labels["org.lifeboat.run"] ?? ""})`);
}
async function sweepNetworks({ container: { dockerode } }) {
	const dead = (await dockerode.listNetworks({ filters: { label: [RUN_LABEL] } })).filter(({ Labels }) => !mayLive(ownerOf(Labels ?? {})));
	for (const { Id } of dead) await dockerode.getNetwork(Id).remove().catch((error) => {
		if (!isAbsent(error)) throw error;
	});
	return dead.map(({ Name }) => `network ${Name}`);
}
export { removeDeadContainers };
