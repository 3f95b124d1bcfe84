const REDACTED = '***'
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** A value that prints as `***` under every formatter; `reveal` is the one, grep-able way to read it. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [INSPECT](): string {
    return REDACTED
  }
}

/** Where a secret lies, as written in the configuration; the value itself is never written there. */
export type SecretReference =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly command: readonly string[] }

/** Turns a reference into its value when it is needed, not before. Throws `secret-missing`. */
export type RevealSecret = (reference: SecretReference) => Promise<Secret>
