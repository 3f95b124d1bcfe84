import { existsSync, globSync } from 'node:fs'
import { $ } from 'zx'
import { CouldNotRun } from './could-not-run.ts'
import { rootPrefix } from './privilege.ts'
import { hasProgram } from './shell.ts'

/** A program the tests need and the Debian packages that bring it. */
interface Need {
  readonly packages: readonly string[]
  readonly met: () => Promise<boolean> | boolean
}

const program = (name: string, ...packages: string[]): Need => ({ packages, met: () => hasProgram(name) })

const needs: readonly Need[] = [
  {
    packages: ['postgresql', 'postgresql-contrib'],
    met: () => globSync('/usr/lib/postgresql/*/bin/postgres').length > 0,
  },
  program('redis-server', 'redis-server'),
  program('redis-cli', 'redis-tools'),
  program('age', 'age'),
  program('zstd', 'zstd'),
  program('openssl', 'openssl'),
  program('debootstrap', 'debootstrap', 'debian-archive-keyring'),
  program('unshare', 'util-linux'),
  program('ip', 'iproute2'),
  program('java', 'openjdk-17-jre-headless'),
  program('mvn', 'maven'),
  program('/usr/bin/python3', 'python3'),
  { packages: ['python3-pip'], met: () => pipAnswers() },
]

async function pipAnswers(): Promise<boolean> {
  const { exitCode } = await $({ nothrow: true, quiet: true })`python3 -m pip --version`
  return exitCode === 0
}

/** The Debian packages still to be installed. */
export async function missingPackages(): Promise<string[]> {
  const missing = await Promise.all(needs.map(async (need) => ((await need.met()) ? [] : need.packages)))
  return missing.flat()
}

/** Installs Debian packages without letting any of their services start. */
export async function installPackages(names: readonly string[]): Promise<void> {
  const commands = `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`
  const prefix = await rootPrefix()
  if (!prefix) throw new CouldNotRun(`this needs root; run, then try again:\n  sudo sh -c '${commands}'`)
  if (!(await hasProgram('apt-get')))
    throw new CouldNotRun(`no apt-get here: install ${names.join(', ')} yourself`)
  const run = $({ quiet: true })
  await withServicesHeldBack(prefix, async () => {
    await run`${prefix} apt-get update -qq`
    await run`${prefix} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${names}`
  })
}

/** Debian starts servers on installation, and makes a database cluster: neither is wanted here. */
async function withServicesHeldBack(prefix: readonly string[], work: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d'
  const cluster = '/etc/postgresql-common/createcluster.conf'
  const run = $({ quiet: true })
  if (!existsSync(cluster)) {
    await run`${prefix} mkdir -p /etc/postgresql-common`
    await run({ input: 'create_main_cluster = false\n' })`${prefix} tee ${cluster}`
  }
  const ours = !existsSync(policy)
  if (ours) {
    await run({ input: '#!/bin/sh\nexit 101\n' })`${prefix} tee ${policy}`
    await run`${prefix} chmod 755 ${policy}`
  }
  try {
    await work()
  } finally {
    if (ours) await run`${prefix} rm -f ${policy}`
  }
}
