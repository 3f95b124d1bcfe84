import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'

const CHECKS = `version: 1
description: The newest backup, once a month
isolation: ISOLATION
checks:
  shop:
    - name: customers are there
      query: select count(*) from customers
      expect: { ">=": 5000 }
    - name: no order without a payment
      query: select count(*) from orders o where not exists (select from payments p where p.order_id = o.id)
      expect: 0
    - name: payments add up to orders
      query: select (select sum(total) from orders) = (select sum(amount) from payments)
      expect: true
    - name: the newest order is fresh
      query: select floor(extract(epoch from now() - max(placed_at)))::int from orders
      expect: { "<=": 3600 }
`

export interface Project {
  /** What seals the backups: the daily key and the one that is locked away. */
  readonly recipients: readonly string[]
  /** Image for the sandbox instead of the official one. */
  readonly image: string | undefined
  /** Whether the sandbox can be cut off from the network here. */
  readonly isolated: boolean
}

/** Writes the reviewed files of a project: what is protected and how it is drilled. */
export async function writeProject(folder: string, { recipients, image, isolated }: Project): Promise<void> {
  const settings = image === undefined ? '' : `    settings: { image: "${image}" }\n`
  await writeFile(
    join(folder, 'lifeboat.yaml'),
    `version: 1
project: shop
stores:
  primary: { type: filesystem, path: store }
encryption:
  recipients: # public keys: the second one is the escrow key
${recipients.map((recipient) => `    - ${recipient}`).join('\n')}
  identities: [{ file: keys/daily.txt }]
targets:
  shop:
    engine: postgres
    connection: { url: { env: SHOP_DATABASE_URL } }
    schedule: { backup: "*/30 * * * *", drill: "17 4 * * 0#1" }
    objectives: { rpo: 1h, rto: 15m, approvedBy: cto }
${settings}evidence:
  key: { file: keys/evidence.txt }
`,
  )
  await mkdir(join(folder, 'drills'))
  const plan = CHECKS.replace('isolation: ISOLATION\n', isolated ? '' : 'isolation: none\n')
  await writeFile(join(folder, 'drills', 'monthly.yaml'), plan)
}

/** A new git repository, for the evidence. */
export async function makeRepository(folder: string): Promise<void> {
  await writeFile(join(folder, '.gitignore'), 'keys/\nstore/\ndamaged/\nserver/\n')
  await $({ quiet: true, cwd: folder })`git init --quiet`
}

/** The public key in a file that \`keys new\` wrote. */
export async function publicKey(file: string): Promise<string> {
  const key = /age1\w+/.exec(await readFile(file, 'utf8'))?.[0]
  if (key === undefined) throw new Error(`${file} holds no public key`)
  return key
}
