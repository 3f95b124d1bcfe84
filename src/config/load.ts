import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { Clock } from '../core/context.ts'
import { LifeboatError } from '../core/errors.ts'
import { systemClock } from '../runtime/clock.ts'
import { createConfiguration } from './create-configuration.ts'
import type { Configuration } from './configuration.ts'
import type { Environment } from './environment/apply-variables.ts'
import { isConfiguring } from './environment/special-variables.ts'
import { isOfPullRequest } from './pull-request.ts'
import type { RevealOptions } from './reveal-secret.ts'
import { readConfiguration, type ConfigurationSource } from './read-configuration.ts'

export type { Configuration } from './configuration.ts'

const FILE_NAME = 'lifeboat.yaml'

export interface LoadOptions {
  /** The file to read; otherwise LIFEBOAT_CONFIG, then lifeboat.yaml in `directory`, then variables alone. */
  readonly path?: string
  readonly env: Environment
  readonly directory: string
  readonly clock?: Clock
  readonly onReveal?: RevealOptions['onReveal']
}

/**
 * Reads the whole configuration from file and environment, and checks it; opens nothing.
 * Throws `config-absent`, `config-invalid` or `secret-literal` (a `ConfigError`, with every problem).
 */
export async function loadConfiguration(options: LoadOptions): Promise<Configuration> {
  const { file, directory, text } = await findText(options)
  const environment = options.env
  const source: ConfigurationSource = {
    environment,
    ...(text === undefined
      ? {}
      : { file: { name: file === undefined ? 'LIFEBOAT_CONFIG' : shown(file, options), text } }),
  }
  return createConfiguration(readConfiguration(source), {
    ...(file === undefined ? {} : { file }),
    directory,
    environment,
    // Whoever opens a pull request chooses the commands in it.
    allowCommands: !isOfPullRequest(environment),
    clock: options.clock ?? systemClock,
    ...(options.onReveal === undefined ? {} : { onReveal: options.onReveal }),
  })
}

interface Found {
  readonly file?: string
  readonly directory: string
  readonly text?: string
}

async function findText({ path, env, directory }: LoadOptions): Promise<Found> {
  const whole = env['LIFEBOAT_CONFIG'] ?? ''
  if (path === undefined && whole !== '') return { directory, text: whole }
  const file = path === undefined ? join(directory, FILE_NAME) : resolve(directory, path)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (path === undefined && isAbsent(error)) return undefined
    throw absent(file, error)
  })
  if (text !== undefined) return { file, directory: dirname(file), text }
  if (Object.keys(env).some(isConfiguring)) return { directory }
  throw absent(file)
}

function shown(file: string, { directory }: LoadOptions): string {
  const inside = relative(directory, file)
  return inside.startsWith('..') ? file : inside
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}

function absent(file: string, cause?: unknown): LifeboatError {
  const why = (cause as NodeJS.ErrnoException | undefined)?.code
  return new LifeboatError({
    code: 'config-absent',
    what: `No configuration at ${file}`,
    ...(why === undefined || why === 'ENOENT' ? {} : { why }),
    fix: 'run lifeboat init, name the file with --config, or set LIFEBOAT_CONFIG',
    cause,
  })
}
