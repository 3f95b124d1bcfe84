import type { Deadline } from '../backup/deadline.ts'
import type { Engine } from '../core/engine.ts'

/** The engine as a drill uses it: a call that does not heed the deadline's signal is left, so that the sandbox still goes. */
export function boundEngine<C>(engine: Engine<C>, { bound }: Pick<Deadline, 'bound'>): Engine<C> {
  const { server } = engine
  return {
    ...engine,
    inspect: (...args) => bound(engine.inspect(...args)),
    load: (...args) => bound(engine.load(...args)),
    fingerprint: (...args) => bound(engine.fingerprint(...args)),
    checks: (...args) => bound(engine.checks(...args)),
    ask: (...args) => bound(engine.ask(...args)),
    tamper: (...args) => bound(engine.tamper(...args)),
    server: {
      ...server,
      prepare: (...args) => bound(server.prepare(...args)),
      start: (...args) => bound(server.start(...args)),
    },
  }
}
