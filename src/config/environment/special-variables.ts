/** Variables that are read directly and stand for no key. */
export const SPECIAL_VARIABLES: Readonly<Record<string, string>> = {
  LIFEBOAT_CONFIG: 'The text of the whole configuration, read instead of lifeboat.yaml',
  LIFEBOAT_IDENTITY: 'age secret keys to open backups with, one a line, besides encryption.identities',
  LIFEBOAT_IDENTITY_FILE: 'Path of a file with such keys (mode 0600)',
  LIFEBOAT_EVIDENCE_KEY: 'Key of the published digests, where evidence.key is not configured',
  LIFEBOAT_EVIDENCE_KEY_FILE: 'Path of a file with that key (mode 0600)',
}

/** The project's own tests and tools use these. */
const RESERVED_PREFIX = 'LIFEBOAT_TEST_'

/** True for a variable that configures something. */
export function isConfiguring(variable: string): boolean {
  return (
    variable.startsWith('LIFEBOAT_') &&
    !variable.startsWith(RESERVED_PREFIX) &&
    SPECIAL_VARIABLES[variable] === undefined
  )
}
