/** Where programs connect to by TCP. */
export interface Endpoint {
  /** A name or an address. */
  readonly host: string
  readonly port: number
}
