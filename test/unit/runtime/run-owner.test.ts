import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createContext } from '../../../src/runtime/context.ts'
import { leaveToSweep, readRunStates, removeRunFolder } from '../../../src/runtime/run-owner.ts'

const begin = () =>
  createContext({
    environment: process.env,
    reporter: { report: () => undefined },
    signal: new AbortController().signal,
  })
const stateOf = async (runId: string): Promise<string> => (await readRunStates())(runId)

test('a run that ends leaves no folder, and nobody can tell its state any more', async () => {
  const { runId, workDir, [Symbol.asyncDispose]: end } = await begin()
  await writeFile(join(workDir, 'scratch'), 'private')
  expect(await stateOf(runId)).toBe('alive')
  await end()
  expect(existsSync(workDir)).toBe(false)
  expect(await stateOf(runId)).toBe('unknown')
})

test('a run that leaves something to sweep lives until its end, is dead from then on, and keeps nothing else', async () => {
  const { runId, workDir, [Symbol.asyncDispose]: end } = await begin()
  onTestFinished(() => removeRunFolder(runId))
  await writeFile(join(workDir, 'scratch'), 'private')
  leaveToSweep(runId)
  expect(await stateOf(runId)).toBe('alive')
  await end()
  expect(await readdir(workDir)).toEqual([])
  expect(await stateOf(runId)).toBe('dead')
})
