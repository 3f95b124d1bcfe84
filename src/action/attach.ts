import type { Report } from './write-report.ts'

/** Longer than this it would delay what comes after a backup for something that is kept elsewhere too. */
const PATIENCE_MS = 120_000

export interface Attached {
  readonly id?: number
  readonly name: string
  /** Why there is none. */
  readonly problem?: string
}

export interface AttachOptions {
  readonly name: string
  /** Added to the name when another job or step of the run has taken it. */
  readonly unique: string
  readonly environment: NodeJS.ProcessEnv
}

/** Attaches a report to the workflow run; what goes wrong is told and never thrown, because nothing depends on it. */
export async function attach(report: Report, options: AttachOptions): Promise<Attached> {
  const { name, unique, environment } = options
  const unavailable = whyUnavailable(environment)
  if (unavailable !== undefined) return { name, problem: unavailable }
  try {
    return { name, id: await upload(name, report) }
  } catch (error) {
    if (!isTaken(error)) return { name, problem: wordsOf(error) }
  }
  const other = `${name}-${unique}`
  try {
    return { name: other, id: await upload(other, report) }
  } catch (error) {
    return { name: other, problem: wordsOf(error) }
  }
}

async function upload(name: string, { folder, files }: Report): Promise<number> {
  const { DefaultArtifactClient } = await import('@actions/artifact')
  const uploading = new DefaultArtifactClient().uploadArtifact(name, [...files], folder)
  const timer = Promise.withResolvers<never>()
  const late = setTimeout(
    () => timer.reject(new Error(`it took longer than ${PATIENCE_MS / 1000} s`)),
    PATIENCE_MS,
  )
  try {
    const { id } = await Promise.race([uploading, timer.promise])
    if (id === undefined) throw new Error('the service gave it no id')
    return id
  } finally {
    clearTimeout(late)
  }
}

/** The client refuses every other host, in words that help nobody. */
function whyUnavailable(environment: NodeJS.ProcessEnv): string | undefined {
  const { hostname } = new URL(environment['GITHUB_SERVER_URL'] ?? 'https://github.com')
  if (hostname !== 'github.com' && !hostname.endsWith('.ghe.com') && !hostname.endsWith('.localhost'))
    return `${hostname} is a GitHub Enterprise Server or another platform, and its artifact service takes none from actions of this generation`
  if ((environment['ACTIONS_RESULTS_URL'] ?? '') === '') return 'this runner offers no artifact service'
  return undefined
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && error.message.includes('(409)')
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
