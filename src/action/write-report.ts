import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EvidenceRecord } from '../core/record.ts'
import { canonicalBytes } from '../evidence/canonical.ts'

/** The files of a run's report: its records, its result and its summary. */
export interface Report {
  readonly folder: string
  readonly files: readonly string[]
  readonly recordPaths: readonly string[]
}

export interface Written {
  readonly records: readonly EvidenceRecord[]
  readonly result: object
  readonly summary: string
}

/** Writes them into a folder of their own, where the platform keeps files until the job ends. */
export async function writeReport(
  { records, result, summary }: Written,
  { RUNNER_TEMP: parent = tmpdir() }: NodeJS.ProcessEnv,
): Promise<Report> {
  const folder = await mkdtemp(join(parent, 'lifeboat-report-'))
  await mkdir(join(folder, 'records'))
  const recordPaths = records.map(({ id, kind }) => join(folder, 'records', `${id}-${kind}.json`))
  const others: [string, string][] = [
    [join(folder, 'result.json'), `${JSON.stringify(result, undefined, 2)}\n`],
    [join(folder, 'summary.md'), summary],
  ]
  for (const [path, text] of others) await writeFile(path, text)
  for (const [index, path] of recordPaths.entries()) {
    const record = records[index]
    if (record !== undefined) await writeFile(path, canonicalBytes(record))
  }
  return { folder, files: [...recordPaths, ...others.map(([path]) => path)], recordPaths }
}
