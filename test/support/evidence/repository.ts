import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoreAdmin } from '../../../src/core/store.ts'
import type { EvidencePlace } from '../../../src/evidence/ledger/read-ledger.ts'
import { verifyEvidence, type EvidenceReport } from '../../../src/evidence/verify-evidence.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import { testContext } from '../context.ts'
import { backupRecord } from './records.ts'

const IDENTITY = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org']

/** A temporary folder with a git repository and stores in it. */
export class EvidenceBench implements AsyncDisposable {
  readonly root: string
  readonly directory: string

  constructor(root: string) {
    this.root = root
    this.directory = join(root, 'repository')
  }

  get place(): EvidencePlace {
    return { directory: this.directory, branch: 'lifeboat-evidence', path: 'reports' }
  }

  /** Runs git as a user of the repository would. */
  git(...args: readonly string[]): string {
    return this.gitIn(this.directory, ...args)
  }

  gitIn(directory: string, ...args: readonly string[]): string {
    return execFileSync('git', ['-C', directory, ...IDENTITY, ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trimEnd()
  }

  store(name = 'primary'): Promise<StoreAdmin> {
    return openStore({ type: 'filesystem', path: join(this.root, name) }, { name })
  }

  /** The object that the branch points to; undefined while it does not exist. */
  branchHead(): string | undefined {
    return this.git('for-each-ref', '--format=%(objectname)', 'refs/heads/lifeboat-evidence') || undefined
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true })
  }
}

/** A repository with one commit on `main`, `bare` or with a work tree. */
export async function evidenceBench(options: readonly '--bare'[] = []): Promise<EvidenceBench> {
  const bench = new EvidenceBench(await mkdtemp(join(tmpdir(), 'lifeboat-evidence-')))
  bench.gitIn(bench.root, 'init', '-q', '-b', 'main', ...options, bench.directory)
  if (options.length === 0) bench.git('commit', '-q', '--allow-empty', '-m', 'first')
  return bench
}

/** Writes the records of backups `from` to `to` into the store. */
export async function writeBackups(bench: EvidenceBench, from: number, to: number): Promise<void> {
  const store = await bench.store()
  for (let index = from; index <= to; index++) await writeRecord(store, backupRecord(index))
}

/** What a verification of the published branch says. */
export async function report(bench: EvidenceBench): Promise<EvidenceReport> {
  await using context = await testContext()
  return await verifyEvidence({ source: bench.place, context })
}
