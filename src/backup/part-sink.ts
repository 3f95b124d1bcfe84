import type { Context } from '../core/context.ts'
import type { CaptureSink } from '../core/engine.ts'
import type { Part } from '../core/manifest.ts'
import type { Deadline } from './deadline.ts'
import { writePart, type PartRequest } from './part-writer.ts'

/** The part that holds the fingerprint; engines cannot use its name. */
export const FINGERPRINT_PART = 'fingerprint.json'

export type SinkRequest = Pick<
  PartRequest,
  'store' | 'target' | 'id' | 'recipients' | 'volumeBytes' | 'pace'
> & {
  readonly context: Context
}

/** Stores what a capture streams, each part under the next number, and keeps account of it. */
export class PartSink implements CaptureSink {
  readonly #request: SinkRequest
  readonly #deadline: Deadline
  readonly #names = new Set<string>()
  readonly #parts: Promise<Part>[] = []

  constructor(request: SinkRequest, deadline: Deadline) {
    this.#request = request
    this.#deadline = deadline
  }

  /** Whether anything was streamed. */
  get used(): boolean {
    return this.#parts.length > 0
  }

  async stream(
    name: string,
    content: PartRequest['content'],
    options?: { readonly compressed?: boolean },
  ): Promise<void> {
    if (this.#names.has(name)) throw new Error(`the part ${name} was streamed twice`)
    this.#names.add(name)
    const index = this.#parts.length
    const part = writePart({ ...this.#request, ...options, name, content, index })
    this.#parts.push(part)
    try {
      await part
    } catch (error) {
      // The other parts are of no use without this one.
      this.#deadline.stop(error)
      throw error
    }
  }

  /** All parts in their order, once every one of them is stored, awaited by the engine or not. */
  finish(): Promise<readonly Part[]> {
    return Promise.all(this.#parts)
  }

  /** Waits until nothing is being stored any more. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#parts)
  }
}
