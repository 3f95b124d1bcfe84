import { hostname } from 'node:os'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreReader, StoreWriter } from '../core/store.ts'
import { canonicalBytes } from '../evidence/canonical.ts'
import { instant, recordId } from '../evidence/schema/base-schema.ts'
import { putOnce } from './put-once.ts'
import { readObject } from '../evidence/read-object.ts'

const markerSchema = z.strictObject({
  format: z.literal('lifeboat-started/1'),
  id: recordId,
  target: z.string(),
  /** The run and computer that may still be at it. */
  runId: z.string(),
  host: z.string(),
  /** By the store's clock, as is the deadline: no manifest is written after it. */
  startedAt: instant,
  deadlineAt: instant,
})

/** Written before the first volume of a backup, so that sweep finds what a killed run left. */
export type StartedMarker = z.infer<typeof markerSchema>

export interface MarkerRequest {
  readonly store: StoreWriter
  readonly target: string
  readonly id: string
  readonly timeoutMs: number
  readonly context: Context
}

/** Claims a backup's id and notes its deadline. Throws `object-exists` when another run has that very id. */
export async function writeMarker(request: MarkerRequest): Promise<StartedMarker> {
  const { store, target, id, timeoutMs, context } = request
  const now = await store.now()
  const marker: StartedMarker = {
    format: 'lifeboat-started/1',
    id,
    target,
    runId: context.runId,
    host: hostname(),
    startedAt: now.toISOString(),
    deadlineAt: new Date(now.getTime() + timeoutMs).toISOString(),
  }
  await putOnce(store, KEYS.started(target, id), canonicalBytes(marker))
  return marker
}

/** Reads a marker; undefined when it holds anything else. Throws `object-absent`. */
export async function readMarker(store: StoreReader, key: string): Promise<StartedMarker | undefined> {
  const text = (await readObject(store, key)).toString('utf8')
  try {
    const parsed = markerSchema.safeParse(JSON.parse(text))
    return parsed.success && KEYS.started(parsed.data.target, parsed.data.id) === key
      ? parsed.data
      : undefined
  } catch {
    return undefined
  }
}
