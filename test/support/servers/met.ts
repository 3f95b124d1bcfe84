import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { requireOfficial } from '../../../scripts/lib/official.ts'

const said = new Set<string>()

/**
 * Says once per process which kind of server a suite met; in a whole run the runner gathers and prints these. Throws where only
 * official ones are accepted, unless a test is about the stand-in itself.
 */
export function announceServer(kind: string, aboutStandIn = false): void {
  if (!aboutStandIn) requireOfficial(kind)
  if (said.has(kind)) return
  said.add(kind)
  const run = process.env['LIFEBOAT_TEST_RUN']
  const suite = process.env['LIFEBOAT_TEST_SUITE'] ?? 'outside a suite'
  if (run) appendFileSync(join(run, 'servers-met.tsv'), `${suite}\t${kind}\n`)
  else process.stderr.write(`met: ${kind}\n`)
}
