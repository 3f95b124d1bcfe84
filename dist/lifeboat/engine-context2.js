import { i as isLifeboatError } from "./errors.js";
import { n as findTools } from "./find-tools.js";
// src/runtime/engine-context.ts
/** A context with which engines find programs and throw-away machines. */
function engineContext(context) {
	return {
		...context,
		tools: (need, signal = context.signal) => findTools(need, {
			...context,
			signal
		}),
		machine: (need, signal = context.signal) => scratchMachine(need, {
			...context,
			signal
		})
	};
}
/** The same context, stopped by another signal. */
function withSignal(context, signal) {
	return {
		...context,
		signal,
		tools: (need) => context.tools(need, signal),
		machine: (need) => context.machine(need, signal)
	};
}
/** Local programs start quicker than a container, so they come first. */
async function scratchMachine(need, context) {
	const { processMachine } = await import("./process-machine.js");
	try {
		return await processMachine(need, context);
	} catch (error) {
		if (!isLifeboatError(error, "program-absent") && !isLifeboatError(error, "program-version")) throw error;
		const { containerMachine } = await import("./container-machine.js");
		return containerMachine({
			image: need.image,
			user: need.imageUser,
			context
		});
	}
}
export { withSignal as n, engineContext as t };
