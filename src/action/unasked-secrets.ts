import type { Inputs } from './inputs.ts'

/** Keys and tokens are longer than names and regions, whose masks would blank every output that holds them. */
const SHORTEST_UNKNOWN = 16

/** Shorter ones are not masked, because every third word of a log would be. */
const SHORTEST_NAMED = 4

const NAMED_SECRET = /PASS|SECRET|TOKEN|KEY/i

/** What nobody asks for by a reference, such as the keys of a cloud and the password of a library. */
export function unaskedSecrets({ token, env }: Pick<Inputs, 'token' | 'env'>): readonly string[] {
  const found = Object.entries(env)
    .filter(([name, { length }]) => length >= (NAMED_SECRET.test(name) ? SHORTEST_NAMED : SHORTEST_UNKNOWN))
    .map(([, value]) => value)
  return token === undefined ? found : [token, ...found]
}
