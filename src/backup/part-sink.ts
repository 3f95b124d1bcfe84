import type { Context } from '../core/context.ts'
import type { DelegatedTree, DelegateOptions, EarlierTree } from '../core/delegation.ts'
import type { CaptureSink } from '../core/engine.ts'
import type { DelegatedPart, Part } from '../core/manifest.ts'
import type { Target } from '../core/target.ts'
import type { Deadline } from './deadline.ts'
import {
  delegatePart,
  inventoryName,
  type Delegated,
  type DelegationRequest,
} from './delegated/delegate-part.ts'
import { writePart, type PartRequest } from './part-writer.ts'

/** The part that holds the fingerprint; engines cannot use its name. */
export const FINGERPRINT_PART = 'fingerprint.json'

export type SinkRequest = Pick<
  PartRequest,
  'store' | 'target' | 'id' | 'recipients' | 'volumeBytes' | 'pace'
> & {
  readonly context: Context
  readonly consent: Target['encryption']
  /** Finds what a delegated part of this name can be based on. */
  readonly earlier: (name: string) => Promise<EarlierTree | undefined>
}

/** Stores what a capture streams, each part under the next number, and keeps account of it. */
export class PartSink implements CaptureSink {
  readonly #request: SinkRequest
  readonly #deadline: Deadline
  readonly #names = new Set<string>()
  readonly #parts: Promise<Part>[] = []
  readonly #delegated: Promise<Delegated>[] = []

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
    options?: Pick<PartRequest, 'compressed' | 'dense'>,
  ): Promise<void> {
    this.#claim(name)
    const index = this.#parts.length
    const part = writePart({ ...this.#request, ...options, name, content, index })
    this.#parts.push(part)
    await this.#orStop(part)
  }

  async delegate(
    name: string,
    write: DelegationRequest['write'],
    options?: DelegateOptions,
  ): Promise<DelegatedTree> {
    this.#claim(name)
    this.#claim(inventoryName(name))
    const index = this.#parts.length
    const earlier = (): Promise<EarlierTree | undefined> => this.#request.earlier(name)
    const delegated = delegatePart({ ...this.#request, ...options, name, index, write, earlier })
    this.#delegated.push(delegated)
    const inventory = delegated.then((made) => made.inventory)
    // Awaited by `finish` or `settle`, which may come later than its failure.
    inventory.catch(() => undefined)
    this.#parts.push(inventory)
    const { part } = await this.#orStop(delegated)
    return { objects: part.objects, bytes: part.bytes }
  }

  /** All parts in their order, once every one of them is stored, awaited by the engine or not. */
  async finish(): Promise<{ readonly parts: readonly Part[]; readonly delegated: readonly DelegatedPart[] }> {
    const parts = await Promise.all(this.#parts)
    return { parts, delegated: (await Promise.all(this.#delegated)).map(({ part }) => part) }
  }

  /** Waits until nothing is being stored any more. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#parts)
  }

  #claim(name: string): void {
    if (this.#names.has(name)) throw new Error(`the part ${name} was streamed twice`)
    this.#names.add(name)
  }

  async #orStop<T>(part: Promise<T>): Promise<T> {
    try {
      return await part
    } catch (error) {
      // The other parts are of no use without this one.
      this.#deadline.stop(error)
      throw error
    }
  }
}
