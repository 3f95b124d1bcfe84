import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parsePeriod } from '../compliance/period.ts'
import type { ReportFiles } from './report-files.ts'

/** Puts derived files into a folder, each whole or not at all, in place of what has its name; returns their full paths. */
export async function writeReportFiles(folder: string, files: ReportFiles): Promise<readonly string[]> {
  const written: string[] = []
  for (const [path, bytes] of files) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await replaceFile(file, bytes)
    written.push(file)
  }
  return written
}

/** Names of the periods whose report lies in a folder: `2026-11`. */
export async function reportedPeriods(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'compliance')).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  })
  return periodsIn(names)
}

/** The periods that these files in `compliance/` report. */
export function periodsIn(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => path.endsWith('.md'))
    .map((path) => path.slice(path.lastIndexOf('/') + 1, -'.md'.length))
    .filter((name) => parsePeriod(name) !== undefined)
}

async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    await writeFile(temporary, bytes)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
