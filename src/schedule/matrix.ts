/** What GitHub takes as `strategy.matrix`: one job for each entry. */
export interface Matrix {
  /** `target` names one target, or several with spaces between them. */
  readonly include: readonly { readonly target: string }[]
}

/** As many jobs as GitHub allows in one matrix. */
const MOST_JOBS = 256

/** One job for each target, and where they are more than jobs, as few as possible for each. */
export function matrixOf(targets: readonly string[]): Matrix {
  const perJob = Math.ceil(targets.length / MOST_JOBS)
  const jobs = perJob === 0 ? 0 : Math.ceil(targets.length / perJob)
  return {
    include: Array.from({ length: jobs }, (_, job) => ({
      target: targets.slice(job * perJob, (job + 1) * perJob).join(' '),
    })),
  }
}
