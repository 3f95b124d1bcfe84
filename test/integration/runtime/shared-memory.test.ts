import { existsSync, readlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { processMachine } from '../../../src/runtime/process-machine.ts'
import { testContext } from '../../support/context.ts'
import { postgresNeed } from '../../support/postgres-need.ts'

test('shared memory of a process sandbox goes with it, however it ends', async () => {
  await using context = await testContext()
  await using machine = await processMachine(postgresNeed(), context)
  expect(machine.isolation).toBe('network-namespace')
  const name = `lifeboat-${context.runId}`
  const script = `touch /dev/shm/${name}; readlink /proc/self/ns/ipc; ls /dev/shm`
  const { stdout } = await machine.run({ program: '/bin/sh', args: ['-c', script] })
  const [ipc, ...files] = stdout.trim().split('\n')
  expect(ipc).toMatch(/^ipc:/)
  expect(ipc).not.toBe(readlinkSync('/proc/self/ns/ipc'))
  expect(files).toEqual([name])
  expect(existsSync(`/dev/shm/${name}`)).toBe(false)
})
