import { engine } from '../../src/engines/postgres/index.ts'
import type { ProgramNeed } from '../../src/core/machine.ts'
import { testImage } from './servers/image.ts'

/** PostgreSQL 16, in the image that tests have. */
export function postgresNeed(): ProgramNeed {
  return { ...engine.server.need('16.0'), image: testImage('postgres-16') }
}
