/** One side of a reconciliation: a target, and the question that gives its keys in the language of its engine. */
export interface KeySide {
  readonly target: string
  /** May hold `{earliest}` and `{latest}`: the instants between which the two members were captured, RFC 3339. */
  readonly keys: string
}

/** How many keys may stand on one side only: so many, so many of ten thousand, or any number. */
export type Tolerance = { readonly keys: number } | { readonly basisPoints: number } | 'any'

/** What must hold between two stores after a restore. */
export interface ReconcileRule {
  readonly name: string
  readonly truth: KeySide
  readonly derived: KeySide
  readonly tolerance: {
    /** Of keys of the truth that the derived side lacks. */
    readonly missing: Tolerance
    /** Of keys of the derived side that the truth lacks. */
    readonly orphaned: Tolerance
  }
  /** Fewer keys on the side of the truth show nothing, so the rule fails; likewise none on the derived side, unless this is 0. */
  readonly atLeast: number
}

/** When the members of a group were captured, each by its own server's clock. */
export interface Instants {
  readonly earliestAt: string
  readonly latestAt: string
  /** Between the two. */
  readonly skewMs: number
}
