import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mountSmall } from '../support/stores/small-mount.ts'

const CLAIM = `
import { claimRunFolder } from ${JSON.stringify(import.meta.resolve('../../src/runtime/run-owner.ts'))}
const error = await claimRunFolder('20261121T021700Z-3fk90000').catch((failure) => failure)
console.log(error.code, error.exitCode)
`

test('a run that finds no room for its folder says so, and leaves none', async () => {
  await using small = await mountSmall(1)
  const fill = (): void => writeFileSync(join(small.path, 'full'), Buffer.alloc(2_000_000))
  expect(fill).toThrow('ENOSPC')
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', CLAIM], {
    env: { ...process.env, TMPDIR: small.path },
    encoding: 'utf8',
  })
  expect(stdout.trim()).toBe('disk-full 7')
  const folders = readdirSync(small.path).filter((name) => name.startsWith('lifeboat-'))
  expect(folders.flatMap((name) => readdirSync(join(small.path, name)))).toEqual([])
})
