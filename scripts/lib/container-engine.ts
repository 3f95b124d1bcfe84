import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync } from 'node:fs'
import { userInfo } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { $ } from 'zx'
import { cacheFolder } from './cache.ts'
import { CouldNotRun } from './could-not-run.ts'
import { rootPrefix } from './privilege.ts'
import { hasProgram, succeeds } from './shell.ts'

/** True when a container engine answers this user. */
export async function engineAnswers(): Promise<boolean> {
  return (
    (await hasProgram('docker')) && (await succeeds('docker', 'version', '--format', '{{.Server.Version}}'))
  )
}

/** The Debian packages of a container engine, when its daemon is missing. */
export async function enginePackages(): Promise<string[]> {
  if (await hasProgram('dockerd')) return []
  // Without systemd nobody mounts the control groups that the daemon needs.
  return existsSync('/run/systemd/system') ? ['docker.io'] : ['docker.io', 'cgroupfs-mount']
}

/** Starts the installed container engine and waits until it answers. */
export async function startEngine(): Promise<void> {
  const prefix = await rootPrefix()
  if (!prefix) throw new CouldNotRun(explainByHand())
  if (existsSync('/run/systemd/system')) await $({ quiet: true })`${prefix} systemctl start docker`
  else startDaemon(prefix)
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await engineAnswers()) return
    await sleep(200)
  }
  throw new CouldNotRun(`${explainByHand()}\nits log is ${logFile}`)
}

function explainByHand(): string {
  const start = existsSync('/run/systemd/system')
    ? 'sudo systemctl start docker'
    : "sudo sh -c 'setsid dockerd >/var/log/dockerd.log 2>&1 &'"
  return [
    'no container engine answers this user; run what applies, then try again:',
    `  ${start}`,
    `  sudo usermod -aG docker ${userInfo().username}   # and log in again`,
  ].join('\n')
}

const logFile = cacheFolder('dockerd.log')

function startDaemon(prefix: readonly string[]): void {
  mkdirSync(cacheFolder(), { recursive: true })
  const log = openSync(logFile, 'a')
  // A session of its own, so that the daemon outlives this script and its terminal.
  const daemon = spawn('setsid', [...prefix, 'dockerd'], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
  })
  daemon.on('error', () => {})
  daemon.unref()
}
