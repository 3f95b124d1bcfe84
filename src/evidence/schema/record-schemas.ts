import { z } from 'zod'
import { backupSchema } from './backup-schema.ts'
import { checkSchema } from './check-schema.ts'
import { drillSchema } from './drill-schema.ts'
import { groupBackupSchema, groupDrillSchema } from './group-schema.ts'
import { ledgerSchema } from './ledger-schema.ts'
import { policySchema } from './policy-schema.ts'
import { pruneSchema } from './prune-schema.ts'
import { restoreSchema } from './restore-schema.ts'
import { verificationSchema } from './verification-schema.ts'

const TITLES = {
  backup: [backupSchema, 'Lifeboat backup record'],
  verification: [verificationSchema, 'Lifeboat verification record'],
  drill: [drillSchema, 'Lifeboat drill record'],
  restore: [restoreSchema, 'Lifeboat restore record'],
  policy: [policySchema, 'Lifeboat policy record'],
  check: [checkSchema, 'Lifeboat check record'],
  prune: [pruneSchema, 'Lifeboat prune record'],
  'group-backup': [groupBackupSchema, 'Lifeboat group backup record'],
  'group-drill': [groupDrillSchema, 'Lifeboat group drill record'],
  ledger: [ledgerSchema, 'Lifeboat ledger batch'],
} as const

/** The JSON Schemas (2020-12) to publish, by file name below `reports/schema/`. */
export function recordSchemas(): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(TITLES).map(([name, [schema, title]]) => [
      `${name}.v1.json`,
      { title, ...z.toJSONSchema(schema, { target: 'draft-2020-12' }) },
    ]),
  )
}
