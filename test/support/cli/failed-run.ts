import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect } from 'vitest'
import type { ErrorCode } from '../../../src/core/errors.ts'
import type { CliEnd } from './start-cli.ts'

/** What a run that must fail could damage: the listing of a target and what its store holds. */
export interface Guarded {
  readonly target: string
  readonly run: (args: readonly string[]) => Promise<CliEnd>
  /** Every object of the store with something that changes when its content does. */
  readonly contents: () => Promise<ReadonlyMap<string, string>>
}

/** Runs what must fail. Afterwards `lifeboat list` shows what it showed before, and the store keeps all it had. */
export async function withoutLoss(
  { target, run, contents }: Guarded,
  act: () => Promise<CliEnd>,
): Promise<CliEnd> {
  const listing = async (): Promise<unknown> => (await run(['list', target])).result
  const [listed, kept] = [await listing(), await contents()]
  expect(listed).toMatchObject({ exitCode: 0, targets: [{ total: expect.any(Number) as number }] })
  const end = await act()
  expect(await listing()).toEqual(listed)
  const now = await contents()
  expect([...kept].filter(([key, content]) => now.get(key) !== content)).toEqual([])
  return end
}

/** The exit code, and the code and words of the failure that was told. */
export function expectFailure(end: CliEnd, exitCode: number, told: { code: ErrorCode; says: RegExp }): void {
  const failures = end.lines.filter(({ event }) => event === 'failure')
  const { error } = end.result as { readonly error?: Readonly<Record<string, unknown>> }
  const [failure = error] = failures
  expect({ ...failure, exitCode: end.exitCode }).toMatchObject({ code: told.code, exitCode })
  expect([failure?.['what'], failure?.['why'], failure?.['fix']].join('\n')).toMatch(told.says)
}

/** Every file below a folder with its digest. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const digest = async (path: string): Promise<[string, string]> => [
    relative(folder, path),
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  ]
  return new Map(await Promise.all(paths.map(digest)))
}
