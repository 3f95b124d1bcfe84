import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { EvidenceRecord } from '../core/record.ts'
import { canonicalBytes } from '../evidence/canonical.ts'

/** The files of a run's report: its records, its result, its summary, and what `report` wrote. */
export interface Report {
  readonly folder: string
  readonly files: readonly string[]
  readonly recordPaths: readonly string[]
}

export interface Written {
  readonly records: readonly EvidenceRecord[]
  readonly result: { readonly folder?: unknown; readonly files?: unknown }
  readonly summary: string
}

/** Writes them into a folder of their own, where the platform keeps files until the job ends. */
export async function writeReport(
  { records, result, summary }: Written,
  { RUNNER_TEMP: parent = tmpdir() }: NodeJS.ProcessEnv,
): Promise<Report> {
  const folder = await mkdtemp(join(parent, 'lifeboat-report-'))
  const texts: [string, string | Uint8Array][] = [
    ...records.map((record): [string, Uint8Array] => [recordName(record), canonicalBytes(record)]),
    ['result.json', `${JSON.stringify(result, undefined, 2)}\n`],
    ['summary.md', summary],
  ]
  await mkdir(join(folder, 'records'))
  for (const [name, text] of texts) await writeFile(join(folder, name), text)
  const copied = await copyReports(result, folder)
  return {
    folder,
    files: [...texts.map(([name]) => join(folder, name)), ...copied],
    recordPaths: records.map((record) => join(folder, recordName(record))),
  }
}

function recordName({ id, kind }: EvidenceRecord): string {
  return join('records', `${id}-${kind}.json`)
}

/** What `report` wrote, which its result names below the folder it wrote to. */
async function copyReports(
  { folder: from, files }: Written['result'],
  folder: string,
): Promise<readonly string[]> {
  if (typeof from !== 'string' || !Array.isArray(files)) return []
  const names = files.filter((name): name is string => typeof name === 'string')
  for (const name of names) {
    await mkdir(dirname(join(folder, 'reports', name)), { recursive: true })
    await copyFile(join(from, name), join(folder, 'reports', name))
  }
  return names.map((name) => join(folder, 'reports', name))
}
