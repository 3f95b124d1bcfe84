import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { startInContainer, type ContainerPlace } from '../../../src/runtime/container-exec.ts'

test('a program that a container cannot start any more lets go of its input', async () => {
  const gone = Object.assign(new Error('No such container: drill'), { statusCode: 404 })
  const place: ContainerPlace = {
    container: { exec: () => Promise.reject(gone) } as unknown as ContainerPlace['container'],
    user: 'nobody',
    notes: '/tmp',
    signal: new AbortController().signal,
    nextName: () => 'note',
  }
  const stdin = Readable.from(['rows'])
  const started = startInContainer({ program: 'cat', args: [], stdin }, place)
  await expect(started).rejects.toMatchObject({ code: 'sandbox-unavailable' })
  expect(stdin.destroyed).toBe(true)
})
