/** A type spelled one way at every level: mutable, flat, and each optional property marked as such. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? {
        -readonly [Key in keyof T]-?: Partial<Pick<T, Key>> extends Pick<T, Key>
          ? { optional: Plain<T[Key]> }
          : Plain<T[Key]>
      }
    : T

/** `true` when a schema and a core type allow the same values, optional properties included: drift is a type error. */
export type SameType<A, B> = [Plain<A>] extends [Plain<B>]
  ? [Plain<B>] extends [Plain<A>]
    ? true
    : false
  : false
