import { readFileSync } from 'node:fs'
import process from 'node:process'

/** The unix user that servers run as. */
export interface Servant {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** The user to drop to when the tests run as root, which PostgreSQL refuses; otherwise undefined. */
export function findServant(): Servant | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = users.find(([candidate]) => candidate === wanted) ?? []
    if (name) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('the tests run as root and found neither a user postgres nor nobody to run servers as')
}
