import type { CaptureRequest, CaptureSink, Engine, EngineContext, ServerIdentity } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Tunnel } from './tunnel.ts'

type Async<A extends readonly unknown[], R> = (...given: A) => Promise<R>

/** The engine, telling where tunnels lead in what it says of servers: a near end is another one at each run. */
export function tellingEngine<C>(engine: Engine<C>, tunnels: readonly Tunnel[]): Engine<C> {
  const tell = (text: string): string =>
    tunnels.reduce((told, { endpoint, name }) => told.replaceAll(nearEnd(endpoint), name), text)
  const telling: Telling =
    (call) =>
    async (...given) => {
      try {
        return await call(...given)
      } catch (error) {
        throw await toldError(error, tell, tunnels)
      }
    }
  const known = ({ version, id, address }: ServerIdentity): ServerIdentity => ({
    version,
    id: tell(id),
    address: tell(address),
  })
  const identified =
    <A extends readonly unknown[], R extends { readonly identity: ServerIdentity }>(call: Async<A, R>) =>
    async (...given: A): Promise<R> => {
      const found = await call(...given)
      return { ...found, identity: known(found.identity) }
    }
  return {
    ...engine,
    probe: telling(identified((...given) => engine.probe(...given))),
    inspect: telling(identified((...given) => engine.inspect(...given))),
    capture: telling(
      identified((connection: C, { sink, ...request }: CaptureRequest, context: EngineContext) =>
        engine.capture(connection, { ...request, sink: tellingSink(sink, telling) }, context),
      ),
    ),
    load: telling((...given) => engine.load(...given)),
    fingerprint: telling((...given) => engine.fingerprint(...given)),
    checks: telling((...given) => engine.checks(...given)),
    ask: telling((...given) => engine.ask(...given)),
    keys: async function* (...given) {
      try {
        yield* engine.keys(...given)
      } catch (error) {
        throw await toldError(error, tell, tunnels)
      }
    },
    sweep: telling((...given) => engine.sweep(...given)),
  }
}

type Telling = <A extends readonly unknown[], R>(call: Async<A, R>) => Async<A, R>

/** What breaks while a part is written ends the run by itself, whatever the capture says then. */
function tellingSink(sink: CaptureSink, telling: Telling): CaptureSink {
  return {
    stream: (name, content, options) =>
      sink.stream(name, typeof content === 'function' ? telling(content) : content, options),
    delegate: (name, write, options) => sink.delegate(name, telling(write), options),
  }
}

function nearEnd({ host, port }: Tunnel['endpoint']): string {
  return `${host}:${port}`
}

async function toldError(
  error: unknown,
  tell: (text: string) => string,
  tunnels: readonly Tunnel[],
): Promise<unknown> {
  if (tunnels.length === 0 || !(error instanceof LifeboatError)) return error
  const { code, what, why, fix } = error
  const lost = code === 'server-unreachable' || code === 'connection-lost'
  const reasons = why === undefined ? [] : [tell(why)]
  for (const { lastWords } of lost ? tunnels : []) {
    const said = await lastWords()
    if (said !== undefined) reasons.push(said)
  }
  return new LifeboatError({
    code,
    what: tell(what),
    ...(reasons.length === 0 ? {} : { why: reasons.join('; ') }),
    ...(fix === undefined ? {} : { fix: tell(fix) }),
    cause: error,
  })
}
