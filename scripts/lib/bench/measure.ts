import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'

const POLL_MS = 20

/** A command to time; every round begins with `before`, which is not timed. */
export interface Contender {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly before?: () => Promise<unknown>
  /** Reads the time from what the command printed, when only a part of it counts (milliseconds). */
  readonly timeOf?: (stdout: string) => number
}

export interface Sample {
  readonly ms: number
  /** Peak resident memory of the started process itself, without its children. */
  readonly peakRssBytes: number
}

/** Runs a command once. Throws when it fails: a failed run has no time. */
async function measure(contender: Contender): Promise<Sample> {
  await contender.before?.()
  const startedMs = performance.now()
  const child = spawn(contender.program, contender.args, {
    env: { ...process.env, ...contender.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = Promise.all([child.stdout.toArray(), child.stderr.toArray()])
  let peakRssBytes = 0
  const timer = setInterval(() => {
    void peakOf(child.pid ?? 0).then((bytes) => {
      peakRssBytes = Math.max(peakRssBytes, bytes)
    })
  }, POLL_MS)
  const [code] = (await once(child, 'exit')) as [number | null]
  const ms = performance.now() - startedMs
  clearInterval(timer)
  const [stdout, stderr] = (await output).map((chunks) => Buffer.concat(chunks as Buffer[]).toString())
  if (code !== 0) throw new Error(`${contender.name} ended with ${code}: ${stderr}`)
  return { ms: contender.timeOf?.(stdout ?? '') ?? ms, peakRssBytes }
}

/** The kernel's high-water mark, so that no peak between two looks is missed. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

/** All contenders in turn, `rounds` times, beginning with another one each round. */
export async function inTurn(
  contenders: readonly Contender[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]))
  for (let round = -1; round < rounds; round++) {
    const first = Math.max(0, round) % contenders.length
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const sample = await measure(contender)
      // The first round warms caches and is not counted.
      if (round >= 0) samples.get(contender.name)?.push(sample)
      console.log(
        `  ${round < 0 ? 'warm-up' : `round ${round + 1}`}: ${contender.name}: ${(sample.ms / 1000).toFixed(2)} s`,
      )
    }
  }
  return samples
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
