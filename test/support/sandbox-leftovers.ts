import { existsSync } from 'node:fs'
import { $ } from 'zx'
import { processStart, runsFolder } from '../../src/runtime/run-owner.ts'
import { RUN_LABEL } from '../../src/runtime/sandbox-labels.ts'
import { readSandboxNotes, type SandboxNote } from '../../src/runtime/sandbox-note.ts'

const run = $({ quiet: true, nothrow: true })

/** What the process sandboxes of a run hold now; read it before they are disposed. */
export function heldByProcesses(runId: string): Promise<readonly SandboxNote[]> {
  return readSandboxNotes(`${runsFolder()}/${runId}`)
}

/** Every container, network, firewall rule, folder and process of one run that is still there. */
export async function sandboxLeftovers(
  runId: string,
  held: readonly SandboxNote[] = [],
): Promise<readonly string[]> {
  const filter = `label=${RUN_LABEL}=${runId}`
  const containers = await run`docker ps -aq --filter ${filter}`
  const networks = await run`docker network ls -q --filter ${filter}`
  const rules = await run`iptables -w -S INPUT`
  const notes = await heldByProcesses(runId)
  return [
    ...containers.lines().map((id) => `container ${id}`),
    ...networks.lines().map((id) => `network ${id}`),
    ...rules.lines().filter((rule) => rule.includes(runId)),
    ...notes.map(({ folder }) => `note of ${folder}`),
    ...held.flatMap(({ folder }) => (existsSync(folder) ? [`folder ${folder}`] : [])),
    ...held
      .flatMap(({ processes }) => processes)
      .filter(({ pid, processStart: start }) => processStart(pid) === start)
      .map(({ pid }) => `process ${pid}`),
  ]
}
