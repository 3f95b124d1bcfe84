import * as core from '@actions/core'
import { appendFile } from 'node:fs/promises'
import { EXIT, type ExitCode } from '../core/errors.ts'
import { annotate } from './annotate.ts'
import { attach, type Attached } from './attach.ts'
import type { Event } from './event.ts'
import type { Inputs } from './inputs.ts'
import type { Heard } from './log.ts'
import { mergeProblems } from './merge-problems.ts'
import { outputsOf, reportOutputsOf } from './outputs.ts'
import { readResult } from './read-result.ts'
import { summarise } from './summary.ts'
import { writeReport, type Report } from './write-report.ts'

export interface Ended {
  readonly inputs: Inputs
  readonly event: Event
  readonly heard: Heard
  readonly exitCode: ExitCode
  readonly environment: NodeJS.ProcessEnv
}

/** Tells what a run came to: annotations, summary, artifact, outputs. Resolves to the exit code of the step. */
export async function deliver(ended: Ended): Promise<number> {
  const { inputs, heard, exitCode, environment } = ended
  const reading = readResult(heard.result, exitCode)
  const passes = exitCode === EXIT.breached && inputs.failOn === 'failed'
  const problems = mergeProblems(heard.problems, reading.problems).map((problem) =>
    passes ? { ...problem, level: 'warning' as const } : problem,
  )
  annotate(problems, core)
  const result: Heard['result'] = { ...heard.result, exitCode }
  // First, because whatever goes wrong with files must not take the verdict away.
  setOutputs(outputsOf({ exitCode, result, reading }))
  const summary = summarise({ command: inputs.command, exitCode, heard, reading, problems })
  const report = await orWarning('the report', () =>
    writeReport({ records: reading.records, result, summary }, environment),
  )
  const attached = report === undefined ? undefined : await attachReport(ended, report)
  setOutputs(reportOutputsOf(report, attached))
  await orWarning('the summary', () => appendSummary(summary, attached, environment))
  return passes ? EXIT.done : exitCode
}

function setOutputs(outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
}

/** What the run came to holds with and without its report. */
async function orWarning<T>(what: string, write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write()
  } catch (error) {
    core.warning(`${what} of this run could not be written: ${(error as Error).message}`, {
      title: 'lifeboat',
    })
    return undefined
  }
}

/** Not after a cancellation: the platform leaves no time for it. */
async function attachReport(
  { inputs, event, exitCode, environment }: Ended,
  report: Report,
): Promise<Attached | undefined> {
  if (!inputs.artifact || exitCode === EXIT.cancelled) return undefined
  const command = inputs.command.replaceAll(' ', '-')
  const attached = await attach(report, {
    name: `lifeboat-${command}-${event.runId}-${event.attempt}`,
    unique: report.folder.slice(-'XXXXXX'.length),
    environment,
  })
  if (attached.problem !== undefined)
    core.warning(`the report is not attached to this run: ${attached.problem}`, {
      title: 'lifeboat',
    })
  return attached
}

async function appendSummary(
  summary: string,
  attached: Attached | undefined,
  { GITHUB_STEP_SUMMARY: file = '' }: NodeJS.ProcessEnv,
): Promise<void> {
  if (file === '') return
  const line = attached === undefined ? '' : `\nReport: ${artifactWords(attached)}\n`
  await appendFile(file, summary + line)
}

function artifactWords({ id, name, problem }: Attached): string {
  return id === undefined ? `not attached (${problem ?? 'no reason given'})` : `artifact \`${name}\``
}
