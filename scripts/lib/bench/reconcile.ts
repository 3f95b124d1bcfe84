import { join } from 'node:path'
import process from 'node:process'
import { inTurn, type Contender } from './measure.ts'
import { ratioTable } from './report.ts'
import { serverEnvironment, type Subject } from './subject.ts'

const KEYS = [1_000_000, 3_000_000] as const

/** How long a rule takes, against what one would do by hand: sort both sides and compare the lines. */
export async function benchReconcile(subject: Subject): Promise<string> {
  const [some, many] = KEYS
  const contenders = [byHand(some, subject), byLifeboat(some, subject), byLifeboat(many, subject)]
  const samples = await inTurn(contenders, subject.rounds)
  const [hand, own, larger] = contenders.map(({ name }) => name)
  const table = ratioTable(samples, [
    { name: hand ?? '' },
    { name: own ?? '', against: hand ?? '', bound: '≤ 20 s' },
    { name: larger ?? '', against: own ?? '', bound: 'the same memory' },
  ])
  return `## Reconciliation\n\nKeys of two tables of the PostgreSQL above, streamed and compared.\n\n${table}`
}

function questions(keys: number): readonly [string, string] {
  return [`select id from narrow where id <= ${keys}`, `select id from wide where id <= ${keys}`]
}

function byLifeboat(keys: number, { server }: Subject): Contender {
  return {
    name: `Lifeboat, ${keys / 1e6} M keys a side`,
    program: process.execPath,
    args: [join(import.meta.dirname, 'reconcile-child.ts'), ...questions(keys)],
    env: { BENCH_URL: server.url },
  }
}

function byHand(keys: number, subject: Subject): Contender {
  const [truth, derived] = questions(keys)
  return {
    name: `psql, sort and comm, ${keys / 1e6} M keys a side`,
    program: 'bash',
    args: ['-c', `comm -3 ${sorted(truth)} ${sorted(derived)} | wc -l`],
    env: serverEnvironment(subject),
  }
}

function sorted(query: string): string {
  return `<("$BIN/psql" -Atqc "${query}" | LC_ALL=C sort)`
}
