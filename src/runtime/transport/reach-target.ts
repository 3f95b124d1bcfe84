import type { Context } from '../../core/context.ts'
import type { Endpoint } from '../../core/endpoint.ts'
import type { Engine } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Target } from '../../core/target.ts'
import type { Via } from '../../core/via.ts'
import { openTunnel } from './open-tunnel.ts'
import { tellingEngine } from './telling-engine.ts'
import type { Tunnel } from './tunnel.ts'

/** A target whose connection leads through its tunnel, which is opened by the first `connect` and closed by disposal. */
export interface ReachedTarget extends AsyncDisposable {
  readonly target: Target
  /** Tells the far ends of tunnels instead of the near ones. */
  readonly engine: Engine
  /** The same for any other connection, such as a destination's. */
  readonly through: (connection: unknown, via: Via | undefined) => Promise<unknown>
}

/** Puts the transport that a target names between the engine and its server. */
export function reachTarget(target: Target, engine: Engine, context: Context): ReachedTarget {
  const tunnels = new Map<string, Promise<Tunnel>>()
  const opened: Tunnel[] = []
  const tunnelTo = (via: Via, far: Endpoint): Promise<Tunnel> => {
    const key = JSON.stringify([via, far])
    const known = tunnels.get(key)
    if (known !== undefined) return known
    const opening = openTunnel({ via, far, context }).then((tunnel) => {
      opened.push(tunnel)
      return tunnel
    })
    tunnels.set(key, opening)
    // A way that could not be opened is tried anew by the next who needs it.
    opening.catch(() => tunnels.delete(key))
    return opening
  }
  const through = async (connection: unknown, via: Via | undefined): Promise<unknown> => {
    if (via === undefined) return connection
    const far = engine.endpoint(connection)
    if (far === undefined) throw noAddress(target)
    return engine.atEndpoint(connection, (await tunnelTo(via, far)).endpoint)
  }
  return {
    target: { ...target, connect: async () => through(await target.connect(), target.via) },
    engine: tellingEngine(engine, opened),
    through,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...tunnels.values()].map((tunnel) => close(tunnel)))
    },
  }
}

async function close(opening: Promise<Tunnel>): Promise<void> {
  const tunnel = await opening.catch(() => undefined)
  await tunnel?.[Symbol.asyncDispose]()
}

function noAddress({ name }: Target): LifeboatError {
  return new LifeboatError({
    code: 'config-invalid',
    what: `the target ${name} has via: and a unix socket, which no tunnel leads to`,
    fix: 'write host and port as they are inside of the container or pod, such as host: localhost',
  })
}
