import type { ActionReference } from '../../github-workflows/action-reference.ts'
import type { NeededVariables } from '../../github-workflows/needed-variables.ts'
import { line, plural } from './lines.ts'

export interface WrittenWorkflows {
  readonly folder: string
  readonly written: readonly string[]
  readonly kept: readonly string[]
  /** Those kept that differ from what would be written. */
  readonly different: readonly string[]
  readonly needs: NeededVariables
  readonly local: boolean
  readonly action: ActionReference
}

/** What was written, and what GitHub still has to be told. */
export function describeWorkflows(told: WrittenWorkflows): string {
  const { folder, written, kept, different, needs, local, action } = told
  return [
    ...written.map((name) => `wrote ${folder}/${name}`),
    ...kept.map((name) =>
      different.includes(name)
        ? `left ${folder}/${name} as it is: it DIFFERS from what would be written`
        : `left ${folder}/${name}, which is as it would be written`,
    ),
    ...differenceLines(different),
    line('calls', `${action.repository} at ${action.commit}`),
    line(
      'next',
      'make the environments lifeboat, lifeboat-evidence, lifeboat-prune, and lifeboat-restore with reviewers;',
    ),
    line(
      '',
      `then these secrets ${local ? 'in them' : 'of the repository'}, each with a line NAME=value for each variable`,
    ),
    ...secretsOf(needs, local).map((text) => line('secret', text)),
    ...needs.files.map((file) =>
      line('warning', `no runner has the file ${file}: use { env: NAME } instead`),
    ),
    ...needs.folders.map((store) =>
      line('warning', `the store ${store} is a folder, which a hosted runner loses with everything in it`),
    ),
  ].join('\n')
}

function differenceLines(different: readonly string[]): readonly string[] {
  if (different.length === 0) return []
  return [
    line(
      'different',
      `${plural(different.length, 'file')}: another commit or schedule, --local or not, or edited by hand;`,
    ),
    line(
      '',
      'git rm what should be new and run this again, or edit it where only the commit behind @ differs',
    ),
  ]
}

function secretsOf({ everything, storesOnly }: NeededVariables, local: boolean): readonly string[] {
  const name = (secret: string, environment: string): string =>
    local ? `${secret} in ${environment}` : secret
  const prune = local ? 'LIFEBOAT_ENV' : 'LIFEBOAT_PRUNE_ENV'
  return [
    `${name('LIFEBOAT_ENV', 'lifeboat')}: ${listOf(everything)}`,
    `${name('LIFEBOAT_STORE_ENV', 'lifeboat-evidence')}: ${listOf(storesOnly)}`,
    `${name(prune, 'lifeboat-prune')}: ${listOf(storesOnly)}, of a login that may delete`,
    `${name('LIFEBOAT_RESTORE_ENV', 'lifeboat-restore')}: ${listOf(everything)}, of logins that may create databases`,
  ]
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'what your stores need' : names.join(', ')
}
