import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
let temporary: string

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'demo-'))
  // As root the servers run as another user, who must get through.
  await chmod(temporary, 0o755)
})
afterEach(() => rm(temporary, { recursive: true, force: true }))

test('the demo proves its backup, catches the flipped bit and leaves only its folder', async () => {
  const demo = startDemo()
  const [said, complaints] = [text(demo.stdout!), text(demo.stderr!)]
  const [code] = (await once(demo, 'exit')) as [number | null]
  expect(code, `${await said}\n${await complaints}`).toBe(0)
  expect(await said).toMatch(/backup \S+ PROVEN, grade 7/)
  expect(await said).toMatch(/sandbox +local .*, network-namespace, egress blocked, destroyed/)
  expect(await said).toMatch(/11 of 11 datasets equal to the source/)
  expect(await said).toMatch(/one flipped bit in .* was caught: exit code 4/)
  expect(await complaints).toContain('[volume-altered]')
  expect((await readdir(await projectFolder())).toSorted()).toEqual([
    '.git',
    '.gitignore',
    'damaged',
    'drills',
    'keys',
    'lifeboat.yaml',
    'store',
  ])
  expect(await leftovers()).toEqual([])
})

test('an interrupted demo stops its server and its run of lifeboat', async () => {
  const demo = startDemo()
  const complaints = text(demo.stderr!)
  let said = ''
  demo.stdout!.on('data', (chunk) => (said += String(chunk)))
  await expect.poll(() => said, { timeout: 60_000 }).toContain('$ lifeboat drill')
  expect(await processesIn(temporary)).not.toEqual([])
  const exited = once(demo, 'exit')
  demo.kill('SIGINT')
  expect(await exited).toEqual([130, null])
  expect(await complaints).toContain('the demo was cancelled')
  expect(existsSync(join(await projectFolder(), 'server'))).toBe(false)
  expect(await leftovers()).toEqual([])
})

/** Without a container engine, and with everything temporary in a folder of its own. */
function startDemo(): ChildProcess {
  return spawn(process.execPath, ['scripts/demo.ts'], {
    cwd: root,
    env: { ...process.env, TMPDIR: temporary, DOCKER_HOST: 'unix:///nonexistent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function projectFolder(): Promise<string> {
  const [name = ''] = (await readdir(temporary)).filter((each) => each.startsWith('lifeboat-demo-'))
  return join(temporary, name)
}

/** Processes, sandboxes and private folders of runs; the folder that holds the latter stays, as does Node's cache. */
async function leftovers(): Promise<readonly string[]> {
  const made = (await readdir(temporary)).filter((name) => !/^(lifeboat-|node-compile-cache$)/.test(name))
  const runs = await readdir(join(temporary, `lifeboat-${userInfo().username}`))
  return [...made, ...runs, ...(await processesIn(temporary))]
}

/** Processes that name a path or work in it. */
async function processesIn(path: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const told = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return `${line} in ${await readlink(`/proc/${pid}/cwd`).catch(() => '')}`
    }),
  )
  return told.filter((line) => line.includes(path))
}
