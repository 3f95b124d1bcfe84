import type { Command } from '../../../core/machine.ts'

export const DEFAULT_BACKUP_PORT = 6362

export interface BackupCommand {
  readonly from: string
  /** Folder that the archive is written to; it must exist and be empty. */
  readonly directory: string
  readonly database: string
  readonly acceptLicense: 'yes' | 'eval'
}

/**
 * A full backup with users and roles. Full, because a chain is only as good as its weakest link, and one that restores alone is what a
 * drill proves.
 */
export function backupCommand({ from, directory, database, acceptLicense }: BackupCommand): Command {
  return {
    program: 'neo4j-admin',
    args: [
      'database',
      'backup',
      `--from=${from}`,
      `--to-path=${directory}`,
      '--type=FULL',
      '--include-metadata=all',
      '--compress=true',
      database,
    ],
    env: { NEO4J_ACCEPT_LICENSE_AGREEMENT: acceptLicense },
  }
}
