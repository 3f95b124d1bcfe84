import type { Configuration } from '../configuration.ts'
import { findingOf, type Finding, type Observation } from './finding.ts'

type Judged = Pick<Configuration, 'targets' | 'delegates' | 'encryption' | 'locate' | 'isWritten'>

/** Targets whose backups would be refused, because nobody could seal what their servers write. Loads the engines' code. */
export async function sealingFindings(configuration: Judged): Promise<readonly Finding[]> {
  if (configuration.encryption.recipients.length === 0) return []
  const found: Finding[] = []
  for (const target of configuration.targets) {
    if (target.encryption === 'provider' || !(await configuration.delegates(target))) continue
    found.push(findingOf(unsealable(target.name), configuration))
  }
  return found
}

function unsealable(target: string): Observation {
  return {
    code: 'unsealable',
    severity: 'error',
    path: ['targets', target, 'encryption'],
    message:
      'the server writes these backups by itself, so they cannot be sealed for the recipients, and none is taken',
    fix: 'choose a way of backup that streams, or accept with encryption: provider that only the store encrypts them',
  }
}
