import process from 'node:process'
import { engineAnswers } from '../lib/container-engine.ts'
import { imageNames, imageReference } from '../lib/image-recipe.ts'
import { hasImage } from '../lib/image-build.ts'
import { succeeds } from '../lib/shell.ts'
import { hasOrPulls } from './find-postgres.ts'

/** What `lifeboat drill` will find on this computer when it decides by itself. */
export interface SandboxOutlook {
  /** For people. */
  readonly description: string
  /** To be named in the configuration, where the official one cannot be had. */
  readonly image: string | undefined
  /** Whether the sandbox can be cut off from the network. */
  readonly isolated: boolean
}

/** Makes the sandbox's image available where that is possible. */
export async function prepareSandbox(version: string): Promise<SandboxOutlook> {
  const [major = ''] = version.split('.')
  const official = `postgres:${major}-bookworm`
  if (!(await engineAnswers())) return ofPrograms('no container engine answers this user')
  if (await hasOrPulls(official)) return ofImage(official, undefined)
  const built = imageNames().includes(`postgres-${major}`) ? imageReference(`postgres-${major}`) : undefined
  if (built !== undefined && (await hasImage(built))) return ofImage(built, built)
  return ofPrograms(`the image ${official} is not here and could not be pulled`)
}

function ofImage(name: string, image: string | undefined): SandboxOutlook {
  return { description: `a container of ${name}, by testcontainers`, image, isolated: true }
}

async function ofPrograms(because: string): Promise<SandboxOutlook> {
  const mapping = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user']
  const isolated = await succeeds('unshare', ...mapping, '--net', '--pid', '--fork', '--mount-proc', 'true')
  const network = isolated ? 'in an empty network' : 'not isolated: this user may not make an empty network'
  return { description: `local programs, ${network} (${because})`, image: undefined, isolated }
}
