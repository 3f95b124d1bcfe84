import { currentOwner, type Owner } from './run-owner.ts'

const PREFIX = 'org.lifeboat'

/** The label that everything of this project carries; its value is the run. */
export const RUN_LABEL = `${PREFIX}.run`

/** Labels by which sweep recognises what a dead run left behind. */
export function sandboxLabels(runId: string): Record<string, string> {
  const { host, pid, processStart } = currentOwner()
  return {
    [RUN_LABEL]: runId,
    [`${PREFIX}.host`]: host,
    [`${PREFIX}.pid`]: String(pid),
    [`${PREFIX}.process-start`]: processStart,
  }
}

/** Who made a labelled thing. */
export function ownerOf(labels: Readonly<Record<string, string>>): Owner {
  return {
    host: labels[`${PREFIX}.host`] ?? '',
    pid: Number(labels[`${PREFIX}.pid`] ?? 0),
    processStart: labels[`${PREFIX}.process-start`] ?? '',
  }
}
