import { LifeboatError } from '../../../core/errors.ts'

/** A dump that cannot be what a server wrote. */
export function malformed(why: string): LifeboatError {
  return new LifeboatError({ code: 'part-malformed', what: 'the Redis dump is damaged', why })
}

/** A dump of a server that has learnt what this program has not. */
export function unknownForm(what: string): LifeboatError {
  return new LifeboatError({
    code: 'server-too-new',
    what: 'the Redis dump holds something that this Lifeboat does not know',
    why: what,
    fix: 'use a newer Lifeboat for this server',
  })
}
