import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { linters } from '../../../scripts/lib/linters.ts'
import { ROOT } from '../docs/blocks.ts'

/** What a linter says of a repository; empty when it is content. */
export type Lint = (repository: string) => string

/** The ignores of this repository hold for copies of its workflows too. */
const KNOWN_GAPS = ['-config-file', join(ROOT, '.github/actionlint.yaml')]

/** Both linters by name; a finding of any severity counts. */
export const lints: Readonly<Record<keyof typeof linters, Lint>> = {
  actionlint: (repository) =>
    complaints(linters.actionlint.program, [...KNOWN_GAPS, '-no-color'], repository),
  zizmor: (repository) =>
    complaints(
      linters.zizmor.program,
      [
        '--offline',
        '--no-progress',
        '--quiet',
        '--strict-collection',
        '--color=never',
        '.github',
        ...actionOf(repository),
      ],
      repository,
    ),
}

function actionOf(repository: string): readonly string[] {
  return repository === ROOT ? ['action.yml'] : []
}

function complaints(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (error !== undefined) throw error
  return status === 0 ? '' : `exit ${status}\n${stdout}${stderr}`
}
