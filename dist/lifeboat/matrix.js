// src/schedule/matrix.ts
/** As many jobs as GitHub allows in one matrix. */
const MOST_JOBS = 256;
/** One job for each target, and where they are more than jobs, as few as possible for each. */
function matrixOf(targets) {
	const perJob = Math.ceil(targets.length / MOST_JOBS);
	const jobs = perJob === 0 ? 0 : Math.ceil(targets.length / perJob);
	return { include: Array.from({ length: jobs }, (_, job) => ({ target: targets.slice(job * perJob, (job + 1) * perJob).join(" ") })) };
}
export { matrixOf };
