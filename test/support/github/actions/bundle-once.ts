import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundle } from '../../../../scripts/lib/bundle.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the action that these sources make lies, without its sources and without node_modules. */
    dist: string
  }
}

/** Builds what is tested, once for all files. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'lb-action-'))
  await bundle(join(folder, 'dist'))
  project.provide('dist', join(folder, 'dist'))
  return () => rm(folder, { recursive: true, force: true })
}
