import { $ } from 'zx'

/** zx without echo: commands speak only through what the scripts print of them. */
export const sh = $({ verbose: false, nothrow: false })

/** True when a command exits 0. */
export async function succeeds(command: string, ...args: string[]): Promise<boolean> {
  const { exitCode } = await $({ verbose: false, nothrow: true, quiet: true })`${command} ${args}`
  return exitCode === 0
}

/** True when a program of that name is on the PATH. */
export async function hasProgram(name: string): Promise<boolean> {
  return succeeds('sh', '-c', 'command -v "$1"', 'sh', name)
}
