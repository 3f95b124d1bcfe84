import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  Capture,
  CaptureRequest,
  Check,
  Engine,
  EngineContext,
  PartSource,
} from '../../../../src/core/engine.ts'
import { LifeboatError } from '../../../../src/core/errors.ts'
import type { Fingerprint, FingerprintSpec } from '../../../../src/core/fingerprint.ts'

/** A folder of `<name>.ledger` files whose lines are `<number> <text>`: the smallest honest database. */
export interface LedgerFolder {
  readonly folder: string
  /** Slows the capture down, so that it can be met half-way. */
  readonly pauseMs?: number
}

const VERSION = '1.0'

/** An engine whose database is a folder, for tests of what surrounds engines. */
export const ledgerFile: Engine<LedgerFolder> = {
  name: 'ledger-file',
  capabilities: {
    loads: 'server',
    restoresIntoServer: false,
    highestGrade: { grade: 1, because: 'it exists to test backups, not restores' },
    tampers: false,
  },
  connect: async (written) => written as LedgerFolder,
  destination: () => unsupported(),
  endpoint: () => undefined,
  atEndpoint: (connection) => connection,
  probe: async ({ folder }) => ({
    identity: await identify(folder),
    serverTime: new Date(),
    sizeBytes: 0,
    missing: [],
    requirements: {},
  }),
  inspect: async ({ folder }) => ({ identity: await identify(folder), exists: true, objects: 0 }),
  capture,
  parse,
  load: () => unsupported(),
  fingerprint: ({ folder }, spec) => fingerprintOf(folder, spec),
  checks: async () => [],
  ask: () => unsupported(),
  keys: () => unsupported(),
  violations: () => unsupported(),
  tamper: async () => undefined,
  sweep: async () => [],
  server: {
    need: () => unsupported(),
    prepare: () => unsupported(),
    start: () => unsupported(),
    stop: () => unsupported(),
  },
}

async function capture(
  { folder, pauseMs }: LedgerFolder,
  { sink, fingerprint }: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  const now = new Date().toISOString()
  const seed = Buffer.from(context.random.bytes(8)).toString('hex')
  for (const name of await ledgers(folder)) {
    const content = createReadStream(join(folder, name), { highWaterMark: 16 * 1024 })
    await sink.stream(name, pauseMs === undefined ? content : content.pipe(slowed(pauseMs, context.signal)))
  }
  return {
    identity: await identify(folder),
    consistency: { kind: 'perObject', fromAt: now, toAt: now },
    fingerprint: fingerprint ? await fingerprintOf(folder, { seed, methods: new Map() }) : undefined,
    requirements: { ledgers: String((await ledgers(folder)).length) },
    limitations: [],
  }
}

function slowed(pauseMs: number, signal: AbortSignal): Transform {
  return new Transform({
    signal,
    transform: (chunk: Buffer, _encoding, done) => void sleep(pauseMs).then(() => done(null, chunk)),
  })
}

async function parse(parts: PartSource): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const name of parts.names.filter((part) => part.endsWith('.ledger'))) {
    checks.push(checkOf(name, await text(await parts.open(name))))
  }
  return checks
}

function checkOf(name: string, content: string): Check {
  const bad = linesOf(content).filter((line) => !/^\d+ /.test(line)).length
  return bad === 0
    ? { name, result: 'passed', detail: 'every line is an entry' }
    : { name, result: 'failed', detail: `${bad} lines are no entries` }
}

async function fingerprintOf(
  folder: string,
  { seed }: Pick<FingerprintSpec, 'seed' | 'methods'>,
): Promise<Fingerprint> {
  const names = await ledgers(folder)
  const datasets = await Promise.all(
    names.map(async (name) => {
      const lines = linesOf(await readFile(join(folder, name), 'utf8'))
      return {
        name,
        kind: 'ledger',
        count: lines.length,
        digest: sumOf(lines, seed),
        method: 'line-sum/1',
        rule: 'equal' as const,
      }
    }),
  )
  return {
    format: 'lifeboat-fingerprint/1',
    engine: 'ledger-file',
    comparableWithin: 'ledger-file 1',
    origin: 'source',
    seed,
    coverage: { kind: 'exact' },
    leftOut: [],
    datasets,
    inventory: [],
    schema: { digest: createHash('sha256').update(names.join('\n')).digest('hex'), method: 'names/1' },
  }
}

/** A sum, so that the order of lines does not matter. */
function sumOf(lines: readonly string[], seed: string): string {
  const digest = (line: string): bigint =>
    BigInt(
      `0x${createHash('sha256')
        .update(seed + line)
        .digest('hex')}`,
    )
  return lines.reduce((sum, line) => sum + digest(line), 0n).toString()
}

function linesOf(content: string): readonly string[] {
  return content.split('\n').filter((line) => line !== '')
}

async function ledgers(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.ledger')).sort()
}

async function identify(folder: string): Promise<Capture['identity']> {
  try {
    return { version: VERSION, id: String((await stat(folder)).ino), address: folder }
  } catch (cause) {
    throw new LifeboatError({ code: 'server-unreachable', what: `${folder} cannot be read`, cause })
  }
}

function unsupported(): never {
  throw new LifeboatError({ code: 'not-supported', what: 'a folder of ledgers cannot do this' })
}
