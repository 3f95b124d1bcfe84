import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { processStart } from './run-owner.ts'

const NOTES = 'sandboxes'

const noteSchema = z.strictObject({
  folder: z.string(),
  processes: z.array(z.strictObject({ pid: z.int().positive(), processStart: z.string() })),
})

/** What a process sandbox holds, so that sweep can end and remove it after a kill. */
export type SandboxNote = z.infer<typeof noteSchema>

/** Writes down in the run's private folder what a sandbox holds; later notes of the same name replace earlier ones. */
export async function writeSandboxNote(
  workDir: string,
  name: string,
  { folder, pids }: { readonly folder: string; readonly pids: readonly number[] },
): Promise<void> {
  await mkdir(join(workDir, NOTES), { recursive: true, mode: 0o700 })
  const processes = pids.map((pid) => ({ pid, processStart: processStart(pid) ?? '' }))
  const note: SandboxNote = { folder, processes }
  await writeFile(join(workDir, NOTES, name), JSON.stringify(note), { mode: 0o600 })
}

export async function removeSandboxNote(workDir: string, name: string): Promise<void> {
  await rm(join(workDir, NOTES, name), { force: true })
}

/** The sandboxes that a run noted and did not remove. */
export async function readSandboxNotes(workDir: string): Promise<readonly SandboxNote[]> {
  const names = await readdir(join(workDir, NOTES)).catch(() => [])
  const texts = await Promise.all(names.map((name) => readFile(join(workDir, NOTES, name), 'utf8')))
  return texts.map((text) => noteSchema.parse(JSON.parse(text)))
}
