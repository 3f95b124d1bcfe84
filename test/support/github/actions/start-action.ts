import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { RUNTIME_TOKEN } from './artifact-service.ts'
import { dispatch, REPOSITORY, type StartingEvent } from './events.ts'
import { readRunnerLog, type RunnerLog } from './runner-log.ts'

/** A job on a runner of its own: the action as it is built, and where it runs. */
export interface Job {
  /** With `action.js` in it. */
  readonly dist: string
  readonly directory: string
  /** For the runner's own files; what is left in it is left by the step. */
  readonly temporary: string
  readonly environment: Readonly<Record<string, string>>
}

export interface Step {
  readonly inputs: Readonly<Record<string, string>>
  readonly event?: StartingEvent
  readonly environment?: Readonly<Record<string, string>>
}

export interface StepEnd extends RunnerLog {
  /** Null when a signal ended it. */
  readonly exitCode: number | null
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  readonly stdout: string
  readonly stderr: string
  /** The runner's folder for temporary files, in which reports lie. */
  readonly runnerTemp: string
}

export interface StartedStep {
  readonly process: ChildProcess
  readonly ended: Promise<StepEnd>
  /** Resolves when that was printed. */
  printed(words: string): Promise<void>
}

/** Starts a step as a runner does: inputs and files by variables, commands on standard output. */
export async function startStep(
  job: Job,
  { inputs, event = dispatch, environment }: Step,
): Promise<StartedStep> {
  const runnerTemp = await mkdtemp(join(job.temporary, 'runner-'))
  const files = {
    GITHUB_OUTPUT: join(runnerTemp, '.output'),
    GITHUB_STEP_SUMMARY: join(runnerTemp, '.summary'),
    GITHUB_ENV: join(runnerTemp, '.env'),
    GITHUB_STATE: join(runnerTemp, '.state'),
    GITHUB_EVENT_PATH: join(runnerTemp, '.event'),
  }
  for (const file of Object.values(files)) await writeFile(file, '')
  await writeFile(files.GITHUB_EVENT_PATH, JSON.stringify(event.payload))
  const child = spawn(process.execPath, [join(job.dist, 'action.js')], {
    cwd: job.directory,
    env: {
      ...job.environment,
      ...files,
      ...platform(event.name, runnerTemp),
      ...inputVariables(inputs),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let seen = ''
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString()
    child.emit('printed')
  })
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    async ([stdout, stderr, [exitCode]]): Promise<StepEnd> => ({
      exitCode: exitCode as number | null,
      outputs: readOutputs(await readFile(files.GITHUB_OUTPUT, 'utf8')),
      summary: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8'),
      stdout,
      stderr,
      runnerTemp,
      ...readRunnerLog(stdout),
    }),
  )
  return {
    process: child,
    ended,
    printed: async (words) => {
      while (!seen.includes(words)) await Promise.race([once(child, 'printed'), ended.then(over)])
    },
  }
}

/** Runs a step to its end. */
export async function runStep(job: Job, step: Step): Promise<StepEnd> {
  return (await startStep(job, step)).ended
}

function over({ stdout, stderr }: StepEnd): never {
  throw new Error(`ended before that:\n${stdout}\n${stderr}`)
}

function platform(event: string, runnerTemp: string): Record<string, string> {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/backup.yml@refs/heads/main`,
    GITHUB_EVENT_NAME: event,
    GITHUB_RUN_ID: '4242',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_ACTOR: 'ada',
    GITHUB_TRIGGERING_ACTOR: 'ada',
    GITHUB_WORKSPACE: runnerTemp,
    RUNNER_TEMP: runnerTemp,
    ACTIONS_RUNTIME_TOKEN: RUNTIME_TOKEN,
  }
}

function inputVariables(inputs: Step['inputs']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  )
}

function readOutputs(file: string): Record<string, string> {
  const found = file.matchAll(/^([\w-]+)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm)
  return Object.fromEntries([...found].map(([, name = '', , value = '']) => [name, value]))
}
