import { ErrorReply } from '@redis/client'

/** What a restore has written of one dump: its keys from the first on, but for those that the server refused. */
export class WrittenKeys {
  /** Of the dump. */
  readonly path: string
  /** The names of function libraries by their code; each dump of a cluster has them all, so that they are of the whole restore. */
  readonly libraries: Map<string, string>
  readonly #refused = new Set<number>()
  #sent = 0
  #unanswered = 0

  constructor(path: string, libraries = new Map<string, string>()) {
    this.path = path
    this.libraries = libraries
  }

  /** How many keys of the dump, by its order, have been sent. */
  get sent(): number {
    return this.#sent
  }

  /** How many keys the server holds by this, or may hold. */
  get count(): number {
    return this.#sent - this.#refused.size
  }

  /** Whether anything was sent that the server did not refuse. */
  get isTouched(): boolean {
    return this.count > 0 || this.libraries.size > 0 || !this.isKnown
  }

  /** Whether it is known of all that was sent if the server took it. */
  get isKnown(): boolean {
    return this.#unanswered === 0
  }

  /** The next key of the dump was sent. A refused one may be there, and is somebody else's. */
  add(answer: Promise<unknown>): void {
    const index = this.#sent
    this.#sent += 1
    void this.#note(answer, () => this.#refused.add(index)).catch(() => undefined)
  }

  /** A library was sent; the server answers with its name. */
  async addLibrary(code: string, answer: Promise<unknown>): Promise<void> {
    this.libraries.set(code, String(await this.#note(answer)))
  }

  async #note(answer: Promise<unknown>, onRefusal?: () => void): Promise<unknown> {
    this.#unanswered += 1
    try {
      const value = await answer
      this.#unanswered -= 1
      return value
    } catch (error) {
      if (error instanceof ErrorReply) {
        this.#unanswered -= 1
        onRefusal?.()
      }
      throw error
    }
  }

  /** Whether the key of this index was written. */
  has(index: number): boolean {
    return index < this.#sent && !this.#refused.has(index)
  }
}
