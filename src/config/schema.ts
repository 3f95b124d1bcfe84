import { z } from 'zod'
import { CONNECTION_SCHEMAS, STORE_SCHEMAS } from '../registry.ts'
import { secretReference } from '../runtime/secret-reference.ts'
import { DEFAULTS } from './defaults.ts'
import { branch, cron, duration, name, recipient, repositoryFolder, size, timeZone } from './fields.ts'
import { groupSchema } from './group-schema.ts'
import { viaSchema } from './via.ts'

const GIB = 2 ** 30
const KIB = 2 ** 10
const MIB = 2 ** 20

const schedule = z.strictObject({
  backup: cron.optional().describe('When backups are due'),
  verify: cron
    .optional()
    .meta({ description: 'When stored bytes are compared with their records', examples: ['17 5 * * 0'] }),
  drill: cron
    .optional()
    .meta({ description: 'When restore drills are due; monthly at least', examples: ['17 4 * * 0#1'] }),
  prune: cron.optional().meta({ description: 'When retention is applied', examples: ['17 3 * * 0'] }),
  check: cron.optional().meta({ description: 'When objectives are checked', examples: ['47 * * * *'] }),
  timeZone: timeZone.optional().describe('Time zone of these expressions. Default: UTC'),
})

const objectives = z.strictObject({
  rpo: duration('25h', '1h')
    .optional()
    .describe('Recovery point objective: the largest loss of data the business accepts'),
  rto: duration('30m').optional().describe('Recovery time objective: the longest time without the database'),
  approvedBy: z.string().min(1).optional().describe('Who accepted these objectives'),
  approvedAt: z.iso
    .date('must be a date')
    .meta({ examples: ['2026-10-01'] })
    .optional()
    .describe('When they were accepted'),
})

const retention = z.strictObject({
  within: duration('30d').optional().describe('Every backup younger than this stays. Default: 365d'),
  monthly: z.int().min(1).optional().describe('Newest backup of each of that many months'),
  yearly: z.int().min(1).optional().describe('Newest backup of each of that many years'),
  minimumAge: duration('7d')
    .optional()
    .describe('No backup younger than this is ever removed; less than 7d is refused. Default: 7d'),
  minimumCount: z
    .int()
    .min(1)
    .optional()
    .describe(`Never fewer backups than this. Default: ${DEFAULTS.retention.minimumCount}`),
  acknowledgeShortRetention: z.boolean().optional().describe('Allows a minimumAge of less than 7d'),
})

const health = z.strictObject({
  backupAge: duration('25h', '48h')
    .optional()
    .describe(
      'An older newest backup is overdue. Default: 1.5 times the longest time between two scheduled ones',
    ),
  verificationAge: duration('10d')
    .optional()
    .describe('The same of the newest good verification. Default: 1.5 times that of schedule.verify'),
  proofAge: duration('45d')
    .optional()
    .describe('The same of the newest drill that proved a copy. Default: 1.5 times that of schedule.drill'),
  failuresWithin: duration('7d').optional().describe('Failed backups are told for so long. Default: 7d'),
})

const settings = z.strictObject({
  image: z.string().min(1).optional().describe("Image for sandboxes and programs instead of the engine's"),
  fingerprint: z
    .boolean()
    .optional()
    .describe('Whether backups carry a fingerprint; without one none is ever proven. Default: true'),
  backupTimeout: duration('6h').optional().describe('A backup that takes longer is given up. Default: 6h'),
  drillTimeout: duration('6h').optional().describe('A drill that takes longer is given up. Default: 6h'),
  parallel: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe(`Jobs of a restore at once. Default: ${DEFAULTS.settings.parallel}`),
  volumeSize: size
    .refine((bytes) => bytes >= MIB && bytes <= 32 * GIB, 'must be between 1MiB and 32GiB')
    .optional()
    .describe('Largest stored object; a longer part becomes several. At most 32GiB. Default: 4GiB'),
  rateLimit: size
    .refine((bytes) => bytes >= 64 * KIB, 'must be at least 64KiB')
    .optional()
    .describe(
      'Bytes that a backup may store in a second. It slows the reading of the source down too. Default: no limit',
    ),
})

const policy = {
  store: name.optional().describe('Name of the store that backups go to. Default: the only store'),
  schedule: schedule.optional().describe('Cron expressions of five fields'),
  retention: retention.optional().describe('How long backups stay'),
  objectives: objectives.optional().describe('What the business accepts'),
  health: health.optional().describe('When `check` calls something overdue'),
  settings: settings.optional().describe('Limits and ways of working'),
}

const targets = Object.entries<z.ZodType>(CONNECTION_SCHEMAS).map(([engine, connection]) =>
  z.strictObject({
    engine: z.literal(engine).describe('Kind of database'),
    connection: connection.describe('How to reach the database'),
    encryption: z
      .literal('provider')
      .optional()
      .describe(
        'Accepts that what the server itself writes into the store is not sealed for the recipients: the store encrypts it, or nobody',
      ),
    via: viaSchema
      .optional()
      .describe('What the server runs in, where this computer cannot reach it otherwise'),
    ...policy,
  }),
)
const stores = Object.values<z.core.$ZodTypeDiscriminable>(STORE_SCHEMAS)

function named<T extends z.ZodType>(schema: T, what: string): z.ZodType<Record<string, z.output<T>>> {
  return z
    .record(name, schema)
    .refine((entries) => Object.keys(entries).length > 0, `must name at least one ${what}`)
}

/** What lifeboat.yaml may hold; strict everywhere. */
export const configurationSchema = z.strictObject({
  version: z.literal(1).describe('Version of this format'),
  project: name.describe('Name of this fleet in records and reports'),
  stores: named(z.discriminatedUnion('type', oneOrMore(stores)), 'store').describe(
    'Where backups lie, by name',
  ),
  encryption: z
    .strictObject({
      recipients: z
        .array(recipient)
        .default([])
        .describe('age public keys that everything is sealed to; one should be the escrow key'),
      identities: z
        .array(secretReference)
        .default([])
        .describe('Where the secret keys lie that verify, drill and restore open backups with'),
    })
    .prefault({})
    .describe('Keys'),
  defaults: z
    .strictObject(policy)
    .prefault({})
    .describe('What holds for every target that says nothing else'),
  targets: named(z.discriminatedUnion('engine', oneOrMore(targets)), 'target').describe(
    'The databases to protect, by name',
  ),
  groups: z
    .record(name, groupSchema)
    .default({})
    .describe('Targets that are backed up, drilled and reconciled together, by name'),
  evidence: z
    .strictObject({
      path: repositoryFolder.default(DEFAULTS.evidence.path).describe('Folder of published evidence'),
      branch: branch
        .default(DEFAULTS.evidence.branch)
        .describe('Branch that `collect` writes to. At GitHub, when left out: the default branch'),
      disclosure: z
        .enum(['full', 'pseudonymous', 'totals'])
        .default(DEFAULTS.evidence.disclosure)
        .describe('What published records say of datasets: names and counts, keyed names, or totals only'),
      key: secretReference.optional().describe('Where the key of the published digests lies'),
    })
    .prefault({})
    .describe('What is published'),
  drills: z.string().min(1).default(DEFAULTS.drills).describe('Folder of the drill plans'),
})

function oneOrMore<T>(items: readonly T[]): [T, ...T[]] {
  const [first, ...rest] = items
  if (first === undefined) throw new Error('src/registry.ts is empty: run npm run generate')
  return [first, ...rest]
}

export type WrittenConfiguration = z.output<typeof configurationSchema>
export type WrittenPolicy = WrittenConfiguration['defaults']
