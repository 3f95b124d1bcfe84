import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Servant } from './servant.ts'

/** A temporary folder of one server, removed on dispose. */
export interface ServerFolder extends AsyncDisposable {
  readonly path: string
}

/** Makes a temporary folder that belongs to the servant; the name is short, because socket paths are limited. */
export async function makeServerFolder(prefix: string, servant?: Servant): Promise<ServerFolder> {
  const path = await mkdtemp(join(tmpdir(), `lb-${prefix}-`))
  await chmod(path, 0o755)
  if (servant) await chown(path, servant.uid, servant.gid)
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}
