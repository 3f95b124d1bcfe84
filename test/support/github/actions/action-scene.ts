import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openCliScene, type CliScene } from '../../cli/cli-scene.ts'
import { startArtifactService, type ArtifactService } from './artifact-service.ts'
import { runStep, startStep, type StartedStep, type Step, type StepEnd } from './start-action.ts'

/** A project with real databases, used through the built action only, and everything that any step of it let out. */
export interface ActionScene extends AsyncDisposable {
  readonly cli: CliScene
  readonly artifacts: ArtifactService
  /** Every step that has ended. */
  readonly ends: readonly StepEnd[]
  run(step: Step): Promise<StepEnd>
  start(step: Step): Promise<StartedStep>
}

export async function openActionScene(dist: string): Promise<ActionScene> {
  await using undo = new AsyncDisposableStack()
  const cli = undo.use(await openCliScene())
  const artifacts = undo.use(await startArtifactService())
  const temporary = join(cli.directory, '..', 'runner')
  await mkdir(temporary)
  const environment = { ...cli.environment, ACTIONS_RESULTS_URL: artifacts.url }
  const job = { dist, directory: cli.directory, temporary, environment }
  const ends: StepEnd[] = []
  const kept = undo.move()
  return {
    cli,
    artifacts,
    ends,
    run: async (step) => {
      const end = await runStep(job, step)
      ends.push(end)
      return end
    },
    start: (step) => startStep(job, step),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The records that a step left as files. */
export async function recordsOf({ outputs }: StepEnd): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const paths = JSON.parse(outputs['record-paths'] ?? '[]') as readonly string[]
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return texts.map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>)
}
