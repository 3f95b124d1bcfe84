import type { Clock, Context, Random, Reporter } from '../core/context.ts'
import { newId } from '../core/identifiers.ts'
import { systemClock, systemRandom } from './clock.ts'
import { claimRunFolder, endRunFolder } from './run-owner.ts'

const INHERITED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TZDIR',
  'XDG_CACHE_HOME',
  'XDG_RUNTIME_DIR',
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'KUBECONFIG',
  'KUBERNETES_SERVICE_HOST',
  'KUBERNETES_SERVICE_PORT',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
]

export interface ContextParts {
  readonly environment: NodeJS.ProcessEnv
  readonly reporter: Reporter
  readonly signal: AbortSignal
  readonly clock?: Clock
  readonly random?: Random
}

/** A run's context with a private folder that is removed when it is disposed. */
export async function createContext(parts: ContextParts): Promise<Context & AsyncDisposable> {
  const clock = parts.clock ?? systemClock
  const random = parts.random ?? systemRandom
  const runId = newId(clock, random)
  return {
    runId,
    clock,
    random,
    reporter: parts.reporter,
    signal: parts.signal,
    programEnvironment: programEnvironment(parts.environment),
    workDir: await claimRunFolder(runId),
    [Symbol.asyncDispose]: () => endRunFolder(runId),
  }
}

/** Messages in English and times in UTC, whatever the caller's settings. */
function programEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const inherited = INHERITED.flatMap((name): [string, string][] => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value]]
  })
  return { ...Object.fromEntries(inherited), LC_ALL: 'C.UTF-8', TZ: 'UTC' }
}
