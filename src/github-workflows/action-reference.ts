import { LifeboatError } from '../core/errors.ts'

/** Where Lifeboat was published, and which commit of it. */
export interface ActionReference {
  /** `OWNER/lifeboat`. */
  readonly repository: string
  readonly commit: string
}

/** Reads `OWNER/lifeboat@SHA`. Throws `usage-invalid`; a tag or branch too, because either can be moved. */
export function readActionReference(text: unknown): ActionReference {
  const [, repository, commit] =
    /^([\w-]+\/[\w.-]+)@([0-9a-f]{40})$/.exec(typeof text === 'string' ? text : '') ?? []
  if (repository !== undefined && commit !== undefined) return { repository, commit }
  throw new LifeboatError({
    code: 'usage-invalid',
    what:
      typeof text === 'string'
        ? `--action takes a repository and a full commit, not ${JSON.stringify(text)}`
        : '--github needs to know where Lifeboat was published: --action is missing',
    why: 'a tag or a branch can be moved to other code, which would get your secrets',
    fix: 'say --action OWNER/lifeboat@ and the 40 digits of the commit that you trust',
  })
}
