import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { repositoryRoot } from '../../../../scripts/lib/root.ts'

/** One request to a real server and its answer. */
export interface Exchange {
  readonly name: string
  readonly server: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly bodyNote?: string
  readonly status: number
  readonly answer: Readonly<Record<string, string>>
  readonly text?: string
  readonly bytes?: number
}

const folder = join(repositoryRoot, 'test/vectors/qdrant-1.19.0')

/** All recorded exchanges, in the order they happened. */
export async function readExchanges(): Promise<readonly Exchange[]> {
  const lines = gunzipSync(await readFile(join(folder, 'exchanges.jsonl.gz')))
    .toString('utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Exchange)
}

/** A snapshot that a real server made. */
export async function readSnapshot(name: 'one-point' | 'indexed'): Promise<Buffer> {
  return gunzipSync(await readFile(join(folder, `${name}.snapshot.gz`)))
}
