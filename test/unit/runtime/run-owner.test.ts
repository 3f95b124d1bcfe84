import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { isId, newId } from '../../../src/core/identifiers.ts'
import { systemClock, systemRandom } from '../../../src/runtime/clock.ts'
import { createContext } from '../../../src/runtime/context.ts'
import {
  claimRunFolder,
  forgetRun,
  leaveToSweep,
  notesFolder,
  readRunStates,
  removeRunFolder,
  runsFolder,
} from '../../../src/runtime/run-owner.ts'

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
  const { runId, workDir } = await runThatLeaves()
  expect(await readdir(workDir)).toEqual(['left'])
  expect(await stateOf(runId)).toBe('dead')
})

async function runThatLeaves() {
  const { runId, workDir, [Symbol.asyncDispose]: end } = await begin()
  onTestFinished(() => removeRunFolder(runId))
  await writeFile(join(workDir, 'scratch'), 'private')
  leaveToSweep(runId)
  expect(await stateOf(runId)).toBe('alive')
  await end()
  return { runId, workDir }
}

const MANY = 100

test('a run has its folder only with the note of who owns it', async () => {
  const mine = new Set<string>()
  const ownerless = new Set<string>()
  const claims = claimMany(mine)
  while (mine.size < MANY) {
    for (const runId of readdirSync(runsFolder()).filter(isId)) {
      if (!existsSync(join(runsFolder(), runId, 'owner.json'))) ownerless.add(runId)
    }
    await nextTurn()
  }
  await claims
  expect([...ownerless].filter((runId) => mine.has(runId))).toEqual([])
  for (const runId of mine) await removeRunFolder(runId)
})

async function claimMany(claimed: Set<string>): Promise<void> {
  for (let count = 0; count < MANY; count += 1) {
    const runId = newId(systemClock, systemRandom)
    claimed.add(runId)
    await claimRunFolder(runId)
  }
}

test('a folder that tells no owner is of a run that may live until it is a minute old', async () => {
  const runId = newId(systemClock, systemRandom)
  const folder = join(runsFolder(), runId)
  onTestFinished(() => removeRunFolder(runId))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  expect(await stateOf(runId)).toBe('alive')
  await writeFile(join(folder, 'owner.json'), '')
  expect(await stateOf(runId)).toBe('alive')
  const longAgo = new Date(Date.now() - 61_000)
  await utimes(folder, longAgo, longAgo)
  expect(await stateOf(runId)).toBe('dead')
})

test('a run that left something is forgotten only when something of it was swept', async () => {
  const { runId, workDir } = await runThatLeaves()
  await forgetRun(runId, false)
  expect(existsSync(workDir)).toBe(true)
  await forgetRun(runId, true)
  expect(existsSync(workDir)).toBe(false)
})

test('a run that has noted something is forgotten only when the note is gone', async () => {
  const { runId, workDir, [Symbol.asyncDispose]: end } = await begin()
  onTestFinished(() => end())
  const note = join(notesFolder(), `${runId}.one.json`)
  await mkdir(notesFolder(), { recursive: true, mode: 0o700 })
  await writeFile(note, '{}')
  await forgetRun(runId, true)
  expect(existsSync(workDir)).toBe(true)
  await rm(note)
  await forgetRun(runId, false)
  expect(existsSync(workDir)).toBe(false)
})
