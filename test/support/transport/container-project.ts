import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { openPlainProject, type PlainProject } from '../cli/plain-project.ts'
import { testImage } from '../servers/image.ts'
import type { ServerContainer } from './server-container.ts'

interface ContainerTarget {
  readonly engine: 'postgres' | 'redis'
  readonly connection?: object
  readonly rateLimit?: string
}

/** A project whose target `orders` is a server in a container, its password in ORDERS_PASSWORD. */
export async function containerProject(
  { name }: Pick<ServerContainer, 'name'>,
  { engine, connection, rateLimit }: ContainerTarget,
): Promise<PlainProject> {
  const image = testImage(engine === 'redis' ? 'redis-7' : 'postgres-16')
  const settings = { image, ...(rateLimit === undefined ? {} : { rateLimit }) }
  const reached = { host: 'localhost', password: { env: 'ORDERS_PASSWORD' }, ...connection }
  const project = await openPlainProject({
    defaults: { settings },
    targets: { orders: { engine, connection: reached, via: { docker: name } } },
  })
  // The sandbox's user has to pass through.
  await chmod(project.directory, 0o755)
  await chmod(join(project.directory, 'tmp'), 0o755)
  return project
}
