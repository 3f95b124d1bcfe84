/** An answer other than success. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export function missingCollection(name: string): Refusal {
  return new Refusal(404, `Not found: Collection \`${name}\` doesn't exist!`)
}

export function wrongInput(what: string): Refusal {
  return new Refusal(400, `Wrong input: ${what}`)
}
