import { setTimeout as sleep } from 'node:timers/promises'
import type { CliScene } from './cli-scene.ts'
import { processesOf, runsOf } from './leftovers.ts'
import type { CliEnd, StartedCli } from './start-cli.ts'

/** A moment of a run: resolves when it has come. */
export type Moment = (cli: StartedCli) => Promise<unknown>

export interface Interruption {
  readonly args: readonly string[]
  readonly at: Moment
  readonly signal: NodeJS.Signals
  readonly environment?: Readonly<Record<string, string>>
}

export interface Interrupted {
  readonly end: CliEnd
  /** The run's id, as it marks what the run holds. */
  readonly runs: readonly string[]
}

/** Starts a command, sends it a signal at a moment, and waits for its end. */
export async function interrupt(
  scene: CliScene,
  { args, at, signal, environment }: Interruption,
): Promise<Interrupted> {
  const before = new Set(await runsOf(scene))
  const cli = scene.start(args, environment)
  await at(cli)
  const runs = (await runsOf(scene)).filter((id) => !before.has(id))
  cli.process.kill(signal)
  return { end: await cli.ended, runs }
}

/** When the run says that it begins a phase. */
export function phase(name: string): Moment {
  return (cli) => cli.seen((line) => line['event'] === 'phase' && line['name'] === name)
}

/** When the run says how far it is with something. */
export function progress(name: string): Moment {
  return (cli) => cli.seen((line) => line['event'] === 'progress' && line['name'] === name)
}

/** When a program of the run is there. */
export function running(scene: CliScene, program: string): Moment {
  return (cli) =>
    until(cli, async () =>
      (await processesOf(scene)).some((found) => new RegExp(`[ /]${program} `).test(found)),
    )
}

/** When something is so; rejects when the run ends before. */
export async function until(cli: StartedCli, holds: () => Promise<boolean>): Promise<void> {
  let over = false
  void cli.ended.then(() => (over = true))
  while (!(await holds())) {
    if (over) await cli.seen(() => false)
    await sleep(20)
  }
}
