import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ROOT } from '../docs/blocks.ts'

interface Step {
  readonly uses?: string
  readonly if?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly uses?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: unknown
  readonly environment?: unknown
  readonly concurrency?: { readonly group: string; readonly queue?: string }
  readonly steps?: readonly Step[]
  /** Of a job that calls a workflow. */
  readonly with?: Readonly<Record<string, unknown>>
  readonly secrets?: Readonly<Record<string, string>>
}

export interface Workflow {
  readonly file: string
  readonly text: string
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

const FOLDERS = ['.github/workflows', 'src/github-workflows/templates']

/** Every workflow of this repository and every template of one. */
export const workflows: readonly Workflow[] = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => {
    const file = join(folder, name)
    const text = readFileSync(join(ROOT, file), 'utf8')
    return { ...(parse(text) as Omit<Workflow, 'file' | 'text'>), file, text }
  }),
)

/** Every job with the name of its file and its own. */
export const jobs = workflows.flatMap(({ file, jobs: own }) =>
  Object.entries(own).map(([name, job]) => ({ name: `${file} ${name}`, file, job })),
)
