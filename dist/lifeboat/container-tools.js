import { t as containerPrograms } from "./container-programs.js";
import { a as openContainerEngine } from "./docker-frames.js";
import { n as startContainer } from "./start-container.js";
// src/runtime/container-tools.ts
/** Client programs in a container of the product's image, on this computer's network so that `localhost` means the same. */
async function containerTools(need, context) {
	const engine = await openContainerEngine(context);
	const network = process.platform === "linux" ? "host" : "bridge";
	const started = await startContainer(engine, {
		image: need.image,
		user: need.imageUser,
		network
	}, context);
	return {
		description: `container ${need.image}`,
		...containerPrograms(started.place, started.files),
		[Symbol.asyncDispose]: async () => started[Symbol.asyncDispose]()
	};
}
export { containerTools };
