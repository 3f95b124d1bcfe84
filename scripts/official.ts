import { mkdir, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { $ } from 'zx'
import { cacheFolder } from './lib/cache.ts'
import { CouldNotRun, runScript } from './lib/could-not-run.ts'
import { OFFICIAL, officialServers } from './lib/official.ts'

const run = $({ quiet: true })

/** Copies the programs of official images to the folder that LIFEBOAT_TEST_OFFICIAL names, for suites that must run on them. */
async function fetchOfficial(names: readonly string[]): Promise<void> {
  const root = process.env[OFFICIAL]
  if (!root) throw new CouldNotRun(`set ${OFFICIAL} to the folder where the programs are to lie`)
  for (const name of names) {
    const server = officialServers[name]
    if (!server)
      throw new CouldNotRun(`there is no official ${name}: ${Object.keys(officialServers).join(', ')}`)
    const folder = join(root, name)
    await rm(folder, { recursive: true, force: true })
    if (server.replaces !== undefined)
      await rm(cacheFolder(server.replaces), { recursive: true, force: true })
    const container = (await run`docker create ${server.image}`).stdout.trim()
    try {
      for (const [from, to] of Object.entries(server.copies)) {
        await mkdir(dirname(join(folder, to)), { recursive: true })
        await run`docker cp --follow-link ${`${container}:${from}`} ${join(folder, to)}`
      }
      for (const [name, target] of Object.entries(server.links ?? {}))
        await symlink(target, join(folder, name))
    } finally {
      await run`docker rm ${container}`
    }
    console.log(`official: ${name} out of ${server.image} in ${folder}`)
  }
}

if (import.meta.main) await runScript(() => fetchOfficial(parseArgs({ allowPositionals: true }).positionals))
