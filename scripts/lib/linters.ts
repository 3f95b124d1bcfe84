import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { explainFailure } from './could-not-run.ts'
import { goProgram, hasGoProgram, installGoProgram } from './go-programs.ts'
import { actionlint, zizmor } from './pins.ts'
import { installWheel, wheelFolder } from './wheels.ts'

/** A program that judges workflows. */
export interface Linter {
  readonly name: string
  /** Full path, whether or not it is there. */
  readonly program: string
  readonly isThere: () => boolean
  readonly install: () => Promise<void>
}

const zizmorProgram = join(
  wheelFolder(zizmor),
  `${zizmor.name}-${zizmor.version}.data`,
  'scripts',
  zizmor.name,
)

/** Both are needed: one knows the syntax and what expressions may use, the other what is dangerous. */
export const linters = {
  actionlint: {
    name: 'actionlint',
    program: goProgram(actionlint),
    isThere: () => hasGoProgram(actionlint),
    install: () => installGoProgram(actionlint),
  },
  zizmor: {
    name: 'zizmor',
    program: zizmorProgram,
    isThere: () => existsSync(zizmorProgram),
    install: () => installWheel(zizmor),
  },
} as const satisfies Record<string, Linter>

/** Installs a linter where that is possible; where it is not, its tests are skipped, and a skip needs a reason. */
export async function installLinter(linter: Linter): Promise<void> {
  try {
    await linter.install()
  } catch (error) {
    console.log(`set-up: ${linter.name} cannot be installed here:`, explainFailure(error))
  }
}
