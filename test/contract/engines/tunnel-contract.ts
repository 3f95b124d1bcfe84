import { connect } from 'node:net'
import { expect, it } from 'vitest'
import type { Capture, Engine, EngineContext } from '../../../src/core/engine.ts'
import { listen } from '../../../src/runtime/transport/local-relay.ts'
import { keepParts } from '../../support/kept-parts.ts'
import type { EngineSource } from './engine-fixture.ts'

/** What every engine promises of tunnels: it knows nothing of them, and finds the same server behind one. */
export function tunnelTests<C>(
  engine: Engine<C>,
  given: () => {
    readonly source: EngineSource<C>
    readonly capture: Capture
    readonly context: EngineContext
  },
): void {
  it('finds the same server at the near end of a tunnel, and captures the same from there', async () => {
    const { source, capture, context } = given()
    const far = engine.endpoint(source.connection)
    if (far === undefined) throw new Error('a source of the contract suite listens on TCP')
    let connections = 0
    await using tunnel = await listen(async () => {
      connections += 1
      const socket = connect(far)
      return {
        input: socket,
        output: socket,
        exitCode: async () => 0,
        stderr: () => '',
        close: () => void socket.destroy(),
      }
    })
    const near = engine.atEndpoint(source.connection, tunnel.endpoint)
    expect(engine.endpoint(near)).toEqual(tunnel.endpoint)
    expect(engine.endpoint(source.connection)).toEqual(far)
    const { identity, requirements } = await engine.probe(near, context)
    expect(connections).toBeGreaterThan(0)
    expect(requirements).toEqual(capture.requirements)
    expect({ ...identity, address: '' }).toEqual({ ...capture.identity, address: '' })
    expect(identity.address).toContain(`${tunnel.endpoint.host}:${tunnel.endpoint.port}`)
    expect((await engine.inspect(near, context)).identity).toEqual(identity)
    const through = await engine.capture(near, { sink: keepParts(), fingerprint: true }, context)
    expect(through.identity).toEqual(identity)
    expect(countsOf(through)).toEqual(countsOf(capture))
    expect(through.fingerprint?.coverage).toEqual(capture.fingerprint?.coverage)
  })
}

function countsOf({ fingerprint }: Capture) {
  return fingerprint?.datasets.map(({ name, count }) => [name, count])
}
